// "Can we use it?" on the page of a program, answered in private: nothing is sent or kept.

import { outcomes, verdict } from "./eligibility.js";
import { wordsOf } from "./tool_words.js";

const ELSE = "-"; // the option that is none of the others

/** What FORM says, by the names of eligibility.js; a question that is not answered is left out. */
function answers({ elements }) {
  const said = {};
  for (const { name, value } of elements) if (value && !["unit", "age"].includes(name)) said[name] = value === ELSE ? "" : value;
  for (const name of ["week", "parent"]) if (name in said) said[name] = Number(said[name]);
  const unit = elements.unit?.value;
  if (unit === "pregnant") said.child = -1;
  else if (unit && elements.age.value) said.child = elements.age.value * (unit === "years" ? 12 : 1);
  if (unit !== "pregnant") delete said.week;
  return said;
}

function show(form, status, rules, say) {
  const found = outcomes(rules, answers(form));
  status.querySelector("strong").textContent = say(`can-use-${verdict(found)}`);
  status.querySelector("ul").replaceChildren(...Object.entries(found).map(([rule, outcome]) => reason(say(`can-use-${outcome}`, { what: rowOf(rule) }))));
}

function reason(text) {
  return Object.assign(document.createElement("li"), { textContent: text });
}

/** What the row of RULE says on the page. */
function rowOf(rule) {
  const row = document.querySelector(`[data-rule="${rule}"]`);
  return [...row.children].map((part) => part.textContent.trim()).join(": ");
}

function ask(box) {
  const form = box.querySelector("form");
  const rules = JSON.parse(form.dataset.rules);
  const say = wordsOf(form);
  const status = document.getElementById("can-use-said");
  form.addEventListener("change", () => {
    for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(form.elements.unit.value);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(form, status, rules, say);
  });
  box.hidden = false;
}

const box = document.getElementById("can-use-form");
if (box) ask(box);
