// Narrows the explorer to one kind of work and one area, and hands the reader's ratings to My steps.

import { addressOf, asked } from "./asked.js";
import "./site_search.js";
import { wordsOf } from "./tool_words.js";

const box = document.getElementById("explorer");
const say = wordsOf(box);
const handOver = document.getElementById("hand-over");
const [role, area] = ["role", "area"].map((name) => document.getElementById(name));
const sections = [...document.querySelectorAll("section[data-area]")];
const slugOf = (section) => section.querySelector("h2").id;
const folds = [...document.querySelectorAll(".fold")];
const trainings = [...document.querySelectorAll("[data-training]")];

/** A training for which no kind of work is named stays: it may be for anyone. */
const isFor = (roles) => !role.value || !roles || roles.split(" ").includes(role.value);

function show() {
  for (const section of sections) section.hidden = Boolean(area.value) && slugOf(section) !== area.value;
  for (const row of document.querySelectorAll("[data-role]")) row.hidden = Boolean(role.value) && row.dataset.role !== role.value;
  for (const item of document.querySelectorAll("section[data-area] [data-roles]")) item.hidden = !isFor(item.dataset.roles);
  for (const training of trainings) training.hidden = !isFor(training.dataset.roles) || (area.value !== "" && !training.dataset.areas.split(" ").includes(area.value));
  if (role.value || area.value) for (const fold of folds) fold.open = true; // what is chosen is to be seen
  const count = (elements) => elements.filter((element) => !element.hidden).length;
  document.getElementById("explorer-said").textContent = say("explore-said", { areas: count(sections), trainings: count(trainings) });
}

function remember() {
  const answers = new URLSearchParams([role, area].filter((select) => select.value).map((select) => [select.name, select.value]));
  history.replaceState(null, "", addressOf(String(answers)));
}

function restore() {
  const answers = asked();
  for (const select of answers ? [role, area] : []) {
    select.value = answers.get(select.name) ?? "";
    if (select.selectedIndex < 0) select.value = "";
  }
  show();
  reveal();
}

/** A link to an area or a training must find it, whatever the form hides and whatever is folded. */
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  const fold = target?.closest(".fold");
  if (!fold) return;
  fold.open = true;
  if (target.closest("[hidden]")) {
    role.value = area.value = "";
    show();
  }
  target.scrollIntoView();
}

function rate() {
  const rated = sections.map((section) => `${slugOf(section)}:${section.querySelector("[data-rating] select").value}`);
  const pairs = rated.filter((pair) => !pair.endsWith(":0"));
  handOver.hash = pairs.length ? `areas=${pairs}` : "";
}

box.addEventListener("change", () => {
  show();
  remember();
});
addEventListener("popstate", restore);
addEventListener("hashchange", reveal);
for (const rating of document.querySelectorAll("[data-rating]")) {
  rating.hidden = false;
  rating.addEventListener("change", rate);
}
box.hidden = false;
restore();
rate();
