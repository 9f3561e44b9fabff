"""How a field is declared, and the parsers that read what stands in it.

A parser turns a located value into the field's own value or raises Refusal. It is a noun for what
it returns, and carries the words that follow "write" in a message. The check, the table of fields
in data/README.md, the JSON Schema for editors and the reader all derive from the declarations in
`records`.
"""

from __future__ import annotations

import dataclasses
import html
import re
import zoneinfo
from collections import abc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote as urlquote
from urllib.parse import urlsplit

import yaml

from imhsite.files.problems import Problem, did_you_mean, named, quote
from imhsite.files.source import INVISIBLE, Mapping, Node, Scalar, Sequence, code_point
from imhsite.model import ages, dates, hours, meant


@dataclass(slots=True)
class Reason:
    """Why a parser refuses the value at `node`: what to write, what was written, and a code."""

    node: Node
    write: str
    got: str
    code: str = ""

    def problem(self, file: str, record: str, field: str) -> Problem:
        """Return the problem that this is in a FIELD of a RECORD of FILE."""
        place = file, self.node.line, self.node.column, record, field
        return Problem(*place, self.write, self.got, self.code)


class Refusal(Exception):
    """What a parser raises: the values that it refuses, each with what to write instead."""

    def __init__(self, node: Node, write: str, got: str | None = None, code: str = "") -> None:
        self.reasons = [Reason(node, write, describe(node) if got is None else got, code)]

    @classmethod
    def of(cls, refusals: list[Refusal]) -> Refusal:
        """Return one refusal with the reasons of all."""
        refusals[0].reasons = [reason for refusal in refusals for reason in refusal.reasons]
        return refusals[0]


@dataclass(frozen=True, slots=True)
class Parser:
    """Reads one value.

    `kind` is a slug for programs, such as "phone"; a value that the parser refuses is a problem
    of the code "invalid-phone". `write` says what belongs there, `refers_to` names the kind of
    record it points at. `schema` says as much of it as JSON Schema can, of the value as YAML 1.2
    reads it.
    """

    kind: str
    write: str
    read: Callable[[Node], Any]
    refers_to: str = ""
    is_text: bool = False
    schema: dict = dataclasses.field(default_factory=dict, compare=False)

    @property
    def refused(self) -> str:
        """The code of a problem with a value that does not fit."""
        return f"invalid-{self.kind}"

    def __call__(self, node: Node) -> Any:
        """Return the value of NODE; raises Refusal."""
        try:
            return self.read(node)
        except Refusal as refusal:
            for reason in refusal.reasons:
                reason.code = reason.code or self.refused
            raise


def field(parser: Parser, meaning: str, *, optional: bool = False, unique: bool = False) -> Any:
    """Declare a record's field: its parser, its meaning, and whether it may be None or empty."""
    metadata = {"parser": parser, "meaning": meaning, "optional": optional, "unique": unique}
    if not optional:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=None, metadata=metadata)


def _like(*patterns: str, types: tuple[str, ...] = ("string",), **more: object) -> dict:
    """Return the schema of a value that one of PATTERNS matches whole, where it is a text."""
    return {
        "type": types[0] if len(types) == 1 else list(types),
        "pattern": f"^(?:{'|'.join(patterns)})$",
        **more,
    }


NOTHING = "nothing"


def is_nothing(node: Node) -> bool:
    """Return whether NODE is a text of no characters."""
    return isinstance(node, Scalar) and not node.text


def describe(node: Node) -> str:
    """Return what stands at NODE, in the words of whoever wrote it."""
    if isinstance(node, Scalar):
        return quote(node.text) if node.text else NOTHING
    if isinstance(node, Sequence):
        return "a list" if node.items else "an empty list"
    return "fields of its own"


def _scalar(node: Node, write: str) -> str:
    if not isinstance(node, Scalar):
        raise Refusal(node, f"write {write}")
    text = node.text.strip()
    if not text:
        raise Refusal(node, f"write {write}")
    if not text.isprintable() and (match := INVISIBLE.search(text)):
        write = "delete the invisible character"
        raise Refusal(node, write, code_point(match[0]), "invisible-character")
    return text


_YAML_1_2_NUMBER = re.compile(
    r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+", re.ASCII
)


