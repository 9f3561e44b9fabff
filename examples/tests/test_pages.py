"""What must hold on every page, whatever the data says."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Reader
from imhsite.publishing import headers
from folders import ROOT
from imhsite.reading.catalog import Catalog

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
RUN_AXE = """async () => {
    const found = await axe.run(document, { resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}"""


@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_use_every_page(lens, pages: Reader, width: int) -> None:
    lens.set_viewport_size({"width": width, "height": 900})
    for path in pages.paths():
        lens.goto(path)
        lens.add_script_tag(path=AXE)
        assert lens.evaluate(RUN_AXE) == [], path


def test_every_link_leads_somewhere(pages: Reader) -> None:
    for path in pages.paths():
        for link in pages.page(path).select("a[href^='/']"):
            place, _, part = link["href"].removeprefix("/").partition("#")
            file = pages.site / place.split("?")[0]
            file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), (path, link["href"])
            assert not part or file.suffix != ".html" or f'id="{part}"' in file.read_text(encoding="utf-8"), (path, link["href"])


def test_every_page_has_a_title_and_a_heading_of_its_own(pages: Reader) -> None:
    titles = [pages.page(path).title.get_text() for path in pages.paths()]
    assert len(titles) == len(set(titles))
    assert all(len(pages.page(path).select("h1")) == 1 for path in pages.paths())


def test_no_page_breaks_the_policy(tab, pages: Reader, catalog: Catalog) -> None:
    """The tab fails for what the policy refuses."""
    policy = headers.headers(catalog.association.form_service)[headers.CSP]
    for path in pages.paths():
        assert tab.goto(path).headers["content-security-policy"] == policy, path


def test_an_address_that_was_published_leads_somewhere_for_good(pages: Reader, catalog: Catalog) -> None:
    """Put each address into tests/published.txt once it is published; one that is gone needs a line in data/redirects.yaml."""
    moved = {redirect.old for redirect in catalog.redirects.values()}
    published = {line.removeprefix("/") for line in (ROOT / "tests/published.txt").read_text(encoding="utf-8").splitlines()}
    assert published <= set(pages.paths()) | moved
