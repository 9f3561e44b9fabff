"""What an association itself offers, announces and publishes: on the site while it lasts, and nowhere without a record."""

from __future__ import annotations

import datetime
import io
import json
import re
import shutil
from pathlib import Path

import invented
import pypdf
import pytest
import small_data
import typst
from bs4 import BeautifulSoup
from folders import ROOT
from imhsite.building.whole_check import problems_of
from imhsite.building.site import Site
from imhsite.commands import build as builder
from imhsite.commands import check, diff, upgrade
from imhsite.exports import api, calendar, hsds
from imhsite.exports.values import as_json
from imhsite.language.wording import Wording
from imhsite.model.ages import parse_range
from imhsite.model.dates import parse_span
from imhsite.pages import listed
from imhsite.reading import attachments
from imhsite.reading.catalog import load, read
from imhsite.rendering.linked_data import _audience
from imhsite.rendering.renderer import ICONS
from repositories import change
from test_recipes import PICTURE

DAY = datetime.date(2026, 11, 18)
LATER = datetime.date(2100, 1, 1)
PAGES_OF = {"documents/": "documents", "events/": "events", "membership/": "memberships", "supervision/": "supervision"}
PAGES = tuple(PAGES_OF)
SPANISH = {"events": "open-evening:\n  name: Noche abierta\n", "notices": "office:\n  text: Nuestra oficina está cerrada.\n"}


def small(folder: Path) -> Path:
    data = small_data.write(folder, {f"es/{kind}.yaml": text for kind, text in SPANISH.items()} | {"labels.yaml": None, "es/labels.yaml": None})
    invented.add(data)
    return data


def site_of(data: Path, today: datetime.date) -> Site:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_TODAY", str(today))
        site = Site(data, ROOT / "overrides", ICONS)
    site.know([])
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    return site_of(small(tmp_path_factory.mktemp("offers")), DAY)


@pytest.fixture(scope="module")
def later(tmp_path_factory) -> Site:
    return site_of(small(tmp_path_factory.mktemp("later")), LATER)


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Site:
    """A site without any of these records."""
    return site_of(small_data.write(tmp_path_factory.mktemp("bare"), {"labels.yaml": None, "es/labels.yaml": None}), DAY)


def page(site: Site, path: str) -> BeautifulSoup:
    return BeautifulSoup(site.generated_html(path), "html.parser")


def text_of(element) -> str:
    return re.sub(r"\s+", " ", element.get_text(" ", strip=True))


# When


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2099-03-05", "2099-03-05", "2099-03-05"),
        ("2099-03-05 to 2099-03-07", "2099-03-05", "2099-03-07"),
        ("2099-03-05 18:30", "2099-03-05T18:30", ""),
        ("2099-03-05 18:30 to 20:00", "2099-03-05T18:30", "2099-03-05T20:00"),
    ],
)
def test_a_span_is_read_and_written(text, begins, ends):
    span = parse_span(text)
    assert (span.begins_iso, span.ends_iso, str(span)) == (begins, ends, text)


@pytest.mark.parametrize("text", ["", "2099", "2099-03", "2099-02-30", "2099-03-05 25:00", "2099-03-05 20:00 to 18:30", "2099-03-05 to 2099-03-05", "2099-03-07 to 2099-03-05", "2099-03-05 6:30", "2099-03-05 18:30 to 2099-03-06"])
def test_what_is_no_span(text):
    with pytest.raises(ValueError):
        parse_span(text)


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        ("en", "2099-03-05 18:30 to 20:00", "Thursday, March 5, 2099, 6:30 PM to 8:00 PM"),
        ("en", "2099-03-05 to 2099-03-07", "Thursday, March 5, 2099 to Saturday, March 7, 2099"),
        ("en", "2099-03-05", "Thursday, March 5, 2099"),
        ("es", "2099-03-05 18:30 to 20:00", "jueves, 5 de marzo de 2099, de 18:30 a 20:00"),
        ("es", "2099-03-05 18:30", "jueves, 5 de marzo de 2099, 18:30"),
    ],
)
def test_a_span_in_words(site, language, text, says):
    said = Wording(site.catalog.labels, language).span(parse_span(text))
    assert str(said).replace("\u202f", " ") == says


