// How answers look: on the page of the search as lists of links, in the dialog as options of one list.
// Whatever comes from data or from the reader goes into the page as text, never as markup.

import { element } from "./element.js";
import { FIRST } from "./search_find.js";
import { stem, wordsOf } from "./search_words.js";

const EXCERPT = 170;

/** Draws answers in the words SAYS of a language; ROOT is the address of the home page, LOAD TEXTS fetches what the PAGES say. */
export class Results {
  constructor({ says, root, folders, language, pages }, loadTexts) {
    Object.assign(this, { says, root, loadTexts, folder: folders[language].replace(/search\/$/, ""), folders, numbers: new Map(pages.map(({ path }, number) => [path, number])), language: document.documentElement.lang });
  }

  /** How many answers there are, in words. */
  counted(count, words) {
    const { count: forms, none } = this.says;
    const form = count === 0 ? none : formOf(forms, count, this.language);
    return form.replace("{count}", count).replace("{words}", () => words);
  }

  /** What there is to say of a question: that it is about another state, and which words were put right. */
  noted({ corrected, outside }) {
    const state = outside ? this.says.outside.replaceAll("{there}", () => outside) : "";
    const words = corrected.length ? this.says.corrected.replace("{words}", () => corrected.join(", ")) : "";
    return [state, words].filter(Boolean).join(" ");
  }

  /** What was HEARD, each part with a button that takes it out; AGAIN is called with the question that is left. */
  heard({ heard }, again) {
    const { parts, unheard, spoken, ages } = heard;
    const button = (text, label, question) => {
      const made = element("button", { type: "button", class: "button quiet", "aria-label": label }, text);
      made.addEventListener("click", () => again(question));
      return made;
    };
    const remove = ({ text, without }) => button(`${text} ×`, this.says.remove.replace("{words}", () => text), without);
    return [
      ...(parts.length ? [row(this.says.heard, ...parts.map(remove))] : []),
      ...(ages.length ? [row(this.says.age, ...ages.map((age) => button(this.aged(age), "", this.aged(age))))] : []),
      ...(unheard ? [element("p", { class: "hint" }, this.says.unheard.replace("{words}", () => unheard))] : []),
      ...(spoken ? [this.inLanguage(spoken)] : []),
    ];
  }

  inLanguage({ language, without }) {
    return element("p", {}, this.linkIn(language, `${this.folders[language]}#${new URLSearchParams({ q: without })}`));
  }

  /** A link to the finder in the language that is SPOKEN, with the rest of the sentence; nothing for none. */
  finderIn(spoken) {
    if (!spoken) return [];
    const finder = this.folders[spoken.language].replace(/search\/$/, "programs/");
    return [this.linkIn(spoken.language, `${finder}#${new URLSearchParams({ place: spoken.without })}`)];
  }

  linkIn(language, href) {
    return element("a", { href, lang: language, hreflang: language }, this.says.inLanguage[language]);
  }

  /** SAID, units with their counts, in words. */
  aged(said) {
    return said.map(([unit, count]) => formOf(this.says.ages[unit], count, this.language).replace("{count}", count)).join(" ");
  }

  /** A link to the finder with what was HEARD of place, age and need; null where nothing was. */
  toFinder({ heard }) {
    const asked = new URLSearchParams(heard.finder);
    return String(asked) ? element("p", {}, element("a", { href: `${this.folder}programs/#${asked}` }, this.says.finder)) : null;
  }

  /** The help line PAGE, large, with its number to call. */
  line(page) {
    const { title, lang, href, call, number } = this.said(page, new Set());
    return element(
      "div", { class: "help-box" },
      element("p", { class: "number" }, element("a", { href: `tel:${call[1]}` }, number)),
      element("p", { lang }, element("a", { href }, title), ` – ${page.purpose}`),
    );
  }

  /** What was found, as a page has it: the first of it, then the others by their group. */
  links(found) {
    return this.drawn(found, LINKS);
  }

  /** The same as options of a list. */
  options(found) {
    return this.drawn(found, OPTIONS);
  }

