"""The form for staff: it asks before it throws something away, and has translations, pages and kinds without records."""

from __future__ import annotations

import re

import frozen_site
import pytest
from imhsite.commands import check
from imhsite.reading import front_matter
from playwright.sync_api import expect
from test_admin import CHILD_FIRST, READ, Clone, Records, told
from conftest import WAIT

FROZEN = True
PAGE = "---\ntitle: The bond # ours\ndescription: >-\n  What a bond\n  is.\nwritten: 2026-11-21\nreviewed: 2026-11-22\n---\n\nA bond grows.  \n\n* one\n"


@pytest.fixture
def clone(tmp_path, browser, server):
    made = Clone(tmp_path / "clone", browser, server.address, docs=True)
    yield made
    made.context.close()
    assert not made.missing


@pytest.fixture(scope="module")
def asked(site_dir) -> dict:
    return told(site_dir)


@pytest.fixture
def records(tab, asked) -> Records:
    return Records(tab, asked)


class Answers:
    """Answers what the form asks, and remembers it."""

    def __init__(self, tab) -> None:
        self.asked: list[str] = []
        self.yes = False
        tab.on("dialog", self._answer)

    def _answer(self, dialog) -> None:
        self.asked.append(dialog.message)
        dialog.accept() if self.yes else dialog.dismiss()


def begin_a_change(clone) -> Answers:
    clone.work_on_the_clone()
    clone.open("programs")
    clone.expand(0)
    clone.change(f"{CHILD_FIRST}.ages", "pregnancy to 6", "pregnancy to 7")
    return Answers(clone.tab)


@pytest.mark.parametrize("way", ["the arrow", "Escape", "another file", "going back"])
def test_edits_are_thrown_away_only_when_somebody_says_so(clone, way):
    answers = begin_a_change(clone)
    leave = {
        "the arrow": lambda: clone.tab.get_by_role("button", name="Cancel Editing").click(),
        "Escape": lambda: clone.tab.keyboard.press("Escape"),
        "another file": lambda: clone.tab.evaluate("location.hash = '#/collections/_singletons/entries/news'"),
        "going back": lambda: clone.tab.evaluate("history.back()"),
    }[way]
    leave()
    box = clone.field(f"{CHILD_FIRST}.ages").get_by_role("textbox")
    clone.tab.wait_for_timeout(500)
    expect(box).to_have_value("pregnancy to 7", timeout=WAIT)
    assert answers.asked == ["What you changed is not saved. Throw it away?"]
    answers.yes = True
    leave() if way != "Escape" else clone.tab.get_by_role("button", name="Cancel Editing").click()
    expect(box).to_have_count(0, timeout=WAIT)


def test_who_changed_nothing_is_not_asked(clone):
    clone.work_on_the_clone()
    clone.open("programs")
    answers = Answers(clone.tab)
    clone.tab.get_by_role("button", name="Cancel Editing").click()
    expect(clone.tab.get_by_role("button", name="Cancel Editing")).to_have_count(0, timeout=WAIT)
    assert answers.asked == []


def test_a_record_is_removed_only_when_somebody_says_so(clone):
    clone.work_on_the_clone()
    clone.open("programs")
    answers = Answers(clone.tab)
    removers = clone.tab.get_by_role("button", name="Remove", exact=True)
    before = removers.count()
    removers.first.click()
    clone.tab.wait_for_timeout(300)
    assert removers.count() == before and re.fullmatch(r'Remove "Child First" from this file\?', answers.asked[0])
    answers.yes = True
    removers.first.click()
    expect(removers).to_have_count(before - 1, timeout=WAIT)


def test_a_clone_is_offered_no_token(clone):
    clone.tab.goto("admin/")
    clone.tab.get_by_role("button", name="Work with Local Repository").wait_for()
    assert [button.inner_text() for button in clone.tab.get_by_role("button").all()] == ["Work with Local Repository"]


def test_the_slug_is_called_by_its_name(asked):
    (programs,) = [file for file in asked["config"]["singletons"] if file["name"] == "programs"]
    slug = programs["fields"][0]["fields"][0]
    assert slug["label"] == "Slug" and "address" in slug["hint"]


def test_a_kind_without_records_can_begin_here(clone, capsys):
    clone.work_on_the_clone()
    clone.tab.evaluate("location.hash = '#/collections/_singletons/entries/committees'")
    clone.tab.get_by_role("button", name=re.compile("Add .?committee")).first.click()
    for name, value in {"slug": "training", "name": "Training", "task": "It plans trainings.", "meets": "On Mondays."}.items():
        clone.field(f"records.0.{name}").get_by_role("textbox").fill(value)
    clone.save("data/committees.yaml", "    It plans trainings.")
    assert (clone.folder / "data/committees.yaml").read_text(encoding="utf-8") == "training:\n  name: Training\n  task: >-\n    It plans trainings.\n  meets: On Mondays.\n"
    assert check.main(["--data", str(clone.folder / "data")]) == 0, capsys.readouterr().out


