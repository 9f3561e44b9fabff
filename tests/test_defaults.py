"""What comes with the product: a site adds to it, changes it, leaves it out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import small_data
from imhsite.files import product
from imhsite.reading.catalog import load, read

ASSOCIATION = small_data.FILES["association.yaml"].replace("  left_out: [everything]\n", "")
NOTHING = {file: None for file in small_data.FILES}
THIN = NOTHING | {"association.yaml": re.sub(r"  geography_source: .*\n", "", ASSOCIATION).replace("two-one-one", "crisis-988")}
PLACE = re.compile(r"(?i)Connecticut|Hartford|New Haven|\bDCF\b|\bCT\b|\b211\b")


def messages(folder: Path, changes: dict) -> list[str]:
    return [str(problem) for problem in read(small_data.write(folder, changes))[1]]


def test_the_association_is_all_that_a_site_must_write(tmp_path):
    catalog = load(small_data.write(tmp_path, THIN))
    assert list(catalog.help_lines)[:2] == ["emergency", "crisis-988"] and not catalog.towns
    assert catalog.needs["crying"].is_given and catalog.translated(catalog.needs["crying"], "es").name.startswith("Llanto")
    assert [*catalog.glossary] == sorted(catalog.glossary)
    assert str(catalog.labels.word("es", "home")) == "Inicio"


def test_the_product_names_no_place(tmp_path):
    catalog = load(small_data.write(tmp_path, THIN))
    for kind in product.kinds():
        for record in catalog.records[kind].values():
            said = " ".join(str(getattr(record, name, "")) for name in ("name", "purpose", "how", "caution", "meaning", "also", "summary", "shown_by", "text", "says", "why", "asked", "words"))
            assert not PLACE.search(said), (kind, record.slug, said)


def test_both_languages_say_as_much(tmp_path):
    catalog = load(small_data.write(tmp_path, THIN))
    for kind in ("help_lines", "needs", "settings", "sections", "age_groups", "glossary", "safety", "doors"):
        assert catalog.translations["es"][kind].keys() == catalog.records[kind].keys(), kind


def test_a_site_writes_what_differs(tmp_path):
    lines = "emergency:\n  how: Call.\n  hours: left out\n\nchildhelp: left out\n\nlocal:\n  name: Local\n  purpose: For all.\n  how: Call us.\n  phone: 860-555-0100\n  source: line-988\n  checked: 2026-11\n  checked_by: Editor\n\ncrisis-988: default\n"
    catalog = load(small_data.write(tmp_path, THIN | {"help_lines.yaml": lines}))
    changed = catalog.help_lines["emergency"]
    assert (changed.how, changed.hours, changed.phone.text, changed.file) == ("Call.", None, "911", "data/help_lines.yaml")
    assert [*catalog.help_lines][-3:] == ["emergency", "local", "crisis-988"] and "childhelp" not in catalog.help_lines
    assert "childhelp" not in (catalog.needs["crying"].lines or ())
    spanish = catalog.translated(changed, "es")
    assert (spanish.how, spanish.purpose) == ("Call.", "Alguien está en peligro ahora")


def test_a_kind_may_be_left_out(tmp_path):
    association = THIN["association.yaml"] + "  left_out: [glossary, needs]\n"
    catalog = load(small_data.write(tmp_path, THIN | {"association.yaml": association}))
    assert not catalog.glossary and not catalog.needs and catalog.help_lines


def test_a_label_may_be_worded_in_another_way(tmp_path):
    labels = {"labels.yaml": "home: Start\nown-greeting: Hello\n", "es/labels.yaml": "own-greeting: Hola\n"}
    catalog = load(small_data.write(tmp_path, THIN | labels))
    assert [str(catalog.labels.word(*name)) for name in (("en", "home"), ("es", "home"), ("es", "own-greeting"))] == ["Start", "Inicio", "Hola"]


MISTAKES = [
    ({"help_lines.yaml": "emergancy: left out\n"}, 'data/help_lines.yaml:1:1: emergancy: write the fields of this record under its name, indented; the product has no such record; got "left out". Did you mean "emergency"?'),
    ({"help_lines.yaml": "emergency:\n  phon: 911\n"}, 'data/help_lines.yaml:2: emergency: phon: write one of these fields: '),
    ({"needs.yaml": "crying:\n  lines: [left-out]\n"}, 'data/needs.yaml:2: crying: lines: write the name of a record in help_lines.yaml; got "left-out"'),
    ({"association.yaml": THIN["association.yaml"] + "  left_out: [glosary]\n"}, 'data/association.yaml:12: small: left_out: write a kind of record that the product has, the address of one of its pages, such as parents/loss/, pages, or everything; got "glosary". Did you mean "glossary"?'),
    ({"association.yaml": THIN["association.yaml"].replace("crisis-988", "childhelp"), "help_lines.yaml": "childhelp: left out\n"}, 'data/association.yaml:7: small: first_line: write the name of a record in help_lines.yaml; got "childhelp"'),
    ({"sources.yaml": "line-988: left out\n"}, 'imhsite/defaults/help_lines.yaml:'),
]


@pytest.mark.parametrize(("changes", "expected"), MISTAKES)
def test_a_mistake_is_told(tmp_path, changes, expected):
    assert any(message.startswith(expected) for message in messages(tmp_path, THIN | changes)), messages(tmp_path, THIN | changes)
