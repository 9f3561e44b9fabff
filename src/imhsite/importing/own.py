"""What this product itself exports, back as the same records: API, table and HSDS.

An export says of a record what it says; where it says the same as the export of the record that
stands here, nothing changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from imhsite.exports import api, spreadsheet
from imhsite.exports.hsds import Profile, ages, identity
from imhsite.importing.merging import slug_of
from imhsite.importing.programs import FIELDS
from imhsite.importing.writing import Value, Values
from imhsite.intake.opening import Part
from imhsite.intake.tables import tables_of
from imhsite.model.ages import parse_range
from imhsite.reading.catalog import Catalog


class Own:
    """An export of this product: its KIND in words, and the values of each program by slug.

    `base` says of a program that stands here what its own export would, in the same terms.
    """

    def __init__(self, kind: str, catalog: Catalog) -> None:
        self.kind, self.catalog = kind, catalog
        self.values: dict[str, Values] = {}
        self.base: dict[str, Values] = {}


def recognize(parts: list[Part], catalog: Catalog) -> Own | None:
    """Return the export of this product that PARTS hold; None where they are another's."""
    for part in parts:
        if part.content.lstrip()[:1] == b"{":
            try:
                value = json.loads(part.content.decode("utf-8-sig"))
            except ValueError:
                continue
            if value.get("kind") == "programs" and isinstance(value.get("records"), list):
                return _of_api(value["records"], catalog)
            if _is_own_hsds(value):
                return _of_hsds(value["contents"], catalog)
        elif b"for_professionals" in part.content[:2000] and not part.is_workbook:
            (table,) = tables_of(part) or [None]
            if table and [*table.header] == [*spreadsheet.COLUMNS]:
                return _of_table((row for _, row in table.rows()), catalog)
    return None


def _of_api(records: Iterable[dict], catalog: Catalog) -> Own:
    own = Own("this product's own API", catalog)
    own.values = {one["slug"]: _from_api(one) for one in records}
    standing = {one["slug"]: one for one in api.records(catalog, "programs")}
    own.base = {slug: _from_api(standing[slug]) for slug in own.values if slug in standing}
    return own


def _from_api(data: dict) -> Values:
    found = {name: _api_value(data[name]) for name in FIELDS if name in data}
    return _in_order({"ages": "not stated"} | found)


def _api_value(value: object) -> Value:
    if isinstance(value, list):
        return [str(item) for item in value]
    if not isinstance(value, dict):
        return str(value)
    if "statewide" in value:
        return "statewide" if value["statewide"] else list(value["places"]) or "no place"
    if "year" in value:
        return "about " * value["about"] + str(value["year"])
    return str(value["text"])


def _in_order(values: Values) -> Values:
    return {name: values[name] for name in FIELDS if values.get(name)}


def _of_table(rows: Iterable[list[str]], catalog: Catalog) -> Own:
    own = Own("this product's own table", catalog)
    reader = _Table(catalog)
    for row in rows:
        cells = dict(zip(spreadsheet.COLUMNS, row, strict=False))
        own.values[cells["slug"]] = reader.values(cells)
    text = spreadsheet.programs(catalog).encode()
    for row in tables_of(Part("own.csv", text))[0].rows():
        cells = dict(zip(spreadsheet.COLUMNS, row[1], strict=False))
        if cells["slug"] in own.values:
            own.base[cells["slug"]] = reader.values(cells)
    return own


class _Table:
    def __init__(self, catalog: Catalog) -> None:
        kinds = {
            "needs": "needs",
            "setting": "settings",
            "ask": "help_lines",
            "sources": "sources",
            "phone_source": "sources",
        }
        self.slugs = {
            name: {
                getattr(one, "title", None) or one.name: one.slug
                for one in catalog.records[kind].values()
            }
            for name, kind in kinds.items()
        }
        places = [*catalog.regions.values(), *catalog.towns.values()]
        self.slugs["serves"] = {place.name: place.slug for place in places}

    def values(self, cells: dict[str, str]) -> Values:
        found = {name: self._value(name, cells.get(name, "")) for name in FIELDS}
        found["serves"] = found["serves"] or "no place"
        return _in_order(found)

    def _value(self, name: str, cell: str) -> Value:
        text = cell[1:] if cell[:1] == "'" and spreadsheet.harmless(cell[1:]) == cell else cell
        if name == "serves" and text == "statewide":
            return text
        if name == "phone_source":
            return self.slugs[name].get(text, text)
        if name in self.slugs:
            return list(_split(text, self.slugs[name]))
        if name in ("other_names", "successors"):
            return text.split("; ") if text else ""
        return text


def _split(text: str, slugs: dict[str, str]) -> Iterator[str]:
    """The slugs of the names in TEXT, some of which may hold the "; " between them."""
    rest = text.split("; ") if text else []
    while rest:
        size = next((n for n in range(len(rest), 0, -1) if "; ".join(rest[:n]) in slugs), 1)
        name = "; ".join(rest[:size])
        yield slugs.get(name, slug_of(name))
        rest = rest[size:]


