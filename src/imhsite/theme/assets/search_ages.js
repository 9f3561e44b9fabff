// Ages in questions; fetched once a question may name one.

import { plainWords } from "./search_words.js";
import { AgeReader, monthsOf } from "./typed_ages.js";

const UNITS = ["days", "weeks", "months", "years"];

/** What reads ages by WORDS. */
export function openTypedAges(words) {
  const of = (...kinds) => new Set(kinds.flatMap((name) => words[name]).flatMap((list) => list.split(",")).flatMap(plainWords));
  return { reader: new AgeReader(words), monthsOf, counts: of(...UNITS, "numbers", "tens", "half"), ages: of(...UNITS, "pregnant", "newborn") };
}
