"""Dates as exact as they are known: a day, a month or a year."""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass
from functools import lru_cache

DATE = re.compile(r"((?:19|20)\d{2})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, with its month and day where known (0 where not)."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """The date as HTML's `datetime` and the data write it: 2015, 2015-03, 2015-03-09."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])

    @property
    def begins(self) -> datetime.date:
        """The first day that the date can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)


@lru_cache(4096)  # few dates are written many times
def parse_date(text: str) -> PartialDate:
    """Return the date that TEXT writes as YYYY, YYYY-MM or YYYY-MM-DD, from 1900 to 2099. Raises ValueError where it is none."""
    match = DATE.fullmatch(text)
    if not match:
        raise ValueError(text)
    date = PartialDate(*(int(part or 0) for part in match.groups()))
    if match[2] == "00" or match[3] == "00":
        raise ValueError(text)
    date.begins  # noqa: B018 - raises ValueError for a month 13 or a 30 February
    return date


def today() -> datetime.date:
    """Return the day by this machine's clock; that of the commit which is built (SOURCE_DATE_EPOCH) where the clock is behind it."""
    built = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or 0), datetime.UTC).date()
    return max(datetime.date.today(), built)
