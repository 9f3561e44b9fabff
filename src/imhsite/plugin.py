"""Everything that the product asks of MkDocs, and does for it; nothing else imports MkDocs.

What the site says is computed in `imhsite.building`. `mkdocs build` begins a build and finishes it;
in `imhsite build`, MkDocs makes only the pages that people write.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import jinja2
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import config_options, load_config
from mkdocs.config.base import Config
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import CountHandler

from imhsite.building.build import Build, about_time, lock_of, refusals
from imhsite.building.site import file_of
from imhsite.files.leftovers import is_leftover
from imhsite.files.problems import BuildFailed, DataError
from imhsite.files.project import DATA, OVERRIDES
from imhsite.publishing.headers import ADMIN
from imhsite.publishing.server import let_reload
from imhsite.reading.configuration import PLUGIN, refuse_options
from imhsite.reading.front_matter import Written, parse_page, read_pages
from imhsite.reading.product_pages import without_lost_links
from imhsite.rendering import markdown

FIRST, LAST = event_priority(100), event_priority(-100)
T = TypeVar("T")
log = logging.getLogger(f"mkdocs.plugins.{PLUGIN}")


class SiteConfig(Config):
    """What a site may set below `plugins: - imhsite:` in its mkdocs.yml."""

    compress = config_options.Type(bool, default=False)
    """Whether `mkdocs build` writes .br and .gz copies, for a server of one's own to send."""


class SitePlugin(BasePlugin[SiteConfig]):
    """The plugin `imhsite`; MkDocs keeps one instance for all builds of a `mkdocs serve`."""

    def __init__(self) -> None:
        self.build: Build | None = None
        self.written: dict[str, Written] = {}
        self._is_ours = False  # else the build belongs to whoever called `render_prose`
        self._building = contextlib.ExitStack()  # the build of `mkdocs build`, until it is finished
        self._serves = False
        self._locks: set[Path] = set()  # which builds of `mkdocs serve` leave

    def on_startup(self, *, command, dirty):
        self._serves = command == "serve"

    def on_shutdown(self):
        self._building.close()
        for lock in self._locks:
            lock.unlink(missing_ok=True)

    @FIRST
    def on_config(self, config):
        if not self.build or self._is_ours:
            self.build, self._is_ours = _or_stop(lambda: self._begin(config)), True
            config.site_dir = str(self.build.prose_folder)
        config.theme.static_templates.clear()  # the site makes its own sitemap
        config.markdown_extensions.append(markdown.NAME)

    def _begin(self, config) -> Build:
        """Begin the build of `mkdocs build`, and read the data."""
        refuse_options(config.theme.name, config.use_directory_urls)
        file, site_dir = Path(config.config_file_path), Path(config.site_dir)
        building = self._building.enter_context(
            Build(
                site_dir,
                file.parent / DATA,
                Path(config.docs_dir),
                compressed=self.config.compress,
                config=file,
                keep_hidden=True,
            )
        )
        if self._serves:
            self._locks.add(lock_of(site_dir))
        building.read()
        return building

    def on_files(self, files, *, config):
        for file in [*files]:
            if file.src_dir in config.theme.dirs or is_leftover(file.src_uri):
                files.remove(file)
        given = self.build.site.given
        languages = self.build.site.catalog.association.languages
        self.written = _or_stop(lambda: read_pages(Path(config.docs_dir), given, languages))
        self.build.site.expect(self.written)
        for source, path in given.items():
            files.append(_given(source, path, config))
        texts = (page.markdown for page in self.written.values())
        for path in self.build.site.linkable(texts):
            files.append(_generated(path.rstrip("/"), file_of(path), config))
        return files

    def on_page_read_source(self, *, page, config):
        source = page.file.src_uri
        if source not in self.written:  # another plugin made it
            text = page.file.content_string
            self.written[source] = _or_stop(lambda: parse_page(text, source))
        # Without the empty line, MkDocs takes "Note: ..." for front matter.
        return "\n" + self.written[source].markdown

    @FIRST
    def _set_meta(self, markdown, *, page, config, files):
        page.meta = dict(self.written[page.file.src_uri].meta)

    @LAST
    def _expand(self, markdown, *, page, config, files):
        source = page.file.src_uri
        page.prose = self.build.site.prose(source, self.written[source].above)
        if source in self.build.site.given:
            markdown = without_lost_links(markdown, source, {file.url for file in files})
        return _or_stop(lambda: page.prose.expand(markdown))

    on_page_markdown = CombinedEvent(_set_meta, _expand)

    @FIRST
    def on_page_content(self, html, *, page, config, files):
        return _or_stop(lambda: page.prose.fill(html))

    @LAST
    def on_env(self, env, *, config, files):
        for file in [file for file in files if file.generated_by == PLUGIN]:
            if file.src_uri not in self.written:
                files.remove(file)  # known until now, so that links to it were checked
        # Of the drafts only those that are shown have content.
        pages = [file.page for file in files if file.page and file.page.content is not None]
        _or_stop(lambda: self.build.know([self._facts(page) for page in pages]))
        # A page is rendered as those that the site makes.
        template = jinja2.DictLoader({"main.html": "{{ html_of(page) }}"})
        env.loader = jinja2.ChoiceLoader([template, env.loader])
        env.globals["html_of"] = self._html
        return env

    def _facts(self, page) -> tuple[dict, str, str, str]:
        source = page.file.src_uri
        return self.written[source].meta, source, page.file.url, page.content

    def _html(self, page) -> str:
        return _or_stop(lambda: self.build.site.written_html(page.file.src_uri, page.content))

    @LAST
    def on_post_build(self, *, config):
        if not self._is_ours:
            return
        config.site_dir = str(self.build.site_dir)  # which `mkdocs gh-deploy` publishes
        if config.strict and _has_warned():
            return  # MkDocs is about to abort
        for warning in about_time(_or_stop(self.build.finish)):
            log.info(f"Warning: {warning}")
        log.info(f"The site is in {self.build.site_dir}")
        self._building.close()

    def on_build_error(self, *, error):
        self._building.close()

    def on_serve(self, server, *, config, builder):
        for folder in (DATA, OVERRIDES):
            if (path := Path(config.config_file_path).parent / folder).exists():
                server.watch(str(path))
        server.set_app(let_reload(server.get_app(), server.mount_path + ADMIN))


