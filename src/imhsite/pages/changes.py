"""What differs between two catalogs: record by record, and in what readers find.

A record is flat, its fields are declared and its values compare by value, so comparing fields is
the whole structural difference. A library for it (deepdiff was tried) goes on below the values that
people speak of: it tells `ages.last.count` where a reader needs "was pregnancy to 6, now pregnancy
to 5". Of older revisions, whose fields may be others than today's, the values are compared as they
are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType

from imhsite.files.source import texts_of_records, values_of
from imhsite.finding.matching import Matcher
from imhsite.model.fields import SLUG
from imhsite.model.records import FOLDERS, Record, declared_fields
from imhsite.pages.generated import path_of
from imhsite.reading.catalog import Catalog

ADDED, GONE, CHANGED, RENAMED = "added", "gone", "changed", "renamed"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a record.

    `fields` are name, value before and value after, of what changed. Of a record that is gone or
    renamed, `old_path` is the path of its page, if it had one, and `leads_to` where that leads now.
    """

    what: str
    kind: str
    slug: str
    name: str
    fields: tuple[tuple[str, object, object], ...] = ()
    old_slug: str = ""
    old_path: str = ""
    leads_to: str = ""


def record_changes(
    before: Catalog, after: Catalog, unreadable: Set[tuple[str, str]] = frozenset()
) -> list[Change]:
    """Return what became of every record that is not as it was, kind by kind.

    UNREADABLE names records and fields that could not be read on one side; nothing is said about
    those.
    """
    redirects = _redirects(after)
    return [
        change
        for kind in after.records
        for change in _of_kind(
            before.records.get(kind, {}), after.records[kind], kind, unreadable, redirects
        )
    ]


def _redirects(catalog: Catalog) -> dict[str, str]:
    return {redirect.old: redirect.new for redirect in catalog.redirects.values()}


def _of_kind(
    old: dict[str, Record],
    new: dict[str, Record],
    kind: str,
    unreadable: Set[tuple[str, str]],
    redirects: Mapping[str, str],
) -> Iterator[Change]:
    slugs = _renamed(old, new, redirects)
    for slug, record in new.items():
        before = old.get(slugs.get(slug, slug))
        if not before:
            yield Change(ADDED, kind, slug, name_of(record))
            continue
        fields = tuple(
            part for part in _fields(before, record) if (slug, part[0]) not in unreadable
        )
        if slug in slugs:
            places = before.slug, path_of(before), path_of(record)
            yield Change(RENAMED, kind, slug, name_of(record), fields, *places)
        elif fields:
            yield Change(CHANGED, kind, slug, name_of(record), fields)
    for slug in [slug for slug in old if slug not in new and slug not in slugs.values()]:
        path = path_of(old[slug]) if kind in FOLDERS else ""
        gone = redirects.get(path, "")
        yield Change(GONE, kind, slug, name_of(old[slug]), (), slug, path, gone)


def _renamed(
    old: dict[str, Record], new: dict[str, Record], redirects: Mapping[str, str]
) -> dict[str, str]:
    """Return the former slug of each record whose page is where a former page leads."""
    came = {path_of(new[slug]): slug for slug in new if slug not in old and _has_page(new[slug])}
    went = {path_of(old[slug]): slug for slug in old if slug not in new and _has_page(old[slug])}
    return {
        came[redirects[path]]: slug for path, slug in went.items() if redirects.get(path) in came
    }


def _has_page(record: Record) -> bool:
    return record.kind in FOLDERS


def _fields(old: Record, new: Record) -> Iterator[tuple[str, object, object]]:
    for name in declared_fields(type(new)):
        was, becomes = getattr(old, name), getattr(new, name)
        if was != becomes:
            yield name, was, becomes


def text_changes(before: Iterable[str], after: Iterable[str]) -> dict[str, str]:
    """Return what became of each record between the texts BEFORE and AFTER, by slug.

    A record that says the same, in another place or form, is left out.
    """
    old, new = _records_in(before), _records_in(after)
    changes = {slug: GONE for slug in old if slug not in new}
    for slug, text in new.items():
        if slug not in old:
            changes[slug] = ADDED
        elif text != old[slug] and values_of(text) != values_of(old[slug]):
            changes[slug] = CHANGED
    return changes


def _records_in(texts: Iterable[str]) -> dict[str, str]:
    return {
        slug: record
        for text in texts
        for slug, record in texts_of_records(text).items()
        if SLUG.fullmatch(slug)
    }


def name_of(record: Record) -> str:
    """Return what people call RECORD."""
    names = (getattr(record, name, None) for name in ("name", "title", "use"))
    return next(filter(None, names), record.slug)


@dataclass(frozen=True, slots=True)
class Move:
    """A program that is new in, gone from, or in another group of some results of the finder."""

    program: str
    what: str
    places: tuple[str, ...]
    all_places: bool


def moves(before: Catalog, after: Catalog, kind: str) -> list[Move]:
    """Return how programs move in the results of the pages of KIND: towns or age_groups."""
    former = _renamed(before.programs, after.programs, _redirects(after))
    renamed = {was: becomes for becomes, was in former.items()}
    old, new = _results(before, kind, renamed), _results(after, kind)
    places_of: dict[tuple[str, str], list[str]] = {}
    for place in [slug for slug in new if slug in old]:
        for program in sorted(set(old[place]) | set(new[place])):
            if what := _move(old[place].get(program), new[place].get(program)):
                places_of.setdefault((program, what), []).append(place)
    names = {slug: name_of(record) for slug, record in after.records[kind].items()}
    return [
        Move(name, what, tuple(names[place] for place in places), len(places) == len(new))
        for (program, what), places in places_of.items()
        for name in [_program(before, after, program)]
    ]


def _move(before: str | None, after: str | None) -> str:
    if before == after:
        return ""
    if before is None:
        return "new in"
    if after is None:
        return "gone from"
    return f'moves to the group "{after}" in'


def _results(
    catalog: Catalog, kind: str, renamed: Mapping[str, str] = MappingProxyType({})
) -> dict[str, dict[str, str]]:
    """Return, for each town or age group, its programs with the group in which each stands.

    RENAMED gives the slugs that programs have by now.
    """
    matcher = Matcher(catalog)
    ask = (
        (lambda record: matcher.grouped(record))
        if kind == "towns"
        else (lambda record: matcher.grouped(ages=record.ages))
    )
    return {
        slug: {
            renamed.get(p.slug, p.slug): group.name for group in ask(record) for p in group.programs
        }
        for slug, record in catalog.records[kind].items()
    }


def _program(before: Catalog, after: Catalog, slug: str) -> str:
    return name_of(after.programs.get(slug) or before.programs[slug])


@dataclass(frozen=True, slots=True)
class SearchChange:
    """The words by which the search newly finds a page, and by which no longer."""

    page: str
    now: tuple[str, ...]
    no_longer: tuple[str, ...]


def search_changes(old: dict[str, str], new: dict[str, str]) -> list[SearchChange]:
    """Return what changes in the search; OLD and NEW are the searched texts of pages by title."""
    changes = []
    for title in [title for title in new if title in old and new[title] != old[title]]:
        was, becomes = _words(old[title]), _words(new[title])
        if was != becomes:
            now, no_longer = sorted(becomes - was), sorted(was - becomes)
            changes.append(SearchChange(title, tuple(now), tuple(no_longer)))
    return changes


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]{3,}", text.casefold()))
