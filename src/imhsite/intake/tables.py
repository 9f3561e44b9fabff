"""Tables: CSV and Excel as a header and rows of texts, wherever the header stands."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import charset_normalizer
import openpyxl

from imhsite.intake.columns import role_of
from imhsite.intake.opening import ImportFailed, Part

csv.field_size_limit(10_000_000)
FIRST_ROWS = 30  # among which the header stands
Rows = Iterator[tuple[int, list[str]]]


@dataclass(slots=True)
class Table:
    """A header and the rows below it, each with its number in the file.

    `rows()` reads from the beginning each time; `note` says how the file was read.
    """

    name: str
    header: list[str]
    rows: Callable[[], Rows]
    note: str = ""


def tables_of(part: Part) -> list[Table]:
    """Return the tables of PART: one of a CSV file, one for each sheet of a workbook."""
    if part.is_workbook:
        return _of_workbook(part)
    encoding = _encoding(part)
    delimiter = _delimiter(part.name, part.content[:200_000].decode(encoding, "replace"))

    def rows() -> Rows:
        stream = io.TextIOWrapper(io.BytesIO(part.content), encoding, newline="")
        reader = csv.reader((line.replace("\0", "") for line in stream), delimiter=delimiter)
        try:
            yield from _numbered(reader)
        except csv.Error as error:
            raise ImportFailed(f"{part.name}:{reader.line_num}: is no table: {error}") from None

    note = "" if encoding == "utf-8-sig" else f"read as {encoding}"
    table = _table(part.name, rows, note)
    return [table] if table else []


def _numbered(reader) -> Rows:
    number = 1
    for row in reader:
        yield number, [cell.strip() for cell in row]
        number = reader.line_num + 1


# What lists in the languages of the Americas hold, as Windows writes it.
_WESTERN = frozenset(map(chr, range(0xC0, 0x100))) | frozenset(
    "\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u2022\u20ac\u2122\xa0¡¿«»©®°º½¼¾§·£"
)


def _encoding(part: Part) -> str:
    content = part.content
    for mark, name in ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16")):
        if content.startswith(mark) or content.startswith(mark[::-1]):
            return name
    if content[:2000].count(0) > len(content[:2000]) // 4:
        odd = content[1:2000:2].count(0) > content[0:2000:2].count(0)
        return "utf-16-le" if odd else "utf-16-be"
    if b"\0" in content[:2000]:
        raise ImportFailed(f"{part.name}: is no table; save it as CSV or as .xlsx")
    try:
        content.decode("utf-8")
        return "utf-8-sig"
    except UnicodeDecodeError as error:
        _refuse_mixed(part, error.start)
    unusual = _unusual(content).decode("cp1252", "replace")
    if all(char.isascii() or char in _WESTERN for char in unusual):
        return "cp1252"
    best = charset_normalizer.from_bytes(
        _unusual(content), cp_isolation=["cp1252", "mac_roman", "cp1250", "cp437", "latin_1"]
    ).best()
    return best.encoding if best else "cp1252"


def _unusual(content: bytes) -> bytes:
    """The lines that tell encodings apart: those with a sign beyond ASCII."""
    lines = (line for line in content.split(b"\n") if not line.isascii())
    return b"\n".join(line for _, line in zip(range(2000), lines, strict=False))


def _refuse_mixed(part: Part, first: int) -> None:
    """Refuse a file of which some lines are UTF-8 and others are not."""
    number = part.content.count(b"\n", 0, first) + 1
    for other, line in enumerate(part.content.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        raise ImportFailed(
            f"{part.name}: mixes encodings: line {other} is UTF-8, line {number} is not;"
            " save it once more as UTF-8"
        )


def _delimiter(name: str, text: str) -> str:
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in ",;\t|"}
    best = max(counts, key=counts.get)
    if not counts[best]:
        raise ImportFailed(f"{name}: is no table: no line has two columns")
    header = max(lines[:FIRST_ROWS], key=lambda line: _recognized(line, counts))
    marks = {mark: header.count(mark) for mark in counts}
    return max(marks, key=marks.get) if any(marks.values()) else best


def _recognized(line: str, marks: dict[str, int]) -> int:
    cells = re.split("[" + re.escape("".join(marks)) + "]", line)
    return sum(bool(role_of(cell.strip(' "'))) for cell in cells)


def _table(name: str, rows: Callable[[], Rows], note: str = "") -> Table | None:
    """The table of ROWS, whose header is found; None where there is none."""
    first = [row for row, _ in zip(rows(), range(FIRST_ROWS), strict=False)]
    filled = [(number, cells) for number, cells in first if sum(map(bool, cells)) > 1]
    if not filled:
        return None
    scores = [sum(bool(role_of(cell)) for cell in cells) for _, cells in filled]
    at = scores.index(max(scores)) if max(scores) > 1 else _widest(filled)
    number, header = filled[at]
    return Table(name, _unique(header), lambda: _below(rows(), number), note)


def _widest(filled: list[tuple[int, list[str]]]) -> int:
    """The first row that is nearly as wide as any."""
    widths = [sum(map(bool, cells)) for _, cells in filled]
    return next(i for i, width in enumerate(widths) if width >= 0.7 * max(widths))


def _unique(header: list[str]) -> list[str]:
    names: list[str] = []
    for cell in header:
        name = re.sub(r"\s+", " ", cell).strip()
        while name and name in names:
            name += " again"
        names.append(name)
    while names and not names[-1]:
        names.pop()
    return names


def _below(rows: Rows, header: int) -> Rows:
    return (row for row in rows if row[0] > header and any(row[1]))


def _of_workbook(part: Part) -> list[Table]:
    _refuse_traps(part)
    try:
        book = openpyxl.load_workbook(io.BytesIO(part.content), read_only=True, data_only=True)
    except Exception as error:  # whatever a broken workbook makes of a reader of XML
        reason = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
        raise ImportFailed(f"{part.name}: the workbook cannot be read: {reason}") from None
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    found = []
    for sheet in sheets:
        name = part.name if len(sheets) == 1 else f"{part.name}: {sheet.title}"
        table = _table(name, lambda sheet=sheet: _rows_of(sheet))
        found += [table] if table else []
    return found


def _rows_of(sheet) -> Rows:
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        yield number, [_text(value) for value in row]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        at_midnight = value.time() == datetime.time()
        return value.date().isoformat() if at_midnight else value.isoformat(" ", "minutes")
    return str(value).strip()


_TITLES = 3  # the rows in which a title may stand across several cells
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*><f[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
_MERGED = re.compile(rb'<mergeCell ref="(([A-Z]+)(\d+):([A-Z]+)(\d+))"')


def _refuse_traps(part: Part) -> None:
    """Refuse what Excel shows and the file does not say: results of formulas, merged cells."""
    with zipfile.ZipFile(io.BytesIO(part.content)) as archive:
        for member in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", member):
                continue
            try:
                text = archive.read(member)
            except (zipfile.BadZipFile, OSError, EOFError):
                raise ImportFailed(f"{part.name}: the workbook is broken") from None
            if b"<f" in text and (match := _FORMULA.search(text)):
                raise ImportFailed(
                    f"{part.name}: cell {match[1].decode()} holds a formula without its result:"
                    " open it in Excel, save it, and import that"
                )
            merged = [
                cells.decode()
                for cells, left, first, right, last in _MERGED.findall(text)
                if first != last and (left == right or int(first) > _TITLES)
            ]
            if merged:
                more = f" and {len(merged) - 1} more" if len(merged) > 1 else ""
                raise ImportFailed(
                    f"{part.name}: the cells {merged[0]}{more} are merged: unmerge them and"
                    " write their value into each"
                )
