"""Which pages readers must be able to leave fast, and what shows in their place."""

from __future__ import annotations

from collections.abc import Iterable

from imhsite.pages.generated import Page
from imhsite.reading.catalog import Catalog

# Two that anybody may have open: one opens in a new tab, one takes the place of the page.
NEUTRAL = {"leaveTo": "https://www.weather.gov/", "leaveInstead": "https://www.wikipedia.org/"}


def paths_to_leave(pages: Iterable[Page]) -> list[str]:
    """Return the paths of those of PAGES that have a quick exit, without folders of languages."""
    return sorted(
        {page.path.removeprefix(f"{page.language}/") for page in pages if page.quick_exit}
    )


def lines_to_leave(catalog: Catalog) -> set[str]:
    """Return the help lines about needs whose pages readers must be able to leave fast."""
    needs = (need for need in catalog.needs.values() if need.quick_exit == "shown")
    return {line for need in needs for line in need.lines or ()}
