"""A calendar of what is to be checked again, and when (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from imhsite.language.wording import Wording
from imhsite.pages.changes import name_of
from imhsite.pages.generated import Page, path_of
from imhsite.reading.catalog import Catalog
from imhsite.reading.freshness import WAITING, Due, checks, next_review

# Where a record stands on the site.
PLACES = {"programs": "programs/{}/", "help_lines": "help-now/#{}", "sources": "sources/#{}"}
HELP_LINES = "help-now/"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LONGEST = 75  # octets a line, RFC 5545 section 3.1


def calendar(catalog: Catalog, pages: list[Page], as_of: datetime.date) -> str:
    """Return a calendar, AS_OF that day, of when records and pages are to be checked again.

    The rules are those of data/freshness.yaml.
    """
    association = catalog.association
    host, base = urlsplit(association.address)[1:3]
    words = Wording(catalog.labels, association.languages[0])
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{host}//reviews//EN",
        f"X-WR-CALNAME:{text(association.short_name)}",
    ]
    for name, path, key, day in sorted(_to_review(catalog, pages)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{re.sub('[/#]', '-', f'{base}{key}'.strip('/')) or 'home'}@{host}",
            f"DTSTAMP:{as_of:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"SUMMARY:{text(words.text('review-of', name=name))}",
            f"URL:{association.address}{path}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _to_review(
    catalog: Catalog, pages: list[Page]
) -> Iterator[tuple[str, str, str, datetime.date]]:
    """Yield what is to be checked: its name, its page, what tells it from others, and the day."""
    for rule in catalog.freshness.values():
        for check in checks(catalog, rule.of):
            yield name_of(check.record), *_place(catalog, check), check.day
    for page in pages:
        if page.reviewed and (day := next_review(catalog, page.reviewed)):
            yield page.title, page.path, page.path, day.begins


def _place(catalog: Catalog, check: Due) -> tuple[str, str]:
    """Where what CHECK is about stands on the site, and what tells it from others there."""
    record = check.record
    if check.of == WAITING:
        return path_of(record), f"{WAITING}/{record.slug}"
    if record.kind in PLACES:
        return (PLACES[record.kind].format(record.slug),) * 2
    sites = catalog.get("sites", getattr(record, "sites", None) or ())
    programs = [*(record.programs or ()), *(slug for site in sites for slug in site.programs or ())]
    path = PLACES["programs"].format(programs[0]) if programs else HELP_LINES
    if record.kind == "sites" and programs:
        return (f"{path}#site-{record.slug}",) * 2
    return path, f"{record.kind}/{record.slug}"


def text(value: str) -> str:
    """Return VALUE as a TEXT (RFC 5545, section 3.3.11): one line, without control characters."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROL.sub("", escaped.replace("\n", "\\n"))


def folded(line: str) -> str:
    """Return LINE in pieces of at most 75 octets, never cut inside a character."""
    if len(line.encode()) <= _LONGEST:
        return line
    pieces, size = [""], 0
    for char in line:
        width = len(char.encode())
        if size + width > _LONGEST:
            pieces.append(" ")
            size = 1
        pieces[-1] += char
        size += width
    return "\r\n".join(pieces)
