"""What a directory says of hours, languages, fees, room and access, read where it is certain."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from babel import Locale

from imhsite.model import hours as model_hours
from imhsite.model.fields import LANGUAGE

_PARTS = re.compile(r"[;|\n,/]+|\band\b|&")
_CLOSED = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?(?: ?- ?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)?"
    r" ?:? *closed\b[;,. ]*",
    re.IGNORECASE,
)
_EARLIEST = 6 * 60  # before, hours without a half of the day may be those of the afternoon
_HALF = re.compile(r"\d ?[ap]\.? ?m\b|noon|midnight", re.IGNORECASE)
_OF_24_HOURS = re.compile(r"\b0\d:\d\d(?! ?[ap])|\b1[3-9]:|\b2\d:")


def hours(text: str) -> tuple[str, bool]:
    """Return TEXT as the data write hours, and whether it was read.

    What was not read, or may be meant in two ways, is given back in its own words.
    """
    words = " ".join(text.split()).strip(" ;,")
    plain = re.sub(r"(?<=[a-z])/(?=[A-Za-z])", ", ", _CLOSED.sub("", words))
    plain = re.sub(r"(?<=\d) ?([ap])\b(?!\.? ?m)", r" \1m", plain)
    try:
        found = model_hours.understand(plain.strip(" ;,"))
    except ValueError:
        found = None
    half, day = _HALF.search(words), _OF_24_HOURS.search(words)
    if found is None or (half and day) or (not half and not day and _begins_at_night(found)):
        return words, False
    return str(found), True


def _begins_at_night(found: model_hours.Hours) -> bool:
    starts = (start for opening in found.openings for start, _ in opening.spans)
    return any(0 < start < _EARLIEST for start in starts)


_NOT_IN_CLDR = {  # names in English that Unicode's CLDR has another word for
    "american sign language": "ase", "asl": "ase", "haitian": "ht", "creole haitian": "ht",
    "haitian creole kreyol": "ht", "kreyol": "ht", "kreyòl": "ht", "french creole haitian": "ht",
    "mandarin": "zh", "chinese mandarin": "zh", "mandarin chinese": "zh",
    "chinese cantonese": "yue", "cantonese chinese": "yue", "farsi": "fa", "persian farsi": "fa",
    "farsi persian": "fa", "cape verdean": "kea", "cape verdean creole": "kea",
    "eng": "en", "span": "es", "espanol": "es", "español": "es",
    "brazilian": "pt-BR", "pashtu": "ps", "burmese": "my",
}  # fmt: skip
_FILLING = re.compile(
    r"\b(?:only|spoken|speaking|language|bilingual|some|staff|available|is|are)\b"
)
_INTERPRETER = re.compile(r"interpret|translat|language line|all languages|any language|other")


@cache
def _language_names() -> dict[str, str]:
    names = Locale("en").languages
    tags = {name.casefold(): tag.replace("_", "-") for tag, name in names.items()}
    return {name: tag for name, tag in tags.items() if LANGUAGE.fullmatch(tag)} | _NOT_IN_CLDR


@lru_cache(4096)
def languages(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return the tags of the languages that TEXT names, what it says of interpreters, the rest."""
    tags: dict[str, None] = {}
    interpreters, rest = [], []
    for part in filter(None, (part.strip(" .:") for part in _PARTS.split(text))):
        name = " ".join(re.findall(r"[\w'-]+", _FILLING.sub(" ", part.casefold())))
        if tag := _language_names().get(name):
            tags[tag] = None
        elif _INTERPRETER.search(part.casefold()):
            interpreters.append(part)
        else:
            rest.append(part)
    return list(tags), interpreters, rest


