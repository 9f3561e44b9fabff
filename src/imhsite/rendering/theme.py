"""The files of the theme: those of the site's `overrides/` first, then the product's own."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

from imhsite.files.leftovers import is_leftover
from imhsite.files.problems import Mistake

THEME = Path(__file__).resolve().parents[1] / "theme"
DRAWINGS = "drawings"
_SVG = re.compile(r'<svg\b[^>]*\bviewBox="([\d. -]+)"[^>]*>(.*)</svg>', re.DOTALL)
_BETWEEN = re.compile(r"<!--.*?-->|\n\s*", re.DOTALL)


class Theme:
    """The files of FOLDERS; an earlier folder's file replaces one of the same name."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders

    @classmethod
    def of(cls, overrides: Path) -> Theme:
        """Return the product's theme, overridden by the folder OVERRIDES, if it exists."""
        return cls(overrides, THEME)

    def file(self, name: str) -> Path:
        """Return the file NAME, such as "assets/site.css".

        Raises FileNotFoundError where no folder has it.
        """
        for folder in self.folders:
            if (path := folder / name).is_file():
                return path
        raise FileNotFoundError(f"no {name} in {', '.join(map(str, self.folders))}")

    def text(self, name: str) -> str:
        """Return the content of the file NAME."""
        return self.file(name).read_text(encoding="utf-8")

    def names(self, folder: str, pattern: str = "*") -> list[str]:
        """Return the names of files below FOLDER that match PATTERN, without editor leftovers."""
        names = {
            path.relative_to(one / folder).as_posix()
            for one in self.folders
            for path in (one / folder).glob(pattern)
            if path.is_file()
        }
        return sorted(name for name in names if not is_leftover(name))


class Scenes:
    """The line figures of a theme, put into pages so that they take their colors.

    A page shows the one of its own name: `parents/crying/` that of `drawings/crying.svg`. The
    classes that a drawing may use are those of `assets/scenes.css`.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.slugs = [name.removesuffix(".svg") for name in theme.names(DRAWINGS, "**/*.svg")]
        self.parts = cache(self._parts)

    def of_page(self, path: str) -> str:
        """Return the slug of the drawing that the page at PATH shows; "" where it has none."""
        slug = path.rstrip("/").rpartition("/")[2]
        return slug if slug in self.slugs else ""

    def of_door(self, slug: str) -> Markup:
        """Return the drawing `drawings/doors/SLUG.svg` as it goes into a page; "" if there is none.

        It adds nothing to the words beside it. The classes that it may use are those of
        `assets/doors.css`.
        """
        name = f"doors/{slug}"
        if name not in self.slugs:
            return Markup("")
        box, shapes = self.parts(name)
        return Markup(f'<svg viewBox="{box}" aria-hidden="true" focusable="false">{shapes}</svg>')

    def _parts(self, slug: str) -> tuple[str, Markup]:
        """Return the viewBox of the drawing SLUG, and what is in it.

        Raises Mistake for a slug or a file that is no drawing.
        """
        name = f"{DRAWINGS}/{slug}.svg"
        if slug not in self.slugs:
            raise Mistake(f"the name of a file in {DRAWINGS}/", slug, self.slugs, "unknown-drawing")
        match = _SVG.search(self.theme.text(name))
        if not match:
            raise Mistake("an SVG with a viewBox", slug, (), "invalid-drawing", got=name)
        return match[1], Markup(_BETWEEN.sub("", match[2]))
