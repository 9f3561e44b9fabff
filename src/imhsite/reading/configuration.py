"""`mkdocs.yml`: what the site uses of it, and a message for every setting without effect.

MkDocs reads the file by itself. Here it is read for the lines that a message names, and for what
the generated pages need too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from yaml import Node

from imhsite.files import source
from imhsite.files.problems import BuildFailed, DataError, Problem, did_you_mean, quote
from imhsite.files.project import OVERRIDES
from imhsite.files.source import text_of
from imhsite.model.records import Association
from imhsite.reading.front_matter import SUFFIX, address

FILE = "mkdocs.yml"
PLUGIN = THEME = "imhsite"
OPTIONS = ("compress",)  # of the plugin
OURS = {
    "docs_dir": "docs",
    "site_dir": "site",
    "use_directory_urls": "true",
    "theme.name": THEME,
    "theme.custom_dir": "overrides",
}
WORKS = frozenset({
    "site_name", "site_url", "nav", "theme", "extra_css", "markdown_extensions", "mdx_configs",
    "plugins", "hooks", "strict", "validation", "watch", "exclude_docs", "draft_docs",
    "not_in_nav", "extra_templates", "dev_addr", "remote_branch", "remote_name",
})  # fmt: skip
_REPOSITORY = (
    'delete it, and write the repository\'s address as "repository" in data/association.yaml'
)
REFUSED = {
    "site_description": 'delete it; each page has its "description", and the association its '
    '"summary" in data/association.yaml',
    "site_author": 'delete it; the "name" in data/association.yaml stands on every page',
    "copyright": "delete it, and change the label licence in data/labels.yaml",
    "repo_url": _REPOSITORY,
    "repo_name": _REPOSITORY,
    "edit_uri": _REPOSITORY,
    "edit_uri_template": _REPOSITORY,
    "extra_javascript": "delete it, put the script into overrides/assets/, and a template "
    "that loads it into overrides/",
    "extra": "delete it; templates take what they show from data/",
    "google_analytics": "delete it; the site follows no reader, and lets in no script of others",
    "INHERIT": "delete it, and write the settings into this file",
    "theme.palette": 'delete it, and write your colors as "primary" and "accent" below "theme"',
    "theme.favicon": "delete it, and put your icon into overrides/assets/icon.svg",
    "theme.icon": "delete it; a template names its icon; yours is overrides/assets/icon.svg",
    "theme.features": "delete it; header, search and links are the site's own, without settings",
    "theme.language": 'delete it; the languages are "languages" in data/association.yaml',
    "theme.locale": 'delete it; the languages are "languages" in data/association.yaml',
    "theme.static_templates": "delete it; a page is a file of docs/, and its layout one of pages/",
}
REFUSED_EXTENSIONS = {  # and options of extensions
    "pymdownx.emoji": "icons such as :material-phone: work without it; type an emoji as it is",
    "pymdownx.tabbed: alternate_style": "tabs that work without a script need the other one",
    "pymdownx.tasklist: clickable_checkbox": "nothing would keep what a reader ticks",
    "pymdownx.tasklist: custom_checkbox": "the theme draws the boxes",
}
_WHY = {
    "site_dir": '; another folder is named to the command, as in "mkdocs build -d DIR" and '
    '"imhsite build --site-dir DIR"',
    "theme.name": "; a template of your own goes into overrides/; of Material come only the icons",
}

ASSETS = "assets/"
_COLOR = (
    re.compile(r"#[0-9a-fA-F]{6}").fullmatch,
    'a color in quotation marks, with six digits, such as "#0d5a4d"',
)


def _picture(suffixes: str, example: str) -> tuple[Callable[[str], object], str]:
    """What a file of assets/ must be called, and the words for it."""
    pattern = re.compile(rf"{ASSETS}[\w-][\w.-]*\.({suffixes})")
    return pattern.fullmatch, f"the path of a file in {OVERRIDES}/, such as {ASSETS}{example}"


LOOK = {  # the settings of Look: what is right, and the words for it
    "primary": _COLOR,
    "primary_dark": _COLOR,
    "accent": _COLOR,
    "accent_dark": _COLOR,
    "font": (
        re.compile(r"""[\w '"-]*\w[\w '"-]*(,[\w '"-]*\w[\w '"-]*)*""").fullmatch,
        "the names of fonts with commas, such as Georgia, serif",
    ),
    "font_file": _picture("woff2", "font.woff2"),
    "logo": _picture("svg|png|webp", "logo.svg"),
    "picture": _picture("svg|png|jpe?g|webp|avif", "home.jpg"),
}
FILES = {"font_file", "logo", "picture"}
COLORS = {"primary", "primary_dark", "accent", "accent_dark"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the header: what `nav` names, and its title in the first language, if any."""

    target: str
    title: str = ""
    line: int = 0

    @property
    def path(self) -> str:
        """The path on the site of what is named: a file of docs/, or a page that the site makes."""
        plain = self.target.strip("/")
        return address(plain) if plain.endswith(SUFFIX) else f"{plain}/"


@dataclass(frozen=True, slots=True)
class Look:
    """What `mkdocs.yml` says below `theme:` of how the site looks; "" for what it leaves out.

    Colors are as `#0d5a4d`; those for a dark screen are made from the others unless they are set.
    `logo`, `picture` (of the home page) and `font_file` are names in the folder `assets/` of the
    theme. `font` has the names of fonts, the best first.
    """

    primary: str = ""
    primary_dark: str = ""
    accent: str = ""
    accent_dark: str = ""
    font: tuple[str, ...] = ()
    font_file: str = ""
    logo: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the site takes from `mkdocs.yml`.

    It is the links of the header, style sheets of docs/, how it looks, with the line of each
    setting of that, and the options of each Markdown extension by its name. Where another plugin or
    hook works on the pages that people write, it `has_plugins`.
    """

    nav: tuple[Link, ...] = ()
    extra_css: tuple[str, ...] = ()
    markdown_extensions: Mapping[str, dict] = field(default_factory=dict)
    has_plugins: bool = False
    look: Look = Look()
    lines: Mapping[str, int] = field(default_factory=dict)

    def among(self, docs: Path) -> Configuration:
        """Return these settings for another site, whose pages are in DOCS; links it lacks go."""
        links = (
            link
            for link in self.nav
            if not link.target.endswith(SUFFIX) or (docs / link.target).exists()
        )
        return replace(self, nav=tuple(links))


def read(file: Path) -> Configuration:
    """Return what FILE says.

    Raises DataError with every mistake in it.
    """
    settings = _settings(file)
    if problems := sorted(_problems(file, settings)):
        raise DataError(problems)
    return Configuration(
        tuple(Link(target.value, title, _line(target)) for title, target in _links(settings)),
        tuple(_text(node) for node in _items(settings, "extra_css")),
        {name: _Values.of(options) for name, _, options in _extensions(settings)},
        {*_plugins(settings)} != {PLUGIN} or bool(_items(settings, "hooks")),
        _look(settings),
        {name: _line(node) for name, node in settings.items() if name.startswith("theme.")},
    )


def problems_of(file: Path, association: Association | None) -> list[Problem]:
    """Return every mistake in FILE; empty where there is no such file.

    ASSOCIATION is that of the site, where it could be read.
    """
    if not file.exists():
        return []
    try:
        others = disagreements(file, association) if association else ()
        return sorted([*_problems(file, _settings(file)), *others])
    except DataError as error:
        return error.problems


def disagreements(file: Path, association: Association) -> Iterator[Problem]:
    """Yield where FILE names the site otherwise than data/association.yaml does.

    MkDocs and its plugins take name and address from FILE.
    """
    settings = _settings(file)
    for setting, key, wanted in (
        ("site_name", "name", association.name),
        ("site_url", "address", association.address),
    ):
        got = _text(settings[setting]) if setting in settings else ""
        if got != wanted:
            write = f'write {quote(wanted)}, which is the "{key}" in {association.file}'
            got = quote(got) if got else "nothing"
            yield _problem(file, settings.get(setting), setting, write, got)


def named(text: str, association: Association) -> str:
    """Return TEXT, a `mkdocs.yml`, with the name and the address of ASSOCIATION."""
    for setting, value in (("site_name", association.name), ("site_url", association.address)):
        line = f"{setting}: {json.dumps(value, ensure_ascii=False)}".replace("\\", r"\\")
        text = re.sub(f"^{setting}:.*$", line, text, flags=re.MULTILINE)
    return text


def refuse_options(theme: str | None, directory_urls: bool) -> None:
    """Raise BuildFailed for options THEME and DIRECTORY_URLS that would have no effect."""
    if theme != THEME:
        raise BuildFailed(
            f"--theme {theme}: leave it out; a template of your own goes into overrides/"
        )
    if not directory_urls:
        raise BuildFailed("--no-directory-urls: leave it out; each page has a folder of its own")


def _settings(file: Path) -> dict[str, Node]:
    """The settings of FILE by their names, those of the theme as theme.NAME.

    Raises DataError where it is no YAML, or has one twice.
    """
    text = text_of(file, file.name)
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise DataError([source.unreadable(text, error).problem(file.name)]) from None
    found: dict[str, Node] = {}
    _collect(file, root, "", found)
    if isinstance(found.get("theme"), yaml.MappingNode):
        _collect(file, found["theme"], "theme.", found)
    return found


def _collect(file: Path, node: Node, before: str, found: dict[str, Node]) -> None:
    if not isinstance(node, yaml.MappingNode):
        write = 'write each setting as "name: value"'
        raise DataError([Problem(file.name, 1, write=write, code="invalid-yaml")])
    for key, value in node.value:
        name = before + key.value
        if name in found:
            write = f"write each setting only once; it is also on line {_line(found[name])}"
            raise DataError([_problem(file, key, name, write)])
        # The line that a message names, where the value begins below it.
        value.start_mark = key.start_mark
        found[name] = value


def _problems(file: Path, settings: dict[str, Node]) -> Iterator[Problem]:
    for name, node in settings.items():
        if refusal := _refusal(name, settings):
            yield replace(_problem(file, node, name, refusal), code="unused-setting")
        elif name in OURS and _text(node) != OURS[name]:
            write = f'write "{name.rpartition(".")[2]}: {OURS[name]}"{_WHY.get(name, "")}'
            yield _problem(file, node, name, write, _got(node))
    theme = settings.get("theme")
    if not isinstance(theme, yaml.MappingNode):
        yield _problem(file, theme, "theme", f'write "name: {THEME}" below it', _got(theme))
    yield from _plugin_problems(file, settings)
    yield from _nav_problems(file, settings)
    yield from _css_problems(file, settings)
    yield from _look_problems(file, settings)
    yield from _extension_problems(file, settings)


def _refusal(name: str, settings: dict[str, Node]) -> str:
    """What to do about the setting NAME; "" where it has an effect."""
    if name in REFUSED:
        return REFUSED[name]
    if name in WORKS or name in OURS or name.removeprefix("theme.") in LOOK:
        return ""
    if name.startswith("theme."):
        setting = name.removeprefix("theme.")
        return f"delete it; the theme has no such setting{did_you_mean(setting, LOOK)}"
    return f"delete it; MkDocs knows no such setting{did_you_mean(name, WORKS)}"


def _plugin_problems(file: Path, settings: dict[str, Node]) -> Iterator[Problem]:
    if PLUGIN not in _plugins(settings):
        write = f"write {PLUGIN} among them; it makes the site"
        yield _problem(file, settings.get("plugins"), "plugins", write)
    for name, node in _plugins(settings).items():
        if name == PLUGIN and isinstance(node, yaml.MappingNode):
            yield from (
                _problem(file, key, f"{PLUGIN}.{key.value}", _unknown_option(key.value))
                for key, _ in node.value
                if key.value not in OPTIONS
            )
        if name == "search":
            write = f"delete {quote(name)}; the site has a search of its own"
            yield _problem(file, node, "plugins", write)
        elif name.startswith("material/"):
            why = "it needs the templates of Material; the theme has its own"
            yield _problem(file, node, "plugins", f"delete {quote(name)}; {why}")


def _plugins(settings: dict[str, Node]) -> dict[str, Node]:
    """The plugins by their names, each with its options where it has some."""
    found = {}
    for node in _items(settings, "plugins"):
        name, options = node.value[0] if isinstance(node, yaml.MappingNode) else (node, node)
        options.start_mark = name.start_mark
        found[_text(name)] = options
    return found


def _unknown_option(name: str) -> str:
    return f"delete it; the options are: {', '.join(OPTIONS)}{did_you_mean(name, OPTIONS)}"


def _nav_problems(file: Path, settings: dict[str, Node]) -> Iterator[Problem]:
    items = _items(settings, "nav")
    if not items:
        write = "write the pages that the header links to, such as parents/index.md"
        yield _problem(file, settings.get("nav"), "nav", write)
    for item in items:
        target = item.value[0][1] if isinstance(item, yaml.MappingNode) else item
        if not isinstance(target, yaml.ScalarNode) or urlsplit(target.value).scheme:
            write = "write a page of this site, such as parents/index.md or programs/"
            why = "the header has one row of links"
            yield _problem(file, item, "nav", f"{write}; {why}", _got(target))


def _css_problems(file: Path, settings: dict[str, Node]) -> Iterator[Problem]:
    for node in _items(settings, "extra_css"):
        if not (file.parent / "docs" / _text(node)).is_file():
            write = "write the path of a file in docs/, such as styles/extra.css"
            yield _problem(file, node, "extra_css", write, _got(node))


def _look_problems(file: Path, settings: dict[str, Node]) -> Iterator[Problem]:
    for name, (is_right, wanted) in LOOK.items():
        node = settings.get(f"theme.{name}")
        if node and not is_right(_text(node)):
            yield _problem(file, node, f"theme.{name}", f"write {wanted}", _got(node))
        elif node and name in FILES and not (file.parent / OVERRIDES / _text(node)).is_file():
            yield _problem(
                file, node, f"theme.{name}", f"put this file into {OVERRIDES}/", _got(node)
            )
    if "theme.font_file" in settings and "theme.font" not in settings:
        node = settings["theme.font_file"]
        yield _problem(file, node, "theme.font", "write the name of the font in font_file")
    for name in ("primary", "accent"):
        if (node := settings.get(f"theme.{name}_dark")) and f"theme.{name}" not in settings:
            yield _problem(file, node, f"theme.{name}", "write the color for a light screen too")


def _look(settings: dict[str, Node]) -> Look:
    values = {
        name: _text(settings[f"theme.{name}"]) for name in LOOK if f"theme.{name}" in settings
    }
    values |= {name: values[name].removeprefix(ASSETS) for name in FILES & values.keys()}
    values |= {name: values[name].lower() for name in COLORS & values.keys()}
    if "font" in values:
        values["font"] = tuple(name.strip(" '\"") for name in values["font"].split(","))
    return Look(**values)


def _extension_problems(file: Path, settings: dict[str, Node]) -> Iterator[Problem]:
    for name, node, options in _extensions(settings):
        if refusal := REFUSED_EXTENSIONS.get(name):
            yield _problem(file, node, "markdown_extensions", f"delete {quote(name)}; {refusal}")
        for option in _Values.of(options):
            if refusal := REFUSED_EXTENSIONS.get(f"{name}: {option}"):
                write = f"delete {quote(option)} of {quote(name)}; {refusal}"
                yield _problem(file, node, "markdown_extensions", write)


class _Values(yaml.SafeLoader):
    """Reads plain values; of what only Python can make, nothing."""

    @classmethod
    def of(cls, node: Node | None) -> dict:
        """Return the mapping NODE as Python has it; an empty one where there is none."""
        return cls("").construct_document(node) if isinstance(node, yaml.MappingNode) else {}


_Values.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def _extensions(settings: dict[str, Node]) -> Iterator[tuple[str, Node, Node | None]]:
    """The name, the place and the options of each Markdown extension."""
    for item in _items(settings, "markdown_extensions"):
        name, options = item.value[0] if isinstance(item, yaml.MappingNode) else (item, None)
        yield _text(name), name, options


def _links(settings: dict[str, Node]) -> Iterator[tuple[str, Node]]:
    """The title, or "", and the target of each link in `nav`."""
    for item in _items(settings, "nav"):
        title, target = item.value[0] if isinstance(item, yaml.MappingNode) else (None, item)
        yield _text(title) if title else "", target


def _items(settings: dict[str, Node], name: str) -> list[Node]:
    node = settings.get(name)
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _text(node: Node) -> str:
    """Return the text of NODE, as MkDocs understands null, yes and no; "" if it is no text."""
    if not isinstance(node, yaml.ScalarNode):
        return ""
    sort = node.tag.rpartition(":")[2]
    return {"null": "null", "bool": str(node.value.lower() in ("true", "yes", "on")).lower()}.get(
        sort, node.value
    )


def _got(node: Node | None) -> str:
    if node is None:
        return "nothing"
    return quote(node.value) if isinstance(node, yaml.ScalarNode) else "a list"


def _line(node: Node) -> int:
    return node.start_mark.line + 1


def _problem(file: Path, node: Node | None, setting: str, write: str, got: str = "") -> Problem:
    line = _line(node) if node else 0
    return Problem(file.name, line, 0, "", setting, write, got, "invalid-setting")
