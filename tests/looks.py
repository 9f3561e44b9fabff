"""What is measured on a page of each kind, which is opened once for all that a file of tests asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

MEDIA = {"media": "screen", "color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}


@dataclass(frozen=True)
class Look:
    """A MEASURE, an expression of JavaScript that tells faults, in a window of WIDTH and HEIGHT px with SET media."""

    measure: str
    argument: object = None
    width: int = 1280
    height: int = 800
    set: Mapping[str, str] | None = None

    def at(self, page: Page) -> object:
        """Return what it finds on the PAGE that is open."""
        if page.viewport_size != {"width": self.width, "height": self.height}:
            page.set_viewport_size({"width": self.width, "height": self.height})
        page.emulate_media(**MEDIA | (self.set or {}))
        return page.evaluate(self.measure, self.argument)


def looked_at(page: Page, paths: Mapping[str, str], looks: Mapping[str, Look]) -> dict[str, dict[str, object]]:
    """Return the faults by kind of page, for each of LOOKS by its name."""
    found: dict[str, dict[str, object]] = {name: {} for name in looks}
    alike_together = sorted(looks.items(), key=lambda named: (bool(named[1].set), named[1].width))
    for kind, path in paths.items():
        page.goto(path)
        for name, look in alike_together:
            if faults := look.at(page):
                found[name][kind] = faults
    return found
