"""A page of every kind, in one place, for the tests and benchmarks that look at pages in a browser."""

from __future__ import annotations

from collections.abc import Callable

from generator.catalog import Catalog
from generator.pages import handout_regions, path_of, path_of_handout, path_of_region_and_age, path_of_summary


def first(kind: str, **fields: str) -> Callable[[Catalog], str]:
    """The page of the first record of KIND whose fields are FIELDS, whatever the data holds today."""

    def path(catalog: Catalog) -> str:
        records = catalog.records[kind].values()
        return path_of(next(record for record in records if all(getattr(record, name) == value for name, value in fields.items())))

    return path


def translated(path: Callable[[Catalog], str]) -> Callable[[Catalog], str]:
    """The same page in the second language of the association."""
    return lambda catalog: f"{catalog.association.languages[1]}/{path(catalog)}"


def _handout(catalog: Catalog, language: int) -> str:
    return path_of_handout(handout_regions(catalog)[0], next(iter(catalog.age_groups.values())), catalog.association.languages[language], catalog)


KINDS: dict[str, str | Callable[[Catalog], str]] = {
    "home": "",
    "home, Spanish": "es/",
    "prose": "parents/",
    "prose with a table": "endorsement/",
    "prose with a picture": "parents/trauma/",
    "prose with a chart": "numbers/",
    "prose to leave, Spanish": "es/parents/violence/",
    "prose with a timeline": "about/history/",
    "recommendations": "recommendations/",
    "trainings": "professionals/training/",
    "glossary": "glossary/",
    "open data": "data/",
    "finder": "programs/",
    "finder, Spanish": "es/programs/",
    "program, active": first("programs", status="active"),
    "program, Spanish": translated(first("programs", status="active")),
    "program, unchecked": first("programs", status="unchecked"),
    "program, ended": first("programs", status="ended"),
    "towns": "towns/",
    "town": first("towns"),
    "town, Spanish": translated(first("towns")),
    "regions": "regions/",
    "region": first("regions"),
    "ages": "ages/",
    "age": first("age_groups"),
    "region by age": lambda catalog: path_of_region_and_age(next(iter(catalog.regions.values())), next(iter(catalog.age_groups.values()))),
    "needs": "needs/",
    "handouts": "handouts/",
    "handout": lambda catalog: _handout(catalog, 0),
    "handout, Spanish": lambda catalog: _handout(catalog, 1),
    "need": first("needs"),
    "need, quick to leave": first("needs", quick_exit="shown"),
    "map": "map/",
    "level": first("levels"),
    "level on a page": lambda catalog: path_of_summary(next(iter(catalog.levels.values()))),
    "steps": "endorsement/steps/",
    "competencies": "competencies/",
    "competency": first("competencies"),
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
    "design": "design/",
    "missing": "404.html",
    "missing, Spanish": "es/404.html",
}


def paths(catalog: Catalog) -> dict[str, str]:
    """Return the path of the page of each kind."""
    return {kind: path(catalog) if callable(path) else path for kind, path in KINDS.items()}
