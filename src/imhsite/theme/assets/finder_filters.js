// What the list can be narrowed to by what programs state, as src/imhsite/finding/filters.py writes it.
// A program that does not say is never taken for one that says no.

const FIRST_LETTER = 48;
const OPEN = "open"; // now

export class FilterTest {
  /**
   * `filters` are slugs with their words; `offers` what programs state of them: the letters of those that they fit, of those
   * that they do not, and their place among `weeks`, minutes from Monday on: from, to, from, to ... in the time zone `zone`.
   */
  constructor({ filters = [], offers = [], weeks = [], zone = "" }) {
    Object.assign(this, { filters, offers, weeks, zone });
    this.letters = new Map(filters.map(([slug], at) => [slug, String.fromCharCode(FIRST_LETTER + at)]));
  }

  /** The slugs of WANTED, a text with commas, that are filters. */
  slugs(wanted = "") {
    return wanted.split(",").filter((slug) => this.letters.has(slug));
  }

  /** A function that tells of a program whether it fits all that is WANTED: true, false, or null where it does not say. */
  test(wanted) {
    const tests = this.slugs(wanted).map((slug) => this.one(slug));
    return (columns, at) => tests.reduce((sum, test) => (sum === false ? false : both(sum, test(columns, at))), true);
  }

  one(slug) {
    const letter = this.letters.get(slug);
    const now = slug === OPEN && minuteOfWeek((this.clock ??= clockOf(this.zone)));
    const stated = this.offers.map(([has, lacks, week]) => {
      if (slug === OPEN) return week ? isWithin(this.weeks[week], now) : null;
      return has.includes(letter) || (lacks.includes(letter) ? false : null);
    });
    return ({ offer }, at) => stated[offer[at]];
  }

  /** The filters that divide ROWS, which fit all that is WANTED, as `{ slug, words, count, isOn }`. */
  dividing(rows, wanted) {
    const on = this.slugs(wanted);
    const counted = this.filters.map(([slug, words]) => {
      const test = this.one(slug);
      return { slug, words, count: rows.filter(({ columns, at }) => test(columns, at)).length, isOn: on.includes(slug) };
    });
    return counted.filter(({ count, isOn }) => isOn || (count && count < rows.length));
  }
}

function both(one, other) {
  return one === null || other === null ? (other === false ? false : null) : other;
}

/** Whether NOW is within one of the spans of WEEK. */
export function isWithin(week, now) {
  return week.some((from, at) => at % 2 === 0 && from <= now && now < week[at + 1]);
}

/** A clock of the time zone, or of the device. */
function clockOf(timeZone) {
  return new Intl.DateTimeFormat("en-US", { timeZone: timeZone || undefined, weekday: "short", hour: "numeric", minute: "numeric", hourCycle: "h23" });
}

function minuteOfWeek(clock) {
  const parts = clock.formatToParts();
  const { weekday, hour, minute } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(weekday) * 1440 + hour * 60 + Number(minute);
}
