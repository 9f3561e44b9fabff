"""The programs and the sites as tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence

from imhsite.model.fields import Phone, Places
from imhsite.model.records import Program, Record
from imhsite.model.services import Contact, ServiceSite
from imhsite.pages.generated import path_of
from imhsite.reading.catalog import Catalog

MARK = "\ufeff"  # without it, Excel reads UTF-8 as something else
# A cell that begins like this is a formula to some spreadsheet, the full-width signs included,
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
COLUMNS = (
    "slug", "name", "other_names", "sort", "status", "ages", "serves", "needs", "setting", "run_by",
    "funded_by", "phone", "website", "email", "postal_address", "checked", "ended", "for_parents",
    "for_professionals", "sources", "page", "ages_note", "parent_ages", "printed_group",
    "printed_reach", "since", "successor", "successors", "checked_by", "checked_how", "phone_for",
    "phone_source", "ask", "how_to_ask", "section", "who_can_come", "income", "first_child",
    "pregnancy_until", "referral_by", "lives_in", "languages", "interpreter", "hours", "costs",
    "cost_note", "steps", "bring", "next", "capacity", "waiting", "waiting_checked",
)  # fmt: skip
SITE_COLUMNS = (
    "slug", "name", "programs", "street", "town", "state", "zip", "latitude", "longitude", "hours",
    "languages", "phone", "text", "tty", "fax", "email", "website", "access", "serves", "moved",
    "moved_to", "closed", "help_lines", "sources", "checked", "checked_by", "checked_how", "page",
)  # fmt: skip


def programs(catalog: Catalog) -> str:
    """Return a line for each program, below a line of heads; what is not known is empty."""
    sources = source_names(catalog)
    rows = ((program, _cells(catalog, sources, program)) for program in catalog.programs.values())
    return _table(COLUMNS, rows)


def sites(catalog: Catalog) -> str:
    """Return a line for each site, those that closed or moved too, below a line of heads."""
    sources = source_names(catalog)
    rows = ((site, _site_cells(catalog, sources, site)) for site in catalog.sites.values())
    return _table(SITE_COLUMNS, rows)


def _table(columns: Sequence[str], rows: Iterable[tuple[Record, dict[str, str | None]]]) -> str:
    lines = [_line(_row(columns, record, cells)) for record, cells in rows]
    return "".join([MARK, _line(columns), *lines])


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow(cells)
    return text.getvalue()


def harmless(text: str) -> str:
    """Return TEXT so that no spreadsheet takes it for a formula: an apostrophe goes before one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def dialed(text: str) -> str:
    """Return the telephone number TEXT so that no spreadsheet subtracts its parts.

    The check lets pass only digits, blanks and hyphens.
    """
    return text.replace("-", " ") if text.startswith("+") else text


# Columns that can hold no formula.
CHECKED = {**dict.fromkeys(("phone", "text", "tty", "fax"), dialed), "longitude": str}


def _row(columns: Sequence[str], record: Record, cells: dict[str, str | None]) -> list[str]:
    return [
        CHECKED.get(name, harmless)(str(cells.get(name, getattr(record, name, None)) or ""))
        for name in columns
    ]


def _cells(catalog: Catalog, sources: dict[str, str], program: Program) -> dict[str, str | None]:
    """The columns that say something else than the field of their name."""
    return {
        "other_names": "; ".join(program.other_names or ()),
        "ages": str(program.ages) if program.ages else "not stated",
        "serves": _places(catalog, program.serves),
        "lives_in": _places(catalog, program.lives_in),
        "referral_by": _names(catalog, "referrals", program.referral_by),
        "languages": "; ".join(program.languages or ()),
        "costs": _names(catalog, "costs", program.costs),
        "steps": "\n".join(program.steps or ()),
        "bring": "\n".join(program.bring or ()),
        "waiting_checked": program.waiting_checked and program.waiting_checked.iso,
        "needs": _names(catalog, "needs", program.needs),
        "setting": _names(catalog, "settings", program.setting),
        "phone": program.phone and program.phone.text,
        "phone_source": program.phone_source and sources[program.phone_source],
        "ask": _names(catalog, "help_lines", program.ask),
        "checked": program.checked and program.checked.iso,
        "ended": program.ended and ("about " * program.ended.about + str(program.ended.year)),
        "sources": "; ".join(sources[slug] for slug in program.sources),
        "section": catalog.sections[program.section].name,
        # By their slugs: a line looks at no other program.
        "successors": "; ".join(program.successors or ()),
        "page": catalog.association.address + path_of(program),
    }


def _site_cells(
    catalog: Catalog, sources: dict[str, str], site: ServiceSite
) -> dict[str, str | None]:
    programs = catalog.get("programs", site.programs or ())
    latitude, longitude = site.point or ("", "")
    contacts = catalog.contacts_of(site)
    ways = {
        way: next((str(said) for one in contacts if (said := _way(one, way))), None)
        for way in ("phone", "text", "tty", "fax", "email")
    }
    return ways | {
        "programs": _names(catalog, "programs", site.programs),
        "town": catalog.towns[site.town].name,
        "state": catalog.association.state_code or catalog.association.state,
        "latitude": str(latitude),
        "longitude": str(longitude),
        "languages": "; ".join(site.languages or ()),
        "serves": _places(catalog, site.serves),
        "moved": site.moved and site.moved.iso,
        "closed": site.closed and site.closed.iso,
        "help_lines": _names(catalog, "help_lines", site.help_lines),
        "sources": "; ".join(sources[slug] for slug in site.sources or ()),
        "checked": site.checked and site.checked.iso,
        "page": catalog.association.address + path_of(programs[0]) if programs else "",
    }


def _way(contact: Contact, way: str) -> str | None:
    said = getattr(contact, way)
    return said.text if isinstance(said, Phone) else said


def _places(catalog: Catalog, places: Places | None) -> str:
    if not places:
        return ""
    if places.statewide:
        return "statewide"
    named = (catalog.towns.get(slug) or catalog.regions[slug] for slug in places.slugs)
    return "; ".join(place.name for place in named)


def source_names(catalog: Catalog) -> dict[str, str]:
    """Return what tables call each source: its title, with its slug where another has that too."""
    titles = Counter(source.title for source in catalog.sources.values())
    return {
        slug: source.title if titles[source.title] == 1 else f"{source.title} ({slug})"
        for slug, source in catalog.sources.items()
    }


def _names(catalog: Catalog, kind: str, slugs: Iterable[str] | None) -> str:
    return "; ".join(record.name for record in catalog.get(kind, slugs or ()))
