"""The words of the glossary in texts of the data: each is a link to its meaning where a page first uses it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from generator.records import Term

_TAG = re.compile(r"(<[^>]*>)")


class Explained:
    """Links the names of TERMS, each as a whole word, to the glossary at ADDRESS.

    A name that begins with a capital counts only as it is written; others in any case. A plural counts too.
    """

    def __init__(self, terms: Iterable[Term], address: str) -> None:
        self.address = address
        self.terms = {str(escape(term.name)).casefold(): term for term in terms}
        names = "|".join(re.escape(name) for name in sorted(self.terms, key=len, reverse=True))
        self.pattern = re.compile(rf"(?<![\w-])({names})(?:s|es)?(?![\w-])", re.IGNORECASE) if names else None

    def __call__(self, text: str, seen: set[str]) -> Markup:
        """Return TEXT with links for the words that are not in SEEN, which takes in those that were found."""
        if not self.pattern:
            return escape(text)
        parts = _TAG.split(str(escape(text)))
        return Markup("").join(Markup(part if part.startswith("<") else self.pattern.sub(lambda found: self._link(found, seen), part)) for part in parts)

    def _link(self, found: re.Match, seen: set[str]) -> str:
        term = self.terms[found[1].casefold()]
        other_word = term.name[0].isupper() and found[1] != escape(term.name)
        if other_word or term.slug in seen:
            return found[0]
        seen.add(term.slug)
        return f'<a class="term" href="{self.address}#{term.slug}">{found[0]}</a>'
