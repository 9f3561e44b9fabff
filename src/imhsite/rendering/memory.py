"""What one build leaves for the next, in a folder beside the site that may be deleted at any time.

Each entry bears the version of what made it and a checksum. One that is of another version, cut
short or changed counts as missing, so the worst that a bad entry does is to cost time.
"""

from __future__ import annotations

import hashlib
import mmap
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path


class Memory:
    """The entries in FOLDER, or none where it is None.

    They are only as trustworthy as who may write there, as is the code itself.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def recall(self, name: str, version: str) -> object:
        """Return what was remembered under NAME in this VERSION; None where nothing was."""
        if not self.folder:
            return None
        try:
            stamp, content = _split((self.folder / name).read_bytes())
        except OSError:
            return None
        return pickle.loads(content) if stamp == _stamp(version, content) else None

    def remember(self, name: str, version: str, value: object) -> None:
        """Keep VALUE under NAME.

        Another build never meets half of it.
        """
        content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self.folder.mkdir(exist_ok=True)
        aside = self.folder / f"{name}.new"
        with aside.open("wb") as file:
            file.write(_stamp(version, content))
            file.write(content)
        aside.replace(self.folder / name)


class Texts:
    """Texts by key, in a file of the folder of a Memory: of many programs they are more than should
    be held at a time.

    `get` finds those that the last build made in the same VERSION, where they are KNOWN. `keep`
    leaves the file for the next one.
    """

    def __init__(self, memory: Memory, version: str, known: bool) -> None:
        self.memory, self.version = memory, version
        self.file, self.made_file = memory.folder / "texts", memory.folder / "texts.new"
        self.file.parent.mkdir(exist_ok=True)
        self.before, self.places = self._known() if known else (b"", {})
        self.used: dict[str, tuple[int, int]] = {}
        self.added: dict[str, tuple[int, int]] = {}
        self.made = open(self.made_file, "wb")

    def _known(self) -> tuple[mmap.mmap | bytes, dict[str, tuple[int, int]]]:
        stamp, places = self.memory.recall("places", self.version) or (None, {})
        try:
            if stamp == _of_file(self.file) and stamp[2]:
                with self.file.open("rb") as file:
                    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), places
        except OSError:
            pass
        return b"", {}

    def get(self, key: str, make: Callable[[], str]) -> str:
        """Return the text of KEY, which MAKE makes where it is not known."""
        if place := self.places.get(key):
            self.used[key] = place
            return self.before[place[0] : place[1]].decode()
        text = make()
        if key not in self.added:
            self._add(key, text.encode())
        return text

    def _add(self, key: str, text: bytes) -> None:
        begins = self.made.tell()
        self.made.write(text)
        self.added[key] = begins, begins + len(text)

    def keep(self) -> None:
        """Leave the texts for the next build: what is new behind the others, or the file anew where
        less than half of it was used.
        """
        self.close()
        begins = len(self.before)
        if 2 * sum(end - start for start, end in self.used.values()) <= begins:
            with self.made_file.open("ab") as self.made:
                for key, (start, end) in self.used.items():
                    self._add(key, self.before[start:end])
            self.made_file.replace(self.file)
            places = self.added
        else:
            with self.file.open("ab") as file, self.made_file.open("rb") as made:
                shutil.copyfileobj(made, file)
            places = self.used | {
                key: (begins + start, begins + end) for key, (start, end) in self.added.items()
            }
        self.memory.remember("places", self.version, (_of_file(self.file), places))

    def close(self) -> None:
        """Let go of the file, which may then be deleted."""
        self.made.close()


def _of_file(file: Path) -> tuple[int, int, int]:
    """By which a file is known to be the one that was left there."""
    stat = file.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _stamp(version: str, content: bytes) -> bytes:
    digest = hashlib.sha256(version.encode())
    digest.update(content)
    return digest.digest()


def _split(entry: bytes) -> tuple[bytes, memoryview]:
    size = hashlib.sha256().digest_size
    return entry[:size], memoryview(entry)[size:]
