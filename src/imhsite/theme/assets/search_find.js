// From a question to pages in their order. Knows nothing of how the page shows them.

import { holds } from "./ages.js";
import { heardIn, needIn } from "./search_heard.js";
import { needTerm, Pieces } from "./search_index.js";
import { Reader } from "./search_question.js";
import { distance, plainWords, stem } from "./search_words.js";

const MOST = 30;
const ALL = 0.99;
const INEXACT = 0.85;
/** So many answers are shown before the others are grouped. */
export const FIRST = 3;
const LEAST = 0.015;
const SHORTEST_NAME = 5; // letters of a name that may hold a slip
/** The share of a question that has to lead to a help line for the line to come before all else. */
const MOSTLY = 0.6;
/** The share of the words that lead somewhere that have to tell of a danger. */
const DANGER = 0.3;
const WEIGHT = { word: 1, corrected: 0.8, need: 1, means: 0.5, place: 0.2, common: 0.3, program: 0.6 };

// What a page is given for its words (the best match: 1), for what staff wrote, for its name, for the
// place and for the age adds up.
const SCORE = {
  words: 1.1, commonWords: 0.5,
  lead: 0.2, wholeLead: 2.6, next: 0.2,
  name: 0.2, wholeName: 0.9, exactName: 3.2, exactTerm: 3, explainedBeside: 1.5,
  place: 1.6, likelyPlace: 1.3, near: 0.3, statewide: 0.1,
  age: 0.4, onlyAge: 1.6,
  precise: 0.1, ordered: 0.01,
};
const TIMES = { line: 0.7, need: 0.5, explained: 0.5, ended: 0.5, initiative: 0.75, here: 1.3, notHere: 0.3, ofAge: 1.15, notOfAge: 0.5 };

/** Finds the pages of SITE (search/pages.json) that answer a question; LOAD fetches JSON from the folder of the search, OPEN TYPED what reads "places" or "ages". */
export class Search {
  constructor(site, load, openTyped) {
    this.site = site;
    this.load = load;
    this.pages = new Map(site.pages.map((page) => [page.path, page]));
    this.index = new Pieces(site.pieces, (name) => load(`words/${name}`), (letter) => load(`letters/${letter}`));
    for (const [term, found] of Object.entries(site.terms)) this.index.terms.set(term, found);
    this.programs = new Pieces(site.programs, (name) => load(`programs/${name}`));
    for (const lead of site.words) lead.pages = lead.pages?.map((page) => site.pages[page]?.path ?? page);
    this.reader = new Reader(site, this.index, this.programs, openTyped);
  }

  /**
   * The pages that answer TEXT, the best first; the terms to mark; the words put right; the name of another state that is meant; the help
   * `line` to show before all else; what was `heard`; and whether the reader must be able `toLeave` these answers fast.
   */
  async find(text) {
    const found = await this.answers(text);
    return found.results.length || found.isEveryPlace ? found : this.answers(text, true);
  }

  /** The same; a place is looked for in every word where the question MAY BE ONE, such as a town's name with a slip. */
  async answers(text, mayBePlace = false) {
    const asked = await this.reader.read(text, mayBePlace);
    if (asked.towns) this.addTowns(asked.towns);
    const wanted = await this.addPrograms(asked);
    const terms = this.terms(asked);
    const certain = [this.byLeads(asked), this.byName(asked), this.byWholeName(asked), this.byPlace(asked), this.byAge(asked)];
    const parts = [this.byWords(asked, terms, this.ranked(terms, wanted)), ...certain];
    const results = this.withLine(this.withTerm(this.withPlace(this.best(parts, asked), asked), asked), asked);
    return {
      results, terms: new Set(terms.keys()), corrected: asked.corrected, outside: asked.outside,
      line: this.dangerLine(asked), heard: heardIn(asked, this.site), isEveryPlace: Boolean(asked.towns) && !asked.towns.isOne, isWeak: !results.length || certain.every(({ size }) => !size),
      toLeave: [this.dangerLine(asked), ...results.slice(0, FIRST)].some((page) => page?.exit),
    };
  }

