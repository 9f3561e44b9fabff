"""What the sheets to print say: a handout for a region and an age, a level of the Endorsement.

A sheet is one record of plain texts in one language, with marks around what is in another. Its
page shows the record as HTML, and `theme/sheet.typ` sets it as a PDF.
"""

from __future__ import annotations

import datetime
import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from imhsite.finding.matching import Group
from imhsite.finding.program_rows import ProgramRows, Row, plain
from imhsite.finding.program_words import ProgramWords
from imhsite.language import marks
from imhsite.language.locales import locale_of, name_of
from imhsite.language.wording import Wording, lines, opening
from imhsite.model.fields import Phone
from imhsite.model.records import (
    FOLDERS,
    AgeGroup,
    HelpLine,
    Level,
    Program,
    Record,
    SpokenLanguage,
)
from imhsite.model.services import ServiceSite
from imhsite.pages.generated import Page, path_of, path_of_region_and_age
from imhsite.reading import safety
from imhsite.reading.catalog import Catalog
from imhsite.reading.freshness import is_overdue, lasts

T = TypeVar("T")
POSTER = "pages/languages.html"  # the template of the page that has a poster
NUMBERS = 3  # that are set large
MOST_LETTERS = 155  # of what a program does
MOST_SITES = 6  # of a program: more would not fit on a sheet
MOST_SOURCES = 3
MOST_OTHERS, MOST_NEEDS = 2, 3  # that a handout names for families who cannot have a program
_SET = ("LATIN", "CYRILLIC", "GREEK", "ARABIC")  # the scripts of the fonts that Typst brings
SET_HAN = "中体出助危寻帮并您打拨文有求用的简英言语说请险"  # all of NotoSansSC-Regular.ttf
Fact = tuple[str, str]  # a name, and what belongs to it


@dataclass(frozen=True, slots=True)
class Call:
    """A telephone number, the words that it stands in, and what a telephone dials."""

    words: str
    number: str
    dials: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A name, the path of its page, and what is said of it."""

    name: str
    path: str
    summary: str


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """A heading, and what stands below it."""

    heading: str
    items: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """What keeps a baby or a parent safe: `box` is one of `records.BOXES`."""

    box: str
    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All that a family needs in order to ask for a program.

    `reach` says how it reaches the family; `facts` who can come, what it costs and in which
    languages. `answered_by` names the help line whose number `call` is; it is empty for a
    program's own number. `notes` are what a family has to know first, such as a waiting list.
    """

    name: str
    path: str
    reach: str
    summary: str
    facts: tuple[Fact, ...]
    call: Call
    answered_by: str
    status: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """A program that stands on no card, and the number to call about it."""

    name: str
    path: str
    call: Call


@dataclass(frozen=True, slots=True)
class IfFull:
    """What to ask where a program has no room, who else serves these families, and what helps."""

    heading: str
    ask: str
    also: str
    others: tuple[Other, ...]
    meanwhile: str
    path: str  # of the pages that help meanwhile


@dataclass(frozen=True, slots=True)
class Line:
    """A help line: when to call, its number, and the icon beside it."""

    purpose: str
    call: Call
    icon: str


