// The finder's answers: read from the form, kept in the address, and told to the list.

import { addressOf, asked } from "./asked.js";
import { plural, written } from "./counting.js";
import { Asked } from "./finder_asked.js";
import { Keeping } from "./finder_kept.js";
import { hide, ResultList } from "./finder_list.js";
import { Distances } from "./finder_near.js";
import { Programs } from "./finder_rows.js";
import { QuickExit } from "./quick_exit.js";

const element = (id) => document.getElementById(id);
const language = document.documentElement.lang;
const NOTHING_HEARD = { line: null, need: "", rest: "" };

export class Finder {
  constructor(form, results, load, loadSearch) {
    Object.assign(this, { form, load, loadSearch, turn: 0, restored: 0, sentence: "", line: null, isAnswered: false });
    this.fields = Object.fromEntries([...form.elements].map((field) => [field.name, field])); // a form looks for one anew after each change of what is in it
    this.status = element("finder-count");
    this.pictures = form.querySelectorAll("button[data-need]");
    this.exit = new QuickExit(document.querySelector(".quick-exit"));
    this.list = new ResultList(results, form);
    this.keeping = new Keeping(results, form.dataset.root, () => this.update(true));
    this.chosen = new Asked(form, (field) => this.leaveOut(field), () => this.update(true));
  }

  /** Take up what the reader answered before this was loaded, and what the address holds. */
  async begin() {
    const [told, fields] = await Promise.all([this.load(this.form.dataset.programs), import("./finder_fields.js")]);
    this.programs = new Programs(told, [...this.fields.need.options].slice(1).map(({ value }) => value));
    this.list.words = this.programs.words;
    this.says = told.answers;
    this.age = fields.openAgeField(this.form, this.says.age, () => this.update(true));
    this.loadPlaceField = () => fields.openPlaceField(this.form, this.says.place, this.load, () => this.update(true));
    this.listen();
    const answers = asked();
    const isAsked = Boolean(answers?.toString());
    if (isAsked) this.chosen.restore(answers);
    await this.hearBesidePlace();
    return isAsked ? this.takeUp(answers) : this.update(false);
  }

  listen() {
    const { form } = this;
    const { place } = this.fields;
    form.addEventListener("input", () => this.update(false));
    form.addEventListener("reset", () => setTimeout(() => this.startAgain()));
    element("finder-change").addEventListener("click", () => this.change());
    place.addEventListener("focus", () => this.openPlace());
    window.addEventListener("beforeprint", () => this.fillHandout());
    if (place === document.activeElement) this.openPlace();
  }

  /** The field for the place; null where its names cannot be had. */
  openPlace() {
    this.placeLoading ??= this.loadPlaceField()
      .then((place) => (this.place = place))
      .catch(() => {
        this.sayFailed();
        return (this.placeLoading = null);
      });
    return this.placeLoading;
  }

  /** Learn what it takes to read what is typed, and say where that cannot be had. Places that cannot be had have said so. */
  async understand(finished) {
    const { place, age } = this;
    if (this.fields.place.value.trim() && !place) await this.openPlace();
    if (!age.isUnread && !this.place?.isUnread(finished)) return true;
    try {
      const words = await this.load(this.form.dataset.typed);
      age.learn(words);
      this.chosen.learn(words.filters);
      this.place?.learn(words, !finished);
      return true;
    } catch {
      this.status.textContent = this.form.dataset.failed;
      this.isAnswered = false; // the questions are to be seen
      this.form.classList.remove("answered");
      return false;
    }
  }

  sayFailed() {
    element("place-answer").textContent = this.says.place.failed;
  }

  /** Take up the ANSWERS in the address, which are filled in already. */
  restore(answers) {
    this.chosen.restore(answers);
    return this.takeUp(answers);
  }

  /** The same, but for the filters. */
  takeUp(answers) {
    this.restored++;
    this.isAnswered = true;
    this.keeping.restore(answers);
    return this.update(true, false);
  }

  /** Show the programs alone, below what was asked. */
  async showAnswers() {
    this.isAnswered = true;
    await this.answer(this.fields.place);
    if (!this.form.classList.contains("answered")) return;
    this.form.scrollIntoView();
    this.status.focus({ preventScroll: true });
  }

  /** Ask all over. */
  startAgain() {
    this.fields.at.value = "";
    this.chosen.restore(new URLSearchParams());
    this.change();
    this.update(true);
  }

