"""Handouts and one-page summaries: a tagged PDF that says what its page says, the same bytes each time, whatever the data holds."""

from __future__ import annotations

import dataclasses
import functools
import io
import itertools
import json
import re
from collections.abc import Iterator

import frozen_site
import png
import pytest
import segno
import small_data
from bs4 import BeautifulSoup
from folders import DATA, ROOT
from imhsite.finding.program_words import ProgramWords
from imhsite.printing.figures import EDGE
from imhsite.printing.typeset import picture, typeset
from imhsite.reading.catalog import load
from imhsite.finding.matching import GROUPS, Group, Matcher, handed_out
from imhsite.pages.sheets import MOST_OTHERS
from imhsite.pages.generated import MOST_ON_A_SHEET, handout_regions, path_of, path_of_handout, path_of_region_and_age, path_of_summary
from imhsite.model.records import DRAWINGS, Program
from imhsite.rendering.look import contrast
from imhsite.rendering.renderer import ICONS
from imhsite.building.site import Site
from imhsite.language.wording import Wording
from hypothesis import assume, example, given
from pypdf import PdfReader
from real_labels import with_real_labels
from test_injection import put, steady, texts

CATALOG = load(DATA)
LANGUAGES = CATALOG.association.languages
HANDOUTS = [(region, group, language) for region in handout_regions(CATALOG) for group in CATALOG.age_groups.values() for language in LANGUAGES]
SHEETS = [*(path_of_handout(region, group, language, CATALOG) for region, group, language in HANDOUTS), *(path_of_summary(level) for level in CATALOG.levels.values())]


@functools.cache
def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words(text: str) -> str:
    """TEXT without the spaces, which a PDF has where lines end, too."""
    return re.sub(r"[\s\u200b]+", "", text)


def said_by(pdf: PdfReader) -> str:
    """What PDF says, page after page."""
    return words("".join(page.extract_text() for page in pdf.pages))


def links_of(pdf: PdfReader) -> list[str]:
    return [note.get_object()["/A"]["/URI"] for page in pdf.pages for note in page.get("/Annots", ())]


def languages_in(element) -> Iterator[str]:
    """The languages that parts of a tagged PDF say they are in."""
    element = element.get_object()
    parts = element if isinstance(element, list) else [element["/K"]] if isinstance(element, dict) and "/K" in element else []
    if isinstance(element, dict) and "/Lang" in element:
        yield element["/Lang"]
    for part in parts:
        yield from languages_in(part)


@pytest.fixture(scope="module")
def pdf(site_dir, pages):
    """The PDF that the button of the page at a path leads to."""

    def find(path: str) -> PdfReader:
        return read((site_dir / pages.page(path).select_one(".sheet-pdf a")["href"].removeprefix("/")).read_bytes())

    return find


@pytest.mark.parametrize("path", SHEETS)
def test_a_sheet_is_a_tagged_pdf(pages, pdf, path):
    page, root = pages.page(path), pdf(path).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == LANGUAGES[0]
    assert page.html["lang"] in {root["/Lang"], *languages_in(root["/StructTreeRoot"])}
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert page.h1.get_text() in pdf(path).metadata.title.split(" / ")
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


@pytest.mark.parametrize("path", SHEETS)
def test_a_pdf_says_what_its_page_says(pages, pdf, path):
    said = said_by(pdf(path))
    blocks = [block for block in pages.page(path).select_one(".sheet").select("h1, h2, h3, p, li, dt, dd") if not block.select("p, li")]
    assert [block.get_text() for block in blocks if words(block.get_text()) not in said] == []
    assert blocks


@pytest.fixture(scope="module")
def live_site() -> Site:
    """The site without its build."""
    return Site(DATA, ROOT / "overrides", ICONS)


@pytest.fixture(scope="module")
def words_of_status():
    """How a program's state is told in a language."""
    words = {language: ProgramWords(CATALOG, Wording(CATALOG.labels, language)) for language in LANGUAGES}
    return lambda program, language: words[language].status(program).unescape()