  /** What TEXT says beside place and age: the help `line` that answers it before all else, the one `need` that it names, the other language that it asks for as `spoken`, and the `rest`, the words that were not understood; none where TEXT names another state. */
  async hear(text) {
    const asked = await this.reader.read(text);
    if (asked.towns) this.addTowns(asked.towns);
    const { spoken } = heardIn(asked, this.site);
    return { line: this.dangerLine(asked) ?? this.lineFor(asked.leads), need: needIn(asked.leads), rest: asked.outside === undefined ? asked.rest : "", spoken };
  }

  /** The pages of the towns among PLACES: all, or the one that is asked for. */
  addTowns({ places }) {
    for (const page of towns(this.site, places)) if (!this.pages.has(page.path)) this.pages.set(page.path, page);
  }

  /** Have the programs for the need and the place of the question, where these are in pieces of their own; tells the terms that stand for both. */
  async addPrograms({ place, leads, towns: told }) {
    const slugs = place ? [place.slugs[0], ...(told.places.towns[place.slugs[0]] ?? [])] : [];
    const wanted = [...slugs.map((slug) => `place:${slug}`), ...leads.flatMap(({ lead }) => lead.needs ?? []).map(needTerm)];
    await this.programs.fetchTerms(wanted);
    for (const page of this.programs.pages.values()) if (!this.pages.has(page.path)) this.pages.set(page.path, Object.assign(page, { kind: "programs", group: "programs" }));
    return wanted;
  }

  ranked(terms, asked) {
    const ofPages = [...this.index.rank(terms)].map(([number, found]) => [this.site.pages[number].path, found]);
    const wanted = new Map([...terms, ...asked.map((term) => [term, WEIGHT.place])]);
    const ofPrograms = [...this.programs.rank(wanted)].map(([number, found]) => [this.programs.pages.get(number).path, { ...found, score: found.score * WEIGHT.program }]);
    return new Map([...ofPages, ...ofPrograms]);
  }

  /** The help line that the most telling of LEADS names before all else; null where they lead elsewhere. */
  lineFor(leads) {
    const [strongest] = leads.filter(({ lead }) => lead.pages).sort((a, b) => b.share - a.share);
    const page = this.pages.get(strongest?.lead.pages[0]);
    return page?.call ? page : null;
  }

