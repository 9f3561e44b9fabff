"""What this product itself exports, back as the same records: API, table and HSDS.

An export says of a record what it says; where it says the same as the export of the record that
stands here, nothing changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from imhsite.exports import api, spreadsheet
from imhsite.exports.hsds import Profile
from imhsite.exports.hsds_services import AS_RECORDED
from imhsite.importing.merging import PROGRAMS, slug_of
from imhsite.importing.writing import Value, Values
from imhsite.intake.opening import Part
from imhsite.intake.tables import tables_of
from imhsite.model.records import KINDS, declared_fields
from imhsite.reading.catalog import Catalog

KEPT = (PROGRAMS, "sites", "contacts")  # the kinds that come back, in the order of references
Records = dict[str, Values]


class Own:
    """An export of this product: its FORM in words, and the values of records by kind and slug.

    `base` says of a record that stands here what its own export would, in the same terms.
    """

    def __init__(self, form: str, catalog: Catalog) -> None:
        self.form, self.catalog = form, catalog
        self.values: dict[str, Records] = {}
        self.base: dict[str, Records] = {}

    def add(self, kind: str, values: Records, standing: Records) -> None:
        """Add VALUES of KIND; STANDING are those of all records that stand here."""
        self.values[kind] = values
        self.base[kind] = {slug: standing[slug] for slug in values if slug in standing}

    def join(self, other: Own) -> None:
        """Add what OTHER has; of a record that both have, what stands here stays."""
        for mine, others in ((self.values, other.values), (self.base, other.base)):
            for kind, records in others.items():
                mine[kind] = records | mine.get(kind, {})


def recognize(parts: list[Part], catalog: Catalog) -> Own | None:
    """Return the exports of this product that PARTS hold; None where they are another's."""
    beside = _programs_beside(parts)
    found = [own for part in parts if (own := _recognized(part, catalog, beside))]
    for own in found[1:]:
        found[0].join(own)
    return found[0] if found else None


def _programs_beside(parts: list[Part]) -> dict[str, str]:
    """The slugs of the programs in a table among PARTS, by the names that a table of sites has."""
    tables = [table for part in parts if _begins_with_slug(part) for table in tables_of(part)]
    rows = (row for one in tables if [*one.header] == [*spreadsheet.COLUMNS] for row in one.rows())
    return {cells[1]: cells[0] for _, cells in rows}


def _begins_with_slug(part: Part) -> bool:
    start = part.content[:9].lstrip(b'\xef\xbb\xbf"')
    return not part.is_workbook and start.startswith(b"slug")


def _recognized(part: Part, catalog: Catalog, beside: dict[str, str]) -> Own | None:
    if part.content.lstrip()[:1] == b"{":
        try:
            value = json.loads(part.content.decode("utf-8-sig"))
        except ValueError:
            return None
        if value.get("kind") in KEPT and isinstance(value.get("records"), list):
            return _of_api(value["kind"], value["records"], catalog)
        return _of_directory(value.get("contents"), catalog)
    if not _begins_with_slug(part):
        return None
    (table,) = tables_of(part) or [None]
    for kind, columns, make in _TABLES if table else ():
        if [*table.header] == [*columns]:
            rows = (row for _, row in table.rows())
            reader = _Table(catalog, kind, beside)
            return _of_table(reader, columns, rows, make(catalog))
    return None


_TABLES = (
    (PROGRAMS, spreadsheet.COLUMNS, spreadsheet.programs),
    ("sites", spreadsheet.SITE_COLUMNS, spreadsheet.sites),
)


def _of_api(kind: str, records: Iterable[dict], catalog: Catalog) -> Own:
    own = Own("this product's own API", catalog)
    standing = {one["slug"]: _from_api(one, kind) for one in api.records(catalog, kind)}
    own.add(kind, {one["slug"]: _from_api(one, kind) for one in records}, standing)
    return own


def _from_api(data: dict, kind: str = PROGRAMS) -> Values:
    fields = declared_fields(KINDS[kind])
    found = {name: _api_value(data[name]) for name in fields if name in data}
    return _in_order(({"ages": "not stated"} if kind == PROGRAMS else {}) | found, kind)


