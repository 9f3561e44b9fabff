// The search of the whole site, on every page: what answers is loaded once the reader uses the field in
// the header, and opens over the page. Without it the form leads to the page of the search.

for (const field of document.querySelectorAll("[data-name]")) field.name = field.dataset.name;

const form = document.querySelector(".site-search");
const field = form.elements.q;

let loading;
let dialog;

/** What finds and draws answers. Rejects where it cannot be had; the next use tries again. */
export function loadSearch() {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load() {
  const folder = form.action;
  const [{ openSearch }, site] = await Promise.all([import("./search_answers.js"), json(`${folder}pages.json`)]);
  return openSearch(site, { folder, ...form.dataset });
}

async function json(address) {
  const sent = await fetch(address);
  if (!sent.ok) throw new Error(`${address}: ${sent.status}`);
  return sent.json();
}

function loadStyle() {
  return new Promise((onload, onerror) => {
    const href = new URL("./search_dialog.css", import.meta.url);
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload, onerror }));
  });
}

async function loadDialog() {
  const [{ SearchDialog }, { search, results }] = await Promise.all([import("./search_dialog.js"), loadSearch(), loadStyle()]);
  return new SearchDialog(form, search, results);
}

/** Open the dialog; where it came late and the reader has gone on, leave it. Tells whether the search could be had. */
async function open(isWanted = () => true) {
  try {
    dialog ??= loadDialog();
    const opened = await dialog;
    if (isWanted()) opened.show();
    return true;
  } catch {
    dialog = undefined;
    return false;
  }
}

const isInField = () => document.activeElement === field;

for (const event of ["focusin", "pointerdown"]) form.addEventListener(event, () => loadSearch().catch(() => {}));
field.addEventListener("click", () => open(isInField));
field.addEventListener("compositionend", () => open(isInField));
field.addEventListener("input", (event) => event.isComposing || open(isInField));

form.addEventListener("submit", async (event) => {
  if (field.value.trim() && field.checkVisibility()) return; // on a phone, the button alone is there
  event.preventDefault();
  if (!(await open())) location.assign(form.action);
});

// A key alone would be one that who speaks to the device can say by chance (WCAG 2.1.4).
addEventListener("keydown", async (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  if (!(await open())) field.focus();
});

/** What forms ask stands behind "#" in the address, where no server sees it. */
addEventListener("submit", (event) => {
  const { target } = event;
  if (event.defaultPrevented || target.method !== "get") return;
  event.preventDefault();
  location.assign(`${target.action}#${new URLSearchParams(new FormData(target))}`);
});