  /** Show the questions again. */
  change() {
    this.isAnswered = false;
    this.form.classList.remove("answered");
    this.fields.place.focus();
  }

  /** Take NEED, which a picture offers, as the answer, as if chosen from the list; take it back where it is that already. */
  choose(need) {
    const field = this.fields.need;
    field.value = field.value === need ? "" : need;
    return this.answer(field);
  }

  /** Ask without the answer in FIELD. */
  async leaveOut(field) {
    this.fields[field].value = "";
    if (field === "place") this.fields.at.value = "";
    await this.update(true);
    (this.form.classList.contains("answered") ? this.status : this.fields.place).focus();
  }

  /** Take the answer in FIELD, or all of them, as finished. */
  async answer(field) {
    if (field === this.fields.place) await this.hearBesidePlace();
    return this.update(true);
  }

  async locate() {
    (await this.openPlace())?.locate();
  }

  /** A press of a button in the list, or of a picture. */
  async press(button) {
    if (button.matches(".keep")) this.keeping.toggle(button);
    else if (button.dataset.need) this.choose(button.dataset.need);
    else this.list.more(button);
  }

  /** An age written beside the place is the answer to the question for the age, and filters are pressed. */
  async hearBesidePlace() {
    const { place, age } = this.fields;
    if (!/\s/.test(place.value.trim()) || !(await this.understand(true))) return;
    if (!age.value) this.age.hear(place.value);
    this.chosen.hear(place.value);
  }

  /** Take up what a sentence in the field for the place says beside place and age: whom to call first, the need, and what nobody understood. */
  async hearSentence() {
    const { place, need } = this.fields;
    const typed = place.value.trim();
    if (typed === this.sentence) return;
    this.sentence = typed;
    const found = this.place?.isSentence(typed) ? await this.loadSearch().catch(() => null) : null;
    const heard = found ? await found.search.hear(typed).catch(() => NOTHING_HEARD) : NOTHING_HEARD;
    if (typed !== this.sentence) return;
    if (heard.line !== this.line) element("line-first").replaceChildren(...(heard.line ? [found.results.line(heard.line)] : []));
    this.line = heard.line; // one that stays is not read out again
    this.showExit(this.fields.need.value);
    const rest = this.chosen.unused(heard.rest, typed);
    const unused = rest && this.says.place.rest.replace("{rest}", () => rest);
    const said = [unused, ...(found?.results.finderIn(heard.spoken) ?? [])].filter(Boolean);
    element("sentence-rest").replaceChildren(...said.flatMap((part, at) => (at ? [" ", part] : [part])));
    if (!heard.need || need.value) return;
    need.value = heard.need;
    this.update(true);
  }

  /** Narrow the list to the answers. Only a FINISHED answer can be a mistake, and is one to come back to. */
  async update(finished, remembered = finished) {
    const turn = ++this.turn;
    if (remembered) this.remember();
    if (!(await this.understand(finished))) return finished && this.hearSentence(); // which may tell of a danger
    if (turn !== this.turn) return;
    const asked = this.read(finished);
    if (asked.place && !this.programs.knows(asked.place)) await this.approach(asked);
    const kept = this.keeping.isOpen ? await this.keeping.rows(this.programs) : null;
    if (turn !== this.turn) return; // a later answer has overtaken this one
    this.show(asked, kept);
    if (finished) this.hearSentence();
  }

  read(finished) {
    const chosen = Object.fromEntries([...this.form.querySelectorAll("select")].map(({ name, value }) => [name, value]));
    return { place: this.place?.ask(finished) ?? "", age: this.age.ask(finished), ...chosen, with: this.chosen.filters };
  }

  /** Fetch the programs near the place; where they cannot be had, say so and go on without the place. */
  async approach(asked) {
    try {
      const { near, centers, measured } = this.form.dataset;
      const { order } = this.place.places;
      const [rows, middles] = await Promise.all([this.programs.isSplit ? this.load(`${near}${asked.place}.json`) : null, measured ? this.load(centers) : null]);
      this.distances ??= middles && new Distances(middles, order, this.programs.far);
      this.programs.add(asked.place, rows, this.place.places, this.distances);
    } catch {
      this.place.tell("failed");
      asked.place = "";
    }
  }

