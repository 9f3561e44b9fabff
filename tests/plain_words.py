"""The words of a page that people write, as the tests of plain language count them."""

from __future__ import annotations

import re

import textstat
from bs4 import BeautifulSoup, Tag

LEFT_OUT = ".beside, .help-lines, .first-call, .source-note, .page-note, .breadcrumb, .quick-exit, .translation-note, table, svg"
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘¿¡(]*[A-ZÁÉÍÓÚÑ0-9¿¡])")


def words_of(page: BeautifulSoup) -> Tag:
    """Return the main part of PAGE without what comes from the data or stands on many pages."""
    main = BeautifulSoup(str(page.main), "html.parser").main
    for element in main.select(LEFT_OUT):
        element.decompose()
    return main


def paragraphs(main: Tag) -> list[str]:
    """Return the text of each paragraph and list item of MAIN."""
    for line_break in main.select("br"):
        line_break.replace_with(". ")
    blocks = [block for block in main.select("p, li, dd") if not block.select("p, li")]
    return [text for block in blocks if (text := " ".join(block.get_text().split()))]


def sentences(text: str) -> list[str]:
    """Return the sentences of TEXT; what follows a colon counts with what stands before it."""
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


def length(sentence: str) -> int:
    """Return how many words SENTENCE has."""
    return len(re.findall(r"[\w’'@./-]*\w", sentence))


def grade(texts: list[str]) -> float:
    """Return the Flesch-Kincaid grade of TEXTS, each of which ends as a sentence."""
    ended = (text if text[-1] in ".!?" else f"{text.rstrip(':')}." for text in texts)
    return textstat.flesch_kincaid_grade("\n".join(ended))
