"""Every file of open data."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from imhsite.exports import (
    api,
    calendar,
    feed,
    hsds,
    map_data,
    reviews,
    spreadsheet,
    vcards,
    weekly,
)
from imhsite.finding.matching import Matcher
from imhsite.pages.generated import Page
from imhsite.pages.listed import SITES, SITES_MAP, exports
from imhsite.reading.catalog import Catalog


def files(
    catalog: Catalog, matcher: Matcher, pages: list[Page], data: Path, as_of: datetime.date
) -> Iterator[Callable[[], Iterator[tuple[str, bytes]]]]:
    """Yield functions that return path and content of the files of each format.

    With many programs, all formats at once would fill the memory. DATA is the folder whose history
    the feed shows, AS_OF the day of the site.
    """
    formats = (
        lambda: {"programs.csv": spreadsheet.programs(catalog)},
        lambda: _sites(catalog),
        lambda: {"towns.geojson": map_data.towns(catalog, matcher)},
        lambda: {"feed.xml": feed.atom(catalog, feed.changes(data), as_of)},
        lambda: {"reviews.ics": reviews.calendar(catalog, pages, as_of)},
        lambda: calendar.files(catalog, as_of),
        lambda: dict(vcards.files(catalog)),
        lambda: dict(weekly.files(catalog)),
        lambda: api.files(catalog),
        lambda: hsds.files(catalog, {page.path: page.changed for page in pages}),
    )
    return (partial(_encoded, make) for make in formats)


def _sites(catalog: Catalog) -> dict[str, str]:
    """The sites as a table and as a map; nothing where there are none."""
    make = {SITES: spreadsheet.sites, SITES_MAP: map_data.sites}
    return {one.path: make[one](catalog) for one in exports(catalog) if one in make}


def _encoded(make: Callable[[], dict[str, str]]) -> Iterator[tuple[str, bytes]]:
    texts = make()
    for path in list(texts):
        yield path, texts.pop(path).encode()
