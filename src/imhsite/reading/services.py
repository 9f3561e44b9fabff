"""Which sites and contacts belong to a program, and what can be wrong between them."""

from __future__ import annotations

import math
import typing
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from imhsite.files.problems import quote
from imhsite.language import locales
from imhsite.model.fields import Phone
from imhsite.model.hours import Hours
from imhsite.model.records import Program, Record, Town
from imhsite.model.services import Contact, ServiceSite

if typing.TYPE_CHECKING:
    from imhsite.reading.catalog import Catalog

FARTHEST = 15  # miles from the center of its town to a site; more where places are larger
# Twice as far as the third nearest center: no ZIP code of eight states is outside its county so.
NEIGHBORS, SPREAD = 3, 2
EARTH = 3958.8  # its radius in miles
# Record, field, code, what to write, what was written.
Fault = tuple[Record, str, str, str, str]


class Index:
    """Sites by their programs, contacts by their programs and by their sites.

    `of_lines` has the sites for which help lines answer, by town.
    """

    def __init__(self, sites: Iterable[ServiceSite], contacts: Iterable[Contact]) -> None:
        self.sites: dict[str, list[ServiceSite]] = defaultdict(list)
        self.of_programs: dict[str, list[Contact]] = defaultdict(list)
        self.of_sites: dict[str, list[Contact]] = defaultdict(list)
        self.of_lines: dict[str, list[ServiceSite]] = defaultdict(list)
        for site in (site for site in sites if site.is_open):
            for slug in site.programs or ():
                self.sites[slug].append(site)
            if site.help_lines:
                self.of_lines[site.town].append(site)
        for contact in contacts:
            for slug in contact.programs or ():
                self.of_programs[slug].append(contact)
            for slug in contact.sites or ():
                self.of_sites[slug].append(contact)


def visits(catalog: Catalog, program: Program) -> Iterator[tuple[ServiceSite, Hours]]:
    """Yield the places of PROGRAM that families can go to at certain times, with their hours."""
    for site in catalog.sites_of(program):
        hours = site.hours or program.hours
        if hours and hours.visits:
            yield site, hours


def own_contact(program: Program) -> Contact | None:
    """Return the contact that the record of PROGRAM itself holds; None where it holds none."""
    if not (program.phone or program.email):
        return None
    return Contact(
        slug=program.slug,
        file=program.file,
        line=program.line,
        programs=(program.slug,),
        use=program.phone_for,
        phone=program.phone,
        email=program.email,
        sources=(program.phone_source,) if program.phone and program.phone_source else None,
        checked=program.checked,
        checked_by=program.checked_by,
        checked_how=program.checked_how,
    )


def distance(one: tuple[float, float], other: tuple[float, float], radius: float = EARTH) -> float:
    """Return the distance between two points, as the crow flies, in the unit of the RADIUS."""
    (north, east), (north_too, east_too) = (map(math.radians, point) for point in (one, other))
    half = (
        math.sin((north_too - north) / 2) ** 2
        + math.cos(north) * math.cos(north_too) * math.sin((east_too - east) / 2) ** 2
    )
    return 2 * radius * math.asin(math.sqrt(half))


class Reaches:
    """How far from the center of a town its sites may be: the more, the farther its neighbors are.

    A place is a town in one state, a county or a borough in another.
    """

    def __init__(self, towns: Iterable[Town]) -> None:
        self.centers = [town.center for town in towns if town.center]
        self.of_town = cache(self._of_town)

    def include(self, town: Town, point: tuple[float, float]) -> bool:
        """Whether a site of TOWN can be at POINT."""
        away = distance(point, town.center)
        return away <= FARTHEST or away <= self.of_town(town.center)

    def _of_town(self, center: tuple[float, float]) -> float:
        """Return the miles from the CENTER of a town to the farthest site in it."""
        away = sorted(distance(center, other) for other in self.centers if other != center)
        return max(FARTHEST, SPREAD * max(away[:NEIGHBORS], default=0))


