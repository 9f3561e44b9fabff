"""The places of programs and the ways to reach them, gathered from all rows of a directory."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from imhsite.importing.found import Found
from imhsite.importing.writing import Values
from imhsite.model.records import KINDS, declared_fields

_OWN_PHONE = ("phone", "phone_for", "phone_source")  # of a program


class Services:
    """What rows say of sites and contacts; a site or a number of several rows is one.

    `programs` and `sites` in their values are ids of the source until `with_slugs`.
    """

    def __init__(self) -> None:
        self.sites: dict[str, Found] = {}
        self.contacts: dict[str, Found] = {}

    def add_site(self, id_: str, place: str, program: str, values: Values) -> None:
        """Note the site with ID_, where PROGRAM is, as the row at PLACE says it."""
        found = self.sites.setdefault(id_, Found(id_, place, values | {"programs": []}))
        _add(found.values, "programs", program)

    def add_contact(
        self, place: str, way: tuple[str, str], program: str, site: str, more: Values
    ) -> None:
        """Note a WAY, a field with its value, to reach PROGRAM, or SITE; "" for neither."""
        field, value = way
        id_ = f"{field} {value}"
        found = self.contacts.setdefault(id_, Found(id_, place, {field: value}))
        found.values |= {name: said for name, said in more.items() if name not in found.values}
        for name, one in (("programs", program), ("sites", site)):
            if one:
                _add(found.values, name, one)

    def settle(self, programs: Iterable[Found]) -> None:
        """Let each number stand once: in its program, or in a contact for all that have it."""
        owners: dict[str, list[Found]] = {}
        for program in programs:
            if number := program.values.get("phone"):
                owners.setdefault(str(number), []).append(program)
        for id_, contact in list(self.contacts.items()):
            own = owners.get(str(contact.values.get("phone")), [])
            ids = {program.id for program in own}
            if own and self._programs(contact) <= ids and len(ids) == 1:
                del self.contacts[id_]
            elif own:
                _take_over(contact, own)
                # The best way to reach a program comes first.
                self.contacts = {id_: self.contacts.pop(id_), **self.contacts}

    def _programs(self, contact: Found) -> set[str]:
        sites = [self.sites[id_] for id_ in contact.values.get("sites", ())]
        parts = [contact.values.get("programs", ()), *(s.values["programs"] for s in sites)]
        return {id_ for part in parts for id_ in part}


def with_slugs(
    found: Iterable[Found], names: dict[str, Callable[[str], str]], titles: dict[str, str]
) -> list[Found]:
    """Return those of FOUND that lead somewhere, with the slugs of what they lead to.

    NAMES are fields, each with a function from an id to a slug or ""; TITLES are by slug.
    """
    kept = []
    for one in found:
        values: Values = {}
        for name, value in one.values.items():
            slugs = (
                [slug for id_ in value if (slug := names[name](id_))] if name in names else value
            )
            values |= {name: slugs} if slugs else {}
        leads = [slug for name in names for slug in values.get(name, ())]
        if leads:
            title = values.get("name") or values.get("use") or titles.get(leads[0], leads[0])
            one.stem = str(title) if "name" in values else f"{titles.get(leads[0], '')} {title}"
            one.values = values
            kept.append(one)
    return kept


def _add(values: Values, name: str, one: str) -> None:
    items = values.setdefault(name, [])
    if one not in items:
        items.append(one)


def _take_over(contact: Found, programs: list[Found]) -> None:
    """Move the number of PROGRAMS into CONTACT, which has it too."""
    for program in programs:
        values = program.values
        if use := values.get("phone_for"):
            contact.values.setdefault("use", use)
        _add(contact.values, "programs", program.id)
        for name in _OWN_PHONE:
            values.pop(name, None)
