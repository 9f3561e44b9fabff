"""How old a check may be, and which records wait for a new one.

How long a check of a kind of fact lasts is data (`data/freshness.yaml`). A check of "2026-11"
counts from the first of the month, so that no fact looks fresher than it is.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from functools import lru_cache

from imhsite.language.wording import Wording
from imhsite.model.dates import PartialDate
from imhsite.model.records import CONFIRMED, Program, Record
from imhsite.model.services import Lead
from imhsite.pages.suggest import email
from imhsite.reading.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose last check, on `checked`, lasted until `day`."""

    record: Record
    checked: PartialDate
    day: datetime.date


@dataclass(frozen=True, slots=True)
class Letter:
    """A prepared message; `address` opens it in a mail program where an e-mail address is known."""

    subject: str
    body: str
    address: str | None


def lasts(catalog: Catalog, kind: str) -> int | None:
    """Return for how many months a check of KIND lasts; None if data/freshness.yaml has no rule."""
    return {rule.of: rule.months for rule in catalog.freshness.values()}.get(kind)


def due(catalog: Catalog, record: Record) -> Due | None:
    """Return until when the check of RECORD lasts; None if it has none, or needs none any more."""
    months = lasts(catalog, record.kind)
    checked = getattr(record, record.checked_in, None)
    if not months or not checked or getattr(record, "status", "active") not in CONFIRMED:
        return None
    return Due(record, checked, _later(checked.begins, months))


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
    records = catalog.records.get(kind, {})  # empty for pages, which are no records
    checks = [due(catalog, record) for record in records.values()]
    overdue = (check for check in checks if check and check.day <= today)
    return sorted(overdue, key=lambda check: check.day)


def unchecked(catalog: Catalog) -> list[Program]:
    """Return the programs that nobody has checked since their source."""
    return [program for program in catalog.programs.values() if program.status == "unchecked"]


def message(catalog: Catalog, record: Record, words: Wording) -> Letter | None:
    """Return a letter that asks a program whether its page is right, or about a lead.

    None for other records.
    """
    association = catalog.association
    if isinstance(record, Lead):
        subject = words.text("letter-lead-subject", name=record.name)
        says = {"name": record.name, "says": record.says, "source": record.address}
        body = words.text("letter-lead-body", association=association.name, **says)
        return Letter(subject, body, email(record.email, subject, body) if record.email else None)
    if record.kind != "programs":
        return None
    subject = words.label("letter-subject", name=record.name).unescape()
    facts = {
        "name": record.name,
        "ages": words.ages(record.ages),
        "phone": record.phone.text if record.phone else words.label("letter-none"),
        "website": record.website or words.label("letter-none"),
    }
    body = words.label(
        "letter-body",
        address=f"{association.address}programs/{record.slug}/",
        association=association.name,
        **facts,
    ).unescape()
    return Letter(subject, body, email(record.email, subject, body) if record.email else None)


@lru_cache(4096)  # of many records the checks are of few days
def _later(day: datetime.date, months: int) -> datetime.date:
    """Return DAY some MONTHS later; the 31st becomes the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
