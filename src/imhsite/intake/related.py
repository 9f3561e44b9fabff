"""Tables that belong together, as HSDS 1.1 to 3.1, Open Referral UK, Ohana and their kin have
them: one row for each service, with what other tables say of it.

JSON, with its parts inside one another, is taken apart into the same tables first.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from imhsite.intake.columns import Guess, role_of, without_private, words_of
from imhsite.intake.opening import ImportFailed, Part
from imhsite.intake.tables import Table
from imhsite.model.hours import DAYS

Cells = dict[str, str]


@dataclass(slots=True)
class Site:
    """A place where a program is, by the id of its source; its cells are by column."""

    id: str
    cells: Cells


@dataclass(slots=True)
class Row:
    """One program as a source says it: where it stands, its id, and its cells by column.

    The cells of its first site are among them. `dropped` counts what is not taken over because it
    belongs to a person.
    """

    place: str
    id: str
    cells: Cells
    dropped: int = 0
    sites: list[Site] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """What was recognized: the kind in words, columns with guesses, and the rows.

    `notes` are for whoever imports; `astray` tells of ids that lead nowhere.
    """

    kind: str
    guesses: list[Guess]
    rows: Iterator[Row] | list[Row]
    size: int = 0
    notes: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)


# What the standard and its kin call tables, in our words; the rest of a name is its own.
_TABLES = {
    "services": r"services?|service list",
    "organizations": r"organi[sz]ations?|agencies|providers",
    "locations": r"locations?|sites",
    "phones": r"phones?|phone numbers",
    "addresses": r"addresses|address|physical addresses|physical address",
    "mailing": r"(?:postal|mail|mailing) address(?:es)?",
    "areas": r"service areas?",
    "links": r"services? at locations?",
    "eligibility": r"eligibilit(?:y|ies)",
    "taxonomies": r"services? taxonom(?:y|ies)|(?:service |link |other )?attributes?",
    "terms": r"taxonomy(?: terms?)?",
    "schedules": r"schedules?|regular schedules?",
    "languages": r"languages?",
    "fees": r"cost options?",
    "access": r"accessibilit(?:y|ies)(?: for disabilities)?",
    "documents": r"required documents?",
    "capacities": r"(?:service )?capacit(?:y|ies)",
    "funding": r"fundings?",
    "contacts": r"contacts?",
    "programs": r"programs?",
}  # fmt: skip
_MAIN = "services"


def table_name(name: str) -> str:
    """Return which of the related tables the file or sheet NAME holds; "" where it is none."""
    stem = words_of(re.sub(r"\.\w+$", "", name.rpartition(": ")[2]))
    for table, pattern in _TABLES.items():
        if re.fullmatch(rf"(?:in |out |hsds |ohana |sample )?(?:{pattern})", stem):
            return table
    return ""


def are_related(tables: list[Table]) -> bool:
    """Return whether TABLES are parts of one directory, a table of services among them."""
    names = [table_name(table.name) for table in tables]
    return _MAIN in names and len(set(names) - {""}) > 1


def read(tables: list[Table], kind: str = "") -> Source:
    """Return the services of TABLES, each with what the others say of it."""
    held: dict[str, list[Cells]] = {}
    for table in tables:
        name = table_name(table.name)
        if name in held and name in _OWN:
            raise ImportFailed(f'{table.name}: there are two tables of "{name}"; leave one out')
        if name:
            held[name] = [*held.get(name, ()), *_records(table, name)]
    join = _Join(held, kind or _version(held, tables))
    for table in tables:
        name = table_name(table.name)
        join.order += [f"{name}.{_column(column, name)}" for column in table.header]
    return join.source()


def _version(held: dict[str, list[Cells]], tables: list[Table]) -> str:
    names = {word for table in tables for word in table.header}
    if {"mail_addresses", "admin_emails", "taxonomy_ids"} & names:
        return "Ohana's CSV"
    if not {"organization_id", "description"} & names:
        return "related tables of services, organizations and locations"
    if {"assured_date", "additional_websites", "extent_type", "alert"} & names:
        return "HSDS 3, as tables"
    return "HSDS 1 or 2, as tables" if "id" in names else "related tables"


_PLACE = "\0place"  # the key under which a row's own place stands


def _records(table: Table, name: str) -> Iterator[Cells]:
    header = [_column(column, name) for column in table.header]
    for number, cells in table.rows():
        record = {h: cell for h, cell in zip(header, cells, strict=False) if h and cell}
        if len(cells) > len(header) and any(cells[len(header) :]):
            record["\0shifted"] = "1"
        record[_PLACE] = f"{table.name}:{number}"
        yield record


_OWN = {
    "services": r"(?:services?|resource)", "organizations": r"(?:organi[sz]ation|agency)",
    "locations": r"(?:location|site)",
}  # fmt: skip
_IDS = {
    "service id": "service_id", "organization id": "organization_id", "organisation id":
    "organization_id", "agency id": "organization_id", "location id": "location_id",
    "program id": "program_id", "contact id": "contact_id", "link id": "link_id",
    "service at location id": "service_at_location_id", "taxonomy id": "taxonomy_id",
    "taxonomy term id": "taxonomy_term_id", "taxonomy ids": "taxonomy_ids",
}  # fmt: skip


def _column(header: str, table: str) -> str:
    """HEADER, or the standard's name where it is one of an id that leads to another table."""
    words = words_of(header).replace("uuid", "id")
    own = re.fullmatch(rf"{_OWN[table]} id", words) if table in _OWN else None
    if words == "id" or own:
        return "id"
    return _IDS.get(words, header)


