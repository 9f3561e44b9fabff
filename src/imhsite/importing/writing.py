"""Records as YAML: new ones, and single fields changed in a file, whose comments and order stay."""

from __future__ import annotations

import bisect
import contextlib
import os
import re
import signal
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from imhsite.files import source
from imhsite.files.source import Mapping as Fields
from imhsite.files.source import Node, Scalar

Value = str | list[str]
Values = dict[str, Value]
WIDTH = 98  # of a line
_SAFE = re.compile(
    r"[A-Za-zÀ-ÿ0-9(](?:[A-Za-zÀ-ÿ0-9_ .;/()'\u2019\u2013\u2014+&$%=,!?*°~-]|[@:#](?=[^\s,#]))*"
)
_NUMBER = re.compile(r"\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|0[ox][\da-fA-F]+")  # of YAML 1.2
_DATES = frozenset({"checked", "ended", "date", "seen"})  # fields that stand without quotes
_IN_LIST = re.compile(r"[A-Za-zÀ-ÿ][\w ./()'\u2019\u2013\u2014+&-]*")


def scalar(text: str) -> str:
    """Return TEXT, of one line, as YAML: in quotation marks where it needs them."""
    if _is_plain(text):
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


@lru_cache(4096)  # towns, needs and sources are written in many rows
def _is_plain(text: str) -> bool:
    if not _SAFE.fullmatch(text) or text[-1:].isspace() or "  " in text or " #" in text:
        return False
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ())
    return not any(pattern.match(text) for _, pattern in resolvers) and not _NUMBER.fullmatch(text)


def field(name: str, value: Value, indent: int = 2) -> str:
    """Return the lines of the field NAME with VALUE, a text or a list of texts."""
    margin = " " * indent
    if name in _DATES:
        return f"{margin}{name}: {value}\n"
    if isinstance(value, str):
        return f"{margin}{name}:{_text(value, indent + len(name) + 2, indent)}\n"
    if all(_IN_LIST.fullmatch(item) and _is_plain(item) for item in value):
        line = f"{margin}{name}: [{', '.join(value)}]"
        if len(line) <= WIDTH:
            return line + "\n"
    items = "".join(f"{margin}  - {scalar(item)}\n" for item in value)
    return f"{margin}{name}:\n{items}"


def _text(text: str, used: int, indent: int) -> str:
    if "\n" not in text:
        line = scalar(text)
        if used + len(line) <= WIDTH or len(text) < 40:
            return f" {line}"
    margin = " " * (indent + 2)
    paragraphs = text.split("\n")
    if any(not part or part != part.strip() for part in paragraphs):
        return " |-\n" + "\n".join(margin + line if line else "" for line in text.split("\n"))
    folded = ["\n".join(margin + line for line in _folded(part, indent)) for part in paragraphs]
    return " >-\n" + "\n\n".join(folded)


def _folded(text: str, indent: int) -> Iterator[str]:
    """The lines of TEXT, broken only where one blank stands, so that folding gives it back."""
    if "  " in text:
        yield text
        return
    line = ""
    for word in text.split(" "):
        if line and len(line) + len(word) + 1 + indent + 2 > WIDTH:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def record(slug: str, values: Mapping[str, Value]) -> str:
    """Return a record as it stands in its file; a line is empty above it."""
    return f"\n{slug}:\n" + "".join(field(name, value) for name, value in values.items())


def value_of(node: Node) -> Value:
    """Return what NODE says, in the form that `field` writes."""
    if isinstance(node, Scalar):
        return node.text
    return [item.text for item in getattr(node, "items", ()) if isinstance(item, Scalar)]


def values_of(node: Node) -> Values:
    """Return the fields of a record."""
    entries = node.entries if isinstance(node, Fields) else []
    return {name.text: value_of(part) for name, part in entries}


class Edited:
    """The text of a file of records, in which some fields and records change."""

    def __init__(self, text: str, name: str) -> None:
        self.lines = re.split(r"(?<=\n)", text)
        if not self.lines[-1]:
            self.lines.pop()
        if self.lines and not self.lines[-1].endswith("\n"):
            self.lines[-1] += "\n"
        parsed = source.parse(text, name)
        self.problems = [p for p in parsed.problems if p.code != source.EMPTY]
        self.records = {key.text: (key, node) for key, node in parsed.records}
        starts = [key.line - 1 for key, _ in self.records.values()] + [len(self.lines)]
        self._ends = dict(zip(self.records, starts[1:], strict=True))  # below each, from 0
        self.edits: list[tuple[int, int, str]] = []  # from line, to line (exclusive), new text

    def change(self, slug: str, changes: Mapping[str, Value | None], order: list[str]) -> None:
        """Set fields of the record SLUG, or take those away that are None; ORDER is of fields."""
        key, node = self.records[slug]
        entries = node.entries if isinstance(node, Fields) else []
        starts = [name.line - 1 for name, _ in entries] + [self._ends[slug]]
        at = {name.text: (i, name) for i, (name, _) in enumerate(entries)}
        for name, value in changes.items():
            text = "" if value is None else field(name, value)
            if name in at:
                first = starts[at[name][0]]
                end = self._last(first, starts[at[name][0] + 1])
                self.edits.append((first, end, text))
            elif value is not None:
                before = [i for other, (i, _) in at.items() if _before(other, name, order)]
                line = (
                    self._last(starts[max(before)], starts[max(before) + 1]) if before else key.line
                )
                self.edits.append((line, line, text))

    def add(self, records: Mapping[str, Mapping[str, Value]], in_order: bool = True) -> None:
        """Add RECORDS, each at its place in the alphabet, or at the end."""
        slugs = sorted(self.records) if in_order else []
        for slug in sorted(records) if in_order else records:
            text = record(slug, records[slug])
            after = bisect.bisect(slugs, slug)
            if after < len(slugs):
                line = self._above(self.records[slugs[after]][0].line - 1)
                text = text[1:] + "\n"
            else:
                line = len(self.lines)
            self.edits.append((line, line, text))

    def text(self) -> str:
        """Return the text with all changes."""
        lines, parts, at = self.lines, [], 0
        for first, end, text in sorted(self.edits, key=lambda edit: edit[:2]):
            parts += [*lines[at:first], text]
            at = max(at, end)
        return "".join([*parts, *lines[at:]]).lstrip("\n")

    def _last(self, first: int, after: int) -> int:
        """Where the field at FIRST ends: empty lines and comments above the one AFTER stay."""
        while after > first + 1 and re.match(r"\s*(#|$)", self.lines[after - 1]):
            after -= 1
        return after

    def _above(self, line: int) -> int:
        """The first line of the comments that stand right above LINE."""
        while line and self.lines[line - 1].startswith("#"):
            line -= 1
        return line


def _before(other: str, name: str, order: list[str]) -> bool:
    return other in order and name in order and order.index(other) < order.index(name)


def in_one_step(files: Mapping[Path, str | Path]) -> None:
    """Write FILES, each a text or a finished file to move, all or none.

    All are written beside their places first; only then each takes its place, and no signal comes
    between.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(f".{path.name}.part")
            waiting.append((aside, path))
            if isinstance(content, Path):
                os.replace(content, aside)
            else:
                aside.write_text(content, encoding="utf-8", newline="\n")
        with _undisturbed():
            for aside, path in waiting:
                os.replace(aside, path)
    finally:
        for aside, _ in waiting:
            aside.unlink(missing_ok=True)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    waiting = signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    )
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, waiting)