  /** The help line for the danger that the question tells of; null where it tells of none. */
  dangerLine({ leads }) {
    return this.lineFor(leads.filter(({ lead, part }) => lead.danger && part >= DANGER));
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
      if (lead.means) add(lead.means, WEIGHT.means);
    }
    return terms;
  }

  weight(token, term) {
    if (token.inPlace) return WEIGHT.place;
    if (this.index.common.has(term)) return WEIGHT.common;
    return token.corrected ? WEIGHT.corrected : WEIGHT.word;
  }

  byWords(asked, terms, found) {
    const scores = new Scores();
    const top = Math.max(...[...found.values()].map(({ score }) => score));
    const isTelling = [...found.values()].some(({ terms: held }) => held.some((term) => terms.get(term) > WEIGHT.common));
    const most = isTelling ? SCORE.words : SCORE.commonWords;
    for (const [path, { score }] of found) scores.raise(path, (score / top) * most * this.fit(this.pages.get(path), asked));
    return scores;
  }

  /** How well a program fits the place and the age of the question; less for a word explained, a help line and a need, 1 for every other page. */
  fit(page, { place, months }) {
    if (page.kind !== "programs") return { glossary: TIMES.explained, help_lines: TIMES.line, needs: TIMES.need }[page.kind] ?? 1;
    const here = place && this.reachOf(page, place);
    const ofPlace = here === "near" ? TIMES.here : place && !here ? TIMES.notHere : 1;
    const ofAge = months === null || !page.ages ? 1 : isFor(page, months) ? TIMES.ofAge : TIMES.notOfAge;
    return ofPlace * ofAge * (page.ended ? TIMES.ended : 1) * (page.sort === "initiative" ? TIMES.initiative : 1);
  }

  /** Less for a program that does not serve the place of the question; 1 for every other page. */
  reaches(path, { place }) {
    const page = this.pages.get(path);
    return place && page?.kind === "programs" && !this.reachOf(page, place) ? TIMES.notHere : 1;
  }

  reachOf(program, place) {
    const found = place.slugs.map((slug) => place.reach(program.serves ?? "", slug, place.places));
    return found.includes("near") ? "near" : found.find(Boolean);
  }

  byLeads(asked) {
    const scores = new Scores();
    for (const found of asked.leads) {
      const { lead } = found;
      const most = scoreOfLead(found);
      (lead.pages ?? []).forEach((path, index) => scores.raise(path, (most - SCORE.next * index) * this.reaches(path, asked)));
    }
    return scores;
  }

  /** A page whose name stands in the question. */
  byName({ leads }) {
    const scores = new Scores();
    for (const found of leads.filter(({ lead }) => "named" in lead)) {
      const { lead, share, exact } = found;
      const page = lead.page ?? this.site.pages[lead.named];
      const part = (SCORE.name + share * (SCORE.wholeName - SCORE.name)) * exact * (page.kind === "glossary" ? TIMES.explained : 1);
      scores.raise(page.path, share > ALL && exact > ALL ? this.scoreOfWhole(page, leads) : part);
      if (page.kind === "programs" && exact > ALL && isRow(found.at) && leads.some(({ lead: other, at }) => other.pages && isSame(at, found.at))) scores.raise(page.path, scoreOfLead(found) + SCORE.precise);
    }
    return scores;
  }

  /** The pages whose whole name the question is, but for blanks and one slip of the keys, where nothing has the name as it is typed. */
  byWholeName({ words, leads }) {
    const scores = new Scores();
    const typed = words.join("");
    if (isName(leads) || typed.length < SHORTEST_NAME) return scores;
    const titles = [...this.pages.values()].map((page) => [plainWords(page.title).join(""), page]);
    const names = this.index.phrases.map(({ number, words: name }) => [name.join(""), this.site.pages[number - this.site.words.length]]);
    const isMeant = (name) => distance(typed, name, 1) < 2 && digits(name) === digits(typed);
    for (const [name, page] of [...titles, ...names]) if (page && isMeant(name)) scores.raise(page.path, this.scoreOfWhole(page, leads));
    return scores;
  }

  /** What a page is given for a question that is its name: less for a word explained where LEADS have a page or a line about it. */
  scoreOfWhole({ kind, title }, leads) {
    if (kind !== "glossary") return SCORE.exactName;
    const pages = leads.filter(({ share }) => share > ALL).map(({ lead, exact }) => ({ page: this.pages.get(lead.pages?.[0]), exact }));
    const isAbout = ({ page, exact }) => ["page", "help_lines"].includes(page?.kind) && (exact || isNamedIn(title, page.title));
    return pages.some(isAbout) ? SCORE.explainedBeside : SCORE.exactTerm;
  }

  /** A place brings its own page, and the programs that serve it. */
  byPlace({ place }) {
    const scores = new Scores();
    if (!place) return scores;
    place.slugs.forEach((slug, order) => {
      scores.raise(pathOf(slug, place), (place.exact ? SCORE.place : SCORE.likelyPlace) - 0.01 * order);
    });
    for (const program of [...this.pages.values()].filter(({ kind }) => kind === "programs")) {
      if (!program.ended && program.sort === "service") scores.raise(program.path, SCORE[this.reachOf(program, place)] ?? 0);
    }
    return scores;
  }

  byAge({ months, tokens }) {
    const scores = new Scores();
    if (months === null) return scores;
    const isAlone = tokens.every((token) => token.isStop || token.isAge || token.isCount || token.inPlace || token.stems.every((term) => this.index.common.has(term)));
    for (const group of this.site.pages.filter(({ kind }) => kind === "age_groups")) if (isFor(group, months)) scores.raise(group.path, isAlone ? SCORE.onlyAge : SCORE.age);
    return scores;
  }

  /** PAGES with that of the place in the question among those shown first. */
  withPlace(pages, { place }) {
    const at = place?.exact ? pages.findIndex((page) => page.path === pathOf(place.slugs[0], place)) : 0;
    return at < FIRST ? pages : moved(pages, at, FIRST - 1);
  }

  /** PAGES with the word explained where the question is but that word: first where its meaning is asked, or after what has the same name, the page or the help line about it. */
  withTerm(pages, { leads, tokens }) {
    const named = leads.filter(({ lead, share }) => "named" in lead && share > ALL).map(({ lead }) => lead.page ?? this.site.pages[lead.named]);
    const at = pages.findIndex((page) => page.kind === "glossary" && named.includes(page));
    const isAfter = named.includes(pages[0]) || ["page", "help_lines"].includes(pages[0]?.kind);
    const to = isAfter && !tokens.some(({ asks }) => asks) ? 1 : 0;
    return at <= to ? pages : moved(pages, at, to);
  }

  /** PAGES with the help line first that the question needs for a danger, or that most of it asks for: not where programs help with it as a need, or it is the name of a page. */
  withLine(pages, asked) {
    const { leads } = asked;
    const telling = leads.filter(({ share }) => share >= MOSTLY);
    const danger = this.dangerLine({ leads });
    const line = danger ?? this.lineFor(telling.filter(({ lead }) => !lead.needs));
    const isNamed = this.byWholeName(asked).size || telling.some(({ lead, exact }) => "named" in lead && (!danger || exact > ALL));
    return line && !isNamed ? [line, ...pages.filter((page) => page !== line)].slice(0, MOST) : pages;
  }

  /** The pages with the highest sums of PARTS. */
  best(parts, asked) {
    const sums = new Scores();
    for (const [path, score] of parts.flatMap((scores) => [...scores])) sums.set(path, (sums.get(path) ?? 0) + score);
    for (const { lead, share } of asked.leads) if (share > ALL && !isName(asked.leads)) keepOrder(lead.pages ?? [], sums);
    for (const [general, precise] of narrowed(asked, this.site.pages)) sums.raise(precise, sums.get(general) + SCORE.precise);
    const found = [...sums].filter(([path]) => this.pages.has(path)).sort((a, b) => b[1] - a[1]).slice(0, MOST);
    return found.filter(([, score]) => score >= LEAST * found[0][1]).map(([path]) => this.pages.get(path));
  }
}

