"""The kinds of record about what the association itself offers, announces and publishes.

They are declared as those of `records` are. What has an end leaves the site by itself: `as_of`.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from typing import ClassVar

from imhsite.files.problems import quote
from imhsite.model import fields as f
from imhsite.model.dates import PartialDate, Span, exactly
from imhsite.model.fields import field
from imhsite.model.records import Record, record

DOCUMENT_SORTS = (
    "by-laws",
    "form",
    "flyer",
    "minutes",
    "report",
    "newsletter",
)  # as pages list them
SETTINGS = ("in person", "online", "both")
_SETTING = {  # what people write for one of SETTINGS
    **dict.fromkeys(("zoom", "virtual", "webinar", "remote", "by video", "teams"), '"online"'),
    **dict.fromkeys(("hybrid", "in person and online", "in person or online"), '"both"'),
    **dict.fromkeys(("in-person", "onsite", "on site", "on-site", "face to face"), '"in person"'),
}
_SORT = {
    **dict.fromkeys(("workshop", "webinar", "course", "class", "conference"), '"training"'),
    **dict.fromkeys(("meeting", "meetup", "celebration", "fundraiser"), '"event"'),
}
LONGEST_OFFER = datetime.timedelta(days=366)  # until somebody has to renew it


class Offer(Record):
    """What records here have in common: a site may have none, and in any order."""

    in_reading_order: ClassVar[bool] = True
    may_be_empty: ClassVar[bool] = True


@record("events")
class UpcomingEvent(Offer):
    """An event or a session of a training, which leaves the site once it is over."""

    name: str = field(f.plain_text, "The name of the event", unique=True)
    sort: str = field(
        f.choice("event", "training", meaning=_SORT), "Whether people meet or learn there"
    )
    when: tuple[Span, ...] = field(
        f.list_of(f.span, "[2027-03-05 18:30 to 20:00]"),
        "When it takes place, the first date first; each leaves the site once it is over",
    )
    setting: str = field(
        f.choice(*SETTINGS, meaning=_SETTING), "Whether people meet in person or online"
    )
    place: str | None = field(f.plain_text, "Where people meet in person", optional=True)
    details: str = field(f.prose, "What a reader needs to know about it")
    audience: str | None = field(f.plain_text, "Who it is for", optional=True)
    price: str = field(f.plain_text, "What it costs, such as Free, or $40 for members and $60")
    spoken: tuple[str, ...] | None = field(
        f.list_of(f.language, "[en, es]"), "The languages that are spoken there", optional=True
    )
    status: str | None = field(
        f.choice("full", "cancelled"),
        "full or cancelled; leave out while people can come",
        optional=True,
    )
    register: str | None = field(
        f.web_address, "The web address where people register", optional=True
    )
    register_by: PartialDate | None = field(
        f.day, "The last day to register; the link then leaves the site", optional=True
    )
    email: str | None = field(
        f.email_address, "The e-mail address of a role that answers questions", optional=True
    )
    training: str | None = field(
        f.reference("trainings"), "The training on our list that it belongs to", optional=True
    )

    def as_of(self, today: datetime.date) -> UpcomingEvent | None:
        closed = self.register_by is not None and self.register_by.begins < today
        return with_spans(self, "when", today, **({"register": None} if closed else {}))

    @property
    def last_day(self) -> PartialDate:
        return exactly(self.when[-1].last)

    @property
    def begins_iso(self) -> str:
        """The beginning of the next of its dates, by which lists are sorted."""
        return self.when[0].begins_iso

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        yield from _misplaced(self)
        if self.register_by and self.when and self.register_by.begins > self.when[-1].last:
            write = "write a day up to that of the event"
            yield "register_by", write, quote(self.register_by.iso)


@record("notices")
class Notice(Offer):
    """What stands at the top of every page for some days."""

    text: str = field(f.plain_text, "What readers must know, in one or two short sentences")
    starts: PartialDate = field(f.day, "The first day on which pages show it")
    ends: PartialDate = field(f.day, "The last day on which pages show it")
    page: str | None = field(
        f.page_path, "The page on this site that says more, such as about/contact/", optional=True
    )

    def as_of(self, today: datetime.date) -> Notice | None:
        return self if self.starts.begins <= today <= self.ends.begins else None

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if self.ends < self.starts:
            yield "ends", "write a day that is not before starts", quote(self.ends.iso)


@record("memberships")
class Membership(Offer):
    """A way to be a member of the association."""

    checked_in: ClassVar[str] = "confirmed"

    name: str = field(f.plain_text, "The name of the membership, such as Student", unique=True)
    audience: str = field(f.plain_text, "Who it is for")
    fee: str = field(f.plain_text, "What it costs, such as $40 a year")
    includes: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[a lower price at trainings, the newsletter]"),
        "What members get",
        optional=True,
    )
    join: str | None = field(f.web_address, "The web address where people join", optional=True)
    confirmed: PartialDate = field(f.past_date, "When the association last confirmed the fee")


@record("supervision")
class Supervision(Offer):
    """Reflective supervision that somebody offers now; it leaves the site unless it is renewed."""

    checked_in: ClassVar[str] = "confirmed"

    name: str = field(f.plain_text, "The name of the group or of the practice", unique=True)
    sort: str = field(f.choice("group", "individual", "both"), "For a group or for one person")
    setting: str = field(
        f.choice(*SETTINGS, meaning=_SETTING), "Whether people meet in person or online"
    )
    place: str | None = field(f.plain_text, "Where people meet in person", optional=True)
    fee: str = field(f.plain_text, "What it costs, such as $60 an hour, or Free")
    spoken: tuple[str, ...] = field(
        f.list_of(f.language, "[en, es]"), "The languages that it is offered in"
    )
    levels: tuple[str, ...] | None = field(
        f.references("levels", "[associate, specialist]"),
        "The levels of the Endorsement whose hours it counts toward",
        optional=True,
    )
    qualifies: str | None = field(
        f.plain_text, "Whom it qualifies, where that is not a level", optional=True
    )
    seats: int = field(f.whole_number, "The number of open seats; 0 if there is a waiting list")
    phone: f.Phone | None = field(f.phone_number, "The number to ask at", optional=True)
    email: str | None = field(
        f.email_address, "The e-mail address of a role or a practice", optional=True
    )
    website: str | None = field(f.web_address, "Its web address", optional=True)
    confirmed: PartialDate = field(
        f.past_date, "When whoever offers it last confirmed the facts and the seats"
    )
    until: PartialDate = field(
        f.day, "The last day on which the site shows it, at most a year after it was confirmed"
    )

    def as_of(self, today: datetime.date) -> Supervision | None:
        return self if today <= self.until.begins else None

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if not (self.phone or self.email or self.website):
            yield "email", "write at least one of phone, email and website", ""
        yield from _misplaced(self)
        if not self.confirmed.begins <= self.until.begins <= self.confirmed.begins + LONGEST_OFFER:
            write = "write a day at most a year after confirmed; ask again, and renew both"
            yield "until", write, quote(self.until.iso)


@record("documents")
class Document(Offer):
    """A document to read or download: by-laws, a form, a flyer, a newsletter."""

    name: str = field(f.plain_text, "The title of the document")
    sort: str = field(
        f.choice(*DOCUMENT_SORTS),
        "What it is; newsletters make the archive, the newest first",
    )
    language: str = field(f.language, "The language that it is written in, such as en")
    date: PartialDate | None = field(
        f.past_date, "When it was published; a newsletter needs it", optional=True
    )
    summary: str | None = field(f.plain_text, "What it says, in one sentence", optional=True)
    pdf: str | None = field(
        f.docs_file("files/by-laws.pdf", "pdf"), "The PDF in docs/", optional=True
    )
    address: str | None = field(
        f.web_address, "Its web address, where it is not a file of this site", optional=True
    )
    other_form: str | None = field(
        f.plain_text,
        "How a reader gets it in another form; only for a PDF that screen readers cannot read"
        " well, such as a scan",
        optional=True,
    )

    @property
    def published(self) -> str:
        """The date by which lists are sorted; "" where there is none."""
        return self.date.iso if self.date else ""

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if bool(self.pdf) == bool(self.address):
            yield "pdf", "write either pdf or address", ""
        if self.sort == "newsletter" and not self.date:
            yield "date", "write when the newsletter was published, such as 2026-11", ""
        if self.other_form and not self.pdf:
            yield "other_form", "delete this field; it is about a PDF of this site", ""


@record("pictures")
class Picture(Offer):
    """A picture that pages show with its text for who cannot see it, and who made it."""

    image: str = field(
        f.docs_file("pictures/playing.jpg", "jpg", "jpeg", "png", "webp", "svg"),
        "The picture in docs/",
        unique=True,
    )
    text: str = field(f.plain_text, "What it shows, for readers who cannot see it")
    caption: str | None = field(f.plain_text, "What stands below it", optional=True)
    credit: str = field(f.plain_text, "Who made it, as they want to be named")
    licence: str = field(
        f.plain_text, "What allows us to show it, such as CC BY 4.0, or With permission"
    )
    licence_address: str | None = field(
        f.web_address, "The web address of the licence", optional=True
    )
    source: str | None = field(
        f.web_address, "The web address where the picture comes from", optional=True
    )


def _misplaced(record: UpcomingEvent | Supervision) -> Iterator[tuple[str, str, str]]:
    if record.setting != "online" and not record.place:
        yield "place", "write where people meet in person", ""


def with_spans(record: Record, name: str, today: datetime.date, **values: object) -> Record | None:
    """Return RECORD with those of the spans in its field NAME that are not over on TODAY.

    None where none is left. VALUES are other fields to change.
    """
    rest = tuple(span for span in getattr(record, name) if not span.is_over(today))
    if not rest:
        return None
    if rest == getattr(record, name) and not values:
        return record
    return dataclasses.replace(record, **{name: rest}, **values)
