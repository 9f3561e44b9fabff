"""What git revisions held: the files of one, and those that the latest ones changed."""

from __future__ import annotations

import io
import shutil
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from imhsite.files.problems import did_you_mean, quote
from imhsite.publishing import history

LARGEST = 50_000_000  # bytes of files that are worth comparing with what they were


class UnknownRevision(Exception):
    """There is nothing to compare with; the message says why, and what to write."""


def extract(root: Path, revision: str, folder: Path) -> Path:
    """Put the files of REVISION of the repository ROOT into FOLDER, and return FOLDER.

    Raises UnknownRevision.
    """
    options = "-c", "core.autocrlf=false", "-c", "core.eol=lf"
    tar = history.git(root, *options, "archive", "--format=tar", _commit(root, revision))
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        # Python before 3.11.4 knows no filters; what git packed needs none.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        archive.extractall(folder)
    return folder


def copy_of_files(root: Path, folder: Path) -> Path:
    """Put the files below ROOT as they are now, but for ignored ones, into FOLDER; return it."""
    listed = history.git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in listed.decode(errors="surrogateescape").split("\0"):
        if name and (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, folder / name)
    return folder


def _commit(root: Path, revision: str) -> str:
    """Return the commit that REVISION names."""
    try:
        options = "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        return history.git(root, "rev-parse", *options).decode().strip()
    except history.Silent as silent:
        raise UnknownRevision(_why_unknown(root, revision)) from silent


def _why_unknown(root: Path, revision: str) -> str:
    try:
        history.git(root, "rev-parse", "--git-dir")
    except history.Silent as silent:
        return f"write a folder of a git repository, whose commits can be compared ({silent})"
    try:
        history.git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except history.Silent:
        return "commit the site first: its repository has no commit yet to compare with"
    names = history.git(root, "for-each-ref", "--format=%(refname:short)").decode().split()
    return (
        "write the name of a branch, a tag or a commit of this repository, such as"
        f" {names[0] if names else 'HEAD'}; got {quote(revision)}{did_you_mean(revision, names)}"
    )


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
