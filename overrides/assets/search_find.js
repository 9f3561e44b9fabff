// From a question to pages in their order. Knows nothing of how the page shows them.

import { holds, reach } from "./finder.js";
import { PageIndex, needTerm } from "./search_index.js";
import { Reader } from "./search_question.js";
import { plainWords, termsOf } from "./search_words.js";

const MOST = 30;
const LEAST = 0.05;
const COMMON = 0.25;
const WEIGHT = { word: 1, corrected: 0.8, need: 1.5, means: 0.5, place: 0.2, common: 0.3 };
// The best match by its words alone scores 1, or `untelling` where the words stand everywhere; what staff or the place or the age point to is set against that.
const SCORE = { lead: 1.3, longer: 0.1, next: 0.03, alsoLeads: 1.1, place: 1.15, likelyPlace: 1.05, onlyAge: 1.1, name: 0.95, longerName: 0.15, age: 0.6, untelling: 0.5, near: 0.5, statewide: 0.25 };
const TIMES = { ended: 0.5, initiative: 0.75, here: 1.3, notHere: 0.3, ofAge: 1.15, notOfAge: 0.5 };

/** Load what the search knows and return the search. Rejects where a file cannot be had. */
export async function openSearch(pagesAddress, placesAddress) {
  const [site, places] = await Promise.all([load(pagesAddress), load(placesAddress)]);
  return new Search(site, places);
}

async function load(address) {
  const sent = await fetch(address);
  if (!sent.ok) throw new Error(`${address}: ${sent.status}`);
  return sent.json();
}

/** Finds the pages of the site that answer a question. */
export class Search {
  constructor(site, places) {
    this.places = places;
    this.pages = new Map([...site.pages, ...towns(site, places)].map((page) => [page.path, page]));
    this.translations = new Map(site.pages.filter((page) => page.of).map((page) => [`${page.language} ${page.of}`, page]));
    this.ageGroups = site.pages.filter((page) => page.kind === "age_groups");
    this.programs = site.pages.filter((page) => page.kind === "programs");
    this.sizes = new Map();
    for (const { language } of site.pages) this.sizes.set(language, (this.sizes.get(language) ?? 0) + 1);
    this.index = new PageIndex(site.pages);
    this.reader = new Reader(site, places, this.index.vocabulary());
  }

  /** The pages that answer TEXT, the best first, in LANGUAGE where they are translated; the terms to mark; the words put right. */
  find(text, language) {
    const asked = this.reader.read(text);
    const terms = this.terms(asked);
    const scores = new Scores();
    this.scoreTexts(scores, asked, terms);
    this.scoreLeads(scores, asked);
    this.scoreNames(scores, asked);
    this.scorePlace(scores, asked);
    this.scoreAge(scores, asked);
    return { results: this.best(scores, language), terms: new Set(terms.keys()), corrected: asked.corrected };
  }

  /** What to look for in the texts, each with its weight. */
  terms({ tokens, leads, months }) {
    const terms = new Map();
    const add = (term, weight) => terms.set(term, Math.max(weight, terms.get(term) ?? 0));
    for (const token of tokens) {
      if (token.isStop || (token.isCount && months !== null)) continue;
      for (const term of token.stems) add(term, this.weight(token, term));
    }
    for (const { lead } of leads) {
      for (const need of lead.needs ?? []) add(needTerm(need), WEIGHT.need);
      for (const term of (lead.means ?? []).flatMap((said) => termsOf(plainWords(said)))) add(term, WEIGHT.means);
    }
    return terms;
  }

  weight(token, term) {
    if (token.inPlace) return WEIGHT.place;
    if (this.isCommon(term)) return WEIGHT.common;
    return token.corrected ? WEIGHT.corrected : WEIGHT.word;
  }

  /** Whether TERM stands in so many pages of a language that it tells little. */
  isCommon(term) {
    const counts = new Map();
    for (const path of this.index.rank(new Map([[term, 1]])).keys()) {
      const { language } = this.pages.get(path);
      counts.set(language, (counts.get(language) ?? 0) + 1);
    }
    return [...counts].some(([language, count]) => count > COMMON * this.sizes.get(language));
  }