/** Scores by path; a page keeps the highest that it is given. */
class Scores extends Map {
  raise(path, score) {
    if (score > (this.get(path) ?? 0)) this.set(path, score);
  }
}

/** What the first page is given to which a lead of the question leads. */
function scoreOfLead({ part, exact }) {
  return (SCORE.lead + part * (SCORE.wholeLead - SCORE.lead)) * (INEXACT + exact * (1 - INEXACT));
}

/** Whether the whole question is the name of a page to which LEADS lead. */
function isName(leads) {
  return leads.some(({ lead, share, exact }) => "named" in lead && share > ALL && exact > ALL);
}

/** Whether the places AT follow one another. */
function isRow(at) {
  return [...at].every((place, index, all) => !index || place === all[index - 1] + 1);
}

function isSame(one, other) {
  return one.size === other.size && [...one].every((at) => other.has(at));
}

/** Whether TITLE has all words of NAME, in any of their forms. */
function isNamedIn(name, title) {
  const words = new Set(plainWords(title).map(stem));
  return plainWords(name).every((word) => words.has(stem(word)));
}

function digits(text) {
  return text.replace(/\D/g, "");
}

/** Give PAGES, which staff put in this order, such SUMS that each comes before the next. */
function keepOrder(pages, sums) {
  for (const [index, path] of [...pages.entries()].reverse()) if (index) sums.raise(pages[index - 1], (sums.get(path) ?? 0) + SCORE.ordered);
}

/** Pairs of pages to which different words of the question lead, the second below the first: "mentor endorsement". */
function narrowed({ leads }, pages) {
  const first = leads.map(({ lead }) => ({ lead, path: "named" in lead ? (lead.page ?? pages[lead.named]).path : lead.pages?.[0] })).filter(({ path }) => path);
  const isBelow = (one, other) => one.lead !== other.lead && other.path !== one.path && other.path.startsWith(one.path);
  return first.flatMap((one) => first.filter((other) => isBelow(one, other)).map((other) => [one.path, other.path]));
}

function pathOf(slug, { places }) {
  return `${slug in places.towns ? "towns" : "regions"}/${slug}/`;
}

/** PAGES with the one AT a place moved up TO another. */
function moved(pages, at, to) {
  return [...pages.slice(0, to), pages[at], ...pages.slice(to, at), ...pages.slice(at + 1)];
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
