"""The pages that people write: their names and their front matter.

Front matter is read as the data are: as typed, with its lines, and nothing that somebody wrote is
dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from imhsite.files import source as yaml_source
from imhsite.files.leftovers import is_leftover
from imhsite.files.problems import DataError, Problem, did_you_mean, quote
from imhsite.files.product import name_of
from imhsite.files.source import Node
from imhsite.model import meant
from imhsite.model.dates import PartialDate
from imhsite.model.fields import LANGUAGE, SLUG, Parser, Refusal, choice, past_date, plain_text
from imhsite.reading import page_text, reviews

SUFFIX = ".md"
FENCE = "---"
WHERE = "front matter"


@dataclass(frozen=True, slots=True)
class _Key:
    meaning: str
    parser: Parser
    needed: bool = True


FRONT_MATTER = {
    "title": _Key("the title of the page", plain_text),
    "description": _Key(
        "what the page offers, in one sentence, as search engines show it", plain_text
    ),
    "written": _Key("the date the page was written, such as 2026-11-21", past_date),
    "reviewed": _Key(
        "the date someone last read the page carefully, such as 2026-11-21", past_date
    ),
    "layout": _Key(
        "the template of overrides/pages/ that lays the page out", plain_text, needed=False
    ),
    "quick_exit": _Key(
        "yes, on pages about violence and safety", choice("yes", "no"), needed=False
    ),
    reviews.FIELD: _Key(reviews.MEANING.lower(), reviews.state, needed=False),
    "reading_level": _Key(
        "why the page may be harder to read than tests/test_plain_words.py allows",
        plain_text,
        needed=False,
    ),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file of `docs/` as typed: front matter, and Markdown, which begins after `above` lines.

    In the place of a mark, `meta["translation"]` says whether the text is still as it was reviewed.
    `lines` are those of the fields of `meta`.
    """

    meta: dict[str, str]
    markdown: str
    above: int
    lines: dict[str, int]


def read_pages(
    docs: Path, given: Mapping[str, Path], languages: Sequence[str] | None = None
) -> dict[str, Written]:
    """Return every page of the folder DOCS, and those GIVEN by the product, by their paths there.

    LANGUAGES are those of the site, if known. Raises DataError with every mistake in names and
    front matter.
    """
    pages, problems = read_all(docs, given, languages)
    if problems:
        raise DataError(problems)
    return pages | _read_given(given)


def _read_given(given: Mapping[str, Path]) -> dict[str, Written]:
    return {source: read_page(file, name_of(file)) for source, file in given.items()}


def problems_of(docs: Path) -> list[Problem]:
    """Return every mistake in the names and the front matter of the pages of the folder DOCS."""
    return sorted(read_all(docs)[1])


def read_page(path: Path, name: str) -> Written:
    """Return the page in the file at PATH, which messages call NAME.

    Raises DataError with every mistake in its front matter.
    """
    return parse_page(yaml_source.text_of(path, name), name)


def parse_page(text: str, name: str) -> Written:
    """Return the page of TEXT, which messages call NAME.

    Raises DataError with every mistake in its front matter.
    """
    lines = text.split("\n")
    end = _end_of_front_matter(lines, name)
    file = yaml_source.parse("\n".join(["", *lines[1:end]]), name)
    nodes = {key.text: node for key, node in file.records}
    problems = [
        replace(problem, record=WHERE, field=problem.field or problem.record)
        for problem in file.problems
        if problem.code != yaml_source.EMPTY
    ]
    problems += front_matter_problems(nodes, name, file.names)
    if problems:
        raise DataError(problems)
    body = lines[end + 1 :]
    first = next((number for number, line in enumerate(body) if line.strip()), 0)
    return Written(
        {key: node.text.strip() for key, node in nodes.items()},
        "\n".join(body[first:]),
        end + 1 + first,
        {key: node.line for key, node in nodes.items()},
    )


def read_all(
    docs: Path,
    given: Mapping[str, Path] = MappingProxyType({}),
    languages: Sequence[str] | None = None,
) -> tuple[dict[str, Written], list[Problem]]:
    """Return the pages of DOCS whose front matter could be read, and every mistake in all.

    They may translate the pages GIVEN by the product. LANGUAGES are those of the site, if known;
    else each folder that could be named after a language is taken for one of translations.
    """
    pages, problems, files = {}, [], {}
    for path in sorted(
        path
        for path in docs.rglob("*")
        if path.is_file() and not is_leftover(path.relative_to(docs).as_posix())
    ):
        source = path.relative_to(docs).as_posix()
        name = f"{docs.name}/{source}"
        if problem := _misnamed(source, name) or _twice(source, name, files):
            problems.append(problem)
        if path.suffix == SUFFIX:
            try:
                page = pages[source] = read_page(path, name)
                problems += page_text.problems(page.markdown, name, page.above)
            except DataError as error:
                problems += error.problems
    reviews_of = {source: page for source, page in pages.items() if reviews.FIELD in page.meta}
    originals = {source: given[source] for source in map(_original, reviews_of) if source in given}
    texts = _read_given(originals) | pages
    for source, page in reviews_of.items():
        place = Problem(f"{docs.name}/{source}", page.lines[reviews.FIELD], 0, WHERE, reviews.FIELD)
        if _is_translation(source, languages):
            problems += _review(page, texts.get(_original(source)), place)
        else:
            problems.append(_no_translation(page, place))
    return pages, problems


def _original(source: str) -> str:
    """The path of the page that SOURCE translates."""
    return source.partition("/")[2]


