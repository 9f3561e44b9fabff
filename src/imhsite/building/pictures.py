"""Pictures of pages before and after a change, in one HTML file that shows them side by side."""

from __future__ import annotations

import base64
import contextlib
import html
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imhsite.building.site_changes import BuiltSite
from imhsite.files.problems import BuildFailed
from imhsite.publishing.server import SiteServer

WIDTHS = {"on a phone": 390, "on a wide screen": 1280}
FILE = "before-and-after.html"
_HEIGHT = 800
_LONGEST = 12_000  # pixels of a page that are looked at
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]  # it opens these pages alone

# Cuts out of two pictures of a page what differs, with some lines around it; null where nothing.
_CUT = """async ([before, after, most]) => {
  const images = await Promise.all([before, after].map(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    return image;
  }));
  const width = Math.max(...images.map((image) => image.width));
  const height = Math.max(...images.map((image) => image.height));
  const canvases = images.map((image) => {
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d', { willReadFrequently: true }).drawImage(image, 0, 0);
    return canvas;
  });
  const [one, other] = canvases.map((canvas) =>
    new Uint32Array(canvas.getContext('2d').getImageData(0, 0, width, height).data.buffer));
  const first = one.findIndex((pixel, place) => pixel !== other[place]);
  if (first < 0) return null;
  const last = one.findLastIndex((pixel, place) => pixel !== other[place]);
  const top = Math.max(0, Math.floor(first / width) - 60);
  const lines = Math.min(height - top, Math.floor(last / width) + 60 - top, most);
  const scale = Math.min(1, 640 / width);
  return Promise.all(canvases.map(async (canvas) => {
    const part = new OffscreenCanvas(width * scale, lines * scale);
    part.getContext('2d').drawImage(canvas, 0, top, width, lines, 0, 0, part.width, part.height);
    const blob = await part.convertToBlob({ type: 'image/webp', quality: 0.8 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
  }));
}"""


@dataclass(frozen=True, slots=True)
class Picture:
    """What differs on the page at `path`, as WebP in Base64, before and after."""

    path: str
    where: str
    before: str
    after: str


def take(before: BuiltSite, after: BuiltSite, paths: list[str], folder: Path) -> list[str]:
    """Put pictures of those of PATHS that look different into FILE in FOLDER, and return these.

    Raises BuildFailed where there is no browser.
    """
    with _served(before) as old, _served(after) as new, _browser() as browser:
        pictures = [
            picture
            for where, width in WIDTHS.items()
            for picture in _at_width(browser, where, width, (old, new), paths)
        ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(_page(pictures, paths), encoding="utf-8")
    return [path for path in paths if any(picture.path == path for picture in pictures)]


def _at_width(
    browser, where: str, width: int, addresses: tuple[str, str], paths: list[str]
) -> Iterator[Picture]:
    viewport = {"width": width, "height": _HEIGHT}
    context = browser.new_context(viewport=viewport, reduced_motion="reduce")
    tab, canvas = context.new_page(), context.new_page()
    for path in paths:
        shots = [_shot(tab, address + path, width) for address in addresses]
        if cut := canvas.evaluate(_CUT, [*shots, _HEIGHT * 2]):
            yield Picture(path, where, *cut)
    context.close()


def _shot(tab, address: str, width: int) -> str:
    tab.goto(address, wait_until="networkidle")
    height = min(tab.evaluate("document.documentElement.scrollHeight"), _LONGEST)
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    png = tab.screenshot(full_page=True, clip=clip, animations="disabled")
    return base64.b64encode(png).decode()


@contextlib.contextmanager
def _served(site: BuiltSite) -> Iterator[str]:
    """Serve SITE, and give the address of its home page."""
    server = SiteServer(site.folder, base=site.base)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.address
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def _browser() -> Iterator:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright  # which only pictures need
    except ImportError as error:
        raise BuildFailed("pictures need Playwright: pip install playwright") from error
    with sync_playwright() as playwright:
        if not program and not Path(playwright.chromium.executable_path).exists():
            raise BuildFailed("pictures need Chromium: install it, or name it in CHROMIUM")
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Before and after</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 1rem; }
div { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem; }
figure { margin: 0; }
img { max-width: 100%; border: 1px solid #767676; }
</style>
</head>
<body>
<h1>Before and after</h1>
"""


def _page(pictures: list[Picture], paths: list[str]) -> str:
    parts = [_part(path, [one for one in pictures if one.path == path]) for path in paths]
    return f"{_HEAD}{''.join(parts) or '<p>No page looks different.</p>'}</body>\n</html>\n"


def _part(path: str, pictures: list[Picture]) -> str:
    if not pictures:
        return ""
    figures = (f"<div>{_figure(one, 'before')}{_figure(one, 'after')}</div>\n" for one in pictures)
    return f"<h2>/{html.escape(path)}</h2>\n{''.join(figures)}"


def _figure(picture: Picture, when: str) -> str:
    words = f"{when.capitalize()}, {picture.where}"
    alt = html.escape(f"/{picture.path} {when}, {picture.where}")
    data = getattr(picture, when)
    return (
        f'<figure><figcaption>{words}</figcaption><img alt="{alt}"'
        f' src="data:image/webp;base64,{data}"></figure>'
    )
