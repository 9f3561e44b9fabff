"""Marks around words that are in another language than those beside them.

A label does not know if it will stand between tags or in an attribute, where no element can. So
marks go around the words, and become elements or nothing once the page is whole.
"""

from __future__ import annotations

import re

_BEGIN, _SAYS, _END = "\ue000", "\ue001", "\ue002"  # for private use: no text has them
_MARK = re.compile(f"{_BEGIN}([\\w-]+){_SAYS}([^{_END}]*){_END}")
# Where HTML takes no element: in tags, and in elements whose content is text.
_TEXT_ALONE = re.compile(r"<(option|script|style|textarea|title)\b.*?</\1>|<[^>]*>", re.DOTALL)


def marked(text: str, language: str) -> str:
    """Return TEXT between marks that say its LANGUAGE."""
    return f"{_BEGIN}{language}{_SAYS}{text}{_END}"


def plain(text: str) -> str:
    """Return TEXT without marks."""
    return _MARK.sub(r"\2", text) if _BEGIN in text else text


def as_elements(html: str) -> str:
    """Return HTML with an element in place of each mark, or nothing where none can stand."""
    if _BEGIN not in html:
        return html
    html = _TEXT_ALONE.sub(lambda part: plain(part[0]), html)
    return _MARK.sub(r'<span lang="\1">\2</span>', html)