  show(asked, kept) {
    const found = this.programs.find(asked);
    const shown = found.count ? found : this.programs.widened(asked);
    this.list.show(kept ?? shown.groups, kept ? Infinity : undefined, this.place?.places.shown);
    this.keeping.mark();
    this.chosen.show(this.said(asked), kept ? [] : this.programs.filtersFor(asked, found));
    for (const help of document.querySelectorAll(".need-help")) hide(help, help.dataset.need !== asked.need);
    for (const picture of this.pictures) picture.ariaPressed = String(picture.dataset.need === asked.need);
    this.showExit(asked.need);
    const open = ["place", "age"].filter((name) => this[name]?.isOpen);
    const isLost = Boolean(this.fields.place.value.trim()) && !asked.place;
    this.form.classList.toggle("answered", this.isAnswered && !open.length && !isLost && Object.values(asked).some((answer) => answer !== ""));
    if (open.length) this.announceOpen(open);
    else this.announce(found.count, shown, asked.place && this.place.places.shown[asked.place]);
    this.asked = asked;
  }

  /** The way off is there for a need, or with a line to call first, that calls for it. */
  showExit(need) {
    this.exit.show(this.exit.isForNeed(need) || this.line?.exit);
  }

  /** What was ASKED, as the reader reads it, by the name of its field. */
  said({ place, age, need, who }) {
    const option = (name) => this.fields[name].selectedOptions[0]?.textContent;
    return Object.entries({ place: place && this.place.places.shown[place], age: age !== "" && this.age.heard, need: need && option("need"), who: who && option("who") }).filter(([, words]) => words);
  }

  /** Count nothing while a question about the answers OPEN is not answered. */
  announceOpen(open) {
    const says = this.says.count;
    this.status.textContent = says.open.replace("{answers}", () => this.listed(open));
    element("widened").textContent = "";
    for (const id of ["no-result", "elsewhere"]) if (element(id)) hide(element(id), true);
  }

  announce(count, shown, place) {
    const says = this.says.count;
    const without = shown.without?.length ? this.listed(shown.without) : "";
    const widened = without ? says.widened.replace("{answers}", () => without).replace("{programs}", () => counted(says.fit, shown.count)) : "";
    this.status.textContent = count ? this.countedFor(count, place) : `${says.none}. ${widened}`;
    element("widened").textContent = widened;
    hide(element("no-result"), count > 0 || this.keeping.isOpen);
    const elsewhere = element("elsewhere");
    if (!elsewhere) return;
    hide(elsewhere, !shown.elsewhere || this.keeping.isOpen);
    elsewhere.querySelector("span").textContent = counted(elsewhere.dataset, shown.elsewhere);
  }

  countedFor(count, place) {
    const { fit, there } = this.says.count;
    return place ? counted(there, count).replace("{place}", () => place) : counted(fit, count);
  }

  /** The answers NAMES in words. */
  listed(names) {
    return new Intl.ListFormat(language).format(names.map((name) => this.says.count.parts[name]));
  }

  /** The heading of the printed list says what was asked. */
  fillHandout() {
    const { place, need } = this.asked;
    const chosen = this.fields.need.selectedOptions[0]?.textContent;
    const printed = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date());
    const answers = { place: place && this.place.places.shown[place], age: this.age.heard, need: need && chosen, printed };
    for (const line of document.querySelectorAll("#handout [data-say]")) {
      const answer = answers[line.dataset.answer];
      line.hidden = !answer;
      line.textContent = line.dataset.say.replace(/\{\w+\}/, () => answer);
    }
  }

  /** Keep the answers in the address, once the list is painted: a browser needs as long for that as for the list. `replaced`: in the place of a link to a part of the page. */
  async remember(replaced = false) {
    const { restored } = this;
    const isToLeave = this.exit.isForNeed(asked()?.get("need")); // which leaves nothing to go back to
    if (!replaced) await nextPaint();
    const address = addressOf(this.words());
    if (restored !== this.restored || address === location.pathname + location.hash) return;
    history[replaced || isToLeave ? "replaceState" : "pushState"](null, "", address);
  }

  /** All answers as the address has them. */
  words() {
    const answers = new URLSearchParams([...new FormData(this.form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
    this.chosen.remember(answers);
    this.keeping.remember(answers);
    return String(answers).replaceAll("%2C", ",");
  }
}

/** Once all is painted and nothing else waits; a browser that draws no further frame may never call itself idle. */
function nextPaint() {
  return new Promise((painted) => requestAnimationFrame(() => (window.requestIdleCallback ?? setTimeout)(painted, { timeout: 100 })));
}

/** COUNT in the words of SAYS, which has the plural forms of the language. */
function counted(says, count) {
  return (says[plural(count)] ?? says.other).replace("{count}", written(count));
}
