"""Values that are right but rare come through every file that the site writes for other programs, and every message names what it means."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import subprocess
from types import SimpleNamespace
from xml.etree import ElementTree

import hsds_profile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rfc3987 import match

from folders import ROOT
from imhsite.commands import join
from imhsite.building import machine_files as machines
from imhsite.finding import typed
from imhsite.exports import feed
from imhsite.exports import hsds
from imhsite.exports import reviews
from imhsite.exports import spreadsheet
from imhsite.commands.external_links import REFUSALS
from imhsite.model.fields import Refusal, phone_number, past_date, web_address
from imhsite.pages.generated import Page
from imhsite.finding.places import places
from imhsite.files.problems import named
from imhsite.files.source import INVISIBLE, Scalar
from small_data import replaced
from test_exports import ATOM, small_site  # noqa: F401 - a fixture
from test_reader import steady

NODE = os.environ.get("PLAYWRIGHT_NODEJS_PATH", "node")
BLANKS = "\u00a0\u202f\u2009\u3000"


def node(code: str, told: object) -> object:
    """What the JavaScript CODE, a module, makes of TOLD."""
    run = subprocess.run([NODE, "--input-type=module", "-e", code], input=json.dumps(told), capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


STDIN = "import { readFileSync } from 'node:fs'; const told = JSON.parse(readFileSync(0, 'utf8')); const say = (what) => process.stdout.write(JSON.stringify(what));"


# Blanks that do not break


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_that_does_not_break_stays_in_feed_and_calendar(small_site, blank):
    site = small_site(replaced("programs.yaml", "Minding the Baby", f"Example{blank}Visits"))
    change = feed.Change("0" * 40, 0, {("programs", "minding-the-baby"): "changed"})
    title = ElementTree.fromstring(feed.atom(site.catalog, [change], datetime.date(2026, 11, 29))).find(f"{ATOM}entry/{ATOM}title").text
    assert f"Example{blank}Visits" in title
    assert f"Example{blank}Visits" in reviews.text(f"Example{blank}Visits")


@given(st.text(st.characters(codec="utf-8"), max_size=40))
@steady()
def test_feed_and_calendar_say_every_sign_that_they_may(text):
    kept = ElementTree.fromstring(f"<a>{feed.xml(text)}</a>".encode()).text or ""
    assert kept == "".join(sign for sign in text if sign in "\t\n" or sign >= " " and sign not in "\ufffe\uffff")
    said = reviews.text(text)
    assert not {"\n", "\r"} & set(said) and not [sign for sign in text if not INVISIBLE.match(sign) and sign not in "\t\n" and sign not in said and sign not in "\x85\u2028\u2029"]


# Addresses


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https://example.org/año", "https://example.org/a%C3%B1o"),
        ("https://example.org/a%C3%B1o?q=b%20c#d", "https://example.org/a%C3%B1o?q=b%20c#d"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a|b^c[1]", "https://example.org/a%7Cb%5Ec%5B1%5D"),
        ("https://example.org/a#b#c", "https://example.org/a#b%23c"),
        ("https://example.org/(a);b=c,d~e_f-g@h:i!j$k&l'm*n+o", None),
        ("https://example.org:8080/a?b=/?", "https://example.org:8080/a?b=/?"),
    ],
)
def test_an_address_is_read_as_programs_write_it(typed, read):
    if read is None:
        with pytest.raises(Refusal):
            web_address(Scalar(typed, 1, 1))
    else:
        assert web_address(Scalar(typed, 1, 1)) == read


@given(st.text(st.characters(codec="utf-8"), max_size=30))
@steady()
def test_every_address_that_the_check_takes_is_one_to_other_programs(path):
    try:
        address = web_address(Scalar(f"https://example.org/{path}", 1, 1))
    except Refusal:
        return
    assert match(address, "URI"), address


def test_an_address_with_letters_of_a_language_is_valid_in_the_directory(small_site):
    site = small_site(replaced("programs.yaml", "https://example.org/baby", "https://example.org/año"))
    service = json.loads(hsds.files(site.catalog, {})["hsds/services.json"])["contents"][1]
    assert list(hsds_profile.wrong("service", service)) == [] and match(service["url"], "URI")


# Sitemaps


def many(number: int) -> list[Page]:
    return [Page(path=f"p{place:06}/", title="", description="", template="", language="en") for place in range(number)]


def test_a_sitemap_of_too_many_addresses_is_a_list_of_sitemaps(tmp_path):
    address = "https://example.org/ct/"
    assert list(machines.sitemaps(address, many(50_000))) == ["sitemap.xml"]
    files = machines.sitemaps(address, many(60_000))
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    namespace = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    roots = {name: ElementTree.fromstring(text.encode()) for name, text in files.items()}
    assert [place.text for place in roots["sitemap.xml"].iter(f"{namespace}loc")] == ["https://example.org/ct/sitemap-1.xml", "https://example.org/ct/sitemap-2.xml"]
    assert [len(list(roots[name].iter(f"{namespace}loc"))) for name in list(files)[1:]] == [50_000, 10_000]
    (tmp_path / "sitemap.xml").write_text(files["sitemap.xml"], encoding="utf-8")
    state = join.State(tmp_path, "/ct/", "", "en", 0, "", "https://example.org")
    assert join._maps(state) == ["https://example.org/ct/sitemap-1.xml", "https://example.org/ct/sitemap-2.xml"]


# Names with signs that lists are parted by


def test_a_name_with_a_comma_or_a_bar_is_one_name(small_site):
    changes = replaced("towns.yaml", "  regions: [north]\n", "  regions: [north]\n  spellings: ['Andover, CT', 'Ash|ford']\n  places: {'Warren, the center': city}\n")
    changes["towns.yaml"] = changes["towns.yaml"].replace("name: Bolton", "name: Bolton | Green, East")
    site = small_site(changes)
    found = node(
        STDIN + "import { openPlaces } from './src/imhsite/theme/assets/places.js'; import { PlaceReader } from './src/imhsite/theme/assets/typed_places.js'; const known = openPlaces(told.places); const reader = new PlaceReader(known, told.typed, 'CT', 'en'); say({ found: told.asked.map((typed) => reader.read(typed).slugs), shown: known.shown });",
        {"places": json.loads(places(site.catalog)), "typed": json.loads(typed.words(site.catalog))["places"], "asked": ["Andover, CT", "Ash|ford", "Warren, the center", "06278", "Bolton | Green, East", "CT", "East"]},
    )
    assert found["found"] == [["ashford"], ["ashford"], ["ashford"], ["ashford"], ["bolton"], [], []]
    assert found["shown"]["bolton"] == "Bolton | Green, East"


# Telephone numbers in a table


@pytest.mark.parametrize(("typed", "shown"), [("+1 860 555 0100", "+1 860 555 0100"), ("+1-860-555-0100", "+1 860 555 0100"), ("860-555-0100", "860-555-0100")])
def test_a_telephone_number_in_the_table_is_one(small_site, typed, shown):
    site = small_site(replaced("programs.yaml", "860-555-0100", typed))
    rows = list(csv.DictReader(io.StringIO(spreadsheet.programs(site.catalog).removeprefix(spreadsheet.MARK))))
    assert rows[1]["phone"] == shown


def test_what_could_be_a_formula_still_is_none():
    assert spreadsheet.harmless("+1") == "'+1"
    assert set(spreadsheet.CHECKED) == {"phone", "text", "tty", "fax", "longitude"}


# Signs that look like others


@pytest.mark.parametrize(
    ("parser", "typed", "sign"),
    [(phone_number, "860‑555‑0100", "U+2011, non-breaking hyphen"), (phone_number, "860–555–0100", "U+2013, en dash"), (phone_number, "860\u00a0555\u00a00100", "U+00A0, no-break space"), (past_date, "2026−11−01", "U+2212, minus sign"), (past_date, "２026", "U+FF12, fullwidth digit two"), (web_address, "https:⁄⁄example.org", "U+2044, fraction slash")],
)
def test_a_sign_that_looks_like_the_right_one_is_named(parser, typed, sign):
    with pytest.raises(Refusal) as error:
        parser(Scalar(typed, 1, 1))
    (reason,) = error.value.reasons
    assert reason.got.endswith(f"({sign})")


def test_letters_that_people_see_are_not_named():
    assert named("año") == '"año"' and named("pаge") == '"pаge", with "а" (U+0430, cyrillic small letter a)'


# Keys while a word is composed


def test_enter_that_ends_a_composition_chooses_no_town(tab, catalog):
    tab.goto("programs/")
    town = next(iter(catalog.towns.values())).name
    field = tab.locator("#place")
    field.press_sequentially(town[:3])
    tab.locator("#place-list [role=option]").first.wait_for()
    tab.locator("#results[aria-busy=false]").wait_for()
    field.press("ArrowDown")
    for told in ("isComposing: true", "keyCode: 229"):
        field.evaluate("(field) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, %s }))" % told)
        assert field.input_value() == town[:3] and tab.locator("#place-list").is_visible()
    field.press("Enter")
    assert field.input_value() != town[:3]


# The form for staff


SHAPE = {"fields": {"name": "text", "about": "prose", "also": "list"}, "order": ["name", "about", "also"], "alphabetical": True}
TEXT = "# Needs\n\nbonding:\n  name: Close\n  about: >-\n    One.\n  also: [a, b]\n\nstress:\n  name: Stress\n"
WRITE = STDIN + "import { read, write } from './src/imhsite/theme/admin/records.js'; const content = read(told.text, told.shape); for (const [place, name, value] of told.changes) content.records[place][name] = value; say(write(content, told.shape));"


def written(text: str, *changes: list) -> str:
    return node(WRITE, {"text": text, "shape": SHAPE, "changes": changes})


def test_the_form_leaves_the_ends_of_lines_as_they_are():
    crlf = TEXT.replace("\n", "\r\n")
    assert written(crlf) == crlf and written(TEXT) == TEXT
    assert written(crlf, [1, "name", "Calm"]) == crlf.replace("Stress", "Calm")
    assert written(crlf, [0, "also", ["a", "b", "c"]], [1, "name", "Calm"]) == crlf.replace("Stress", "Calm").replace("[a, b]", "[a, b, c]")
    mixed = TEXT.replace("\n", "\r\n", 4)
    assert written(mixed, [1, "name", "Calm"]) == mixed.replace("Stress", "Calm")


@pytest.mark.parametrize("value", ["Center #2", "Help: for you", "@home", "'tis", '"Us" and C:\\new', "100 %", "# 1", "> 5", "- a", "no", "2026"])
def test_what_the_form_writes_the_check_reads(tmp_path, value):
    from imhsite.files.source import parse

    for text in (TEXT, TEXT.replace("\n", "\r\n"), TEXT.replace("Close", '"Close"')):
        made = written(text, [0, "name", value], [0, "about", f"{value}\n\nAnd {value}"])
        file = parse(made.replace("\r\n", "\n"), "data/needs.yaml")
        assert [problem for problem in file.problems if problem.code != "list-in-text"] == []  # of which a text has no signs
        entries = {key.text: node for key, node in file.records[0][1].entries}
        assert (entries["name"].text, entries["about"].text) == (value, f"{value}\nAnd {value}")


# Links to other sites


@pytest.mark.parametrize("status", ["503", "520", "522", "530", "408", "425", "429", "451", "403", "999"])
def test_an_answer_of_not_now_or_not_to_you_is_no_dead_link(status):
    assert status in REFUSALS


@pytest.mark.parametrize("status", ["404", "410", "500", "ConnectionError:"])
def test_an_answer_of_not_here_is_a_dead_link(status):
    assert status not in REFUSALS
