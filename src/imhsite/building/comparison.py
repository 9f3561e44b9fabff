"""Every page of a folder's data and pages as HTML, without MkDocs, to compare two sites."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from imhsite.building.site import Site
from imhsite.pages import search
from imhsite.pages.generated import Page, path_of
from imhsite.pages.prose import link_up, put_content
from imhsite.reading.front_matter import Written, address, read_pages
from imhsite.reading.product_pages import given, without_lost_links

_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_TERM = re.compile(r'\{\{\s*term\("([^"]+)".*?\}\}')
_MARKUP = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|\]\([^)]*\)|^[ \t]*(?:[-*]|\d+\.) |[\[*_`]",
    re.DOTALL | re.MULTILINE,
)


def icons() -> Path:
    """Return the folder of templates that holds the theme's icons, without loading the theme."""
    return Path(importlib.util.find_spec("material").submodule_search_locations[0]) / "templates"


def pages_of(site: Site, docs: Path) -> dict[str, str]:
    """Return every page by its path, as the text in which two builds of the same code can differ.

    The commit, dates of last changes and lines in the repository are left out: they move where no
    reader sees a change.
    """
    site.renderer.settings |= dict.fromkeys(("commit", "full_commit", "date"))
    prose = {page.path: page for page in _prose_pages(site, docs)}
    link_up(list(prose.values()), site.generated, site.catalog.association.languages)
    site.renderer.paths = set(prose) | set(site.generated)
    texts = {}
    for page in [*site.generated.values(), *prose.values()]:
        page.edit = page.changed = None
        texts[page.path] = site.renderer.html(page)
    return texts


def _prose_pages(site: Site, docs: Path) -> list[Page]:
    site.given = given(site.catalog.association, docs)
    written = read_pages(docs, site.given)
    site.expect(written)
    known = {*site.generated, *map(address, written)}
    return [_page(site, source, page, known) for source, page in written.items()]


def _page(site: Site, source: str, page: Written, known: set[str]) -> Page:
    site.renderer.paths |= {address(source)}
    prose = site.prose(source, page.above)
    markdown = page.markdown
    if source in site.given:
        markdown = without_lost_links(markdown, source, known)
    content = prose.fill(prose.expand(markdown))
    result = Page(
        path=address(source),
        title=page.meta["title"],
        description=page.meta["description"],
        template=f"pages/{page.meta.get('layout', 'prose')}.html",
        language=site._language(source),
    )
    put_content(result, content)
    return result


def sentences(page: Path) -> str:
    """Return the text of a PAGE that people wrote, without headings, tables, markup and data."""
    text = _TERM.sub(
        r"\1", _FRONT_MATTER.sub("", page.read_text(encoding="utf-8", errors="replace"), count=1)
    )
    blocks = (
        " ".join(_MARKUP.sub("", block).split())
        for block in text.split("\n\n")
        if not block.lstrip().startswith(("#", "|"))
    )
    return "\n".join(block for block in blocks if block)


def searched(site: Site) -> dict[str, str]:
    """Return the words by which the search finds each record that has a page, by title."""
    return {
        page.title: _flat(entry)
        for page in site.generated.values()
        if page.in_sitemap
        and page.context.get("record")
        and page.path == path_of(page.context["record"])
        for _, entry in search.entries_of(site.catalog, page)
    }


def _flat(entry: dict) -> str:
    parts = (
        entry.get(name, "") for name in ("title", "names", "tags", "headings", "needs", "text")
    )
    return " ".join(part if isinstance(part, str) else " ".join(part) for part in parts)
