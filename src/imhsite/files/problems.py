"""Problems: what is wrong in a file, in words for whoever wrote it."""

from __future__ import annotations

import difflib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_QUOTE = 60
MOST_NAMED = 3
_NEGATIONS = {"in", "un", "non", "non-", "not ", "not-", "no ", "dis"}


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake: where it stands, what to write, what was written.

    `line` and `column` count from 1; 0 means that the place is not known. `record`, `field` and
    `got` are empty where they do not apply. `code` is a slug for programs, such as
    "unknown-field": it stays the same when the words of the message change.
    """

    file: str
    line: int = 0
    column: int = 0
    record: str = ""
    field: str = ""
    write: str = ""
    got: str = ""
    code: str = "invalid"

    def __str__(self) -> str:
        """The problem on one line.

        The column stands only where no field names the place.
        """
        place = ":".join(
            [self.file, *(str(n) for n in (self.line, self.column * (not self.field)) if n)]
        )
        names = (name if name.isprintable() else quote(name) for name in (self.record, self.field))
        return ": ".join(part for part in (place, *names, self.message) if part)

    @property
    def message(self) -> str:
        """What to write, and what was written."""
        return f"{self.write}; got {self.got}" if self.got else self.write


class DataError(Exception):
    """The data, or a page that people write, cannot be built.

    `problems` holds every mistake found.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Mistake(DataError):
    """A word in a page or a template that names nothing, such as an unknown slug or label.

    `word` is what was written. The message has no file and line until a caller, who knows the
    template, replaces the problem by one that has.
    """

    def __init__(
        self, write: str, word: str, known: Iterable[str], code: str, got: str | None = None
    ) -> None:
        self.word = word
        got = quote(word) + did_you_mean(word, known) if got is None else got
        super().__init__([Problem("", write=f"write {write}", got=got, code=code)])


class BuildFailed(Exception):
    """The site could not be built for another reason than the data, which the message gives."""


def quote(text: str) -> str:
    """Return TEXT in quotation marks that it does not hold itself, on one line, cut where long."""
    if len(text) > LONGEST_QUOTE:
        text = text[: LONGEST_QUOTE - 3].rstrip() + "..."
    mark = "'" if '"' in text else '"'
    shown = "".join(map(_shown, text))
    return f"{mark}{shown}{mark}"


def _shown(char: str) -> str:
    """Return CHAR as people know it: any blank as a blank, what has no sign by its number."""
    if char.isprintable():
        return char
    return " " if unicodedata.category(char) == "Zs" else json.dumps(char)[1:-1]


def named(text: str) -> str:
    """Return TEXT in quotation marks, with the names of misleading look-alike signs.

    A hyphen, blank, digit or letter of another script cannot be told apart by eye.
    """
    names = {
        char: unicodedata.name(char, "a sign without a name") for char in text if not char.isascii()
    }
    lookalikes = [
        f"{'a blank' if char.isspace() else quote(char)} (U+{ord(char):04X}, {name.lower()})"
        for char, name in names.items()
        if not name.startswith("LATIN")
    ]
    if not lookalikes:
        return quote(text)
    return f"{quote(text)}, with {' and '.join(lookalikes[:MOST_NAMED])}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of KNOWN that WORD was most likely meant to be, or None.

    What says the opposite, as "active" of "inactive", is never meant.
    """
    lower, typed = {name.lower(): name for name in known}, word[:100].lower()
    near = difflib.get_close_matches(typed, lower, n=1, cutoff=0.7)
    return lower[near[0]] if near and not _are_opposite(typed, near[0]) else None


def _are_opposite(one: str, other: str) -> bool:
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return bool(shorter) and longer.removesuffix(shorter) in _NEGATIONS


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the question whether the nearest of KNOWN was meant, or "" where none is near.

    It follows what was written: `. Did you mean "x"?`
    """
    near = nearest(word, known)
    return f". Did you mean {quote(near)}?" if near else ""
