"""What differs between two built sites as their readers get them, grouped by what caused it."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from urllib.parse import urlsplit

from imhsite.building import parallel
from imhsite.building.page_blocks import Block, PageBlocks, read_page
from imhsite.publishing.headers import ADMIN
from imhsite.publishing.output import PACKED

TEXT, LINK, PICTURE, MARKUP, STYLE = "text", "link", "picture", "markup", "style"
SCRIPT, MACHINES = "script", "machines"
LOOKS = frozenset((TEXT, PICTURE, MARKUP, STYLE))  # what a picture of a page can show
_DERIVED = {"sw.js", "build.json"}  # which hold a hash of everything else
_PER_JOB = 32  # pages
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_LINE = re.compile(rb"(#L|%3A)\d+(?=\")")  # of a record in the repository: it moves with others


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, which many pages may share.

    `sort` is one of the words above, `part` "the header" or "the footer" of the page or nothing,
    `name` what it is about: a link's text, a selector, a file. `was` or `becomes` is empty for
    what is new or gone.
    """

    sort: str
    part: str
    name: str
    was: str
    becomes: str


@dataclass
class SiteChanges:
    """What differs between two sites: paths of pages, and each difference with its pages."""

    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    pages: int = 0
    home_language: str = ""
    languages: dict[str, str] = field(default_factory=dict)
    differences: dict[Difference, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @cached_property
    def changed(self) -> list[str]:
        """The pages that readers get in another form, those first that differ from all others."""
        shared: dict[str, int] = {}
        for paths in self.differences.values():
            for path in paths:
                shared[path] = min(len(paths), shared.get(path, len(paths)))
        return sorted(shared, key=lambda path: (shared[path], path))


class BuiltSite:
    """The files of a built site in FOLDER, which is served below the path BASE."""

    def __init__(self, folder: Path, base: str = "/") -> None:
        self.folder, self.base = folder, base

    @cached_property
    def pages(self) -> dict[str, Path]:
        """The file of every page by its path, but for the form for staff."""
        files = sorted(self.folder.rglob("*.html"))
        named = {file.relative_to(self.folder).as_posix(): file for file in files}
        return {
            name.removesuffix("index.html") if is_index(name) else name: file
            for name, file in named.items()
            if not name.startswith(ADMIN)
        }

    @cached_property
    def others(self) -> dict[str, Path]:
        """Every file that is no page and no part of one, by its path."""
        files = {file.relative_to(self.folder).as_posix(): file for file in self.folder.rglob("*")}
        return {
            name: file
            for name, file in sorted(files.items())
            if file.is_file()
            and not name.endswith((".html", *PACKED))
            and not name.startswith(("assets/", ADMIN))
            and name not in _DERIVED
        }

    def html(self, path: str) -> bytes:
        """Return the page at PATH, without the lines in the repository that its pencil names."""
        return _LINE.sub(b"", self.pages[path].read_bytes())

    def page(self, path: str) -> PageBlocks:
        """Return what readers get of the page at PATH."""
        return read_page(self.html(path))

    def path(self, address: str) -> str:
        """Return the path on the site of the ADDRESS of a page or file."""
        return urlsplit(address).path.removeprefix(self.base)

    def text(self, address: str) -> str:
        """Return the text of the file at ADDRESS; "" where there is none."""
        file = self.folder / self.path(address)
        return file.read_text(encoding="utf-8") if file.is_file() else ""


def is_index(name: str) -> bool:
    return name == "index.html" or name.endswith("/index.html")


def compare(before: BuiltSite, after: BuiltSite) -> SiteChanges:
    """Return what differs for readers between the sites BEFORE and AFTER."""
    home = after.page("").language if "" in after.pages else ""
    changes = SiteChanges(pages=len(after.pages), home_language=home)
    candidates = [
        path
        for path in after.pages
        if path not in before.pages or after.html(path) != before.html(path)
    ]
    changes.gone = [path for path in before.pages if path not in after.pages]
    parts = [candidates[at : at + _PER_JOB] for at in range(0, len(candidates), _PER_JOB)]
    jobs = [partial(_compare_some, before, after, part) for part in parts]
    for results in parallel.run(jobs):
        for result in results:
            _add(changes, result)
    changes.new = [path for path in changes.new if path not in changes.moved.values()]
    changes.files = _other_files(before.others, after.others)
    return changes


@dataclass
class _Result:
    path: str
    language: str
    is_new: bool
    moved_to: str = ""
    differences: list[Difference] = field(default_factory=list)


def _add(changes: SiteChanges, result: _Result) -> None:
    changes.languages[result.path] = result.language
    if result.moved_to:
        changes.moved[result.path] = result.moved_to
    if result.is_new and not result.moved_to:
        changes.new.append(result.path)
    target = result.moved_to or result.path
    changes.languages.setdefault(target, result.language)
    for difference in result.differences:
        changes.differences.setdefault(difference, []).append(target)


def _compare_some(before: BuiltSite, after: BuiltSite, paths: Iterable[str]) -> list[_Result]:
    return [_compare_page(before, after, path) for path in paths]


def _compare_page(before: BuiltSite, after: BuiltSite, path: str) -> _Result:
    page = after.page(path)
    result = _Result(path, page.language, path not in before.pages)
    if result.is_new:
        result.moved_to = after.path(page.moved_to) if page.moved_to else ""
        return result
    old = before.page(path)
    if page.moved_to and not old.moved_to:
        result.moved_to = after.path(page.moved_to)
        if result.moved_to in before.pages or result.moved_to not in after.pages:
            return result  # it leads to a page that stood before: nothing took its place
        page = after.page(result.moved_to)
    found = [*dict.fromkeys(_page_differences(before, after, old, page))]
    result.differences = found or [Difference(MACHINES, "", "", "", "")]
    return result


def _page_differences(
    before: BuiltSite, after: BuiltSite, old: PageBlocks, new: PageBlocks
) -> Iterator[Difference]:
    yield from _block_differences(old.blocks, new.blocks)
    for text, was in old.links.items():
        becomes = new.links.get(text)
        if becomes is not None and set(was) != set(becomes):
            gone = " ".join(dict.fromkeys(to for to in was if to not in becomes))
            come = " ".join(dict.fromkeys(to for to in becomes if to not in was))
            yield Difference(LINK, "", text, gone, come)
    for name, address in new.pictures.items():
        if old.pictures.get(name, address) != address:
            yield Difference(PICTURE, "", name, "", "")
    for name in [*new.styles, *(name for name in old.styles if name not in new.styles)]:
        addresses = old.styles.get(name, ""), new.styles.get(name, "")
        if addresses[0] != addresses[1]:
            yield from style_differences(before.text(addresses[0]), after.text(addresses[1]))
    for name, address in new.scripts.items():
        if old.scripts.get(name) != address:
            yield Difference(SCRIPT, "", name, "", "")


def _block_differences(old: list[Block], new: list[Block]) -> Iterator[Difference]:
    texts = [block.text for block in old], [block.text for block in new]
    for what, a, b, c, d in difflib.SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if what == "equal":
            yield from _markup_differences(old[a:b], new[c:d])
        elif b - a == d - c:
            for was, becomes in zip(old[a:b], new[c:d], strict=True):
                yield Difference(TEXT, becomes.part, "", was.text, becomes.text)
        else:
            part = (new[c:d] or old[a:b])[0].part
            yield Difference(TEXT, part, "", _joined(old[a:b]), _joined(new[c:d]))


def _joined(blocks: Iterable[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def _markup_differences(old: Iterable[Block], new: Iterable[Block]) -> Iterator[Difference]:
    for was, becomes in zip(old, new, strict=True):
        if was.markup != becomes.markup:
            gone = " ".join(tag for tag in was.markup if tag not in becomes.markup)
            come = " ".join(tag for tag in becomes.markup if tag not in was.markup)
            yield Difference(MARKUP, becomes.part, becomes.text, gone, come)


def style_differences(was: str, becomes: str) -> Iterator[Difference]:
    """Yield the rules that differ between two style sheets: selector and declarations."""
    if was == becomes:
        return
    old, new = Counter(_rules(was)), Counter(_rules(becomes))
    gone, come = [*(old - new)], [*(new - old)]
    for selector in dict.fromkeys(selector for selector, _ in [*gone, *come]):
        before, after = (_declarations(rules, selector) for rules in (gone, come))
        only_before = "; ".join(line for line in before if line not in after)
        only_after = "; ".join(line for line in after if line not in before)
        yield Difference(STYLE, "", selector, only_before, only_after)
    if not gone and not come:
        yield Difference(STYLE, "", "the order of the rules", "", "")


def _rules(css: str) -> list[tuple[str, str]]:
    return [(selector.strip(), body.strip(" ;\n")) for selector, body in _RULE.findall(css)]


def _declarations(rules: Iterable[tuple[str, str]], selector: str) -> list[str]:
    return [
        line.strip() for name, body in rules if name == selector for line in body.split(";") if line
    ]


def _other_files(old: dict[str, Path], new: dict[str, Path]) -> list[str]:
    """Return the files that are new, gone or not the same."""
    return sorted(
        name
        for name in {*old, *new}
        if name not in old or name not in new or old[name].read_bytes() != new[name].read_bytes()
    )
