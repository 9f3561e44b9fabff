"""What the page of open data lists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Export:
    """A published file; `export-NAME` and `export-NAME-note` are its labels."""

    path: str
    name: str
    format: str
    media_type: str


LISTED = (
    Export("programs.csv", "programs-csv", "CSV", "text/csv"),
    Export("api/v1/programs.json", "programs-json", "JSON", "application/json"),
    Export("api/v1/index.json", "api", "JSON", "application/json"),
    Export("api/v1/openapi.json", "openapi", "OpenAPI 3.1", "application/json"),
    Export("hsds/services.json", "hsds-services", "HSDS 3.1", "application/json"),
    Export("hsds/index.json", "hsds", "HSDS 3.1", "application/json"),
    Export("towns.geojson", "towns", "GeoJSON", "application/geo+json"),
    Export("feed.xml", "feed", "Atom", "application/atom+xml"),
    Export("reviews.ics", "reviews", "iCalendar", "text/calendar"),
)
