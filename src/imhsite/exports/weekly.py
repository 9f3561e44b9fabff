"""What the calendar of a phone can take of a program (iCalendar, RFC 5545): the call to it, and the
weekly times of its places.

They repeat by the week from a day in the data on, so that the same data make the same files.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from imhsite.exports.reviews import folded, text
from imhsite.finding.program_rows import ProgramRows
from imhsite.language.call_words import CallWords
from imhsite.language.wording import Wording
from imhsite.model.dates import today
from imhsite.model.hours import DAYS, Hours, Opening
from imhsite.model.records import Program
from imhsite.model.services import ServiceSite
from imhsite.pages.generated import calendars_of, path_of
from imhsite.reading.catalog import Catalog
from imhsite.reading.freshness import without_old_room
from imhsite.reading.services import visits

_SINCE = datetime.date(2026, 1, 1)  # from when on what was checked before, or never, is repeated
_CALL = 15  # minutes
# For calls to a number that is answered at any time, or nobody knows when.
_LATE_MORNING = Hours((Opening(tuple(range(5)), ((10 * 60, 12 * 60),)),))


def files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield path and text of each calendar of a program, in each language."""
    for language in catalog.association.languages:
        writer = _Writer(catalog, language)
        make = {"calendar-call": writer.call, "calendar-times": writer.times}
        for program in catalog.programs.values():
            for name, path in calendars_of(catalog, program).items():
                yield f"{writer.folder}{path}", writer.file(make[name](program))


