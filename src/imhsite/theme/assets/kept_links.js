// Links beside the reader's list that take it along: side by side, and to a family in its language. The list stands
// in the address alone, so each link is filled in when somebody turns to it.

const section = document.getElementById("kept");

/** The list as it stands in the address now; the names of the programs and that it is open. */
function list() {
  const answers = new URLSearchParams(location.hash.slice(1) || location.search);
  return `keep=${answers.get("keep") ?? ""}&list=kept`;
}

function fill() {
  for (const link of section.querySelectorAll("a[data-list]")) link.hash = list();
}

/** Hand the address of LINK to the phone's own sheet, or put it where it can be pasted. */
async function send(event) {
  const link = event.currentTarget;
  event.preventDefault();
  fill();
  const said = document.getElementById("kept-sent");
  try {
    if (navigator.share) return await navigator.share({ title: link.dataset.title, url: link.href });
    await navigator.clipboard.writeText(link.href);
    said.textContent = section.dataset.copied;
  } catch (error) {
    if (error.name !== "AbortError") said.textContent = section.dataset.failed.replace("{address}", () => link.href);
  }
}

for (const turn of ["focusin", "pointerdown", "pointerover"]) section.addEventListener(turn, fill);
for (const link of section.querySelectorAll("[data-send]")) link.addEventListener("click", send);
