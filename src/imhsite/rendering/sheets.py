"""Sheets to print: the part of a page that is its sheet, as a tagged PDF.

A sheet says what its page says, because it is made from the page's HTML. The PDF is set by Typst
with the fonts that it brings, so the same page gives the same bytes everywhere.
"""

from __future__ import annotations

import functools
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from imhsite.model.records import Association

_SHEET = re.compile(r'<article class="sheet">.*?</article>', re.DOTALL)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_ATTEMPTS = (  # the next one for signs that the fonts of the one before lack
    {"ignore_system_fonts": True, "pdf_standards": ["ua-1"]},
    {"pdf_standards": ["ua-1"]},
    {},
)


def sheet_of(html: str, title: str, language: str, association: Association) -> str:
    """Return all that the sheet of the page HTML says, as JSON."""
    reader = _Reader(association.address)
    reader.feed(_SHEET.search(html)[0])
    return json.dumps(
        {"title": title, "language": language, "author": association.name, "body": reader.root},
        ensure_ascii=False,
    )


def sheet_pdf(sheet: str, layout: Path) -> bytes:
    """Return SHEET as a tagged PDF, after LAYOUT; the same bytes for the same sheet."""
    return _typeset(sheet, str(layout))


@functools.lru_cache(maxsize=512)
def _typeset(sheet: str, layout: str) -> bytes:
    """Kept for the next build in the same process: most sheets are as they were."""
    import typst  # which only a build with a new sheet needs

    *attempts, last = _ATTEMPTS
    for attempt in attempts:
        try:
            return typst.compile(layout, sys_inputs={"sheet": sheet}, **attempt)
        except typst.TypstError:
            continue
    return typst.compile(layout, sys_inputs={"sheet": sheet}, **last)


class _Reader(HTMLParser):
    """Reads HTML into nodes: a text, or a mapping of tag, class, address and children.

    Every address is a whole one.
    """

    VOID = ("br", "hr", "img", "input", "wbr")
    LEFT_OUT = ("svg", "script", "template")
    HOLD_NO_TEXT = ("article", "div", "dl", "ol", "section", "ul")

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.open = [_node("body")]

    @property
    def root(self) -> dict:
        return self.open[0]["children"][0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        node = _node(
            tag,
            said.get("class") or "",
            urljoin(self.address, said["href"]) if said.get("href") else "",
        )
        if tag not in self.LEFT_OUT:
            self.open[-1]["children"].append(node)
        if tag not in self.VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        while (node := self.open.pop())["tag"] != tag:
            pass
        node["children"] = [
            child
            for child in node["children"]
            if tag not in self.HOLD_NO_TEXT or not isinstance(child, str)
        ]
        if node["children"] and isinstance(node["children"][0], str):
            node["children"][0] = node["children"][0].lstrip(" ")
        if node["children"] and isinstance(node["children"][-1], str):
            node["children"][-1] = node["children"][-1].rstrip(" ")

    def handle_data(self, data: str) -> None:
        self.open[-1]["children"].append(_SPACE.sub(" ", data))


def _node(tag: str, name: str = "", address: str = "") -> dict:
    return {"tag": tag, "class": name, "href": address, "children": []}
