// Numbers and their plural forms as the language of the page has them. What knows them is made once: a phone takes a while.

const language = document.documentElement.lang;
const numbers = new Intl.NumberFormat(language);
const plurals = new Intl.PluralRules(language);

/** NUMBER as people write it. */
export const written = (number) => numbers.format(number);

/** The plural form for COUNT, such as "one" or "other". */
export const plural = (count) => plurals.select(count);
