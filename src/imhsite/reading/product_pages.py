"""The pages that come with the product: the same in every state, until a site writes its own.

A file of the same address in the site's `docs/` stands in the place of one. `left_out` in
`data/association.yaml` does without one in every language (`parents/loss/`), or all (`pages`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import urlsplit

from imhsite.files.problems import Problem, quote
from imhsite.files.product import DEFAULTS, LABELS
from imhsite.files.source import text_of
from imhsite.model.records import Association
from imhsite.reading.front_matter import SUFFIX, address

FOLDER = DEFAULTS / "docs"
EVERYTHING = "everything"  # in `left_out`: all that comes with the product
PAGES = "pages"  # in `left_out`: all pages that come with it
_FIRST = "en"  # the language of pages in no folder of a language
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()\s]*)\)")
# A list item that is a link, perhaps after a word for it, as in "- **More:** [Crying](crying.md)".
_ITEM = re.compile(rf"[ \t]*[-*] (?:\*\*[^*\n]+\*\* )?{_LINK.pattern}[^\n]*\n?")


def addresses() -> list[str]:
    """Return the addresses of the pages, without the folder of a language."""
    return sorted({address(source) for _, source, _ in _all()})


def given(association: Association, docs: Path) -> dict[str, Path]:
    """Return the product's pages that the site of DOCS shows, by their paths there."""
    own, pages = {address(source) for source, _ in _own(docs)}, {}
    for language, source, path in _all():
        if language in association.languages and not _is_left_out(association, address(source)):
            place = association.folder(language) + source
            if address(place) not in own:
                pages[place] = path
    return pages


def lost_links(association: Association, docs: Path) -> Iterator[Problem]:
    """Yield a problem for each link in a page of DOCS to a page that the site has left out."""
    left_out = [path for path in addresses() if _is_left_out(association, path)]
    if not left_out:
        return
    folders = [association.folder(language) for language in association.languages]
    lost = {folder + path for folder in folders for path in left_out}
    lost -= {address(source) for source, _ in _own(docs)}
    for source, file in _own(docs):
        name = f"{docs.name}/{source}"
        for number, line in enumerate(text_of(file, name).split("\n"), 1):
            for _, target in _LINK.findall(line):
                if _led_to(source, target) in lost:
                    write = f"link to a page that the site has; {association.file} leaves this out"
                    yield Problem(name, number, write=write, got=quote(target), code="left-out")


def without_lost_links(markdown: str, source: str, known: Collection[str]) -> str:
    """Return MARKDOWN of the product's page SOURCE without links to pages that are not KNOWN.

    KNOWN are addresses. A list item that is such a link goes; elsewhere, the words stay.
    """

    def is_lost(target: str) -> bool:
        path = _led_to(source, target)
        return path is not None and path not in known

    text = _ITEM.sub(lambda item: "" if is_lost(item[2]) else item[0], markdown)
    return _LINK.sub(lambda link: link[1] if is_lost(link[2]) else link[0], text)


def _all() -> Iterator[tuple[str, str, Path]]:
    """Yield language, path in the language's folder, and file of each page."""
    for path in sorted(FOLDER.rglob(f"*{SUFFIX}")):
        folder, _, rest = path.relative_to(FOLDER).as_posix().partition("/")
        is_translation = (LABELS / f"{folder}.yaml").exists()
        source = rest if is_translation else path.relative_to(FOLDER).as_posix()
        yield folder if is_translation else _FIRST, source, path


def _own(docs: Path) -> list[tuple[str, Path]]:
    """Return path and file of each page of DOCS."""
    return [(file.relative_to(docs).as_posix(), file) for file in sorted(docs.rglob(f"*{SUFFIX}"))]


def _is_left_out(association: Association, path: str) -> bool:
    return not {EVERYTHING, PAGES, path}.isdisjoint(association.left_out or ())


def _led_to(source: str, target: str) -> str | None:
    """The address that TARGET leads to from the page SOURCE; None for one of another site."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path or "{" in target:
        return None
    path = normpath(join("/", source, "..", parts.path))[1:]
    return address(path) if path.endswith(SUFFIX) else f"{path}/".lstrip("/")
