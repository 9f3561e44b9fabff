"""From a row of somebody else's directory to a program, with what could not be taken over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imhsite.importing.cells import LINE, Said, clean, list_in, one_line
from imhsite.importing.found import Found, Leave
from imhsite.importing.mapping import Mapping
from imhsite.importing.service_reader import PRIVATE, ServiceReader, without
from imhsite.importing.vocabulary import OTHER_NEED, Vocabulary
from imhsite.importing.writing import Value, Values
from imhsite.intake import values
from imhsite.intake.columns import LEFT_OUT, words_of
from imhsite.intake.related import Row
from imhsite.model.records import Program, declared_fields

FIELDS = declared_fields(Program)
_MAY_BE_A_PERSONS = re.compile(r"@|\d{3}\D{0,3}\d{3}\D?\d{4}")
_AROUND = re.compile(
    r",? (?:and|&)(?: the)? (?:surrounding|nearby|neighbou?ring|adjacent|adjoining)"
    r"(?: (?:towns?|areas?|communit(?:y|ies)|count(?:y|ies)|cities|regions?|villages?))?$",
    re.IGNORECASE,
)
LONGEST = 6000


class Reader(ServiceReader):
    """Reads rows by a mapping; what is left goes to LEAVE, what is dropped is counted."""

    def __init__(self, mapping: Mapping, words: Vocabulary, source: str, leave: Leave) -> None:
        super().__init__(mapping, words, source, leave)
        self.title = mapping.source.get("title", source)

    def read(self, row: Row) -> Found | None:
        """Return what ROW says; None where it is left out."""
        if "\0shifted" in row.cells:
            self.leave(row.place, "", "", "a cell stands beyond the header: the row may be shifted")
            return None
        said = self.said(row.cells)
        name = self.line(said, "name") or self.line(said, "organization")
        if not name:
            self.leave(row.place, "name", "", "the row has no name")
            return None
        if self._is_left_out(row):
            return None
        organization = self.line(said, "organization")
        id_ = row.id or f"{name} / {organization}".casefold()
        site = self.line(said, "site") or self.line(said, "town")
        why = self._closed(said, name)
        if why:
            self.leave(row.place, "status", name, why)
            return Found(id_, row.place, {}, True, site)
        self.dropped["persons"] += row.dropped + len(said["person"])
        for column, _ in said["person"]:
            self.leave(row.place, column, "", PRIVATE)
        places = self.places(row, said, id_, name)
        own = without(said, [s for s, _ in places] if len(row.sites) < 2 else row.sites)
        fields = {
            "name": name,
            **self._about(row, said, name, organization),
            **self._reach(row, said),
            **self._contact(row, own, f"{name} {organization}"),
            **self._address(said, bool(places)),
            **self.service(row, own, said),
            **self._status(said),
            "sources": [self.source],
        }
        fields |= self.numbers(row, said, organization, places)
        self._leave_rest(row, said)
        return Found(id_, row.place, self._complete(self.valid(row, fields)), site=site)

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
            category = self.line(said, "category")
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
        group = "; ".join(one_line(text) for _, text in said["eligibility"])
        if group and len(group) <= LINE:
            fields["printed_group"] = group
        elif who := self._prose(row, said["eligibility"], f"{name} {organization}"):
            fields["who_can_come"] = who
        if names := list_in(said["other names"], name):
            fields["other_names"] = names
        if organization and organization != name:
            fields["run_by"] = organization
        if paid := self.line(said, "paid by"):
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
        if marked:
            joined = values.joined_bands(bands) if len(bands) == len(marked) else None
            if joined:
                for column, text in said["ages"]:
                    if values.ages(clean(text)) != joined:
                        self.leave(row.place, column, text, "beside ages that are marked")
                return {"ages": joined}
            printed.append("; ".join(column.rpartition(".")[2] for column in marked))
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
            for term in re.split(r"[;|\n,]+| \* ", text):
                term = re.sub(r"\s+", " ", term).strip(" *")
                if not term:
                    continue
                slugs = self.mapping.word("needs", term)
                if slugs is None:
                    slugs = self.words.needs(term)
                    if not slugs:
                        self.unmatched["needs"][term] += 1
                        self.leave(row.place, column, term, "names no need: say so in words, needs")
                    else:
                        self.understood[term] = slugs
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
            printed.append(one_line(clean(text).replace("\n", ", ")))
            for term in self._areas(clean(text)):
                named = _AROUND.sub("", term)
                if named != term:
                    self.leave(row.place, column, term, "what lies around it is not taken over")
                term = named
                mapped = self.mapping.word("places", term)
                places = self.words.places(term) if mapped is None else mapped
                if "statewide" in places:
                    said_so = self.short(row, "printed_reach", printed[-1])
                    return {"serves": "statewide", "printed_reach": said_so}
                if not places:
                    self.unmatched["places"][term] += 1
                    self.leave(
                        row.place, column, term, "no town or region of this site has this name"
                    )
                slugs |= dict.fromkeys(place for place in places if place != LEFT_OUT)
        return {
            "serves": self.words.widest(slugs) or self._by_address(row, said, printed),
            "printed_reach": self.short(row, "printed_reach", "; ".join(printed)),
        }

    def _areas(self, text: str) -> Iterator[str]:
        """The areas that TEXT names; an item of which the mapping knows the whole is one."""
        for item in re.split(r"[;|\n]+", text):
            if item.strip():
                known = self.mapping.word("places", item.strip(" ."))
                yield from [item.strip(" .")] if known else self.words.areas(item)

    def _by_address(self, row: Row, said: dict, printed: list[str]) -> Value:
        if default := self.mapping.defaults.get("serves"):
            return default[0] if default[0] in ("statewide", "no place") else default
        code = self.line(said, "ZIP code")[:5]
        town = self.words.town(self.line(said, "town"), code, self.line(said, "address"))
        by_county = [slug for _, text in said["county"] for slug in self.words.places(text)]
        may_stand_in = not printed and not self.is_private(said, "private address")
        if may_stand_in and (slugs := [town] if town else by_county):
            column, text = next(
                cell for role in ("ZIP code", "town", "address", "county") for cell in said[role]
            )
            why = "the source names no area: that of the address stands in"
            self.leave(row.place, column, text, why)
            return self.words.widest(slugs)
        self.leave(row.place, "serves", "", 'no area that this site knows: "no place" stands in')
        return "no place"

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
                    self.leave(row.place, column, "", PRIVATE)
                elif "email" not in fields:
                    fields["email"] = address
        return fields

    def _address(self, said: Said, has_sites: bool) -> Values:
        """The address for letters, or the one of which no site could be noted."""
        if self.is_private(said, "private address"):
            self.dropped["private addresses"] += 1
            return {}
        kinds = (
            ("mailing address", "mailing town", "mailing state", "mailing ZIP code"),
            ("address", "town", "state", "ZIP code"),
        )
        for kind, town, state, code in kinds[: 1 if has_sites else 2]:
            street = self.line(said, kind)
            if not re.search(r"\d", street):
                continue
            more = self.line(said, "address more") if kind == "address" else ""
            place = self.line(said, town)
            end = " ".join(filter(None, (self.line(said, state), self.line(said, code))))
            parts = [
                street,
                more,
                place if place.lower() not in street.lower() else "",
                end if end not in street else "",
            ]
            if not (has_sites and street == self.line(said, "address")):
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
