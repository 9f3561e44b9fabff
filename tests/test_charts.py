"""The chart shows what the table says, and brings nothing with it that the policy refuses."""

from __future__ import annotations

from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from imhsite.rendering.charts import bars
from hypothesis import given, settings
from hypothesis import strategies as st

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*counts: int) -> ElementTree.Element:
    return ElementTree.fromstring(bars([SimpleNamespace(count=count) for count in counts]))


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=12))
@settings(derandomize=True, database=None, deadline=None, max_examples=40)
def test_a_bar_is_as_long_as_its_figure(counts):
    rects = sorted(drawn(*counts).iter(f"{SVG}rect"), key=lambda rect: float(rect.get("y")))
    widths = [float(rect.get("width")) for rect in rects]
    assert widths == pytest.approx([max(widths) * count / max(counts) for count in counts], abs=0.01)


def test_bars_bear_their_places_and_numbers_from_the_top():
    texts = sorted(drawn(79089, 155).iter(f"{SVG}text"), key=lambda text: (float(text.get("y")), float(text.get("x"))))
    assert [text.text for text in texts] == ["1", "79,089", "2", "155"]


def test_a_chart_brings_no_style_script_or_name_of_its_own():
    for element in drawn(3, 2, 1).iter():
        assert element.tag.removeprefix(SVG) in {"svg", "g", "rect", "text", "path"}
        assert not {"style", "id", "href"} & {name for name in element.attrib if not name.startswith("{")}


def test_a_chart_is_the_same_each_time():
    assert bars([SimpleNamespace(count=5)]) == bars([SimpleNamespace(count=5)])


def test_the_page_says_what_the_chart_shows(frozen):
    pages, catalog = frozen.pages, frozen.catalog
    chart = pages.page("numbers/").select_one("figure.chart")
    assert chart.select_one('[role="img"]')["aria-label"]
    said = [item.get_text() for item in chart.select("li")]
    assert len(said) == len(catalog.figures)
    for text, figure in zip(said, catalog.figures.values(), strict=True):
        assert figure.name in text and text.endswith(figure.written) and (figure.when or "") in text
