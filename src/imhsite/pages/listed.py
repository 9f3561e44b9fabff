"""What the page of open data lists."""

from __future__ import annotations

from dataclasses import dataclass

from imhsite.model.records import KINDS
from imhsite.reading.catalog import Catalog


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

EVENTS = Export("events.ics", "events", "iCalendar", "text/calendar")


SITES = Export("sites.csv", "sites-csv", "CSV", "text/csv")
SITES_MAP = Export("sites.geojson", "sites-map", "GeoJSON", "application/geo+json")


def exports(catalog: Catalog) -> tuple[Export, ...]:
    """Return what is published: LISTED, the sites and the calendar where there are any."""
    placed = any(site.point and site.is_open for site in catalog.sites.values())
    more = ((SITES, catalog.sites), (SITES_MAP, placed), (EVENTS, has_dates(catalog)))
    return (*LISTED, *(export for export, is_there in more if is_there))


def has_dates(catalog: Catalog) -> bool:
    """Return whether any event or meeting is still to come."""
    return bool(catalog.events or any(c.meetings for c in catalog.committees.values()))


LISTS_FOLDER = "api/v1/"
# The furniture of this site, not facts about programs; leads nobody has confirmed.
UNPUBLISHED = (
    "asked", "association", "doors", "languages", "leads", "must_say", "news", "notices",
    "pictures", "search_words",
)  # fmt: skip


def kinds() -> list[str]:
    """Return the kinds of record that are published; `kind-NAME` is the label of each."""
    return [kind for kind in KINDS if kind not in UNPUBLISHED]


def file_of(kind: str) -> str:
    """Return the path of the file that holds the records of KIND."""
    return f"{LISTS_FOLDER}{kind.replace('_', '-')}.json"


_TABLES = "services programs organizations locations service_at_locations taxonomies taxonomy_terms"
DIRECTORY = {name: f"hsds/{name}.json" for name in _TABLES.split()}  # label: `directory-NAME`
DIRECTORY_INDEX = "hsds/index.json"
