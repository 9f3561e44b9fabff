"""Markdown as people know it from Material, in HTML that fits the theme and its policy.

`ThemeMarkdown` works after all other extensions. It knows neither the page nor its language, so it
leaves marks, which `fill_marks` replaces by icons and by words of the page's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

import jinja2
from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import escape

from imhsite.files.problems import DataError, Problem, did_you_mean, quote
from imhsite.reading.page_text import STYLE

NAME = "imhsite.rendering.markdown"  # as Markdown calls this extension
_MARK = re.compile(r"<?zq(icon|label|style)-([\w-]*)-qz>?")
_ICON = r":((?:fontawesome|material|octicons|simple)-[\w-]+):"
_ICON_FILE = re.compile(r"\.icons/(.+/.+)\.svg")
_CHECKBOX = re.compile(r'<input type="checkbox" disabled( checked)?\s*/?>')
_CODE = re.compile(r"<pre(?![^>]*\stabindex)(?=[\s>])")
_STYLE = re.compile(r"(<\w[^<>]*\s)style(?=\s*=)")
_ALIGN = re.compile(r"text-align:\s*(\w+);?\s*")
_NO_WORD = re.compile(r"zq\S*?qz|\x02.*?\x03")
_TOGGLES = {"a", "button", "label", "summary", "h1", "h2", "h3", "h4", "h5", "h6"}
NARROW = 3  # columns that any screen has room for
BUTTON, PRIMARY = "md-button", "md-button--primary"
TYPES = {  # of admonitions: the names that one has, and its icon
    ("note",): "pencil-outline",
    ("abstract", "summary", "tldr"): "text-box-outline",
    ("info", "todo"): "information-outline",
    ("tip", "hint", "important"): "lightbulb-on-outline",
    ("success", "check", "done"): "check-circle-outline",
    ("question", "help", "faq"): "help-circle-outline",
    ("warning", "caution", "attention"): "alert-outline",
    ("failure", "fail", "missing"): "close-circle-outline",
    ("danger", "error"): "alert-octagon-outline",
    ("bug",): "bug-outline",
    ("example",): "flask-outline",
    ("quote", "cite"): "format-quote-close",
}
_TYPE_OF = {name: (names[0], icon) for names, icon in TYPES.items() for name in names}


def makeExtension(**options: object) -> ThemeMarkdown:  # the name that Markdown looks for
    return ThemeMarkdown(**options)


class ThemeMarkdown(Extension):
    """Icons by name, and HTML of other extensions as the theme has it."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(_Icons(_ICON, md), "theme-icons", 75)
        md.treeprocessors.register(_Elements(md), "theme-elements", 1)
        md.postprocessors.register(_Text(md), "theme-text", 1)


class _Icons(InlineProcessor):
    def handleMatch(self, match: re.Match, data: str) -> tuple[Element, int, int]:
        return _icon(match[1], self.md), match.start(0), match.end(0)


class _Text(Postprocessor):
    """What other extensions and authors write as text of HTML."""

    def run(self, text: str) -> str:
        text = _STYLE.sub(rf"\1{_mark('style', '')}", _CHECKBOX.sub(_task, text))
        return _CODE.sub('<pre tabindex="0"', text)  # as it scrolls


class _Elements(Treeprocessor):
    """What other extensions write as elements."""

    def run(self, root: Element) -> None:
        self.md.set_output_format("html")  # Markdown sets its own after its extensions
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self._expanded: set[str] = set()
        for element in list(root.iter()):
            if "admonition-title" in _classes(element):
                self._change_title(element)
            if change := getattr(self, f"_change_{element.tag}", None):
                change(element)

    def _change_summary(self, summary: Element) -> None:
        if _classes(self.parents[summary]):
            self._change_title(summary)

    def _change_title(self, title: Element) -> None:
        """Give the TITLE of an admonition its icon, and its word where the author wrote none."""
        kind = _classes(self.parents[title])
        name = next((name for name in kind if name in _TYPE_OF), "note")
        label, icon = _TYPE_OF[name]
        if title.text == name.capitalize():
            title.text = _mark("label", f"admonition-{label}")
        picture = _icon(f"material-{icon}", self.md)
        picture.tail, title.text = title.text, None
        title.insert(0, picture)

    def _change_abbr(self, abbr: Element) -> None:
        """Let readers reach what the first ABBR of its sort means, by touch or by key."""
        title = abbr.get("title")
        if title not in self._expanded and not any(
            above.tag in _TOGGLES for above in self._above(abbr)
        ):
            self._expanded.add(title)
            abbr.set("tabindex", "0")

    def _change_a(self, link: Element) -> None:
        classes = _classes(link)
        if BUTTON in classes:
            others = [name for name in classes if name not in (BUTTON, PRIMARY)]
            look = ["button"] if PRIMARY in classes else ["button", "quiet"]
            link.set("class", " ".join(look + others))
        if "footnote-backref" in classes:
            link.attrib.pop("title", None)
            link.set("aria-label", _mark("label", "footnote-back"))
            link.text = None
            link.append(_icon("material-arrow-up", self.md))

    def _change_table(self, table: Element) -> None:
        heads = [*table.iter("th")]
        if len(heads) <= NARROW:
            return
        names = (" ".join(_NO_WORD.sub("", "".join(head.itertext())).split()) for head in heads)
        box = Element("div", {"class": "table-scroll", "role": "group", "tabindex": "0"})
        box.set("aria-label", ", ".join(filter(None, names)) or _mark("label", "table"))
        _replace(self.parents[table], table, box)
        box.append(table)

    def _change_th(self, cell: Element) -> None:
        """Say by class how a CELL is aligned, as the policy refuses styles."""
        if align := _ALIGN.fullmatch(cell.get("style", "")):
            del cell.attrib["style"]
            if align[1] != "left":
                _add_class(cell, f"align-{align[1]}")

    _change_td = _change_th

    def _change_figure(self, figure: Element) -> None:
        _add_class(figure, "captioned")

    def _change_dl(self, definitions: Element) -> None:
        _add_class(definitions, "definitions")

    def _change_input(self, tab: Element) -> None:
        """Let the ids of a TAB begin with a letter."""
        for name in ("id", "name", "for"):
            if tab.get(name, "").startswith("__tabbed_"):
                tab.set(name, tab.get(name).lstrip("_"))

    _change_label = _change_input

    def _above(self, element: Element) -> Iterator[Element]:
        while element in self.parents:
            element = self.parents[element]
            yield element


