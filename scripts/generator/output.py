"""The files of one build, written beside the published site, each with its compressed copies.

What the last build made from the same is not made again: its file is given a second name (a hard link)
in the new folder. Files are only ever made new and renamed, never written into, so a file under two names
is safe; one that somebody did change by hand is known by its size and time, and made anew.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import brotli

from generator.headers import TEXTS

SMALLEST = 300  # bytes below which headers outweigh what is saved
SIZEABLE, LARGE, HUGE = 100_000, 500_000, 2_000_000  # bytes from which the last percent, the last fifth and the last third are not worth their time
PACKED = (".br", ".gz")
_WAITING = 64  # files that are compressed at a time: more would only fill memory


class Output:
    """Puts the files of one build into the folder MADE; `digests` tells the content of each by its path.

    The last build lies in PUBLISHED, and MEMORY says from what each of its files was made. Where files are to be COMPRESSED, threads
    do it, as both libraries let go of the interpreter; processes would outlive a build that is killed, and hold its lock for good.
    """

    def __init__(self, made: Path, published: Path | None = None, memory: dict | None = None, compressed: bool = True) -> None:
        self.made, self.published, self.compressed = str(made), str(published), compressed
        self.before: dict[str, list] = memory or {}
        self.entries: dict[str, list] = {}
        self.digests: dict[str, str] = {}
        self.folders: set[str] = set()
        self.pool = ThreadPoolExecutor(os.cpu_count())
        self.waiting: list[Future] = []

    def put(self, path: str, content: bytes, key: str = "", reads: tuple[str, ...] = ()) -> None:
        """Write the file at PATH. What it was made from is told by KEY, and by READS for what was read on the way."""
        digest = hashlib.sha256(content).hexdigest()
        before = self.before.get(path)
        if before and before[1] == digest and self._link(path, before):
            self.entries[path] = [key, *before[1:3], list(reads)]
        else:
            self._write(path, content)
            self.entries[path] = [key, digest, [], list(reads)]
        self.digests[path] = digest

    def keep(self, path: str, key: Callable[[tuple[str, ...]], str | None]) -> bool:
        """Take the file at PATH from the last build, if it was made from what KEY says now; tell whether it was."""
        before = self.before.get(path)
        if not before or not before[0] or before[0] != key(tuple(before[3])) or not self._link(path, before):
            return False
        self.entries[path], self.digests[path] = before, before[1]
        return True

    def keep_as_it_is(self, path: str) -> bool:
        """Take the file at PATH from the last build, whatever it was made from; tell whether it was there."""
        return path in self.before and self.keep(path, lambda reads: self.before[path][0])

    def take_in(self) -> None:
        """Take in what the engine wrote by itself: the files among the pages that people write."""
        for file in sorted(Path(self.made).rglob("*")):
            path = file.relative_to(self.made).as_posix()
            if file.is_file() and path not in self.entries:
                content = file.read_bytes()
                file.unlink()
                self.put(path, content)

    def close(self) -> None:
        """Wait for the last file. Raises OSError where one could not be written."""
        with self.pool:
            for waiting in self.waiting:
                waiting.result()

    def memory(self) -> dict:
        """Return what the next build is told, once this one lies in the place of the last."""
        for path, entry in self.entries.items():
            entry[2] = entry[2] or self._stamps(self.made, path, self._suffixes(path))
        return self.entries

    def _suffixes(self, path: str) -> tuple[str, ...]:
        packed = self.compressed and os.path.splitext(path)[1] in TEXTS and os.path.exists(f"{self.made}/{path}.br")
        return ("", *PACKED) if packed else ("",)

    def _link(self, path: str, entry: list) -> bool:
        """Give the files of PATH in the published site their names in the new one; not where one is not as it was left."""
        stamps = entry[2]
        suffixes = ("", *PACKED)[: len(stamps)]
        wanted = 3 if self.compressed and entry[1] and stamps and stamps[0][2] >= SMALLEST and os.path.splitext(path)[1] in TEXTS else 1
        if len(stamps) != wanted:
            return False
        try:
            if self._stamps(self.published, path, suffixes) != stamps:
                return False
            self._folder(path)
            for suffix in suffixes:
                os.link(f"{self.published}/{path}{suffix}", f"{self.made}/{path}{suffix}")
        except OSError:  # another file system, or one without links
            for suffix in suffixes:
                Path(f"{self.made}/{path}{suffix}").unlink(missing_ok=True)
            return False
        return True

    @staticmethod
    def _stamps(folder: str, path: str, suffixes: tuple[str, ...]) -> list[list[int]]:
        """By which a file is known to be the one that was left there."""
        found = (os.stat(f"{folder}/{path}{suffix}") for suffix in suffixes)
        return [[stat.st_ino, stat.st_mtime_ns, stat.st_size] for stat in found]

    def _folder(self, path: str) -> None:
        """Make the folder of PATH, and those above it."""
        folder = path.rpartition("/")[0]
        if folder in self.folders:
            return
        if folder:
            self._folder(folder)
        with contextlib.suppress(FileExistsError):
            os.mkdir(f"{self.made}/{folder}")
        self.folders.add(folder)

    def _write(self, path: str, content: bytes) -> None:
        self._folder(path)
        _write(f"{self.made}/{path}", content)
        if self.compressed and len(content) >= SMALLEST and os.path.splitext(path)[1] in TEXTS:
            self.waiting.append(self.pool.submit(pack, f"{self.made}/{path}", content))
            if len(self.waiting) > _WAITING:
                self.waiting.pop(0).result()


def pack(file: str, content: bytes) -> None:
    """Write FILE.br and FILE.gz, the same bytes for the same CONTENT."""
    for suffix, packed in zip(PACKED, (_brotli(file, content), _gzip(content)), strict=True):
        _write(file + suffix, packed)


def _brotli(file: str, content: bytes) -> bytes:
    """Pages are many, and beyond 5 they lose a thousandth of their size for ten times the work; other files are few."""
    quality = 1 if len(content) > HUGE else 5 if file.endswith(".html") or len(content) > LARGE else 10 if len(content) > SIZEABLE else 11
    return brotli.compress(content, quality=quality)


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
