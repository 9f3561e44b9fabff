// Ages as people type them. What is sure is an answer; what can mean several ages is a question, with the
// ages to choose from; nothing that was typed is passed over. tests/cases/typed_ages.yaml shows what is right.

import { MONTHS_IN, OLDEST, plain } from "./ages.js";
import { ageOn, dayOf, DateFinder } from "./typed_dates.js";

const PREGNANT = [["pregnant"]];
const NEWBORN = [["newborn"]];
const PREGNANT_MONTHS = -1;
const LONGEST = 300; // characters that are read
const LONGEST_PHRASE = 4; // words
const UNITS = ["days", "weeks", "months", "years"];
const PARTS = { years: ["months", 12], months: ["weeks", 4], weeks: ["days", 7], days: ["days", 1] };
const SHARES = { half: 1 / 2, quarter: 1 / 4 };
const FRACTIONS = { "½": "1/2", "¼": "1/4", "¾": "3/4" };
const TERM = 40; // weeks of a pregnancy
const EARLIEST = 22; // weeks at which a child can be born
const NEW = { days: 56, weeks: 8, months: 2 }; // the ages that "newborn" can go with
const DAY_TOKEN = 0xe000; // characters that stand for the dates of a text, in Unicode's private area
const TOKEN = /(\s*)(\d+(?:[.,]\d+)?(?:\/[1-4])?|[\u{e000}-\u{e0ff}]|\p{L}[\p{L}\p{M}'’]*|[-–—,+&/])/gu;

const months = (...counts) => counts.map((count) => (count ? [["months", count]] : NEWBORN));
const years = (...counts) => counts.map((count) => [["years", count]]);
const STAGES = {
  baby: months(0, 3, 6, 9), toddler: [...years(1), ...months(18), ...years(2)], preschool: years(3, 4), kindergarten: years(5, 6), grade: years(6, 7),
};

/** Months of SAID, units with their counts; below 0 for a child not yet born. */
export function monthsOf(said) {
  return said.reduce((sum, [unit, count]) => sum + (unit === "pregnant" ? PREGNANT_MONTHS : (count ?? 0) * (MONTHS_IN[unit] ?? 0)), 0);
}

/**
 * Reads ages by WORDS: `languages`; `numbers` (from one) and `tens` (from twenty), a list for each language; and for each kind of word,
 * such as `pregnant`, `weeks` or `almost`, the words and phrases of all languages. Commas part what is in a list.
 */
export class AgeReader {
  constructor({ languages, numbers, tens, ...kinds }) {
    this.dates = new DateFinder(languages.split(","));
    this.numbers = new Map(numbers.flatMap((list) => split(list).map((word, at) => [word, at + 1])));
    this.addTens(tens.flatMap((list) => split(list).map((word, at) => [word, (at + 2) * 10])), split(kinds.one));
    this.kinds = new Map();
    for (const [kind, words] of Object.entries(kinds)) for (const word of split(words)) this.kinds.set(word, [...(this.kinds.get(word) ?? []), kind]);
  }

  /** TENS, pairs of a word and its number, also in one word with what follows them, as in Spanish: "veintiuno", "veintiún". */
  addTens(tens, ones) {
    const units = [...[...this.numbers].filter(([, value]) => value < 10), ...ones.map((word) => [word, 1])];
    for (const [ten, value] of tens) {
      this.numbers.set(ten, value);
      for (const [unit, more] of units) this.numbers.set(`${ten.replace(/e$/, "")}i${unit}`, value + more);
    }
  }

  /**
   * What TEXT says of an age, or null: `choices`, ages as units with their counts (`["years", 2]`, `["newborn"]`); `why` it has to be asked
   * which is meant, "" where the one choice is sure; `named`, those choices that a word or
   * a unit tells to be ages; and `rest`, the words that were not understood.
   */
  read(text, today = new Date()) {
    const tokens = this.tokens(text.slice(0, LONGEST), today);
    if (!tokens) return null;
    const found = new Understood(tokens, today).answer();
    if (!found?.choices.length) return null;
    const choices = [...new Map(found.choices.map((said) => [String(said), said])).values()];
    const rest = tokens.filter(({ kind }) => kind === "rest").map(({ raw }) => raw).join(" ");
    return { choices, why: found.why || (choices.length > 1 ? "which" : rest ? "rest" : ""), named: found.named ?? [], rest };
  }

  /** The words of TEXT, each with its kind; null where it holds a date that does not exist. */
  tokens(text, today) {
    const days = [];
    const mark = (readings, raw) => String.fromCodePoint(DAY_TOKEN + days.push({ readings, raw }) - 1);
    const units = [...this.kinds].filter(([word, kinds]) => word.length > 1 && kinds.some((kind) => UNITS.includes(kind))).map(([word]) => word).join("|");
    const written = text
      .replace(/\s*[½¼¾]/g, (share) => ` ${FRACTIONS[share.trim()]}`)
      .normalize("NFKC")
      .replace(/\by\s*[/.]\s*o\b\.?/gi, "yo")
      .replace(/(\d);(\d{1,2})(?!\d)/g, "$1y $2m")
      .replace(/(\d+)[\s-]+([13])[/⁄]([24])(?!\d)/g, (_, whole, share, of) => `${+whole + share / of} `)
      .replace(new RegExp(String.raw`([13])[/⁄]([24])(?=\s*(?:of a |${units}))`, "gi"), (_, share, of) => `${share / of}`);
    const dated = this.dates.replace(written, mark);
    if (days.some(({ readings }) => !readings.some((reading) => isYear(reading) || dayOf(reading, today)))) return null;
    const words = [...dated.matchAll(TOKEN)].map(([, space, raw]) => ({ raw, word: plain(raw).replace(/['’]/g, ""), glued: !space, day: days[raw.codePointAt(0) - DAY_TOKEN] }));
    return this.settled(this.counted(this.phrases(words.filter((_, at) => !this.isHyphen(words, at)))));
  }

  /** Whether the dash AT a place only joins words, as in "8-month-old". */
  isHyphen(words, at) {
    const next = words[at + 1];
    return words[at].word === "-" && !(next && (isNumber(next.word) || this.numbers.has(next.word)));
  }

  /** WORDS with phrases put together, the longest first, each with the kinds that it can be of. */
  phrases(words) {
    const found = [];
    for (let at = 0; at < words.length; ) {
      const size = Array.from({ length: LONGEST_PHRASE }, (_, less) => LONGEST_PHRASE - less).find((size) => size === 1 || (at + size <= words.length && this.kinds.has(joined(words.slice(at, at + size)))));
      const part = words.slice(at, at + size);
      found.push({ ...part[0], raw: part.map(({ raw }) => raw).join(" "), word: joined(part), kinds: this.kinds.get(joined(part)) ?? [] });
      at += size;
    }
    return found;
  }

  /** WORDS with numbers that are written in words put together as counts. */
  counted(words) {
    const found = [];
    for (let at = 0; at < words.length; at++) {
      const number = this.numberAt(words, at);
      if (number) found.push({ ...words[at], raw: words.slice(at, at + number.size).map(({ raw }) => raw).join(" "), kinds: [], count: number.count });
      else found.push(words[at]);
      at += (number?.size ?? 1) - 1;
    }
    return found;
  }

  numberAt(words, at) {
    const value = (index) => this.numbers.get(words[index]?.word);
    const first = value(at);
    if (first === undefined || (words[at].kinds.includes("around") && !first)) return isNumber(words[at].word) ? { count: Number(words[at].word.replace(",", ".")), size: 1 } : null;
    const isTen = first % 10 === 0;
    const and = words[at + 1]?.word;
    const gap = isTen && first > 10 && value(at + 1) < 10 ? 1 : isTen && (and === "y" || and === "-") && value(at + 2) < 10 ? 2 : 0;
    return gap ? { count: first + value(at + gap), size: gap + 1 } : { count: first, size: 1 };
  }

  /** WORDS with the one kind that each is of at its place; "rest" where none fits. */
  settled(words) {
    return words.map((word, at) => ({ ...word, kind: word.day ? "day" : word.count !== undefined ? "count" : this.kindAt(words, at) }));
  }

  kindAt(words, at) {
    const { word, kinds, glued } = words[at];
    const before = words[at - 1];
    const after = words[at + 1];
    const isCount = (other) => other?.count !== undefined;
    const isUnit = (other) => other?.kinds.some((kind) => UNITS.includes(kind));
    const fits = {
      unit: () => word.length > 1 || (isCount(before) && (glued || !(isCount(after) || after?.kinds.some((kind) => SHARES[kind])))),
      to: () => (isCount(before) || isUnit(before) || before?.kinds.includes("newborn")) && (isCount(after) || after?.kinds.includes("one")),
      one: () => isUnit(after),
    };
    const kind = kinds.find((kind) => (fits[UNITS.includes(kind) ? "unit" : kind] ?? (() => true))());
    if (kind) return kind;
    if (/^[-–—]$/.test(word)) return isCount(before) && isCount(after) ? "to" : "around";
    if (/^[,&/]$/.test(word)) return word === "," ? "comma" : "and";
    if (word === "+") return "over";
    return kinds.length ? "around" : "rest";
  }
}

/** The words of LIST, which commas part, folded. */
function split(list) {
  return list.split(",").map(plain);
}

function isNumber(word) {
  return /^\d+(?:[.,]\d+)?$/.test(word);
}

function joined(words) {
  return words.map(({ word }) => word).join(" ");
}

function isYear([, month]) {
  return month === undefined;
}

function named(choices, why = "") {
  return { choices, why, named: choices };
}

/** What TOKENS say, put together. */
class Understood {
  constructor(tokens, today) {
    Object.assign(this, { tokens, today });
    this.seen = new Set(tokens.map(({ kind }) => kind));
    this.measures = this.measured();
    this.days = tokens.filter(({ kind }) => kind === "day");
  }

  /** Counts with their units, in their order: `{ unit, count, at, end }`; `unit` is undefined where none is given. */
  measured() {
    const found = [];
    const { tokens } = this;
    for (let at = 0; at < tokens.length; at++) {
      const amount = this.amountAt(at);
      if (!amount) continue;
      const unit = tokens[amount.end];
      const measure = { at, end: amount.end, count: amount.count };
      if (UNITS.includes(unit?.kind)) Object.assign(measure, { unit: unit.kind, end: amount.end + 1 });
      if (measure.unit) this.addShare(measure);
      if (!this.isOfChildren(measure)) found.push(measure);
      at = measure.end - 1;
    }
    for (const one of found) if (!one.unit && !isPossible(one.count)) tokens[one.at].kind = "rest";
    return found.filter((one) => one.unit || isPossible(one.count));
  }

  /** The count that begins AT: "2", "a", "half a", "two and a half", "three quarters of a", or a unit alone before "and a half". */
  amountAt(at) {
    const { tokens } = this;
    const kind = (index) => tokens[index]?.kind;
    const skip = (index, kinds) => (kinds.includes(kind(index)) ? skip(index + 1, kinds) : index);
    if (SHARES[kind(at)]) return { count: SHARES[kind(at)], end: skip(at + 1, ["one", "around"]) };
    if (kind(at) === "one") return { count: 1, end: at + 1 };
    if (UNITS.includes(kind(at)) && this.shareAfter(at + 1)) return { count: 1, end: at };
    if (kind(at) !== "count") return null;
    const { count } = tokens[at];
    if (SHARES[kind(at + 1)]) return { count: count * SHARES[kind(at + 1)], end: skip(at + 2, ["one", "around"]) };
    const next = skip(at + 1, ["and", "one", "around"]);
    if (next > at + 1 && kind(at + 1) === "and" && SHARES[kind(next)]) return { count: count + SHARES[kind(next)], end: next + 1 };
    if (kind(at + 1) === "and" && kind(at + 2) === "count" && SHARES[kind(at + 3)]) return { count: count + tokens[at + 2].count * SHARES[kind(at + 3)], end: at + 4 };
    return { count, end: at + 1 };
  }

  /** Where "and a half" stands AT a place, the place after it; else 0. */
  shareAfter(at) {
    const { tokens } = this;
    let next = at;
    while (["and", "one", "around"].includes(tokens[next]?.kind)) next++;
    return tokens[at]?.kind === "and" && SHARES[tokens[next]?.kind] && !UNITS.includes(tokens[next + 1]?.kind) ? next + 1 : 0;
  }

  addShare(measure) {
    const end = this.shareAfter(measure.end);
    if (!end) return;
    measure.count += SHARES[this.tokens[end - 1].kind];
    measure.end = end;
  }

  /** Whether MEASURE says how many children there are. */
  isOfChildren({ unit, end }) {
    return !unit && this.tokens[end]?.kind === "children";
  }

  answer() {
    if (this.seen.has("due")) return named(this.isOverdue() ? [PREGNANT, NEWBORN] : [PREGNANT]);
    const early = this.weeksEarly();
    const ages = [...this.ages(), ...this.birthdays()].sort((a, b) => a.at - b.at);
    if (this.seen.has("corrected") || this.seen.has("early") || early) return named(this.corrected(ages, early), "early");
    const stage = !ages.length && Object.keys(STAGES).find((name) => this.seen.has(name));
    if (stage) return { choices: STAGES[stage], why: "about" };
    if (!ages.length) return null;
    const isAbout = ages.some(({ about }) => about);
    const choicesOf = (some) => some.flatMap((age) => age.choices(ages.length > 1));
    const why = isAbout ? "about" : ages.length > 1 ? "several" : ages[0].isBare ? "which" : "";
    return { choices: choicesOf(ages), why, named: choicesOf(ages.filter(({ isBare, about }) => !isBare && !about)) };
  }

  isOverdue() {
    return this.days.some(({ day: { readings } }) => readings.some((reading) => reading[0] && dayOf(reading, this.today) < this.today));
  }

  /** Ages that are counted, put together: "1 year 3 months" is one, "3 years and 5 years" are two. */
  ages() {
    const groups = [];
    const measures = this.withUnits(this.ofTheChild());
    for (const measure of measures) {
      const group = groups.at(-1);
      if (group && this.isPart(group.at(-1), measure)) group.push(measure);
      else groups.push([measure]);
    }
    const counted = groups.map((group) => this.age(group));
    const words = this.tokens.flatMap(({ kind }, at) => (kind === "newborn" && !this.isSaidBetter(at, measures) ? [{ at, choices: () => [NEWBORN] }] : kind === "pregnant" ? [{ at, choices: () => [PREGNANT] }] : []));
    return [...counted, ...words.filter(({ at }, index) => index === 0 || this.tokens[at].kind !== this.tokens[words[index - 1].at].kind)];
  }

  age(group) {
    const [{ at, unit, count }] = group;
    const bound = this.boundBefore(at) ?? this.boundAfter(group.at(-1).end);
    if (bound === "almost") return { at, choices: (isOneOfMany) => unitsOf(unit, count, isOneOfMany).map((one) => almost(one, count)) };
    if (bound === "under") return { at, about: true, choices: () => unitsOf(unit, count, true).flatMap((one) => below(one, count)) };
    if (bound === "over") return { at, about: true, choices: () => unitsOf(unit, count, true).flatMap((one) => [0, 1, 2].map((more) => [[one, count + more]])) };
    if (!unit) return { at, isBare: Boolean(count), choices: (isOneOfMany) => (count ? unitsOf(unit, count, isOneOfMany).map((one) => whole(one, count)) : [NEWBORN]) };
    if (unit === "years" && !count) return { at, choices: (isOneOfMany) => (isOneOfMany ? [NEWBORN] : STAGES.baby) };
    return { at, choices: () => [group.flatMap((part) => whole(part.unit, part.count))] };
  }

  boundBefore(at) {
    let before = at - 1;
    while (this.tokens[before]?.kind === "around") before--;
    const kind = this.tokens[before]?.kind;
    return ["almost", "under", "over"].includes(kind) ? kind : undefined;
  }

  boundAfter(end) {
    const kind = this.tokens[end]?.kind;
    return kind === "over" ? kind : undefined;
  }

  /** The measures without those that count a pregnancy or the weeks before a birth. */
  ofTheChild() {
    return this.measures.filter((measure) => !this.isOfPregnancy(measure) && measure !== this.gestation && measure !== this.earliness);
  }

  isOfPregnancy({ unit, count, at, end }) {
    const isShort = (unit === "weeks" && count <= TERM + 2) || (unit === "months" && count <= 9);
    return isShort && (this.nextKind(end, 1) === "pregnant" || this.nextKind(at - 1, -1) === "pregnant");
  }

  /** The kind of the next word from AT on that tells something. */
  nextKind(at, step) {
    let next = at;
    while (["around", "baby"].includes(this.tokens[next]?.kind)) next += step;
    return this.tokens[next]?.kind;
  }

  /** MEASURES in which a count alone has the unit of the count that it is joined with: "3 and 5 years". */
  withUnits(measures) {
    const isJoined = (one, other) => this.tokens.slice(one.end, other.at).every(({ kind }) => ["and", "or", "to", "comma", "around", "one"].includes(kind));
    const isCorrected = (one) => this.seen.has("corrected") && this.tokens.slice(one.end).some(({ kind }) => kind === "corrected");
    return measures.reduceRight((after, one, at) => {
      const [next] = after;
      const before = measures[at - 1];
      const unit = one.unit ?? (next?.unit && isJoined(one, next) ? next.unit : isCorrected(one) ? before?.unit : undefined);
      return [{ ...one, unit }, ...after];
    }, []);
  }

  /** Whether MEASURE goes on where GROUP ended: a smaller unit, less than one of the larger. */
  isPart(last, { unit, count, at }) {
    const isSmaller = unit && last.unit && UNITS.indexOf(unit) < UNITS.indexOf(last.unit);
    const between = this.tokens.slice(last.end, at);
    return isSmaller && count * MONTHS_IN[unit] < MONTHS_IN[last.unit] && between.every(({ kind }) => ["and", "comma", "one"].includes(kind));
  }

  /** Whether the word "newborn" AT a place only goes with an age that is counted. */
  isSaidBetter(at, measures) {
    return measures.some(({ unit, count, at: start, end }) => count <= (NEW[unit] ?? 0) && this.tokens.slice(Math.min(at + 1, end), Math.max(at, start)).every(({ kind }) => kind !== "and" && kind !== "to"));
  }

  /** How many weeks too early the child was born, as far as that is said; 0 where it is not. */
  weeksEarly() {
    const { measures, seen } = this;
    const weeks = measures.filter(({ unit }) => unit === "weeks");
    const bare = measures.find(({ unit, end }) => !unit && this.tokens[end]?.kind === "weeker");
    const born = weeks.find(({ count, at }) => count >= EARLIEST && count < TERM && this.nextKind(at - 1, -1) === "born");
    this.gestation = bare ?? (seen.has("ago") ? undefined : born);
    if (this.gestation) return Math.max(0, TERM - this.gestation.count);
    this.earliness = weeks.find(({ end }) => this.nextKind(end, 1) === "early");
    return this.earliness?.count ?? 0;
  }

  /** AGES of a child born too early: since birth, and without the weeks that it came EARLY. */
  corrected(ages, early) {
    const given = ages.flatMap((age) => age.choices(true));
    if (given.length !== 1 || !early) return given;
    const left = (monthsOf(given[0]) * 52) / 12 - early;
    if (left <= 0) return given;
    return [given[0], left < 8 ? [["weeks", Math.floor(left)]] : [["months", Math.floor((left * 12) / 52)]]];
  }

  /** Ages by the days of birth that are given. A month or a year alone counts only beside a word for birth. */
  birthdays() {
    const found = [];
    const isBorn = this.seen.has("born");
    this.tokens.forEach((token, at) => {
      if (token.kind === "today" && isBorn) found.push({ at, choices: () => [NEWBORN] });
      if (token.kind === "yesterday" && isBorn) found.push({ at, choices: () => [[["days", 1]]] });
      if (token.kind !== "day") return;
      const { readings, raw } = token.day;
      if (isBorn || (/\d/.test(raw) && !readings.every(isYear))) found.push({ at, choices: () => readings.flatMap((reading) => this.born(reading)) });
      else Object.assign(token, { kind: "rest", raw });
    });
    return found;
  }

  born(reading) {
    if (isYear(reading)) return this.bornInYear(reading[0]);
    const day = dayOf(reading, this.today);
    return !day ? [] : day > this.today ? [PREGNANT] : [ageOn(day, this.today)];
  }

  bornInYear(year) {
    const last = new Date(Math.min(new Date(year, 11, 31), this.today));
    const first = new Date(year, 0, 1);
    if (first > this.today) return [PREGNANT];
    return [last, first].map((day) => ageOn(day, this.today)).map((said) => (said[0][0] === "years" ? [said[0]] : said));
  }
}

function isPossible(count) {
  return count * MONTHS_IN.weeks <= OLDEST;
}

/** The units in which COUNT can be the age of a child, the shortest first: UNIT where it is known; weeks only of whole counts that stand alone. */
function unitsOf(unit, count, isOneOfMany) {
  if (unit) return [unit];
  const likely = isOneOfMany || !Number.isInteger(count) ? ["months", "years"] : ["weeks", "months", "years"];
  return likely.filter((one) => count * MONTHS_IN[one] <= OLDEST);
}

/** COUNT of UNIT in whole numbers: 1.5 years are 1 year and 6 months. */
function whole(unit, count) {
  const [smaller, size] = PARTS[unit];
  const rest = Math.round((count % 1) * size);
  const full = Math.floor(count) + Math.floor(rest / size);
  return [...(full || !rest ? [[unit, full]] : []), ...(rest % size ? [[smaller, rest % size]] : [])];
}

/** The age just before COUNT of UNIT. */
function almost(unit, count) {
  const [smaller, size] = PARTS[unit];
  if (unit === "years") return [["years", count - 1], ["months", 11]].filter(([, left]) => left);
  return count > 1 ? [[unit, count - 1]] : [[smaller, size - 1]];
}

/** Ages below COUNT of UNIT, spread over them. */
function below(unit, count) {
  const [smaller, size] = PARTS[unit];
  if (count === 1 && smaller !== unit) return below(smaller, size);
  const spread = [0, 1, 2, 3].map((part) => Math.round((part * count) / 4)).filter((one) => one < count);
  return [...new Set(spread)].map((one) => (one ? [[unit, one]] : NEWBORN));
}
