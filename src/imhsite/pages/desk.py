"""The desk of staff: what waits for somebody on a day, and how to do it.

It is the page `staff/`, and the issue that a weekly job keeps up to date. Which records can be due
or end is declared with their kinds.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields

from imhsite.files.dead_links import DeadLink, DeadLinks
from imhsite.language.wording import Wording
from imhsite.model.dates import PartialDate, exactly
from imhsite.model.fields import LABELS, Phone, text_in
from imhsite.model.records import FOLDERS, HelpLine, Program, Record, declared_fields
from imhsite.model.services import Contact, Lead, ServiceSite
from imhsite.pages.changes import name_of
from imhsite.pages.generated import Page, path_of
from imhsite.pages.letters import Letter, message
from imhsite.reading.catalog import Catalog
from imhsite.reading.freshness import WAITING, Due, checks, next_review, overdue, unchecked

MOST = 100  # tasks of a section that the page shows
SOON = datetime.timedelta(days=30)
MONTHS = 24  # of the calendar
RECENT = datetime.timedelta(days=92)  # for so long the desk shows what has ended
GRACE = datetime.timedelta(days=14)  # a page may be published some days after it was read
Changed = Callable[[str], PartialDate | None]  # when a file last changed, if git knows
Endings = list[tuple[Record, PartialDate]]


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call and what to say, and what to know before, if anything.

    `line` is None where nobody is to be called.
    """

    line: Phone | None
    before: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what it is about, why it waits, and the file and line to change.

    `file` is "" where nobody knows it, `line` 0 for all of it; `is_new` says that there is no such
    file yet. `about` is a path on this site or an address; `pages` are further paths. `language` is
    that of the title, "" for the site's first. `name` tells the task from others on the page.
    """

    title: str
    why: str
    file: str
    line: int = 0
    is_new: bool = False
    about: str = ""
    pages: tuple[str, ...] = ()
    record: Record | None = None
    call: Call | None = None
    letter: Letter | None = None
    language: str = ""
    name: str = ""

    @property
    def in_form(self) -> bool:
        """Whether the form for staff has the record."""
        return bool(self.record) and self.file == self.record.own_file and not self.is_new


@dataclass(frozen=True, slots=True)
class Section:
    """Tasks of one sort, and what to do with them.

    `is_late` says that each waits for somebody now, `is_known` that somebody has looked.
    """

    name: str
    heading: str
    how: str
    tasks: tuple[Task, ...]
    is_late: bool = True
    is_known: bool = True

    @property
    def calls(self) -> list[Task]:
        """The first tasks for which there is somebody to call or to write to."""
        return [task for task in self.tasks[:MOST] if task.call or task.letter]

    @property
    def lines(self) -> list[Task]:
        """The first tasks for which there is not."""
        return [task for task in self.tasks[:MOST] if not (task.call or task.letter)]

    @property
    def more(self) -> int:
        """How many tasks come after the first."""
        return max(0, len(self.tasks) - MOST)


def endings_of(catalog: Catalog) -> Endings:
    """Return the records of CATALOG that have an end, each with its last day."""
    records = (record for kind in catalog.records.values() for record in kind.values())
    return [(record, day) for record in records if (day := record.last_day)]


class Desk:
    """What waits on the day TODAY, in the words WORDS.

    PAGES are those that people write, CHANGED knows when a file last changed, and DEAD are the
    links that no longer work, None where nobody has tried. ENDINGS are those of all records, also
    of those that have left CATALOG since.
    """

    def __init__(
        self,
        catalog: Catalog,
        pages: Collection[Page],
        words: Wording,
        today: datetime.date,
        changed: Changed,
        dead: DeadLinks | None,
        endings: Endings,
    ) -> None:
        self.catalog, self.words = catalog, words
        self.pages = [page for page in pages if page.edit]  # the product's are not for staff
        self.today, self.changed, self.dead, self.endings = today, changed, dead, endings
        self.first, *self.others = catalog.association.languages

    def sections(self) -> Iterator[Section]:
        """Yield every section, the most urgent first; some have no task."""
        yield self._section("overdue", self._overdue())
        yield self._dead_links()
        yield self._section("ended", self._ended())
        yield self._section("reread", self._to_reread())
        yield self._section("soon", self._soon(), is_late=False)
        yield self._section("unchecked", self._unchecked(), is_late=False)
        yield self._section("confirm", self._to_confirm(), is_late=False)
        yield self._section("shared", self._shared(), is_late=False)
        yield self._section("untranslated", self._untranslated(), is_late=False)
        yield self._section("unreviewed", self._unreviewed(), is_late=False)

    def calendar(self) -> list[tuple[PartialDate, list[int]]]:
        """Return those of the next MONTHS in which checks end, and how many do.

        There is a number for each rule of data/freshness.yaml; what is late stands in this month.
        """
        rules = self.catalog.freshness.values()
        ends = [[max(day, self.today) for day in self._ends(rule.of)] for rule in rules]
        first = self.today.year * 12 + self.today.month - 1
        months = (
            (
                PartialDate(month // 12, month % 12 + 1),
                [sum(day.year * 12 + day.month - 1 == month for day in days) for days in ends],
            )
            for month in range(first, first + MONTHS)
        )
        return [(month, counts) for month, counts in months if any(counts)]

    def _ends(self, kind: str) -> Iterator[datetime.date]:
        """Yield the day on which each check of KIND ends."""
        if kind == "pages":
            reviews = (next_review(self.catalog, page.reviewed) for page in self.pages)
            yield from (review.begins for review in reviews if review)
        yield from (check.day for check in checks(self.catalog, kind))

    def _section(self, name: str, tasks: Iterator[Task], is_late: bool = True) -> Section:
        return Section(name, self._say(name), self._say(f"{name}-how"), tuple(tasks), is_late)

    def _say(self, name: str, **values: object) -> str:
        return self.words.text(f"staff-{name}", **values)

    def _of(self, record: Record, why: str, **more) -> Task:
        return task_of(self.catalog, record, why, **more)

    def _to_check(self, record: Record, why: str) -> Task:
        return task_for(self.catalog, self.words, record, why)

    def _overdue(self) -> Iterator[Task]:
        for each in overdue(self.catalog, self.today):
            yield self._again(each, "since")

    def _again(self, each: Due, name: str) -> Task:
        """The task to check EACH again, told by the label NAME."""
        day = self.words.date(exactly(each.day))
        why = self._say(name, checked=self.words.date(each.checked), day=day)
        if each.of == WAITING:
            return task_for_room(self.catalog, self.words, each.record, why)
        return self._to_check(each.record, why)

    def _soon(self) -> Iterator[Task]:
        for each in overdue(self.catalog, self.today + SOON):
            if each.day > self.today:
                yield self._again(each, "due")
        for record, day in self.endings:
            if self.today <= day.ends <= self.today + SOON and not _is_over(record):
                yield self._of(record, self._say("ends", date=self.words.date(day)))

    def _ended(self) -> Iterator[Task]:
        for record, day in self.endings:
            is_over = day.ends < self.today or _is_over(record)
            if is_over and self.today <= day.ends + RECENT:
                yield self._of(record, self._say("ended-on", date=self.words.date(day)))

    def _dead_links(self) -> Section:
        heading = self._say("links")
        if not self.dead:
            return Section("links", heading, self._say("links-untried"), (), is_known=False)
        how = self._say("links-how", date=self.words.date(exactly(self.dead.tried)))
        return Section("links", heading, how, tuple(map(self._dead_link, self.dead.links)))

    def _dead_link(self, link: DeadLink) -> Task:
        record = self._with_address(link.address)
        place = place_of(self.catalog, record) if record else ("",)
        # Without a link: the next check would find it dead on this page.
        return Task(link.address, link.why, *place, pages=link.pages)

    def _with_address(self, address: str) -> Record | None:
        """The first record one of whose fields is ADDRESS, from which the pages have it."""
        for records in self.catalog.records.values():
            for record in records.values():
                if any(getattr(record, name) == address for name in declared_fields(type(record))):
                    return record
        return None

    def _to_reread(self) -> Iterator[Task]:
        for page in self.pages:
            review = next_review(self.catalog, page.reviewed)
            changed = self.changed(page.edit[0])
            read = self.words.date(page.reviewed)
            if review and review.begins <= self.today:
                day = self.words.date(review)
                yield _of_page(page, self._say("reread-since", read=read, day=day))
            elif changed and changed.begins > page.reviewed.ends + GRACE:
                day = self.words.date(changed)
                yield _of_page(page, self._say("reread-changed", read=read, day=day))

    def _unchecked(self) -> Iterator[Task]:
        for program in unchecked(self.catalog):
            yield self._to_check(program, "")

    def _to_confirm(self) -> Iterator[Task]:
        for lead in self.catalog.leads.values():
            yield self._to_check(lead, lead.doubt)

    def _shared(self) -> Iterator[Task]:
        """Yield the last of the programs with one number, unless one organization runs them all.

        The cross-checks know the numbers of contacts, each of which stands once.
        """
        holders: dict[str, list[Program]] = {}
        for program in self.catalog.programs.values():
            if program.phone and not _is_over(program):
                holders.setdefault(program.phone.href, []).append(program)
        for *others, last in holders.values():
            if any(not each.run_by or each.run_by != last.run_by for each in others):
                names = ", ".join(each.name for each in others)
                why = self._say("shared-with", phone=last.phone.text, programs=names)
                yield self._of(last, why)

    def _untranslated(self) -> Iterator[Task]:
        for language in self.others:
            name = self.words.name_of(language)
            for page in _without(language, self.first, self.pages):
                yield _of_page(page, self._say("untranslated-page", language=name))
            if missing := self.catalog.labels.untranslated(language):
                yield self._labels(language, missing)
            for record, missing in self._missing(language):
                why = self._say("untranslated-fields", language=name, fields=", ".join(missing))
                file = f"data/{language}/{record.kind}.yaml"
                is_new = file not in self.catalog.files
                yield Task(name_of(record), why, file, 0, is_new, _about(record))

    def _labels(self, language: str, names: list[str]) -> Task:
        name, file = self.words.name_of(language), f"data/{language}/{LABELS}.yaml"
        why = self._say("untranslated-fields", language=name, fields=", ".join(names))
        is_new = file not in self.catalog.files
        return Task(f"{LABELS}.yaml", why, file, 0, is_new)

    def _missing(self, language: str) -> Iterator[tuple[Record, list[str]]]:
        """Yield each record with its texts that are not in LANGUAGE, though others' are."""
        for kind, texts in self.catalog.translations.get(language, {}).items():
            translated = {field for values in texts.values() for field in values}
            for record in self.catalog.records[kind].values():
                own = texts.get(record.slug, {})
                names = [field.name for field in fields(record) if field.name in translated]
                if missing := [
                    name for name in names if text_in(getattr(record, name)) and name not in own
                ]:
                    yield record, missing

    def _unreviewed(self) -> Iterator[Task]:
        association = self.catalog.association
        for page in self.pages:
            if page.translation == "not reviewed":
                name = self.words.name_of(page.language)
                yield _of_page(page, self._say("unreviewed-page", language=name))
        for language in self.others:
            name = self.words.name_of(language)
            if language not in (association.reviewed_languages or ()):
                why = self._say("unreviewed-labels", language=name)
                yield Task(association.name, why, association.file, association.line)
            for kind, slugs in self.catalog.translations.get(language, {}).items():
                count = sum((language, kind, slug) not in self.catalog.reviewed for slug in slugs)
                file = f"data/{language}/{kind}.yaml"
                if count and file in self.catalog.files:
                    why = self._say("unreviewed-records", language=name, count=count)
                    yield Task(file, why, file)