@pytest.mark.parametrize(("region", "group", "language"), HANDOUTS, ids=SHEETS[: len(HANDOUTS)])
def test_a_handout_names_each_program_with_its_number_and_check(pdf, words_of_status, region, group, language):
    said = said_by(pdf(path_of_handout(region, group, language, CATALOG)))
    date, label = Wording(CATALOG.labels, language).date, Wording(CATALOG.labels, language).label
    groups, _ = handed_out(Matcher(CATALOG).grouped(region, group.ages), MOST_ON_A_SHEET)
    for program in (program for found in groups for program in found.programs):
        name, _, rest = said.partition(words(program.name))
        assert rest and words(words_of_status(program, language)) in rest, program.slug
        assert not program.phone or words(program.phone.text) in rest, program.slug
    lines = CATALOG.get("help_lines", {*CATALOG.association.header_lines, CATALOG.association.first_line})
    for line in lines:
        assert words(CATALOG.translated(line, language).purpose) in said and line.phone.text in said, line.slug
    assert words(label("handout-lines-note", date=date(min(line.checked for line in lines)))) in said
    assert words(CATALOG.association.address + CATALOG.association.folder(language) + path_of_region_and_age(region, group)) in said


def test_each_language_of_a_sheet_is_one_page():
    """Of the frozen site: where people write much, a sheet goes on, and nothing of it is lost."""
    site = Site(frozen_site.data(), ROOT / "overrides", ICONS)
    for path, pages in site.sheets.items():
        assert len(read(site.pdf(pages[0].path)).pages) == len(pages), path


def test_a_sheet_that_takes_more_paper_is_told(live_site, site_dir, note):
    for path, pages in live_site.sheets.items():
        if (paper := len(read((site_dir / path).read_bytes()).pages)) > len(pages):
            note(f"{path} takes {paper} pages for {len(pages)} languages: shorten a text, or let it be")


def test_no_letter_on_a_sheet_is_smaller_than_nine_points(live_site, site_dir):
    for path in [*live_site.sheets][::5]:
        sizes: set[float] = set()
        for page in read((site_dir / path).read_bytes()).pages:
            page.extract_text(visitor_text=lambda text, cm, tm, font, size: sizes.add(round(size * abs(tm[3] * cm[3]), 1)) if text.strip() else None)
        assert sizes and min(sizes) >= 9, path


INCH, CENTIMETER = 108, 108 / 2.54  # in pixels of a picture


@pytest.mark.parametrize("path", SHEETS[:1])
def test_the_code_on_a_printed_sheet_leads_to_the_living_page(live_site, path):
    """Read as a telephone does: dark and light modules of the picture, printed without colors."""
    pdf = live_site.generated[path].pdf
    sheet, *_ = json.loads(live_site.sheets_text(pdf))
    rows = png.grays(picture(live_site.sheets_text(pdf), live_site.layout(pdf), 1, INCH))
    expected = segno.make(sheet["address"] + sheet["living"], error="m", micro=False).matrix
    module = 2.6 * CENTIMETER / (len(expected) + 2 * EDGE)
    left, top = 1.25 * CENTIMETER + EDGE * module, 11 * INCH - 3.7 * CENTIMETER + EDGE * module
    seen = [[rows[int(top + (y + 0.5) * module)][int(left + (x + 0.5) * module)] < 128 for x in range(len(expected))] for y in range(len(expected))]
    assert seen == [[bool(dark) for dark in row] for row in expected]


def test_a_printer_without_colors_tells_all_apart(live_site):
    colors = live_site.figures.colors
    assert all(contrast(colors[name], "#ffffff") >= 4.5 for name in ("accent", "alarm", "amber", "calm", "ink", "ink-soft"))
    assert contrast(colors["accent"], colors["mint"]) >= 4.5  # the region on the map of its state
    assert contrast(colors["edge"], "#ffffff") >= 3


def test_a_scene_takes_every_color_of_the_style_sheet(live_site):
    for slug in live_site.renderer.scenes.slugs:
        assert "var(" not in live_site.figures.scene(slug) and ":is(" not in live_site.figures.scene(slug), slug


def test_every_drawing_that_a_handout_can_show_is_there_in_words_too(live_site):
    for slug in DRAWINGS:
        assert slug in live_site.renderer.scenes.slugs
        assert all(Wording(CATALOG.labels, language).label(f"scene-{slug}") for language in LANGUAGES)


