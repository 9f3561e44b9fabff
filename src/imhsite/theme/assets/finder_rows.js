// Which programs fit the answers: the rules of src/imhsite/finding/matching.py, on the files that
// src/imhsite/finding/finder.py writes. A program is named by the columns of its file and its place in them.

import { holds } from "./ages.js";
import { FilterTest } from "./finder_filters.js";
import { inOrder, numberOf, withFewNeighbors } from "./finder_near.js";
import { isIn, reach } from "./reach.js";
import { slugOfName } from "./slugs.js";

export const WIDENING = ["with", "need", "age", "place", "who"]; // the order in which answers are left out

const REACHES = ["near", "home", "neighbors", "statewide"];
const GROUPS = ["near", "home", "neighbors", "services", "statewide", "initiatives", "age-not-stated", "not-stated", "ended"];
const SORTS = ["service", "initiative"];
const [ENDED, HOME] = [2, 4]; // added to the place in SORTS
const FIRST_LETTER = 48;

export class Programs {
  /** TOLD is the first file; NEEDS are the slugs of the needs in their order. */
  constructor(told, needs) {
    this.spans = told.ages.map(([from, below]) => ({ from, below }));
    this.words = { ages: told.ages.map(([, , words]) => words), statuses: told.statuses, lines: told.lines, terms: told.terms, offers: told.offers };
    this.needs = needs;
    this.filters = new FilterTest(told);
    this.far = told.far;
    this.mostNeighbors = told.neighbors;
    this.first = told.programs;
    this.elsewhere = told.elsewhere;
    this.rows = new Map([["", all(this.first).map((at) => ({ reach: "", columns: this.first, at }))]]);
  }

  /** Whether the programs near a place lie in a file of their own. */
  get isSplit() {
    return Boolean(this.elsewhere);
  }

  knows(place) {
    return this.rows.has(place);
  }

  /** Learn what is near PLACE (a slug): from NEAR, the columns of its file, or else from the first file by what PLACES knows; DISTANCES tells how far. */
  add(place, near, places, distances = null) {
    const named = near?.where && { ...near, where: near.where.map((letters) => namesOf(letters, places)) };
    const ofNear = named ? all(named).map((at) => this.row(named, at, place, at < near.near ? "near" : "", places, distances)) : [];
    const ofFirst = all(this.first).map((at) => this.row(this.first, at, place, reach(this.first.serves[at], place, places), places, distances));
    const rows = [...ofNear, ...ofFirst].filter((row) => row.reach);
    this.rows.set(place, withFewNeighbors(inOrder(rows, REACHES, this.far?.[1]), this.mostNeighbors));
  }

  row(columns, at, place, served, places, distances) {
    const towns = townsFor(columns.at?.[at] ?? "", place, places);
    const nearest = distances?.nearest(towns, place);
    const isThere = () => towns && distances && [...towns].some((letter) => isIn(distances.slugs[numberOf(letter)], place, places));
    return { columns, at, ...nearest, reach: this.reachOf(columns.kind[at], served, nearest, isThere) };
  }

  reachOf(kind, served, nearest, isThere) {
    if (served === "statewide") return isThere() ? "near" : kind & HOME ? "home" : "statewide";
    if (served || !nearest || kind & ENDED || SORTS[kind & 1] !== "service") return served;
    return nearest.away <= this.far[1] ? "neighbors" : "";
  }

  /** The programs for ASKED by group, in the order of the list, those `stated` to fit all that is asked `with`, and how many fit for certain, here and `elsewhere`. */
  find(asked) {
    const groups = new Map(GROUPS.map((name) => [name, []]));
    const stated = [];
    for (const [row, isStated] of this.fitting(asked)) {
      const group = this.groupOf(row, isStated);
      groups.get(group).push(row);
      if (isStated && group !== "ended") stated.push(row);
    }
    const unsure = ["ended", "neighbors", "not-stated", asked.age === "" ? "" : "age-not-stated"];
    const elsewhere = asked.place ? 0 : this.countElsewhere(asked);
    const count = [...groups].reduce((sum, [name, found]) => sum + (unsure.includes(name) ? 0 : found.length), elsewhere);
    return { groups, count, elsewhere, stated };
  }

