"""The colors that the style sheet names, and how they stand out, for the page that shows the
design.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SCHEMES = ("light", "dark")
_ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)
_COLOR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")


@dataclass(frozen=True)
class Shade:
    """A color in one scheme: its value (`#0d5a4d`) and its contrast to the paper, from 1 to 21."""

    value: str
    contrast: float


def colors(styles: str) -> Iterator[tuple[str, list[Shade]]]:
    """Yield each color's name in the style sheet STYLES with its shade in each of SCHEMES."""
    schemes = tokens(styles)
    for name in schemes["light"]:
        yield (
            name,
            [
                Shade(value := named[name], contrast(value, named["paper"]))
                for named in schemes.values()
            ],
        )


def tokens(styles: str) -> dict[str, dict[str, str]]:
    """Return the values of the colors in each of SCHEMES by their names; what is dark alone stands
    in the second `:root`.
    """
    light, dark = (dict(_COLOR.findall(block)) for block in _ROOT.findall(styles)[:2])
    return dict(zip(SCHEMES, (light, light | dark), strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
