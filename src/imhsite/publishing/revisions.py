"""What git revisions held: data and pages of one, and the files that the latest ones changed."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from imhsite.publishing import history

PARTS = ("data", "docs")
LARGEST = 50_000_000  # bytes of files that are worth comparing with what they were


class UnknownRevision(Exception):
    """No revision of this name is in the repository."""


def git(root: Path, *arguments: str) -> bytes:
    """Return what git prints.

    Raises UnknownRevision with git's own words where it refuses.
    """
    try:
        return history.git(root, *arguments)
    except history.Silent as silent:
        raise UnknownRevision(str(silent)) from silent


def extract(root: Path, revision: str, folder: Path) -> Path:
    """Put `data/` and `docs/` of REVISION of the repository ROOT into FOLDER, and return FOLDER."""
    options = "--verify", "--end-of-options", f"{revision}^{{commit}}"
    commit = git(root, "rev-parse", *options).decode().strip()
    parts = git(root, "ls-tree", "--name-only", commit, "--", *PARTS).decode().split()
    if parts:
        options = "-c", "core.autocrlf=false", "-c", "core.eol=lf"
        tar = git(root, *options, "archive", "--format=tar", commit, "--", *parts)
        with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
            archive.extractall(folder, filter="data")
    return folder


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, its time, and each file that it changed: path, text before and after.

    The time is in seconds; a text is "" where there was none.
    """

    commit: str
    epoch: int
    files: tuple[tuple[str, str, str], ...]


def latest(folder: Path, most: int, is_wanted: Callable[[str], bool]) -> list[Revision]:
    """Return the MOST latest commits that change files below FOLDER, newest first.

    With them come those of their files whose path below FOLDER IS_WANTED; there are fewer where the
    files are LARGEST and more. Raises Silent where git cannot answer.
    """
    options = ("--no-merges", "--raw", "--no-abbrev", "--no-renames", "--relative")
    log = history.git(folder, "log", f"-{most}", *options, "--format=commit %H %ct", "--", ".")
    revisions: list[Revision] = []
    for line in log.decode("utf-8", "replace").splitlines():
        if line.startswith("commit "):
            _, commit, epoch = line.split()
            revisions.append(Revision(commit, int(epoch), ()))
        elif line.startswith(":") and is_wanted(path := line.partition("\t")[2]):
            before, after = line.split()[2:4]
            last = revisions.pop()
            files = (*last.files, (path, before, after))
            revisions.append(Revision(last.commit, last.epoch, files))
    return _with_texts(folder, revisions)


def _with_texts(folder: Path, revisions: list[Revision]) -> list[Revision]:
    """REVISIONS with the texts of their files in the place of the names of these in git."""
    sizes = _sizes(folder, _blobs_of(revisions))
    chosen, budget = [], LARGEST
    for revision in revisions:
        budget -= sum(sizes.pop(blob, 0) for blob in _blobs_of([revision]))
        if budget < 0:
            break
        chosen.append(revision)
    texts = _texts(folder, _blobs_of(chosen))

    def with_texts(revision: Revision) -> Revision:
        files = (
            (path, texts.get(before, ""), texts.get(after, ""))
            for path, before, after in revision.files
        )
        return Revision(revision.commit, revision.epoch, tuple(files))

    return [with_texts(revision) for revision in chosen]


def _blobs_of(revisions: Iterable[Revision]) -> list[str]:
    """The names of the files of REVISIONS in git; that of none is all zeros."""
    names = [name for each in revisions for _, *names in each.files for name in names]
    return [name for name in dict.fromkeys(names) if name.strip("0")]


def _sizes(folder: Path, blobs: list[str]) -> dict[str, int]:
    output = history.git(folder, "cat-file", "--batch-check", stdin="\n".join(blobs).encode())
    lines = [line.split() for line in output.decode().splitlines()]
    return {name: int(size[0]) for name, _, *size in lines if size}


def _texts(folder: Path, blobs: list[str]) -> dict[str, str]:
    return dict(
        _each_text(history.git(folder, "cat-file", "--batch", stdin="\n".join(blobs).encode()))
    )


def _each_text(output: bytes) -> Iterator[tuple[str, str]]:
    stream = io.BytesIO(output)
    while head := stream.readline():
        name, _, size = head.decode().split()
        yield name, stream.read(int(size)).decode("utf-8", "replace")
        stream.readline()
