"""Words for the call to a program, in the language of a page and in English beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from imhsite.language.locales import locale_of
from imhsite.language.wording import Wording
from imhsite.model.records import Program

ENGLISH = "en"


class Sentence(NamedTuple):
    """A sentence to say; `english` is "" where `own` is English already."""

    own: Markup
    english: Markup


class CallWords:
    """The words for calls to programs, for readers of the language of WORDS.

    English stands beside them where it is another of LANGUAGES, those of the site.
    """

    def __init__(self, words: Wording, languages: Sequence[str]) -> None:
        self.words = words
        beside = words.language != ENGLISH and ENGLISH in languages
        self.english = Wording(words.labels, ENGLISH) if beside else None

    def sentences(self, program: Program, name: str = "") -> list[Sentence]:
        """Return what to say to PROGRAM, one question after the other.

        In the readers' language it is called NAME, which may say in which language it is.
        """
        own = self._say(program, self.words, name or program.name)
        english = [Markup()] * len(own)
        if self.english:
            english = self._say(program, self.english, program.name)
        return [Sentence(*pair) for pair in zip(own, english, strict=True)]

    def text(self, program: Program, number: str) -> str:
        """Return the sentences as a message to oneself, with the NUMBER to call."""
        pairs = (
            "\n".join(map(Markup.unescape, filter(None, one))) for one in self.sentences(program)
        )
        return "\n".join([f"{program.name}: {number}", *pairs])

    def _say(self, program: Program, words: Wording, name: str) -> list[Markup]:
        return [words.label(label, **says) for label, says in self._asked(program, words, name)]

    def _asked(
        self, program: Program, words: Wording, name: str
    ) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the labels of the sentences with their values; what is known goes unasked."""
        yield "say-hello", {"name": name}
        if self.english:
            named = locale_of(words.language).languages
            yield "say-language", {"language": named.get(self.words.language.split("-")[0], "")}
        yield "say-child", {}
        yield "say-use", {}
        if not program.costs:
            yield "say-cost", {}
        if not program.waiting:
            yield "say-wait", {}
        if not program.next:
            yield "say-then", {}
