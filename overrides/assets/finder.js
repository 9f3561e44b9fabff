// The finder narrows the list of programs as the reader answers. The list stands in the page; the
// rules are those of scripts/generator/matching.py, and tests/cases/ holds the cases for both.

import "./site_search.js";

const ANSWERS = ["place", "at", "age", "need", "who"]; // `at` is the town that a name of several means
const WIDENING = ["need", "age", "place", "who"];
const AGE_WORDS = ["pregnant", "newborn", "numbers", "one", "half", "days", "weeks", "months", "years"];

const element = (id) => document.getElementById(id);
const language = document.documentElement.lang;

class Finder {
  constructor(form) {
    this.form = form;
    this.status = element("finder-count");
    this.cards = [...document.querySelectorAll("#results .program")];
    this.order = new Map(this.cards.map((card, index) => [card, index]));
    this.groups = [...document.querySelectorAll("#results .group")];
    this.groupOf = new Map(this.cards.map((card) => [card, card.closest(".group").dataset.group]));
    this.says = element("age-answer").dataset;
    this.words = Object.fromEntries(AGE_WORDS.map((name) => [name, this.says[name].split(/,\s*/)]));
    this.keeping = new Keeping(this.cards, () => this.update(true));
    this.listen();
    form.hidden = false;
    this.restore();
  }

  listen() {
    const { form } = this;
    form.addEventListener("input", () => this.update(false));
    form.addEventListener("change", () => this.update(true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.update(true);
    });
    form.addEventListener("reset", () =>
      setTimeout(() => {
        form.elements.at.value = "";
        this.update(true);
      }),
    );
    form.elements.place.addEventListener("change", () => this.hearAgeInPlace());
    form.elements.place.addEventListener("focus", () => this.openPlace(), { once: true });
    form.elements.age.addEventListener("focus", () => this.openAges(), { once: true });
    element("locate").hidden = !navigator.geolocation;
    element("locate").addEventListener("click", async () => (await this.openPlace())?.locate());
    window.addEventListener("beforeprint", () => this.fillHandout());
    window.addEventListener("popstate", () => this.restore());
  }

  /** The field for the place, once it is loaded; null where it cannot be had. */
  openPlace() {
    this.placeLoading ??= import("./finder_place.js")
      .then(({ openPlaceField }) => openPlaceField(this.form, () => this.update(true)))
      .then((place) => (this.place = place))
      .catch(() => {
        this.placeLoading = null;
        element("place-answer").textContent = element("place-answer").dataset.failed;
        return null;
      });
    return this.placeLoading;
  }

  /** What understands ages, once it is loaded. */
  async openAges() {
    this.ages ??= await import("./ages.js");
    return this.ages;
  }

  restore() {
    const asked = new URLSearchParams(location.search);
    for (const name of ANSWERS) this.form.elements[name].value = asked.get(name) ?? "";
    this.keeping.restore(asked);
    return this.update(true, false);
  }

  /** An age written beside the place is the answer to the question for the age. */
  async hearAgeInPlace() {
    const { place, age } = this.form.elements;
    if (age.value || !/\s/.test(place.value.trim())) return;
    const heard = (await this.openAges()).readAge(place.value, this.words);
    if (!heard?.said) return;
    age.value = this.worded(heard.said);
    this.update(true);
  }

  /** Narrow the list to the answers. Only a FINISHED answer can be a mistake, and is one to come back to. */
  async update(finished, remembered = finished) {
    const { place, age } = this.form.elements;
    const isMissing = [place.value.trim() && !this.place && this.openPlace(), age.value.trim() && !this.ages && this.openAges()].filter(Boolean);
    if (isMissing.length) await Promise.all(isMissing);
    const asked = this.read(finished);
    this.show(asked);
    if (remembered) this.remember();
  }

  read(finished) {
    const { need, who } = this.form.elements;
    return { place: this.place?.ask(finished) ?? "", age: this.askAge(finished), need: need.value, who: who.value };
  }

