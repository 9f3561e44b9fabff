// The search page: reads the question from the address or the form, and shows the answers. Whatever
// comes from data or from the reader goes into the page as text, never as markup.

import { FIRST, openSearch } from "./search_find.js";
import { stem, wordsOf } from "./search_words.js";

const GROUPS = ["programs", "parents", "professionals", "places", "about"];
const EXCERPT = 170;

class SearchPage {
  constructor(form, place) {
    this.form = form;
    this.place = place;
    this.says = place.dataset;
    this.status = document.getElementById("search-count");
    this.corrected = document.getElementById("search-corrected");
    this.language = document.documentElement.lang;
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("popstate", () => this.restore());
    form.hidden = false;
    this.restore();
  }

  submit(event) {
    event.preventDefault();
    const words = this.form.elements.q.value.trim();
    const address = words ? `?${new URLSearchParams({ q: words })}` : location.pathname;
    if (address !== (location.search || location.pathname)) history.pushState(null, "", address);
    return this.answer(words);
  }

  restore() {
    const words = new URLSearchParams(location.search).get("q") ?? "";
    this.form.elements.q.value = words;
    return this.answer(words.trim());
  }

  /** Answer WORDS; a later question that is answered sooner is not overwritten. */
  async answer(words) {
    this.asked = words;
    if (!words) return this.show(words, { results: [], terms: new Set(), corrected: [] });
    try {
      this.search ??= openSearch(this.says.pages, this.says.places);
      const search = await this.search;
      if (this.asked === words) this.show(words, search.find(words));
    } catch (error) {
      this.search = undefined;
      this.status.textContent = this.status.dataset.failed;
      throw error;
    }
  }

  show(words, { results, terms, corrected }) {
    const groups = [[this.says.best, results.slice(0, FIRST)], ...this.groups(results.slice(FIRST))];
    this.place.replaceChildren(...groups.filter(([, pages]) => pages.length).map(([name, pages]) => this.section(name, pages, terms)));
    this.status.textContent = words ? this.counted(results.length, words) : "";
    this.corrected.textContent = this.corrected.dataset.words.replace("{words}", () => corrected.join(", "));
    this.corrected.hidden = !corrected.length;
  }

  groups(pages) {
    return GROUPS.map((group) => [this.says[camel(`group-${group}`)], pages.filter((page) => page.group === group)]);
  }

  counted(count, words) {
    const { one, other, none } = this.status.dataset;
    const form = count === 0 ? none : count === 1 ? one : other;
    return form.replace("{count}", count).replace("{words}", () => words);
  }

  section(name, pages, terms) {
    const list = element("ol", { className: "search-results" }, ...pages.map((page) => this.result(page, terms)));
    return element("section", { className: "group" }, element("h2", {}, name), list);
  }

  result(page, terms) {
    const link = element("a", { href: this.says.root + page.path, lang: this.foreign(page) }, page.title);
    const tags = [this.says[camel(`kind-${page.kind}`)], page.ended && this.says.ended, this.foreign(page) && this.says[camel(`language-${page.language}`)]];
    return element(
      "li", { className: "card" },
      element("h3", {}, link),
      element("ul", { className: "tags" }, ...tags.filter(Boolean).map((tag) => element("li", { className: "tag" }, tag))),
      ...(page.text ? [element("p", { lang: this.foreign(page) }, ...excerpt(page.text, terms))] : []),
    );
  }

  /** The language of PAGE where it is not that of this page. */
  foreign(page) {
    return page.language === this.language ? "" : page.language;
  }
}

/** Some words of TEXT around those that TERMS mean, which are marked. */
function excerpt(text, terms) {
  const words = wordsOf(text).map((word) => ({ ...word, isMarked: terms.has(stem(word.word)) }));
  const first = bestStart(words);
  const start = first ? words[first].start : 0;
  const shown = words.slice(first).filter(({ end }) => end <= start + EXCERPT);
  const end = shown.at(-1)?.end ?? 0;
  const parts = [start ? "… " : ""];
  let at = start;
  for (const word of shown.filter(({ isMarked }) => isMarked)) {
    parts.push(text.slice(at, word.start), element("mark", {}, text.slice(word.start, word.end)));
    at = word.end;
  }
  return [...parts, text.slice(at, end), end < text.trimEnd().length - 1 ? " …" : text.slice(end)];
}

/** The word to begin at, so that most marked words follow within an excerpt; some words before the first of them are kept. */
function bestStart(words) {
  const marked = words.flatMap((word, index) => (word.isMarked ? [index] : []));
  const held = (from) => new Set(marked.filter((index) => index >= from && words[index].end <= words[from].start + EXCERPT).map((index) => words[index].word)).size;
  const best = marked.reduce((found, index) => (held(index) > found.count ? { index, count: held(index) } : found), { index: 0, count: 0 });
  return words[best.index] && words[best.index].end > EXCERPT ? Math.max(0, best.index - 4) : 0;
}

function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) if (value) made[property] = value;
  made.append(...children);
  return made;
}

function camel(name) {
  return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}

const form = document.getElementById("search");
if (form) new SearchPage(form, document.getElementById("search-results"));
