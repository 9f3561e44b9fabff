"""The pages that people write, as pages of the site."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from markupsafe import Markup

from imhsite.files import product
from imhsite.files.problems import DataError, Problem, did_you_mean, quote
from imhsite.files.source import Scalar
from imhsite.model.dates import parse_date
from imhsite.pages.generated import Page
from imhsite.pages.sections import sections_of
from imhsite.reading.front_matter import WHERE, front_matter_problems

MARKDOWN_STYLES = "markdown.css"  # of what Markdown can do but few pages need
_NEEDS_STYLES = re.compile(
    r"<(?:abbr|blockquote|hr|img|kbd|pre)\b|"
    r'class="[^"]*\b(?:admonition|align-\w+|captioned|definitions|footnote-ref|grid|in-text|'
    r"table-scroll|tabbed-set)\b|"
    r"<details class=|</a>\s*<a class=\"button"
)


def prose_page(meta: Mapping[str, str], file: str, url: str, language: str, html: str) -> Page:
    """Return the page of FILE, as messages call it; nobody can edit one of the product.

    Raises DataError for what its front matter lacks or has too much.
    """
    nodes = {name: Scalar(str(value), 1, 1, plain=False) for name, value in meta.items()}
    if problems := list(front_matter_problems(nodes, file, nodes)):
        raise DataError(problems)
    page = Page(
        path="" if url == "./" else url,
        title=meta["title"],
        description=meta["description"],
        template=f"pages/{meta.get('layout', 'prose')}.html",
        language=language,
        edit=None if product.has(file) else (file, 1),
        written=parse_date(meta["written"]),
        reviewed=parse_date(meta["reviewed"]),
        quick_exit=meta.get("quick_exit") == "yes",
        translation=meta.get("translation", ""),
        styles=(MARKDOWN_STYLES,) if _NEEDS_STYLES.search(html) else (),
    )
    put_content(page, html)
    return page


def put_content(page: Page, html: str) -> None:
    """Make HTML the content of PAGE, and read what it says unless that is known."""
    if html != page.content:
        page.content, page.sections = Markup(html), sections_of(html)


def refuse_taken(
    prose: Iterable[Page], generated: Collection[str], layouts: Collection[str]
) -> None:
    """Raise DataError for PROSE pages at an address of the GENERATED ones, or of no layout.

    LAYOUTS are the names that front matter may give.
    """
    problems = [
        problem
        for page in prose
        for problem in taken(_name(page), page.path, layout_of(page), generated, layouts)
    ]
    if problems:
        raise DataError(problems)


def _name(page: Page) -> str:
    return page.edit[0] if page.edit else product.PACKAGE.name


def layout_of(page: Page) -> str:
    return page.template.removeprefix("pages/").removesuffix(".html")


def taken(
    file: str,
    path: str,
    layout: str,
    generated: Collection[str],
    layouts: Collection[str],
    line: int = 1,
) -> Iterator[Problem]:
    """Yield what `refuse_taken` raises for the page in FILE, which stands at PATH in LAYOUT.

    LINE is that of the layout in FILE, if known.
    """
    if path in generated:
        write = "give this page another name; the site makes a page of this address itself"
        yield Problem(file, write=write, got=quote(path), code="same-address")
    if layout not in layouts:
        write = "write the name of a template of overrides/pages/"
        got = quote(layout) + did_you_mean(layout, layouts)
        yield Problem(file, line, 0, WHERE, "layout", write, got, "unknown-layout")


def link_up(prose: list[Page], others: dict[str, Page], languages: tuple[str, ...]) -> None:
    """Give each of the PROSE pages the pages above it and its addresses in other languages."""
    pages = others | {page.path: page for page in prose}
    for page in prose:
        parts = page.path.rstrip("/").split("/")
        above = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]
        homes = {f"{language}/" for language in languages[1:]}
        page.trail = tuple(
            (pages[path].title, path) for path in above if path in pages and path not in homes
        )
    for page in prose:
        plain = page.path.removeprefix(f"{page.language}/")
        paths = {
            language: (plain if language == languages[0] else f"{language}/{plain}")
            for language in languages
        }
        translations = {language: path for language, path in paths.items() if path in pages}
        page.alternates = translations if len(translations) > 1 else {}
