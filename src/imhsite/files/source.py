"""Read a YAML file into values that know where they stand.

Scalars stay as typed: `no` is the text "no" and `16:30` the text "16:30", because only the parser's
events are used, never a resolver. Anchors, aliases and tags are refused, so a file cannot grow on
being read. Nesting is limited here because PyYAML's own composer overruns the C stack. Where a file
is broken, each record is read by itself, so that one mistake hides no other. Whatever YAML would
leave out or change of a text is a problem: a comment behind it, a backslash in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import yaml
from yaml.scanner import Scanner

from imhsite.files import pasted
from imhsite.files.problems import DataError, Problem, quote

LARGEST_FILE = 12 * 1024 * 1024
DEEPEST = 8
MOST_OF_A_SORT = 20
EMPTY = "empty-file"  # the code of the problem that a file has no record
_NO_RECORD = "write at least one record; the file has none"

# Characters that cannot be seen, or that show others in another order. The zero-width joiners are
# not among them: Persian and some signs are written with those.
INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0001-\U000e007f"
    r"\U000f0000-\U0010ffff]"
)

_QUOTE_IT = 'put the text in "quotation marks"'
_INDENT = "indent this line like the lines around it"
_CLOSE_QUOTES = 'close every quotation mark, here and above, and write \\" for one inside a text'
_ELSE = f"{_QUOTE_IT}, or delete the character that does not belong here"
_DELETE_REST = "delete the rest of this line"
_COMMENT_ABOVE = f"{_QUOTE_IT}, or write a comment above its field"
_BACKSLASH = "write the backslash twice, or the sign itself that it stands for"
_AS_UTF_8 = "save the file as UTF-8"
_DIRECTIVE = "delete this line; a file holds one list of records"
_PLAIN_WORDS = [
    ("did not find expected key", _INDENT),
    ("found character that cannot start any token", _QUOTE_IT),
    ("did not find expected comment or line break", _QUOTE_IT),
    ("did not find the expected '>'", _QUOTE_IT),
    ("could not find expected ':'", 'write "name: value"'),
    ("found unexpected end of stream", "close the quotation mark that is opened here"),
    (
        "did not find expected ',' or ']'",
        'close the list with "]", and put a comma between its items',
    ),
    (
        "did not find expected ',' or '}'",
        'close the entry with "}", and put a comma between its parts',
    ),
    (
        "did not find expected node content",
        'write an item after each comma, and close the list with "]"',
    ),
    (
        "block sequence entries are not allowed",
        "write this list item on its own line, under its field",
    ),
    ("did not find expected '-' indicator", "indent this list item like the one above it"),
    ("found unknown escape character", "write the backslash twice"),
    ("did not find expected hexdecimal number", "write the backslash twice"),
    ("did not find expected <document start>", _INDENT),
]
# The parser reports these where it gives up; the mistake is where the text or list began.
_REPORTED_LATE = (
    "found unexpected end of stream",
    "could not find expected ':'",
    "did not find expected ',' or ",
)


@dataclass(slots=True)
class Scalar:
    """A text as typed, at a line and a column counted from 1; `plain` if without quotes."""

    text: str
    line: int
    column: int
    plain: bool = True


@dataclass(slots=True)
class Sequence:
    """A list, at the place of its first item or bracket."""

    items: list
    line: int
    column: int


@dataclass(slots=True)
class Mapping:
    """Named values in the order written; a name that stands twice keeps its first value."""

    entries: list[tuple[Scalar, Node]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping
Entries = list[tuple[Scalar, Node]]


@dataclass(slots=True, eq=False)
class File:
    """The records of one file, and the problems of its form.

    `names` holds the names of broken records too. A file is not `whole` where it may hold, or have
    been meant to hold, names that could not be read.
    """

    name: str
    records: Entries = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    whole: bool = True


class _Unreadable(Exception):
    def __init__(
        self, line: int, column: int, write: str, got: str = "", code: str = "invalid-yaml"
    ) -> None:
        self.line, self.column, self.write, self.got, self.code = line, column, write, got, code
        self.typed = ""

    def problem(self, file: str, record: str = "", field: str = "") -> Problem:
        return Problem(file, self.line, self.column, record, field, self.write, self.got, self.code)


class _AtMargin(_Unreadable):
    """A line of the record above stands at the margin, where only names of records do."""


def read(path: Path, name: str) -> File:
    """Return the file at PATH and every problem of its form; messages call it NAME."""
    try:
        text = _text(path)
    except _Unreadable as e:
        return File(name, problems=[e.problem(name)], whole=False)
    return parse(text, name)


def text_of(path: Path, name: str) -> str:
    """Return the text of the file at PATH, its lines ended by line feeds; messages call it NAME.

    Raises DataError for what is no text in UTF-8, or begins with a byte-order mark.
    """
    try:
        text = _text(path)
    except _Unreadable as e:
        raise DataError([e.problem(name)]) from None
    if text.startswith("\ufeff"):
        raise DataError(_invisible(text[:1], name))
    return text


def parse(text: str, name: str) -> File:
    """Return the records of TEXT and every problem of its form; NAME is what messages call it."""
    problems, garbled = [], [*pasted.garbled(text, name)]
    # The first condition is quick, and nearly always true.
    if not text.replace("\n", "").isprintable() and INVISIBLE.search(text):
        problems += islice(_invisible(text, name), MOST_OF_A_SORT)
        text = INVISIBLE.sub("", text)
    file = _parse(text, name)
    file.problems += problems
    told = {problem.line for problem in file.problems}  # such as a comment in the text
    typed = (*garbled, *(list_ for list_ in pasted.lists(text, name) if list_.line not in told))
    file.problems += (_at_field(problem, file) for problem in typed)
    return file


def _at_field(problem: Problem, file: File) -> Problem:
    record, node = _last_above(file.records, problem.line)
    fields = node.entries if isinstance(node, Mapping) else []
    return replace(problem, record=record, field=_last_above(fields, problem.line)[0])


def texts_of_records(text: str) -> dict[str, str]:
    """Return the text of each record in TEXT by its name, as far as its lines show."""
    parts = _AT_MARGIN.split(text.replace("\r\n", "\n"))
    return {match[1].strip(): part for part in parts if (match := _RECORD.match(part))}


def values_of(text: str) -> list | str:
    """Return the names and values in TEXT, without positions; TEXT itself if it is not YAML."""
    file = parse(text, "")
    return text if file.problems else _plain(Mapping(file.records, 0, 0))


def _plain(node: Node) -> list | str:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return [(name.text, _plain(value)) for name, value in node.entries]


_AT_MARGIN = re.compile(r"^(?=[^\s#\]}])", re.MULTILINE)


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            limit = LARGEST_FILE // 1024 // 1024
            write = f"keep a file under {limit} MB; move records into a second file"
            raise _Unreadable(0, 0, write, f"{size / 1024 / 1024:.0f} MB", "large-file")
        raw = path.read_bytes()
    except OSError as e:
        write = "make sure that this file is here and can be read"
        got = e.strerror or type(e).__name__
        raise _Unreadable(0, 0, write, got, "unreadable-file") from None
    if raw.count(0) > len(raw) // 4:
        raise _Unreadable(0, 0, _AS_UTF_8, "UTF-16", "encoding")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as e:
        line = raw.count(b"\n", 0, e.start) + 1
        got = f"byte 0x{raw[e.start]:02x}"
        raise _Unreadable(line, 0, _AS_UTF_8, got, "encoding") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _invisible(text: str, name: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), 1):
        for match in INVISIBLE.finditer(line):
            column = match.start() + 1
            if (number, column, match[0]) == (1, 1, "\ufeff"):
                write, got = f"{_AS_UTF_8} without a byte-order mark", "a byte-order mark"
                yield Problem(name, 1, 1, write=write, got=got, code="encoding")
            else:
                write, got = "delete the invisible character", code_point(match[0])
                yield Problem(
                    name, number, column, write=write, got=got, code="invisible-character"
                )


def code_point(character: str) -> str:
    """Return the name that people look an invisible CHARACTER up by, such as U+200B."""
    return f"U+{ord(character):04X}"


def _parse(text: str, name: str) -> File:
    if _TAB in text:
        return _parse_one_by_one(text, name)
    try:
        return _checked(name, _root(text), _losses(text))
    except _Unreadable as e:
        file = _parse_one_by_one(text, name)
        file.problems = file.problems or [e.problem(name)]
        return file


def _root(text: str, offset: int = 0) -> Node | None:
    root = _Builder(text, offset).build()
    if isinstance(root, Mapping) and root.column > 1:
        write = "write the record name at the start of the line, with no spaces before it"
        raise _Unreadable(root.line, root.column, write, quote(root.entries[0][0].text))
    return root


def _checked(name: str, root: Node | None, losses: list[_Unreadable]) -> File:
    if (
        root is None
        or (isinstance(root, Mapping) and not root.entries)
        or (isinstance(root, Scalar) and not root.text)
    ):
        empty = Problem(name, 1, write=_NO_RECORD, code=EMPTY)
        return File(name, problems=[empty], whole=False)
    if not isinstance(root, Mapping):
        got = quote(root.text) if isinstance(root, Scalar) else "a list"
        write = 'write each record as "name:" with indented fields under it'
        unreadable = _Unreadable(root.line, root.column, write, got)
        return File(name, problems=[unreadable.problem(name)], whole=False)
    return _without_losses(_without_repeats(name, root.entries), losses)


_RECORD = re.compile(r"""["']?([^"':]+)["']?\s*:(?:\s|$)""")
_FIELD_OVER_FIELDS = re.compile(r"[\w-]+: *[^\s#\"'|>{\[].*\n[ ]+\w+:")
_TAB = "\t"
_OTHER_BLANK = re.compile(r"\t|^ *[\xa0\u2000-\u200a\u202f\u3000]")
_BLANK_FIRST = re.compile(r"\s*[\w-]+: *\{\w+\} *[^\s#,}\]]")  # a label's, such as {count} months
_NOT_CONTENT = re.compile(r"\s*(#|$)")


def _parse_one_by_one(text: str, name: str) -> File:
    broken: list[Problem] = []
    entries: Entries = []
    losses: list[_Unreadable] = []
    unnamed: set[str] = set()
    last_is_broken = False
    for offset, lines in _chunks(re.sub(r"\A---\n", "\n", text)):
        last_is_broken = True
        try:
            entries += _entries(lines, offset)
            losses += _losses("\n".join(lines), offset)
            last_is_broken = False
        except _AtMargin as e:
            record = entries.pop()[0].text if entries else ""
            broken.append(e.problem(name, record))
            unnamed.add(lines[0].strip())
        except _Unreadable as e:
            broken.append(
                e.problem(name, match[1].strip() if (match := _RECORD.match(lines[0])) else "")
            )
    file = _without_losses(_without_repeats(name, entries), losses)
    file.names |= {problem.record for problem in broken} | unnamed
    file.problems += broken[:MOST_OF_A_SORT]
    file.whole = bool(entries) and not last_is_broken
    return file


def _chunks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record's own lines, after the number of lines above them."""
    start, lines = 0, []
    for number, line in enumerate(text.split("\n")):
        if re.match(r"[^\s#\]}]", line) or not lines:
            if lines:
                yield start, lines
            start, lines = number, []
        if lines or not _NOT_CONTENT.match(line):
            lines.append(line)
    if lines:
        yield start, lines


