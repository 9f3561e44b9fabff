"""All that this project asks of MkDocs. What the site says is computed in `generator`."""

from __future__ import annotations

import contextlib
import logging
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import jinja2
from generator.leftovers import is_leftover
from generator.problems import BuildFailed, DataError
from generator.prose_pages import read_pages
from generator.site import Site, file_of
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError
from mkdocs.structure.files import File, InclusionLevel


def know(site: Site, made: Path, docs: Path) -> None:
    """Let SITE know the pages that people write, in the folder DOCS; what is no page there is put into MADE.

    Raises DataError for a mistake in a page, BuildFailed with MkDocs' own words for the rest.
    """
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(made), docs_dir=str(docs), strict=True, extra={"site": site})
    with _heard() as said:
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        except Abort as abort:
            plugin_error = abort.__context__
            if plugin_error and isinstance(plugin_error.__cause__, DataError):
                raise plugin_error.__cause__ from None
            raise BuildFailed("\n".join([*said, str(abort)])) from None
        finally:
            config.plugins.on_shutdown()


@contextlib.contextmanager
def _heard():
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


def on_config(config):
    association = config.extra["site"].catalog.association
    config.site_name, config.site_url = association.name, association.address
    config.theme.static_templates.clear()
    config.theme.dirs[:] = [config.theme.custom_dir]  # else MkDocs looks at each of Material's 14,000 icons
    return config


def on_files(files, config):
    for file in [file for file in files if file.src_dir and file.src_dir != config.docs_dir or is_leftover(file.src_uri)]:
        files.remove(file)
    site = config.extra["site"]
    config.extra["written"] = written = _or_stop(lambda: read_pages(Path(config.docs_dir)))
    for path in site.linkable(page.markdown for page in written.values()):
        files.append(_file(path.rstrip("/"), file_of(path), config))
    return files


def on_page_read_source(page, config):
    return "\n" + config.extra["written"][page.file.src_uri].markdown  # without the empty line, MkDocs takes "Note: ..." for front matter


def on_page_markdown(markdown, page, config, files):
    page.prose = config.extra["site"].prose(page.file.src_uri, config.extra["written"][page.file.src_uri].above)
    return _or_stop(lambda: page.prose.expand(markdown))


def on_page_content(html, page, config, files):
    return page.prose.fill(html)


def on_env(env, config, files):
    for file in [file for file in files if file.generated_by]:
        files.remove(file)  # known until now, so that links to it were checked
    pages = [file.page for file in files.documentation_pages()]
    written = config.extra["written"]
    _or_stop(lambda: config.extra["site"].know([(written[page.file.src_uri].meta, page.file.src_uri, page.file.url, page.content) for page in pages]))
    return jinja2.Environment(loader=jinja2.DictLoader({"main.html": ""}))  # an empty page is not written: the site writes itself


def _file(name, destination, config):
    file = File(name, None, config.site_dir, True, dest_uri=destination, inclusion=InclusionLevel.NOT_IN_NAV)
    file.generated_by, file.content_bytes = "generator", b""
    return file


def _or_stop(work):
    try:
        return work()
    except DataError as error:
        raise PluginError(str(error)) from error
