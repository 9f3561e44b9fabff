// What was asked, as words that can be taken out again, and what the list can be narrowed to.

import { plain } from "./ages.js";
import { written } from "./counting.js";
import { hide, hold } from "./finder_list.js";

export class Asked {
  /** `leaveOut` is told the name of a field whose answer is taken out, `changed` of a filter that was pressed. */
  constructor(form, leaveOut, changed) {
    Object.assign(this, { leaveOut, changed, on: new Set(), phrases: [], buttons: new Map() });
    this.list = document.getElementById("asked");
    this.choice = document.getElementById("filters");
    this.choice.querySelector("ul").addEventListener("click", ({ target }) => this.press(target.closest("button")));
    this.list.addEventListener("click", ({ target }) => target.closest("button") && leaveOut(target.closest("button").dataset.field));
  }

  /** The filters that are pressed, as the address has them. */
  get filters() {
    return [...this.on].join();
  }

  restore(answers) {
    this.on = new Set((answers.get("with") ?? "").split(",").filter(Boolean));
  }

  /** Learn the words that name filters, by their slugs; commas part them. */
  learn(filters) {
    this.phrases = Object.entries(filters).flatMap(([slug, words]) => words.split(",").map((phrase) => ({ slug, phrase: spaced(phrase) })));
  }

  /** Press the filters that TEXT names, where none is pressed. */
  hear(text) {
    if (!this.on.size) this.on = new Set(this.named(text).map(({ slug }) => slug));
  }

  named(text) {
    return this.phrases.filter(({ phrase }) => spaced(text).includes(phrase));
  }

  /** REST, words that commas part, without those that name a filter in TEXT. */
  unused(rest, text) {
    const used = this.named(text).map(({ phrase }) => phrase).join("");
    return rest.split(", ").filter((word) => !used.includes(spaced(word))).join(", ");
  }

  remember(answers) {
    if (this.on.size) answers.set("with", this.filters);
  }

  press(button) {
    if (!button) return;
    const { slug } = button.dataset;
    if (!this.on.delete(slug)) this.on.add(slug);
    this.changed();
  }

  /** Show what was SAID, words by field, and the FILTERS that divide the list. */
  show(said, filters) {
    hold(this.list, said.map(([field, words]) => this.removable(field, words)));
    hold(this.choice.querySelector("ul"), filters.map((filter) => this.filter(filter)));
    hide(this.choice, !filters.length);
    if (this.on.size) this.choice.open = true;
  }

  /** The button that takes out the answer in FIELD: the one that stands there, where it says these WORDS. */
  removable(field, words) {
    const standing = this.list.querySelector(`[data-field="${field}"]`);
    const text = `${words} \u00d7`;
    if (standing?.textContent === text) return standing.parentElement;
    const label = this.list.dataset.remove.replace("{answer}", () => words);
    return item("field", field, { textContent: text, ariaLabel: label });
  }

  /** The button of a filter: always the same one, which may hold the focus. */
  filter({ slug, words, count, isOn }) {
    if (!this.buttons.has(slug)) this.buttons.set(slug, item("slug", slug));
    const button = this.buttons.get(slug).firstChild;
    const text = `${words} ${written(count)}`;
    if (button.textContent !== text) button.textContent = text;
    button.ariaPressed = String(isOn);
    return this.buttons.get(slug);
  }
}

/** The words of TEXT in small letters, a space around each. */
function spaced(text) {
  return ` ${plain(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
}

/** An item of a list with a button whose data say NAME: VALUE; MORE are its other properties. */
function item(name, value, more) {
  const made = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet" }, more);
  button.dataset[name] = value;
  made.append(button);
  return made;
}
