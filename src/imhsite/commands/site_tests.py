"""`imhsite test [SITE]`: what must hold for the pages of any site, tested on the built ones."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from imhsite.building import build
from imhsite.files.project import DATA, DOCS, parser
from imhsite.publishing.headers import ADMIN
from imhsite.reading.catalog import load

SOURCES = dict.fromkeys(("script", "img", "iframe", "source", "video", "embed"), "src")
SOURCES["object"] = "data"
LINKS = {"stylesheet", "icon", "manifest", "preload", "modulepreload", "apple-touch-icon"}
POLICY = "content-security-policy"


class Page(HTMLParser):
    """What a built page says of itself, where it leads to and what it loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = self.title = self.description = self.policy = ""
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.inline: list[str] = []
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.ids |= {has[name] for name in ("id", "name") if name in has}
        self._in_title = tag == "title" and not self.title
        self.language = has.get("lang", "") if tag == "html" else self.language
        if tag == "meta" and has.get("name") == "description":
            self.description = has.get("content", "")
        if tag == "meta" and has.get("http-equiv", "").lower() == POLICY:
            self.policy = has.get("content", "")
        if tag in ("a", "area") and "href" in has:
            self.links.append(has["href"])
        if tag in SOURCES and SOURCES[tag] in has:
            self.loads.append(has[SOURCES[tag]])
        if tag == "link" and not LINKS.isdisjoint(has.get("rel", "").split()):
            self.loads.append(has.get("href", ""))
        if tag == "script" and "src" not in has and has.get("type") != "application/ld+json":
            self.inline.append("a script")
        self.inline += [name for name in has if name == "style" or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.title += data * self._in_title

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"


def main(arguments: list[str] | None = None) -> int:
    """Print the faults of a built site, or of one built aside; return 1 if there are any."""
    command = parser("test", "Test the pages of the site.")
    command.add_argument(
        "site", nargs="?", type=Path, help="the built site (default: one that is built aside)"
    )
    site = command.parse_args(arguments).site
    with tempfile.TemporaryDirectory() as folder:
        if not site:
            site = Path(folder) / "site"
            status = build.main(["--site-dir", str(site), "--data", str(DATA), "--docs", str(DOCS)])
            if status:
                return status
        pages = read(site)
        problems = sorted(mistakes(site, pages, load(DATA.resolve()).association.address))
    print(*problems, sep="\n", end="\n" * bool(problems))
    print(f"{len(pages)} pages tested, {len(problems)} to fix", file=sys.stderr)
    return 1 if problems or not pages else 0


def read(site: Path) -> dict[str, Page]:
    """Return the pages of the folder SITE, but the form for staff, by the paths of their files."""
    files = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    names = [name for name in files if not name.startswith(ADMIN)]
    return {name: Page((site / name).read_text(encoding="utf-8")) for name in names}


def mistakes(site: Path, pages: dict[str, Page], address: str) -> Iterator[str]:
    """Yield what is wrong with PAGES of the folder SITE, which stands at ADDRESS."""
    for name, page in pages.items():
        for what in ("title", "description", "language", "policy"):
            if not getattr(page, what).strip():
                yield f"{name}: it has no {what}"
        for element in page.inline:
            yield f"{name}: {element} stands in the page itself, which its policy refuses"
        here = urljoin(address, name.removesuffix("index.html"))
        for to in page.loads:
            if not _own(urljoin(here, to), address):
                yield f"{name}: it loads {to} from another site"
        for to in [*page.links, *page.loads]:
            if problem := _leads_nowhere(urljoin(here, to), address, site, pages):
                yield f"{name}: {to} {problem}"
    if POLICY not in (site / "_headers").read_text(encoding="utf-8").lower():
        yield "_headers: it has no policy"


def _own(target: str, address: str) -> bool:
    return target.startswith("data:") or urlsplit(target).netloc == urlsplit(address).netloc


def _leads_nowhere(target: str, address: str, site: Path, pages: dict[str, Page]) -> str:
    """Return what is wrong with a link to TARGET; "" for a good or an outside one."""
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not target.startswith(address):
        return ""
    path = unquote(parts.path.removeprefix(urlsplit(address).path))
    name = f"{path}index.html" if not path or path.endswith("/") else path
    if not (site / PurePosixPath(name)).is_file():
        return "leads to no page of the site"
    fragment = unquote(parts.fragment)
    if "=" in fragment:  # what a reader asks, which no server is to see
        return ""
    if fragment and name in pages and fragment not in pages[name].ids:
        return f'leads to no part "{fragment}" of that page'
    return ""
