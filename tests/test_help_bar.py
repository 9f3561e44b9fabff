"""The bar at the top of every page: what it says of a line belongs to the line, wherever that stands."""

from __future__ import annotations

import frozen_site
import pytest
import small_data
from bs4 import BeautifulSoup
from folders import ROOT
from imhsite.building.site import Site
from imhsite.reading.catalog import read
from imhsite.rendering.renderer import ICONS

FROZEN = True
SAID = {"en": {"911": "In danger? Call 911", "988": "In crisis? Call or text 988", "+18338526262": "Pregnant or new parent? Call 1-833-852-6262"},
        "es": {"911": "¿Hay peligro? Llame al 911", "988": "¿En crisis? Llame o envíe un texto al 988", "+18338526262": "¿Embarazada o con un bebé? Llame al 1-833-852-6262"}}  # fmt: skip

SHORT = {"en": {"911": "Danger? 911", "988": "Crisis? 988"}, "es": {"911": "¿Peligro? 911", "988": "¿Crisis? 988"}}


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("order", ["emergency, crisis-988, maternal-mental-health", "crisis-988, maternal-mental-health, emergency"])
def test_a_caption_goes_with_its_line(tmp_path, order, language):
    data = frozen_site.copy(tmp_path)
    file = data / "association.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[emergency, crisis-988, maternal-mental-health,", f"[{order},"), encoding="utf-8")
    site = Site(data, ROOT / "overrides", ICONS)
    bar = BeautifulSoup(site.renderer.environment(language).globals["help_bar"](), "html.parser")
    links = {link["href"].removeprefix("tel:"): " ".join(link.select_one(".what").get_text().split()) for link in bar.select("a[href^='tel:']")}
    assert links == SAID[language]
    assert {link.find_parent("a")["href"].removeprefix("tel:"): link.get_text() for link in bar.select(".short")} == SHORT[language]
    assert bar.select("a")[-1]["href"].endswith("help-now/")
    assert [*links] == [{"emergency": "911", "crisis-988": "988"}.get(slug, "+18338526262") for slug in order.split(", ")]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", 'data/help_lines.yaml:1: two-one-one: caption: write a text with {number} where the number belongs, such as "In danger? Call {number}"; "two-one-one" is one of the first three header_lines in data/association.yaml'),
        ("  caption: Call us\n", 'data/help_lines.yaml:6: two-one-one: caption: write a text with {number} where the number belongs, such as "In danger? Call {number}"; got "Call us"'),
        ("  caption: Call {number} {name}\n", 'data/help_lines.yaml:6: two-one-one: caption: write a text with {number} where the number belongs, such as "In danger? Call {number}"; got "Call {number} {name}"'),
    ],
)
def test_a_caption_that_lacks_the_number_is_named(tmp_path, written, message):
    _, problems = read(small_data.write(tmp_path, small_data.replaced("help_lines.yaml", "  caption: Need help? Call {number}\n", written)))
    assert message in [str(problem) for problem in problems]
