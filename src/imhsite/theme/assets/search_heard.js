// What was understood of a question, each thing with the question without it.

/** Parts of what ASKED (Reader.read) says, in the words of SITE (search/pages.json); `without` is the question with the part taken out. */
export function heardIn(asked, site) {
  const { tokens, place, leads, spoken, towns } = asked;
  const at = (test) => [...tokens.keys()].filter((index) => test(tokens[index], index));
  const shown = place && towns.places.shown[place.slugs[0]];
  const ofPlace = place ? at((token, index) => token.inPlace || isOfName(asked.words[index], shown)) : [];
  const ofAge = asked.months === null ? [] : at((token) => (token.isAge || token.isCount) && !token.inPlace);
  const needs = leads.filter(({ lead }) => lead.needs?.length === 1);
  const parts = [
    ...(place ? [{ text: shown, places: ofPlace }] : []),
    ...(ofAge.length ? [{ text: written(asked, ofAge), places: ofAge }] : []),
    ...needs.map(({ lead, at: places }) => ({ text: site.needs[lead.needs[0]], places: [...places] })),
    ...(spoken ? [{ text: written(asked, [spoken.at]), places: [spoken.at] }] : []),
  ];
  const need = needIn(leads);
  return {
    parts: parts.map(({ text, places }) => ({ text, without: without(asked, places) })),
    unheard: at((token, index) => token.isUnknown && !ofPlace.includes(index)).map((index) => written(asked, [index])).join(", "),
    finder: { ...(place && { place: shown }), ...(ofAge.length && { age: written(asked, ofAge) }), ...(need && { need }) },
    spoken: spoken && { language: spoken.language, without: without(asked, [spoken.at]) },
    ages: agesAsked(asked),
  };
}

/** The need that LEADS name; of several, the one in whose words it is said; "" where that cannot be told. */
export function needIn(leads) {
  const named = leads.flatMap(({ lead, exact }) => (lead.needs ?? []).map((need) => ({ need, exact })));
  const most = Math.max(...named.map(({ exact }) => exact));
  const likely = new Set(named.filter(({ exact }) => exact === most).map(({ need }) => need));
  return likely.size === 1 ? [...likely][0] : "";
}

function isOfName(word, name) {
  return /^\d{5}$/.test(word) || name.toLowerCase().split(/\W+/).includes(word);
}

function written({ text, spans, words }, places) {
  return places.map((index) => (spans ? text.slice(...spans[index]) : words[index])).join(" ");
}

/** The question without the words at PLACES. */
function without({ text, spans, words }, places) {
  if (!spans) return words.filter((_, index) => !places.includes(index)).join(" ");
  const left = [...places].sort((a, b) => b - a).reduce((rest, index) => rest.slice(0, spans[index][0]) + rest.slice(spans[index][1]), text);
  return left.replace(/\s+/g, " ").replace(/(?:\s?[,.;]\s?)+(?=[,.;]|$)/g, "").replace(/^[\s,.;]+/, "").trim();
}

/** Ages among which a bare number has to be decided, where the question says little else. */
function agesAsked({ ages, text, place, months, leads }) {
  const found = place || months !== null || leads.length ? null : ages?.reader.read(text);
  return found?.why === "which" && !found.rest && found.choices.length > 1 ? found.choices : [];
}