  drawn({ results, terms }, shape) {
    const others = Object.entries(this.says.groups).map(([group, name]) => [name, results.slice(FIRST).filter((page) => page.group === group)]);
    const groups = [[this.says.best, results.slice(0, FIRST)], ...others].filter(([, pages]) => pages.length);
    return groups.map(([name, pages]) => shape.group(name, pages.map((page) => shape.item(this.said(page, terms)))));
  }

  /** Write into PLACE, which is returned, what PAGE says around TERMS, once its texts are there. */
  write(page, terms, place) {
    const show = (text) => (text ? place.replaceChildren(...excerpt(text, terms)) : place.remove());
    if (page.text) show(page.text);
    else this.loadTexts().then((texts) => show(texts[this.numbers.get(page.path)])).catch(() => place.remove());
    return place;
  }

  said(page, terms) {
    const { kinds, ended, languages } = this.says;
    const isForeign = page.language !== this.language;
    return {
      href: this.root + page.path,
      lang: isForeign && page.language,
      title: page.title,
      tags: [kinds[page.kind], page.ended && ended, isForeign && languages[page.language]].filter(Boolean),
      text: (place) => this.write(page, terms, place),
      call: page.call,
      number: page.call && this.says.call.replace("{number}", page.call[0]),
    };
  }
}

function formOf(forms, count, language) {
  return forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
}

function row(text, ...parts) {
  return element("div", { class: "row" }, element("span", {}, text), ...parts);
}

const LINKS = {
  group: (name, items) => element("section", { class: "group" }, element("h2", {}, name), element("ol", { class: "search-results" }, ...items)),
  item: ({ href, lang, title, tags, text, call, number }) =>
    element(
      "li", { class: "card" },
      element("h3", {}, element("a", { href, lang }, title)),
      element("ul", { class: "tags" }, ...tags.map((tag) => element("li", { class: "tag" }, tag))),
      ...(call ? [element("p", { class: "number" }, element("a", { href: `tel:${call[1]}` }, number))] : []),
      text(element("p", { class: "excerpt", lang })),
    ),
};

// https://www.w3.org/WAI/ARIA/apg/patterns/listbox/: an option holds no link, so it is one.
const OPTIONS = {
  group: (name, items) => element("div", { role: "group", "aria-label": name }, element("span", { class: "group-name", "aria-hidden": "true" }, name), ...items),
  item: ({ href, lang, title, tags, text }) =>
    element(
      "a", { href, role: "option", tabindex: "-1" },
      element("strong", { lang }, title), " ",
      ...tags.flatMap((tag) => [element("span", { class: "tag" }, tag), " "]),
      text(element("span", { class: "excerpt", lang })),
    ),
};

/** Some words of TEXT around those that TERMS mean, which are marked. */
function excerpt(text, terms) {
  const words = wordsOf(text).map((word) => ({ ...word, isMarked: terms.has(stem(word.word)) }));
  const first = bestStart(words);
  const start = first ? words[first].start : 0;
  const shown = words.slice(first).filter(({ end }) => end <= start + EXCERPT);
  const isCut = shown.length < words.length - first;
  const parts = [start ? "… " : ""];
  let at = start;
  for (const word of shown.filter(({ isMarked }) => isMarked)) {
    parts.push(text.slice(at, word.start), element("mark", {}, text.slice(word.start, word.end)));
    at = word.end;
  }
  return [...parts, isCut ? `${text.slice(at, shown.at(-1)?.end ?? at)} …` : text.slice(at)];
}

/** The word to begin at, so that most marked words follow within an excerpt; some words before the first of them are kept. */
function bestStart(words) {
  const marked = words.flatMap((word, index) => (word.isMarked ? [index] : []));
  const held = (from) => new Set(marked.filter((index) => index >= from && words[index].end <= words[from].start + EXCERPT).map((index) => words[index].word)).size;
  const best = marked.reduce((found, index) => (held(index) > found.count ? { index, count: held(index) } : found), { index: 0, count: 0 });
  return words[best.index] && words[best.index].end > EXCERPT ? Math.max(0, best.index - 4) : 0;
}
