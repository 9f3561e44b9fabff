"""The kinds of record: which fields each has, how they are read, what they mean.

A field is declared here and nowhere else. A kind's file is `data/NAME.yaml`; where one file is not
enough, `data/NAME/*.yaml` are read as one.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from imhsite.files import product
from imhsite.files.problems import quote
from imhsite.model import fields as f
from imhsite.model.ages import AgeRange
from imhsite.model.dates import PartialDate, Span
from imhsite.model.fields import field
from imhsite.model.hours import Hours


@dataclass(slots=True, kw_only=True)
class Record:
    """What every record has: its slug, and the file and line where it stands.

    `kind` is the name of its file, which may be left out where the kind `may_be_empty`. Records
    stand in alphabetical order unless `in_reading_order`. `checked_in` names the field that holds
    the date of the last check.
    """

    kind: ClassVar[str]
    in_reading_order: ClassVar[bool] = False
    single: ClassVar[bool] = False
    may_be_empty: ClassVar[bool] = False
    checked_in: ClassVar[str] = "checked"

    slug: str
    file: str
    line: int

    @property
    def is_given(self) -> bool:
        """Whether the record comes with the product, and the site changes nothing of it."""
        return product.has(self.file)

    @property
    def own_file(self) -> str:
        """The file in which a site writes what it changes of a record that is given."""
        return f"data/{self.kind}.yaml"

    @property
    def last_day(self) -> PartialDate | None:
        """Until when what it says holds, as a field `ends` or `until`; None where it has no end."""
        return getattr(self, "ends", None) or getattr(self, "until", None)

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """Yield field, what to write and what was written, for what fields get wrong together."""
        return iter(())

    def as_of(self, today: datetime.date) -> Record | None:
        """Return what the site says of the record on TODAY; None where it is over."""
        return self


KINDS: dict[str, type[Record]] = {}
# Of the kinds whose records have pages.
FOLDERS = {
    "programs": "programs/",
    "towns": "towns/",
    "regions": "regions/",
    "needs": "needs/",
    "age_groups": "ages/",
    "levels": "endorsement/",
    "competencies": "competencies/",
}


def record(kind: str):
    """Register a dataclass as the kind of record that `data/KIND.yaml` holds."""

    def register(cls: type) -> type[Record]:
        registered = dataclass(slots=True, kw_only=True)(cls)
        registered.kind = kind
        KINDS[kind] = registered
        return registered

    return register


@functools.cache
def declared_fields(cls: type[Record]) -> dict[str, dataclasses.Field]:
    """Return the fields that the data file of CLS may hold, by name, in the order declared."""
    return {fd.name: fd for fd in dataclasses.fields(cls) if "parser" in fd.metadata}


@record("association")
class Association(Record):
    """The association whose site this is."""

    single: ClassVar[bool] = True

    name: str = field(f.plain_text, "The full name")
    short_name: str = field(f.plain_text, "The short name, as the page header shows it")
    state: str = field(f.plain_text, "The state it serves")
    state_code: str | None = field(
        f.plain_text, "The state's two-letter postal code", optional=True
    )
    time_zone: str | None = field(
        f.time_zone, "The time zone of the hours that its events name", optional=True
    )
    distances: str | None = field(
        f.choice("miles", "kilometers"),
        "The unit in which the site says how far a place is; if left out, miles",
        optional=True,
    )
    summary: str = field(f.prose, "What it is, in one or two sentences")
    address: str = field(f.web_address, "Where this site is published, ending in a slash")
    website: str | None = field(
        f.web_address, "The association's earlier or main website", optional=True
    )
    repository: str | None = field(
        f.web_address, "This site's repository, where readers suggest changes", optional=True
    )
    email: str | None = field(
        f.email_address, "The e-mail address of a role, not a person", optional=True
    )
    form_service: str | None = field(
        f.web_address,
        "Where forms are sent: the https address of a service that passes on what readers write;"
        " without it, each form opens an e-mail",
        optional=True,
    )
    by_laws: str | None = field(
        f.web_address,
        "The web address of the by-laws as a PDF; without it, readers are told how to ask for them",
        optional=True,
    )
    first_line: str = field(
        f.reference("help_lines"), "The help line that knows every program in the state"
    )
    emergency_line: str | None = field(
        f.reference("help_lines"),
        "The help line for emergencies; the emergency boxes show its number",
        optional=True,
    )
    limit_line: str | None = field(
        f.reference("help_lines"),
        "The help line for a parent who can't take any more, at any hour",
        optional=True,
    )
    child_line: str = field(
        f.reference("help_lines"), "The help line for questions about a child's development"
    )
    header_lines: tuple[str, ...] = field(
        f.references("help_lines", "[emergency, crisis-988]"),
        "The help lines at the bottom of every page; the first three are at the top of it too",
    )
    handout_regions: str | None = field(
        f.reference("region_kinds"),
        "The kind of region that gets handouts to print, one for each age; leave out for none",
        optional=True,
    )
    hint_town: str | None = field(
        f.reference("towns"),
        "The town the finder names as an example; if left out, the first one",
        optional=True,
    )
    todays_rules: tuple[str, ...] | None = field(
        f.references("sources", "[alliance]"),
        "Where to find today's rules of the Endorsement, the best one first",
        optional=True,
    )
    geography_source: str | None = field(
        f.reference("sources"),
        "Where the towns and their regions come from; leave out if there are none",
        optional=True,
    )
    offline: str | None = field(
        f.choice("offered", "left out"),
        "Whether readers can save the site on their device: offered or left out",
        optional=True,
    )
    admin: str | None = field(
        f.choice("offered", "left out"),
        "Whether staff can edit the data in a form at admin/: offered or left out",
        optional=True,
    )
    languages: tuple[str, ...] = field(
        f.list_of(f.language, "[en, es]"),
        "The site's languages; the first one has no folder of its own",
    )
    left_out: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[glossary, parents/loss/]"),
        "What comes with the product and this site does without: kinds of record, addresses of"
        " pages, all pages (pages), or everything",
        optional=True,
    )
    records_written: PartialDate | None = field(
        f.past_date,
        "When the records were first written, as pages made from them show it",
        optional=True,
    )
    records_reviewed: PartialDate | None = field(
        f.past_date,
        "When someone last read through all the records, as pages made from them show it",
        optional=True,
    )
    reviewed_languages: tuple[str, ...] | None = field(
        f.list_of(f.language, "[es]"),
        "The languages whose labels a native speaker has reviewed; translated records and pages"
        " say that themselves",
        optional=True,
    )

    @property
    def bar_lines(self) -> tuple[str, ...]:
        """The help lines in the bar at the top of every page."""
        return (self.header_lines or ())[:3]

    def folder(self, language: str) -> str:
        """Return the folder of the pages in LANGUAGE; "" for the first language."""
        return "" if language == self.languages[0] else f"{language}/"

    def language_of(self, source: str) -> str:
        """Return the language of the page docs/SOURCE."""
        first, *others = self.languages
        folder = source.partition("/")[0]
        return folder if folder in others else first

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if not self.address.endswith("/"):
            yield "address", "end the address with a slash", quote(self.address)
        if self.form_service and not self.form_service.startswith("https://"):
            write = "write an address that starts with https://"
            yield "form_service", write, quote(self.form_service)
        for language in self.reviewed_languages or ():
            if language not in self.languages:
                write = f"write languages of this site, such as {self.languages[-1]}"
                yield "reviewed_languages", write, quote(language)


@record("sources")
class Source(Record):
    """Where facts come from."""

    checked_in: ClassVar[str] = "seen"

    title: str = field(f.plain_text, "The title of the document or page")
    publisher: str = field(f.plain_text, "Who published it")
    date: PartialDate | None = field(
        f.past_date, "When it was published; leave out if it has no date", optional=True
    )
    seen: PartialDate | None = field(f.past_date, "When we last read it", optional=True)
    address: str | None = field(f.web_address, "Its web address", optional=True)
    note: str | None = field(f.prose, "What a reader needs to know about it", optional=True)


_NUMBERS = ("phone", "text_to", "tty")  # the fields of a help line that have one
_NUMBER = re.compile(  # with its area, or short, but no amount
    r"(?<![\w-])(?:(?:\+?1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}|\d-\d-\d"
    r"|(?<!\$)(?:[2-9]11|988|\d{5,6})(?! ?%))(?![\w-])"
)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)[-10:]


CHECKS = ("by telephone", "by text")  # of a help line, besides its own page
_CHECK = {  # what people write for one of CHECKS
    **dict.fromkeys(("called", "phone", "phone call", "i called", "by calling"), '"by telephone"'),
    **dict.fromkeys(("texted", "text", "text message", "i texted"), '"by text"'),
}
_HOURS = {  # what people write for the hours of a help line
    **dict.fromkeys(
        ("24/7", "24 hours", "24 hours a day", "always", "around the clock"), '"day and night"'
    ),
    **dict.fromkeys(("daytime", "business hours", "office hours"), '"not at night"'),
}


@record("help_lines")
class HelpLine(Record):
    """A line that a family can call or text."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the line", unique=True)
    purpose: str = field(f.plain_text, "When to use it, in a parent's words")
    how: str = field(f.prose, "How to reach it, and what happens, in short sentences")
    phone: f.Phone = field(f.phone_number, "The number to call")
    caption: str | None = field(
        f.caption,
        "What the bar at the top of every page says, if the line is one of the first three there",
        optional=True,
    )
    short_caption: str | None = field(
        f.caption, "The same in two or three words, for a phone", optional=True
    )
    text_to: f.Phone | None = field(f.phone_number, "The number to text", optional=True)
    text_word: str | None = field(f.plain_text, "The word to text", optional=True)
    tty: f.Phone | None = field(
        f.phone_number, "The number for a text telephone (TTY)", optional=True
    )
    caution: str | None = field(f.plain_text, "What the line is not for", optional=True)
    hours: str | None = field(
        f.choice("day and night", "not at night", meaning=_HOURS),
        "When it answers, if its operator says so; leave out if not",
        optional=True,
    )
    source: str = field(
        f.reference("sources"), "The page of its operator or of the state that lists the number"
    )
    checked: PartialDate = field(f.past_date, "When the facts were last checked")
    checked_by: str = field(f.plain_text, "Who checked them: a role, not a name")
    checked_how: str | None = field(
        f.choice(*CHECKS, meaning=_CHECK),
        "How they were checked; leave out if on the page of the source",
        optional=True,
    )

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        typed = {_digits(number): number for number in _NUMBER.findall(self.how)}
        lines = {name: getattr(self, name) for name in _NUMBERS}
        own = {name: _digits(line.text) for name, line in lines.items() if line}
        others = [number for digits, number in typed.items() if digits not in own.values()]
        lacking = [
            f"{lines[name].text}, the number in {name}"
            for name, digits in own.items()
            if digits not in typed
        ]
        # There may be more numbers, as for another language; but then its own stand there too.
        if others and lacking:
            write = f"write {', or '.join(lacking)}, or change it there too"
            yield "how", write, quote(others[0])


