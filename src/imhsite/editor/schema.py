"""`imhsite schema [DIR]`: JSON Schema for editors, made from the declarations of the fields.

The files are committed, as an editor reads them from the disk; a test fails when they are stale.
What a schema cannot say (that a record exists, the order, what fields get wrong together) is the
check's alone.
"""

from __future__ import annotations

import json
from pathlib import Path

from imhsite.files import product
from imhsite.files.project import SCHEMA, parser
from imhsite.model.fields import LABELS, LANGUAGE, PLURAL_FORMS, SLUG, plain_text
from imhsite.model.records import KINDS, Record, declared_fields
from imhsite.model.reference import about
from imhsite.reading import reviews

TRANSLATIONS = "translations"
DRAFT = (
    "http://json-schema.org/draft-07/schema#"  # the one that the YAML language server knows best
)


def main(arguments: list[str] | None = None) -> int:
    """Write every schema into the folder."""
    command = parser("schema", "Write the JSON Schema of every data file.")
    command.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=SCHEMA,
        metavar="DIR",
        help="the folder to write into (default: schema)",
    )
    folder = command.parse_args(arguments).folder
    for name, text in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


def files() -> dict[str, str]:
    """Return the text of every schema by its path."""
    schemas = {f"{kind}.json": _file(kind, _record(cls), cls) for kind, cls in KINDS.items()}
    schemas |= {
        f"{TRANSLATIONS}/{kind}.json": _file(kind, _translation(cls), cls)
        for kind, cls in KINDS.items()
        if _texts(cls)
    }
    schemas[f"{LABELS}.json"] = _labels()
    return {
        name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in schemas.items()
    }


def first_line(file: str) -> str:
    """Return the line by which the data file at FILE (relative to `data/`) names its schema."""
    parts = file.removesuffix(".yaml").split("/")
    translated = len(parts) > 1 and bool(LANGUAGE.fullmatch(parts[0]))
    kind = parts[1 if translated else 0]  # of programs/north.yaml: programs
    below = f"{TRANSLATIONS}/" if translated and kind != LABELS else ""
    return f"# yaml-language-server: $schema={'../' * len(parts)}schema/{below}{kind}.json"


def _file(kind: str, record: dict, cls: type[Record]) -> dict:
    return {
        "$schema": DRAFT,
        "title": f"{kind}.yaml",
        "description": about(cls),
        "type": ["object", "null"] if cls.may_be_empty else "object",
        "propertyNames": {"pattern": f"^(?:{SLUG.pattern})$"},
        "additionalProperties": record,
    } | ({"maxProperties": 1} if cls.single else {})


def _record(cls: type[Record]) -> dict:
    """The schema of a record; of a kind that the product has some of, a site may write less."""
    if cls.kind in product.kinds():
        return {"anyOf": [{"enum": list(product.WORDS)}, {**_whole(cls), "required": []}]}
    return _whole(cls)


def _whole(cls: type[Record]) -> dict:
    declared = declared_fields(cls)
    return {
        "type": "object",
        "properties": {name: _field(fd.metadata) for name, fd in declared.items()},
        "required": [name for name, fd in declared.items() if not fd.metadata["optional"]],
        "additionalProperties": False,
    }


def _texts(cls: type[Record]) -> dict:
    return {
        name: _field(fd.metadata)
        for name, fd in declared_fields(cls).items()
        if fd.metadata["parser"].is_text
    }


def _translation(cls: type[Record]) -> dict:
    review = {"description": f"{reviews.MEANING}.", **reviews.state.schema}
    properties = _texts(cls) | {reviews.FIELD: review}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _field(metadata: dict) -> dict:
    """Return the schema of a field.

    An editor shows its description on hovering, and its examples for completion.
    """
    return {"description": help_text(metadata), **metadata["parser"].schema}


def help_text(metadata: dict) -> str:
    """Return what a field means and what to write, as an editor and the form for staff tell it."""
    may = " May be left out." if metadata["optional"] else ""
    return f"{metadata['meaning']}.{may}\nWrite {metadata['parser'].write}."


def _labels() -> dict:
    text = plain_text.schema
    forms = {
        "type": "object",
        "properties": {form: text for form in PLURAL_FORMS},
        "required": ["other"],
        "additionalProperties": False,
    }
    return {
        "$schema": DRAFT,
        "title": f"{LABELS}.yaml",
        "description": "The words of the interface.",
        "type": "object",
        "additionalProperties": {"anyOf": [text, forms]},
    }
