"""What templates may say, and that each page says what is its own."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import jinja2
import pytest
from folders import DATA, ROOT
from imhsite.building.site import Site
from imhsite.files.problems import DataError
from imhsite.rendering import environment as environments
from imhsite.rendering.renderer import ICONS
from markupsafe import Markup, escape


@pytest.fixture(scope="module")
def site() -> Site:
    made = Site(DATA, ROOT / "overrides", ICONS)
    made.know([])
    return made


@pytest.fixture(scope="module")
def environment(site) -> jinja2.Environment:
    return site.renderer.environment("en")


def changed(folder: Path, macro: str, old: str, new: str) -> Site:
    """Return the site with NEW in the place of OLD in the component MACRO."""
    overrides = shutil.copytree(ROOT / "overrides", folder / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    text = (ROOT / f"src/imhsite/theme/macros/{macro}.html").read_text(encoding="utf-8")
    assert old in text
    (overrides / "macros").mkdir(exist_ok=True)
    (overrides / f"macros/{macro}.html").write_text(text.replace(old, new, 1), encoding="utf-8")
    made = Site(DATA, overrides, ICONS)
    made.know([])
    return made


@pytest.mark.parametrize(("macro", "begins"), [("site_header", '<header class="site-header">'), ("page_note", "{% macro page_note(page) %}"), ("breadcrumb", '<nav class="breadcrumb"')])
def test_what_a_component_says_of_a_page_is_of_that_page(tmp_path, macro, begins):
    """A component of every page is not rendered once for many, where it is given the page."""
    said = "<!-- of {{ page.title }} | {{ page.path }} -->"
    site = changed(tmp_path, macro, begins, f"{said}{begins}" if begins.startswith("<") else f"{begins}{said}")
    wrong, right = [], 0
    for page in site.generated.values():
        found = re.findall(r"<!-- of (.*?) \| (.*?) -->", site.renderer.html(page))
        right += found == [(str(escape(page.title)), page.path)]
        wrong += [page.path] if found and found != [(str(escape(page.title)), page.path)] else []
    assert wrong == [] and right > 500


@pytest.mark.parametrize("macro", ["site_footer", "help_bar", "program_card"])
def test_a_component_that_is_given_no_page_knows_none(tmp_path, macro):
    """So what it says of the same is the same on every page."""
    opening = f"{{% macro {macro}("
    text = (ROOT / f"src/imhsite/theme/macros/{macro}.html").read_text(encoding="utf-8")
    (first,) = [line for line in text.splitlines() if line.startswith(opening)]
    site = changed(tmp_path, macro, first, f"{first}{{{{ page.title }}}}")
    with pytest.raises(DataError, match=rf"overrides/macros/{macro}.html:\d+: write the name of a macro, or of a value that templates know; got .page."):
        site.renderer.html(site.generated["programs/"])


def test_what_is_rendered_once_is_what_each_page_would_say(site):
    """Every page is the same bytes where nothing rendered before is there to be used."""
    once = {path: site.renderer.html(page) for path, page in site.generated.items()}
    wrong = []
    for path, page in site.generated.items():
        site.renderer.forget()
        wrong += [path] if site.renderer.html(page) != once[path] else []
    assert wrong == [] and len(once) > 500


def test_each_kind_of_page_is_the_same_without_the_direct_context(site, monkeypatch):
    pages = {(page.template, page.language): page for page in site.generated.values()}.values()
    direct = {page.path: site.renderer.html(page) for page in pages}
    monkeypatch.setattr(environments.Environment, "context_class", jinja2.runtime.Context)
    monkeypatch.setattr(environments.Environment, "make_globals", jinja2.Environment.make_globals)
    plain = Site(DATA, ROOT / "overrides", ICONS)
    plain.know([])
    assert plain.renderer.environment("en").context_class is jinja2.runtime.Context
    assert [path for path in direct if plain.renderer.html(plain.generated[path]) != direct[path]] == []
    assert len(direct) > 20


def test_a_card_is_that_of_its_record(site):
    """Another record of the same slug is another one."""
    card = site.renderer.environment("en").globals["program_card"]
    first, *_ = site.catalog.programs.values()
    other = dataclasses.replace(first, name="Another Name")
    assert card(first) == card(first) and "Another Name" not in card(first)
    assert "Another Name" in card(other) and 'data-slug="' not in card(first) and 'data-slug="' in card(first, finder=True)
    assert card(program=other) == card(other) and card(program=first) == card(first)
    assert "<h2>" in card(first, level=2) and "<h3>" in card(first)


@dataclasses.dataclass
class Thing:
    name: str


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ language }}", "en"),
        ("{% set language = 'mine' %}{{ language }}", "mine"),
        ("{% if true %}{% set language = 'mine' %}{% endif %}{{ language }}", "mine"),
        ("{% if false %}{% set language = 'mine' %}{% endif %}{{ language }}", "en"),
        ("{% for language in ['a', 'b'] %}{{ language }}{% endfor %}{{ language }}", "aben"),
        ("{% macro said(language) %}{{ language }}{% endmacro %}{{ said('mine') }}{{ language }}", "mineen"),
        ("{% macro tag(text) %}own {{ text }}{% endmacro %}{{ tag('one') }}", "own one"),
        ("{{ dict(a=1, **{'b': 2}).b }}{{ dict(class='x')['class'] }}", "2x"),
    ],
)
def test_a_name_means_what_stands_nearest(environment, text, said):
    assert environment.from_string(text).render() == said


@pytest.mark.parametrize(
    ("value", "said"), [("<b>&'\"", "&lt;b&gt;&amp;&#39;&#34;"), (Markup("<b>"), "<b>"), (None, "None"), (1, "1"), (["<"], "[&#39;&lt;&#39;]"), (Thing("<"), "Thing(name=&#39;&lt;&#39;)")]
)
def test_only_markup_is_left_as_it_is(environment, value, said):
    assert environment.from_string("{{ value }}").render(value=value) == said


@pytest.mark.parametrize(("value", "said"), [(Thing("one"), "one"), ({"name": "two"}, "two"), ({"items": 1}, "")])
def test_an_attribute_is_one_or_an_item(environment, value, said):
    assert environment.from_string("{{ value.name if value.name is defined }}").render(value=value) == said


@pytest.mark.parametrize("text", ["{{ nothing }}", "{{ value.nothing }}", "{{ value.nothing.more }}", "{{ nothing('x') }}"])
def test_what_is_not_there_is_an_error(environment, text):
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string(text).render(value=Thing("one"))


def test_a_page_brings_no_value_under_a_name_that_every_template_knows(site):
    page = next(iter(site.generated.values()))
    with pytest.raises(ValueError, match="label"):
        site.renderer.html(dataclasses.replace(page, context=page.context | {"label": "mine"}))


def test_a_program_without_a_setting_shows_none(site):
    rows = site.renderer.environment("en").globals["program_rows"]
    program = next(iter(site.catalog.programs.values()))
    assert [row.name for row in rows.where(program)] == [site.label("fact-setting")]
    assert rows.where(dataclasses.replace(program, setting=None)) == []


def test_a_template_is_compiled_once_in_a_process_and_anew_once_it_changed(tmp_path, monkeypatch):
    compiled = []
    plain = jinja2.Environment.compile
    monkeypatch.setattr(jinja2.Environment, "compile", lambda self, source, name=None, filename=None: compiled.append(filename) or plain(self, source, name, filename))
    first = changed(tmp_path / "one", "site_footer", "{% macro site_footer() %}", "{% macro site_footer() %}<!-- first -->")
    assert "<!-- first -->" in first.renderer.html(first.generated["programs/"])
    compiled.clear()
    file = tmp_path / "one/overrides/macros/site_footer.html"
    file.write_text(file.read_text(encoding="utf-8").replace("first", "second"), encoding="utf-8")
    second = Site(DATA, tmp_path / "one/overrides", ICONS)
    second.know([])
    assert "<!-- second -->" in second.renderer.html(second.generated["programs/"])
    assert compiled == [str(file)]
