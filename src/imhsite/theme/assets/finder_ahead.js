// What the finder's first answer needs, while the script that gives it is on its way.

import { slugOfName } from "./slugs.js";

const { lang } = document.documentElement;

// For the first number, list and time that it writes, a phone reads much.
new Intl.NumberFormat(lang).format(0);
new Intl.ListFormat(lang);
new Intl.DateTimeFormat(lang, { timeZone: "UTC", hour: "numeric" });

/** Ask for what is near the town whose name or ZIP code stands in FORM, where that is in a file of its own; `load` fetches JSON once. */
export async function ahead(form, load) {
  const { places, near, split } = form.dataset;
  if (!split) return;
  const { towns, zip } = await load(places);
  const typed = form.elements.place.value.trim().toLowerCase();
  const code = /^\d{5}$/.test(typed) && typed.startsWith(zip) && new RegExp(`(^|\\D)${typed.slice(zip.length)},`);
  const town = towns.map((line) => line.split("|")).find(([name, , , , , , zips]) => name.toLowerCase() === typed || (code && code.test(zips)));
  if (town) await load(`${near}${town[1] || slugOfName(town[0])}.json`);
}
