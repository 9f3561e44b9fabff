"""From a row of somebody else's directory to a program, with what could not be taken over."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from imhsite.files.source import INVISIBLE, Scalar, Sequence
from imhsite.importing.found import Found, Leave
from imhsite.importing.mapping import Mapping
from imhsite.importing.services import Services
from imhsite.importing.vocabulary import OTHER_NEED, Vocabulary
from imhsite.importing.writing import Value, Values
from imhsite.intake import service_words, values
from imhsite.intake.columns import LEFT_OUT, words_of
from imhsite.intake.related import Cells, Row, Site
from imhsite.model.ages import OLDEST_PARENT
from imhsite.model.fields import Refusal
from imhsite.model.records import KINDS, Program, declared_fields
from imhsite.reading.services import FARTHEST, miles

FIELDS = declared_fields(Program)
_NOTHING = re.compile(
    r"n/?a|none|no|null|nil|nnnn|tbd|tba|unknown|not applicable|[-\u2013\u2014.?*]+", re.IGNORECASE
)
_PRIVATE = "personal: not kept"
_MAY_BE_A_PERSONS = re.compile(r"@|\d{3}\D{0,3}\d{3}\D?\d{4}")
_PERSONS_LINE = re.compile(r"\b(?:cell|mobile|home|personal)\b", re.IGNORECASE)
LONGEST = 6000
LINE = 400  # signs, the most that a field of one line holds
Said = dict[str, list[tuple[str, str]]]  # columns with their cleaned texts, by what they hold
_OF_FLAT_SITE = ("site", "address", "address more", "town", "ZIP code", "access", "transport")
_WAYS = {"fax": "fax", "tty": "tty", "text": "text", "text number": "text"}  # fields of a contact
_SAYS_WITH_NOTHING = ("", "status", "closed", "fees", "capacity")  # "none" is an answer there
_PLAIN_COST = re.compile(
    r"(?:service |program |income eligibility and )?(?:fees?|costs?|cost options?|prices?)"
    r"(?: of \w+| description| structure)?"
)
_OF_SITES = ("hours", "languages", "access", "transport")
_OF_ORGANIZATION = ("organizations.", "parent: ", "phones of organ")


class Reader:
    """Reads rows by a mapping; what is left goes to LEAVE, what is dropped is counted."""

    def __init__(self, mapping: Mapping, words: Vocabulary, source: str, leave: Leave) -> None:
        self.mapping, self.words, self.source, self.leave = mapping, words, source, leave
        self.dropped: Counter[str] = Counter()
        self.unmatched = {"needs": Counter(), "places": Counter()}
        self.title = mapping.source.get("title", source)
        self.services = Services()
        self.country = (mapping.defaults.get("country") or ["US"])[0]
        self.roles = [(c, r) for c, r in mapping.columns.items() if r != LEFT_OUT]

    def read(self, row: Row) -> Found | None:
        """Return what ROW says; None where it is left out."""
        if "\0shifted" in row.cells:
            self.leave(row.place, "", "", "a cell stands beyond the header: the row may be shifted")
            return None
        said = self._said(row.cells)
        name = self._line(said, "name") or self._line(said, "organization")
        if not name:
            self.leave(row.place, "name", "", "the row has no name")
            return None
        if self._is_left_out(row):
            return None
        organization = self._line(said, "organization")
        id_ = row.id or f"{name} / {organization}".casefold()
        site = self._line(said, "site") or self._line(said, "town")
        why = self._closed(said, name)
        if why:
            self.leave(row.place, "status", name, why)
            return Found(id_, row.place, {}, True, site)
        self.dropped["persons"] += row.dropped + len(said["person"])
        for column, _ in said["person"]:
            self.leave(row.place, column, "", _PRIVATE)
        places = self._places(row, said, id_, name)
        own = _without(said, [s for s, _ in places] if len(row.sites) < 2 else row.sites)
        fields = {
            "name": name,
            **self._about(row, said, name, organization),
            **self._reach(row, said),
            **self._contact(row, own, f"{name} {organization}"),
            **self._address(said, bool(places)),
            **self._service(row, own, said),
            **self._status(said),
            "sources": [self.source],
        }
        fields |= self._numbers(row, said, organization, id_, places)
        self._leave_rest(row, said)
        return Found(id_, row.place, self._complete(self._valid(row, fields)), site=site)

    def _said(self, cells: Cells) -> Said:
        said = defaultdict(list)
        for column, role in self.roles:
            text = cells.get(column, "")
            says = role in _SAYS_WITH_NOTHING or not _NOTHING.fullmatch(text.strip())
            if text and says:
                said[role].append((column, text))
        return said

    def _line(self, said: Said, role: str) -> str:
        text = clean(said[role][0][1]) if said[role] else ""
        return re.sub(r"\s+", " ", text).strip()

    def _is_left_out(self, row: Row) -> bool:
        for column, texts in self.mapping.leave_out.items():
            if row.cells.get(column, "").casefold() in {text.casefold() for text in texts}:
                self.leave(row.place, column, row.cells[column], "left out by the mapping")
                return True
        return False

    def _closed(self, said: dict, name: str) -> str:
        """Why nobody may be sent there; "" where the source says nothing of the kind."""
        for column, text in said["status"]:
            word = self.mapping.word("status", text)
            is_open = values.is_open(text) if word is None else word == ["open"]
            if is_open is None:
                return f'{column}: "{text}" is neither open nor closed: say so in words, status'
            if not is_open:
                return f'{column}: "{text}"'
        for column, text in said["closed"]:
            if values.is_open(text) is not False:
                return f'{column}: "{text}"'
        notes = [
            text
            for role in ("", "private notes", "description", "summary")
            for _, text in said[role]
        ]
        if values.says_closed(name) or any("do not refer" in text.lower() for text in notes):
            return "the source says not to refer anyone"
        return ""

    # ---- what it is ----------------------------------------------------------------------

    def _about(self, row: Row, said: dict, name: str, organization: str) -> Values:
        full = self._prose(row, said["description"], f"{name} {organization}")
        short = self._prose(row, said["summary"], f"{name} {organization}")
        full = full or short
        if not full:
            category = self._line(said, "category")
            about = self._prose(row, said["description of organization"], organization)
            full = "\n".join(filter(None, (category, about and f"{organization}: {about}")))
        full = full or self.words.say("import-no-description", source=self.title)
        fields: Values = {
            "section": (self.mapping.defaults.get("section") or [self.words.section])[0],
            "sort": (self.mapping.defaults.get("sort") or ["service"])[0],
            "for_parents": short or _beginning(full),
            "for_professionals": full,
            **self._ages(row, said),
            "needs": self._needs(row, said, name),
        }
        group = "; ".join(_one_line(text) for _, text in said["eligibility"])
        if group and len(group) <= LINE:
            fields["printed_group"] = group
        elif who := self._prose(row, said["eligibility"], f"{name} {organization}"):
            fields["who_can_come"] = who
        if names := _list(said["other names"], name):
            fields["other_names"] = names
        if organization and organization != name:
            fields["run_by"] = organization
        if paid := self._line(said, "paid by"):
            fields["funded_by"] = paid
        if how := self._prose(row, said["how to ask"], f"{name} {organization}"):
            fields["how_to_ask"] = how
        if setting := self._setting(row, said):
            fields["setting"] = setting
        return fields

    def _prose(self, row: Row, cells: list[tuple[str, str]], names: str) -> str:
        parts = []
        for column, text in cells:
            text, why = values.without_persons(clean(text), names)
            for reason in why:
                self.dropped[reason] += 1
                self.leave(row.place, column, "", f"a sentence with {reason}: not kept")
            if len(text) > LONGEST:
                self.leave(
                    row.place, column, text, f"longer than {LONGEST} signs: its beginning is kept"
                )
                text = text[:LONGEST].rpartition(". ")[0] + "."
            parts += [text] if text and text not in parts else []
        return "\n".join(parts)

    def _ages(self, row: Row, said: dict) -> Values:
        printed = []
        marked = [column for column, text in said["ages if marked"] if values.is_open(text)]
        bands = [band for column in marked if (band := values.band(column.rpartition(".")[2]))]
        if bands:
            if joined := values.joined_bands(bands):
                return {"ages": joined}
            printed.append("; ".join(marked))
        for _, text in said["ages"]:
            if found := values.ages(clean(text)):
                return {"ages": found}
            printed.append(text)
        low, high = ((said[role] or [("", "")])[0] for role in ("youngest age", "oldest age"))
        if low[1] or high[1]:
            unit = next(
                (u for u in ("month", "week") if u in words_of(low[0] + " " + high[0])), "year"
            )
            if found := values.ages_between(low[1], high[1], unit):
                wide = unit == "year" and float(high[1]) > 25
                return {"ages": found} | (
                    self._in_words(f"{low[1] or 0} to {high[1]}") if wide else {}
                )
            printed.append(" to ".join(filter(None, (low[1], high[1]))))
        for _, text in said["eligibility"]:
            if found := values.ages(clean(text)):
                return {"ages": found}
        if printed:
            words = re.sub(r"\s+", " ", "; ".join(printed))
            self.leave(row.place, "ages", words, "not read for sure: kept in its own words")
            return {"ages": "not stated"} | self._in_words(words)
        return {"ages": "not stated", "ages_note": self.words.say("import-ages-unsaid")}

    def _in_words(self, words: str) -> Values:
        return {"ages_note": self.words.say("import-ages-words", words=words[:200])}

    def _needs(self, row: Row, said: dict, name: str) -> list[str]:
        found: dict[str, None] = {}
        for column, text in said["category"]:
            for term in re.split(r"[;|\n,]+", text):
                term = re.sub(r"\s+", " ", term).strip()
                if not term:
                    continue
                slugs = self.mapping.word("needs", term)
                if slugs is None:
                    slugs = self.words.needs(term)
                    if not slugs:
                        self.unmatched["needs"][term] += 1
                        self.leave(row.place, column, term, "names no need: say so in words, needs")
                found |= dict.fromkeys(slug for slug in slugs if slug != LEFT_OUT)
        found |= dict.fromkeys(self.words.needs(name))
        return list(found) or self.mapping.defaults.get("needs") or [OTHER_NEED]

    def _setting(self, row: Row, said: dict) -> list[str]:
        found: dict[str, None] = {}
        for column, text in said["setting"]:
            for term in re.split(r"[;|\n,]+", text):
                slugs = self.mapping.word("setting", term.strip())
                slugs = self.words.settings(term) if slugs is None else slugs
                if not slugs:
                    self.leave(row.place, column, term.strip(), "names no setting of this site")
                found |= dict.fromkeys(slug for slug in slugs if slug != LEFT_OUT)
        return list(found)

    # ---- where ---------------------------------------------------------------------------

    def _reach(self, row: Row, said: dict) -> Values:
        if any(values.is_open(text) for _, text in said["statewide"]):
            return {"serves": "statewide"}
        slugs: dict[str, None] = {}
        printed = []
        for column, text in said["reach"]:
            printed.append(re.sub(r"\s+", " ", clean(text)))
            for term in re.split(r"[;|\n,]+| and (?=[A-Z])", clean(text)):
                term = term.strip(" .")
                if not term:
                    continue
                mapped = self.mapping.word("places", term)
                places = self.words.places(term) if mapped is None else mapped
                if "statewide" in places:
                    return {"serves": "statewide", "printed_reach": printed[-1]}
                if not places:
                    self.unmatched["places"][term] += 1
                    self.leave(
                        row.place, column, term, "no town or region of this site has this name"
                    )
                slugs |= dict.fromkeys(place for place in places if place != LEFT_OUT)
        fields: Values = {"printed_reach": "; ".join(printed)} if printed else {}
        return fields | {"serves": self.words.widest(slugs) or self._by_address(row, said, printed)}

    def _by_address(self, row: Row, said: dict, printed: list[str]) -> Value:
        if default := self.mapping.defaults.get("serves"):
            return default[0] if default[0] in ("statewide", "no place") else default
        for role in ("ZIP code", "town", "county"):
            for column, text in said[role]:
                if not printed and (
                    places := self.words.places(text.strip()[:5] if role == "ZIP code" else text)
                ):
                    self.leave(
                        row.place,
                        column,
                        text,
                        "the source names no area: that of the address stands in",
                    )
                    return self.words.widest(dict.fromkeys(places))
        self.leave(row.place, "serves", "", 'no area that this site knows: "no place" stands in')
        return "no place"

    # ---- the service ---------------------------------------------------------------------

    def _service(self, row: Row, own: Said, said: Said) -> Values:
        """Hours and languages that are not a site's OWN; what it costs, and who can come."""
        fields: Values = {
            "hours": self._hours(row, own["hours"]),
            **self._languages(row, own["languages"], own["interpreter"]),
            **self._costs(row, said["fees"]),
            **self._waiting(row, said),
            "income": self._income(row, said["income"]),
            "bring": _list(said["documents"], ""),
        }
        for _, text in said["parent ages"]:
            if ages := values.ages(clean(text), OLDEST_PARENT):
                fields["parent_ages"] = ages
            else:
                self.leave(row.place, "parent ages", text, "not read for sure")
        return {name: value for name, value in fields.items() if value}

    def _hours(self, row: Row, cells: list[tuple[str, str]]) -> str:
        """The hours that could be read; else all that is said of them, in its own words."""
        texts = list(dict.fromkeys(_one_line(text) for _, text in cells))
        found = [service_words.hours(text) for text in texts]
        read = next((hours for hours, is_read in found if is_read), "")
        for text, (hours, _) in zip(texts, found, strict=True):
            if read and hours != read:
                self.leave(row.place, "hours", text, "beside hours that were read")
        return read or self._short(row, "hours", "; ".join(texts))

    def _languages(self, row: Row, cells: list, interpreter: list) -> Values:
        tags: dict[str, None] = {}
        interpreters = [_one_line(text) for _, text in interpreter]
        for column, text in cells:
            found, by_interpreter, rest = service_words.languages(clean(text))
            tags |= dict.fromkeys(found)
            interpreters += by_interpreter
            for word in rest:
                mapped = self.mapping.word("languages", word)
                if mapped is None:
                    why = "names no language: say so in words, languages"
                    self.leave(row.place, column, word, why)
                tags |= dict.fromkeys(tag for tag in mapped or () if tag != LEFT_OUT)
        words = self._short(row, "interpreter", "; ".join(dict.fromkeys(interpreters)))
        return {"languages": list(tags), "interpreter": words}

    def _costs(self, row: Row, cells: list) -> Values:
        slugs: dict[str, None] = {}
        notes: dict[str, None] = {}
        for column, text in cells:
            name = words_of(column.rpartition(".")[2])
            if not _PLAIN_COST.fullmatch(name):
                notes[f"{name.capitalize()}: {_one_line(text)}"] = None
                continue
            for part, slug in service_words.costs(clean(text)):
                mapped = self.mapping.word("costs", part)
                named = ([slug] if slug else []) if mapped is None else mapped
                known = [slug for slug in named if slug in self.words.catalog.costs]
                slugs |= dict.fromkeys(known)
                if not known and named != [LEFT_OUT]:
                    notes[_one_line(text)] = None
        return {"costs": list(slugs), "cost_note": self._short(row, "cost_note", "; ".join(notes))}

    def _waiting(self, row: Row, said: Said) -> Values:
        heard = [*said["capacity checked"], *said["verified"]]
        days = [values.date(text, self.country != "US") for _, text in heard]
        day = next(filter(None, days), None)
        for column, text in said["capacity"]:
            words = _one_line(text)
            if not day:
                self.leave(row.place, column, words, "nobody says when this was heard")
                continue
            word = service_words.capacity(words)
            fields = {"capacity": word} if word else {"waiting": self._short(row, column, words)}
            return fields | {"waiting_checked": day}
        return {}

    def _income(self, row: Row, cells: list) -> str:
        said = []
        for column, text in cells:
            name = words_of(column.rpartition(".")[2]).removeprefix("service ").capitalize()
            words = _one_line(text)
            said.append(f"{name}: {words}" if re.fullmatch(r"[\d.,%$]+", words) else words)
        return self._short(row, "income", "; ".join(said))

    def _short(self, row: Row, column: str, text: str) -> str:
        """TEXT as one line of a field; of a longer one, the beginning."""
        if len(text) <= LINE:
            return text
        self.leave(row.place, column, text, f"longer than {LINE} signs: its beginning is kept")
        return f"{text[: LINE - 2].rpartition(' ')[0]} \u2026"

    # ---- its sites -----------------------------------------------------------------------

    def _places(self, row: Row, said: Said, program: str, name: str) -> list[tuple[Site, str]]:
        """Note the sites of ROW; return those that could be noted, each with its id."""
        if self._is_private(said, "private address"):
            return []
        flat = defaultdict(list, {role: said[role] for role in _OF_FLAT_SITE})
        flat |= {role: said[role] for role in ("latitude", "longitude")}
        told = [(site, self._said(site.cells)) for site in row.sites]
        noted = []
        for site, there in told or [(Site("", _cells(flat)), flat)]:
            if values := self._place(row, there, name, site in row.sites[1:]):
                id_ = site.id or f"{program} / {values.get('street', name)}".casefold()
                self.services.add_site(id_, row.place, program, values)
                noted.append((site, id_))
        return noted

    def _place(self, row: Row, there: Said, name: str, is_further: bool) -> Values:
        """The fields of a site; none where it is not known where it lies."""
        street = ", ".join(
            filter(None, (self._line(there, r) for r in ("address", "address more")))
        )
        point = service_words.point(self._line(there, "latitude"), self._line(there, "longitude"))
        site = self._line(there, "site")
        is_placed = bool(re.search(r"\d", street) or point)
        if not (is_placed or there["hours"]):
            if site and is_further:
                self.leave(row.place, "site", site, "nothing says where this further place is")
            return {}
        code = self._line(there, "ZIP code")[:5]
        town = self.words.town(self._line(there, "town"), code, street)
        if not town and not is_placed and not is_further:
            return {}
        if not town:
            why = "no town of this site has this name: a site needs one"
            self.leave(row.place, "site", ", ".join(filter(None, (site, street))), why)
            return {}
        known = self.words.catalog.towns[town]
        if code and known.zips and code not in dict(known.zips):
            code = ""
        if point and miles(tuple(map(float, point.split(", "))), known.center) > FARTHEST:
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
        return self._valid(row, fields, "sites")

    def _access(self, row: Row, there: Said) -> str:
        said = [_one_line(text) for role in ("access", "transport") for _, text in there[role]]
        return self._short(row, "access", "; ".join(said).replace("_", " "))

    def _is_private(self, said: Said, role: str) -> bool:
        return any(values.is_open(text) for _, text in said[role])

    # ---- how to reach it -----------------------------------------------------------------

    def _contact(self, row: Row, said: Said, names: str) -> Values:
        fields: Values = {}
        for column, text in said["website"]:
            for part in re.split(r"[\s;,]+", text):
                if "website" not in fields and (found := values.website(part)):
                    fields["website"] = found
            if "website" not in fields:
                self.leave(row.place, column, text, "no address of the web")
        for column, text in said["email"]:
            for address in values.EMAIL.findall(text):
                if not values.is_of_a_role(address, names):
                    self.dropped["a person's e-mail"] += 1
                    self.leave(row.place, column, "", _PRIVATE)
                elif "email" not in fields:
                    fields["email"] = address
        return fields

    def _numbers(
        self, row: Row, said: Said, organization: str, program: str, places: list
    ) -> Values:
        """The program's own number; each further way to reach it, or a site, is a contact."""
        if self._is_private(said, "private phone"):
            self.dropped["private numbers"] += 1
            return {}
        ways = list(self._ways(row, said, organization))
        sites = {column: id_ for site, id_ in places for column in site.cells}
        fields: Values = {}
        if len(places) > 1:
            for site, id_ in places:
                for _, way, more in self._ways(row, self._said(site.cells), organization):
                    self._note(row, way, more, program if way[0] == "phone" else "", id_)
            ways = [one for one in ways if one[0] not in sites]
        for column, way, more in ways:
            if way[0] == "phone" and "phone" not in fields:
                use = more.get("name") or more.get("use", "")
                fields = {"phone": way[1], "phone_for": use, "phone_source": self.source}
            elif way[1] not in (fields.get("phone"), str(fields.get("phone")).partition(" x")[0]):
                site = sites.get(column, "") if way[0] != "phone" else ""
                self._note(row, way, more, "" if site else program, site)
        for role in ("form", "chat"):
            for column, text in said[role]:
                if address := values.website(text):
                    self._note(row, (role, address), {}, program, "")
                else:
                    self.leave(row.place, column, text, "no address of the web")
        return fields

    def _note(self, row: Row, way: tuple[str, str], more: Values, program: str, site: str) -> None:
        sound = self._valid(row, {way[0]: way[1]} | more, "contacts")
        if way[0] in sound:
            rest = {name: value for name, value in sound.items() if name != way[0]}
            self.services.add_contact(row.place, way, program, site, rest)

    def _ways(self, row: Row, said: Said, organization: str):
        """Yield the numbers of SAID: column, the field of a contact with its value, and more."""
        extension = re.sub(r"\D", "", self._line(said, "extension"))
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
                        other, why = "", _PRIVATE
                    self.leave(row.place, column, other, why)

    def _address(self, said: Said, has_sites: bool) -> Values:
        """The address for letters, or the one of which no site could be noted."""
        if self._is_private(said, "private address"):
            self.dropped["private addresses"] += 1
            return {}
        kinds = (
            ("mailing address", "mailing town", "mailing state", "mailing ZIP code"),
            ("address", "town", "state", "ZIP code"),
        )
        for kind, town, state, code in kinds[: 1 if has_sites else 2]:
            street = self._line(said, kind)
            if not re.search(r"\d", street):
                continue
            more = self._line(said, "address more") if kind == "address" else ""
            place = self._line(said, town)
            end = " ".join(filter(None, (self._line(said, state), self._line(said, code))))
            parts = [
                street,
                more,
                place if place.lower() not in street.lower() else "",
                end if end not in street else "",
            ]
            if not (has_sites and street == self._line(said, "address")):
                return {"postal_address": ", ".join(filter(None, parts))}
        return {}

    def _status(self, said: dict) -> Values:
        for _, text in said["verified"] if said["status"] or said["verified"] else ():
            if day := values.date(text, self.country != "US"):
                return {
                    "status": "active",
                    "checked": day,
                    "checked_by": self.mapping.source.get("publisher", self.title),
                    "checked_how": self.words.say("import-checked-how", source=self.title),
                }
        return {"status": "unchecked"}

    # ---- the rest ------------------------------------------------------------------------

    def _leave_rest(self, row: Row, said: dict) -> None:
        for column, text in said[""]:
            if _MAY_BE_A_PERSONS.search(text):
                self.leave(row.place, column, "", "nobody said whose number or e-mail this is")
            else:
                self.leave(row.place, column, text, "nobody said what this column holds")

    def _valid(self, row: Row, fields: Values, kind: str = "programs") -> Values:
        """FIELDS in the order of records, without those that the check would refuse."""
        sound: Values = {}
        for name in declared_fields(KINDS[kind]):
            if not (value := fields.get(name)):
                continue
            key = value if isinstance(value, str) else tuple(value)
            if not (why := _refused(kind, name, key)):
                sound[name] = value
            else:
                text = value if isinstance(value, str) else "; ".join(value)
                self.leave(row.place, name, text, why)
        return sound

    def _complete(self, sound: Values) -> Values:
        """SOUND, with what must be there in the place of what was refused."""
        spare = {
            "name": "?",
            "for_parents": self.words.say("import-no-description", source=self.title),
            "for_professionals": self.words.say("import-no-description", source=self.title),
            "ages": "not stated",
            "serves": "no place",
        }
        whole = {name: sound.get(name, spare.get(name)) for name in FIELDS}
        if whole["ages"] == "not stated" and not whole["ages_note"]:
            whole["ages_note"] = self.words.say("import-ages-unsaid")
        if not whole["phone"]:
            whole["phone_for"] = whole["phone_source"] = None
        return {name: value for name, value in whole.items() if value}


