"""Any language: its tag, its plural forms, dates, name and direction, as CLDR has them; and those that CLDR lacks."""

from __future__ import annotations

import shutil

import pytest
import small_data
from bs4 import BeautifulSoup
from folders import ROOT
from imhsite.building.site import Site
from imhsite.files import product
from imhsite.files.source import parse
from imhsite.language.labels import Label, Labels, read_labels
from imhsite.language.locales import exists, has_data, name_of, needed_forms
from imhsite.language.wording import Wording
from imhsite.model.dates import parse_date
from imhsite.commands import check
from imhsite.reading.catalog import read
from imhsite.reading.front_matter import problems_of
from imhsite.rendering.renderer import ICONS
from real_labels import with_real_labels

SIX = ("zero", "one", "two", "few", "many", "other")
LANGUAGES = [
    ("en", ("one", "other"), "English", "ltr", "March 2015", "March 9, 2015"),
    ("es", ("one", "other"), "Español", "ltr", "marzo de 2015", "9 de marzo de 2015"),
    ("pt-BR", ("one", "other"), "Português (Brasil)", "ltr", "março de 2015", "9 de março de 2015"),
    ("ht", ("one", "other"), "Kreyòl Ayisyen", "ltr", "mars 2015", "9 mars 2015"),
    ("zh-Hant", ("other",), "中文 (繁體)", "ltr", "2015年3月", "2015年3月9日"),
    ("ar", SIX, "العربية", "rtl", "مارس 2015", "9 مارس 2015"),
    ("hmn", ("one", "other"), "Hmong", "ltr", "March 2015", "March 9, 2015"),
]


def labels_of(language: str, text: str, first: str = "en") -> tuple[Labels, list[str]]:
    labels = Labels(first=first)
    return labels, [str(problem) for problem in read_labels(labels, language, parse(text, f"data/{language}/labels.yaml"))]


@pytest.mark.parametrize(("language", "forms", "name", "direction", "month", "day"), LANGUAGES)
def test_a_language_follows_its_own_rules(language, forms, name, direction, month, day):
    labels = Labels()
    words = Wording(labels, language)
    assert (needed_forms(labels.rules(language)), name_of(language), words.direction) == (forms, name, direction)
    assert (words.date(parse_date("2015-03")), words.date(parse_date("2015-03-09"))) == (month, day)
    assert exists(language) and has_data(language) == (language != "hmn")


@pytest.mark.parametrize(("language", "forms"), [(language, forms) for language, forms, *_ in LANGUAGES])
def test_the_check_says_which_forms_a_language_needs(language, forms):
    assert labels_of(language, "found:\n" + "".join(f'  {form}: "{{count}} {form}"\n' for form in forms))[1] == []
    (message,) = labels_of(language, 'found:\n  few: "{count}"\n')[1]
    named = " and ".join(filter(None, [", ".join(f'"{form}"' for form in forms[:-1]), f'"{forms[-1]}"']))
    assert message.startswith(f"data/{language}/labels.yaml:1:1: found: write the forms {named}, ")
    assert ("CLDR has no rules" in message) == (language == "hmn")


