"""A review is of one text: a later change of the translation, or of what it says in other words, ends it by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import small_data
from imhsite.commands import check
from imhsite.pages.generated import GeneratedPages
from imhsite.finding.matching import Matcher
from imhsite.reading import front_matter, reviews
from imhsite.reading.catalog import load, read
from repositories import change

PAGE = "---\ntitle: {title}\ndescription: A page.\nwritten: 2026-11-01\nreviewed: 2026-11-01\n{more}---\n\n{text}\n"


@pytest.fixture
def data(tmp_path) -> Path:
    """Small data whose labels a native speaker has reviewed, and the translation of one program."""
    folder = small_data.write(tmp_path, small_data.replaced("association.yaml", "  languages: [en, es]\n", "  languages: [en, es]\n  reviewed_languages: [es]\n"))
    (folder / "es/needs.yaml").unlink()
    (folder / "es/programs.yaml").write_text("child-first:\n  for_parents: Alguien viene a su casa.\n  translation: reviewed\n", encoding="utf-8")
    return folder


def mark_that_the_check_asks_for(data: Path) -> str:
    (problem,) = read(data)[1]
    assert (problem.file, problem.line, problem.record, problem.field, problem.code) == ("data/es/programs.yaml", 3, "child-first", "translation", "unmarked-review")
    (mark,) = re.fullmatch(r'write "(reviewed [0-9a-f]{8})", so that a later change of the text ends the review; got "reviewed"', problem.message).groups()
    return mark


def test_reviewed_alone_is_answered_with_the_mark_and_the_mark_is_a_review(data):
    change(data, "es/programs.yaml", "reviewed", mark_that_the_check_asks_for(data))
    catalog = load(data)
    assert catalog.is_reviewed("es", catalog.programs["child-first"]) and catalog.is_reviewed("es")


@pytest.mark.parametrize(
    ("file", "old", "new", "holds"),
    [
        ("es/programs.yaml", "Alguien viene a su casa.", "Alguien va a su casa.", False),
        ("programs.yaml", "  for_parents: ", "  for_parents: Now. ", False),
        ("programs.yaml", "ages: pregnancy to 5", "ages: pregnancy to 4", True),
        ("es/programs.yaml", "Alguien viene a su casa.", ">-\n    Alguien viene a\n    su casa.", True),
    ],
    ids=["the translation", "the original", "what is no text", "line breaks alone"],
)
def test_a_later_change_of_the_text_ends_it(data, file, old, new, holds):
    change(data, "es/programs.yaml", "reviewed", mark_that_the_check_asks_for(data))
    change(data, file, old, new)
    catalog = load(data)
    assert catalog.is_reviewed("es", catalog.programs["child-first"]) == holds


def test_another_record_that_nobody_reviewed_leaves_the_review_of_this_one(data):
    change(data, "es/programs.yaml", "reviewed", mark_that_the_check_asks_for(data))
    (data / "es/needs.yaml").write_text("bonding:\n  name: Sentirme cerca de mi bebé\n", encoding="utf-8")
    catalog = load(data)
    assert catalog.is_reviewed("es", catalog.programs["child-first"]) and not catalog.is_reviewed("es")
    pages = {page.path: page.translation for page in GeneratedPages(catalog, Matcher(catalog)).all()}
    assert (pages["es/programs/child-first/"], pages["es/programs/"], pages["programs/"]) == ("reviewed", "not reviewed", "")


def test_labels_that_nobody_reviewed_leave_no_page_reviewed(data):
    change(data, "es/programs.yaml", "reviewed", mark_that_the_check_asks_for(data))
    change(data, "association.yaml", "  reviewed_languages: [es]\n", "")
    catalog = load(data)
    assert not catalog.is_reviewed("es", catalog.programs["child-first"])


def test_a_review_in_other_words_is_a_mistake(data):
    change(data, "es/programs.yaml", "reviewed", "yes")
    (problem,) = read(data)[1]
    assert str(problem) == 'data/es/programs.yaml:3: child-first: translation: write "reviewed" once a native speaker has read it, or "not reviewed"; got "yes"'


@pytest.fixture
def docs(tmp_path) -> Path:
    folder = tmp_path / "docs"
    (folder / "es").mkdir(parents=True)
    (folder / "crying.md").write_text(PAGE.format(title="Crying", more="", text="Stay near."), encoding="utf-8")
    (folder / "es/crying.md").write_text(PAGE.format(title="El llanto", more="translation: reviewed\n", text="Quédese cerca."), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new", "state"),
    [
        ("es/crying.md", "reviewed: 2026-11-01", "reviewed: 2026-11-02", "reviewed"),
        ("es/crying.md", "Quédese cerca.", "Quédese\ncerca.", "reviewed"),
        ("es/crying.md", "Quédese cerca.", "Quédese muy cerca.", "not reviewed"),
        ("es/crying.md", "title: El llanto", "title: Llanto", "not reviewed"),
        ("crying.md", "Stay near.", "Stay.", "not reviewed"),
    ],
)
def test_a_page_too(docs, file, old, new, state):
    (problem,) = front_matter.problems_of(docs)
    mark = re.search(r'^docs/es/crying\.md:6: front matter: translation: write "(reviewed [0-9a-f]{8})"', str(problem))[1]
    change(docs, "es/crying.md", "translation: reviewed", f"translation: {mark}")
    assert front_matter.read_pages(docs, {})["es/crying.md"].meta["translation"] == "reviewed"
    change(docs, file, old, new)
    assert front_matter.read_pages(docs, {})["es/crying.md"].meta["translation"] == state


@pytest.mark.parametrize("written", ["reviewed", "not reviewed", "reviewed 0123abcd"])
@pytest.mark.parametrize("place", ["crying.md", "parents/crying.md"])
def test_a_page_in_the_first_language_is_no_translation(docs, place, written):
    """It was answered with a mark, and then called a translation."""
    (docs / "es/crying.md").unlink()
    (docs / place).parent.mkdir(exist_ok=True)
    (docs / place).write_text(PAGE.format(title="Crying", more=f"translation: {written}\n", text="Stay near."), encoding="utf-8")
    assert [str(problem) for problem in front_matter.problems_of(docs)] == [no_translation(place, written)]


def no_translation(place: str, written: str) -> str:
    return f'docs/{place}:6: front matter: translation: delete this field; a page is a translation only in the folder of another language of the site, such as es/; got "{written}"'


@pytest.mark.parametrize(("folder", "is_one"), [("law", False), ("pt", False), ("en", False), ("es", True)])
def test_a_folder_is_of_translations_if_the_site_speaks_its_language(tmp_path, folder, is_one):
    """The three letters of docs/law/ could be those of a language."""
    page = tmp_path / "docs" / folder / "courts.md"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE.format(title="Courts", more="translation: not reviewed\n", text="Bring a friend."), encoding="utf-8")
    _, problems = front_matter.read_all(tmp_path / "docs", languages=("en", "es"))
    assert list(map(str, problems)) == [no_translation(f"{folder}/courts.md", "not reviewed")] * (not is_one)


def test_the_mark_tells_texts_apart():
    assert reviews.mark(["a", "b"]) == reviews.mark(["a ", "\nb"]) != reviews.mark(["ab", ""])


def test_the_check_of_a_site_says_it_at_the_page(tmp_path, docs, capsys):
    data = small_data.write(tmp_path)
    check.main(["--data", str(data), "--docs", str(docs)])
    assert "docs/es/crying.md:6: front matter: translation: write" in capsys.readouterr().out


def test_a_page_that_translates_one_of_the_product_is_judged_against_that(tmp_path, monkeypatch):
    """A later version of the product may say something else: then nobody has reviewed the translation of that."""
    monkeypatch.setattr(front_matter, "name_of", Path.as_posix)
    product, page = tmp_path / "product.md", tmp_path / "docs/es/parents/crying.md"
    page.parent.mkdir(parents=True)
    product.write_text(PAGE.format(title="Crying", more="", text="Stay near."), encoding="utf-8")
    page.write_text(PAGE.format(title="El llanto", more="translation: reviewed\n", text="Quédese cerca."), encoding="utf-8")
    given, languages = {"parents/crying.md": product}, ("en", "es")
    _, (problem,) = front_matter.read_all(tmp_path / "docs", given, languages)
    change(page.parent, page.name, "translation: reviewed", f"translation: {re.search('reviewed [0-9a-f]{8}', problem.message)[0]}")
    assert front_matter.read_pages(tmp_path / "docs", given, languages)["es/parents/crying.md"].meta["translation"] == "reviewed"
    change(product.parent, product.name, "Stay near.", "Stay.")
    assert front_matter.read_pages(tmp_path / "docs", given, languages)["es/parents/crying.md"].meta["translation"] == "not reviewed"
