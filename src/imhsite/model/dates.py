"""Dates as exact as they are known: a day, a month or a year."""

from __future__ import annotations

import calendar
import datetime
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

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


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """When something takes place: a day, several days, or hours of one day."""

    first: datetime.date
    last: datetime.date
    starts: datetime.time | None = None
    ends: datetime.time | None = None

    @property
    def begins_iso(self) -> str:
        """The beginning in ISO 8601: 2027-03-05 or 2027-03-05T18:30."""
        return _iso(self.first, self.starts)

    @property
    def ends_iso(self) -> str:
        """The end in ISO 8601; "" where hours have no end."""
        return "" if self.starts and not self.ends else _iso(self.last, self.ends)

    def is_over(self, today: datetime.date) -> bool:
        """Return whether its last day lies before TODAY."""
        return self.last < today

    def __str__(self) -> str:
        """The span as it is written in the data."""
        hours = " to ".join(f"{time:%H:%M}" for time in (self.starts, self.ends) if time)
        days = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        return f"{days} {hours}".strip()


def at(day: datetime.date, time: datetime.time, zone: str | None) -> datetime.datetime:
    """Return TIME on DAY, in the time ZONE where one is given."""
    return datetime.datetime.combine(day, time, ZoneInfo(zone) if zone else None)


def _iso(day: datetime.date, time: datetime.time | None) -> str:
    return f"{day}T{time:%H:%M}" if time else str(day)


_DAY = r"(20\d{2}-\d{2}-\d{2})"
_TIME = r"(\d{2}:\d{2})"
SPAN = re.compile(rf"{_DAY}(?: to {_DAY}|(?: {_TIME}(?: to {_TIME})?)?)", re.ASCII)


def parse_span(text: str) -> Span:
    """Return the span that TEXT writes: a day, "DAY to DAY", "DAY 18:30", "DAY 18:30 to 20:00".

    Raises ValueError where it is none, or ends before it begins.
    """
    match = SPAN.fullmatch(text)
    if not match:
        raise ValueError(text)
    first = datetime.date.fromisoformat(match[1])
    last = datetime.date.fromisoformat(match[2]) if match[2] else first
    starts, ends = (time and datetime.time.fromisoformat(time) for time in match.group(3, 4))
    if (last <= first and match[2]) or (ends and ends <= starts):
        raise ValueError(text)
    return Span(first, last, starts, ends)


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
