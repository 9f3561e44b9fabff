"""Pages that people write get the careful reading that data get: nothing vanishes, and every mistake has its file and line."""

from __future__ import annotations


import pytest
from hypothesis import given
from hypothesis import strategies as st

from example_site import example
from folders import ROOT
from imhsite.commands import build as builder
from imhsite.commands import check
from imhsite.rendering.assets import Assets
from imhsite.rendering.theme import Theme
from imhsite.files.leftovers import is_leftover
from imhsite.files.problems import BuildFailed, DataError
from imhsite.reading.front_matter import FRONT_MATTER, problems_of, read_page, read_pages
from imhsite.commands.serve import Preview
from test_reader import COMMENT, TYPED, as_typed, steady

FRONT = {"title": "About us", "description": "Who we are.", "written": "2026-11-01", "reviewed": "2026-11-01"}


def page(body: str = "Text.\n", **front: str) -> str:
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in (FRONT | front).items() if value is not None) + f"---\n{body}"


def told(folder, text: str | bytes, name: str = "about.md") -> list[str]:
    """What is wrong in the one page of FOLDER."""
    path = folder / "docs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(map(str, problems_of(folder / "docs")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (page(title="Help: for you"), '2: front matter: title: put the text in "quotation marks", because it has ": " in it; got "title: Help: for you"'),
        (page(title="Class #3"), f'2: front matter: title: {COMMENT}; got "Class #3"'),
        (page(title="Yes"), '2: front matter: title: write it in quotation marks: "Yes"; got Yes'),
        (page(title="[a, b]"), "2: front matter: title: write text on one line; got a list"),
        (page(title="\n  - a\n  - b"), "3: front matter: title: write text on one line; got a list"),
        (page(title=""), "2: front matter: title: write text on one line; got nothing"),
        (page(title=None), "1: front matter: title: write the title of the page"),
        (page(reviewed="2096-11-01"), '5: front matter: reviewed: write a date up to today, such as 2026-11-21 or 2026-11; got "2096-11-01"'),
        (page(written="soon"), '4: front matter: written: write a date up to today, such as 2026-11-21 or 2026-11; got "soon"'),
        (page(quick_exit="maybe"), '6: front matter: quick_exit: write one of yes, no; got "maybe"'),
        (page(translation="done"), '6: front matter: translation: write "reviewed" once a native speaker has read it, or "not reviewed"; got "done"'),
        (page(titel="x"), '6: front matter: titel: write one of these keys: title, description, written, reviewed, layout, quick_exit, translation, reading_level; got "titel". Did you mean "title"?'),
        (page() .replace("description", "title: Twice\ndescription"), "3: front matter: title: write each name only once; it is also on line 2"),
        (page().replace("---\n", "", 1), '1: front matter: begin the page with its front matter, between two lines "---"; got "title: About us"'),
        ("\n" + page(), '1: front matter: begin the page with its front matter, between two lines "---"; got "---"'),
        ("", '1: front matter: begin the page with its front matter, between two lines "---"; got nothing'),
        (page().replace("---\nText", "\nText"), '7: front matter: write "name: value", or end the front matter with a line "---" above this line; got "Text."'),
        (page("# About\n").replace("---\n#", "\n#"), '7: front matter: write "name: value", or end the front matter with a line "---" above this line; got "# About"'),
        (page().replace("---\nText.\n", ""), '6: front matter: write "name: value", or end the front matter with a line "---" above this line'),
        (page(title="\u200bAbout"), "2: front matter: delete the invisible character; got U+200B"),
        ("\ufeff" + page(), "1:1: save the file as UTF-8 without a byte-order mark; got a byte-order mark"),
        (page(title="Año").encode("latin-1"), "2: save the file as UTF-8; got byte 0xf1"),
        (page("\n\nAño\n").encode("cp1252"), "9: save the file as UTF-8; got byte 0xf1"),
        (page().encode("utf-16"), "save the file as UTF-8; got UTF-16"),
    ],
)
def test_a_mistake_in_a_page_is_told_once_with_its_line(tmp_path, text, message):
    found = told(tmp_path, text)
    assert [line.replace("2:1: front matter: delete", "2: front matter: delete").replace("2:8: front", "2: front") for line in found] == [f"docs/about.md:{' ' * message.startswith('save')}{message}"]


