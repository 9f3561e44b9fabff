"""Everything of the site that is computed before it is written: pages, assets, machine files."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from imhsite.building import machine_files, parallel
from imhsite.editor import form as admin
from imhsite.exports import files as exports
from imhsite.files import dead_links
from imhsite.files.problems import DataError, Problem
from imhsite.files.product import name_of
from imhsite.files.project import DEAD_LINKS
from imhsite.finding.finder import FinderData
from imhsite.finding.matching import Matcher
from imhsite.finding.town_map import read_map
from imhsite.language.wording import Wording
from imhsite.model.dates import PartialDate, today
from imhsite.model.records import Association
from imhsite.pages import redirects
from imhsite.pages.desk import Desk, endings_of
from imhsite.pages.generated import PROGRAM, STAFF, GeneratedPages, Page
from imhsite.pages.prose import link_up, prose_page, put_content, refuse_taken
from imhsite.pages.sheets import POSTER, printed
from imhsite.pages.suggest import repository_of
from imhsite.printing.figures import Figures
from imhsite.printing.typeset import typeset
from imhsite.publishing.headers import meta_policy
from imhsite.publishing.history import Commit, History
from imhsite.publishing.output import Output
from imhsite.reading.catalog import Catalog, load
from imhsite.reading.configuration import FILE, Configuration, read
from imhsite.reading.front_matter import address
from imhsite.rendering.assets import Assets
from imhsite.rendering.renderer import Renderer
from imhsite.rendering.stand_ins import Prose
from imhsite.rendering.theme import Theme

_IN_PATH = re.compile(r"/([a-z0-9-]+)")
# Of a page that people write: front matter, source, address and HTML.
Written = tuple[dict, str, str, str]
PART = 32  # pages or files of one job
T = TypeVar("T")
SHORT = 7  # characters of a commit, as people read it


class Site:
    """The site of one data folder, whose CATALOG may be known.

    Raises DataError with every problem of the data.
    """

    def __init__(
        self,
        data: Path,
        overrides: Path,
        icons: Path,
        configuration: Configuration | None = None,
        docs: Path | None = None,
        catalog: Catalog | None = None,
    ) -> None:
        self.data, self.theme = data, Theme.of(overrides)
        self.configuration = configuration or read(overrides.with_name(FILE))
        self.catalog = catalog or load(data)
        self.endings = endings_of(self.catalog)
        self.catalog.leave_out_past(today())
        self.words = Wording(self.catalog.labels, self.catalog.association.languages[0])
        self.label = self.words.label
        self.matcher = Matcher(self.catalog)
        self.finder = FinderData(self.catalog, self.matcher)
        self.assets = Assets(self.theme, self.configuration.look)
        self.commit = Commit.of(data.parent)
        settings = _settings(self.catalog.association, self.commit, self.configuration)
        settings["docs"] = docs or data.with_name("docs")
        self.renderer = Renderer(self.catalog, self.theme, icons, self.assets, settings)
        self.history = History(data.parent)
        self.last_lines = _last_lines(self.catalog)
        town_map = read_map(data, self.catalog)
        generated = GeneratedPages(self.catalog, self.matcher, town_map, self.finder)
        self.generated = {page.path: page for page in generated.all()}
        self.renderer.paths = set(self.generated)
        with_pdf = [page for page in self.generated.values() if page.pdf]
        self.renderer.pdfs = {page.path: page.pdf for page in with_pdf}
        self.sheets: dict[str, list[Page]] = {page.pdf: [] for page in with_pdf}
        for page in with_pdf:
            self.sheets[page.pdf].append(page)
        self.figures = Figures(self.renderer, town_map)
        self.written: dict[str, Page] = {}
        self.given: dict[str, Path] = {}  # the product's pages, by their paths in docs/
        self.generated[STAFF].context |= {
            "desk": lambda: self._desk().sections(),
            "calendar": lambda: self._desk().calendar(),
        }

    def prose(self, source: str, first_line: int) -> Prose:
        """Return what runs template code in the page SOURCE, whose text begins after FIRST_LINE."""
        language = self.catalog.association.language_of(source)
        forgiving = self.renderer.forgiving(language) if source in self.given else {}
        environment = self.renderer.environment(language)
        return Prose(environment, self.file_name(source), first_line, forgiving)

    def file_name(self, source: str) -> str:
        """Return what messages call the file of the page SOURCE."""
        return name_of(self.given[source]) if source in self.given else f"docs/{source}"

    def linkable(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield the generated pages that TEXTS and the header may link to.

        Of the many programs, only those that are named.
        """
        slugs = {
            slug
            for text in [*texts, *(f"/{link.path}" for link in self.configuration.nav)]
            for slug in _IN_PATH.findall(text)
        }
        return (
            path
            for path, page in self.generated.items()
            if page.template != PROGRAM or page.context["record"].slug in slugs
        )

    def expect(self, sources: Iterable[str]) -> None:
        """Let records of the product forget pages that are neither generated nor at SOURCES.

        It comes before the pages that people write are rendered, as these show such records.
        """
        self.catalog.forget_pages({*self.generated, *map(address, sources)})

    def know(self, prose: Iterable[Written]) -> None:
        """Take in the pages that people write; then all pages are known.

        Raises DataError for a mistake in front matter, and for a redirect that leads nowhere.
        """
        self.written = {
            source: prose_page(
                meta,
                self.file_name(source),
                url,
                self.catalog.association.language_of(source),
                html,
            )
            for meta, source, url, html in prose
        }
        for page in self.written.values():  # which stays where only another language has moved
            if page.language != self.catalog.association.languages[0]:
                self._forget_redirect(page.path)
        layouts = [name.removesuffix(".html") for name in self.theme.names("pages", "*.html")]
        refuse_taken(self.written.values(), self.generated, layouts)
        targets = {page.path for page in self.pages if page.template != redirects.TEMPLATE}
        redirects.refuse_wrong(self.catalog, targets)
        link_up(list(self.written.values()), self.generated, self.catalog.association.languages)
        self.renderer.to_leave = sorted(
            {page.path.removeprefix(f"{page.language}/") for page in self.pages if page.quick_exit}
        )
        self.renderer.paths = {page.path for page in self.written.values()} | set(self.generated)
        self.catalog.forget_pages(self.renderer.paths)
        for page in self.pages:
            page.trail = tuple(part for part in page.trail if part[1] in self.renderer.paths)
        self.renderer.titles = {page.path: page.title for page in self.pages}

    def _forget_redirect(self, path: str) -> None:
        """Forget the page at PATH that would redirect only as its page in another language does."""
        page, olds = self.generated.get(path), {r.old for r in self.catalog.redirects.values()}
        if page and page.template == redirects.TEMPLATE and path not in olds:
            del self.generated[path]

    def _desk(self) -> Desk:
        """What the page of staff shows."""
        dead = dead_links.read(self.data.with_name(DEAD_LINKS.name))
        pages, today = self.written.values(), self.renderer.settings["today"]
        changed = self.history.file_changed
        return Desk(self.catalog, pages, self.words, today, changed, dead, self.endings)

    @property
    def pages(self) -> list[Page]:
        return [*self.written.values(), *self.generated.values()]

    def date_pages(self, whole: bool) -> None:
        """Give each page the day on which it last changed.

        It is that of the commit where the site is not WHOLE, as to ask git takes half a second.
        """
        for page in self.pages:
            page.changed = self._last_change(page) if whole else self.history.default

    def written_html(self, source: str, content: str) -> str:
        """Return the page of docs/SOURCE with CONTENT, its Markdown as HTML.

        Raises DataError for a mistake in a template.
        """
        page = self.written[source]
        put_content(page, content)
        return self.renderer.html(page)

    def write(
        self, output: Output, prose: Path, whole: bool = True, lock: int | None = None
    ) -> None:
        """Write every file of the site to OUTPUT, on all cores.

        These are the files of the folder PROSE, pages from data, sheets and machine files. Where
        the site is not WHOLE, `generated_html` renders generated pages on request. Workers let go
        of the file descriptor LOCK. Raises DataError for mistakes in templates.
        """
        files = [file for file in sorted(prose.rglob("*")) if file.is_file()]
        output.reserved = frozenset(file.relative_to(prose).as_posix() for file in files)
        pages = [page for page in self.generated.values() if whole or page.path.endswith(".html")]
        steps = [
            *(partial(_put, make=make) for make in self.files()),
            *(partial(_copy, folder=prose, files=some) for some in _parts(files)),
            *(partial(self._put_pages, pages=some) for some in _parts(pages)),
        ]
        jobs = [partial(_run, step, output) for step in steps]
        problems: set[Problem] = set()
        for digests, faults in parallel.run(jobs, lock):
            output.digests |= digests
            problems |= set(faults)
        if problems:
            raise DataError(problems)
        output.put("sw.js", self._worker(output.digests).encode())

    def _put_pages(self, output: Output, pages: Iterable[Page]) -> Iterator[Problem]:
        """Put PAGES and their sheets into OUTPUT; yield what is wrong in their templates."""
        for page in pages:
            try:
                html = self.renderer.html(page)
            except DataError as error:
                yield from error.problems
                continue
            output.put(file_of(page.path), html.encode())
            if page.pdf and page is self.sheets[page.pdf][0]:
                output.put(page.pdf, self._pdf(page.pdf, output.published(page.pdf)))

    def _pdf(self, path: str, before: bytes = b"") -> bytes:
        """The PDF at PATH; BEFORE, as it was, where it says the same."""
        return typeset(self.sheets_text(path), self.layout(path), before)

    def layout(self, path: str) -> Path:
        """Return the file that says how the PDF at PATH looks."""
        is_poster = self.sheets[path][0].template == POSTER
        return self.theme.file("poster.typ" if is_poster else "sheet.typ")

    def sheets_text(self, path: str) -> str:
        """Return what the PDF at PATH says, as JSON: a sheet for each language."""
        sheets = map(self.renderer.sheet, self.sheets[path])
        told = [printed(sheet) | {"figures": self.figures.of(sheet)} for sheet in sheets]
        return json.dumps(told, ensure_ascii=False)

    def files(self) -> Iterator[Callable[[], Iterable[tuple[str, bytes]]]]:
        """Yield functions that return path and content of each file that is no page."""
        today = self.renderer.settings["today"]
        as_of = self.commit.day.begins if self.commit.day else today
        yield lambda: self._machine_files(today).items()
        yield from exports.files(self.catalog, self.matcher, self.pages, self.data, as_of)
        yield lambda: ((path, text.encode()) for path, text in self.finder.near())
        yield lambda: self.assets.published().items()
        written = self.written.values()
        yield lambda: admin.files(self.catalog, self.renderer, self.data.name, written).items()

    def _machine_files(self, today: datetime.date) -> dict[str, bytes]:
        base = self.renderer.base
        return machine_files.files(
            self.catalog, self.pages, self.finder, self.assets, base, self.commit, today
        )

    def _worker(self, digests: dict[str, str]) -> str:
        base = self.renderer.base
        return machine_files.worker(self.catalog, self.theme, self.assets, base, digests)

    def generated_html(self, path: str) -> str:
        """Return the generated page at PATH as HTML.

        Raises DataError for a mistake in a template.
        """
        return self.renderer.html(self.generated[path])

    def pdf(self, path: str) -> bytes:
        """Return the PDF of the generated page at PATH."""
        return self._pdf(self.generated[path].pdf)

    def _last_change(self, page: Page) -> PartialDate | None:
        """Return the day on which the page's file or record last changed, else that of the commit.

        None where git knows nothing.
        """
        record = page.context.get("record")
        if record and record.is_given:
            return self.history.default
        if page.path in self.generated and page.edit:
            file, line = page.edit
            return self.history.changed(file, line, self.last_lines[file, line])
        return self.history.file_changed(page.edit[0]) if page.edit else self.history.default


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield ITEMS in parts that are worth a job each."""
    return (items[first : first + PART] for first in range(0, len(items), PART))


def _run(
    step: Callable[[Output], Iterable[Problem]], output: Output
) -> tuple[dict[str, str], list[Problem]]:
    """Take STEP; return the digests of what it put, and what is wrong."""
    part = output.part()
    problems = list(step(part))
    return part.digests, problems


def _put(output: Output, make: Callable[[], Iterable[tuple[str, bytes]]]) -> Iterable[Problem]:
    try:
        for path, content in make():
            output.put(path, content)
    except DataError as error:
        return error.problems
    return ()


def _copy(output: Output, folder: Path, files: Iterable[Path]) -> Iterable[Problem]:
    for file in files:
        output.put_reserved(file.relative_to(folder).as_posix(), file.read_bytes())
    return ()


def _last_lines(catalog: Catalog) -> dict[tuple[str, int], int | None]:
    """Return each record's last line, by file and first line; None at the end of a file."""
    firsts: dict[str, list[int]] = {}
    for records in catalog.records.values():
        for record in records.values():
            firsts.setdefault(record.file, []).append(record.line)
    return {
        (file, line): after and after - 1
        for file, lines in firsts.items()
        for line, after in zip_longest(sorted(lines), sorted(lines)[1:])
    }


def file_of(path: str) -> str:
    """Return the file in which the page at PATH is kept."""
    return path if path.endswith(".html") else f"{path}index.html"


def _settings(association: Association, commit: Commit, configuration: Configuration) -> dict:
    """Return what is known from outside the data: configuration, repository, commit, today."""
    return {
        "repository": repository_of(association),
        "policy": meta_policy(association.form_service),
        "commit": commit.name[:SHORT],
        "full_commit": commit.name,
        "date": commit.day,
        "today": today(),
        "nav": configuration.nav,
        "extra_css": configuration.extra_css,
        "look": configuration.look,
        "markdown_extensions": configuration.markdown_extensions,
    }
