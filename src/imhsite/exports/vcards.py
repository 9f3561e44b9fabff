"""Programs and their sites for the contacts of a phone (vCard 3.0, RFC 2426).

Version 3.0, as the phones of today read it and not all of them 4.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from imhsite.exports.reviews import folded, text
from imhsite.finding.program_rows import ProgramRows, plain
from imhsite.language.wording import Wording
from imhsite.model.fields import Phone
from imhsite.model.records import Program
from imhsite.model.services import Contact, ServiceSite
from imhsite.pages.generated import path_of, path_of_vcard
from imhsite.reading.catalog import Catalog

_VOICE = {"phone": "WORK,VOICE", "text": "CELL,MSG", "tty": "WORK", "fax": "WORK,FAX"}


def files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield path and text of the cards of each program that runs, the program's own first."""
    rows = ProgramRows(catalog, Wording(catalog.labels, catalog.association.languages[0]))
    for program in catalog.programs.values():
        if program.status != "ended":
            cards = [_card(_of_program(catalog, rows, program))]
            cards += [_card(_of_site(catalog, rows, s)) for s in catalog.sites_of(program)]
            yield path_of_vcard(program), "".join(cards)


def _card(lines: Iterable[str]) -> str:
    return "".join(
        f"{folded(line)}\r\n" for line in ("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD")
    )


def _of_program(catalog: Catalog, rows: ProgramRows, program: Program) -> Iterator[str]:
    yield from _name(program.name)
    contacts = catalog.contacts_of(program)
    if not any(contact.phone for contact in contacts):
        yield _phone("phone", rows.call(program).phone)
    yield from _ways(contacts)
    if program.website:
        yield f"URL:{program.website}"
    yield f"URL:{catalog.association.address}{path_of(program)}"
    if hours := plain(rows.hours(program)):
        yield f"NOTE:{text(hours)}"


def _of_site(catalog: Catalog, rows: ProgramRows, site: ServiceSite) -> Iterator[str]:
    yield from _name(site.name)
    yield from _ways(catalog.contacts_of(site))
    town, state = catalog.towns[site.town].name, catalog.association.state_code or ""
    street, code = text(site.street or ""), site.zip or ""
    yield f"ADR;TYPE=WORK:;;{street};{text(town)};{state};{code};"
    if site.point:
        yield f"GEO:{site.point[0]};{site.point[1]}"
    if hours := plain(rows.hours(site)):
        yield f"NOTE:{text(hours)}"


def _name(name: str) -> Iterator[str]:
    yield f"N:{text(name)};;;;"
    yield f"FN:{text(name)}"
    yield f"ORG:{text(name)}"


def _ways(contacts: Iterable[Contact]) -> Iterator[str]:
    for contact in contacts:
        yield from (_phone(way, getattr(contact, way)) for way in _VOICE if getattr(contact, way))
        if contact.email:
            yield f"EMAIL;TYPE=INTERNET:{contact.email}"


def _phone(way: str, phone: Phone) -> str:
    return f"TEL;TYPE={_VOICE[way]}:{phone.href}"
