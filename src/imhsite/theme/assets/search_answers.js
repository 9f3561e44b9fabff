// All that answers questions, in one file, loaded on first use. What only some questions need comes later.

import { Search } from "./search_find.js";
import { Results } from "./search_results.js";

/** What finds and draws answers, from SITE (search/pages.json); FOLDER, PLACES and TYPED are the addresses of its folder, programs/places.json and programs/typed.json. */
export function openSearch(site, { folder, places, typed }) {
  const load = (name) => json(`${folder}${name}.json`);
  const words = once(() => json(typed));
  const open = {
    places: once(async () => {
      const [{ openTypedPlaces }, ...told] = await Promise.all([import("./search_typed.js"), json(places), words()]);
      return openTypedPlaces(...told, site);
    }),
    ages: once(async () => {
      const [{ openTypedAges }, told] = await Promise.all([import("./search_ages.js"), words()]);
      return openTypedAges(told);
    }),
  };
  const search = new Search(site, load, (kind) => open[kind]().catch(() => null));
  const results = new Results(site, once(() => load("texts")));
  return { search, results };
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
