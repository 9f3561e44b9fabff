// The self-check, one question at a time. Nothing is kept and nothing is sent: answers live in the form alone. The
// browser's own way back leads to the question before, too.

import { findings, isAsked, nearestFirst } from "./self_check.js";
import "./site_search.js";
import { wordsOf } from "./tool_words.js";

const byId = (id) => document.getElementById(id);
const form = byId("self-check");
const results = byId("findings");
const questions = [...form.querySelectorAll("[data-question]")];
const rules = inOrder(JSON.parse(form.dataset.rules));
const mail = document.querySelector('#ask-coordinator a[href^="mailto:"]');
const message = document.querySelector("#ask-coordinator textarea");
const say = wordsOf(form);
const RESULT = "result"; // what the history calls the screen after the last question
let current = "";

/** RULES with questions and levels in the order of the page, which JSON does not keep. */
function inOrder({ questions: asks, levels }) {
  const sorted = (table, slugs) => Object.fromEntries(slugs.map((slug) => [slug, table[slug]]));
  const shown = [...results.querySelectorAll("[data-level]")];
  return { questions: sorted(asks, questions.map((part) => part.dataset.question)), levels: sorted(levels, shown.map((part) => part.dataset.level)) };
}

// Answers

/** What the reader said, of the questions that the answers before them leave to be asked. */
function answers() {
  const said = {};
  for (const [slug, { asks }] of Object.entries(rules.questions)) {
    const answer = asks === "choices" ? chosen(slug) : asks === "months" ? months(slug) : number(slug);
    if (answer !== undefined && isAsked(rules, slug, said)) said[slug] = answer;
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

/** "None of these" and any other answer exclude each other. */
function untick({ target }) {
  const { none } = rules.questions[target.name] ?? {};
  if (!none || !target.checked) return;
  for (const box of form.querySelectorAll(`[name="${target.name}"]`)) {
    if ((box.value === none) !== (target.value === none)) box.checked = false;
  }
}

// Questions

const asked = () => Object.keys(rules.questions).filter((slug) => isAsked(rules, slug, answers()));

/** Go to SCREEN, a question or the result, so that the way back leads here. */
function go(screen) {
  history.pushState({ screen }, "");
  show(screen);
}

function show(screen) {
  const found = screen === RESULT;
  if (found) showFindings();
  else showQuestion(asked().includes(screen) ? screen : asked()[0]);
  form.hidden = found;
  results.hidden = !found;
  (found ? byId("findings-title") : questions.find((part) => !part.hidden)).focus({ preventScroll: true });
  (found ? results : form).scrollIntoView();
}

function showQuestion(slug) {
  current = slug;
  byId("self-check-said").textContent = "";
  for (const part of questions) part.disabled = part.hidden = part.dataset.question !== slug; // what nobody sees must not hold up the form
  showPlace();
}

/** Say which question this is, and of how many: of at most so many while an answer may still rule some out. */
function showPlace() {
  const slugs = asked();
  const place = slugs.indexOf(current) + 1;
  const last = place === slugs.length;
  const mayShrink = !last && slugs.slice(place - 1).some((slug) => rules.questions[slug].asks === "choices");
  byId("self-check-place").textContent = say(mayShrink ? "which-level-place-most" : "which-level-place", { place, count: slugs.length });
  form.querySelector("[type=submit]").textContent = say(last ? "which-level-go" : "which-level-next");
  byId("self-check-back").hidden = place === 1;
}

function next(event) {
  event.preventDefault();
  const slugs = asked();
  const following = slugs[slugs.indexOf(current) + 1];
  if (following) return go(following);
  if (Object.keys(answers()).length) return go(RESULT);
  go(slugs[0]);
  byId("self-check-said").textContent = say("which-level-empty");
}

// What the answers say

function showFindings() {
  const found = nearestFirst(findings(rules, answers()));
  const count = (name) => found.filter((one) => one.answer === name).length;
  byId("findings-said").textContent = say("which-level-said", { fits: count("fits"), close: count("close"), ask: count("ask") });
  for (const one of found) showFinding(one, one === found[0]);
  ask(found);
}

function showFinding(found, isNearest) {
  const place = placeOf(found);
  const part = (name) => place.querySelector(`[data-${name}]`);
  place.parentElement.append(place);
  place.querySelector("details").open = isNearest;
  part("answer").textContent = say(`which-level-${found.answer}`);
  part("way").textContent = say("which-level-by", { way: found.way.name });
  list(part("have"), having(found));
  list(part("missing"), missing(found));
  part("open").textContent = found.open.map((what) => say("which-level-open", { what })).join(" ");
  part("track").hash = `level=${found.level}`;
}

const placeOf = ({ level }) => results.querySelector(`[data-level="${level}"]`);
const nameOf = (found) => placeOf(found).querySelector("[data-name]").textContent;

function list(place, texts) {
  place.hidden = !texts.length;
  place.querySelector("ul").replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

const having = ({ way, outcomes }) => way.rules.filter((_, index) => outcomes[index] === "met").map((rule) => rule.words);

function missing({ way, outcomes, answers: said }) {
  const texts = way.rules.map((rule, index) => lacking(rule, outcomes[index], said)).filter(Boolean);
  return texts.length ? texts : [say("which-level-complete")];
}

function lacking(rule, outcome, said) {
  if (outcome === "met") return "";
  if (outcome === "unknown") return say("which-level-unknown", { what: rule.words });
  return outcome === "unmet" ? rule.words : say("which-level-rest", { what: rule.words, missing: rest(rule, said) });
}

function rest(rule, said) {
  const answer = said[rule.question];
  if (rule.how === "at least") return say(`${rule.unit}-missing`, { count: rule.amount - answer });
  const { options } = rules.questions[rule.question];
  return rule.options.filter((option) => !answer.includes(option)).map((option) => options[option]).join(", ");
}

/** Fill the result into the letter to the coordinator, which the reader reads and sends. */
function ask(found) {
  const [nearest, ...others] = found;
  const items = (texts) => texts.map((text) => `- ${text}`);
  const answer = (one) => say(`which-level-${one.answer}`);
  const part = (name, texts) => (texts.length ? ["", `${say(name)}:`, ...items(texts)] : []);
  const lines = [
    say("which-level-mail", { name: nameOf(nearest), answer: answer(nearest) }),
    ...part("which-level-mail-have", having(nearest)),
    ...part("which-level-missing", missing(nearest)),
    ...part("which-level-others", others.map((one) => `${nameOf(one)}: ${answer(one)}`)),
  ];
  if (message) message.value = `${lines.join("\n")}\n\n`;
  if (!mail) return;
  const [address, question = ""] = mail.href.split("&body=");
  mail.dataset.question ??= question;
  mail.href = `${address}&body=${encodeURIComponent(`${lines.join("\r\n")}\r\n\r\n`)}${mail.dataset.question}`;
}

form.addEventListener("change", (event) => {
  untick(event);
  showPlace();
});
form.addEventListener("submit", next);
for (const id of ["self-check-back", "findings-back"]) byId(id).addEventListener("click", () => history.back());
byId("self-check-reset").addEventListener("click", () => {
  form.reset();
  go(asked()[0]);
});
addEventListener("popstate", ({ state }) => show(state?.screen));

for (const part of form.querySelectorAll("[data-scripted]")) part.hidden = false;
form.classList.remove("waiting");
history.replaceState(null, "");
showQuestion(asked()[0]);
