"""What pages say for machines, against the part of the schema.org vocabulary that is kept in tests/cases/."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from imhsite.model.ages import parse_range
from imhsite.exports import hsds
from imhsite.rendering.linked_data import _audience
from imhsite.pages.generated import path_of

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
    scripts = pages.page(path).select('script[type="application/ld+json"]')
    graphs = [json.loads(script.string) for script in scripts]
    assert len(graphs) <= 1
    assert all(graph["@context"] == "https://schema.org" and graph["@graph"] for graph in graphs)
    return graphs[0]["@graph"] if graphs else []


def test_types_and_properties_are_of_the_vocabulary(pages):
    for path in pages.paths():
        for thing in things(said(pages, path)):
            assert thing["@type"] in TYPES, (path, thing["@type"])
            unknown = thing.keys() - {"@type", "@id"} - set(TYPES[thing["@type"]])
            assert not unknown, (path, thing["@type"], unknown)


@pytest.mark.parametrize(
    ("path", "kind", "inside", "records"),
    [
        ("competencies/", "DefinedTermSet", "hasDefinedTerm", "competencies"),
        ("competencies/explore/", "DefinedTermSet", "hasDefinedTerm", "competencies"),
        ("endorsement/", "ItemList", "itemListElement", "levels"),
        ("endorsement/compare/", "ItemList", "itemListElement", "levels"),
        ("endorsement/which-level/", "ItemList", "itemListElement", "levels"),
        ("endorsement/steps/", "HowTo", "step", "steps"),
        ("endorsement/my-steps/", "HowTo", "step", "steps"),
    ],
)
def test_a_list_is_told_whole(built, pages, catalog, path, kind, inside, records):
    if not built.has(path):
        pytest.skip("this site has no such page")
    thing = next(thing for thing in said(pages, path) if thing["@type"] == kind)
    assert len(thing[inside]) == len(catalog.records[records])


def test_a_level_is_a_credential_with_its_areas(pages, catalog):
    for level in catalog.levels.values():
        thing = next(thing for thing in said(pages, path_of(level)) if thing["@type"] == "EducationalOccupationalCredential")
        assert [area["name"] for area in thing["competencyRequired"]] == [catalog.competencies[slug].name for slug in level.competencies]
        assert thing["recognizedBy"]["@type"] == "NGO"
        assert thing["alternateName"] == text_of(pages.page(path_of(level)).select_one(".also"))


def test_addresses_lead_to_pages_of_the_site(pages, catalog):
    known = {catalog.association.address + path for path in pages.paths()}
    for path in ("endorsement/", "endorsement/steps/", "competencies/"):
        for thing in things(said(pages, path)):
            assert thing.get("url", catalog.association.address).split("#")[0] in known, thing


def breadcrumb(page, address: str) -> list[dict]:
    """The way to PAGE that it shows, and the page itself, as linked data."""
    shown = [(text_of(link), address + link["href"].lstrip("/")) for link in page.select(".breadcrumb a")]
    if not shown:
        return []
    steps = [*shown, (text_of(page.h1), page.select_one("link[rel=canonical]")["href"])]
    items = [{"@type": "ListItem", "position": place, "name": name, "item": at} for place, (name, at) in enumerate(steps, 1)]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]


def text_of(element) -> str:
    return re.sub(r"\s+", " ", element.get_text(" ", strip=True))


def test_the_way_to_a_page_is_the_one_that_it_shows(pages, catalog):
    for path in [*pages.paths(), "404.html"]:
        ways = [thing for thing in said(pages, path) if thing["@type"] == "BreadcrumbList"]
        assert ways == breadcrumb(pages.page(path), catalog.association.address), path


def test_what_has_no_place_in_the_site_says_nothing(pages):
    assert [path for path in ("404.html", "es/404.html", "search/", "design/") if said(pages, path)] == []


def service(catalog, program) -> dict:
    """What a program's page must say, and no more: a program that has ended is not offered to anybody."""
    address, state = catalog.association.address, catalog.association.state
    towns = [{"@type": "City", "name": catalog.towns[slug].name} if slug in catalog.towns else {"@type": "AdministrativeArea", "name": catalog.regions[slug].name} for slug in program.serves.slugs or ()]
    area = {"@type": "State", "name": state} if program.serves.statewide else towns
    audience = program.ages and {"@type": "ParentAudience", **{f"child{name[:3].title()}Age": age for name, age in hsds.ages(program.ages)}}
    told = {"@type": "Service", "name": program.name, "description": program.for_parents.split("\n")[0], "url": address + path_of(program)}
    offered = {"areaServed": area, "audience": audience} if program.status != "ended" else {}
    return told | {name: value for name, value in {"alternateName": list(program.other_names or ()), **offered}.items() if value}


