"""Prepared messages with which staff ask whether what a page says is right."""

from __future__ import annotations

from dataclasses import dataclass

from imhsite.language.wording import Wording
from imhsite.model.records import Record
from imhsite.model.services import Lead
from imhsite.pages.suggest import email
from imhsite.reading.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Letter:
    """A prepared message; `address` opens it in a mail program where an e-mail address is known."""

    subject: str
    body: str
    address: str | None


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