@record("doors")
class Door(Record):
    """A worry that brings parents here: the first thing they see on the home page and the page for
    parents.
    """

    in_reading_order: ClassVar[bool] = True
    may_be_empty: ClassVar[bool] = True

    name: str = field(f.plain_text, "The worry in a parent's words", unique=True)
    page: str = field(
        f.page_path, "The path of the page that answers it, such as parents/crying/", unique=True
    )
    icon: str = field(f.icon, "Its picture, where it has no drawing of its own")


@record("languages")
class SpokenLanguage(Record):
    """A language that families speak, in which one page says what to do first. Its slug is the
    language's tag, such as ht or zh-hans.
    """

    in_reading_order: ClassVar[bool] = True
    may_be_empty: ClassVar[bool] = True

    danger: str = field(f.caption, "In the language: in danger, call {number}, which becomes 911")
    find: str = field(
        f.caption,
        "In the language: to find help, call {number}, which becomes that of the first line, and"
        " say in English",
    )
    say: str = field(f.plain_text, "The name of the language in English, as callers say it")
    read: PartialDate | None = field(
        f.past_date,
        "When a native speaker last read both texts; leave out until then",
        optional=True,
    )


BOXES = ("emergency", "doctor", "limit", "safe")  # of what keeps a baby safe, the most urgent first


