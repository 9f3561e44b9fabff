"""Every word of the glossary is linked where a page first uses it, and every such link leads to a meaning."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from imhsite.rendering.glossary_links import GlossaryLinks
from markupsafe import Markup
from plain_words import words_of
from test_plain_words import FILES, address

def first_uses(page: BeautifulSoup) -> str:
    """The running text of PAGE with each link to the glossary as its slug in angle marks; other links, headings, forms and what comes from the data are left out."""
    main = words_of(page)
    for link in main.select("a.term"):
        link.replace_with(f"⟨{link['href'].split('#')[1]}⟩")
    for element in main.select("a, h1, h2, h3, figure, form, .cards, .steps, .facts, .timeline, section"):
        element.decompose()
    return main.get_text(" ")


def pattern(name: str) -> re.Pattern:
    return re.compile(rf"(?<![\w⟨-]){re.escape(name)}(s|es)?(?![\w-])", 0 if name[0].isupper() else re.IGNORECASE)


@pytest.mark.parametrize("source", FILES)
def test_words_are_linked_where_they_first_stand(pages, catalog, source):
    text = first_uses(pages.page(address(source)))
    for term in catalog.glossary.values():
        name = catalog.translated(term, "es" if source.startswith("es/") else "en").name
        before, linked, _ = text.partition(f"⟨{term.slug}⟩")
        assert not pattern(name).search(before), f'{source} uses "{name}": write {{{{ term("{term.slug}") }}}} where it first stands'


def test_texts_of_the_data_link_a_word_where_they_first_use_it(pages, catalog):
    found = 0
    for program in catalog.programs.values():
        main = pages.page(f"programs/{program.slug}/").main
        link_texts = {link["href"].split("#")[1]: link.get_text() for link in main.select("a.term")}
        told = " ".join([program.for_parents, program.for_professionals, program.since or ""])
        used = {term.slug: pattern(term.name).search(told) for term in catalog.glossary.values() if pattern(term.name).search(told)}
        assert link_texts == {slug: match[0] for slug, match in used.items()}, program.slug
        found += len(used)
    if not found:
        pytest.skip("no text of a program uses a word of the glossary")


@pytest.mark.parametrize(("path", "kind", "names"), [("professionals/training/", "trainings", ["audience", "details"]), ("recommendations/", "recommendations", ["meaning"])])
def test_texts_of_the_data_within_a_written_page_link_what_the_page_does_not(built, pages, catalog, path, kind, names):
    if not built.has(path):
        pytest.skip("this site has no such page")
    told = " ".join(getattr(record, name) or "" for record in catalog.records[kind].values() if getattr(record, names[0]) for name in names)
    linked = {link["href"].split("#")[1] for link in pages.page(path).main.select("a.term")}
    used = {term.slug for term in catalog.glossary.values() if pattern(term.name).search(told)}
    assert used <= linked


def test_a_word_is_linked_once_as_a_whole_word_and_outside_tags(frozen):
    terms = [frozen.catalog.glossary[slug] for slug in ("cue", "dcf", "home-visitor")]
    explained, seen = GlossaryLinks(terms, "/glossary/"), set()
    told = explained(Markup('<p title="cue">A rescue, a dcf and a <b>cue</b>.</p>'), seen)
    assert told == '<p title="cue">A rescue, a dcf and a <b><a class="term" href="/glossary/#cue">cue</a></b>.</p>'
    assert explained("Cues & home visitors of DCF", seen) == 'Cues &amp; <a class="term" href="/glossary/#home-visitor">home visitors</a> of <a class="term" href="/glossary/#dcf">DCF</a>'
    assert GlossaryLinks([], "/glossary/")("<cue>", set()) == "&lt;cue&gt;"


def test_links_to_the_glossary_lead_to_a_meaning(pages, catalog):
    for source in FILES:
        language = "es/" if source.startswith("es/") else ""
        links = [link["href"] for link in pages.page(address(source)).select("a.term")]
        assert len(links) == len(set(links)), f"{source} links a word twice"
        for link in links:
            path, slug = link.split("#")
            assert path == f"/{language}glossary/"
            assert pages.page(path.strip("/") + "/").find(id=slug), link


def test_words_that_are_not_explained_in_a_language_are_told(catalog, note):
    for language in catalog.association.languages[1:]:
        for slug in catalog.glossary.keys() - catalog.translations[language].get("glossary", {}).keys():
            note(f"glossary.yaml: translate {slug} in {language}/glossary.yaml; until then its page in that language shows it in English")
