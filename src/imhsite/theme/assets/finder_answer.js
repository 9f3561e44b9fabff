// What the finder answers below a field: what it understood, or a question with the answers to choose from.

/** The place on the page, ELEMENT, in which a screen reader is told what changes; SAYS are its texts by their names. */
export class Answer {
  constructor(element, says) {
    Object.assign(this, { element, says });
  }

  /** Show PARTS (texts and elements), but only under a new KEY: a button that is being pressed must not be made anew. */
  show(key, parts) {
    if (key === this.key) return;
    this.key = key;
    this.element.replaceChildren(...parts().map((part) => (typeof part === "string" ? line(part) : part)));
  }

  /** The text NAME with VALUES in its blanks. */
  say(name, values = {}) {
    return filled(this.says[name], values);
  }

  /** A button that says TEXT; `chosen` is told when it is pressed. */
  choice(text, chosen) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: text });
    button.addEventListener("click", chosen);
    return button;
  }
}

/** TEXT with VALUES in its blanks. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (blank, value) => values[value] ?? blank);
}

const line = (text) => Object.assign(document.createElement("div"), { textContent: text });