@record("safety")
class Safety(Record):
    """What keeps a baby or a parent safe: a line in a box at the top of each page that it is
    about.
    """

    in_reading_order: ClassVar[bool] = True
    may_be_empty: ClassVar[bool] = True

    box: str = field(
        f.choice(*BOXES),
        "The box it belongs in: emergency (call 911 if), doctor (call the doctor now if), limit"
        " (steps when a parent can't take any more), safe (what to do)",
    )
    text: str = field(f.plain_text, "What to do, or the sign to act on, in one plain sentence")
    pages: tuple[str, ...] = field(
        f.list_of(f.page_path, "[parents/crying/]"), "Paths of the pages that show it"
    )
    ages: AgeRange | None = field(
        f.age_range, "The ages whose handouts print it; leave out for none", optional=True
    )
    sources: tuple[str, ...] = field(f.references("sources", "[aap-safe-sleep]"), "Who says so")


@record("must_say")
class MustSay(Record):
    """What a page must say, so that nobody edits it away by accident."""

    may_be_empty: ClassVar[bool] = True

    pages: tuple[str, ...] = field(
        f.list_of(f.page_path, "[parents/crying/]"),
        "Paths of the pages that must say it, without a language folder",
    )
    says: tuple[tuple[str, str], ...] = field(
        f.table_of(
            f.language, f.plain_text, "languages with their words, such as {en: never shake}"
        ),
        "The words that must be on the page, in each language",
    )
    why: str = field(f.plain_text, "Why the words must stay, as told to anyone who removes them")
    sources: tuple[str, ...] = field(f.references("sources", "[cdc-shaking]"), "Who says so")


@record("needs")
class Need(Record):
    """What a family needs help with."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The need in a parent's words", unique=True)
    also: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[baby blues, feeling low]"),
        "Other words that people use for it",
        optional=True,
    )
    lines: tuple[str, ...] | None = field(
        f.references("help_lines", "[child-development]"),
        "The help lines to call about it, the best one first",
        optional=True,
    )
    pages: tuple[str, ...] | None = field(
        f.list_of(f.page_path, "[parents/crying/]"),
        "Paths of the pages for parents about it",
        optional=True,
    )
    quick_exit: str | None = field(
        f.choice("shown", "no"),
        "shown, if readers must be able to leave the page of this need fast",
        optional=True,
    )
    icon: str | None = field(
        f.icon, "Its picture, if it is one of the few that the finder offers so", optional=True
    )


@record("settings")
class Setting(Record):
    """Where help happens."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "Where the help happens, such as At home", unique=True)


@record("sections")
class Section(Record):
    """A part of the list of programs."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The heading of this part", unique=True)
    meaning: str = field(f.plain_text, "What the programs in it have in common")


DRAWINGS = (  # those that suit the handouts of an age
    "bond",
    "crying",
    "cues",
    "milestones",
    "play",
    "pregnant-and-young",
    "safe-sleep",
    "sleep-and-feeding",
    "stress",
    "tantrums-and-partings",
    "what-protects",
    "when-to-worry",
)


@record("age_groups")
class AgeGroup(Record):
    """A range of ages with a page of its own."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the group, such as Pregnancy", unique=True)
    ages: AgeRange = field(f.age_range, "Its ages, such as birth to 5 months")
    drawing: str | None = field(
        f.choice(*DRAWINGS), "The line figure on its handouts", optional=True
    )


