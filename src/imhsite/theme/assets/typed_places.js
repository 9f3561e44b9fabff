// Places as people type them: an address, a village, a ZIP code, a sentence. What is sure is an answer; what can mean
// several places, or may be none, is a question. tests/cases/typed_places.yaml shows what is right.

import { plain } from "./ages.js";
import { fold } from "./places.js";
import { nearest } from "./search_words.js";

const LONGEST = 300; // characters that are read
const LONGEST_NAME = 5; // words
const LONGEST_STATE = 3;
const LONGEST_MISSPELLED = 3;
const LEAST_BEGINNING = 4; // letters of a name that are enough to offer it
const MOST_OFFERED = 8;
const MOST_BETWEEN = 2; // words between a town's name and "Road" that still make it the name of a road
const TOKEN = /(\d+(?:-\d{4})?(?!\p{L})|[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}'’]*[\p{L}\p{M}\p{N}])?)|([,;()/\n]|\s[-–]\s)/gu;
const INITIALS = /\b([a-z])\.\s?([a-z])\.(?=\W|$)/gi; // "N.Y."
// Codes of states that are also words of a sentence; after a name that is unknown they say nothing.
const WORDS_TOO = new Set("al co de hi id in la me mi ms oh ok or".split(" "));

/**
 * Reads places by what openPlaces gives; by WORDS, lists that commas part: for each kind of word, such as `streets` or `near`, those of all
 * languages, and `states` by language ("New York NY"); by OWN, the code of the site's state; states are named in LANGUAGE.
 */
export class PlaceReader {
  constructor(places, { states, short, ...kinds }, own, language) {
    Object.assign(this, { places, own, kinds: new Map(), states: new Map(), stateNames: {} });
    for (const [kind, list] of Object.entries(kinds)) for (const word of list.split(",")) this.addKind(plain(word), kind);
    this.short = new Map(short.split(",").map((pair) => plain(pair).split(" ")));
    for (const list of [states[language] ?? "", ...Object.values(states)]) for (const state of list.split(",")) this.addState(state.split(" "));
    this.names = Object.keys(places.names).filter((name) => !/\d/.test(name));
    this.numbered = new Map([...places.entries.values()].flatMap(({ name, slugs }) => [...tailsWithNumber(name)].map((tail) => [tail, slugs])));
  }

  addKind(word, kind) {
    this.kinds.set(word, (this.kinds.get(word) ?? new Set()).add(kind));
  }

  addState(words) {
    const at = words.findIndex((word) => /^[A-Z]{2}$/.test(word));
    const name = words.slice(0, at).join(" ");
    this.stateNames[words[at]] ??= name;
    for (const form of [name, ...words.slice(at)]) this.states.set(plain(form), words[at]);
  }

  /**
   * What TYPED says of a place: `slugs`, the likeliest first, and `why` it has to be asked which of them is meant ("" where the one is sure);
   * or `outside`, the name of another state or "" for one that is not named; or that it is but a `street`.
   */
  read(typed) {
    const whole = this.places.names[fold(typed)];
    if (whole && fold(typed)) return { slugs: whole, why: whole.length > 1 ? "which" : "" };
    const found = new Address(this, typed.slice(0, LONGEST)).meaning();
    return { slugs: [], why: "", ...found, slugs: [...new Set(found.slugs)].slice(0, MOST_OFFERED) };
  }

  is(word, kind) {
    return this.kinds.get(word)?.has(kind) ?? false;
  }

  /** The slugs that WORDS together can mean, also shortened, in another language, or turned round; undefined for none. A direction may stand at the end only where that IS the LAST word of a part. */
  lookUp(words, isLast = true) {
    const { names } = this.places;
    const known = (parts) => (Object.hasOwn(names, parts.join("")) ? names[parts.join("")] : undefined);
    const direct = known(words) ?? this.numbered.get(words.join(" "));
    if (direct || words.length < 2) return direct;
    const linked = words.filter((word, at) => !(at && at < words.length - 1 && this.is(word, "of")));
    const long = linked.map((word) => this.short.get(word) ?? this.fullName(word));
    const turns = (word) => linked.length < words.length || (word.length > 2 && this.short.has(word));
    const turned = [...(turns(linked[0]) ? [[...long.slice(1), long[0]]] : []), ...(isLast && turns(linked.at(-1)) ? [[long.at(-1), ...long.slice(0, -1)]] : [])];
    const found = [long, ...turned].map((parts) => known(parts) ?? this.numbered.get(parts.join(" "))).find(Boolean);
    return long.join() === words.join() ? undefined : found;
  }

  /** The name of the one town for which WORD is short: "Htfd". */
  fullName(word) {
    const slugs = Object.hasOwn(this.places.names, word) ? this.places.names[word] : [];
    return slugs.length === 1 ? fold(this.places.shown[slugs[0]]) : word;
  }

  /** The slugs of names that WORDS begin, or of which they may be a slip of up to two letters. */
  meant(words) {
    const asked = words.join("");
    const entries = [...this.places.entries.values()].sort((a, b) => a.rank - b.rank);
    const begun = asked.length < LEAST_BEGINNING ? [] : entries.filter(({ key, name }) => !/\d/.test(name) && key.startsWith(asked));
    const isTown = ({ slugs }) => slugs.some((slug) => slug in this.places.towns);
    const likely = begun.some(isTown) ? begun.filter(isTown) : begun;
    const found = likely.length ? likely.map(({ key }) => key) : nearest(asked, this.names).words;
    return found.flatMap((name) => this.places.names[name]);
  }
}

/** The ends of NAME that hold a number: "region 5" of "DCF Region 5". */
function* tailsWithNumber(name) {
  const words = plain(name).split(/[^a-z0-9]+/);
  if (/\d/.test(words.at(-1)) && words.length > 2) yield words.slice(1).join(" ");
}

/** TEXT taken apart: its words and what each is. */
class Address {
  constructor(reader, text) {
    Object.assign(this, { reader, words: [], spans: [], states: [], codes: [] });
    let part = 0;
    for (const [, word, gap] of text.replace(INITIALS, "$1$2 ").matchAll(TOKEN)) {
      if (gap) part++;
      else this.addWord(word, part);
    }
    this.findCodes();
    this.findStates();
    this.findNames();
    this.findStreets();
  }

  addWord(raw, part) {
    const word = plain(raw).replace(/[^a-z0-9-]/g, "");
    if (word) this.words.push({ word, raw, part, as: "" });
  }

  is(at, kind) {
    return Boolean(this.words[at]) && this.reader.is(this.words[at].word, kind);
  }

  isSamePart(one, other) {
    return this.words[one] && this.words[other] && this.words[one].part === this.words[other].part;
  }

  /** Take the words from START to END as one thing of the kind AS. */
  take(start, end, as) {
    for (let at = start; at < end; at++) this.words[at].as = as;
  }

  /** ZIP codes: five digits, also with four more, or four where the first is 0 and nothing follows that they would be the house number of. */
  findCodes() {
    const { zip } = this.reader.places;
    this.words.forEach(({ word }, at) => {
      const [, digits] = word.match(/^(\d{4,5})(?:-?\d{4})?$/) ?? [];
      if (!digits || this.is(at - 1, "unit")) return;
      const isShort = digits.length === 4 && `0${digits}`.startsWith(zip) && !(this.isSamePart(at, at + 1) && !this.reader.states.has(this.words[at + 1].word));
      if (digits.length < 5 && !isShort) return;
      this.codes.push(isShort ? `0${digits}` : digits);
      this.take(at, at + 1, "code");
    });
  }

  /** The words that begin AT a place as up to MOST, the longest first, each as its first place and the one after its last. */
  spansAt(at, most) {
    const ends = Array.from({ length: most }, (_, less) => at + most - less);
    return ends.filter((end) => end <= this.words.length && this.words.slice(at, end).every(({ part, as }) => !as && part === this.words[at].part));
  }

  findStates() {
    this.words.forEach(({ as }, at) => {
      const end = as ? undefined : this.spansAt(at, LONGEST_STATE).find((end) => this.reader.states.has(this.textOf(at, end)) && this.canBeState(at, end));
      if (!end) return;
      const code = this.reader.states.get(this.textOf(at, end));
      this.states.push({ at, code, isOwn: code === this.reader.own, isLast: this.isLast(end) });
      this.take(at, end, "state");
    });
  }

  textOf(at, end) {
    return this.words.slice(at, end).map(({ word }) => word).join(" ");
  }

  /** Whether nothing of the address follows in its part. */
  isLast(end) {
    return !this.isSamePart(end - 1, end) || this.words[end].as === "code" || this.is(end, "around");
  }

  canBeState(at, end) {
    const { reader, words } = this;
    if (reader.is(words[end]?.word, "streets") && this.isSamePart(at, end)) return false;
    const text = this.textOf(at, end);
    if (text === reader.own?.toLowerCase()) return !this.isCourt(at);
    if (Object.hasOwn(reader.places.names, fold(text))) return false;
    if (text.length > 2) return true;
    if (!this.isLast(end)) return false;
    const isAlone = !this.isSamePart(at - 1, at);
    const isWritten = /^[A-Z]{2}$/.test(words[at].raw) && words.some(({ raw }) => /\p{Ll}/u.test(raw));
    if (isAlone) return at > 0 && (!WORDS_TOO.has(text) || isWritten || at === words.length - 1 || words[at + 1].as === "code");
    const isAfterName = Array.from({ length: LONGEST_NAME }, (_, less) => at - 1 - less).some((start) => start >= 0 && this.isSamePart(start, at) && reader.lookUp(words.slice(start, at).map(({ word }) => word)));
    return isAfterName || isWritten || (at <= LONGEST_MISSPELLED && !WORDS_TOO.has(text));
  }

  /** Whether the "Ct" AT a place can end the name of a street: it follows a house number and no other word for a street. */
  canBeCourt(at) {
    const first = this.words.findIndex(({ part }) => part === this.words[at].part);
    const isAddress = /^\d/.test(this.words[first].word) && this.words[first].as !== "code" && first < at - 1 && !this.isSamePart(at, at + 1);
    return isAddress && !this.words.slice(first, at).some(({ word }) => this.reader.is(word, "streets"));
  }

  /** Whether it does, as a place follows: "45 Salem Ct, Glastonbury". */
  isCourt(at) {
    return this.canBeCourt(at) && this.words.slice(at + 1).some(({ as, word }) => !as && /[a-z]{3}/.test(word));
  }

  findNames() {
    this.words.forEach(({ as, word }, at) => {
      if (as) return;
      const end = this.spansAt(at, LONGEST_NAME).find((end) => (end > at + 1 || word.length > 2) && this.lookUp(at, end));
      if (!end) return;
      this.spans.push({ at, end, slugs: this.lookUp(at, end), isStreet: this.is(end - 1, "streets") });
      this.take(at, end, "name");
    });
  }

  lookUp(at, end) {
    return this.reader.lookUp(this.words.slice(at, end).map(({ word }) => word), this.isLast(end));
  }

  findStreets() {
    this.words.forEach(({ as }, at) => {
      if (!as && this.is(at, "before") && this.isSamePart(at, at + 1) && !this.endsStreet(at)) this.takeStreet(at, this.endAfter(at));
      else if ((!as && this.is(at, "streets")) || (as !== "state" && this.words[at].word === this.reader.own?.toLowerCase())) this.takeStreet(this.startBefore(at), at + 1);
    });
  }

  endsStreet(at) {
    return this.is(at, "streets") && this.isSamePart(at - 1, at) && !/^\d/.test(this.words[at - 1].word);
  }

  /** The end of the street's name that begins with a word such as "calle" AT a place. */
  endAfter(at) {
    let end = at + 1;
    while (this.isSamePart(at, end) && this.is(end, "of")) end++;
    while (this.isSamePart(at, end) && this.words[end].as === "name") end++;
    if (this.isSamePart(at, end) && /^\d+$/.test(this.words[end].word)) end++;
    return Math.max(end, at + 2);
  }

  /** The start of the street's name that ends with a word such as "Road" AT a place: its house number, or the names right before it. */
  startBefore(at) {
    const first = this.words.findIndex(({ part }) => part === this.words[at].part);
    const number = this.words.findLastIndex(({ word, as }, index) => index >= first && index < at && /^\d/.test(word) && as !== "code");
    if (number === first) return first;
    let start = at;
    while (start > first && at - start < MOST_BETWEEN && !this.words[start - 1].as && !this.isLink(start - 1)) start--;
    while (start > first && this.words[start - 1].as === "name") start--;
    return start;
  }

  /** Whether the word AT a place leads to a place, so that it is not part of a name. */
  isLink(at) {
    return ["in", "near", "of", "link"].some((kind) => this.is(at, kind));
  }

  takeStreet(start, end) {
    this.hasStreet ||= end - start > 1;
    for (const span of this.spans.filter(({ at }) => at >= start && at < end)) span.isStreet = true;
    this.take(start, end, "street");
  }

  /** What the whole address means, as PlaceReader.read tells it. */
  meaning() {
    const named = this.spans.filter(({ isStreet }) => !isStreet);
    const weak = this.spans.filter(({ isStreet, at }) => isStreet && this.words[at].as === "name");
    const spans = named.length ? named : weak;
    const elsewhere = this.elsewhere();
    if (elsewhere) return this.isContradicted(elsewhere) && spans.length ? { slugs: spans.flatMap(({ slugs }) => slugs), why: "disagree" } : { slugs: [], outside: elsewhere.name };
    if (!spans.length && !this.known().length) return this.unknown();
    return this.combined(spans);
  }

  /** The other state that is named or that a ZIP code lies in; undefined for none. */
  elsewhere() {
    const { places, stateNames } = this.reader;
    const state = this.states.find(({ isOwn, isLast }) => !isOwn && isLast);
    if (state) return { name: stateNames[state.code] };
    return this.codes.some((code) => !code.startsWith(places.zip)) ? { name: "" } : undefined;
  }

  isContradicted({ name }) {
    return this.states.some(({ isOwn }) => isOwn) || (name && this.known().length > 0);
  }

  /** The slugs of each ZIP code that the site knows. */
  known() {
    const { names } = this.reader.places;
    return this.codes.filter((code) => code in names).map((code) => names[code]);
  }

  combined(spans) {
    const found = [...this.known(), ...spans.map(({ slugs }) => slugs)];
    const all = found.flat();
    const narrowed = found.reduce((left, slugs) => this.both(left, slugs));
    if (!narrowed.length) return { slugs: all, why: this.codes.length ? "disagree" : "several" };
    if (this.codes.some((code) => !(code in this.reader.places.names))) return { slugs: narrowed, why: "disagree" };
    if (!this.known().length && this.words.some((_, at) => this.isNear(at))) return { slugs: narrowed, why: "near" };
    const isSure = this.known().length || (!this.states.some(({ isOwn }) => !isOwn) && spans.some((span) => this.isStrong(span)));
    return { slugs: narrowed, why: narrowed.length > 1 ? "which" : isSure ? "" : "sure" };
  }

  isNear(at) {
    return this.is(at, "near") && this.words[at].as !== "street";
  }

  /** What both ONE and OTHER, lists of slugs, can mean: the same place, or the town in the region. */
  both(one, other) {
    const { towns } = this.reader.places;
    const isIn = (slug, list) => list.includes(slug) || (towns[slug] ?? []).some((region) => list.includes(region));
    const found = [...one.filter((slug) => isIn(slug, other)), ...other.filter((slug) => isIn(slug, one))];
    const inside = found.filter((slug) => slug in towns);
    return [...new Set(inside.length ? inside : found)];
  }

  /** Whether a name stands where a place stands: alone in its part, after "in", before the state. */
  isStrong({ at, end }) {
    if (this.isSamePart(at - 1, at) && this.is(at - 1, "in")) return true;
    if (this.states.some((state) => state.at === end && state.isOwn)) return !this.canBeCourt(end);
    const others = this.words.map((word, index) => ({ ...word, index })).filter(({ part, as }) => part === this.words[at].part && !as);
    return !this.followsUnknown(at) && others.every(({ word, index }) => /^\d+$/.test(word) || ["around", "in", "of", "unit", "age"].some((kind) => this.is(index, kind)));
  }

  /** Whether before the part of the name AT a place stands one that may be a place as well: "Seattle, Washington". */
  followsUnknown(at) {
    const before = this.words.filter(({ part }) => part === this.words[at].part - 1);
    return before.length > 0 && before.length <= LONGEST_MISSPELLED && before.every((word) => this.canBeName(word) && !this.isPassedOver(word));
  }

  canBeName({ word, as }) {
    return !as && /^[a-z]/.test(word);
  }

  /** Whether WORD is one of those that stand around a name. */
  isPassedOver({ word }) {
    return ["around", "in", "unit", "near", "age", "of", "link"].some((kind) => this.reader.is(word, kind));
  }

  /** The towns of whose names a part of the address may be a slip, the last part first. */
  unknown() {
    const parts = [...new Set(this.words.map(({ part }) => part))].reverse();
    for (const part of parts) {
      const all = this.words.filter((word) => word.part === part && this.canBeName(word));
      for (const left of [all, all.filter((word) => !this.isPassedOver(word))]) {
        const slugs = left.length && left.length <= LONGEST_MISSPELLED ? this.reader.meant(left.map(({ word }) => word)) : [];
        if (slugs.length) return { slugs, why: "meant" };
      }
    }
    return { slugs: [], street: Boolean(this.hasStreet) };
  }
}
