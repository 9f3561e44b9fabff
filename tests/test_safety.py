"""What keeps a baby safe stands first on its pages and on its sheets, in every language; whoever takes it away is told why."""

from __future__ import annotations

import re

import pytest
import small_data
from folders import ROOT
from imhsite.commands import check
from imhsite.reading import product_pages, safety
from imhsite.reading.catalog import load
from imhsite.pages.generated import handout_regions, path_of_handout
from plain_words import grade, length, sentences
from test_plain_words import HARDEST_GRADE, LONGEST_SENTENCE, LONGEST_TRANSLATED_SENTENCE

RULES = """\
shaking:
  pages: [parents/crying/]
  says: {en: never shake, es: nunca sacuda}
  why: Shaking can kill a baby.
  sources: [report]
"""
ITEMS = """\
never-shake:
  box: safe
  text: Never shake a baby.
  pages: [parents/crying/]
  sources: [report]
"""
ENGLISH, SPANISH = "Put the baby down. **Never\nshake** a baby.\n", "[Nunca sacuda](x.md) a un bebé.\n"


def problems(folder, pages: dict[str, str], **files: str) -> list[str]:
    """What is missing on PAGES, by their names in docs/, with FILES of data beside the small ones."""
    data = small_data.write(folder, {"must_say.yaml": RULES} | {f"{name}.yaml": text for name, text in files.items()})
    for name, text in pages.items():
        file = folder / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return [str(problem) for problem in safety.missing(load(data), folder / "docs")]


def both(english: str = ENGLISH, spanish: str = SPANISH) -> dict[str, str]:
    return {"parents/crying.md": english, "es/parents/crying.md": spanish}


def test_a_page_that_says_it_is_left_alone(tmp_path):
    assert problems(tmp_path, both()) == []


@pytest.mark.parametrize(("pages", "file", "words"), [(both(english="Hold on.\n"), "parents/crying.md", "never shake"), (both(spanish="Espere.\n"), "es/parents/crying.md", "nunca sacuda")])
def test_a_page_that_no_longer_says_it_is_refused_with_the_reason(tmp_path, pages, file, words):
    assert problems(tmp_path, pages) == [f'docs/{file}:1: shaking: write "{words}" on this page again: Shaking can kill a baby. data/must_say.yaml, line 1, asks for it']


def test_a_page_that_is_gone_is_refused_with_the_reason(tmp_path):
    pages = {"parents/crying.md": ENGLISH}
    assert problems(tmp_path, pages) == [
        'docs/es/parents/crying.md: shaking: put this page back, or take it out of data/must_say.yaml, line 1; it must say "nunca sacuda": Shaking can kill a baby.'
    ]


def test_the_boxes_of_a_page_say_it_too(tmp_path):
    pages = both('{{ safety("parents/crying/") }}\n')
    assert problems(tmp_path / "with", pages, safety=ITEMS) == []
    assert len(problems(tmp_path / "without", pages)) == 1
    assert len(problems(tmp_path / "elsewhere", pages, safety=ITEMS.replace("crying", "sleep"))) == 1


def test_boxes_that_the_page_does_not_show_say_nothing(tmp_path):
    assert len(problems(tmp_path, both("Hold on.\n"), safety=ITEMS)) == 1


def test_the_page_of_a_folder_is_its_index(tmp_path):
    rules = RULES.replace("parents/crying/", "parents/")
    assert problems(tmp_path, {"parents/index.md": ENGLISH, "es/parents/index.md": SPANISH}, must_say=rules) == []


def test_a_language_that_the_site_does_not_speak_is_not_asked_of_it(tmp_path):
    rules = RULES.replace("es: nunca sacuda", "pt: nunca sacuda")
    assert problems(tmp_path, both(), must_say=rules) == []


def test_the_check_tells_it(tmp_path, capsys):
    front = "---\ntitle: Crying\ndescription: What to do.\nwritten: 2026-11-21\nreviewed: 2026-11-21\n---\n"
    assert problems(tmp_path, both(f"{front}Hold on.\n", f"{front}{SPANISH}"))
    assert check.main(["--data", str(tmp_path / "data")]) == 1
    assert 'write "never shake" on this page again' in capsys.readouterr().out


def test_boxes_stand_in_the_order_of_how_urgent_they_are(tmp_path):
    items = ITEMS + ITEMS.replace("never-shake", "gray-lips").replace("safe", "emergency") + ITEMS.replace("never-shake", "crib") + ITEMS.replace("never-shake", "breathe").replace("safe", "limit")
    found = safety.boxes(load(small_data.write(tmp_path, {"safety.yaml": items})).safety.values())
    assert [(box, [item.slug for item in members]) for box, members in found] == [("emergency", ["gray-lips"]), ("limit", ["breathe"]), ("safe", ["never-shake", "crib"])]


# What holds for the pages of this site, whatever its data say.


def localized(built, path: str) -> list[tuple[str, str]]:
    """Return the languages in which the site has the page at PATH, each with its path there; a language may begin with labels alone."""
    association = built.catalog.association
    paths = [(language, f"{association.folder(language)}{path}") for language in association.languages]
    assert built.has(paths[0][1]), path
    return [(language, own) for language, own in paths if built.has(own)]


