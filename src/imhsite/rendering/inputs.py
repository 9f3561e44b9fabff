"""What a page is made from, as a short key: where the key is the same, so are the bytes of the
page.

Programs are many, so each counts by itself: those that a page is given, and those that its template
reads on the way. Everything else (code, templates, labels, the other data, which pages there are)
is few and counts for every page.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter
from pathlib import Path

from markupsafe import Markup

from imhsite.model.records import FOLDERS, Record
from imhsite.pages.generated import PROGRAM, Page, path_of
from imhsite.pages.matching import Programs
from imhsite.reading.catalog import MANY, Catalog
from imhsite.rendering.memory import Texts

ROOT = Path(__file__).resolve().parents[3]
TOOLS, LOOKS = ("src", "requirements.txt"), ("overrides", "src/imhsite/theme", "mkdocs.yml")
ALL = "*"  # what was read where templates looked at all of them
PLAIN = frozenset({str, int, float, bool, type(None), Markup})


class Reads:
    """Which programs templates have read, by their slugs."""

    def __init__(self) -> None:
        self.slugs: set[str] = set()

    def note(self, *slugs: str) -> None:
        """Note that the programs SLUGS were read; all of them where none is named."""
        self.slugs.update(slugs or (ALL,))

    @contextlib.contextmanager
    def apart(self) -> Iterator[set[str]]:
        """Note what is read meanwhile in a set of its own."""
        before, self.slugs = self.slugs, set()
        try:
            yield self.slugs
        finally:
            self.slugs = before

    def __iter__(self) -> Iterator[str]:
        return iter(self.slugs)


class Watched:
    """A catalog that notes which of its programs are read."""

    def __init__(self, catalog: Catalog, reads: Reads) -> None:
        self._catalog, self._reads = catalog, reads

    def __getattr__(self, name: str) -> object:
        if name in (MANY, "records"):
            self._reads.note()
        return getattr(self._catalog, name)

    def get(self, kind: str, slugs: Sequence[str] | None) -> list[Record]:
        """Return what Catalog.get does."""
        if kind == MANY and slugs:
            self._reads.note(*slugs)
        return self._catalog.get(kind, slugs)


class _Unknown(Exception):
    """A value of a sort that no key can be made of."""


class Inputs:
    """Makes the keys of the pages of one site, once all of them are known."""

    def __init__(self, site) -> None:
        self.site = site
        self.texts: Texts | None = None
        self._digests: dict[str, str] = {}

    def text(self, name: str, program: Record, make: Callable[[Record], str]) -> str:
        """Return what MAKE, which is called NAME and looks at no other program, says of PROGRAM;
        what it said in the last build, if nothing changed.
        """
        changed = self.site.generated[path_of(program)].changed
        key = f"{name} {self._program(program)} {changed and changed.iso}"
        return self.texts.get(key, lambda: make(program)) if self.texts else make(program)

    def key(self, page: Page, reads: tuple[str, ...] = ()) -> str | None:
        """Return the key of PAGE, whose template reads the programs READS; None where there can be
        none.
        """
        try:
            told = [self._told_of(page), self.read_now(reads)]
        except _Unknown:
            return None
        return _digest(f"{self.common}{told!r}")

    def key_of(self, *values: object) -> str:
        """Return the key of what is made from VALUES, plain ones and records."""
        return _digest(f"{self.common}{self._told(values)!r}")

    def written(self, docs: Path) -> str:
        """Return what the pages of the folder DOCS are made from, but for the programs that they
        read.
        """
        linkable = sorted(
            self.site.linkable(
                file.read_text(encoding="utf-8", errors="replace") for file in _files(docs)
            )
        )
        return _digest(repr([self.versions, self.site.renderer.settings, linkable]))

    def read_now(self, reads: Iterable[str]) -> list[str | None]:
        """Return the content of the programs READS."""
        return [self._read(slug) for slug in reads]

    @cached_property
    def versions(self) -> Versions:
        """Of what the site is made from; a build says what they were before it read anything."""
        return Versions.of(self.site.data)

    @cached_property
    def common(self) -> str:
        """What every page is made from."""
        site = self.site
        pages = sorted(
            (page.path, page.title)
            for page in site.pages
            if not page.path.startswith(FOLDERS[MANY]) or page.path == FOLDERS[MANY]
        )
        return _digest(
            repr([self.versions.code, self.versions.data, site.renderer.settings, pages])
        )

    @cached_property
    def _all(self) -> str:
        return _digest("".join(map(self._placed, self.site.catalog.programs.values())))

    def _read(self, slug: str) -> str | None:
        if slug == ALL:
            return self._all
        program = self.site.catalog.programs.get(slug)
        return program and self._placed(program)

    def _placed(self, program: Record) -> str:
        """The content of PROGRAM and its place: the page for staff names the line."""
        return f"{self._program(program)} {program.file}:{program.line} "

    def _program(self, program: Record) -> str:
        """The content of PROGRAM, wherever its file has it."""
        if digest := self.site.catalog.digests.get(program.slug):
            return digest
        if program.slug not in self._digests:
            self._digests[program.slug] = _digest(
                repr(dataclasses.replace(program, file="", line=0))
            )
        return self._digests[program.slug]

    def _told_of(self, page: Page) -> object:
        """What PAGE is.

        That of a program holds nothing that does not follow from its record, but for these.
        """
        if page.template == PROGRAM:
            return (
                page.path,
                page.edit,
                page.changed and page.changed.iso,
                self._program(page.context["record"]),
            )
        return self._told(page)

    def _told(self, value: object) -> object:
        kind = type(value)
        if kind in PLAIN:
            return value
        if isinstance(value, Record):
            return self._program(value) if value.kind == MANY else (value.kind, value.slug)
        if isinstance(value, (list, tuple, Programs)):
            return self._told_all(value)
        if isinstance(value, dict):
            return [(self._told(name), self._told(part)) for name, part in value.items()]
        if dataclasses.is_dataclass(value):
            return kind.__name__, [
                part if type(part) in PLAIN else self._told(part) for part in _fields(kind)(value)
            ]
        raise _Unknown

    def _told_all(self, values: Iterable) -> object:
        """What VALUES are; those of long lists are records of one kind."""
        values = list(values)
        kinds = set(map(type, values))
        if len(kinds) == 1 and issubclass(kind := kinds.pop(), Record):
            return (
                [self._program(value) for value in values]
                if kind.kind == MANY
                else [kind.kind, *[value.slug for value in values]]
            )
        return [self._told(value) for value in values]


@cache
def _fields(kind: type) -> Callable[[object], tuple]:
    """What returns the values of all fields of a dataclass."""
    first, *others = (field.name for field in dataclasses.fields(kind))
    return attrgetter(first, *others) if others else lambda value: (getattr(value, first),)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Versions:
    """What changes with every change of the code and the templates, of the code and the tools
    alone, of the data but for the programs, and of the pages that people write.
    """

    code: str
    tools: str
    data: str
    docs: str

    @classmethod
    def of(cls, data: Path, docs: Path | None = None) -> Versions:
        """Return the versions as they are now."""
        tools, looks = (
            [file for name in names for file in _files(ROOT / name)] for names in (TOOLS, LOOKS)
        )
        others = [
            file
            for file in _files(data)
            if not file.relative_to(data).as_posix().startswith((f"{MANY}.yaml", f"{MANY}/"))
        ]
        tool_version = _version(tools, sys.version)
        return cls(
            _version(looks, tool_version),
            tool_version,
            _version(others),
            _version(_files(docs) if docs else []),
        )


def _files(path: Path) -> list[Path]:
    """The files below PATH, or PATH itself where it is a file, in order; pathlib's own search takes
    twice as long.
    """
    if path.is_file():
        return [path]
    found = [
        (folder, names) for folder, _, names in os.walk(path) if not folder.endswith("__pycache__")
    ]
    return [
        Path(file)
        for file in sorted(os.path.join(folder, name) for folder, names in found for name in names)
    ]


def _version(files: list[Path], *more: str) -> str:
    digest = hashlib.sha256(repr(more).encode())
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
