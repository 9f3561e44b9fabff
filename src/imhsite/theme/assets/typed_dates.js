// Days as people write them inside other words: "8/14/2026", "14 de agosto", "March 2025".

const SHORT = 3; // letters of a month's name that are enough beside a number
const CENTURY = 2000;
const MIDDLE = 15; // the day that stands for a month

/** Finds the days in a text. LANGUAGES are those whose names of months count. */
export class DateFinder {
  constructor(languages) {
    this.months = monthNames(languages);
    const long = [...this.months.keys()].filter((name) => name.length > SHORT).join("|");
    const any = [...this.months.keys()].sort((a, b) => b.length - a.length).join("|");
    const day = String.raw`(\d{1,2})(?:\p{L}{2})?`;
    const year = String.raw`(?:,?\s+(?:\p{L}{2,3}\s+)?(\d{4})(?!\d))?`;
    const month = (named) => this.months.get(named.toLowerCase());
    this.patterns = [
      [String.raw`(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)`, (y, m, d) => [[+y, +m, +d]]],
      [String.raw`(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)`, (a, _, b, y) => eitherWay(a, b, y.length > 2 ? +y : CENTURY + +y)],
      [String.raw`(\d{1,2})/(\d{1,2})(?![\d/])`, (a, b) => eitherWay(a, b)],
      [String.raw`${day}\s+(?:\p{L}{2}\s+)?(${any})(?!\p{L})\.?${year}`, (d, m, y) => [[y && +y, month(m), +d]]],
      [String.raw`(${any})\.?\s+(\d{4})(?!\d)`, (m, y) => [[+y, month(m)]]],
      [String.raw`(${any})\.?\s+${day}(?![\p{L}\d])${year}`, (m, d, y) => [[y && +y, month(m), +d]]],
      [String.raw`(${long})(?:\s+\p{L}{2,3})?\s+(\d{4})(?!\d)`, (m, y) => [[+y, month(m)]]],
      [`(${long})`, (m) => [[undefined, month(m)]]],
      [String.raw`(20\d{2})`, (y) => [[+y]]],
    ].map(([source, days]) => [new RegExp(String.raw`(?<![\p{L}\d])${source}(?![\p{L}\d])`, "giu"), days]);
  }

  /** TEXT with every date replaced by what MARK returns for its readings, lists of year, month and day, as far as each is given. */
  replace(text, mark) {
    return this.patterns.reduce((left, [pattern, days]) => left.replace(pattern, (found, ...parts) => mark(days(...parts), found)), text);
  }
}

function monthNames(languages) {
  const names = new Map();
  for (const language of languages) {
    const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
    for (let month = 1; month <= 12; month++) {
      const name = format.format(Date.UTC(CENTURY, month - 1)).toLowerCase();
      for (const form of [name, name.slice(0, SHORT)]) if (!names.has(form)) names.set(form, month);
    }
  }
  return names.set("sept", 9);
}

/** A and B as month and day, and as day and month, where both can be. */
function eitherWay(a, b, year) {
  const readings = a === b ? [[year, +a, +b]] : [[year, +a, +b], [year, +b, +a]];
  return readings.filter(([, month]) => month <= 12);
}

/** The day that a reading [year, month, day] means, or null where there is none; without a year the last one up to TODAY. */
export function dayOf([year, month, day], today) {
  const isThisMonth = month === today.getMonth() + 1 && (year ?? today.getFullYear()) === today.getFullYear();
  const wanted = day ?? (isThisMonth ? Math.min(MIDDLE, today.getDate()) : MIDDLE);
  const made = new Date(year ?? today.getFullYear(), month - 1, wanted);
  if (made.getMonth() !== month - 1 || made.getDate() !== wanted) return null;
  return year === undefined && made > today ? dayOf([today.getFullYear() - 1, month, wanted], today) : made;
}

/** How old who was born on DAY is on TODAY, in units with their counts. */
export function ageOn(day, today) {
  const days = Math.round((startOf(today) - startOf(day)) / 86_400_000);
  const months = (today.getFullYear() - day.getFullYear()) * 12 + today.getMonth() - day.getMonth() - (today.getDate() < day.getDate() ? 1 : 0);
  if (!days) return [["newborn"]];
  if (months < 1) return days < 7 ? [["days", days]] : [["weeks", Math.floor(days / 7)]];
  return [["years", Math.floor(months / 12)], ["months", months % 12]].filter(([, count]) => count);
}

function startOf(day) {
  return Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
}
