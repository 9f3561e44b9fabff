"""A build of the site, whole or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from imhsite.building.site import Site, Written
from imhsite.files.problems import BuildFailed, DataError, Problem
from imhsite.files.project import CONFIGURATION, OVERRIDES
from imhsite.publishing.history import beginnings
from imhsite.publishing.output import Output
from imhsite.reading import configuration, safety
from imhsite.reading.catalog import without_garbage_collection
from imhsite.reading.configuration import Configuration
from imhsite.rendering import look
from imhsite.rendering.engine import COMPILED
from imhsite.rendering.inputs import Versions
from imhsite.rendering.memory import Memory, Texts
from imhsite.rendering.renderer import ICONS

TEMPLATES = (
    Path(__file__).with_name("__pycache__"),
    "templates.pyc",
)  # what templates are compiled to lies beside what modules are, and is named so
_ASIDE = ".building-"
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


class Build:
    """One build of the site of DATA and DOCS: made aside, and put in the place of SITE_DIR once it
    is finished.

    Works as a context: it holds the lock of SITE_DIR from the first line to the last, and then removes what lies aside. `read` comes first,
    then `know`, once the pages that people write lie in the folder `written`, then `finish`. What the last build left in the folder CACHE
    is taken over. Hidden files and folders at the top of SITE_DIR that the site does not make may be kept, as MkDocs keeps them. Each step
    raises DataError or BuildFailed, and then leaves SITE_DIR as it was.
    """

    def __init__(
        self, site_dir: Path, data: Path, docs: Path, *, compressed: bool, whole: bool = True, clean: bool = False,
        cache: Path | None = None, config: Path = CONFIGURATION, keep_hidden: bool = False,
    ) -> None:  # fmt: skip
        self.site_dir, self.data, self.docs, self.config = (
            path.resolve() for path in (site_dir, data, docs, config)
        )
        self.compressed, self.whole, self.clean, self.cache = compressed, whole, clean, cache
        self.keep_hidden = keep_hidden
        self._open, self._writing = contextlib.ExitStack(), contextlib.ExitStack()

    def __enter__(self) -> Build:
        with _refusals(self.site_dir), contextlib.ExitStack() as opening:
            opening.enter_context(without_garbage_collection())
            self.site_dir.parent.mkdir(parents=True, exist_ok=True)
            opening.enter_context(_alone(self.site_dir))
            aside = opening.enter_context(
                tempfile.TemporaryDirectory(
                    prefix=f"{_ASIDE}{self.site_dir.name}-", dir=self.site_dir.parent
                )
            )
            opening.push(self._writing)
            self._begin(Path(aside))
            self._open = opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        with _refusals(self.site_dir):
            self._open.close()

    def _begin(self, aside: Path) -> None:
        self.cache = self.cache or aside / "cache"
        self.versions, self.memory = (
            Versions.of(self.data, self.docs),
            Memory(None if self.clean else self.cache),
        )
        self.made, self.written, self.spare = (
            aside / "site",
            aside / "written",
            self.cache / "spare",
        )
        self.written.mkdir()
        if self.spare.exists():
            self.spare.rename(aside / "left" if self.clean else self.made)
        self.output = self._writing.enter_context(
            contextlib.closing(
                Output(
                    self.made,
                    self.site_dir,
                    self.memory.recall("files", self.versions.code),
                    self.compressed,
                )
            )
        )
        COMPILED.know(Memory(TEMPLATES[0]).recall(TEMPLATES[1], self.versions.tools))

    def read(self) -> Site:
        """Read the data, and return the site that they make."""
        with _refusals(self.site_dir):
            self.site = Site(
                self.data,
                self.config.parent / OVERRIDES,
                ICONS,
                self.memory.recall("programs", self.versions.code) or {},
                self._configuration(),
            )
            if problems := [
                *self._disagreements(),
                *look.problems(self.config, self.site.configuration, self.site.theme),
                *safety.missing(self.site.catalog, self.docs),
            ]:
                raise DataError(problems)
            self.site.inputs.versions = self.versions
            self.site.history.known = self.memory.recall("history", self.versions.code) or {}
        return self.site

    @property
    def borrows(self) -> bool:
        """Whether mkdocs.yml is that of another site, as where the command is told of other
        data.
        """
        return self.data != self.config.parent / "data"

    def _configuration(self) -> Configuration:
        settings = configuration.read(self.config)
        return settings.among(self.docs) if self.borrows else settings

    def _disagreements(self) -> Iterator[Problem]:
        """Where mkdocs.yml names another site than the data beside it."""
        if not self.borrows:
            yield from configuration.disagreements(self.config, self.site.catalog.association)

    def know_written(self, render: Callable[[Build], None]) -> None:
        """Let the site know the pages that people write, from the memory of the last build where
        they would be the same; else RENDER makes them.
        """
        with _refusals(self.site_dir):
            digests, reads, written = self.memory.recall(
                "written", self.site.inputs.written(self.docs)
            ) or (None, [], [])
            if digests == self.site.inputs.read_now(reads):
                self.know(written, reads)
                return
            with self.site.renderer.reads.apart() as reads:
                render(self)
            self.site.read_by_written = sorted(reads)

    def know(self, written: Iterable[Written], reads: Iterable[str] = ()) -> None:
        """Let the site know the WRITTEN pages, which read the programs READS; then all pages are
        known, and can be rendered.
        """
        self.site.know(written, reads)
        self.site.date_pages(self.whole)

    def finish(self) -> Site:
        """Write every other file, put the site in its place, and return it."""
        with _refusals(self.site_dir):
            site = self.site
            self.output.take_in(self.written, site.written_from)
            site.inputs.texts = texts = Texts(
                Memory(self.cache), site.inputs.common, known=not self.clean
            )
            with contextlib.closing(texts):
                site.write(self.output, self.whole)
            self._writing.close()
            left = self.output.memory()
            put_in_place(self.made, self.site_dir)
            if self.keep_hidden:
                _move_hidden(self.made, self.site_dir)
            if self.made.exists():
                self.made.rename(
                    self.spare
                )  # the site that it took the place of: the next build makes its own from that
            if self.versions == Versions.of(
                self.data, self.docs
            ):  # else something changed while it was read, and nobody knows what was
                _remember(Memory(self.cache), site, self.docs, left)
        return site


@contextlib.contextmanager
def _refusals(site_dir: Path) -> Iterator[None]:
    """Raise BuildFailed for what the system refuses."""
    try:
        yield
    except OSError as error:
        raise BuildFailed(f"{error.filename or site_dir}: {error.strerror or error}") from error


def _remember(memory: Memory, site: Site, docs: Path, files: dict) -> None:
    inputs = site.inputs
    memory.remember("files", inputs.versions.code, files)
    memory.remember("programs", inputs.versions.code, site.catalog.known)
    inputs.texts.keep()
    memory.remember("history", inputs.versions.code, site.history.asked)
    if COMPILED.has_grown:
        with contextlib.suppress(
            OSError
        ):  # where the code may only be read, each build compiles anew
            Memory(TEMPLATES[0]).remember(TEMPLATES[1], inputs.versions.tools, COMPILED.codes)
            COMPILED.has_grown = False
    if not site.configuration.has_plugins and all(
        file.suffix == ".md" for file in docs.rglob("*.*")
    ):  # plugins and other files are MkDocs' to work on
        memory.remember(
            "written",
            inputs.written(docs),
            (inputs.read_now(site.read_by_written), site.read_by_written, site.told),
        )


def about_time(site: Site) -> Iterator[str]:
    """Yield what git cannot say of the site's history, as a warning."""
    if silent := site.history.silent or site.commit.why:
        yield f"git cannot say when pages changed ({silent}): they bear no date of it, and the feed tells of no change. Today is {site.renderer.settings['today']}"
    elif beginnings(site.data):
        yield "this clone has only the newest commits, so the feed and the dates of changes miss the older ones: run git fetch --unshallow first"


