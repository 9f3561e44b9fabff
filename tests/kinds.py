"""A page of every kind, in one place, for the tests and benchmarks that look at pages in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from imhsite.model.records import FOLDERS
from imhsite.pages.generated import handout_regions, path_of, path_of_handout, path_of_referral, path_of_region_and_age, path_of_summary

if TYPE_CHECKING:
    from conftest import Built

Finder = Callable[["Built"], "str | None"]


def first(kind: str, **fields: str) -> Finder:
    """The page of the first record of KIND whose fields are FIELDS, whatever the data holds today."""

    def path(built: Built) -> str | None:
        records = built.catalog.records[kind].values()
        return next((path_of(record) for record in records if all(getattr(record, name) == value for name, value in fields.items())), None)

    return path


def translated(found: Finder) -> Finder:
    """The same page in the second language of the association."""

    def path(built: Built) -> str | None:
        _, *others = built.catalog.association.languages
        plain = found(built)
        return f"{others[0]}/{plain}" if others and plain else None

    return path


def written(shows: str, folder: str = "") -> Finder:
    """The first page below FOLDER that people wrote and that shows what the selector SHOWS names."""

    def path(built: Built) -> str | None:
        return next((page for page in built.written() if page.startswith(folder) and built.pages.page(page).main.select(shows)), None)

    return path


def _handout(language: int) -> Finder:
    def path(built: Built) -> str | None:
        catalog = built.catalog
        regions, languages = handout_regions(catalog), catalog.association.languages
        return path_of_handout(regions[0], next(iter(catalog.age_groups.values())), languages[language], catalog) if regions and language < len(languages) else None

    return path


def _region_by_age(built: Built) -> str:
    return path_of_region_and_age(next(iter(built.catalog.regions.values())), next(iter(built.catalog.age_groups.values())))


SINGULAR = {"age_groups": "age", "competencies": "competency"}  # of the others, the name without its "s"
KINDS: dict[str, str | Finder] = {
    **{SINGULAR.get(kind, kind.removesuffix("s")): first(kind) for kind in FOLDERS if kind != "programs"},
    "home": "",
    "home, Spanish": "es/",
    "prose": "parents/",
    "prose with a table": written("table"),
    "prose with a picture": written("svg.picture, img"),
    "prose with a chart": written("figure.chart"),
    "prose to leave, Spanish": written(".quick-exit", "es/parents/"),
    "prose with a timeline": written(".timeline"),
    "recommendations": "recommendations/",
    "trainings": "professionals/training/",
    "events": "events/",
    "membership": "membership/",
    "supervision": "supervision/",
    "documents": "documents/",
    "glossary": "glossary/",
    "open data": "data/",
    "finder": "programs/",
    "finder, Spanish": "es/programs/",
    "program, active": first("programs", status="active"),
    "program, Spanish": translated(first("programs", status="active")),
    "program, unchecked": first("programs", status="unchecked"),
    "program, ended": first("programs", status="ended"),
    "referral": lambda built: next((path_of_referral(program) for program in built.catalog.programs.values() if program.status != "ended" and built.has(path_of_referral(program))), None),
    "side by side": "programs/side-by-side/",
    "towns": "towns/",
    "town, Spanish": translated(first("towns")),
    "regions": "regions/",
    "ages": "ages/",
    "region by age": _region_by_age,
    "needs": "needs/",
    "handouts": "handouts/",
    "handout": _handout(0),
    "handout, Spanish": _handout(1),
    "need, quick to leave": first("needs", quick_exit="shown"),
    "map": "map/",
    "level on a page": lambda built: path_of_summary(next(iter(built.catalog.levels.values()))),
    "steps": "endorsement/steps/",
    "competencies": "competencies/",
    "compare": "endorsement/compare/",
    "self-check": "endorsement/which-level/",
    "my steps": "endorsement/my-steps/",
    "explorer": "competencies/explore/",
    "strategic plan": "strategic-plan/",
    "sources": "sources/",
    "search": "search/",
    "search, Spanish": "es/search/",
    "help now": "help-now/",
    "help now, Spanish": "es/help-now/",
    "offline": "offline/",
    "staff": "staff/",
    "languages": lambda built: "languages/",
    "design": "design/",
    "missing": "404.html",
    "missing, Spanish": "es/404.html",
}


class Kinds(dict[str, str]):
    """The path of the page of each kind that a site has. A test that asks for another kind is skipped."""

    def __init__(self, built: Built) -> None:
        for kind, path in KINDS.items():
            found = path(built) if callable(path) else path
            if found is not None and built.has(found):
                self[kind] = found

    def __missing__(self, kind: str) -> str:
        if kind not in KINDS:
            raise KeyError(kind)
        pytest.skip(f"this site has no page of the kind: {kind}")
