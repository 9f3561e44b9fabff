// Which programs reach a place, decided as in src/imhsite/finding/matching.py.

/** Whether the TOWN is the place SLUG or lies in it. */
export function isIn(town, slug, places) {
  return town === slug || (places.towns[town] ?? []).includes(slug);
}

/** "near", "statewide" or "" for how a program that serves SERVES (slugs, or "*") reaches the place SLUG. */
export function reach(serves, slug, places) {
  if (serves === "*") return "statewide";
  const served = serves.split(" ");
  const regionsOf = (town) => places.towns[town] ?? [];
  const isServed = (town) => served.includes(town) || regionsOf(town).some((region) => served.includes(region));
  const towns = slug in places.towns ? [slug] : Object.keys(places.towns).filter((town) => regionsOf(town).includes(slug));
  return served.includes(slug) || towns.some(isServed) ? "near" : "";
}