class _Writer:
    """Writes the calendars of one language."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self.catalog, self.words = catalog, Wording(catalog.labels, language)
        self.rows = ProgramRows(catalog, self.words)
        self.calls = CallWords(self.words, catalog.association.languages)
        self.folder = catalog.association.folder(language)
        self.address, self.zone = catalog.association.address, catalog.association.time_zone

    def file(self, events: Iterable[str]) -> str:
        host = urlsplit(self.address).netloc
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//programs//EN"]
        lines += [*(_zone(self.zone) if self.zone else ()), *events, "END:VCALENDAR"]
        return "".join(f"{folded(line)}\r\n" for line in lines)

    def call(self, program: Program) -> Iterator[str]:
        """Yield what reminds of the call to PROGRAM, when somebody answers if that is known."""
        number, label = self.rows.call(program).phone.text, self.words.text
        hours, told = self.rows.answered(program)
        if not hours or hours.always or not hours.openings:
            hours = _LATE_MORNING
        known = without_old_room(self.catalog, program, today())
        says = [self.calls.text(known, number), *(str(line.unescape()) for line in told)]
        says += [label(name) for name in ("calendar-call-try", "calendar-call-done")]
        title = label("calendar-call-title", name=program.name, number=number)
        for at, opening in enumerate(hours.openings):
            starts = opening.spans[0][0]
            span, months = (starts, starts + _CALL), hours.months_of(opening)
            yield from self._event(program, f"call-{at}", opening, months, span)
            yield from (f"SUMMARY:{text(title)}", f"DESCRIPTION:{text(chr(10).join(says))}")
            yield from ("TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S")
            yield from (f"DESCRIPTION:{text(title)}", "END:VALARM", "END:VEVENT")

    def times(self, program: Program) -> Iterator[str]:
        """Yield the events of the places where families go at certain times."""
        for site, hours in visits(self.catalog, program):
            for at, opening in enumerate(hours.visits):
                for span in opening.spans:
                    key = f"{site.slug}-{at}-{span[0]}"
                    months = hours.months_of(opening)
                    yield from self._event(program, key, opening, months, span)
                    yield from self._of_site(program, site, hours)
                    yield "END:VEVENT"

    def _of_site(self, program: Program, site: ServiceSite, hours: Hours) -> Iterator[str]:
        numbers = [contact.phone for contact in self.catalog.contacts_of(site) if contact.phone]
        number = [*numbers, self.rows.call(program).phone][0].text
        says = [self.words.text("calendar-call-first", number=number)]
        says += [str(line.unescape()) for line in self.words.hours(hours)]
        yield f"SUMMARY:{text(f'{program.name}: {site.name}')}"
        yield f"LOCATION:{text(self.rows.address(site))}"
        if site.point:
            yield f"GEO:{site.point[0]};{site.point[1]}"
        yield f"DESCRIPTION:{text(chr(10).join(says))}"

    def _event(
        self,
        program: Program,
        key: str,
        opening: Opening,
        months: list[int],
        span: tuple[int, int],
    ) -> Iterator[str]:
        """Yield the beginning of an event that repeats by the week."""
        since = max(_SINCE, program.checked.begins) if program.checked else _SINCE
        starts, ends = span
        first = _first(since, opening.days, months)
        zone = f";TZID={self.zone}" if self.zone else ""
        yield "BEGIN:VEVENT"
        yield f"UID:{program.slug}-{key}@{urlsplit(self.address).netloc}"
        yield f"DTSTAMP:{since:%Y%m%d}T000000Z"
        yield f"DTSTART{zone}:{first:%Y%m%d}T{starts // 60:02}{starts % 60:02}00"
        yield f"DURATION:PT{ends - starts}M"
        yield f"RRULE:FREQ=WEEKLY{_months(months)};BYDAY={_days(opening.days)}"
        yield f"URL:{self.address}{self.folder}{path_of(program)}"


def _first(since: datetime.date, days: Iterable[int], months: list[int]) -> datetime.date:
    """Return the first of DAYS of the week from SINCE on, in one of MONTHS if there are any."""
    day = since
    while day.weekday() not in days or (months and day.month not in months):
        day += datetime.timedelta(days=1)
    return day


def _days(days: Iterable[int]) -> str:
    return ",".join(DAYS[day][:2].upper() for day in days)


def _months(months: list[int]) -> str:
    return f";BYMONTH={','.join(map(str, months))}" if months else ""


@lru_cache(1)
def _zone(name: str) -> tuple[str, ...]:
    """Return the time zone NAME, with the rules of when its clocks change."""
    changes = [*_changes(ZoneInfo(name))]
    if not changes:
        offset = _offset(datetime.datetime(_SINCE.year, 1, 1, tzinfo=ZoneInfo(name)).utcoffset())
        rows = ("BEGIN:STANDARD", "DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}")
        changes = [(*rows, f"TZOFFSETTO:{offset}", "END:STANDARD")]
    lines = (line for change in changes for line in change)
    return ("BEGIN:VTIMEZONE", f"TZID:{name}", *lines, "END:VTIMEZONE")


def _changes(zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    """Yield the two changes of a year, each on such a day as the second Sunday of its month."""
    hour = datetime.timedelta(hours=1)
    moment = datetime.datetime(_SINCE.year - 1, 1, 1, tzinfo=datetime.UTC)
    for _ in range(365 * 24):
        before, moment = moment.astimezone(zone), moment + hour
        after = moment.astimezone(zone)
        if before.utcoffset() != after.utcoffset():
            name = "DAYLIGHT" if after.dst() else "STANDARD"
            wall = before.replace(tzinfo=None) + hour
            last = wall.day + 7 > monthrange(wall.year, wall.month)[1]
            which = f"{-1 if last else (wall.day + 6) // 7}{_days([wall.weekday()])}"
            yield (
                f"BEGIN:{name}",
                f"DTSTART:{wall:%Y%m%dT%H%M%S}",
                f"TZOFFSETFROM:{_offset(before.utcoffset())}",
                f"TZOFFSETTO:{_offset(after.utcoffset())}",
                f"RRULE:FREQ=YEARLY;BYMONTH={wall.month};BYDAY={which}",
                f"END:{name}",
            )


def _offset(offset: datetime.timedelta | None) -> str:
    minutes = int((offset or datetime.timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
