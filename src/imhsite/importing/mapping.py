"""The mapping of one source: a small YAML file in which people correct what was guessed."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from imhsite.files import source
from imhsite.files.problems import DataError, Problem, did_you_mean, quote
from imhsite.files.source import Mapping as Fields
from imhsite.files.source import Node, Scalar, Sequence
from imhsite.importing.writing import scalar
from imhsite.intake.columns import LEFT_OUT, ROLES, Guess
from imhsite.intake.related import Source

_HEAD = """\
# How the directory "{name}" is read. Correct it, and import once more.
#
# columns   what each holds: {roles}
# words     what its words mean here: status (open, closed), needs, setting and costs (names of
#           records), places (towns, regions or statewide), languages (such as es);
#           "left out" for a word that means nothing here,
#           "not decided" until somebody has said what it means
# leave_out columns with the texts of rows to leave out
"""
PARTS = {
    "source": ("title", "publisher", "date", "address"),
    "defaults": ("section", "sort", "serves", "needs", "country"),
    "words": ("status", "needs", "places", "setting", "languages", "costs"),
}
NOT_DECIDED = "not decided"  # of a column or a word, until somebody says what it means
LENIENT = "missing_ids"  # `left out` goes on where ids lead to no row of another table


@dataclass(slots=True)
class Mapping:
    """How one source is read; `file` is where it stands, for messages."""

    file: Path
    columns: dict[str, str] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    leave_out: dict[str, list[str]] = field(default_factory=dict)
    is_lenient: bool = False

    def word(self, about: str, text: str) -> list[str] | None:
        """Return what the source's TEXT means; None where the mapping does not say."""
        meaning = self.words.get(about, {}).get(text.casefold())
        return None if meaning == [NOT_DECIDED] else meaning


def guessed(file: Path, found: Source) -> Mapping:
    """Return the mapping that the guesses of FOUND make."""
    columns = {g.column: g.role if g.is_used else "" for g in found.guesses}
    title = file.stem.replace("-", " ").replace("_", " ").capitalize()
    return Mapping(file, columns, {"title": title, "publisher": title})


Known = dict[str, Collection[str]]  # what words may mean, by what they are about


def read(file: Path, found: Source, known: Known) -> Mapping:
    """Return the mapping in FILE, where columns that it does not name are as guessed.

    Its words mean what is KNOWN here. Raises DataError with every problem.
    """
    mapping, problems = guessed(file, found), []
    parsed = source.read(file, file.as_posix())
    problems += parsed.problems
    for key, node in parsed.records:
        problems += _part(mapping, found, key, node)
        if key.text == "words":
            problems += _unknown_meanings(mapping, known, node)
    if problems:
        raise DataError(problems)
    return mapping


def _part(mapping: Mapping, found: Source, key: Scalar, node: Node) -> list[Problem]:
    name, known = key.text, ("columns", "leave_out", LENIENT, *PARTS)
    if name == LENIENT:
        mapping.is_lenient = _texts(node) == [LEFT_OUT]
        return []
    if name not in known or not isinstance(node, Fields):
        got = quote(name) + did_you_mean(name, known)
        return [_problem(mapping, key, "", f"write one of {', '.join(known)}, with fields", got)]
    problems = []
    for entry, value in node.entries:
        if name == "columns":
            problems += _column(mapping, found, entry, value)
        elif name == "leave_out":
            mapping.leave_out[entry.text] = _texts(value)
        elif entry.text not in PARTS[name]:
            got = quote(entry.text) + did_you_mean(entry.text, PARTS[name])
            write = f"write one of {', '.join(PARTS[name])}"
            problems.append(_problem(mapping, entry, name, write, got))
        elif name == "words":
            pairs = value.entries if isinstance(value, Fields) else []
            mapping.words[entry.text] = {k.text.casefold(): _texts(v) for k, v in pairs}
        elif name == "source":
            mapping.source[entry.text] = " ".join(_texts(value))
        else:
            mapping.defaults[entry.text] = _texts(value)
    return problems


