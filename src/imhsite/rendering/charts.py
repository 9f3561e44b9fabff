"""What charts draw, as plain data; templates draw it without script, in the page's colors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from imhsite.model.records import Figure

SHADES = 4  # of a table of heat, besides that of the least


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure, and its share of the largest in its chart, in percent; None for one alone."""

    figure: Figure
    share: float | None


def bars(figures: Iterable[Figure]) -> list[tuple[str, list[Bar]]]:
    """Return a chart for each topic of FIGURES, to a scale of its own, with its bars.

    Figures of two topics count different things, so no bar of one is held against the other's.
    """
    return [
        (topic, _to_scale(list(alike)))
        for topic, alike in groupby(figures, lambda figure: figure.topic)
    ]


def _to_scale(figures: list[Figure]) -> list[Bar]:
    most = max(figure.count for figure in figures) or 1
    return [
        Bar(figure, round(100 * figure.count / most, 1) if len(figures) > 1 else None)
        for figure in figures
    ]


def shades(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return for each number of ROWS its shade: 0 for the least of all, SHADES for the most."""
    numbers = [number for row in rows for number in row]
    least, most = min(numbers, default=0), max(numbers, default=0)
    return [[SHADES * (number - least) // max(most - least, 1) for number in row] for row in rows]


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
