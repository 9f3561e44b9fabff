"""Which pages the catalog makes: addresses, titles, descriptions and template contexts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from markupsafe import Markup

from imhsite.finding import site_map
from imhsite.finding.eligibility import rules_of
from imhsite.finding.finder import FinderData
from imhsite.finding.matching import LONGEST, Group, Matcher, count, cut, handed_out
from imhsite.finding.town_map import TownMap
from imhsite.language.marks import marked, plain
from imhsite.language.wording import Wording
from imhsite.model.dates import PartialDate
from imhsite.model.records import FOLDERS, AgeGroup, Level, Program, Record, Region, Town
from imhsite.pages.listed import DIRECTORY, exports, file_of, kinds
from imhsite.pages.sections import Section
from imhsite.reading import reviews, safety, services
from imhsite.reading.catalog import Catalog
from imhsite.reading.safety import lines_to_leave

FEWEST_CONTENTS = 3  # headings of a page that is long enough for a list of them
PROGRAM = "pages/program.html"  # the template of what are by far the most pages
NAMES = "programs/names/"
HANDOUTS = "handouts/"
SIDE_BY_SIDE = "programs/side-by-side/"
STAFF = "staff/"
# The kinds of record without which there is no such page.
REQUIRED_KINDS = {
    FOLDERS["programs"]: ("programs",),
    FOLDERS["towns"]: ("towns",),
    FOLDERS["regions"]: ("regions",),
    FOLDERS["age_groups"]: ("age_groups",),
    FOLDERS["needs"]: ("needs",),
    FOLDERS["competencies"]: ("competencies",),
    SIDE_BY_SIDE: ("programs",),
    "competencies/explore/": ("competencies", "roles"),
    "endorsement/compare/": ("levels",),
    "endorsement/my-steps/": ("levels", "steps"),
    "endorsement/steps/": ("steps",),
    "endorsement/which-level/": ("levels", "questions"),
    "documents/": ("documents",),
    "events/": ("events",),
    "glossary/": ("glossary",),
    "languages/": ("languages",),
    "map/": ("towns",),
    "membership/": ("memberships",),
    "strategic-plan/": ("goals",),
    "supervision/": ("supervision",),
}
# The kinds whose list stays as an address once there was a record, and says what was last.
LASTING = {"documents", "events", "memberships", "supervision"}
NAMES_A_PAGE = 1000
NOT_TRANSLATED = "missing"  # what a page says of its translation where there is none
REFERRAL = "referral/"  # below the page of a program
MOST_REFERRALS = 200  # programs with a sheet each: to set one takes a tenth of a second
MOST_ON_A_SHEET = 5  # programs: more would not be read on paper


@dataclass(slots=True, kw_only=True)
class Page:
    """One page of the site, written by people or made from a record.

    `path` ends in a slash and is empty for the home page; `heading` is the title, with marks
    around what is in another language (see `language.marks`), of pages made from data; `trail`
    holds title and path of the pages above it; `edit` is file and line in the repository;
    `alternates` are the same page in other languages, by language; `translation` is "reviewed",
    "not reviewed", NOT_TRANSLATED or, in the first language, ""; `pdf` is the path of its sheet
    as a PDF, where it has one; `styles` are the stylesheets that it needs besides those of its
    template. `content` and `sections` are those of a page that people write, as HTML and as
    what it says.
    """

    path: str
    title: str
    description: str
    template: str = "main.html"
    language: str = "en"
    trail: tuple[tuple[str, str], ...] = ()
    edit: tuple[str, int] | None = None
    alternates: dict[str, str] = field(default_factory=dict)
    written: PartialDate | None = None
    reviewed: PartialDate | None = None
    changed: PartialDate | None = None
    content: str = ""
    sections: tuple[Section, ...] = ()
    quick_exit: bool = False
    translation: str = ""
    in_sitemap: bool = True
    in_search: bool = True
    pdf: str = ""
    styles: tuple[str, ...] = ()
    heading: str = ""
    context: dict = field(default_factory=dict)

    @property
    def contents(self) -> list[tuple[str, str]]:
        """Id and heading of the parts of a long page that people write; none of a short one."""
        parts = [part for part in self.sections if part.level == 2 and part.anchor]
        if len(parts) < FEWEST_CONTENTS:
            return []
        return [(part.anchor, part.heading.rstrip(":")) for part in parts]


def path_of(record: Record) -> str:
    """Return the path of the page of RECORD.

    Raises KeyError for a kind that has no pages of its own.
    """
    return f"{FOLDERS[record.kind]}{record.slug}/"


def path_of_region_and_age(region: Record, group: Record) -> str:
    """Return the path of the page on the programs of REGION for the ages of GROUP."""
    return f"{path_of(region)}{group.slug}/"


def handout_regions(catalog: Catalog) -> list[Region]:
    """Return the regions that have handouts."""
    return [
        region
        for region in catalog.regions.values()
        if region.region_kind == catalog.association.handout_regions
    ]


def path_of_handout(region: Region, group: AgeGroup, language: str, catalog: Catalog) -> str:
    """Return the path of the handout for the ages of GROUP in REGION, in LANGUAGE."""
    return f"{catalog.association.folder(language)}{HANDOUTS}{region.slug}/{group.slug}/"


def near(region: Region, words: Wording) -> Markup:
    """Return where REGION is, as families say it: near its towns with offices, if it has some."""
    if region.offices:
        return words.label("handout-near", towns=words.listed(region.offices))
    return words.label("handout-in", name=region.called)


def moved_handouts(catalog: Catalog) -> dict[str, str]:
    """Return where handouts are now, by where they were while each language had a file."""
    association = catalog.association
    return {
        f"{association.folder(language)}{HANDOUTS}{name}-{language}.pdf": f"{HANDOUTS}{name}.pdf"
        for region in handout_regions(catalog)
        for name in (f"{region.slug}-{group}" for group in catalog.age_groups)
        for language in association.languages
    }


def path_of_summary(level: Level) -> str:
    """Return the path of the sheet on LEVEL."""
    return f"{path_of(level)}summary/"


def _text(words: str) -> str:
    """Return WORDS as text: a label is escaped, and templates escape titles themselves."""
    return str(words.unescape()) if isinstance(words, Markup) else words


def path_of_vcard(program: Program) -> str:
    """Return the path of PROGRAM for the contacts of a phone."""
    return f"{path_of(program).rstrip('/')}.vcf"


def calendars_of(catalog: Catalog, program: Program) -> dict[str, str]:
    """Return what the calendar of a phone can take of PROGRAM: paths by the labels of their links.

    In each language they are in its folder.
    """
    is_offered = program.sort == "service" and program.status != "ended"
    if not is_offered or safety.is_private(catalog, program):
        return {}
    paths = {"calendar-call": f"{path_of(program)}call.ics"}
    if any(services.visits(catalog, program)):
        paths["calendar-times"] = f"{path_of(program)}times.ics"
    return paths


def path_of_referral(program: Program) -> str:
    """Return the path of the sheet by which professionals refer a family to PROGRAM."""
    return f"{path_of(program)}{REFERRAL}"


class GeneratedPages:
    """The pages of one catalog.

    Those that lead to help are in every language of the association, the others in the first.
    """

    def __init__(
        self,
        catalog: Catalog,
        matcher: Matcher,
        town_map: TownMap | None = None,
        finder: FinderData | None = None,
        language: str = "",
    ) -> None:
        self.catalog, self.matcher, self.town_map = catalog, matcher, town_map
        self.finder = finder or FinderData(catalog, matcher)
        self.words = Wording(catalog.labels, language or catalog.association.languages[0])
        self.folder = catalog.association.folder(self.words.language)
        self._trail = cache(self._trail)
        self._by_region_and_age: dict[tuple[str, str], list[Group]] = {}

    def all(self) -> Iterator[Page]:
        """Yield every generated page, but those of kinds that have no record (see LASTING)."""
        for page in self._all():
            path = page.path
            if page.language != self.catalog.association.languages[0]:
                path = path.removeprefix(f"{page.language}/")
            if all(map(self._is_shown, REQUIRED_KINDS.get(path, ()))):
                yield page

    def _is_shown(self, kind: str) -> bool:
        is_lasting = kind in LASTING and self.catalog.has_had(kind)
        return is_lasting or bool(self.catalog.records[kind])

    def _all(self) -> Iterator[Page]:
        for language in self.catalog.association.languages:
            yield from GeneratedPages(
                self.catalog, self.matcher, self.town_map, self.finder, language
            )._to_help()
        yield from self._endorsement()
        yield from self._summaries()
        yield from self._referrals()
        yield from self._handouts()
        yield from self._others()

    def _to_help(self) -> Iterator[Page]:
        """The pages that lead to help, with their addresses in the other languages."""
        first, *others = self.catalog.association.languages
        languages = [language for language in others if self._tells_programs(language)]
        if self.words.language in (first, *languages):
            yield from self._with_alternates(self._program_pages(), languages)
        for pages in (
            self._programs(),
            self._places(),
            self._age_groups(),
            self._regions_by_age(),
            self._needs(),
        ):
            yield from self._with_alternates(pages, others)

    def _tells_programs(self, language: str) -> bool:
        """Return whether any program is translated into LANGUAGE.

        Until then, pages of programs in it would hold no word of it.
        """
        return bool(self.catalog.translations.get(language, {}).get("programs"))

    def _with_alternates(self, pages: Iterable[Page], others: list[str]) -> Iterator[Page]:
        first = self.catalog.association.languages[0]
        for page in pages:
            plain = page.path.removeprefix(self.folder)
            if others:
                page.alternates = {
                    language: f"{self.catalog.association.folder(language)}{plain}"
                    for language in (first, *others)
                }
            yield page

    def _own(self, path: str) -> str:
        """PATH in the language of these pages."""
        return f"{self.folder}{path}"

    def _trail(self, above: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Title and path of the pages that ABOVE names by label and path."""
        return tuple((str(self.words.label(name)), self._own(path)) for name, path in above)

    def _marked(self, record: Record, language: str = "") -> str:
        """The name of RECORD, marked where it is not in LANGUAGE, else in that of these pages."""
        is_translated = self.catalog.is_translated(record, "name", language or self.words.language)
        first = self.catalog.association.languages[0]
        return record.name if is_translated else marked(record.name, first)

    def _translated(self, record: Record) -> Record:
        return self.catalog.translated(record, self.words.language)

    def _page(self, path: str, template: str, title: str, description: str, **more) -> Page:
        record = more.get("record")
        return Page(
            path=self._own(path),
            template=f"pages/{template}.html",
            heading=_text(title),
            title=plain(_text(title)),
            description=_text(description),
            language=self.words.language,
            translation=self._translation(self.words.language, record),
            trail=self._trail(tuple(more.pop("above", ()))),
            edit=self._edit(record) if record else None,
            in_sitemap=more.pop("in_sitemap", True),
            in_search=more.pop("in_search", True),
            quick_exit=more.pop("quick_exit", False),
            context=more,
        )

    def _named_page(self, path: str, name: str, words: dict | None = None, **more) -> Page:
        """The page NAME, whose labels take WORDS in the description."""
        title, description = f"{name}-title", f"{name}-description"
        label = self.words.label
        return self._page(path, name, label(title), label(description, **(words or {})), **more)

    def _edit(self, record: Record) -> tuple[str, int]:
        """Where RECORD is changed: of one that is given, the site's own file, if it has one."""
        has_file = record.is_given and record.own_file in self.catalog.files
        return (record.own_file, 1) if has_file else (record.file, record.line)

    def _programs(self) -> Iterator[Page]:
        words = {"count": len(self.catalog.programs), "state": self.catalog.association.state}
        yield self._named_page(FOLDERS["programs"], "programs", words, data=self.finder)
        yield self._named_page(SIDE_BY_SIDE, "side-by-side", above=self._finder)
        yield from self._names()

    def _program_pages(self) -> Iterator[Page]:
        label, goals = self.words.label, self._goals_of_programs()
        for program in self.catalog.programs.values():
            yield self._page(
                path_of(program),
                "program",
                program.name,
                label("program-description", name=program.name, ages=self.words.ages(program.ages)),
                record=self._translated(program),
                serves_goals=goals[program.slug],
                towns=self.matcher.towns_served(program),
                **self._to_use(program),
                above=[("programs-title", FOLDERS["programs"])],
            )

    def _to_use(self, program: Program) -> dict:
        """What the page of a program says only while families can ask for it."""
        is_offered = program.sort == "service" and program.status != "ended"
        return {
            "is_offered": is_offered,
            "rules": rules_of(program, self.matcher) if is_offered else {},
            "similar": self.matcher.similar(program) if is_offered else (),
            "referral": path_of_referral(program) if is_offered and self._has_referrals else "",
        }

    @property
    def _has_referrals(self) -> bool:
        return len(self.catalog.programs) <= MOST_REFERRALS

    def _referrals(self) -> Iterator[Page]:
        """A sheet for each program to which a family can be referred."""
        label = self.words.label
        for program in self.catalog.programs.values() if self._has_referrals else ():
            if not self._to_use(program)["is_offered"]:
                continue
            page = self._page(
                path_of_referral(program),
                "referral",
                label("referral-title", name=program.name),
                label("referral-description", name=program.name),
                record=program,
                above=self._finder,
                in_search=False,
            )
            page.trail += ((program.name, path_of(program)),)
            page.pdf = f"{path_of(program).rstrip('/')}.pdf"
            yield page

    def _names(self) -> Iterator[Page]:
        """All programs by name, where there are so many that lists are cut."""
        programs = sorted(self.catalog.programs.values(), key=lambda program: program.name)
        if len(programs) <= LONGEST:
            return
        paths = [
            NAMES if not first else f"{NAMES}{first // NAMES_A_PAGE + 1}/"
            for first in range(0, len(programs), NAMES_A_PAGE)
        ]
        for number, path in enumerate(paths):
            part = programs[number * NAMES_A_PAGE : (number + 1) * NAMES_A_PAGE]
            words = {"first": part[0].name, "last": part[-1].name}
            yield self._page(
                path,
                "names",
                self.words.label("names-title", **words),
                self.words.label("names-description", count=len(part), **words),
                programs=part,
                others=paths,
                above=self._finder,
                in_search=False,
            )

    def _goals_of_programs(self) -> dict[str, list[str]]:
        goals = defaultdict(list)
        for goal in self.catalog.goals.values():
            for slug in goal.programs or ():
                goals[slug].append(goal.slug)
        return goals

    def _places(self) -> Iterator[Page]:
        state = self.catalog.association.state
        yield self._named_page(
            FOLDERS["towns"],
            "towns",
            {"count": len(self.catalog.towns), "state": state},
            above=self._finder,
        )
        yield self._named_page(
            FOLDERS["regions"],
            "regions",
            {"state": state},
            above=self._finder,
            counts={region.slug: self._counts(region) for region in self.catalog.regions.values()},
        )
        if self.town_map:
            above = (*self._finder, ("towns-title", FOLDERS["towns"]))
            label, count = self.words.label, len(self.catalog.towns)
            description = "map-description-regions" if self.town_map.kind else "map-description"
            yield self._page(
                "map/",
                "map",
                label("map-title"),
                label(description, count=count, state=state),
                drawn=self.town_map,
                points=site_map.points(self.town_map, self.catalog),
                places=site_map.by_town(self.catalog),
                above=above,
            )
        for kind in ("towns", "regions"):
            for place in self.catalog.records[kind].values():
                yield self._place(self._translated(place), kind)

    _finder = (("programs-title", FOLDERS["programs"]),)

    def _place(self, place: Record, kind: str) -> Page:
        groups = self.matcher.grouped(place)
        label, is_town = self.words.label, isinstance(place, Town)
        sites = self.catalog.places_in(place) if is_town else []
        to_leave = lines_to_leave(self.catalog)
        return self._page(
            path_of(place),
            kind.removesuffix("s"),
            label("place-title", name=place.called),
            label("place-description", name=place.called, count=count(groups)),
            record=place,
            drawn=self.town_map,
            groups=self.matcher.with_nearest(cut(groups), place),
            towns=[] if is_town else self.matcher.towns_of[place.slug],
            sites=[self._translated(site) for site in sites],
            quick_exit=any(not to_leave.isdisjoint(site.help_lines) for site in sites),
            above=(*self._finder, (f"{kind}-title", FOLDERS[kind])),
        )

    def _age_groups(self) -> Iterator[Page]:
        label, state = self.words.label, self.catalog.association.state
        found = {
            group.slug: self.matcher.grouped(ages=group.ages)
            for group in self.catalog.age_groups.values()
        }
        counts = {slug: count(groups) for slug, groups in found.items()}
        yield self._named_page(
            FOLDERS["age_groups"], "ages", {"state": state}, above=self._finder, counts=counts
        )
        for group in map(self._translated, self.catalog.age_groups.values()):
            groups, ages = found[group.slug], self.words.ages(group.ages)
            yield self._page(
                path_of(group),
                "age",
                label("age-title", name=self._marked(group)),
                label("age-description", ages=ages, count=count(groups), state=state),
                record=group,
                groups=cut(groups),
                above=(*self._finder, ("ages-title", FOLDERS["age_groups"])),
            )

    def _regions_by_age(self) -> Iterator[Page]:
        label = self.words.label
        for region in map(self._translated, self.catalog.regions.values()):
            above = (*self._finder, ("regions-title", FOLDERS["regions"]))
            for group in map(self._translated, self.catalog.age_groups.values()):
                groups = self._in_region(region, group)
                page = self._page(
                    path_of_region_and_age(region, group),
                    "region_age",
                    label("place-age-title", name=region.called, age=self._marked(group)),
                    label(
                        "place-age-description",
                        name=region.called,
                        ages=self.words.ages(group.ages),
                        count=count(groups),
                    ),
                    region=region,
                    group=group,
                    groups=cut(groups),
                    above=above,
                    in_search=False,
                )
                page.trail += (
                    (str(label("place-title", name=region.called)), self._own(path_of(region))),
                )
                yield page

    def _counts(self, region: Region) -> list[int]:
        """How many programs REGION has for each age group."""
        return [count(self._in_region(region, group)) for group in self.catalog.age_groups.values()]

    def _in_region(self, region: Region, group: AgeGroup) -> list[Group]:
        key = region.slug, group.slug
        if key not in self._by_region_and_age:
            self._by_region_and_age[key] = self.matcher.grouped(region, group.ages)
        return self._by_region_and_age[key]

    def _needs(self) -> Iterator[Page]:
        label, state = self.words.label, self.catalog.association.state
        yield self._named_page(FOLDERS["needs"], "needs", {"state": state}, above=self._finder)
        for need in map(self._translated, self.catalog.needs.values()):
            groups = self.matcher.grouped(need=need)
            yield self._page(
                path_of(need),
                "need",
                label("need-title", name=self._marked(need)),
                label("need-description", name=need.name, count=count(groups), state=state),
                record=need,
                groups=cut(groups),
                above=(*self._finder, ("needs-title", FOLDERS["needs"])),
                quick_exit=need.quick_exit == "shown",
            )

    def _endorsement(self) -> Iterator[Page]:
        label = self.words.label
        above = [("endorsement-title", "endorsement/")]
        for level in self.catalog.levels.values():
            yield self._page(
                path_of(level),
                "level",
                level.name,
                label("level-description", name=level.name),
                record=level,
                above=above,
            )
        yield self._named_page(
            "endorsement/steps/", "steps", {"count": len(self.catalog.steps)}, above=above
        )
        yield self._named_page(
            FOLDERS["competencies"],
            "competencies",
            {"count": len(self.catalog.competencies)},
            above=above,
        )
        levels = self.catalog.levels.values()
        for competency in self.catalog.competencies.values():
            yield self._page(
                path_of(competency),
                "competency",
                competency.name,
                label("competency-description", name=competency.name),
                record=competency,
                levels=[level for level in levels if competency.slug in level.competencies],
                above=[*above, ("competencies-title", FOLDERS["competencies"])],
            )
        yield from self._tools(above)

    def _tools(self, above: list[tuple[str, str]]) -> Iterator[Page]:
        catalog = self.catalog
        yield self._named_page(
            "endorsement/compare/", "compare", {"count": len(catalog.levels)}, above=above
        )
        yield self._named_page("endorsement/which-level/", "which-level", above=above)
        yield self._named_page(
            "endorsement/my-steps/", "my-steps", {"count": len(catalog.steps)}, above=above
        )
        yield self._named_page(
            "competencies/explore/",
            "explore",
            {"count": len(catalog.competencies)},
            above=[*above, ("competencies-title", FOLDERS["competencies"])],
        )

    def _summaries(self) -> Iterator[Page]:
        """A sheet for each level of the Endorsement."""
        label = self.words.label
        for level in self.catalog.levels.values():
            page = self._page(
                path_of_summary(level),
                "level_summary",
                label("summary-title", name=level.name),
                label("summary-description", name=level.name),
                record=level,
                above=[("endorsement-title", "endorsement/")],
                in_search=False,
            )
            page.trail += ((level.name, path_of(level)),)
            page.pdf = f"{path_of(level).rstrip('/')}.pdf"
            yield page

    def _handouts(self) -> Iterator[Page]:
        """Yield the list of sheets, and a sheet for each age group of each region, by language."""
        if handout_regions(self.catalog) or self.catalog.levels:
            yield from self._in_each_language("handouts", in_sitemap=True)
        for region in handout_regions(self.catalog):
            for group in self.catalog.age_groups.values():
                groups, others = handed_out(self._in_region(region, group), MOST_ON_A_SHEET)
                paths = {
                    language: path_of_handout(region, group, language, self.catalog)
                    for language in self.catalog.association.languages
                }
                for language, path in paths.items():
                    page = self._handout(
                        path, language, region, group, groups=groups, others=others
                    )
                    page.alternates = paths if len(paths) > 1 else {}
                    yield page

    def _handout(
        self, path: str, language: str, region: Region, group: AgeGroup, **context
    ) -> Page:
        words = Wording(self.catalog.labels, language)
        region, group = (self.catalog.translated(record, language) for record in (region, group))
        folder, ages = path.partition(HANDOUTS)[0], words.ages(group.ages)
        age, place = self._marked(group, language), near(region, words)
        heading = _text(words.label("handout-page-title", name=place, age=age))
        description = words.label("handout-page-description", name=place, ages=ages)
        return Page(
            path=path,
            template="pages/handout.html",
            language=language,
            in_search=False,
            pdf=f"{HANDOUTS}{region.slug}-{group.slug}.pdf",
            heading=heading,
            title=plain(heading),
            description=_text(description),
            trail=((str(words.label("handouts-title")), f"{folder}{HANDOUTS}"),),
            translation=self._translation(language),
            context={"region": region, "group": group, "towns": self.matcher.towns_of[region.slug]}
            | context,
        )

    def _translation(self, language: str, record: Record | None = None) -> str:
        """Return, as front matter says it, whether the translation of a page was reviewed.

        That of a program says too where there is none.
        """
        if language == self.catalog.association.languages[0]:
            return ""
        is_program = record is not None and record.kind == "programs"
        if is_program and not self.catalog.is_translated(record, "for_parents", language):
            return NOT_TRANSLATED
        is_reviewed = self.catalog.is_reviewed(language, record)
        return reviews.REVIEWED if is_reviewed else reviews.NOT_REVIEWED

    def _others(self) -> Iterator[Page]:
        association = self.catalog.association
        yield self._named_page(
            "strategic-plan/",
            "goals",
            {"count": len(self.catalog.goals), "name": association.short_name},
            served_by={slug: self._serving(slug) for slug in self.catalog.goals},
            contents=[
                *((goal.slug, goal.name) for goal in self.catalog.goals.values()),
                ("comments", str(self.words.label("plan-comments"))),
            ],
            above=[("about-title", "about/")],
        )
        for name in ("events", "membership", "supervision", "documents", "glossary"):
            yield from self._in_each_language(name, in_sitemap=True)
        yield self._named_page(
            "sources/",
            "sources",
            {"name": association.short_name},
            above=[("about-title", "about/")],
        )
        yield self._named_page(
            "data/",
            "data",
            {"name": association.short_name},
            exports=exports(self.catalog),
            directory=DIRECTORY,
            above=[("about-title", "about/")],
            lists=[(kind, file_of(kind), len(self.catalog.records[kind])) for kind in kinds()],
        )
        for page in self._in_each_language("languages", in_sitemap=True):
            page.pdf = f"{page.path.rstrip('/')}.pdf"
            yield page
        yield from self._in_each_language("search", in_sitemap=False)
        if association.offline == "offered":
            yield from self._in_each_language("offline", in_sitemap=True)
        yield self._named_page(STAFF, "staff", {"name": association.short_name}, in_sitemap=False)
        yield self._named_page(
            "design/", "design", {"name": association.short_name}, in_sitemap=False
        )
        yield from self._redirects()
        for language in association.languages:
            words = Wording(self.catalog.labels, language)
            yield Page(
                path=f"{association.folder(language)}404.html",
                template="pages/missing.html",
                language=language,
                in_sitemap=False,
                title=str(words.label("missing-title")),
                description=str(words.label("missing-description")),
            )

    def _serving(self, goal: str) -> dict[str, list[tuple[str, str]]]:
        """Return what serves GOAL: name and address on this site, by kind of record."""
        pages = {"recommendations": "recommendations/", "trainings": "professionals/training/"}
        records = {
            kind: [
                (r.name, f"{path}#{r.slug}")
                for r in self.catalog.records[kind].values()
                if goal in (r.goals or ())
            ]
            for kind, path in pages.items()
        }
        programs = self.catalog.get("programs", self.catalog.goals[goal].programs)
        return records | {"programs": [(program.name, path_of(program)) for program in programs]}

    def _redirects(self) -> Iterator[Page]:
        """Yield what stands at each old address, and at that of its page in each language."""
        association = self.catalog.association
        redirects = [each for each in self.catalog.redirects.values() if not each.below]
        moves = {redirect.old: redirect.new for redirect in redirects}
        for language in association.languages:
            folder = association.folder(language)
            label = Wording(self.catalog.labels, language).label
            sheets = (
                {} if folder else self._moved_sheets(moves)
            )  # which the first language alone has
            for old, new in (moves | sheets).items():
                path = f"{folder}{old}"
                if folder and (path in moves or old.startswith(self._folders)):
                    continue
                title = str(label("moved-title", path=f"/{path}"))
                yield Page(
                    path=path,
                    template="pages/moved.html",
                    language=language,
                    title=title,
                    description=title,
                    in_sitemap=False,
                    context={"to": new},
                )

    def _moved_sheets(self, moves: Mapping[str, str]) -> dict[str, str]:
        """Where the sheet for referrals leads of each program that ended, or that MOVES rename."""
        if not self._has_referrals:
            return {}
        services = [each for each in self.catalog.programs.values() if each.sort == "service"]
        sheets = {
            path_of(program): path_of(program)
            if program.status == "ended"
            else path_of_referral(program)
            for program in services
        }
        ended = {f"{page}{REFERRAL}": page for page, sheet in sheets.items() if page == sheet}
        renamed = {f"{old}{REFERRAL}": sheets[new] for old, new in moves.items() if new in sheets}
        return ended | renamed

    @property
    def _folders(self) -> tuple[str, ...]:
        return tuple(f"{language}/" for language in self.catalog.association.languages[1:])

    def _in_each_language(self, name: str, in_sitemap: bool) -> Iterator[Page]:
        association = self.catalog.association
        paths = {
            language: f"{association.folder(language)}{name}/" for language in association.languages
        }
        for language, path in paths.items():
            label = Wording(self.catalog.labels, language).label
            yield Page(
                path=path,
                template=f"pages/{name}.html",
                language=language,
                in_sitemap=in_sitemap,
                alternates=paths if len(paths) > 1 else {},
                title=str(label(f"{name}-title")),
                description=str(label(f"{name}-description")),
            )