# What is over leaves the site by itself


@pytest.mark.parametrize(
    ("kind", "slug", "last"),
    [
        ("events", "open-evening", "2099-03-05"),
        ("events", "reading-babies", "2099-04-16"),
        ("notices", "office", "2099-12-31"),
        ("supervision", "rivertown-group", "2027-10-31"),
    ],
)
def test_a_record_is_there_up_to_its_last_day(tmp_path, kind, slug, last):
    day = datetime.date.fromisoformat(last)
    for today, there in ((day, True), (day + datetime.timedelta(days=1), False)):
        catalog = load(small(tmp_path / str(there)))
        catalog.leave_out_past(today)
        assert (slug in catalog.records[kind]) is there
        assert (slug in [record.slug for record in catalog.past]) is not there


def test_a_notice_waits_for_its_first_day(tmp_path):
    catalog = load(small(tmp_path))
    catalog.leave_out_past(datetime.date(2026, 10, 31))
    assert catalog.notices == {}


def test_news_ends_if_it_has_an_end(tmp_path):
    for today, count in (("2027-01-05", 2), ("2027-01-06", 1)):
        data = small_data.write(tmp_path / today, {"news.yaml": small_data.FILES["news.yaml"] + "\nsnow:\n  title: Snow\n  date: 2026-11\n  text: Stay in.\n  until: 2027-01-05\n"})
        catalog = load(data)
        catalog.leave_out_past(datetime.date.fromisoformat(today))
        assert len(catalog.news) == count


def test_of_several_dates_each_leaves_and_the_link_to_register_too(tmp_path):
    catalog = load(small(tmp_path))
    catalog.leave_out_past(datetime.date(2099, 4, 10))
    event = catalog.events["reading-babies"]
    assert [str(span) for span in event.when] == ["2099-04-16 09:00 to 16:00"]
    assert event.register is None and event.register_by
    assert catalog.committees["training"].meetings is None and catalog.committees["training"].name


def test_nothing_of_it_is_left_once_it_is_over(later):
    for path in ("events/", "supervision/"):
        assert not page(later, path).main.select("section.stack, a.button[href^='https:']")
    assert not page(later, "membership/").select("aside.notices")
    assert calendar.files(later.catalog, DAY) == {}
    assert api.records(later.catalog, "events") == [] and api.records(later.catalog, "supervision") == []


# Without a record there is nothing


@pytest.mark.parametrize(("path", "last"), [("events/", "The last one here was"), ("supervision/", "The last one here was"), ("documents/", ""), ("membership/", "")])
def test_a_list_says_when_nothing_is_on_it_and_what_was_last(tmp_path, path, last):
    """Its address stays; also where the last record was deleted, and its file is empty."""
    data = small(tmp_path)
    if not last:
        (data / f"{PAGES_OF[path]}.yaml").write_text("# None now.\n", encoding="utf-8")
        for file in data.glob(f"*/{PAGES_OF[path]}.yaml"):
            file.unlink()
    site = site_of(data, LATER)
    for folder in ("", "es/"):
        main = page(site, folder + path).main
        assert site.label(f"{path.strip('/')}-none") in main.get_text() or folder
        assert main.select_one("form.write, a[href^='mailto:'], a[href^='tel:']") and not main.select("section.stack")
    assert last in page(site, path).main.get_text()


def test_a_site_without_such_records_shows_nothing_of_them(bare):
    assert not set(PAGES) & set(bare.generated)
    text = bare.generated_html("programs/")
    assert "aside class=\"notices\"" not in text
    assert not any(f'href="/{path}"' in text for path in PAGES)
    assert calendar.files(bare.catalog, DAY) == {} and listed.EVENTS not in listed.exports(bare.catalog)


