// The finder's field for the age: what is typed is understood, said back, or asked about.

import { readAge, unitsFor } from "./ages.js";

const WORDS = ["pregnant", "newborn", "numbers", "one", "half", "days", "weeks", "months", "years"];

export class AgeField {
  constructor(form, changed) {
    this.input = form.elements.age;
    this.changed = changed;
    this.answer = document.getElementById("age-answer");
    this.says = this.answer.dataset;
    this.words = Object.fromEntries(WORDS.map((name) => [name, this.says[name].split(/,\s*/)]));
    this.heard = "";
  }

  /** Months of the age, or ""; what was understood is said, what was not is asked for once it is FINISHED. */
  ask(finished) {
    const typed = this.input.value.trim();
    const heard = typed ? readAge(typed, this.words) : null;
    const units = heard?.bare === undefined ? [] : unitsFor(heard.bare);
    const unclear = Boolean(typed && finished && !(heard?.said || units.length));
    this.input.toggleAttribute("aria-invalid", unclear);
    this.heard = heard?.said ? this.worded(heard.said) : "";
    const key = unclear ? "unclear" : units.length ? `which ${heard.bare}` : this.heard;
    if (key !== this.said) this.answer.replaceChildren(...this.answers(unclear, heard, units));
    this.said = key;
    return heard?.months ?? "";
  }

  answers(unclear, heard, units) {
    if (unclear) return [this.says.unknown];
    if (units.length) return [this.says.which, ...units.map((unit) => this.choice(this.counted(unit, heard.bare)))];
    return this.heard ? [this.says.heard.replace("{age}", this.heard)] : [];
  }

  /** Take the age that TEXT tells among other things; false where it tells none. */
  hear(text) {
    const heard = readAge(text, this.words);
    if (heard?.said) this.input.value = this.worded(heard.said);
    return Boolean(heard?.said);
  }

  worded(said) {
    return said.map(([unit, count]) => this.counted(unit, count)).join(" ");
  }

  /** "8 months", "newborn" in the words of the page. */
  counted(unit, count) {
    const form = this.says[`say${unit[0].toUpperCase()}${unit.slice(1)}${count === undefined ? "" : count === 1 ? "One" : "Other"}`];
    return form.replace("{count}", new Intl.NumberFormat(document.documentElement.lang).format(count ?? 0));
  }

  choice(text) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: text });
    button.addEventListener("click", () => {
      this.input.value = text;
      this.input.focus();
      this.changed();
    });
    return button;
  }
}
