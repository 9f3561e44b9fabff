// Words as the search compares them: small letters, no accents, no endings; in English and Spanish alike, for
// nobody says which language they type. The index is made by the same rules in src/imhsite/language/terms.py.

const WORD = /\d+(?:-\d+)*(?![\p{L}\p{N}])|[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*/gu;

const NEGATIONS = new Set(
  `no not never without cannot cant wont dont doesnt didnt isnt arent wasnt couldnt havent hasnt nor none sin nunca tampoco`.split(" "),
);
const NEGATION = "no";

const STOP_WORDS = new Set(
  `a about am an and are as at be been but by can could did do does for from get gets got had has have he her here him his how
  i id if im in into is it its ive just me my of old on or our she should so than that the their them then there these they this
  those to too us very was we were what when where which who whom why will with would you your
  al como con cual cuando de del donde el en es esta estan este esto estoy hay la las le les lo los me mi mis muy o para pero por
  porque que quien se ser si su sus te tengo tu un una unas unos y yo`.split(/\s+/),
);

/** TEXT in small letters, accents and apostrophes taken off. */
export function fold(text) {
  const plain = /^[\x20-\x7e]*$/.test(text) ? text : text.normalize("NFKD").replace(/[\p{M}’]/gu, "");
  return plain.toLowerCase().replace(/['-]/g, "");
}

/** The words of TEXT, folded, each with its place in TEXT. */
export function wordsOf(text) {
  return [...text.matchAll(WORD)].map((match) => ({ word: fold(match[0]), start: match.index, end: match.index + match[0].length }));
}

/** Whether the folded WORD says too little to look for. */
export function isStopWord(word) {
  return STOP_WORDS.has(word) || NEGATIONS.has(word);
}

/** The words of TEXT, folded. */
export function plainWords(text) {
  return (text.match(WORD) ?? []).map(fold);
}

/** Every run of up to MOST of WORDS, the longest first, each with what a place of that name would be kept under. */
export function spansOf(words, most) {
  const lengths = Array.from({ length: Math.min(most, words.length) }, (_, index) => Math.min(most, words.length) - index);
  return lengths.flatMap((length) => words.slice(length - 1).map((_, start) => ({ start, end: start + length, name: words.slice(start, start + length).join("") })));
}

const ENDINGS = [
  [/(?:icy|icies)$/, "icys", 1], // a policy is no police
  [/(?:ies|ied)$/, "y", 1],
  [/(?:ancy|ency)$/, "ant", 3],
  [/(?:amientos?|imientos?|aciones|acion|mente)$/, "", 4],
  [/(?:mental|ments?)$/, "", 4],
  [/(?:ional|ions?|iones|ors?|ores)$/, "", 4],
  [/(?:ness|fully|ful)$/, "", 3],
  [/ly$/, "", 5],
  [/(?:iendo|ando|adas?|ados?|idas?|idos?|itas?|itos?)$/, "", 4],
  [/ers?$/, "", 4],
  [/(?:ings?|ed|ar|ir)$/, "", 3],
  [/(?<=[^s])s$/, "", 3],
];

const stems = new Map();

/** The folded WORD without its ending, so that "visit", "visits" and "visiting" are one. */
export function stem(word) {
  if (!stems.has(word)) stems.set(word, cut(word));
  return stems.get(word);
}

function cut(word) {
  if (NEGATIONS.has(word)) return NEGATION;
  if (word.length < 4 || /\d/.test(word)) return word;
  const [ending, instead] = ENDINGS.find(([pattern, , least]) => pattern.test(word) && word.search(pattern) >= least) ?? [/$^/, ""];
  return bare(word.replace(ending, instead));
}

/** A stem without the vowel or the doubled letter that some forms of a word have and others lack. */
function bare(word) {
  const plain = word.length > 3 ? word.replace(/(?:es|[aeoyi])$/, "") : word;
  return plain.length > 3 ? plain.replace(/(.)\1$/, "$1") : plain;
}

/** How many letters to change, add, leave out or swap to make B of A; more than MOST is told as MOST + 1. */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length];
}

/** How many slips of the keys a word of this length may hold. */
export function slips(word) {
  return word.length < 4 ? 0 : word.length < 6 ? 1 : 2;
}

/** The words of KNOWN nearest to WORD, with how far they are; two slips need the same first letter. */
export function nearest(word, known) {
  let best = slips(word);
  let found = [];
  for (const other of best ? known : []) {
    const far = distance(word, other, best);
    if (far > best || (far > 1 && other[0] !== word[0])) continue;
    if (far < best) found = [];
    best = far;
    found.push(other);
  }
  return { words: found, far: best };
}
