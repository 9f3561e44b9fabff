"""The figures of a sheet, as SVG in the colors of the site: sign, map, scene, icons and code.

A drawing of the theme takes its colors from a style sheet of browsers, of which a sheet on paper
reads only what it can: plain selectors, and colors in the place of variables.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import cache

import segno

from imhsite.finding.town_map import TownMap
from imhsite.pages.sheets import Sheet
from imhsite.rendering.look import tokens
from imhsite.rendering.renderer import Renderer

FONT = "Lato"
WORDS = 20  # pixels of a letter in a scene 480 wide: 9 points and more on a sheet
EDGE = 2  # modules of white around a code; a sheet leaves as many more
COLORS = ("accent", "alarm", "amber", "calm", "clay", "edge", "ink", "ink-soft", "mint", "sand")
_RULE = re.compile(r"^\.scene ?([^{]*)\{([^}]*)\}", re.MULTILINE)
_CHOICE = re.compile(r":is\(([^)]*)\)")
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")
_OWN = re.compile(r"--([\w-]+): ([^;]+);")
_SVG = re.compile(r"<svg\b(.*?)>", re.DOTALL)
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


class Figures:
    """The figures of one site; each is drawn once."""

    def __init__(self, renderer: Renderer, town_map: TownMap | None) -> None:
        self.renderer, self.town_map = renderer, town_map
        self.colors = tokens(renderer.assets.base())["light"]
        self.scene, self.map, self.icon = map(cache, (self._scene, self._map, self._icon))
        self.mark, self._styles = cache(self._mark), cache(self._scene_styles)

    def of(self, sheet: Sheet) -> dict:
        """Return the figures of SHEET, and the colors to set it in."""
        scene, region = getattr(sheet, "scene", None), getattr(sheet, "region", "")
        icons = {line.icon for line in getattr(sheet, "numbers", ()) if hasattr(line, "icon")}
        return {
            "mark": self.mark(),
            "code": code(sheet.address + sheet.living),
            "scene": self.scene(scene.slug) if scene else "",
            "map": self.map(region) if region and self.town_map else "",
            "icons": {icon: self.icon(icon) for icon in sorted(icons)},
            "colors": {name: self.colors[name] for name in COLORS},
        }

    def _icon(self, name: str) -> str:
        return str(self.renderer.drawing(name)).replace("<path", '<path fill="#fff"')

    def _mark(self) -> str:
        """The sign of the site: its logo, or the mark that its templates draw."""
        if logo := self.renderer.settings["look"].logo:
            return self._logo(logo)
        language = self.renderer.first
        drawn = str(self.renderer.environment(language).globals["brand_mark"]())
        named = f'<svg xmlns="http://www.w3.org/2000/svg" color="{self.colors["accent"]}"'
        return _SVG.sub(rf"{named}\1>", drawn, count=1)

    def _logo(self, name: str) -> str:
        file = self.renderer.assets.theme.file(f"assets/{name}")
        kind = file.suffix.removeprefix(".").lower()
        if kind == "svg":
            return file.read_text(encoding="utf-8")
        if kind not in _TYPES:  # which Typst cannot set
            return ""
        data = base64.b64encode(file.read_bytes()).decode()
        return _svg(
            "0 0 100 100",
            f'<image width="100" height="100" href="data:{_TYPES[kind]};base64,{data}"/>',
        )

    def _scene(self, slug: str) -> str:
        view_box, shapes = self.renderer.scenes.parts(slug)
        own, styles = self._styles()
        return _svg(view_box, f'<style>{styles}</style><g style="{own}">{shapes}</g>')

    def _scene_styles(self) -> tuple[str, str]:
        """The style of every scene, and those of what is in it, by class."""
        sheet = self.renderer.assets.theme.text("assets/scenes.css").partition("@media")[0]
        sheet = re.sub(r"/\*.*?\*/\s*", "", sheet, flags=re.DOTALL)
        (_, own), *rules = _RULE.findall(sheet)
        colors = self.colors | dict(_OWN.findall(own))
        head = f"color: {colors['ink']}; font-family: {FONT};{_OWN.sub('', own)}"
        styles = "".join(
            f"{selector}{{{_colored(rule, colors)}}}"
            for selectors, rule in rules
            for selector in _each(selectors.strip())
        )
        return _colored(head, colors), f"{styles}.words{{font-size: {WORDS}px}}"

    def _map(self, region: str) -> str:
        """The state, and in it REGION, dark enough for a printer without colors."""
        state, own = self.town_map.outline(), self.town_map.outline(region)
        width = float(self.town_map.view_box.split()[2]) / 150
        colors = self.colors
        return _svg(
            self.town_map.view_box,
            f'<g stroke="{colors["accent"]}" stroke-width="{width}" stroke-linejoin="round">'
            f'<path fill="{colors["mint"]}" d="{state}"/>'
            f'<path fill="{colors["accent"]}" fill-rule="evenodd" d="{own}"/></g>',
        )


def code(address: str) -> str:
    """Return a QR code that leads to ADDRESS."""
    made = segno.make(address, error="m", micro=False)
    size = made.symbol_size(border=EDGE)[0]
    drawn = made.svg_inline(border=EDGE, omitsize=True, svgclass=None, lineclass=None)
    return _svg(f"0 0 {size} {size}", _SVG.sub("", drawn).replace("</svg>", ""))


def _svg(view_box: str, content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}">{content}</svg>'


def _each(selectors: str) -> list[str]:
    """The selectors that one with `:is()` stands for."""
    choice = _CHOICE.search(selectors)
    if not choice:
        return [selectors]
    before, after = selectors[: choice.start()], selectors[choice.end() :]
    return [f"{before}{one.strip()}{after}" for one in choice[1].split(",")]


def _colored(rule: str, colors: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda name: colors.get(name[1], name[0]), rule)
