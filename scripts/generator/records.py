"""The kinds of record: which fields each has, how they are read, what they mean.

A field is declared here and nowhere else. A kind's file is `data/NAME.yaml`; where one file is not
enough, `data/NAME/*.yaml` are read as one.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator import fields as f
from generator.fields import field
from generator.ages import AgeRange
from generator.dates import PartialDate
from generator.problems import quote


@dataclass(slots=True, kw_only=True)
class Record:
    """What every record has: its slug, and the file and line where it stands.

    `kind` is the name of its file, which may be left out where the kind `may_be_empty`. Records stand in alphabetical order unless `in_reading_order`.
    """

    kind: ClassVar[str]
    in_reading_order: ClassVar[bool] = False
    single: ClassVar[bool] = False
    may_be_empty: ClassVar[bool] = False

    slug: str
    file: str
    line: int

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """Yield field, what to write and what was written, for what fields get wrong together."""
        return iter(())


KINDS: dict[str, type[Record]] = {}
FOLDERS = {
    "programs": "programs/",
    "towns": "towns/",
    "regions": "regions/",
    "needs": "needs/",
    "age_groups": "ages/",
    "levels": "endorsement/",
    "competencies": "competencies/",
}  # of the kinds whose records have pages


def record(kind: str):
    """Register a dataclass as the kind of record that `data/KIND.yaml` holds."""

    def register(cls: type) -> type[Record]:
        made = dataclass(slots=True, kw_only=True)(cls)
        made.kind = kind
        KINDS[kind] = made
        return made

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
    short_name: str = field(f.plain_text, "The name in short, as the page header shows it")
    state: str = field(f.plain_text, "The state that it serves")
    state_code: str | None = field(f.plain_text, "The two letters that stand for the state in a postal address", optional=True)
    summary: str = field(f.prose, "What it is, in one or two sentences")
    address: str = field(f.web_address, "Where this site is published, ending in a slash")
    website: str | None = field(f.web_address, "The association's earlier or main website", optional=True)
    repository: str | None = field(f.web_address, "The repository of this site, where readers suggest changes", optional=True)
    email: str | None = field(f.email_address, "The e-mail address of a role", optional=True)
    form_service: str | None = field(f.web_address, "Where forms are sent: the https address of a service that hands on what readers write; without it, each form is a prepared e-mail", optional=True)
    by_laws: str | None = field(f.web_address, "The address of the by-laws as a PDF; without it, readers are told how to ask for them", optional=True)
    first_line: str = field(f.reference("help_lines"), "The help line that knows every program in the state")
    child_line: str = field(f.reference("help_lines"), "The help line for questions about a child's development")
    header_lines: tuple[str, ...] = field(f.references("help_lines", "[emergency, crisis-988]"), "The help lines in the foot of every page")
    handout_regions: str | None = field(f.reference("region_kinds"), "The kind of region that has handouts to print, one for each age; leave out for none", optional=True)
    hint_town: str | None = field(f.reference("towns"), "The town that the finder names as an example; else the first one", optional=True)
    geography_source: str = field(f.reference("sources"), "Where the towns and their regions come from")
    offline: str = field(f.choice("offered", "left out"), "Whether readers may keep the site on their device: offered or left out")
    admin: str | None = field(f.choice("offered", "left out"), "Whether staff may change the data in a form at admin/: offered or left out", optional=True)
    languages: tuple[str, ...] = field(f.list_of(f.language, "[en, es]"), "The languages of the site, the first one without a folder of its own")
    records_written: PartialDate | None = field(f.past_date, "When the records were first written; a page that is made from them shows it", optional=True)
    records_reviewed: PartialDate | None = field(f.past_date, "When somebody last read all records through; a page that is made from them shows it", optional=True)
    reviewed_languages: tuple[str, ...] | None = field(f.list_of(f.language, "[es]"), "Those whose labels and translated records a native speaker has reviewed", optional=True)

    def folder(self, language: str) -> str:
        """Return the folder of the pages in LANGUAGE; "" for the first, whose pages stand at the top."""
        return "" if language == self.languages[0] else f"{language}/"

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if not self.address.endswith("/"):
            yield "address", "end the address with a slash", quote(self.address)
        if self.form_service and not self.form_service.startswith("https://"):
            yield "form_service", "write an address that begins with https://", quote(self.form_service)


@record("sources")
class Source(Record):
    """Where facts come from."""

    title: str = field(f.plain_text, "The title of the document or page")
    publisher: str = field(f.plain_text, "Who published it")
    date: PartialDate | None = field(f.past_date, "When it was published; leave out if it bears no date", optional=True)
    seen: PartialDate | None = field(f.past_date, "When we last read it", optional=True)
    address: str | None = field(f.web_address, "Its web address", optional=True)
    note: str | None = field(f.prose, "What a reader must know about it", optional=True)


@record("help_lines")
class HelpLine(Record):
    """A line that a family can call or write to."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the line", unique=True)
    purpose: str = field(f.plain_text, "When to use it, in a parent's words")
    how: str = field(f.prose, "How to reach it, and what happens, in short sentences")
    phone: f.Phone = field(f.phone_number, "The number to call")
    text_to: f.Phone | None = field(f.phone_number, "The number to send a text message to", optional=True)
    text_word: str | None = field(f.plain_text, "The word to send", optional=True)
    tty: f.Phone | None = field(f.phone_number, "The number for a text telephone (TTY)", optional=True)
    caution: str | None = field(f.plain_text, "What the line is not for", optional=True)
    sure: str = field(f.choice("certain", "high", "medium"), "How sure the facts are: certain, high or medium")
    source: str = field(f.reference("sources"), "Where the facts come from")
    checked: PartialDate = field(f.past_date, "When the facts were last checked")
    checked_by: str = field(f.plain_text, "Who checked them: a role, not a name")


