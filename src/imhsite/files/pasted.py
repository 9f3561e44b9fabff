"""What stands in a text because it was pasted: letters of another encoding, signs of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imhsite.files.problems import Problem, quote

# Bytes of UTF-8 that a program took for Windows-1252. Quotation marks may follow a capital Ã.
_AFTER = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ•–—˜™š›œžŸ"  # noqa: RUF001 - how it shows
_GARBLED = re.compile(
    rf"[\w’-]*(?:[ÃÂ][{_AFTER}]|â€[{_AFTER}“”‘’]?|â„¢|â‚¬"  # noqa: RUF001
    rf"|ðŸ[{_AFTER}’]{{2}}|\ufffd)[\w’-]*"  # noqa: RUF001
)
# A text that goes on below its field: folded by `>`, kept by `|`, or without a sign.
_LONG_TEXT = re.compile(
    r"^( *)[\w-]+: +(?:[>|][-+]?|[^\s#>|\[{\"'].*)\n((?:\1 +\S.*(?:\n|\Z)|[ \t]*\n)+)",
    re.MULTILINE,
)
_BULLET = re.compile(r"^ *(?:[-*•·▪◦‣]|#{1,6}) +\S.*", re.MULTILINE)
_FIRST_AND_SECOND = re.compile(r"^ *1[.)] .*(?=\n(?:.*\n)*? *2[.)] )", re.MULTILINE)


def garbled(text: str, name: str) -> Iterator[Problem]:
    """Yield one problem for all letters of TEXT that another encoding made of one; it calls NAME.

    Whoever saved the file in it reads there how many places are to be mended.
    """
    if text.isascii() or not (first := _GARBLED.search(text)):
        return
    line, column = _place(text, first.start())
    write = f"write {quote(_mended(first[0]))}" if _mended(first[0]) else "write the lost letter"
    write += "; another program took the text for one of another encoding than UTF-8"
    if more := sum(1 for _ in _GARBLED.finditer(text, first.end())):
        write += f", here and in {more} more place{'s' * (more > 1)}"
    yield Problem(name, line, column, write=write, got=quote(first[0]), code="garbled-letters")


def _mended(word: str) -> str:
    try:
        return word.encode("cp1252").decode("utf-8")
    except ValueError:
        return ""


def lists(text: str, name: str) -> Iterator[Problem]:
    """Yield a problem for each long text of a YAML file with signs of a list or a heading in it."""
    if not _BULLET.search(text) and not _FIRST_AND_SECOND.search(text):
        return
    for long_text in _LONG_TEXT.finditer(text):
        body = long_text.span(2)
        sign = _BULLET.search(text, *body) or _FIRST_AND_SECOND.search(text, *body)
        if sign:
            line, column = _place(text, sign.start())
            write = "write sentences; readers see the sign of a list or a heading as it is"
            got = quote(sign[0].strip())
            yield Problem(name, line, column, write=write, got=got, code="list-in-text")


def _place(text: str, index: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, index) + 1
    blanks = len(text[start:]) - len(text[start:].lstrip(" ")) if index == start else index - start
    return text.count("\n", 0, index) + 1, blanks + 1
