// The finder's field for the place: what is typed is understood, said back, or asked about.

import { Combobox } from "./combobox.js";
import { Answer } from "./finder_answer.js";
import { arc } from "./finder_near.js";
import { fold, offered } from "./places.js";

const EARTH = 6371; // kilometres
const FARTHEST = 30; // from the middle of the nearest town; farther off is outside
const MOST_WORDS = 4; // of a place alone: two words, the state and a ZIP code
const LONGEST_QUESTION = 300;

export class PlaceField {
  /** `readerOf` makes of words what reads what is typed in the field of FORM by PLACES, SAYS holds the answers; `load` fetches JSON, `changed` is told of a place that was chosen. */
  constructor(form, places, says, readerOf, load, changed) {
    Object.assign(this, { form, places, readerOf, reader: null, load, changed, isOpen: false, answer: new Answer(document.getElementById("place-answer"), says) });
    this.input = form.elements.place;
    this.at = form.elements.at;
    this.or = new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" });
    this.combobox = new Combobox(this.input, document.getElementById("place-list"), { offer: (typed) => this.offer(typed), choose: () => this.chosen("") });
    this.input.addEventListener("input", () => (this.at.value = ""));
    if (this.input.value && this.input === document.activeElement) this.combobox.open();
  }

  /** Whether what is typed can only be read by words that are yet to be learned: it is no name and, unless it is FINISHED, begins none. */
  isUnread(finished) {
    const typed = this.input.value.trim();
    return !this.reader && Boolean(typed) && !this.isName(typed) && (finished || !offered(typed, this.places).length);
  }

  isName(typed) {
    return fold(typed) in this.places.names;
  }

  /** Learn the WORDS in which people say places, those of programs/typed.json; who still types is offered what they tell. */
  learn(words, isTyping) {
    if (this.reader) return;
    this.reader = this.readerOf(words);
    if (isTyping && this.input === document.activeElement) this.combobox.open();
  }

  /** What TYPED says of a place; nothing of what is no name, while the words for that are yet to be learned. Read once, it stays while another answer changes. */
  read(typed) {
    if (!this.reader) {
      const slugs = this.isName(typed) ? this.places.names[fold(typed)] : [];
      return { slugs, why: slugs.length > 1 ? "which" : "" };
    }
    if (typed !== this.typed) Object.assign(this, { typed, found: this.reader.read(typed) });
    return this.found;
  }

  /** What to choose from while one types: the names that begin so, else those of which it may be a slip. */
  offer(typed) {
    const begun = offered(typed, this.places);
    if (begun.length || !typed.trim()) return begun.map((entry) => ({ value: entry.text, text: this.worded(entry) }));
    const { slugs, why } = this.read(typed);
    return why === "meant" ? slugs.map((slug) => ({ value: this.places.shown[slug], text: this.places.shown[slug] })) : [];
  }

  worded({ text, slugs }) {
    const towns = slugs.map((slug) => this.places.shown[slug]);
    return towns.length === 1 && towns[0] === text ? text : this.answer.say("in", { place: text, towns: this.or.format(towns) });
  }

  /** The slug that the field means, or "" where it has yet to be asked for. A half-typed name is no mistake: only a FINISHED one is. */
  ask(finished) {
    const { at } = this;
    const typed = this.input.value.trim();
    const found = typed ? this.read(typed) : { slugs: [], why: "" };
    const slug = found.slugs.includes(at.value) ? at.value : found.slugs.length && !found.why ? found.slugs[0] : "";
    const isHalf = !finished && found.why !== "which";
    this.isOpen = Boolean(typed) && !slug && finished;
    this.input.toggleAttribute("aria-invalid", this.isOpen && !found.slugs.length);
    if (slug) this.answer.show(`heard ${slug} ${typed} ${finished}`, () => (fold(typed) === fold(this.places.shown[slug]) && !at.value ? [] : [this.places.shown[slug], ...(finished ? this.more(typed) : [])]));
    else if (!typed || isHalf) this.answer.show("", () => []);
    else this.answer.show(`asks ${typed}`, () => this.question(typed, found));
    return slug;
  }

  /** What is asked about TYPED, with the places to choose from. */
  question(typed, { slugs, why, outside, street }) {
    if (outside) return [this.answer.say("state", { there: outside })];
    if (outside !== undefined) return [this.answer.say("outside")];
    if (!slugs.length) return [this.answer.say(street ? "street" : "unknown"), ...this.search(typed)];
    return [this.answer.say(why, { typed }), ...slugs.map((slug) => this.choice(slug)), ...(why === "which" ? [] : this.more(typed))];
  }

  /** Whether TYPED says more than a place. */
  isSentence(typed) {
    const words = typed.split(/\s+/).length;
    return words > MOST_WORDS || (words > 1 && !this.read(typed).slugs.length);
  }

  /** What says more than a place is a question for the search. */
  more(typed) {
    return typed.split(/\s+/).length > MOST_WORDS ? this.search(typed) : [];
  }

  search(typed) {
    const href = `${this.form.dataset.search}?${new URLSearchParams({ q: typed.slice(0, LONGEST_QUESTION) })}`;
    return [Object.assign(document.createElement("a"), { href, textContent: this.answer.say("search") })];
  }

  choice(slug) {
    return this.answer.choice(this.places.shown[slug], () => {
      this.input.value = this.places.shown[slug];
      this.input.focus();
      this.chosen(slug);
    });
  }

  /** Take the typed name as the answer; SLUG says which place it is where the name alone does not. */
  chosen(slug) {
    this.at.value = this.read(this.input.value).why ? slug : "";
    this.changed();
  }

  /** Say the text NAME of this field, whatever is typed. */
  tell(name) {
    this.answer.show(name, () => [this.answer.say(name)]);
  }

  /** Answer with the town whose middle is nearest to where the device is. Nothing is sent. */
  async locate() {
    try {
      const [{ coords }, centers] = await Promise.all([here(), this.load(this.form.dataset.centers)]);
      const device = [coords.latitude * 100, coords.longitude * 100];
      const nearest = centers.map((center, at) => ({ slug: this.places.order[at], far: arc(center, device, EARTH) })).sort((a, b) => a.far - b.far)[0];
      if (!nearest || nearest.far > FARTHEST) return this.tell("outside");
      this.input.value = this.places.shown[nearest.slug];
      this.chosen(nearest.slug);
    } catch {
      this.tell("lost");
    }
  }
}

function here() {
  return new Promise((found, failed) => navigator.geolocation.getCurrentPosition(found, failed, { timeout: 15_000 }));
}
