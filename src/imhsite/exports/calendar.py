"""A calendar of the events and meetings still to come (iCalendar, RFC 5545).

Hours are in UTC; of an association that names no time zone they are those of the place, "floating"
as section 3.3.5 calls it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from imhsite.exports.reviews import folded, text
from imhsite.language.wording import Wording
from imhsite.model.dates import Span, at
from imhsite.model.offers import UpcomingEvent
from imhsite.model.records import Committee
from imhsite.pages.listed import EVENTS, has_dates
from imhsite.reading.catalog import Catalog


def files(catalog: Catalog, as_of: datetime.date) -> dict[str, str]:
    """Return the calendar AS_OF that day, by its path; nothing where there are no dates."""
    if not has_dates(catalog):
        return {}
    association = catalog.association
    words = Wording(catalog.labels, association.languages[0])
    name = f"{association.short_name}: {words.text('events-title')}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{urlsplit(association.address).netloc}//events//EN",
        f"X-WR-CALNAME:{text(name)}",
    ]
    for event in catalog.events.values():
        for span in event.when:
            lines += _entry(catalog, event, span, as_of, [*_of_event(catalog, event)])
    for committee in catalog.committees.values():
        for span in committee.meetings or ():
            lines += _entry(catalog, committee, span, as_of, [])
    return {EVENTS.path: "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])}


def _entry(
    catalog: Catalog,
    record: UpcomingEvent | Committee,
    span: Span,
    as_of: datetime.date,
    more: list[str],
) -> Iterator[str]:
    host, base = urlsplit(catalog.association.address)[1:3]
    when = re.sub(r"\W", "", span.begins_iso)
    path = f"{base.strip('/')}-" if base.strip("/") else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{path}{record.kind}-{record.slug}-{when}@{host}"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield from _times(span, catalog.association.time_zone)
    yield f"SUMMARY:{text(record.name)}"
    yield from more
    yield "END:VEVENT"


def _times(span: Span, zone: str | None) -> Iterator[str]:
    """The beginning and the end; that of whole days is the day after them (section 3.6.1)."""
    if span.starts:
        yield f"DTSTART:{_hour(span.first, span.starts, zone)}"
        if span.ends:
            yield f"DTEND:{_hour(span.last, span.ends, zone)}"
    else:
        yield f"DTSTART;VALUE=DATE:{span.first:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{span.last + datetime.timedelta(days=1):%Y%m%d}"


def _hour(day: datetime.date, time: datetime.time, zone: str | None) -> str:
    moment = at(day, time, zone)
    if not zone:
        return f"{moment:%Y%m%dT%H%M%S}"
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def _of_event(catalog: Catalog, event: UpcomingEvent) -> Iterator[str]:
    if event.place:
        yield f"LOCATION:{text(event.place)}"
    yield f"DESCRIPTION:{text(event.details)}"
    yield f"URL:{catalog.association.address}events/#{event.slug}"
    yield f"STATUS:{'CANCELLED' if event.status == 'cancelled' else 'CONFIRMED'}"
