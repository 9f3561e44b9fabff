"""What macros made, kept for the next page that asks for the same.

The card of a program stands on the page of every town that it serves, and the help lines on every
page. A macro is a function of its arguments, so what it made is kept under them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from markupsafe import Markup

from imhsite.model.records import Record
from imhsite.pages.generated import Page
from imhsite.rendering.inputs import PLAIN, Reads

ON_MANY_PAGES = {
    "program_card",
    "source_note",
}  # of macros that are given records; the others are asked once for each
OF_A_PAGE: dict[
    str, Callable[[Page], tuple]
] = {  # of macros that are given a page: what of it they look at
    "breadcrumb": lambda page: (
        page.trail,
        page.in_sitemap,
        page.path in ("", f"{page.language}/"),
        page.language,
    ),
}
MOST = 4096  # kept at a time: the cards of many programs would fill memory
_Made = tuple[Markup, frozenset[str]]  # what a macro made, and the programs that it read


class Kept:
    """Keeps what macros made, once all pages are known; until then links may still change.

    OF_A_PAGE tells what more macros look at of a page.
    """

    def __init__(
        self, reads: Reads, of_a_page: Mapping[str, Callable[[Page], tuple]] | None = None
    ) -> None:
        self.on = False
        self.reads = reads
        self.of_a_page = OF_A_PAGE | (of_a_page or {})
        self.made: dict[tuple, _Made] = {}
        self.alive: dict[
            int, Record
        ] = {}  # so that no other record gets the id of one that is a key
        self.forget: list[Callable[[], None]] = [self.made.clear, self.alive.clear]

    def start(self, on: bool) -> None:
        """Forget everything, and keep from now on where ON."""
        self.on = on
        for forget in self.forget:
            forget()

    def macro(self, call: Callable[..., Markup], name: str, language: str) -> Callable[..., Markup]:
        """Return CALL, the macro NAME in LANGUAGE, so that it makes the same only once."""
        if name in ON_MANY_PAGES or name in self.of_a_page:
            return self._by_key(call, name, language)
        return self._by_arguments(call)

    def _by_arguments(self, call: Callable[..., Markup]) -> Callable[..., Markup]:
        """Keep what was made from plain values alone."""
        made = functools.lru_cache(None, typed=True)(functools.partial(self._make, call))
        self.forget.append(made.cache_clear)

        def kept(*args, **kwargs):
            if (
                not self.on
                or not PLAIN.issuperset(map(type, args))
                or (kwargs and not PLAIN.issuperset(map(type, kwargs.values())))
            ):
                return call(*args, **kwargs)
            return self._noted(made(*args, **kwargs))

        return functools.wraps(call)(kept)

    def _by_key(
        self, call: Callable[..., Markup], name: str, language: str
    ) -> Callable[..., Markup]:
        """Keep what was made from records, or from what the macro looks at of a page."""
        part = self.of_a_page.get(name, self._named)

        def kept(*args, **kwargs):
            if not self.on:
                return call(*args, **kwargs)
            if len(self.made) >= MOST:
                self.start(True)
            key = (
                name,
                language,
                *[
                    value if type(value) in PLAIN else part(value)
                    for value in (*args, *kwargs.values())
                ],
                *kwargs,
            )
            made = self.made.get(key)
            if made is None:
                made = self.made[key] = self._make(call, *args, **kwargs)
            return self._noted(made)

        return functools.wraps(call)(kept)

    def _make(self, call: Callable[..., Markup], *args, **kwargs) -> _Made:
        before, self.reads.slugs = self.reads.slugs, set()
        try:
            return call(*args, **kwargs), frozenset(self.reads.slugs)
        finally:
            self.reads.slugs = before

    def _noted(self, made: _Made) -> Markup:
        """What was MADE; whoever takes it over has read what was read for it."""
        html, read = made
        if read:
            self.reads.slugs |= read
        return html

    def _named(self, value: Record | list[Record]) -> int | tuple[int, ...]:
        if isinstance(value, list):
            return tuple(map(self._named, value))
        self.alive[id(value)] = value
        return id(value)