@record("region_kinds")
class RegionKind(Record):
    """A way the state is divided."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "One such region, such as Planning region", unique=True)
    plural: str = field(f.plain_text, "Several such regions, such as Planning regions")
    meaning: str = field(f.prose, "What the division is for, and how current it is")
    source: str = field(f.reference("sources"), "Where the division comes from")
    covers: str | None = field(
        f.choice("every town"),
        "every town, if each town is in such a region: the check then names one that is in none",
        optional=True,
    )


@record("regions")
class Region(Record):
    """A part of the state with several towns in it."""

    name: str = field(f.plain_text, "The name of the region", unique=True)
    in_sentence: str | None = field(
        f.plain_text,
        "The name as used in a sentence, if it needs an article, such as the River Planning Region",
        optional=True,
        unique=True,
    )
    region_kind: str = field(f.reference("region_kinds"), "The kind of region it is")
    also_called: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[Southwest]"), "Other names people use", optional=True
    )
    offices: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[Rivertown, Hilltown]"), "Towns with an area office", optional=True
    )
    towns: tuple[str, ...] | None = field(
        f.references("towns", "[rivertown, hilltown]"),
        "The towns in it, each on a line of its own",
        optional=True,
    )

    @property
    def called(self) -> str:
        """The name within a sentence."""
        return self.in_sentence or self.name


@record("towns")
class Town(Record):
    """A town, with what people type to find it."""

    name: str = field(f.plain_text, "The name of the town", unique=True)
    regions: tuple[str, ...] = field(
        f.references("regions", "[north-region, river-county]"),
        "The regions it is in, one of each kind, if regions.yaml does not list their towns",
        optional=True,
    )
    center: tuple[float, float] = field(f.coordinates, "Latitude and longitude of its center")
    spellings: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[W. Rivertown]"),
        "Short forms and common misspellings",
        optional=True,
    )
    places: tuple[tuple[str, str], ...] | None = field(
        f.table_of(
            f.plain_text,
            f.choice("city", "borough", "census place", "place", "village", "post office"),
            "places with their kinds, such as {Old Mill: village}",
        ),
        "Villages, boroughs and post offices that people type instead, each with its kind",
        optional=True,
    )
    zips: tuple[tuple[str, float | None], ...] | None = field(
        f.zip_shares,
        "ZIP codes, each with the percentage of its people who live in this town,"
        ' "some" or "boxes"',
        optional=True,
    )

    @property
    def called(self) -> str:
        """The name within a sentence."""
        return self.name

    @property
    def initial(self) -> str:
        """The letter under which lists keep the town."""
        return self.name[0].upper()


STATUSES = ("active", "listed", "unchecked", "ended")  # of a program, the surest first
CONFIRMED = ("active", "listed")  # where somebody has seen it running
_OVER = '"ended", with the year in ended, and who helps families now in successor'
_PAUSED = '"unchecked", and say in since what you know of the pause'
_RUNS = '"active", with checked, checked_by and checked_how'
_NOT_KNOWN = '"unchecked"; it asks readers to call before they rely on it'
_STATUS = {  # what people write for one of STATUSES
    **dict.fromkeys(
        ("inactive", "closed", "discontinued", "stopped", "over", "no longer runs", "no"), _OVER
    ),
    **dict.fromkeys(("on hold", "on-hold", "paused", "suspended", "waitlist", "full"), _PAUSED),
    **dict.fromkeys(("open", "running", "current", "checked", "verified", "yes"), _RUNS),
    **dict.fromkeys(("unknown", "unverified", "not checked", "maybe", "pending"), _NOT_KNOWN),
}


CAPACITIES = ("open", "waiting", "full")  # of a program, the best first
_CAPACITY = {  # what people write for one of CAPACITIES
    **dict.fromkeys(("waitlist", "waiting list", "wait list", "wait"), '"waiting"'),
    **dict.fromkeys(("closed", "no openings", "no space", "no spots"), '"full"'),
    **dict.fromkeys(("yes", "openings", "has openings", "space", "available"), '"open"'),
}
_SORT = {  # what people write for one of the sorts of a program
    **dict.fromkeys(("program", "group", "home visiting", "clinic", "hotline"), '"service"'),
    **dict.fromkeys(("training", "project", "grant", "research", "policy"), '"initiative"'),
}
LAST_WEEK = 42  # of a pregnancy


@record("programs")
class Program(Record):
    """A program where people work with babies and their families."""

    name: str = field(f.plain_text, "The name that families know", unique=True)
    other_names: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[ECCP]"), "Other names and abbreviations", optional=True
    )
    section: str = field(f.reference("sections"), "The part of the list it belongs to")
    sort: str = field(
        f.choice("service", "initiative", meaning=_SORT),
        "service if families can use it, initiative for training and projects for professionals",
    )
    for_parents: str = field(f.prose, "What it does, for parents: short sentences, plain words")
    for_professionals: str = field(f.prose, "What it does, for professionals")
    ages: AgeRange | None = field(
        f.stated_age_range,
        'Youngest and oldest age of the child, such as birth to 5, or "not stated"',
    )
    ages_note: str | None = field(
        f.plain_text, "What to know about the ages, or why they are not stated", optional=True
    )
    parent_ages: AgeRange | None = field(
        f.parent_ages, "Ages of the parent, if the source gives them", optional=True
    )
    who_can_come: str | None = field(
        f.prose, "Who can use it, in plain words, beside the ages and places", optional=True
    )
    income: str | None = field(
        f.plain_text, "The rule about income, as the source says it", optional=True
    )
    first_child: str | None = field(
        f.choice("yes"), "yes, if it is only for a first child", optional=True
    )
    pregnancy_until: int | None = field(
        f.whole_number,
        "The last week of pregnancy in which a family can still join, such as 28",
        optional=True,
    )
    referral_by: tuple[str, ...] | None = field(
        f.references("referrals", "[self, doctor]"),
        "Who can ask for it; self if families can themselves",
        optional=True,
    )
    lives_in: f.Places | None = field(
        f.places,
        "Where a family must live to use it, if that is not the same as serves",
        optional=True,
    )
    printed_group: str | None = field(
        f.plain_text, "The target group as the source printed it", optional=True
    )
    printed_reach: str | None = field(
        f.plain_text, "The reach as the source printed it", optional=True
    )
    serves: f.Places = field(
        f.places, 'Where it can be used: "statewide", "no place", or a list of towns and regions'
    )
    needs: tuple[str, ...] = field(f.references("needs", "[bonding, stress]"), "What it helps with")
    setting: tuple[str, ...] | None = field(
        f.references("settings", "[home]"), "Where the help happens", optional=True
    )
    languages: tuple[str, ...] | None = field(
        f.list_of(f.language, "[en, es]"),
        "The languages in which it helps, as the source says",
        optional=True,
    )
    interpreter: str | None = field(
        f.plain_text,
        "What is said about interpreters, such as Any language by an interpreter",
        optional=True,
    )
    hours: Hours | None = field(
        f.opening_hours,
        "When it is open or answers, if all sites have the same hours",
        optional=True,
    )
    costs: tuple[str, ...] | None = field(
        f.references("costs", "[free, medicaid]"),
        "What it costs, and which insurance pays",
        optional=True,
    )
    cost_note: str | None = field(
        f.plain_text, "What else to know about the cost, such as the fee", optional=True
    )
    run_by: str | None = field(f.plain_text, "Who runs it", optional=True)
    funded_by: str | None = field(f.plain_text, "Who pays for it", optional=True)
    status: str = field(
        f.choice(*STATUSES, meaning=_STATUS),
        "active if a dated page or a call says it runs, listed if an undated page still names it,"
        " unchecked if no one has checked since the source, or ended",
    )
    ended: f.Year | None = field(
        f.past_year, 'The year it ended, such as 2021 or "about 2015"', optional=True
    )
    successor: str | None = field(f.plain_text, "Who helps now, if it ended", optional=True)
    successors: tuple[str, ...] | None = field(
        f.references("programs", "[child-first]"),
        "Programs on this list that help now",
        optional=True,
    )
    since: str | None = field(f.prose, "What we know has changed since the source", optional=True)
    phone: f.Phone | None = field(
        f.phone_number, "Its own phone number, if it or the state publishes one", optional=True
    )
    phone_for: str | None = field(
        f.plain_text, "What the number is for, such as Questions and requests", optional=True
    )
    phone_source: str | None = field(
        f.reference("sources"), "Where the number comes from", optional=True
    )
    ask: tuple[str, ...] | None = field(
        f.references("help_lines", "[child-development]"),
        "The help lines that take requests for it, the best one first; without these and without a"
        " phone number, the line that knows every program",
        optional=True,
    )
    how_to_ask: str | None = field(
        f.prose, "How a family gets in, in a parent's words", optional=True
    )
    steps: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[Call the number., Say the age of your child.]"),
        "How a family gets in, step by step, in order",
        optional=True,
    )
    bring: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[the child's birth certificate]"),
        "What a family must bring or send",
        optional=True,
    )
    next: str | None = field(f.prose, "What happens after a family has asked", optional=True)
    capacity: str | None = field(
        f.choice(*CAPACITIES, meaning=_CAPACITY),
        "open if families can join now, waiting if there is a waiting list, full if it takes no"
        " one; with waiting_checked",
        optional=True,
    )
    waiting: str | None = field(
        f.plain_text, "What was heard about waiting, such as About two months", optional=True
    )
    waiting_checked: PartialDate | None = field(f.past_date, "When someone heard it", optional=True)
    website: str | None = field(f.web_address, "Its web address", optional=True)
    email: str | None = field(
        f.email_address, "The e-mail address of a role, not a person", optional=True
    )
    postal_address: str | None = field(f.plain_text, "Its postal address", optional=True)
    sources: tuple[str, ...] = field(
        f.references("sources", "[chdi-impact-2015]"),
        "Where the facts come from, the main one first",
    )
    checked: PartialDate | None = field(
        f.past_date, "When someone last checked that it runs", optional=True
    )
    checked_by: str | None = field(
        f.plain_text, "Who checked it: a role, not a name", optional=True
    )
    checked_how: str | None = field(f.plain_text, "How it was checked", optional=True)

    @property
    def last_day(self) -> PartialDate | None:
        return PartialDate(self.ended.year) if self.ended else None

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if self.ages is None and not self.ages_note:
            yield "ages_note", "say why the ages are not stated", ""
        if self.status in CONFIRMED:
            for name in ("checked", "checked_by", "checked_how"):
                if not getattr(self, name):
                    write = (
                        'write this field, or write "status: unchecked"; a program is'
                        f' "{self.status}" only after someone has checked it'
                    )
                    yield name, write, ""
        if self.status == "ended" and not self.ended:
            yield "ended", 'write the year the program ended, such as 2021 or "about 2015"', ""
        if self.status == "ended" and not (self.successor or self.successors):
            yield "successor", "write who helps families now that the program has ended", ""
        if self.status != "ended" and self.ended:
            write = 'write "ended", or delete the year the program ended'
            yield "status", write, quote(self.status)
        if self.pregnancy_until is not None and not 1 <= self.pregnancy_until <= LAST_WEEK:
            write = f"write a week of the pregnancy, from 1 to {LAST_WEEK}"
            yield "pregnancy_until", write, quote(str(self.pregnancy_until))
        if (self.capacity or self.waiting) and not self.waiting_checked:
            yield "waiting_checked", "write when someone heard it, such as 2026-11-21", ""


@record("levels")
class Level(Record):
    """A level of the Endorsement."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the level", unique=True)
    today: str | None = field(
        f.plain_text, "What it is called today, where that has changed", optional=True
    )
    numeral: str = field(
        f.plain_text, "Its numeral in the source, as people still search for it", unique=True
    )
    summary: str = field(f.plain_text, "Who it is for, in one sentence")
    audience: str = field(f.prose, "What people at this level do")
    jobs: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[home visitors, doulas]"),
        "Kinds of work the source names",
        optional=True,
    )
    education: str = field(f.plain_text, "The education it asks for")
    experience: str = field(f.plain_text, "The work experience it asks for")
    services: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[advocacy, emotional support]"),
        "The services the work must include",
        optional=True,
    )
    categories: tuple[tuple[str, str], ...] | None = field(
        f.table_of(f.plain_text, f.plain_text, "categories with what each asks"),
        "Categories inside the level, each with what it asks",
        optional=True,
    )
    supervision_hours: int | None = field(
        f.whole_number,
        "Hours of reflective supervision it asks for; leave out if none are stated",
        optional=True,
    )
    exam: str = field(f.choice("exam", "no exam"), "Whether there is an exam: exam or no exam")
    competencies: tuple[str, ...] = field(
        f.references("competencies", "[reflection]"), "The competency areas a portfolio must show"
    )
    ways: tuple[tuple[str, tuple[tuple[f.Requirement, str], ...]], ...] | None = field(
        f.table_of(
            f.plain_text,
            f.table_of(f.requirement, f.plain_text, "rules with the words a reader sees"),
            "paths to the level, each with its rules",
        ),
        "The rules of the self-check: each path to the level, with what it asks for",
        optional=True,
    )
    unsettled: tuple[tuple[f.Requirement, str], ...] | None = field(
        f.table_of(
            f.requirement,
            f.plain_text,
            "rules, each with what the source leaves open for people who meet it",
        ),
        "What only the coordinator can answer, and for which people",
        optional=True,
    )
    sources: tuple[str, ...] = field(
        f.references("sources", "[chdi-impact-2015]"), "Where the facts come from"
    )

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        for _, rules in self.ways or ():
            for rule in (
                rule
                for rule, _ in rules
                if rule.unit == "hours" and rule.amount != self.supervision_hours
            ):
                write = "write the same number of hours as in supervision_hours"
                yield "ways", write, f"{rule.amount} hours"