def test_every_sheet_is_listed_and_linked(pages):
    for language in LANGUAGES:
        folder = "" if language == LANGUAGES[0] else f"{language}/"
        listed = {link["href"] for link in pages.page(f"{folder}handouts/").main.select("a")}
        own = [*(path_of_handout(region, group, language, CATALOG) for region, group, other in HANDOUTS if other == language), *(path_of_summary(level) for level in CATALOG.levels.values())]
        assert {f"/{path}" for path in own} <= listed
        assert {pages.page(path).select_one(".sheet-pdf a")["href"] for path in own} <= listed
    for region, group, language in HANDOUTS:
        page = pages.page(path_of_region_and_age(region, group))
        assert page.select_one(f'main a[hreflang="{language}"]')["href"] == f"/{path_of_handout(region, group, language, CATALOG)}"
        assert page.select_one(f'#handouts ~ ul a[href="/handouts/{region.slug}-{group.slug}.pdf"]')


def test_a_town_leads_to_the_sheets_of_its_region(pages):
    for region in handout_regions(CATALOG)[:1]:
        town = next(town for town in CATALOG.towns.values() if region.slug in town.regions)
        links = {link["href"] for link in pages.page(path_of(town)).select("#town-handouts ~ ul a")}
        assert {f"/handouts/{region.slug}-{group}.pdf" for group in CATALOG.age_groups} <= links


def test_hosts_lead_from_the_files_of_each_language_to_the_sheet_of_all(site_dir):
    rules = (site_dir / "_redirects").read_text(encoding="utf-8").splitlines()
    for region, group, language in HANDOUTS:
        name = f"{region.slug}-{group.slug}"
        assert f"/{CATALOG.association.folder(language)}handouts/{name}-{language}.pdf /handouts/{name}.pdf 301" in rules
        assert not (site_dir / f"{CATALOG.association.folder(language)}handouts/{name}-{language}.pdf").exists()


def test_no_title_for_families_has_the_name_of_an_agency(pages):
    """A region with offices is told by their towns."""
    for region, group, language in HANDOUTS:
        if region.offices:
            title = pages.page(path_of_handout(region, group, language, CATALOG)).h1.get_text()
            assert region.name not in title and all(town in title for town in region.offices)


def test_both_languages_hand_out_the_same(pages):
    for region, group, language in HANDOUTS:
        first, other = (pages.page(path_of_handout(region, group, name, CATALOG)).select_one(".sheet") for name in (LANGUAGES[0], language))
        own = "" if language == LANGUAGES[0] else f"/{language}"
        assert [link["href"].removeprefix(own) for link in other.select("a")] == [link["href"] for link in first.select("a")]


@pytest.mark.parametrize("path", [*SHEETS[:2], *SHEETS[-1:]])
def test_a_sheet_made_again_is_the_same_bytes(site_dir, pages, live_site, path):
    made = site_dir / pages.page(path).select_one(".sheet-pdf a")["href"].removeprefix("/")
    assert live_site.pdf(path) == made.read_bytes()


PLAIN = ("kind", "language", "address", "path", "living", "dials", "icon", "region", "slug", "says", "map_says", "box", "figures")  # what a sheet does not print as text


def texts_of(value: object) -> Iterator[str]:
    """Yield every text in VALUE that readers of a sheet get."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and value.get("items") != []:  # without which a heading is not printed
        for name, part in value.items():
            yield from () if name in PLAIN else texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)


def filled(value: object) -> object:
    """VALUE, the JSON of a sheet, with another word for each text, and none that is empty."""
    numbers = itertools.count(1000)

    def fill(value: object, name: str = "") -> object:
        if name in PLAIN or value is None:
            return value
        if isinstance(value, dict):
            return {name: fill(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [fill(part) for part in value]
        return f"word{next(numbers)}"

    return fill(value)


@pytest.mark.parametrize("path", ["handouts/south/baby/", "endorsement/mentor/summary/"])
def test_no_text_of_a_sheet_is_left_out_on_paper(site, path):
    """Nor any that these sheets don't have: each is filled with a word of its own."""
    made = site if path in site.generated else Site(frozen_site.data(), ROOT / "overrides", ICONS)
    sheet, *_ = json.loads(made.sheets_text(made.generated[path].pdf))
    if "translation" in sheet:
        sheet["translation"] = ["", ""]
    sheet = filled(sheet)
    said = said_by(read(typeset(json.dumps([sheet]), made.theme.file("sheet.typ"))))
    calls = [call["number"] for call in walk(sheet) if "dials" in call]  # stand in their words, which are filled by themselves
    assert [text for text in texts_of(sheet) if text not in said and text not in calls] == []
    assert len(list(texts_of(sheet))) > 20


