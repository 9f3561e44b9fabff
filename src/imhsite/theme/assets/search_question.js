// What a question says: the places, the age, the words to look for, and what staff wrote that such
// words lead to (data/search_words.yaml and data/needs.yaml).

import { fold as foldPlace } from "./places.js";
import { isStopWord, nearest, plainWords, stem, wordsOf } from "./search_words.js";
import { AgeReader, monthsOf } from "./typed_ages.js";
import { PlaceReader } from "./typed_places.js";

const LONGEST_QUESTION = 300;
const LONGEST_NAME = 6;
const LONGEST_MISSPELLED = 3;
const LEAST_HALF = 4;
const NEAR = 3;
const OFTEN = 1000;
const KEPT = new Set(["no", "me"]); // "no" tells "not walking" from walking, "me" tells "hits me" from a child who hits
const UNITS = ["days", "weeks", "months", "years"];

/** Reads questions by what the site knows: the file of pages, the file of places, the words for both, and every word of the pages. */
export class Reader {
  constructor({ pages, words, state, language }, places, { ages, places: placeWords }, vocabulary) {
    this.places = places;
    this.ageReader = new AgeReader(ages);
    this.placeReader = new PlaceReader(places, placeWords, state, language);
    this.countWords = new Set([...UNITS, "numbers", "tens", "half"].flatMap((name) => ages[name]).flatMap(plainWords));
    this.ageWords = new Set([...UNITS, "pregnant", "newborn"].flatMap((name) => ages[name]).flatMap(plainWords));
    const byName = pages.map((page) => ({ words: [page.title, ...(page.names ?? [])], named: page.path }));
    this.leads = [...words, ...byName].flatMap((lead) => lead.words.map(plainWords).map((said) => ({ lead, said, terms: phraseTerms(said) })));
    this.placeNames = Object.keys(places.names).filter((name) => !/\d/.test(name) && name.length > 4);
    this.placeStems = new Set(this.placeNames.map(stem));
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
    const asked = text.slice(0, LONGEST_QUESTION);
    const words = plainWords(asked).flatMap((word) => this.apart(word));
    const said = this.placeReader.read(asked);
    const place = this.placeIn(words, said);
    const tokens = words.map((word, index) => this.token(word, place && index >= place.start && index < place.end));
    const leads = this.leadsIn(tokens, words);
    return {
      place,
      outside: said.outside,
      months: this.monthsIn(asked),
      tokens,
      leads,
      rest: this.restOf(asked, tokens, leads, words),
      corrected: tokens.filter((token) => token.corrected).map((token) => token.corrected),
    };
  }

  /** The words of TEXT that say neither a place nor an age and that LEADS do not hold, as they were written. */
  restOf(text, tokens, leads, words) {
    const isUsed = (token, at) => token.isStop || token.inPlace || token.isAge || token.isCount || leads.some((lead) => lead.at.has(at));
    const rest = new Set(words.filter((_, at) => !isUsed(tokens[at], at)));
    return wordsOf(text).filter(({ word }) => rest.has(word)).map(({ start, end }) => text.slice(start, end)).join(", ");
  }

  /** Months of the age, or of the first of the ages, that TEXT names; null where it names none. */
  monthsIn(text) {
    const [first] = this.ageReader.read(text)?.named ?? [];
    return first ? monthsOf(first) : null;
  }

  /** WORD, or the two words of which it is made where it is none itself: "headstart". */
  apart(word) {
    if (this.isKnown(word) || word in this.places.names) return [word];
    const cut = Array.from(word, (_, at) => at).find((at) => at >= LEAST_HALF && word.length - at >= LEAST_HALF && this.known.has(word.slice(0, at)) && this.known.has(word.slice(at)));
    return cut ? [word.slice(0, cut), word.slice(cut)] : [word];
  }

  /** A word with the stems that stand for it: its own, or those of the words that it was meant to be. */
  token(word, inPlace) {
    const own = { inPlace, isStop: isStopWord(word), ...this.partOfAge(word), stems: [stem(word)] };
    if (own.isStop || inPlace || this.isKnown(word)) return own;
    const meant = this.meant(word);
    return meant.length ? { ...own, ...this.partOfAge(meant[0]), stems: meant.map(stem), corrected: meant[0] } : own;
  }

  /** Whether WORD may be part of an age, and whether it says nothing but a count and its unit. */
  partOfAge(word) {
    const isNumber = /^\d+$/.test(word);
    return { isAge: isNumber || this.ageWords.has(word), isCount: isNumber || this.countWords.has(word) };
  }

