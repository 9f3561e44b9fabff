"""`imhsite diff BASE [HEAD]`: what a change of the data does to the site, in words."""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from imhsite.building import change_words as wording
from imhsite.building import comparison as rendered
from imhsite.building import pictures
from imhsite.building.site import Site
from imhsite.building.site_changes import BuiltSite, SiteChanges, compare
from imhsite.files.problems import BuildFailed, DataError, Problem, quote
from imhsite.files.project import OVERRIDES, parser
from imhsite.model.dates import PartialDate
from imhsite.model.fields import NOT_STATED, NOTHING, Parser, Phone, Places, Year, stated_age_range
from imhsite.model.records import KINDS, declared_fields
from imhsite.pages import changes
from imhsite.pages.changes import ADDED, CHANGED, GONE, RENAMED, Change, Move
from imhsite.publishing.revisions import UnknownRevision, copy_of_files, extract
from imhsite.reading.catalog import Catalog, read

PARENT_TEXTS = {("programs", "for_parents")}
PARENT_PAGES = "parents"  # the folder of docs/
MOST_PROBLEMS = 40
LONG = 80


@dataclass
class Side:
    """One revision: its data as today's code reads them, and its site as its own code builds it.

    `site` is None where there are problems, `built` where the build failed, and `failure` says why.
    """

    name: str
    folder: Path
    catalog: Catalog
    problems: list[Problem]
    site: Site | None = None
    built: BuiltSite | None = None
    failure: str = ""

    @property
    def docs(self) -> Path:
        return self.folder / "docs"


def main(arguments: list[str] | None = None) -> int:
    """Print what changes on the site from BASE to HEAD.

    Return 1 where HEAD cannot be built, 2 for an unknown revision.
    """
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="diff-") as folder:
        try:
            before, after = _sides(options, Path(folder))
        except UnknownRevision as error:
            print(error, file=sys.stderr)
            return 2
        site = compare(before.built, after.built) if before.built and after.built else None
        print(report(before, after, site, options.format == "markdown"), end="")
        if options.pictures and site:
            print(_pictured(before, after, site, options), end="")
    return 1 if after.problems or after.failure else 0


def _parser() -> argparse.ArgumentParser:
    command = parser("diff", "Say in plain words what a change does to the site.")
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
    command.add_argument(
        "--pictures",
        type=Path,
        metavar="DIR",
        help=f"put pictures of pages into DIR/{pictures.FILE} (needs Playwright)",
    )
    return command


def _sides(options: argparse.Namespace, folder: Path) -> tuple[Side, Side]:
    """Return both sides, read and built in FOLDER. Raises UnknownRevision."""
    root = options.repository
    base = extract(root, options.base, folder / "base")
    head = folder / "head"
    if options.head:
        extract(root, options.head, head)
    else:
        copy_of_files(root, head)
    sides = _read(options.base, base), _read(options.head or "the files as they are now", head)
    _build(*sides)
    return sides


def _read(name: str, folder: Path) -> Side:
    catalog, problems = read(folder / "data")
    side = Side(name, folder, catalog, problems)
    if not problems:
        try:
            side.site = Site(folder / "data", folder / OVERRIDES, rendered.icons())
        except (DataError, BuildFailed) as error:
            side.problems = list(getattr(error, "problems", []))
    return side


def _build(before: Side, after: Side) -> None:
    """Build both sides at once; BEFORE by this code where its own no longer can."""
    before.failure, after.failure = rendered.build_each([before.folder, after.folder])
    if before.failure and not rendered.build_by_this_code(before.folder):
        before.failure = ""
    for side in (before, after):
        if not side.failure:
            base = urlsplit(side.catalog.association.address).path
            side.built = BuiltSite(rendered.site_of(side.folder), base)


def _pictured(before: Side, after: Side, site: SiteChanges, options: argparse.Namespace) -> str:
    """Take pictures of pages that may look different, and say in a section which do."""
    try:
        paths = pictures.take(before.built, after.built, wording.examples(site), options.pictures)
    except BuildFailed as error:
        lines = [str(error)]
    else:
        file = options.pictures / pictures.FILE
        lines = [f"{file} shows before and after: {wording.some([f'/{path}' for path in paths])}"]
        lines = lines if paths else ["No page looks different."]
    return "\n" + _section("Pictures", lines, options.format == "markdown")


def report(
    before: Side, after: Side, site: SiteChanges | None = None, markdown: bool = False
) -> str:
    """Return the whole summary; SITE is what differs between the built sites."""
    sections = [(title, list(lines)) for title, lines in _sections(before, after, site)]
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


