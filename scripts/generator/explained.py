"""The words of the glossary in texts of the data: each is a link to its meaning where a page first uses it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape

from generator.records import Term

_TAG = re.compile(r"(<[^>]*>)")
_WORD = re.compile(r"\w+")
_PLURALS = ("", "s", "es")


class Explained:
    """Links the names of TERMS, each as a whole word, to the glossary at ADDRESS.

    A name that begins with a capital counts only as it is written; others in any case. A plural counts too.
    """

    def __init__(self, terms: Iterable[Term], address: str) -> None:
        self.address = address
        self.terms = {str(escape(term.name)).casefold(): term for term in terms}
        self.by_word: dict[str, list[tuple[str, set[str]]]] = {}
        for name in self.terms:
            first, *others = _WORD.findall(name) or [""]
            for plural in _PLURALS if not others else ("",):
                self.by_word.setdefault(first + plural, []).append((name, set(others[:-1])))
        self._pattern = cache(self._pattern)

    def __call__(self, text: str, seen: set[str]) -> Markup:
        """Return TEXT with links for the words that are not in SEEN, which takes in those that were found."""
        text = escape(text)
        names = self._perhaps_in(text)
        if not names:
            return text
        pattern = self._pattern(names)
        return Markup("".join([part if part.startswith("<") else pattern.sub(lambda found: self._link(found, seen), part) for part in _TAG.split(str(text))]))

    def _perhaps_in(self, text: str) -> frozenset[str]:
        """The names whose words, but for the last, are in TEXT: few texts hold any, and to look for all of them takes three times as long."""
        words = set(_WORD.findall(text.casefold()))
        return frozenset(name for word in words & self.by_word.keys() for name, others in self.by_word[word] if others <= words)

    def _pattern(self, names: frozenset[str]) -> re.Pattern:
        any_name = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
        return re.compile(rf"(?<![\w-])({any_name})(?:s|es)?(?![\w-])", re.IGNORECASE)

    def _link(self, found: re.Match, seen: set[str]) -> str:
        term = self.terms[found[1].casefold()]
        other_word = term.name[0].isupper() and found[1] != escape(term.name)
        if other_word or term.slug in seen:
            return found[0]
        seen.add(term.slug)
        return f'<a class="term" href="{self.address}#{term.slug}">{found[0]}</a>'
