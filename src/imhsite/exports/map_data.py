"""The towns as points on a map, with how many programs reach each (GeoJSON, RFC 7946)."""

from __future__ import annotations

import json

from imhsite.finding.matching import Matcher, count
from imhsite.pages.generated import path_of
from imhsite.reading.catalog import Catalog


def towns(catalog: Catalog, matcher: Matcher) -> str:
    """Return the middle of each town.

    `programs` counts what has not ended, statewide programs too.
    """
    address = catalog.association.address
    features = [
        {
            "type": "Feature",
            "id": town.slug,
            "geometry": {"type": "Point", "coordinates": [town.center[1], town.center[0]]},
            "properties": {
                "name": town.name,
                "programs": count(matcher.grouped(town)),
                "regions": list(town.regions),
                "url": address + path_of(town),
            },
        }
        for town in catalog.towns.values()
    ]
    return json.dumps(
        {"type": "FeatureCollection", "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    )
