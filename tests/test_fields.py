"""Each field of a record is shown to readers, or named here as one that is not."""

from __future__ import annotations

import dataclasses
from collections import defaultdict

import frozen_site
import invented
import pytest
from folders import ROOT
from imhsite.building.site import Site
from imhsite.model.records import KINDS, Record, declared_fields
from imhsite.pages.generated import PROGRAM, STAFF
from imhsite.rendering.renderer import ICONS
from repositories import change

BEHIND = ("asked", "association", "must_say", "redirects", "search_words")  # kinds that steer the site, and are not shown
NOT_SHOWN = {
    "doors": {"icon"},  # only where a door has no drawing  # or only in what a browser fetches, and on pages in docs/
    "help_lines": {"checked_by"},
    "region_kinds": {"covers"},  # for the check
    "regions": {"towns"},
    "safety": {"pages", "sources"},
    "needs": {"also"},
    "sections": {"meaning"},
    "towns": {"center", "spellings"},
    "goals": {"programs"},
    "roles": {"meaning", "sources"},
    "freshness": {"why"},
    "figures": {"source"},
    "timeline": {"sources", "story"},
    "states": {"sources"},
    "recommendations": {"sources"},
}

ADDED = {  # kinds of which the frozen data have no record
    "doors": "crying:\n  name: My baby cries\n  page: programs/\n  icon: baby-face-outline\n",
    "safety": "call:\n  box: emergency\n  text: The baby cannot be woken.\n  pages: [programs/]\n  ages: birth to 5\n  sources: [chdi-impact-2015]\n",
}


def watched(record: Record, seen: dict[str, set[str]]) -> Record:
    """Return a copy of RECORD that puts the fields that are read of it into SEEN, by kind."""

    def read(self, name: str) -> object:
        seen[record.kind].add(name)
        return super(cls, self).__getattribute__(name)

    cls = type(type(record).__name__, (type(record),), {"__getattribute__": read, "__slots__": ()})
    copy = object.__new__(cls)
    for field in dataclasses.fields(record):
        object.__setattr__(copy, field.name, getattr(record, field.name))
    return copy


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    data = frozen_site.copy(tmp_path_factory.mktemp("fields"))
    invented.add(data)
    for kind, record in ADDED.items():
        (data / f"{kind}.yaml").write_text(record, encoding="utf-8")
    change(data, "programs.yaml", "  status: active\n", "  status: active\n  phone: 860-555-0100\n  phone_for: Questions\n")
    made = Site(data, ROOT / "overrides", ICONS)
    made.know([])
    return made


@pytest.fixture(scope="module")
def shown(site) -> dict[str, set[str]]:
    """The fields that the templates read, by kind: on each page of a program, and on one of each other kind of page."""
    seen = defaultdict(set)
    for records in site.catalog.records.values():
        records.update({slug: watched(record, seen) for slug, record in records.items()})
    pages = {page.path if page.template == PROGRAM else page.template: page for page in site.generated.values() if page.language == "en"}
    for page in pages.values():
        if page.path == STAFF:  # which looks into every field for what waits
            continue
        page.context = {name: watched(value, seen) if isinstance(value, Record) else value for name, value in page.context.items()}
        site.renderer.html(page)
    return seen


def test_every_field_is_shown(site, shown):
    hidden = {kind: set(declared_fields(KINDS[kind])) - shown[kind] for kind, records in site.catalog.records.items() if records and kind not in BEHIND}
    assert {kind: names - NOT_SHOWN.get(kind, set()) for kind, names in hidden.items() if names - NOT_SHOWN.get(kind, set())} == {}, "show it in a template of src/imhsite/theme/, or name it in NOT_SHOWN"
    assert {kind: names for kind, names in NOT_SHOWN.items() if names - hidden[kind]} == {}, "it is shown: delete it from NOT_SHOWN"