def test_a_program_is_told_exactly_as_its_record_has_it(pages, catalog):
    for program in catalog.programs.values():
        (told,) = (thing for thing in said(pages, path_of(program)) if thing["@type"] != "BreadcrumbList")
        channels, hours = told.pop("availableChannel", []), told.pop("hoursAvailable", [])
        assert told == service(catalog, program), program.slug
        is_offered = program.status != "ended"
        numbers = [number.text for contact in catalog.contacts_of(program) for number in (contact.phone, contact.text) if number and is_offered]
        points = [channel.get("servicePhone") or channel.get("serviceSmsNumber") for channel in channels if "serviceLocation" not in channel]
        assert [point["telephone"] for point in points] == numbers
        assert [channel["serviceLocation"]["name"] for channel in channels if "serviceLocation" in channel] == [site.name for site in catalog.sites_of(program) if is_offered]
        assert not hours or (program.hours and is_offered)


def test_the_home_page_tells_of_the_association_alone(pages, catalog):
    association = catalog.association
    assert said(pages, "") == [{
        "@type": "NGO", "name": association.name, "alternateName": association.short_name, "description": association.summary, "url": association.address,
        "areaServed": {"@type": "State", "name": association.state},
    }]  # fmt: skip


def test_an_area_is_told_exactly_as_its_record_has_it(pages, catalog):
    address = catalog.association.address
    for area in catalog.competencies.values():
        told = {"@type": "DefinedTerm", "name": area.name, "description": area.summary, "termCode": area.slug, "url": address + path_of(area), "inDefinedTermSet": f"{address}competencies/"}
        told |= {"alternateName": list(area.also)} if area.also else {}
        assert [thing for thing in said(pages, path_of(area)) if thing["@type"] != "BreadcrumbList"] == [told]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("birth to 5", {"childMinAge": 0.0, "childMaxAge": 5.0}), ("under 3", {"childMaxAge": 2.92}), ("pregnancy", {}), ("pregnancy to 6", {"childMinAge": 0.0, "childMaxAge": 6.0})],
)
def test_ages_are_those_that_the_page_shows(written, expected):
    """Neither a year more, nor 0 where no youngest age is stated, nor an age for pregnancy."""
    assert _audience(parse_range(written)) == {"@type": "ParentAudience", **expected}


@pytest.mark.parametrize(("path", "first"), [("parents/when-you-call/", "What do I do before I call?"), ("es/parents/when-you-call/", "¿Qué hago antes de llamar?")])
def test_questions_are_told_as_a_reader_meets_them(frozen, path, first):
    (faq,) = (thing for thing in said(frozen.pages, path) if thing["@type"] == "FAQPage")
    assert faq["mainEntity"][0]["name"] == first and len(faq["mainEntity"]) == 6


@pytest.mark.parametrize("which", ["live", "frozen"])
def test_questions_are_told_with_the_answers_that_the_page_shows(request, which):
    built = request.getfixturevalue(which)
    asking = [path for path in built.written() if any(thing["@type"] == "FAQPage" for thing in said(built.pages, path))]
    if not asking:
        pytest.skip("no page of this site asks and answers")
    for path in asking:
        answers_are_shown(built.pages, path)


def answers_are_shown(pages, path: str) -> None:
    page = pages.page(path)
    (faq,) = (thing for thing in said(pages, path) if thing["@type"] == "FAQPage")
    asked = [question["name"] for question in faq["mainEntity"]]
    assert asked == [text_of(heading) for heading in page.select("main h2") if text_of(heading).endswith("?")]
    shown = text_of(page.main)
    for question in faq["mainEntity"]:
        answer = question["acceptedAnswer"]["text"]
        assert answer, question["name"]
        assert [line for line in answer.split("\n") if squeezed(line) not in squeezed(shown)] == []


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(("path", "language"), [("glossary/", "en"), ("es/glossary/", "es")])
def test_the_glossary_is_told_as_it_is_shown(pages, catalog, path, language):
    page = pages.page(path)
    (told,) = (thing for thing in said(pages, path) if thing["@type"] == "DefinedTermSet")
    assert told["inLanguage"] == language and len(told["hasDefinedTerm"]) == len(catalog.glossary)
    for term in told["hasDefinedTerm"]:
        entry = page.find(id=term["url"].split("#")[1])
        assert text_of(entry.dt) == term["name"] and squeezed(term["description"]) in squeezed(text_of(entry))


def test_every_kind_of_thing_is_told_somewhere(frozen):
    """Those that the guide to this site's open data names."""
    pages = frozen.pages
    found = {thing["@type"] for path in pages.paths() for thing in things(said(pages, path))}
    assert {"Service", "ParentAudience", "NGO", "EducationalOccupationalCredential", "DefinedTermSet", "HowTo", "FAQPage", "BreadcrumbList", "Dataset"} <= found


def test_the_spanish_home_page_tells_of_the_association_in_spanish(pages, catalog):
    (told,) = said(pages, "es/")
    assert told["description"] == catalog.translated(catalog.association, "es").summary