  isKnown(word) {
    return this.known.has(word) || this.stems.has(stem(word));
  }

  /** The words that WORD may be a slip or the beginning of, the likeliest first. */
  meant(word) {
    const begun = word.length > 3 ? [...this.known.keys()].filter((other) => other.startsWith(word)) : [];
    const near = nearest(word, this.known.keys());
    const found = near.far < 2 || !begun.length ? near.words : begun;
    const likelihood = (other) => (other[0] === word[0] ? 1000 : 0) + this.known.get(other);
    return found.sort((a, b) => likelihood(b) - likelihood(a)).slice(0, 3);
  }

  /** The longest name of a place in WORDS, exact before misspelled, as far as they SAY a place: its slugs, where it stands, whether it is exact. */
  placeIn(words, said) {
    if (said.outside !== undefined || said.street) return null;
    const isSaid = (name) => Object.hasOwn(this.places.names, name) && (!said.slugs.length || this.places.names[name].some((slug) => said.slugs.includes(slug)));
    const exact = spansOf(words, LONGEST_NAME).find(({ name, start, end }) => isSaid(name) && (end - start > 1 || !isStopWord(name)));
    if (exact) return { ...exact, slugs: said.slugs.length ? said.slugs : this.places.names[exact.name], exact: true };
    if (said.slugs.length && said.why !== "meant") return { start: 0, end: 0, slugs: said.slugs, exact: said.why !== "sure" };
    const near = spansOf(words, LONGEST_MISSPELLED).map((span) => this.misspelled(span, words)).filter(Boolean);
    return near.sort((a, b) => a.far - b.far)[0] ?? null;
  }

  misspelled(span, words) {
    const inside = words.slice(span.start, span.end);
    const unknown = inside.filter((word) => !/\d/.test(word) && !(this.known.has(word) || (this.isKnown(word) && !this.placeStems.has(stem(word)))));
    if (!unknown.length || span.name.length < 5 || inside.some(isStopWord)) return null;
    const { words: names, far } = nearest(span.name, this.placeNames);
    const isWord = inside.length === 1 && nearest(unknown[0], this.known.keys()).far < far;
    return names.length && !isWord ? { ...span, slugs: this.places.names[names[0]], exact: false, far } : null;
  }

  /** How much a word of the question tells: the rarer in the pages, the more; nothing, if it says where or how old. */
  told(token) {
    if (token.isStop || token.isCount || token.inPlace) return 0;
    return Math.log(2 + OFTEN / (1 + Math.max(...token.stems.map((term) => this.stems.get(term) ?? 0))));
  }

  /** What the words lead to, each with the places of its words and its share of what the question tells; a phrase inside a longer one is left out. */
  leadsIn(tokens, words) {
    const whole = words.join(" ");
    const place = ({ terms, said }) => (terms.length ? positions(terms, tokens) : said.join(" ") === whole && new Set(words.keys()));
    const found = this.leads.map((known) => ({ ...known, at: place(known) })).filter(({ at }) => at);
    const inside = (a, b) => a.at.size < b.at.size && [...a.at].every((index) => b.at.has(index));
    const all = tokens.reduce((sum, token) => sum + this.told(token), 0);
    const share = ({ at }) => (all ? [...at].reduce((sum, index) => sum + this.told(tokens[index]), 0) / all : 1);
    const longest = found.filter((a) => !found.some((b) => b.lead !== a.lead && inside(a, b)));
    const said = new Map();
    for (const { lead, at } of longest) said.set(lead, new Set([...(said.get(lead) ?? []), ...at]));
    return [...said].map(([lead, at]) => ({ lead, at, share: share({ at }) }));
  }
}

/** Every run of up to MOST of WORDS, the longest first, each with what a place of that name would be kept under. */
function spansOf(words, most) {
  const lengths = Array.from({ length: Math.min(most, words.length) }, (_, index) => Math.min(most, words.length) - index);
  return lengths.flatMap((length) =>
    words.slice(length - 1).map((_, start) => ({ start, end: start + length, name: foldPlace(words.slice(start, start + length).join("")) })),
  );
}

/** What has to stand near each other for a phrase to be said; nothing where only the whole question can say it ("who are you"). */
function phraseTerms(words) {
  const telling = words.filter((word) => !isStopWord(word));
  return telling.length ? words.filter((word) => !isStopWord(word) || KEPT.has(stem(word))).map(stem) : [];
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
