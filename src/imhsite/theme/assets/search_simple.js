// Ages and towns that are said plainly, "8 months" or "Torrington", which most are: told without what reads all others
// (search_ages.js, search_typed.js), as that takes longer to fetch than all else of an answer.

import { MONTHS_IN, OLDEST } from "./ages.js";
import { reach } from "./reach.js";
import { distance, isStopWord } from "./search_words.js";

const PREGNANT = -1; // months

/**
 * The age that WORDS say plainly: one whole number and its unit, or one word such as "pregnant". KINDS has the words of each unit, those for
 * `pregnant` and `newborn`, and those that are `unsure`, such as "almost". Null where what reads all ages has to be asked.
 */
export function simpleAge(words, kinds) {
  const kindOf = (word) => Object.keys(kinds).find((kind) => kinds[kind].includes(word));
  const said = words.map((word, at) => ({ word, at, kind: /^\d+$/.test(word) ? "number" : kindOf(word) })).filter(({ kind }) => kind);
  const months = monthsOf(said);
  if (months === null || months > OLDEST) return null;
  const all = new Set(said.map(({ word }) => word));
  return { ages: all, counts: kindOf(said[0].word) ? new Set() : all, reader: { read: () => ({ named: [months], why: "", choices: [] }) }, monthsOf: (found) => found };
}

function monthsOf(said) {
  const [first, second, third] = said;
  if (said.length === 1) return { pregnant: PREGNANT, newborn: 0 }[first.kind] ?? null;
  const isCounted = first?.kind === "number" && second?.kind in MONTHS_IN && second.at === first.at + 1;
  return isCounted && !third && Number(first.word) > 0 ? Number(first.word) * MONTHS_IN[second.kind] : null;
}

/**
 * The town that WORDS of TEXT name, where they tell of no other place: what search_typed.js gives, of this town alone. TOWNS has what is told
 * of each town by its name; PLACES the words that may say a place; UNSURE those of an address; BESIDE what makes
 * another name of one that it stands beside, as in "No. Haven"; IS KNOWN tells whether the site knows a word. Null where what reads all places has to be asked.
 */
export function simplePlace(text, words, { towns, places, unsure, beside, isKnown, pages }) {
  const isOdd = (word) => unsure.includes(word) || /\d{4}/.test(word) || !(isStopWord(word) || /^\d+$/.test(word) || (word.length > 2 && isKnown(word)));
  if (/\b[A-Z]{2}\b/.test(text) || words.some(isOdd)) return null;
  const found = [...towns].flatMap(([name, town]) => startsOf(name, words).map((start) => ({ ...town, start, end: start + name.split(" ").length })));
  const [longest] = found.sort((a, b) => b.end - b.start - (a.end - a.start));
  const isOutside = (at) => at < longest.start || at >= longest.end;
  if (!longest || words.some((word, at) => places.has(word) && isOutside(at)) || found.some(({ start }) => isOutside(start))) return null;
  const changes = (word) => beside.some((other) => word === other || (word.length > 3 && distance(word, other, 1) < 2));
  return [words[longest.start - 1], words[longest.end]].some((word) => word && changes(word)) ? null : onlyPlace(longest, pages);
}

/** What search_typed.js gives, where only one town is TOLD: its slug, and the numbers of its regions' PAGES. */
function onlyPlace({ name, told, start, end }, pages) {
  const [slug, ...numbers] = told.split(" ");
  const regions = numbers.map((number) => pages[number].path.split("/").at(-2));
  const places = { towns: { [slug]: regions }, shown: { [slug]: name } };
  return { places, reach, reader: { read: () => ({ place: { slugs: [slug], start, end, exact: true } }) }, isOne: true };
}

function startsOf(name, words) {
  const parts = name.split(" ");
  return [...words.keys()].filter((start) => parts.every((part, index) => words[start + index] === part));
}
