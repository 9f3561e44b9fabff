"""What the page of a program says in rows, a name and a value each, in the words of one language.

Values are HTML, marked where they are not in that language; what is not known has no row.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from imhsite.finding.program_words import ProgramWords
from imhsite.language.wording import Wording, lines
from imhsite.model.dates import today
from imhsite.model.fields import Phone, Places
from imhsite.model.hours import Hours
from imhsite.model.records import HelpLine, Program, Record
from imhsite.model.services import WAYS, Contact, ServiceSite
from imhsite.reading.catalog import Catalog
from imhsite.reading.freshness import WAITING, is_room_old, lasts

SEPARATOR = Markup(", ")


class Row(NamedTuple):
    """A name and its value; `rule` is that of `finding.eligibility` which the row states, or ""."""

    name: str
    value: Markup
    rule: str = ""


class Call(NamedTuple):
    """The number to call first, and who answers there or what it is for."""

    phone: Phone
    who: Markup


class ProgramRows:
    """The rows of the programs of one catalog in one language."""

    def __init__(self, catalog: Catalog, words: Wording) -> None:
        self.catalog, self.words, self.label = catalog, words, words.label
        self.said = ProgramWords(catalog, words)

    def can_use(self, program: Program) -> list[Row]:
        """Return who can use PROGRAM, what it costs, and in which languages."""
        label, places = self.label, program.lives_in or program.serves
        lives = "" if places.statewide or not places.slugs else self.said.where(places)
        until = program.pregnancy_until
        return _known(
            *self._ages(program),
            Row(label("fact-week"), until and label("week-until", week=until), "week"),
            Row(
                label("fact-first-child"),
                program.first_child and label("first-child-only"),
                "first",
            ),
            Row(label("fact-income"), self.text(program, "income"), "income"),
            Row(label("fact-lives-in"), lives, "town"),
            Row(label("fact-who"), self.text(program, "who_can_come")),
            Row(label("fact-costs"), self._costs(program), "insurance"),
            *self._languages(program),
            Row(label("fact-needs"), self.names("needs", program.needs)),
        )

    def in_short(self, program: Program) -> list[Row]:
        """Return what a card on paper says: who PROGRAM is for, its cost and its languages."""
        label, places = self.label, program.serves
        where = "" if places.statewide else self.said.where(places)
        return _known(
            Row(label("fact-ages"), self.words.ages(program.ages)),
            Row(label("fact-lives-in"), where),
            Row(label("fact-costs"), self._costs(program)),
            *self._languages(program)[:1],
        )

    def getting_in(self, program: Program) -> list[Row]:
        """Return who can refer a family to PROGRAM, and what the family brings."""
        return _known(
            Row(self.label("fact-referral"), self.names("referrals", program.referral_by)),
            Row(self.label("fact-bring"), self.texts(program, "bring")),
        )

    def _ages(self, program: Program) -> list[Row]:
        """Return for which ages PROGRAM is, or was."""
        ages, parents = program.ages, program.parent_ages
        return [
            Row(self.label("fact-ages"), ages and self.words.ages(ages), "child"),
            Row(self.label("fact-ages-note"), self.text(program, "ages_note")),
            Row(self.label("fact-parent-ages"), parents and self.words.ages(parents), "parent"),
        ]

    def where(self, program: Program) -> list[Row]:
        """Return how and when PROGRAM helps, wherever that is."""
        return _known(
            Row(self.label("fact-setting"), self.names("settings", program.setting)),
            Row(self.label("fact-hours"), self.hours(program)),
        )

    def site(self, site: ServiceSite) -> list[Row]:
        """Return what is known of SITE besides its name and address."""
        return _known(
            Row(self.label("contact-serves"), site.serves and self._all(site.serves)),
            Row(self.label("fact-hours"), self.hours(site)),
            *self._languages(site),
            Row(self.label("fact-access"), self.text(site, "access")),
            Row(self.label("reach-website"), site.website and _link("website", site.website)),
        )

    def help_lines(self, site: ServiceSite) -> list[Row]:
        """Return the help lines that answer for SITE."""
        lines = self.catalog.get("help_lines", site.help_lines)
        named = SEPARATOR.join(map(self._line, lines))
        return _known(Row(self.label("search-kind-help_lines"), named))

    def _line(self, line: HelpLine) -> Markup:
        return Markup("{}: {}").format(self.text(line, "name"), _tel(line.phone))

    def waiting(self, program: Program) -> list[Row]:
        """Return what was heard of room at PROGRAM, and when."""
        heard, label = program.waiting_checked, self.label
        room = program.capacity and label(f"capacity-{program.capacity}")
        name, said = label("fact-places"), room
        if program.waiting:
            name, said = label("fact-waiting"), self.text(program, "waiting")
        if not said or not heard:
            return []
        told = label("waiting-heard", waiting=said, date=self.words.date(heard))
        if is_room_old(self.catalog, program, today()):
            told += " " + label("overdue", months=lasts(self.catalog, WAITING))
        return [Row(name, told)]

    def about(self, program: Program) -> list[Row]:
        """Return what professionals ask about PROGRAM; of one that has ended, its ages too."""
        source, label = self.catalog.sources[program.sources[0]], self.label
        section = self._own(self.catalog.sections[program.section])
        return _known(
            *(self._ages(program) if program.status == "ended" else ()),
            Row(label("fact-sort"), label(f"sort-{program.sort}")),
            Row(label("fact-section"), self.text(section, "name")),
            Row(label("fact-run-by"), self.text(program, "run_by")),
            Row(label("fact-funded-by"), self.text(program, "funded_by")),
            Row(
                label("fact-printed-group", source=source.title),
                self.text(program, "printed_group"),
            ),
            Row(
                label("fact-printed-reach", source=source.title),
                self.text(program, "printed_reach"),
            ),
        )

    def sources(self, program: Program) -> list[str]:
        """Return the sources of what the page of PROGRAM says, the main one first."""
        return self.sources_of([program, *self.catalog.sites_of(program)])

    def sources_of(self, records: Sequence[Program | ServiceSite]) -> list[str]:
        """Return the sources of RECORDS and then those of whom to reach about them."""
        contacts = (c for record in records for c in self.catalog.contacts_of(record))
        own = (record.sources or () for record in (*records, *contacts))
        return list(dict.fromkeys(slug for slugs in own for slug in slugs))

    def call(self, program: Program) -> Call:
        """Return the number to call about PROGRAM: its own, else that of a help line."""
        if contact := self._with_number(program):
            return Call(contact.phone, self.text(contact, "use") or self.text(contact, "name"))
        line = self._own(self.catalog.lines_for(program)[0])
        return Call(line.phone, self.text(line, "name"))

    def answered(self, program: Program) -> tuple[Hours | None, list[Markup]]:
        """Return when the number of `call` is answered, and that in words; each if it is known."""
        if contact := self._with_number(program):
            hours = contact.hours or program.hours
            return hours, self.words.hours(hours) if hours else []
        said = self.catalog.lines_for(program)[0].hours
        return None, [self.label(f"line-hours-{said.replace(' ', '-')}")] if said else []

    def has_number(self, program: Program) -> bool:
        """Return whether PROGRAM has a number of its own, wherever a family lives."""
        return self._with_number(program) is not None

    def _with_number(self, program: Program) -> Contact | None:
        contacts = self._contacts(program)
        return next((c for c in contacts if c.phone and not c.serves), None)

    def contacts(
        self, record: Program | ServiceSite, whole: bool = False
    ) -> Iterator[tuple[Markup, list[Row]]]:
        """Yield whom to reach and what for, each with the ways to; the best one first.

        Where the list is not WHOLE, it is without the number of `call`, which stands above it, and
        without whoever serves only some places: those stand in `local_contacts`.
        """
        first = None if whole or record.kind != "programs" else self.call(record).phone
        for contact in self._contacts(record):
            if contact.phone is not None and contact.phone == first:
                first, contact = None, dataclasses.replace(contact, phone=None)
            if (whole or not contact.serves) and (ways := [*self.ways(contact)]):
                yield self._who(contact), ways

    def local_contacts(self, program: Program) -> list[tuple[Markup, list[Row]]]:
        """Return whom to reach in some places only, as `contacts` does."""
        found = [contact for contact in self._contacts(program) if contact.serves]
        return [(self._who(contact), [*self.ways(contact)]) for contact in found]

    def _contacts(self, record: Program | ServiceSite) -> Iterator[Contact]:
        return map(self._own, self.catalog.contacts_of(self._own(record)))

    def _who(self, contact: Contact) -> Markup:
        name, use = self.text(contact, "name"), self.text(contact, "use")
        strong = Markup("<strong>{}</strong>").format(name or use) if name or use else Markup()
        return Markup("{}: {}").format(strong, use) if name and use else strong

    def ways(self, contact: Contact) -> Iterator[Row]:
        """Yield whom CONTACT is for, each way to reach it as a link, its languages and hours."""
        if contact.serves:
            yield Row(self.label("contact-serves"), self._all(contact.serves))
        for way in WAYS:
            if value := getattr(contact, way):
                yield Row(self.label(f"reach-{way}"), self._link(contact, way, value))
        yield from self._languages(contact)
        yield from _known(Row(self.label("fact-hours"), self.hours(contact)))

    def _link(self, contact: Contact, way: str, value: Phone | str) -> Markup:
        if way == "fax":
            return escape(value.text)
        if way == "text" and contact.text_word:
            return self.label("reach-word", word=contact.text_word, number=_sms(value))
        if way == "text":
            return _sms(value)
        return _tel(value) if isinstance(value, Phone) else _link(way, value)

    def address(self, site: ServiceSite) -> str:
        """Return where SITE is, as on an envelope."""
        town = self.catalog.towns[site.town].name
        state = self.catalog.association.state_code or ""
        return ", ".join(
            [site.street] * bool(site.street) + [f"{town} {state} {site.zip or ''}".strip()]
        )

    def hours(self, record: Program | ServiceSite | Contact) -> Markup | str:
        """Return the hours of RECORD in words; those of the source are in its language."""
        hours = record.hours
        if hours and hours.words:
            return self.text(record, "hours", hours.words)
        return Markup("; ").join(self.words.hours(hours)) if hours else ""

    def text(self, record: Record, field: str, value: str | None = None) -> Markup | str:
        """Return the text FIELD of RECORD, or VALUE from it; "" where there is none."""
        text = value or getattr(self._own(record), field)
        if not text:
            return ""
        if record.kind == "contacts" and record.slug in self.catalog.programs and field == "use":
            record, field = self.catalog.programs[record.slug], "phone_for"
        if self.catalog.is_translated(record, field, self.words.language):
            return escape(text)
        first = self.catalog.association.languages[0]
        return Markup('<span lang="{}">{}</span>').format(first, text)

    def texts(self, record: Record, field: str) -> Markup | str:
        """Return the texts of a list, FIELD of RECORD, in one."""
        return self.text(record, field, "; ".join(getattr(self._own(record), field) or ()))

    def names(self, kind: str, slugs: Iterable[str] | None) -> Markup:
        """Return the names of the records of KIND with these SLUGS."""
        records = self.catalog.get(kind, slugs or ())
        return SEPARATOR.join([self.text(record, "name") for record in records])

    def _all(self, places: Places) -> Markup:
        """Return the names of PLACES, however many: one of them may be the reader's."""
        catalog = self.catalog
        records = (catalog.towns.get(slug) or catalog.regions[slug] for slug in places.slugs)
        return SEPARATOR.join([self.text(record, "name") for record in records])

    def _costs(self, program: Program) -> Markup:
        parts = [self.names("costs", program.costs), self.text(program, "cost_note")]
        return Markup(". ").join([part for part in parts if part])

    def _languages(self, record: Program | ServiceSite | Contact) -> list[Row]:
        spoken = self.said.languages(record.languages)
        return _known(
            Row(self.label("fact-languages"), spoken),
            Row(self.label("fact-interpreter"), self.text(record, "interpreter"))
            if hasattr(record, "interpreter")
            else Row("", Markup()),
        )

    def _own(self, record: Record) -> Record:
        return self.catalog.translated(record, self.words.language)


def _known(*rows: Row) -> list[Row]:
    return [Row(name, escape(value), rule) for name, value, rule in rows if value]


def _tel(phone: Phone) -> Markup:
    return Markup('<a href="tel:{}">{}</a>').format(phone.href, phone.text)


def _link(way: str, address: str) -> Markup:
    scheme = "mailto:" if way == "email" else ""
    return Markup('<a href="{}{}">{}</a>').format(scheme, address, address)


def _sms(phone: Phone) -> Markup:
    return Markup('<a href="sms:{}">{}</a>').format(phone.href, phone.text)


def plain(value: Markup | str) -> str:
    """Return VALUE of a row as plain text."""
    return " ".join(lines(str(Markup(value).striptags())))
