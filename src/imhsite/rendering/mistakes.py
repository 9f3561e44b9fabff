"""Mistakes in templates and in the Markdown of pages, as problems with file and line.

Whoever wrote `{{ term("pediatrcian") }}` reads in which line that word stands, what to write
instead and what may have been meant.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes

from imhsite.files.problems import DataError, Mistake, Problem, did_you_mean, quote
from imhsite.model.records import Record, declared_fields

_ICONS = ".icons/"
TEXT = "<template>"  # the file that Jinja names for a template which has none
_OURS = re.compile(r"^.*/(?=overrides/|theme/|docs/)")
_END = re.compile(r"[}%]\}")
_FAILURES = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
_SORTS = {"str": "text", "dict": "table", "tuple": "list"}
_CODE = "fix the template code: "


class UnknownName(jinja2.UndefinedError):
    """A name that templates don't know, an attribute that a value lacks, a value not given."""

    def __init__(self, hint: str | None, value: object, name: str | None, message: str) -> None:
        super().__init__(message)
        self.hint, self.value, self.word = hint, value, name


class Unknown(jinja2.StrictUndefined):
    """What templates get for a name that there is not; using it raises UnknownName."""

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = jinja2.utils.missing,
        name: str | None = None,
        exc: type[jinja2.TemplateRuntimeError] = jinja2.UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, partial(UnknownName, hint, obj, name))


def checked(name: str, macro: Callable, load: Callable[[], Any]) -> Callable:
    """Return MACRO, which raises Mistake for arguments that it does not take.

    `load` returns the macro NAME itself, which knows them.
    """

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return macro(*args, **kwargs)
        except TypeError:
            if mistake := _wrong_arguments(name, load(), len(args), kwargs):
                raise mistake from None
            raise

    return call


def _wrong_arguments(name: str, macro: Any, count: int, keywords: Iterable[str]) -> Mistake | None:
    takes = ", ".join(macro.arguments) or "nothing"
    for word in keywords:
        if word not in macro.arguments:
            write = f"only what {name}() takes: {takes}"
            return Mistake(write, word, macro.arguments, "unknown-argument")
    if count > len(macro.arguments):
        write = f"only what {name}() takes: {takes}"
        return Mistake(write, name, (), "too-many-values", got=f"{count} values")
    return None


@dataclass(frozen=True, slots=True)
class _Frame:
    """A place in a template that the error came through: its file as people know it, and line."""

    file: str
    line: int
    text: str

    def line_of(self, word: str) -> int:
        """Return the line of WORD in the template code that begins at the line; 0 for none."""
        lines = self.text.split("\n")[self.line - 1 :]
        for number, line in enumerate(lines, self.line):
            if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line):
                return number
            if _END.search(line):
                break
        return 0


