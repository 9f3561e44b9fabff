// What a question says: the places, the age, the words to look for, and what staff wrote that such
// words lead to (data/search_words.yaml and data/needs.yaml).

import { endsInCode, isPlaceIn, simpleAge, simplePlace } from "./search_simple.js";
import { isStopWord, nearest, plainWords, slips, stem, wordsOf } from "./search_words.js";

const LONGEST_QUESTION = 300;
const LEAST_HALF = 4;
const LONG = 4;
const NEAR = 3;
const LED_BY_NONE = 0.5; // how much a word that leads nowhere takes from the others
const OFTEN = 1000;
/** Words that ask what another means, and tell nothing themselves. */
const ASKING = new Set("mean means meaning definition define significa significado".split(" "));
const KEPT = new Set(["no", "me"]); // "no" tells "not walking" from walking, "me" tells "hits me" from a child who hits
const LONGEST_PLACE = 3; // words of a place's name that may have a slip
const HOUSE = /^\d{1,3}$/; // a number that is no ZIP code

/** Reads questions by SITE (search/pages.json), INDEX, the pieces of its words, and PROGRAMS, those of the programs where there are many; OPEN TYPED gives what reads "places" or "ages", null where it cannot be had. */
export class Reader {
  constructor({ words, whole, languages, simple, pages }, index, programs, openTyped) {
    Object.assign(this, { index, programs, openTyped, targets: words, languages, simple, pages });
    this.whole = Object.entries(whole).flatMap(([number, list]) => list.map((text) => ({ number: Number(number), words: plainWords(text) })));
    this.leads = new Map();
  }

  /** Everything that TEXT says, which MAY BE A PLACE that no word of it tells of. */
  async read(text, mayBePlace = false) {
    const asked = text.slice(0, LONGEST_QUESTION);
    const words = await this.wordsIn(asked);
    const [towns, ages] = await Promise.all([mayBePlace ? this.openTyped("places") : this.openPlaces(words, asked), this.openAges(words)]);
    const { place, outside, why } = towns?.reader.read(asked, words, this.index) ?? { place: null };
    if (place) Object.assign(place, { places: towns.places, reach: towns.reach });
    const tokens = words.map((word, index) => this.token(word, ages, place && index >= place.start && index < place.end));
    const meant = tokens.flatMap(({ meant }) => meant ?? []);
    await Promise.all([this.index.fetch(meant), this.programs.fetch(meant)]);
    const months = this.monthsIn(asked, ages);
    const leads = this.leadsIn(tokens, words, months !== null);
    return {
      towns, ages, place, outside, why, tokens, words, leads, months,
      spoken: this.spoken(words),
      spans: this.spans(asked, words),
      text: asked,
      rest: this.restOf(asked, tokens, leads, words),
      corrected: tokens.filter((token) => token.corrected).map((token) => token.corrected),
    };
  }

  /** The words of TEXT, with all that is known of them at hand; one that two make is taken apart. */
  async wordsIn(text) {
    const words = plainWords(text);
    await Promise.all([this.index.fetch(words), this.programs.fetch(words)]);
    const unknown = words.filter((word) => slips(word) && !this.index.words.has(word) && !isStopWord(word) && !/\d/.test(word));
    if (!unknown.length) return words;
    await this.index.fetchLetters(unknown);
    await this.index.fetch(unknown.flatMap((word) => this.cuts(word).map((cut) => word.slice(cut))));
    return words.flatMap((word) => this.apart(word));
  }

  /** What reads ages in WORDS, where they may name any; else null. */
  openAges(words) {
    const { ages: marked } = this.index.special;
    const isMeant = words.some((word) => marked.has(word) || HOUSE.test(word) || this.isSlipOf(word, marked));
    const simply = isMeant ? simpleAge(words, this.simple) : null;
    return simply === undefined ? this.openTyped("ages") : simply;
  }

  /** What reads places in WORDS of TEXT, where they may name any; else null. */
  async openPlaces(words, text) {
    const { places: marked } = this.index.special;
    const isMarked = words.some((word) => marked.has(word));
    const isSaid = isPlaceIn(words, this.index.places) || (isMarked && words.length > 1 && words.length <= LONGEST_PLACE);
    const isCode = words.some((word) => /\d/.test(word) && !HOUSE.test(word));
    if (isSaid || isCode) return this.simplePlace(words, text) ?? this.openTyped("places");
    const isUnknown = words.some((word) => this.isSlipOf(word, marked) || this.isLost(word));
    if (!isUnknown) return null;
    return isMarked || endsInCode(text, this.simple.codes) ? this.openTyped("places") : this.openMisspelled(words, text);
  }