def _sections(
    before: Side, after: Side, site: SiteChanges | None
) -> Iterator[tuple[str, Iterable[str]]]:
    failure = after.failure.splitlines() if after.failure and not after.problems else []
    yield "Fix this first", [*map(str, after.problems[:MOST_PROBLEMS]), *failure]
    yield f"About {before.name}", _about(before)
    catalogs = before.catalog, after.catalog
    unreadable = {(p.record, p.field) for p in before.problems + after.problems}
    records = changes.record_changes(*catalogs, unreadable)
    yield "What changes", (line for change in records for line in lines_of(change, *catalogs))
    if site:
        yield "What readers see", wording.differences(site)
    grades = [*_grades(records), *_page_grades(before.docs, after.docs)]
    yield "Reading level of the changed texts for parents", grades
    if before.site and after.site:
        yield "Results by town", map(_move, changes.moves(*catalogs, "towns"))
        yield "Results by age", map(_move, changes.moves(*catalogs, "age_groups"))
        yield "Search", _searches(before, after)
    if site:
        yield "Pages affected", wording.pages(site)
        yield "Other files", wording.files(site)


def _about(before: Side) -> Iterator[str]:
    if before.problems:
        yield (
            f"Its data has {len(before.problems)} problems under today's rules, so only the"
            f" records that can be read are compared. The first: {before.problems[0]}"
        )
    if before.failure:
        yield f"Its pages cannot be compared, as it cannot be built: {before.failure}"


def lines_of(change: Change, before: Catalog, after: Catalog) -> Iterator[str]:
    """Yield what became of one record, a line a field."""
    kind = change.kind.replace("_", " ")
    if change.what == ADDED:
        yield f"New in {kind}: {change.name} ({change.slug})."
    elif change.what == GONE:
        yield f"Gone from {kind}: {change.name} ({change.slug}).{_where_it_leads(change)}"
    else:
        if change.what == RENAMED:
            yield (
                f"Renamed in {kind}: {change.old_slug} is now {change.slug} ({change.name})."
                f"{_where_it_leads(change)}"
            )
        for name, was, becomes in change.fields:
            parser = declared_fields(KINDS[change.kind])[name].metadata["parser"]
            name = name.replace("_", " ")
            items = _items(was, parser, before), _items(becomes, parser, after)
            texts = _in_words(was, parser, before), _in_words(becomes, parser, after)
            if all(items) and set(items[0]) != set(items[1]):
                yield f"{change.name}: {name}: {_list_change(*items)}"
            else:
                yield f"{change.name}: {_field_change(name, *texts, was, becomes)}"


def _where_it_leads(change: Change) -> str:
    if not change.old_path:
        return ""
    if change.leads_to:
        return f" Its old address /{change.old_path} leads to /{change.leads_to}."
    return f" Its old address /{change.old_path} must lead to a page: see data/redirects.yaml."


def _field_change(name: str, was: str, becomes: str, old: object, new: object) -> str:
    if old is None and was != "not stated":
        return f"{name}, which was left out, is now {_quoted(becomes)}"
    if new is None and becomes != "not stated":
        return f"{name} is left out; it was {_quoted(was)}"
    if len(was) > LONG or len(becomes) > LONG:
        return f"{name}: {wording.text_change(was, becomes)}"
    return (
        f"{name}: was {was}, now {becomes}"
        if name == "ages"
        else f"{name}: was {_quoted(was)}, now {_quoted(becomes)}"
    )


def _items(value: object, parser: Parser, catalog: Catalog) -> list[str]:
    """Return the items of a list in words; none for a value of another sort."""
    if isinstance(value, Places):
        return [_name(slug, "places", catalog) for slug in value.slugs]
    is_list = isinstance(value, tuple) and parser.schema.get("type") == "array"
    return [_in_words(item, parser, catalog) for item in value] if is_list else []


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w .,-]{1,60}", text) else quote(text)


def _list_change(was: list[str], becomes: list[str]) -> str:
    added = [item for item in becomes if item not in was]
    removed = [item for item in was if item not in becomes]
    lists = {"added": added, "removed": removed}
    return "; ".join(f"{word} {wording.some(items)}" for word, items in lists.items() if items)


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
    places = "all of them" if everywhere else wording.some(list(move.places))
    return f"{move.program}: {move.what} {places}"


def _searches(before: Side, after: Side) -> Iterator[str]:
    old, new = rendered.searched(before.site), rendered.searched(after.site)
    for change in changes.search_changes(old, new):
        lists = {"now found by": change.now, "no longer found by": change.no_longer}
        parts = [f"{what} {wording.some(list(words))}" for what, words in lists.items() if words]
        yield f"{change.page}: {'; '.join(parts)}"
