// Narrows the table of levels to those that the reader chose; on a narrow screen to one at a time. The
// choice lives in the address, so a link is the comparison.

import { addressOf, asked } from "./asked.js";
import "./site_search.js";
import { wordsOf } from "./tool_words.js";

const box = document.getElementById("compare");
const table = document.querySelector("table.compare");
const status = document.getElementById("compare-said");
const say = wordsOf(box);
const boxes = [...box.querySelectorAll("[name=levels]")];
const narrow = matchMedia("(max-width: 47.99rem)");
let at = "";

const chosen = () => boxes.filter((one) => one.checked).map((one) => one.value);
const nameOf = (slug) => table.querySelector(`thead [data-level="${slug}"]`).textContent.trim();

function restore() {
  const answers = asked();
  if (!answers) return show();
  const known = (answers.get("levels") ?? "").split(",").filter((slug) => boxes.some((one) => one.value === slug));
  for (const one of boxes) one.checked = !known.length || known.includes(one.value);
  at = answers.get("at") ?? "";
  show();
}

/** Show the chosen columns, and say in each row whether they differ. */
function show() {
  const levels = chosen();
  if (!levels.includes(at)) at = levels[0] ?? "";
  const single = narrow.matches && levels.length > 0;
  table.classList.toggle("one", single);
  document.getElementById("compare-turn").hidden = !single || levels.length < 2;
  const shown = single ? [at] : levels;
  for (const cell of table.querySelectorAll("[data-level]")) cell.hidden = !shown.includes(cell.dataset.level);
  const differing = [...table.tBodies[0].rows].filter((row) => mark(row, levels));
  announce(levels, single, differing.length);
}

function mark(row, levels) {
  const texts = levels.map((slug) => row.querySelector(`[data-level="${slug}"]`).textContent.trim());
  const differs = new Set(texts).size > 1;
  const sign = row.querySelector("[data-mark]");
  sign.textContent = say(differs ? "compare-differs" : "compare-same");
  sign.hidden = levels.length < 2;
  return differs;
}

function announce(levels, single, differing) {
  if (!levels.length) status.textContent = say("compare-too-few");
  else if (single) status.textContent = say("compare-said-one", { place: levels.indexOf(at) + 1, count: levels.length, name: nameOf(at) });
  else status.textContent = say("compare-said", { count: levels.length, differing });
}

function turn(by) {
  const levels = chosen();
  at = levels[(levels.indexOf(at) + by + levels.length) % levels.length];
  changed();
}

function changed() {
  show();
  const levels = chosen();
  const parts = [];
  if (levels.length && levels.length < boxes.length) parts.push(`levels=${levels}`);
  if (narrow.matches && at !== levels[0]) parts.push(`at=${at}`);
  history.replaceState(null, "", addressOf(parts.join("&")));
}

box.addEventListener("change", changed);
document.getElementById("compare-previous").addEventListener("click", () => turn(-1));
document.getElementById("compare-next").addEventListener("click", () => turn(1));
narrow.addEventListener("change", show);
addEventListener("popstate", restore);
box.hidden = false;
restore();