def _is_own_hsds(value: dict) -> bool:
    contents = value.get("contents")
    first = contents[0] if isinstance(contents, list) and contents else None
    attributes = first.get("attributes", ()) if isinstance(first, dict) else ()
    return any(isinstance(a, dict) and a.get("link_type") == "sorts" for a in attributes)


def _of_hsds(services: list[dict], catalog: Catalog) -> Own:
    own = Own("this product's own HSDS", catalog)
    address = catalog.association.address
    profile = Profile(catalog, {})
    ids = {identity(address, "services", slug): slug for slug in catalog.programs}
    reader = _Service(catalog, profile)
    for service in services:
        slug = ids.get(service["id"]) or slug_of(service["name"])
        own.values[slug] = reader.values(service)
        if slug in catalog.programs:
            own.base[slug] = reader.values(profile.service(catalog.programs[slug]))
    return own


class _Service:
    """Reads back what `exports.hsds` says of a program."""

    def __init__(self, catalog: Catalog, profile: Profile) -> None:
        self.catalog, self.profile = catalog, profile
        places = [*catalog.regions.values(), *catalog.towns.values()]
        self.places = {place.name: place.slug for place in places}
        self.lines = {line.name for line in catalog.help_lines.values()}
        label = profile.words.text
        self.listed = label("hsds-listed")
        self.ended = re.compile(
            re.escape(label("hsds-ended", year="YEAR")).replace(
                "YEAR", r"((?:about )?\d{4}|\D*\d{4})"
            )
        )

    def values(self, service: dict) -> Values:
        professionals = service["program"]["description"]
        found: dict[str, Value] = {
            "name": service["name"],
            "other_names": [n for n in service.get("alternate_name", "").split("; ") if n],
            "for_professionals": professionals,
            "for_parents": service["description"].removesuffix(f"\n\n{professionals}"),
            "printed_group": service.get("eligibility_description", ""),
            "run_by": service.get("organization", {}).get("name", ""),
            "funded_by": next((f["source"] for f in service.get("funding", ())), ""),
            "website": service.get("url", ""),
            "email": service.get("email", ""),
            "how_to_ask": service.get("application_process", ""),
            "checked": service.get("assured_date", ""),
            "serves": self._serves(service),
            **self._terms(service),
            **self._status(service),
            **self._phone(service),
        }
        found["ages"] = _ages(service, found.pop("people", []))
        for place in service.get("service_at_locations", ()):
            found["postal_address"] = place["location"]["description"]
        return _in_order(found)

    def _terms(self, service: dict) -> dict[str, Value]:
        found: dict[str, list[str]] = {}
        for attribute in service["attributes"]:
            if attribute.get("label") == "parent_ages":
                found["parent_ages"] = [attribute["value"]]
            elif "taxonomy_term" in attribute:
                code = attribute["taxonomy_term"]["code"]
                found.setdefault(attribute["link_type"], []).append(code)
        names = {"needs": "needs", "settings": "setting", "people": "people"}
        listed = {names[key]: codes for key, codes in found.items() if key in names}
        single = {"sections": "section", "sorts": "sort", "parent_ages": "parent_ages"}
        return listed | {single[k]: codes[0] for k, codes in found.items() if k in single}

    def _status(self, service: dict) -> dict[str, Value]:
        alert = service.get("alert", "")
        if service["status"] == "active":
            return {"status": "active"}
        if service["status"] == "defunct":
            match = self.ended.match(alert)
            year = match[1] if match else ""
            return {
                "status": "ended",
                "ended": year,
                "successor": alert[match.end() :].strip() if match else alert,
            }
        return {"status": "listed" if alert == self.listed else "unchecked"}

    def _phone(self, service: dict) -> dict[str, Value]:
        for phone in service.get("phones", ()):
            if phone.get("description") in self.lines:
                return {}  # that of a help line
            more = f" x{phone['extension']}" if "extension" in phone else ""
            return {"phone": phone["number"] + more, "phone_for": phone.get("description", "")}
        return {}

    def _serves(self, service: dict) -> Value:
        names = [area["name"] for area in service.get("service_areas", ())]
        if names == [self.catalog.association.state]:
            return "statewide"
        return [self.places.get(name, slug_of(name)) for name in names] or "no place"


def _ages(service: dict, people: Value) -> str:
    """The range whose ages in years are those of SERVICE."""
    low, high = service.get("minimum_age"), service.get("maximum_age")
    if low is None and high is None:
        return "pregnancy" if people else "not stated"
    first = "pregnancy" if people else _age(low)
    text = (
        f"{first} to {_age(high)}" if low is not None or people else f"under {_age(high + 1 / 12)}"
    )
    return text if dict(ages(parse_range(text))) else "not stated"


def _age(years: float) -> str:
    if not years:
        return "birth"
    months = round(years * 12)
    if years == int(years):
        return str(int(years))
    if abs(months / 12 - years) < 0.006 and months:
        return str(months // 12) if months % 12 == 0 else f"{months} month{'s' * (months != 1)}"
    weeks = round(years * 52)
    return f"{weeks} week{'s' * (weeks != 1)}"