class _Join:
    def __init__(self, held: dict[str, list[Cells]], kind: str) -> None:
        self.held, self.kind = held, kind
        self.by_id = {
            name: {record["id"]: record for record in rows if "id" in record}
            for name, rows in held.items()
        }
        self.of: dict[tuple[str, str], dict[str, list[Cells]]] = {}
        self.columns: dict[str, None] = {}
        self.order: list[str] = []  # of the columns in their tables

    def source(self) -> Source:
        rows = list(self._rows())
        at = {column: number for number, column in enumerate(self.order)}
        columns = sorted(self.columns, key=lambda column: (_nearness(column), at.get(column, 0)))
        guesses = [_guess(column, rows) for column in columns]
        names = [guess for guess in guesses if guess.role == "name"]
        for guess in names[1:]:
            guess.role = ""  # the first one is it
        without_private(guesses)
        counts = [f"{len(records)} in {name}" for name, records in self.held.items()]
        led_to = {site.id for row in rows for site in row.sites}
        spare = len(self.by_id.get("locations", {}).keys() - led_to)
        notes = [
            ", ".join(counts),
            *([f"{spare} locations of no service: not read"] if spare else []),
        ]
        return Source(self.kind, guesses, rows, len(rows), notes, list(self._astray()))

    def _astray(self) -> Iterator[str]:
        """A line for each sort of id that leads nowhere."""
        for name, records in self.held.items():
            for key, to in (
                ("organization_id", "organizations"),
                ("location_id", "locations"),
                ("service_id", "services"),
            ):
                if to not in self.held or to == name:
                    continue
                bad = [r for r in records if key in r and not self._leads(r[key], to)]
                if bad:
                    first = bad[0]
                    yield (
                        f'{first[_PLACE]}: {key} "{first[key]}" is not in the table of {to}'
                        f" ({len(bad)} rows of {name})"
                    )

    def _leads(self, ids: str, to: str) -> bool:
        return all(one in self.by_id[to] for one in re.split(r"[,;] *", ids))

    def _children(self, name: str, key: str, value: str) -> list[Cells]:
        if (name, key) not in self.of:
            index = self.of[name, key] = defaultdict(list)
            for record in self.held.get(name, ()):
                if key in record:
                    index[record[key]].append(record)
        return self.of[name, key].get(value, [])

    def _rows(self) -> Iterator[Row]:
        for record in self.held[_MAIN]:
            if set(record) <= {_PLACE, "\0shifted"}:
                continue
            cells: Cells = {}
            self._put(cells, "services", record)
            id_ = record.get("id", "")
            organization = self._one("organizations", record.get("organization_id", ""))
            locations = list(self._locations(record, id_))
            if not organization and locations:
                organization = self._one("organizations", locations[0].get("organization_id", ""))
            if organization and not locations:
                locations = self._only_place(organization.get("id", ""))
            self._put_children(cells, "service_id", id_)
            self._put_terms(cells, record, id_)
            sites = [self._site(location, id_) for location in locations]
            for site in sites[:1]:
                cells |= {
                    column: text for column, text in site.cells.items() if column not in cells
                }
            if organization:
                self._put(cells, "organizations", organization)
                self._put_children(cells, "organization_id", organization.get("id", ""), "phones")
            persons = len(self._children("contacts", "service_id", id_)) if id_ else 0
            yield Row(record[_PLACE], id_, cells, persons, sites)

    def _site(self, location: Cells, service: str) -> Site:
        """LOCATION with all that is said of it, and of SERVICE there."""
        cells: Cells = {}
        id_ = location.get("id", "")
        self._put(cells, "locations", location)
        for link in self._children("links", "location_id", id_):
            if link.get("service_id") == service:
                self._put_children(cells, "service_at_location_id", link.get("id", ""))
        self._put_children(cells, "location_id", id_)
        return Site(id_, cells)

    def _one(self, name: str, id_: str) -> Cells | None:
        return self.by_id.get(name, {}).get(id_)

    def _locations(self, record: Cells, id_: str) -> Iterator[Cells]:
        ids = re.split(r"[,;] *", record.get("location_id", ""))
        ids += [link.get("location_id", "") for link in self._children("links", "service_id", id_)]
        for one in dict.fromkeys(filter(None, ids)):
            if location := self._one("locations", one):
                yield location

    def _only_place(self, organization: str) -> list[Cells]:
        """The place of ORGANIZATION, where it has no other."""
        places = self._children("locations", "organization_id", organization)
        return places if len(places) == 1 else []

    def _set(self, cells: Cells, column: str, text: str) -> None:
        if text:
            self.columns[column] = None
            cells.setdefault(column, text)

    def _put(self, cells: Cells, table: str, record: Cells) -> None:
        for column, text in record.items():
            if column[:1] == "\0":
                if column == "\0shifted" and table == _MAIN:
                    cells[column] = text
            elif column not in _IDS.values() and column != "id":
                self._set(cells, f"{table}.{column}", text)

    def _put_children(self, cells: Cells, key: str, id_: str, only: str = "") -> None:
        """What the small tables say of the service or location with ID_."""
        owner = "services" if key == "service_id" else _OWNERS.get(key, "locations")
        for name, say in _SAY.items():
            if not id_ or (only and name != only):
                continue
            said = [say(child) for child in self._children(name, key, id_)]
            self._set(cells, f"{name} of {owner}", "; ".join(filter(None, dict.fromkeys(said))))
        for child in self._children("capacities", key, id_)[:1] if id_ and not only else ():
            self._set(cells, _CAPACITY_CHECKED, child.get("updated", ""))
        for name in ("addresses", "mailing"):
            for child in self._children(name, key, id_)[:1] if id_ and not only else ():
                for column, text in _address(child).items():
                    self._set(cells, f"{name}.{column}", text)

    def _put_terms(self, cells: Cells, record: Cells, id_: str) -> None:
        links = self._children("taxonomies", "service_id", id_)
        links += self._children("taxonomies", "link_id", id_)
        ids = re.split(r"[,;] *", record.get("taxonomy_ids", ""))
        names = []
        for link in links:
            ids += [link.get("taxonomy_term_id", ""), link.get("taxonomy_id", "")]
            names += [link[key] for key in ("taxonomy_term", "term") if key in link]
        for one in filter(None, dict.fromkeys(ids)):
            term = self._one("terms", one) or self._term(one)
            names += [term["name"]] if term and "name" in term else []
        self._set(cells, "taxonomy", "; ".join(dict.fromkeys(names)))

    def _term(self, id_: str) -> Cells | None:
        found = self._children("terms", "taxonomy_id", id_)
        return next((term for term in found if "name" in term), None)


