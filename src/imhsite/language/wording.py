"""How a value is said in the language of a page."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from babel.dates import format_date
from markupsafe import Markup

from imhsite.language.labels import Labels
from imhsite.model.ages import Age, AgeRange
from imhsite.model.dates import PartialDate
from imhsite.model.fields import Year

MOST_SAID = 4096  # labels that are kept as they were filled: names of programs would fill memory


class Wording:
    """Words values in one language, with the labels of that language."""

    def __init__(self, labels: Labels, language: str) -> None:
        self.labels, self.language = labels, language
        self.date, self.ages = cache(self.date), cache(self.ages)
        self.label = lru_cache(MOST_SAID, typed=True)(self.label)

    def label(self, name: str, /, **values: object) -> Markup:
        """Return the label NAME, its blanks filled; `count` chooses the singular or the plural."""
        return self.labels.word(self.language, name, **values)

    def text(self, name: str, /, **values: object) -> str:
        """Return what `label` does as plain text, for what is not HTML."""
        return str(self.label(name, **values).unescape())

    def forms(self, name: str) -> dict[str, str]:
        """Return the forms of the label NAME with their blanks as they are, for a script to
        fill.
        """
        return self.labels.find(self.language, name).forms

    def date(self, date: PartialDate) -> str:
        """Return DATE as exactly as it is known: 2015, March 2015, March 9, 2015."""
        if not date.month:
            return str(date.year)
        skeleton = "long" if date.day else self.label("month-and-year")
        return format_date(date.begins, format=str(skeleton), locale=self.language)

    def year(self, year: Year) -> str:
        """Return YEAR, with "about" before it where it is not exact."""
        return str(self.label("about-year", year=year.year)) if year.about else str(year.year)

    def ages(self, ages: AgeRange | None) -> Markup:
        """Return AGES as readers say them, or that they are not stated."""
        if ages is None:
            return self.label("ages-not-stated")
        if ages.first is None:
            return self.label("ages-under", age=self._age(ages.last))
        if ages.last is None:
            return self._age(ages.first)
        return self.label("ages-from-to", first=self._age(ages.first), last=self._age(ages.last))

    def _age(self, age: Age) -> Markup:
        return self.label("age-" + age.unit.replace(" ", "-"), count=age.count)


def first_sentence(text: str) -> str:
    """Return TEXT up to the end of its first sentence."""
    return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]


def lines(text: str) -> list[str]:
    """Return the lines of TEXT, each of which is a paragraph; none is empty."""
    return [line for line in text.split("\n") if line.strip()]
