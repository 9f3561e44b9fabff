// The programs that the reader keeps as a list. It stands in the address and nowhere else.

const SLUG = /^[a-z0-9-]+$/;
const MOST = 50;

import { hide } from "./finder_list.js";
import "./kept_links.js";

export class Keeping {
  /** ROOT is the address above the programs' pages; `changed` is told of each change. */
  constructor(results, root, changed) {
    Object.assign(this, { results, root, changed, slugs: new Set(), isOpen: false, fetched: new Map() });
    this.opener = document.getElementById("kept-open");
    this.opener.addEventListener("click", () => this.open(true));
    document.getElementById("kept-back").addEventListener("click", () => this.open(false));
    document.getElementById("kept-print").addEventListener("click", () => print());
  }

  restore(asked) {
    const slugs = (asked.get("keep") ?? "").split(",").filter((slug) => SLUG.test(slug));
    this.slugs = new Set(slugs.slice(0, MOST));
    this.isOpen = asked.get("list") === "kept";
  }

  remember(asked) {
    if (this.slugs.size) asked.set("keep", [...this.slugs].join(","));
    if (this.isOpen) asked.set("list", "kept");
  }

  toggle(button) {
    const { slug } = button.closest(".program").dataset;
    if (!this.slugs.delete(slug)) this.slugs.add(slug);
    this.changed();
  }

  /** The kept programs by group. Those that no file held are taken from their pages; what has no page is forgotten. */
  async rows(programs) {
    const found = await Promise.all([...this.slugs].map(async (slug) => [slug, programs.locate(slug) ?? (await this.fetch(slug))]));
    const groups = new Map([...programs.find({ place: "", age: "", need: "", who: "", with: "" }).groups.keys()].map((name) => [name, []]));
    for (const [slug, program] of found) {
      if (program) groups.get(program.group)?.push(program.row);
      else this.slugs.delete(slug);
    }
    return groups;
  }

  /** The card that the page of a program holds; null where there is none. */
  async fetch(slug) {
    if (!this.fetched.has(slug)) {
      const sent = await fetch(`${this.root}${slug}/`);
      const held = sent.ok && new DOMParser().parseFromString(await sent.text(), "text/html").getElementById("card");
      this.fetched.set(slug, held ? { group: held.dataset.group, row: cardIn(held) } : null);
    }
    return this.fetched.get(slug);
  }

  async open(isOpen) {
    this.isOpen = isOpen;
    await this.changed();
    document.getElementById(isOpen ? "kept-heading" : "place").focus();
  }

  /** Show on the page what is kept. */
  mark() {
    for (const button of this.results.querySelectorAll(".keep")) this.markButton(button);
    hide(this.opener, !this.slugs.size || this.isOpen);
    this.opener.querySelector(".count").textContent = this.slugs.size;
    hide(document.getElementById("kept"), !this.isOpen);
    hide(document.getElementById("kept-none"), this.slugs.size > 0);
    document.getElementById("finder").classList.toggle("away", this.isOpen);
  }

  markButton(button) {
    const isKept = this.slugs.has(button.closest(".program").dataset.slug);
    if (button.ariaPressed === String(isKept)) return;
    button.ariaPressed = String(isKept);
    button.firstChild.data = this.results.dataset[isKept ? "kept" : "keep"];
  }
}

function cardIn(held) {
  const card = document.importNode(held.content.querySelector(".program"), true);
  card.querySelector(".keep").hidden = false;
  return card;
}