def test_a_site_needs_no_file_but_that_of_the_association(tmp_path, capsys):
    """Its help lines come with the product; it has a home page and Help now."""
    (tmp_path / "data").mkdir()
    association = "one:\n  name: One Association\n  short_name: ONE\n  state: Onestate\n  summary: It helps.\n  address: https://one.example.org/\n  first_line: maternal-mental-health\n  child_line: maternal-mental-health\n  header_lines: [emergency]\n  languages: [en]\n"
    (tmp_path / "data/association.yaml").write_text(association)
    shutil.copytree(ROOT / "examples/docs", tmp_path / "docs", ignore=shutil.ignore_patterns("about.md", "files", "pictures", "endorsement", "parents", "professionals"))
    (tmp_path / "docs/help-now.md").write_text((ROOT / "examples/docs/help-now.md").read_text())
    assert check.main(["--data", str(tmp_path / "data")]) == 0, capsys.readouterr().out
    builder.build(tmp_path / "site", tmp_path / "data", compressed=False, docs=tmp_path / "docs")
    assert (tmp_path / "site/index.html").is_file()


# What readers get


def test_every_page_is_there_in_each_language(site):
    assert {*PAGES, *(f"es/{path}" for path in PAGES)} <= set(site.generated)


def test_an_event_says_when_where_and_what_it_costs(site):
    soup = page(site, "events/")
    headings = [text_of(heading) for heading in soup.select("main h2")]
    assert headings == ["Open evening for home visitors", "Reading what a baby says"]
    said = text_of(soup.select_one("#open-evening"))
    assert all(part in said for part in ("March 5, 2099", "Rivertown Library", "Free", "English"))
    assert soup.select_one("#reading-babies time")["datetime"] == "2099-04-09T09:00"
    assert "November 18, 2026" in text_of(soup.main), "on which day the list was true"


def test_what_is_full_or_cancelled_asks_nobody_to_register(tmp_path):
    data = small(tmp_path)
    assert not page(site_of(data, DAY), "events/").select("main a.button")
    change(data, "events.yaml", "  status: full\n", "")
    assert [link["href"] for link in page(site_of(data, DAY), "events/").select("main a.button")] == ["https://aimh.example.org/register"]


def test_a_text_that_is_not_translated_is_marked(site):
    soup = page(site, "es/events/")
    assert text_of(soup.select_one("#open-evening h2")) == "Noche abierta"
    assert soup.select_one("#reading-babies h2 span")["lang"] == "en"


def test_a_notice_says_its_days_on_every_page_in_its_language(site):
    for path, words, days in (("programs/", "Our office is closed.", "December 31, 2099"), ("es/programs/", "Nuestra oficina está cerrada.", "31 de diciembre de 2099")):
        (notice,) = page(site, path).select("aside.notices")
        assert words in text_of(notice) and days in text_of(notice)


def test_offers_say_until_when_and_when_they_were_confirmed(site):
    said = text_of(page(site, "supervision/").select_one("#rivertown-group"))
    assert all(part in said for part in ("2 open seats", "$25 for each meeting", "Español", "November 1, 2026", "October 31, 2027"))
    assert "Fee confirmed: November 2026" in text_of(page(site, "membership/").select_one("#student"))