def _needs_quotes(node: Scalar) -> bool:
    """Return whether a reader of YAML 1.1 or 1.2 makes something else than text of this."""
    if not node.plain:
        return False
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(node.text[:1], ())
    return any(pattern.match(node.text) for _, pattern in resolvers) or bool(
        _YAML_1_2_NUMBER.fullmatch(node.text)
    )


def _quoted(node: Scalar, text: str) -> str:
    if _needs_quotes(node):
        raise Refusal(node, f"write it in quotation marks: {quote(text)}", text, "unquoted")
    return text


_MARKUP = re.compile(r"<[A-Za-z/!?][^>]*>?|\{[{%#]|\[[^\]]{0,99}\]\(|\*\*|`|&#?\w+;|javascript:")


def _plain(node: Node, write: str, longest: int) -> str:
    text = _quoted(node, _scalar(node, write))
    if len(text) > longest:
        write = f"write at most {longest} characters"
        raise Refusal(node, write, f"{len(text)} characters", "too-long")
    if match := _MARKUP.search(text):
        sign = html.unescape(match[0])
        write = "write plain text, without markup or template code"
        if sign != match[0] and sign.isprintable():
            write = f"write the sign itself: {sign}"
        raise Refusal(node, write, quote(match[0]), "markup")
    return text


def _text_parser(kind: str, write: str, longest: int, lines: bool = False) -> Parser:
    def read(node: Node) -> str:
        text = _plain(node, write, longest)
        if not lines and "\n" in text:
            raise Refusal(node, f"write {write}")
        return text

    one_line = {} if lines else {"pattern": r"^\s*\S[^\n]*\s*$"}
    return Parser(
        kind,
        write,
        read,
        is_text=True,
        schema={
            "type": "string",
            "minLength": 1,
            "maxLength": longest,
            **one_line,
            "not": {"pattern": _MARKUP.pattern},
        },
    )


plain_text = _text_parser("text", "text on one line", 400)
prose = _text_parser("prose", "text, with an empty line between paragraphs", 6000, lines=True)


def _caption(node: Node) -> str:
    text = _plain(node, caption.write, 100)
    if text.count("{number}") != 1 or set("{}") & set(text.replace("{number}", "")):
        raise Refusal(node, f"write {caption.write}")
    return text


caption = Parser(
    "caption",
    'a text with {number} where the number belongs, such as "In danger? Call {number}"',
    _caption,
    is_text=True,
    schema=_like(r"[^{}\n]*\{number\}[^{}\n]*", maxLength=100),
)


def list_of(item: Parser, example: str) -> Parser:
    """Return the parser of a list of at least one ITEM, none of them twice."""
    write = f"a list, such as {example}"

    def read(node: Node) -> tuple:
        if not isinstance(node, Sequence) or not node.items:
            raise Refusal(node, f"write {write}")
        values: dict[Any, Node] = {}
        refusals = []
        for part in node.items:
            try:
                value = item(part)
                if value in values:
                    raise Refusal(part, "write each one only once", code="repeated-item")
                values[value] = part
            except Refusal as refusal:
                refusals.append(_split_by_colon(part) or refusal)
        if refusals:
            raise Refusal.of(refusals)
        return tuple(values)

    schema = {"type": "array", "items": item.schema, "minItems": 1, "uniqueItems": True}
    return Parser("list", write, read, item.refers_to, item.is_text, schema)


def _split_by_colon(node: Node) -> Refusal | None:
    """Return the advice on an item that YAML took for a pair, as in `- Help: for you`.

    None where it is something else.
    """
    if (
        not isinstance(node, Mapping)
        or len(node.entries) != 1
        or not isinstance(node.entries[0][1], Scalar)
    ):
        return None
    name, value = node.entries[0]
    write = 'put the text in "quotation marks", as it holds ": "'
    return Refusal(node, write, quote(f"{name.text}: {value.text}"), "unquoted")


_NONE: abc.Mapping[str, str] = {}


def choice(*words: str, meaning: abc.Mapping[str, str] = _NONE) -> Parser:
    """Return the parser of one word out of WORDS.

    MEANING has what to write instead of other words that people use, in small letters.
    """
    write = "one of " * (len(words) > 1) + ", ".join(words)

    def read(node: Node) -> str:
        text = _scalar(node, write)
        if better := text not in words and meaning.get(meant.plain(text)):
            raise Refusal(node, f"write {better}", named(text))
        if text not in words:
            raise Refusal(node, f"write {write}", named(text) + did_you_mean(text, words))
        return text

    return Parser("choice", write, read, schema={"enum": list(words)})