@pytest.mark.parametrize(
    ("name", "better"),
    [("año.md", "anio.md"), ("Our Events.md", "our-events.md"), ("README.md", "readme.md"), ("Über uns/index.md", "uber-uns/index.md"), ("about.MD", "about.md"), ("about.md.txt", "about.md"), ("about.markdown", "about.md"), ("our_events.md", "our-events.md"), ("日本.md", "page.md"), ("about (1).md", "about-1.md")],
)
def test_a_page_has_a_name_that_people_can_type(tmp_path, name, better):
    assert told(tmp_path, page(), name) == [f'docs/{name}: name the page in small letters, digits and hyphens: "{better}"; got "{name}"']


def test_two_pages_have_two_addresses(tmp_path):
    told(tmp_path, page(), "events.md")
    assert told(tmp_path, page(), "events/index.md") == ['docs/events.md: give this page another name; docs/events/index.md has the same address; got "events/"']


def test_a_page_and_a_file_have_two_addresses(tmp_path):
    (tmp_path / "docs/about").mkdir(parents=True)
    (tmp_path / "docs/about/index.html").write_text("", encoding="utf-8")
    assert told(tmp_path, page(), "about.md") == ['docs/about.md: give this page another name; docs/about/index.html has the same address; got "about/"']


LEFT = ["about.md~", "~$flyer.docx", "Thumbs.db", ".DS_Store", "desktop.ini", ".~lock.flyer.odt#", "#about.md#", ".#about.md", "about.md.bak", ".about.md.swp", "about.md.orig", "__MACOSX/about.md", "flyer.pdf.crdownload", "parents/.DS_Store"]


@pytest.mark.parametrize("name", LEFT)
def test_what_editors_leave_is_known(name):
    assert is_leftover(name)


@pytest.mark.parametrize("name", ["about.md", "index.md", "flyer.pdf", "parents/old-and-new.md", "bak.md", "temp.png", "es/index.md"])
def test_what_people_mean_to_publish_is_not_left(name):
    assert not is_leftover(name)


def test_leftovers_among_the_assets_are_not_published(tmp_path):
    (tmp_path / "assets").mkdir()
    for name in ("site.css", "site.css~", ".DS_Store", "Thumbs.db"):
        (tmp_path / "assets" / name).write_text("p { margin: 0 }")
    assert [path.split(".")[0] for path in Assets(Theme(tmp_path)).published()] == ["assets/site"]


def test_the_check_reads_the_pages_too(tmp_path, capsys):
    site = example(tmp_path)
    (site / "docs/about.md").write_text(page(title="Class #3"), encoding="utf-8")
    assert check.main(["--data", str(site / "data")]) == 1
    assert f'docs/about.md:2: front matter: title: {COMMENT}; got "Class #3"' in capsys.readouterr().out


@given(st.sampled_from(sorted(FRONT_MATTER)), TYPED)
@steady()
def test_what_is_typed_in_front_matter_comes_back_or_is_a_problem(tmp_path_factory, name, typed):
    path = tmp_path_factory.getbasetemp() / "typed.md"
    path.write_text(page(**{name: typed}), encoding="utf-8")
    try:
        found = read_page(path, "docs/typed.md")
    except DataError:
        return
    assert found.meta[name] == as_typed(typed)


BODY = st.lists(st.sampled_from(["Note: this is it", "---", "...", "", "# Heading", "  indented", "- item", "text", "title: no", "%", "\t"]) | TYPED, max_size=8).map("\n".join)


