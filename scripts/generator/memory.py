"""What one build leaves for the next, in a folder beside the site that may be deleted at any time.

Each entry bears the version of what made it and a checksum. One that is of another version, cut short or
changed counts as missing, so the worst that a bad entry does is to cost time.
"""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path


class Memory:
    """The entries in FOLDER, or none where it is None. They are only as trustworthy as who may write there, as is the code itself."""

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
        """Keep VALUE under NAME. Another build never meets half of it."""
        content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self.folder.mkdir(exist_ok=True)
        aside = self.folder / f"{name}.new"
        with aside.open("wb") as file:
            file.write(_stamp(version, content))
            file.write(content)
        aside.replace(self.folder / name)


def _stamp(version: str, content: bytes) -> bytes:
    digest = hashlib.sha256(version.encode())
    digest.update(content)
    return digest.digest()


def _split(entry: bytes) -> tuple[bytes, memoryview]:
    size = hashlib.sha256().digest_size
    return entry[:size], memoryview(entry)[size:]
