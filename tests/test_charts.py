"""Charts and tables of counts say in words what they draw, and never draw one thing against another."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imhsite.rendering.charts import SHADES, bars, shades

NUMBERS = st.integers(0, 10**7)


def figures(*pairs):
    return [SimpleNamespace(topic=topic, count=count) for topic, count in pairs]


@given(st.lists(NUMBERS, min_size=2, max_size=12))
@settings(derandomize=True, database=None, deadline=None, max_examples=40)
def test_a_bar_is_as_long_as_its_figure(counts):
    [(_, drawn)] = bars(figures(*(("One", count) for count in counts)))
    most = max(counts) or 1
    assert [bar.share for bar in drawn] == pytest.approx([100 * count / most for count in counts], abs=0.05)


def test_each_topic_has_a_scale_of_its_own_and_a_figure_alone_no_bar():
    drawn = bars(figures(("Poverty", 79089), ("Violence", 155), ("Violence", 310)))
    assert [(topic, [bar.share for bar in group]) for topic, group in drawn] == [("Poverty", [None]), ("Violence", [50.0, 100.0])]


@given(st.lists(st.lists(NUMBERS, min_size=1, max_size=5), max_size=5))
@settings(derandomize=True, database=None, deadline=None, max_examples=40)
def test_a_cell_is_the_darker_the_more_it_counts(rows):
    numbers = [number for row in rows for number in row]
    shaded = [shade for row in shades(rows) for shade in row]
    assert [len(row) for row in shades(rows)] == [len(row) for row in rows]
    for number, shade in zip(numbers, shaded, strict=True):
        assert 0 <= shade <= SHADES
        assert number != min(numbers) or shade == 0
        assert number != max(numbers) or shade == SHADES or max(numbers) == min(numbers)
    assert [shade for _, shade in sorted(zip(numbers, shaded, strict=True))] == sorted(shaded)


def test_the_page_says_each_figure_once_with_its_time(frozen):
    page = frozen.pages.page("numbers/")
    said = [item.get_text(" ", strip=True) for item in page.select(".chart li")]
    assert len(said) == len(frozen.catalog.figures)
    for text, figure in zip(said, frozen.catalog.figures.values(), strict=True):
        assert text.startswith(figure.written) and figure.name in text and (figure.when or "") in text


def test_a_bar_is_for_the_eye_alone_and_brings_no_style(frozen):
    for drawing in frozen.pages.page("numbers/").select(".chart svg"):
        assert drawing["aria-hidden"] == "true"
        assert not {"style", "id", "href"} & {name for element in (drawing, *drawing.select("*")) for name in element.attrs}


def test_a_count_of_regions_and_ages_leads_to_as_many_programs(frozen):
    for path in ("regions/", "es/regions/"):
        cells = frozen.pages.page(path).select("table.heat td")
        catalog = frozen.catalog
        assert len(cells) == len(catalog.regions) * len(catalog.age_groups)
        for cell in cells[:: len(cells) // 12]:
            listed = frozen.pages.page(cell.a["href"].removeprefix("/"))
            counts = [int(count.get_text()) for count in listed.select('[data-group]:not([data-group="ended"]) h2 .count')]
            assert sum(counts) == int(cell.get_text(strip=True)), cell.a["href"]
