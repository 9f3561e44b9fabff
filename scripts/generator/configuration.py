"""`mkdocs.yml`: what the site takes from it, and a word on every setting that would have no effect here.

MkDocs reads the file by itself. Here it is read for the lines that a message names, and for what the generated pages need too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from yaml import Node

from generator.problems import BuildFailed, DataError, Problem, did_you_mean, quote
from generator.prose_pages import SUFFIX, address
from generator.records import Association
from generator.source import text_of

FILE = "mkdocs.yml"
HOOKS = "scripts/hooks.py"
OURS = {"docs_dir": "docs", "site_dir": "site", "use_directory_urls": "true", "theme.name": "null", "theme.custom_dir": "overrides"}
WORKS = frozenset({
    "site_name", "site_url", "nav", "theme", "extra_css", "markdown_extensions", "mdx_configs", "plugins", "hooks", "strict", "validation", "watch",
    "exclude_docs", "draft_docs", "not_in_nav", "extra_templates", "dev_addr", "remote_branch", "remote_name",
})  # fmt: skip
_REPOSITORY = 'delete it, and write the repository\'s address as "repository" in data/association.yaml'
_COLORS = "delete it; the colors are in the first lines of overrides/assets/base.css"
REFUSED = {
    "site_description": 'delete it; each page has its "description", and the association its "summary" in data/association.yaml',
    "site_author": 'delete it; the association\'s "name" in data/association.yaml stands on every page',
    "copyright": "delete it, and change the label licence in data/labels.yaml",
    "repo_url": _REPOSITORY,
    "repo_name": _REPOSITORY,
    "edit_uri": _REPOSITORY,
    "edit_uri_template": _REPOSITORY,
    "extra_javascript": 'delete it, put the script into overrides/assets/, and load it in the block "script" of overrides/main.html, as the others there',
    "extra": "delete it; templates take what they show from data/",
    "google_analytics": "delete it; the site follows no reader, and its policy lets in no script of others",
    "INHERIT": "delete it, and write the settings into this file",
    "theme.palette": _COLORS,
    "theme.font": "delete it; the site shows the fonts of the reader's own device",
    "theme.logo": "delete it, and change overrides/macros/brand_mark.html",
    "theme.favicon": "delete it, and change overrides/assets/icon.svg",
    "theme.icon": "delete it; a template names its icon, as in overrides/macros/icon.html",
    "theme.features": "delete it; header, search and links are the site's own, without settings",
    "theme.language": 'delete it; the languages are "languages" in data/association.yaml',
    "theme.locale": 'delete it; the languages are "languages" in data/association.yaml',
    "theme.static_templates": "delete it; a page is a file of docs/, with a layout of overrides/pages/",
}
_WHY = {
    "site_dir": '; another folder is named to the command, as in "mkdocs build -d DIR" and "scripts/build --site-dir DIR"',
    "theme.name": "; the templates are in overrides/, and of Material come only the icons",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the header: what `nav` names, and the title in the first language that mkdocs.yml may give it."""

    target: str
    title: str = ""

    @property
    def path(self) -> str:
        """The path on the site of what is named: a file of docs/, or a page that the site makes."""
        plain = self.target.strip("/")
        return address(plain) if plain.endswith(SUFFIX) else f"{plain}/"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the site takes from `mkdocs.yml`: the links of the header, and style sheets of docs/.

    Where another plugin or hook works on the pages that people write, it `has_plugins`.
    """

    nav: tuple[Link, ...] = ()
    extra_css: tuple[str, ...] = ()
    has_plugins: bool = False

    def among(self, docs: Path) -> Configuration:
        """Return these settings for another site, whose pages are in DOCS; links to pages that it lacks are left out."""
        return replace(self, nav=tuple(link for link in self.nav if not link.target.endswith(SUFFIX) or (docs / link.target).exists()))


def read(file: Path) -> Configuration:
    """Return what FILE says. Raises DataError with every mistake in it."""
    settings = _settings(file)
    if problems := sorted(_problems(file, settings)):
        raise DataError(problems)
    hooks = [_text(node) for node in _items(settings, "hooks")]
    return Configuration(
        tuple(Link(target.value, title) for title, target in _links(settings)),
        tuple(_text(node) for node in _items(settings, "extra_css")),
        bool(_items(settings, "plugins")) or hooks != [HOOKS],
    )


def problems_of(file: Path, association: Association | None) -> list[Problem]:
    """Return every mistake in FILE, which is of the site of ASSOCIATION where that could be read; none where there is no such file."""
    if not file.exists():
        return []
    try:
        return sorted([*_problems(file, _settings(file)), *(disagreements(file, association) if association else ())])
    except DataError as error:
        return error.problems


def disagreements(file: Path, association: Association) -> Iterator[Problem]:
    """Yield where FILE names the site otherwise than data/association.yaml does: MkDocs and its plugins take name and address from FILE."""
    settings = _settings(file)
    for setting, field, wanted in (("site_name", "name", association.name), ("site_url", "address", association.address)):
        got = _text(settings[setting]) if setting in settings else ""
        if got != wanted:
            yield _problem(file, settings.get(setting), setting, f'write {quote(wanted)}, which is the "{field}" in {association.file}', quote(got) if got else "nothing")


def named(text: str, association: Association) -> str:
    """Return TEXT, a `mkdocs.yml`, with the name and the address of ASSOCIATION."""
    for setting, value in (("site_name", association.name), ("site_url", association.address)):
        text = re.sub(f"^{setting}:.*$", lambda _, line=f"{setting}: {json.dumps(value, ensure_ascii=False)}": line, text, flags=re.MULTILINE)
    return text


def refuse_options(theme: str | None, directory_urls: bool) -> None:
    """Raise BuildFailed for what the command line of MkDocs asks of THEME and DIRECTORY_URLS, where it would have no effect."""
    if theme:
        raise BuildFailed(f"--theme {theme}: leave it out; the templates are in overrides/")
    if not directory_urls:
        raise BuildFailed("--no-directory-urls: leave it out; each page has a folder of its own")


def _settings(file: Path) -> dict[str, Node]:
    """The settings of FILE by their names, those of the theme as theme.NAME. Raises DataError where it is no YAML, or has one twice."""
    try:
        root = yaml.compose(text_of(file, file.name), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DataError([Problem(file.name, line, 0, "", "", f"write this line as YAML: {error.problem}")]) from None
    found: dict[str, Node] = {}
    _collect(file, root, "", found)
    if isinstance(found.get("theme"), yaml.MappingNode):
        _collect(file, found["theme"], "theme.", found)
    return found


def _collect(file: Path, node: Node, before: str, found: dict[str, Node]) -> None:
    if not isinstance(node, yaml.MappingNode):
        raise DataError([Problem(file.name, 1, 0, "", "", 'write each setting as "name: value"')])
    for key, value in node.value:
        name = before + key.value
        if name in found:
            raise DataError([_problem(file, key, name, f"write each setting only once; it is also on line {_line(found[name])}")])
        value.start_mark = key.start_mark  # the line that a message names, where the value begins below it
        found[name] = value


def _problems(file: Path, settings: dict[str, Node]) -> Iterator[Problem]:
    for name, node in settings.items():
        if refusal := _refusal(name, settings):
            yield _problem(file, node, name, refusal)
        elif name in OURS and _text(node) != OURS[name]:
            yield _problem(file, node, name, f'write "{name.rpartition(".")[2]}: {OURS[name]}"{_WHY.get(name, "")}', _got(node))
    if not isinstance(settings.get("theme"), yaml.MappingNode):
        yield _problem(file, settings.get("theme"), "theme", 'write "name: null" and "custom_dir: overrides" below it; the templates are in overrides/', _got(settings.get("theme")))
    if not any(_text(node).endswith(HOOKS) for node in _items(settings, "hooks")):
        yield _problem(file, settings.get("hooks"), "hooks", f"write {HOOKS} among them; it makes the site")
    yield from _plugin_problems(file, settings)
    yield from _nav_problems(file, settings)
    yield from _css_problems(file, settings)


def _refusal(name: str, settings: dict[str, Node]) -> str:
    """What to do about the setting NAME; "" where it has an effect."""
    if name in REFUSED:
        return REFUSED[name]
    if name in WORKS or name in OURS:
        return ""
    if name.startswith("theme."):
        return "delete it; the templates are in overrides/, and have no settings"
    return f"delete it; MkDocs knows no such setting{did_you_mean(name, WORKS)}"


def _plugin_problems(file: Path, settings: dict[str, Node]) -> Iterator[Problem]:
    if "plugins" not in settings:
        yield _problem(file, None, "plugins", 'write "plugins: []", or those that you use; else MkDocs adds a search, and the site has its own')
    for node in _items(settings, "plugins"):
        name = _text(node.value[0][0] if isinstance(node, yaml.MappingNode) else node)
        if name == "search":
            yield _problem(file, node, "plugins", f"delete {quote(name)}; the site has a search of its own")
        elif name.startswith("material/"):
            yield _problem(file, node, "plugins", f"delete {quote(name)}; it needs the templates of Material, and those here are in overrides/")


def _nav_problems(file: Path, settings: dict[str, Node]) -> Iterator[Problem]:
    items = _items(settings, "nav")
    if not items:
        yield _problem(file, settings.get("nav"), "nav", "write the pages that the header links to, such as parents/index.md")
    for item in items:
        target = item.value[0][1] if isinstance(item, yaml.MappingNode) else item
        if not isinstance(target, yaml.ScalarNode) or urlsplit(target.value).scheme:
            yield _problem(file, item, "nav", "write a page of this site, such as parents/index.md or programs/; the header has one row of links", _got(target))


def _css_problems(file: Path, settings: dict[str, Node]) -> Iterator[Problem]:
    for node in _items(settings, "extra_css"):
        if not (file.parent / "docs" / _text(node)).is_file():
            yield _problem(file, node, "extra_css", "write the path of a file in docs/, such as styles/extra.css", _got(node))


def _links(settings: dict[str, Node]) -> Iterator[tuple[str, Node]]:
    """The title, or "", and the target of each link in `nav`."""
    for item in _items(settings, "nav"):
        title, target = item.value[0] if isinstance(item, yaml.MappingNode) else (None, item)
        yield _text(title) if title else "", target


def _items(settings: dict[str, Node], name: str) -> list[Node]:
    node = settings.get(name)
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _text(node: Node) -> str:
    """The text of NODE: of null and of yes and no as MkDocs understands them; "" of what is no text."""
    if not isinstance(node, yaml.ScalarNode):
        return ""
    sort = node.tag.rpartition(":")[2]
    return {"null": "null", "bool": str(node.value.lower() in ("true", "yes", "on")).lower()}.get(sort, node.value)


def _got(node: Node | None) -> str:
    return "nothing" if node is None else quote(node.value) if isinstance(node, yaml.ScalarNode) else "a list"


def _line(node: Node) -> int:
    return node.start_mark.line + 1


def _problem(file: Path, node: Node | None, setting: str, write: str, got: str = "") -> Problem:
    return Problem(file.name, _line(node) if node else 0, 0, "", setting, write, got)