@dataclass(frozen=True, slots=True)
class Scene:
    """The slug of a line figure, and what it shows."""

    slug: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What every sheet says.

    `address` is that of the site, which stands before every path; `living` is the path of the
    page that says the same and more, and always as of today; `newest` says so.
    """

    title: str
    language: str
    publisher: str
    address: str
    living: str
    newest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout(Sheet):
    """Who can help families of a region with a child of an age.

    `numbers` are the three to know by heart, `lines` others that help here. `translation` is a
    tag and a note where nobody has reviewed the translation.
    """

    translation: Fact | None
    region: str
    map_says: str
    numbers: tuple[Line, ...]
    heading: str
    tick: str
    cards: tuple[Card, ...]
    full: IfFull | None
    scene: Scene | None
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    checked: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Sheet):
    """A level of the Endorsement on one page."""

    also: str
    summary: str
    today: str
    as_described: str
    audience: Section[str]
    asks: Section[Fact]
    services: Section[str]
    categories: Section[Fact]
    areas: Section[Linked]
    steps: Section[str]
    sources: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what is said in sentences, then in rows; `more` of which there are."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Sheet):
    """All that a professional needs to refer a family to a program."""

    also: str
    lead: str
    call: Call
    parts: tuple[Part, ...]
    status: str
    sources: str


def sheet_of(
    page: Page, catalog: Catalog, today: datetime.date, local: Callable[[str], str]
) -> Sheet:
    """Return the sheet of PAGE, which has a PDF.

    LOCAL returns the path of a page in the sheet's language, where there is one.
    """
    if page.template == POSTER:
        return poster(page, catalog)
    writer = _Writer(page, catalog, today, local)
    return {
        "pages/handout.html": writer.handout,
        "pages/level_summary.html": writer.summary,
        "pages/referral.html": writer.referral,
    }[page.template]()


def printed(sheet: Sheet) -> dict:
    """Return SHEET for its layout: its fields, and under `kind` the name of its class."""
    text = json.dumps({"kind": type(sheet).__name__} | asdict(sheet), ensure_ascii=False)
    return json.loads(marks.plain(text))


def level_facts(level: Level, words: Wording) -> tuple[Fact, ...]:
    """Return what LEVEL asks for, by name."""
    hours = level.supervision_hours
    supervision = words.text("hours", count=hours) if hours else words.text("no-hours-stated")
    return (
        (words.text("fact-education"), level.education),
        (words.text("fact-experience"), level.experience),
        (words.text("fact-supervision"), supervision),
        (words.text("fact-exam"), words.text("exam-yes" if level.exam == "exam" else "exam-no")),
    )


class _Writer:
    """Makes the sheet of one page."""

    def __init__(
        self, page: Page, catalog: Catalog, today: datetime.date, local: Callable[[str], str]
    ) -> None:
        self.page, self.catalog, self.today, self.local = page, catalog, today, local
        self.words = Wording(catalog.labels, page.language)
        self.text, self.first = self.words.text, catalog.association.languages[0]
        self.programs = ProgramWords(catalog, self.words)
        self.rows = ProgramRows(catalog, self.words)

    def _find(self, kind: str, slugs: object) -> list:
        """The records of KIND with these SLUGS, in the language of the sheet."""
        records = self.catalog.get(kind, [slugs] if isinstance(slugs, str) else slugs)
        return [self.catalog.translated(record, self.page.language) for record in records]

    def _in(self, record: Record, field: str, text: str | None = None) -> str:
        """The text FIELD of RECORD, or TEXT of it, marked where it is not translated."""
        text = getattr(record, field) if text is None else text
        is_translated = self.catalog.is_translated(record, field, self.page.language)
        return text if is_translated or not text else marks.marked(text, self.first)

    def _common(self, living: str) -> dict[str, str]:
        association, page, path = self.catalog.association, self.page, self.local(living)
        return {
            "title": page.title,
            "language": page.language,
            "publisher": association.name,
            "address": association.address,
            "living": path,
            "newest": self.text("sheet-newest", address=association.address + path),
        }

    def handout(self) -> Handout:
        about, text = self.page.context, self.text
        region, group = about["region"], about["group"]
        numbers, lines = self._lines()
        common = self._common(path_of_region_and_age(region, group))
        if more := len(about["others"]):
            address = common["address"] + common["living"]
            common["newest"] = text("handout-more", count=more, address=address)
        return Handout(
            **common,
            translation=(text("translation-not-reviewed"), text("translation-note"))
            if self.page.translation == "not reviewed"
            else None,
            region=region.slug,
            map_says=text("scene-region", name=region.called),
            numbers=tuple(map(self._line, numbers)),
            heading=text("handout-programs"),
            tick=text("handout-tick"),
            cards=tuple(self._cards(about["groups"])),
            scene=self._scene(group),
            full=self._if_full(about),
            boxes=self._boxes(group),
            lines=tuple(map(self._line, lines)),
            checked=text(
                "handout-lines-note",
                date=self.words.date(min(line.checked for line in [*numbers, *lines])),
            ),
            note=text("handout-note"),
        )

    def _lines(self) -> tuple[list[HelpLine], list[HelpLine]]:
        """The help lines with the largest numbers, and the others of the header."""
        association = self.catalog.association
        header = association.header_lines or ()
        slugs = dict.fromkeys((*header[: NUMBERS - 1], association.first_line, *header))
        lines = self._find("help_lines", slugs)
        return lines[:NUMBERS], lines[NUMBERS:]

    def _line(self, line: HelpLine) -> Line:
        association = self.catalog.association
        icons = {association.emergency_line: "alarm-light", association.first_line: "hand-heart"}
        icon = icons.get(line.slug, "phone-in-talk")
        return Line(self._in(line, "purpose"), _call(line.phone), icon)

    def _scene(self, group: AgeGroup) -> Scene | None:
        slug = group.drawing
        return Scene(slug, self.text(f"scene-{slug}")) if slug else None

    def _boxes(self, group: AgeGroup) -> tuple[Box, ...]:
        items = safety.of_ages(self.catalog, group.ages)
        items = [self.catalog.translated(item, self.page.language) for item in items]
        return tuple(
            Box(box, self.text(f"safety-{box}"), tuple(self._in(item, "text") for item in items))
            for box, items in safety.boxes(items)
        )

    def _cards(self, groups: Iterable[Group]) -> Iterator[Card]:
        for group in groups:
            slugs = [program.slug for program in group.programs]
            for program in self._find("programs", slugs):
                yield self._card(program, self.text(f"group-{group.name}"))

    def _card(self, program: Program, reach: str) -> Card:
        call, text = self.rows.call(program), self.text
        overdue = text("overdue", months=lasts(self.catalog, "programs"))
        waiting = [plain(row.value) for row in self.rows.waiting(program)]
        return Card(
            name=self._in(program, "name"),
            path=self.local(path_of(program)),
            reach=reach,
            summary=self._in(program, "for_parents", opening(program.for_parents, MOST_LETTERS)),
            facts=_facts(self.rows.in_short(program)),
            call=_call(call.phone),
            answered_by="" if program.phone else plain(call.who),
            status=str(self.programs.status(program).unescape()),
            notes=(*waiting, *[overdue] * is_overdue(self.catalog, program, self.today)),
        )

    def _if_full(self, about: Mapping) -> IfFull | None:
        asked = [program for group in about["groups"] for program in group.programs]
        if not asked:
            return None
        others = self._find("programs", [other.slug for other in about["others"][:MOST_OTHERS]])
        needs = Counter(need for program in asked for need in program.needs)
        first = self._find("needs", [slug for slug, _ in needs.most_common(MOST_NEEDS)])
        named = "; ".join(self._in(need, "name") for need in first)
        return IfFull(
            heading=self.text("full-heading"),
            ask=self.text("full-ask"),
            also=self.text("full-others") if others else "",
            others=tuple(self._other(program) for program in others),
            meanwhile=f"{self.text('full-meanwhile')} {named}",
            path=self.local(FOLDERS["needs"]),
        )

    def _other(self, program: Program) -> Other:
        call = _call(self.rows.call(program).phone)
        return Other(self._in(program, "name"), self.local(path_of(program)), call)

    def summary(self) -> Summary:
        level: Level = self.page.context["record"]
        text = self.text
        return Summary(
            **self._common(path_of(level)),
            also=text("level-numeral", numeral=level.numeral),
            summary=level.summary,
            today=text("called-today", name=level.today) if level.today else "",
            as_described=" ".join([text("as-described"), *self._todays_rules()]),
            audience=Section(text("level-who"), self._audience(level)),
            asks=Section(text("level-asks"), level_facts(level, self.words)),
            services=Section(text("level-services"), level.services or ()),
            categories=Section(
                text("level-categories", count=len(level.categories or ())),
                level.categories or (),
            ),
            areas=Section(
                text("level-areas"),
                tuple(
                    Linked(area.name, self.local(path_of(area)), area.summary)
                    for area in self._find("competencies", level.competencies)
                ),
            ),
            steps=Section(
                text("summary-steps"),
                tuple(
                    step.name
                    for step in self._find("steps", self.catalog.steps)
                    if not step.levels or level.slug in step.levels
                ),
            ),
            sources=self._sources(level.sources),
        )

    def referral(self) -> Referral:
        program: Program = self.page.context["record"]
        call = self.rows.call(program)
        return Referral(
            **self._common(path_of(program)),
            also=", ".join(program.other_names or ()),
            lead=self.text("referral-lead"),
            call=_call(call.phone, ": ".join(filter(None, (plain(call.who), call.phone.text)))),
            parts=tuple(part for part in self._parts(program) if part.paragraphs or part.facts),
            status=str(self.programs.status(program).unescape()),
            sources=self._sources(self.rows.sources(program)),
        )

    def _parts(self, program: Program) -> Iterator[Part]:
        rows, text = self.rows, self.text
        yield Part(
            text("for-professionals-heading"),
            (*lines(program.for_professionals), *lines(program.since or "")),
            _facts(rows.about(program)),
        )
        yield Part(text("can-use-heading"), (), _facts(rows.can_use(program)))
        yield Part(
            text("contact-heading"),
            (*lines(program.how_to_ask or ""), *(program.steps or ())),
            (*_facts(rows.getting_in(program)), *self._ways(program)),
        )
        yield Part(text("where-heading"), (), _facts(rows.where(program)))
        yield from self._sites(program)
        yield Part(
            text("then-heading"), tuple(lines(program.next or "")), _facts(rows.waiting(program))
        )

    def _sites(self, program: Program) -> Iterator[Part]:
        """The first places of PROGRAM, and how many more its page has."""
        sites = self.catalog.sites_of(program)
        facts = [
            (site.name, "; ".join([self.rows.address(site), *self._of_site(site)]))
            for site in sites[:MOST_SITES]
        ]
        more = len(sites) - len(facts)
        told = self.text("referral-more-sites", count=more) if more else ""
        yield Part(self.text("referral-sites"), (), tuple(facts), told)

    def _of_site(self, site: ServiceSite) -> list[str]:
        facts = [*_facts(self.rows.site(site)), *self._ways(site)]
        return [f"{name}: {value}" for name, value in facts]

    def _ways(self, record: Record) -> Iterator[Fact]:
        """Every way to reach RECORD, with what it is for."""
        for who, ways in self.rows.contacts(record, whole=True):
            if who:
                yield plain(who), "; ".join(f"{way}: {value}" for way, value in _facts(ways))
            else:
                yield from _facts(ways)
        if getattr(record, "website", None):
            yield self.text("reach-website"), record.website
        if getattr(record, "postal_address", None):
            yield self.text("reach-mail"), record.postal_address

    def _todays_rules(self) -> list[str]:
        sources = self._find("sources", self.catalog.association.todays_rules or ())
        return [self.text("summary-today", address=source.address) for source in sources[:1]]

    def _audience(self, level: Level) -> tuple[str, ...]:
        jobs = f"{self.text('level-jobs')} {'; '.join(level.jobs or ())}."
        return (*lines(level.audience), *([jobs] if level.jobs else []))

    def _sources(self, slugs: Sequence[str]) -> str:
        sources = self._find("sources", slugs[:MOST_SOURCES])
        titles = [
            f"{source.title} ({self.words.date(source.date)})" if source.date else source.title
            for source in sources
        ]
        return f"{self.text('source-heading', count=len(sources))} {'; '.join(titles)}"


def _facts(rows: Iterable[Row]) -> tuple[Fact, ...]:
    return tuple((plain(row.name), plain(row.value)) for row in rows)


def _call(phone: Phone, words: str = "") -> Call:
    return Call(words or phone.text, phone.text, phone.href)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What to do first, in one language: both texts hold {number}."""

    tag: str
    direction: str
    name: str
    danger: str
    find: str
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster(Sheet):
    """What to do first, in many languages, with two large numbers."""

    numbers: tuple[tuple[str, str], ...]
    spoken: tuple[Spoken, ...]
    unread: str


