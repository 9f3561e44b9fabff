// Which programs fit the answers: the rules of src/imhsite/finding/matching.py, on the files that
// src/imhsite/finding/finder.py writes. A program is named by the columns of its file and its place in them.

import { holds } from "./ages.js";
import { reach } from "./reach.js";

export const WIDENING = ["need", "age", "place", "who"]; // the order in which answers are left out

const GROUPS = ["near", "services", "statewide", "initiatives", "age-not-stated", "ended"];
const SORTS = ["service", "initiative"];
const ENDED = 2; // added to the place in SORTS
const FIRST_LETTER = 48;

export class Programs {
  /** TOLD is the first file; NEEDS are the slugs of the needs in their order. */
  constructor(told, needs) {
    this.spans = told.ages.map(([from, below]) => ({ from, below }));
    this.words = { ages: told.ages.map(([, , words]) => words), statuses: told.statuses, lines: told.lines };
    this.needs = needs;
    this.first = told.programs;
    this.elsewhere = told.elsewhere;
    this.parts = new Map([["", [{ reach: "", columns: this.first, places: all(this.first) }]]]);
  }

  /** Whether the programs near a place lie in a file of their own. */
  get isSplit() {
    return Boolean(this.elsewhere);
  }

  knows(place) {
    return this.parts.has(place);
  }

  /** Learn what is near PLACE (a slug): from NEAR, the columns of its file, or else from the first file by what PLACES knows. */
  add(place, near, places) {
    const serves = (wanted) => all(this.first).filter((at) => reach(this.first.serves[at], place, places) === wanted);
    const nearby = near ? { columns: near, places: all(near) } : { columns: this.first, places: serves("near") };
    this.parts.set(place, [{ reach: "near", ...nearby }, { reach: "statewide", columns: this.first, places: serves("statewide") }]);
  }

  /** The programs for ASKED by group, in the order of the list, and how many fit for certain, here and `elsewhere`. */
  find(asked) {
    const fits = this.test(asked);
    const groups = new Map(GROUPS.map((name) => [name, []]));
    for (const { reach, columns, places } of this.parts.get(asked.place)) {
      for (const at of places) if (fits(columns, at)) groups.get(this.groupOf(columns, at, reach)).push([columns, at]);
    }
    const unsure = ["ended", asked.age === "" ? "" : "age-not-stated"];
    const elsewhere = asked.place ? 0 : this.countElsewhere(asked);
    const count = [...groups].reduce((sum, [name, found]) => sum + (unsure.includes(name) ? 0 : found.length), elsewhere);
    return { groups, count, elsewhere };
  }

  test({ age, need, who }) {
    const may = this.spans.map((span) => age === "" || span.from === "" || holds(span, age));
    const letter = need && String.fromCharCode(FIRST_LETTER + this.needs.indexOf(need));
    return ({ ages, needs, kind }, at) => may[ages[at]] && (!letter || needs[at].includes(letter)) && (!who || SORTS[kind[at] % ENDED] === who);
  }

  groupOf({ ages, kind }, at, reach = "") {
    if (kind[at] >= ENDED) return "ended";
    if (this.spans[ages[at]].from === "") return "age-not-stated";
    return kind[at] ? "initiatives" : reach || "services";
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
    for (const name of WIDENING.filter((name) => asked[name] !== "")) {
      without.push(name);
      left[name] = "";
      const found = this.find(left);
      if (found.count) return { ...found, without };
    }
    return { ...this.find(asked), without: [] };
  }

  /** Where the program SLUG stands with its group, or null where none of the files that were fetched holds it. */
  locate(slug) {
    for (const columns of new Set([...this.parts.values()].flat().map((part) => part.columns))) {
      const at = all(columns).find((at) => slugOf(columns, at) === slug);
      if (at !== undefined) return { group: this.groupOf(columns, at), row: [columns, at] };
    }
    return null;
  }
}

/** The slug of the program AT a place of COLUMNS; one that is its name in small letters is not written there. */
export function slugOf({ slug, name }, at) {
  return slug[at] || name[at].toLowerCase().replaceAll(" ", "-");
}

function all({ name }) {
  return name ? [...name.keys()] : [];
}
