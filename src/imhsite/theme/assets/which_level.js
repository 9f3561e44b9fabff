// The form of the self-check. Nothing is kept and nothing is sent: answers live in the form alone.

import { findings, isAsked } from "./self_check.js";
import "./site_search.js";
import { wordsOf } from "./tool_words.js";

const form = document.getElementById("self-check");
const status = document.getElementById("self-check-said");
const results = document.getElementById("findings");
const rules = JSON.parse(form.dataset.rules);
const say = wordsOf(form);

function answers() {
  const said = {};
  for (const [slug, question] of Object.entries(rules.questions)) {
    const answer = question.asks === "choices" ? chosen(slug) : question.asks === "months" ? months(slug) : number(slug);
    if (answer !== undefined) said[slug] = answer;
  }
  return said;
}

function chosen(slug) {
  const found = [...form.querySelectorAll(`[name="${slug}"]:checked`)].map((box) => box.value);
  return found.length ? found : undefined;
}

function months(slug) {
  const [years, rest] = [number(`${slug}-years`), number(`${slug}-months`)];
  return years === undefined && rest === undefined ? undefined : (years ?? 0) * 12 + (rest ?? 0);
}

function number(name) {
  const { value } = form.elements[name];
  return value === "" ? undefined : Number(value);
}

function showQuestions() {
  const said = answers();
  for (const part of form.querySelectorAll("[data-question]")) {
    part.hidden = !isAsked(rules, part.dataset.question, said);
    part.disabled = part.hidden; // A number that nobody sees must not hold up the form.
  }
}

function answer(event) {
  event.preventDefault();
  const said = answers();
  if (!Object.keys(said).length) return empty();
  const found = findings(rules, said);
  const order = ["fits", "close", "ask"];
  const count = Object.fromEntries(order.map((name) => [name, found.filter((one) => one.answer === name).length]));
  found.sort((one, other) => order.indexOf(one.answer) - order.indexOf(other.answer));
  for (const one of found) showFinding(one);
  results.hidden = false;
  status.textContent = say("which-level-said", count);
  document.getElementById("findings-title").focus();
}

function empty() {
  results.hidden = true;
  status.textContent = say("which-level-empty");
}

function showFinding(found) {
  const card = results.querySelector(`[data-level="${found.level}"]`);
  card.querySelector("[data-answer]").textContent = say(`which-level-${found.answer}`);
  card.querySelector("[data-way]").textContent = say("which-level-by", { way: found.way.name });
  const reasons = [...found.open.map((words) => say("which-level-open", { what: words })), ...found.way.rules.map((rule, index) => reason(rule, found.outcomes[index], found.answers))];
  card.querySelector("[data-reasons]").replaceChildren(...reasons.map(item));
  const track = card.querySelector("[data-track]");
  track.hash = `level=${found.level}`;
  card.parentElement.append(card);
}

function reason(rule, outcome, said) {
  return say(`which-level-${outcome}`, { what: rule.words, missing: outcome === "short" ? missing(rule, said) : "" });
}

function missing(rule, said) {
  const answer = said[rule.question];
  if (rule.how === "at least") return say(`${rule.unit}-missing`, { count: rule.amount - answer });
  const { options } = rules.questions[rule.question];
  return rule.options.filter((option) => !answer.includes(option)).map((option) => options[option]).join(", ");
}

function item(text) {
  const made = document.createElement("li");
  made.textContent = text;
  return made;
}

form.addEventListener("change", showQuestions);
form.addEventListener("submit", answer);
form.addEventListener("reset", () => {
  results.hidden = true;
  status.textContent = "";
  setTimeout(showQuestions);
});
form.hidden = false;
showQuestions();
