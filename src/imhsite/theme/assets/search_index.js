// The words of the pages, fetched in pieces by what is typed; src/imhsite/pages/search_pieces.py writes them.

import { isStopWord, plainWords, stem } from "./search_words.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const STEP = 1.12;
const OTHER = "_";

/** The pieces with the names BEGINNINGS, which LOAD fetches, as LOAD LETTER does all words with one first letter. */
export class Pieces {
  constructor(beginnings, load, loadLetter = null) {
    Object.assign(this, { load, loadLetter, names: namesIn(beginnings), loading: new Map() });
    Object.assign(this, { words: new Map(), stems: new Map(), special: { places: new Set(), ages: new Set() }, terms: new Map(), common: new Set(), phrases: [], pages: new Map(), places: new Map() });
  }

  /** Have all that is known of WORDS, folded ones; of stop words nothing is. */
  fetch(words) {
    return this.openAll(words.filter((word) => !isStopWord(word)).map((word) => this.nameFor(stem(word))));
  }

  /** Have every word with the first letter of one of WORDS. */
  fetchLetters(words) {
    const letters = new Set(words.map((word) => safe(word[0])).filter((letter) => [...this.names].some((name) => name[0] === letter)));
    return Promise.all([...letters].map((letter) => this.once(`${letter} *`, () => this.loadLetter(letter), ({ words: listed }) => this.addWords(listed))));
  }

  /** The same for TERMS, such as those that stand for a need or a place. */
  fetchTerms(terms) {
    return this.openAll(terms.map((term) => this.nameFor(term)));
  }

  openAll(names) {
    return Promise.all([...new Set(names)].filter(Boolean).map((name) => this.open(name)));
  }

  nameFor(term) {
    const name = safe(term);
    for (let end = name.length; end; end--) if (this.names.has(name.slice(0, end))) return name.slice(0, end);
    return "";
  }

  /** The words with the first LETTER: all there are, once these were fetched. */
  wordsWith(letter) {
    return [...this.words.keys()].filter((word) => word[0] === letter);
  }

  open(name) {
    return this.once(name, () => this.load(name), (piece) => this.add(piece));
  }

  once(name, load, add) {
    if (!this.loading.has(name)) this.loading.set(name, load().then(add).catch((error) => this.forget(name, error)));
    return this.loading.get(name);
  }

  /** The next question tries again. */
  forget(name, error) {
    this.loading.delete(name);
    throw error;
  }

  addWords(listed) {
    for (const [word, count, mark] of marked(listed, "*+").filter(([word]) => !this.words.has(word))) {
      this.words.set(word, Number(count));
      this.stems.set(stem(word), (this.stems.get(stem(word)) ?? 0) + Number(count));
      if (mark) this.special[mark === "*" ? "places" : "ages"].add(word);
    }
  }

  add({ words, terms, phrases, pages, places }) {
    this.addWords(words);
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

/** The names that `tree` of search_pieces.py wrote into TREE: "ab!(cd)" stands for a, b, bc and bd. */
function namesIn(tree) {
  const names = new Set();
  const above = [""];
  for (const [sign, letter, ends, opens] of tree.matchAll(/(\w)(!?)(\(?)|\)/g)) {
    const name = above.at(-1) + letter;
    if (opens) above.push(name);
    if (sign === ")") above.pop();
    else if (ends || !opens) names.add(name);
  }
  return names;
}

/** What the name of a file can have of TERM. */
function safe(term) {
  return term.replace(/[^a-z0-9]/g, OTHER);
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
