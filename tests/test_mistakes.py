"""Mistakes in pages and templates: file, line, what to write, what was meant.

A case is one line of Markdown or of a template, and the whole message that whoever wrote it reads.
"""

from __future__ import annotations

import json
import re
import shutil

import frozen_site
import pytest
import small_data
from folders import ROOT
from imhsite.building.site import Site
from imhsite.files.problems import DataError, Mistake
from imhsite.model.records import KINDS, declared_fields
from imhsite.rendering.renderer import ICONS
from imhsite.rendering.stand_ins import Prose
from real_labels import with_real_labels

FROZEN = True
ABOVE = "# A page\n\nSome words.\n\n"  # four lines; the front matter takes five more
TAKES_ICON = "write only what icon() takes: name"



def fields_of(kind: str) -> str:
    return ", ".join(declared_fields(KINDS[kind]))


PAGES = [
    ('{{ term("pediatrcian") }}', 'write the name of a record in glossary.yaml; got "pediatrcian". Did you mean "pediatrician"?'),
    ('{{ term("pediatrcian", "a doctor") }}', 'write the name of a record in glossary.yaml; got "pediatrcian". Did you mean "pediatrician"?'),
    ('{{ call_button("crisis988") }}', 'write the name of a record in help_lines.yaml; got "crisis988". Did you mean "crisis-988"?'),
    ('{{ help_lines(records("help_lines", ["emergency", "two-one"])) }}', 'write the name of a record in help_lines.yaml; got "two-one". Did you mean "two-one-one"?'),
    ('{{ help_lines(records("help_line")) }}', 'write a kind of record; got "help_line". Did you mean "help_lines"?'),
    ('{{ help_lines(records("helplines", ["emergency"])) }}', 'write a kind of record; got "helplines". Did you mean "help_lines"?'),
    ('{{ source_note(records("sources", ["chdi-impact-2051"])) }}', 'write the name of a record in sources.yaml; got "chdi-impact-2051". Did you mean "chdi-impact-2015"?'),
    ('{{ label("skip-to-contents") }}', 'write the name of a label in labels.yaml; got "skip-to-contents". Did you mean "skip-to-content"?'),
    ('{{ label("call-number") }}', 'write {number} for the label "call-number", each as name=value; got no value'),
    ('{{ label("call-number", phone="988") }}', 'write {number} for the label "call-number", each as name=value; got phone=...'),
    ('{{ icon("phon") }}', 'write the name of a Material Design icon, such as phone; got "phon". Did you mean "phone"?'),
    ('{{ icon() }}', 'give icon() its "name"'),
    ('{{ icon("phone", size=3) }}', f'{TAKES_ICON}; got "size"'),
    ('{{ icon(nam="phone") }}', f'{TAKES_ICON}; got "nam". Did you mean "name"?'),
    ('{{ icon("phone", "big") }}', f"{TAKES_ICON}; got 2 values"),
    ('{{ frist_call() }}', 'write the name of a macro, or of a value that templates know; got "frist_call". Did you mean "first_call"?'),
    ('{{ xyzzy }}', 'write the name of a macro, or of a value that templates know; got "xyzzy"'),
    ('{{ site.emial }}', f'write one of the fields of an association: {fields_of("association")}; got "emial". Did you mean "email"?'),
    ('{{ (records("programs")|first).nmae }}', f'write one of the fields of a program: {fields_of("programs")}; got "nmae". Did you mean "name"?'),
    ('{{ (records("help_lines")|first).phone.nmuber }}', 'write the name of something that a phone has; got "nmuber". Did you mean "number"?'),
    ('{{ (records("help_lines")|first).caution.words }}', 'ask first whether there is something, as in {% if line.caution %}; here is nothing; got ".words"'),
    ('{{ site.name|uper }}', 'write the name of a filter or test that templates know; got "uper". Did you mean "upper"?'),
    ('{{ "x" if site.name is defned }}', 'write the name of a filter or test that templates know; got "defned". Did you mean "defined"?'),
    ('{{ term("cue" }}', "fix the template code: unexpected '}', expected ')'; close every bracket, quotation mark and block; got '{{ term(\"cue\" }}'"),
    ('{% if site.name %}', "fix the template code: Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'."),
    ('{% fro x in [] %}', "fix the template code: Encountered unknown tag 'fro'."),
    ('{{ 1 / 0 }}', "fix the template code: ZeroDivisionError: division by zero"),
    ('{{ site.name + 1 }}', "fix the template code: TypeError: "),
    ('{{ (records("programs", [])|first).name }}', "fix the template code: No first item, sequence was empty."),
]  # fmt: skip


@pytest.fixture(scope="module")
def site():
    return Site(frozen_site.data(), ROOT / "overrides", ICONS)


def expanded(site, text: str, language: str = "en") -> DataError:
    with pytest.raises(DataError) as error:
        Prose(site.renderer.environment(language), "docs/parents/a.md", 5).expand(ABOVE + text)
    return error.value


