"""What the columns of other people's tables hold: guessed by name, and by content where no name
tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from imhsite.files import source
from imhsite.intake import values

LEFT_OUT = "left out"
OF = (
    r"(?:program |service |agency |organi[sz]ation |site |location |resource |provider |facility )?"
)
LIST = Path(__file__).with_name("column_names.yaml")  # what a column can hold, and by which names


MAYBE = "maybe "  # before a role: names that only look like it


def _patterns() -> Iterator[tuple[str, re.Pattern]]:
    for key, node in source.parse(LIST.read_text(encoding="utf-8"), LIST.name).records:
        names = "|".join(item.text.replace("{of}", OF) for item in node.items)
        yield key.text, re.compile(names)


_ALL = tuple(_patterns())
_PATTERNS = tuple(one for one in _ALL if not one[0].startswith(MAYBE))
_LIKE = tuple((r.removeprefix(MAYBE), pattern) for r, pattern in _ALL if r.startswith(MAYBE))
ROLES = (
    *(role for role, _ in _PATTERNS),
    "ages if marked",
    "site",
    "description of organization",
    "capacity checked",
)
# What nobody may read wrongly: a guess that only the content supports is not used.
CAREFUL = frozenset({"ages", "youngest age", "oldest age", "phone", "toll-free phone", "status"})
_PLACES = {"address", "address more", "mailing address", "town", "ZIP code", "mailing ZIP code"}
_HIDDEN = "not shown: it may be private"
_SAMPLE = 300  # rows that a guess by content looks at
_MOST = 0.8  # of the filled cells that must be of a sort
_YES = re.compile(r"x|✓|✔|yes|y|true|1|\*|•", re.IGNORECASE)


@dataclass(slots=True)
class Guess:
    """What a column seems to hold; `sure` where its name says so. `shown` are three values."""

    column: str
    role: str
    sure: bool
    shown: list[str]

    @property
    def is_used(self) -> bool:
        """Whether the guess may be used before a person has agreed."""
        return bool(self.role) and (self.sure or self.role not in CAREFUL)


_SHORT = {
    "addr": "address", "desc": "description", "elig": "eligibility", "grp": "group",
    "hrs": "hours", "lang": "language", "langs": "languages", "loc": "location", "nbr": "number",
    "num": "number", "org": "organization", "pgm": "program", "ph": "phone", "prog": "program",
    "svc": "service", "svcs": "services",
}  # fmt: skip


@lru_cache(4096)
def words_of(header: str) -> str:
    """Return the words of HEADER, small and whole: "Phone1Num" as "phone 1 number"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])", " ", header)
    return " ".join(_SHORT.get(word, word) for word in re.findall(r"[^\W_]+", apart.lower()))


@lru_cache(4096)
def role_of(header: str) -> str:
    """Return what a column named HEADER holds; "" where the name does not say."""
    words = words_of(header)
    if not words or len(words) > 90 or words.startswith("same ") or _has_two_numbers(header):
        return ""
    for role, pattern in _PATTERNS:
        if pattern.fullmatch(words):
            return role
    return "ages if marked" if values.is_band(header) else ""


def _has_two_numbers(header: str) -> bool:
    """Whether HEADER is of a telephone number and another, such as "Phone/Fax"."""
    parts = re.split("[/&+]", header)
    roles = {role_of(part) for part in parts if len(parts) > 1}
    return "phone" in roles and bool({"fax", "tty"} & roles)


def _looks_like(header: str) -> str:
    """What HEADER seems to be a name of, by a part of it or by a word in it."""
    parts = [part for part in re.split(r"[/&(),:]| - ", header) if part.strip()]
    role = next((role for part in parts if len(parts) > 1 and (role := role_of(part))), "")
    words = words_of(header) if len(header) <= 90 else ""
    return role or next((role for role, pattern in _LIKE if pattern.fullmatch(words)), "")


def guesses(header: Iterable[str], rows: Iterable[list[str]]) -> list[Guess]:
    """Return a guess for each column of HEADER, from its name and from the first of ROWS."""
    sample = [row for row, _ in zip(rows, range(_SAMPLE), strict=False)]
    found = []
    for at, column in enumerate(header):
        filled = [row[at] for row in sample if at < len(row) and row[at]]
        role, sure = role_of(column), True
        if role == "ages if marked" and not _are(filled, _YES):
            role = ""
        if not role:
            role, sure = _by_content(column, filled) or _looks_like(column), False
        if role == "name" and any(guess.role == role for guess in found):
            role = ""  # the first one is it
        found.append(Guess(column, role, sure, _three(filled)))
    return without_private(found)


def without_private(found: list[Guess]) -> list[Guess]:
    """Return the guesses FOUND without the values that are, or may be, a person's or secret."""
    roles = {guess.role for guess in found}
    hidden = {"person", "private notes"}
    hidden |= (
        {role for role in ROLES if role.endswith("phone")} if "private phone" in roles else set()
    )
    hidden |= _PLACES if "private address" in roles else set()
    for guess in found:
        mails = guess.role == "email" or any("@" in text for text in guess.shown)
        if guess.role in hidden or mails:
            guess.shown = [_HIDDEN] if guess.shown else []
    return found


def _three(cells: list[str]) -> list[str]:
    return list(dict.fromkeys(cell[:40] for cell in cells))[:3]


def _are(cells: list[str], pattern: re.Pattern) -> bool:
    return bool(cells) and sum(bool(pattern.fullmatch(c)) for c in cells) >= _MOST * len(cells)


_LOOKS = (
    ("email", re.compile(r"\S+@\S+\.\w+")),
    ("website", re.compile(r"(?:https?://|www\.)\S+")),
    ("phone", re.compile(r"(?:\+?1[ .-]?)?\(?[2-9]\d\d\)?[ .-]*\d{3}[ .-]?\d{4}.{0,12}")),
    ("ZIP code", re.compile(r"\d{5}(?:-\d{4})?")),
)


_OF_STATUS = re.compile(r"\b(?:open|active|closed|inactive|status|refer\w*|running|listed)\b")
_MOST_WORDS = 5  # of the name of a column that may be a status, such as "Taking new families: open"


def _may_be_status(column: str, cells: list[str]) -> bool:
    words = words_of(column)
    told = [values.is_open(cell) for cell in dict.fromkeys(cells)]
    if not cells or len(told) > 20 or told.count(None) > len(told) // 5:
        return False
    in_words = any(len(cell) > 5 and values.is_open(cell) is False for cell in cells)
    is_named = bool(_OF_STATUS.search(words)) and len(words.split()) <= _MOST_WORDS
    return in_words or is_named


def _by_content(column: str, cells: list[str]) -> str:
    if _may_be_status(column, cells):
        return "status"
    for role, pattern in _LOOKS:
        if _are(cells, pattern):
            return role
    if cells and sum(values.ages(cell) is not None for cell in cells) >= _MOST * len(cells):
        return "ages"
    return ""
