"""Which pages the catalog makes: their addresses, titles, descriptions and what their templates are given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from generator.catalog import Catalog
from generator.dates import PartialDate
from generator.exports.listed import LISTED
from generator.matching import Matcher, count
from generator.records import Record, Town
from generator.wording import Wording

FOLDERS = {
    "programs": "programs/",
    "towns": "towns/",
    "regions": "regions/",
    "age_groups": "ages/",
    "levels": "endorsement/",
    "competencies": "competencies/",
}


@dataclass(slots=True, kw_only=True)
class Page:
    """One page of the site, written by people or made from a record.

    `path` ends in a slash and is empty for the home page; `trail` holds title and path of the pages
    above it; `edit` is file and line in the repository; `alternates` are the same page in other
    languages, by language.
    """

    path: str
    title: str
    description: str
    template: str = "main.html"
    language: str = "en"
    trail: tuple[tuple[str, str], ...] = ()
    edit: tuple[str, int] | None = None
    alternates: dict[str, str] = field(default_factory=dict)
    reviewed: PartialDate | None = None
    changed: PartialDate | None = None
    content: str = ""
    quick_exit: bool = False
    in_sitemap: bool = True
    context: dict = field(default_factory=dict)


def path_of(record: Record) -> str:
    """Return the path of the page of RECORD. Raises KeyError for a kind that has no pages of its own."""
    return f"{FOLDERS[record.kind]}{record.slug}/"


def _text(words: str) -> str:
    """WORDS as a text: a label comes escaped for HTML, and the shell escapes titles and descriptions itself."""
    return str(words.unescape()) if isinstance(words, Markup) else words


class GeneratedPages:
    """The pages of one catalog, in the first language of the association."""

    def __init__(self, catalog: Catalog, matcher: Matcher) -> None:
        self.catalog, self.matcher = catalog, matcher
        self.words = Wording(catalog.labels, catalog.association.languages[0])

    def all(self) -> Iterator[Page]:
        """Yield every generated page."""
        yield from self._programs()
        yield from self._places()
        yield from self._age_groups()
        yield from self._endorsement()
        yield from self._others()

    def _page(self, path: str, template: str, title: str, description: str, **more) -> Page:
        record = more.get("record")
        return Page(
            path=path,
            template=f"pages/{template}.html",
            title=_text(title),
            description=_text(description),
            language=self.words.language,
            trail=tuple((str(self.words.label(name)), above) for name, above in more.pop("above", ())),
            edit=(record.file, record.line) if record else None,
            in_sitemap=more.pop("in_sitemap", True),
            context=more,
        )

    def _programs(self) -> Iterator[Page]:
        label, state = self.words.label, self.catalog.association.state
        total = len(self.catalog.programs)
        yield self._page(
            FOLDERS["programs"], "programs", label("programs-title"), label("programs-description", count=total, state=state),
            groups=self.matcher.grouped(),
        )
        for program in self.catalog.programs.values():
            yield self._page(
                path_of(program), "program", program.name, label("program-description", name=program.name, ages=self.words.ages(program.ages)),
                record=program, towns=self.matcher.towns_served(program), above=[("programs-title", FOLDERS["programs"])],
            )

    def _places(self) -> Iterator[Page]:
        label, state = self.words.label, self.catalog.association.state
        yield self._page(FOLDERS["towns"], "towns", label("towns-title"), label("towns-description", count=len(self.catalog.towns), state=state), above=self._finder)
        yield self._page(FOLDERS["regions"], "regions", label("regions-title"), label("regions-description", state=state), above=self._finder)
        for kind in ("towns", "regions"):
            for place in self.catalog.records[kind].values():
                yield self._place(place, kind)

    _finder = (("programs-title", FOLDERS["programs"]),)

    def _place(self, place: Record, kind: str) -> Page:
        groups = self.matcher.grouped(place)
        label = self.words.label
        return self._page(
            path_of(place), kind.removesuffix("s"), label("place-title", name=place.name),
            label("place-description", name=place.name, count=count(groups)),
            record=place, groups=groups, towns=[] if isinstance(place, Town) else self.matcher.towns_of[place.slug],
            above=(*self._finder, (f"{kind}-title", FOLDERS[kind])),
        )

    def _age_groups(self) -> Iterator[Page]:
        label, state = self.words.label, self.catalog.association.state
        yield self._page(FOLDERS["age_groups"], "ages", label("ages-title"), label("ages-description", state=state), above=self._finder)
        for group in self.catalog.age_groups.values():
            groups = self.matcher.grouped(ages=group.ages)
            ages = self.words.ages(group.ages)
            yield self._page(
                path_of(group), "age", label("age-title", name=group.name), label("age-description", ages=ages, count=count(groups), state=state),
                record=group, groups=groups, above=(*self._finder, ("ages-title", FOLDERS["age_groups"])),
            )

    def _endorsement(self) -> Iterator[Page]:
        label = self.words.label
        above = [("endorsement-title", "endorsement/")]
        for level in self.catalog.levels.values():
            yield self._page(path_of(level), "level", level.name, label("level-description", name=level.name), record=level, above=above)
        yield self._page("endorsement/steps/", "steps", label("steps-title"), label("steps-description", count=len(self.catalog.steps)), above=above)
        yield self._page(FOLDERS["competencies"], "competencies", label("competencies-title"), label("competencies-description", count=len(self.catalog.competencies)), above=above)
        for competency in self.catalog.competencies.values():
            yield self._page(
                path_of(competency), "competency", competency.name, label("competency-description", name=competency.name),
                record=competency, levels=[level for level in self.catalog.levels.values() if competency.slug in level.competencies],
                above=[*above, ("competencies-title", FOLDERS["competencies"])],
            )

    def _others(self) -> Iterator[Page]:
        label, association = self.words.label, self.catalog.association
        yield self._page(
            "strategic-plan/", "goals", label("goals-title"), label("goals-description", count=len(self.catalog.goals), name=association.short_name),
            above=[("about-title", "about/")],
        )
        yield self._page("sources/", "sources", label("sources-title"), label("sources-description", name=association.short_name), above=[("about-title", "about/")])
        yield self._page(
            "data/", "data", label("data-title"), label("data-description", name=association.short_name), exports=LISTED, above=[("about-title", "about/")],
        )
        yield from self._in_each_language("search", in_sitemap=False)
        if association.offline == "offered":
            yield from self._in_each_language("offline", in_sitemap=True)
        yield self._page("design/", "design", label("design-title"), label("design-description", name=association.short_name), in_sitemap=False)
        for language in association.languages:
            words = Wording(self.catalog.labels, language)
            name = "404.html" if language == association.languages[0] else f"{language}/404.html"
            yield Page(
                path=name, template="pages/missing.html", language=language, in_sitemap=False,
                title=str(words.label("missing-title")), description=str(words.label("missing-description")),
            )

    def _in_each_language(self, name: str, in_sitemap: bool) -> Iterator[Page]:
        first, *others = self.catalog.association.languages
        paths = {first: f"{name}/"} | {language: f"{language}/{name}/" for language in others}
        for language, path in paths.items():
            label = Wording(self.catalog.labels, language).label
            yield Page(
                path=path, template=f"pages/{name}.html", language=language, in_sitemap=in_sitemap, alternates=paths if others else {},
                title=str(label(f"{name}-title")), description=str(label(f"{name}-description")),
            )