def _phone(child: Cells) -> str:
    if "contact_id" in child:
        return ""  # a person's own line
    number, extension = child.get("number", ""), child.get("extension", "")
    sort = child.get("number_type") or child.get("type", "")  # last: it says what answers
    sort = "" if sort.lower() in ("voice", "main", "phone") else sort
    label = f"{child.get('department') or child.get('description', '')[:60]} {sort}".strip()
    return f"{label}: {number}{f' x{extension}' if extension else ''}".removeprefix(": ")


def _address(child: Cells) -> Cells:
    """The lines of an address together, and its town and code by themselves."""
    lines = [child.get(key, "") for key in ("attention", "address_1", "address_2")]
    street = ", ".join(filter(None, lines[1:]))
    found = {
        "address": street or child.get("address", ""),
        "city": child.get("city", ""),
        "state": child.get("state_province") or child.get("region", ""),
        "postal_code": child.get("postal_code", ""),
    }
    return {column: text for column, text in found.items() if text}


_BEYOND_MINUTES = re.compile(r"(?<=\d:\d\d)(?::\d\d)?(?:Z|[+-]\d\d(?::?\d\d)?)?$")
_DAYS = {day[:2].upper(): day for day in DAYS}


def _schedule(child: Cells) -> str:
    codes = re.findall(r"[A-Z]{2}", child.get("byday", ""))
    days = ", ".join(_DAYS.get(code, code) for code in codes) or child.get("weekday", "")
    said = [child.get(name, "") for name in ("opens_at", "closes_at")]
    times = "-".join(_BEYOND_MINUTES.sub("", time, count=1) for time in said if time)
    words = " ".join(filter(None, (days, times))) if times else ""
    more = "; ".join(child[name] for name in ("description", "notes") if name in child)
    between = " to ".join(child[name] for name in ("valid_from", "valid_to") if name in child)
    return "; ".join(filter(None, (words and f"{between}: {words}".removeprefix(": "), more)))


