"""The outlines of the counties: the Census Bureau's, which come with the product as TopoJSON.

A border that two counties share has the same points in both. For small states and islands, where
the boundaries of 2023 are too coarse for a map, there are finer ones of 2016; none has changed.
"""

from __future__ import annotations

import json
import lzma
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from imhsite.geography.gazetteer import Point, missing

try:
    from shapely import MultiPolygon, Polygon, STRtree, points
except ImportError as error:
    raise missing(error) from error

FINE, ALL = (Path(__file__).with_name(f"counties-{name}.json.xz") for name in ("fine", "10m"))
TURN = 360.0  # degrees
SPECK = 0.005  # degrees: what is drawn of a place of which nothing is left
CORNERS = 3  # of a ring at least: one that has fewer was lost when the boundaries were thinned


class Outlines:
    """The shapes of a state's counties by code, with `names`; finds the county of a point.

    A state on both sides of the date line has longitudes below -180.
    """

    def __init__(self, shapes: dict[str, MultiPolygon], names: dict[str, str]) -> None:
        self.shapes, self.names = shapes, names
        self._codes = list(shapes)
        self._tree = STRtree(list(shapes.values()))
        self._is_west = all(shape.bounds[0] < 0 for shape in shapes.values())

    def county_of(self, point: Point) -> str:
        """Return the code of the county at POINT; of the nearest one for a point in the water."""
        east, north = point
        at = points(east - TURN if self._is_west and east > 0 else east, north)
        return self._codes[self._tree.nearest(at)]

    def center(self, code: str) -> Point:
        """Return the middle of the county; where that lies outside, a point of its largest part."""
        shape = self.shapes[code]
        middle = shape.centroid
        if not shape.contains(middle):
            middle = max(shape.geoms, key=lambda part: part.area).representative_point()
        return middle.x + TURN if middle.x < -TURN / 2 else middle.x, middle.y


def read(number: str) -> Outlines:
    """Return the counties whose codes begin with NUMBER, that of their state."""
    for topology in map(topology_of, (FINE, ALL)):
        every = topology["objects"]["counties"]["geometries"]
        if counties := [county for county in every if county["id"].startswith(number)]:
            break
    arcs = _Arcs(topology)
    return Outlines(
        {county["id"]: arcs.shape(county) for county in counties},
        {county["id"]: county["properties"]["name"] for county in counties},
    )


@lru_cache
def topology_of(file: Path) -> dict:
    """Return the TopoJSON in FILE."""
    return json.loads(lzma.decompress(file.read_bytes()))


class _Arcs:
    """The borders of a topology, as points in degrees."""

    def __init__(self, topology: dict) -> None:
        self.arcs, self.transform = topology["arcs"], topology["transform"]

    def shape(self, county: dict) -> MultiPolygon:
        is_one = county["type"] == "Polygon"
        parts = [
            [self._ring(ring) for ring in rings]
            for rings in ([county["arcs"]] if is_one else county["arcs"])
        ]
        every = [east for rings in parts for ring in rings for east, _ in ring]
        if min(every) < 0 < max(every):
            parts = [[[*map(_west_of_date_line, ring)] for ring in rings] for rings in parts]
        first = parts[0][0][0]
        parts = [[ring for ring in rings if len(set(ring)) >= CORNERS] for rings in parts]
        polygons = [Polygon(rings[0], rings[1:]) for rings in parts if rings]
        return MultiPolygon(polygons or [points(*first).buffer(SPECK)])

    def _ring(self, numbers: list[int]) -> list[Point]:
        """Return the points of the arcs joined; a negative number is an arc backwards."""
        ring: list[Point] = []
        for number in numbers:
            line = self._line(max(number, ~number))
            ring += line if number >= 0 else line[::-1]
        return _without_spikes(ring)

    def _line(self, number: int) -> list[Point]:
        (wide, high), (west, south) = self.transform["scale"], self.transform["translate"]
        steps = zip(*self.arcs[number], strict=True)  # each from the point before
        return [
            (east * wide + west, north * high + south)
            for east, north in zip(*map(accumulate, steps), strict=True)
        ]


def _without_spikes(ring: list[Point]) -> list[Point]:
    """Return RING without points that thinning has put twice, and without ways there and back."""
    kept: list[Point] = []
    for point in ring:
        if kept[-2:-1] == [point]:
            kept.pop()
        elif kept[-1:] != [point]:
            kept.append(point)
    return kept


def _west_of_date_line(point: Point) -> Point:
    return (point[0] - TURN, point[1]) if point[0] > 0 else point
