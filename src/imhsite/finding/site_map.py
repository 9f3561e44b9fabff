"""Where the sites of programs are: as points on the map of the towns, and as a list by town."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from imhsite.finding.town_map import TownMap, rings
from imhsite.model.records import Town
from imhsite.model.services import ServiceSite
from imhsite.reading.catalog import Catalog

MOST_NAMED = 8  # sites of a town; of more it is said how many

Spot = tuple[float, float]
Projection = tuple[tuple[float, float, float], tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class TownSites:
    """The sites in a town to which families go, those that are named and how many are left."""

    town: Town
    named: tuple[ServiceSite, ...]
    left: int


def by_town(catalog: Catalog) -> list[TownSites]:
    """Return the towns that have sites, in the order of the catalog."""
    sites: dict[str, list[ServiceSite]] = {}
    for site in catalog.sites.values():
        if site.is_open:
            sites.setdefault(site.town, []).append(site)
    return [
        TownSites(town, tuple(there[:MOST_NAMED]), max(len(there) - MOST_NAMED, 0))
        for slug, town in catalog.towns.items()
        if (there := sites.get(slug))
    ]


def points(drawn: TownMap, catalog: Catalog) -> list[tuple[int, int]]:
    """Return the points of the sites on the map DRAWN, each once; none on a map of regions.

    A site whose point nobody gives is in the middle of its town.
    """
    if drawn.kind or not catalog.sites:
        return []
    centers = {shape.place.slug: middle(shape.path) for shape in drawn.shapes}
    project = projection(
        [(shape.place.center, centers[shape.place.slug]) for shape in drawn.shapes]
    )
    spots = (
        on_map(project, site.point) if site.point else centers[site.town]
        for site in catalog.sites.values()
        if site.is_open
    )
    return [*dict.fromkeys((round(x), round(y)) for x, y in spots)]


def on_map(project: Projection, point: Spot) -> Spot:
    """Return where POINT, latitude and longitude, is by PROJECT."""
    across, down = (a + b * point[0] + c * point[1] for a, b, c in project)
    return across, down


def projection(pairs: Iterable[tuple[Spot, Spot]]) -> Projection:
    """Return what leads from latitude and longitude to the map, fitted to PAIRS of both.

    Over a state, that is as good as straight: x and y are sums of a constant and a share of each.
    """
    pairs = [*pairs]
    rows = [(1.0, *point) for point, _ in pairs]
    products = [[sum(row[i] * row[j] for row in rows) for j in range(3)] for i in range(3)]
    fitted = []
    for axis in (0, 1):
        sums = [
            sum(row[i] * spot[axis] for row, (_, spot) in zip(rows, pairs, strict=True))
            for i in range(3)
        ]
        fitted.append(_solved(products, sums))
    return fitted[0], fitted[1]


def _solved(matrix: list[list[float]], sums: list[float]) -> tuple[float, float, float]:
    """Solve three equations by Cramer's rule; where the towns are in one line, all are there."""
    whole = _determinant(matrix)
    if not whole:
        return sums[0] / matrix[0][0], 0.0, 0.0
    replaced = (
        [[*row[:at], value, *row[at + 1 :]] for row, value in zip(matrix, sums, strict=True)]
        for at in range(3)
    )
    one, two, three = (_determinant(each) / whole for each in replaced)
    return one, two, three


def _determinant(matrix: list[list[float]]) -> float:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def middle(path: str) -> Spot:
    """Return the middle of the largest ring of the outline PATH."""
    points = max(rings(path), key=_size)
    return tuple((min(part) + max(part)) / 2 for part in zip(*points, strict=True))


def _size(points: list[tuple[int, int]]) -> int:
    across, down = ([*part] for part in zip(*points, strict=True))
    return (max(across) - min(across)) * (max(down) - min(down))