def test_documents_say_language_and_size_and_the_archive_is_the_newest_first(tmp_path):
    data = small(tmp_path)
    with (data / "documents.yaml").open("a") as file:
        file.write("\nautumn-letter:\n  name: Letter of autumn 2026\n  sort: newsletter\n  language: es\n  date: 2026-10\n  address: https://letters.example.org/autumn/\n")
    soup = page(site_of(data, DAY), "documents/")
    assert [text_of(heading) for heading in soup.select("main h2")] == ["By-laws", "Newsletters"]
    assert re.search(r"English ?, PDF, \d+ kB", text_of(soup.select_one("#by-laws")))
    letters = soup.select("section[aria-labelledby=list-newsletter] li a")
    assert [(text_of(link), link["hreflang"]) for link in letters] == [("Letter of autumn 2026", "es"), ("Letter of spring 2026", "en")]
    ids = [element["id"] for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_picture_has_its_text_its_size_and_who_made_it(site):
    html = str(site.renderer.environment("en").globals["credited_picture"]("blocks"))
    picture = BeautifulSoup(html, "html.parser")
    assert (picture.img["alt"], picture.img["width"], picture.img["height"]) == ("Three toy blocks, two side by side and one on top", "320", "220")
    assert "Example AIMH, CC BY 4.0" in text_of(picture.figcaption)


def test_a_line_says_how_it_was_checked(tmp_path):
    data = small_data.write(tmp_path, small_data.replaced("help_lines.yaml", "  checked_by: the editor\n", "  checked_by: the editor\n  checked_how: by telephone\n") | {"labels.yaml": None, "es/labels.yaml": None})
    made = site_of(data, DAY)
    lines = {language: text_of(BeautifulSoup(str(made.renderer.environment(language).globals["help_lines"](made.catalog.get("help_lines", ["two-one-one"]))), "html.parser")) for language in ("en", "es")}
    assert "checked by telephone: November 1, 2026" in lines["en"]
    assert "revisado por teléfono: 1 de noviembre de 2026" in lines["es"]


# What machines get


def test_events_and_meetings_are_a_calendar(site):
    text = calendar.files(site.catalog, DAY)["events.ics"]
    lines = text.replace("\r\n ", "").split("\r\n")
    assert text.endswith("\r\n") and all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert [line for line in lines if line.startswith("SUMMARY:")] == ["SUMMARY:Open evening for home visitors", "SUMMARY:Reading what a baby says", "SUMMARY:Reading what a baby says", "SUMMARY:Training committee"]
    assert "DTSTART:20990305T183000" in lines and "DTEND:20990305T200000" in lines
    assert "LOCATION:Rivertown Library\\, 1 Example Street" in lines
    names = [line for line in lines if line.startswith("UID:")]
    assert len(names) == len(set(names)) == 4


def test_whole_days_end_on_the_day_after_and_what_is_cancelled_says_so(tmp_path):
    data = small(tmp_path)
    change(data, "events.yaml", "when: [2099-03-05 18:30 to 20:00]", "when: [2099-03-05 to 2099-03-07]\n  status: cancelled")
    lines = calendar.files(load(data), DAY)["events.ics"].split("\r\n")
    assert {"DTSTART;VALUE=DATE:20990305", "DTEND;VALUE=DATE:20990308", "STATUS:CANCELLED"} <= set(lines)
    (thing, *_) = things(site_of(data, DAY), "events/")
    assert thing["eventStatus"].endswith("EventCancelled") and "offers" not in thing


def things(site: Site, path: str) -> list[dict]:
    graph = json.loads(page(site, path).select_one('script[type="application/ld+json"]').string)["@graph"]
    return [thing for thing in graph if thing["@type"] == "Event"]


def test_hours_are_those_of_the_time_zone(tmp_path):
    data = small(tmp_path)
    change(data, "association.yaml", "  summary:", "  time_zone: America/New_York\n  summary:")
    assert {"DTSTART:20990305T233000Z", "DTEND:20990306T010000Z", "DTSTART:20990409T130000Z"} <= set(calendar.files(load(data), DAY)["events.ics"].split("\r\n"))
    evening, series, _ = things(site_of(data, DAY), "events/")
    assert (evening["startDate"], series["endDate"]) == ("2099-03-05T18:30-05:00", "2099-04-09T16:00-04:00")
    change(data, "association.yaml", "America/New_York", "Eastern")
    assert [str(problem) for problem in read(data)[1]] == ['data/association.yaml:5: small: time_zone: write a time zone, such as America/New_York; got "Eastern"']


def test_each_date_of_an_event_is_one_to_machines(site):
    assert [(thing["name"], thing["startDate"], thing["endDate"]) for thing in things(site, "events/")] == [
        ("Open evening for home visitors", "2099-03-05T18:30", "2099-03-05T20:00"),
        ("Reading what a baby says", "2099-04-09T09:00", "2099-04-09T16:00"),
        ("Reading what a baby says", "2099-04-16T09:00", "2099-04-16T16:00"),
    ]
    evening, series, _ = things(site, "events/")
    assert evening["location"] == [{"@type": "Place", "name": "Rivertown Library, 1 Example Street", "address": "Rivertown Library, 1 Example Street"}]
    assert series["location"] == [{"@type": "VirtualLocation", "url": "https://aimh.example.org/register"}]


def test_lists_are_published_but_for_what_is_of_this_site_alone(site):
    assert {"events", "memberships", "supervision", "documents", "committees"} <= set(api.kinds())
    assert not {"notices", "pictures"} & set(api.kinds())
    (evening, _) = api.records(site.catalog, "events")
    assert evening["when"] == [{"text": "2099-03-05 18:30 to 20:00", "starts": "2099-03-05T18:30", "ends": "2099-03-05T20:00"}]


def test_the_summary_of_a_change_says_it_in_plain_words(tmp_path):
    one, other = small(tmp_path / "one"), small(tmp_path / "other")
    change(other, "events.yaml", "18:30 to 20:00", "19:00 to 20:00")
    change(other, "supervision.yaml", "  seats: 2\n", "  seats: 0\n")
    sides = [diff.Side(name, data.parent, load(data), []) for name, data in (("one", one), ("other", other))]
    said = diff.report(*sides)
    assert "Open evening for home visitors: when: added" in said and "2099-03-05 19:00 to 20:00" in said
    assert "The Rivertown group: seats: was 2, now 0" in said


# Files that records name


def untagged() -> bytes:
    """A PDF of one empty page that says nothing of itself."""
    writer, file = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(file)
    return file.getvalue()


UNTAGGED = untagged()


def problems(data: Path) -> list[str]:
    return [str(problem) for problem in attachments.problems(load(data), data.with_name("docs"))]


def pdf_of(folder: Path, source: str, **options) -> bytes:
    file = folder / "document.typ"
    file.write_text(source)
    return typst.compile(file, **options)


def test_the_files_of_the_example_are_right(tmp_path):
    assert problems(small(tmp_path)) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, 'data/documents.yaml:4: by-laws: pdf: put this file into docs/, or correct its path; got "files/by-laws.pdf"'),
        (b"no PDF", 'data/documents.yaml:4: by-laws: pdf: export the PDF again; this one cannot be read; got "files/by-laws.pdf"'),
        (UNTAGGED, "it has no tags and no title and no language"),
    ],
)
def test_a_pdf_that_is_missing_or_cannot_be_read_by_everybody(tmp_path, content, says):
    data = small(tmp_path)
    file = data.with_name("docs") / "files/by-laws.pdf"
    file.unlink() if content is None else file.write_bytes(content)
    (problem,) = problems(data)
    assert says in problem
    if content == UNTAGGED:
        change(data, "documents.yaml", "  pdf: files/by-laws.pdf\n", "  pdf: files/by-laws.pdf\n  other_form: Call us, and we read it to you.\n")
        assert problems(data) == []
        assert "Call us, and we read it to you." in text_of(page(site_of(data, DAY), "documents/"))