@record("competencies")
class Competency(Record):
    """An area of the competencies behind the Endorsement."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the area", unique=True)
    also: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[Thinking]"), "Other names of the area", optional=True
    )
    summary: str = field(f.plain_text, "What the area is about, in one sentence")
    shown_by: tuple[str, ...] = field(
        f.list_of(f.plain_text, "[active listening, clear writing]"),
        "How people show it in their work",
    )
    sources: tuple[str, ...] = field(
        f.references("sources", "[chdi-impact-2015]"), "Where the facts come from"
    )


@record("goals")
class Goal(Record):
    """A goal of the strategic plan."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The goal in a few words", unique=True)
    meaning: str = field(f.prose, "What the goal means")
    points: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[first point, second point]"),
        "Points that explain it",
        optional=True,
    )
    points_about: str | None = field(
        f.plain_text, "The line above the points, which says what they are", optional=True
    )
    programs: tuple[str, ...] | None = field(
        f.references("programs", "[child-first]"),
        "Programs whose work supports the goal",
        optional=True,
    )
    sources: tuple[str, ...] = field(
        f.references("sources", "[strategic-plan]"), "Where the goal comes from"
    )

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if bool(self.points) != bool(self.points_about):
            yield "points_about", "write both points and points_about, or neither", ""


@record("steps")
class Step(Record):
    """A step on the way to the Endorsement."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "What to do, starting with a verb", unique=True)
    details: str = field(f.prose, "How to do it")
    levels: tuple[str, ...] | None = field(
        f.references("levels", "[specialist]"),
        "The levels that need this step; leave out if all do",
        optional=True,
    )
    needs: tuple[str, ...] | None = field(
        f.list_of(
            f.choice("education", "experience", "supervision", "competencies", "exam"),
            "[education, exam]",
        ),
        "Which requirements of a level matter at this step",
        optional=True,
    )
    sources: tuple[str, ...] = field(
        f.references("sources", "[chdi-impact-2015]"), "Where the step comes from"
    )


@record("questions")
class Question(Record):
    """A question of the self-check."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The question", unique=True)
    hint: str | None = field(f.plain_text, "How to answer it", optional=True)
    asks_for: str = field(
        f.choice("choices", "months", "hours"), "What the answer is: choices, months or hours"
    )
    options: tuple[tuple[str, str], ...] | None = field(
        f.table_of(f.plain_text, f.plain_text, "answers to choose from, each with its words"),
        "The answers to choose from",
        optional=True,
    )
    asked_when: f.Requirement | None = field(
        f.requirement, "When to ask it; leave out if always", optional=True
    )

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if (self.asks_for == "choices") != bool(self.options):
            yield "options", "write options if the question asks for choices, and only then", ""


