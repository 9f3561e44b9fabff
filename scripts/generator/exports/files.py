"""Every file of open data."""

from __future__ import annotations

from generator.exports import api, feed, hsds, map_data, reviews, spreadsheet


def files(site, pages: list) -> dict[str, bytes]:
    """Return the content of each file by its path."""
    texts = {
        "programs.csv": spreadsheet.programs(site.catalog),
        "towns.geojson": map_data.towns(site.catalog, site.matcher),
        "feed.xml": feed.atom(site, feed.changes(site.data)),
        "reviews.ics": reviews.calendar(site, pages),
        **api.files(site.catalog),
        **hsds.files(site),
    }
    return {path: text.encode() for path, text in texts.items()}
