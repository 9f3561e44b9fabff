// Places and ages in questions; fetched once a question may hold one.

import { openPlaces, reach } from "./places.js";
import { PlaceInWords } from "./search_places.js";
import { AgeReader, monthsOf } from "./typed_ages.js";
import { PlaceReader } from "./typed_places.js";

/** What reads places by PLACES (programs/places.json) and ages, by WORDS (programs/typed.json); STATE is the site's own. */
export function openTyped(packed, words, { state, language }) {
  const places = openPlaces(packed);
  const ages = new AgeReader(words.ages);
  return { places, reach, words: words.ages, monthsOf, ages, place: new PlaceInWords(places, new PlaceReader(places, words.places, state, language)) };
}
