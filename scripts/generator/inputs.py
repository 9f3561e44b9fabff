"""What a page is made from, as a short key: where the key is the same, so are the bytes of the page.

Programs are many, so each counts by itself: those that a page is given, and those that its template reads
on the way. Everything else (code, templates, labels, the other data, which pages there are) is few and
counts for every page.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from generator.catalog import Catalog
from generator.matching import Programs
from generator.pages import Page
from generator.records import FOLDERS, Record

ROOT = Path(__file__).resolve().parents[2]
CODE = ("scripts", "overrides", "mkdocs.yml", "requirements.txt")
MANY = "programs"
ALL = "*"  # what was read where templates looked at all of them
_PLAIN = (str, int, float, bool, type(None))


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

    def find(self, kind: str, slugs: Sequence[str] | None) -> list[Record]:
        """Return what Catalog.find does."""
        if kind == MANY and slugs:
            self._reads.note(*slugs)
        return self._catalog.find(kind, slugs)


class _Unknown(Exception):
    """A value of a sort that no key can be made of."""


class Inputs:
    """Makes the keys of the pages of one site, once all of them are known."""

    def __init__(self, site) -> None:
        self.site = site
        self._digests: dict[str, str] = {}

    def key(self, page: Page, reads: tuple[str, ...] = ()) -> str | None:
        """Return the key of PAGE, whose template reads the programs READS; None where there can be none."""
        try:
            told = [_told_page(page, self._told), [self._read(slug) for slug in reads]]
        except _Unknown:
            return None
        return hashlib.sha256(f"{self._common}{told!r}".encode()).hexdigest()

    @cached_property
    def _common(self) -> str:
        site = self.site
        pages = sorted((page.path, page.title) for page in site.pages if not page.path.startswith(FOLDERS[MANY]) or page.path == FOLDERS[MANY])
        return _digest(repr([code_version(), data_version(site.data), site.renderer.settings, pages]))

    @cached_property
    def _all(self) -> str:
        return _digest("".join(self._program(program) for program in self.site.catalog.programs.values()))

    def _read(self, slug: str) -> str | None:
        if slug == ALL:
            return self._all
        program = self.site.catalog.programs.get(slug)
        return program and self._program(program)

    def _program(self, program: Record) -> str:
        """The content of PROGRAM, wherever its file has it."""
        if program.slug not in self._digests:
            self._digests[program.slug] = _digest(repr(dataclasses.replace(program, file="", line=0)))
        return self._digests[program.slug]

    def _told(self, value: object) -> object:
        if isinstance(value, _PLAIN):
            return value
        if isinstance(value, Record):
            return self._program(value) if value.kind == MANY else (value.kind, value.slug)
        if isinstance(value, (list, tuple, Programs)):
            return [self._told(part) for part in value]
        if isinstance(value, dict):
            return [(self._told(name), self._told(part)) for name, part in value.items()]
        if dataclasses.is_dataclass(value):
            return type(value).__name__, [self._told(getattr(value, field.name)) for field in dataclasses.fields(value)]
        raise _Unknown


def _told_page(page: Page, told) -> list:
    return [told(getattr(page, field.name)) for field in dataclasses.fields(Page)]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def code_version() -> str:
    """Return what changes with every change of the code, the templates or the tools."""
    return _version([file for name in CODE for file in _files(ROOT / name)], sys.version)


def data_version(data: Path) -> str:
    """Return what changes with every file of the folder DATA but those of the programs."""
    return _version([file for file in _files(data) if not file.relative_to(data).as_posix().startswith((f"{MANY}.yaml", f"{MANY}/"))])


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def _version(files: list[Path], *more: str) -> str:
    digest = hashlib.sha256(repr(more).encode())
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