def _api_value(value: object) -> Value:
    if isinstance(value, list) and all(isinstance(item, float | int) for item in value):
        return ", ".join(map(str, value))  # a point
    if isinstance(value, list):
        return [str(item) for item in value]
    if not isinstance(value, dict):
        return str(value)
    if "statewide" in value:
        return "statewide" if value["statewide"] else list(value["places"]) or "no place"
    if "year" in value:
        return "about " * value["about"] + str(value["year"])
    return str(value["text"])


def _in_order(values: Values, kind: str) -> Values:
    return {name: values[name] for name in declared_fields(KINDS[kind]) if values.get(name)}


def _of_table(
    reader: _Table, columns: tuple[str, ...], rows: Iterable[list[str]], here: str
) -> Own:
    """ROWS as records; HERE is the table of those that stand here."""
    own = Own("this product's own table", reader.catalog)
    tables = tables_of(Part("own.csv", here.encode()))
    standing = [row for _, row in tables[0].rows()] if tables else []
    own.add(reader.kind, *(dict(reader.records(columns, part)) for part in (rows, standing)))
    return own


class _Table:
    def __init__(self, catalog: Catalog, kind: str, beside: dict[str, str]) -> None:
        self.catalog, self.kind = catalog, kind
        kinds = {
            "needs": "needs",
            "setting": "settings",
            "ask": "help_lines",
            "section": "sections",
            "referral_by": "referrals",
            "costs": "costs",
            "programs": "programs",
            "help_lines": "help_lines",
            "town": "towns",
        }
        self.slugs = {
            name: {one.name: one.slug for one in catalog.records[kind].values()}
            for name, kind in kinds.items()
        }
        sources = {name: slug for slug, name in spreadsheet.source_names(catalog).items()}
        self.slugs["sources"] = self.slugs["phone_source"] = sources
        self.slugs["programs"] |= beside
        places = [*catalog.regions.values(), *catalog.towns.values()]
        self.slugs["serves"] = {place.name: place.slug for place in places}
        self.slugs["lives_in"] = self.slugs["serves"]

    def records(
        self, columns: tuple[str, ...], rows: Iterable[list[str]]
    ) -> Iterator[tuple[str, Values]]:
        """Yield the slug and the values of each of ROWS."""
        for row in rows:
            cells = dict(zip(columns, row, strict=False))
            yield cells["slug"], self._values(cells)

    def _values(self, cells: dict[str, str]) -> Values:
        fields = declared_fields(KINDS[self.kind])
        found = {name: self._value(name, cells.get(name, "")) for name in fields}
        if self.kind == PROGRAMS:
            found["serves"] = found["serves"] or "no place"
        if cells.get("latitude"):
            found["point"] = f"{cells['latitude']}, {cells['longitude']}"
        return _in_order(found, self.kind)

    def _value(self, name: str, cell: str) -> Value:
        text = cell[1:] if cell[:1] == "'" and spreadsheet.harmless(cell[1:]) == cell else cell
        if name in ("serves", "lives_in") and text == "statewide":
            return text
        if name in ("phone_source", "section", "town"):
            return self.slugs[name].get(text, text)
        if name in self.slugs:
            return list(_split(text, self.slugs[name]))
        if name in _LISTS:
            return text.split("\n" if name in ("steps", "bring") else "; ") if text else ""
        return text


_LISTS = ("other_names", "successors", "languages", "steps", "bring")


def _split(text: str, slugs: dict[str, str]) -> Iterator[str]:
    """The slugs of the names in TEXT, some of which may hold the "; " between them."""
    rest = text.split("; ") if text else []
    while rest:
        size = next((n for n in range(len(rest), 0, -1) if "; ".join(rest[:n]) in slugs), 1)
        name = "; ".join(rest[:size])
        yield slugs.get(name, slug_of(name))
        rest = rest[size:]


