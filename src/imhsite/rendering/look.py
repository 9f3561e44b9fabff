"""The colors and fonts of a site: those of the theme, or those that `mkdocs.yml` sets.

From one color come the others that go with it, on a light and on a dark screen. What people could
not read is a problem that says which color would do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from imhsite.files.problems import Problem, quote
from imhsite.reading.configuration import Configuration, Look
from imhsite.rendering.theme import Theme

BASE = "base.css"  # the style sheet of assets/ that has the colors in its first lines
TEXT, SHAPE = 4.5, 3.0  # the least contrast, WCAG 1.4.3 and 1.4.11
GROUNDS = ("paper", "surface", "sand", "mint", "apricot", "butter")
BOXES = ("alarm", "amber", "calm")  # the headings and edges of what keeps a baby safe
TEXTS = ("ink", "ink-soft", "accent", "accent-strong", "clay")
PAIRS = (
    *((TEXT, text, ground) for text, ground in product(TEXTS, GROUNDS)),
    *((SHAPE, "focus", ground) for ground in GROUNDS),
    *((SHAPE, "edge", ground) for ground in ("paper", "surface")),
    (TEXT, "on-accent", "accent"),
    (TEXT, "on-accent", "accent-strong"),
    (TEXT, "on-clay", "clay"),
    (TEXT, "on-deep", "deep"),
    *((TEXT, f"on-{box}", box) for box in BOXES),
    *((SHAPE, box, ground) for box, ground in product(BOXES, ("paper", "surface"))),
)
SCHEMES = ("light", "dark")
_ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)
_COLOR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
WHITE, BLACK = "#ffffff", "#000000"
_GENERIC = frozenset({"serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif"})
_STEPS = 100

Tokens = dict[str, str]


def styled(styles: str, look: Look, font_file: str = "") -> str:
    """Return the style sheet STYLES in LOOK, whose font lies in FONT_FILE beside it."""
    schemes = tokens(styles)
    light, dark = _colors(look, "light", schemes["light"]), _colors(look, "dark", schemes["dark"])
    head, first, *rest = styles.split(":root {", 2)
    styles = ":root {".join([head, _with(first, light), *(_with(part, dark) for part in rest)])
    if look.font:
        names = [*look.font, *(["sans-serif"] if look.font[-1] not in _GENERIC else [])]
        family = ", ".join(name if name in _GENERIC else f'"{name}"' for name in names)
        styles = re.sub("--font: [^;]*;", lambda _: f"--font: {family};", styles, count=1)
    return styles + "".join(_rules(look, font_file))


def _with(text: str, colors: Tokens) -> str:
    for name, color in colors.items():
        text = re.sub(rf"--{name}: [^;]*;", f"--{name}: {color};", text, count=1)
    return text


def _rules(look: Look, font_file: str) -> Iterator[str]:
    """What only a site with files of its own needs."""
    if font_file:
        yield (
            f'@font-face {{ font-family: "{look.font[0]}"; src: url("./{font_file}") '
            'format("woff2"); font-display: swap; }\n'
        )
    if look.logo:
        yield "img.mark { inline-size: auto; block-size: 2.3rem; max-inline-size: 9rem; }\n"
    if look.picture:
        yield "img.drawing { border-radius: var(--round); object-fit: cover; }\n"


def problems(file: Path, configuration: Configuration, theme: Theme) -> Iterator[Problem]:
    """Yield a problem for each color that FILE, a `mkdocs.yml`, sets and people could not read."""
    look, schemes = configuration.look, tokens(theme.text(f"assets/{BASE}"))
    for name, scheme in product(("primary", "accent"), schemes):
        setting = f"{name}_dark" if scheme == "dark" else name
        others = replace(look, **{name: "", f"{name}_dark": ""})
        shades = schemes[scheme] | _colors(others, scheme, schemes[scheme])
        color = getattr(look, setting)
        if color and (fault := _fault(name, color, scheme, shades)):
            line = configuration.lines.get(f"theme.{setting}", 0)
            better = quote(_readable(name, color, scheme, shades))
            other = "darker" if scheme == "light" else "lighter"
            write = f"write {better}, or another {other} color: {fault}"
            place = file.name, line, 0, "", f"theme.{setting}"
            yield Problem(*place, write, quote(color), "contrast")


def _colors(look: Look, scheme: str, theme: Tokens) -> Tokens:
    """The colors of SCHEME that LOOK changes in those of the THEME."""
    colors: Tokens = {}
    for name in ("primary", "accent"):
        own = scheme == "dark" and getattr(look, f"{name}_dark")
        if color := own or getattr(look, name):
            color = _readable(name, color, scheme, theme | colors)
            colors |= _from(name, color, scheme, theme)
    return colors


def _from(name: str, color: str, scheme: str, theme: Tokens) -> Tokens:
    """The colors of SCHEME that come from COLOR, the setting NAME."""
    far = BLACK if scheme == "light" else WHITE  # from the paper
    on = WHITE if scheme == "light" else theme["paper"]
    tint = mix(color, theme["surface"] if scheme == "light" else theme["paper"], 0.88)
    if name == "accent":
        return {"clay": color, "on-clay": on, "apricot": tint}
    deep = mix(color, BLACK, 0.35 if scheme == "light" else 0.75)
    return {
        "accent": color,
        "accent-strong": mix(color, far, 0.35),
        "on-accent": on,
        "mint": tint,
        "deep": deep,
    }


def _fault(name: str, color: str, scheme: str, theme: Tokens) -> str:
    """What people could not read with COLOR as the setting NAME; "" where they can read all."""
    own = _from(name, color, scheme, theme)
    shades = theme | own
    worst, text, ground = min(
        (contrast(shades[text], shades[ground]), shades[text], shades[ground])
        for least, text, ground in PAIRS
        if least == TEXT and {text, ground} & own.keys()
    )
    if worst >= TEXT:
        return ""
    ratio = f"{int(worst * 100) / 100:.2f}"
    return f"the contrast of {text} on {ground} is {ratio} : 1, and people need {TEXT} : 1 to read"


def _readable(name: str, color: str, scheme: str, theme: Tokens) -> str:
    """Return the color nearest to COLOR that all can read.

    It is darker on a light screen, and lighter on a dark one.
    """
    far = BLACK if scheme == "light" else WHITE
    shades = (mix(color, far, step / _STEPS) for step in range(_STEPS + 1))
    return next(shade for shade in shades if not _fault(name, shade, scheme, theme))


def mix(color: str, other: str, share: float) -> str:
    """Return COLOR with a SHARE (0 to 1) of OTHER mixed in."""
    pairs = ((int(color[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


@dataclass(frozen=True)
class Shade:
    """A color in one scheme: its value (`#0d5a4d`) and its contrast to the paper, from 1 to 21."""

    value: str
    contrast: float


def colors(styles: str) -> Iterator[tuple[str, list[Shade]]]:
    """Yield each color's name in the style sheet STYLES with its shade in each of SCHEMES."""
    schemes = tokens(styles)
    for name in schemes["light"]:
        shades = [(scheme[name], scheme["paper"]) for scheme in schemes.values()]
        yield name, [Shade(color, contrast(color, paper)) for color, paper in shades]


def tokens(styles: str) -> dict[str, dict[str, str]]:
    """Return the values of the colors in each of SCHEMES by name.

    What is dark alone stands in the second `:root`.
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