@pytest.mark.parametrize(("line", "message"), PAGES, ids=[line for line, _ in PAGES])
def test_a_mistake_in_a_page(site, line, message):
    (problem,) = expanded(site, f"{line}\n").problems
    assert re.fullmatch(r"(?!invalid$)[a-z]+(-[a-z]+)*", problem.code)
    whole = f"docs/parents/a.md:10: {message}"
    assert str(problem) == whole or (problem.code.startswith("template") and str(problem).startswith(whole))


def test_the_line_is_that_of_the_word_and_not_of_its_call(site):
    text = '{{ help_lines(records("help_lines", [\n  "emergency",\n  "two-one",\n])) }}'
    (problem,) = expanded(site, text).problems
    assert problem.line == 5 + 4 + 3


def test_a_page_in_another_language_reads_the_same_words(site):
    (problem,) = expanded(site, '{{ term("pediatrcian") }}', "es").problems
    assert (problem.line, problem.code) == (10, "unknown-record")


TEMPLATES = [
    ("macros/icon.html", '{% macro icon(name) %}\n{{ labl("home") }}{% endmacro %}', 'overrides/macros/icon.html:2: write the name of a macro, or of a value that templates know; got "labl". Did you mean "label"?'),
    ("macros/call_button.html", '{% macro call_button(slug) %}\n\n{{ label("call-nubmer") }}{% endmacro %}', 'overrides/macros/call_button.html:3: write the name of a label in labels.yaml; got "call-nubmer". Did you mean "call-number"?'),
    ("macros/call_button.html", '{% macro call_button(slug) %}\n{{ help_lin(1) }}{% endmacro %}', 'overrides/macros/call_button.html:2: write the name of a macro, or of a value that templates know; got "help_lin". Did you mean "help_line"?'),
    ("macros/call_button.html", '{% macro call_button(slug) %}\n{{ help_line() }}{% endmacro %}', 'overrides/macros/call_button.html:2: give help_line() its "line"'),
    ("macros/call_button.html", '{% macro call_button(slug) %}\n{% include "macros/icn.html" %}{% endmacro %}', 'overrides/macros/call_button.html:2: write the name of a template; got "macros/icn.html". Did you mean "macros/icon.html"?'),
    ("macros/call_button.html", '{% macro call_button(slug) %}\n{{ slug|agse }}{% endmacro %}', 'overrides/macros/call_button.html:2: write the name of a filter or test that templates know; got "agse". Did you mean "ages"?'),
    ("macros/call_button.html", '{% macro call_button(slug) %}\n{{ slug }', "overrides/macros/call_button.html:2: fix the template code: unexpected '}'; close every bracket, quotation mark and block; got \"{{ slug }\""),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "message"), TEMPLATES, ids=[message for *_, message in TEMPLATES])
def test_a_mistake_in_a_template(tmp_path, file, text, message):
    """It is named where it stands, not in the page that calls the macro."""
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "overrides" / file).parent.mkdir(exist_ok=True)
    (tmp_path / "overrides" / file).write_text(text, encoding="utf-8")
    site = Site(frozen_site.data(), tmp_path / "overrides", ICONS)
    (problem,) = expanded(site, '{{ call_button("two-one-one") }}').problems
    assert str(problem) == message


def test_a_mistake_in_the_template_of_a_generated_page(tmp_path):
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "overrides/pages").mkdir(exist_ok=True)
    (tmp_path / "overrides/pages/program.html").write_text("<p>\n{{ record.nmae }}</p>", encoding="utf-8")
    site = Site(frozen_site.data(), tmp_path / "overrides", ICONS)
    page = next(page for page in site.generated.values() if page.template == "pages/program.html")
    with pytest.raises(DataError) as error:
        site.renderer.html(page)
    assert str(error.value) == f'overrides/pages/program.html:2: write one of the fields of a program: {fields_of("programs")}; got "nmae". Did you mean "name"?'


def test_a_page_that_no_safety_line_names(tmp_path):
    line = "look:\n  box: safe\n  text: Look.\n  pages: [parents/crying/]\n  sources: [report]\n"
    site = Site(with_real_labels(small_data.write(tmp_path, {"safety.yaml": line})), ROOT / "overrides", ICONS)
    assert "Look." in site.renderer.environment("en").globals["safety"]("parents/crying/")
    (problem,) = expanded(site, '{{ safety("parents/cryin/") }}').problems
    assert problem.message == 'write the path of a page in safety.yaml; got "parents/cryin/". Did you mean "parents/crying/"?'


def test_a_record_that_is_not_there(site):
    with pytest.raises(Mistake) as error:
        site.catalog.get("towns", ["hartfrod"])
    assert error.value.problems[0].message == 'write the name of a record in towns.yaml; got "hartfrod". Did you mean "hartford"?'


def test_every_message_is_one_line_that_programs_can_read(site):
    problem = expanded(site, '{{ term("pediatrcian") }}').problems[0]
    assert "\n" not in str(problem) and json.dumps(problem.message)
