"""What a state calls its places, and an association its credential, are labels: no page says the product's words to a site with others."""

from __future__ import annotations

import json
import re

import pytest
import small_data
import yaml
from bs4 import BeautifulSoup
from imhsite.building.site_changes import BuiltSite
from imhsite.commands.build import build
from imhsite.files.product import LABELS

OTHER = {"towns": "parishes", "Towns": "Parishes", "town": "parish", "Town": "Parish", "Endorsement": "Diploma", "endorsed": "certified"}
OLD = re.compile(rf"(?<!{{)\b({'|'.join(OTHER)}|Connecticut|CT-AIMH|Careline|DCF)\b")
SPOKEN = ("alt", "aria-label", "content", "placeholder", "title", "value")  # and what scripts show, from data- attributes


def other(words: object) -> object:
    if isinstance(words, dict):
        return {name: other(text) for name, text in words.items()}
    return OLD.sub(lambda match: OTHER.get(match[0], match[0]), words)


def own_labels() -> str:
    """The labels of the product that name a place or the credential, with other words for them."""
    labels = yaml.load((LABELS / "en.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    changed = {name: other(words) for name, words in labels.items() if name != "typed-place-around" and other(words) != words}
    return "".join(f"{name}: {json.dumps(words, ensure_ascii=False)}\n" for name, words in changed.items())


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, BeautifulSoup]:
    """The pages of the small site, which has something of every kind, with words of its own."""
    folder = tmp_path_factory.mktemp("parishes")
    association = small_data.FILES["association.yaml"].replace("[en, es]", "[en]") + "  handout_regions: county\n"
    data = small_data.write(folder, {"labels.yaml": own_labels(), "association.yaml": association} | {name: None for name in small_data.FILES if name.startswith("es/")})
    (folder / "docs").mkdir()
    build(folder / "site", data, compressed=False, docs=folder / "docs")
    return {path: BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser") for path, file in BuiltSite(folder / "site").pages.items()}


def said(page: BeautifulSoup) -> list[str]:
    """What PAGE says to people and to search engines."""
    linked_data = [text for script in page.select('script[type="application/ld+json"]') for text in texts(json.loads(script.string))]
    for element in page.select("style, code, .design pre"):
        element.decompose()
    attributes = [text for element in page.find_all(True) for name, value in element.attrs.items() if isinstance(value, str) for text in spoken(name, value)]
    return [*page.stripped_strings, *attributes, *linked_data]


def spoken(name: str, value: str) -> list[str]:
    """The texts for people in the attribute NAME: in JSON the values alone, for its names are read by scripts."""
    if name.startswith("data-") and value.startswith('{"'):
        return texts(json.loads(value))
    return [value] if name in SPOKEN or (name.startswith("data-") and " " in value) else []


def texts(value: object) -> list[str]:
    """Every text in VALUE, from JSON, but for the names of types."""
    if isinstance(value, dict):
        return [text for name, part in value.items() if name != "@type" for text in texts(part)]
    return [text for part in value for text in texts(part)] if isinstance(value, list) else [str(value)]


def test_no_page_says_the_products_words(pages):
    assert {"towns/", "towns/ashford/", "endorsement/associate/", "endorsement/which-level/", "programs/", "regions/north/", "data/", "staff/", "search/"} <= pages.keys()
    assert {path: text[:120] for path, page in pages.items() for text in said(page) if OLD.search(re.sub(r"\S*/\S*", "", text))} == {}


def test_its_own_words_stand_there_instead(pages):
    assert pages["towns/"].h1.get_text() == "Parishes" and pages["endorsement/which-level/"].get_text().count("Diploma")
