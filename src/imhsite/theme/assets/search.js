// The page of the search: reads the question from the address or the form, and shows the answers.

import { addressOf, asked } from "./asked.js";
import { QuickExit } from "./quick_exit.js";
import { loadSearch } from "./site_search.js";

class SearchPage {
  constructor(form, place) {
    Object.assign(this, { form, place, exit: new QuickExit(document.querySelector(".quick-exit")) });
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
    const address = addressOf(words && String(new URLSearchParams({ q: words })));
    if (address !== location.pathname + location.hash) history[this.exit.isShown ? "replaceState" : "pushState"](null, "", address);
    return this.answer(words);
  }

  restore() {
    const answers = asked();
    if (!answers) return undefined;
    const words = answers.get("q") ?? "";
    this.form.elements.q.value = words;
    return this.answer(words.trim());
  }

  /** Answer WORDS; a later question that is answered sooner is not overwritten. */
  async answer(words) {
    this.asked = words;
    if (!words) return this.show({});
    const found = await this.found(words).catch(() => ({ counted: this.status.dataset.failed, isWeak: true }));
    if (this.asked === words) this.show(found);
  }

  /** What to show for WORDS. */
  async found(words) {
    const { search, results } = await loadSearch();
    const found = await search.find(words);
    return {
      line: found.line && results.line(found.line), heard: results.heard(found, (left) => this.ask(left)), finder: results.toFinder(found), isWeak: found.isWeak, toLeave: found.toLeave,
      groups: results.links(found), counted: results.counted(found.results.length, words), corrected: results.noted(found),
    };
  }

  ask(words) {
    this.form.elements.q.value = words;
    this.form.elements.q.focus();
    this.form.requestSubmit();
  }

  show({ line, heard = [], finder, groups = [], counted = "", corrected = "", isWeak = false, toLeave = false }) {
    this.exit.show(toLeave);
    document.getElementById("search-line").replaceChildren(...(line ? [line] : []));
    document.getElementById("search-heard").replaceChildren(...heard, ...(finder ? [finder] : []));
    document.getElementById("search-weak").hidden = !isWeak;
    this.place.replaceChildren(...groups);
    this.status.textContent = counted;
    this.corrected.textContent = corrected;
    this.corrected.hidden = !corrected;
  }
}

new SearchPage(document.getElementById("search"), document.getElementById("search-results"));
