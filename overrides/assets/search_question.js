// What a question says: the places, the age, the words to look for, and what staff wrote that such
// words lead to (data/search_words.yaml and data/needs.yaml).

import { fold as foldPlace, parseAge } from "./finder.js";
import { isStopWord, nearest, plainWords, stem } from "./search_words.js";

const LONGEST_QUESTION = 300;
const LONGEST_NAME = 6;
const NEAR = 3;
const NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const NUMEROS = "un dos tres cuatro cinco seis siete ocho nueve diez once doce".split(" ");

/** Reads questions by what the site knows: the file of pages, the file of places, and every word of the pages. */
export class Reader {
  constructor({ pages, words, ages }, places, vocabulary) {
    this.places = places;
    this.ages = ages;
    this.unitWords = new Set(["days", "weeks", "months", "years"].flatMap((unit) => ages[unit]).flatMap(plainWords));
    this.ageWords = new Set(Object.values(ages).flat().flatMap(plainWords));
    const byName = pages.map((page) => ({ words: [page.title, ...(page.names ?? [])], named: page.path }));
    this.leads = [...words, ...byName].flatMap((lead) => lead.words.map(plainWords).map((said) => ({ lead, said, terms: phraseTerms(said) })));
    this.placeNames = Object.keys(places.names).filter((name) => !/\d/.test(name) && name.length > 4);
    this.learn(vocabulary);
  }

  learn(vocabulary) {
    this.known = new Map(vocabulary);
    for (const word of [...this.leads.flatMap(({ said }) => said), ...this.ageWords]) if (!this.known.has(word)) this.known.set(word, 0);
    this.stems = new Map();
    for (const [word, count] of this.known) this.stems.set(stem(word), (this.stems.get(stem(word)) ?? 0) + count);
  }

  /** Everything that TEXT says. */
  read(text) {
    const words = plainWords(text.slice(0, LONGEST_QUESTION));
    const place = this.placeIn(words);
    const tokens = words.map((word, index) => this.token(word, place && index >= place.start && index < place.end));
    return {
      place,
      months: this.ageIn(words),
      tokens,
      leads: this.leadsIn(tokens),
      corrected: tokens.filter((token) => token.corrected).map((token) => token.corrected),
    };
  }

  /** A word with the stems that stand for it: its own, or those of the words that it was meant to be. */
  token(word, inPlace) {
    const own = { word, inPlace, isStop: isStopWord(word), isAge: this.ageWords.has(word) || /^\d+$/.test(word), isCount: this.unitWords.has(word) || /^\d+$/.test(word), stems: [stem(word)] };
    if (own.isStop || inPlace || this.isKnown(word)) return own;
    const meant = this.meant(word);
    return meant.length ? { ...own, isAge: this.ageWords.has(meant[0]), isCount: this.unitWords.has(meant[0]), stems: meant.map(stem), corrected: meant[0] } : own;
  }

  isKnown(word) {
    return this.known.has(word) || this.stems.has(stem(word));
  }

  /** The words that WORD may be a slip or the beginning of, the likeliest first. */
  meant(word) {
    const begun = word.length > 3 ? [...this.known.keys()].filter((other) => other.startsWith(word)) : [];
    const found = begun.length ? begun : nearest(word, this.known.keys()).words;
    const likelihood = (other) => (other[0] === word[0] ? 1000 : 0) + this.known.get(other);
    return found.sort((a, b) => likelihood(b) - likelihood(a)).slice(0, 3);
  }

  /** The longest name of a place in WORDS, exact before misspelled: its slugs, where it stands, how sure it is. */
  placeIn(words) {
    const spans = [];
    for (let length = Math.min(LONGEST_NAME, words.length); length; length--) {
      for (let start = 0; start + length <= words.length; start++) spans.push({ start, end: start + length, name: foldPlace(words.slice(start, start + length).join("")) });
    }
    const exact = spans.find(({ name, start, end }) => Object.hasOwn(this.places.names, name) && (end - start > 1 || !isStopWord(name)));
    if (exact) return { ...exact, slugs: this.places.names[exact.name], exact: true };
    const near = spans.filter(({ start, end }) => end - start < 4).map((span) => this.misspelled(span, words)).filter(Boolean);
    return near.sort((a, b) => a.far - b.far)[0] ?? null;
  }

  misspelled(span, words) {
    const inside = words.slice(span.start, span.end);
    const unknown = inside.filter((word) => !/\d/.test(word) && !this.isKnown(word));
    if (!unknown.length || span.name.length < 5 || inside.some(isStopWord)) return null;
    const { words: names, far } = nearest(span.name, this.placeNames);
    const isWord = inside.length === 1 && nearest(unknown[0], this.known.keys()).far < far;
    return names.length && !isWord ? { ...span, slugs: this.places.names[names[0]], exact: false, far } : null;
  }

  /** How often the rarest word of a phrase stands in the pages. */
  rarest({ terms }) {
    return Math.min(...terms.map((term) => this.stems.get(term) ?? 0));
  }

  ageIn(words) {
    const digits = words.map((word) => String([NUMBERS, NUMEROS].map((list) => list.indexOf(word) + 1).find(Boolean) ?? word));
    return parseAge(digits.join(" "), this.ages);
  }

  /** What the words lead to, the longest and then the rarest phrase first; one inside a longer one is left out. */
  leadsIn(tokens) {
    const found = this.leads.map((known) => ({ ...known, at: positions(known.terms, tokens) })).filter(({ at }) => at);
    const inside = (a, b) => a.at.size < b.at.size && [...a.at].every((index) => b.at.has(index));
    return found.filter((a) => !found.some((b) => b.lead !== a.lead && inside(a, b))).sort((a, b) => b.terms.length - a.terms.length || this.rarest(a) - this.rarest(b));
  }
}

function phraseTerms(words) {
  const telling = words.filter((word) => !isStopWord(word) || stem(word) === "no");
  return (telling.length ? telling : words).map(stem);
}

/** Where in TOKENS all of TERMS stand near each other, as a set of positions, or null. */
function positions(terms, tokens) {
  const last = terms.length + NEAR;
  for (let start = 0; start < tokens.length; start++) {
    if (!tokens[start].stems.some((one) => terms.includes(one))) continue;
    const window = tokens.slice(start, start + last);
    const at = terms.map((term) => window.findIndex((token) => token.stems.includes(term)));
    if (at.every((index) => index >= 0)) return new Set(at.map((index) => start + index));
  }
  return null;
}