def _capacity(child: Cells) -> str:
    """Open or full by the number that is left, else in the words of the source."""
    left = child.get("available", "")
    counted = {"0": "full"}.get(left, "openings") if left.isdigit() else ""
    return counted or child.get("description", "")


_SAY = {
    "phones": _phone,
    "areas": lambda child: child.get("name") or child.get("service_area", ""),
    "eligibility": lambda child: child.get("eligibility") or child.get("name", ""),
    "schedules": _schedule,
    "languages": lambda child: child.get("name") or child.get("language", ""),
    "fees": lambda child: child.get("option") or child.get("amount_description", ""),
    "funding": lambda child: child.get("source", ""),
    "access": lambda child: child.get("description") or child.get("accessibility", ""),
    "documents": lambda child: child.get("document", ""),
    "capacities": _capacity,
}
_ROLES_OF_CHILDREN = {
    "phones": "phone", "areas": "reach", "eligibility": "eligibility", "schedules": "hours",
    "languages": "languages", "fees": "fees", "funding": "paid by", "access": "access",
    "documents": "documents", "capacities": "capacity",
}  # fmt: skip
_OWNERS = {"organization_id": "organizations"}
_CAPACITY_CHECKED = "capacities.updated"
# What a column of another table means for a service: a place has a name of its own.
_ELSEWHERE = {
    "organizations": {
        "name": "organization", "status": "status", "closed": "closed", "phone": "phone",
        "website": "website", "email": "email", "description": "description of organization",
        "mailing address": "mailing address",
    },
    "locations": {
        "name": "site", "status": "", "closed": "closed", "organization": "",
        "description": "", "summary": "", "other names": "", "category": "",
    },
    "mailing": {
        "address": "mailing address", "town": "mailing town", "state": "mailing state",
        "ZIP code": "mailing ZIP code",
    },
}  # fmt: skip


_NEAREST = (
    "services.",
    " of services",
    "taxonomy",
    "locations.",
    " of locations",
    "addresses.",
    "mailing.",
    "organizations.",
    "",
)


def _nearness(column: str) -> int:
    """How near a column is to the service itself, whose own word comes first."""
    return next(i for i, mark in enumerate(_NEAREST) if mark in column)


def _guess(column: str, rows: list[Row]) -> Guess:
    shown = dict.fromkeys(row.cells[column][:40] for row in rows[:300] if column in row.cells)
    return Guess(column, _role(column), True, list(shown)[:3])


def _role(column: str) -> str:
    if " of " in column and column.partition(" of ")[0] in _ROLES_OF_CHILDREN:
        return _ROLES_OF_CHILDREN[column.partition(" of ")[0]]
    if column in (_CAPACITY_CHECKED, "taxonomy"):
        return "category" if column == "taxonomy" else "capacity checked"
    table, _, name = column.partition(".")
    own = re.sub(rf"^{_OWN.get(table, '(?!)')} ", "", words_of(name))
    role = (role_of(own) if own else "") or (role_of(name) if table == _MAIN else "")
    if table == "organizations":
        return _ELSEWHERE[table].get(role, "")
    return _ELSEWHERE.get(table, {}).get(role, role)


# ---- JSON -----------------------------------------------------------------------------------


