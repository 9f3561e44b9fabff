// What My steps keeps: its shape, the file that it is saved as, and the calendar of its dates.

const FORMAT = "endorsement-steps";
const VERSION = 1;
const LARGEST = 1_000_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Why a file is refused: `reason` is json, format, version, size or field; `field` says where. */
export class Refused extends Error {
  constructor(reason, field = "") {
    super(reason);
    this.reason = reason;
    this.field = field;
  }
}

export const empty = () => ({ level: "", steps: {}, hours: [], areas: {} });
export const isEmpty = (state) => JSON.stringify(state) === JSON.stringify(empty());
export const total = (state) => Math.round(state.hours.reduce((sum, entry) => sum + entry.hours, 0) * 100) / 100;

export function write(state) {
  return JSON.stringify({ format: FORMAT, version: VERSION, ...state }, null, 1);
}

/** The state that TEXT holds; KNOWN lists the slugs of levels, steps and areas. Throws Refused for anything else. */
export function read(text, known) {
  if (text.length > LARGEST) throw new Refused("size");
  const file = parsed(text);
  if (file?.format !== FORMAT) throw new Refused("format");
  if (!Number.isInteger(file.version) || file.version < 1) throw new Refused("field", "version");
  if (file.version > VERSION) throw new Refused("version");
  need(file.level === "" || known.levels.includes(file.level), "level");
  return { level: file.level, steps: steps(file.steps, known), hours: hours(file.hours), areas: areas(file.areas, known) };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused("json");
  }
}

function need(condition, field) {
  if (!condition) throw new Refused("field", field);
}

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isText = (value, longest) => typeof value === "string" && value.length <= longest;

export function isDate(text) {
  return typeof text === "string" && DATE.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}

export function isHours(count) {
  return typeof count === "number" && count > 0 && count <= 24;
}

function steps(found, known) {
  need(isTable(found), "steps");
  const read = ([slug, step]) => {
    const at = `steps, ${slug}`;
    need(known.steps.includes(slug) && isTable(step), at);
    need(typeof step.done === "boolean", `${at}, done`);
    need(step.date === "" || isDate(step.date), `${at}, date`);
    need(isText(step.note, 4000), `${at}, note`);
    return [slug, { done: step.done, date: step.date, note: step.note }];
  };
  return Object.fromEntries(Object.entries(found).map(read));
}

function hours(found) {
  need(Array.isArray(found), "hours");
  return found.map((entry, index) => {
    const at = `hours, ${index + 1}`;
    need(isTable(entry) && isDate(entry.date) && isHours(entry.hours) && isText(entry.role, 80), at);
    return { date: entry.date, hours: entry.hours, role: entry.role };
  });
}

function areas(found, known) {
  need(isTable(found), "areas");
  for (const [slug, rating] of Object.entries(found)) need(known.areas.includes(slug) && [1, 2, 3].includes(rating), `areas, ${slug}`);
  return { ...found };
}

/** The planned dates of STATE as an iCalendar file (RFC 5545), NAMES giving each step's name; "" where there are none. */
export function calendar(state, names, now = new Date()) {
  const planned = Object.entries(state.steps).filter(([, step]) => step.date && !step.done);
  if (!planned.length) return "";
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const events = planned.flatMap(([slug, { date, note }]) => [
    "BEGIN:VEVENT",
    `UID:${slug}@endorsement-steps`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${date.replaceAll("-", "")}`,
    `SUMMARY:${escaped(names[slug])}`,
    ...(note ? [`DESCRIPTION:${escaped(note)}`] : []),
    "END:VEVENT",
  ]);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//${FORMAT}//`, ...events, "END:VCALENDAR"];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** LINE in pieces of at most 75 octets, none of which cuts a character. */
function folded(line) {
  const size = (text) => new TextEncoder().encode(text).length;
  const pieces = [""];
  for (const char of line) {
    if (size(pieces.at(-1) + char) > 74) pieces.push("");
    pieces[pieces.length - 1] += char;
  }
  return pieces.join("\r\n ");
}
