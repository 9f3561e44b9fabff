"""`scripts/build`: the site, whole or not at all."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator import fields, safety, search
from generator.catalog import without_garbage_collection
from generator.check import DATA
from generator.engine import COMPILED
from generator.history import beginnings
from generator.inputs import Versions
from generator.memory import Memory, Texts
from generator.output import Output
from generator.problems import BuildFailed, DataError
from generator.render import ICONS
from generator.site import Site

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "site"
DOCS = ROOT / "docs"
TEMPLATES = Path(__file__).with_name("__pycache__"), "templates.pyc"  # what templates are compiled to lies beside what modules are, and is named so
_ASIDE = ".building-"
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


def main(arguments: list[str] | None = None) -> int:
    """Build the site; print what is wrong and return 1 where it cannot be built."""
    parser = argparse.ArgumentParser(prog="scripts/build", description="Build the whole site, or change nothing if something is wrong.")
    parser.add_argument("--site-dir", type=Path, default=SITE, metavar="DIR", help="where the site goes (default: site)")
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="the data to build from (default: data)")
    parser.add_argument("--docs", type=Path, default=DOCS, metavar="DIR", help="the pages that people write (default: docs)")
    parser.add_argument("--clean", action="store_true", help="build every file again, even those that have not changed")
    options = parser.parse_args(arguments)
    try:
        site = build(options.site_dir.resolve(), options.data.resolve(), docs=options.docs.resolve(), clean=options.clean)
    except (DataError, BuildFailed) as error:
        print(error, file=sys.stderr)
        if told := fields.clock(getattr(error, "problems", ())):
            print(told, file=sys.stderr)
        print(f"Nothing was published: {options.site_dir} has not changed.", file=sys.stderr)
        return 1
    for warning in [*search.too_large(site.catalog, options.site_dir), *_about_time(site)]:
        print(f"Warning: {warning}", file=sys.stderr)
    print(f"The site is in {options.site_dir}.", file=sys.stderr)
    gc.freeze()  # else Python ends by looking through all that was built, a tenth of the time, for what it could free
    return 0


def build(site_dir: Path, data: Path, compressed: bool = True, docs: Path = DOCS, whole: bool = True, clean: bool = False) -> Site:
    """Build the site of DATA and DOCS aside, with compressed copies, and put it in the place of SITE_DIR in one step.

    Returns the site. Where it is not to be WHOLE, its generated pages are left out, for a preview to make. What the last build made from
    the same is taken from there, with the same bytes, unless the build is to be CLEAN. Raises DataError or BuildFailed, and then leaves
    SITE_DIR as it was. A build that is killed leaves a folder aside that the next build removes.
    """
    try:
        with without_garbage_collection():
            return _build_aside(site_dir, data, docs, compressed, whole, clean)
    except OSError as error:
        raise BuildFailed(f"{error.filename or site_dir}: {error.strerror or error}") from error


def _build_aside(site_dir: Path, data: Path, docs: Path, compressed: bool, whole: bool, clean: bool) -> Site:
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    folder = site_dir.parent / f".{site_dir.name}.cache"
    with _alone(site_dir), tempfile.TemporaryDirectory(prefix=f"{_ASIDE}{site_dir.name}-", dir=site_dir.parent) as aside:
        versions, memory = Versions.of(data, docs), Memory(None if clean else folder)
        made, written, spare = Path(aside) / "site", Path(aside) / "written", folder / "spare"
        if spare.exists():
            spare.rename(Path(aside) / "left" if clean else made)
        output = Output(made, site_dir, memory.recall("files", versions.code), compressed)
        COMPILED.know(Memory(TEMPLATES[0]).recall(TEMPLATES[1], versions.tools))
        with contextlib.closing(output):
            site = _read(written, data, docs, memory, versions)
            output.take_in(written)
            site.inputs.texts = texts = Texts(Memory(folder), site.inputs.common, known=not clean)
            with contextlib.closing(texts):
                site.write(output, memory, whole)
        left = output.memory()
        put_in_place(made, site_dir)
        if made.exists():
            made.rename(spare)  # the site that it took the place of: the next build makes its own from that
        if versions == Versions.of(data, docs):  # else something changed while it was read, and nobody knows what was
            _remember(Memory(folder), site, docs, left)
        return site


def _remember(memory: Memory, site: Site, docs: Path, files: dict) -> None:
    inputs = site.inputs
    memory.remember("files", inputs.versions.code, files)
    memory.remember("programs", inputs.versions.code, site.catalog.known)
    inputs.texts.keep()
    memory.remember("history", inputs.versions.code, site.history.asked)
    if COMPILED.has_grown:
        with contextlib.suppress(OSError):  # where the code may only be read, each build compiles anew
            Memory(TEMPLATES[0]).remember(TEMPLATES[1], inputs.versions.tools, COMPILED.codes)
            COMPILED.has_grown = False
    if all(file.suffix == ".md" for file in docs.rglob("*.*")):  # other files are the engine's to copy
        memory.remember("written", inputs.written(docs), (inputs.read_now(site.read_by_written), site.read_by_written, site.told))


def _about_time(site: Site) -> Iterator[str]:
    """What git cannot say of the site's history."""
    if silent := site.history.silent or site.commit.why:
        yield f"git cannot say when pages changed ({silent}): they bear no date of it, and the feed tells of no change. Today is {site.renderer.settings['today']}"
    elif beginnings(site.data):
        yield "this clone has only the newest commits, so the feed and the dates of changes miss the older ones: run git fetch --unshallow first"


def _read(written: Path, data: Path, docs: Path, memory: Memory, versions: Versions) -> Site:
    written.mkdir()
    site = Site(data, ROOT / "overrides", ICONS, memory.recall("programs", versions.code) or {})
    if missing := [*safety.missing(site.catalog, docs)]:
        raise DataError(missing)
    site.inputs.versions = versions
    _know_written(site, written, docs, memory)
    return site


def _know_written(site: Site, written: Path, docs: Path, memory: Memory) -> None:
    """Let SITE know the pages that people write, from the MEMORY of the last build where they would be the same; other files go into WRITTEN."""
    digests, reads, told = memory.recall("written", site.inputs.written(docs)) or (None, [], [])
    if digests == site.inputs.read_now(reads):
        site.know(told, reads)
        return
    import hooks  # and with it MkDocs, which takes a fifth of a second

    with site.renderer.reads.apart() as reads:
        hooks.know(site, written, docs)
    site.read_by_written = sorted(reads)


@contextlib.contextmanager
def _alone(site_dir: Path) -> Iterator[None]:
    """Hold the lock of SITE_DIR, and clear what killed builds left beside it."""
    with open(site_dir.parent / f".{site_dir.name}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another build is writing {site_dir}: waiting for it to finish.", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        for left in site_dir.parent.glob(f"{_ASIDE}{site_dir.name}-*"):
            print(f"An earlier build stopped halfway: removing {left}.", file=sys.stderr)
            shutil.rmtree(left, ignore_errors=True)
        yield


def put_in_place(made: Path, site_dir: Path) -> None:
    """Put MADE where SITE_DIR is, and what was there where MADE was; a reader meets the old site or the new one, never a gap."""
    if not site_dir.exists():
        made.rename(site_dir)
    elif not _exchange(made, site_dir):
        old = made.with_name("old")
        site_dir.rename(old)
        made.rename(site_dir)
        old.rename(made)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; tell whether this system and file system can."""
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    return bool(renameat2) and renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


if __name__ == "__main__":
    sys.exit(main())