def _unknown_meanings(mapping: Mapping, known: Known, node: Node) -> Iterator[Problem]:
    parts = node.entries if isinstance(node, Fields) else []
    for about, words in parts:
        for word, value in words.entries if isinstance(words, Fields) else ():
            means = known.get(about.text, ())
            for text in _texts(value) if means else ():
                if text not in (*means, LEFT_OUT, NOT_DECIDED):
                    got = quote(text) + did_you_mean(text, means)
                    write = f"write what this word means here, such as {next(iter(means))}"
                    yield _problem(mapping, word, word.text, f"{write}, or {LEFT_OUT}", got)


def _column(mapping: Mapping, found: Source, entry: Scalar, value: Node) -> list[Problem]:
    columns = [guess.column for guess in found.guesses]
    role = " ".join(_texts(value))
    if entry.text not in columns:
        got = quote(entry.text) + did_you_mean(entry.text, columns)
        return [_problem(mapping, entry, "columns", "write a column of the source", got)]
    if role not in (*ROLES, LEFT_OUT, NOT_DECIDED):
        got = quote(role) + did_you_mean(role, ROLES)
        write = f"write what the column holds: {', '.join(ROLES)}, or {LEFT_OUT}"
        return [_problem(mapping, entry, entry.text, write, got)]
    mapping.columns[entry.text] = "" if role == NOT_DECIDED else role
    return []


def _problem(mapping: Mapping, at: Scalar, name: str, write: str, got: str) -> Problem:
    return Problem(mapping.file.as_posix(), at.line, at.column, name, "", write, got, "mapping")


def _texts(node: Node) -> list[str]:
    if isinstance(node, Sequence):
        return [item.text for item in node.items if isinstance(item, Scalar)]
    return [node.text] if isinstance(node, Scalar) and node.text else []


def text_of(
    mapping: Mapping,
    found: Source,
    terms: dict[str, dict[str, int]],
    understood: dict[str, list[str]],
) -> str:
    """Return MAPPING as a file to correct.

    TERMS are words that nothing here is called, by what they are about, each with its rows;
    UNDERSTOOD those that were taken for needs.
    """
    lines = [_HEAD.format(name=mapping.file.stem, roles=_wrapped(", ".join(ROLES))), "source:"]
    lines += [f"  {name}: {scalar(text)}" for name, text in mapping.source.items() if text]
    lines += ["", "columns:"]
    for guess in found.guesses:
        lines += _lines_of(guess, mapping)
    if understood or any(terms.values()):
        lines += ["", "words:"]
    if any(terms.values()):
        lines += ["  # words of the source that nothing here is called"]
    for about, counts in terms.items():
        lines += [f"  {about}:"] * bool(counts)
        for term, count in counts.items():
            lines += [f"    # {count} {'rows' if count > 1 else 'row'}"]
            lines += [f"    {scalar(term)}: {NOT_DECIDED}"]
        if about == "needs" and understood:
            lines += [f"  {about}:"] * (not counts) + ["    # guessed: correct what is wrong"]
            lines += [f"    {scalar(t)}: [{', '.join(slugs)}]" for t, slugs in understood.items()]
    return "\n".join(lines) + "\n"


def _wrapped(text: str) -> str:
    return "\n#           ".join(textwrap.wrap(text, 86))


def _lines_of(guess: Guess, mapping: Mapping) -> list[str]:
    shown = ", ".join(quote(text) for text in guess.shown) or "always empty"
    role = mapping.columns.get(guess.column) or NOT_DECIDED
    lines = [f"  # {shown}"]
    if guess.role and not guess.is_used:
        lines += [f"  # looks like {guess.role}: write that, if it is right"]
    return [*lines, f"  {scalar(guess.column)}: {role}"]
