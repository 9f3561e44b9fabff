// Places as people type them: towns, villages, ZIP codes, regions.

import { plain } from "./ages.js";
import { slugOfName } from "./slugs.js";

const MOST_OFFERED = 8;
const RANKS = ",abcdefghijklmnopqrstuvwxyz";

/** Small letters and digits alone, accents taken off: how names are compared. */
export function fold(text) {
  return plain(text).replace(/[^a-z0-9]/g, "");
}

/**
 * Unpack what src/imhsite/finding/places.py packed: `names` gives the slugs that a folded name can mean, the
 * likeliest first; `shown` the name of a slug; `towns` the regions of each town; `entries` what can be offered;
 * `zip` what every ZIP code of the state begins with; `order` and `regions` the slugs of towns and regions as other files number them.
 */
export function openPlaces(told) {
  const places = { names: Object.create(null), shown: Object.create(null), towns: Object.create(null), entries: new Map(), zip: told.zip, order: [], regions: [] };
  const add = (name, slug, rank, text = name) => {
    const key = fold(name);
    const slugs = (places.names[key] ??= []);
    if (!slugs.includes(slug)) slugs.push(slug);
    if (!places.entries.has(key)) places.entries.set(key, { key, name, text, rank, slugs });
  };
  const unpacked = (text) => text.replaceAll("\n", ",").replaceAll("\t", "|");
  const split = (text) => (text ? text.split(",").map(unpacked) : []);
  const parts = (line) => (([name, ...others]) => [unpacked(name), ...others])(line.split("|"));
  const regions = told.regions.map(parts).map(([name, slug, others]) => ({ name, slug: slug || slugOfName(name), others: split(others) }));
  const towns = told.towns.map(parts).map(([name, slug, within, spellings, certain, postal, zips]) => ({
    name, slug: slug || slugOfName(name), within: split(within?.replaceAll(" ", ",")), spellings: split(spellings), certain: split(certain), postal: split(postal), zips: zips ?? "",
  }));
  for (const { name, slug, within } of towns) {
    places.order.push(slug);
    places.shown[slug] = name;
    places.towns[slug] = within.map((index) => regions[parseInt(index, 16)].slug);
    add(name, slug, 0);
  }
  for (const { slug, name, spellings } of towns) for (const spelling of spellings) add(spelling, slug, 0, name);
  for (const { name, slug } of regions) {
    places.regions.push(slug);
    places.shown[slug] = name;
    add(name, slug, 1);
  }
  for (const { slug, certain } of towns) for (const name of certain) add(name, slug, 2);
  for (const { slug, postal } of towns) for (const name of postal) add(name, slug, 2);
  const known = new Set(Object.keys(places.names));
  for (const { slug, others } of regions) for (const name of others) if (!known.has(fold(name))) add(name, slug, 2);
  for (const [code, slug] of zipCodes(towns, told.zip)) add(code, slug, 3);
  return places;
}

/** ZIP codes with their towns, those first where most people of the code live. */
function zipCodes(towns, prefix) {
  const found = towns.flatMap(({ slug, zips }) => [...zips.matchAll(/(\d+)(\D)/g)].map(([, rest, rank]) => [prefix + rest, slug, RANKS.indexOf(rank)]));
  return found.sort((a, b) => a[2] - b[2]);
}

/** What to offer for TYPED, the likeliest first. */
export function offered(typed, places) {
  const asked = fold(typed);
  if (!asked) return [];
  const begins = ({ key, name }) => (key.startsWith(asked) ? 0 : plain(name).split(/[^a-z0-9]+/).some((_, at, words) => words.slice(at).join("").startsWith(asked)) ? 1 : 2);
  const found = [...places.entries.values()].map((entry) => ({ ...entry, begins: begins(entry) })).filter((entry) => entry.begins < 2);
  found.sort((a, b) => a.begins - b.begins || a.rank - b.rank || a.text.localeCompare(b.text));
  return [...new Map(found.map((entry) => [entry.text, entry])).values()].slice(0, MOST_OFFERED);
}
