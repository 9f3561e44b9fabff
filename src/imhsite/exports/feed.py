"""What changed in the data, in words: an Atom feed (RFC 4287) from its history in git.

It names no person.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from imhsite.language.wording import Wording
from imhsite.model.records import Record
from imhsite.pages.changes import ADDED, CHANGED, GONE, name_of, text_changes
from imhsite.pages.generated import FOLDERS, path_of
from imhsite.pages.listed import kinds
from imhsite.publishing.history import Silent, beginnings
from imhsite.publishing.revisions import Revision, latest
from imhsite.reading import defaults
from imhsite.reading.catalog import Catalog

MOST_ENTRIES = 50
MOST_NAMES = 8  # of a kind
_LABELS = {ADDED: "feed-added", GONE: "feed-removed", CHANGED: "feed-changed"}
# https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Change:
    """One commit of the data: its time, and what became of which records, by kind and slug."""

    commit: str
    epoch: int
    records: dict[tuple[str, str], str]

    def of(self, kind: str, what: str) -> list[str]:
        """Return the slugs of the records of KIND that were ADDED, CHANGED or are GONE."""
        return [slug for (of, slug), how in self.records.items() if (of, how) == (kind, what)]


def changes(data: Path) -> list[Change]:
    """Return the latest commits that change published records of DATA, newest first.

    Empty where git knows none. Where a clone is cut off, its first commit seems to add all there
    is; it is left out.
    """
    try:
        revisions = latest(data, MOST_ENTRIES, lambda path: bool(_kind(path)))
    except Silent:
        return []
    cut = beginnings(data)
    commits = [_change(revision) for revision in revisions if revision.commit not in cut]
    return [change for change in commits if change.records]


def _change(revision: Revision) -> Change:
    files: dict[str, list[tuple[str, str]]] = {}
    for path, before, after in revision.files:
        files.setdefault(_kind(path), []).append((before, after))
    records = {
        (kind, slug): what
        for kind, texts in files.items()
        for slug, what in text_changes(*zip(*texts, strict=True)).items()
    }
    return Change(revision.commit, revision.epoch, records)


def _kind(path: str) -> str:
    """Return the kind of the file at PATH below the data; "" if translations or unpublished."""
    kind = path.split("/")[0].removesuffix(".yaml")
    return kind if kind in kinds() else ""


def atom(catalog: Catalog, changes: list[Change], as_of: datetime.date) -> str:
    """Return the feed of CHANGES; without any, it is AS_OF that day."""
    association = catalog.association
    words = Wording(catalog.labels, association.languages[0])
    updated = _moment(changes[0].epoch) if changes else f"{as_of}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom"'
        f' xml:lang="{escape(association.languages[0])}">\n'
        f"<id>{escape(association.address)}feed.xml</id>\n"
        f"<title>{xml(words.text('feed-title', name=association.short_name))}</title>\n"
        f"<updated>{updated}</updated>\n"
        f"<author><name>{xml(association.name)}</name></author>\n"
        f'<link rel="self" href="{escape(association.address)}feed.xml"/>\n'
        f'<link href="{escape(association.address)}"/>\n'
        + "".join(
            _entry(catalog, words, change)
            for change in (_without_given(catalog, change) for change in changes)
            if change.records
        )
        + "</feed>\n"
    )


def _without_given(catalog: Catalog, change: Change) -> Change:
    """Return CHANGE without the product's records that a file began or ceased to name.

    They are no newer for that, and not gone.
    """
    product = {kind: defaults.of(kind, left_out=False).nodes for kind, _ in change.records}
    records = {
        (kind, slug): what
        for (kind, slug), what in change.records.items()
        if slug not in product[kind] or what == CHANGED
    }
    return Change(change.commit, change.epoch, records)


def _entry(catalog: Catalog, words: Wording, change: Change) -> str:
    address = catalog.association.address
    host = urlsplit(address).netloc
    title = " ".join(
        _summary(catalog, words, change, kind)
        for kind in kinds()
        if any(kind == touched for touched, _ in change.records)
    )
    page = next(
        (path_of(record) for record in _records(catalog, change) if record.kind in FOLDERS), "data/"
    )
    return (
        f"<entry>\n<id>tag:{host},{_moment(change.epoch)[:10]}:{change.commit}</id>\n"
        f"<title>{xml(title)}</title>\n"
        f"<updated>{_moment(change.epoch)}</updated>\n"
        f'<link href="{escape(address + page)}"/>\n</entry>\n'
    )


def _summary(catalog: Catalog, words: Wording, change: Change, kind: str) -> str:
    """What CHANGE did to the records of KIND, in words."""
    sentences = [
        words.text(label, names=_names(catalog, words, kind, slugs))
        for what, label in _LABELS.items()
        if (slugs := change.of(kind, what))
    ]
    return words.text("feed-entry", kind=words.text(f"kind-{kind}"), changes="; ".join(sentences))


def _records(catalog: Catalog, change: Change) -> Iterator[Record]:
    """The records of CHANGE that are still there, programs first."""
    for kind, slug in sorted(change.records, key=lambda record: record[0] != "programs"):
        if record := catalog.records[kind].get(slug):
            yield record


def _names(catalog: Catalog, words: Wording, kind: str, slugs: list[str]) -> str:
    """The names of the records SLUGS; of those that are gone, their slugs."""
    records = catalog.records[kind]
    names = [name_of(records[slug]) if slug in records else slug for slug in slugs]
    more = len(names) - MOST_NAMES
    if more > 0:
        names[MOST_NAMES:] = [words.text("feed-more", count=more)]
    return ", ".join(names)


def _moment(epoch: int) -> str:
    return f"{datetime.datetime.fromtimestamp(epoch, datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def xml(value: str) -> str:
    """Return VALUE as the text of an element, without the characters that XML 1.0 forbids."""
    return escape(_FORBIDDEN.sub("", str(value)), quote=False)
