"""The map of the towns: `data/map.svg`, where there is one, checked against the catalog."""

from __future__ import annotations

import re
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
_PREFIX = "town-"
_SVG = "{http://www.w3.org/2000/svg}"
_RING = re.compile(r"M(-?\d+) (-?\d+)l((?:[ -]?-?\d+)+)z")
_SHAPE = re.compile(rf"(?:{_RING.pattern})+")

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """A town with its outline, and the tint of its region for each kind of region."""

    town: Town
    path: str
    tints: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TownMap:
    """The map: its part of the plane (`view_box`), the towns, and the tint of each region."""

    view_box: str
    shapes: tuple[Shape, ...]
    tints: dict[str, int]


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
    paths = {
        path.get("id", "").removeprefix(_PREFIX): path.get("d", "")
        for path in root.iter(f"{_SVG}path")
    }
    if problems := [_placed(problem, text) for problem in _problems(name, paths, catalog)]:
        raise DataError(problems)
    tints = region_tints(paths, catalog)
    shapes = (
        Shape(town, paths[slug], tuple(tints[region] for region in _by_kind(town, catalog)))
        for slug, town in catalog.towns.items()
    )
    return TownMap(root.get("viewBox", "0 0 1000 1000"), tuple(shapes), tints)


def _placed(problem: Problem, text: str) -> Problem:
    """Return PROBLEM with the line of its town in TEXT, where that is drawn."""
    before, drawn, _ = text.partition(f'"{_PREFIX}{problem.record}"')
    return replace(problem, line=before.count("\n") + 1) if drawn else problem


def _problems(name: str, paths: dict[str, str], catalog: Catalog):
    missing = catalog.towns.keys() - paths.keys()
    for slug, path in paths.items():
        if slug not in catalog.towns:
            write = f'write "{_PREFIX}" and the name of a record in towns.yaml'
            got = quote(slug) + did_you_mean(slug, catalog.towns)
            yield Problem(name, 0, 0, slug, "id", write, got, "unknown-record")
            missing = missing - {nearest(slug, missing)}
        elif not _SHAPE.fullmatch(path):
            write = "write closed rings of whole numbers, such as M10 10l5 0 0 5-5 0z"
            yield Problem(name, 0, 0, slug, "d", write, quote(path[:40]), "invalid-shape")
    for slug in missing:
        write = "draw this town; the map has every town or none"
        yield Problem(name, record=slug, write=write, code="missing-shape")


def _by_kind(town: Town, catalog: Catalog) -> list[str]:
    """The regions of TOWN in the order of the kinds."""
    kinds = list(catalog.region_kinds)
    return sorted(town.regions, key=lambda slug: kinds.index(catalog.regions[slug].region_kind))


def region_tints(paths: dict[str, str], catalog: Catalog) -> dict[str, int]:
    """Return a number for each region, so that neighbors of one kind differ.

    It is below TINTS where TINTS suffice.
    """
    neighbours = _neighbours(paths, catalog)
    tints: dict[str, int] = {}
    for region in catalog.regions.values():
        used = {tints[slug] for slug in neighbours[region.slug] if slug in tints}
        tints[region.slug] = next((tint for tint in range(TINTS) if tint not in used), 0)
    return tints


def _neighbours(paths: dict[str, str], catalog: Catalog) -> dict[str, set[str]]:
    """The regions of the same kind that share a piece of border with each region."""
    neighbours: dict[str, set[str]] = {slug: set() for slug in catalog.regions}
    for towns in _towns_beside(paths):
        regions = [_by_kind(catalog.towns[slug], catalog) for slug in towns]
        for one, two in zip(*regions, strict=False):
            if one != two and _kind(one, catalog) == _kind(two, catalog):
                neighbours[one].add(two)
                neighbours[two].add(one)
    return neighbours


def _towns_beside(paths: dict[str, str]) -> set[tuple[str, str]]:
    """The pairs of towns that share a piece of border."""
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
    pieces = set()
    for ring in _RING.finditer(path):
        points = [(int(ring[1]), int(ring[2]))]
        steps = [int(step) for step in re.findall(r"-?\d+", ring[3])]
        for right, down in zip(steps[::2], steps[1::2], strict=True):
            points.append((points[-1][0] + right, points[-1][1] + down))
        pieces |= {frozenset(piece) for piece in pairwise([*points, points[0]])}
    return pieces
