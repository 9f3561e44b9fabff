"""Prints how well Material's own search answers the same questions: `.venv/bin/python tests/benchmarks/bench_search_material.py`.

The texts of the pages in search/pages.json, and one page a town, become a plain site of Material; the questions
are typed into its search field. An answer counts where it leads to a right page.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
os.environ["NO_MKDOCS_2_WARNING"] = "1"

from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from folders import DATA
from bs4 import BeautifulSoup
from imhsite.reading.catalog import load
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import sync_playwright
from search_questions import SETS, Figures, questions

CONFIG = {"site_name": "Copy", "site_url": "http://127.0.0.1/", "theme": {"name": "material", "font": False}, "plugins": [{"search": {"lang": ["en", "es"]}}]}
FOUND = "[...document.querySelectorAll('.md-search-result__item > a')].map((link) => link.getAttribute('href'))"


def main() -> None:
    """Build the copy, ask every question and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = copy(options.site, Path(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Quiet(*given, directory=f"{folder}/site"))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            page = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]).new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            page.fill(".md-search__input", "warm")
            page.wait_for_timeout(2000)
            for name in SETS:
                places = [question.place_of_right(asked(page, question.text, paths)) for question in questions(name) if question.right]
                print(f"{name:10} {len(places)} questions  {Figures.of(places)}  (Material)")


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal for the figures."""


def copy(site: Path, folder: Path) -> dict[str, str]:
    """Write the copy's pages below FOLDER and build them there; return the path on the real site for each path of the copy."""
    pages = {page["path"]: page for folder in site.glob("**/search") for page in pages_of(folder)}
    for town in load(DATA).towns.values():
        typed = [*(town.spellings or ()), *(name for name, _ in town.places or ()), *(code for code, _ in town.zips or ())]
        pages[f"towns/{town.slug}/"] = {"path": f"towns/{town.slug}/", "title": f"Help in {town.name}", "text": ", ".join(typed)}
    for page in pages.values():
        path, _, line = page["path"].partition("#")
        file = folder / "docs" / path / (f"{line}.md" if line else "index.md")
        file.parent.mkdir(parents=True, exist_ok=True)
        parts = [f"# {page['title']}", *(", ".join(page.get(name, ())) for name in ("names", "tags")), *(f"## {heading}" for heading in page.get("headings", ())), page.get("text", "")]
        file.write_text("\n\n".join(html.escape(part) for part in parts), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(json.dumps(CONFIG), encoding="utf-8")
    config = load_config(str(folder / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return {path.replace("#", "").strip("/"): path for path in pages}


def pages_of(folder: Path) -> list[dict]:
    """Return the pages of the search in FOLDER, each with the headings and the text of its own page."""
    site = folder.parent if (folder.parent / "build.json").exists() else folder.parent.parent
    pages = json.loads((folder / "pages.json").read_text(encoding="utf-8"))["pages"]
    return [page | written(site, *page["path"].split("#")) for page in pages]


def written(site: Path, path: str, part: str = "") -> dict:
    """Return the headings and the text of the page at PATH, or of its PART."""
    soup = BeautifulSoup((site / path / "index.html").read_text(encoding="utf-8"), "lxml")
    found = soup.find(id=part) if part else soup.main
    return {"headings": [heading.get_text() for heading in found.find_all(["h2", "h3"])], "text": found.get_text(" ", strip=True)}


def asked(page, text: str, on_site: dict[str, str]) -> list[str]:
    """Return the pages that the search field offers for TEXT, as paths ON the real SITE."""
    for typed in ("", text):
        page.fill(".md-search__input", typed)
        page.dispatch_event(".md-search__input", "keyup")
        page.wait_for_timeout(300)
    paths = [urlsplit(link).path.strip("/") for link in page.evaluate(FOUND)]
    return list(dict.fromkeys(on_site[path] for path in paths))


if __name__ == "__main__":
    main()
