"""Words for the call to a program, in the language of a page and in English beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imhsite.language.locales import locale_of
from imhsite.language.wording import Wording
from imhsite.model.records import Program

ENGLISH = "en"


class Sentence(NamedTuple):
    """A sentence to say; `english` is "" where `own` is English already."""

    own: str
    english: str


class CallWords:
    """The words for calls to programs, for readers of the language of WORDS.

    English stands beside them where it is another of LANGUAGES, those of the site.
    """

    def __init__(self, words: Wording, languages: Sequence[str]) -> None:
        self.words = words
        beside = words.language != ENGLISH and ENGLISH in languages
        self.english = Wording(words.labels, ENGLISH) if beside else None

    def sentences(self, program: Program) -> list[Sentence]:
        """Return what to say to PROGRAM, one question after the other."""
        own = self._say(program, self.words)
        english = self._say(program, self.english) if self.english else [""] * len(own)
        return [Sentence(*pair) for pair in zip(own, english, strict=True)]

    def text(self, program: Program, number: str) -> str:
        """Return the sentences as a message to oneself, with the NUMBER to call."""
        pairs = ("\n".join(filter(None, sentence)) for sentence in self.sentences(program))
        return "\n".join([f"{program.name}: {number}", *pairs])

    def _say(self, program: Program, words: Wording) -> list[str]:
        return [words.text(name, **values) for name, values in self._asked(program, words)]

    def _asked(self, program: Program, words: Wording) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the labels of the sentences with their values; what is known goes unasked."""
        yield "say-hello", {"name": program.name}
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
