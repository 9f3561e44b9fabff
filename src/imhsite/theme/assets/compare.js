// Narrows the table of levels to those that the reader chose: any on a wide screen, two on a narrow one, where they
// stand below each other in each row. The choice lives in the address, so a link is the comparison.

import { addressOf, asked } from "./asked.js";
import "./site_search.js";
import { wordsOf } from "./tool_words.js";

const box = document.getElementById("compare");
const table = document.querySelector("table.compare");
const status = document.getElementById("compare-said");
const say = wordsOf(box);
const boxes = [...box.querySelectorAll("[name=levels]")];
const all = boxes.map((one) => one.value);
const two = [...box.querySelectorAll("select")];
const narrow = matchMedia("(max-width: 61.99rem)");
let pair = all.slice(0, 2);

const chosen = () => boxes.filter((one) => one.checked).map((one) => one.value);

function choose(levels) {
  for (const one of boxes) one.checked = levels.includes(one.value);
}

function restore() {
  const answers = asked();
  if (!answers) return show();
  const known = all.filter((slug) => (answers.get("levels") ?? "").split(",").includes(slug));
  choose(known.length ? known : all);
  show();
}

/** Show the chosen columns, and say in each row whether they differ. */
function show() {
  const levels = narrow.matches ? pairOf(chosen()) : chosen();
  for (const cell of table.querySelectorAll("[data-level]")) cell.hidden = !levels.includes(cell.dataset.level);
  const differing = [...table.tBodies[0].rows].filter((row) => mark(row, levels)).length;
  status.textContent = levels.length ? say("compare-said", { count: levels.length, differing }) : say("compare-too-few");
}

/** The two levels that a narrow screen shows: the first of LEVELS, and where there are fewer, of all. */
function pairOf(levels) {
  const first = [...new Set([...levels, ...all])].slice(0, 2);
  if (!first.every((slug) => pair.includes(slug))) pair = first;
  for (const [index, slug] of pair.entries()) two[index].value = slug;
  return pair;
}

function mark(row, levels) {
  const texts = levels.map((slug) => row.querySelector(`[data-level="${slug}"]`).textContent.trim());
  const differs = new Set(texts).size > 1;
  const sign = row.querySelector("[data-mark]");
  sign.textContent = say(differs ? "compare-differs" : "compare-same");
  sign.hidden = levels.length < 2;
  return differs;
}

/** Take over the two levels; the one that is chosen twice changes places with the other. */
function choosePair() {
  const values = two.map((select) => select.value);
  pair = values[0] === values[1] ? [...pair].reverse() : values;
  choose(pair);
}

function changed({ target }) {
  if (two.includes(target)) choosePair();
  show();
  const levels = chosen();
  history.replaceState(null, "", addressOf(levels.length && levels.length < all.length ? `levels=${levels}` : ""));
}

box.addEventListener("change", changed);
narrow.addEventListener("change", show);
addEventListener("popstate", restore);
box.hidden = false;
table.classList.remove("waiting");
restore();
