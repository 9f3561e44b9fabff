"""Styles and scripts, minified, with a hash of their content in their names.

So browsers may keep them for good.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import rcssmin

from imhsite.reading.configuration import Look
from imhsite.rendering import modules
from imhsite.rendering.look import BASE, styled
from imhsite.rendering.theme import Theme

FOLDER = "assets/"
_IMPORT = re.compile(r'^@import "\./([\w.-]+\.css)";$', re.MULTILINE)
_NUMBERS = r"([\d.]+)(?:px)? ([\d.]+)(?:px)?"
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


def picture_size(file: Path) -> tuple[int, int] | None:
    """Return width and height of an SVG, PNG or WebP picture; None where FILE does not say."""
    content = file.read_bytes()
    if file.suffix == ".svg":
        return _of_svg(content.decode("utf-8", "replace"))
    if content.startswith(b"\x89PNG"):
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    return _of_webp(content)


def _of_svg(text: str) -> tuple[int, int] | None:
    tag = re.search(r"<svg\b[^>]*>", re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
    attributes = dict(
        re.findall(r"""\s(width|height|viewBox)=["']([^"']*)""", tag[0] if tag else "")
    )
    box = attributes.get("viewBox", "").replace(",", " ").split()[2:]
    for texts in ([attributes.get("width", ""), attributes.get("height", "")], box):
        match = re.fullmatch(_NUMBERS, " ".join(texts))
        if match:
            return round(float(match[1])), round(float(match[2]))
    return None


def _of_webp(content: bytes) -> tuple[int, int] | None:
    kind = content[12:16]
    if kind == b"VP8X":
        return _little(content[24:27]) + 1, _little(content[27:30]) + 1
    if kind == b"VP8L":
        bits = _little(content[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return _little(content[26:28]) & 0x3FFF, _little(content[28:30]) & 0x3FFF
    return None


def _little(content: bytes) -> int:
    return int.from_bytes(content, "little")
