"""Towns, with how many programs reach each, and sites as points on a map (GeoJSON, RFC 7946)."""

from __future__ import annotations

import json

from imhsite.exports.values import Json
from imhsite.finding.matching import Matcher, count
from imhsite.model.services import ServiceSite
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
    return _collection(features)


def sites(catalog: Catalog) -> str:
    """Return the sites that are open and whose point is known."""
    placed = (site for site in catalog.sites.values() if site.point and site.is_open)
    return _collection([_site(catalog, site) for site in placed])


def _site(catalog: Catalog, site: ServiceSite) -> Json:
    address = catalog.association.address
    programs = catalog.get("programs", site.programs or ())
    said = {"street": site.street, "zip": site.zip, "hours": site.hours and str(site.hours)}
    return {
        "type": "Feature",
        "id": site.slug,
        "geometry": {"type": "Point", "coordinates": [site.point[1], site.point[0]]},
        "properties": {
            "name": site.name,
            "programs": [program.slug for program in programs],
            "town": catalog.towns[site.town].name,
            **{name: value for name, value in said.items() if value},
            "urls": [address + path_of(program) for program in programs],
        },
    }


def _collection(features: list[Json]) -> str:
    return json.dumps(
        {"type": "FeatureCollection", "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    )
