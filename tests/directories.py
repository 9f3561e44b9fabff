"""Invented directories in the layouts of others, and an import into the small site."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import small_data
from imhsite.files import source
from imhsite.importing import command
from imhsite.importing.writing import values_of

LIST = """\
Helping Hands of Smallstate,,,,,,,
Printed on March 3,,,,,,,
Program Name,Agency,Phone,Ages,Towns Served,Status,Description,Last Verified
Baby Steps,Little Feet Inc.,(860) 555-0111,0-3,Ashford,Active,We play with your baby.,10/14/2026
Family Table,Little Feet Inc.,860.555.0112 x 7,Birth to five,Canton; Bolton,Active,Food and talk.,
Old Ways,Little Feet Inc.,860-555-0113,0-5,Ashford,Closed,It was good.,
"""


def run(data: Path, given: Path, *arguments: str) -> int:
    """Import GIVEN into DATA, as typed beside it; return the exit status."""
    return command.main([str(given), "--data", str(data), *arguments])


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / "handed" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def table(*rows: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def workbook(*rows: tuple, name: str = "Programs", more: dict | None = None, merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for title, others in (more or {}).items():
        other = book.create_sheet(title)
        for row in others:
            other.append(row)
    if merge:
        sheet.merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def packed(files: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def programs(data: Path) -> dict[str, dict]:
    """The programs below DATA by slug, each field as it is written."""
    return records(data, "programs")


def records(data: Path, kind: str) -> dict[str, dict]:
    paths = [data / f"{kind}.yaml", *sorted((data / kind).glob("*.yaml"))]
    return {key.text: values_of(node) for path in paths if path.exists() for key, node in source.parse(path.read_text(), path.name).records}


def brought(data: Path) -> dict[str, dict]:
    """The programs that an import brought, by slug."""
    return {slug: values for slug, values in programs(data).items() if slug not in ("child-first", "minding-the-baby")}


def left(data: Path) -> list[tuple[str, str, str, str]]:
    """What was left, row by row, of the one import beside DATA."""
    (path,) = (data.parent / "imports").glob("*.left.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return [tuple(row) for row in csv.reader(stream)][1:]


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below FOLDER but for what was handed over, with its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file() and "handed" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def small(folder: Path, changes: dict | None = None) -> Path:
    return small_data.write(folder, changes or {})


def services(*more: dict) -> str:
    """HSDS 3.1: a page of services, with all that belongs to them inside."""
    first = {
        "id": "s1", "name": "Baby Steps", "description": "We <b>play</b> with your baby.<br>Come in &amp; see.", "url": "www.example.org/steps", "email": "info@example.org", "status": "active",
        "minimum_age": 0, "maximum_age": 3, "assured_date": "2026-10-14", "application_process": "Call us.",
        "organization": {"id": "o1", "name": "Little Feet Inc.", "description": "We care."},
        "phones": [{"id": "p1", "number": "860 555 0111", "extension": 7, "type": "voice"}, {"id": "p2", "number": "860 555 0119", "type": "fax"}],
        "service_areas": [{"id": "a1", "name": "Ashford"}], "attributes": [{"id": "t1", "taxonomy_term": {"id": "tt", "name": "Attachment"}}],
        "contacts": [{"id": "c1", "name": "Pat Sample", "phones": [{"id": "p3", "number": "860 555 0118"}]}],
        "service_at_locations": [{"id": "l1", "location": {"id": "l", "name": "Main", "addresses": [{"id": "d1", "address_1": "1 Main Street", "city": "Ashford", "state_province": "CT", "postal_code": "06278"}]}}],
    }  # fmt: skip
    contents = [first, *more]
    return json.dumps({"total_items": len(contents), "total_pages": 1, "page_number": 1, "contents": contents})