def poster(page: Page, catalog: Catalog) -> Poster:
    """Return the poster of PAGE, with the languages whose script can be set."""
    association, text = catalog.association, Wording(catalog.labels, page.language).text
    first = catalog.translated(catalog.first_line, page.language)
    read = all(spoken.read for spoken in catalog.languages.values())
    return Poster(
        title=page.title,
        language=page.language,
        publisher=association.name,
        address=association.address,
        living=page.path,
        newest=text("languages-newest", address=f"{association.address}{page.path}"),
        numbers=(("911", text("languages-danger")), (first.phone.text, first.purpose)),
        spoken=tuple(_spoken(record) for record in catalog.languages.values() if is_set(record)),
        unread="" if read else text("languages-unread-poster"),
    )


def is_set(spoken: SpokenLanguage) -> bool:
    """Return whether the poster can show what SPOKEN says."""
    letters = filter(str.isalpha, f"{name_of(spoken.slug)}{spoken.danger}{spoken.find}")
    return all(
        letter in SET_HAN or unicodedata.name(letter, "").startswith(_SET) for letter in letters
    )


def _spoken(record: SpokenLanguage) -> Spoken:
    tag = record.slug
    direction = locale_of(tag).text_direction
    return Spoken(tag, direction, name_of(tag), record.danger, record.find, record.say)
