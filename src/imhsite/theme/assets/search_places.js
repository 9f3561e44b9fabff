// The place that a question names, among its other words.

import { Slips } from "./search_slips.js";
import { isStopWord, spansOf } from "./search_words.js";

const LONGEST_NAME = 6;

export class PlaceInWords {
  constructor(places, reader) {
    Object.assign(this, { places, reader, slips: new Slips(Object.keys(places.names)) });
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
    const whole = this.slips.whole(words);
    if (whole) return this.misspelled(whole);
    const isSaid = (name) => this.isName(name) && (!said.slugs.length || this.places.names[name].some((slug) => said.slugs.includes(slug)));
    const exact = spansOf(words, LONGEST_NAME).find(({ name, start, end }) => isSaid(name) && (end - start > 1 || !isStopWord(name)));
    const near = this.slips.among(words, known);
    if (exact && near && near.start <= exact.start && near.end >= exact.end) return this.misspelled(near);
    if (exact) return { ...exact, slugs: said.slugs.length ? said.slugs : this.places.names[exact.name], exact: true };
    if (said.slugs.length && said.why !== "meant") return { start: 0, end: 0, slugs: said.slugs, exact: said.why !== "sure" };
    return near ? this.misspelled(near) : null;
  }

  misspelled(found) {
    return { ...found, slugs: this.places.names[found.name], exact: false };
  }
}