def _entries(lines: list[str], offset: int) -> Entries:
    for number, line in enumerate(lines, offset + 1):
        if blank := _OTHER_BLANK.search(line):
            what = "tab" if blank[0] == _TAB else "unusual kind of space"
            write = f"write spaces instead of the {what}"
            raise _Unreadable(number, blank.end(), write, quote(line.strip()))
    if lines[0].startswith("---"):
        raise _AtMargin(offset + 1, 1, 'delete the line "---"; each file holds one list of records')
    if not _RECORD.match(lines[0]):
        write = "indent this line, or put a colon after it if it is the name of a record"
        raise _AtMargin(offset + 1, 1, write, quote(lines[0]))
    try:
        root = _root("\n".join(lines), offset)
    except _Unreadable:
        if losses := _losses("\n".join(lines), offset):
            raise losses[-1] from None
        if _FIELD_OVER_FIELDS.match("\n".join(lines)):
            raise _AtMargin(offset + 1, 1, _INDENT, quote(lines[0])) from None
        raise
    return root.entries if isinstance(root, Mapping) else []


def _without_repeats(name: str, entries: Entries) -> File:
    file = File(name)
    lines: dict[str, int] = {}
    for key, node in entries:
        if key.text in lines:
            write = f"write each name only once; it is also on line {lines[key.text]}"
            file.problems.append(
                Problem(name, key.line, key.column, key.text, write=write, code="repeated-name")
            )
            continue
        lines[key.text] = key.line
        file.records.append((key, node))
        file.problems += _repeats(name, key.text, node)
    file.names = set(lines)
    return file


