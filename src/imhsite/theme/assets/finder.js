// The finder's form, revealed where scripts run. What answers it is loaded when somebody turns to it, or
// when the address holds answers already.

import { asked } from "./asked.js";
import { loadSearch } from "./site_search.js";

const form = document.getElementById("finder");
const results = document.getElementById("results");
const FIELDS = ["place", "age", "need", "who"];
const fetched = new Map();
let opening;

/** The JSON at ADDRESS, fetched once. */
function load(address) {
  if (!fetched.has(address)) fetched.set(address, fetch(address).then(told).catch((error) => fetched.delete(address) && Promise.reject(error)));
  return fetched.get(address);
}

function told(response) {
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.json();
}

/** The finder, once it is loaded; null where it cannot be had. */
function open() {
  if (opening) return opening;
  results.ariaBusy = "true";
  const { programs, typed, places, centers, measured } = form.dataset;
  const words = form.elements.age.value ? [typed] : []; // else once what is typed needs them
  for (const address of [programs, places, ...words, ...(measured ? [centers] : [])]) load(address).catch(() => {}); // while the script is on its way
  foresee();
  import("./finder_fields.js").catch(() => {});
  opening = import("./finder_form.js")
    .then(async ({ Finder }) => {
      const finder = new Finder(form, results, load, loadSearch);
      await finder.begin();
      results.ariaBusy = "false";
      return finder;
    })
    .catch((error) => {
      console.warn(error);
      document.getElementById("finder-count").textContent = form.dataset.failed;
      return (opening = null);
    });
  return opening;
}

/** Do what the first answer needs beside the script that gives it, while that is on its way. */
function foresee() {
  import("./finder_ahead.js").then(({ ahead }) => ahead(form, load)).catch(() => {});
}

/** Fill in what the address holds, at once: what the reader changes while the rest is loading is not overwritten. */
function fillIn(answers) {
  for (const field of form.elements) if (field.name) field.value = answers.get(field.name) ?? "";
  const isAnswered = FIELDS.some((name) => answers.has(name));
  form.classList.toggle("answered", isAnswered);
  if (isAnswered && !opening) document.getElementById("finder-count").textContent = form.dataset.looking;
}

async function press({ target }) {
  const button = target.closest(".keep, .more, [data-need]");
  if (button) (await open())?.press(button);
}

async function locate() {
  (await open())?.locate();
}

async function answer({ target }) {
  if (opening && target === form.elements.place) foresee();
  (await open())?.answer(target);
}

async function show(event) {
  event.preventDefault();
  (await open())?.showAnswers();
}

/** Take up the answers that the address holds now; a link to a part of the page changes none. */
async function goBack() {
  const answers = asked();
  if (!answers) return opening && (await open())?.remember(true);
  fillIn(answers);
  (await open())?.restore(answers);
}

if (form) {
  form.hidden = false;
  document.getElementById("locate").hidden = !navigator.geolocation;
  for (const keep of results.querySelectorAll(".keep")) keep.hidden = false;
  for (const event of ["focusin", "input"]) form.addEventListener(event, open);
  form.addEventListener("change", answer);
  form.addEventListener("submit", show);
  document.getElementById("locate").addEventListener("click", locate);
  for (const pressed of [form, results]) pressed.addEventListener("click", press);
  addEventListener("popstate", goBack);
  const answers = asked();
  const isAsked = Boolean(answers?.toString());
  if (isAsked) fillIn(answers);
  if (isAsked || form.contains(document.activeElement)) open();
}