_COSTS = (
    ("free", r"(?:it is |is |services? (?:is|are) )?(?:free|no (?:fees?|charges?|costs?)|none"
     r"|(?:free|without) of charge|at no (?:cost|charge))(?: services?)?(?: of charge)?"
     r"(?: (?:to|for) (?:everyone|all|the public|families|participants|clients"
     r"|eligible [\w/ ]+))?"),
    ("sliding", r"(?:fees? (?:is|are )?(?:on )?(?:a )?)?sliding(?:[- ]?(?:fee|scale))*(?: fees?)?"
     r"(?: (?:available|offered|accepted))?"),
    ("medicaid", r"(?:accepts |takes )?(?:medicaid|title xix)"
     r"(?: (?:accepted|insurance))?"),
    ("private-insurance", r"(?:accepts |takes )?(?:most )?(?:private|commercial)(?: health)?"
     r" insurances?(?: accepted)?"),
    ("fee", r"(?:a |flat |set |there is a )*fees?(?: (?:charged|applies|required))?"
     r"(?: regardless of income)?|fee[- ]for[- ]service"),
)  # fmt: skip


@lru_cache(4096)
def costs(text: str) -> list[tuple[str, str]]:
    """Return the parts of TEXT, each with the slug of the cost that it names; "" for none."""
    if slug := _cost(text):
        return [(text, slug)]
    parts = re.split(r"[;|\n,]+|\.(?: |$)|\band\b", text)
    return [(part.strip(), _cost(part)) for part in parts if part.strip()]


def _cost(text: str) -> str:
    words = text.strip(" .").casefold()
    return next((slug for slug, pattern in _COSTS if re.fullmatch(pattern, words)), "")


_CAPACITY = (
    ("full", r"full|no (?:openings?|space|spots|capacity)|(?:at|over) capacity"
     r"|not (?:currently )?accepting.*|closed to new.*"),
    ("waiting", r"wait(?:ing)? ?list(?: only)?"),
    ("open", r"no wait(?:ing)?(?: ?list)?|(?:currently )?accepting(?: new)? \w+"
     r"|(?:has |immediate )?openings?(?: available)?|space(?:s)?(?: available)?|available now"),
)  # fmt: skip


@lru_cache(4096)
def capacity(text: str) -> str:
    """Return open, waiting or full where TEXT says just that; else ""."""
    words = text.strip(" .").casefold()
    return next((word for word, pattern in _CAPACITY if re.fullmatch(pattern, words)), "")


_FIRST = re.compile(
    r"(?:only |for |must be |open to |pregnant )*(?:an? )?(?:low-income )?(?:pregnant )?"
    r"(?:first[- ]time (?:pregnant )?(?:mothers?|moms?|parents?|families)"
    r"|(?:women |people )?(?:expecting|with) (?:their|her|a) first (?:child|baby))(?: only)?",
    re.IGNORECASE,
)
_LAST_WEEK = re.compile(
    r"\b(?:enrol\w*|join|start|sign up|registered|referred)\b[\w ]{0,20}?"
    r"\b(?:by|no later than|up to|through)(?: the)?(?: end of(?: the)?)? (\d\d)(?:st|nd|rd|th)?"
    r" weeks?(?: (?:of )?(?:the |their )?(?:pregnancy|gestation|pregnant))",
    re.IGNORECASE,
)


@lru_cache(4096)
def is_for_a_first_child(text: str) -> bool:
    """Return whether a sentence of TEXT says only that."""
    return any(_FIRST.fullmatch(part.strip()) for part in re.split(r"[.;\n]", text))


@lru_cache(4096)
def last_week(text: str) -> str:
    """Return the last week of pregnancy in which TEXT lets a family join; "" for none or more."""
    weeks = {match[1] for match in _LAST_WEEK.finditer(text)}
    return weeks.pop() if len(weeks) == 1 else ""


def point(latitude: str, longitude: str) -> str:
    """Return the two as the data write a point; "" where they are none."""
    try:
        north, east = (float(text.strip(" '\"")) for text in (latitude, longitude))
    except ValueError:
        return ""
    if not (north and east and abs(north) <= 90 and abs(east) <= 180):
        return ""
    return f"{round(north, 6)}, {round(east, 6)}"