  /** Months of the age, or ""; what was understood is said, what was not is asked for. */
  askAge(finished) {
    const typed = this.form.elements.age.value.trim();
    const heard = typed ? this.ages.readAge(typed, this.words) : null;
    const units = heard?.bare === undefined ? [] : this.ages.unitsFor(heard.bare);
    const unclear = Boolean(typed && finished && !(heard?.said || units.length));
    this.form.elements.age.toggleAttribute("aria-invalid", unclear);
    const key = unclear ? "unclear" : units.length ? `which ${heard.bare}` : JSON.stringify(heard?.said);
    if (key !== this.saidOfAge) element("age-answer").replaceChildren(...this.answerAge(unclear, heard, units));
    this.saidOfAge = key;
    return heard?.months ?? "";
  }

  answerAge(unclear, heard, units) {
    if (unclear) return [this.says.unknown];
    if (units.length) return [this.says.which, ...units.map((unit) => this.choice(this.counted(unit, heard.bare)))];
    this.heard = heard?.said ? this.worded(heard.said) : "";
    return this.heard ? [this.says.heard.replace("{age}", this.heard)] : [];
  }

  worded(said) {
    return said.map(([unit, count]) => this.counted(unit, count)).join(" ");
  }

  /** "8 months", "newborn" in the words of the page. */
  counted(unit, count) {
    const form = this.says[`say${unit[0].toUpperCase()}${unit.slice(1)}${count === undefined ? "" : count === 1 ? "One" : "Other"}`];
    return form.replace("{count}", new Intl.NumberFormat(language).format(count ?? 0));
  }

  choice(text) {
    const button = made("button", { type: "button", className: "button quiet", textContent: text });
    button.addEventListener("click", () => {
      this.form.elements.age.value = text;
      this.form.elements.age.focus();
      this.update(true);
    });
    return button;
  }

  fits(card, { place, age, need, who }) {
    const { from, serves, needs, sort } = card.dataset;
    return (
      (!place || this.place.reach(serves, place)) &&
      (age === "" || from === "" || this.ages.holds(card.dataset, age)) &&
      (!need || needs.split(" ").includes(need)) &&
      (!who || sort === who)
    );
  }

  /** The programs for ASKED, and how many of them fit for certain. */
  find(asked) {
    const cards = this.cards.filter((card) => this.fits(card, asked));
    const unsure = asked.age === "" ? "" : "age-not-stated";
    return { cards, count: cards.filter((card) => !["ended", unsure].includes(this.groupOf.get(card))).length };
  }

  /** What is found once as few answers as need be are left out, in the order of WIDENING; `without` names those. */
  widened(asked) {
    const without = [];
    const left = { ...asked };
    for (const name of WIDENING.filter((name) => asked[name] !== "")) {
      without.push(name);
      left[name] = "";
      const found = this.find(left);
      if (found.count) return { ...found, without };
    }
    return { ...this.find(asked), without: [] };
  }

  show(asked) {
    const found = this.find(asked);
    const shown = found.count ? found : this.widened(asked);
    const cards = new Set(this.keeping.isOpen ? this.keeping.cards() : shown.cards);
    for (const card of this.cards) card.hidden = !cards.has(card);
    this.sort(asked.place);
    for (const group of this.groups) {
      const count = this.cards.filter((card) => cards.has(card) && this.groupOf.get(card) === group.dataset.group).length;
      group.hidden = !count;
      group.querySelector(".count").textContent = count;
    }
    for (const help of document.querySelectorAll(".need-help")) help.hidden = help.dataset.need !== asked.need;
    this.announce(found.count, shown);
    this.asked = asked;
  }

  /** Near before statewide; among equals, the order of the page. */
  sort(place) {
    if (place === (this.sortedFor ?? "")) return;
    this.sortedFor = place;
    const isNear = new Map(this.cards.map((card) => [card, Boolean(place) && this.place.reach(card.dataset.serves, place) === "near"]));
    for (const group of this.groups) {
      const cards = this.cards.filter((card) => this.groupOf.get(card) === group.dataset.group);
      group.querySelector(".cards").append(...cards.sort((a, b) => isNear.get(b) - isNear.get(a) || this.order.get(a) - this.order.get(b)));
    }
  }