def test_a_translation_is_written_beside_its_original(clone):
    clone.work_on_the_clone()
    clone.tab.evaluate("location.hash = '#/collections/translations-es/entries/es-programs'")
    clone.tab.get_by_role("button", name="Expand", exact=True).first.wait_for()
    clone.expand(0)
    original = clone.field("records.0.original_for_parents").get_by_role("textbox")
    expect(original).to_have_value(re.compile("^This program comes to your home"), timeout=WAIT)
    assert original.get_attribute("readonly") is not None or original.get_attribute("aria-readonly") == "true"
    clone.field("records.0.checked_by").get_by_role("textbox").fill("La responsable del sitio")
    clone.save("data/es/programs.yaml", "  checked_by: La responsable del sitio")
    assert clone.difference() == ["-  checked_by: Redacción del sitio web", "+  checked_by: La responsable del sitio"]


def test_a_page_is_changed_as_text(clone):
    clone.work_on_the_clone()
    clone.tab.evaluate("location.hash = '#/collections/pages-en/entries/parents-crying'")
    body = clone.field("body").get_by_role("textbox")
    expect(body).to_have_value(re.compile(r"\S"), timeout=WAIT)
    body.fill(body.input_value().replace("Stay close", "Stay very close", 1) + "\n\nA last line.")
    clone.save("docs/parents/crying.md", "A last line.")
    assert clone.difference()[-1] == "+A last line." and not [line for line in clone.difference() if line.startswith("-") and "Stay" not in line]
    assert front_matter.problems_of(clone.folder / "docs") == []


def page(records, text: str, **values: str) -> str:
    """TEXT, a page, as the form writes it with other VALUES."""
    read = "const [text, shape, values] = arguments_;"
    script = "async (arguments_) => { " + read + " const { readPage, writePage } = await import('/admin/records.js'); return writePage({ ...readPage(text, shape), ...values }, shape); }"
    return records.tab.evaluate(script, [text, records.page, values])


@pytest.mark.parametrize(
    ("values", "old", "new"),
    [
        ({}, "", ""),
        ({"title": "Bonds"}, "The bond #", "Bonds #"),
        ({"description": "All of it."}, ">-\n  What a bond\n  is.", ">-\n  All of it."),
        ({"body": "Another text."}, "A bond grows.  \n\n* one", "Another text."),
    ],
    ids=str,
)
def test_only_what_changed_in_a_page_is_written_anew(records, values, old, new):
    assert page(records, PAGE, **values) == PAGE.replace(old, new, 1)
    assert page(records, PAGE.replace("\n", "\r\n")) == PAGE.replace("\n", "\r\n")


def test_every_page_that_nobody_changed_stays_byte_by_byte(records):
    for file in sorted(frozen_site.DOCS.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        assert page(records, text) == text, file


def translations(records, kind: str, text: str, **values: dict) -> str:
    script = "async ([text, shape, values]) => { const { readTranslations, writeTranslations } = await import('/admin/records.js'); const content = readTranslations(text, shape); for (const record of content.records) Object.assign(record, values[record.slug]); return writeTranslations(content, shape); }"
    return records.tab.evaluate(script, [text, records.translations[kind], values])


def test_every_translation_that_nobody_changed_stays_byte_by_byte(records):
    for file in sorted((frozen_site.data() / "es").glob("*.yaml")):
        if file.stem in records.translations:
            text = file.read_text(encoding="utf-8")
            assert translations(records, file.stem, text) == text, file


def test_a_new_translation_stands_where_its_record_does(records):
    first, *_, last = records.translations["programs"]["originals"]
    assert translations(records, "programs", "", **{last: {"for_parents": "Dos."}, first: {"for_parents": "Uno."}}) == f"{first}:\n  for_parents: >-\n    Uno.\n\n{last}:\n  for_parents: >-\n    Dos.\n"


def test_the_form_names_every_page_and_every_text_that_is_translated(asked, catalog):
    files = [file["file"] for collection in asked["config"]["collections"] for file in collection["files"]]
    pages = {f"docs/{file.relative_to(frozen_site.DOCS).as_posix()}" for file in frozen_site.DOCS.rglob("*.md")}
    assert pages <= set(files) and {f"data/es/{kind}.yaml" for kind in catalog.translations["es"] if (frozen_site.data() / f"{kind}.yaml").exists()} <= set(files)
    assert len(files) == len(set(files))
