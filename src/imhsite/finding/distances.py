"""How far it is from town to town, as people say it: "about 6 miles".

Towns are measured from center to center: nobody says where in a town they live. The finder in the
browser (`src/imhsite/theme/assets/finder_near.js`) does the same; both run the cases in
`tests/cases/distances.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from imhsite.model.records import Town
from imhsite.reading import services
from imhsite.reading.catalog import Catalog

MILES = "miles"  # where the association names no unit
RADIUS = {MILES: services.EARTH, "kilometers": 6371.0}  # of the earth
FARTHEST = {MILES: 15, "kilometers": 25}  # that still is nearby
DIGITS = 2  # of a degree: about a kilometer

Point = tuple[float, float]


def distance(one: Point, other: Point, radius: float) -> int:
    """Return the whole miles, or kilometers, between two centers; at least 1.

    RADIUS is that of the earth, in the same unit.
    """
    rounded = (tuple(round(degrees, DIGITS) for degrees in point) for point in (one, other))
    return max(1, int(services.distance(*rounded, radius) + 0.5))


class Distances:
    """The distances between the towns of one catalog, in the unit of its association."""

    def __init__(self, catalog: Catalog) -> None:
        self.towns = catalog.towns
        self.unit = catalog.association.distances or MILES
        self.radius, self.farthest = RADIUS[self.unit], FARTHEST[self.unit]
        self.between = cache(self._between)

    def _between(self, one: str, other: str) -> int:
        """Return how far the town ONE is from OTHER; 0 in the same town."""
        if one == other:
            return 0
        return distance(self.towns[one].center, self.towns[other].center, self.radius)

    def nearby(self, town: Town) -> Iterator[tuple[int, str]]:
        """Yield distance and slug of each town that is near TOWN, the nearest first."""
        away = sorted((self.between(town.slug, other), other) for other in self.towns)
        for miles, other in away:
            if miles <= self.farthest:
                yield miles, other
