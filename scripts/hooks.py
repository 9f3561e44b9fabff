"""All that this project asks of MkDocs, and does for it. What the site says is computed in `generator`.

`mkdocs build` begins a build and finishes it; in `scripts/build`, MkDocs makes only the pages that people write.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import jinja2
from generator.build import Build, about_time, lock_of
from generator.configuration import refuse_options
from generator.headers import ADMIN
from generator.leftovers import is_leftover
from generator.problems import BuildFailed, DataError
from generator.prose_pages import parse_page, read_pages
from generator.server import let_reload
from generator.site import file_of
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import CountHandler

GENERATED = "generator"
FIRST, LAST = event_priority(100), event_priority(-100)
T = TypeVar("T")
log = logging.getLogger("mkdocs.hooks")
_open = contextlib.ExitStack()  # the build of `mkdocs build`, until it is finished
_served = contextlib.ExitStack()  # what `mkdocs serve` keeps from one build to the next
_cache: list[Path] = []


def know(making: Build) -> None:
    """Let MAKING know the pages that people write, which MkDocs puts into its folder `written`.

    Raises DataError for a mistake in a page, BuildFailed with MkDocs' own words for the rest.
    """
    with _heard() as said:
        try:
            settings = {"nav": []} if making.borrows else {}  # else MkDocs looks for pages of the site that mkdocs.yml belongs to
            config = load_config(str(making.config), site_dir=str(making.written), docs_dir=str(making.docs), strict=True, extra={"build": making}, **settings)
            config.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build(config)
            finally:
                config.plugins.on_shutdown()
        except Abort as abort:
            plugin_error = abort.__context__
            if plugin_error and isinstance(plugin_error.__cause__, DataError):
                raise plugin_error.__cause__ from None
            raise BuildFailed("\n".join([*said, str(abort)])) from None


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect what MkDocs warns of, instead of printing it."""
    said = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(handler)


def on_startup(command, dirty):
    if command == "serve":
        _cache[:] = [Path(_served.enter_context(tempfile.TemporaryDirectory(prefix="mkdocs_")))]


def on_shutdown():
    _open.close()
    _served.close()


@FIRST
def on_config(config):
    if "build" not in config.extra:
        config.extra |= {"build": _or_stop(lambda: _begin(config)), "finish": True}
        config.site_dir = str(config.extra["build"].written)
    config.theme.static_templates.clear()  # the site makes its own sitemap
    config.extra["theme_dirs"] = [*config.theme.dirs]


def _begin(config) -> Build:
    """Begin the build of `mkdocs build`, and read the data."""
    refuse_options(config.theme.name, config.use_directory_urls)
    file = Path(config.config_file_path)
    site_dir, cache = Path(config.site_dir), next(iter(_cache), None) if file.parent == ROOT else None
    making = _open.enter_context(Build(site_dir, file.parent / "data", Path(config.docs_dir), compressed=False, cache=cache, config=file, keep_hidden=True))
    if cache:
        _served.callback(lock_of(site_dir).unlink, missing_ok=True)
    making.read()
    return making


def on_files(files, config):
    for file in [file for file in files if file.src_dir in config.extra["theme_dirs"] or is_leftover(file.src_uri)]:
        files.remove(file)
    config.extra["written"] = written = _or_stop(lambda: read_pages(Path(config.docs_dir)))
    for path in config.extra["build"].site.linkable(page.markdown for page in written.values()):
        files.append(_file(path.rstrip("/"), file_of(path), config))
    return files


def on_page_read_source(page, config):
    written, source = config.extra["written"], page.file.src_uri
    if source not in written:  # a plugin made it
        written[source] = _or_stop(lambda: parse_page(page.file.content_string, source))
    return "\n" + written[source].markdown  # without the empty line, MkDocs takes "Note: ..." for front matter


@FIRST
def _tell_front_matter(markdown, page, config, files):
    page.meta = dict(config.extra["written"][page.file.src_uri].meta)


@LAST
def _expand(markdown, page, config, files):
    page.prose = config.extra["build"].site.prose(page.file.src_uri, config.extra["written"][page.file.src_uri].above)
    return _or_stop(lambda: page.prose.expand(markdown))


on_page_markdown = CombinedEvent(_tell_front_matter, _expand)


@FIRST
def on_page_content(html, page, config, files):
    return page.prose.fill(html)


@LAST
def on_env(env, config, files):
    for file in [file for file in files if file.generated_by == GENERATED]:
        files.remove(file)  # known until now, so that links to it were checked
    making, written = config.extra["build"], config.extra["written"]
    pages = [file.page for file in files if file.page and file.page.content is not None]  # of the drafts only those that are shown
    _or_stop(lambda: making.know([(written[page.file.src_uri].meta, page.file.src_uri, page.file.url, page.content) for page in pages]))
    env.loader = jinja2.ChoiceLoader([jinja2.DictLoader({"main.html": "{{ html_of(page) }}"}), env.loader])  # a page is rendered as those that the site makes
    env.globals["html_of"] = lambda page: _or_stop(lambda: making.site.written_html(page.file.src_uri, page.content))
    return env


@LAST
def on_post_build(config):
    making = config.extra["build"]
    if not config.extra.get("finish"):
        return
    config.site_dir = str(making.site_dir)  # which `mkdocs gh-deploy` publishes
    if config.strict and _has_warned():
        return  # MkDocs is about to abort
    for warning in about_time(_or_stop(making.finish)):
        log.info(f"Warning: {warning}")
    log.info(f"The site is in {making.site_dir}")
    _open.close()


def on_build_error(error):
    _open.close()


def _has_warned() -> bool:
    return any(isinstance(handler, CountHandler) and handler.get_counts() for handler in logging.getLogger("mkdocs").handlers)


def on_serve(server, config, builder):
    for name in ("data", "overrides"):
        server.watch(str(Path(config.config_file_path).parent / name))
    server.set_app(let_reload(server.get_app(), server.mount_path + ADMIN))


def _file(name: str, destination: str, config) -> File:
    file = File(name, None, config.site_dir, True, dest_uri=destination, inclusion=InclusionLevel.NOT_IN_NAV)
    file.generated_by, file.content_bytes = GENERATED, b""
    return file


def _or_stop(work: Callable[[], T]) -> T:
    """Return what WORK does; where it fails, MkDocs ends with its words."""
    try:
        return work()
    except (DataError, BuildFailed) as error:
        raise PluginError(str(error)) from error
