"""A calendar of what is to be checked again, and when (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.dates import PartialDate
from generator.pages import path_of

AFTER_YEARS = 1
_LONGEST = 75  # octets a line, RFC 5545 section 3.1


def calendar(site, pages: list) -> str:
    """Return a day for each program and help line that somebody checked and each page that somebody read, a year later."""
    association = site.catalog.association
    host = urlsplit(association.address).netloc
    stamp = site.renderer.settings["date"].begins
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//reviews//EN", f"X-WR-CALNAME:{text(association.short_name)}"]
    for name, path, date in sorted(_checked(site, pages)):
        due = _a_year_after(date)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{path.strip('/').replace('/', '-').replace('#', '-') or 'home'}@{host}",
            f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
            f"SUMMARY:{text(str(site.label('review-of', name=name).unescape()))}",
            f"URL:{association.address}{path}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _checked(site, pages: list) -> Iterator[tuple[str, str, PartialDate]]:
    for program in site.catalog.programs.values():
        if program.checked and program.status != "ended":
            yield program.name, path_of(program), program.checked
    for line in site.catalog.help_lines.values():
        yield line.name, f"help-now/#{line.slug}", line.checked
    for page in pages:
        if page.reviewed:
            yield page.title, page.path, page.reviewed


def _a_year_after(date: PartialDate) -> datetime.date:
    first = date.begins
    day = 28 if (first.month, first.day) == (2, 29) else first.day
    return first.replace(year=first.year + AFTER_YEARS, day=day)


def text(value: str) -> str:
    """Return VALUE as a TEXT (RFC 5545, section 3.3.11), on one line and without control characters."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "".join(char for char in escaped.replace("\n", "\\n") if char.isprintable())


def _folded(line: str) -> str:
    """LINE in pieces of at most 75 octets, never cut inside a character."""
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
