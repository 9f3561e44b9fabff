"""What whoever adds a kind of record may forget, found before any site has a record of it."""

from __future__ import annotations

import re

import pytest
import small_data
import yaml
from folders import ROOT
from imhsite.building.site import Site
from imhsite.files.product import LABELS
from imhsite.model.records import FOLDERS, KINDS
from imhsite.pages import listed, search
from imhsite.pages.generated import path_of
from imhsite.rendering.renderer import ICONS
from real_labels import with_real_labels

NEEDED = sorted([*(f"kind-{kind}" for kind in listed.kinds()), *(f"search-kind-{kind}" for kind in search.KINDS)])
FILES = {file.name: yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for file in sorted(LABELS.glob("*.yaml"))}
CODE = [*(ROOT / "src/imhsite").rglob("*.py"), *(ROOT / "src/imhsite/theme/assets").glob("*.js"), *(ROOT / "tests").glob("*.py")]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    return Site(with_real_labels(small_data.write(tmp_path_factory.mktemp("kinds"))), ROOT / "overrides", ICONS)


@pytest.mark.parametrize("language", FILES)
def test_every_kind_has_its_labels_in_every_language(language):
    assert [name for name in NEEDED if name not in FILES[language]] == [], f"add them to src/imhsite/theme/labels/{language}"


@pytest.mark.parametrize("kind", FOLDERS)
def test_every_kind_with_a_folder_has_pages(site, kind):
    assert kind in KINDS
    assert site.catalog.records[kind], f"write a record into {kind}.yaml of tests/small_data.py"
    for record in site.catalog.records[kind].values():
        assert path_of(record) in site.generated, "yield a page of the kind in src/imhsite/pages/generated.py"


@pytest.mark.parametrize("kind", FOLDERS)
def test_every_page_of_a_kind_renders(site, kind):
    """So a template that is missing, or names a label that is missing, is found too."""
    for record in site.catalog.records[kind].values():
        if path_of(record) in site.generated:
            assert "<h1" in site.generated_html(path_of(record))


def test_the_recipes_name_what_there_is():
    """Names in capitals and with an underscore, in code marks, stand in the code."""
    text = (ROOT / "developers/README.md").read_text(encoding="utf-8")
    names = {name for code in re.findall(r"`([^`\n]+)`", text) for name in re.findall(r"^(?:[A-Z]{2}[A-Z_]+|_[a-z]+)$", code)}
    code = "\n".join(file.read_text(encoding="utf-8") for file in CODE)
    assert {"FOLDERS", "WIDENING"} <= names
    assert {name for name in names if not re.search(rf"\b{name}\b", code)} == set()
