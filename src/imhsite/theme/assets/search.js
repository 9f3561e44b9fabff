// The page of the search: reads the question from the address or the form, and shows the answers.

import { loadSearch } from "./site_search.js";

class SearchPage {
  constructor(form, place) {
    Object.assign(this, { form, place });
    this.status = document.getElementById("search-count");
    this.corrected = document.getElementById("search-corrected");
    form.addEventListener("focusin", () => loadSearch().catch(() => {}));
    form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("popstate", () => this.restore());
    form.hidden = false;
    this.restore();
  }

  submit(event) {
    event.preventDefault();
    const words = this.form.elements.q.value.trim();
    const address = words ? `?${new URLSearchParams({ q: words })}` : location.pathname;
    if (address !== (location.search || location.pathname)) history.pushState(null, "", address);
    return this.answer(words);
  }

  restore() {
    const words = new URLSearchParams(location.search).get("q") ?? "";
    this.form.elements.q.value = words;
    return this.answer(words.trim());
  }

  /** Answer WORDS; a later question that is answered sooner is not overwritten. */
  async answer(words) {
    this.asked = words;
    if (!words) return this.show([], "", "");
    const loaded = await loadSearch().catch(() => null);
    if (!loaded) return this.show([], this.status.dataset.failed, "");
    const { search, results } = loaded;
    const found = await search.find(words);
    if (this.asked === words) this.show(results.links(found), results.counted(found.results.length, words), results.noted(found));
  }

  show(groups, counted, corrected) {
    this.place.replaceChildren(...groups);
    this.status.textContent = counted;
    this.corrected.textContent = corrected;
    this.corrected.hidden = !corrected;
  }
}

new SearchPage(document.getElementById("search"), document.getElementById("search-results"));
