"""Everything that a build would refuse, found without one: in data, pages, map and `mkdocs.yml`.

What only MkDocs finds is left to the build: settings of other plugins, and anchors of pages.
"""

from __future__ import annotations

import dataclasses
import posixpath
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from imhsite.building import lost_pages
from imhsite.files.problems import DataError, Problem, did_you_mean, nearest, quote
from imhsite.files.project import OVERRIDES
from imhsite.finding.matching import Matcher
from imhsite.finding.town_map import TownMap, read_map
from imhsite.model.fields import page_path
from imhsite.model.records import Association
from imhsite.pages import prose, redirects
from imhsite.pages.generated import PROGRAM, GeneratedPages
from imhsite.pages.search import PARTS
from imhsite.reading import attachments, configuration, front_matter, product_pages, safety
from imhsite.reading import catalog as catalogs
from imhsite.reading.catalog import MOST_PROBLEMS, Catalog, Fault
from imhsite.reading.configuration import Configuration
from imhsite.reading.front_matter import Written, address, named_well
from imhsite.reading.page_text import without_code
from imhsite.rendering import look
from imhsite.rendering.stand_ins import Prose
from imhsite.rendering.theme import Theme

# The fields of records that name pages.
PAGES_OF = {
    "asked": "pages",
    "doors": "page",
    "needs": "pages",
    "news": "page",
    "notices": "page",
    "safety": "pages",
    "search_words": "pages",
}
_LINK = re.compile(  # in a line, or below the text
    r"\]\(<?([^\s()<>]+)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)|^ {0,3}\[[^\]\n^]+\]: *(\S+)",
    re.MULTILINE,
)
_THE_PATH = (
    "write the path of a page of this site from this one, such as ../programs/, or an address"
    " that starts with https://"
)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_CALL = re.compile(r"\{\{.*?\}\}")
MOST_OF_A_PAGE = 20


def problems_of(data: Path, docs: Path) -> tuple[Catalog, list[Problem]]:
    """Return the catalog of DATA, and every problem of the site of DATA and DOCS.

    What records and pages are to each other is checked once the data have no problem by
    themselves; that the files which they name are there, at once.
    """
    catalog, problems = catalogs.read(data)
    file = data.with_name(configuration.FILE)
    association = next(iter(catalog.records["association"].values()), None)
    languages = association and association.languages  # None where they could not be read
    given = product_pages.given(association, docs) if languages else {}
    pages, of_pages = front_matter.read_all(docs, given, languages)
    of_settings = _of_settings(file, association)
    of_files = list(attachments.problems(catalog, docs))
    if not problems:
        whole = _Whole(catalog, data, docs, pages, file if not of_settings else None)
        problems = list(whole.problems())
        problems += lost_pages.problems(data, catalog)
        if not of_pages:
            problems += product_pages.lost_links(association, docs)
            problems += safety.missing(catalog, docs)
    return catalog, sorted({*problems, *of_files, *of_pages, *of_settings})[:MOST_PROBLEMS]


def _of_settings(file: Path, association: Association | None) -> list[Problem]:
    """What is wrong in FILE, a mkdocs.yml, and what people could not read in its colors."""
    problems = configuration.problems_of(file, association)
    if not problems and file.exists():
        theme = Theme.of(file.with_name(str(OVERRIDES)))
        problems = [*look.problems(file, configuration.read(file), theme)]
    return problems