def load(part: Part) -> object:
    """Return what the JSON of PART holds, be it a value on each line.

    Raises ImportFailed where it is none.
    """
    try:
        if part.name.lower().endswith((".jsonl", ".ndjson")):
            return [json.loads(line) for line in part.content.splitlines() if line.strip()]
        return json.loads(part.content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "it cannot be read")
        line = getattr(error, "lineno", 1)
        raise ImportFailed(f"{part.name}:{line}: is no JSON: {reason}") from None


def services_in(value: object) -> list[dict] | None:
    """Return the services of a page, of a list or alone in VALUE; None where there are none."""
    if isinstance(value, dict):
        for key in ("contents", "content", "items", "services", "data"):
            if isinstance(value.get(key), list):
                owner = {name: part for name, part in value.items() if name != key}
                value = value[key]
                if "id" in owner and "name" in owner:  # an organization with its services
                    value = [{"organization": owner} | one for one in value]
                break
        else:
            value = [value]
    if not isinstance(value, list) or not value:
        return None
    fits = all(isinstance(one, dict) and "name" in one and "id" in one for one in value)
    return value if fits else None


_INSIDE = {
    "phones": "phones", "service_areas": "areas", "eligibilities": "eligibility",
    "eligibilitys": "eligibility", "schedules": "schedules", "regular_schedules": "schedules",
    "languages": "languages", "cost_options": "fees", "funding": "funding", "fundings": "funding",
    "accessibility": "access", "required_documents": "documents", "capacities": "capacities",
    "contacts": "contacts", "attributes": "taxonomies", "service_taxonomys": "taxonomies",
    "taxonomies": "taxonomies", "addresses": "addresses", "physical_addresses": "addresses",
    "postal_addresses": "mailing",
}  # fmt: skip
_LINKS = ("service_at_locations", "services_at_location")


def read_services(services: list[dict], name: str, kind: str) -> Source:
    """Return SERVICES, parts of which stand inside them, as rows."""
    held: dict[str, list[Cells]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for number, service in enumerate(services, 1):
        place = f"{name}: service {number}"
        _take(service, "services", place, held, seen)
    return _Join(dict(held), kind).source()


def _take(value: dict, table: str, place: str, held: dict, seen: set, **owner: str) -> None:
    record = _scalars(value) | owner | {_PLACE: place}
    id_ = record.get("id", "")
    if id_ and table in ("organizations", "locations"):
        if (table, id_) in seen:
            return
        seen.add((table, id_))
    key = {
        "services": "service_id",
        "organizations": "organization_id",
        "locations": "location_id",
    }.get(table, "")
    for name, inner in value.items():
        if name == "organization" and isinstance(inner, dict):
            record.setdefault("organization_id", str(inner.get("id", "")))
            _take(inner, "organizations", place, held, seen)
        elif name in _LINKS and isinstance(inner, list) and table == "services":
            for link in inner:
                _take_link(link, id_, place, held, seen)
        elif name in _INSIDE and isinstance(inner, list) and key:
            for child in inner:
                if isinstance(child, dict):
                    _take(child, _INSIDE[name], place, held, seen, **{key: id_})
    if table == "taxonomies":
        for name in ("taxonomy_term", "taxonomy"):
            if isinstance(value.get(name), dict):
                record["term"] = str(value[name].get("name", ""))
                break
    held[table].append(record)


def _take_link(link: object, service: str, place: str, held: dict, seen: set) -> None:
    location = link.get("location") if isinstance(link, dict) else None
    if isinstance(location, dict):
        _take(location, "locations", place, held, seen)
        at = str(location.get("id", ""))
        own = {"id": f"{service} at {at}", "service_id": service, "location_id": at}
        held["links"].append(own | {_PLACE: place})
    owner = {"service_at_location_id": own["id"]} if location else {"service_id": service}
    for name in ("schedules", "regular_schedules", "phones"):
        for child in (link.get(name) or ()) if isinstance(link, dict) else ():
            if isinstance(child, dict):
                _take(child, _INSIDE[name], place, held, seen, **owner)


def _scalars(value: dict) -> Cells:
    return {
        name: (str(inner).removesuffix(".0") if isinstance(inner, float) else str(inner)).strip(
            ' "'
        )
        for name, inner in value.items()
        if isinstance(inner, str | int | float) and str(inner).strip()
    }