PLACES = "places"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def reference(kind: str) -> Parser:
    """Return the parser of a slug of KIND; the catalog checks that the record exists."""
    write = (
        "a town from towns.yaml or a region from regions.yaml"
        if kind == PLACES
        else f"the name of a record in {kind}.yaml"
    )

    def read(node: Node) -> str:
        text = _scalar(node, write)
        if ";" in text:
            raise Refusal(node, "put a comma between the items of a list", named(text))
        return text

    return Parser("reference", write, read, kind, schema=_like(SLUG.pattern))


def references(kind: str, example: str) -> Parser:
    """Return the parser of a list of slugs of records of KIND."""
    return list_of(reference(kind), example)


def _parsed(
    kind: str,
    write: str,
    parse: Callable[[str], Any],
    schema: dict,
    better: Callable[[str], str] = lambda _: "",
) -> Parser:
    """Return the parser of a text that PARSE reads.

    BETTER returns what people mean by a text that it cannot read, or "".
    """

    def read(node: Node) -> Any:
        text = _scalar(node, write)
        try:
            return parse(text)
        except ValueError:
            words = meant.with_ordinary_blanks(text, parse) or better(text) or write
            raise Refusal(node, f"write {words}", named(text)) from None

    return Parser(kind, write, read, schema=schema)


_AGE = rf"(?:pregnancy|birth|school age|{ages.NUMBER.pattern})"
_AGES = ("pregnancy", f"under {_AGE}", f"{_AGE} to {_AGE}", f"{_AGE}{ages.AND_UP}")
age_range = _parsed(
    "ages",
    'the youngest and the oldest age, such as "birth to 5"',
    ages.parse_range,
    _like(*_AGES),
    meant.ages,
)
parent_ages = _parsed(
    "parent-ages",
    'the youngest and the oldest age of the parent, such as "14 to 21" or "18 and up"',
    lambda text: ages.parse_range(text, ages.OLDEST_PARENT),
    _like(*_AGES),
    meant.parent_ages,
)
NOT_STATED = "not stated"
stated_age_range = _parsed(
    "stated-ages",
    'the youngest and the oldest age, such as "birth to 5", or "not stated"',
    lambda text: None if text == NOT_STATED else ages.parse_range(text),
    _like(*_AGES, NOT_STATED),
    lambda text: meant.ages(text, may_be_unknown=True),
)


LABELS = "labels"  # the name of the file with the words of the interface
PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?", re.ASCII)
_LANGUAGE = "a language as a tag, such as en, pt-BR or zh-Hant"


def _language(node: Node) -> str:
    text = _scalar(node, _LANGUAGE)
    if LANGUAGE.fullmatch(text):
        return text
    if known := meant.language(text):
        raise Refusal(node, f"write {known}", named(text))
    first, *rest = text.replace("_", "-").split("-")
    parts = (part.title() if len(part) == 4 else part.upper() for part in rest)
    tag = "-".join([first.lower(), *parts])
    nearest = did_you_mean(text, [tag]) if LANGUAGE.fullmatch(tag) else ""
    raise Refusal(node, f"write {_LANGUAGE}", named(text) + nearest)


language = Parser("language", _LANGUAGE, _language, schema=_like(LANGUAGE.pattern))


def _past_date(text: str) -> dates.PartialDate:
    date = dates.parse_date(text)
    if date.begins > dates.latest():
        raise ValueError(text)
    return date


_DATE = _like(dates.DATE.pattern, types=("string", "integer"), minimum=1900, maximum=2099)
past_date = _parsed(
    "past-date", "a date up to today, such as 2026-11-21 or 2026-11", _past_date, _DATE, meant.day
)


def _day(text: str) -> dates.PartialDate:
    date = dates.parse_date(text)
    if not date.day:
        raise ValueError(text)
    return date


