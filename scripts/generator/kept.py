"""What macros made, kept for the next page that asks for the same.

The card of a program stands on the page of every town that it serves, and the help lines on every
page. A macro is a function of its arguments, so what it made is kept under them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from markupsafe import Markup

from generator.inputs import Reads
from generator.pages import Page
from generator.records import Record

ON_MANY_PAGES = {"program_card", "source_note"}  # of macros that are given records; the others are asked once for each
OF_A_PAGE: dict[str, Callable[[Page], tuple]] = {  # of macros that are given a page: what of it they look at
    "breadcrumb": lambda page: (page.trail, page.in_sitemap, page.path in ("", f"{page.language}/"), page.language),
    "site_header": lambda page: (*_standing(page), tuple(page.alternates.items())),
}
_PLAIN = (str, int, float, bool, type(None))
_Key = tuple


def _standing(page: Page) -> tuple:
    """The part of the site that PAGE is in, and whether it is that part's first page."""
    part, _, rest = page.path.removeprefix(f"{page.language}/").partition("/")
    return page.language, part, not rest


class Kept:
    """Keeps what macros made, once all pages are known; until then links may still change."""

    def __init__(self, reads: Reads) -> None:
        self.on = False
        self.reads = reads
        self.made: dict[_Key, tuple[Markup, frozenset[str]]] = {}
        self.alive: dict[int, Record] = {}  # so that no other record gets the id of one that is a key

    def start(self, on: bool) -> None:
        """Forget everything, and keep from now on where ON."""
        self.on = on
        self.made.clear()
        self.alive.clear()

    def macro(self, call: Callable[..., Markup], name: str, language: str) -> Callable[..., Markup]:
        """Return CALL, the macro NAME in LANGUAGE, so that it makes the same only once."""

        @functools.wraps(call)
        def kept(*args, **kwargs):
            arguments = self._key(name, args, kwargs) if self.on else None
            if arguments is None:
                return call(*args, **kwargs)
            key = name, language, arguments
            if key not in self.made:
                with self.reads.apart() as read:
                    html = call(*args, **kwargs)
                self.made[key] = html, frozenset(read)
            html, read = self.made[key]
            self.reads.slugs |= read
            return html

        return kept

    def _key(self, name: str, args: tuple, kwargs: dict) -> _Key | None:
        """What the result depends on, or None where it cannot be told or is not worth keeping."""
        parts = []
        for argument in (*args, *kwargs.values()):
            if name in ON_MANY_PAGES and isinstance(argument, (Record, list)):
                parts.append(tuple(self._named(record) for record in (argument if isinstance(argument, list) else [argument])))
            elif name in OF_A_PAGE:
                parts.append(OF_A_PAGE[name](argument))
            elif isinstance(argument, _PLAIN):
                parts.append((type(argument), argument))
            else:
                return None
        return (tuple(parts), tuple(kwargs))

    def _named(self, record: Record) -> int:
        self.alive[id(record)] = record
        return id(record)
