"""What changed in the data, in words: an Atom feed (RFC 4287) from its history in git.

It names no person.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from imhsite.model.records import Record
from imhsite.pages.changes import name_of
from imhsite.pages.generated import FOLDERS, path_of
from imhsite.pages.listed import kinds
from imhsite.publishing.history import Silent, beginnings, git

MOST_ENTRIES = 50
MOST_NAMES = 8  # of a kind
LONGEST_DIFF = 5_000_000  # characters; a feed is not worth more
_FORBIDDEN = re.compile(
    r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # https://www.w3.org/TR/xml/#charsets
_HUNK = re.compile(r"@@ [^@]* @@ ?(.*)")
_SLUG = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):")
_FILE = re.compile(r"[+-]{3} (?:[ab]/(.*)|/dev/null)")


@dataclass(slots=True)
class Change:
    """One commit of the data: when it was made, and which records it added, changed and removed, by
    kind and slug.
    """

    commit: str
    epoch: int
    records: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, sort: str) -> list[tuple[str, str]]:
        """Return the records that were `added`, `changed` or `removed`, programs first."""
        return sorted(
            (record for record, how in self.records.items() if how == sort), key=_programs_first
        )


def _programs_first(record: tuple[str, str]) -> bool:
    return record[0] != "programs"


SORTS = {"+": "added", "-": "removed", "": "changed"}


def changes(data: Path) -> list[Change]:
    """Return the latest commits that touch published records of the folder DATA, newest first; none
    where git knows none.

    Where a clone is cut off, its first commit seems to add all there is; it is left out.
    """
    wanted = (
        "--no-merges",
        "--unified=0",
        "--inter-hunk-context=0",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        "--relative",
        "-p",
    )
    try:
        said = git(data, "log", f"-{MOST_ENTRIES}", "--format=commit %H %ct", *wanted, "--", ".")[
            :LONGEST_DIFF
        ].decode("utf-8", "replace")
    except Silent:
        return []
    cut = beginnings(data)
    return [
        change
        for change in _changes(said.splitlines())
        if change.records and change.commit not in cut
    ]


def _changes(lines: Iterable[str]) -> Iterator[Change]:
    """Read git's log.

    Above a hunk it names the record that the hunk begins in: the last line that starts with a letter.
    """
    change, kind, record = None, "", ""
    for line in lines:
        if line.startswith("commit "):
            if change:
                yield change
            change, kind = Change(line.split()[1], int(line.split()[2])), ""
        elif match := _FILE.fullmatch(line):
            kind = _kind(match[1]) or kind * (match[1] is None)
        elif match := _HUNK.match(line):
            record = _slug(match[1])
        elif kind and line[:1] in ("+", "-") and change:
            if slug := _slug(line[1:]):
                record = slug
                _note(change, kind, slug, line[0])
            elif record and line[1:].startswith(" "):
                change.records.setdefault((kind, record), SORTS[""])
    if change:
        yield change


def _note(change: Change, kind: str, slug: str, sign: str) -> None:
    known = change.records.get((kind, slug))
    moved = known and known != SORTS[sign]
    change.records[kind, slug] = SORTS[""] if moved else SORTS[sign]


def _slug(line: str) -> str:
    match = _SLUG.match(line)
    return match[1] if match else ""


def _kind(path: str | None) -> str:
    """The kind of record that the file at PATH below the data holds; "" for translations and what
    is not published.
    """
    kind = (path or "").split("/")[0].removesuffix(".yaml")
    return kind if kind in kinds() else ""


def atom(site, found: list[Change]) -> str:
    """Return the feed of the changes FOUND."""
    association = site.catalog.association
    settings = site.renderer.settings
    updated = (
        _moment(found[0].epoch)
        if found
        else f"{settings['date'].begins if settings['date'] else settings['today']}T00:00:00Z"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(association.languages[0])}">\n'
        f"<id>{escape(association.address)}feed.xml</id>\n"
        f"<title>{xml(site.label('feed-title', name=association.short_name).unescape())}</title>\n"
        f"<updated>{updated}</updated>\n"
        f"<author><name>{xml(association.name)}</name></author>\n"
        f'<link rel="self" href="{escape(association.address)}feed.xml"/>\n'
        f'<link href="{escape(association.address)}"/>\n'
        + "".join(_entry(site, change) for change in found)
        + "</feed>\n"
    )


def _entry(site, change: Change) -> str:
    address = site.catalog.association.address
    host = urlsplit(address).netloc
    words = " ".join(
        _told(site, change, kind)
        for kind in kinds()
        if any(kind == touched for touched, _ in change.records)
    )
    page = next(
        (path_of(record) for record in _records(site, change) if record.kind in FOLDERS), "data/"
    )
    return (
        f"<entry>\n<id>tag:{host},{_moment(change.epoch)[:10]}:{change.commit}</id>\n"
        f"<title>{xml(words)}</title>\n"
        f'<updated>{_moment(change.epoch)}</updated>\n<link href="{escape(address + page)}"/>\n</entry>\n'
    )


def _told(site, change: Change, kind: str) -> str:
    """What CHANGE did to the records of KIND, in words."""
    found = {
        sort: [record for record in change.of(sort) if record[0] == kind] for sort in SORTS.values()
    }
    words = [
        str(site.label(f"feed-{sort}", names=_names(site, records)).unescape())
        for sort, records in found.items()
        if records
    ]
    return str(
        site.label(
            "feed-entry", kind=site.label(f"kind-{kind}").unescape(), changes="; ".join(words)
        ).unescape()
    )


def _records(site, change: Change) -> Iterator[Record]:
    for kind, slug in sorted(change.records, key=_programs_first):
        if record := site.catalog.records[kind].get(slug):
            yield record


def _names(site, found: list[tuple[str, str]]) -> str:
    """The names of records; of those that are gone, their slugs."""
    names = [_name(site, kind, slug) for kind, slug in found]
    more = len(names) - MOST_NAMES
    if more > 0:
        names[MOST_NAMES:] = [str(site.label("feed-more", count=more).unescape())]
    return ", ".join(names)


def _name(site, kind: str, slug: str) -> str:
    record = site.catalog.records[kind].get(slug)
    return name_of(record) if record else slug


def _moment(epoch: int) -> str:
    return f"{datetime.datetime.fromtimestamp(epoch, datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def xml(value: str) -> str:
    """Return VALUE as the text of an element, without the characters that XML 1.0 forbids."""
    return escape(_FORBIDDEN.sub("", str(value)), quote=False)
