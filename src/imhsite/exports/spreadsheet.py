"""The programs as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from imhsite.model.records import Program
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
    "phone_source", "ask", "how_to_ask", "section",
)  # fmt: skip


def programs(catalog: Catalog) -> str:
    """Return a line for each program, below a line of heads; what is not known is empty."""
    lines = [_line(_row(catalog, program)) for program in catalog.programs.values()]
    return "".join([MARK, _line(COLUMNS), *lines])


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


CHECKED = {"phone": dialed}  # columns that can hold no formula


def _row(catalog: Catalog, program: Program) -> list[str]:
    cells = _cells(catalog, program)
    return [
        CHECKED.get(name, harmless)(str(cells.get(name, getattr(program, name, None)) or ""))
        for name in COLUMNS
    ]


def _cells(catalog: Catalog, program: Program) -> dict[str, str | None]:
    """The columns that say something else than the field of their name."""
    return {
        "other_names": "; ".join(program.other_names or ()),
        "ages": str(program.ages) if program.ages else "not stated",
        "serves": "statewide"
        if program.serves.statewide
        else "; ".join(
            (catalog.towns.get(slug) or catalog.regions[slug]).name for slug in program.serves.slugs
        ),
        "needs": "; ".join(need.name for need in catalog.get("needs", program.needs)),
        "setting": "; ".join(setting.name for setting in catalog.get("settings", program.setting)),
        "phone": program.phone and program.phone.text,
        "phone_source": program.phone_source and catalog.sources[program.phone_source].title,
        "ask": "; ".join(line.name for line in catalog.get("help_lines", program.ask)),
        "checked": program.checked and program.checked.iso,
        "ended": program.ended and ("about " * program.ended.about + str(program.ended.year)),
        "sources": "; ".join(source.title for source in catalog.get("sources", program.sources)),
        "section": catalog.sections[program.section].name,
        # By their slugs: a line looks at no other program.
        "successors": "; ".join(program.successors or ()),
        "page": catalog.association.address + path_of(program),
    }
