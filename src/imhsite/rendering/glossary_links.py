"""The glossary's words in texts of the data: linked where a page first uses them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape

from imhsite.model.records import Term

_TAG = re.compile(r"(<[^>]*>)")


class GlossaryLinks:
    """Links the names of TERMS, each as a whole word, to the glossary at ADDRESS.

    A name that begins with a capital counts only as it is written; others in any case. A plural
    counts too.
    """

    def __init__(self, terms: Iterable[Term], address: str) -> None:
        self.address = address
        self.terms = {str(escape(term.name)).casefold(): term for term in terms}
        self._pattern = cache(self._pattern)

    def __call__(self, text: str, seen: set[str]) -> Markup:
        """Return TEXT with links for the words that are not in SEEN, and add these to SEEN."""
        text = escape(text)
        folded = text.casefold()
        # To search for all of them takes four times as long, and most texts hold none.
        names = tuple([name for name in self.terms if name in folded])
        if not names:
            return text
        pattern = self._pattern(names)
        parts = [
            part
            if part.startswith("<")
            else pattern.sub(lambda match: self._link(match, seen), part)
            for part in _TAG.split(str(text))
        ]
        return Markup("".join(parts))

    def _pattern(self, names: tuple[str, ...]) -> re.Pattern:
        any_name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        return re.compile(rf"(?<![\w-])({any_name})(?:s|es)?(?![\w-])", re.IGNORECASE)

    def _link(self, match: re.Match, seen: set[str]) -> str:
        term = self.terms[match[1].casefold()]
        other_word = term.name[0].isupper() and match[1] != escape(term.name)
        if other_word or term.slug in seen:
            return match[0]
        seen.add(term.slug)
        return f'<a class="term" href="{self.address}#{term.slug}">{match[0]}</a>'
