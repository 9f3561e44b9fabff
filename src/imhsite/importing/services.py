"""The places of programs and the ways to reach them, gathered from all rows of a directory."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from imhsite.importing.found import Found, Leave
from imhsite.importing.writing import Values
from imhsite.model.records import KINDS, declared_fields

_OWN_PHONE = ("phone", "phone_for", "phone_source")  # of a program


class Services:
    """What rows say of sites and contacts; a site or a number of several rows is one.

    Until `with_slugs`, `programs` in their values are places of rows and `sites` ids of the source.
    """

    def __init__(self) -> None:
        self.sites: dict[str, Found] = {}
        self.contacts: dict[str, Found] = {}

    def add_site(self, id_: str, place: str, values: Values) -> None:
        """Note the site with ID_, where the program of the row at PLACE is."""
        found = self.sites.setdefault(id_, Found(id_, place, values | {"programs": []}))
        _add(found.values, "programs", place)

    def add_contact(
        self, place: str, way: tuple[str, str], of_program: bool, site: str, more: Values
    ) -> None:
        """Note a WAY, a field with its value, to reach the program of the row at PLACE, or SITE."""
        field, value = way
        id_ = f"{field} {value}"
        found = self.contacts.setdefault(id_, Found(id_, place, {field: value}))
        found.values |= {name: said for name, said in more.items() if name not in found.values}
        for name, one in (("programs", place if of_program else ""), ("sites", site)):
            if one:
                _add(found.values, name, one)

    def settle(
        self, programs: Iterable[Found], here: dict[str, tuple[str, str]], leave: Leave
    ) -> None:
        """Let each number stand once: in its program, or in a contact for all that have it.

        HERE are numbers of contacts that stand here, each with its slug and its id in this
        directory, or "".
        """
        owners: dict[str, list[Found]] = {}
        for program in programs:
            if number := str(program.values.get("phone", "")):
                slug, id_ = here.get(number, ("", ""))
                if slug and not id_:
                    leave(program.place, "phone", number, f"it is the number of {slug} already")
                    _without_phone(program)
                    continue
                owners.setdefault(number, []).append(program)
                if id_:
                    found = Found(id_, program.place, {"phone": number})
                    self.contacts.setdefault(id_, found)
        best = {}
        for id_, contact in list(self.contacts.items()):
            number = str(contact.values.get("phone"))
            own = owners.get(number, [])
            rows = {program.place for program in own}
            if len(rows) == 1 and self._programs(contact) <= rows and number not in here:
                del self.contacts[id_]
            elif own:
                _take_over(contact, own)
                best[id_] = contact
        self.contacts = best | self.contacts  # the best way to reach a program comes first

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
        values = one.values | {
            name: [slug for id_ in one.values.get(name, ()) if (slug := of(id_))]
            for name, of in names.items()
        }
        leads = [slug for name in names for slug in values[name]]
        if leads:
            kind = "sites" if "town" in values else "contacts"
            one.values = {
                name: values[name] for name in declared_fields(KINDS[kind]) if values.get(name)
            }
            way = values.get("use") or one.id.partition(" ")[0]
            one.stem = str(values["name"]) if kind == "sites" else f"{titles[leads[0]]} {way}"
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
        _add(contact.values, "programs", program.place)
        _without_phone(program)


def _without_phone(program: Found) -> None:
    for name in _OWN_PHONE:
        program.values.pop(name, None)