@record("roles")
class Role(Record):
    """A kind of work with babies and families, with what the competency areas look like in it."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the work", unique=True)
    meaning: str = field(f.plain_text, "What people do in it")
    practice: tuple[tuple[str, str], ...] = field(
        f.table_of(
            f.reference("competencies"),
            f.plain_text,
            "areas of competencies.yaml, each with an example",
        ),
        "What each area can look like in this work, in our own words",
    )
    sources: tuple[str, ...] = field(
        f.references("sources", "[chdi-impact-2015]"), "Where this kind of work is named"
    )


@record("search_words")
class SearchWords(Record):
    """Words that people type into the search, and what they lead to."""

    words: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[daycare, nursery]"),
        "What people type, in any language; leave out if the words of the needs are enough",
        optional=True,
    )
    needs: tuple[str, ...] | None = field(
        f.references("needs", "[child-care]"),
        "The needs they are about: the search then knows the needs' own words too, and finds"
        " programs for them",
        optional=True,
    )
    means: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[child care, preschool]"),
        "What our own pages call the same thing",
        optional=True,
    )
    pages: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, '[parents/, "help-now/#emergency"]'),
        "Paths of the pages that answer, the best one first",
        optional=True,
    )

    danger: str | None = field(
        f.choice("yes"),
        "Whether these words tell of a danger: then the first of `pages` is a help line, which"
        " stands large before all else, whatever else somebody types",
        optional=True,
    )

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if not (self.words or self.needs):
            yield "words", "write what people type", ""
        if not (self.needs or self.means or self.pages):
            yield "means", "write where the words lead: means, needs or pages", ""


@record("asked")
class Asked(Record):
    """Whole questions as people ask them, and the pages that answer."""

    may_be_empty: ClassVar[bool] = True

    pages: tuple[str, ...] = field(
        f.list_of(f.plain_text, '[parents/, "help-now/#emergency"]'),
        "Paths of the pages that answer them",
    )
    asked: tuple[str, ...] = field(
        f.list_of(f.plain_text, "[why does she cry every evening]"),
        "Questions in people's own words and any language: each word counts a little for the pages",
    )


@record("redirects")
class Redirect(Record):
    """An old address that now leads to another page, for good."""

    may_be_empty: ClassVar[bool] = True

    old: str = field(
        f.old_path,
        "The old path of the page, such as programs/old-name/; handouts/* stands for all that was"
        " below handouts/",
        unique=True,
    )
    new: str = field(
        f.page_path, "The path of the page to show instead, such as programs/new-name/"
    )
    since: PartialDate = field(f.past_date, "When the address changed")

    @property
    def below(self) -> str:
        """The folder below which all has moved, such as "handouts/"; "" for a single page."""
        return self.old.removesuffix("*") if self.old.endswith("*") else ""

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if self.old == self.new:
            yield "new", "write a path that is not the old one", quote(self.new)


@record("freshness")
class Freshness(Record):
    """How long a check of one kind of fact stays good."""

    in_reading_order: ClassVar[bool] = True

    of: str = field(
        f.choice("help_lines", "programs", "waiting", "contacts", "sites", "sources", "pages"),
        "The kind of record; waiting for what was heard of room at a program, or pages for the"
        " pages that people write",
        unique=True,
    )
    months: int = field(f.whole_number, "The number of months until someone must check again")
    why: str = field(f.plain_text, "Why that many months")

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if not 1 <= self.months <= 120:
            yield "months", "write a number of months from 1 to 120", quote(str(self.months))


@record("news")
class News(Record):
    """What is new, as the home page shows it."""

    in_reading_order: ClassVar[bool] = True

    title: str = field(f.plain_text, "What is new, in a few words", unique=True)
    date: PartialDate = field(f.past_date, "The date of the news")
    text: str = field(f.prose, "What a reader needs to know about it, in one to three sentences")
    page: str | None = field(
        f.page_path, "The page on this site it is about, such as programs/", optional=True
    )
    until: PartialDate | None = field(
        f.day, "The last day on which it is shown; leave out if it has none", optional=True
    )

    def as_of(self, today: datetime.date) -> News | None:
        return None if self.until and self.until.begins < today else self

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if self.until and self.until.begins < self.date.begins:
            yield "until", "write a day that is not before date", quote(self.until.iso)


@record("glossary")
class Term(Record):
    """A word of the field, with its plain meaning."""

    name: str = field(f.plain_text, "The word, as texts use it", unique=True)
    also: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[ACEs, ACE study]"),
        "Other words for the same thing",
        optional=True,
    )
    meaning: str = field(f.prose, "What it means, in plain words")
    sources: tuple[str, ...] = field(
        f.references("sources", "[chdi-impact-2015]"), "Where the meaning comes from"
    )


@record("figures")
class Figure(Record):
    """A number about the children of the state."""

    in_reading_order: ClassVar[bool] = True

    topic: str = field(f.plain_text, "What it is about, such as Poverty")
    name: str = field(f.plain_text, "What it counts", unique=True)
    count: int = field(f.whole_number, "The number, in digits")
    when: str | None = field(
        f.plain_text, "The time it is for; leave out if the source gives none", optional=True
    )
    note: str | None = field(f.plain_text, "What a reader needs to know about it", optional=True)
    source: str = field(f.reference("sources"), "Where it comes from")

    @property
    def written(self) -> str:
        """The number as people write it."""
        return f"{self.count:,}"


@record("timeline")
class Event(Record):
    """Something that happened, for the pages that tell our history."""

    in_reading_order: ClassVar[bool] = True

    story: str = field(
        f.choice("association", "endorsement", "alliance"),
        "The history it belongs to: association, endorsement or alliance",
    )
    name: str = field(f.plain_text, "What happened, in a few words", unique=True)
    date: PartialDate = field(f.past_date, "When it happened")
    season: str | None = field(
        f.plain_text,
        "The date in words, if the source puts it that way, such as Fall 2001",
        optional=True,
    )
    details: str = field(f.prose, "What a reader needs to know about it")
    sources: tuple[str, ...] = field(f.references("sources", "[about-us]"), "Where it comes from")


@record("states")
class State(Record):
    """What another state has done for its workforce."""

    name: str = field(f.plain_text, "The name of the state", unique=True)
    kind_of_step: str = field(
        f.choice("courses", "training", "policy", "planning"),
        "What kind of step it is: courses, training, policy or planning",
    )
    did: str = field(f.prose, "What it did")
    sources: tuple[str, ...] = field(
        f.references("sources", "[chdi-impact-2015]"), "Where it comes from"
    )


@record("trainings")
class Training(Record):
    """A training, or a recognition of training, for people who work with babies and families."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the training", unique=True)
    audience: str | None = field(
        f.plain_text, "Who it is for; leave out for a recognition", optional=True
    )
    details: str = field(f.prose, "What it covers, who offers it, and its figures with their dates")
    parts: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[attachment, play]"),
        "Its parts, shown as a list after the details",
        optional=True,
    )
    roles: tuple[str, ...] | None = field(
        f.references("roles", "[home-visitor]"), "The kinds of work the source names", optional=True
    )
    areas: tuple[tuple[str, str], ...] | None = field(
        f.table_of(
            f.reference("competencies"),
            f.plain_text,
            "areas of competencies.yaml, each with why it belongs there",
        ),
        "The areas it covers, each with what the source says about it",
        optional=True,
    )
    areas_note: str | None = field(f.plain_text, "Why no area is named", optional=True)
    programs: tuple[str, ...] | None = field(
        f.references("programs", "[child-first]"),
        "Programs where it is or was offered",
        optional=True,
    )
    goals: tuple[str, ...] | None = field(
        f.references("goals", "[workforce]"),
        "The goals of the strategic plan it supports",
        optional=True,
    )
    sources: tuple[str, ...] = field(
        f.references("sources", "[chdi-impact-2015]"), "Where the facts come from"
    )

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if bool(self.areas) == bool(self.areas_note):
            yield "areas_note", "write either areas or areas_note, not both", ""


