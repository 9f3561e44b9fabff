"""Data cannot bring markup of its own, and a mistake in a template is an error with file and line."""

from __future__ import annotations

import jinja2
import markdown
import pytest
from imhsite.language.labels import Label, Labels
from imhsite.files.problems import DataError
from imhsite.rendering.stand_ins import Prose
from imhsite.rendering.renderer import paragraphs
from markupsafe import Markup


@pytest.fixture
def environment() -> jinja2.Environment:
    made = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    made.globals["box"] = lambda text: Markup("<div>{}</div>").format(text)
    return made


def written(environment, text: str, **values: object) -> str:
    """Return the page of people TEXT as HTML, as the engine makes it."""
    prose = Prose(environment, "docs/page.md")
    return prose.fill(markdown.markdown(prose.expand(text, **values), extensions=["attr_list", "md_in_html", "tables"]))


@pytest.mark.parametrize(
    "value",
    ["[x](javascript:alert(1))", "<b>bold</b>", "**strong**", "{{ 7 * 7 }}", "# heading", "a & b", '"quoted"', "zqmacro0qz", "`code`", "![x](y)", "x{: onclick=y }", "line\n\n- item"],
)
def test_a_value_stays_the_text_it_is(environment, value):
    html = written(environment, "Before {{ value }} after\n\n{{ box(value) }}\n", value=value)
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    assert [tag.name for tag in soup.find_all(True)] == ["p", "div"]
    assert soup.p.get_text() == f"Before {value} after"
    assert soup.div.get_text() == value


def test_a_component_alone_in_its_paragraph_stands_without_one(environment):
    assert written(environment, "{{ box('x') }}") == "<div>x</div>"


def test_a_stand_in_in_the_text_is_refused(environment):
    with pytest.raises(DataError, match="zqmacro0qz"):
        Prose(environment, "docs/page.md").expand("zqmacro0qz")


@pytest.mark.parametrize(("text", "line"), [("{{ nothing }}", 1), ("a\n\n{{ nothing }}", 3), ("a\n{% if %}", 2), ("{{ 'x'.y }}", 1), ("{{ box(", 1)])
def test_a_mistake_is_told_with_file_and_line(environment, text, line):
    with pytest.raises(DataError) as error:
        Prose(environment, "docs/page.md", first_line=10).expand(text)
    (problem,) = error.value.problems
    assert (problem.file, problem.line) == ("docs/page.md", 10 + line)


def test_paragraphs_escape():
    assert paragraphs("one <b>\n\ntwo & three") == "<p>one &lt;b&gt;</p>\n<p>two &amp; three</p>"


@pytest.mark.parametrize(("count", "said"), [(0, "0 programs"), (1, "1 program"), (2, "2 programs")])
def test_a_label_counts(count, said):
    labels = Labels({"": {"count": Label({"one": "{count} program", "other": "{count} programs"}, "labels.yaml", 1)}})
    assert labels.word("en", "count", count=count) == said


def test_a_label_escapes_what_fills_its_blanks():
    labels = Labels({"": {"hello": Label({"other": "Hello {name}"}, "labels.yaml", 1)}})
    assert labels.word("en", "hello", name="<b>") == "Hello &lt;b&gt;"
