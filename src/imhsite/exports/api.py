"""The records as JSON, a file a kind, and their description in OpenAPI 3.1.

See https://spec.openapis.org/oas/v3.1.1.html. The number in FOLDER changes when something is taken
away or means something else; `tests/api_shape.json` holds the shape that was last released.
"""

from __future__ import annotations

import json
import os
import re

from imhsite.exports.values import SCHEMAS, Json, as_json, record_schema, with_list
from imhsite.model.records import KINDS, Record, declared_fields
from imhsite.model.reference import meaning
from imhsite.pages.generated import FOLDERS, path_of
from imhsite.pages.listed import DIRECTORY, DIRECTORY_INDEX, file_of, kinds
from imhsite.pages.listed import LISTS_FOLDER as FOLDER
from imhsite.reading.catalog import MANY, Catalog

VERSION = "1.3.0"
INDEX = f"{FOLDER}index.json"


def files(catalog: Catalog) -> dict[str, str]:
    """Return the text of each file by its path."""
    texts = {
        file_of(kind): _dumped(
            {"kind": kind, "count": len(catalog.records[kind]), "records": records(catalog, kind)}
        )
        for kind in kinds()
        if kind != MANY
    }
    texts[file_of(MANY)] = _programs(catalog)
    return texts | {
        INDEX: _dumped(index(catalog), 1),
        f"{FOLDER}openapi.json": _dumped(openapi(catalog), 1),
    }


def _programs(catalog: Catalog) -> str:
    """The file of the programs."""
    programs, address = catalog.programs.values(), catalog.association.address
    names = list(declared_fields(KINDS[MANY]))
    texts = (_dumped(_record(program, names, address)) for program in programs)
    return with_list({"kind": MANY, "count": len(programs)}, "records", texts)


def _dumped(value: Json, indent: int | None = None) -> str:
    return json.dumps(
        value, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":")
    )


def records(catalog: Catalog, kind: str) -> list[Json]:
    """Return the records of KIND in the order of their file.

    A field that is left out of the data is left out here.
    """
    names = list(declared_fields(KINDS[kind]))
    address = catalog.association.address
    return [_record(record, names, address) for record in catalog.records[kind].values()]


def _record(record: Record, names: list[str], address: str) -> Json:
    data: Json = {"slug": record.slug}
    if record.kind in FOLDERS:
        data["url"] = address + path_of(record)
    for name in names:
        value = getattr(record, name)
        if value is not None:
            data[name] = as_json(value)
    return data


def index(catalog: Catalog) -> Json:
    """Return what is published and where, for a program that knows only this address."""
    address = catalog.association.address
    return {
        "name": catalog.association.name,
        "version": VERSION,
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "description": f"{address}{FOLDER}openapi.json",
        "files": [
            {"kind": kind, "url": address + file_of(kind), "count": len(catalog.records[kind])}
            for kind in kinds()
        ],
    }


def openapi(catalog: Catalog) -> Json:
    """Return the description of every file; its examples are the files themselves."""
    association = catalog.association
    schemas = {value_type.__name__: schema for value_type, schema in SCHEMAS.items()} | {
        KINDS[kind].__name__: record_schema(KINDS[kind]) for kind in kinds()
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": association.name,
            "version": VERSION,
            "description": "Files that change only when the site is built again."
            " No key, no limit, nothing to send.",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": association.address}],
        "paths": {
            f"/{path}": {"get": _operation(path, *operation)}
            for path, operation in _described().items()
        },
        "components": {"schemas": schemas},
    }


def _described() -> dict[str, tuple[str, Json]]:
    """What each file says, in words and as a schema, by its path."""
    lists = {file_of(kind): (meaning(KINDS[kind]), _file_schema(kind)) for kind in kinds()}
    directory = {
        path: (f"HSDS 3.1: {name.replace('_', ' ')}", PAGE_SCHEMA)
        for name, path in DIRECTORY.items()
    }
    return (
        {INDEX: ("What is published and where", INDEX_SCHEMA)}
        | lists
        | {DIRECTORY_INDEX: ("HSDS 3.1: version and profile", DIRECTORY_INDEX_SCHEMA)}
        | directory
    )


def _operation(path: str, about: str, schema: Json) -> Json:
    content = {
        "application/json": {
            "schema": schema,
            "examples": {"file": {"externalValue": os.path.relpath(path, FOLDER)}},
        }
    }
    return {
        "operationId": re.sub(r"\W", "_", path.removeprefix(FOLDER).removesuffix(".json")),
        "summary": about,
        "responses": {"200": {"description": "The whole file", "content": content}},
    }


_ADDRESS = {"type": "string", "format": "uri"}
_LISTED = {"kind": {"type": "string"}, "url": _ADDRESS, "count": {"type": "integer", "minimum": 0}}
INDEX_SCHEMA: Json = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
        "licence": _ADDRESS,
        "description": _ADDRESS,
        "files": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": _LISTED,
                "required": list(_LISTED),
                "additionalProperties": False,
            },
        },
    },
    "required": ["name", "version", "licence", "description", "files"],
    "additionalProperties": False,
}


DIRECTORY_INDEX_SCHEMA: Json = {
    "type": "object",
    "properties": {"version": {"const": "3.1"}, "profile": _ADDRESS, "openapi_url": _ADDRESS},
    "required": ["version", "profile", "openapi_url"],
    "additionalProperties": False,
}
_COUNT, _FLAG = {"type": "integer", "minimum": 0}, {"type": "boolean"}
_PAGE: Json = {
    "total_items": _COUNT,
    "total_pages": _COUNT,
    "page_number": _COUNT,
    "size": _COUNT,
    "first_page": _FLAG,
    "last_page": _FLAG,
    "empty": _FLAG,
}
PAGE_SCHEMA: Json = {
    "type": "object",
    "description": "A page of records, as https://docs.openreferral.org/en/v3.1.0/ describes them",
    "properties": _PAGE
    | {"contents": {"type": "array", "items": {"type": "object", "required": ["id"]}}},
    "required": [*_PAGE, "contents"],
    "additionalProperties": False,
}


def _file_schema(kind: str) -> Json:
    return {
        "type": "object",
        "properties": {
            "kind": {"const": kind},
            "count": {"type": "integer", "minimum": 0},
            "records": {
                "type": "array",
                "items": {"$ref": f"#/components/schemas/{KINDS[kind].__name__}"},
            },
        },
        "required": ["kind", "count", "records"],
        "additionalProperties": False,
    }