def test_a_pdf_in_another_language_than_its_record_says(tmp_path):
    data = small(tmp_path)
    source = '#set document(title: "Estatutos", date: none)\n#set text(lang: "es")\n= Nombre\n'
    (data.with_name("docs") / "files/by-laws.pdf").write_bytes(pdf_of(tmp_path, source))
    assert problems(data) == ['data/documents.yaml:4: by-laws: language: write the language that the PDF itself names, "es"; got "en"']


def test_a_missing_pdf_is_named_beside_a_mistake_in_the_data(tmp_path):
    """Else staff try once for the data, and once more for the file."""
    data = small(tmp_path)
    (data.with_name("docs") / "files/by-laws.pdf").unlink()
    change(data, "programs.yaml", "ages: birth to 2", "ages: 2 to birth")
    _, found = problems_of(data, data.with_name("docs"))
    assert {(problem.file, problem.field) for problem in found} == {("data/documents.yaml", "pdf"), ("data/programs.yaml", "ages")}


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_a_picture_that_no_browser_shows(tmp_path, content):
    data = small(tmp_path)
    file = data.with_name("docs") / "pictures/blocks.svg"
    file.unlink() if content is None else file.write_bytes(content)
    assert problems(data) == ['data/pictures.yaml:4: blocks: image: put this picture into docs/, as one that a browser shows; got "pictures/blocks.svg"']