def _of_directory(contents: object, catalog: Catalog) -> Own | None:
    """Return what CONTENTS, one of the standard's lists, has as recorded; None for nothing."""
    every = contents if isinstance(contents, list) else []
    items = [item for item in every if isinstance(item, dict)]
    if any("program" in item and _exact(item) for item in items):
        return _of_hsds(items, catalog)
    places = [item.get("location", item) for item in items]
    return _of_locations(places, catalog) if any(map(_exact, places)) else None


def _exact(holder: dict) -> dict:
    """What HOLDER, such as a service, says in the terms of the API; {} where it is another's."""
    attributes = holder.get("attributes", ()) if isinstance(holder, dict) else ()
    texts = (one.get("value") for one in attributes if one.get("label") == AS_RECORDED)
    return json.loads(next(texts, "{}"))


def _of_hsds(services: list[dict], catalog: Catalog) -> Own:
    own = Own("this product's own HSDS", catalog)
    profile = Profile(catalog, {})
    standing = [profile.service(program) for program in catalog.programs.values()]
    for kind, read in (
        (PROGRAMS, _programs_of),
        ("sites", lambda those: _inside(those, "sites")),
        ("contacts", lambda those: _inside(those, "contacts")),
    ):
        own.add(kind, read(services), read(standing))
    return own


def _of_locations(locations: list[dict], catalog: Catalog) -> Own:
    own, profile = Own("this product's own HSDS", catalog), Profile(catalog, {})
    standing = [profile.services.location(site) for site in catalog.sites.values()]
    for kind, read in (("sites", lambda those: those), ("contacts", _contacts_at)):
        own.add(kind, *(_recorded(read(those), kind) for those in (locations, standing)))
    return own


def _programs_of(services: list[dict]) -> Records:
    return {_exact(service)["slug"]: _from_service(service) for service in services}


def _inside(services: list[dict], kind: str) -> Records:
    """The records of KIND that stand inside SERVICES, each once."""
    places = [
        link["location"] for each in services for link in each.get("service_at_locations", ())
    ]
    return _recorded(places if kind == "sites" else _contacts_at([*services, *places]), kind)


def _contacts_at(holders: Iterable[dict]) -> list[dict]:
    return [contact for each in holders for contact in each.get("contacts", ())]


def _recorded(holders: Iterable[dict], kind: str) -> Records:
    """The records of KIND that HOLDERS, their objects in the standard, are of, each once."""
    found: Records = {}
    for exact in filter(None, map(_exact, holders)):
        found.setdefault(exact["slug"], _from_api(exact, kind))
    return found


def _from_service(service: dict) -> Values:
    professionals, exact = service["program"]["description"], _exact(service)
    found: dict[str, Value] = {
        "name": service["name"],
        "for_professionals": professionals,
        "for_parents": service["description"].removesuffix(f"\n\n{professionals}"),
        "run_by": service.get("organization", {}).get("name", ""),
        "funded_by": next((one["source"] for one in service.get("funding", ())), ""),
        "website": service.get("url", ""),
        "email": service.get("email", ""),
        **_terms(service),
    }
    # What is said in one text with others is told apart by `exact`.
    if not exact.keys() & {"who_can_come", "income", "first_child", "pregnancy_until"}:
        found["printed_group"] = service.get("eligibility_description", "")
    if not exact.keys() & {"steps", "next"}:
        found["how_to_ask"] = service.get("application_process", "")
    for place in service.get("service_at_locations", ()):
        if place["location"]["location_type"] == "postal":
            found["postal_address"] = place["location"]["description"]
    return _in_order(found | _from_api(exact), PROGRAMS)


def _terms(service: dict) -> dict[str, Value]:
    """The fields that are terms of a taxonomy, and a parent's ages."""
    codes: dict[str, list[str]] = {}
    single: dict[str, Value] = {}
    for one in service["attributes"]:
        if "taxonomy_term" in one:
            codes.setdefault(one["link_type"], []).append(one["taxonomy_term"]["code"])
        elif one["label"] == "parent_ages":
            single["parent_ages"] = one["value"]
    for taxonomy, name in (("sections", "section"), ("sorts", "sort")):
        single[name] = codes[taxonomy][0]
    return single | {"needs": codes.get("needs", []), "setting": codes.get("settings", [])}
