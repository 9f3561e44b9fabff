// The place that a question names, among its other words.

import { fold } from "./places.js";
import { distance, isStopWord, nearest, stem } from "./search_words.js";

const LONGEST_NAME = 6;
const LONGEST_MISSPELLED = 3;
const LEAST_WHOLE = 7; // letters of several words that may be one name with a slip
const SHORTEST = 4; // letters of a name that may be misspelled

export class PlaceInWords {
  constructor(places, reader) {
    Object.assign(this, { places, reader });
    this.names = Object.keys(places.names).filter((name) => !/\d/.test(name) && name.length >= SHORTEST);
    this.stems = new Set(this.names.map(stem));
  }

  isName(word) {
    return Object.hasOwn(this.places.names, word);
  }

  /**
   * The longest name of a place in the WORDS of TEXT, exact before misspelled: `slugs`, where it stands, whether it is exact; or null.
   * `outside` and `why` are what PlaceReader.read tells; KNOWN are the other words of the site.
   */
  read(text, words, known) {
    const said = this.reader.read(text);
    return { place: this.placeIn(words, said, known), outside: said.outside, why: said.why };
  }

  placeIn(words, said, known) {
    if (said.outside !== undefined || said.street) return null;
    const whole = this.wholeName(words);
    if (whole) return whole;
    const isSaid = (name) => this.isName(name) && (!said.slugs.length || this.places.names[name].some((slug) => said.slugs.includes(slug)));
    const exact = spansOf(words, LONGEST_NAME).find(({ name, start, end }) => isSaid(name) && (end - start > 1 || !isStopWord(name)));
    const near = spansOf(words, LONGEST_MISSPELLED).map((span) => this.misspelled(span, words, known)).filter(Boolean).sort((a, b) => a.far - b.far)[0] ?? null;
    if (exact && near && near.start <= exact.start && near.end >= exact.end) return near;
    if (exact) return { ...exact, slugs: said.slugs.length ? said.slugs : this.places.names[exact.name], exact: true };
    if (said.slugs.length && said.why !== "meant") return { start: 0, end: 0, slugs: said.slugs, exact: said.why !== "sure" };
    return near;
  }

  /** The name that all of WORDS are with one slip of the keys, such as "Eats Haven"; null where they are a name as they stand. */
  wholeName(words) {
    const name = fold(words.join(""));
    if (words.length < 2 || name.length < LEAST_WHOLE || this.isName(name)) return null;
    const meant = this.names.find((other) => distance(name, other, 1) === 1);
    return meant ? { start: 0, end: words.length, slugs: this.places.names[meant], exact: false, far: 1 } : null;
  }

  misspelled(span, words, known) {
    const inside = words.slice(span.start, span.end);
    const isOther = (word) => known.words.has(word) || (inside.length === 1 && known.stems.has(stem(word)) && !this.stems.has(stem(word)));
    const unknown = inside.filter((word) => !/\d/.test(word) && !isOther(word));
    if (!unknown.length || span.name.length < SHORTEST || inside.some(isStopWord)) return null;
    const { words: names, far } = nearest(span.name, this.names);
    const isWord = inside.length === 1 && nearest(unknown[0], known.wordsWith(unknown[0][0])).far < far;
    return names.length && !isWord ? { ...span, slugs: this.places.names[names[0]], exact: false, far } : null;
  }
}

/** Every run of up to MOST of WORDS, the longest first, each with what a place of that name would be kept under. */
function spansOf(words, most) {
  const lengths = Array.from({ length: Math.min(most, words.length) }, (_, index) => Math.min(most, words.length) - index);
  return lengths.flatMap((length) =>
    words.slice(length - 1).map((_, start) => ({ start, end: start + length, name: fold(words.slice(start, start + length).join("")) })),
  );
}