def _repeats(name: str, record: str, node: Node, field: str = "") -> Iterator[Problem]:
    """Drop what stands twice in NODE, and yield a problem for each."""
    if isinstance(node, Sequence):
        for item in node.items:
            if not isinstance(item, Scalar):
                yield from _repeats(name, record, item, field)
    if not isinstance(node, Mapping):
        return
    first: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.entries:
        if key.text in first:
            what = quote(key.text) if field else "the field"
            write = f"write {what} only once; it is also on line {first[key.text][0].line}"
            yield Problem(
                name, key.line, key.column, record, field or key.text, write, code="repeated-name"
            )
            continue
        first[key.text] = key, value
        if not isinstance(value, Scalar):
            yield from _repeats(name, record, value, field or key.text)
    node.entries = list(first.values())


def _without_losses(file: File, losses: list[_Unreadable]) -> File:
    """Add the LOSSES to the problems of FILE, each at its record and field."""
    for loss in losses[:MOST_OF_A_SORT]:
        record, node = _last_above(file.records, loss.line)
        field, value = _last_above(node.entries if isinstance(node, Mapping) else [], loss.line)
        empty = next(
            (scalar for scalar in (node, value) if isinstance(scalar, Scalar) and not scalar.text),
            None,
        )
        if empty:
            # What was typed, so that no other problem is reported for it.
            empty.text, empty.plain = loss.typed, False
        file.problems.append(loss.problem(file.name, record, field))
    return file


