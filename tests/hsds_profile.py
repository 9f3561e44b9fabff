"""What we export of the Human Services Data Specification 3.1, declared in our own words.

Of each object: the fields that it always has, those that it may have, and the type of each. The
standard knows more; what is not declared here is not exported. CONTRIBUTING tells how to hold the
export against the standard's own schema.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Check = Callable[[object], bool]


def text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def identity(value: object) -> bool:
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value
    except ValueError:
        return False


def age(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 120


def day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(datetime.date.fromisoformat(value))
    except ValueError:
        return False


def moment(value: object) -> bool:
    return isinstance(value, str) and day(value[:10]) and bool(re.fullmatch(r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", value[10:]))


def address(value: object) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc) and not re.search(r"\s", value)


def email(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value))


def hour(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value))


def degrees(value: object) -> bool:
    return isinstance(value, float) and abs(value) <= 180


def one_of(*words: str) -> Check:
    return lambda value: value in words


@dataclass(frozen=True)
class Object:
    """The fields of an object: `always` and `maybe` by name; `parts` are objects inside it, `lists` several of them."""

    always: dict[str, Check]
    maybe: dict[str, Check] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)


OBJECTS = {
    "service": Object(
        {"id": identity, "name": text, "status": one_of("active", "inactive", "defunct", "temporarily closed")},
        {
            "program_id": identity, "organization_id": identity, "alternate_name": text, "description": text, "url": address, "email": email,
            "eligibility_description": text, "assured_date": day, "alert": text, "minimum_age": age, "maximum_age": age, "application_process": text,
            "last_modified": moment, "interpretation_services": text, "fees_description": text,
        },
        {"organization": "organization", "program": "program"},
        {"phones": "phone", "service_areas": "service_area", "funding": "funding", "service_at_locations": "service_at_location", "attributes": "attribute"}
        | {"languages": "language", "schedules": "schedule", "cost_options": "cost_option", "required_documents": "required_document", "contacts": "contact", "capacities": "capacity"},
    ),
    "organization": Object({"id": identity, "name": text, "description": text}),
    "program": Object({"id": identity, "name": text, "description": text}, {"organization_id": identity, "alternate_name": text}),
    "location": Object(
        {"id": identity, "location_type": one_of("physical", "postal", "virtual")},
        {"name": text, "description": text, "latitude": degrees, "longitude": degrees, "url": address},
        lists={"addresses": "address", "accessibility": "accessibility", "languages": "language", "schedules": "schedule", "phones": "phone", "contacts": "contact", "attributes": "attribute"},
    ),
    "address": Object(
        {"id": identity, "location_id": identity, "address_1": text, "city": text, "state_province": text, "postal_code": text, "country": text, "address_type": one_of("physical", "postal", "virtual")}
    ),
    "accessibility": Object({"id": identity}, {"location_id": identity, "description": text}),
    "language": Object({"id": identity}, {"service_id": identity, "location_id": identity, "phone_id": identity, "name": text, "code": lambda value: bool(re.fullmatch("[a-z]{2,3}", value))}),
    "schedule": Object(
        {"id": identity},
        {"service_id": identity, "location_id": identity, "freq": one_of("WEEKLY"), "byday": lambda value: bool(re.fullmatch("(?:(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?=[A-Z])|$))+", value)), "opens_at": hour, "closes_at": hour}
        | {"valid_from": day, "valid_to": day, "description": text, "notes": text},
    ),
    "cost_option": Object({"id": identity}, {"service_id": identity, "option": text}),
    "required_document": Object({"id": identity}, {"service_id": identity, "document": text}),
    "contact": Object({"id": identity}, {"service_id": identity, "location_id": identity, "name": text, "department": text, "email": email}, lists={"attributes": "attribute"}),
    "capacity": Object({"id": identity, "available": one_of(0, 1), "updated": lambda value: moment(value.replace(".000Z", "Z"))}, {"service_id": identity, "description": text}, {"unit": "unit"}),
    "unit": Object({"id": identity, "name": text}),
    "phone": Object(
        {"id": identity, "number": text},
        {"service_id": identity, "location_id": identity, "contact_id": identity, "extension": lambda value: type(value) is int and value >= 0, "description": text, "type": one_of("voice", "text", "fax", "textphone")},
        lists={"languages": "language"},
    ),
    "service_area": Object({"id": identity}, {"service_id": identity, "name": text, "extent": text, "extent_type": one_of("text", "geojson", "topojson", "kml")}),
    "funding": Object({"id": identity}, {"service_id": identity, "source": text}),
    "service_at_location": Object({"id": identity}, {"service_id": identity, "location_id": identity}, {"location": "location"}),
    "attribute": Object(
        {"id": identity, "link_id": identity, "link_entity": one_of("service", "location", "contact")},
        {"link_type": text, "taxonomy_term_id": identity, "label": text, "value": text},
        {"taxonomy_term": "taxonomy_term"},
    ),
    "taxonomy": Object({"id": identity, "name": text, "description": text}, {"uri": address}),
    "taxonomy_term": Object({"id": identity, "name": text, "description": text}, {"code": text, "taxonomy": text, "taxonomy_id": identity}),
}  # fmt: skip

LISTS = {"services": "service", "organizations": "organization", "programs": "program", "locations": "location", "service_at_locations": "service_at_location", "taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term"}

# Which ids lead from an object to a list of another file, and which to an object that they stand in or beside.
LEAD_TO = {"program_id": "programs", "organization_id": "organizations", "location_id": "locations", "taxonomy_id": "taxonomies", "taxonomy_term_id": "taxonomy_terms"}
LEAD_BACK = ("service_id", "link_id", "contact_id", "phone_id")


def wrong(kind: str, value: object, place: str = "") -> Iterator[str]:
    """Yield what is wrong in VALUE, an object of KIND, each with its place."""
    place, declared = place or kind, OBJECTS[kind]
    if not isinstance(value, dict):
        yield f"{place}: no object"
        return
    checks = declared.always | declared.maybe
    yield from (f"{place}.{name} is missing" for name in declared.always if name not in value)
    for name, part in value.items():
        here = f"{place}.{name}"
        if name in checks:
            if not checks[name](part):
                yield f"{here} cannot be {part!r}"
        elif name in declared.parts:
            yield from wrong(declared.parts[name], part, here)
        elif name in declared.lists:
            if not isinstance(part, list) or not part and name != "attributes":
                yield f"{here} is no list, or an empty one"
            else:
                for item in part:
                    yield from wrong(declared.lists[name], item, here)
        else:
            yield f"{here} is not declared"


def astray(files: dict[str, list[dict]]) -> Iterator[str]:
    """Yield each id in FILES, contents by name, that is there twice in its file or leads nowhere."""
    known = {name: [found["id"] for found in contents] for name, contents in files.items()}
    for name, ids in known.items():
        yield from (f"{name}: {one} is there twice" for one in set(ids) if ids.count(one) > 1)
    for name, contents in files.items():
        for found in contents:
            yield from _astray(found, (), known, name)


def _astray(value: dict, above: tuple[str, ...], known: dict[str, list[str]], place: str) -> Iterator[str]:
    owners = (*above, value.get("id", ""), *(contact["id"] for contact in value.get("contacts", ()) if isinstance(contact, dict)))
    for name, part in value.items():
        if name == "service_id" and place == "service_at_locations" and not above:
            if part not in known["services"]:
                yield f"{place}.{name} leads nowhere: {part}"
        elif name in LEAD_TO and part not in known[LEAD_TO[name]]:
            yield f"{place}.{name} leads nowhere: {part}"
        elif name in LEAD_BACK and part not in owners:
            yield f"{place}.{name} is not the object that it stands in: {part}"
        for item in part if isinstance(part, list) else [part]:
            if isinstance(item, dict):
                yield from _astray(item, owners, known, f"{place}.{name}")