def task_of(catalog: Catalog, record: Record, why: str, **more) -> Task:
    """Return the task that RECORD makes, for the reason WHY, with MORE of what a task says."""
    own = {"about": _about(record), "record": record, "name": f"{record.kind}-{record.slug}"}
    return Task(name_of(record), why, *place_of(catalog, record), **own | more)


def task_for(catalog: Catalog, words: Wording, record: Record, why: str = "") -> Task:
    """Return the task to check RECORD: whom to call and to write to, in the words WORDS."""
    call, letter = call_for(catalog, words, record), message(catalog, record, words)
    return task_of(catalog, record, why, call=call, letter=letter)


def task_for_room(catalog: Catalog, words: Wording, program: Program, why: str) -> Task:
    """Return the task to ask whether families can join PROGRAM, as `task_for` does for checks."""
    says = {"association": catalog.association.name, "name": program.name}
    call = _call_program(catalog, words, program, words.text("staff-call-room", **says))
    why, name = f"{words.text('staff-room')} {why}", f"{WAITING}-{program.slug}"
    return task_of(catalog, program, why, call=call, name=name)


def place_of(catalog: Catalog, record: Record) -> tuple[str, int, bool]:
    """Return where RECORD is changed: file, line (0: all of it), and whether to begin the file."""
    if not record.is_given:
        return record.file, record.line, False
    return record.own_file, 0, record.own_file not in catalog.files