def test_every_box_stands_first_on_its_page_in_every_language(built, pages, catalog):
    for path in {path for item in catalog.safety.values() for path in item.pages}:
        for language, own in localized(built, path):
            main = pages.page(own).main
            first = main.find("h2")
            assert "safety" in first.parent.get("class", []), own
            said = [item.get_text() for item in main.select(".safety li")]
            assert said == [catalog.translated(item, language).text for _, items in safety.boxes(safety.of_page(catalog, path)) for item in items], own


def test_a_box_on_emergencies_calls_for_help(built, pages, catalog):
    for path in {path for item in catalog.safety.values() if item.box == "emergency" for path in item.pages}:
        for _, own in localized(built, path):
            assert pages.page(own).select_one(".safety.emergency a[href^=tel]"), own


def test_a_sheet_prints_what_is_for_its_ages(pages, catalog):
    for region in handout_regions(catalog):
        for group in catalog.age_groups.values():
            for language in catalog.association.languages:
                said = [item.get_text() for item in pages.page(path_of_handout(region, group, language, catalog)).select(".sheet li")]
                wanted = [catalog.translated(item, language).text for item in safety.of_ages(catalog, group.ages)]
                assert [text for text in wanted if text not in said] == [], (region.slug, group.slug, language)


def test_each_rule_speaks_every_language_of_its_pages(built, catalog):
    for rule in catalog.must_say.values():
        spoken = {language for path in rule.pages for language, _ in localized(built, path)}
        assert {language for language, _ in rule.says} >= spoken, rule.slug


def test_the_boxes_are_easy_to_read(catalog):
    texts = [item.text for item in catalog.safety.values()]
    assert not texts or grade(texts) <= HARDEST_GRADE
    assert [text for text in texts for said in sentences(text) if length(said) > LONGEST_SENTENCE] == []
    translated = [catalog.translated(item, "es").text for item in catalog.safety.values()]
    assert [text for text in translated for said in sentences(text) if length(said) > LONGEST_TRANSLATED_SENTENCE] == []


def test_every_line_of_a_box_is_translated_where_its_page_is(built, catalog):
    for item in catalog.safety.values():
        for language in {language for path in item.pages for language, _ in localized(built, path)} - {catalog.association.languages[0]}:
            assert item.slug in catalog.translations[language]["safety"], (language, item.slug)


# Whom to call.


def test_every_card_and_every_program_has_a_number_to_call(built, pages, catalog):
    for path in pages.paths():
        for card in pages.page(path).select(".program:not(template .program)"):
            assert card.select_one(".number a[href^=tel]"), (path, card.get("data-slug"))
    for program in catalog.programs.values():
        for _, own in localized(built, f"programs/{program.slug}/"):
            assert pages.page(own).select_one('[aria-labelledby="contact"] .number a[href^=tel]'), own


def test_the_number_of_a_help_line_is_not_our_own_word(catalog):
    for line in catalog.help_lines.values():
        source = catalog.sources[line.source]
        assert source.publisher != catalog.association.name and source.address, line.slug


def test_a_list_for_the_night_holds_only_lines_that_answer_at_night(catalog):
    """In the Markdown, a heading that promises an answer at any hour stands above such lines alone."""
    promise = re.compile(r"day (and|or) night|any time|24 hours|a cualquier hora|de día (y|o) de noche", re.IGNORECASE)
    for file in [*(ROOT / "docs").rglob("*.md"), *product_pages.FOLDER.rglob("*.md")]:
        for part in re.split(r"^(?=## )", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            heading, _, text = part.partition("\n")
            if promise.search(heading):
                slugs = re.findall(r'"([a-z0-9-]+)"', " ".join(re.findall(r"records\(\"help_lines\", \[(.*?)\]\)", text)))
                assert [slug for slug in slugs if catalog.help_lines[slug].hours != "day and night"] == [], (file, heading)


@pytest.mark.parametrize("folder", ["", "es/"])
def test_who_cannot_take_the_crying_can_call_before_the_rest_is_read(folder):
    """The button that calls stood below two screens of signs."""
    text = (product_pages.FOLDER / f"{folder}parents/crying.md").read_text(encoding="utf-8")
    before, _, _ = text.partition("{{ safety(")
    assert "{{ call_button(" in before


STAFF = ("data/", ".yaml", "our source", "our records", "nobody called", "by a call", "commit ", "nuestras fuentes", "nuestra fuente", "nadie llamó")


def test_no_word_of_staff_stands_on_a_readers_page(pages):
    for path in set(pages.paths()) - {"data/", "design/", "staff/"}:
        said = " ".join(pages.page(path).body.get_text(" ").split()).casefold()
        assert [words for words in STAFF if words in said] == [], path


def test_a_page_says_when_it_is_read_again(pages, catalog):
    for path in pages.paths():
        note = pages.page(path).select_one(".page-note")
        if note and note.p:
            words = str(catalog.labels.word(pages.page(path).html["lang"], "next-review", date="|"))
            assert all(part.strip() in note.get_text() for part in words.split("|")), path
