// My steps: what the reader writes stands in the page alone, until the reader asks for more. Only then
// it is kept in this browser, and each change with it.

import "./site_search.js";
import { Refused, calendar, empty, isDate, isEmpty, isHours, read, total, write } from "./step_file.js";
import { wordsOf } from "./tool_words.js";

const KEY = `endorsement-steps ${new URL("..", import.meta.url).pathname}`; // sites of several states may share a host, and with it what a browser keeps
const byId = (id) => document.getElementById(id);
const box = byId("my-steps");
const say = wordsOf(box);
const steps = [...box.querySelectorAll("[data-step]")];
const ratings = [...box.querySelectorAll("[data-area]")];
const known = {
  levels: [...byId("level").options].map((option) => option.value).filter(Boolean),
  steps: steps.map((step) => step.dataset.step),
  areas: ratings.map((rating) => rating.dataset.area),
};
let state = empty();
let before = null; // what the button that takes back brings back
let wasKept = false; // whether the browser kept that
let saved = ""; // what a file holds

// What is said stands beside what was done, and so does the button that takes it back.

const BESIDE = { "kept-said": byId("kept"), "row-said": byId("hours-form").elements.date, "steps-said": byId("delete") };
let spoken = "steps-said";

function tellAt(place, name, values) {
  spoken = place;
  for (const id of Object.keys(BESIDE)) byId(id).textContent = id === place && name ? say(`my-steps-${name}`, values) : "";
  byId(place).after(byId("undo"));
}

const tell = (name, values) => tellAt("steps-said", name, values);
const tellKept = (name) => tellAt("kept-said", name);

function remember() {
  before = isEmpty(state) ? null : structuredClone(state);
  wasKept = byId("kept").checked;
}

// Keeping

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Keep the state in this browser, and tell whether that worked. */
function keep() {
  try {
    localStorage.setItem(KEY, write(state));
    return true;
  } catch (error) {
    tellKept(error.name === "QuotaExceededError" ? "full" : "refused");
    byId("kept").checked = stored() !== null;
    return false;
  }
}

/** What another tab kept meanwhile is shown where this page is empty, and else can be taken back. */
function beginKeeping() {
  const kept = keptElsewhere();
  if (kept && isEmpty(state)) replace(kept);
  else if (kept && write(kept) !== write(state)) before = kept;
  if (keep()) tellKept(before && before === kept ? "kept-over" : "kept");
  byId("undo").hidden = before === null;
}

function keptElsewhere() {
  try {
    return read(stored() ?? "", known);
  } catch {
    return null;
  }
}

function stopKeeping() {
  forget();
  tellKept("not-kept");
}

function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Where nothing can be kept, nothing is left to forget.
  }
}

function changed() {
  showTotals();
  if (byId("kept").checked) keep();
}

/** Show what this browser keeps, if the reader asked for that before. */
function restore(text, said = "") {
  if (text === null) return;
  try {
    replace(read(text, known));
    byId("kept").checked = true;
    if (said) tellKept(said);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tellKept("unreadable");
  }
}

function fromOtherTab(event) {
  if ((event.key !== KEY && event.key !== null) || !byId("kept").checked) return;
  if (event.newValue !== null) return restore(event.newValue, "other-tab");
  byId("kept").checked = false;
  before = null;
  replace(empty());
  tellKept("other-tab-gone");
}

// Showing

function replace(next) {
  state = next;
  byId("undo").hidden = before === null;
  byId("level").value = state.level;
  for (const step of steps) showStep(step, state.steps[step.dataset.step] ?? { done: false, date: "", note: "" });
  for (const rating of ratings) rating.value = state.areas[rating.dataset.area] ?? 0;
  showLevel();
  showHours();
  showTotals();
}

function showStep(step, { done, date, note }) {
  part(step, "done").checked = done;
  part(step, "date").value = date;
  part(step, "note").value = note;
}

const part = (step, name) => step.querySelector(`[data-part="${name}"]`);

function showLevel() {
  for (const needs of box.querySelectorAll(".needs")) needs.hidden = Boolean(state.level) && needs.dataset.level !== state.level;
}

function showHours() {
  byId("hours-rows").replaceChildren(...state.hours.map(hoursRow));
}

function hoursRow(entry) {
  const row = document.createElement("tr");
  for (const text of [entry.date, entry.hours, entry.role]) row.insertCell().textContent = text;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = say("my-steps-remove", { date: entry.date });
  button.addEventListener("click", () => removeHours(entry));
  row.insertCell().append(button);
  for (const cell of row.cells) cell.dataset.head = box.querySelector(`.hours thead th:nth-child(${cell.cellIndex + 1})`).textContent;
  return row;
}

/** Say how many steps are done, of those that the chosen level asks for. */
function showDone() {
  const asked = steps.filter(({ dataset }) => !state.level || !dataset.levels || dataset.levels.split(" ").includes(state.level));
  const done = asked.filter(({ dataset }) => state.steps[dataset.step]?.done).length;
  const text = say("my-steps-progress", { done, count: asked.length });
  if (byId("done-said").textContent !== text) byId("done-said").textContent = text;
}

