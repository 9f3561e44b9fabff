"""Sheets to print: the part of a page that is its sheet, as a tagged PDF.

A sheet says what its page says, because it is made from the page's HTML.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from imhsite.model.records import Association

_SHEET = re.compile(r'<article class="sheet">.*?</article>', re.DOTALL)
_SPACE = re.compile(r"[ \t\n\r\f]+")


def sheet_of(html: str, title: str, language: str, association: Association) -> str:
    """Return all that the sheet of the page HTML says, as JSON."""
    reader = _Reader(association.address)
    reader.feed(_SHEET.search(html)[0])
    return json.dumps(
        {"title": title, "language": language, "author": association.name, "body": reader.root},
        ensure_ascii=False,
    )


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