def test_the_check_and_the_build_look_at_files(tmp_path, capsys):
    data = small(tmp_path)
    (data.with_name("docs") / "files/by-laws.pdf").write_bytes(UNTAGGED)
    assert check.main(["--data", str(data)]) == 1
    assert "it has no tags" in capsys.readouterr().out


def test_the_pixels_of_a_photo(tmp_path):
    (tmp_path / "dot.png").write_bytes(PICTURE)
    assert attachments.pixels(tmp_path / "dot.png") == (1, 1)


# Mistakes


@pytest.mark.parametrize(
    ("kind", "old", "new", "says"),
    [
        ("events", "setting: in person\n  place: Rivertown Library, 1 Example Street", "setting: in person", "open-evening: place: write where people meet in person"),
        ("events", "register_by: 2099-04-01", "register_by: 2099-05-01", 'reading-babies: register_by: write a day up to that of the event; got "2099-05-01"'),
        ("events", "register_by: 2099-04-01", "register_by: 2099-04", 'reading-babies: register_by: write a day, such as 2027-03-05; got "2099-04"'),
        ("notices", "ends: 2099-12-31", "ends: 2026-10-01", 'office: ends: write a day that is not before starts; got "2026-10-01"'),
        ("supervision", "  email: group@aimh.example.org\n", "", "rivertown-group: email: write at least one of phone, email and website"),
        ("supervision", "until: 2027-10-31", "until: 2026-10-31", 'until: write a day at most a year after confirmed; ask again, and renew both; got "2026-10-31"'),
        ("documents", "  pdf: files/by-laws.pdf\n", "", "by-laws: pdf: write either pdf or address"),
        ("documents", "  pdf: files/by-laws.pdf\n", "  pdf: By-laws.pdf\n", 'by-laws: pdf: write "by-laws.pdf", and name the file so; got "By-laws.pdf"'),
        ("documents", "  address: https://letters.example.org/spring/\n", "  address: https://letters.example.org/spring/\n  other_form: Ask us.\n", "spring-letter: other_form: delete this field; it is about a PDF of this site"),
    ],
)
def test_a_mistake_is_told_at_its_line(tmp_path, kind, old, new, says):
    data = small(tmp_path)
    change(data, f"{kind}.yaml", old, new)
    (problem,) = read(data)[1]
    assert says in str(problem)
    assert problem.file == f"data/{kind}.yaml" and problem.line


# Regions that list their towns


LISTED = {
    "regions.yaml": "north:\n  name: North\n  region_kind: county\n  towns:\n    - ashford\n\nsouth:\n  name: South\n  region_kind: county\n  towns:\n    - bolton\n    - canton\n",
    "towns.yaml": re.sub(r"  regions: .*\n", "", small_data.FILES["towns.yaml"]),
}


