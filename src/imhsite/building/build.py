"""A build of the site, whole or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from imhsite.building.site import Site, Written
from imhsite.files.problems import BuildFailed, DataError, Problem
from imhsite.files.project import CONFIGURATION, OVERRIDES
from imhsite.publishing.history import beginnings
from imhsite.publishing.output import Output
from imhsite.reading import configuration, product_pages, safety
from imhsite.reading.catalog import without_garbage_collection
from imhsite.reading.configuration import Configuration
from imhsite.rendering import look
from imhsite.rendering.renderer import ICONS

_ASIDE = ".building-"
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


class Build:
    """One build of the site of DATA and DOCS, put in the place of SITE_DIR once it is finished.

    Works as a context: it holds the lock of SITE_DIR from the first line to the last, and then
    removes what lies aside. `read` comes first, then `know`, once the pages that people write are
    known, then `finish`, once they lie in `prose_folder`. Hidden files and folders at the top of
    SITE_DIR that the site does not make may be kept, as MkDocs keeps them. Each step raises
    DataError or BuildFailed, and then leaves SITE_DIR as it was.
    """

    def __init__(
        self,
        site_dir: Path,
        data: Path,
        docs: Path,
        *,
        compressed: bool,
        whole: bool = True,
        config: Path = CONFIGURATION,
        keep_hidden: bool = False,
    ) -> None:
        self.site_dir, self.data, self.docs, self.config = (
            path.resolve() for path in (site_dir, data, docs, config)
        )
        self.compressed, self.whole, self.keep_hidden = compressed, whole, keep_hidden
        self._open = contextlib.ExitStack()

    def __enter__(self) -> Build:
        with refusals(self.site_dir), contextlib.ExitStack() as opening:
            opening.enter_context(without_garbage_collection())
            self.site_dir.parent.mkdir(parents=True, exist_ok=True)
            self._lock = opening.enter_context(_alone(self.site_dir))
            aside = opening.enter_context(
                tempfile.TemporaryDirectory(
                    prefix=f"{_ASIDE}{self.site_dir.name}-", dir=self.site_dir.parent
                )
            )
            self.new_site, self.prose_folder = Path(aside, "site"), Path(aside, "written")
            self.prose_folder.mkdir()
            self._open = opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        with refusals(self.site_dir):
            self._open.close()

    def read(self) -> Site:
        """Read the data, and return the site that they make."""
        with refusals(self.site_dir):
            overrides = self.config.parent / OVERRIDES
            self.site = Site(self.data, overrides, ICONS, self._configuration())
            association = self.site.catalog.association
            if problems := [
                *self._disagreements(),
                *look.problems(self.config, self.site.configuration, self.site.theme),
                *safety.missing(self.site.catalog, self.docs),
                *product_pages.lost_links(association, self.docs),
            ]:
                raise DataError(problems)
            self.site.given = product_pages.given(association, self.docs)
        return self.site

    @property
    def borrows(self) -> bool:
        """Whether mkdocs.yml belongs to another site than the data, as with `--data`."""
        return self.data != self.config.parent / "data"

    def _configuration(self) -> Configuration:
        settings = configuration.read(self.config)
        return settings.among(self.docs) if self.borrows else settings

    def _disagreements(self) -> Iterator[Problem]:
        """Where mkdocs.yml names another site than the data beside it."""
        if not self.borrows:
            yield from configuration.disagreements(self.config, self.site.catalog.association)

    def know(self, prose: Iterable[Written]) -> None:
        """Let the site know the PROSE pages; then all pages are known, and can be rendered."""
        self.site.know(prose)
        self.site.date_pages(self.whole)

    def finish(self) -> Site:
        """Write every file, put the site in its place, and return it."""
        with refusals(self.site_dir):
            output = Output(self.new_site, self.site_dir, self.compressed)
            self.site.write(output, self.prose_folder, self.whole, self._lock)
            put_in_place(self.new_site, self.site_dir)
            if self.keep_hidden:
                _move_hidden(self.new_site, self.site_dir)
        return self.site


@contextlib.contextmanager
def refusals(site_dir: Path) -> Iterator[None]:
    """Raise BuildFailed for what the system refuses."""
    try:
        yield
    except OSError as error:
        raise BuildFailed(f"{error.filename or site_dir}: {error.strerror or error}") from error


def about_time(site: Site) -> Iterator[str]:
    """Yield what git cannot say of the site's history, as a warning."""
    if silent := site.history.silent or site.commit.why:
        yield (
            f"git cannot say when pages changed ({silent}): they bear no date of it, and the feed"
            f" tells of no change. Today is {site.renderer.settings['today']}"
        )
    elif beginnings(site.data):
        yield (
            "this clone has only the newest commits, so the feed and the dates of changes miss the"
            " older ones: run git fetch --unshallow first"
        )


@contextlib.contextmanager
def _alone(site_dir: Path) -> Iterator[int]:
    """Hold the lock of SITE_DIR, a file descriptor, and clear what killed builds left beside it."""
    with open(lock_of(site_dir), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"Another build is writing {site_dir}: waiting for it to finish."
            print(message, file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        for rest in site_dir.parent.glob(f"{_ASIDE}{site_dir.name}-*"):
            print(f"An earlier build stopped halfway: removing {rest}.", file=sys.stderr)
            shutil.rmtree(rest, ignore_errors=True)
        yield lock.fileno()


def lock_of(site_dir: Path) -> Path:
    """Return the file that a build of SITE_DIR locks, which stays beside it."""
    return site_dir.parent / f".{site_dir.name}.lock"


def put_in_place(new: Path, site_dir: Path) -> None:
    """Swap SITE_DIR for what was built: a reader meets the old site or the new one, never a gap."""
    if not site_dir.exists():
        new.rename(site_dir)
    elif not _exchange(new, site_dir):
        old = new.with_name("old")
        site_dir.rename(old)
        new.rename(site_dir)
        old.rename(new)


def _move_hidden(old: Path, site_dir: Path) -> None:
    """Move hidden files at the top of OLD, such as `.git`, to SITE_DIR, unless they exist there."""
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
