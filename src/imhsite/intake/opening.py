"""What somebody hands over, opened: a file, a folder or a zip as parts with their bytes.

What could hurt, or is no table, is refused before anything is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from imhsite.files.leftovers import is_leftover

MOST_BYTES = 400 * 1024 * 1024
MOST_PARTS = 500
READABLE = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson", ".geojson")
_DESCRIPTION = "datapackage.json"  # of the tables in a folder below
_TABLE = "save it as CSV or as an Excel workbook (.xlsx)"
_STARTS = {
    b"%PDF": "is a PDF",
    b"\x89PNG": "is a picture",
    b"\xff\xd8\xff": "is a picture",
    b"GIF8": "is a picture",
    b"\x1f\x8b": "is packed with gzip",
    b"{\\rtf": "is a text document",
    b"<!do": "is a web page",
    b"<htm": "is a web page",
    b"<?xm": "is XML",
    b"SQLi": "is a database",
}


class ImportFailed(Exception):
    """Why nothing was imported: one line for whoever asked."""


@dataclass(slots=True)
class Part:
    """One file of a source; `is_workbook` if Excel's."""

    name: str
    content: bytes
    is_workbook: bool = False

    @property
    def stem(self) -> str:
        """The name without folder and ending."""
        return Path(self.name).stem.lower()


def parts_of(source: Path) -> list[Part]:
    """Return the readable parts of SOURCE; raises ImportFailed where there are none."""
    if not source.exists():
        raise ImportFailed(f"{source}: there is no such file or folder")
    try:
        found = list(_in_folder(source) if source.is_dir() else _in_file(source))
    except OSError as error:
        raise ImportFailed(f"{source}: cannot be read: {error.strerror or error}") from None
    if not found:
        raise ImportFailed(f"{source}: holds no table; {_TABLE}")
    return found


def _files(paths: Iterable[Path]) -> list[Path]:
    readable = (path for path in paths if path.suffix.lower() in READABLE)
    return sorted(path for path in readable if path.is_file() and not is_leftover(path.name))


def _in_folder(folder: Path) -> Iterator[Part]:
    files = _files(folder.iterdir())
    if all(file.name == _DESCRIPTION for file in files):
        files = _files(folder.rglob("*"))
    _refuse_large(folder, sum(file.stat().st_size for file in files))
    for file in files[:MOST_PARTS]:
        yield _part(file.name, file.read_bytes())


def _in_file(file: Path) -> Iterator[Part]:
    _refuse_large(file, file.stat().st_size)
    part = _part(file.name, file.read_bytes())
    if part.content.startswith(b"PK") and not part.is_workbook:
        yield from _unpacked(part)
    else:
        yield part


def _refuse_large(name: object, size: int) -> None:
    if size > MOST_BYTES:
        limit = MOST_BYTES // 1024**2
        raise ImportFailed(
            f"{name}: holds {size // 1024**2} MB; at most {limit} are read: split it into parts"
        )


def _part(name: str, content: bytes) -> Part:
    if not content.strip():
        raise ImportFailed(f"{name}: is empty")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        why = "has a password: save it without one" if locked else "is of an old Excel: save it"
        raise ImportFailed(f"{name}: {why}{'' if locked else ' as .xlsx'}")
    for start, what in _STARTS.items():
        if content[:4].lower() == start.lower()[:4] or content.startswith(start):
            raise ImportFailed(f"{name}: {what}, no table; {_TABLE}")
    if not content.startswith(b"PK"):
        return Part(name, content)
    names = _members(name, content)
    if any(re.fullmatch(r"mimetype|word/document\.xml|ppt/.*", member) for member in names):
        raise ImportFailed(f"{name}: is a document of another program, no table; {_TABLE}")
    return Part(name, content, "xl/workbook.xml" in names)


def _members(name: str, content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise ImportFailed(f"{name}: the zip is broken: fetch or make it once more") from None
    if any(info.flag_bits & 1 for info in infos):
        raise ImportFailed(f"{name}: has a password: pack it without one")
    _refuse_large(f"{name}, unpacked,", sum(info.file_size for info in infos))
    return [info.filename for info in infos]


def _unpacked(part: Part) -> Iterator[Part]:
    """The readable files of a zip, without its folders; what is in a zip within is left."""
    with zipfile.ZipFile(io.BytesIO(part.content)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()][:MOST_PARTS]
        for info in infos:
            readable = Path(info.filename).suffix.lower() in READABLE
            if readable and not is_leftover(info.filename):
                try:
                    yield _part(Path(info.filename).name, archive.read(info))
                except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
                    raise ImportFailed(f"{part.name}: the zip is broken: {error}") from None
