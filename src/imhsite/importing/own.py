"""What this product itself exports, back as the same records: API, table and HSDS.

An export says of a record what it says; where it says the same as the export of the record that
stands here, nothing changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from imhsite.exports import api, spreadsheet
from imhsite.exports.hsds import AS_RECORDED, Profile
from imhsite.importing.merging import slug_of
from imhsite.importing.programs import FIELDS
from imhsite.importing.writing import Value, Values
from imhsite.intake.opening import Part
from imhsite.intake.tables import tables_of
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
            "section": "sections",
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
        if name in ("phone_source", "section"):
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
    return isinstance(contents, list) and bool(contents) and bool(_exact(contents[0]))


def _exact(service: dict) -> dict:
    """What SERVICE says in the terms of the API; {} where it is another's."""
    attributes = service.get("attributes", ()) if isinstance(service, dict) else ()
    texts = (one.get("value") for one in attributes if one.get("label") == AS_RECORDED)
    return json.loads(next(texts, "{}"))


def _of_hsds(services: list[dict], catalog: Catalog) -> Own:
    own = Own("this product's own HSDS", catalog)
    profile = Profile(catalog, {})
    for service in services:
        slug = _exact(service)["slug"]
        own.values[slug] = _from_service(service)
        if slug in catalog.programs:
            own.base[slug] = _from_service(profile.service(catalog.programs[slug]))
    return own


def _from_service(service: dict) -> Values:
    professionals = service["program"]["description"]
    found: dict[str, Value] = {
        "name": service["name"],
        "for_professionals": professionals,
        "for_parents": service["description"].removesuffix(f"\n\n{professionals}"),
        "printed_group": service.get("eligibility_description", ""),
        "run_by": service.get("organization", {}).get("name", ""),
        "funded_by": next((one["source"] for one in service.get("funding", ())), ""),
        "website": service.get("url", ""),
        "email": service.get("email", ""),
        "how_to_ask": service.get("application_process", ""),
        **_terms(service),
    }
    for place in service.get("service_at_locations", ()):
        found["postal_address"] = place["location"]["description"]
    return _in_order(found | _from_api(_exact(service)))


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
