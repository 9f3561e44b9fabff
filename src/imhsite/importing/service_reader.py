"""From a row of somebody else's directory to its service: hours, costs, sites, numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from imhsite.importing.cells import CellReader, Said, clean, list_in, one_line
from imhsite.importing.found import Leave
from imhsite.importing.mapping import Mapping
from imhsite.importing.services import Services
from imhsite.importing.vocabulary import Vocabulary
from imhsite.importing.writing import Values
from imhsite.intake import service_words, values
from imhsite.intake.columns import LEFT_OUT, words_of
from imhsite.intake.related import Cells, Row, Site
from imhsite.model.ages import OLDEST_PARENT
from imhsite.reading.services import Reaches

PRIVATE = "personal: not kept"
_PERSONS_LINE = re.compile(r"\b(?:cell|mobile|home|personal)\b", re.IGNORECASE)
_OF_FLAT_SITE = ("site", "address", "address more", "town", "ZIP code", "access", "transport")
_WAYS = {"fax": "fax", "tty": "tty", "text": "text", "text number": "text"}  # fields of a contact
_PLAIN_COST = re.compile(
    r"(?:service |program |income eligibility and )?(?:fees?|costs?|cost options?|prices?)"
    r"(?: of \w+| description| structure(?: source)?)?"
)
_OF_SITES = ("hours", "languages", "access", "transport")
_OF_ORGANIZATION = ("organizations.", "parent: ", "phones of organ")


class ServiceReader(CellReader):
    """Reads what rows say of services; `services` gathers their sites and contacts."""

    def __init__(self, mapping: Mapping, words: Vocabulary, source: str, leave: Leave) -> None:
        super().__init__(mapping, words, source, leave)
        self.services = Services()
        self.reaches = Reaches(words.catalog.towns.values())

    def service(self, row: Row, own: Said, said: Said) -> Values:
        """Hours and languages that are not a site's OWN; what it costs, and who can come."""
        fields: Values = {
            "hours": self._hours(row, own["hours"]),
            **self._languages(row, own["languages"], own["interpreter"]),
            **self._costs(row, said["fees"]),
            **self._waiting(row, said),
            "income": self._income(row, said["income"]),
            "bring": list_in(said["documents"], ""),
        }
        for text in (clean(text) for _, text in said["eligibility"]):
            fields |= {"first_child": "yes"} if service_words.is_for_a_first_child(text) else {}
            fields.setdefault("pregnancy_until", service_words.last_week(text))
        for _, text in said["parent ages"]:
            if ages := values.ages(clean(text), OLDEST_PARENT):
                fields["parent_ages"] = ages
            else:
                self.leave(row.place, "parent ages", text, "not read for sure")
        return {name: value for name, value in fields.items() if value}

    def _hours(self, row: Row, cells: list[tuple[str, str]]) -> str:
        """The hours that could be read; else all that is said of them, in its own words."""
        texts = list(dict.fromkeys(one_line(text) for _, text in cells))
        found = [service_words.hours(text) for text in texts]
        read = next((hours for hours, is_read in found if is_read), "")
        for text, (hours, _) in zip(texts, found, strict=True):
            if read and hours != read:
                self.leave(row.place, "hours", text, "beside hours that were read")
        return read or self.short(row, "hours", "; ".join(texts))

    def _languages(self, row: Row, cells: list, interpreter: list) -> Values:
        tags: dict[str, None] = {}
        interpreters = [one_line(text) for _, text in interpreter]
        for column, text in cells:
            found, by_interpreter, rest = service_words.languages(clean(text))
            tags |= dict.fromkeys(found)
            interpreters += by_interpreter
            for word in rest:
                mapped = self.mapping.word("languages", word)
                if mapped is None:
                    self.unmatched["languages"][word] += 1
                    why = "names no language: say so in words, languages"
                    self.leave(row.place, column, word, why)
                tags |= dict.fromkeys(tag for tag in mapped or () if tag != LEFT_OUT)
        words = self.short(row, "interpreter", "; ".join(dict.fromkeys(interpreters)))
        return {"languages": list(tags), "interpreter": words}

    def _costs(self, row: Row, cells: list) -> Values:
        slugs: dict[str, None] = {}
        notes: dict[str, None] = {}
        for column, text in cells:
            name = words_of(column.rpartition(".")[2])
            if not _PLAIN_COST.fullmatch(name):
                notes[f"{name.capitalize()}: {one_line(text)}"] = None
                continue
            for part, slug in service_words.costs(clean(text)):
                mapped = self.mapping.word("costs", part)
                named = ([slug] if slug else []) if mapped is None else mapped
                known = [slug for slug in named if slug in self.words.catalog.costs]
                slugs |= dict.fromkeys(known)
                if not known and named != [LEFT_OUT]:
                    notes[one_line(text)] = None
        return {"costs": list(slugs), "cost_note": self.short(row, "cost_note", "; ".join(notes))}

    def _waiting(self, row: Row, said: Said) -> Values:
        heard = [*said["capacity checked"], *said["verified"]]
        days = [values.date(text, self.country != "US") for _, text in heard]
        day = next(filter(None, days), None)
        for column, text in said["capacity"]:
            words = one_line(text)
            if not day:
                self.leave(row.place, column, words, "nobody says when this was heard")
                continue
            word = service_words.capacity(words)
            fields = {"capacity": word} if word else {"waiting": self.short(row, column, words)}
            return fields | {"waiting_checked": day}
        return {}

    def _income(self, row: Row, cells: list) -> str:
        said = []
        for column, text in cells:
            name = words_of(column.rpartition(".")[2]).removeprefix("service ").capitalize()
            words = one_line(text)
            said.append(f"{name}: {words}" if re.fullmatch(r"[\d.,%$]+", words) else words)
        return self.short(row, "income", "; ".join(said))

    # ---- its sites -----------------------------------------------------------------------

    def places(self, row: Row, said: Said, program: str, name: str) -> list[tuple[Site, str]]:
        """Note the sites of ROW; return those that could be noted, each with its id."""
        if self.is_private(said, "private address"):
            return []
        flat = defaultdict(list, {role: said[role] for role in _OF_FLAT_SITE})
        flat |= {role: said[role] for role in ("latitude", "longitude")}
        told = [(site, self.said(site.cells)) for site in row.sites]
        noted = []
        for site, there in told or [(Site("", _cells(flat)), flat)]:
            if values := self._place(row, there, name, site in row.sites[1:]):
                id_ = site.id or f"{program} / {values.get('street', name)}".casefold()
                self.services.add_site(id_, row.place, values)
                noted.append((site, id_))
        return noted

    def _place(self, row: Row, there: Said, name: str, is_further: bool) -> Values:
        """The fields of a site; none where it is not known where it lies."""
        street = ", ".join(filter(None, (self.line(there, r) for r in ("address", "address more"))))
        point = service_words.point(self.line(there, "latitude"), self.line(there, "longitude"))
        site = self.line(there, "site")
        is_placed = bool(re.search(r"\d", street) or point)
        if not (is_placed or there["hours"]):
            if site and is_further:
                self.leave(row.place, "site", site, "nothing says where this further place is")
            return {}
        code = self.line(there, "ZIP code")[:5]
        town = self.words.town(self.line(there, "town"), code, street)
        if not town and not is_placed and not is_further:
            return {}
        if not town:
            why = "no town of this site has this name: a site needs one"
            self.leave(row.place, "site", ", ".join(filter(None, (site, street))), why)
            return {}
        known = self.words.catalog.towns[town]
        if code and known.zips and code not in dict(known.zips):
            code = ""
        if point and not self.reaches.include(known, tuple(map(float, point.split(", ")))):
            self.leave(row.place, "site", point, f"the point is not in {known.name}")
            point = ""
        fields: Values = {
            "name": site or name,
            "street": self.words.street(street, town),
            "town": town,
            "zip": code,
            "access": self._access(row, there),
            "hours": self._hours(row, there["hours"]),
            "point": point,
            "languages": self._languages(row, there["languages"], [])["languages"],
        }
        return self.valid(row, fields, "sites")

    def _access(self, row: Row, there: Said) -> str:
        said = [one_line(text) for role in ("access", "transport") for _, text in there[role]]
        return self.short(row, "access", "; ".join(said).replace("_", " "))

    # ---- how to reach it -----------------------------------------------------------------

    def numbers(
        self, row: Row, said: Said, organization: str, places: list[tuple[Site, str]]
    ) -> Values:
        """The program's own number; each further way to reach it, or a site, is a contact."""
        if self.is_private(said, "private phone"):
            self.dropped["private numbers"] += 1
            return {}
        ways = list(self._ways(row, said, organization))
        sites = {column: id_ for site, id_ in places for column in site.cells}
        fields: Values = {}
        if len(places) > 1:
            for site, id_ in places:
                for _, way, more in self._ways(row, self.said(site.cells), organization):
                    self._note(row, way, more, way[0] == "phone", id_)
            ways = [one for one in ways if one[0] not in sites]
        for column, way, more in ways:
            if way[0] == "phone" and "phone" not in fields:
                use = more.get("name") or more.get("use", "")
                fields = {"phone": way[1], "phone_for": use, "phone_source": self.source}
            elif way[1] not in (fields.get("phone"), str(fields.get("phone")).partition(" x")[0]):
                site = sites.get(column, "") if way[0] != "phone" else ""
                self._note(row, way, more, not site, site)
        for role in ("form", "chat"):
            for column, text in said[role]:
                if address := values.website(text):
                    self._note(row, (role, address), {}, True, "")
                else:
                    self.leave(row.place, column, text, "no address of the web")
        return fields

    def _note(
        self, row: Row, way: tuple[str, str], more: Values, of_program: bool, site: str
    ) -> None:
        sound = self.valid(row, {way[0]: way[1]} | more, "contacts")
        if way[0] in sound:
            rest = {name: value for name, value in sound.items() if name != way[0]}
            self.services.add_contact(row.place, way, of_program, site, rest)

    def _ways(
        self, row: Row, said: Said, organization: str
    ) -> Iterator[tuple[str, tuple[str, str], Values]]:
        """Yield the numbers of SAID: column, the field of a contact with its value, and more."""
        extension = re.sub(r"\D", "", self.line(said, "extension"))
        for role in ("phone", "toll-free phone", "further phone", "fax", "tty", "text number"):
            for column, text in said[role]:
                found, rest = values.numbers(re.sub(r"\s+", " ", text), self.country)
                for number in found:
                    field = _WAYS.get(role) or _WAYS.get(number.sort, "phone")
                    dialed = number.text
                    if extension and field == "phone" and " x" not in dialed:
                        dialed, extension = f"{dialed} x{extension}", ""
                    owner = organization if column.startswith(_OF_ORGANIZATION) else ""
                    yield column, (field, dialed), _said_of(number.label, role, column, owner)
                for other in rest:
                    why = "no sure number"
                    if _PERSONS_LINE.search(other):
                        self.dropped["a person's line"] += 1
                        other, why = "", PRIVATE
                    self.leave(row.place, column, other, why)


def without(said: Said, sites: Iterable[Site]) -> Said:
    """SAID without what belongs to SITES alone."""
    columns = {column for site in sites for column in site.cells}
    rest = {
        role: [cell for cell in cells if role not in _OF_SITES or cell[0] not in columns]
        for role, cells in said.items()
    }
    return defaultdict(list, rest)


def _cells(said: Said) -> Cells:
    return {column: text for cells in said.values() for column, text in cells}


def _said_of(label: str, role: str, column: str, owner: str) -> Values:
    """What else is said of a number: its language, what it is for, and who answers."""
    words = words_of(column.rpartition(".")[2])
    if role == "further phone" and not re.search(r"\d", words):
        label = label or re.sub(r" ?(?:tele)?phone(?: numbers?)?$", "", words).capitalize()
    tags, _, rest = service_words.languages(label)
    more = {"languages": tags} if tags and not rest else {"use": label}
    return {name: value for name, value in ({"name": owner} | more).items() if value}
