"""The files of one build, written beside the published site, each with its compressed copies.

What the last build made from the same is not made again: its file is given a second name (a hard
link) in the new folder. Files are only ever made new and renamed, never written into, so a file
under two names is safe; one that somebody did change by hand is known by its size and time, and
made anew. The folder itself may be that of the site before the last one: to make and remove a
folder for each page takes longer than all else.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import brotli

from imhsite.files.problems import BuildFailed
from imhsite.publishing.headers import TEXTS

SMALLEST = 300  # bytes below which headers outweigh what is saved
SIZEABLE, LARGE, HUGE = (
    100_000,
    500_000,
    2_000_000,
)  # bytes from which the last percent, the last fifth and the last third are not worth their time
LONG = 32_000  # bytes of a page from which it is worth the time of a better compression
PACKED = (".br", ".gz")
_WAITING = 64  # files that are compressed at a time: more would only fill memory


class Output:
    """Puts the files of one build into the folder MADE; `digests` tells the content of each by its
    path.

    The last build lies in PUBLISHED, and MEMORY says from what each of its files was made. What
    MADE held before and this build does not is taken out in the end. Where files are to be
    COMPRESSED, threads do it, as both libraries let go of the interpreter; processes would outlive
    a build that is killed, and hold its lock for good.
    """

    def __init__(
        self,
        made: Path,
        published: Path | None = None,
        memory: dict | None = None,
        compressed: bool = True,
    ) -> None:
        self.made, self.published, self.compressed = str(made), str(published), compressed
        self.before: dict[str, list] = memory or {}
        self.entries: dict[str, list] = {}
        self.digests: dict[str, str] = {}
        self.taken: set[str] = set()
        self.folders: set[str] = set()
        self.files_there, self.folders_there = _inventory(self.made)
        self.pool = ThreadPoolExecutor(os.cpu_count())
        self.waiting: list[Future] = []

    def put(self, path: str, content: bytes, key: str = "", reads: tuple[str, ...] = ()) -> None:
        """Write the file at PATH.

        What it was made from is told by KEY, and by READS for what was read on the way.
        """
        self._refuse_taken(path)
        digest = hashlib.sha256(content).hexdigest()
        before = self.before.get(path)
        if before and before[1] == digest and self._link(path, before):
            self.entries[path] = [key, *before[1:3], list(reads)]
        else:
            self._write(path, content)
            self.entries[path] = [key, digest, [], list(reads)]
        self.digests[path] = digest

    def keep(self, path: str, key: Callable[[tuple[str, ...]], str | None]) -> bool:
        """Take the file at PATH from the last build, if it was made from what KEY says now; tell
        whether it was.
        """
        self._refuse_taken(path)
        before = self.before.get(path)
        if (
            not before
            or not before[0]
            or before[0] != key(tuple(before[3]))
            or not self._link(path, before)
        ):
            return False
        self.entries[path], self.digests[path] = before, before[1]
        return True

    def keep_as_it_is(self, path: str) -> bool:
        """Take the file at PATH from the last build, whatever it was made from; tell whether it was
        there.
        """
        return path in self.before and self.keep(path, lambda reads: self.before[path][0])

    def take_in(self, folder: Path, origins: Mapping[str, tuple[str, tuple[str, ...]]]) -> None:
        """Take in what MkDocs wrote into FOLDER: the pages that people write, and the files among
        them.

        ORIGINS tells key and reads of each page, by its path.
        """
        files = {
            file.relative_to(folder).as_posix(): file
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
        for path, file in files.items():
            self.put(path, file.read_bytes(), *origins.get(path, ()))
        self.taken = set(files)

    def _refuse_taken(self, path: str) -> None:
        """Raise BuildFailed where PATH is that of a file that people put among the pages."""
        if path in self.taken:
            raise BuildFailed(
                f"docs/{path}: give this file another name; the site makes a file of this name itself"
            )

    def close(self) -> None:
        """Wait for the last file, and take out what is of an earlier site.

        Raises OSError where a file could not be written.
        """
        with self.pool:
            for waiting in self.waiting:
                waiting.result()
        for path in [*self.files_there]:
            self._clear(path)
        for folder in sorted(self.folders_there - self.folders, reverse=True):
            os.rmdir(f"{self.made}/{folder}")

    def memory(self) -> dict:
        """Return what the next build is told, once this one lies in the place of the last."""
        for path, entry in self.entries.items():
            entry[2] = entry[2] or self._stamps(self.made, path, self._suffixes(path))
        return self.entries

    def _suffixes(self, path: str) -> tuple[str, ...]:
        packed = (
            self.compressed
            and os.path.splitext(path)[1] in TEXTS
            and os.path.exists(f"{self.made}/{path}.br")
        )
        return ("", *PACKED) if packed else ("",)

    def _link(self, path: str, entry: list) -> bool:
        """Give the files of PATH in the published site their names in the new one; not where one is
        not as it was left.
        """
        stamps = entry[2]
        suffixes = ("", *PACKED)[: len(stamps)]
        wanted = (
            3
            if self.compressed
            and entry[1]
            and stamps
            and stamps[0][2] >= SMALLEST
            and os.path.splitext(path)[1] in TEXTS
            else 1
        )
        if len(stamps) != wanted:
            return False
        try:
            if self._stamps(self.published, path, suffixes) != stamps:
                return False
            self._folder(path)
            for suffix, stamp in zip(suffixes, stamps, strict=True):
                if self.files_there.get(path + suffix) == stamp:
                    del self.files_there[path + suffix]
                    continue
                self._clear(path + suffix)
                os.link(f"{self.published}/{path}{suffix}", f"{self.made}/{path}{suffix}")
        except OSError:  # another file system, or one without links
            for suffix in suffixes:
                self._clear(path + suffix)
                Path(f"{self.made}/{path}{suffix}").unlink(missing_ok=True)
            return False
        return True

    @staticmethod
    def _stamps(folder: str, path: str, suffixes: tuple[str, ...]) -> list[list[int]]:
        """By which a file is known to be the one that was left there."""
        return [_stamp(os.stat(f"{folder}/{path}{suffix}")) for suffix in suffixes]

    def _folder(self, path: str) -> None:
        """Make the folder of PATH, and those above it."""
        folder = path.rpartition("/")[0]
        if folder in self.folders:
            return
        if folder:
            self._folder(folder)
        if folder and folder not in self.folders_there:
            self._clear(folder)
            os.mkdir(f"{self.made}/{folder}")
        self.folders.add(folder)

    def _clear(self, path: str) -> None:
        """Make room for the file or folder PATH where an earlier site had something else."""
        if self.files_there.pop(path, None):
            os.unlink(f"{self.made}/{path}")
        elif path in self.folders_there:
            shutil.rmtree(f"{self.made}/{path}")
            self.files_there = {
                file: stamp
                for file, stamp in self.files_there.items()
                if not file.startswith(f"{path}/")
            }
            self.folders_there = {
                folder for folder in self.folders_there if not f"{folder}/".startswith(f"{path}/")
            }

    def _write(self, path: str, content: bytes) -> None:
        self._folder(path)
        if self.files_there or self.folders_there:
            for suffix in ("", *PACKED):
                self._clear(path + suffix)
        _write(f"{self.made}/{path}", content)
        if self.compressed and len(content) >= SMALLEST and os.path.splitext(path)[1] in TEXTS:
            self.waiting.append(self.pool.submit(pack, f"{self.made}/{path}", content))
            if len(self.waiting) > _WAITING:
                self.waiting.pop(0).result()


def _stamp(stat: os.stat_result) -> list[int]:
    return [stat.st_ino, stat.st_mtime_ns, stat.st_size]


def _inventory(made: str) -> tuple[dict[str, list[int]], set[str]]:
    """The files that lie in the folder MADE, which is made where there is none, with their stamps,
    and its folders.
    """
    os.makedirs(made, exist_ok=True)
    files, folders, left = {}, set(), [""]
    while left:
        above = left.pop()
        with os.scandir(f"{made}/{above}") as found:
            for entry in found:
                path = above + entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders.add(path)
                    left.append(f"{path}/")
                else:
                    files[path] = _stamp(entry.stat(follow_symlinks=False))
    return files, folders


def pack(file: str, content: bytes) -> None:
    """Write FILE.br and FILE.gz, the same bytes for the same CONTENT."""
    for suffix, packed in zip(PACKED, (_brotli(file, content), _gzip(content)), strict=True):
        _write(file + suffix, packed)


def _brotli(file: str, content: bytes) -> bytes:
    return brotli.compress(content, quality=_quality(file.endswith(".html"), len(content)))


def _quality(is_page: bool, size: int) -> int:
    """Pages are many, and only the few long ones, the slow ones to load, are worth the time that
    the best compression takes.
    """
    if size > HUGE:
        return 1
    if size > LARGE or (is_page and size < LONG):
        return 5
    return 10 if size > SIZEABLE else 11


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, 1 if len(content) > HUGE else 6, mtime=0)


def _write(file: str, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        while content:
            content = content[os.write(descriptor, content) :]
    except OSError as error:
        raise OSError(error.errno, error.strerror, file) from error
    finally:
        os.close(descriptor)
