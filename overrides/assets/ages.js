// Ages as people say them, in months. Whom a program is for is decided as in scripts/generator/ages.py;
// the cases for both are in tests/cases/.

const PREGNANT = -1;
const PREGNANCY_BEGINS = -9;
const OLDEST = 25 * 12;
const HALVES = { "½": ".5", "¼": ".25", "¾": ".75" };
const NUMBERS_OF_A_LANGUAGE = 12;

export const MONTHS_IN = { days: 12 / 365, weeks: 12 / 52, months: 1, years: 12 };

/** Small letters, accents taken off. */
export function plain(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

/**
 * What TEXT says of an age, or null: `months` (below 0 for a child not yet born) with `said`, which holds
 * counts and units or one word; or a `bare` number whose unit has to be asked for.
 *
 * WORDS gives lists: `pregnant`, `newborn`, each unit, and where they are known `numbers` (one to twelve,
 * language after language), `one` (as in "a year") and `half`.
 */
export function readAge(text, words) {
  const told = plain(text.replace(/\s*[½¼¾]/g, (half) => HALVES[half.trim()]).replace(/ 1\/2/g, ".5"));
  const has = (name) => words[name].some((word) => new RegExp(`(^|[^a-z])${plain(word)}([^a-z]|$)`).test(told));
  if (has("pregnant")) return { months: PREGNANT, said: [["pregnant"]] };
  const { said, bare } = counted(parts(told.replace(/(\d),(?=\d)/g, "$1."), words));
  if (said.length) return { months: said.reduce((sum, [unit, count]) => sum + count * MONTHS_IN[unit], 0), said };
  if (has("newborn") || bare === 0) return { months: 0, said: [["newborn"]] };
  if (bare === null) return null;
  return Number.isInteger(bare) ? { months: null, bare } : { months: bare * MONTHS_IN.years, said: [["years", bare]] };
}

/** Months that TEXT says, or null; WORDS as for `readAge`. */
export function parseAge(text, words) {
  return readAge(text, words)?.months ?? null;
}

/** The units in which BARE can be the age of a child, the shortest first. */
export function unitsFor(bare) {
  return ["weeks", "months", "years"].filter((unit) => bare * MONTHS_IN[unit] <= OLDEST);
}

/** TOLD as a list of numbers, units and halves; other words are left out. */
function parts(told, words) {
  const tokens = told.match(/\d*\.?\d+|[a-z]+/g) ?? [];
  const is = (name, word) => (words[name] ?? []).some((known) => plain(known) === word);
  const number = (word) => (words.numbers ?? []).findIndex((known) => plain(known) === word);
  const unit = (word) => Object.keys(MONTHS_IN).find((name) => is(name, word));
  const part = (word, index) => {
    const before = tokens[index - 1] ?? "";
    if (/\d/.test(word)) return { count: Number(word) };
    if (number(word) >= 0) return { count: (number(word) % NUMBERS_OF_A_LANGUAGE) + 1 };
    if (is("half", word)) return { half: true };
    if (is("one", word) && unit(tokens[index + 1]) && !is("half", before)) return { count: 1 };
    // One letter is a unit only after its number: "2 y", but not the Spanish "y".
    return unit(word) && (word.length > 1 || /\d/.test(before)) ? { unit: unit(word) } : {};
  };
  return tokens.map(part).filter((found) => Object.keys(found).length);
}

/** Units with their counts, and the last number that has none. */
function counted(found) {
  const said = [];
  let bare = null;
  found.forEach(({ count, half, unit }, index) => {
    if (count !== undefined) bare = count;
    else if (half && found[index - 1]?.unit && said.length && !found[index + 1]?.unit) said.at(-1)[1] += 0.5;
    else if (half) bare = (bare ?? 0) + 0.5;
    else if (bare !== null || found[index + 1]?.half) {
      said.push([unit, bare ?? 1]);
      bare = null;
    }
  });
  return { said, bare };
}

/** Whether a child of MONTHS is in a program's ages; an age that is not stated matches nothing. */
export function holds(program, months) {
  const age = Math.max(months, PREGNANCY_BEGINS);
  return program.from !== "" && Number(program.from) <= age && age < Number(program.below);
}
