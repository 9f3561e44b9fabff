"""The page that says what to do first in the languages that families speak: each in its script and direction, with both numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import small_data
import yaml
from bs4 import BeautifulSoup
from pypdf import PdfReader
from folders import ROOT
from imhsite.building.site import Site
from imhsite.files.problems import DataError
from imhsite.files.product import DEFAULTS
from imhsite.language import locales
from imhsite.pages import search
from imhsite.pages.sheets import SET_HAN
from imhsite.rendering.renderer import ICONS
from real_labels import with_real_labels

FILE = (DEFAULTS / "languages.yaml").read_text(encoding="utf-8")
VENDORED = json.loads((ROOT / "src/imhsite/theme/vendored.json").read_text(encoding="utf-8"))
GIVEN = yaml.load(FILE, Loader=yaml.BaseLoader)


def site(folder: Path, **changes: str | None) -> Site:
    made = Site(with_real_labels(small_data.write(folder, {f"{name}.yaml": text for name, text in changes.items()})), ROOT / "overrides", ICONS)
    made.renderer.paths = set(made.generated)
    return made


@pytest.fixture(scope="module")
def given(tmp_path_factory) -> Site:
    """A small site with the languages that come with the product."""
    return site(tmp_path_factory.mktemp("given"), languages=FILE)


def read(made: Site, path: str) -> BeautifulSoup:
    return BeautifulSoup(made.renderer.html(made.generated[path]), "html.parser")


def test_the_page_is_found_by_the_name_of_each_language_that_has_no_pages_of_its_own(given):
    ((_, entry),) = search.entries_of(given.catalog, given.generated["languages/"])
    assert {"Haitian Creole", "Kreyòl Ayisyen", "Vietnamese", "Tiếng Việt"} <= set(entry["headings"])
    assert "English" not in entry["headings"]


@pytest.mark.parametrize("tag", GIVEN)
def test_a_language_stands_in_its_own_direction_with_both_numbers(given, tag):
    words = read(given, "languages/").select_one(f"#{tag} > [lang]")
    assert (words["lang"], words["dir"]) == (tag, "rtl" if tag == "ar" else "ltr")
    assert [link["href"] for link in words.select("a")] == ["tel:911", f"tel:{given.catalog.first_line.phone.href}"]
    assert all(link["dir"] == "ltr" for link in words.select("a"))
    assert words.select_one("h2").text == locales.name_of(tag)
    said = words.select_one(".say")
    assert (said["lang"], said.text) == ("en", GIVEN[tag]["say"])


@pytest.mark.parametrize("tag", GIVEN)
def test_a_given_language_is_one_that_unicode_knows(tag):
    assert locales.exists(tag) and locales.has_data(tag)


def test_ten_languages_come_with_the_product():
    assert len(GIVEN) >= 10 and len({(fields["danger"], fields["find"]) for fields in GIVEN.values()}) == len(GIVEN)


def test_what_no_native_speaker_has_read_says_so(tmp_path):
    is_read = "fr:\n  danger: Danger ? Appelez le {number}.\n  find: Appelez le {number} et dites\n  say: French\n  read: 2026-11\n"
    pages = {name: site(tmp_path / name, **changes) for name, changes in {"unread": {}, "read": {"languages": is_read}}.items()}
    notes = {name: "No native speaker" in one.renderer.html(one.generated["languages/"]) for name, one in pages.items()}
    assert notes == {"unread": True, "read": False}


def test_a_site_without_such_languages_has_no_page_and_no_link(tmp_path):
    small = site(tmp_path, languages=None)
    assert "languages/" not in small.generated
    assert "languages/" not in small.renderer.html(small.generated["towns/"])


def test_a_text_without_its_number_is_named(tmp_path):
    with pytest.raises(DataError) as refused:
        site(tmp_path, languages="fr:\n  danger: Appelez le 911.\n  find: Appelez le {number}\n  say: French\n")
    assert 'languages.yaml:2: fr: danger: write a text with {number} where the number belongs' in str(refused.value)


def test_one_link_names_every_language(given):
    for folder in ("", "es/"):
        link = BeautifulSoup(str(given.renderer.environment(folder[:2] or "en").globals["languages_link"]()), "html.parser").a
        assert link["href"] == f"/{folder}languages/"
        assert [name["lang"] for name in link.select("span[lang]")] == [*GIVEN]


@pytest.mark.parametrize("file", sorted([*ROOT.glob("src/imhsite/defaults/docs/**/help-now.md"), *ROOT.glob("docs/**/help-now.md")]), ids=lambda file: str(file.relative_to(ROOT)))
def test_help_now_leads_there(file):
    assert "{{ languages_link() }}" in file.read_text(encoding="utf-8")


def test_the_poster_says_it_in_every_script_that_it_can_set(given, tmp_path):
    sheet = given.renderer.sheet(given.generated["languages/"])
    assert [spoken.tag for spoken in sheet.spoken] == [*GIVEN]
    file = tmp_path / "poster.pdf"
    file.write_bytes(given.pdf("languages/"))
    reader = PdfReader(file)
    assert len(reader.pages) == 1 and reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    words = reader.pages[0].extract_text()
    first = given.catalog.first_line.phone.text
    assert words.count("911") == words.count(first) == len(sheet.spoken) + 1
    for spoken in sheet.spoken:
        assert spoken.say in words
    for sign in filter(str.isalpha, "".join(GIVEN["zh-hans"][field] for field in ("danger", "find"))):
        assert sign in words
    assert any("NotoSansSC" in font["/BaseFont"] for font in (found.get_object() for found in reader.pages[0]["/Resources"]["/Font"].values()))


def test_the_page_names_what_the_poster_lacks(given, tmp_path):
    """Its Chinese font has the signs of the given text alone."""
    assert set(SET_HAN) == set(filter(str.isalpha, re.search("--text='([^']*)'", VENDORED["fonts/NotoSansSC-Regular.ttf"]["made_with"])[1]))
    assert read(given, "languages/").select_one('a[href="/languages.pdf"]')
    other = site(tmp_path, languages=FILE.replace("寻求帮助", "需要帮助"))
    lacks = [[name["lang"] for name in read(made, "languages/").select("main p.small > span[lang]")] for made in (given, other)]
    assert lacks == [[], ["zh-hans"]]
    assert "zh-hans" not in [spoken.tag for spoken in other.renderer.sheet(other.generated["languages/"]).spoken]
