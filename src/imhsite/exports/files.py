"""Every file of open data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from imhsite.exports import api, feed, hsds, map_data, reviews, spreadsheet


def files(site, pages: list) -> Iterator[Callable[[], Iterator[tuple[str, bytes]]]]:
    """Yield what makes path and content of the files of each format: with many programs all formats
    at once would fill the memory.
    """
    formats = (
        lambda: {"programs.csv": spreadsheet.programs(site)},
        lambda: {"towns.geojson": map_data.towns(site.catalog, site.matcher)},
        lambda: {"feed.xml": feed.atom(site, feed.changes(site.data))},
        lambda: {"reviews.ics": reviews.calendar(site, pages)},
        lambda: api.files(site),
        lambda: hsds.files(site),
    )
    return (partial(_encoded, make) for make in formats)


def _encoded(make: Callable[[], dict[str, str]]) -> Iterator[tuple[str, bytes]]:
    texts = make()
    for path in list(texts):
        yield path, texts.pop(path).encode()
