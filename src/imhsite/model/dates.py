"""Dates as exact as they are known: a day, a month or a year."""

from __future__ import annotations

import calendar
import datetime
import os
import re
from dataclasses import dataclass
from functools import lru_cache

from imhsite.files.problems import BuildFailed, quote

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
        return "-".join(
            [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        )

    @property
    def begins(self) -> datetime.date:
        """The first day that the date can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def ends(self) -> datetime.date:
        """The last day that the date can mean."""
        month = self.month or 12
        day = self.day or calendar.monthrange(self.year, month)[1]
        return datetime.date(self.year, month, day)


def exactly(day: datetime.date) -> PartialDate:
    """Return DAY as a date that is known to the day."""
    return PartialDate(day.year, day.month, day.day)


@lru_cache(4096)  # few dates are written many times
def parse_date(text: str) -> PartialDate:
    """Return the date that TEXT writes as YYYY, YYYY-MM or YYYY-MM-DD, from 1900 to 2099.

    Raises ValueError where it is none.
    """
    match = DATE.fullmatch(text)
    if not match:
        raise ValueError(text)
    date = PartialDate(*(int(part or 0) for part in match.groups()))
    if match[2] == "00" or match[3] == "00":
        raise ValueError(text)
    date.begins  # noqa: B018 - raises ValueError for a month 13 or a 30 February
    return date


TODAY, EPOCH = "SITE_TODAY", "SOURCE_DATE_EPOCH"


def given_day() -> datetime.date | None:
    """Return the day that SITE_TODAY or SOURCE_DATE_EPOCH gives, or None.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    if given := os.environ.get(TODAY):
        try:
            return datetime.date.fromisoformat(given)
        except ValueError:
            raise BuildFailed(
                f"{TODAY}: write a day, such as 2026-11-21; got {quote(given)}"
            ) from None
    epoch = given_epoch()
    return _day(epoch) if epoch else None


def given_epoch() -> int:
    """Return SOURCE_DATE_EPOCH; 0 where it is not given."""
    given = os.environ.get(EPOCH, "").strip() or "0"
    if not re.fullmatch(r"\d{1,11}", given, re.ASCII):
        raise BuildFailed(
            f"{EPOCH}: write a number of seconds, such as 1795000000; got {quote(given)}"
        )
    return int(given)


def today() -> datetime.date:
    """Return the day on which the site is published: the given one, else the clock's in UTC."""
    return given_day() or datetime.datetime.now(datetime.UTC).date()


def latest() -> datetime.date:
    """Return the last day that is past: by the clock, or as given where the clock is behind."""
    return max(datetime.date.today(), given_day() or datetime.date.min, _day(given_epoch()))


def _day(epoch: int) -> datetime.date:
    return datetime.datetime.fromtimestamp(epoch, datetime.UTC).date()