def _about(record: Record) -> str:
    """The path or the address of what RECORD is about; "" where it has none."""
    return path_of(record) if record.kind in FOLDERS else getattr(record, "address", None) or ""


def call_for(catalog: Catalog, words: Wording, record: Record) -> Call | None:
    """Return whom to call about RECORD, and what to say; None for what no call can tell."""
    says = {"association": catalog.association.name, "name": name_of(record)}
    if isinstance(record, HelpLine):
        return _call_line(catalog, words, record, says)
    if isinstance(record, Lead):
        return _call_about_lead(catalog, words, record, says)
    if isinstance(record, Contact):
        script = words.text("staff-call-contact", use=record.use or name_of(record), **says)
        return Call(record.phone, words=script) if record.phone else None
    if isinstance(record, ServiceSite):
        return _call_site(catalog, words, record, says)
    if not isinstance(record, Program):
        return None
    if phone := record.phone:
        says |= {"ages": words.ages(record.ages), "phone": phone.text}
        return Call(phone, words=words.text("staff-call-program", **says))
    return _call_program(catalog, words, record, words.text("staff-call-for-program", **says))


def _call_program(catalog: Catalog, words: Wording, program: Program, script: str) -> Call:
    """Whom to call about PROGRAM to say SCRIPT: itself, else the help line for it."""
    if program.phone:
        return Call(program.phone, words=script)
    line = catalog.lines_for(program)[0]
    return Call(line.phone, words.text("staff-call-other", line=line.name), script)


