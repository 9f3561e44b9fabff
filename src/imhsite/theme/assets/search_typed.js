// Places in questions; fetched once a question may name one.

import { openPlaces } from "./places.js";
import { reach } from "./reach.js";
import { PlaceInWords } from "./search_places.js";
import { PlaceReader } from "./typed_places.js";

/** What reads places by PACKED (programs/places.json) and WORDS; STATE is the site's own. */
export function openTypedPlaces(packed, words, { state, language }) {
  const places = openPlaces(packed);
  return { places, reach, reader: new PlaceInWords(places, new PlaceReader(places, words, state, language)) };
}
