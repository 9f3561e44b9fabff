// The one place that knows the search engine. Another engine, to be given to `openSearch` (search_answers.js),
// is made from the pages and offers `rank`, which may be a promise, `vocabulary` and `isCommon`. Pagefind is
// the one to take once search/pages.json is so large that the build says so.

import MiniSearch from "./minisearch.js";
import { plainWords, termsOf } from "./search_words.js";

const FIELDS = ["title", "names", "tags", "headings", "text", "more"];
const COMMON = 0.25;
const WEIGHTS = { title: 6, names: 6, tags: 4, headings: 3, text: 1, more: 0.5, needs: 6 };

/** The full texts of the pages, ready to be searched. */
export class PageIndex {
  constructor(pages) {
    this.counts = new Map();
    this.languages = new Map(pages.map(({ path, language }) => [path, language]));
    this.sizes = tally(this.languages.values());
    this.mini = new MiniSearch({
      fields: [...FIELDS, "needs"],
      idField: "path",
      extractField: (page, field) => (field === "needs" ? (page.needs ?? []).map(needTerm) : page[field]),
      stringifyField: (value) => (Array.isArray(value) ? value.join(" ; ") : value),
      tokenize: (text, field) => (field === "needs" ? text.split(" ; ") : termsOf(this.counted(plainWords(text)))),
      processTerm: (term) => term,
    });
    this.mini.addAll(pages);
  }

  /** Paths of the pages that hold any of TERMS (a map, term to weight), each with a score and the terms it holds. */
  rank(terms) {
    const asked = [...terms.keys()];
    const found = this.mini.search(asked.join(" "), {
      tokenize: (text) => text.split(" "),
      boost: WEIGHTS,
      boostTerm: (term) => terms.get(term),
    });
    return new Map(found.map(({ id, score, terms: held }) => [id, { score, terms: held }]));
  }

  /** Every word of the pages, folded, with the number of times it stands there. */
  vocabulary() {
    return this.counts;
  }

  /** Whether TERM stands in so many pages of a language that it tells little. */
  isCommon(term) {
    const found = tally([...this.rank(new Map([[term, 1]])).keys()].map((path) => this.languages.get(path)));
    return [...found].some(([language, count]) => count > COMMON * this.sizes.get(language));
  }

  counted(words) {
    for (const word of words) this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
    return words;
  }
}

/** The term that stands for a need in the index and in questions; no word can be spelled so. */
export function needTerm(slug) {
  return `need:${slug}`;
}

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
