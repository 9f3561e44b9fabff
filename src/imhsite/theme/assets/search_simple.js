// Ages and towns that are said plainly, "8 months" or "Springfield", which most are: told without what reads all others
// (search_ages.js, search_typed.js), as that takes longer to fetch than all else of an answer.

import { MONTHS_IN, OLDEST } from "./ages.js";
import { reach } from "./reach.js";
import { distance, isStopWord, plainWords } from "./search_words.js";

const PREGNANT = -1; // months
const ONE = ["a", "an", "un", "una"];

/**
 * The age that WORDS say plainly, a whole number and its unit or a word such as "pregnant", as search_ages.js tells it. AGES has the words of
 * each unit, those for `pregnant` and `newborn`, those that are PART of a phrase, and those that make an age `unsure`, such as "almost"; NUMBERS lists of number words, from one. Null
 * where WORDS say none, and undefined where what reads all ages has to be asked.
 */
export function simpleAge(words, { ages, numbers }) {
  const kindOf = (word) => (countOf(word, numbers) ? "number" : Object.keys(ages).find((kind) => ages[kind].includes(word)));
  const said = words.map((word, at) => ({ word, at, kind: kindOf(word) })).filter(({ kind }) => kind);
  if (isNone(said, words)) return null;
  const months = monthsOf(said, numbers);
  if (months === undefined || months > OLDEST) return undefined;
  const all = new Set(said.map(({ word }) => word));
  return { ages: all, counts: said.length > 1 ? all : new Set(), reader: { read: () => ({ named: [months], why: "", choices: [] }) }, monthsOf: (found) => found };
}

/** The number that WORD is, by NUMBERS; 0 for none. */
function countOf(word, numbers) {
  return /^\d+$/.test(word) ? Number(word) : 1 + Math.max(...numbers.map((list) => list.indexOf(word)));
}

/** Whether SAID of WORDS has but units without a number, as in "all day", number words without a unit, as in "no one", or numbers that are no age, as "911". */
function isNone(said, words) {
  const isUnit = ({ kind, at }) => kind in MONTHS_IN && !ONE.includes(words[at - 1]);
  const isWord = ({ kind, word }) => kind === "number" && !/\d/.test(word);
  const isTooMuch = ({ word }) => Number(word) > OLDEST;
  return said.every((one) => one.kind === "unsure" || isUnit(one)) || said.every(isWord) || said.every(isTooMuch);
}

function monthsOf(said, numbers) {
  const [first, second] = said;
  if (said.length === 1) return { pregnant: PREGNANT, newborn: 0 }[first.kind];
  const isCounted = said.length === 2 && first.kind === "number" && second.kind in MONTHS_IN && second.at === first.at + 1;
  return isCounted && Number(first.word) !== 0 ? countOf(first.word, numbers) * MONTHS_IN[second.kind] : undefined;
}

/** Whether WORDS hold the name of one of PLACES. */
export function isPlaceIn(words, places) {
  return [...places.keys()].some((name) => startsOf(name, words).length);
}

/** Whether TEXT, or a part of it, ends in one of CODES, those of other states. */
export function endsInCode(text, codes) {
  return text.split(/[,;()/\n]|\d+/).some((part) => codes.includes(plainWords(part).at(-1)));
}

/**
 * The town that WORDS of TEXT name, where they tell of no other place: what search_typed.js gives, of this town alone. PLACES has what is told
 * of each town by its name, "" of other places; UNSURE are the words of an address; CODES those of other states, which say nothing at the
 * beginning, as in "hi, I am"; SLIP, where there is one, tells which words are a name with a slip; BESIDE what makes another name of one that it stands
 * beside, as in "No. Haven"; IS KNOWN tells whether the site knows a word. Undefined where what reads all places has to be asked.
 */
export function simplePlace(text, words, { places, unsure, codes, beside, isKnown, pages, slip }) {
  const isPlain = (word, at) => isStopWord(word) || /^\d{1,3}$/.test(word) || (codes.includes(word) ? !at : word.length > 2 && isKnown(word));
  const isOdd = (word, at) => !(slip && at >= slip.start && at < slip.end) && (unsure.includes(word) || /\d{4}/.test(word) || !isPlain(word, at));
  if (/\b[A-Z]{2}\b/.test(text) || words.some(isOdd)) return undefined;
  const found = slip ? [{ ...slip, ...places.get(slip.name) }] : [...places].flatMap(([name, place]) => startsOf(name, words).map((start) => ({ ...place, start, end: start + name.split(" ").length })));
  const [longest] = found.sort((a, b) => b.end - b.start - (a.end - a.start));
  if (!longest?.told || found.some(({ start, end }) => start < longest.start || end > longest.end)) return undefined;
  const changes = (word) => beside.some((other) => word === other || (word.length > 3 && distance(word, other, 1) < 2));
  return [words[longest.start - 1], words[longest.end]].some((word) => word && changes(word)) ? undefined : onlyPlace(longest, pages, !slip);
}

/** What search_typed.js gives, where only one town is TOLD: its slug, and the numbers of its regions' PAGES; EXACT where it has no slip. */
function onlyPlace({ name, told, start, end }, pages, exact) {
  const [slug, ...numbers] = told.split(" ");
  const regions = numbers.map((number) => pages[number].path.split("/").at(-2));
  const places = { towns: { [slug]: regions }, shown: { [slug]: name } };
  return { places, reach, reader: { read: () => ({ place: { slugs: [slug], start, end, exact } }) }, isOne: true };
}

/** Where in WORDS the words of NAME stand one after the other. */
function startsOf(name, words) {
  const parts = name.split(" ");
  return [...words.keys()].filter((start) => parts.every((part, index) => words[start + index] === part));
}