_ONE_DAY = r"20\d{2}-\d{2}-\d{2}"
day = _parsed("day", "a day, such as 2027-03-05", _day, _like(_ONE_DAY), meant.day)
span = _parsed(
    "span",
    "a day with the hours on a 24-hour clock, such as 2027-03-05 18:30 to 20:00, or days, such as"
    " 2027-03-05 to 2027-03-07",
    dates.parse_span,
    _like(dates.SPAN.pattern),
    meant.span,
)


@dataclass(frozen=True, slots=True)
class Year:
    """A year; `about` where the source does not say it exactly."""

    year: int
    about: bool


_YEAR = re.compile(r"(about )?((?:19|20)\d\d)", re.ASCII)


def _year(text: str) -> Year:
    match = _YEAR.fullmatch(text)
    if not match or int(match[2]) > dates.latest().year:
        raise ValueError(text)
    return Year(int(match[2]), bool(match[1]))


past_year = _parsed(
    "past-year",
    'a year up to now, such as 2021 or "about 2015"',
    _year,
    _like(_YEAR.pattern, types=("string", "integer"), minimum=1900, maximum=2099),
    meant.year,
)


def clock(problems: Iterable[Problem]) -> str:
    """Return what day it is to this machine, where one of PROBLEMS depends on it; else "".

    A clock that is years behind makes every date a mistake.
    """
    by_the_clock = {past_date.refused, past_year.refused}
    return (
        f"This computer's clock says that today is {dates.latest()}."
        if any(problem.code in by_the_clock for problem in problems)
        else ""
    )


def _opening_hours(node: Node) -> hours.Hours:
    text = _plain(node, opening_hours.write, 400)
    try:
        found = hours.understand(text)
    except hours.Contradiction as contradiction:
        raise Refusal(node, contradiction.write, named(text), "impossible-hours") from None
    except ValueError:
        raise Refusal(node, f"write {opening_hours.write}", named(text)) from None
    if found and str(found) != text:
        raise Refusal(node, f"write {quote(str(found))}", named(text))
    return found or hours.Hours(words=text)


opening_hours = Parser(
    "hours",
    'days and hours on a 24-hour clock, such as "Mon-Fri 8:30-16:30, Sat 9:00-12:00",'
    ' "September to June: Mon-Fri 8:00-15:00", "24 hours", "by appointment" or, added to others,'
    ' "; closed on holidays"; else the words of the source',
    _opening_hours,
    is_text=True,
    schema=_like(r"\S[^\n]*", maxLength=400),
)


def text_in(value: object) -> object:
    """Return the words in the VALUE of a text field; of hours those that cannot be read."""
    return value.words if isinstance(value, hours.Hours) else value


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


whole_number = _parsed(
    "whole-number",
    "a whole number in digits, such as 24",
    _whole,
    _like(r"\d{1,6}", types=("integer", "string"), minimum=0, maximum=999999),
    meant.number,
)


_IN_ADDRESS = (
    "!$%&'()*+,-./:;=?@_~"  # what RFC 3986 lets stand as it is, besides letters, digits and one "#"
)


