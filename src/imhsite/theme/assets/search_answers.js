// All that answers questions, in one file, loaded on first use.

import { SearchDialog } from "./search_dialog.js";
import { Search } from "./search_find.js";
import { PageIndex } from "./search_index.js";
import { Results } from "./search_results.js";

/** What finds and draws answers, from search/pages.json, programs/places.json and programs/typed.json; ENGINE is what search_index.js describes. */
export function openSearch(site, places, typed, Engine = PageIndex) {
  const search = new Search(site, places, typed, Engine);
  const results = new Results(site);
  return { search, results, dialog: (form) => new SearchDialog(form, search, results) };
}
