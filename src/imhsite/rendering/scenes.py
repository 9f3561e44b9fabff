"""The line figures of the theme: `drawings/SLUG.svg`, put into pages so that they take its colors.

A page shows the one of its own name: `parents/crying/` that of `drawings/crying.svg`. The classes
that a drawing may use are those of `assets/pictures.css`.
"""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from imhsite.files.problems import Mistake
from imhsite.rendering.theme import Theme

FOLDER = "drawings"
_SVG = re.compile(r'<svg\b[^>]*\bviewBox="([\d. -]+)"[^>]*>(.*)</svg>', re.DOTALL)
_STYLED = '<svg class="picture tiles"'  # what needs the styles besides the page's own
_BETWEEN = re.compile(r"<!--.*?-->|\n\s*", re.DOTALL)


class Scenes:
    """The drawings of a theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.slugs = [name.removesuffix(".svg") for name in theme.names(FOLDER, "*.svg")]
        self.parts = cache(self._parts)

    def of_page(self, path: str) -> str:
        """Return the slug of the drawing that the page at PATH shows; "" where it has none."""
        slug = path.rstrip("/").rpartition("/")[2]
        return slug if slug in self.slugs else ""

    def on_page(self, path: str, content: str) -> bool:
        """Return whether the page at PATH, or what people wrote on it, needs pictures.css."""
        return bool(self.of_page(path)) or _STYLED in content

    def _parts(self, slug: str) -> tuple[str, Markup]:
        """Return the viewBox of the drawing SLUG, and what is in it.

        Raises Mistake for a slug or a file that is no drawing.
        """
        name = f"{FOLDER}/{slug}.svg"
        if slug not in self.slugs:
            raise Mistake(f"the name of a file in {FOLDER}/", slug, self.slugs, "unknown-drawing")
        match = _SVG.search(self.theme.text(name))
        if not match:
            raise Mistake("an SVG with a viewBox", slug, (), "invalid-drawing", got=name)
        return match[1], Markup(_BETWEEN.sub("", match[2]))
