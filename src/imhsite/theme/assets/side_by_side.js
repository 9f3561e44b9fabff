// Programs side by side: those that the address names, each as its own page says it, row by row.

import { asked } from "./asked.js";
import "./site_search.js";
import { wordsOf } from "./tool_words.js";

const SLUG = /^[a-z0-9-]+$/;
const MOST = 6; // columns: more are not compared but searched

const box = document.getElementById("side-by-side");
const frame = document.getElementById("side-by-side-table");
const [head, body] = [frame.querySelector("thead"), frame.querySelector("tbody")];
const status = document.getElementById("side-by-side-said");
const print = box.querySelector("[data-print]");
const say = wordsOf(box);

/** The program whose page is SLUG: its name, and what its rows say by their names; null where there is none. */
async function program(slug) {
  const address = `${box.dataset.root}${slug}/`;
  const sent = await fetch(address);
  if (!sent.ok) return null;
  const page = new DOMParser().parseFromString(await sent.text(), "text/html");
  const rows = new Map();
  const texts = (selector) => [...page.querySelectorAll(`main ${selector}`)].map((part) => part.textContent.trim());
  for (const row of page.querySelectorAll("main .facts:not(.contact *, .service-site *) > div")) rows.set(...[...row.children].map((part) => part.textContent.trim()));
  for (const [name, selector] of [["reach-phone", ".help-box .number"], ["where-heading", ".service-site h3"]]) {
    if (texts(selector).length) rows.set(say(name), texts(selector).join("; "));
  }
  return { name: page.querySelector("h1").textContent, address, rows };
}

function cell(tag, ...parts) {
  const made = document.createElement(tag);
  made.append(...parts);
  return made;
}

/** A row of the table: NAME, whether PROGRAMS differ in it as far as they say it, and what each says. */
function row(name, programs) {
  const values = programs.map(({ rows }) => rows.get(name));
  const known = values.filter(Boolean);
  const differs = new Set(known).size > 1;
  const mark = Object.assign(cell("span", say(differs ? "compare-differs" : "compare-same")), { className: "tag quiet" });
  const isMarked = differs || (known.length > 1 && known.length === values.length);
  const heading = Object.assign(cell("th", name, " ", ...(isMarked ? [mark] : [])), { scope: "row" });
  const cells = values.map((value, at) => {
    const made = cell("td", value ?? say("compare-nothing"));
    made.dataset.head = programs[at].name;
    return made;
  });
  return { differs, element: cell("tr", heading, ...cells) };
}

function show(programs) {
  const names = [...new Set(programs.flatMap(({ rows }) => [...rows.keys()]))];
  const rows = names.map((name) => row(name, programs));
  const columns = programs.map(({ name, address }) => Object.assign(cell("th", Object.assign(cell("a", name), { href: address })), { scope: "col" }));
  head.replaceChildren(cell("tr", Object.assign(cell("th", say("compare-aspect")), { scope: "col" }), ...columns));
  body.replaceChildren(...rows.map(({ element }) => element));
  status.textContent = say("side-by-side-said", { count: programs.length, differing: rows.filter(({ differs }) => differs).length });
}

async function restore() {
  const answers = asked();
  if (!answers) return;
  const slugs = (answers.get("keep") ?? "").split(",").filter((slug) => SLUG.test(slug)).slice(0, MOST);
  frame.hidden = print.hidden = true;
  if (!slugs.length) return void (status.textContent = say("side-by-side-none"));
  try {
    const programs = (await Promise.all(slugs.map(program))).filter(Boolean);
    if (!programs.length) return void (status.textContent = say("side-by-side-none"));
    show(programs);
    frame.hidden = print.hidden = false;
  } catch {
    status.textContent = say("side-by-side-failed");
  }
}

addEventListener("popstate", restore);
restore();