class Source:
    """A template, or a page that people write, whose mistakes are to be named.

    `text` is its Markdown where it is a page; `above` are the lines of the front matter above it.
    """

    def __init__(
        self, environment: jinja2.Environment, name: str, text: str | None = None, above: int = 0
    ) -> None:
        self.environment, self.name, self.text, self.above = environment, name, text, above

    def problem(self, error: Exception) -> Problem:
        """Return what ERROR, which rendering raised, says to whoever wrote the template."""
        if isinstance(error, jinja2.TemplateSyntaxError):
            return self._of_syntax(error)
        frames = [*self._frames(error)]
        problem, word = self._meaning(error, frames)
        if problem.code == "missing-value" and frames[1:]:
            frames.pop()  # the macro that lacks the value: its caller is wrong
        for frame in reversed(frames):
            if word and (line := frame.line_of(word)):
                return self._placed(problem, frame, line)
        if frames:
            return self._placed(problem, frames[-1], problem.line or frames[-1].line)
        return replace(problem, file=self._short_name(self.name))

    def _placed(self, problem: Problem, frame: _Frame, line: int) -> Problem:
        above = self.above if frame.text == self.text else 0
        return replace(problem, file=frame.file, line=line + above)

    def _meaning(self, error: Exception, frames: list[_Frame]) -> tuple[Problem, str]:
        """Return the problem without its place, and the word that is wrong."""
        if isinstance(error, Mistake):
            return error.problems[0], error.word
        if isinstance(error, UnknownName):
            return self._of_name(error, frames)
        if isinstance(error, jinja2.TemplateNotFound):
            return self._of_missing_file(error)
        if frames and (unknown := self._unknown_filter(frames[-1].text)):
            return unknown, ""
        words = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
        return Problem("", write=f"{_CODE}{words}", code="template"), ""

    def _of_name(self, error: UnknownName, frames: list[_Frame]) -> tuple[Problem, str]:
        if error.word is None:  # such as the first item of an empty list
            return Problem("", write=f"{_CODE}{error.message}", code="template"), ""
        if error.hint is not None:  # a macro was not given a value
            macro = Path(frames[-1].file).stem if frames else ""
            write = f"give {macro}() its {quote(error.word)}"
            return Problem("", write=write, code="missing-value"), macro
        if error.value is jinja2.utils.missing:
            names = [name for name in self.environment.globals if not name.startswith("_")]
            write = "write the name of a macro, or of a value that templates know"
            got = quote(error.word) + did_you_mean(error.word, names)
            return Problem("", write=write, got=got, code="unknown-name"), error.word
        if error.value is None:
            write = (
                "ask first whether there is something, as in {% if line.caution %}; here is nothing"
            )
            got = quote(f".{error.word}")
            return Problem("", write=write, got=got, code="empty-value"), str(error.word)
        names = [*(error.value if isinstance(error.value, dict) else dir(error.value))]
        sort, word = type(error.value).__name__, str(error.word)
        owner = _SORTS.get(sort, sort).lower()
        article = "an" if owner[0] in "aeiou" else "a"
        write = f"write the name of something that {article} {owner} has"
        if isinstance(error.value, Record):
            names = [*declared_fields(type(error.value))]
            write = f"write one of the fields of {article} {owner}: {', '.join(names)}"
        got = quote(word) + did_you_mean(word, map(str, names))
        return Problem("", write=write, got=got, code="unknown-attribute"), word

    def _of_missing_file(self, error: jinja2.TemplateNotFound) -> tuple[Problem, str]:
        name = error.name or ""
        word, templates = Path(name).stem, self.environment.list_templates()
        if name.startswith(_ICONS):
            icons = [Path(icon).stem for icon in templates if icon.startswith(_ICONS)]
            got = quote(word) + did_you_mean(word, icons)
            write = "write the name of a Material Design icon, such as phone"
            return Problem("", write=write, got=got, code="unknown-icon"), word
        got = quote(name) + did_you_mean(name, templates)
        return Problem("", write="write the name of a template", got=got, code="unknown-file"), name

    def _of_syntax(self, error: jinja2.TemplateSyntaxError) -> Problem:
        """Return the problem of template code that cannot be read."""
        is_page = error.name is None and self.text is not None
        text = (self.text if is_page else error.source) or ""
        file = self._short_name(self.name if is_page else error.filename or error.name or self.name)
        above = self.above if is_page else 0
        problem = self._unknown_filter(text)
        if problem is None:
            lines = text.split("\n")
            line = lines[error.lineno - 1].strip() if 0 < error.lineno <= len(lines) else ""
            write = f"{_CODE}{error.message}; close every bracket, quotation mark and block"
            got = quote(line) if line else ""
            problem = Problem("", error.lineno, write=write, got=got, code="template-syntax")
        return replace(problem, file=file, line=problem.line + above)

    def _unknown_filter(self, text: str) -> Problem | None:
        """Return the problem with the first filter or test of TEXT that there is not."""
        try:
            tree = self.environment.parse(text)
        except jinja2.TemplateSyntaxError:
            return None
        for sort, names in (
            (nodes.Filter, self.environment.filters),
            (nodes.Test, self.environment.tests),
        ):
            for node in tree.find_all(sort):
                if node.name not in names:
                    write = "write the name of a filter or test that templates know"
                    got = quote(node.name) + did_you_mean(node.name, names)
                    return Problem("", node.lineno, write=write, got=got, code="unknown-filter")
        return None

    def _frames(self, error: Exception) -> Iterator[_Frame]:
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename == TEXT and self.text is not None:
                yield _Frame(self.name, frame.lineno or 0, self.text)
            elif frame.filename.endswith(".html"):
                text = Path(frame.filename).read_text(encoding="utf-8")
                yield _Frame(self._short_name(frame.filename), frame.lineno or 0, text)

    def _short_name(self, file: str) -> str:
        return _OURS.sub("", file)


def render(source: Source, work: Callable[[], str]) -> str:
    """Return the text that WORK renders from SOURCE.

    Raises DataError with file and line for a mistake in it.
    """
    try:
        return work()
    except Mistake as error:
        raise DataError([source.problem(error)]) from error
    except DataError:
        raise
    except _FAILURES as error:
        raise DataError([source.problem(error)]) from error
