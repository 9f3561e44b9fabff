// The finder's list, drawn from the blanks that stand in the page. Whatever a file says becomes text.

import { plural, written } from "./counting.js";
import { slugOf } from "./finder_rows.js";

const MORE = 24;
const INITIATIVE = 1;

export class ResultList {
  /** `words` are to be set to those of the first file before anything is shown. */
  constructor(results, form) {
    Object.assign(this, { results, form, cards: new Map(), groups: new Map(), added: {}, words: null });
    this.blank = document.getElementById("card-blank").content.querySelector(".card");
    const sections = document.getElementById("groups-blank").content.cloneNode(true).querySelectorAll(".group");
    for (const section of sections) section.setAttribute("aria-labelledby", `group-${section.dataset.group}`);
    this.sections = new Map([...sections].map((section) => [section.dataset.group, section]));
    this.came = keyOf(results.querySelectorAll(".group"));
    this.says = new Map([...results.querySelectorAll(".program")].map((card) => [card.dataset.slug, card.querySelector(".says").textContent]));
  }

  /** Show GROUPS: the first MOST of each, or as many as the page shows of a list of this length; TOWNS are names by their slugs. */
  show(groups, most = this.mostOf(groups), towns = {}) {
    this.groups = groups;
    this.towns = towns;
    this.most = most;
    this.added = {};
    this.draw();
  }

  mostOf(groups) {
    const total = [...groups.values()].reduce((sum, rows) => sum + rows.length, 0);
    const { most, few } = this.results.dataset;
    return Number(total <= Number(most) ? most : few);
  }

  draw() {
    const drawn = [...this.groups].filter(([, rows]) => rows.length).map(([name, rows]) => this.section(name, rows));
    // What the page came with is left alone as long as it is right: it may hold the focus.
    if (!this.came || this.came !== keyOf(drawn)) {
      this.came = "";
      hold(this.results, drawn);
    }
    this.results.classList.add("drawn");
  }

  section(name, rows) {
    const most = this.most + (this.added[name] ?? 0);
    const section = this.sections.get(name);
    section.querySelector(".count").textContent = written(rows.length);
    hold(section.querySelector(".cards"), rows.slice(0, most).map((row) => this.card(row)));
    hide(section.querySelector(".more"), rows.length <= most);
    return section;
  }

  /** Show more of the group whose BUTTON was pressed, and go on from the first that is new. */
  more(button) {
    const section = button.closest(".group");
    const { group } = section.dataset;
    const before = section.querySelectorAll(".program").length;
    this.added[group] = (this.added[group] ?? 0) + MORE;
    this.draw();
    this.sections.get(group).querySelectorAll(".program h3 a")[before]?.focus();
  }

  card(row) {
    if (row instanceof Element) return row;
    const slug = (row.slug ??= slugOf(row));
    if (!this.cards.has(slug)) this.cards.set(slug, this.made(slug, row));
    const card = this.cards.get(slug);
    this.sayHowFar(card.querySelector(".far"), row);
    return card;
  }

  sayHowFar(line, { town, away }) {
    const { there, milesOne, milesOther } = this.results.dataset;
    const form = plural(away ?? 0) === "one" ? milesOne : milesOther;
    const said = town ? (away ? form.replace("{count}", written(away)) : there).replace("{town}", () => this.towns[town]) : "";
    hide(line, !said);
    if (line.textContent !== said) line.textContent = said;
  }

  made(slug, { columns, at }) {
    const card = this.blank.cloneNode(true);
    const part = (selector) => card.querySelector(selector);
    card.dataset.slug = slug;
    part("h3 a").href = `${this.form.dataset.root}${slug}/`;
    for (const name of card.querySelectorAll(".name")) name.textContent = columns.name[at];
    const [ages, where, sort] = card.querySelectorAll(".tag");
    ages.textContent = this.words.ages[columns.ages[at]];
    where.textContent = this.where(columns.where[at]);
    if (!(columns.kind[at] & INITIATIVE)) sort.remove();
    this.call(part, phoneOf(columns.phone[at]), columns.dials[at], this.words.lines[columns.line[at] - 1]);
    part(".says").textContent = columns.says?.[at] || this.says.get(slug) || this.helps(columns.needs[at]);
    const [, , , said] = this.words.offers[columns.offer[at]];
    if (said) part(".terms").append(...terms(...this.words.terms[said]));
    else part(".terms").remove();
    withNumber(part(".status"), this.words.statuses[columns.status[at]], this.form.dataset.line);
    part(".keep").hidden = false;
    return card;
  }

  /** The number to call: the program's own, or that of the help LINE that takes requests for it. */
  call(part, phone, dials, line) {
    part(".number a").append(phone);
    part(".number a").href = `tel:${dials || `+1${phone.replace(/\D/g, "")}`}`;
    if (line) part(".ask").textContent = line;
    else part(".ask").remove();
  }

  where(places) {
    const { statewide, nowhere, other } = this.results.dataset;
    if (typeof places === "number") return other.replace("{count}", places);
    return places === "*" ? statewide : places || nowhere;
  }

  helps(letters) {
    const options = this.form.elements.need.options;
    const needs = [...letters].map((letter) => options[letter.charCodeAt(0) - 47].textContent);
    return this.results.dataset.helps.replace("{needs}", () => needs.join(", "));
  }
}

/** What SECTIONS show: their groups, counts and programs. */
function keyOf(sections) {
  const told = (section) => [section.dataset.group, section.querySelector(".count").textContent, ...[...section.querySelectorAll(".program")].map(({ dataset }) => dataset.slug)];
  return [...sections].flatMap(told).join(" ");
}

/** Let PARENT hold CHILDREN and nothing else. Those that are in their place stay untouched: they are not laid out anew. */
export function hold(parent, children) {
  const staying = new Set(children);
  for (const child of [...parent.children]) if (!staying.has(child)) child.remove();
  let next = parent.firstElementChild;
  for (const child of children) {
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
}

/** Hide ELEMENT or show it, as IS HIDDEN says. A browser styles anew what is told to hide once more. */
export function hide(element, isHidden) {
  if (element.hidden !== isHidden) element.hidden = isHidden;
}

/** The number that TOLD is, or of which it is the digits. */
function phoneOf(told) {
  return told.replace(/^(\d{3})(\d{3})(\d{4})$/, "$1-$2-$3");
}

/** What COSTS says, and LANGUAGES, each its tag and its own name. */
function terms(costs, languages) {
  const names = languages.flatMap(([lang, name], at) => [at ? ", " : "", Object.assign(document.createElement("span"), { lang, textContent: name })]);
  return [costs, costs && languages.length ? " · " : "", ...names].filter(Boolean);
}

/** Put TEXT into ELEMENT, so that the NUMBER in it is not broken over two lines. */
function withNumber(element, text, number) {
  const [before, ...after] = text.split(number);
  const unbroken = Object.assign(document.createElement("span"), { className: "phone-number", textContent: number });
  element.append(before, ...(after.length ? [unbroken, after.join(number)] : []));
}