@pytest.mark.parametrize(("count", "form"), [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other")])
def test_a_count_chooses_among_six_forms(count, form):
    labels, _ = labels_of("ar", "found:\n" + "".join(f'  {name}: "{{count}} {name}"\n' for name in SIX))
    assert labels.word("ar", "found", count=count) == f"{count} {form}"


def test_a_form_for_millions_may_be_written_and_need_not():
    text = 'found:\n  one: "{count} programa"\n  many: "{count} de programas"\n  other: "{count} programas"\n'
    labels, problems = labels_of("es", text)
    assert problems == [] and labels.word("es", "found", count=1_000_000) == "1000000 de programas"


@pytest.mark.parametrize(("file", "language", "named"), [("imhsite/theme/labels/en.yaml", "es", "imhsite/theme/labels/es.yaml"), ("imhsite/theme/labels/en.yaml", "ht", "data/ht/labels.yaml"), ("data/labels.yaml", "es", "data/es/labels.yaml")])
def test_an_untranslated_label_names_the_file_to_write_it_in(file, language, named):
    labels = Labels({"": {"hello": Label({"other": "Hello"}, file, 1)}, language: {}})
    assert [str(problem) for problem in labels.disagreements(("en", language))] == [f"{file}:1: hello: translate this label in {named}"]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("[en, pt_BR]", 'write a language as a tag, such as en, pt-BR or zh-Hant; got "pt_BR". Did you mean "pt-BR"?'),
        ("[en, pt-br]", 'write a language as a tag, such as en, pt-BR or zh-Hant; got "pt-br". Did you mean "pt-BR"?'),
        ("[en, Spanish]", 'write "es"; got "Spanish"'),
        ("[en, xq]", 'write a language as a tag, such as en, pt-BR or zh-Hant; no language has this one; got "xq"'),
        ("[en, pt-BR]", 'add the folder data/pt-BR, or delete the language; got "pt-BR"'),
    ],
)
def test_a_tag_that_is_none_is_named(tmp_path, written, message):
    changes = small_data.replaced("association.yaml", "[en, es]", written)
    _, problems = read(small_data.write(tmp_path, changes))
    assert [str(problem).split(": languages: ")[1] for problem in problems if problem.field == "languages"] == [message]


@pytest.mark.parametrize(("language", "direction", "name"), [("pt-BR", "ltr", "Português (Brasil)"), ("ar", "rtl", "العربية"), ("hmn", "ltr", "Hmong")])
def test_a_page_in_a_language_of_a_longer_tag(tmp_path, language, direction, name):
    data = with_real_labels(small_data.write(tmp_path, small_data.replaced("association.yaml", "[en, es]", f"[en, {language}]")))
    shutil.move(data / "es", data / language)
    text = (product.LABELS / "es.yaml").read_text(encoding="utf-8")
    if language == "ar":  # each label of two forms in six
        lines = [f"  {form}: {line[9:]}" if line.startswith("  other: ") else line for line in text.split("\n") if not line.startswith("  one: ") for form in (SIX if line.startswith("  other: ") else SIX[:1])]
        text = "\n".join(lines)
    (data / language / "labels.yaml").write_text(text, encoding="utf-8")
    site = Site(data, ROOT / "overrides", ICONS)
    page = next(page for page in site.generated.values() if page.language == language)
    assert page.path.startswith(f"{language}/")
    html = BeautifulSoup(site.renderer.html(page), "html.parser").html
    assert (html["lang"], html["dir"]) == (language, direction)
    assert site.renderer.environment("en").globals["language_name"](language) == name


def test_a_folder_of_a_language_is_no_misnamed_page(tmp_path):
    (tmp_path / "docs/pt-BR").mkdir(parents=True)
    front = "---\ntitle: A\ndescription: A page.\nwritten: 2026-11-01\nreviewed: 2026-11-01\n---\n"
    (tmp_path / "docs/pt-BR/sono.md").write_text(front)
    (tmp_path / "docs/pt-BR/Sono Seguro.md").write_text(front)
    assert [str(problem) for problem in problems_of(tmp_path / "docs")] == [
        'docs/pt-BR/Sono Seguro.md: name the page in small letters, digits and hyphens: "pt-BR/sono-seguro.md"; got "pt-BR/Sono Seguro.md"'
    ]


def test_the_check_says_that_a_language_has_no_rules_of_its_own(tmp_path, capsys):
    data = small_data.write(tmp_path, small_data.replaced("association.yaml", "[en, es]", "[en, hmn]"))
    shutil.move(data / "es", data / "hmn")
    own = 'own-found:\n  one: "{count} program"\n  other: "{count} programs"\n'
    (data / "hmn/labels.yaml").write_text((product.LABELS / "es.yaml").read_text(encoding="utf-8") + own, encoding="utf-8")
    assert check.main(["--data", str(data), "--docs", str(tmp_path / "docs")]) == 0
    assert "hmn: CLDR has no data for Hmong; plural forms, dates and numbers follow the rules of en." in capsys.readouterr().err
