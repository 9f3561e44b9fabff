"""Every page of a folder's data and pages as HTML, without the engine: what a comparison of two sites needs."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from generator import search
from generator.pages import Page, path_of
from generator.prose import Prose
from generator.prose_pages import link_up
from generator.site import Site

_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_TERM = re.compile(r'\{\{\s*term\("([^"]+)".*?\}\}')
_MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|\]\([^)]*\)|^[ \t]*(?:[-*]|\d+\.) |[\[*_`]", re.DOTALL | re.MULTILINE)
_SAID = re.compile(r"^(title|layout|description): (.*)$", re.MULTILINE)


def icons() -> Path:
    """Return the folder of templates that holds the theme's icons, without loading the theme."""
    return Path(importlib.util.find_spec("material").submodule_search_locations[0]) / "templates"


def pages_of(site: Site, docs: Path) -> dict[str, str]:
    """Return every page by its path, as the text in which two builds of the same code can differ.

    Dates of last changes and lines in the repository are left out: they move where no reader sees a change.
    """
    written = {page.path: page for page in _written(site, docs)}
    link_up(list(written.values()), site.generated, site.catalog.association.languages)
    site.renderer.paths = set(written) | set(site.generated)
    made = {}
    for page in [*site.generated.values(), *written.values()]:
        page.edit = page.changed = None
        made[page.path] = site.renderer.html(page)
    return made


def _written(site: Site, docs: Path) -> list[Page]:
    return [_page(site, file.relative_to(docs).as_posix(), file.read_text(encoding="utf-8")) for file in sorted(docs.rglob("*.md"))]


def _page(site: Site, source: str, text: str) -> Page:
    front = _FRONT_MATTER.match(text)
    said = dict(_SAID.findall(front[1])) if front else {}
    site.renderer.paths |= {_path(source)}
    prose = Prose(site.renderer.environment(site._language(source)), f"docs/{source}")
    content = prose.fill(prose.expand(text[front.end() if front else 0 :]))
    return Page(
        path=_path(source), title=said.get("title", source), description=said.get("description", ""),
        template=f"pages/{said.get('layout', 'prose')}.html", language=site._language(source), content=content,
    )


def sentences(page: Path) -> str:
    """Return the text of a PAGE that people wrote, without headings, tables, markup and what comes from the data."""
    text = _TERM.sub(r"\1", _FRONT_MATTER.sub("", page.read_text(encoding="utf-8"), count=1))
    blocks = (" ".join(_MARKUP.sub("", block).split()) for block in text.split("\n\n") if not block.lstrip().startswith(("#", "|")))
    return "\n".join(block for block in blocks if block)


def _path(source: str) -> str:
    return source.removesuffix("index.md") if source.endswith("index.md") else f"{source.removesuffix('.md')}/"


def searched(site: Site) -> dict[str, str]:
    """Return, for each record with a page that the search knows by its facts, all the words it is found by, by title."""
    return {
        page.title: _flat(entry)
        for page in site.generated.values()
        if page.in_sitemap and page.context.get("record") and page.path == path_of(page.context["record"])
        for _, entry in search.entries_of(site.catalog, page)
    }


def _flat(entry: dict) -> str:
    parts = (entry.get(name, "") for name in ("title", "names", "tags", "headings", "needs", "text"))
    return " ".join(part if isinstance(part, str) else " ".join(part) for part in parts)
