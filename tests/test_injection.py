"""Whatever text stands in a record, the site says exactly that text: no element, attribute, address or line of its own.

The check refuses markup before it gets here; these records are made directly, past the check.
"""

from __future__ import annotations

import csv
import datetime
import dataclasses
import io
import json
import re
import unicodedata
from xml.etree import ElementTree

import pytest
import small_data
from bs4 import BeautifulSoup
from folders import ROOT
from imhsite.pages import search
from imhsite.reading.catalog import read
from imhsite.exports import api
from imhsite.exports import feed
from imhsite.exports import hsds
from imhsite.exports import reviews
from imhsite.exports import spreadsheet
from imhsite.finding.finder import FILE, FinderData
from imhsite.finding.matching import Matcher
from imhsite.pages.generated import STAFF, GeneratedPages, path_of
from imhsite.model.fields import Parser, opening_hours
from imhsite.model.hours import Hours
from imhsite.model.records import KINDS, Program, declared_fields
from imhsite.rendering.renderer import ICONS
from imhsite.building.site import Site
from hypothesis import example, given, settings
from hypothesis import strategies as st
from real_labels import with_real_labels

ATTACKS = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", '" onmouseover="alert(1)', "' autofocus onfocus='alert(1)", "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))", "{{ 7 * 7 }}", "{% raw %}", "{# x #}", "</title><b>", "--><b>", "]]>", "&lt;b&gt; &amp;", "<!-- x", "**x** `y`", "=HYPERLINK(1)", "a\r\nEND:VEVENT",
    "\u2028\u2029", "\u202eabc", "a,b;c\\d", "zqmacro0zq", "%s {0} {name}", "</textarea></template><svg/onload=x>",
]  # fmt: skip
plain = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=40)
texts = (st.sampled_from(ATTACKS) | st.builds("{}{}{}".format, plain, st.sampled_from(ATTACKS), plain) | plain).map(lambda text: f"x{text}x")
steady = settings(derandomize=True, database=None, deadline=None, max_examples=25)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    made = Site(with_real_labels(small_data.write(tmp_path_factory.mktemp("small"))), ROOT / "overrides", ICONS)
    for page in made.generated.values():
        page.changed = made.renderer.settings["date"]
    rules = made.catalog.freshness
    rules["programs"] = dataclasses.replace(rules["help-lines"], slug="programs", of="programs")  # so that the calendar names programs
    return made


SLUG = "minding-the-baby"
TEXTS = {name: field.metadata["parser"] for name, field in declared_fields(Program).items() if field.metadata["parser"].is_text}


def filled(parser: Parser, text: str) -> object:
    """TEXT as a value of the field that PARSER reads."""
    if parser is opening_hours:
        return Hours(words=text)
    return (text,) if parser.schema.get("type") == "array" else text


def put(site: Site, text: str):
    """Put TEXT into every text of a program, and return its page."""
    catalog = site.catalog
    program = catalog.programs[SLUG]
    catalog.programs[SLUG] = dataclasses.replace(program, **{name: filled(parser, text) for name, parser in TEXTS.items()})
    site.renderer.forget()
    return next(page for page in GeneratedPages(catalog, site.matcher).all() if page.path == path_of(program))


def skeleton(soup: BeautifulSoup) -> list:
    """The elements of a page with their attributes, without the values that are texts of the record."""
    words = ("content", "title", "aria-label")
    return [(tag.name, sorted((name, value if isinstance(value, str) else " ".join(value)) for name, value in tag.attrs.items() if name not in words and "sms:?" not in value), sorted(tag.attrs)) for tag in soup.find_all(True)]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def html_of(site: Site, text: str) -> str:
    page = put(site, text)
    page.changed = site.renderer.settings["date"]
    return site.renderer.html(page)


@given(texts.map(lambda text: text.replace("\n", " ")))  # a line of a text is a paragraph of the page
@steady
@example("x</script>x")
def test_a_page_holds_the_text_and_nothing_of_it_acts(site, text):
    expected = skeleton(BeautifulSoup(html_of(site, "plain"), "html.parser"))
    soup = BeautifulSoup(html_of(site, text), "html.parser")
    assert skeleton(soup) == expected
    assert squeezed(text) in squeezed(soup.h1.get_text())
    assert squeezed(text) in squeezed(soup.title.get_text())
    assert squeezed(text) in squeezed(soup.select_one("meta[name=description]")["content"])
    service = next(thing for thing in json.loads(soup.select_one('script[type="application/ld+json"]').string)["@graph"] if thing["@type"] == "Service")
    assert service["name"] == text
    assert service["alternateName"] == [text]