def _last_above(entries: Entries, line: int) -> tuple[str, Node | None]:
    """The name and the value of the last of ENTRIES that begins at LINE or above it."""
    return next(
        ((key.text, value) for key, value in reversed(entries) if key.line <= line), ("", None)
    )


_TOUCHED_HASH = re.compile(r"""[ \[\]{},"':|>+-]#""")
_TOUCHED_BLOCK = re.compile(r"[|>][-+]?\d")
_COMMENT = re.compile(r"#[^\n]*")
_BLOCK_HEAD = re.compile(r"[|>][-+]?\s*")
_ESCAPE = re.compile(r"\\(x([\dA-Fa-f]{2})|U([\dA-Fa-f]{8})|.)", re.DOTALL)
_CLEAR = '"\\u'  # what programs write, and nobody by chance
_BLOCK = (yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken)
_FLOW = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
_FLOW_END = (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_VIRTUAL = (yaml.BlockEndToken, yaml.KeyToken, yaml.StreamStartToken, *_BLOCK)


def _losses(text: str, offset: int = 0) -> list[_Unreadable]:
    """Yield what YAML leaves out or changes of TEXT, which begins below OFFSET lines.

    It stops where TEXT is no longer YAML.
    """
    if not _may_lose(text):  # nearly every file
        return []
    losses: list[_Unreadable] = []
    try:
        for loss in _each_loss(text):
            loss.line += offset
            losses.append(loss)
    except yaml.MarkedYAMLError:
        pass  # _Builder reports it, unless the losses until here explain it
    return losses


def _may_lose(text: str) -> bool:
    """Return quickly whether TEXT holds a sign by which a text could be lost."""
    return bool(
        "\\" in text
        or text.startswith("%")
        or "\n%" in text
        or ("#" in text and _TOUCHED_HASH.search(text))
        or _TOUCHED_BLOCK.search(text)
    )


def _each_loss(text: str) -> Iterator[_Unreadable]:
    last = None  # the token before
    owner = 0  # the column, from 0, of its name or dash
    read = 0  # how far the text is read
    depth = 0  # in how many brackets
    for token in yaml.scan(text, Loader=yaml.CBaseLoader):
        may_be_text = (
            bool(depth) or isinstance(last, yaml.ScalarToken) or _should_begin(last, token)
        )
        if last and (
            lost := _lost_comment(
                text, read, token.start_mark.index, owner if may_be_text else None, last
            )
        ):
            yield lost
        if isinstance(token, yaml.KeyToken | yaml.BlockEntryToken) and not depth:
            owner = token.start_mark.column
        elif isinstance(token, yaml.DirectiveToken):
            yield _loss(text, token.start_mark.index, token.end_mark.index, _DIRECTIVE)
        elif isinstance(token, yaml.ScalarToken):
            yield from _changed_text(text, token)
        depth += isinstance(token, _FLOW) - isinstance(token, _FLOW_END)
        read = max(read, token.end_mark.index)
        last = last if isinstance(token, _VIRTUAL) else token


def _should_begin(last: yaml.Token | None, token: yaml.Token) -> bool:
    """Return whether a text, even an empty one, follows LAST, a colon or a dash, at TOKEN."""
    if isinstance(last, yaml.ValueToken):
        return not isinstance(token, (*_BLOCK, *_FLOW, yaml.BlockEntryToken))
    return isinstance(last, yaml.BlockEntryToken) and not isinstance(token, (*_BLOCK, *_FLOW))


def _lost_comment(
    text: str, start: int, end: int, owner: int | None, last: yaml.Token
) -> _Unreadable | None:
    """Return the first comment from START to END that may be meant as text.

    It stands behind a text or deeper than its OWNER; None where there can be no text. What touches
    the sign before it is no comment to people.
    """
    for comment in _COMMENT.finditer(text, start, end):
        line = text.rfind("\n", 0, comment.start()) + 1
        above = text[line : comment.start()]
        if (owner is not None and (above.strip() or len(above) > owner)) or above[-1:].strip():
            begin = (
                last.start_mark.index
                if isinstance(last, yaml.ScalarToken) and above.strip()
                else comment.start()
            )
            return _loss(text, begin, comment.end(), _COMMENT_ABOVE)
    return None


def _changed_text(text: str, token: yaml.ScalarToken) -> Iterator[_Unreadable]:
    """What a head such as `>2`, or a backslash, makes of the text of TOKEN."""
    start, end = token.start_mark.index, token.end_mark.index
    if token.style in ("|", ">"):
        head = text[start : text.find("\n", start) if "\n" in text[start:end] else end]
        if not _BLOCK_HEAD.fullmatch(head):
            yield _loss(text, start, start + len(head), _QUOTE_IT)
    elif token.style == '"' and (
        escape := next(filter(_changes, _ESCAPE.finditer(text, start, end)), None)
    ):
        yield _loss(text, escape.start(), escape.end(), _BACKSLASH)


def _changes(escape: re.Match) -> bool:
    """Return whether ESCAPE silently becomes another sign.

    One that becomes invisible is reported as that, where the text is read.
    """
    code = escape[2] or escape[3]
    sign = chr(int(code, 16)) if code else Scanner.ESCAPE_REPLACEMENTS.get(escape[1], " ")
    return escape[1] not in _CLEAR and not INVISIBLE.search(sign)


def _loss(text: str, start: int, end: int, write: str) -> _Unreadable:
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    typed = text[start:end].strip()
    loss = _Unreadable(line, column, write, quote(typed), "lost-text")
    loss.typed = typed
    return loss


class _Builder:
    """Turns the parser's events into nodes, without recursion."""

    def __init__(self, text: str, offset: int = 0) -> None:
        self.text, self.offset = text, offset
        self.root: Node | None = None
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []

    def build(self) -> Node | None:
        """Return the file's one value, or None where it holds none.

        Raises _Unreadable for what is not YAML or is a part of YAML that data files do without.
        """
        parser = yaml.CBaseLoader(self.text)
        try:
            while event := parser.get_event():
                if type(event) is yaml.ScalarEvent and not event.anchor and not event.tag:
                    mark = event.start_mark
                    line, column = mark.line + 1 + self.offset, mark.column + 1
                    self._place(Scalar(event.value, line, column, not event.style))
                else:
                    self._take(event)
        except yaml.MarkedYAMLError as e:
            raise unreadable(self.text, e, self.offset) from None
        finally:
            parser.dispose()
        return self.root

    def _take(self, event: yaml.Event) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._refuse_properties(event)
        elif kind is yaml.MappingStartEvent:
            self._open(event, Mapping([], *self._at(event)))
        elif kind is yaml.SequenceStartEvent:
            self._open(event, Sequence([], *self._at(event)))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.stack.pop()
            self.keys.pop()
        elif kind is yaml.AliasEvent:
            self._refuse(
                event, "put text that starts with * in quotation marks", quote(f"*{event.anchor}")
            )
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            self._refuse(event, 'delete the line "---"; each file holds one list of records')

    def _at(self, event: yaml.Event) -> tuple[int, int]:
        return event.start_mark.line + 1 + self.offset, event.start_mark.column + 1

    def _refuse(self, event: yaml.Event, write: str, got: str = "") -> None:
        raise _Unreadable(*self._at(event), write, got)

    def _refuse_properties(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self._refuse(
                event, "put text that starts with & in quotation marks", quote(f"&{event.anchor}")
            )
        if event.tag:
            got = quote(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self._refuse(event, "put text that starts with ! in quotation marks", got)

    def _open(self, event: yaml.CollectionStartEvent, node: Sequence | Mapping) -> None:
        self._refuse_properties(event)
        if len(self.stack) >= DEEPEST:
            self._refuse(event, f"write no more than {DEEPEST} lists or entries inside each other")
        self._place(node)
        self.stack.append(node)
        self.keys.append(None)

    def _place(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if type(parent) is Sequence:
            parent.items.append(node)
        elif (key := self.keys[-1]) is not None:
            parent.entries.append((key, node))
            self.keys[-1] = None
        elif isinstance(node, Scalar):
            self.keys[-1] = node
        else:
            raise _Unreadable(
                node.line, node.column, 'write a name before the colon, as in "name: value"'
            )


def unreadable(text: str, error: yaml.MarkedYAMLError, offset: int = 0) -> _Unreadable:
    """Return in plain words the ERROR of the parser in TEXT, which begins below OFFSET lines."""
    mark, problem = error.problem_mark or error.context_mark, error.problem or ""
    if problem.startswith(_REPORTED_LATE):
        mark = error.context_mark or mark
    lines = text.rstrip().split("\n")
    number = min(mark.line, len(lines) - 1)
    column = mark.column if number == mark.line else len(lines[number])
    write = _remedy(problem, lines[number], column)
    got = lines[number][column:] if write == _DELETE_REST else lines[number].strip()
    return _Unreadable(number + 1 + offset, column + 1, write, quote(got) if got else "")


def _remedy(problem: str, line: str, column: int) -> str:
    """What to do about a PROBLEM of the YAML parser at COLUMN, from 0, of LINE."""
    before = line[:column]
    if _TAB in line:
        return "write spaces instead of the tab"
    if _BLANK_FIRST.match(line):
        return f"{_QUOTE_IT}, because it starts with {{"
    if problem.startswith("mapping values are not allowed"):
        return (
            f'{_QUOTE_IT}, because it has ": " in it'
            if ": " in before
            else f'{_INDENT}, and write the line above as "name: value"'
        )
    if problem.startswith("did not find expected key") and before.strip():
        return _CLOSE_QUOTES if re.search("[\"']", line) else _DELETE_REST
    if problem.startswith("did not find expected node content") and re.search(r"[:-] *$", before):
        return _QUOTE_IT
    return next((plain for words, plain in _PLAIN_WORDS if problem.startswith(words)), _ELSE)
