"""What the engine's code is written plainer for changes nothing that a template says."""

from __future__ import annotations

import dataclasses
import shutil

import jinja2
import pytest
from folders import DATA, ROOT
from imhsite.building import build as building
from imhsite.rendering import engine
from imhsite.commands.build import build
from imhsite.rendering.renderer import ICONS
from imhsite.building.site import Site
from markupsafe import Markup


@pytest.fixture(scope="module")
def site() -> Site:
    made = Site(DATA, ROOT / "overrides", ICONS)
    made.know([])
    return made


@pytest.fixture(scope="module")
def environment(site) -> jinja2.Environment:
    return site.renderer.environment("en")


def a_page_of_each_kind(made: Site) -> dict[str, str]:
    pages = {(page.template, page.language): page for page in made.generated.values()}
    return {page.path: made.renderer.html(page) for page in pages.values()}


def test_pages_are_those_of_the_engine_alone(site, monkeypatch):
    ours = a_page_of_each_kind(site)
    assert len(ours) > 20
    monkeypatch.setattr(engine, "COMPILED", engine.Compiled())
    monkeypatch.setattr(engine, "_CodeGenerator", jinja2.compiler.CodeGenerator)
    monkeypatch.setattr(engine, "_Context", jinja2.runtime.Context)
    monkeypatch.setattr(engine, "_Template", jinja2.Template)
    alone = Site(DATA, ROOT / "overrides", ICONS)
    alone.know([])
    assert a_page_of_each_kind(alone) == ours


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
    macro = site.renderer.environment("en").globals["program_facts"]
    program = dataclasses.replace(next(iter(site.catalog.programs.values())), setting=None)
    assert str(site.label("fact-setting")) not in macro(program)
    assert str(site.label("fact-needs")) in macro(program)


def test_templates_are_compiled_once_for_all_builds(tmp_path, monkeypatch):
    """Of another site too, and by another process."""
    monkeypatch.setattr(building, "TEMPLATES", (tmp_path, building.TEMPLATES[1]))  # which no other test writes meanwhile
    monkeypatch.setattr(engine, "COMPILED", first := engine.Compiled())
    monkeypatch.setattr(builder, "COMPILED", first)
    shutil.copytree(ROOT / "examples/data", data := tmp_path / "data")
    build(tmp_path / "one/site", data, compressed=False, docs=ROOT / "examples/docs")
    again = engine.Compiled()
    monkeypatch.setattr(engine, "COMPILED", again)
    monkeypatch.setattr(builder, "COMPILED", again)
    monkeypatch.setattr(engine.Compiled, "dump_bytecode", lambda _, bucket: pytest.fail(f"compiled anew: {bucket.key}"))
    build(tmp_path / "two/site", data, compressed=False, docs=ROOT / "examples/docs", clean=True)
