"""Ages: months inside, words outside.

Pregnancy stands before 0. A range holds its youngest age and ends before `below`: "birth to 2"
takes in the whole third year, so it ends at the third birthday, 36 months. "school age" is the year
that begins with the fifth birthday, when kindergarten may begin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

PREGNANCY = -9.0
OLDEST_YEARS = 25  # of a child
OLDEST_PARENT = 99
SCHOOL_AGE_YEARS = 5
AND_UP = " and up"
_MONTHS_IN = {"week": 12 / 52, "month": 1.0, "year": 12.0}
NUMBER = re.compile(r"(0|[1-9]\d{0,2})(?: (week|month|year)s?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Age:
    """One age as written: weeks, months, years, or `pregnancy`, `birth`, `school age`."""

    months: float
    count: int
    unit: str

    @property
    def end(self) -> float:
        """The month at which a range that names this age as its oldest ends, exclusive."""
        if self.unit == "pregnancy":
            return 0.0
        if self.unit == "school age":
            return (SCHOOL_AGE_YEARS + 1) * 12.0
        return (self.count + 1) * _MONTHS_IN[self.unit] if self.unit in _MONTHS_IN else self.months


def parse_age(text: str, oldest: int = OLDEST_YEARS) -> Age:
    """Return the age that TEXT writes, up to OLDEST years; a bare number is years.

    Raises ValueError where it is none.
    """
    if text == "pregnancy":
        return Age(PREGNANCY, 0, "pregnancy")
    if text == "birth":
        return Age(0.0, 0, "birth")
    if text == "school age":
        return Age(SCHOOL_AGE_YEARS * 12.0, SCHOOL_AGE_YEARS, "school age")
    match = NUMBER.fullmatch(text)
    if not match:
        raise ValueError(text)
    count, unit = int(match[1]), match[2] or "year"
    months = count * _MONTHS_IN[unit]
    if months > oldest * 12:
        raise ValueError(text)
    return Age(months, count, unit)


@dataclass(frozen=True, slots=True)
class AgeRange:
    """From `youngest` to before `below`, both in months, and the two ages as written.

    `first` is None in "under 3"; `last` is the age after "to" or "under", or None for pregnancy
    alone and in "3 and up", which is `open` up to the `oldest` age that there is, in years.
    """

    first: Age | None
    last: Age | None
    under: bool = False
    open: bool = False
    oldest: int = OLDEST_YEARS

    @property
    def youngest(self) -> float:
        return self.first.months if self.first else 0.0

    @property
    def below(self) -> float:
        if self.open:
            return (self.oldest + 1) * 12.0
        if self.last is None:
            return self.first.end
        return self.last.months if self.under else self.last.end

    @property
    def in_years(self) -> tuple[float | None, float | None]:
        """Return the youngest and oldest age in years with decimals, as people count them.

        At 5 years and 11 months a child is 5. None where none is stated, and for pregnancy, which
        is no age.
        """
        if self.below <= 0:
            return None, None
        youngest = max(self.first.months, 0.0) if self.first else None
        if self.open:
            return _years(youngest), None
        oldest = self.last.months - 1 if self.under else self.last.months
        return youngest and _years(youngest), _years(oldest)

    def holds(self, months: float) -> bool:
        """Return whether a child of this many months (below 0: not yet born) is in the range."""
        return self.youngest <= max(months, PREGNANCY) < self.below

    def meets(self, other: AgeRange) -> bool:
        """Return whether some age is in both ranges."""
        return self.youngest < other.below and other.youngest < self.below

    def __str__(self) -> str:
        """The range as it is written in the data."""
        words = [_written(age) for age in (self.first, self.last) if age]
        if self.open:
            return f"{words[0]}{AND_UP}"
        return f"under {words[0]}" if self.under and not self.first else " to ".join(words)


def _years(months: float) -> float:
    return round(months / 12, 2)


def _written(age: Age) -> str:
    if age.unit in ("pregnancy", "birth", "school age"):
        return age.unit
    return (
        str(age.count)
        if age.unit == "year"
        else f"{age.count} {age.unit}{'s' if age.count != 1 else ''}"
    )


@lru_cache(1024)  # few ranges are written many times
def parse_range(text: str, oldest: int = OLDEST_YEARS) -> AgeRange:
    """Return the range that TEXT writes: "birth to 5", "under 3", "3 and up", "pregnancy".

    No age in it is above OLDEST years.
    Raises ValueError where TEXT is no range, or one that ends before it begins.
    """
    if text == "pregnancy":
        return AgeRange(parse_age(text), None)
    if text.endswith(AND_UP):
        age = parse_age(text.removesuffix(AND_UP), oldest)
        return AgeRange(age, None, open=True, oldest=oldest)
    if text.startswith("under "):
        ages = AgeRange(None, parse_age(text.removeprefix("under "), oldest), under=True)
    else:
        first, _, last = text.partition(" to ")
        ages = AgeRange(parse_age(first, oldest), parse_age(last, oldest))
    if ages.below <= ages.youngest or ages.last.months < ages.youngest:
        raise ValueError(text)
    return ages
