"""What templates know, and pages as HTML.

The engine is strict: data cannot bring markup of its own, and a mistake in a template stops the
build with its file and line.
"""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup, escape

from imhsite.finding.distances import MILES
from imhsite.finding.finder import FEW_CARDS, MOST_CARDS
from imhsite.finding.matching import GROUPS, Listed, Matcher, cut, group_of
from imhsite.finding.program_rows import ProgramRows
from imhsite.finding.program_words import ProgramWords
from imhsite.finding.self_check import for_browser
from imhsite.language import marks
from imhsite.language.call_words import CallWords
from imhsite.language.locales import locale_of
from imhsite.language.wording import Wording, lines
from imhsite.model.dates import PartialDate
from imhsite.model.offers import DOCUMENT_SORTS
from imhsite.model.records import FOLDERS, Program, Record
from imhsite.pages import redirects
from imhsite.pages.desk import task_for
from imhsite.pages.generated import (
    Page,
    calendars_of,
    handout_regions,
    near,
    path_of,
    path_of_handout,
    path_of_region_and_age,
    path_of_summary,
    path_of_vcard,
)
from imhsite.pages.sheets import Sheet, is_set, level_facts, sheet_of
from imhsite.pages.suggest import editor, ways
from imhsite.reading import attachments, defaults, safety
from imhsite.reading.catalog import Catalog
from imhsite.reading.freshness import is_overdue, next_review, without_old_room
from imhsite.reading.safety import NEUTRAL
from imhsite.rendering.assets import Assets, picture_size
from imhsite.rendering.charts import bars, shades, tiles
from imhsite.rendering.environment import Macros, environment
from imhsite.rendering.glossary_links import GlossaryLinks
from imhsite.rendering.linked_data import linked_data
from imhsite.rendering.look import colors
from imhsite.rendering.markdown import fill_marks, to_html
from imhsite.rendering.mistakes import Source, checked, render
from imhsite.rendering.theme import Scenes, Theme

ICONS = Path(importlib.util.find_spec("material").origin).parent / "templates"
READ_ALOUD = ("parents/", "help-now/", "handouts/")  # the pages that can be listened to
PROSE = "pages/prose.html"
_NOTHING = Markup()


