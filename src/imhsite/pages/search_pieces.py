"""The words of the search, in pieces that a browser fetches by what somebody types.

A piece holds all that is known of the words with one beginning: how often each stands in the pages,
the pages that it is found on, and the phrases that lead somewhere. It has the beginning as its
name (`search/words/b.json`), so the pieces of a question are known before any of them is there. A
piece that is too large is divided by the next letter. What a word with a slip may have been is
found in a list of all words with its first letter (`search/letters/b.json`).
`src/imhsite/theme/assets/search_index.js` reads them.
"""

from __future__ import annotations

import json
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from imhsite.language.terms import STOP_WORDS, stem, terms_of, words_of

Entry = dict[str, object]

WEIGHTS = {
    "title": 6, "names": 6, "tags": 4, "headings": 3, "asked": 3, "text": 1, "more": 0.5,
    "needs": 6, "serves": 1,
}  # fmt: skip
# Fields of slugs, not of words, with what their terms begin with.
TAGS = {"needs": "need", "serves": "place"}
# The constants of BM25+: Lv and Zhai, "Lower-bounding term frequency normalization", 2011.
_SATURATION, _LENGTH, _LEAST = 1.2, 0.7, 0.5
COMMON = 0.15  # of the pages in a language: a word on so many tells little
LARGEST = 2400  # characters of a piece; about a third of them are sent
MOST_TERMS = LARGEST // 8  # that can be in one of that size
MORE = ("places", "pages")  # what only some pieces have
OTHER = "_"  # the piece of words that begin with no letter from a to z and no digit
# A score is a letter, each a twelfth larger than the one before.
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_STEP = 1.12
_SMALLEST = 0.2


@dataclass(slots=True)
class Piece:
    """What is known of the words with one beginning."""

    words: dict[str, int]
    terms: dict[str, str]
    phrases: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, str] = field(default_factory=dict)
    pages: dict[int, Entry] = field(default_factory=dict)

    def text(self, special: Mapping[str, str], common: Container[str]) -> str:
        """Return the piece as JSON.

        `words` are parted by blanks, each with its mark of SPECIAL and its count. `terms` have the
        pages by what `postings` returns, after "!" for one of
        COMMON.
        """
        words = _counted(self.words, special)
        terms = " ".join(
            f"{term}{'!' * (term in common)}:{found}" for term, found in sorted(self.terms.items())
        )
        more = {name: getattr(self, name) for name in MORE if getattr(self, name)}
        return _json({"words": words, "terms": terms, "phrases": self.phrases} | more)


def _counted(words: Mapping[str, int], special: Mapping[str, str]) -> str:
    return " ".join(
        f"{word}{special.get(word, '')}:{count}" for word, count in sorted(words.items())
    )


