"""The files of one build, written beside the published site, each with its compressed copies.

A file that came out as the published one, byte for byte, is given a second name (a hard link) in
the new folder, and so are its compressed copies, if they hold the same bytes. Nothing else is taken
over. Files are only ever made new, never written into, so a file under two names is safe.
"""

from __future__ import annotations

import copy
import gzip
import hashlib
import os
import zlib
from pathlib import Path

import brotli

from imhsite.files.problems import BuildFailed
from imhsite.publishing.headers import TEXTS

SMALLEST = 300  # bytes below which headers outweigh what is saved
LARGE, HUGE = 500_000, 2_000_000  # bytes from which the last fifth, and third, cost too much time
_MANY = (".html", ".ics", ".vcf")  # of which there are as many as programs
# Bytes of those from which it is worth the time of a better compression, and of the best.
LONG, LONGEST = 32_000, 48_000
PACKED = (".br", ".gz")
_UNPACK = {"": bytes, ".br": brotli.decompress, ".gz": gzip.decompress}


class Output:
    """Writes one build to FOLDER; `digests` holds each file's SHA-256 by its path.

    The site as it was lies in PUBLISHED. `reserved` are the paths of what MkDocs writes, the pages
    and files of `docs/`; the site may make none of these itself.
    """

    def __init__(self, folder: Path, published: Path, compressed: bool = True) -> None:
        self.folder, self.site_dir, self.compressed = str(folder), str(published), compressed
        self.digests: dict[str, str] = {}
        self.reserved: frozenset[str] = frozenset()
        self._folders: set[str] = set()

    def part(self) -> Output:
        """Return an output into the same folder that knows only its own digests."""
        part = copy.copy(self)
        part.digests = {}
        return part

    def put(self, path: str, content: bytes) -> None:
        """Write the file at PATH. Raises BuildFailed where PATH is reserved."""
        if path in self.reserved:
            write = "give this file another name; the site makes a file of this name itself"
            raise BuildFailed(f"docs/{path}: {write}")
        self.put_reserved(path, content)

    def put_reserved(self, path: str, content: bytes) -> None:
        """Write the file at PATH, which may be reserved."""
        self.digests[path] = hashlib.sha256(content).hexdigest()
        self._make_folder(path.rpartition("/")[0])
        is_packed = (
            self.compressed and len(content) >= SMALLEST and os.path.splitext(path)[1] in TEXTS
        )
        if self._link(path, content, ("", *PACKED) if is_packed else ("",)):
            return
        _write(f"{self.folder}/{path}", content)
        if is_packed:
            pack(f"{self.folder}/{path}", content)

    def published(self, path: str) -> bytes:
        """Return the published file at PATH; empty where there is none."""
        try:
            return _read(f"{self.site_dir}/{path}")
        except OSError:
            return b""

    def _link(self, path: str, content: bytes, suffixes: tuple[str, ...]) -> bool:
        """Link the published file at PATH, and its copies, into the new folder if it holds CONTENT.

        SUFFIXES are those of the copies, which must all be there. Return whether it does.
        """
        try:
            for suffix in suffixes:
                if _UNPACK[suffix](_read(f"{self.site_dir}/{path}{suffix}")) != content:
                    return False
            for suffix in suffixes:
                os.link(f"{self.site_dir}/{path}{suffix}", f"{self.folder}/{path}{suffix}")
        except (OSError, EOFError, zlib.error, brotli.error):
            for suffix in suffixes:
                Path(f"{self.folder}/{path}{suffix}").unlink(missing_ok=True)
            return False
        return True

    def _make_folder(self, folder: str) -> None:
        if folder not in self._folders:
            os.makedirs(f"{self.folder}/{folder}", exist_ok=True)
            self._folders.add(folder)


def _read(file: str) -> bytes:
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    with open(descriptor, "rb", buffering=0) as stream:
        return stream.read()


def pack(file: str, content: bytes) -> None:
    """Write FILE.br and FILE.gz, the same bytes for the same CONTENT."""
    for suffix, packed in zip(PACKED, (_brotli(file, content), _gzip(content)), strict=True):
        _write(file + suffix, packed)


def _brotli(file: str, content: bytes) -> bytes:
    return brotli.compress(content, quality=_quality(os.path.splitext(file)[1], len(content)))


def _quality(suffix: str, size: int) -> int:
    """Return the compression level: the best only for styles and for the longest pages.

    Pages are many, and only the few long ones, the slow ones to load, are worth the time. The last
    three percent, which triple it, are for styles, which every page waits for, and the longest.
    """
    if size > HUGE:
        return 1
    if size > LARGE or (suffix in _MANY and size < LONG):
        return 5
    return 11 if suffix == ".css" or (suffix == ".html" and size >= LONGEST) else 10


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
