// The words of the pages, fetched in pieces by what is typed; src/imhsite/pages/search_pieces.py writes them.

import { plainWords, stem } from "./search_words.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const STEP = 1.12;
const OTHER = "_";

/** The pieces with the names BEGINNINGS, which LOAD fetches. */
export class Pieces {
  constructor(beginnings, load) {
    Object.assign(this, { load, names: new Set(beginnings.split(" ").filter(Boolean)), loading: new Map() });
    Object.assign(this, { words: new Map(), stems: new Map(), special: { places: new Set(), ages: new Set() }, terms: new Map(), common: new Set(), phrases: [], pages: new Map(), places: new Map() });
  }

  /** Have all that is known of WORDS, folded ones; and of all with as many of their first letters as are ALIKE. */
  fetch(words, alike = 0) {
    return this.openAll(words.flatMap((word) => (alike ? this.near(word.slice(0, alike)) : [this.nameFor(stem(word))])));
  }

  /** The same for TERMS, such as those that stand for a need or a place. */
  fetchTerms(terms) {
    return this.openAll(terms.map((term) => this.nameFor(term)));
  }

  openAll(names) {
    return Promise.all([...new Set(names)].filter(Boolean).map((name) => this.open(name)));
  }

  nameFor(term) {
    const safe = term.replace(/[^a-z0-9]/g, OTHER);
    for (let end = safe.length; end; end--) if (this.names.has(safe.slice(0, end))) return safe.slice(0, end);
    return "";
  }

  near(beginning) {
    return [...this.names].filter((name) => name.startsWith(beginning) || beginning.startsWith(name));
  }

  /** The words with the first LETTER: all there are, once one was fetched widely. */
  wordsWith(letter) {
    return [...this.words.keys()].filter((word) => word[0] === letter);
  }

  open(name) {
    if (!this.loading.has(name)) this.loading.set(name, this.load(name).then((piece) => this.add(piece)).catch((error) => this.forget(name, error)));
    return this.loading.get(name);
  }

  /** The next question tries again. */
  forget(name, error) {
    this.loading.delete(name);
    throw error;
  }

  add({ words, terms, phrases, pages, places }) {
    for (const [word, count, mark] of marked(words, "*+")) {
      this.words.set(word, Number(count));
      this.stems.set(stem(word), (this.stems.get(stem(word)) ?? 0) + Number(count));
      if (mark) this.special[mark === "*" ? "places" : "ages"].add(word);
    }
    for (const [term, found, mark] of marked(terms, "!")) {
      this.terms.set(term, found);
      if (mark) this.common.add(term);
    }
    for (const [number, list] of Object.entries(phrases)) for (const text of list) this.phrases.push({ number: Number(number), words: plainWords(text) });
    for (const [name, told] of Object.entries(places ?? {})) this.places.set(plainWords(name).join(" "), { name, told });
    for (const [number, page] of Object.entries(pages ?? {})) this.pages.set(Number(number), page);
  }

  /** Scores by the number of the page that holds any of TERMS (a map, term to weight); more for one that holds many. */
  rank(terms) {
    const found = new Map();
    for (const [term, weight] of terms) {
      for (const [page, score] of postings(this.terms.get(term) ?? "")) {
        const one = found.get(page) ?? { score: 0, terms: [] };
        one.score += score * weight;
        one.terms.push(term);
        found.set(page, one);
      }
    }
    return new Map([...found].map(([page, { score, terms: held }]) => [page, { score: score * held.length, terms: held }]));
  }
}

/** What stands in TEXT: a key, what follows its colon, and which of MARKS ends the key, if any does. */
function marked(text, marks) {
  return text.split(" ").filter(Boolean).map((pair) => {
    const colon = pair.lastIndexOf(":");
    const mark = marks.includes(pair[colon - 1]) ? pair[colon - 1] : "";
    return [pair.slice(0, colon - mark.length), pair.slice(colon + 1), mark];
  });
}

/** Numbers of pages with their scores: "2K3a" is page 2 with the score of K, and page 5 with that of a. */
export function postings(text) {
  let page = 0;
  return [...text.matchAll(/(\d+)(\D)/g)].map(([, step, letter]) => [(page += Number(step)), STEP ** LETTERS.indexOf(letter)]);
}

/** The term that stands for a need in the index and in questions; no word can be spelled so. */
export function needTerm(slug) {
  return `need:${slug}`;
}