class Renderer:
    """Renders the pages of one catalog; one environment a language."""

    def __init__(
        self, catalog: Catalog, theme: Theme, icons: Path, assets: Assets, settings: dict
    ) -> None:
        self.catalog, self.assets, self.settings = catalog, assets, settings
        self.first = catalog.association.languages[0]
        self.base = urlsplit(catalog.association.address).path or "/"
        self.loader = jinja2.FileSystemLoader([*theme.folders, icons])
        self.scenes, self.drawing = Scenes(theme), cache(self._drawing)
        self.macros = [name.removesuffix(".html") for name in theme.names("macros", "*.html")]
        self.environments: dict[str, jinja2.Environment] = {}
        self._macros: dict[str, Macros] = {}
        self.titles: dict[str, str] = {}
        self.pdfs: dict[str, str] = {}
        self.to_leave: list[str] = []
        self.paths = set()

    @property
    def paths(self) -> set[str]:
        """The paths of all pages, by which links choose languages; empty until all are known."""
        return self._paths

    @paths.setter
    def paths(self, paths: set[str]) -> None:
        self._paths = paths
        self.glossary_links: dict[str, GlossaryLinks] = {}
        self._header_links = cache(lambda language: [*self._links(language)])
        self._address = cache(lambda path, language: escape(self.exact(self.local(path, language))))
        self.forget()

    def forget(self) -> None:
        """Forget what was rendered once for all pages, as what it is made from has changed."""
        for macros in self._macros.values():
            macros.forget()

    def environment(self, language: str) -> jinja2.Environment:
        """Return the environment whose labels, dates and records speak LANGUAGE."""
        if language not in self.environments:
            self.environments[language] = self._new_environment(language)
        return self.environments[language]

    def _new_environment(self, language: str) -> jinja2.Environment:
        templates = environment(self.loader)
        words, translated = Wording(self.catalog.labels, language), self.translated(language)
        rows = ProgramRows(self.catalog, words)
        calls = CallWords(words, self.catalog.association.languages)
        templates.globals |= {
            "catalog": self.catalog,
            "site": translated(self.catalog.association),
            "settings": self.settings,
            "label": words.label,
            "direction": words.direction,
            "off_poster": lambda: [
                one for one in self._records("languages", None) if not is_set(one)
            ],
            "direction_of": lambda other: locale_of(other).text_direction,
            "name_of_language": words.name_of,
            "label_forms": words.forms,
            "labels_of": lambda *names: {name: words.forms(name) for name in names},
            "self_check_rules": lambda: for_browser(self.catalog),
            "overdue": lambda record: is_overdue(self.catalog, record, self.settings["today"]),
            "lines_for": lambda program: [*map(translated, self.catalog.lines_for(program))],
            "lines_about": lambda need: [*map(translated, self.catalog.lines_about(need))],
            "line_beside": lambda page: translated(
                self.catalog.line_for_page(page.path.removeprefix(f"{page.language}/"))
            ),
            "first_line": translated(self.catalog.first_line),
            "child_line": translated(self.catalog.child_line),
            "next_review": lambda reviewed: next_review(self.catalog, reviewed),
            "safety_boxes": lambda path: safety.boxes(
                map(translated, safety.of_page(self.catalog, path))
            ),
            "safety_for": lambda ages: safety.boxes(
                map(translated, safety.of_ages(self.catalog, ages))
            ),
            "task_for": lambda record: task_for(self.catalog, words, record),
            "editor_of": lambda task: editor(
                self.settings["repository"], task.file, task.line, task.is_new
            ),
            "suggestion_ways": lambda page: ways(
                page, self.catalog.association, self.settings["repository"], words
            ),
            "linked_data": lambda page: linked_data(
                self.catalog, page, self.local("", page.language)
            ),
            "share_picture": self.catalog.association.address + self.assets.path("card.png"),
            "names": lambda kind, slugs: Markup(", ").join(
                [
                    self._marked(translated(record), "name", language)
                    for record in self._records(kind, slugs or ())
                ]
            ),
            "last_past": lambda kind: (last := self.catalog.last_past(kind)) and translated(last),
            "moved_folders": lambda: [
                (self.catalog.association.language_of(old), old, new)
                for old, new in redirects.folders(self.catalog, self.paths)
            ],
            "records": lambda kind, slugs=None: [*map(translated, self._records(kind, slugs))],
            "href": lambda to: self.href(to, language),
            "header_links": self.header_links,
            "exact": self.exact,
            "local": self.local,
            "own_file": lambda path: f"{self.catalog.association.folder(language)}{path}",
            "program_folder": lambda: self._program_folder(language),
            "on_this_site": self._on_this_site,
            "has_page": self._has_page,
            # A path of no page is a problem that the search's check names.
            "title_of": lambda path: (
                self.titles.get(self.local(path, language), path) if self._has_page(path) else path
            ),
            "languages": self.catalog.association.languages,
            "document_sorts": DOCUMENT_SORTS,
            "pixels_of": lambda file: attachments.pixels(self.settings["docs"] / file),
            "file_size": lambda file: self._file_size(file, words),
            "path_of_region_and_age": path_of_region_and_age,
            "path_of_handout": lambda region, group, other=language: path_of_handout(
                region, group, other, self.catalog
            ),
            "path_of_summary": path_of_summary,
            "pdf_of": lambda path: self.pdfs[path],
            "pages_to_leave": lambda: self.to_leave,
            "neutral": NEUTRAL,
            "near": lambda region: near(region, words),
            "handout_regions": lambda: [*map(translated, handout_regions(self.catalog))],
            "language": language,
            "words_seen": set,
            "in_language": lambda other: Wording(self.catalog.labels, other).label,
            "hint_place": self._hint_place,
            "program_words": ProgramWords(self.catalog, words),
            "program_rows": rows,
            "call_words": lambda program: calls.sentences(
                self._known_now(program), self._with_mark(program, "name", language)
            ),
            "call_text": lambda program: calls.text(
                self._known_now(program), rows.call(program).phone.text
            ),
            "vcard_of": path_of_vcard,
            "calendars_of": partial(calendars_of, self.catalog),
            "level_facts_of": lambda level: level_facts(level, words),
            "sheet_of": self.sheet,
            "lang_of": (lambda record, field: _NOTHING)
            if language == self.first
            else lambda record, field: self._lang_of(record, field, language),
            "for_label": lambda record, field: self._with_mark(record, field, language),
            "text_of": getattr
            if language == self.first
            else lambda record, field: self._marked(record, field, language),
            "group_of": group_of,
            "empty_groups": [Listed(name, 0, ()) for name in GROUPS],
            "distance_unit": self.catalog.association.distances or MILES,
            "most_cards": MOST_CARDS,
            "few_cards": FEW_CARDS,
            "all_groups": self._all_groups,
            "colors": lambda: colors(self.assets.base()),
            "chart_of": bars,
            "shades_of": shades,
            "components": lambda: _components(templates, self.macros),
            "tiles_of": lambda states: tiles({state.slug for state in states}),
            "is_read_aloud": lambda page: self._is_read_aloud(page),
            "scene_parts": self.scenes.parts,
            "door_drawing": self.scenes.of_door,
            "style_of": lambda page: self._style(page),
            "script_of": lambda page: self._script(page),
            "scene_of": lambda page: self._scene(page),
            "drawing_of": self.drawing,
            "markdown_examples": lambda: self._markdown_examples(templates),
            "size_of": cache(lambda name: self._size(name)),
            "asset": lambda name: self.base + self.assets.path(name),
        }
        templates.filters["glossary_links"] = lambda text, seen: self._links_to_glossary(language)(
            text, seen
        )
        templates.filters |= {
            "ages": words.ages,
            "day": lambda day: words.date(PartialDate(day.year, day.month, day.day)),
            "date": words.date,
            "number": words.number,
            "span": words.span,
            "year": words.year,
            "paragraphs": paragraphs,
            "numbered": lambda text, number: escape(text).replace("{number}", escape(number)),
        }
        if clashes := templates.globals.keys() & set(self.macros):
            raise ValueError(f"macros under names that templates use already: {sorted(clashes)}")
        macros = self._macros[language] = Macros(templates)
        for name in self.macros:
            templates.globals[name] = checked(
                name, macros.get(name), partial(_macro, templates, name)
            )
        return templates

    def forgiving(self, language: str) -> dict[str, Callable]:
        """Return macros for the product's pages, which name records that a site may leave out."""
        templates, translated = self.environment(language), self.translated(language)

        def records(kind: str, slugs: str | Iterable[str] | None = None) -> list[Record]:
            known = self.catalog.records[kind]
            asked = known if slugs is None else [slugs] if isinstance(slugs, str) else slugs
            return [translated(known[slug]) for slug in asked if slug in known]

        def term(slug: str, text: str | None = None) -> str:
            if slug in self.catalog.glossary:
                return templates.globals["term"](slug, text)
            return text or defaults.name("glossary", slug, language)

        def safety_of(path: str) -> str:
            known = any(path in item.pages for item in self.catalog.safety.values())
            return templates.globals["safety"](path) if known else ""

        return {"records": records, "term": term, "safety": safety_of}

    def _markdown_examples(self, environment: jinja2.Environment) -> Iterator[tuple]:
        """Yield name, Markdown and HTML of each example of what Markdown can do."""
        theme, extensions = self.assets.theme, self.settings["markdown_extensions"]
        for name in theme.names("markdown", "*.md"):
            text = theme.text(f"markdown/{name}")
            html = fill_marks(
                to_html(text, extensions), environment, lambda _, name=name: (name, 0)
            )
            html = html.replace(
                'src="icon.svg"', f'src="{self.base}{self.assets.path("icon.svg")}"'
            )
            yield name.removesuffix(".md"), text, Markup(html)

    def _links_to_glossary(self, language: str) -> GlossaryLinks:
        if language not in self.glossary_links:
            self.glossary_links[language] = GlossaryLinks(
                map(self.translated(language), self.catalog.glossary.values()),
                self.href("glossary/", language),
            )
        return self.glossary_links[language]

    def translated(self, language: str) -> Callable:
        return (
            partial(self.catalog.translated, language=language)
            if self.catalog.translations.get(language)
            else lambda record: record
        )

    def _records(self, kind: str, slugs) -> list:
        if slugs is None:
            self.catalog.get(kind, ())  # refuses a kind that there is not
            return list(getattr(self.catalog, kind).values())
        return self.catalog.get(kind, [slugs] if isinstance(slugs, str) else list(slugs))

    def href(self, to, language: str) -> Markup:
        """Return the address of a record or a path, in LANGUAGE where there is such a page."""
        return self._address(to if isinstance(to, str) else path_of(to), language)

    def header_links(self, page: Page) -> list[tuple[str, str, str]]:
        """Return title, path and `aria-current` of each link of the header of PAGE.

        The last is "page" for PAGE itself, "true" for what is above it.
        """

        def current(path: str, part: bool) -> str:
            if page.path == path:
                return "page"
            return "true" if part and page.path.startswith(path) else ""

        links = self._header_links(page.language)
        return [(title, path, current(path, part)) for title, path, part in links]

    def _links(self, language: str) -> Iterator[tuple[str, str, bool]]:
        """Yield title and path of each link in `nav`, and whether it is to a part of the site."""
        labels = self.catalog.labels
        for link in self.settings["nav"]:
            path = self.local(link.path, language)
            label = f"nav-{link.path.strip('/').replace('/', '-')}"
            title = link.title * (language == self.first) or (
                labels.word(language, label) if labels.has(label) else self.titles.get(path, path)
            )
            yield title, path, bool(link.path)

    def exact(self, path: str) -> str:
        """Return the address of PATH itself."""
        return self.base + path

    def _program_folder(self, language: str) -> str:
        """The path above the pages of programs, which are all there in a language or none is."""
        folder = f"{language}/{FOLDERS['programs']}"
        return (
            folder
            if any(f"{folder}{slug}/" in self.paths for slug in islice(self.catalog.programs, 1))
            else FOLDERS["programs"]
        )

    def _marked(self, record: Record, field: str, language: str) -> str | None:
        """The text FIELD of RECORD, marked where it is not in the LANGUAGE of the page."""
        attribute, text = self._lang_of(record, field, language), getattr(record, field)
        return Markup("<span{}>{}</span>").format(attribute, text) if text and attribute else text

    def _known_now(self, program: Program) -> Program:
        return without_old_room(self.catalog, program, self.settings["today"])

    def _with_mark(self, record: Record, field: str, language: str) -> str:
        """The text FIELD of RECORD for a label, marked where it is not in the page's LANGUAGE."""
        text = getattr(record, field)
        is_translated = self.catalog.is_translated(record, field, language)
        return text if is_translated else marks.marked(text, self.first)

    def _lang_of(self, record: Record, field: str, language: str) -> Markup:
        """Return the attribute for RECORD's text FIELD where it is not in the page's LANGUAGE."""
        return (
            _NOTHING
            if self.catalog.is_translated(record, field, language)
            else Markup(' lang="{}"').format(self.first)
        )

    def local(self, path: str, language: str) -> str:
        """Return the path of the same page in LANGUAGE where there is one, else PATH."""
        translated = f"{language}/{path}"
        return translated if self._has_page(translated) else path

    def _has_page(self, path: str) -> bool:
        return path in self.paths

    def _is_read_aloud(self, page: Page) -> bool:
        path = page.path.removeprefix(self.catalog.association.folder(page.language))
        return path.startswith(READ_ALOUD)

    def _scene(self, page: Page) -> str:
        """The slug of the drawing below the title of PAGE, which people wrote; "" for none."""
        return self.scenes.of_page(page.path) if page.template == PROSE else ""

    def _style(self, page: Page) -> str:
        """The style sheet of PAGE, unless its template names another one."""
        is_heard = self._is_read_aloud(page)
        if page.template == PROSE:
            name = "pictures" if is_heard or self._scene(page) else "prose"
        else:
            name = "heard" if is_heard else "site"
        return f"{name}_to_leave.css" if page.quick_exit else f"{name}.css"

    def _script(self, page: Page) -> str:
        """The script of PAGE, one file in which its parts are, unless its template names others."""
        if self._is_read_aloud(page):
            return "leave_hear.js" if page.quick_exit else "hear.js"
        return "leave.js" if page.quick_exit else "site_search.js"

    def _all_groups(self) -> list[Listed]:
        return cut(Matcher(self.catalog).grouped())

    def _drawing(self, icon: str) -> Markup:
        """The SVG of ICON, from the icons of Material."""
        file = f".icons/material/{icon}.svg"
        return Markup(self.loader.get_source(None, file)[0])

    def _size(self, asset: str) -> Markup:
        """Return the attributes for width and height of the picture ASSET; "" if it says none."""
        found = picture_size(self.assets.theme.file(f"assets/{asset}"))
        return Markup(' width="{}" height="{}"').format(*found) if found else _NOTHING

    def _hint_place(self) -> dict[str, str]:
        """Return a town and a ZIP code, as an example of what to type, or another town."""
        preferred = self.catalog.towns.get(self.catalog.association.hint_town)
        towns = [preferred] * bool(preferred) + [
            town for town in self.catalog.towns.values() if town is not preferred
        ]
        if not towns:
            raise jinja2.UndefinedError("the finder needs towns, and data/towns.yaml has none")
        town = next((town for town in towns if town.zips), towns[0])
        codes = sorted(town.zips or (), key=lambda pair: -(pair[1] or 0))
        return {"town": town.name, "zip": codes[0][0] if codes else towns[-1].name}

    def _on_this_site(self, links: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return those of LINKS (name and path) that lead to a page; a site may omit some."""
        return [(name, path) for name, path in links if self._has_page(path.split("#")[0])]

    def _file_size(self, file: str, words: Wording) -> str:
        """The size of FILE of docs/ in words; "" where there is none."""
        path = self.settings["docs"] / file
        return words.size(path.stat().st_size) if path.is_file() else ""

    def sheet(self, page: Page) -> Sheet:
        """Return what the sheet of PAGE, which has a PDF, says."""
        local = partial(self.local, language=page.language)
        return sheet_of(page, self.catalog, self.settings["today"], local)

    def html(self, page: Page) -> str:
        """Return PAGE as HTML.

        Raises DataError with the template's file and line for a mistake in it.
        """
        templates = self.environment(page.language)
        if clashes := templates.globals.keys() & page.context.keys():
            raise ValueError(f"{page.path}: values under names of globals: {sorted(clashes)}")
        html = render(
            Source(templates, page.template),
            lambda: templates.get_template(page.template).render(page.context, page=page),
        )
        return marks.as_elements(html)


def _macro(environment: jinja2.Environment, name: str) -> Callable:
    return getattr(environment.get_template(f"macros/{name}.html").module, name)


def _components(environment: jinja2.Environment, macros: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the name of each macro that has an example, and the example's HTML.

    Macros for kinds of which the site has no records are left out.
    """
    for name in macros:
        module = environment.get_template(f"macros/{name}.html").module
        if hasattr(module, "example"):
            with contextlib.suppress(jinja2.UndefinedError):
                yield name, module.example()


def paragraphs(text: str, attribute: Markup | str = "") -> Markup:
    """Return TEXT with each of its lines as a paragraph that has the ATTRIBUTE."""
    attribute = escape(attribute)
    return Markup("\n".join([f"<p{attribute}>{escape(line)}</p>" for line in lines(text)]))
