// Ages in months. Whom a program is for is decided as in src/imhsite/model/ages.py; the cases for both are in tests/cases/.

const PREGNANCY_BEGINS = -9;

/** The months of the oldest child that the site knows of. */
export const OLDEST = 25 * 12;
export const MONTHS_IN = { days: 12 / 365, weeks: 12 / 52, months: 1, years: 12 };

/** Small letters, accents taken off. */
export function plain(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

/** Whether a child of MONTHS is in a program's ages; an age that is not stated matches nothing. */
export function holds(program, months) {
  const age = Math.max(months, PREGNANCY_BEGINS);
  return program.from !== "" && Number(program.from) <= age && age < Number(program.below);
}