def places(data: Path) -> tuple[dict, dict]:
    catalog = load(data)
    return {slug: town.regions for slug, town in catalog.towns.items()}, {slug: region.towns for slug, region in catalog.regions.items()}


def test_both_ways_of_writing_say_the_same(tmp_path):
    by_regions, by_towns = small_data.write(tmp_path / "regions", LISTED), small_data.write(tmp_path / "towns")
    assert places(by_regions) == places(by_towns) == ({"ashford": ("north",), "bolton": ("south",), "canton": ("south",)}, {"north": ("ashford",), "south": ("bolton", "canton")})
    assert diff.report(*(diff.Side(name, data.parent, load(data), []) for name, data in (("before", by_towns), ("after", by_regions)))) == "Nothing changes on the site.\n"


def test_a_town_in_two_regions_of_a_kind_or_in_none(tmp_path):
    twice = small_data.write(tmp_path / "twice", LISTED | {"regions.yaml": LISTED["regions.yaml"].replace("    - bolton\n", "    - bolton\n    - ashford\n")})
    assert [str(problem) for problem in read(twice)[1] if problem.code == "same-kind"] == ['data/regions.yaml:12: south: towns: list each town in one region of a kind; "north" has this one too; got "ashford"']
    nowhere = small_data.write(tmp_path / "nowhere", LISTED | {"regions.yaml": LISTED["regions.yaml"].replace("    - canton\n", "")})
    catalog, problems = read(nowhere)
    assert problems == [] and catalog.towns["canton"].regions == ()
    unknown = small_data.write(tmp_path / "unknown", LISTED | {"regions.yaml": LISTED["regions.yaml"].replace("    - canton\n", "    - cantn\n")})
    assert any('south: towns: write the name of a record in towns.yaml; got "cantn". Did you mean "canton"?' in str(problem) for problem in read(unknown)[1])


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_upgrade_moves_the_towns(tmp_path, capsys, line_end):
    data = small_data.write(tmp_path)
    for name in ("towns.yaml", "regions.yaml"):
        (data / name).write_bytes((data / name).read_bytes().replace(b"\n", line_end.encode()))
    before = places(data)
    assert upgrade.main(["--data", str(data)]) == 1
    assert "data/towns.yaml:3: ashford: regions goes: they list their towns in regions.yaml (version 0.2.0)" in capsys.readouterr().out
    assert upgrade.main(["--data", str(data), "--write"]) == 0
    assert (data / "regions.yaml").read_bytes().decode() == LISTED["regions.yaml"].replace("\n", line_end)
    assert (data / "towns.yaml").read_bytes().decode() == LISTED["towns.yaml"].replace("\n", line_end)
    assert places(data) == before and upgrade.main(["--data", str(data)]) == 0


def test_towns_join_those_that_a_region_lists_already(tmp_path):
    files = {"regions.yaml": LISTED["regions.yaml"].replace("    - canton\n", ""), "towns.yaml": LISTED["towns.yaml"].replace("canton:\n  name: Canton\n", "canton:\n  name: Canton\n  regions: [south]\n")}
    data = small_data.write(tmp_path, files)
    assert upgrade.main(["--data", str(data), "--write"]) == 0
    assert {name: (data / name).read_text() for name in LISTED} == LISTED


# Ages without an end


def test_ages_without_an_end(site):
    ages = parse_range("3 and up")
    assert str(ages) == "3 and up"
    assert as_json(ages) == {"text": "3 and up", "from_months": 36.0, "below_months": 312.0}
    assert dict(hsds.ages(ages)) == {"minimum_age": 3.0} and _audience(ages) == {"@type": "ParentAudience", "childMinAge": 3.0}
    assert [str(Wording(site.catalog.labels, language).ages(ages)) for language in ("en", "es")] == ["3 and up", "desde 3 años en adelante"]