@given(texts)
@steady
def test_every_file_holds_the_text_and_nothing_of_it_acts(site, text):
    page = put(site, text)
    page.changed = site.renderer.settings["date"]
    (said,) = (record for record in api.records(site.catalog, "programs") if record["slug"] == SLUG)
    assert json.loads(json.dumps(said))["run_by"] == text
    assert json.loads(hsds.files(site.catalog, {})["hsds/services.json"])["contents"][1]["name"] == text
    rows = list(csv.DictReader(io.StringIO(spreadsheet.programs(site.catalog).removeprefix(spreadsheet.MARK), newline="")))
    assert rows[1]["name"] == spreadsheet.harmless(text)
    assert rows[1]["slug"] == SLUG and len(rows) == 2 and None not in rows[1]
    ((_, entry),) = search.entries_of(site.catalog, page)
    assert json.loads(json.dumps(entry))["title"] == text
    told = json.loads(FinderData(site.catalog, Matcher(site.catalog)).files()[FILE])["programs"]
    at = told["name"].index(text)
    assert told["slug"][at] == SLUG and told["says"][at] == ""  # the card says it that stands in the page
    lines = reviews.calendar(site.catalog, [], datetime.date(2026, 11, 29)).replace("\r\n ", "").split("\r\n")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    unescaped = re.sub(r"\\(.)", lambda match: {"n": "\n"}.get(match[1], match[1]), next(line for line in lines if line.startswith("SUMMARY:") and "2-1-1" not in line))
    assert unescaped.endswith("".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Zl", "Zp")))
    change = feed.Change("0" * 40, 0, {("programs", SLUG): "changed"})
    root = ElementTree.fromstring(feed.atom(site.catalog, [change], datetime.date(2026, 11, 29)))
    titles = [element.text for element in root.iter(f"{{http://www.w3.org/2005/Atom}}title")]
    assert len(titles) == 2
    assert squeezed(text) in squeezed(titles[1])
    assert {element.tag.split("}")[1] for element in root.iter()} == {"feed", "id", "title", "updated", "author", "name", "link", "entry"}


@given(texts)
@steady
def test_a_card_in_a_list_holds_the_text(site, text):
    put(site, text)
    card = site.renderer.environment("en").globals["program_card"]
    expected = skeleton(BeautifulSoup(str(card(site.catalog.programs["child-first"])), "html.parser"))
    soup = BeautifulSoup(str(card(site.catalog.programs[SLUG])), "html.parser")
    assert squeezed(soup.h3.get_text()) == squeezed(text)
    assert {name for name, *_ in skeleton(soup)} <= {name for name, *_ in expected} | {"a", "svg", "path", "span", "ul", "li", "p"}
    assert not soup.select("script, img, [onmouseover], [onfocus], [style]")


REFUSED = ["<script>x</script>", "<b>x</b>", "</p>", "{{ x }}", "{% x %}", "[a](javascript:x)", "**x**", "`x`", "&lt;", "javascript:x"]
ACCEPTED = ["5 < 6", "A & B", "it's", 'she says "yes"', "50 % {of}", "[a]", "a * b", "=1", "ñ é 你好", "C:\\x", "{a}"]


@pytest.mark.parametrize("text", [*REFUSED, *ACCEPTED])
def test_the_check_refuses_markup_and_nothing_else(tmp_path, text):
    data = small_data.write(tmp_path, small_data.replaced("programs.yaml", "for_professionals: Home visits.", f"for_professionals: {json.dumps(text)}"))
    problems = [problem.write for problem in read(data)[1]]
    write = "write the sign itself: <" if text == "&lt;" else "write plain text, without markup or template code"
    assert problems == ([write] if text in REFUSED else [])


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//example.org", "ftp://example.org", "https://a.org/<b>", "https://user@example.org"])
def test_an_address_in_the_data_is_http(tmp_path, scheme):
    data = small_data.write(tmp_path, small_data.replaced("programs.yaml", "https://example.org/baby", json.dumps(scheme)))
    assert [problem.field for problem in read(data)[1]] == ["website"]


def rewritten(site: Site, text: str) -> None:
    """Put TEXT into every text of every record, but for the association's and those of the glossary, whose names become links wherever they stand."""
    for kind, records in site.catalog.records.items():
        names = [name for name, field in declared_fields(KINDS[kind]).items() if field.metadata["parser"].is_text]
        for slug, record in records.items() if kind not in ("association", "glossary") else ():
            records[slug] = dataclasses.replace(record, **{name: _like(getattr(record, name), text) for name in names if getattr(record, name) is not None})


def _like(value: object, text: str) -> object:
    if isinstance(value, Hours):
        return Hours(words=text)
    return tuple(text for _ in value) if isinstance(value, tuple) else text


def drawn(tmp_path, text: str) -> dict[str, BeautifulSoup]:
    """Every generated page of a small site whose records say TEXT everywhere."""
    site = Site(with_real_labels(small_data.write(tmp_path)), ROOT / "overrides", ICONS)
    rewritten(site, text)
    pages = [page for page in GeneratedPages(site.catalog, Matcher(site.catalog)).all() if page.path != "design/"]  # which shows examples that small data lack
    for page in pages:
        page.context |= site.generated[page.path].context if page.path == STAFF else {}
        page.changed = site.renderer.settings["date"]
    return {page.path: BeautifulSoup(site.renderer.html(page), "html.parser") for page in pages}


def bones(soup: BeautifulSoup) -> list:
    return [(tag.name, sorted(tag.attrs)) for tag in soup.find_all(True)]


@pytest.mark.parametrize("attacks", [ATTACKS[:8], ATTACKS[8:16], ATTACKS[16:]], ids=["first", "second", "third"])
def test_no_text_of_any_record_acts_on_any_page(tmp_path_factory, attacks):
    text = re.sub(r"[\r\n]", " ", f"x{' '.join(attacks)}x")
    expected, found = drawn(tmp_path_factory.mktemp("plain"), "xplainx"), drawn(tmp_path_factory.mktemp("hostile"), text)
    assert expected.keys() == found.keys() and len(found) > 50
    assert [path for path in found if bones(found[path]) != bones(expected[path])] == []
    schemes = {link["href"].split(":")[0] for soup in found.values() for link in soup.select("[href]") if re.match(r"[a-z]+:", link["href"])}
    assert schemes <= {"https", "mailto", "sms", "tel"}
