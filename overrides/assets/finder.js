// The finder narrows the list of programs as the reader answers. The list stands in the page; the
// rules are those of scripts/generator/matching.py, and tests/cases/ holds the cases for both.

const PREGNANT = -1;
const PREGNANCY_BEGINS = -9;
const MONTHS_IN = { days: 12 / 365, weeks: 12 / 52, months: 1, years: 12 };
const HALVES = { "½": ".5", "¼": ".25", "¾": ".75" };

/** Small letters and digits alone, accents taken off, as `fold` of scripts/generator/machines.py does. */
export function fold(text) {
  return plain(text).replace(/[^a-z0-9]/g, "");
}

function plain(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

/**
 * Months that TEXT says, below 0 for a child not yet born; null where it says no age.
 * WORDS gives the words for pregnant, newborn, days, weeks, months and years, as lists.
 */
export function parseAge(text, words) {
  const said = plain(text.replace(/[½¼¾]/g, (half) => HALVES[half]).replace(/ 1\/2/g, ".5"));
  const has = (name) => words[name].some((word) => new RegExp(`(^|[^a-z])${plain(word)}([^a-z]|$)`).test(said));
  if (has("pregnant")) return PREGNANT;
  const parts = [...said.matchAll(/(\d+(?:[.,]\d+)?|\.\d+)\s*([a-z]+)/g)];
  const counted = parts.map(([, count, unit]) => Number(count.replace(",", ".")) * (MONTHS_IN[unitOf(unit, words)] ?? NaN));
  const known = counted.filter((months) => !Number.isNaN(months));
  if (known.length) return known.reduce((sum, months) => sum + months);
  return has("newborn") || said.trim() === "0" ? 0 : null;
}

function unitOf(word, words) {
  return Object.keys(MONTHS_IN).find((unit) => words[unit].some((known) => plain(known) === word));
}

/** Whether a child of MONTHS is in a program's ages; an age that is not stated matches nothing. */
export function holds(program, months) {
  const age = Math.max(months, PREGNANCY_BEGINS);
  return program.from !== "" && Number(program.from) <= age && age < Number(program.below);
}

/** "near", "statewide" or "" for how a program that serves SERVES (slugs, or "*") reaches the place SLUG. */
export function reach(serves, slug, places) {
  if (serves === "*") return "statewide";
  const served = serves.split(" ");
  const regionsOf = (town) => places.towns[town] ?? [];
  const isServed = (town) => served.includes(town) || regionsOf(town).some((region) => served.includes(region));
  const towns = slug in places.towns ? [slug] : Object.keys(places.towns).filter((town) => regionsOf(town).includes(slug));
  return served.includes(slug) || towns.some(isServed) ? "near" : "";
}

const FIELDS = ["place", "age", "need", "who"];

class Finder {
  constructor(form) {
    this.form = form;
    this.status = document.getElementById("finder-count");
    this.cards = [...document.querySelectorAll("#results .program")];
    this.order = new Map(this.cards.map((card, index) => [card, index]));
    this.groups = [...document.querySelectorAll("#results .group")];
    this.places = null;
    this.words = Object.fromEntries(
      ["pregnant", "newborn", ...Object.keys(MONTHS_IN)].map((name) => [name, document.getElementById("age-answer").dataset[name].split(/,\s*/)]),
    );
    form.addEventListener("input", () => this.update(false));
    form.addEventListener("change", () => this.update(true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.update(true);
    });
    form.addEventListener("reset", () => setTimeout(() => this.update(true)));
    window.addEventListener("popstate", () => this.restore());
    form.hidden = false;
    this.restore();
  }

  restore() {
    const asked = new URLSearchParams(location.search);
    for (const name of FIELDS) this.form.elements[name].value = asked.get(name) ?? "";
    return this.update(true);
  }

  /** Narrow the list to the answers. A half-typed answer is not yet a mistake: only a FINISHED one is. */
  async update(finished) {
    const answers = Object.fromEntries(FIELDS.map((name) => [name, this.form.elements[name].value.trim()]));
    if (answers.place && !this.places) {
      const sent = await fetch(this.form.dataset.places);
      this.places = await sent.json();
    }
    const slug = this.askPlace(answers.place, finished);
    const months = this.askAge(answers.age, finished);
    this.show(this.cards.filter((card) => this.fits(card, answers, slug, months)), slug, months);
    this.remember(answers);
  }

  askPlace(typed, finished) {
    const found = typed ? (this.places.names[fold(typed)] ?? []) : [];
    const unknown = Boolean(typed && !found.length && finished);
    this.answerPlace(found.length > 1 ? found : [], unknown);
    this.form.elements.place.toggleAttribute("aria-invalid", unknown);
    return found.length === 1 ? found[0] : "";
  }

  /** Offer the towns that a name can mean. A button that is being pressed must not be made anew. */
  answerPlace(slugs, unknown) {
    const answer = document.getElementById("place-answer");
    const said = unknown ? "unknown" : slugs.join(" ");
    if (said === this.saidOfPlace) return;
    this.saidOfPlace = said;
    if (unknown) answer.replaceChildren(answer.dataset.unknown);
    else answer.replaceChildren(...(slugs.length ? [answer.dataset.which, ...slugs.map((slug) => this.choice(slug))] : []));
  }

  choice(slug) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = this.places.shown[slug];
    button.addEventListener("click", () => {
      this.form.elements.place.value = this.places.shown[slug];
      this.form.elements.place.focus();
      this.update(true);
    });
    return button;
  }

  askAge(typed, finished) {
    const answer = document.getElementById("age-answer");
    const months = typed ? parseAge(typed, this.words) : null;
    const unclear = Boolean(typed && months === null && finished);
    answer.textContent = unclear ? answer.dataset.unknown : "";
    this.form.elements.age.toggleAttribute("aria-invalid", unclear);
    return months;
  }

  fits(card, answers, slug, months) {
    const { from, serves, needs, sort } = card.dataset;
    return (
      (!slug || reach(serves, slug, this.places)) &&
      (months === null || from === "" || holds(card.dataset, months)) &&
      (!answers.need || needs.split(" ").includes(answers.need)) &&
      (!answers.who || sort === answers.who)
    );
  }

  show(fitting, slug, months) {
    const shown = new Set(fitting);
    const isNear = (card) => Boolean(slug) && reach(card.dataset.serves, slug, this.places) === "near";
    for (const card of this.cards) card.hidden = !shown.has(card);
    for (const group of this.groups) {
      const cards = [...group.querySelectorAll(".program")];
      cards.sort((a, b) => isNear(b) - isNear(a) || this.order.get(a) - this.order.get(b));
      group.querySelector(".cards").append(...cards);
      const count = cards.filter((card) => !card.hidden).length;
      group.hidden = !count;
      group.querySelector(".count").textContent = count;
    }
    const counts = (card) => !["ended", months === null ? "" : "age-not-stated"].includes(card.closest(".group").dataset.group);
    this.announce(fitting.filter(counts).length);
  }

  announce(count) {
    const { one, other, none } = this.status.dataset;
    this.status.textContent = (count === 0 ? none : count === 1 ? one : other).replace("{count}", count);
    document.getElementById("no-result").hidden = count > 0;
  }

  remember(answers) {
    const asked = new URLSearchParams(Object.entries(answers).filter(([, value]) => value));
    const address = asked.size ? `?${asked}` : location.pathname;
    if (address !== (location.search || location.pathname)) history.replaceState(null, "", address);
  }
}

const form = document.getElementById("finder");
if (form) new Finder(form);