  /** Each row that fits ASKED, and whether it says all that is asked `with`; one that says no to it is left out. */
  *fitting(asked) {
    const fits = this.test(asked);
    const states = this.filters.test(asked.with);
    for (const row of this.rows.get(asked.place)) {
      if (!fits(row.columns, row.at)) continue;
      const stated = states(row.columns, row.at);
      if (stated !== false) yield [row, stated === true];
    }
  }

  /** The filters that divide the programs `stated` for ASKED, as `{ slug, words, count, isOn }`. */
  filtersFor(asked, { stated }) {
    return this.isSplit && !asked.place ? [] : this.filters.dividing(stated, asked.with);
  }

  test({ age, need, who }) {
    const may = this.spans.map((span) => age === "" || span.from === "" || holds(span, age));
    const letter = need && String.fromCharCode(FIRST_LETTER + this.needs.indexOf(need));
    return ({ ages, needs, kind }, at) => may[ages[at]] && (!letter || needs[at].includes(letter)) && (!who || SORTS[kind[at] & 1] === who);
  }

  groupOf({ columns: { ages, kind }, at, reach }, isStated = true) {
    if (kind[at] & ENDED) return "ended";
    if (!isStated) return "not-stated";
    if (reach === "neighbors") return reach;
    if (this.spans[ages[at]].from === "") return "age-not-stated";
    return kind[at] & 1 ? "initiatives" : reach || "services";
  }

  /** How many fit of the programs that are not in the first file. */
  countElsewhere({ age, need, who }) {
    if (!this.elsewhere) return 0;
    const { edges, counts } = this.elsewhere;
    const line = age === "" ? 0 : edges.findLastIndex((edge) => edge <= age) + 1;
    if (age !== "" && !line) return 0;
    const width = counts[line].length / SORTS.length;
    const cell = need ? 1 + this.needs.indexOf(need) : 0;
    return SORTS.reduce((sum, sort, at) => sum + (!who || who === sort ? counts[line][at * width + cell] : 0), 0);
  }

  /** What is found once as few answers as need be are left out, in the order of WIDENING; `without` names those. */
  widened(asked) {
    const without = [];
    const left = { ...asked };
    for (const name of WIDENING.filter((name) => asked[name])) {
      without.push(name);
      left[name] = "";
      const found = this.find(left);
      if (found.count) return { ...found, without };
    }
    return { ...this.find(asked), without: [] };
  }

  /** Where the program SLUG stands with its group, or null where none of the files that were fetched holds it. */
  locate(slug) {
    for (const columns of new Set([...this.rows.values()].flat().map((row) => row.columns))) {
      const at = all(columns).find((at) => slugOf({ columns, at }) === slug);
      if (at !== undefined) return { group: this.groupOf({ columns, at, reach: "" }), row: { columns, at } };
    }
    return null;
  }
}

/** The slug of the program in a row; one that is its name in small letters is not written there. */
export function slugOf({ columns: { slug, name }, at }) {
  return slug[at] || slugOfName(name[at]);
}

/** The names of few places, a letter each among all; the number of many stays. */
function namesOf(letters, places) {
  return typeof letters === "number" ? letters : slugsOf(letters, places).map((slug) => places.shown[slug]).join(", ");
}

function slugsOf(letters, { order, regions }) {
  return [...letters].map(numberOf).map((number) => order[number] ?? regions[number - order.length]);
}

/** The towns of SITES where families of PLACE can go, a letter each; a site that serves only some places follows with these: `AB C/DE`. */
function townsFor(sites, place, places) {
  const [ofAll, ...narrow] = sites.split(" ");
  const isFor = ([, serves]) => reach(slugsOf(serves, places).join(" "), place, places);
  return [ofAll, ...narrow.map((site) => site.split("/")).filter(isFor).map(([town]) => town)].join("");
}

function all({ name }) {
  return name ? [...name.keys()] : [];
}