def walk(value: object) -> Iterator[dict]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(part)


def program(slug: str, **fields) -> Program:
    return dataclasses.replace(load(frozen_site.data()).programs["child-first"], slug=slug, name=slug, **fields)


def test_a_handout_leaves_out_what_no_family_can_ask_for():
    found = [program("a"), program("b", sort="initiative"), program("c", status="ended"), program("d"), program("e")]
    groups = [Group(GROUPS[0], tuple(found[:3])), Group(GROUPS[1], tuple(found[1:3])), Group(GROUPS[2], tuple(found[3:]))]
    kept, others = handed_out(groups, 2)
    assert [(group.name, [program.slug for program in group.programs]) for group in kept] == [(GROUPS[0], ["a"]), (GROUPS[2], ["d"])]
    assert [program.slug for program in others] == ["e"]
    assert handed_out(groups, 3)[1] == []


@pytest.mark.parametrize("path", SHEETS[:2])
def test_a_handout_says_what_to_do_if_a_program_is_full(live_site, pages, pdf, path):
    """Whom else to call, with the number, and which pages help until then."""
    context = live_site.generated[path].context
    language = live_site.generated[path].language
    say = Wording(CATALOG.labels, language).text
    folder = CATALOG.association.folder(language)
    expected = [say("full-heading"), say("full-ask"), f"{CATALOG.association.address}{folder}needs/"]
    expected += [CATALOG.translated(other, language).name for other in context["others"][:MOST_OTHERS]]
    offered = {need for group in context["groups"] for program in group.programs for need in program.needs}
    text = words(pages.page(path).select_one(".sheet").get_text())
    for said in (text, said_by(pdf(path))):
        assert [word for word in expected if words(word) not in said] == []
        assert any(words(CATALOG.translated(CATALOG.needs[need], language).name) in said for need in offered)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    changes = small_data.replaced("association.yaml", "  languages: [en, es]\n", "  languages: [en, es]\n  handout_regions: county\n")
    made = Site(with_real_labels(small_data.write(tmp_path_factory.mktemp("small"), changes)), ROOT / "overrides", ICONS)
    for page in made.generated.values():
        page.changed = made.renderer.settings["date"]
    return made


def handed(site: Site, text: str) -> tuple[str, PdfReader]:
    """The sheet with a program that says TEXT everywhere, as the page and as the PDF."""
    put(site, text)
    page = site.generated["handouts/south/baby/"]
    for each in site.sheets[page.pdf]:
        each.context["groups"], each.context["others"] = handed_out(Matcher(site.catalog).grouped(page.context["region"], page.context["group"].ages), MOST_ON_A_SHEET)
    return site.generated_html(page.path), read(site.pdf(page.path))


@given(texts.map(lambda text: re.sub(r"[\r\n]", " ", text)))  # a handout has the first line of a text
@steady
@example("x#link(\"https://evil.example\")[a]x")
@example("x#eval(1) $x$ *b* _i_ `c` @a <a> = = / - + \\ ~x")
def test_a_handout_holds_the_text_and_nothing_of_it_acts(site, text):
    assume(not re.search("[\u0590-\u08ff\u202e\ufb1d-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]", text))  # a PDF gives signs in the order of the line
    html, pdf = handed(site, text)
    plain_html, plain_pdf = handed(site, "plain")
    article, expected = (BeautifulSoup(made, "html.parser").select_one(".sheet") for made in (html, plain_html))
    assert [(tag.name, tag.attrs) for tag in article.find_all(True)] == [(tag.name, tag.attrs) for tag in expected.find_all(True)]
    assert words(text) in {words(heading.get_text()) for heading in article.select("h3")}
    assert set(links_of(pdf)) == set(links_of(plain_pdf))
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.trailer["/Root"])
    if all(ord(sign) < 0x180 for sign in text):  # of other signs, the fonts of this machine may lack some
        assert said_by(pdf).count(words(text)) == said_by(plain_pdf).count("plain")


def test_a_sign_that_no_font_has_stops_no_build(site):
    _, pdf = handed(site, "x\U000fffffx")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True