function showTotals() {
  showDone();
  const sum = total(state);
  const needed = Number(byId("level").selectedOptions[0].dataset.hours ?? 0);
  const left = Math.round((needed - sum) * 100) / 100;
  byId("hours-said").textContent = !needed ? say("my-steps-total", { total: sum }) : say(left > 0 ? "my-steps-total-of" : "my-steps-total-reached", { total: sum, needed, left });
  const gaps = ratings.filter((rating) => state.areas[rating.dataset.area] === 1).map((rating) => box.querySelector(`[for="${rating.id}"]`).textContent);
  const rated = Object.keys(state.areas).length > 0;
  byId("gaps-said").textContent = gaps.length ? say("my-steps-gaps-said", { names: gaps.join(", ") }) : rated ? say("my-steps-gaps-none") : "";
}

// Writing

function writeStep(step) {
  const found = { done: part(step, "done").checked, date: part(step, "date").value, note: part(step, "note").value };
  if (!isDate(found.date)) found.date = "";
  if (found.done || found.date || found.note) state.steps[step.dataset.step] = found;
  else delete state.steps[step.dataset.step];
  changed();
}

function writeRating({ dataset, value }) {
  if (Number(value)) state.areas[dataset.area] = Number(value);
  else delete state.areas[dataset.area];
  changed();
}

function addHours(event) {
  event.preventDefault();
  const { date, hours, role } = event.target.elements;
  const entry = { date: date.value, hours: Number(hours.value), role: role.value.trim() };
  if (!isDate(entry.date) || !isHours(entry.hours)) {
    byId("hours-said").textContent = say("my-steps-bad-hours");
    (isDate(entry.date) ? hours : date).focus();
    return;
  }
  state.hours = [...state.hours, entry].sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
  event.target.reset();
  date.focus();
  showHours();
  changed();
}

function removeHours(entry) {
  remember();
  state.hours = state.hours.filter((other) => other !== entry);
  byId("hours-form").elements.date.focus();
  replace(state);
  tellAt("row-said", "removed", { date: entry.date });
  changed();
}

// Leaving

/** Whether closing the page would lose something: neither this browser nor a file has it. */
function isAtRisk() {
  const text = write(state);
  return !isEmpty(state) && text !== saved && !(byId("kept").checked && text === stored());
}

// Files

function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function exportFile() {
  saved = write(state);
  download("endorsement-steps.json", "application/json", saved);
}

function exportCalendar() {
  const names = Object.fromEntries(steps.map((step) => [step.dataset.step, step.querySelector("h3").textContent]));
  const text = calendar(state, names);
  tell(text ? "" : "no-dates");
  if (text) download("endorsement-steps.ics", "text/calendar", text);
}

async function openFile({ target }) {
  const [file] = target.files;
  if (!file) return;
  try {
    const next = read(await file.text(), known);
    remember();
    replace(next);
    saved = write(state);
    tell("imported");
    changed();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(`bad-${error.reason}`, { field: error.field });
  }
  target.value = "";
}

function undo() {
  const back = before;
  before = null;
  replace(back);
  byId("kept").checked ||= wasKept;
  BESIDE[spoken].focus();
  tellAt(spoken, "undone");
  changed();
}

function deleteAll() {
  remember();
  forget();
  byId("kept").checked = false;
  byId("hours-form").reset();
  replace(empty());
  tell(before ? "deleted-can-return" : "deleted");
}

// What another page of this site hands over stands behind the # of the address, which no server sees.

function takeOver() {
  const handed = new URLSearchParams(location.hash.slice(1));
  if (!handed.has("level") && !handed.has("areas")) return;
  if (known.levels.includes(handed.get("level"))) state.level = handed.get("level");
  for (const [slug, rating] of (handed.get("areas") ?? "").split(",").map((pair) => pair.split(":"))) {
    if (known.areas.includes(slug) && ["1", "2", "3"].includes(rating)) state.areas[slug] = Number(rating);
  }
  history.replaceState(null, "", location.pathname);
  replace(state);
  tellKept("taken-over");
  changed();
}

byId("level").addEventListener("change", ({ target }) => {
  state.level = target.value;
  showLevel();
  changed();
});
for (const step of steps) step.addEventListener("input", () => writeStep(step));
for (const rating of ratings) rating.addEventListener("change", () => writeRating(rating));
byId("hours-form").addEventListener("submit", addHours);
byId("kept").addEventListener("change", ({ target }) => (target.checked ? beginKeeping() : stopKeeping()));
byId("export").addEventListener("click", exportFile);
byId("calendar").addEventListener("click", exportCalendar);
byId("import").addEventListener("change", openFile);
byId("undo").addEventListener("click", undo);
byId("delete").addEventListener("click", deleteAll);
addEventListener("storage", fromOtherTab);
addEventListener("pageshow", ({ persisted }) => persisted && fromOtherTab({ key: KEY, newValue: stored() }));
addEventListener("hashchange", takeOver);
addEventListener("beforeunload", (event) => isAtRisk() && event.preventDefault());

for (const scripted of box.querySelectorAll("[data-scripted]")) scripted.hidden = false;
replace(state);
restore(stored());
takeOver();
