"""Mistakes in the text of a page that people write, found in its Markdown as typed.

Template code and links need the site, and are checked where that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from imhsite.files import pasted
from imhsite.files.problems import Problem, quote

STYLE = (
    "delete it, as browsers refuse styles inside a page; write { .a-class }, and style the class"
    ' in a file that "extra_css" in mkdocs.yml names'
)
_WORD = (
    "paste the text without its format (Ctrl+Shift+V, or Cmd+Shift+V on a Mac), and write Markdown"
)
_SCRIPT = "delete it; browsers refuse every script in a page, and the site works without"
_OUTSIDE = "delete it; the site shows nothing of others. Link to it instead: [words](https://...)"
_OLD_TAG = "write Markdown, such as **strong** or ## Heading"
_HEADING = 'write "## " for this heading; the one on top is the title in the front matter'
_LIST = "leave an empty line above the list, or it becomes part of the paragraph"
_IMG = "write ![what it shows](file.png), for those who cannot see it too"
_BRACES = "write two braces on each side of a call: {{ ... }}"
_BOX = "begin each line of the box with four blanks"
_LINK = "write no blank between the words of a link and its address"

_CODE = re.compile(
    r"^( *)(```+|~~~+).*?(?:^ *\2|\Z)|(?<!`)(`+)(?!`).+?(?<!`)\3(?!`)", re.DOTALL | re.MULTILINE
)
_TEMPLATE_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_TARGET = r"(?:https?:\S+|\.{0,2}/\S*|[\w./-]+/|[\w./-]+\.md\S*)"
_MISTAKES = [  # what it looks like, what to write, its code
    (r"<(?:script|noscript)\b[^>]*>|\son[a-z]+\s*=\s*[\"'][^\"']*[\"']", _SCRIPT, "script"),
    (r"\]\(\s*javascript:[^)]*\)|href\s*=\s*[\"']javascript:[^\"']*[\"']", _SCRIPT, "script"),
    (
        r"<!--\s*(?:\[if|StartFragment)[^>]*>|</?[ovw]:\w+[^>]*>"
        r"|<\w+[^>]*\b(?:class\s*=\s*[\"']?Mso|mso-)[^>]*>",
        _WORD,
        "word-html",
    ),
    (r"<(?:iframe|embed|object)\b[^>]*>", _OUTSIDE, "outside-content"),
    (r"!\[[^\]]*\]\(\s*https?:[^)]*\)", _OUTSIDE, "outside-content"),
    (r"<(?:img|video|audio)\b[^>]*\bsrc\s*=\s*[\"']https?:[^>]*>", _OUTSIDE, "outside-content"),
    (r"<(?:font|center|marquee|big|b|i|u)\b[^>]*>", _OLD_TAG, "old-html"),
    (r"^ {0,3}#(?!#)[ \t]+\S.*|<h1\b[^>]*>", _HEADING, "second-title"),
    (r"<img\b(?![^>]*(?:\balt\s*=|src\s*=\s*[\"']https?:))[^>]*>", _IMG, "no-text"),
    (r"(?<!\{)\{ *[a-z_]+\([^{}\n]*\) *\}(?!\})", _BRACES, "template-code"),
    (r"^(?:!!!|\?\?\?\+?|===) .+(?=\n\n? {1,3}\S)", _BOX, "box-indentation"),
    (rf"\[[^\]\n]+\] +\({_TARGET}\)", _LINK, "broken-link"),
]
_FORMS = [
    (re.compile(form, re.MULTILINE | re.IGNORECASE), write, code) for form, write, code in _MISTAKES
]
_ONCE = {"word-html"}  # as one paste brings many
_STYLE = re.compile(r"(?:<\w|\{)[^<>{}\n]*\sstyle\s*(?==)")
_ITEM = re.compile(r" {0,3}(?:[-*+]|1[.)]) +\S")
_NO_PARAGRAPH = re.compile(r"\s*$|\s*[-*+>|#<:!?=/{\[]|\s*\d+[.)] |\s{4}")


def problems(markdown: str, name: str, above: int) -> Iterator[Problem]:
    """Yield the mistakes in the MARKDOWN of a page that messages call NAME.

    ABOVE it stand so many lines of front matter.
    """
    for problem in _problems(markdown, name):
        yield replace(problem, line=problem.line + above)


def _problems(markdown: str, name: str) -> Iterator[Problem]:
    yield from pasted.garbled(markdown, name)
    text = without_code(markdown)
    for form, write, code in _FORMS:
        matches = [*form.finditer(text)]
        for match in matches[:1] if code in _ONCE else matches:
            begin = match.start() + len(match[0]) - len(match[0].lstrip())
            line = text.count("\n", 0, begin) + 1
            column = begin - text.rfind("\n", 0, begin)
            yield Problem(name, line, column, write=write, got=quote(match[0].strip()), code=code)
    for match in _STYLE.finditer(text):
        line = text.count("\n", 0, match.end()) + 1
        yield Problem(name, line, field="style", write=STYLE, code="style")
    yield from _joined_lists(text, name)


def without_code(markdown: str) -> str:
    """Return MARKDOWN with blanks in the place of examples of code and of template code."""
    return _TEMPLATE_CODE.sub(_blank, _CODE.sub(_blank, markdown))


def _joined_lists(text: str, name: str) -> Iterator[Problem]:
    """Yield a problem for each list that begins right below a paragraph."""
    before = ""
    for number, line in enumerate(text.split("\n"), 1):
        if _ITEM.match(line) and not _NO_PARAGRAPH.match(before):
            yield Problem(name, number, 1, write=_LIST, got=quote(line.strip()), code="joined-list")
        before = line if not line.startswith(" ") or not before.strip() else before


def _blank(match: re.Match) -> str:
    """Return as many blanks as MATCH has signs, in its lines."""
    return re.sub(r"[^\n]", " ", match[0])
