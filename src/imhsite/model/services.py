"""The kinds of record about services as they are: their places, their numbers, what they cost.

They are declared as those of `records` are. A site has any number of them, or none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import ClassVar

from imhsite.files.problems import quote
from imhsite.model import fields as f
from imhsite.model.dates import PartialDate
from imhsite.model.fields import field
from imhsite.model.hours import Hours
from imhsite.model.records import Record, record

PAYMENTS = ("free", "reduced", "insurance", "fee")  # how a family pays, the cheapest first


class _Checked(Record):
    """What records here have in common: their own sources, where the program's do not say it."""

    may_be_empty: ClassVar[bool] = True

    def _mistakes_of_check(self) -> Iterator[tuple[str, str, str]]:
        if self.checked and not self.checked_by:
            yield "checked_by", "write who checked it: a role, not a name", ""
        if self.checked_by and not self.checked:
            yield "checked", "write when it was checked, such as 2026-11-21", ""


@record("costs")
class Cost(Record):
    """A way in which a service is paid for."""

    in_reading_order: ClassVar[bool] = True
    may_be_empty: ClassVar[bool] = True

    name: str = field(f.plain_text, "What it costs, such as Free, or an insurance", unique=True)
    payment: str = field(
        f.choice(*PAYMENTS),
        "How a family pays: free, reduced (by income), insurance (it pays) or fee",
    )
    also: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[Medicaid]"),
        "Other names that people use for it; the finder hears them",
        optional=True,
    )


@record("referrals")
class Referral(Record):
    """Somebody who can ask for a service on behalf of a family, or the family itself."""

    in_reading_order: ClassVar[bool] = True
    may_be_empty: ClassVar[bool] = True

    name: str = field(f.plain_text, "Who can ask, such as A doctor", unique=True)


@record("sites")
class ServiceSite(_Checked):
    """A place where families go for a program, or that a help line knows about."""

    name: str = field(f.plain_text, "The name on its door, such as Rivertown Head Start")
    programs: tuple[str, ...] | None = field(
        f.references("programs", "[child-first]"),
        "The programs that families go there for; leave out only where help_lines says who answers",
        optional=True,
    )
    help_lines: tuple[str, ...] | None = field(
        f.references("help_lines", "[two-one-one]"),
        "The help lines that answer for it, where it belongs to no program",
        optional=True,
    )
    street: str | None = field(
        f.plain_text, "Street and number; never of a shelter from violence", optional=True
    )
    town: str = field(f.reference("towns"), "The town it is in")
    zip: str | None = field(f.zip_code, "Its ZIP code", optional=True)
    access: str | None = field(
        f.plain_text, "What is said about getting in: wheelchair, bus, parking", optional=True
    )
    hours: Hours | None = field(f.opening_hours, "When it is open", optional=True)
    point: tuple[float, float] | None = field(
        f.coordinates, "Its latitude and longitude, only where a source gives them", optional=True
    )
    serves: f.Places | None = field(
        f.places, "Whom it serves, where that is not all whom the program serves", optional=True
    )
    languages: tuple[str, ...] | None = field(
        f.list_of(f.language, "[en, es]"), "The languages spoken there", optional=True
    )
    website: str | None = field(f.web_address, "The web address of its page", optional=True)
    moved: PartialDate | None = field(f.past_date, "When it moved away from here", optional=True)
    moved_to: str | None = field(
        f.reference("sites"), "The site where families go since it moved", optional=True
    )
    closed: PartialDate | None = field(f.past_date, "When it closed for good", optional=True)
    sources: tuple[str, ...] | None = field(
        f.references("sources", "[chdi-impact-2015]"),
        "Where the facts come from, if not from the program's sources",
        optional=True,
    )
    checked: PartialDate | None = field(
        f.past_date, "When someone last checked the facts, if later than the program", optional=True
    )
    checked_by: str | None = field(
        f.plain_text, "Who checked them: a role, not a name", optional=True
    )
    checked_how: str | None = field(f.plain_text, "How they were checked", optional=True)

    @property
    def is_open(self) -> bool:
        """Whether families still go there: it has neither closed nor moved."""
        return not (self.closed or self.moved)

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if not (self.programs or self.help_lines):
            write = "write the programs that families go there for, or in help_lines who answers"
            yield "programs", write, ""
        if bool(self.moved) != bool(self.moved_to):
            lacks = "moved_to" if self.moved else "moved"
            yield lacks, "write both moved and moved_to, or neither", ""
        if self.moved_to == self.slug:
            yield "moved_to", "write another site than this one", quote(self.slug)
        if self.closed and self.moved:
            yield "closed", "write either closed or moved, not both", quote(self.closed.iso)
        yield from self._mistakes_of_check()


