// The finder's field for the place, loaded when somebody first goes to it or has answered it already.

import { Combobox } from "./combobox.js";
import { findPlace, fold, isOutside, offered, openPlaces } from "./places.js";

const EARTH = 6371; // kilometres
const FARTHEST = 30; // from the middle of the nearest town; farther off is outside
const MOST_WORDS = 4; // of a place alone: two words, the state and a ZIP code
const LONGEST_QUESTION = 300;

/** Load the places and return the field that knows them. Rejects where they cannot be had. */
export async function openPlaceField(form, load, changed) {
  return new PlaceField(form, openPlaces(await load(form.dataset.places)), load, changed);
}

class PlaceField {
  constructor(form, places, load, changed) {
    Object.assign(this, { form, places, load, changed });
    this.input = form.elements.place;
    this.answer = document.getElementById("place-answer");
    this.says = this.answer.dataset;
    this.or = new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" });
    const offer = (typed) => offered(typed, places).map((entry) => ({ value: entry.text, text: this.worded(entry) }));
    this.combobox = new Combobox(this.input, document.getElementById("place-list"), { offer, choose: () => this.chosen("") });
    this.input.addEventListener("input", () => (form.elements.at.value = ""));
    if (this.input.value && this.input === document.activeElement) this.combobox.open();
  }

  worded({ text, slugs }) {
    const towns = slugs.map((slug) => this.places.shown[slug]);
    const blanks = { place: text, towns: this.or.format(towns) };
    return towns.length === 1 && towns[0] === text ? text : this.says.in.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);
  }

  /** The slug that the field means, or "" where it has yet to be asked for. A half-typed name is no mistake: only a FINISHED one is. */
  ask(finished) {
    const { place, at } = this.form.elements;
    const typed = place.value.trim();
    const found = typed ? findPlace(typed, this.places, this.form.dataset.state) : [];
    const slug = found.includes(at.value) ? at.value : found.length === 1 ? found[0] : "";
    const unknown = Boolean(typed && !found.length && finished);
    this.input.toggleAttribute("aria-invalid", unknown);
    if (unknown) this.say(`unknown ${typed}`, () => this.unknown(typed));
    else if (slug) this.say(`heard ${slug} ${typed} ${finished}`, () => (fold(typed) === fold(this.places.shown[slug]) && !at.value ? [] : [this.places.shown[slug], ...(finished ? this.more(typed) : [])]));
    else this.say(found.join(" "), () => (found.length ? [this.says.which, ...found.map((one) => this.choice(one))] : []));
    return slug;
  }

  unknown(typed) {
    return isOutside(typed, this.places, this.form.dataset.state) ? [this.says.outside] : [this.says.unknown, ...this.search(typed)];
  }

  /** What says more than a place is a question for the search. */
  more(typed) {
    return typed.split(/\s+/).length > MOST_WORDS ? this.search(typed) : [];
  }

  search(typed) {
    const href = `${this.says.search}?${new URLSearchParams({ q: typed.slice(0, LONGEST_QUESTION) })}`;
    return [Object.assign(document.createElement("a"), { href, textContent: this.says.toSearch })];
  }

  /** Show an answer, but only a new one: a button that is being pressed must not be made anew. */
  say(key, parts) {
    if (key === this.said) return;
    this.said = key;
    this.answer.replaceChildren(...parts());
  }

  choice(slug) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = this.places.shown[slug];
    button.addEventListener("click", () => {
      this.input.value = this.places.shown[slug];
      this.input.focus();
      this.chosen(slug);
    });
    return button;
  }

  /** Take the typed name as the answer; SLUG says which place it is where the name alone does not. */
  chosen(slug) {
    const alone = findPlace(this.input.value, this.places).length === 1;
    this.form.elements.at.value = alone ? "" : slug;
    this.changed();
  }

  /** Answer with the town whose middle is nearest to where the device is. Nothing is sent. */
  async locate() {
    try {
      const [{ coords }, centers] = await Promise.all([here(), this.load(this.form.dataset.centers)]);
      const nearest = Object.entries(centers).map(([slug, center]) => ({ slug, far: distance(center, coords) })).sort((a, b) => a.far - b.far)[0];
      if (!nearest || nearest.far > FARTHEST) return this.say("outside", () => [this.says.outside]);
      this.input.value = this.places.shown[nearest.slug];
      this.chosen(nearest.slug);
    } catch {
      this.say("lost", () => [this.says.lost]);
    }
  }
}

function here() {
  return new Promise((found, failed) => navigator.geolocation.getCurrentPosition(found, failed, { timeout: 15_000 }));
}

/** Kilometres between two points that are not far apart. */
function distance([latitude, longitude], coords) {
  const radians = Math.PI / 180;
  const east = (longitude - coords.longitude) * radians * Math.cos(latitude * radians);
  return EARTH * Math.hypot(east, (latitude - coords.latitude) * radians);
}
