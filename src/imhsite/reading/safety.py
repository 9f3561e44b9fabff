"""What keeps a baby or a parent safe: the boxes of a page, and what pages must say.

The lines of the boxes are data (`data/safety.yaml`), and so is what must stand on which page
(`data/must_say.yaml`): a page that no longer says it is refused, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from imhsite.files import product
from imhsite.files.problems import Mistake, Problem, quote
from imhsite.model.ages import AgeRange
from imhsite.model.records import BOXES, MustSay, Program, Safety
from imhsite.reading.catalog import Catalog
from imhsite.reading.product_pages import given

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`#]+")
Boxes = list[tuple[str, list[Safety]]]
# Where the quick exit leads, two pages that anybody may have open: one opens in a new tab, one
# takes the place of the page.
NEUTRAL = {"leaveTo": "https://www.weather.gov/", "leaveInstead": "https://www.wikipedia.org/"}


def boxes(items: Iterable[Safety]) -> Boxes:
    """Return ITEMS in the boxes that they stand in, the most urgent first; no box is empty."""
    by_box: dict[str, list[Safety]] = {box: [] for box in BOXES}
    for item in items:
        by_box[item.box].append(item)
    return [(box, items) for box, items in by_box.items() if items]


def of_page(catalog: Catalog, path: str) -> list[Safety]:
    """Return the lines in the boxes of the page at PATH, without the folder of a language.

    Raises Mistake where there are lines of other pages alone.
    """
    pages = {page for item in catalog.safety.values() for page in item.pages or ()}
    if pages and path not in pages:
        raise Mistake("the path of a page in safety.yaml", path, pages, "unknown-page")
    return _of_page(catalog, path)


def _of_page(catalog: Catalog, path: str) -> list[Safety]:
    return [item for item in catalog.safety.values() if path in (item.pages or ())]


def of_ages(catalog: Catalog, ages: AgeRange) -> list[Safety]:
    """Return what a sheet for children of AGES prints."""
    return [item for item in catalog.safety.values() if item.ages and item.ages.meets(ages)]


def missing(catalog: Catalog, docs: Path) -> Iterator[Problem]:
    """Yield a problem for each text of must_say.yaml that a page lacks.

    The pages are those of the folder DOCS and the product's. What only the product asks for may be
    missing with the whole page.
    """
    pages = given(catalog.association, docs)
    for rule in catalog.must_say.values():
        for language, words in rule.says or ():
            for path in rule.pages or ():
                yield from _missing_words(catalog, docs, pages, rule, language, words, path)


def _missing_words(
    catalog: Catalog,
    docs: Path,
    pages: Mapping[str, Path],
    rule: MustSay,
    language: str,
    words: str,
    path: str,
) -> Iterator[Problem]:
    if language not in (catalog.association.languages or ()):
        return
    file = _file_of(docs / catalog.association.folder(language), path)
    source = file.relative_to(docs).as_posix()
    name = f"{docs.name}/{source}"
    if source in pages:
        file, name = pages[source], product.name_of(pages[source])
    elif not file.exists() and rule.is_given:
        return
    if not file.exists():
        place = f"{rule.file}, line {rule.line}"
        write = (
            f"put this page back, or take it out of {place}; it must say {quote(words)}: {rule.why}"
        )
        yield Problem(name, record=rule.slug, write=write, code="missing-page")
        return
    text = _with_boxes(catalog, file.read_text(encoding="utf-8"), path, language)
    if _plain(words) not in _plain(text):
        write = (
            f"write {quote(words)} on this page again: {rule.why} {rule.file}, line {rule.line},"
            " asks for it"
        )
        yield Problem(name, 1, record=rule.slug, write=write, code="missing-words")


def _file_of(folder: Path, path: str) -> Path:
    page = folder / f"{path.rstrip('/')}.md"
    return page if page.exists() or not (folder / path).is_dir() else folder / path / "index.md"


def _with_boxes(catalog: Catalog, text: str, path: str, language: str) -> str:
    """TEXT of the page at PATH with the lines of its boxes, where it shows them."""
    items = (
        _of_page(catalog, path)
        if re.search(rf"""\bsafety\(["']{re.escape(path)}["']\)""", text)
        else []
    )
    return "\n".join([text, *(catalog.translated(item, language).text or "" for item in items)])


def _plain(text: str) -> str:
    """TEXT as readers get it, without the marks of Markdown, in small letters on one line."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).casefold().split())


def is_private(catalog: Catalog, program: Program) -> bool:
    """Return whether nobody else should read on a phone that its owner calls PROGRAM."""
    return not lines_to_leave(catalog).isdisjoint(program.ask or ())


def lines_to_leave(catalog: Catalog) -> set[str]:
    """Return the help lines about needs whose pages readers must be able to leave fast."""
    needs = (need for need in catalog.needs.values() if need.quick_exit == "shown")
    return {line for need in needs for line in need.lines or ()}