WAYS = ("phone", "text", "tty", "relay", "fax", "email", "form", "chat", "website")


@record("contacts")
class Contact(_Checked):
    """A way to reach a program or a site: who answers there, and what for. The best comes first."""

    in_reading_order: ClassVar[bool] = True

    name: str | None = field(
        f.plain_text, "Who answers: an agency, an office or a desk, not a person", optional=True
    )
    programs: tuple[str, ...] | None = field(
        f.references("programs", "[child-first]"), "The programs it is for", optional=True
    )
    sites: tuple[str, ...] | None = field(
        f.references("sites", "[rivertown-head-start]"), "The sites it is for", optional=True
    )
    use: str | None = field(
        f.plain_text, "What it is for, such as Questions and requests", optional=True
    )
    phone: f.Phone | None = field(
        f.phone_number,
        "The number to call, with its extension as in 860-555-0100 x12",
        optional=True,
    )
    text: f.Phone | None = field(f.phone_number, "The number to text", optional=True)
    text_word: str | None = field(f.plain_text, "The word to text", optional=True)
    tty: f.Phone | None = field(
        f.phone_number, "The number for a text telephone (TTY)", optional=True
    )
    relay: f.Phone | None = field(
        f.phone_number, "The number of the relay service for deaf callers", optional=True
    )
    fax: f.Phone | None = field(f.phone_number, "The number of the fax", optional=True)
    email: str | None = field(
        f.email_address, "The e-mail address of a role, not a person", optional=True
    )
    form: str | None = field(f.web_address, "The address of a form to fill in", optional=True)
    chat: str | None = field(f.web_address, "The address of a chat", optional=True)
    website: str | None = field(
        f.web_address, "The web address of a page that says how to ask", optional=True
    )
    serves: f.Places | None = field(
        f.places, "For whom it is, where that is not all whom the program serves", optional=True
    )
    languages: tuple[str, ...] | None = field(
        f.list_of(f.language, "[es]"), "The languages in which it answers", optional=True
    )
    hours: Hours | None = field(f.opening_hours, "When it answers", optional=True)
    sources: tuple[str, ...] | None = field(
        f.references("sources", "[chdi-impact-2015]"),
        "Where it comes from, if not from the program's sources",
        optional=True,
    )
    checked: PartialDate | None = field(
        f.past_date, "When someone last checked it, if later than the program", optional=True
    )
    checked_by: str | None = field(
        f.plain_text, "Who checked it: a role, not a name", optional=True
    )
    checked_how: str | None = field(f.plain_text, "How it was checked", optional=True)

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if not (self.programs or self.sites):
            yield "programs", "write the programs or the sites that it is for", ""
        if not any(getattr(self, way) for way in WAYS):
            yield "phone", f"write at least one of {', '.join(WAYS)}", ""
        if self.text_word and not self.text:
            yield "text", "write the number to which the word is sent", ""
        yield from self._mistakes_of_check()


_FOR_STAFF = dataclasses.replace(f.prose, is_text=False)  # which nobody translates


@record("leads")
class Lead(Record):
    """What somebody has to confirm before the site says it; only the page for staff shows it."""

    may_be_empty: ClassVar[bool] = True

    name: str = field(_FOR_STAFF, "What it is about, such as an agency that may run a program")
    programs: tuple[str, ...] | None = field(
        f.references("programs", "[child-first]"), "The programs it may belong to", optional=True
    )
    says: str = field(_FOR_STAFF, "What the source says, to be confirmed")
    doubt: str = field(_FOR_STAFF, "Why it is not sure, such as an old page without a date")
    phone: f.Phone | None = field(f.phone_number, "The number to call about it", optional=True)
    email: str | None = field(
        f.email_address, "The e-mail address of a role to write to", optional=True
    )
    address: str = field(f.web_address, "The web address where it was read")
    read: PartialDate = field(f.past_date, "When it was read there")
