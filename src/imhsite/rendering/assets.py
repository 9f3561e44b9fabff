"""Styles and scripts, minified, with a hash of their content in their names.

So browsers may keep them for good.
"""

from __future__ import annotations

import hashlib
import re

import rcssmin

from imhsite.reading.configuration import Look
from imhsite.rendering import modules
from imhsite.rendering.look import BASE, styled
from imhsite.rendering.theme import Theme

FOLDER = "assets/"
_IMPORT = re.compile(r'^@import "\./([\w.-]+\.css)";$', re.MULTILINE)
_NAMED = re.compile(r'(?<=["\'])\./([\w.-]+\.(?:js|css))(?=["\'])')


class Assets:
    """The files of `assets/` in a theme.

    A script or stylesheet holds what it imports; a script names what it loads later by its hashed
    name.
    """

    def __init__(self, theme: Theme, look: Look | None = None) -> None:
        self.theme, self.look = theme, look or Look()
        self._published: dict[str, tuple[str, bytes]] = {}

    def path(self, name: str) -> str:
        """Return the published path of NAME.

        Raises FileNotFoundError where there is no such file.
        """
        return self._make(name)[0]

    def published(self) -> dict[str, bytes]:
        """Return every file's content by its published path."""
        return dict(self._make(name) for name in self.theme.names(FOLDER))

    def _make(self, name: str) -> tuple[str, bytes]:
        if name not in self._published:
            content = self.theme.file(FOLDER + name).read_bytes()
            if name.endswith(".js"):
                content = _NAMED.sub(
                    lambda match: "./" + self.path(match[1]).removeprefix(FOLDER),
                    modules.bundle(self._text, name),
                ).encode()
            if name.endswith(".css"):
                content = rcssmin.cssmin(self._with_imports(name)).encode()
            stem, _, suffix = name.rpartition(".")
            digest = hashlib.sha256(content).hexdigest()[:10]
            self._published[name] = f"{FOLDER}{stem}.{digest}.{suffix}", content
        return self._published[name]

    def _with_imports(self, name: str) -> str:
        return _IMPORT.sub(lambda match: self._with_imports(match[1]), self._text(name))

    def base(self) -> str:
        """Return the style sheet with the colors, in the look that mkdocs.yml asks for."""
        font_file = self.look.font_file and self.path(self.look.font_file).removeprefix(FOLDER)
        return styled(self.theme.text(FOLDER + BASE), self.look, font_file)

    def _text(self, name: str) -> str:
        return self.base() if name == BASE else self.theme.text(FOLDER + name)