def render_prose(build: Build) -> None:
    """Let BUILD know the pages that people write, which MkDocs puts into its folder `written`.

    Raises DataError for a mistake in a page, BuildFailed with MkDocs' own words for the rest.
    """
    with refusals(build.site_dir), _warnings() as warnings:
        try:
            # MkDocs would ask for pages of the site whose mkdocs.yml it is.
            borrowed = {"nav": []} if build.borrows else {}
            config = load_config(
                str(build.config),
                site_dir=str(build.prose_folder),
                docs_dir=str(build.docs),
                strict=True,
                **borrowed,
            )
            config.plugins[PLUGIN].build = build
            config.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build(config)
            finally:
                config.plugins.on_shutdown()
        except Abort as abort:
            plugin_error = abort.__context__
            if plugin_error and isinstance(plugin_error.__cause__, DataError):
                raise plugin_error.__cause__ from None
            raise BuildFailed("\n".join([*warnings, str(abort)])) from None


@contextlib.contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what MkDocs warns of, instead of printing it."""
    warnings = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: warnings.append(record.getMessage())
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield warnings
    finally:
        logger.removeHandler(handler)


def _has_warned() -> bool:
    return any(
        isinstance(handler, CountHandler) and handler.get_counts()
        for handler in logging.getLogger("mkdocs").handlers
    )


def _generated(name: str, destination: str, config) -> File:
    file = File(
        name, None, config.site_dir, True, dest_uri=destination, inclusion=InclusionLevel.NOT_IN_NAV
    )
    file.generated_by, file.content_bytes = PLUGIN, b""
    return file


def _given(source: str, path: Path, config) -> File:
    """The page SOURCE, which comes with the product in the file at PATH."""
    inclusion = InclusionLevel.NOT_IN_NAV
    return File.generated(config, source, abs_src_path=str(path), inclusion=inclusion)


def _or_stop(work: Callable[[], T]) -> T:
    """Return what WORK returns; where it fails, MkDocs ends with its words."""
    try:
        return work()
    except (DataError, BuildFailed) as error:
        raise PluginError(str(error)) from error
