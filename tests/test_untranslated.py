"""What nobody has translated stands in its own language, marked as that, and never under "this page is a translation"."""

from __future__ import annotations

import re

import pytest
import small_data
from bs4 import BeautifulSoup
from folders import ROOT
from imhsite.building.site import Site
from imhsite.language import marks
from imhsite.model.records import KINDS, declared_fields
from imhsite.rendering.renderer import ICONS
from real_labels import with_real_labels

NAMES = {"association", "towns", "regions", "sources", "levels"}  # which have one name in every language
TEXTS = ("name", "purpose", "how", "caution", "meaning", "for_parents", "for_professionals", "plural", "text", "title", "successor", "ages_note")
DOOR = "crying:\n  name: XX\n  page: programs/\n  icon: baby-face-outline\n"
SAFETY = "look:\n  box: safe\n  text: XX.\n  pages: [programs/]\n  sources: [report]\n"


def in_english(kind: str, text: str) -> str:
    """TEXT, a file of KIND, with a word in each text that a translation could have, by which a test knows it."""
    if kind in NAMES or kind not in KINDS:
        return text
    fields = [name for name, fd in declared_fields(KINDS[kind]).items() if fd.metadata["parser"].is_text and name in TEXTS]
    return re.sub(rf"^(  (?:{'|'.join(fields)}): )(?=\S)(?!\d)", rf"\1English {kind} ", text, flags=re.MULTILINE) if fields else text


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The small site, whose first program alone is told in Spanish."""
    files = small_data.FILES | {"doors.yaml": DOOR, "safety.yaml": SAFETY}
    changes = {name: in_english(name.removesuffix(".yaml"), text) for name, text in files.items() if "/" not in name}
    changes |= {"es/programs.yaml": "child-first:\n  for_parents: Van a su casa.\n", "es/needs.yaml": None}
    return Site(with_real_labels(small_data.write(tmp_path_factory.mktemp("untranslated"), changes)), ROOT / "overrides", ICONS)


def spanish(site) -> dict[str, BeautifulSoup]:
    return {page.path: BeautifulSoup(site.renderer.html(page), "html.parser") for page in site.generated.values() if page.language == "es"}


def test_every_text_that_is_not_translated_is_marked(site):
    found = set()
    for path, soup in spanish(site).items():
        for text in soup.body.find_all(string=re.compile(r"English \w+")):
            language = text.find_parent(lang=True)["lang"]
            if language != "en":
                found.add((text.find_parent().name, re.search(r"English \w+.*", text)[0][:60], path))
    assert sorted(found) == []


def test_there_is_such_text(site):
    kinds = {kind for soup in spanish(site).values() for kind in re.findall(r"English (\w+)", soup.body.get_text())}
    assert {"needs", "help_lines", "programs", "region_kinds", "age_groups", "glossary"} <= kinds


@pytest.mark.parametrize(("slug", "state"), [("child-first", "translation-note"), ("minding-the-baby", "translation-missing-note")])
def test_a_program_page_says_whether_it_is_translated(site, slug, state):
    said = spanish(site)[f"es/programs/{slug}/"].select_one(".translation-note").get_text()
    words = BeautifulSoup(str(site.catalog.labels.word("es", state, **({"language": "English"} if "missing" in state else {}))), "html.parser").get_text()
    assert words in said


def test_a_label_of_its_own_that_nobody_translated_is_marked_where_html_can_say_it(tmp_path):
    data = small_data.write(tmp_path, {"labels.yaml": 'own-hello: "Hello, {name}"\n', "es/labels.yaml": None})
    site = Site(data, ROOT / "overrides", ICONS)
    environment = site.renderer.environment("es")
    html = environment.from_string('<p title="{{ label("own-hello", name="<A>") }}">{{ label("own-hello", name="<A>") }}</p><title>{{ label("own-hello", name=1) }}</title>').render()
    assert marks.as_elements(html) == '<p title="Hello, &lt;A&gt;"><span lang="en">Hello, &lt;A&gt;</span></p><title>Hello, 1</title>'
    assert site.renderer.environment("en").from_string('{{ label("own-hello", name=1) }}').render() == "Hello, 1"
    untranslated = next(section for section in site._desk().sections() if section.name == "untranslated")
    assert [(task.file, task.why) for task in untranslated.tasks if task.title == "labels.yaml"] == [("data/es/labels.yaml", "Not in this language yet: Español. Fields: own-hello.")]