  /** The same where a place is named with a slip, if any is; their names are a file of their own, as what reads places is five times larger. */
  async openMisspelled(words, text) {
    const names = await this.openTyped("names");
    const slip = names && (names.slips.whole(words) ?? names.slips.among(words, this.index));
    if (!slip) return null;
    const name = names.written.get(slip.name);
    await this.index.fetch(name.split(" "));
    return this.simplePlace(words, text, { ...slip, name }) ?? this.openTyped("places");
  }

  /** What reads the plain name of a town in WORDS of TEXT, which may have a SLIP; undefined where they say more. */
  simplePlace(words, text, slip) {
    const { index, simple, pages } = this;
    const languages = Object.values(this.languages).flat();
    const isKnown = (word) => this.isKnown(word) || languages.includes(word);
    return simplePlace(text, words, { ...simple, places: index.places, isKnown, pages, slip });
  }

  /** Whether WORD, which the pages lack, may be a slip of one of MARKED. */
  isSlipOf(word, marked) {
    if (isStopWord(word) || this.index.words.has(word) || /\d/.test(word)) return false;
    return nearest(word, this.index.wordsWith(word[0]).filter((other) => marked.has(other))).words.length > 0;
  }

  /** Whether nothing is known that WORD could be: it may be a name that is written in another way. */
  isLost(word) {
    return !isStopWord(word) && !/\d/.test(word) && !this.isKnown(word) && !this.meant(word).length;
  }

  /** The words of TEXT that say neither a place nor an age and that LEADS do not hold, as they were written. */
  restOf(text, tokens, leads, words) {
    const isUsed = (token, at) => at === this.spoken(words)?.at || token.isStop || token.inPlace || token.isAge || token.isCount || leads.some((lead) => lead.at.has(at));
    const rest = new Set(words.filter((_, at) => !isUsed(tokens[at], at)));
    return wordsOf(text).filter(({ word }) => rest.has(word)).map(({ start, end }) => text.slice(start, end)).join(", ");
  }

  /** Where each of WORDS stands in TEXT; null where one was taken apart. */
  spans(text, words) {
    const written = wordsOf(text);
    return written.length === words.length ? written.map(({ start, end }) => [start, end]) : null;
  }

  /** Months of the age, or of the first of the ages, that TEXT names; null where it names none. */
  monthsIn(text, ages) {
    const [first] = ages?.reader.read(text)?.named ?? [];
    return first ? ages.monthsOf(first) : null;
  }

  /** The other language that WORDS ask for, and the place of its name; null where they ask for none. */
  spoken(words) {
    const found = Object.entries(this.languages).map(([language, names]) => ({ language, at: words.findIndex((word) => names.includes(word)) }));
    return found.find(({ at }) => at >= 0) ?? null;
  }

  /** Places at which WORD could be cut into two words; none where it is one itself. */
  cuts(word) {
    if (this.isKnown(word)) return [];
    return Array.from(word, (_, at) => at).filter((at) => at >= LEAST_HALF && word.length - at >= LEAST_HALF && this.index.words.has(word.slice(0, at)));
  }

  /** WORD, or the two words of which it is made where it is none itself: "headstart". */
  apart(word) {
    const cut = this.cuts(word).find((at) => this.index.words.has(word.slice(at)));
    return cut ? [word.slice(0, cut), word.slice(cut)] : [word];
  }

  /** A word with the stems that stand for it: its own, or those of the words that it was meant to be. */
  token(word, ages, inPlace) {
    const own = { inPlace, isStop: isStopWord(word), asks: ASKING.has(word), ...this.partOfAge(word, ages), stems: [stem(word)] };
    if (own.isStop || inPlace || this.isKnown(word)) return own;
    const meant = this.meant(word);
    return meant.length ? { ...own, ...this.partOfAge(meant[0], ages), stems: meant.map(stem), meant, corrected: meant[0] } : { ...own, isUnknown: !own.isCount };
  }

  /** Whether WORD may be part of an age, and whether it says nothing but a count and its unit. */
  partOfAge(word, ages) {
    const isNumber = /^\d+$/.test(word);
    return { isAge: isNumber || Boolean(ages?.ages.has(word)), isCount: isNumber || Boolean(ages?.counts.has(word)) };
  }

  isKnown(word) {
    return [this.index, this.programs].some(({ words, stems }) => words.has(word) || stems.has(stem(word)));
  }

  /** The words that WORD may be a slip or the beginning of, the likeliest first. */
  meant(word) {
    const known = [...this.index.wordsWith(word[0]), ...this.programs.wordsWith(word[0])];
    const begun = word.length > 3 ? known.filter((other) => other.startsWith(word)) : [];
    const near = nearest(word, known);
    const found = near.far < 2 || !begun.length ? near.words : begun;
    const count = (other) => this.index.words.get(other) ?? 0;
    return found.sort((a, b) => count(b) - count(a)).slice(0, 3);
  }