def mistakes(catalog: Catalog) -> Iterator[Fault]:
    """Yield what is wrong with sites and contacts and with what they name."""
    zips = _towns_by_zip(catalog.towns.values())
    reaches = Reaches(catalog.towns.values())
    for site in catalog.sites.values():
        if town := catalog.towns.get(site.town):
            yield from _zip_elsewhere(site, town, zips)
            yield from _point_elsewhere(site, town, reaches)
        yield from _place_is_gone(catalog, site, "moved_to", site.moved_to)
    for contact in catalog.contacts.values():
        for slug in contact.sites or ():
            yield from _place_is_gone(catalog, contact, "sites", slug)
    yield from _unknown_languages(catalog)
    yield from _repeated_numbers(catalog)


def _towns_by_zip(towns: Iterable[Town]) -> dict[str, list[Town]]:
    by_zip: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        for code, _ in town.zips or ():
            by_zip[code].append(town)
    return by_zip


def _zip_elsewhere(site: ServiceSite, town: Town, zips: dict[str, list[Town]]) -> Iterator[Fault]:
    own = [code for code, _ in town.zips or ()]
    if not site.zip or not own or site.zip in own:
        return
    write = f"write a ZIP code of {town.name}, such as {own[0]}"
    if others := zips.get(site.zip):
        write += f", or the town it belongs to: {', '.join(quote(other.slug) for other in others)}"
    yield site, "zip", "zip-elsewhere", write, site.zip


def _point_elsewhere(site: ServiceSite, town: Town, reaches: Reaches) -> Iterator[Fault]:
    if not site.point or not town.center or reaches.include(town, site.point):
        return
    away = distance(site.point, town.center)
    write = (
        f"write the latitude and longitude of the site in {town.name}; this point is"
        f" {away:,.0f} miles from the center of the town"
    )
    yield site, "point", "point-elsewhere", write, ", ".join(map(str, site.point))


def _place_is_gone(
    catalog: Catalog, record: Record, name: str, slug: str | None
) -> Iterator[Fault]:
    site = catalog.sites.get(slug or "")
    if not site or site.is_open:
        return
    if site.moved_to:
        write = f"write {quote(site.moved_to)}: this site moved there"
    else:
        since = f" in {site.closed.iso}" if site.closed else ""
        write = f"write a site that is open, or delete it; this one closed{since}"
    yield record, name, "closed-site", write, site.slug


def _unknown_languages(catalog: Catalog) -> Iterator[Fault]:
    for kind in ("programs", "sites", "contacts"):
        for record in catalog.records[kind].values():
            for tag in record.languages or ():
                if not locales.exists(tag):
                    write = (
                        "write the tag of a language, such as es or ht; no language has this one"
                    )
                    yield record, "languages", "unknown-language", write, tag


def _repeated_numbers(catalog: Catalog) -> Iterator[Fault]:
    """A number stands in one contact, which names all that it is for."""
    first: dict[Phone, Record] = {}
    own: dict[Phone, list[Program]] = defaultdict(list)
    for program in (each for each in catalog.programs.values() if each.phone):
        own[program.phone].append(program)
    for contact in catalog.contacts.values():
        if not contact.phone:
            continue
        other = first.setdefault(contact.phone, contact)
        programs = own.get(contact.phone, ())
        if other is not contact:
            write = (
                f"write each number once; {_place(other)} has it too: name all programs and sites"
                " there, and delete this one"
            )
            yield contact, "phone", "repeated-number", write, contact.phone.text
        elif programs:
            write = (
                f"write each number once; {_have(programs)} it too: delete it there, and name the"
                f" {'programs' if programs[1:] else 'program'} here"
            )
            yield contact, "phone", "repeated-number", write, contact.phone.text


def _have(programs: list[Program]) -> str:
    places = " and ".join(map(_place, programs))
    return f"the programs {places} have" if programs[1:] else f"the program {places} has"


def _place(record: Record) -> str:
    return f"{quote(record.slug)} at {record.file}:{record.line}"
