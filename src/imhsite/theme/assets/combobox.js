// A field that offers a list while one types: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ with
// list autocomplete. It stays a plain field for whoever ignores the list.

/** INPUT with the element LIST, which bear the roles and the names already; `offer` gives options as `{ value, text }` for what is typed, `choose` is told the one taken. */
export class Combobox {
  constructor(input, list, { offer, choose }) {
    Object.assign(this, { input, list, offer, choose, options: [], active: -1 });
    input.addEventListener("input", () => this.open());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // A press would take the focus from the field and close the list before the click comes.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.pressed(event.target.closest("[role=option]")));
  }

  get elements() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  pressed(element) {
    this.take(this.elements.indexOf(element));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  open() {
    this.options = this.offer(this.input.value).filter(({ value }, _, all) => all.length > 1 || value.toLowerCase() !== this.input.value.toLowerCase());
    this.list.replaceChildren(...this.options.map(({ text }, index) => this.option(text, index)));
    this.list.hidden = !this.options.length;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.point(-1);
  }

  option(text, index) {
    const made = document.createElement("li");
    made.id = `${this.list.id}-${index}`;
    made.setAttribute("role", "option");
    made.textContent = text;
    return made;
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.point(-1);
  }

  /** Make the option at INDEX the active one; -1: none. */
  point(index) {
    this.active = index;
    const { elements } = this;
    elements.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", elements[index].id);
    elements[index].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return; // these keys belong to what is being composed; Safari ends that before the key
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && !event.altKey) {
      event.preventDefault();
      if (!this.isOpen) this.open();
      const places = this.elements.length + 1; // one more: the field itself
      if (places > 1) this.point(((this.active + 1 + move + places) % places) - 1);
    } else if (event.key === "Enter" && this.isOpen && this.active >= 0) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Enter") {
      this.close();
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Escape" && this.input.value) {
      event.preventDefault();
      this.input.value = "";
      this.choose({ value: "" });
    }
  }

  take(index) {
    if (index < 0) return;
    const option = this.options[index];
    this.close();
    this.input.value = option.value;
    this.choose(option);
  }
}