@contextlib.contextmanager
def _alone(site_dir: Path) -> Iterator[None]:
    """Hold the lock of SITE_DIR, and clear what killed builds left beside it."""
    with open(lock_of(site_dir), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(
                f"Another build is writing {site_dir}: waiting for it to finish.",
                file=sys.stderr,
                flush=True,
            )
            fcntl.flock(lock, fcntl.LOCK_EX)
        for left in site_dir.parent.glob(f"{_ASIDE}{site_dir.name}-*"):
            print(f"An earlier build stopped halfway: removing {left}.", file=sys.stderr)
            shutil.rmtree(left, ignore_errors=True)
        yield


def lock_of(site_dir: Path) -> Path:
    """Return the file that a build of SITE_DIR locks, which stays beside it."""
    return site_dir.parent / f".{site_dir.name}.lock"


def put_in_place(made: Path, site_dir: Path) -> None:
    """Put MADE where SITE_DIR is, and what was there where MADE was; a reader meets the old site or
    the new one, never a gap.
    """
    if not site_dir.exists():
        made.rename(site_dir)
    elif not _exchange(made, site_dir):
        old = made.with_name("old")
        site_dir.rename(old)
        made.rename(site_dir)
        old.rename(made)


def _move_hidden(old: Path, site_dir: Path) -> None:
    """Move hidden files and folders at the top of OLD, such as `.git`, into SITE_DIR, where it has
    none of that name.
    """
    for entry in sorted(old.glob(".*")):
        if not (site_dir / entry.name).exists():
            entry.rename(site_dir / entry.name)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; tell whether this system and file system can."""
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    return (
        bool(renameat2)
        and renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0
    )