class _Whole:
    """A site whose data are sound, and what is wrong between its parts.

    `file` is its mkdocs.yml; None where that has problems.
    """

    def __init__(
        self,
        catalog: Catalog,
        data: Path,
        docs: Path,
        pages: dict[str, Written],
        file: Path | None,
    ) -> None:
        self.catalog, self.data, self.docs, self.pages = catalog, data, docs, pages
        self.theme = Theme.of(data.with_name(str(OVERRIDES)))
        self.settings = Configuration()
        self.has_settings = file is not None and file.exists()
        if self.has_settings:
            self.settings = configuration.read(file)

    def problems(self) -> Iterator[Problem]:
        try:
            town_map = read_map(self.data, self.catalog)
        except DataError as error:
            yield from error.problems
            town_map = None
        self.generated = generated_paths(self.catalog, town_map)
        # Also those that could not be read, or have a name that they should not have.
        files = (path.relative_to(self.docs).as_posix() for path in self.docs.rglob("*"))
        given = product_pages.places(self.catalog.association)  # links to what is left out: below
        self.files = {named_well(file) for file in files} | given.keys()
        own = {address(file) for file in self.files if file.endswith(front_matter.SUFFIX)}
        self.paths = self.generated - redirected(self.catalog) | own
        if self.pages:  # else the data alone are checked
            yield from self._of_records()
        yield from self._of_nav()
        layouts = [name.removesuffix(".html") for name in self.theme.names("pages", "*.html")]
        made = self.generated - redirected(self.catalog)
        for source, page in self.pages.items():
            name, layout = f"{self.docs.name}/{source}", page.meta.get("layout", "prose")
            line = page.lines.get("layout", 1)
            yield from prose.taken(name, address(source), layout, made, layouts, line)
            yield from self._of_links(source, page)
        yield from self._of_template_code()

    def _of_records(self) -> Iterator[Problem]:
        """Yield records that name a page which is not there, each at its line."""
        nodes = cache(lambda file: catalogs.nodes(self.data.parent / file, file))
        for fault in (*redirects.wrong(self.catalog, self.paths), *self._unknown_pages()):
            yield fault.located(nodes(fault.file))

    def _unknown_pages(self) -> Iterator[Fault]:
        for kind, name in PAGES_OF.items():
            for record in self.catalog.records[kind].values():
                value = getattr(record, name) or ()
                for path in (value,) if isinstance(value, str) else value:
                    if not record.is_given and not self._is_there(path):
                        got = quote(path) + did_you_mean(path, self.paths)
                        place = record.file, record.line, record.slug, name
                        write = f"write {page_path.write}"
                        yield Fault(*place, write, got, "unknown-page", path)

    def _is_there(self, path: str) -> bool:
        page, _, part = path.partition("#")
        records = self.catalog.records.get(PARTS.get(page, ""), {})
        return page in self.paths and (not part or not records or part in records)

    def _of_nav(self) -> Iterator[Problem]:
        known = [*self.pages, *self.paths]
        for link in self.settings.nav if self.pages else ():
            if link.target.strip("/") not in self.pages and link.path not in self.paths:
                write = "write a page of this site, such as parents/index.md or programs/"
                got = quote(link.target) + did_you_mean(link.target, known)
                place = configuration.FILE, link.line, 0, "", "nav"
                yield Problem(*place, write, got, "unknown-page")

    def _of_links(self, source: str, page: Written) -> Iterator[Problem]:
        """Yield links of the page docs/SOURCE that lead to no file or page of the site."""
        text = without_code(page.markdown)
        for match in _LINK.finditer(text):
            target = match[1] or match[2]
            if not _OUTSIDE.match(target) and (better := self._better(source, target)) is not None:
                line = text.count("\n", 0, match.start(1 if match[1] else 2)) + 1 + page.above
                write = _THE_PATH
                if not better and PurePosixPath(target).suffix not in ("", ".md", ".html"):
                    write = "put this file into docs/, and write its path from this page"
                got = quote(target) + (f". Did you mean {quote(better)}?" if better else "")
                name = f"{self.docs.name}/{source}"
                yield Problem(name, line, write=write, got=got, code="broken-link")

    def _better(self, source: str, target: str) -> str | None:
        """Return what TARGET, a link in docs/SOURCE, may be meant as; None if it is right."""
        path, mark, part = target.partition("#")
        folder, file = posixpath.dirname(source), unquote(path.partition("?")[0])
        wanted = posixpath.normpath(posixpath.join(folder, file).lstrip("/"))
        if wanted in self.files or {wanted, f"{wanted}/"} & self.generated:
            return None
        if re.fullmatch(r"(?:www\.|[\w-]+\.(?:org|com|net|gov|edu)(?:/|$)).*", target):
            return f"https://{target}"
        if re.fullmatch(r"[\w.+-]+@[\w-]+\.[\w.]+", target):
            return f"mailto:{target}"
        known = {path.rstrip("/"): path for path in self.generated} | {s: s for s in self.pages}
        by_address = {address(s).rstrip("/"): s for s in self.pages if address(s)}
        near = by_address.get(wanted) or known.get(nearest(wanted, known) or "", "")
        if not near:
            return ""
        relative = posixpath.relpath(near, folder or ".")
        return relative + "/" * near.endswith("/") + mark + part

    def _of_template_code(self) -> Iterator[Problem]:
        """Yield mistakes in template code and icons, where no other plugin works on the pages."""
        if not self.has_settings or self.settings.has_plugins:
            return
        # Most checks need no templates, and what renders those takes longest to load.
        from imhsite.building.site import Site
        from imhsite.rendering.renderer import ICONS

        try:
            catalog = dataclasses.replace(  # of which a site leaves out what is past
                self.catalog, records={kind: dict(r) for kind, r in self.catalog.records.items()}
            )
            overrides = self.theme.folders[0]
            site = Site(self.data, overrides, ICONS, self.settings, self.docs, catalog)
        except DataError:
            return  # whose problems are listed already
        for source, page in self.pages.items():
            code = site.prose(source, page.above)
            yield from _all_of(code, page)
            yield from code.unknown_icons(without_code(page.markdown))


def _all_of(code: Prose, page: Written) -> Iterator[Problem]:
    """Yield each mistake in the template CODE of PAGE.

    The engine stops at the first, so the calls on its line are taken out, and the rest is read.
    """
    lines = page.markdown.split("\n")
    for _ in range(MOST_OF_A_PAGE):
        try:
            code.expand("\n".join(lines))
            return
        except DataError as error:
            (problem,) = error.problems
            yield problem
            number = problem.line - page.above - 1
            if problem.file != code.name or not _CALL.search("".join(lines[number : number + 1])):
                return
            lines[number] = _CALL.sub("", lines[number])


def redirected(catalog: Catalog) -> set[str]:
    """Return the old paths of CATALOG, of which there are pages that lead on."""
    folders = map(catalog.association.folder, catalog.association.languages)
    single = [redirect.old for redirect in catalog.redirects.values() if not redirect.below]
    return {f"{folder}{old}" for folder in folders for old in single}


def generated_paths(catalog: Catalog, town_map: TownMap | None) -> set[str]:
    """Return the paths of the pages that CATALOG makes, without making that of each program."""
    one = dict(islice(catalog.programs.items(), 1))
    goals = {slug: dataclasses.replace(g, programs=None) for slug, g in catalog.goals.items()}
    few = dataclasses.replace(catalog, records=catalog.records | {"programs": one, "goals": goals})
    pages = [*GeneratedPages(few, Matcher(few), town_map).all()]
    folders = {
        page.path.removesuffix(f"{page.context['record'].slug}/")
        for page in pages
        if page.template == PROGRAM
    }
    programs = {f"{folder}{slug}/" for folder in folders for slug in catalog.programs}
    return {page.path for page in pages} | programs