  /** How much a word of the question tells: the rarer in the pages, the more; nothing, if it says where or how old. */
  told(token) {
    if (token.isStop || token.isCount || token.inPlace || token.asks) return 0;
    return Math.log(2 + OFTEN / (1 + Math.max(...token.stems.map((term) => this.index.stems.get(term) ?? 0))));
  }

  /** What the phrase number NUMBER leads to: what staff wrote, or the page of that name. */
  leadOf(number) {
    if (!this.leads.has(number)) this.leads.set(number, this.targets[number] ?? { named: number - this.targets.length });
    return this.leads.get(number);
  }

  /** The same for the name of a program that is in pieces of its own. */
  leadOfProgram(number) {
    const page = this.programs.pages.get(number);
    if (!this.leads.has(page)) this.leads.set(page, { named: number, page });
    return this.leads.get(page);
  }

  /** What the words lead to, each with the places of its words and its share of what the question tells; a phrase inside a longer one is left out, and so is a number that only says the age, where one IS SAID. */
  leadsIn(tokens, words, isAgeSaid) {
    const whole = words.join(" ");
    const everywhere = new Set(words.keys());
    const placed = (phrase) => positions((phrase.terms ??= phraseTerms(phrase.words)), tokens);
    const among = this.index.phrases.map((phrase) => ({ ...phrase, at: placed(phrase) }));
    const programs = this.programs.phrases.map((phrase) => ({ ...phrase, at: placed(phrase), isProgram: true }));
    const alone = this.whole.filter(({ words: said }) => said.join(" ") === whole).map((phrase) => ({ ...phrase, at: everywhere }));
    const isElse = ({ at }) => [...at].every((index) => tokens[index].inPlace || (isAgeSaid && tokens[index].isCount));
    const said = new Set([...words, ...tokens.flatMap(({ meant }) => meant ?? [])]);
    const found = [...among, ...programs, ...alone].filter((one) => one.at && !isElse(one)).map(({ number, at, words: phrase, isProgram }) => ({ lead: isProgram ? this.leadOfProgram(number) : this.leadOf(number), at, exact: exactness(phrase, said) }));
    const longest = found.filter((a) => !found.some((b) => b.lead !== a.lead && isBetter(b, a)));
    const led = new Map();
    for (const { lead, at, exact } of longest) {
      const one = led.get(lead) ?? { at: new Set(), exact: 0 };
      led.set(lead, { at: new Set([...one.at, ...at]), exact: Math.max(one.exact, exact) });
    }
    const told = (at) => [...at].reduce((sum, index) => sum + this.told(tokens[index]), 0);
    const all = told(words.keys());
    const some = told(new Set([...led.values()].flatMap(({ at }) => [...at])));
    return [...led].map(([lead, { at, exact }]) => ({
      lead, at, exact, share: all ? told(at) / all : 1, part: all ? told(at) / (some + LED_BY_NONE * (all - some)) : 1,
    }));
  }
}

/** Whether phrase A holds all that B does and more, or several words of it just as they are typed where B does not. */
function isBetter(a, b) {
  if (![...b.at].every((index) => a.at.has(index))) return false;
  return b.at.size < a.at.size || (a.at.size > 1 && a.exact === 1 && b.exact < 1 && !b.lead.danger);
}

/** The share of PHRASE's telling words that are among those SAID. */
function exactness(phrase, said) {
  const telling = phrase.filter((word) => !isStopWord(word) || KEPT.has(stem(word)));
  return telling.length ? telling.filter((word) => said.has(word)).length / telling.length : 1;
}

/** What has to stand near each other for a phrase to be said; all of a long one that has but one telling word. */
function phraseTerms(words) {
  const telling = words.filter((word) => !isStopWord(word));
  return words.filter((word) => !isStopWord(word) || KEPT.has(stem(word)) || (telling.length < 2 && words.length >= LONG)).map(stem);
}

/** Where in TOKENS all of TERMS stand near each other, as a set of positions, or null. */
function positions(terms, tokens) {
  const last = terms.length + NEAR;
  for (let start = 0; start < tokens.length; start++) {
    if (!tokens[start].stems.some((one) => terms.includes(one))) continue;
    const window = tokens.slice(start, start + last);
    const at = terms.map((term) => window.findIndex((token) => token.stems.includes(term)));
    if (at.every((index) => index >= 0)) return new Set(at.map((index) => start + index));
  }
  return null;
}
