"""Every file of open data."""

from __future__ import annotations

from collections.abc import Iterator

from imhsite.exports import api, feed, hsds, map_data, reviews, spreadsheet


def files(site, pages: list) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file, format after format: with many programs all at
    once would fill the memory.
    """
    formats = (
        lambda: {"programs.csv": spreadsheet.programs(site)},
        lambda: {
            "towns.geojson": map_data.towns(site.catalog, site.matcher),
            "feed.xml": feed.atom(site, feed.changes(site.data)),
            "reviews.ics": reviews.calendar(site, pages),
        },
        lambda: api.files(site),
        lambda: hsds.files(site),
    )
    for made in formats:
        texts = made()
        for path in list(texts):
            yield path, texts.pop(path).encode()