def _call_about_lead(catalog: Catalog, words: Wording, lead: Lead, says: Mapping[str, str]) -> Call:
    script = words.text("staff-call-lead", says=lead.says, **says)
    if lead.phone:
        return Call(lead.phone, words=script)
    programs = catalog.get("programs", lead.programs)
    line = catalog.lines_for(programs[0])[0] if programs else catalog.first_line
    return Call(line.phone, words.text("staff-call-other", line=line.name), script)


def _call_site(
    catalog: Catalog, words: Wording, site: ServiceSite, says: Mapping[str, str]
) -> Call | None:
    programs = catalog.get("programs", site.programs)
    contacts = [*catalog.contacts_of(site), *map(catalog.best_contact, programs)]
    phones = [contact.phone for contact in contacts if contact and contact.phone]
    phones += [line.phone for line in catalog.get("help_lines", site.help_lines)]
    where = ", ".join([*([site.street] if site.street else []), catalog.towns[site.town].name])
    script = words.text("staff-call-site", where=where, **says)
    return Call(phones[0], words=script) if phones else None


def _call_line(catalog: Catalog, words: Wording, line: HelpLine, says: Mapping[str, str]) -> Call:
    number, source = line.phone, catalog.sources[line.source].title
    if line.slug == catalog.association.emergency_line:
        return Call(None, words.text("staff-call-never", number=number.text, source=source))
    before = words.text("staff-call-line-before", source=source)
    script = words.text("staff-call-line", purpose=line.purpose, how=line.how, **says)
    return Call(number, before, script)


def _is_over(record: Record) -> bool:
    """Whether RECORD says itself that it is over, in a year that may not be."""
    return getattr(record, "status", "") == "ended"


def _of_page(page: Page, why: str) -> Task:
    return Task(page.title, why, page.edit[0], about=page.path, language=page.language)


def _without(language: str, first: str, pages: Collection[Page]) -> Iterator[Page]:
    """Yield the PAGES in the language FIRST that are not in LANGUAGE, though others beside are."""
    in_first = [page for page in pages if page.language == first]
    folders = {_folder(page.path) for page in in_first if language in page.alternates}
    for page in in_first:
        if language not in page.alternates and _folder(page.path) in folders:
            yield page


def _folder(path: str) -> str:
    """The part of the site in which the page at PATH stands; "" at the top."""
    return path.partition("/")[0] if path.count("/") > 1 else ""
