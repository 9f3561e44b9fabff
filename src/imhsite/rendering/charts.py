"""Charts as SVG, without script or styles; the page's styles color them.

They hold no words but labels and numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from types import ModuleType
from xml.etree.ElementTree import Element

from markupsafe import Markup

from imhsite.model.records import Figure

WIDTH, BAR, FOOT = 360, 34, 10  # of the drawing, in its own units
_OMITTED = {"defs", "title", "desc"}
_INVISIBLE = {"background", "titles", "overlay", "tooltip-overlay"}
_ATTRIBUTES = frozenset(
    ["x", "y", "width", "height", "d", "transform", "viewBox", "xmlns", "rx", "ry", "class"]
)


def bars(figures: Iterable[Figure]) -> Markup:
    """Return FIGURES as bars to one scale, each with its number and its place in the list."""
    pygal = _pygal()
    numbered = list(enumerate(figures, start=1))[::-1]  # the first one is drawn at the bottom
    height = BAR * len(numbered) + FOOT
    largest = max((figure.count for _, figure in numbered), default=1)
    chart = pygal.HorizontalBar(
        css=(), js=(), disable_xml_declaration=True,
        width=WIDTH, height=height, margin=2, spacing=6, rounded_bars=2, range=(0, 1.25 * largest),
        show_legend=False, show_x_labels=False, show_y_guides=False, show_x_guides=False,
        print_values=True, print_values_position="top",
    )  # fmt: skip
    chart.x_labels = [str(place) for place, _ in numbered]
    chart.value_formatter = lambda count: f"{count:,.0f}"
    chart.add("", [figure.count for _, figure in numbered])
    chart.add_xml_filter(_bare)
    return Markup(chart.render(is_unicode=True))


@cache
def _pygal() -> ModuleType:
    """The library, read only where there is something to draw: that takes a tenth of a second."""
    import pygal
    from pygal.etree import etree

    etree.to_etree()  # else the bytes depend on whether lxml happens to be there
    # It finds the modules of maps, by a protocol that Python no longer knows.
    fixer = pygal.PluginImportFixer
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, fixer)]
    return pygal


def _bare(root: Element) -> Element:
    """ROOT without what the strict policy refuses, and without what only a pointer could show."""
    for parent in list(root.iter()):
        for child in [child for child in parent if _is_left_out(child)]:
            parent.remove(child)
        for name in [
            name for name, value in parent.attrib.items() if name not in _ATTRIBUTES or not value
        ]:
            del parent.attrib[name]
    return root


def _is_left_out(element: Element) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag.split("}")[-1] in _OMITTED
        or not _INVISIBLE.isdisjoint(element.get("class", "").split())
    )


# Each state by its slug and its two letters; the District of Columbia with them.
_LETTERS = dict(
    line.rsplit(" ", 1)
    for line in """
alabama AL, alaska AK, arizona AZ, arkansas AR, california CA, colorado CO, connecticut CT,
delaware DE, district-of-columbia DC, florida FL, georgia GA, hawaii HI, idaho ID, illinois IL,
indiana IN, iowa IA, kansas KS, kentucky KY, louisiana LA, maine ME, maryland MD, massachusetts MA,
michigan MI, minnesota MN, mississippi MS, missouri MO, montana MT, nebraska NE, nevada NV,
new-hampshire NH, new-jersey NJ, new-mexico NM, new-york NY, north-carolina NC, north-dakota ND,
ohio OH, oklahoma OK, oregon OR, pennsylvania PA, rhode-island RI, south-carolina SC,
south-dakota SD, tennessee TN, texas TX, utah UT, vermont VT, virginia VA, washington WA,
west-virginia WV, wisconsin WI, wyoming WY
""".strip()
    .replace("\n", " ")
    .split(", ")
)
_ROWS = (
    "AK .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. WI .. .. .. VT NH",
    "WA ID MT ND MN IL MI .. NY MA ..",
    "OR NV WY SD IA IN OH PA NJ CT RI",
    "CA UT CO NE MO KY WV VA MD DE ..",
    ".. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. OK LA MS AL GA .. .. ..",
    "HI .. .. TX .. .. .. .. FL .. ..",
)


def tiles(slugs: set[str]) -> Iterator[tuple[int, int, str, bool]]:
    """Yield column, row and letters of each state's square, and whether it is one of SLUGS."""
    marked = {_LETTERS[slug] for slug in slugs if slug in _LETTERS}
    for row, line in enumerate(_ROWS):
        for column, letters in enumerate(line.split()):
            if letters != "..":
                yield column, row, letters, letters in marked
