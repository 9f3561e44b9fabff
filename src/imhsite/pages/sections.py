"""What a page of prose says: its headings and the lines below each, read once from its HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_VOID = {"area", "br", "hr", "img", "input", "link", "meta", "source", "wbr"}
_IN_A_LINE = {
    "a", "abbr", "b", "cite", "code", "dfn", "em", "i", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "svg", "time", "u", "var",
}  # fmt: skip
_COMPONENTS = {"aside", "div", "dl", "form", "section"}  # around what no paragraph of prose holds
_LEFT_OUT = {"source-note", "first-call", "help-lines", "icon"}  # stand on many pages


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its level, the `text` up to the first component, and the `rest`.

    Levels are 1 to 6; the first section of a page may have no heading, and level 0. `anchor` is
    the heading's id, or that of the item of a list that it begins; "" for none.
    """

    level: int
    heading: str
    text: tuple[str, ...]
    rest: tuple[str, ...]
    anchor: str = ""


def sections_of(html: str) -> tuple[Section, ...]:
    """Return the sections of the page with the content HTML.

    A line is a paragraph, an item or a cell, its blanks single. Pictures, forms and what stands on
    many pages are left out.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return tuple(
        Section(level, " ".join(heading), tuple(text), tuple(rest), anchor)
        for (level, heading, text, rest), anchor in zip(
            reader.sections, reader.anchors, strict=True
        )
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sections: list[tuple[int, list[str], list[str], list[str]]] = [(0, [], [], [])]
        self.anchors = [""]
        self.item = ""  # the id of an item of a list, until its heading comes
        self.into = self.sections[0][2]
        self.line: list[str] = []
        self.left_out = 0  # how deep inside an element that is left out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            if tag == "br":
                self.end_line()
            return
        if not self.left_out and tag not in _IN_A_LINE:
            self.end_line()
            self._open(tag, dict(attrs).get("id") or "")
        classes = (dict(attrs).get("class") or "").split()
        if self.left_out or tag in ("svg", "form") or not _LEFT_OUT.isdisjoint(classes):
            self.left_out += 1

    def _open(self, tag: str, anchor: str) -> None:
        if tag == "li":
            self.item = anchor
        elif level := _HEADINGS.get(tag):
            self.sections.append((level, [], [], []))
            self.anchors.append(anchor or self.item)
            self.into = self.sections[-1][1]
        elif tag in _COMPONENTS:
            self.into = self.sections[-1][3]

    def handle_endtag(self, tag: str) -> None:
        if self.left_out:
            self.left_out -= tag not in _VOID
        elif tag not in _IN_A_LINE:
            self.end_line()
            if tag in _HEADINGS:
                self.into = self.sections[-1][2]
            if tag == "li" or tag in _HEADINGS:
                self.item = ""

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.line.append(data)

    def end_line(self) -> None:
        if line := " ".join("".join(self.line).split()):
            self.into.append(line)
        self.line.clear()
