"""The size of a picture, which a page gives so that nothing moves once it is loaded."""

from __future__ import annotations

import re
from pathlib import Path

_NUMBERS = r"([\d.]+)(?:px)? ([\d.]+)(?:px)?"


def size(file: Path) -> tuple[int, int] | None:
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