@record("needs")
class Need(Record):
    """What a family looks for help with."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The need in a parent's words", unique=True)
    also: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[baby blues, feeling low]"), "Other words that people use for it", optional=True)
    lines: tuple[str, ...] | None = field(f.references("help_lines", "[child-development]"), "The help lines to call about it, the best one first", optional=True)
    pages: tuple[str, ...] | None = field(f.list_of(f.page_path, "[parents/crying/]"), "Paths of the pages for parents about it", optional=True)
    quick_exit: str | None = field(f.choice("shown"), "shown, where it must be quick to leave the page of the need", optional=True)


@record("settings")
class Setting(Record):
    """Where help happens."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "Where the help happens, such as At home", unique=True)


@record("sections")
class Section(Record):
    """The parts in which the programs are listed."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The heading of the part", unique=True)
    meaning: str = field(f.plain_text, "What the programs in it have in common")


@record("age_groups")
class AgeGroup(Record):
    """A span of ages that has a page of its own."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the group, such as Pregnancy", unique=True)
    ages: AgeRange = field(f.age_range, "Its ages, such as birth to 5 months")


@record("region_kinds")
class RegionKind(Record):
    """A way in which the state is divided."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "One such region, such as Planning region", unique=True)
    plural: str = field(f.plain_text, "Several such regions, such as Planning regions")
    meaning: str = field(f.prose, "What the division is for, and how sure it is")
    source: str = field(f.reference("sources"), "Where the division comes from")


@record("regions")
class Region(Record):
    """A part of the state that holds several towns."""

    name: str = field(f.plain_text, "The name of the region", unique=True)
    in_sentence: str | None = field(f.plain_text, "The name as a sentence has it, where that takes an article, such as the River Planning Region", optional=True)
    region_kind: str = field(f.reference("region_kinds"), "Which division it belongs to")
    also_called: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[Southwest]"), "Other names people use", optional=True)
    offices: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[Rivertown, Hilltown]"), "Towns with an area office", optional=True)

    @property
    def called(self) -> str:
        """The name within a sentence."""
        return self.in_sentence or self.name


@record("towns")
class Town(Record):
    """A town, with what people type to find it."""

    name: str = field(f.plain_text, "The name of the town", unique=True)
    regions: tuple[str, ...] = field(f.references("regions", "[north-region, river-county]"), "The regions it lies in, one of each kind")
    center: tuple[float, float] = field(f.coordinates, "Latitude and longitude of its middle")
    spellings: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[W. Rivertown]"), "Short forms and common misspellings", optional=True)
    places: tuple[tuple[str, str], ...] | None = field(
        f.table_of(f.plain_text, f.choice("city", "borough", "census place", "village", "post office"), "places with their kinds, such as {Old Mill: village}"),
        "Villages, boroughs and post offices that people type instead, each with its kind",
        optional=True,
    )
    zips: tuple[tuple[str, float | None], ...] | None = field(
        f.zip_shares, 'ZIP codes, each with the percentage of its people who live in this town, or "boxes"', optional=True
    )

    @property
    def called(self) -> str:
        """The name within a sentence."""
        return self.name

    @property
    def initial(self) -> str:
        """The letter under which lists keep the town."""
        return self.name[0].upper()


@record("programs")
class Program(Record):
    """A program where people work with babies and their families."""

    name: str = field(f.plain_text, "The name that families know", unique=True)
    other_names: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[ECCP]"), "Other names and abbreviations", optional=True)
    section: str = field(f.reference("sections"), "The part of the list that it belongs to")
    sort: str = field(f.choice("service", "initiative"), "service for what a family can use, initiative for training and projects among professionals")
    for_parents: str = field(f.prose, "What it does, for parents: short sentences, plain words")
    for_professionals: str = field(f.prose, "What it does, for professionals")
    ages: AgeRange | None = field(f.stated_age_range, 'Youngest and oldest age of the child, such as birth to 5, or "not stated"')
    ages_note: str | None = field(f.plain_text, "What to know about the ages; why they are not stated", optional=True)
    parent_ages: AgeRange | None = field(f.age_range, "Ages of the parent, where the source states those", optional=True)
    printed_group: str | None = field(f.plain_text, "The target group as the source printed it", optional=True)
    printed_reach: str | None = field(f.plain_text, "The reach as the source printed it", optional=True)
    serves: f.Places = field(f.places, 'Where it can be used: "statewide", "no place", or a list of towns and regions')
    needs: tuple[str, ...] = field(f.references("needs", "[bonding, stress]"), "What it helps with")
    setting: tuple[str, ...] | None = field(f.references("settings", "[home]"), "Where the help happens", optional=True)
    run_by: str | None = field(f.plain_text, "Who runs it", optional=True)
    funded_by: str | None = field(f.plain_text, "Who pays for it", optional=True)
    status: str = field(f.choice("active", "unchecked", "ended"), "active once somebody checked it, unchecked since its source, or ended")
    ended: f.Year | None = field(f.past_year, 'The year it ended, such as 2021 or "about 2015"', optional=True)
    successor: str | None = field(f.plain_text, "Who helps now, if it ended", optional=True)
    successors: tuple[str, ...] | None = field(f.references("programs", "[child-first]"), "Programs of this list that help now", optional=True)
    since: str | None = field(f.prose, "What is known to have changed since the source", optional=True)
    phone: f.Phone | None = field(f.phone_number, "The number to call", optional=True)
    website: str | None = field(f.web_address, "Its web address", optional=True)
    email: str | None = field(f.email_address, "The e-mail address of a role", optional=True)
    postal_address: str | None = field(f.plain_text, "Its postal address", optional=True)
    sources: tuple[str, ...] = field(f.references("sources", "[chdi-impact-2015]"), "Where the facts come from, the main one first")
    checked: PartialDate | None = field(f.past_date, "When somebody last checked that it runs", optional=True)
    checked_by: str | None = field(f.plain_text, "Who checked it: a role, not a name", optional=True)
    checked_how: str | None = field(f.plain_text, "How it was checked", optional=True)

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if self.ages is None and not self.ages_note:
            yield "ages_note", "write why the ages are not stated", ""
        if self.status == "active":
            for name in ("checked", "checked_by", "checked_how"):
                if not getattr(self, name):
                    yield name, 'write this field, as a program is "active" only once somebody checked it; or write "status: unchecked"', ""
        if self.status == "ended" and not self.ended:
            yield "ended", 'write the year in which the program ended, such as 2021 or "about 2015"', ""
        if self.status == "ended" and not (self.successor or self.successors):
            yield "successor", "write who helps families now that the program has ended", ""
        if self.status != "ended" and self.ended:
            yield "status", "write ended, or delete the year in which the program ended", quote(self.status)


@record("levels")
class Level(Record):
    """A level of the Endorsement."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the level", unique=True)
    numeral: str = field(f.plain_text, "Its numeral in the source, as people still search for it", unique=True)
    summary: str = field(f.plain_text, "Whom it suits, in one sentence")
    audience: str = field(f.prose, "What people at this level do")
    jobs: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[home visitors, doulas]"), "Kinds of work that the source names", optional=True)
    education: str = field(f.plain_text, "The education it asks for")
    experience: str = field(f.plain_text, "The work experience it asks for")
    services: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[advocacy, emotional support]"), "The services that the work must take in", optional=True)
    categories: tuple[tuple[str, str], ...] | None = field(
        f.table_of(f.plain_text, f.plain_text, "categories with what each asks"), "Categories inside the level, each with what it asks", optional=True
    )
    supervision_hours: int | None = field(f.whole_number, "Hours of reflective supervision it asks for; leave out if none are stated", optional=True)
    exam: str = field(f.choice("exam", "no exam"), "Whether there is an exam: exam or no exam")
    competencies: tuple[str, ...] = field(f.references("competencies", "[reflection]"), "The competency areas that a portfolio shows")
    ways: tuple[tuple[str, tuple[tuple[f.Requirement, str], ...]], ...] | None = field(
        f.table_of(f.plain_text, f.table_of(f.requirement, f.plain_text, "rules with the words that a reader sees"), "ways into the level, each with its rules"),
        "The rules of the self-check: each way into the level, with what it asks for",
        optional=True,
    )
    unsettled: tuple[tuple[f.Requirement, str], ...] | None = field(
        f.table_of(f.requirement, f.plain_text, "rules, each with what the source leaves open where it is met"), "What only the coordinator can say, and for whom", optional=True
    )
    sources: tuple[str, ...] = field(f.references("sources", "[chdi-impact-2015]"), "Where the facts come from")

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        for _, rules in self.ways or ():
            for rule in (rule for rule, _ in rules if rule.unit == "hours" and rule.amount != self.supervision_hours):
                yield "ways", "write as many hours as supervision_hours says", f"{rule.amount} hours"