@lru_cache(4096)
def _refused(kind: str, name: str, value: str | tuple[str, ...]) -> str:
    """Why the check would refuse VALUE in the field NAME of KIND; "" where it would not."""
    texts = [value] if isinstance(value, str) else value
    nodes = [Scalar(text, 0, 0, False) for text in texts]
    try:
        parser = declared_fields(KINDS[kind])[name].metadata["parser"]
        parser(nodes[0] if texts is not value else Sequence(nodes, 0, 0))
    except Refusal as refusal:
        return f"{refusal.reasons[0].write}; got {refusal.reasons[0].got}"
    return ""


def _without(said: Said, sites: Iterable[Site]) -> Said:
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


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", clean(text)).strip(" ;")


def _list(cells: list[tuple[str, str]], name: str) -> list[str]:
    texts = (part.strip() for _, text in cells for part in re.split(r"[;\n|]+", clean(text)))
    return list(dict.fromkeys(text for text in texts if text and text != name))


_ODD = re.compile(r"[<&`{\xa0\xad]|\*\*|\]\(|  ")
_TAG = re.compile(r"<(?:br|/p|/li|/div|/h\d)[^>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_NEW = re.compile(r"\s*\n\s*\n\s*|(?<=[.:!?;])[ \t]*\n\s*|\s*\n(?=\s*[-•*·] )")


def clean(text: str) -> str:
    """Return TEXT without markup and invisible signs, each paragraph a line of its own."""
    if text.isprintable() and not _ODD.search(text):
        return text.strip()  # nearly every cell
    if "<" in text or "&" in text:
        text = html.unescape(_ANY_TAG.sub("", _TAG.sub("\n\n", text)))
        text = _ANY_TAG.sub("", text)
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\t", " ").replace("\xa0", " "))
    text = _LINK.sub(r"\1 (\2)", text).replace("**", "").replace("`", "'")
    text = re.sub(r"\{(?=[{%#])", "{ ", text)
    paragraphs = (re.sub(r"\s+", " ", part).strip() for part in _NEW.split(text))
    return "\n".join(filter(None, paragraphs))


def _beginning(text: str) -> str:
    """The first sentences of TEXT, up to 300 signs or so."""
    first, _, _ = text.partition("\n")
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z¡¿])", first)
    said = sentences[0]
    for sentence in sentences[1:]:
        if len(said) + len(sentence) > 300:
            break
        said += f" {sentence}"
    return said
