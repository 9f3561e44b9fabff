"""`imhsite diff BASE [HEAD]`: what a change of the data does to the site, in words."""

from __future__ import annotations

import difflib
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from imhsite.building import comparison as rendered
from imhsite.building.site import Site
from imhsite.files.problems import BuildFailed, DataError, Problem, quote
from imhsite.files.project import OVERRIDES, parser
from imhsite.model.dates import PartialDate
from imhsite.model.fields import NOT_STATED, NOTHING, Parser, Phone, Places, Year, stated_age_range
from imhsite.model.records import KINDS, declared_fields
from imhsite.pages import changes
from imhsite.pages.changes import ADDED, CHANGED, GONE, Change, Move
from imhsite.publishing.revisions import UnknownRevision, extract
from imhsite.reading.catalog import Catalog, read

PARENT_TEXTS = {("programs", "for_parents")}
PARENT_PAGES = "parents"  # the folder of docs/
MOST_LISTED = 8
LONG = 80


@dataclass
class Side:
    """The data and pages of one revision, as today's code reads them.

    `site` is None where there are problems.
    """

    name: str
    catalog: Catalog
    problems: list[Problem]
    site: Site | None
    docs: Path
    pages: dict[str, str] = field(default_factory=dict)


def main(arguments: list[str] | None = None) -> int:
    """Print what changes on the site from BASE to HEAD.

    Return 1 where HEAD's data has problems, 2 for an unknown revision.
    """
    command = parser(
        "diff", "Say in plain words what a change to data/ and docs/ does to the site."
    )
    command.add_argument(
        "base", metavar="BASE", help="the git revision to compare with, such as main"
    )
    command.add_argument(
        "head",
        metavar="HEAD",
        nargs="?",
        help="the git revision to look at (default: the files as they are now)",
    )
    command.add_argument(
        "--format",
        choices=("text", "markdown"),
        default="text",
        help="markdown for a pull request's summary",
    )
    command.add_argument(
        "--repository",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the repository (default: this one)",
    )
    options = command.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="diff-") as folder:
        try:
            before = _side(
                options.base, extract(options.repository, options.base, Path(folder) / "base")
            )
            head = (
                extract(options.repository, options.head, Path(folder) / "head")
                if options.head
                else options.repository
            )
            after = _side(options.head or "the files as they are now", head)
        except UnknownRevision as error:
            print(error, file=sys.stderr)
            return 2
        print(report(before, after, options.format == "markdown"), end="")
    return 1 if after.problems else 0


def _side(name: str, folder: Path) -> Side:
    data, docs = folder / "data", folder / "docs"
    catalog, problems = read(data)
    side = Side(name, catalog, problems, None, docs)
    if not problems:
        try:
            side.site = Site(data, OVERRIDES, rendered.icons())
            side.pages = rendered.pages_of(side.site, docs)
        except (DataError, BuildFailed) as error:
            side.site, side.problems = None, list(getattr(error, "problems", []))
    return side


def report(before: Side, after: Side, markdown: bool = False) -> str:
    """Return the whole summary."""
    sections = [(title, list(lines)) for title, lines in _sections(before, after)]
    changed = [section for section in sections if section[1]]
    changed = changed or [("", ["Nothing changes on the site."])]
    return "\n".join(_section(title, lines, markdown) for title, lines in changed)


def _section(title: str, lines: list[str], markdown: bool) -> str:
    head = [f"### {title}" if markdown else title, ""] if title else []
    items = (
        [f"- {_escaped(line)}" for line in lines]
        if markdown
        else [f"  {line}" if title else line for line in lines]
    )
    return "\n".join([*head, *items]) + "\n"


def _escaped(line: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|@&])", r"\\\1", line)


def _sections(before: Side, after: Side) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Fix this first", map(str, after.problems[: MOST_LISTED * 5])
    if before.problems:
        text = (
            f"Its data has {len(before.problems)} problems under today's rules, so only the"
            f" records that can be read are compared. The first: {before.problems[0]}"
        )
        yield f"About {before.name}", [text]
    catalogs = before.catalog, after.catalog
    unreadable = {(p.record, p.field) for p in before.problems + after.problems}
    records = changes.record_changes(*catalogs, unreadable)
    yield "What changes", (line for change in records for line in lines_of(change, *catalogs))
    grades = [*_grades(records), *_page_grades(before.docs, after.docs)]
    yield "Reading level of the changed texts for parents", grades
    if before.site and after.site:
        yield "Results by town", map(_move, changes.moves(*catalogs, "towns"))
        yield "Results by age", map(_move, changes.moves(*catalogs, "age_groups"))
        yield "Search", _searches(before, after)
        yield "Pages affected", _pages(before.pages, after.pages)


def lines_of(change: Change, before: Catalog, after: Catalog) -> Iterator[str]:
    """Yield what became of one record, a line a field."""
    kind = change.kind.replace("_", " ")
    if change.what == ADDED:
        yield f"New in {kind}: {change.name} ({change.slug})."
    elif change.what == GONE:
        redirect = " Its old address must lead to a page: see data/redirects.yaml."
        yield (
            f"Gone from {kind}: {change.name} ({change.slug})."
            f"{redirect if change.kind == 'programs' else ''}"
        )
    else:
        for name, was, becomes in change.fields:
            parser = declared_fields(KINDS[change.kind])[name].metadata["parser"]
            texts = _in_words(was, parser, before), _in_words(becomes, parser, after)
            sentence = _field_change(name.replace("_", " "), *texts, was, becomes)
            yield f"{change.name}: {sentence}"


