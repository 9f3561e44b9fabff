"""The words for what differs between two built sites, for `imhsite diff`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from babel import Locale

from imhsite.building.site_changes import (
    LINK,
    LOOKS,
    MACHINES,
    MARKUP,
    PICTURE,
    SCRIPT,
    STYLE,
    TEXT,
    Difference,
    SiteChanges,
)

MOST_LISTED = 8
_MOST_LINES = 60
_MOST_EXAMPLES = 12  # pages of which pictures are worth looking at
_FEW_PAGES = 3
_LONGEST = 400  # characters of a text that is quoted


def differences(site: SiteChanges) -> Iterator[str]:
    """Yield a line for each difference that readers meet, those on the most pages first."""
    found = _in_order(site)
    for difference, paths in found[:_MOST_LINES]:
        yield f"{_where(difference, paths, site)}: {_what(difference)}"
    if len(found) > _MOST_LINES:
        yield f"{len(found) - _MOST_LINES} more differences, each on as few pages or fewer"


def pages(site: SiteChanges) -> Iterator[str]:
    """Yield which pages are new, gone, moved and changed."""
    for word, paths in {"New": site.new, "Gone": site.gone}.items():
        if paths:
            yield f"{word}: {some([f'/{path}' for path in paths])}"
    for old, new in site.moved.items():
        yield f"Moved: /{old} leads to /{new}"
    changed = site.changed
    if changed and len(changed) == site.pages:
        yield f"Changed: every page ({len(changed)})"
    elif changed:
        yield f"Changed ({len(changed)}): {some([f'/{path}' for path in changed])}"


def files(site: SiteChanges) -> Iterator[str]:
    """Yield what differs besides pages: open data, PDFs, the search's index."""
    if site.files:
        yield f"{len(site.files)}: {some([f'/{name}' for name in site.files])}"


def examples(site: SiteChanges) -> list[str]:
    """Return pages of which a picture can show what changes: one for each difference."""
    paths = [paths[0] for difference, paths in _in_order(site) if difference.sort in LOOKS]
    return [*dict.fromkeys(paths)][:_MOST_EXAMPLES]


def _in_order(site: SiteChanges) -> list[tuple[Difference, list[str]]]:
    return sorted(site.differences.items(), key=lambda item: -len(item[1]))


def _where(difference: Difference, paths: list[str], site: SiteChanges) -> str:
    part = f", in {difference.part}" if difference.part else ""
    if len(paths) == site.pages > 1:
        return f"Every page ({len(paths)}){part}"
    if len(paths) > _FEW_PAGES:
        return f"{len(paths)} pages, such as /{min(paths, key=len)}{_language(paths, site)}{part}"
    return f"{', '.join(f'/{path}' for path in paths)}{_language(paths, site)}{part}"


def _language(paths: list[str], site: SiteChanges) -> str:
    """Return the language that all of PATHS are in, unless it is that of the home page."""
    codes = {site.languages[path] for path in paths}
    if len(codes) > 1 or not site.home_language or codes == {site.home_language}:
        return ""
    (code,) = codes
    return f" ({Locale.parse(code, sep='-').get_language_name('en')})"


def _what(difference: Difference) -> str:
    name, was, becomes = difference.name, difference.was, difference.becomes
    if difference.sort == TEXT:
        return text_change(was, becomes)
    if difference.sort == LINK:
        return f'the link "{_cut(name)}" {_was_and_is("led to", was, "leads to", becomes)}'
    if difference.sort == PICTURE:
        return f"another picture {name}"
    if difference.sort == STYLE:
        return f"style of {_cut(name)}: {_was_and_is('was', was, 'now', becomes)}"
    if difference.sort == SCRIPT:
        return f"the script {name} changes"
    if difference.sort == MARKUP:
        return f'HTML of "{_cut(name)}": {_was_and_is("was", was, "now", becomes)}'
    assert difference.sort == MACHINES
    return "only what search engines and previews read"


def _was_and_is(was_word: str, was: str, becomes_word: str, becomes: str) -> str:
    parts = (was_word, was), (becomes_word, becomes)
    return ", ".join(f"{word} {_cut(text)}" for word, text in parts if text) or "another order"


def text_change(was: str, becomes: str) -> str:
    """Tell the sentences that differ, and no others."""
    old, new = _sentences(was), _sentences(becomes)
    parts = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            removed = f'removed: "{_cut(" ".join(old[a:b]))}"' if a < b else ""
            added = f'added: "{_cut(" ".join(new[c:d]))}"' if c < d else ""
            parts.append(f"{removed} {added}".strip())
    return "; ".join(parts) or "only the spacing changes"


def _sentences(text: str) -> list[str]:
    return [
        part
        for line in text.split("\n")
        for part in re.split(r"(?<=[.!?])\s+", line.strip())
        if part
    ]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} ..."


def some(items: list[str]) -> str:
    """Return the first of ITEMS, and how many more there are."""
    more = len(items) - MOST_LISTED
    return ", ".join(items[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
