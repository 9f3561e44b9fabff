"""How old a check may be, and which records wait for a new one.

How long a check of a kind of fact lasts is data (`data/freshness.yaml`). A check of "2026-11"
counts from the first of the month, so that no fact looks fresher than it is.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime
from dataclasses import dataclass
from functools import lru_cache

from imhsite.model.dates import PartialDate
from imhsite.model.records import CONFIRMED, Program, Record
from imhsite.reading.catalog import Catalog

WAITING = "waiting"  # the rule for what was heard of room at a program


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose last check, on `checked`, lasted until `day`, by the rule for `of`."""

    record: Record
    checked: PartialDate
    day: datetime.date
    of: str


def lasts(catalog: Catalog, kind: str) -> int | None:
    """Return for how many months a check of KIND lasts; None if data/freshness.yaml has no rule."""
    return {rule.of: rule.months for rule in catalog.freshness.values()}.get(kind)


def due(catalog: Catalog, record: Record) -> Due | None:
    """Return until when the check of RECORD lasts; None if it has none, or needs none any more."""
    months = lasts(catalog, record.kind)
    checked = getattr(record, record.checked_in, None)
    if not months or not checked or getattr(record, "status", "active") not in CONFIRMED:
        return None
    return Due(record, checked, _later(checked.begins, months), record.kind)


def due_room(catalog: Catalog, program: Program) -> Due | None:
    """Return until when what was heard of room at PROGRAM holds; None if nothing was."""
    months, heard = lasts(catalog, WAITING), program.waiting_checked
    if not months or not heard or program.status == "ended":
        return None
    return Due(program, heard, _later(heard.begins, months), WAITING)


def is_room_old(catalog: Catalog, program: Program, today: datetime.date) -> bool:
    """Tell whether what was heard of room at PROGRAM no longer holds on TODAY."""
    check = due_room(catalog, program)
    return bool(check) and check.day <= today


def without_old_room(catalog: Catalog, program: Program, today: datetime.date) -> Program:
    """Return PROGRAM without what was heard of room there if it no longer holds on TODAY."""
    if not is_room_old(catalog, program, today):
        return program
    return dataclasses.replace(program, capacity=None, waiting=None, waiting_checked=None)


def checks(catalog: Catalog, of: str) -> list[Due]:
    """Return the checks that the rule for OF is about; none for pages, which are no records."""
    judge, kind = (due_room, "programs") if of == WAITING else (due, of)
    found = (judge(catalog, record) for record in catalog.records.get(kind, {}).values())
    return [check for check in found if check]


def next_review(catalog: Catalog, reviewed: PartialDate) -> PartialDate | None:
    """Return when a page last REVIEWED on that day is due again.

    None if data/freshness.yaml has no rule for pages.
    """
    months = lasts(catalog, "pages")
    if not months:
        return None
    day = _later(reviewed.begins, months)
    return PartialDate(day.year, day.month, reviewed.day and day.day)


def is_overdue(catalog: Catalog, record: Record, today: datetime.date) -> bool:
    """Tell whether the check of RECORD no longer lasts on TODAY."""
    check = due(catalog, record)
    return bool(check) and check.day <= today


def overdue(catalog: Catalog, today: datetime.date) -> list[Due]:
    """Return every record whose check is overdue on TODAY, oldest first.

    Kinds are in the order of data/freshness.yaml.
    """
    return [
        check for rule in catalog.freshness.values() for check in _overdue(catalog, rule.of, today)
    ]


def _overdue(catalog: Catalog, kind: str, today: datetime.date) -> list[Due]:
    found = (check for check in checks(catalog, kind) if check.day <= today)
    return sorted(found, key=lambda check: check.day)


def unchecked(catalog: Catalog) -> list[Program]:
    """Return the programs that nobody has checked since their source."""
    return [program for program in catalog.programs.values() if program.status == "unchecked"]


@lru_cache(4096)  # of many records the checks are of few days
def _later(day: datetime.date, months: int) -> datetime.date:
    """Return DAY some MONTHS later; the 31st becomes the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
