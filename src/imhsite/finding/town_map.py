"""The map of the towns, or of the regions of one kind: `data/map.svg`, where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from imhsite.files.problems import DataError, Problem, did_you_mean, nearest, quote
from imhsite.files.source import text_of
from imhsite.model.records import Region, Town
from imhsite.reading.catalog import Catalog

FILE = "map.svg"
TINTS = 6
_TOWN, _REGION = "town-", "region-"
_SVG = "{http://www.w3.org/2000/svg}"
_RING = re.compile(r"M(-?\d+) (-?\d+)l((?:[ -]?-?\d+)+)z")
_SHAPE = re.compile(rf"(?:{_RING.pattern})+")

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """A town or a region with its outline.

    `tints` has that of its region for each kind of region, or the one of a drawn region. `names`
    are the slugs by which a program can name what lies there, besides its own.
    """

    place: Town | Region
    path: str
    tints: tuple[int, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dots:
    """A dot for each place of a map, as the data of two paths: of a region, and of the others.

    `size` is the width of a dot.
    """

    marked: str
    others: str
    size: int


@dataclass(frozen=True, slots=True)
class TownMap:
    """The map: its part of the plane (`view_box`), what is drawn, and the tint of each region."""

    view_box: str
    shapes: tuple[Shape, ...]
    tints: dict[str, int]

    @property
    def dot(self) -> int:
        """The radius of a point on the map."""
        return max(1, round(float(self.view_box.split()[2]) / 160))

    @property
    def kind(self) -> str:
        """The kind of the regions that are drawn; "" where towns are."""
        places = (shape.place for shape in self.shapes)
        return next((place.region_kind for place in places if isinstance(place, Region)), "")

    def outline(self, region: str = "") -> str:
        """Return the border of the slug REGION as a path; that of the whole state without one."""
        shapes = (shape for shape in self.shapes if not region or region in shape.names)
        return _around(shape.path for shape in shapes)

    def dots(self, region: str) -> Dots:
        """Return a dot for each place; those of the slug REGION are marked."""
        marks = [(_dot(shape.path), region in shape.names) for shape in self.shapes]
        width, height = map(float, self.view_box.split()[2:])
        size = round(0.75 * (width * height / len(marks) / 2) ** 0.5) if marks else 0
        marked, others = ("".join(d for d, own in marks if own is of) for of in (True, False))
        return Dots(marked, others, size)


def _dot(path: str) -> str:
    """Return the middle of the outline PATH, as a line of no length."""
    x, y = zip(*[point for border in _borders(path) for point in border], strict=True)
    return f"M{(min(x) + max(x)) // 2} {(min(y) + max(y)) // 2}h0"


def _around(paths: Iterable[str]) -> str:
    """Return what encloses the outlines PATHS: the pieces that belong to one of them alone."""
    pieces: set[frozenset[Point]] = set()
    for points in (points for path in paths for points in rings(path)):
        for piece in pairwise([*points, points[0]]):
            pieces ^= {frozenset(piece)}
    beside: dict[Point, list[Point]] = {}
    for piece in sorted(sorted(piece) for piece in pieces if len(piece) > 1):
        for one, other in (piece, piece[::-1]):
            beside.setdefault(one, []).append(other)
    borders = [_walk(start, beside) for start in beside if beside[start]]
    least = max(map(_area, borders), default=0) / 200  # below, where outlines do not quite meet
    return "".join(f"M{_points(ring)}z" for ring in borders if _area(ring) > least)


def _points(ring: Iterable[Point]) -> str:
    return " ".join(f"{x},{y}" for x, y in ring)


def _area(ring: Sequence[Point]) -> float:
    after = [*ring[1:], ring[0]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(ring, after, strict=True))) / 2


def _walk(start: Point, beside: dict[Point, list[Point]]) -> list[Point]:
    """Return the ring from START, and take its pieces out of BESIDE."""
    ring: list[Point] = []
    here = start
    while not ring or here != start:
        ring.append(here)
        after = beside[here].pop()
        beside[after].remove(here)
        here = after
    return ring


def read_map(data: Path, catalog: Catalog) -> TownMap | None:
    """Return the map in the folder DATA, or None where there is none.

    Raises DataError with every problem found.
    """
    file, name = data / FILE, f"{data.name}/{FILE}"
    if not file.exists():
        return None
    text = text_of(file, name)
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        write = "draw it again with a program for SVG; this line is not XML"
        got = quote(text.split("\n")[error.position[0] - 1].strip())
        problem = Problem(name, *error.position, write=write, got=got, code="invalid-svg")
        raise DataError([problem]) from error
    paths = {path.get("id", ""): path.get("d", "") for path in root.iter(f"{_SVG}path")}
    prefix = _REGION if any(slug.startswith(_REGION) for slug in paths) else _TOWN
    paths = {slug.removeprefix(prefix): path for slug, path in paths.items()}
    faults = _problems(name, prefix, paths, catalog)
    if problems := [_placed(problem, prefix, text) for problem in faults]:
        raise DataError(problems)
    shapes, tints = (_towns if prefix == _TOWN else _regions)(paths, catalog)
    return TownMap(root.get("viewBox", "0 0 1000 1000"), tuple(shapes), tints)


def _placed(problem: Problem, prefix: str, text: str) -> Problem:
    """Return PROBLEM with the line of its place in TEXT, where that is drawn."""
    before, drawn, _ = text.partition(f'"{prefix}{problem.record}"')
    return replace(problem, line=before.count("\n") + 1) if drawn else problem


_Drawn = tuple[list[Shape], dict[str, int]]


def _towns(paths: dict[str, str], catalog: Catalog) -> _Drawn:
    """Return the towns in the order of the catalog, and the tints of the regions."""
    tints = region_tints(paths, catalog)
    return [
        Shape(
            town, paths[slug], tuple(tints[name] for name in _by_kind(town, catalog)), town.regions
        )
        for slug, town in catalog.towns.items()
    ], tints


def _regions(paths: dict[str, str], catalog: Catalog) -> _Drawn:
    """Return the drawn regions in the order of the catalog, and their tints."""
    beside = [tuple(pair) for pair in _beside(paths)]
    neighbours = {slug: {two for pair in beside if slug in pair for two in pair} for slug in paths}
    drawn = [catalog.regions[slug] for slug in catalog.regions if slug in paths]
    tints = dict.fromkeys(catalog.regions, 0) | _tints(
        [region.slug for region in drawn], neighbours
    )
    return [
        Shape(
            region,
            paths[region.slug],
            (tints[region.slug],),
            tuple(town.slug for town in catalog.towns.values() if region.slug in town.regions),
        )
        for region in drawn
    ], tints


def _problems(name: str, prefix: str, paths: dict[str, str], catalog: Catalog):
    kind = "town" if prefix == _TOWN else "region"
    known = catalog.records[f"{kind}s"]
    missing = known.keys() - paths.keys()
    if kind == "region":
        kinds = {known[slug].region_kind for slug in paths if slug in known}
        missing = {slug for slug in missing if known[slug].region_kind in kinds}
    for slug, path in paths.items():
        if slug not in known:
            write = f'write "{prefix}" and the name of a record in {kind}s.yaml'
            got = quote(slug) + did_you_mean(slug, known)
            yield Problem(name, 0, 0, slug, "id", write, got, "unknown-record")
            missing = missing - {nearest(slug, missing)}
        elif not _SHAPE.fullmatch(path):
            write = "write closed rings of whole numbers, such as M10 10l5 0 0 5-5 0z"
            yield Problem(name, 0, 0, slug, "d", write, quote(path[:40]), "invalid-shape")
    others = "town or none" if kind == "town" else "region of a kind or none"
    for slug in missing:
        write = f"draw this {kind}; the map has every {others}"
        yield Problem(name, record=slug, write=write, code="missing-shape")


def _by_kind(town: Town, catalog: Catalog) -> list[str]:
    """The regions of TOWN in the order of the kinds."""
    kinds = list(catalog.region_kinds)
    return sorted(town.regions, key=lambda slug: kinds.index(catalog.regions[slug].region_kind))


def region_tints(paths: dict[str, str], catalog: Catalog) -> dict[str, int]:
    """Return a number for each region, so that neighbors of one kind differ.

    It is below TINTS where TINTS suffice.
    """
    return _tints(catalog.regions, _neighbours(paths, catalog))


def _tints(slugs: Iterable[str], neighbours: dict[str, set[str]]) -> dict[str, int]:
    tints: dict[str, int] = {}
    for slug in slugs:
        used = {tints[other] for other in neighbours[slug] if other in tints}
        tints[slug] = next((tint for tint in range(TINTS) if tint not in used), 0)
    return tints


def _neighbours(paths: dict[str, str], catalog: Catalog) -> dict[str, set[str]]:
    """The regions of the same kind that share a piece of border with each region."""
    neighbours: dict[str, set[str]] = {slug: set() for slug in catalog.regions}
    for towns in _beside(paths):
        regions = [_by_kind(catalog.towns[slug], catalog) for slug in towns]
        for one, two in zip(*regions, strict=False):
            if one != two and _kind(one, catalog) == _kind(two, catalog):
                neighbours[one].add(two)
                neighbours[two].add(one)
    return neighbours


def _beside(paths: dict[str, str]) -> set[tuple[str, str]]:
    """The pairs of places that share a piece of border."""
    beside: dict[frozenset[Point], str] = {}
    return {
        (beside.setdefault(border, slug), slug)
        for slug, path in paths.items()
        for border in _borders(path)
    }


def _kind(slug: str, catalog: Catalog) -> str:
    region: Region = catalog.regions[slug]
    return region.region_kind


def _borders(path: str) -> set[frozenset[Point]]:
    """The straight pieces of the outline PATH."""
    return {frozenset(piece) for points in rings(path) for piece in pairwise([*points, points[0]])}


def rings(path: str) -> Iterator[list[Point]]:
    """Yield the corners of each ring of the outline PATH."""
    for ring in _RING.finditer(path):
        points = [(int(ring[1]), int(ring[2]))]
        steps = [int(step) for step in re.findall(r"-?\d+", ring[3])]
        for right, down in zip(steps[::2], steps[1::2], strict=True):
            points.append((points[-1][0] + right, points[-1][1] + down))
        yield points
