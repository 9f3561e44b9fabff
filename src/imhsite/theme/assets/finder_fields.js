// The finder's two fields in which people write, with all that understands them; loaded when somebody turns to the finder.

import { AgeField } from "./finder_age.js";
import { PlaceField } from "./finder_place.js";
import { AgeReader } from "./typed_ages.js";
import { PlaceReader } from "./typed_places.js";
import { openPlaces } from "./places.js";

/** The field for the age in FORM; `changed` is told of an answer that was chosen. */
export function openAgeField(form, changed) {
  return new AgeField(form, ({ ages }) => new AgeReader(ages), changed);
}

/** Load the places and return the field that knows them. Rejects where they cannot be had. */
export async function openPlaceField(form, load, changed) {
  const places = openPlaces(await load(form.dataset.places));
  const reader = (words) => new PlaceReader(places, words.places, form.dataset.state, document.documentElement.lang);
  return new PlaceField(form, places, reader, load, changed);
}