  scoreTexts(scores, asked, terms) {
    const found = this.index.rank(terms);
    const top = Math.max(...[...found.values()].map(({ score }) => score));
    const telling = [...found.values()].some(({ terms: held }) => held.some((term) => terms.get(term) > WEIGHT.common));
    const most = telling ? 1 : SCORE.untelling;
    for (const [path, { score }] of found) scores.raise(path, (score / top) * most * this.fit(this.pages.get(path), asked));
  }

  /** How well a program fits the place and the age of the question; 1 for every other page. */
  fit(page, { place, months }) {
    if (page.kind !== "programs") return 1;
    const here = place && this.reachOf(page, place);
    const ofPlace = place ? (here === "near" ? TIMES.here : here ? 1 : TIMES.notHere) : 1;
    const ofAge = months === null || !page.ages ? 1 : isFor(page, months) ? TIMES.ofAge : TIMES.notOfAge;
    return ofPlace * ofAge * (page.ended ? TIMES.ended : 1) * (page.sort === "initiative" ? TIMES.initiative : 1);
  }

  reachOf(program, place) {
    const found = place.slugs.map((slug) => reach(program.serves ?? "", slug, this.places));
    return found.includes("near") ? "near" : found.find(Boolean);
  }

  scoreLeads(scores, { leads }) {
    const leading = leads.filter(({ lead }) => lead.pages);
    leading.forEach(({ lead, terms }, order) => {
      const more = SCORE.longer * (terms.length - 1) - SCORE.next * order;
      lead.pages.forEach((path, index) => scores.raise(path, index ? SCORE.alsoLeads + (more - SCORE.next * index) / 10 : SCORE.lead + more));
    });
  }

  /** A page whose name stands in the question; a name of one word has to be at least half of what is asked. */
  scoreNames(scores, { leads, tokens }) {
    const telling = tokens.filter((token) => !token.isStop).length;
    for (const { lead, terms } of leads) {
      if ("named" in lead && (terms.length > 1 || telling < 3)) scores.raise(lead.named, SCORE.name + SCORE.longerName * (terms.length - 1));
    }
  }

  /** A place brings its own page, and the programs that serve it. */
  scorePlace(scores, { place }) {
    if (!place) return;
    place.slugs.forEach((slug, order) => {
      const folder = slug in this.places.towns ? "towns" : "regions";
      scores.raise(`${folder}/${slug}/`, (place.exact ? SCORE.place : SCORE.likelyPlace) - 0.01 * order);
    });
    for (const program of this.programs) {
      if (!program.ended && program.sort === "service") scores.raise(program.path, SCORE[this.reachOf(program, place)] ?? 0);
    }
  }

  scoreAge(scores, { months, tokens }) {
    if (months === null) return;
    const isAlone = tokens.every((token) => token.isStop || token.isAge || token.inPlace || token.stems.every((term) => this.isCommon(term)));
    for (const group of this.ageGroups) if (isFor(group, months)) scores.raise(group.path, isAlone ? SCORE.onlyAge : SCORE.age);
  }

  /** The pages with the highest scores; a page and its translation are one, shown in LANGUAGE. */
  best(scores, language) {
    const kept = new Map();
    for (const [path, score] of scores.falling()) {
      const page = this.pages.get(path);
      const shown = page && this.inLanguage(page, language);
      if (shown && !kept.has(shown.of ?? shown.path)) kept.set(shown.of ?? shown.path, { page: shown, score });
    }
    const found = [...kept.values()].slice(0, MOST);
    return found.filter(({ score }) => score >= LEAST * found[0].score).map(({ page }) => page);
  }

  inLanguage(page, language) {
    const original = page.of ?? page.path;
    return this.translations.get(`${language} ${original}`) ?? (this.pages.get(original)?.language === language ? this.pages.get(original) : page);
  }
}

/** Scores by path; a page keeps the highest that it is given. */
class Scores extends Map {
  raise(path, score) {
    if (score > (this.get(path) ?? 0)) this.set(path, score);
  }

  falling() {
    return [...this].sort((a, b) => b[1] - a[1]);
  }
}

function towns({ town }, places) {
  const named = (text, slug) => text.replace("{name}", places.shown[slug]);
  return Object.keys(places.towns).map((slug) => ({
    path: `towns/${slug}/`, title: named(town.title, slug), text: named(town.text, slug), kind: "towns", group: "places", language: town.language,
  }));
}

function isFor({ ages }, months) {
  return holds({ from: ages?.[0] ?? "", below: ages?.[1] }, months);
}
