// The finder's field for the age: what is typed is understood, said back, or asked about.

import { plural, written } from "./counting.js";
import { Answer, filled } from "./finder_answer.js";
import { monthsOf } from "./typed_ages.js";

export class AgeField {
  /** `readerOf` makes of words what reads what is typed in the field of FORM, SAYS holds the answers; `changed` is told of an age that was chosen. */
  constructor(form, says, readerOf, changed) {
    this.input = form.elements.age;
    Object.assign(this, { readerOf, reader: null, changed, heard: "", isOpen: false, answer: new Answer(document.getElementById("age-answer"), says) });
  }

  /** Whether what is typed can only be read by words that are yet to be learned. */
  get isUnread() {
    return !this.reader && Boolean(this.input.value.trim());
  }

  /** Learn the WORDS in which people say ages, those of programs/typed.json. */
  learn(words) {
    this.reader ??= this.readerOf(words);
  }

  /** Months of the age, or "". What is sure is said; the rest is asked about, a bare number at once, all else when it is FINISHED. */
  ask(finished) {
    const typed = this.input.value.trim();
    const found = typed ? this.read(typed) : null;
    const isSure = found?.why === "";
    const asks = Boolean(typed) && !isSure && (finished || (found?.why === "which" && !found.rest));
    this.isOpen = asks;
    this.heard = isSure ? this.worded(found.choices[0]) : "";
    this.input.toggleAttribute("aria-invalid", asks && !found);
    this.answer.show(asks ? `asks ${typed}` : this.heard, () => (asks ? this.question(found) : this.heard ? [this.answer.say("heard", { age: this.heard })] : []));
    return isSure ? monthsOf(found.choices[0]) : "";
  }

  /** What TYPED says, read once: it stays while another answer changes. */
  read(typed) {
    if (typed !== this.typed) Object.assign(this, { typed, found: this.reader.read(typed) });
    return this.found;
  }

  question(found) {
    if (!found) return [this.answer.say("unknown")];
    const { choices, why, rest } = found;
    const unread = rest ? [this.answer.say("unread", { rest })] : [];
    return [[this.answer.say(why), ...unread].join(" "), ...choices.map((said) => this.choice(this.worded(said)))];
  }

  choice(text) {
    return this.answer.choice(text, () => {
      this.input.value = text;
      this.input.focus();
      this.changed();
    });
  }

  /** Take the ages that TEXT names with their units among other things; the number of a house is none. */
  hear(text) {
    const { named } = this.reader?.read(text) ?? { named: [] };
    if (named.length) this.input.value = named.map((said) => this.worded(said)).join(", ");
  }

  /** SAID, units with their counts, in the words of the page: "1 year 3 months", "newborn". */
  worded(said) {
    return said.map(([unit, count]) => this.counted(unit, count)).join(" ");
  }

  counted(unit, count) {
    const forms = this.answer.says.units[unit];
    const form = forms[plural(count ?? 0)] ?? forms.other;
    return filled(form, { count: written(count ?? 0) });
  }
}