  announce(count, shown) {
    const says = this.status.dataset;
    const fit = (number) => (number === 1 ? says.one : says.other).replace("{count}", number);
    const without = shown.without?.length ? new Intl.ListFormat(language).format(shown.without.map((name) => says[name])) : "";
    const widened = without ? says.widened.replace("{answers}", without).replace("{programs}", fit(shown.count)) : "";
    this.status.textContent = count ? fit(count) : `${says.none}. ${widened}`;
    element("widened").textContent = widened;
    element("no-result").hidden = count > 0 || this.keeping.isOpen;
  }

  /** The heading of the printed list says what was asked. */
  fillHandout() {
    const { place, need } = this.asked;
    const { elements } = this.form;
    const chosen = elements.need.selectedOptions[0]?.textContent;
    const answers = { place: place && this.place.places.shown[place], age: elements.age.value.trim() && this.heard, need: need && chosen };
    for (const line of document.querySelectorAll("#handout [data-say]")) {
      const answer = line.dataset.answer === "printed" ? new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date()) : answers[line.dataset.answer];
      line.hidden = !answer;
      line.textContent = line.dataset.say.replace(/\{\w+\}/, answer);
    }
  }

  remember() {
    const asked = new URLSearchParams(ANSWERS.map((name) => [name, this.form.elements[name].value.trim()]).filter(([, value]) => value));
    this.keeping.remember(asked);
    const address = String(asked).replaceAll("%2C", ",");
    if (address !== location.search.slice(1)) history.pushState(null, "", address ? `?${address}` : location.pathname);
  }
}

/** The programs that the reader keeps as a list. It stands in the address and nowhere else. */
class Keeping {
  constructor(cards, changed) {
    this.all = cards;
    this.changed = changed;
    this.slugs = new Set();
    this.isOpen = false;
    this.opener = element("kept-open");
    for (const card of cards) card.append(this.button(card));
    this.opener.addEventListener("click", () => this.open(true));
    element("kept-back").addEventListener("click", () => this.open(false));
    element("kept-print").addEventListener("click", () => print());
  }

  button(card) {
    const button = made("button", { type: "button", className: "button quiet keep", textContent: this.opener.dataset.keep });
    const name = card.querySelector("h3");
    name.id ||= `name-${slugOf(card)}`;
    button.id = `keep-${slugOf(card)}`;
    button.setAttribute("aria-labelledby", `${button.id} ${name.id}`);
    button.addEventListener("click", () => {
      if (!this.slugs.delete(slugOf(card))) this.slugs.add(slugOf(card));
      this.changed();
      this.show();
    });
    return button;
  }

  restore(asked) {
    const known = new Set(this.all.map(slugOf));
    this.slugs = new Set((asked.get("keep") ?? "").split(",").filter((slug) => known.has(slug)));
    this.isOpen = asked.get("list") === "kept";
    this.show();
  }

  remember(asked) {
    if (this.slugs.size) asked.set("keep", [...this.slugs].join(","));
    if (this.isOpen) asked.set("list", "kept");
  }

  cards() {
    return this.all.filter((card) => this.slugs.has(slugOf(card)));
  }

  open(isOpen) {
    this.isOpen = isOpen;
    this.changed();
    this.show();
    element(isOpen ? "kept-heading" : "place").focus();
  }

  show() {
    for (const card of this.all) card.querySelector(".keep").setAttribute("aria-pressed", String(this.slugs.has(slugOf(card))));
    this.opener.hidden = !this.slugs.size;
    this.opener.querySelector(".count").textContent = this.slugs.size;
    element("kept").hidden = !this.isOpen;
    element("kept-none").hidden = this.slugs.size > 0;
    element("finder").classList.toggle("away", this.isOpen);
  }
}

function slugOf(card) {
  return card.querySelector("h3 a").pathname.split("/").at(-2);
}

function made(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

const form = element("finder");
if (form) new Finder(form);