def _address(text: str) -> str:
    """Return the address as programs write it, with the bytes of a letter such as ñ."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not re.fullmatch(
        r"[\w.-]+\.\w{2,}(:\d+)?", parts.netloc, re.ASCII
    ):
        raise ValueError(text)
    if re.search(r"[\s<>\"'`{}\\]", text):
        raise ValueError(text)
    before, mark, fragment = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text).partition("#")
    return urlquote(before, safe=_IN_ADDRESS) + mark + urlquote(fragment, safe=_IN_ADDRESS)


web_address = _parsed(
    "web-address",
    "a web address that starts with https:// or http://",
    _address,
    _like("https?://[^\\s<>\"'`{}\\\\]+"),
    meant.address,
)


def _page_path(text: str) -> str:
    if not re.fullmatch(r"([a-z0-9-]+/)+", text):
        raise ValueError(text)
    return text


page_path = _parsed(
    "page-path",
    "the path of a page on this site, such as programs/",
    _page_path,
    _like("([a-z0-9-]+/)+"),
    meant.path,
)


def _old_path(text: str) -> str:
    return _page_path(text.removesuffix("*")) + "*" * text.endswith("*")


old_path = _parsed(
    "old-path",
    "the old path of a page, such as programs/old-name/, or handouts/* for all below a folder",
    _old_path,
    _like(r"([a-z0-9-]+/)+\*?"),
    meant.path,
)


_ICON = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def _icon(text: str) -> str:
    if not re.fullmatch(_ICON, text):
        raise ValueError(text)
    return text


icon = _parsed("icon", "the name of a Material Design icon, such as sleep", _icon, _like(_ICON))


def _time_zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise ValueError(text)
    return text


time_zone = _parsed(
    "time-zone", "a time zone, such as America/New_York", _time_zone, _like(r"[A-Za-z0-9_+/-]+")
)


DOCS_FILE = "docs-file"


def docs_file(example: str, *suffixes: str) -> Parser:
    """Return the parser of the path of a file below docs/ that ends in one of SUFFIXES."""
    pattern = rf"([a-z0-9-]+/)*[a-z0-9_-]+\.({'|'.join(suffixes)})"

    def parse(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII) or text.startswith("docs/"):
            raise ValueError(text)
        return text

    write = f"the path of a file in docs/ in small letters, digits and hyphens, such as {example}"
    return _parsed(
        DOCS_FILE, write, parse, _like(pattern), lambda text: meant.file_in_docs(text, suffixes)
    )


_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"


def _email(text: str) -> str:
    if not re.fullmatch(_EMAIL, text, re.ASCII):
        raise ValueError(text)
    return text


email_address = _parsed(
    "email",
    "the e-mail address of a role, such as info@example.org",
    _email,
    _like(_EMAIL),
    meant.email,
)


@dataclass(frozen=True)  # without slots, which take thrice as long to remember for the next build
class Phone:
    """A telephone number as people write it; `href` is what a telephone dials.

    A comma stands before an extension: telephones wait there for the answer, and then dial on.
    """

    text: str

    @property
    def number(self) -> str:
        """The number without its extension."""
        return self.text.partition(" x")[0]

    @property
    def extension(self) -> str:
        """The digits after the "x"; "" where there are none."""
        return self.text.partition(" x")[2]

    @cached_property
    def href(self) -> str:
        digits, more = re.sub(r"\D", "", self.number), self.extension and f",{self.extension}"
        if self.text.startswith("+") or len(digits) < 10:
            return ("+" if self.text.startswith("+") else "") + digits + more
        return "+" + digits.rjust(11, "1") + more


_PHONE = re.compile(
    r"\d{3}|\d-\d-\d|\d{5,6}"
    r"|(?:(?:1-)?\d{3}-\d{3}-\d{4}|\+\d[\d -]{6,16}\d)(?: x\d{1,6})?",
    re.ASCII,
)


def _phone(node: Node) -> Phone:
    text = _scalar(node, phone_number.write)
    if not _PHONE.fullmatch(text):
        raise Refusal(node, f"write {meant.phone(text) or phone_number.write}", named(text))
    return Phone(_quoted(node, text))


phone_number = Parser(
    "phone", "a phone number, such as 860-555-0100", _phone, schema=_like(_PHONE.pattern)
)


@dataclass(frozen=True)
class Places:
    """Where a program can be used: the whole state, or these towns and regions, or no place."""

    statewide: bool
    slugs: tuple[str, ...] = ()


def _places(node: Node) -> Places:
    if isinstance(node, Scalar) and node.text in _NOT_LISTED:
        return Places(node.text == "statewide")
    if isinstance(node, Scalar) and meant.plain(node.text) in _EVERYWHERE:
        raise Refusal(node, 'write "statewide"')
    if not isinstance(node, Sequence):
        raise Refusal(node, f"write {places.write}")
    for item in node.items:
        if isinstance(item, Scalar) and item.text in _NOT_LISTED:
            raise Refusal(node, f"write {item.text} by itself, not in a list")
    return Places(False, _place_list(node))


_NOT_LISTED = ("statewide", "no place")
_EVERYWHERE = {
    "statewide",
    "state-wide",
    "whole state",
    "the whole state",
    "all towns",
    "everywhere",
}
_place_list = references(PLACES, "[river-town, hill-town]")
places = Parser(
    PLACES,
    '"statewide", "no place", or a list of towns and regions, such as [river-town, hill-town]',
    _places,
    refers_to=PLACES,
    schema={"anyOf": [{"enum": list(_NOT_LISTED)}, _place_list.schema]},
)


def _center(text: str) -> tuple[float, float]:
    match = re.fullmatch(r"(-?\d{1,2}(?:\.\d+)?), (-?\d{1,3}(?:\.\d+)?)", text, re.ASCII)
    if not match or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        raise ValueError(text)
    return float(match[1]), float(match[2])


coordinates = _parsed(
    "coordinates",
    'latitude and longitude, such as "41.8, -73.1"',
    _center,
    _like(r"-?\d{1,2}(?:\.\d+)?, -?\d{1,3}(?:\.\d+)?"),
    meant.coordinates,
)


def table_of(key: Parser, value: Parser, write: str) -> Parser:
    """Return the parser of names with one value each: a tuple of pairs in the order written."""

    def read(node: Node) -> tuple:
        if not isinstance(node, Mapping) or not node.entries:
            raise Refusal(node, f"write {write}")
        pairs, refusals = [], []
        for name, part in node.entries:
            try:
                pairs.append((key(name), value(part)))
            except Refusal as refusal:
                refusals.append(refusal)
        if refusals:
            raise Refusal.of(refusals)
        return tuple(pairs)

    schema = {
        "type": "object",
        "propertyNames": key.schema,
        "additionalProperties": value.schema,
        "minProperties": 1,
    }
    return Parser("table", write, read, value.refers_to, schema=schema)


BOXES, SOME = "boxes", "some"


def _share(text: str) -> float | None:
    if text in (BOXES, SOME):
        return None
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", text, re.ASCII) or not 0 < float(text) <= 100:
        raise ValueError(text)
    return float(text)


def _zip(node: Node) -> str:
    text = _scalar(node, "a five-digit ZIP code")
    if not re.fullmatch(r"\d{5}", text, re.ASCII):
        raise Refusal(node, f"write {meant.zip_code(text) or zip_code.write}", named(text))
    return _quoted(node, text)


zip_code = Parser("zip-code", "a five-digit ZIP code", _zip, schema=_like(r"\d{5}"))
zip_shares = table_of(
    zip_code,
    _parsed(
        "share",
        'the percentage of the ZIP code\'s people who live in the town, such as 98.3; or "some"'
        ' where it is not known, "boxes" where nobody lives',
        _share,
        _like(
            r"\d{1,3}(\.\d+)?",
            BOXES,
            SOME,
            types=("number", "string"),
            exclusiveMinimum=0,
            maximum=100,
        ),
    ),
    'ZIP codes with their percentages, such as {"06001": 98.3}',
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the answer to a question of the self-check must be.

    `how` is "is" (one of `options`), "includes" (all of `options`) or "at least" (`amount` of
    `unit`).
    """

    question: str
    how: str
    options: tuple[str, ...] = ()
    amount: int = 0
    unit: str = ""

    def __str__(self) -> str:
        """The rule as it is written in the data."""
        rule = (
            f"{self.amount} {self.unit}"
            if self.unit
            else {"is": " or ", "includes": " and "}[self.how].join(self.options)
        )
        return f"{self.question} {'is at least' if self.unit else self.how} {rule}"


_AMOUNT = re.compile(r"([a-z0-9-]+) is at least (\d{1,4}) (months|hours)", re.ASCII)
_OPTIONS = re.compile(
    r"([a-z0-9-]+)"
    r" (?:(is) ([a-z0-9-]+(?: or [a-z0-9-]+)*)|(includes) ([a-z0-9-]+(?: and [a-z0-9-]+)*))",
    re.ASCII,
)


def _requirement(text: str) -> Requirement:
    if match := _AMOUNT.fullmatch(text):
        return Requirement(match[1], "at least", amount=int(match[2]), unit=match[3])
    if match := _OPTIONS.fullmatch(text):
        return (
            Requirement(match[1], "is", tuple(match[3].split(" or ")))
            if match[2]
            else Requirement(match[1], "includes", tuple(match[5].split(" and ")))
        )
    raise ValueError(text)


requirement = _parsed(
    "requirement",
    'a rule, such as "education is bachelor or graduate", "services includes advocacy and'
    ' assessment" or "supervision is at least 24 hours"',
    _requirement,
    _like(_AMOUNT.pattern, _OPTIONS.pattern),
)