@given(BODY)
@steady()
def test_no_line_of_the_text_is_taken_for_front_matter(tmp_path_factory, body):
    path = tmp_path_factory.getbasetemp() / "body.md"
    path.write_text(page(body), encoding="utf-8", newline="")
    found = read_page(path, "docs/body.md")
    assert found.markdown.strip("\n") == body.strip("\n") or found.markdown.split() == body.split()
    assert path.read_text(encoding="utf-8").split("\n")[found.above :] == found.markdown.split("\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The example with pages that have much in them that other programs would drop, and leftovers."""
    site = example(tmp_path_factory.mktemp("example"))
    docs = site / "docs"
    (docs / "about.md").write_text(page("Note: this stays.\n\n## Children {#children}\n\nStays too.\n\n## Parents {#parents .wide}\n\nAnd this. #} {# but not this #}\n"), encoding="utf-8")
    (docs / "templates").mkdir()
    (docs / "templates/letters.md").write_text(page(title='"Letters: #1"'), encoding="utf-8")
    for name in LEFT:
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text("left", encoding="utf-8")
    (docs / "Our Flyer.pdf").write_bytes(b"%PDF-1.4")
    builder.build(site / "made", site / "data", docs=docs, compressed=False)
    return site


def test_what_looks_like_template_code_or_front_matter_stays(built):
    html = (built / "made/about/index.html").read_text(encoding="utf-8")
    assert "Note: this stays." in html and "Stays too." in html and "And this. #}" in html and "but not this" not in html
    assert '<h2 id="children">Children</h2>' in html and 'id="parents"' in html and "wide" in html


def test_a_page_in_any_folder_is_published(built):
    assert "<title>Letters: #1" in (built / "made/templates/letters/index.html").read_text(encoding="utf-8")


def test_leftovers_are_not_published_and_other_files_are(built):
    made = built / "made"
    assert [name for name in LEFT if (made / name).exists()] == []
    assert (made / "Our Flyer.pdf").exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("search.md", 'docs/search.md: give this page another name; the site makes a page of this address itself; got "search/"'),
        ("programs/index.md", 'docs/programs/index.md: give this page another name; the site makes a page of this address itself; got "programs/"'),
        ("sitemap.xml", "docs/sitemap.xml: give this file another name; the site makes a file of this name itself"),
    ],
)
def test_a_page_or_file_never_takes_the_place_of_one_of_the_site(tmp_path, name, message):
    site = example(tmp_path)
    (site / "docs" / name).parent.mkdir(exist_ok=True)
    (site / "docs" / name).write_text(page(), encoding="utf-8")
    with pytest.raises((DataError, BuildFailed)) as error:
        builder.build(site / "made", site / "data", docs=site / "docs", compressed=False)
    assert str(error.value) == message


def test_a_layout_that_is_not_there_is_told(tmp_path):
    site = example(tmp_path)
    (site / "docs/about.md").write_text(page(layout="prosa"), encoding="utf-8")
    with pytest.raises(DataError, match='docs/about.md:1: front matter: layout: write the name of a template of overrides/pages/; got "prosa". Did you mean "prose"?'):
        builder.build(site / "made", site / "data", docs=site / "docs", compressed=False)


@pytest.mark.parametrize("broken", [page(title="Año").encode("latin-1"), page().encode("utf-16"), b""])
def test_the_preview_lives_on_when_a_page_cannot_be_read(tmp_path, monkeypatch, broken):
    """From its first build on, and whatever goes wrong."""
    site = example(tmp_path)
    about = site / "docs/about.md"
    whole = about.read_bytes()
    monkeypatch.setattr("imhsite.commands.serve.build", lambda made, data, **options: builder.build(made, data, docs=site / "docs", **options))
    about.write_bytes(broken)
    preview = Preview(tmp_path / "made", site / "data", port=0)
    preview.rebuild()
    assert "docs/about.md" in preview.mistake and "docs/about.md" in (tmp_path / "made/404.html").read_text(encoding="utf-8")
    about.write_bytes(whole)
    preview.rebuild()
    assert not preview.mistake and (tmp_path / "made/about/index.html").exists()
    preview.server.server_close()


def test_the_preview_lives_on_whatever_goes_wrong(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("imhsite.commands.serve.build", lambda *_, **options: 1 / 0)
    preview = Preview(tmp_path / "made", tmp_path, port=0)
    preview.rebuild()
    assert preview.mistake == "ZeroDivisionError: division by zero"
    preview.server.server_close()


def test_all_pages_of_this_site_are_read():
    assert read_pages(ROOT / "docs", {})
