"""What pages say for machines, against the part of the schema.org vocabulary that is kept in tests/cases/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from generator.pages import path_of

TYPES = json.loads((Path(__file__).parent / "cases/schema_org.json").read_text(encoding="utf-8"))["types"]


def things(value) -> Iterator[dict]:
    """Yield every object in VALUE that has a type, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from things(item)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for item in value.values():
            yield from things(item)


def said(pages, path: str) -> list[dict]:
    graph = json.loads(pages.page(path).select_one('script[type="application/ld+json"]').string)
    assert graph["@context"] == "https://schema.org"
    return graph["@graph"]


def test_types_and_properties_are_of_the_vocabulary(pages):
    for path in pages.paths():
        for thing in things(said(pages, path)):
            assert thing["@type"] in TYPES, (path, thing["@type"])
            unknown = thing.keys() - {"@type", "@id"} - set(TYPES[thing["@type"]])
            assert not unknown, (path, thing["@type"], unknown)


@pytest.mark.parametrize(
    ("path", "kind", "inside", "count"),
    [
        ("competencies/", "DefinedTermSet", "hasDefinedTerm", 8),
        ("competencies/explore/", "DefinedTermSet", "hasDefinedTerm", 8),
        ("endorsement/", "ItemList", "itemListElement", 4),
        ("endorsement/compare/", "ItemList", "itemListElement", 4),
        ("endorsement/which-level/", "ItemList", "itemListElement", 4),
        ("endorsement/steps/", "HowTo", "step", 8),
        ("endorsement/my-steps/", "HowTo", "step", 8),
    ],
)
def test_a_list_is_told_whole(pages, path, kind, inside, count):
    thing = next(thing for thing in said(pages, path) if thing["@type"] == kind)
    assert len(thing[inside]) == count


def test_a_level_is_a_credential_with_its_areas(pages, catalog):
    for level in catalog.levels.values():
        thing = next(thing for thing in said(pages, path_of(level)) if thing["@type"] == "EducationalOccupationalCredential")
        assert [area["name"] for area in thing["competencyRequired"]] == [catalog.competencies[slug].name for slug in level.competencies]
        assert thing["recognizedBy"]["@type"] == "NGO"


def test_addresses_lead_to_pages_of_the_site(pages, catalog):
    known = {catalog.association.address + path for path in pages.paths()}
    for path in ("endorsement/", "endorsement/steps/", "competencies/"):
        for thing in things(said(pages, path)):
            assert thing.get("url", catalog.association.address).split("#")[0] in known, thing