@record("competencies")
class Competency(Record):
    """An area of the competencies behind the Endorsement."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the area", unique=True)
    also: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[Thinking]"), "Other names of the area", optional=True)
    summary: str = field(f.plain_text, "What the area is about, in one sentence")
    shown_by: tuple[str, ...] = field(f.list_of(f.plain_text, "[active listening, clear writing]"), "How people show it in their work")
    sources: tuple[str, ...] = field(f.references("sources", "[chdi-impact-2015]"), "Where the facts come from")


@record("goals")
class Goal(Record):
    """A goal of the strategic plan."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The goal in a few words", unique=True)
    meaning: str = field(f.prose, "What the goal means")
    points: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[first point, second point]"), "Points that spell it out", optional=True)
    points_about: str | None = field(f.plain_text, "What the points are, as a line above them", optional=True)
    programs: tuple[str, ...] | None = field(f.references("programs", "[child-first]"), "Programs whose work serves the goal", optional=True)
    sources: tuple[str, ...] = field(f.references("sources", "[strategic-plan]"), "Where the goal comes from")

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if bool(self.points) != bool(self.points_about):
            yield "points_about", "write points and the line above them together, or neither", ""


@record("steps")
class Step(Record):
    """A step on the way to the Endorsement."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "What to do, begun with a verb", unique=True)
    details: str = field(f.prose, "How to do it")
    levels: tuple[str, ...] | None = field(f.references("levels", "[specialist]"), "The levels that need this step; leave out if all do", optional=True)
    needs: tuple[str, ...] | None = field(
        f.list_of(f.choice("education", "experience", "supervision", "competencies", "exam"), "[education, exam]"), "What of a level's demands matters at this step", optional=True
    )
    sources: tuple[str, ...] = field(f.references("sources", "[chdi-impact-2015]"), "Where the step comes from")


@record("questions")
class Question(Record):
    """A question of the self-check."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The question", unique=True)
    hint: str | None = field(f.plain_text, "How to answer it", optional=True)
    asks_for: str = field(f.choice("choices", "months", "hours"), "What the answer is: choices, months or hours")
    options: tuple[tuple[str, str], ...] | None = field(
        f.table_of(f.plain_text, f.plain_text, "answers to choose from, each with its words"), "The answers to choose from", optional=True
    )
    asked_when: f.Requirement | None = field(f.requirement, "When it is asked; leave out if always", optional=True)

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if (self.asks_for == "choices") != bool(self.options):
            yield "options", "write options for a question that asks for choices, and for no other", ""


