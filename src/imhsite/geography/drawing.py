"""A map of places as an SVG file, light enough for a slow phone."""

from __future__ import annotations

import math
from itertools import pairwise

from shapely import MultiPolygon, coverage_simplify, transform
from shapely.geometry.polygon import orient

WIDTH, TALLEST = 1000, 1100
MOST = 30_000  # characters of all outlines
# An island smaller than this, as a share of the state or in square units, is left out, unless it is
# the largest part of a place: one far out at sea would make the map small.
LEAST_SHARE, SMALLEST = 0.0003, 6.0
FIRST_TOLERANCE, GROWTH = 0.6, 1.3
Cell = tuple[int, int]


def draw(shapes: dict[str, MultiPolygon], prefix: str) -> str:
    """Return the map of SHAPES, in degrees, each with the id PREFIX and its slug.

    Borders that two places share stay shared, however few points are left of them.
    """
    plane = _fitted(_without_specks(_projected(list(shapes.values()))))
    high = math.ceil(max(shape.bounds[3] for shape in plane)) + 1
    tolerance = FIRST_TOLERANCE
    while True:
        drawn = [_path(shape) for shape in coverage_simplify(plane, tolerance)]
        if sum(map(len, drawn)) <= MOST or tolerance > WIDTH:
            break
        tolerance *= GROWTH
    paths = [
        f'<path id="{prefix}{slug}" d="{path}"/>' for slug, path in zip(shapes, drawn, strict=True)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}">',
            "<!-- Boundaries: U.S. Census Bureau, projected (Albers), rounded and thinned so"
            " that borders\n     stay shared. For display, not for placing an address. Licences:"
            " NOTICE-geography.txt beside this file. -->",
            *paths,
            "</svg>\n",
        ]
    )


def _projected(shapes: list[MultiPolygon]) -> list[MultiPolygon]:
    """Return SHAPES on a plane (Albers' equal-area conic), north on top, y downward."""
    west, south, east, north = MultiPolygon(
        [part for shape in shapes for part in shape.geoms]
    ).bounds
    middle = math.radians((west + east) / 2)
    first, second = (math.radians(south + (north - south) * part) for part in (1 / 6, 5 / 6))
    cone = (math.sin(first) + math.sin(second)) / 2
    constant = math.cos(first) ** 2 + 2 * cone * math.sin(first)

    def project(degrees):
        plane = degrees.copy()
        for number, (longitude, latitude) in enumerate(degrees):
            radius = math.sqrt(constant - 2 * cone * math.sin(math.radians(latitude))) / cone
            angle = cone * (math.radians(longitude) - middle)
            plane[number] = radius * math.sin(angle), radius * math.cos(angle)
        return plane

    return [transform(shape, project) for shape in shapes]


def _without_specks(shapes: list[MultiPolygon]) -> list[MultiPolygon]:
    least = sum(shape.area for shape in shapes) * LEAST_SHARE
    return [
        MultiPolygon(
            [
                part
                for number, part in enumerate(_by_size(shape))
                if not number or part.area >= least
            ]
        )
        for shape in shapes
    ]


def _by_size(shape) -> list:
    return sorted(getattr(shape, "geoms", [shape]), key=lambda part: -part.area)


def _fitted(shapes: list[MultiPolygon]) -> list[MultiPolygon]:
    """Return SHAPES moved and enlarged to fill the width, or the height where they are tall."""
    boxes = [shape.bounds for shape in shapes]
    left, top = (min(box[side] for box in boxes) for side in (0, 1))
    right, bottom = (max(box[side] for box in boxes) for side in (2, 3))
    scale = min((WIDTH - 2) / (right - left), (TALLEST - 2) / (bottom - top))
    indent = (WIDTH - (right - left) * scale) / 2
    corner, place = (left, top), (indent, 1)
    return [transform(shape, lambda points: (points - corner) * scale + place) for shape in shapes]


def _path(shape) -> str:
    """Return the outline in whole numbers; a hole runs the other way round than what holds it."""
    parts = _by_size(shape)
    parts = [part for number, part in enumerate(parts) if not number or part.area >= SMALLEST]
    rings = [ring for part in map(orient, parts) for ring in (part.exterior, *part.interiors)]
    drawn = [ring for ring in map(_ring, rings) if ring]
    return "".join(drawn) or _dot(parts[0].representative_point())


def _ring(ring) -> str:
    """Return a closed ring as steps from its first point; "" where rounding leaves no area."""
    points: list[Cell] = []
    for x, y in ring.coords:
        cell = round(x), round(y)
        if not points or cell != points[-1]:
            points.append(cell)
    steps = [(x - left, y - top) for (left, top), (x, y) in pairwise(points[:-1])]
    if len(steps) < 2:
        return ""
    return f"M{points[0][0]} {points[0][1]}l{_joined(steps)}z"


def _joined(steps: list[Cell]) -> str:
    """Return the numbers of STEPS; a minus sign parts two numbers as well as a blank does."""
    numbers = " ".join(str(number) for step in steps for number in step)
    return numbers.replace(" -", "-")


def _dot(point) -> str:
    """Return a small square for a place that is too small to draw."""
    return f"M{round(point.x) - 1} {round(point.y) - 1}l2 0 0 2-2 0z"
