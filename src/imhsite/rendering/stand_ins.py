"""The pages that people write: Markdown that calls macros.

A macro's HTML never passes through Markdown. While Markdown works, a word that it leaves alone
stands in its place; so a value from the data cannot become a link, a heading or emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import jinja2
from markupsafe import Markup, escape

from imhsite.files.problems import DataError, Problem
from imhsite.language import marks
from imhsite.rendering.markdown import fill_marks, unknown_icons
from imhsite.rendering.mistakes import Source, render

_STAND_IN = "zqmacro{}qz"
_ALONE = re.compile(r"<p>((?:\s*zqmacro\d+qz)+)\s*</p>")
_BLOCK = re.compile(
    r"\s*<(?:aside|div|dl|figure|footer|form|h\d|nav|noscript|ol|p|section|svg|table|ul)\b"
)
_RESERVED = re.compile(r"zq(?:macro\d+|(?:icon|label|style)-[\w-]*-)qz")
_INLINE = re.compile(r"zqmacro(\d+)qz")
# Of a heading, as in {#children}, which is no comment of the template.
_ID = re.compile(r"\{#(?=[\w:.-]+(?:[ \t][^{}#\n]*)?\})")
_TERM = re.compile(r"""\bterm\(["']([a-z0-9-]+)""")


class Prose:
    """The macros' HTML of one page, kept while Markdown works on the text around it."""

    def __init__(
        self,
        environment: jinja2.Environment,
        name: str,
        first_line: int = 0,
        context: Mapping[str, object] = {},
    ) -> None:
        self.name, self.first_line, self.context = name, first_line, context
        self.values: list[Markup] = []
        self.markdown = ""
        self.environment = environment.overlay(finalize=self._keep)

    def expand(self, markdown: str, **context: object) -> str:
        """Return MARKDOWN with its template code carried out and a stand-in for every value.

        `linked` there names the words of the glossary that the page links itself, for macros that
        link others. Raises DataError with file and line for a mistake in the template code.
        """
        self.markdown = markdown
        if _RESERVED.search(markdown):
            write = "delete the words that look like zqmacro0qz; the site needs them"
            raise DataError([Problem(self.name, write=write, code="reserved-words")])
        text = _ID.sub("{% raw %}{#{% endraw %}", markdown)
        values = {"linked": set(_TERM.findall(markdown))} | self.context | context
        return render(
            Source(self.environment, self.name, text, self.first_line),
            lambda: self.environment.from_string(text).render(values),
        )

    def fill(self, html: str) -> str:
        """Return HTML with the macros' HTML in place of the stand-ins.

        Raises DataError for an icon that there is not, and for a style.
        """
        html = fill_marks(html, self.environment, self._place)
        html = _INLINE.sub(
            lambda match: self.values[int(match[1])], _ALONE.sub(self._unwrapped, html)
        )
        return marks.as_elements(html)

    def unknown_icons(self, markdown: str) -> Iterator[Problem]:
        """Yield a problem for each unknown icon in MARKDOWN, which has no examples of code."""
        self.markdown = markdown
        return unknown_icons(markdown, self.environment, self._place)

    def _place(self, text: str) -> tuple[str, int]:
        """The page, and the line on which TEXT first stands; 0 where it came from elsewhere."""
        before, match, _ = self.markdown.partition(text)
        return self.name, self.first_line + before.count("\n") + 1 if match else 0

    def _unwrapped(self, paragraph: re.Match) -> str:
        """Return the stand-ins of a paragraph that holds nothing else.

        The paragraph is removed where one of them is a block.
        """
        return (
            paragraph[1]
            if any(
                _BLOCK.match(self.values[int(number)]) for number in _INLINE.findall(paragraph[1])
            )
            else paragraph[0]
        )

    @jinja2.pass_context  # else it is asked for constants too early, while the template is compiled
    def _keep(self, _: jinja2.runtime.Context, value: object) -> str:
        self.values.append(escape(value))
        return _STAND_IN.format(len(self.values) - 1)
