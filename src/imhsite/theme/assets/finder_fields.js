// The finder's two fields in which people write, with all that understands them; loaded when somebody turns to the finder.

import { AgeField } from "./finder_age.js";
import { PlaceField } from "./finder_place.js";
import { AgeReader } from "./typed_ages.js";
import { PlaceReader } from "./typed_places.js";
import { openPlaces } from "./places.js";

/** The field for the age in FORM, which answers with what it SAYS; `changed` is told of an answer that was chosen. */
export function openAgeField(form, says, changed) {
  return new AgeField(form, says, ({ ages }) => new AgeReader(ages), changed);
}

/** Load the places and return the field that knows them. Rejects where they cannot be had. */
export async function openPlaceField(form, says, load, changed) {
  const places = openPlaces(await load(form.dataset.places));
  const reader = (words) => new PlaceReader(places, words.places, form.dataset.state, document.documentElement.lang);
  return new PlaceField(form, places, says, reader, load, changed);
}
