// All that answers questions, in one file, loaded on first use. What only some questions need comes later.

import { Search } from "./search_find.js";
import { Results } from "./search_results.js";
import { Slips } from "./search_slips.js";

/** What finds and draws answers, from SITE (search/pages.json); FOLDER and PLACES are the addresses of its folder and of programs/places.json. */
export function openSearch(site, { folder, places }) {
  const load = (name) => json(`${folder}${name}.json`);
  const open = {
    places: once(async () => {
      const [{ openTypedPlaces }, ...told] = await Promise.all([import("./search_typed.js"), json(places), load("typed_places")]);
      return openTypedPlaces(...told, site);
    }),
    names: once(async () => namesOf(await load("places"))),
    ages: once(async () => {
      const [{ openTypedAges }, told] = await Promise.all([import("./search_ages.js"), load("typed_ages")]);
      return openTypedAges(told);
    }),
  };
  const search = new Search(site, load, (kind) => open[kind]().catch(() => null));
  const results = new Results(site, once(() => load("texts")));
  return { search, results };
}

/** How each name in LIST, in which commas part them, is written, by the name without blanks; and what finds slips of these. */
function namesOf(list) {
  const written = new Map(list.split(",").map((name) => [name.replaceAll(" ", ""), name]));
  return { written, slips: new Slips([...written.keys()]) };
}

/** MAKE, called once; again after it failed. */
function once(make) {
  let making;
  return () => (making ??= make().catch((error) => ((making = undefined), Promise.reject(error))));
}

export async function json(address) {
  const sent = await fetch(address);
  if (!sent.ok) throw new Error(`${address}: ${sent.status}`);
  return sent.json();
}