def fill_marks(html: str, environment: jinja2.Environment, at: Callable[[str], tuple]) -> str:
    """Return HTML with icons and words of ENVIRONMENT in place of the marks.

    Raises DataError for an icon that there is not and for a style, where AT returns file and line
    of a text.
    """

    def content(mark: re.Match) -> str:
        if mark[1] == "label":
            return str(escape(environment.globals["label"](mark[2])))
        if mark[1] == "style":
            raise DataError([Problem(*at("style"), 0, "", "style", STYLE, "", "style")])
        return _svg(mark[2], environment, at)

    return _MARK.sub(content, html)


def to_html(text: str, extensions: Mapping[str, dict]) -> str:
    """Return TEXT, Markdown with EXTENSIONS and their options, as HTML with marks."""
    md = Markdown(extensions=[*extensions, NAME], extension_configs={**extensions})
    return md.convert(text)


def _svg(name: str, environment: jinja2.Environment, at: Callable[[str], tuple]) -> str:
    """Return the icon NAME, such as "material-phone", as SVG."""
    try:
        return environment.loader.get_source(environment, _file_of(name))[0]
    except jinja2.TemplateNotFound:
        names = (_name_of(path) for path in environment.loader.list_templates())
        got = quote(f":{name}:") + did_you_mean(f":{name}:", filter(None, names))
        write = "write an icon that there is"
        problem = Problem(*at(f":{name}:"), write=write, got=got, code="unknown-icon")
        raise DataError([problem]) from None


def unknown_icons(
    text: str, environment: jinja2.Environment, at: Callable[[str], tuple]
) -> Iterator[Problem]:
    """Yield a problem for each icon in TEXT, Markdown without code, that there is not."""
    for match in re.finditer(_ICON, text):
        try:
            _svg(match[1], environment, at)
        except DataError as error:
            yield from error.problems


def _file_of(name: str) -> str:
    """Return the template of the icon NAME; those of Font Awesome lie a folder deeper."""
    folders = name.split("-", 2 if name.startswith("fontawesome-") else 1)
    return f".icons/{'/'.join(folders)}.svg"


def _name_of(path: str) -> str:
    """Return how Markdown writes the icon of the template PATH; "" where it is no icon."""
    icon = _ICON_FILE.fullmatch(path)
    return f":{icon[1].replace('/', '-')}:" if icon else ""


def _task(checkbox: re.Match) -> str:
    """What a CHECKBOX that nobody can tick says to those who see it, and to those who do not."""
    state, mark = ("done", "marked") if checkbox[1] else ("open", "blank")
    icon = f"checkbox-{mark}-outline"
    return (
        f'<span class="icon in-text" aria-hidden="true">{_mark("icon", f"material-{icon}")}</span>'
        f'<span class="visually-hidden">{_mark("label", f"task-{state}")}</span>'
    )


def _icon(name: str, md: Markdown) -> Element:
    """Return the icon NAME; its mark is a tag, so no part of the words and the id of a heading."""
    element = Element("span", {"class": "icon in-text", "aria-hidden": "true"})
    element.text = md.htmlStash.store(_mark("icon", name))
    return element


def _mark(kind: str, name: str) -> str:
    return f"<zqicon-{name}-qz>" if kind == "icon" else f"zq{kind}-{name}-qz"


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _add_class(element: Element, name: str) -> None:
    element.set("class", " ".join([*_classes(element), name]))


def _replace(parent: Element, old: Element, new: Element) -> None:
    new.tail, old.tail = old.tail, None
    parent[list(parent).index(old)] = new