@record("recommendations")
class Recommendation(Record):
    """What a report asks the state to do."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "What to do, starting with a verb", unique=True)
    meaning: str = field(f.prose, "What it means, and why")
    asks: tuple[tuple[str, str], ...] = field(
        f.table_of(f.plain_text, f.plain_text, "who is asked, each with what to do"),
        "Who is asked, each with what to do",
    )
    goals: tuple[str, ...] | None = field(
        f.references("goals", "[workforce]"),
        "The goals of the strategic plan it supports",
        optional=True,
    )
    sources: tuple[str, ...] = field(
        f.references("sources", "[chdi-impact-2015]"), "Where it comes from"
    )


@record("committees")
class Committee(Record):
    """A committee of the association."""

    may_be_empty: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the committee", unique=True)
    task: str = field(f.prose, "What it works on")
    chair: str | None = field(
        f.plain_text, "Who leads it: a role, such as A member of the board", optional=True
    )
    members: tuple[str, ...] | None = field(
        f.list_of(f.plain_text, "[two parents, a pediatrician]"),
        "Who sits on it: roles, not names",
        optional=True,
    )
    meets: str | None = field(f.plain_text, "When and where it meets", optional=True)
    meetings: tuple[Span, ...] | None = field(
        f.list_of(f.span, "[2027-03-05 18:30 to 20:00]"),
        "The dates of its meetings; each leaves the site once it is over",
        optional=True,
    )
    email: str | None = field(
        f.email_address, "The e-mail address of a role, not a person", optional=True
    )

    def as_of(self, today: datetime.date) -> Committee:
        rest = tuple(span for span in self.meetings or () if not span.is_over(today))
        return dataclasses.replace(self, meetings=rest or None) if self.meetings else self
