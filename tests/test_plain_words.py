"""Parents' pages in plain words, every page with a next step, and the same facts in both languages."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from urllib.parse import urljoin

import pytest
import yaml
from bs4 import BeautifulSoup
from folders import DATA, ROOT
from imhsite.reading.catalog import load, read
from imhsite.reading.front_matter import read_pages
from imhsite.reading.product_pages import given
from imhsite.model.dates import parse_date
from imhsite.files.problems import DataError
from imhsite.pages.prose import prose_page
from imhsite.language.wording import Wording
from plain_words import grade, length, paragraphs, sentences, words_of

HARDEST_GRADE = 8
LONGEST_SENTENCE = 25
LONGEST_TRANSLATED_SENTENCE = 30  # words: Spanish takes about a fifth more of them to say the same
MOST_SENTENCES = 3
WORDS_PER_HEADING = 200
DOCS = ROOT / "docs"
FILES = {file.relative_to(DOCS).as_posix(): file for file in sorted(DOCS.rglob("*.md"))} | given(read(DATA)[0].association, DOCS)
PARENTS = ["index.md", "help-now.md", *sorted(source for source in FILES if source.startswith("parents/"))]
PROFESSIONALS = [source for source in FILES if source.startswith(("professionals/", "endorsement/"))]
TRANSLATED = sorted(source for source in FILES if f"es/{source}" in FILES)


IN_SPANISH = [f"es/{source}" for source in PARENTS if source in TRANSLATED]


@cache
def front_matter(source: str) -> dict:
    return yaml.safe_load(FILES[source].read_text(encoding="utf-8").split("---")[1])


def address(source: str) -> str:
    return re.sub(r"(^|/)index\.md$", r"\1", source).replace(".md", "/")


def has_reason(source: str) -> bool:
    return bool(front_matter(source).get("reading_level"))


@pytest.mark.parametrize("source", [source for source in PARENTS if not has_reason(source)])
def test_parents_pages_are_easy_to_read(pages, source):
    found = paragraphs(words_of(pages.page(address(source))))
    assert grade(found) <= HARDEST_GRADE, f"docs/{source}: write shorter words and sentences, or say in reading_level why not"
    refuse_long(source, found, LONGEST_SENTENCE)


def refuse_long(source: str, found: list[str], longest: int) -> None:
    """Say to staff what is too long, as the check would."""
    assert not (said := [each for text in found for each in sentences(text) if length(each) > longest]), f"docs/{source}: write at most {longest} words in a sentence; got {said}"
    assert not (said := [text for text in found if len(sentences(text)) > MOST_SENTENCES]), f"docs/{source}: write at most {MOST_SENTENCES} sentences in a paragraph; got {said}"


@pytest.mark.parametrize("source", [source for source in [*PARENTS, *IN_SPANISH, *PROFESSIONALS] if not has_reason(source)])
def test_headings_come_often(pages, source):
    """What the data list, such as levels and years, may be as long as they say."""
    parts: list[list[str]] = [[]]
    main = words_of(pages.page(address(source)))
    for listed in main.select(".callout, ol.cards, ol.timeline"):
        listed.decompose()
    for element in main.select("h2, h3, p, li"):
        if element.name in ("h2", "h3"):
            parts.append([])
        elif not element.select("p, li"):
            parts[-1] += element.get_text().split()
    assert max(len(part) for part in parts) <= WORDS_PER_HEADING, f"docs/{source}: write a heading at least every {WORDS_PER_HEADING} words"


@pytest.mark.parametrize("source", [*PARENTS, *IN_SPANISH, *PROFESSIONALS])
def test_every_page_has_a_next_step(pages, source):
    assert pages.page(address(source)).main.select("ol:not(.breadcrumb ol), .button, .help-lines a, .number a"), source


def test_no_page_is_without_a_next_step(built, pages):
    """But for those that staff and machines use."""
    ways = "ol:not(.breadcrumb ol), .button, .help-lines a, .number a, .cards a, .browse a"
    assert {path for path in pages.paths() if not pages.page(path).main.select(ways)} - built.forwarded() <= {"data/", "staff/"}


@pytest.mark.parametrize("source", sorted(FILES))
def test_a_page_says_when_it_was_written_and_reviewed(pages, source):
    note = pages.page(address(source)).select_one(".page-note").get_text()
    catalog = load(DATA)
    date = Wording(catalog.labels, catalog.association.language_of(source)).date
    for name in ("written", "reviewed"):
        assert date(parse_date(str(front_matter(source)[name]))) in note


def test_every_page_says_when_it_was_written_and_reviewed(built, pages, catalog):
    """But for the forwarding pages at old addresses, which say nothing."""
    forwarded = built.forwarded()
    labels = {language: [str(Wording(catalog.labels, language).label(name, date="|")) for name in ("written", "reviewed")] for language in catalog.association.languages}
    for path in pages.paths():
        if path not in forwarded:
            page = pages.page(path)
            note = page.select_one(".page-note").get_text()
            assert [label for label in labels[page.html["lang"]] if not all(part.strip() in note for part in label.split("|"))] == [], path


@pytest.mark.parametrize("source", IN_SPANISH)
def test_sentences_and_paragraphs_of_a_translation_are_short(pages, source):
    refuse_long(source, paragraphs(words_of(pages.page(address(source)))), LONGEST_TRANSLATED_SENTENCE)


def test_programs_are_told_to_parents_in_plain_words(catalog):
    for program in catalog.programs.values():
        found = [" ".join(text.split()) for text in program.for_parents.split("\n") if text.strip()]
        assert grade(found) <= HARDEST_GRADE, program.slug
        assert max(length(said) for text in found for said in sentences(text)) <= LONGEST_SENTENCE, program.slug
        assert max(len(sentences(text)) for text in found) <= MOST_SENTENCES, program.slug


def test_parents_pages_that_are_not_translated_are_told(note):
    for source in PARENTS:
        if source not in TRANSLATED:
            note(f"docs/{source}: translate this page into docs/es/{source}; until then Spanish readers are led to the English one")


@pytest.mark.parametrize("source", TRANSLATED)
def test_a_translation_says_what_it_is(pages, source):
    state = read_pages(DOCS, given(read(DATA)[0].association, DOCS))[f"es/{source}"].meta.get("translation")
    assert state in ("reviewed", "not reviewed")
    assert bool(pages.page(address(f"es/{source}")).select(".translation-note")) == (state == "not reviewed")


def test_the_state_of_a_translation_is_one_of_two():
    meta = {"title": "T", "description": "D", "written": "2026-11-21", "reviewed": "2026-11-21", "translation": "soon"}
    with pytest.raises(DataError, match='write "reviewed" once a native speaker has read it, or "not reviewed"'):
        prose_page(meta, "es/page.md", "es/page/", "es", "")


@pytest.mark.parametrize("source", TRANSLATED)
def test_both_languages_say_the_same(pages, source):
    """The same numbers, telephone numbers and links, each as often."""
    english, spanish = (words_and_lines(pages.page(address(path))) for path in (source, f"es/{source}"))
    assert digits(spanish) == digits(english)
    assert links(spanish, f"/es/{address(source)}") == links(english, f"/{address(source)}")


def words_and_lines(page):
    """The main part without what names this language alone: times, which each writes in its own way, the note on the translation, the trail, the foot."""
    main = BeautifulSoup(str(page.main), "html.parser")
    for element in main.select("time, .beside, .translation-note, .breadcrumb, .page-note, .source-note, .quick-exit, svg"):
        element.decompose()
    return main


def digits(main) -> Counter:
    return Counter(re.findall(r"\d[\d.,]*\d|\d", main.get_text(" ")))


def links(main, path: str) -> Counter:
    """Where the links of the page at PATH lead; a translated page counts as the page that it translates."""
    return Counter(re.sub(r"^/es/", "/", urljoin(path, link["href"].split("?subject=")[0])) for link in main.select("a[href]"))