def _is_translation(source: str, languages: Sequence[str] | None) -> bool:
    folder = source.partition("/")[0]
    return bool(LANGUAGE.fullmatch(folder)) if languages is None else folder in languages[1:]


def _no_translation(page: Written, place: Problem) -> Problem:
    write = (
        "delete this field; a page is a translation only in the folder of another language of the"
        " site, such as es/"
    )
    return replace(place, write=write, got=quote(page.meta[reviews.FIELD]), code="no-translation")


def _review(page: Written, original: Written | None, place: Problem) -> Iterator[Problem]:
    """Say in the front matter of PAGE whether it was reviewed as it and the ORIGINAL are now."""
    written = page.meta[reviews.FIELD]
    if written == reviews.NOT_REVIEWED:
        return
    texts = [*_texts(original), *_texts(page)] if original else [*_texts(page)]
    is_reviewed = reviews.is_reviewed(written, texts)
    page.meta[reviews.FIELD] = reviews.REVIEWED if is_reviewed else reviews.NOT_REVIEWED
    if written == reviews.REVIEWED:
        write, got = reviews.remedy(texts), quote(written)
        yield replace(place, write=write, got=got, code="unmarked-review")


def _texts(page: Written) -> Iterator[str]:
    yield from (page.meta["title"], page.meta["description"], page.markdown)


_MARKDOWN = re.compile(r"\.(?:md|markdown|mdown|mkdn?)(?:\.txt)?", re.IGNORECASE)


def _misnamed(source: str, name: str) -> Problem | None:
    """Return a problem for a name that nobody can type, or that programs write in several ways.

    A page's name is its address.
    """
    better = named_well(source)
    if better == source:
        return None
    write = f"name the page in small letters, digits and hyphens: {quote(better)}"
    return Problem(name, write=write, got=quote(source), code="misnamed-file")


def named_well(source: str) -> str:
    """Return the name that docs/SOURCE should have: SOURCE, unless it is a page misnamed."""
    suffix = _MARKDOWN.search(source)
    if not suffix or suffix.end() < len(source):
        return source
    parts = source[: suffix.start()].split("/")
    language = parts[:1] if len(parts) > 1 and LANGUAGE.fullmatch(parts[0]) else []
    parts = parts[len(language) :]
    if suffix[0] == SUFFIX and all(map(SLUG.fullmatch, parts)):
        return source
    return "/".join([*language, *(meant.slug(part) or "page" for part in parts)]) + SUFFIX


def _twice(source: str, name: str, files: dict[str, str]) -> Problem | None:
    """Yield a problem for two pages, or a page and a file, of one address.

    FILES has the sources by the file of the site.
    """
    is_page = source.endswith(SUFFIX)
    first = files.setdefault(f"{address(source)}index.html" if is_page else source, name)
    if first == name:
        return None
    write = f"give this page another name; {first} has the same address"
    got = quote(address(source) if is_page else source)
    return Problem(name, write=write, got=got, code="same-address")


def address(source: str) -> str:
    """Return the path on the site of the page docs/SOURCE."""
    path = PurePosixPath(source).with_suffix("")
    return "".join(f"{part}/" for part in (path.parent if path.name == "index" else path).parts)


def _end_of_front_matter(lines: list[str], name: str) -> int:
    """The number, from 0, of the line that ends the front matter.

    Raises DataError where it does not begin or end.
    """
    if lines[0].rstrip() != FENCE:
        got = next((line for line in lines if line.strip()), "")
        write = f"begin the page with its front matter, between two lines {quote(FENCE)}"
        raise _unreadable(name, 1, write, quote(got) if got else "nothing")
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == FENCE:
            return number
        if not _OF_FRONT_MATTER.match(line):
            break
    else:
        number, line = len(lines) - 1, ""
    write = (
        f'write "name: value", or end the front matter with a line {quote(FENCE)} above this line'
    )
    raise _unreadable(name, number + 1, write, quote(line) if line else "")


def _unreadable(name: str, line: int, write: str, got: str) -> DataError:
    problem = Problem(name, line, record=WHERE, write=write, got=got, code="no-front-matter")
    return DataError([problem])


_OF_FRONT_MATTER = re.compile(r"""\s+\S|\s*$|["']?[\w-]+["']?\s*:(?:\s|$)""")


def front_matter_problems(
    nodes: Mapping[str, Node], file: str, names: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong in the values of NODES.

    NAMES are those of values that could not be read too.
    """
    for name, key in FRONT_MATTER.items():
        if key.needed and name not in names:
            write = f"write {key.meaning}"
            yield Problem(file, 1, 0, WHERE, name, write, code="missing-field")
    values = {}
    for name, node in nodes.items():
        if name not in FRONT_MATTER:
            write = f"write one of these keys: {', '.join(FRONT_MATTER)}"
            got = quote(name) + did_you_mean(name, FRONT_MATTER)
            yield Problem(file, node.line, 0, WHERE, name, write, got, "unknown-field")
            continue
        try:
            values[name] = FRONT_MATTER[name].parser(node)
        except Refusal as refusal:
            yield from (reason.problem(file, WHERE, name) for reason in refusal.reasons)
    if {"written", "reviewed"} <= values.keys() and _is_before(
        values["reviewed"], values["written"]
    ):
        write, got = "write a date that is not before written", quote(values["reviewed"].iso)
        line = nodes["reviewed"].line
        yield Problem(file, line, 0, WHERE, "reviewed", write, got, "too-early")


def _is_before(one: PartialDate, other: PartialDate) -> bool:
    """Return whether ONE is surely before OTHER, of which only the month or year may be known."""
    common = min(len(one.iso), len(other.iso))
    return one.iso[:common] < other.iso[:common]