@record("roles")
class Role(Record):
    """A kind of work with babies and families, and what the competency areas look like in it."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the work", unique=True)
    meaning: str = field(f.plain_text, "What people do in it")
    practice: tuple[tuple[str, str], ...] = field(
        f.table_of(f.reference("competencies"), f.plain_text, "areas of competencies.yaml, each with an example"), "What each area can look like in this work, in our own words"
    )
    sources: tuple[str, ...] = field(f.references("sources", "[chdi-impact-2015]"), "Where this kind of work is named")


@record("search_words")
class SearchWords(Record):
    """Words that people type into the search, and what they lead to."""

    words: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[daycare, nursery]"), "What people type, in any language; leave out if the words of the needs suffice", optional=True)
    needs: tuple[str, ...] | None = field(f.references("needs", "[child-care]"), "The needs they speak of: the needs' own words count too, and programs for them are found", optional=True)
    means: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[child care, preschool]"), "The words of our own pages for the same thing", optional=True)
    pages: tuple[str, ...] | None = field(f.list_of(f.plain_text, '[parents/, "help-now/#emergency"]'), "Paths of the pages that answer, the best one first", optional=True)

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if not (self.words or self.needs):
            yield "words", "write what people type", ""
        if not (self.needs or self.means or self.pages):
            yield "means", "write where the words lead: means, needs or pages", ""


@record("redirects")
class Redirect(Record):
    """An address that was published and leads on to another page now, for good."""

    may_be_empty: ClassVar[bool] = True

    old: str = field(f.page_path, "The path that the page had, such as programs/old-name/", unique=True)
    new: str = field(f.page_path, "The path of the page to read instead, such as programs/new-name/")
    since: PartialDate = field(f.past_date, "When the address changed")

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if self.old == self.new:
            yield "new", "write another path than the old one", quote(self.new)


@record("freshness")
class Freshness(Record):
    """How long a check of a kind of fact lasts."""

    in_reading_order: ClassVar[bool] = True

    of: str = field(f.choice("help_lines", "programs", "sources"), "The kind of record", unique=True)
    months: int = field(f.whole_number, "The months after which somebody must check again")
    why: str = field(f.plain_text, "Why so long, and no longer")

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if not 1 <= self.months <= 120:
            yield "months", "write a number of months from 1 to 120", quote(str(self.months))


@record("news")
class News(Record):
    """What is new, as the home page shows it."""

    in_reading_order: ClassVar[bool] = True

    title: str = field(f.plain_text, "What is new, in a few words", unique=True)
    date: PartialDate = field(f.past_date, "Since when")
    text: str = field(f.prose, "What a reader must know about it, in one to three sentences")
    page: str | None = field(f.page_path, "The page of this site that it is about, such as programs/", optional=True)


@record("glossary")
class Term(Record):
    """A word of the field, with its plain meaning."""

    name: str = field(f.plain_text, "The word, as it stands in a text", unique=True)
    also: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[ACEs, ACE study]"), "Other words for the same thing", optional=True)
    meaning: str = field(f.prose, "What it means, in plain words")
    sources: tuple[str, ...] = field(f.references("sources", "[chdi-impact-2015]"), "Where the meaning comes from")


@record("figures")
class Figure(Record):
    """A number about the children of the state."""

    in_reading_order: ClassVar[bool] = True

    topic: str = field(f.plain_text, "What it is about, such as Poverty")
    name: str = field(f.plain_text, "What it counts", unique=True)
    count: int = field(f.whole_number, "The number, in digits")
    when: str | None = field(f.plain_text, "The time that it speaks of; leave out if the source gives none", optional=True)
    note: str | None = field(f.plain_text, "What a reader must know about it", optional=True)
    source: str = field(f.reference("sources"), "Where it comes from")

    @property
    def written(self) -> str:
        """The number as people write it."""
        return f"{self.count:,}"


@record("timeline")
class Event(Record):
    """Something that happened, for the pages that tell a history."""

    in_reading_order: ClassVar[bool] = True

    story: str = field(f.choice("association", "endorsement", "alliance"), "The history that it belongs to: association, endorsement or alliance")
    name: str = field(f.plain_text, "What happened, in a few words", unique=True)
    date: PartialDate = field(f.past_date, "When it happened")
    season: str | None = field(f.plain_text, "The date in words, where the source has it so, such as Fall 2001", optional=True)
    details: str = field(f.prose, "What a reader must know about it")
    sources: tuple[str, ...] = field(f.references("sources", "[about-us]"), "Where it comes from")


@record("states")
class State(Record):
    """What another state has done for its workforce."""

    name: str = field(f.plain_text, "The name of the state", unique=True)
    kind_of_step: str = field(f.choice("courses", "training", "policy", "planning"), "What sort of step it is: courses, training, policy or planning")
    did: str = field(f.prose, "What it did")
    sources: tuple[str, ...] = field(f.references("sources", "[chdi-impact-2015]"), "Where it comes from")


@record("trainings")
class Training(Record):
    """A training, or a recognition of training, for people who work with babies and families."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the training", unique=True)
    audience: str | None = field(f.plain_text, "Whom it is for; leave out for a recognition", optional=True)
    details: str = field(f.prose, "What it holds, who gives it, and its figures with their dates")
    parts: tuple[str, ...] | None = field(f.list_of(f.plain_text, "[attachment, play]"), "Its parts, which follow the details as a list", optional=True)
    roles: tuple[str, ...] | None = field(f.references("roles", "[home-visitor]"), "The kinds of work that the source names", optional=True)
    areas: tuple[tuple[str, str], ...] | None = field(
        f.table_of(f.reference("competencies"), f.plain_text, "areas of competencies.yaml, each with why it belongs there"),
        "The areas that it touches, each with what the source says for it",
        optional=True,
    )
    areas_note: str | None = field(f.plain_text, "Why no area is named", optional=True)
    programs: tuple[str, ...] | None = field(f.references("programs", "[child-first]"), "Programs where it is or was given", optional=True)
    goals: tuple[str, ...] | None = field(f.references("goals", "[workforce]"), "The goals of the strategic plan that it serves", optional=True)
    sources: tuple[str, ...] = field(f.references("sources", "[chdi-impact-2015]"), "Where the facts come from")

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        if bool(self.areas) == bool(self.areas_note):
            yield "areas_note", "write the areas, or why none is named, and not both", ""


@record("recommendations")
class Recommendation(Record):
    """What a report asks the state to do."""

    in_reading_order: ClassVar[bool] = True

    name: str = field(f.plain_text, "What to do, begun with a verb", unique=True)
    meaning: str = field(f.prose, "What it means, and why")
    asks: tuple[tuple[str, str], ...] = field(f.table_of(f.plain_text, f.plain_text, "who is asked, with what each is asked to do"), "Who is asked, each with what to do")
    goals: tuple[str, ...] | None = field(f.references("goals", "[workforce]"), "The goals of the strategic plan that it serves", optional=True)
    sources: tuple[str, ...] = field(f.references("sources", "[chdi-impact-2015]"), "Where it comes from")


@record("committees")
class Committee(Record):
    """A committee of the association."""

    may_be_empty: ClassVar[bool] = True

    name: str = field(f.plain_text, "The name of the committee", unique=True)
    task: str = field(f.prose, "What it works on")
    meets: str | None = field(f.plain_text, "When and where it meets", optional=True)
    email: str | None = field(f.email_address, "The e-mail address of a role", optional=True)
