"""What readers get of a built page: its blocks of text in order, its links, pictures and styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html
from lxml import etree

# Elements in the middle of a sentence; every other begins a block of its own.
# fmt: off
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "dfn", "em", "i", "img",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "svg", "time",
    "u", "var", "wbr",
))
# fmt: on
_UNREAD = frozenset(("script", "style", "template"))
_PARTS = {"header": "the header", "footer": "the footer"}
_WORDS = ("aria-label", "alt", "title", "placeholder")  # attributes that readers see or hear
_ADDRESSES = ("href", "src", "srcset", "action", "integrity")
_REFRESH = re.compile(r"0; *url=(.+)")
_HASH = re.compile(r"\.[0-9a-f]{10}(?=\.\w+$)")
_PARSER = lxml.html.HTMLParser(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, cell or control, with the tags in and before it.

    `part` is "the header" or "the footer", empty for the rest of the page.
    """

    text: str
    part: str
    markup: tuple[str, ...]


@dataclass
class PageBlocks:
    """A page as its readers get it.

    `moved_to` is the address to which the page only leads on. `links` are the addresses of links
    by their text; `pictures`, `styles` and `scripts` the published files by their name in the
    theme.
    """

    language: str
    moved_to: str = ""
    blocks: list[Block] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    scripts: dict[str, str] = field(default_factory=dict)


def read_page(html: bytes) -> PageBlocks:
    """Return what readers get of the page HTML."""
    root = lxml.html.document_fromstring(html, parser=_PARSER)
    page = PageBlocks(root.get("lang", ""))
    _read_head(root, page)
    body = root.find("body")
    page.blocks += [Block(text, "", ()) for text in _titles(root)]
    if body is not None:
        reader = _Reader(page)
        reader.read(body)
        reader.flush()
    return page


def theme_name(address: str) -> str:
    """Return the name of the published file at ADDRESS without the hash of its content."""
    return _HASH.sub("", address.rpartition("/")[2])


def _read_head(root: etree._Element, page: PageBlocks) -> None:
    for element in root.iter("link", "script", "meta"):
        address = element.get("href") or element.get("src") or ""
        if element.tag == "link" and element.get("rel") == "stylesheet":
            page.styles[theme_name(address)] = address
        elif element.tag == "script" and address:
            page.scripts[theme_name(address)] = address
        elif element.get("http-equiv") == "refresh" and (
            match := _REFRESH.fullmatch(element.get("content", ""))
        ):
            page.moved_to = match[1]


def _titles(root: etree._Element) -> Iterator[str]:
    """Yield what the tab and a search engine show of the page."""
    yield root.findtext("head/title") or ""
    for meta in root.iterfind("head/meta[@name='description']"):
        yield meta.get("content", "")


class _Reader:
    """Collects the blocks of a page, element by element."""

    def __init__(self, page: PageBlocks) -> None:
        self.page = page
        self.part = ""
        self.text: list[str] = []
        self.named: list[str] = []
        self.markup: list[str] = []

    def read(self, element: etree._Element) -> None:
        if not isinstance(element.tag, str) or element.tag in _UNREAD:
            return
        is_inline, part = element.tag in _INLINE, self.part
        if not is_inline:
            self.flush()
        self.part = part or _PARTS.get(element.tag, "")
        self._note(element)
        if element.tag != "svg":
            self._read_inside(element)
        if not is_inline:
            self.flush()
        self.part = part

    def _read_inside(self, element: etree._Element) -> None:
        if element.tag == "br":
            self.text.append(" ")
        self.text.append(element.text or "")
        for child in element:
            self.read(child)
            self.text.append(child.tail or "")

    def _note(self, element: etree._Element) -> None:
        self.markup.append(_start_tag(element))
        self.named += [element.get(name) for name in _WORDS if element.get(name)]
        if element.tag == "img":
            address = element.get("src", "")
            self.page.pictures[theme_name(address)] = address
        if element.tag == "a" and element.get("href"):
            text = _flat(element.text_content()) or element.get("aria-label", "")
            self.page.links.setdefault(text, []).append(element.get("href"))

    def flush(self) -> None:
        """End the block, and keep it where it says something."""
        for text in (_flat("".join(self.text)), *self.named):
            if text:
                self.page.blocks.append(Block(text, self.part, tuple(self.markup)))
                self.markup = []
        self.text, self.named = [], []


def _flat(text: str) -> str:
    return " ".join(text.split())


def _start_tag(element: etree._Element) -> str:
    """Return the start tag of ELEMENT, without words and addresses; of a drawing all of it."""
    if element.tag == "svg":
        return etree.tostring(element, encoding="unicode", with_tail=False)
    attributes = (
        f' {name}="{value}"' if value else f" {name}"
        for name, value in sorted(element.attrib.items())
        if name not in _WORDS and name not in _ADDRESSES
    )
    return f"<{element.tag}{''.join(attributes)}>"
