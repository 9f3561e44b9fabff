"""What charts draw, as plain data; templates draw it without script, in the page's colors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
