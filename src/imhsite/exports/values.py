"""The values of fields as JSON, and the JSON Schema of each, from a field's declared type."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterable

from imhsite.model.ages import AgeRange
from imhsite.model.dates import PartialDate, Span
from imhsite.model.fields import Phone, Places, Requirement, Year
from imhsite.model.hours import DAYS, Hours, clock
from imhsite.model.records import Record, declared_fields
from imhsite.model.reference import meaning

Json = dict[str, object]


def with_list(record: Json, name: str, texts: Iterable[str]) -> str:
    """Return RECORD as JSON, ending with the list NAME of TEXTS, which are JSON already."""
    beginning = json.dumps(record, ensure_ascii=False, separators=(",", ":")).removesuffix("}")
    return f'{beginning},"{name}":[{",".join(texts)}]}}'


def as_json(value: object) -> object:
    """Return VALUE, as a field of a record holds it, in the terms of JSON."""
    if isinstance(value, tuple):
        return [as_json(part) for part in value]
    make = _CONVERTERS.get(type(value))
    return make(value) if make else value


_CONVERTERS = {
    AgeRange: lambda ages: {
        "text": str(ages),
        "from_months": round(ages.youngest, 2),
        "below_months": round(ages.below, 2),
    },
    Hours: lambda hours: {
        "text": str(hours),
        "openings": [
            {"days": [DAYS[day] for day in opening.days], "opens": clock(starts, 2)}
            | {"closes": clock(ends, 2)}
            | ({"months": list(opening.months)} if opening.months else {})
            for opening in hours.openings
            for starts, ends in opening.spans
        ],
        "by_appointment": hours.by_appointment,
        "closed_on_holidays": hours.closed_on_holidays,
    },
    PartialDate: lambda date: date.iso,
    Phone: lambda phone: {"text": phone.text, "address": f"tel:{phone.href}"},
    Places: lambda places: {"statewide": places.statewide, "places": list(places.slugs)},
    Requirement: str,
    Span: lambda span: (
        {"text": str(span), "starts": span.begins_iso}
        | ({"ends": span.ends_iso} if span.ends_iso else {})
    ),
    Year: lambda year: {"year": year.year, "about": year.about},
}

_MOMENT = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$"
_CLOCK = r"^\d{2}:\d{2}$"
SCHEMAS: dict[type, Json] = {
    AgeRange: {
        "type": "object",
        "description": "Ages of a child. Months count from birth; pregnancy is below 0."
        " `below_months` is not in the range; of ages without an end it is 312.",
        "properties": {
            "text": {"type": "string"},
            "from_months": {"type": "number", "minimum": -9},
            "below_months": {"type": "number"},
        },
        "required": ["text", "from_months", "below_months"],
        "additionalProperties": False,
    },
    Hours: {
        "type": "object",
        "description": "When somebody is there. `text` may be words of the source; then there are"
        " no openings. `months` are the first and the last of a season, 1 for January.",
        "properties": {
            "text": {"type": "string"},
            "openings": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "days": {"type": "array", "items": {"enum": list(DAYS)}},
                        "opens": {"type": "string", "pattern": _CLOCK},
                        "closes": {"type": "string", "pattern": _CLOCK},
                        "months": {
                            "type": "array",
                            "items": {"type": "integer", "minimum": 1, "maximum": 12},
                        },
                    },
                    "required": ["days", "opens", "closes"],
                    "additionalProperties": False,
                },
            },
            "by_appointment": {"type": "boolean"},
            "closed_on_holidays": {"type": "boolean"},
        },
        "required": ["text", "openings", "by_appointment", "closed_on_holidays"],
        "additionalProperties": False,
    },
    PartialDate: {
        "type": "string",
        "description": "A day, a month or a year, as exactly as it is known",
        "pattern": r"^\d{4}(-\d{2}){0,2}$",
    },
    Phone: {
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "address": {"type": "string", "pattern": r"^tel:\+?\d+(,\d+)?$"},
        },
        "required": ["text", "address"],
        "additionalProperties": False,
    },
    Places: {
        "type": "object",
        "description": "Where it can be used: the whole state, or these towns and regions,"
        " or no place",
        "properties": {
            "statewide": {"type": "boolean"},
            "places": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["statewide", "places"],
        "additionalProperties": False,
    },
    Requirement: {
        "type": "string",
        "description": "A rule of the self-check: a question with what its answer must be",
    },
    Span: {
        "type": "object",
        "description": "A day, days, or hours of one day, in the time of the place",
        "properties": {
            "text": {"type": "string"},
            "starts": {"type": "string", "pattern": _MOMENT},
            "ends": {"type": "string", "pattern": _MOMENT},
        },
        "required": ["text", "starts"],
        "additionalProperties": False,
    },
    Year: {
        "type": "object",
        "properties": {"year": {"type": "integer"}, "about": {"type": "boolean"}},
        "required": ["year", "about"],
        "additionalProperties": False,
    },
}
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def record_schema(kind: type[Record]) -> Json:
    """Return the schema of a record of KIND: slug, page where it has one, declared fields."""
    hints = typing.get_type_hints(kind)
    declared = declared_fields(kind)
    properties = {
        name: schema(hints[name]) | {"description": field.metadata["meaning"]}
        for name, field in declared.items()
    }
    first = {
        "slug": {"type": "string", "description": "The name of the record, which never changes"},
        "url": {"type": "string", "format": "uri", "description": "Its page"},
    }
    required = [
        "slug",
        *(
            name
            for name, field in declared.items()
            if type(None) not in typing.get_args(hints[name])
        ),
    ]
    return {
        "type": "object",
        "description": meaning(kind),
        "properties": first | properties,
        "required": required,
        "additionalProperties": False,
    }


def schema(hint: object) -> Json:
    """Return the schema of a value of the type HINT; None is left out of a record."""
    if isinstance(hint, types.UnionType):
        (kind,) = (part for part in typing.get_args(hint) if part is not type(None))
        return schema(kind)
    if typing.get_origin(hint) is tuple:
        return _array(typing.get_args(hint))
    return (
        {"type": _PLAIN[hint]}
        if hint in _PLAIN
        else {"$ref": f"#/components/schemas/{hint.__name__}"}
    )


def _array(parts: tuple) -> Json:
    if parts[-1] is Ellipsis:
        return {"type": "array", "items": schema(parts[0])}
    return {
        "type": "array",
        "prefixItems": [_or_null(part) for part in parts],
        "minItems": len(parts),
        "maxItems": len(parts),
    }


def _or_null(hint: object) -> Json:
    declared = schema(hint)
    nullable = isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint)
    return {"type": [declared["type"], "null"]} if nullable else declared
