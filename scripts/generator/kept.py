"""What macros made, kept for the next page that asks for the same.

The head and the foot of a page are most of its work and the same on nearly all pages; the card of a
program stands on the page of every town that it serves. A macro is a function of its arguments, so
what it made is kept under them. With a page it is kept with what the macro saw of the page: another
page of which the same is seen gets the same.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable

from markupsafe import Markup

from generator.pages import Page
from generator.records import Record

ON_MANY_PAGES = {"program_card"}  # of macros that are given a record; the others are asked once for each
_OF_ONE_PAGE = {"title", "description", "edit", "context", "content", "trail"}
_MOST_ENTRIES = 50
_PLAIN = (str, int, float, bool, type(None))
_Key = tuple


class Kept:
    """Keeps what macros made, once all pages are known; until then links may still change."""

    def __init__(self) -> None:
        self.on = False
        self.made: dict[_Key, Markup] = {}
        self.seen: dict[_Key, list[tuple[tuple, Markup]]] = {}
        self.never: set[_Key] = set()
        self.alive: dict[int, Record] = {}  # so that no other record gets the id of one that is a key

    def start(self, on: bool) -> None:
        """Forget everything, and keep from now on where ON."""
        self.on = on
        for kept in (self.made, self.seen, self.never, self.alive):
            kept.clear()

    def macro(self, call: Callable[..., Markup], name: str, language: str) -> Callable[..., Markup]:
        """Return CALL, the macro NAME in LANGUAGE, so that it makes the same only once."""

        @functools.wraps(call)
        def kept(*args, **kwargs):
            if not self.on:
                return call(*args, **kwargs)
            if len(args) == 1 and not kwargs and isinstance(args[0], (Page, _Watched)):
                return self._of_page(call, (name, language), args[0])
            key = self._key(name, args, kwargs)
            return call(*args, **kwargs) if key is None else self._once((name, language, key), call, args, kwargs)

        return kept

    def _once(self, key: _Key, call: Callable[..., Markup], args: tuple, kwargs: dict) -> Markup:
        if key not in self.made:
            self.made[key] = call(*args, **kwargs)
        return self.made[key]

    def _key(self, name: str, args: tuple, kwargs: dict) -> _Key | None:
        """What the result depends on, or None where it cannot be told or is not worth keeping."""
        parts = []
        for argument in (*args, *kwargs.values()):
            if isinstance(argument, Record) and name in ON_MANY_PAGES:
                self.alive[id(argument)] = argument
                parts.append(("record", id(argument)))
            elif isinstance(argument, _PLAIN):
                parts.append((type(argument), argument))
            else:
                return None
        return (tuple(parts), tuple(kwargs))

    def _of_page(self, call: Callable[..., Markup], macro: _Key, page: Page | _Watched) -> Markup:
        if macro in self.never:
            return call(page)
        entries = self.seen.setdefault(macro, [])
        for observed, made in entries:
            if all(look(page) == found for look, found in observed):
                return made
        watched = _Watched(page)
        try:
            made = call(watched)
        except Exception:  # the macro does with the path what only a text can do
            self.never.add(macro)
            return call(page)
        if watched.is_of_one_page or len(entries) == _MOST_ENTRIES:
            self.never.add(macro)
        else:
            entries.append((tuple(watched.observed), made))
        return made


class _Watched:
    """A page that remembers what was seen of it: `observed` holds each look at a page with what it found."""

    def __init__(self, page: Page | _Watched) -> None:
        self.page = page
        self.observed: list[tuple[Callable, object]] = []
        self.is_of_one_page = False

    def __getattr__(self, name: str) -> object:
        if name == "path":
            return _WatchedPath(self)
        self.is_of_one_page = self.is_of_one_page or name in _OF_ONE_PAGE
        return self.look(operator.attrgetter(name))

    def look(self, look: Callable) -> object:
        """Return what LOOK finds on the page, and remember it."""
        found = look(self.page)
        self.observed.append((look, found))
        return found


class _WatchedPath:
    """The path of a watched page: two paths are the same to a macro that compares them with the same results."""

    def __init__(self, page: _Watched) -> None:
        self.page = page

    def __eq__(self, other: object) -> bool:
        return self.page.look(lambda page: page.path == other)

    def startswith(self, start: str) -> bool:
        return self.page.look(lambda page: page.path.startswith(start))

    def __bool__(self) -> bool:
        return self.page.look(lambda page: page.path != "")

    def __str__(self) -> str:
        self.page.is_of_one_page = True
        return str(self.page.page.path)

    __hash__ = None
