"""Words as the search compares them: small letters, no accents, no endings.

The browser takes questions apart by the same rules (`src/imhsite/theme/assets/search_words.js`);
`tests/test_search_pieces.py` holds that both make the same of every word of the site. English and
Spanish go through one set of rules, for nobody says which language they type.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_WORD = re.compile(r"[0-9]+(?:-[0-9]+)*(?![^\W_])|[^\W_]+(?:'[^\W\d_]+)*")
_APOSTROPHE = str.maketrans({0x2019: "'"})
NEGATION = "no"
NEGATIONS = frozenset(
    """no not never without cannot cant wont dont doesnt didnt isnt arent wasnt couldnt havent hasnt
    nor none sin nunca tampoco""".split()  # noqa: SIM905
)
STOP_WORDS = NEGATIONS | frozenset(
    """a about am an and are as at be been but by can could did do does for from get gets got had
    has have he her here him his how i id if im in into is it its ive just me my of old on or our
    she should so than that the their them then there these they this those to too us very was we
    were what when where which who whom why will with would you your
    al como con cual cuando de del donde el en es esta estan este esto estoy hay la las le les lo
    los me mi mis muy o para pero por porque que quien se ser si su sus te tengo tu un una unas
    unos y yo""".split()  # noqa: SIM905
)
# Of two that fit, the first counts: what ends a word, what stands for it, and how many letters have
# to come before it.
_ENDINGS = tuple(
    (re.compile(ending), instead, least)
    for ending, instead, least in (
        (r"(?:icy|icies)$", "icys", 1),  # a policy is no police
        (r"(?:ies|ied)$", "y", 1),
        (r"(?:ancy|ency)$", "ant", 3),
        (r"(?:amientos?|imientos?|aciones|acion|mente)$", "", 4),
        (r"(?:mental|ments?)$", "", 4),
        (r"(?:ional|ions?|iones|ors?|ores)$", "", 4),
        (r"(?:ness|fully|ful)$", "", 3),
        (r"ly$", "", 5),
        (r"(?:iendo|ando|adas?|ados?|idas?|idos?|itas?|itos?)$", "", 4),
        (r"ers?$", "", 4),
        (r"(?:ings?|ed|ar|ir)$", "", 3),
        (r"(?<=[^s])s$", "", 3),
    )
)


def words_of(text: str) -> list[str]:
    """Return the words of TEXT in small letters, without accents, apostrophes and hyphens."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHE))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return [word.replace("'", "").replace("-", "") for word in _WORD.findall(text.lower())]


@cache
def stem(word: str) -> str:
    """Return WORD, one of `words_of`, without its ending: "visit" of "visits" and "visiting"."""
    if word in NEGATIONS:
        return NEGATION
    if len(word) < 4 or any(map(str.isdigit, word)):
        return word
    for ending, instead, least in _ENDINGS:
        found = ending.search(word)
        if found and found.start() >= least:
            word = word[: found.start()] + instead
            break
    return _bare(word)


def _bare(word: str) -> str:
    """Return WORD without the vowel or doubled letter that only some forms of a word have."""
    plain = re.sub(r"(?:es|[aeoyi])$", "", word) if len(word) > 3 else word
    return re.sub(r"(.)\1$", r"\1", plain) if len(plain) > 3 else plain


def terms_of(words: Iterable[str]) -> list[str]:
    """Return what a text of these WORDS is found by: the stems of those that tell something."""
    return [stem(word) for word in words if word not in STOP_WORDS]
