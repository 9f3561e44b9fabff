"""Which kind of directory a source is, and its rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from imhsite.intake import related
from imhsite.intake.columns import Guess, guesses
from imhsite.intake.opening import ImportFailed, Part, parts_of
from imhsite.intake.related import Cells, Row, Source, load
from imhsite.intake.tables import Table, tables_of

_AGENCY = re.compile(r"agency|organi[sz]ation|provider|parent", re.IGNORECASE)


def recognize(path: Path) -> tuple[Source | None, list[Part]]:
    """Return the directory at PATH with its rows, and its parts.

    The first is None where the parts are JSON of another form, such as this site's own API. Raises
    ImportFailed where there is no table.
    """
    parts = parts_of(path)
    jsons = [part for part in parts if part.content.lstrip()[:1] in (b"{", b"[")]
    if len(jsons) == len(parts):  # what stands beside tables only describes them
        return _of_json(jsons), jsons
    parts = [part for part in parts if part not in jsons]
    tables = [table for part in parts for table in tables_of(part)]
    if not tables:
        raise ImportFailed(f"{path}: is no table: no row has two cells")
    if related.are_related(tables):
        source = related.read([table for table in tables if related.table_name(table.name)])
    else:
        source = flat(_largest(tables), tables)
    source.notes += dict.fromkeys(f"{t.name}: {t.note}" for t in tables if t.note)
    return source, parts


def _largest(tables: list[Table]) -> Table:
    if len(tables) == 1:
        return tables[0]
    sizes = [sum(1 for _ in table.rows()) for table in tables]
    return tables[sizes.index(max(sizes))]


def flat(table: Table, tables: list[Table]) -> Source:
    """Return the rows of TABLE and of its like among TABLES, each a program or its agency."""
    alike = [table, *(one for one in tables if one is not table and _is_alike(one, table))]
    found = guesses(table.header, (row for _, row in table.rows()))
    at = {guess.role: number for number, guess in reversed(list(enumerate(found)))}
    if "organization id" in at and "id" in at:
        rows = list(_with_parents(alike, found, at))
        size = len(rows)
    else:
        id_ = table.header[at["id"]] if "id" in at else ""
        rows = (row for one in alike for row in _rows(one, id_))
        size = sum(1 for one in alike for _ in one.rows())
    if not size:
        raise ImportFailed(f"{table.name}: has a header and no row below it")
    kind = "a table, one row a program"
    if "organization id" in at and "id" in at and len(found) > 8:
        kind = "a flat export, agencies and programs in one table"
        found += [
            Guess(_OF_PARENT + guess.column, role, guess.sure, guess.shown)
            for guess in list(found)
            if (role := _INHERITED.get(guess.role, ""))
        ]
    notes = [f"read: {one.name}" for one in alike if len(alike) > 1]
    notes += [f"not read: {one.name}" for one in tables if one not in alike]
    return Source(kind, found, rows, size, notes)


def _is_alike(other: Table, table: Table) -> bool:
    """Whether OTHER, with no column of its own, goes on with TABLE, as a sheet for each county."""
    columns = {*filter(None, other.header)}
    return columns <= {*table.header} and 2 * len(columns) > len(table.header)


_OF_PARENT = "parent: "
_INHERITED = {
    "name": "organization", "status": "status", "closed": "closed", "phone": "phone",
    "website": "website", "email": "email", "description": "description of organization",
    "private phone": "private phone",
}  # fmt: skip


def _with_parents(tables: list[Table], found: list[Guess], at: dict[str, int]) -> Iterator[Row]:
    """The rows, but for those of agencies with programs, which their programs take along."""
    table = tables[0]
    records = [row for one in tables for row in _rows(one, table.header[at["id"]])]
    parent_column = table.header[at["organization id"]]
    own = {row.id: row for row in records if row.id}
    parents = {row.cells.get(parent_column, "") for row in records} & own.keys()
    level = table.header[at["level"]] if "level" in at else ""
    for row in records:
        parent = own.get(row.cells.get(parent_column, ""))
        if row.id in parents and (not level or _AGENCY.search(row.cells.get(level, "agency"))):
            continue
        while (
            parent and parent is not row and (above := own.get(parent.cells.get(parent_column, "")))
        ):
            if above is parent:
                break
            parent = above  # a site's program's agency
        if parent and parent is not row:
            inherited = (g for g in found if g.role in _INHERITED)
            row.cells |= {
                _OF_PARENT + g.column: parent.cells[g.column]
                for g in inherited
                if g.column in parent.cells
            }
        yield row


def _rows(table: Table, id_column: str) -> Iterator[Row]:
    header = table.header
    first_cells = [cell.lower() for cell in header]
    for number, row in table.rows():
        if [cell.lower() for cell in row[: len(header)]] == first_cells:
            continue  # the header once more, at the top of a printed page
        cells: Cells = {
            column: cell for column, cell in zip(header, row, strict=False) if column and cell
        }
        if any(row[len(header) :]) or any(
            row[i] for i, h in enumerate(header) if not h and i < len(row)
        ):
            cells["\0shifted"] = "1"
        yield Row(f"{table.name}:{number}", cells.get(id_column, ""), cells)


def _of_json(parts: list[Part]) -> Source | None:
    """The services of PARTS, which may be pages; else a list of flat records, or a map."""
    values = [(part, load(part)) for part in parts]
    for part, value in values:
        if isinstance(value, dict) and isinstance(value.get("features"), list):
            return flat(_of_records(part.name, list(_properties(value))), [])
        if isinstance(value, dict) and any(name.endswith(".csv") for name in value):
            tables = [_of_records(name, rows) for name, rows in value.items() if rows]
            return related.read(tables)
    services = []
    for _, value in values:
        found = related.services_in(value)
        if found and any(_is_service(one) for one in found[:20]):
            services += found
    if services:
        return related.read_services(services, parts[0].name, _json_kind(services))
    for part, value in values:
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            return flat(_of_records(part.name, value), [])
    return None


def _is_service(value: dict) -> bool:
    marks = (
        "organization",
        "organization_id",
        "service_at_locations",
        "phones",
        "status",
        "program_id",
    )
    is_other = {"legal_status", "tax_status", "location_type", "year_incorporated"} & value.keys()
    return not is_other and any(mark in value for mark in marks)


def _json_kind(services: list[dict]) -> str:
    names = {name for service in services[:50] for name in service}
    if {"eligibilitys", "regular_schedules", "service_taxonomys"} & names:
        return "Open Referral UK, as JSON"
    return "HSDS, as JSON"


def _properties(value: dict) -> Iterator[dict]:
    """What the features of a GeoJSON file, or of a map of ArcGIS, say."""
    for feature in value["features"]:
        match feature:
            case {"properties": dict() as said} | {"attributes": dict() as said}:
                yield {"id": feature.get("id", ""), **_point(feature), **said}


def _point(feature: dict) -> dict:
    """Where FEATURE lies, as two columns; nothing where it is no point."""
    match feature.get("geometry"):
        case {
            "type": "Point",
            "coordinates": [int() | float() as east, int() | float() as north, *_],
        }:
            return {"latitude": north, "longitude": east}
    return {}


def _of_records(name: str, records: list[dict]) -> Table:
    header = list(dict.fromkeys(column for record in records for column in record))
    rows = [[_said(record.get(column)) for column in header] for record in records]
    return Table(name, header, lambda: ((at, row) for at, row in enumerate(rows, 1) if any(row)))


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip()