class WordIndex:
    """The words of ENTRIES, what `entries_of` of search.py yields, numbered in their order."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.counts: Counter[str] = Counter()
        self.languages = [str(entry.get("language", "")) for entry in entries]
        # Numbers of terms, and of each the pages with what they are given for it: in arrays, as a
        # site of 100,000 programs has millions. A page is there once for each of its fields.
        self._numbers: dict[str, int] = {}
        self._found: list[tuple[array[int], array[float]]] = []
        for name, weight in WEIGHTS.items():
            self._add(weight, [self._terms(entry.get(name), name) for entry in entries])

    def _terms(self, value: object, name: str) -> array[int]:
        """Return the numbers of the terms in VALUE, that of the field NAME."""
        texts = value if isinstance(value, (list, tuple)) else [value] if value else []
        if name in TAGS:
            terms = [f"{TAGS[name]}:{slug}" for text in texts for slug in str(text).split()]
        else:
            words = [word for text in texts for word in words_of(text)]
            self.counts.update(words)
            terms = terms_of(words)
        return array("I", map(self._number, terms))

    def _number(self, term: str) -> int:
        if term not in self._numbers:
            self._numbers[term] = len(self._found)
            self._found.append((array("I"), array("f")))
        return self._numbers[term]

    def _add(self, weight: float, fields: list[array[int]]) -> None:
        """Add what a field of each page, with its terms in FIELDS, says of them."""
        pages = Counter(term for terms in fields for term in set(terms))
        average = pages.total() / len(fields) or 1
        rare = {
            term: weight * math.log(1 + (len(fields) - count + 0.5) / (count + 0.5))
            for term, count in pages.items()
        }
        for number, terms in enumerate(fields):
            counts = Counter(terms)
            length = _SATURATION * (1 - _LENGTH + _LENGTH * len(counts) / average)
            for term, count in counts.items():
                found, scores = self._found[term]
                found.append(number)
                scores.append(rare[term] * (_LEAST + count * (_SATURATION + 1) / (count + length)))

    @property
    def terms(self) -> Iterable[str]:
        """Every term of the pages."""
        return self._numbers.keys()

    def common(self) -> frozenset[str]:
        """Return the terms that stand on so many pages of one language that they tell little."""
        sizes = Counter(self.languages)
        return frozenset(
            term
            for term, number in self._numbers.items()
            if any(
                count > COMMON * sizes[language]
                for language, count in Counter(
                    self.languages[page] for page in set(self._found[number][0])
                ).items()
            )
        )

    def best(self, terms: Iterable[str], most: int | None = None) -> dict[int, float]:
        """Return the pages with any of TERMS, in their order, each with its score.

        Only the MOST best ones are there.
        """
        scores: dict[int, float] = defaultdict(float)
        for term in terms:
            if term in self._numbers:
                for number, score in zip(*self._found[self._numbers[term]], strict=True):
                    scores[number] += score
        kept = sorted(scores, key=lambda number: (-scores[number], number))[:most]
        return {number: scores[number] for number in sorted(kept)}


def postings(pages: dict[int, float]) -> str:
    """Return PAGES as text: the step to each number from the last, and a letter for its score.

    "2K3a" is page 2 with the score K, and page 5 with a.
    """
    last, parts = 0, []
    for number, score in pages.items():
        parts.append(f"{number - last}{_letter(score)}")
        last = number
    return "".join(parts)


def tree(names: Iterable[str]) -> str:
    """Return NAMES letter by letter: every first answer waits for them, and so they are short.

    Brackets hold what follows a letter; "!" before them says that a name ends there, too: "ab!(cd)"
    stands for a, b, bc and bd.
    """
    following: dict[str, list[str]] = defaultdict(list)
    for name in sorted(filter(None, names)):
        following[name[0]].append(name[1:])
    return "".join(
        letter + (f"{'!' * ('' in rest)}({below})" if (below := tree(rest)) else "")
        for letter, rest in following.items()
    )


def _letter(score: float) -> str:
    place = round(math.log(max(score, _SMALLEST) / _SMALLEST) / math.log(_STEP))
    return _LETTERS[min(place, len(_LETTERS) - 1)]


Phrases = Iterable[tuple[int, str]]  # what people type, with the number of what it leads to


class Pieces:
    """INDEX and PHRASES in pieces: `texts` has them as JSON, by their beginning.

    SPECIAL are the marks of words that may say a place ("*") or an age ("+"). Where MOST is given,
    a term has only so many pages, and a piece what FACTS tells of each page that it names. PLACES
    is what is told of each place, by its name. `whole` has the phrases of nothing but stop words,
    by number; they belong to no piece. `letters` has the words with each first letter, for those
    that are typed with a slip.
    """

    def __init__(
        self,
        index: WordIndex,
        phrases: Phrases,
        special: Mapping[str, str],
        most: int | None = None,
        facts: Sequence[Entry] = (),
        places: Mapping[str, str] | None = None,
    ) -> None:
        self.index, self.special, self.facts = index, special, facts
        self.places: dict[str, dict[str, str]] = defaultdict(dict)
        self.words = dict.fromkeys(special, 0) | index.counts
        self.whole: dict[int, list[str]] = defaultdict(list)
        self._phrases: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._place(phrases, places or {})
        typed = (term for term in index.terms if facts or ":" not in term)
        self.terms = {term: index.best([term], most) for term in typed}
        self._common = index.common()
        self.texts: dict[str, str] = {}
        telling = [word for word in self.words if word not in STOP_WORDS]
        stems = map(stem, telling)
        self._divide("", telling, sorted({*self.terms, *self._phrases, *stems}))
        self.letters = dict(self._lists())

    def _lists(self) -> Iterator[tuple[str, str]]:
        """Yield each first letter with its words, as JSON."""
        parts: dict[str, dict[str, int]] = defaultdict(dict)
        for word, count in self.words.items():
            parts[_safe(word[0])][word] = count
        for letter, words in parts.items():
            yield letter, _json({"words": _counted(words, self.special)})

    def _place(self, phrases: Phrases, places: Mapping[str, str]) -> None:
        """Put each of PHRASES, and each name of PLACES, to the rarest of its terms."""
        counts: Counter[str] = Counter()
        for word, count in self.index.counts.items():
            counts[stem(word)] += count
        for number, phrase in phrases:
            words = words_of(phrase)
            for word in words:
                self.words.setdefault(word, 0)
            if terms := terms_of(words):
                self._phrases[_rarest(terms, counts)].append((number, phrase))
            else:
                self.whole[number].append(phrase)
        for name, told in places.items():
            if terms := terms_of(words_of(name)):
                self.places[_rarest(terms, counts)][name] = told

    def _divide(self, beginning: str, words: list[str], terms: list[str]) -> None:
        if beginning and len(terms) <= MOST_TERMS:
            written = self._text(words, terms)
            if len(written) <= LARGEST or len(terms) == 1:
                self.texts[beginning] = written
                return
        for letter, its_words, its_terms in _by_letter(words, terms, len(beginning)):
            if letter:
                self._divide(beginning + letter, its_words, its_terms)
            else:
                self.texts[beginning] = self._text(its_words, its_terms)

    def _text(self, words: list[str], terms: list[str]) -> str:
        piece = Piece(
            {word: self.words[word] for word in words},
            {term: postings(self.terms[term]) for term in terms if term in self.terms},
        )
        for term in terms:
            piece.places |= self.places.get(term, {})
            for number, phrase in self._phrases.get(term, ()):
                piece.phrases[number].append(phrase)
        if self.facts:
            named = {*piece.phrases, *(page for term in terms for page in self.terms.get(term, ()))}
            piece.pages = {number: self.facts[number] for number in sorted(named)}
        return piece.text(self.special, self._common)


def _rarest(terms: Iterable[str], counts: Mapping[str, int]) -> str:
    return min(terms, key=lambda term: (counts[term], term))


def _by_letter(
    words: list[str], terms: list[str], at: int
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield each letter AT that place of a term, with the WORDS whose stem has it and the TERMS.

    The letter is "" for a term that ends there.
    """
    parts: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for word in words:
        parts[_safe(stem(word)[at : at + 1])][0].append(word)
    for term in terms:
        parts[_safe(term[at : at + 1])][1].append(term)
    for letter in sorted(parts):
        yield letter, *parts[letter]


def _safe(letter: str) -> str:
    """Return LETTER where it can stand in the name of a file on every host, else OTHER."""
    return letter if not letter or (letter.isascii() and letter.isalnum()) else OTHER


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
