"""Parents' pages come with the product, in both languages: a site shows them, writes its own in their place, or does without."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import Reader
from imhsite.building import comparison
from imhsite.building.site import Site
from imhsite.commands import check, new_site
from imhsite.files.product import DEFAULTS
from imhsite.files.problems import DataError
from imhsite.reading import product_pages, safety
from imhsite.reading.catalog import load, read
from imhsite.publishing.server import SiteServer
from imhsite.reading.front_matter import address, read_page
from plain_words import grade, length, paragraphs, sentences, words_of
from repositories import change
from search_questions import answers
from test_defaults import PLACE
from test_new_site import imh
from test_plain_words import HARDEST_GRADE, LONGEST_SENTENCE, LONGEST_TRANSLATED_SENTENCE

SOURCES = sorted(file.relative_to(product_pages.FOLDER).as_posix() for file in product_pages.FOLDER.rglob("*.md"))
ENGLISH = [source for source in SOURCES if not source.startswith("es/")]
FRONT = "---\ntitle: {0}\ndescription: What {0} says.\nwritten: 2026-11-21\nreviewed: 2026-11-22\n---\n\n"
OWN = FRONT.format("Our violence page") + '{{ safety("parents/violence/") }}\n\nOf our own.\n'
HOOK = "def on_page_markdown(markdown, page, **_):\n    return markdown + '\\n\\nOf a plugin.\\n'\n"


def begin(folder: Path) -> Path:
    new_site.start(folder)
    return folder


def text(source: str) -> str:
    return (product_pages.FOLDER / source).read_text(encoding="utf-8")


def leave_out(folder: Path, names: str) -> None:
    change(folder, "data/association.yaml", "  # what comes with the product and you do without", f"  left_out: {names}\n  # what comes with the product and you do without")


def build(folder: Path) -> Reader:
    built = imh(folder, "build")
    assert built.returncode == 0, built.stderr
    return Reader(folder / "site")


@pytest.fixture(scope="module")
def new(tmp_path_factory) -> Reader:
    return build(begin(tmp_path_factory.mktemp("new") / "site-as-it-is"))


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> Reader:
    """A site with a page of its own, one left out, and a plugin that works on pages."""
    folder = begin(tmp_path_factory.mktemp("changed") / "site-changed")
    (folder / "docs/parents").mkdir()
    (folder / "docs/parents/violence.md").write_text(OWN, encoding="utf-8")
    leave_out(folder, "[parents/loss/, parents/crying/]")
    (folder / "hook.py").write_text(HOOK, encoding="utf-8")
    change(folder, "mkdocs.yml", "plugins:", "hooks: [hook.py]\nplugins:")
    return build(folder)


def test_there_are_enough_of_them_in_both_languages():
    assert len(ENGLISH) >= 20 and {f"es/{source}" for source in ENGLISH} == set(SOURCES) - set(ENGLISH)
    for name in ("crying", "safe-sleep", "when-to-worry", "feeling-low", "violence", "loss", "milestones"):
        assert f"parents/{name}.md" in ENGLISH


@pytest.mark.parametrize("source", SOURCES)
def test_a_new_site_has_it(new, source):
    page = new.page(address(source))
    title = read_page(product_pages.FOLDER / source, source).meta["title"]
    assert page.h1.get_text() == title and page.html["lang"] == ("es" if source.startswith("es/") else "en")
    assert not page.select("a.pencil") and not PLACE.search(page.main.get_text().replace("Institute of Connecticut", ""))
    assert page.select(f'link[hreflang="{"en" if source.startswith("es/") else "es"}"]')


@pytest.mark.parametrize("source", SOURCES)
def test_it_is_easy_to_read(new, source):
    found = paragraphs(words_of(new.page(address(source))))
    longest = LONGEST_TRANSLATED_SENTENCE if source.startswith("es/") else LONGEST_SENTENCE
    assert [sentence for each in found for sentence in sentences(each) if length(sentence) > longest] == []
    assert source.startswith("es/") or grade(found) <= HARDEST_GRADE


@pytest.mark.parametrize("source", SOURCES)
def test_what_it_names_comes_with_the_product(tmp_path, source):
    """A page forgives what a site leaves out, so a slip of the pen would hide here."""
    catalog = load(begin(tmp_path / "site-of-names") / "data")
    for kind, slugs in re.findall(r'records\("(\w+)", \[([^\]]*)\]', text(source)):
        for slug in re.findall(r'"([^"]+)"', slugs):
            assert catalog.records[kind][slug].is_given, slug
    for slug in re.findall(r'term\("([^"]+)"', text(source)):
        assert catalog.glossary[slug].is_given, slug
    for path in re.findall(r'safety\("([^"]+)"', text(source)):
        assert path == address(source.removeprefix("es/")) and safety.of_page(catalog, path)
    for need in re.findall(r'lines_about\("([^"]+)"', text(source)):
        assert catalog.needs[need].is_given


@pytest.mark.parametrize("source", ENGLISH)
def test_both_languages_give_the_same_numbers(source):
    numbers = [sorted(re.findall(r"\b\d[\d-]*\d(?!\d)", text(name).split("\n---\n", 1)[1])) for name in (source, f"es/{source}")]
    assert numbers[0] == numbers[1]


def test_a_page_of_the_sites_own_stands_in_its_place(changed):
    assert changed.page("parents/violence/").h1.get_text() == "Our violence page"
    assert changed.page("es/parents/violence/").h1.get_text() == "Violencia en el hogar"


def links(reader: Reader, path: str) -> set[str]:
    return {urljoin(f"/{path}", link["href"]).partition("#")[0] for link in reader.page(path).select("a[href]")}


def test_a_page_left_out_is_gone_with_what_leads_to_it(changed):
    for path in ("parents/loss/", "es/parents/loss/", "parents/crying/"):
        assert not (changed.site / path).exists()
    for path in ("parents/", "es/parents/", "help-now/", "", "es/", "needs/loss/", "es/needs/loss/", "needs/crying/", "parents/safe-sleep/", "search/"):
        assert not links(changed, path) & {"/parents/loss/", "/es/parents/loss/", "/parents/crying/", "/es/parents/crying/"}, path
    assert "Does your baby cry when you put them down? Read Crying and" in changed.page("parents/safe-sleep/").main.get_text()
    assert "/parents/safe-sleep/" in links(changed, "parents/")


def test_other_plugins_work_on_it(changed):
    assert "Of a plugin." in changed.page("parents/safe-sleep/").main.get_text()


def test_the_sites_own_help_lines_stand_on_it(tmp_path):
    folder = begin(tmp_path / "site-with-lines")
    (folder / "data/needs.yaml").write_text("violence:\n  lines: [emergency, two-one-one]\n", encoding="utf-8")
    page = build(folder).page("parents/violence/")
    assert "2-1-1 Exampleland" in page.select_one(".help-lines").get_text()


def problems(folder: Path, capsys) -> list[str]:
    check.main(["--data", str(folder / "data"), "--docs", str(folder / "docs")])
    return capsys.readouterr().out.splitlines()


def test_a_link_to_a_page_left_out_is_named_with_its_line(tmp_path, capsys):
    folder = begin(tmp_path / "site-with-link")
    leave_out(folder, "[parents/loss/]")
    with (folder / "docs/about/index.md").open("a", encoding="utf-8") as page:
        page.write("\nRead [After a loss](../parents/loss.md#body).\n")
    line = (folder / "docs/about/index.md").read_text(encoding="utf-8").count("\n")
    message = f'docs/about/index.md:{line}: link to a page that the site has; data/association.yaml leaves this out; got "../parents/loss.md#body"'
    assert problems(folder, capsys) == [message]
    assert message in imh(folder, "build").stderr


def test_a_mistyped_page_is_named(tmp_path):
    folder = begin(tmp_path / "site-mistyped")
    leave_out(folder, "[parents/los/]")
    (problem,) = read(folder / "data")[1]
    assert str(problem).endswith('got "parents/los/". Did you mean "parents/loss/"?')


@pytest.mark.parametrize("names", ["[pages]", "[everything]"])
def test_all_of_them_may_be_left_out(tmp_path, names):
    folder = begin(tmp_path / "site-without")
    leave_out(folder, names)
    association = read(folder / "data")[0].association
    assert product_pages.given(association, folder / "docs") == {}


def test_each_language_has_the_folder_that_it_has_on_the_site(tmp_path):
    folder = begin(tmp_path / "site-of-languages")

    def given(languages: str) -> set[str]:
        file = folder / "data/association.yaml"
        file.write_text(re.sub("languages: .*", f"languages: {languages}", file.read_text(encoding="utf-8")), encoding="utf-8")
        return set(product_pages.given(read(folder / "data")[0].association, folder / "docs"))

    assert given("[en]") == set(ENGLISH)
    spanish = {source.removeprefix("es/") for source in SOURCES}
    assert given("[es, en]") == spanish | {f"en/{source}" for source in ENGLISH}


def test_a_page_of_ones_own_must_say_what_keeps_a_baby_safe(tmp_path, capsys):
    folder = begin(tmp_path / "site-unsafe")
    (folder / "docs/parents").mkdir()
    (folder / "docs/parents/crying.md").write_text(FRONT.format("Crying") + "Hold on.\n", encoding="utf-8")
    said = problems(folder, capsys)
    assert any(line.startswith('docs/parents/crying.md:1: crying-leave-room: write "leave the room" on this page again: ') for line in said), said
    assert all(line.startswith("docs/parents/crying.md:1: ") and "imhsite/defaults/must_say.yaml, line" in line for line in said)
    leave_out(folder, "[must_say]")
    assert problems(folder, capsys) == []


def test_a_page_left_out_need_not_say_anything(tmp_path, capsys):
    folder = begin(tmp_path / "site-without-crying")
    leave_out(folder, "[parents/crying/]")
    assert problems(folder, capsys) == []


def test_a_mistake_in_one_is_named_by_its_file_in_the_product(tmp_path):
    folder = begin(tmp_path / "site-broken")
    site = Site(folder / "data", folder / "overrides", comparison.icons())
    site.given = {"parents/play.md": DEFAULTS / "docs/parents/play.md"}
    with pytest.raises(DataError, match=r"imhsite/defaults/docs/parents/play\.md:9: "):
        site.prose("parents/play.md", 8).expand("{{ nothing_of_that_name }}")


def test_what_is_left_out_of_the_records_is_left_out_of_the_pages(tmp_path):
    folder = begin(tmp_path / "site-bare")
    leave_out(folder, "[glossary, safety, must_say]")
    (folder / "data/help_lines.yaml").write_text((folder / "data/help_lines.yaml").read_text(encoding="utf-8") + "\npostpartum-support: left out\n", encoding="utf-8")
    page = build(folder).page("parents/loss/").main
    assert "pediatra" in Reader(folder / "site").page("es/parents/safe-sleep/").main.get_text()
    assert not page.select("a.term, .safety") and "1-800-944-4773" not in page.get_text()


@pytest.fixture(scope="module")
def served(new):
    """The address of the new site."""
    server = SiteServer(new.site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.address
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("width", [768, 1280])
def test_two_ways_into_the_site_leave_no_empty_column(served, browser, width):
    """The new site has no pages for professionals, so its home page has two tiles where others have three."""
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(served)
    list_edge, tile_edges = tab.evaluate("() => { const list = document.querySelector('.cards'); return [list.getBoundingClientRect().right, [...list.children].map((tile) => tile.getBoundingClientRect().right)]; }")
    tab.close()
    assert len(tile_edges) == 2 and abs(list_edge - max(tile_edges)) < 2


def test_what_people_ask_leads_to_pages_of_a_new_site(new):
    catalog = load(new.site.parent / "data")
    assert len(catalog.asked) > 100 and all(record.is_given for record in catalog.asked.values())
    for path in {path for record in catalog.asked.values() for path in record.pages}:
        page, _, part = path.partition("#")
        assert not part or new.page(page).find(id=part), path


@pytest.mark.parametrize(("question", "language", "path"), [("ferberizing", "en", "parents/sleep-and-feeding/"), ("me abusaron de chica y me vuelven los recuerdos", "es", "parents/trauma/")])
def test_a_new_site_answers_in_peoples_own_words(served, browser, question, language, path):
    tab = browser.new_page()
    tab.goto(f"{served}search/")
    [found] = answers(tab, [(question, language)])
    tab.close()
    assert found[0].removeprefix("es/") == path


DANGER = {
    "help-now/#crisis-988": ["nobody would miss me", "i don't want to be here anymore", "which mental hospital takes new moms", "i want to die", ("quiero morirme", "es"), ("quiero quitarme la vida", "es")],
    "help-now/#emergency": ["my boyfriend shook the baby", "voices tell me to hurt the baby", "her lips are purple", "baby is floppy like a rag doll", "soaking a pad every half hour since birth", "worst headache of my life after birth", ("mi bebe esta morado", "es"), ("se le fueron los ojos para atras", "es")],
    "help-now/#poison-control": ["toddler drank bleach", "i took too many pills", ("se tragó una pila", "es")],
    "help-now/#domestic-violence": ["he choked me", "afraid to go home to my husband", ("mi esposo me pega", "es")],
}

CALM = [
    ("boiling water for formula", "en"), ("agua hirviendo para la fórmula", "es"), ("mi hijo no responde a su nombre", "es"), ("newborn skin peeling off", "en"),
    ("she cries when I said goodbye at daycare", "en"), ("my toddler jumps off the couch", "en"), ("kids going crazy at home", "en"), ("toddler bit his face at daycare", "en"), ("is the baby safe with me in bed", "en"),
    ("zoloft while breastfeeding", "en"), ("SNAP benefits for a baby", "en"), ("me duele el pecho al dar de mamar", "es"), ("he took the whole bottle of milk", "en"),
]  # fmt: skip


def test_a_new_site_raises_no_alarm_at_a_calm_question(served, browser):
    tab = browser.new_page()
    tab.goto(f"{served}search/")
    found = answers(tab, CALM)
    tab.close()
    lines = {*DANGER, "help-now/#childhelp"}
    assert {text: paths[0] for (text, _), paths in zip(CALM, found, strict=True) if paths and paths[0].removeprefix("es/") in lines} == {}


def test_a_new_site_has_the_line_first_that_a_danger_calls_for(served, browser):
    """A site that has written no words of its own was once silent here."""
    tab = browser.new_page()
    tab.goto(f"{served}search/")
    typed = [(line, *((text, "en") if isinstance(text, str) else text)) for line, texts in DANGER.items() for text in texts]
    found = answers(tab, [(text, language) for _, text, language in typed])
    tab.close()
    assert {text: paths[:1] for (line, text, _), paths in zip(typed, found, strict=True) if [path.removeprefix("es/") for path in paths[:1]] != [line]} == {}
