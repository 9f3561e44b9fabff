"""What a page says for machines, in the terms of https://schema.org, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable

from markupsafe import Markup

from generator.ages import AgeRange
from generator.catalog import Catalog
from generator.pages import Page, path_of
from generator.records import Competency, Level, Program

_CONTEXT = "https://schema.org"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def linked_data(catalog: Catalog, page: Page) -> Markup:
    """Return the JSON-LD of PAGE for a script element, if there is any; no text of a record can end the element."""
    address = catalog.association.address
    things = [*_breadcrumb(catalog, page, address), *_thing(catalog, page, address)]
    if not things:
        return Markup()
    graph = {"@context": _CONTEXT, "@graph": things}
    text = _JSON.encode(graph)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _breadcrumb(catalog: Catalog, page: Page, address: str) -> list[dict]:
    """The way from the home page to PAGE, as the page shows it."""
    home = catalog.association.folder(page.language)
    if page.path == home or not page.in_sitemap:
        return []
    trail = [(str(catalog.labels.word(page.language, "home")), home), *page.trail, (page.title, page.path)]
    items = [{"@type": "ListItem", "position": place, "name": title, "item": address + path} for place, (title, path) in enumerate(trail, 1)]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]


def _thing(catalog: Catalog, page: Page, address: str) -> list[dict]:
    record = page.context.get("record")
    if isinstance(record, Program):
        return [_service(catalog, record, address + page.path)]
    if isinstance(record, Level):
        return [_credential(catalog, record, address + page.path)]
    if isinstance(record, Competency):
        return [_area(record, address) | {"inDefinedTermSet": f"{address}competencies/"}]
    if exports := page.context.get("exports"):
        return [_dataset(catalog, page, address, exports)]
    return LISTS[page.path](catalog, page) if page.path in LISTS else []


def _area(area: Competency, address: str) -> dict:
    said = {"@type": "DefinedTerm", "name": area.name, "description": area.summary, "termCode": area.slug, "url": address + path_of(area)}
    return said | ({"alternateName": list(area.also)} if area.also else {})


def _areas(catalog: Catalog, page: Page) -> list[dict]:
    address = catalog.association.address
    terms = [_area(area, address) for area in catalog.competencies.values()]
    return [{"@type": "DefinedTermSet", "name": page.title, "description": page.description, "url": f"{address}competencies/", "hasDefinedTerm": terms}]


def _levels(catalog: Catalog, page: Page) -> list[dict]:
    address = catalog.association.address
    items = [
        {"@type": "ListItem", "position": place, "item": _credential(catalog, level, address + path_of(level))} for place, level in enumerate(catalog.levels.values(), 1)
    ]
    return [{"@type": "ItemList", "name": page.title, "description": page.description, "numberOfItems": len(items), "itemListElement": items}]


def _steps(catalog: Catalog, page: Page) -> list[dict]:
    address = f"{catalog.association.address}{STEPS}"
    steps = [
        {"@type": "HowToStep", "position": place, "name": step.name, "text": step.details, "url": f"{address}#{step.slug}"} for place, step in enumerate(catalog.steps.values(), 1)
    ]
    return [{"@type": "HowTo", "name": page.title, "description": page.description, "url": address, "step": steps}]


def _association(catalog: Catalog) -> dict:
    association = catalog.association
    return {
        "@type": "NGO",
        "name": association.name,
        "alternateName": association.short_name,
        "description": association.summary,
        "url": association.address,
        "areaServed": {"@type": "State", "name": association.state},
    }


def _dataset(catalog: Catalog, page: Page, address: str, exports: tuple) -> dict:
    """The open data, by https://developers.google.com/search/docs/appearance/structured-data/dataset."""
    return {
        "@type": "Dataset",
        "name": page.title,
        "description": page.description,
        "url": address + page.path,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "creator": {"@type": "NGO", "name": catalog.association.name, "url": address},
        "spatialCoverage": {"@type": "State", "name": catalog.association.state},
        "distribution": [{"@type": "DataDownload", "encodingFormat": export.media_type, "contentUrl": address + export.path} for export in exports],
    }


def _service(catalog: Catalog, program: Program, address: str) -> dict:
    """A program that has ended is told as what it was, not offered: it gets no area or audience."""
    said = {"@type": "Service", "name": program.name, "description": program.for_parents.split("\n")[0], "url": address}
    if program.other_names:
        said["alternateName"] = list(program.other_names)
    if program.status == "ended":
        return said
    if program.serves.statewide:
        said["areaServed"] = {"@type": "State", "name": catalog.association.state}
    elif program.serves.slugs:
        towns = catalog.towns
        said["areaServed"] = [{"@type": "City", "name": towns[slug].name} for slug in program.serves.slugs if slug in towns]
    if program.ages:
        said["audience"] = _audience(program.ages)
    return said


def _audience(ages: AgeRange) -> dict:
    return {"@type": "ParentAudience", "childMinAge": round(max(ages.youngest, 0.0) / 12, 2), "childMaxAge": round(ages.below / 12, 2)}


def _credential(catalog: Catalog, level: Level, address: str) -> dict:
    return {
        "@type": "EducationalOccupationalCredential",
        "name": level.name,
        "alternateName": f"Level {level.numeral}",
        "description": level.summary,
        "url": address,
        "credentialCategory": "Endorsement",
        "recognizedBy": {"@type": "NGO", "name": catalog.association.name, "url": catalog.association.address},
        "competencyRequired": [_area(area, catalog.association.address) for area in catalog.find("competencies", level.competencies)],
    }


STEPS = "endorsement/steps/"
LISTS: dict[str, Callable[[Catalog, Page], list[dict]]] = {
    "": lambda catalog, _: [_association(catalog)],
    "competencies/": _areas,
    "competencies/explore/": _areas,
    "endorsement/": _levels,
    "endorsement/compare/": _levels,
    "endorsement/which-level/": _levels,
    STEPS: _steps,
    "endorsement/my-steps/": _steps,
}
