// The search over the page: a field with a list of answers to choose from.

import { Combobox } from "./combobox.js";
import { element } from "./element.js";
import { QuickExit } from "./quick_exit.js";

const NOTHING = { results: [], terms: new Set(), corrected: [], line: null, toLeave: false };
const MOST = 8;
const REST = 600; // milliseconds without a key after which the count is announced

/** Opens over the page with the words of FORM, the search in the header, and gives them back when it closes. */
export class SearchDialog extends Combobox {
  constructor(form, search, results) {
    const { says } = results;
    const list = element("div", { role: "listbox", id: "search-options", "aria-label": says.title, hidden: "hidden" });
    const input = element("input", {
      type: "search", name: "q", maxlength: "300", autocomplete: "off", autofocus: "autofocus", role: "combobox",
      "aria-label": says.title, "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false", "aria-describedby": "search-options-hint",
    });
    super(input, list, {});
    Object.assign(this, { form, search, results, says });
    this.draw();
    this.dialog.addEventListener("close", () => (form.elements.q.value = input.value));
  }

  draw() {
    const { form, input, list, says } = this;
    this.count = element("p", { class: "hint", "aria-hidden": "true" });
    this.status = element("p", { class: "visually-hidden", role: "status" });
    this.first = element("div", { "aria-live": "assertive" });
    this.hint = element("p", { class: "hint", id: "search-options-hint" }, says.hint);
    this.all = element("a", {});
    const close = element("button", { type: "button", class: "button quiet" }, says.close);
    close.addEventListener("click", () => this.dialog.close());
    this.dialog = element(
      "dialog", { class: "search-dialog", "aria-label": says.title, closedby: "any" },
      element("form", { action: form.action, class: "row" }, input, element("button", { class: "button" }, says.go), close),
      this.hint, this.first, this.status, this.count, list, element("p", {}, this.all),
    );
    document.body.append(this.dialog);
    this.addExit();
  }

  /** The page's own way off stays in reach; where it shows none, one comes with answers that call for it. */
  addExit() {
    const own = document.querySelector(".quick-exit:not([hidden])");
    const added = own ? own.cloneNode(true) : this.newExit();
    this.dialog.append(added);
    if (!own) return (this.exit = new QuickExit(added));
    added.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      own.querySelector("a").click();
    });
  }

  newExit() {
    const { says, search, results } = this;
    const link = element("a", { class: "button", href: says.leaveTo, rel: "noreferrer", "data-instead": says.leaveInstead }, says.leave);
    const pages = search.site.pages.filter(({ exit }) => exit).map(({ path }) => path.split("#")[0]);
    return element(
      "aside", { class: "quick-exit", "aria-label": says.leaveWay, "data-pages": [...new Set(pages)].join(" "), "data-root": results.root, hidden: "hidden" },
      element("p", {}, link), element("p", { class: "small by-key", hidden: "hidden" }, says.leaveByKey),
    );
  }

  show() {
    if (this.dialog.open) return this.input.select();
    this.input.value = this.form.elements.q.value;
    this.dialog.showModal();
    this.open();
  }

  /** Show what answers the words in the field; a later question that is answered sooner is not overwritten. */
  async open() {
    const words = this.input.value.trim();
    this.asked = words;
    const found = words ? await this.search.find(words) : NOTHING;
    if (this.asked !== words) return;
    this.exit?.show(found.toLeave);
    this.first.replaceChildren(...(found.line ? [this.results.line(found.line)] : []));
    this.list.replaceChildren(...this.results.options({ ...found, results: found.results.slice(0, MOST) }));
    this.elements.forEach((option, index) => (option.id = `${this.list.id}-${index}`));
    this.list.hidden = !this.elements.length;
    this.list.scrollTop = 0;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.point(-1);
    this.tell(words, found);
  }

  tell(words, found) {
    const { results } = found;
    const said = words ? [this.results.counted(results.length, words), this.results.noted(found)].filter(Boolean).join(" – ") : "";
    this.hint.hidden = Boolean(words);
    this.count.textContent = said;
    this.all.textContent = results.length ? this.says.all : this.says.lists;
    this.all.href = results.length ? `${this.form.action}#${new URLSearchParams({ q: words })}` : this.form.action;
    clearTimeout(this.telling);
    this.telling = setTimeout(() => (this.status.textContent = said), REST);
  }

  key(event) {
    if (event.key !== "Escape") return super.key(event);
    event.preventDefault(); // else it empties the field first
    this.dialog.close();
  }

  /** The answers stay while the focus is on a button; only the active one is let go. */
  close() {
    this.point(-1);
  }

  /** An option is a link, which the browser follows; one to this very page leaves the dialog behind. */
  pressed(option) {
    if (option?.pathname === location.pathname) this.dialog.close();
  }

  take(index) {
    this.elements[index].click();
  }
}
