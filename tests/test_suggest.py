"""From the page to the line: every page says how to have it mended, and has filled in what it knows."""

from __future__ import annotations

import dataclasses
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from folders import ROOT
from imhsite.pages.generated import Page, path_of
from imhsite.pages.suggest import FORM, ways
from imhsite.language.wording import Wording

TEMPLATE = ROOT / ".github/ISSUE_TEMPLATE" / FORM


def link(soup, begins: str):
    return next((a["href"] for a in soup.select(".suggest a") if a["href"].startswith(begins)), None)


def test_every_page_has_a_form_and_an_address(built, pages, catalog):
    for path in {*pages.paths(), "404.html"} - built.forwarded():
        soup = pages.page(path)
        form, email = link(soup, f"{built.repository}/issues/new?"), link(soup, f"mailto:{catalog.association.email}?")
        asked = parse_qs(urlsplit(form).query)
        assert asked["template"] == [FORM]
        assert asked["page"] == [catalog.association.address + path]
        assert soup.h1 and asked["title"][0].split(": ", 1)[1]
        if catalog.association.email:
            told = parse_qs(urlsplit(email).query)
            assert asked["page"][0] in told["body"][0] and told["subject"] == asked["title"], path


def test_the_form_of_a_program_names_it_and_its_line(built, pages, catalog):
    for program in catalog.programs.values():
        asked = parse_qs(urlsplit(link(pages.page(path_of(program)), f"{built.repository}/issues")).query)
        assert asked["program"] == [program.name]
        assert asked["line"] == [f"{program.file}:{program.line}"]


def test_the_form_has_every_field_that_a_link_fills_in():
    form = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8"))
    fields = {part["id"]: part for part in form["body"] if "id" in part}
    assert {"page", "program", "line"} <= set(fields)
    assert all(part["type"] in ("input", "textarea") for part in fields.values())


@pytest.mark.parametrize(
    ("repository", "email", "has"),
    [("", None, (False, False, False)), ("", "info@example.org", (False, False, True)), ("https://github.com/a/b", None, (True, True, False))],
)
def test_only_ways_that_the_association_has(catalog, repository, email, has):
    association = dataclasses.replace(catalog.association, email=email)
    page = Page(path="programs/x/", title="A & B", description="", edit=("data/programs.yaml", 3))
    found = ways(page, association, repository, Wording(catalog.labels, "en"))
    assert (bool(found.editor), bool(found.form), bool(found.email)) == has
    assert not found.form or "A%20%26%20B" in found.form
