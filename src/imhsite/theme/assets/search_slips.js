// Names of places as somebody types them with a slip of the keys, among other words.

import { distance, isStopWord, nearest, spansOf, stem } from "./search_words.js";

const LONGEST = 3; // words of a name that may be misspelled
const LEAST_WHOLE = 7; // letters of several words that may be one name with a slip
const SHORTEST = 4; // letters of a name that may be misspelled

/** Finds which of NAMES, small letters without blanks, are meant. */
export class Slips {
  constructor(names) {
    this.names = names.filter((name) => !/\d/.test(name) && name.length >= SHORTEST);
    this.stems = new Set(this.names.map(stem));
  }

  /** The name that all of WORDS are with one slip, such as "Eats Haven", and where it stands; undefined where they are a name as they stand. */
  whole(words) {
    const typed = words.join("");
    if (words.length < 2 || typed.length < LEAST_WHOLE || this.names.includes(typed)) return undefined;
    const name = this.names.find((other) => distance(typed, other, 1) === 1);
    return name && { name, start: 0, end: words.length, far: 1 };
  }

  /** The name of which some of WORDS are most likely a slip, and where it stands; undefined for none. KNOWN are the other words of the site. */
  among(words, known) {
    return spansOf(words, LONGEST).map((span) => this.inSpan(span, words, known)).filter(Boolean).sort((a, b) => a.far - b.far)[0];
  }

  inSpan(span, words, known) {
    const inside = words.slice(span.start, span.end);
    const isOther = (word) => known.words.has(word) || (inside.length === 1 && known.stems.has(stem(word)) && !this.stems.has(stem(word)));
    const unknown = inside.filter((word) => !/\d/.test(word) && !isOther(word));
    if (!unknown.length || span.name.length < SHORTEST || inside.some(isStopWord)) return undefined;
    const { words: names, far } = nearest(span.name, this.names);
    const isWord = inside.length === 1 && nearest(unknown[0], known.wordsWith(unknown[0][0])).far < far;
    return names.length && !isWord ? { ...span, name: names[0], far } : undefined;
  }
}