def _field_change(name: str, was: str, becomes: str, old: object, new: object) -> str:
    if old is None and was != "not stated":
        return f"{name}, which was left out, is now {_quoted(becomes)}"
    if new is None and becomes != "not stated":
        return f"{name} is left out; it was {_quoted(was)}"
    if (
        (items := [_items(value) for value in (old, new)])
        and all(items)
        and set(items[0]) != set(items[1])
    ):
        return f"{name}: {_list_change(was.split(', '), becomes.split(', '))}"
    if len(was) > LONG or len(becomes) > LONG:
        return f"{name}: {_text_change(was, becomes)}"
    return (
        f"{name}: was {was}, now {becomes}"
        if name == "ages"
        else f"{name}: was {_quoted(was)}, now {_quoted(becomes)}"
    )


def _items(value: object) -> tuple:
    return value.slugs if isinstance(value, Places) else value if isinstance(value, tuple) else ()


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w .,-]{1,60}", text) else quote(text)


def _list_change(was: list[str], becomes: list[str]) -> str:
    added = [item for item in becomes if item not in was]
    removed = [item for item in was if item not in becomes]
    lists = {"added": added, "removed": removed}
    return "; ".join(f"{word} {_some(items)}" for word, items in lists.items() if items)


def _text_change(was: str, becomes: str) -> str:
    """Tell the sentences that differ, and no others."""
    old, new = _sentences(was), _sentences(becomes)
    parts = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            removed = f'removed: "{" ".join(old[a:b])}"' if a < b else ""
            added = f'added: "{" ".join(new[c:d])}"' if c < d else ""
            parts.append(f"{removed} {added}".strip())
    return "; ".join(parts) or "only the spacing changes"


def _sentences(text: str) -> list[str]:
    return [
        part
        for line in text.split("\n")
        for part in re.split(r"(?<=[.!?])\s+", line.strip())
        if part
    ]


def _in_words(value: object, parser: Parser, catalog: Catalog) -> str:
    """Return VALUE in the words of the data."""
    if value is None:
        return NOT_STATED if parser.kind == stated_age_range.kind else NOTHING
    if isinstance(value, Places):
        return (
            "statewide"
            if value.statewide
            else ", ".join(_name(slug, "places", catalog) for slug in value.slugs) or "no place"
        )
    if isinstance(value, tuple):
        return ", ".join(_in_words(item, parser, catalog) for item in value)
    if isinstance(value, Phone):
        return value.text
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, Year):
        return f"{'about ' if value.about else ''}{value.year}"
    return (
        _name(value, parser.refers_to, catalog)
        if parser.refers_to and isinstance(value, str)
        else str(value)
    )


def _name(slug: str, kind: str, catalog: Catalog) -> str:
    for part in ("towns", "regions") if kind == "places" else (kind,):
        if record := catalog.records.get(part, {}).get(slug):
            return changes.name_of(record)
    return slug


def _grades(records: list[Change]) -> Iterator[str]:
    for change in records:
        for name, was, becomes in change.fields if change.what == CHANGED else ():
            if (change.kind, name) in PARENT_TEXTS and was and becomes:
                yield _grade_change(change.name, was, becomes)


def _page_grades(old: Path, new: Path) -> Iterator[str]:
    for file in sorted((new / PARENT_PAGES).rglob("*.md")):
        before = old / file.relative_to(new)
        if before.is_file() and before.read_bytes() != file.read_bytes():
            texts = rendered.sentences(before), rendered.sentences(file)
            yield _grade_change(f"docs/{file.relative_to(new).as_posix()}", *texts)


def _grade_change(name: str, was: str, becomes: str) -> str:
    grades = f"was school grade {_grade(was)}, now {_grade(becomes)}"
    return f"{name}: {grades}; aim for 6, and no more than 8."


def _grade(text: str) -> str:
    import textstat  # Reading its word list takes longer than all the rest.

    return f"{textstat.flesch_kincaid_grade(text):.1f}"


def _move(move: Move) -> str:
    everywhere = move.all_places and len(move.places) > 1
    places = "all of them" if everywhere else _some(list(move.places))
    return f"{move.program}: {move.what} {places}"


def _searches(before: Side, after: Side) -> Iterator[str]:
    old, new = rendered.searched(before.site), rendered.searched(after.site)
    for change in changes.search_changes(old, new):
        lists = {"now found by": change.now, "no longer found by": change.no_longer}
        parts = [f"{what} {_some(list(words))}" for what, words in lists.items() if words]
        yield f"{change.page}: {'; '.join(parts)}"


def _pages(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    changed = [path for path in new if path in old and new[path] != old[path]]
    lists = {"New": [p for p in new if p not in old], "Gone": [p for p in old if p not in new]}
    for word, paths in lists.items():
        if paths:
            yield f"{word}: {_some([f'/{path}' for path in paths])}"
    if changed and len(changed) == len(new):
        yield f"Changed: every page ({len(changed)})"
    elif changed:
        yield f"Changed ({len(changed)}): {_some([f'/{path}' for path in changed])}"


def _some(items: list[str]) -> str:
    more = len(items) - MOST_LISTED
    return ", ".join(items[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
