"""Everything of the site that is computed before the engine writes it: pages, assets, files for
machines.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import zip_longest
from pathlib import Path

from markupsafe import Markup

from imhsite.building import machine_files as machines
from imhsite.editor import form as admin
from imhsite.exports import files as exports
from imhsite.finding.finder import FinderData
from imhsite.finding.matching import Matcher
from imhsite.finding.town_map import read_map
from imhsite.language.wording import Wording
from imhsite.model.dates import PartialDate, today
from imhsite.model.records import Association
from imhsite.pages import redirects
from imhsite.pages.generated import PROGRAM, GeneratedPages, Page
from imhsite.pages.prose import link_up, prose_page, refuse_taken
from imhsite.publishing.headers import meta_policy
from imhsite.publishing.history import Commit, History
from imhsite.publishing.output import Output
from imhsite.reading.catalog import Catalog, Known, load
from imhsite.reading.configuration import FILE, Configuration, read
from imhsite.rendering.assets import Assets
from imhsite.rendering.inputs import Inputs
from imhsite.rendering.renderer import Renderer
from imhsite.rendering.sheets import sheet_of, sheet_pdf
from imhsite.rendering.stand_ins import Prose
from imhsite.rendering.theme import Theme

_IN_PATH = re.compile(r"/([a-z0-9-]+)")
Origin = tuple[
    str, tuple[str, ...]
]  # of a file: the key of what it was made from, and the programs that it read
Written = tuple[
    dict, str, str, str
]  # of a page that people write: front matter, source, address and HTML
SHORT = 7  # characters of a commit, as people read it


class Site:
    """The site of one data folder; KNOWN is what `Catalog.known` was at the last build.

    Raises DataError with every problem of the data.
    """

    def __init__(
        self,
        data: Path,
        overrides: Path,
        icons: Path,
        known: Known | None = None,
        configuration: Configuration | None = None,
    ) -> None:
        self.data, self.theme, self.configuration = (
            data,
            Theme.of(overrides),
            configuration or read(overrides.with_name(FILE)),
        )
        self.catalog = load(data, known)
        self.words = Wording(self.catalog.labels, self.catalog.association.languages[0])
        self.label = self.words.label
        self.matcher = Matcher(self.catalog)
        self.finder = FinderData(self.catalog, self.matcher)
        self.assets = Assets(self.theme, self.configuration.look)
        self.commit = Commit.of(data.parent)
        self.renderer = Renderer(
            self.catalog,
            self.theme,
            icons,
            self.assets,
            _settings(self.catalog.association, self.commit, self.configuration),
        )
        self.history = History(data.parent)
        self.last_lines = _last_lines(self.catalog)
        self.generated = {
            page.path: page
            for page in GeneratedPages(
                self.catalog, self.matcher, read_map(data, self.catalog), self.finder
            ).all()
        }
        self.renderer.paths = set(self.generated)
        self.renderer.pdfs = {page.path: page.pdf for page in self.generated.values() if page.pdf}
        self.told: list[Written] = []
        self.written_from: dict[str, Origin] = {}
        self.read_by_written: list[str] = []
        self.written: dict[str, Page] = {}
        self.inputs = Inputs(self)

    def prose(self, source: str, first_line: int) -> Prose:
        """Return what carries out the template code of docs/SOURCE, whose text begins after
        FIRST_LINE.
        """
        return Prose(
            self.renderer.environment(self._language(source)), f"docs/{source}", first_line
        )

    def linkable(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield the paths of generated pages that TEXTS and the header may link to: of the many
        programs only those that are named.
        """
        named = {
            slug
            for text in [*texts, *(f"/{link.path}" for link in self.configuration.nav)]
            for slug in _IN_PATH.findall(text)
        }
        return (
            path
            for path, page in self.generated.items()
            if page.template != PROGRAM or page.context["record"].slug in named
        )

    def know(self, written: Iterable[Written], reads: Iterable[str] = ()) -> None:
        """Take in the pages that people write, which read the programs READS; then all pages are
        known.

        Raises DataError for a mistake in front matter, and for a redirect that leads nowhere.
        """
        self.told, self.read_by_written = list(written), list(reads)
        self.written = {
            source: prose_page(meta, source, url, self._language(source), html)
            for meta, source, url, html in self.told
        }
        refuse_taken(
            self.written.values(),
            self.generated,
            [name.removesuffix(".html") for name in self.theme.names("pages", "*.html")],
        )
        redirects.refuse_wrong(
            self.catalog,
            {
                page.path
                for page in [*self.written.values(), *self.generated.values()]
                if page.template != redirects.TEMPLATE
            },
        )
        link_up(list(self.written.values()), self.generated, self.catalog.association.languages)
        self.renderer.paths = {page.path for page in self.written.values()} | set(self.generated)
        self.renderer.titles = {page.path: page.title for page in self.pages}

    @property
    def pages(self) -> list[Page]:
        return [*self.written.values(), *self.generated.values()]

    def date_pages(self, whole: bool) -> None:
        """Give each page the day on which it last changed; that of the commit where the site is not
        to be WHOLE, as to ask git takes half a second.
        """
        for page in self.pages:
            page.changed = self._changed(page) if whole else self.history.default

    def written_html(self, source: str, content: str) -> str:
        """Return the page of docs/SOURCE with CONTENT, its Markdown as HTML.

        Raises DataError for a mistake in a template.
        """
        page = self.written[source]
        page.content = Markup(content)
        html, origin = self._html(page)
        if not self.configuration.has_plugins:  # which may make something else of the same
            self.written_from[file_of(page.path)] = origin
        return html

    def write(self, output: Output, whole: bool = True) -> None:
        """Put every file of the site into OUTPUT; where it is not to be WHOLE, generated pages are
        made by `generated_html` when asked for.

        Pages that people write are those that OUTPUT has taken in. Raises DataError for a mistake
        in a template.
        """
        for page in self.generated.values():
            if whole or page.path.endswith(".html"):
                self._write(page, output)
        for page in self.written.values():
            if file_of(page.path) not in output.taken:
                self._write(page, output)
        for path, content in self.files():
            output.put(path, content)
        for path, key, make in self.finder.near(self.inputs.key_of):
            if not output.keep(path, lambda reads, key=key: key):
                output.put(path, make().encode(), key)
        output.put("sw.js", machines.worker(self, output.digests).encode())

    def _write(self, page: Page, output: Output) -> None:
        """Put PAGE and its sheet into OUTPUT, as the last build left them where what they are made
        from is the same.
        """
        if output.keep(file_of(page.path), partial(self.inputs.key, page)) and (
            not page.pdf or output.keep_as_it_is(page.pdf)
        ):
            return
        html, origin = self._html(page)
        output.put(file_of(page.path), html.encode(), *origin)
        if page.pdf:
            self._write_sheet(page, html, output)

    def _html(self, page: Page) -> tuple[str, Origin]:
        html = self.renderer.html(page)
        reads = tuple(sorted(self.renderer.reads))
        return html, (self.inputs.key(page, reads) or "", reads)

    def _write_sheet(self, page: Page, html: str, output: Output) -> None:
        """Put the sheet of PAGE into OUTPUT; what else the page says may change without it."""
        sheet = sheet_of(html, page.title, page.language, self.catalog.association)
        key = hashlib.sha256(sheet.encode()).hexdigest()
        if not output.keep(page.pdf, lambda reads: key):
            output.put(page.pdf, sheet_pdf(sheet, self.theme.file("sheet.typ")), key)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of each file that is no page: assets, files for machines,
        open data.
        """
        yield from self.assets.published().items()
        yield from machines.files(self, self.pages).items()
        yield from exports.files(self, self.pages)
        yield from admin.files(self).items()

    def generated_html(self, path: str) -> str:
        """Return the generated page at PATH as HTML.

        Raises DataError for a mistake in a template.
        """
        return self.renderer.html(self.generated[path])

    def pdf(self, path: str) -> bytes:
        """Return the sheet of the generated page at PATH as a PDF."""
        page = self.generated[path]
        return sheet_pdf(
            sheet_of(
                self.generated_html(path), page.title, page.language, self.catalog.association
            ),
            self.theme.file("sheet.typ"),
        )

    def _changed(self, page: Page) -> PartialDate | None:
        """The day on which the page's file or its record's lines last changed; else that of the
        commit; None where git knows nothing.
        """
        if page.path in self.generated and page.edit:
            file, line = page.edit
            return self.history.changed(file, line, self.last_lines[file, line])
        return self.history.changed(page.edit[0], 1) if page.edit else self.history.default

    def _language(self, source: str) -> str:
        first, *others = self.catalog.association.languages
        folder = source.split("/")[0]
        return folder if folder in others else first


def _last_lines(catalog: Catalog) -> dict[tuple[str, int], int | None]:
    """Return for each record, by file and first line, its last line; None where the file ends with
    it.
    """
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
    """What the build is told from outside the data: the CONFIGURATION, the repository's address,
    the COMMIT and its date, and what day it is.
    """
    server, name = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
    repository = association.repository
    if not repository and server and name:
        repository = f"{server}/{name}"
    return {
        "repository": (repository or "").rstrip("/"),
        "policy": meta_policy(association.form_service),
        "commit": commit.name[:SHORT],
        "full_commit": commit.name,
        "date": commit.day,
        "today": today(),
        "nav": configuration.nav,
        "extra_css": configuration.extra_css,
        "look": configuration.look,
    }
