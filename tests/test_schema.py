"""What an editor is told agrees with what the check says."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
import yaml

import small_data
from folders import DATA, ROOT
from imhsite.editor import schema
from imhsite.reading.catalog import read
from small_data import FILES, replaced

REAL = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.yaml"))


class Core(yaml.SafeLoader):
    """Reads by the core schema of YAML 1.2, as editors do: no yes and no, no dates, no sixties."""

    yaml_implicit_resolvers: dict = {}


Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?$"), list("-+.0123456789"))


def errors(file: str, text: str) -> list[str]:
    """Return what the schema that FILE names says of TEXT."""
    name = schema.first_line(file).split("schema/", 1)[1]
    validator = jsonschema.Draft7Validator(json.loads(schema.files()[name]))
    return [error.message for error in validator.iter_errors(yaml.load(text, Loader=Core))]


def test_the_schemas_are_fresh():
    """scripts/schema"""
    stored = {path.relative_to(schema.SCHEMA).as_posix(): path.read_text(encoding="utf-8") for path in schema.SCHEMA.rglob("*.json")}
    written = schema.files()
    stale = [name for name in stored.keys() | written.keys() if stored.get(name) != written.get(name)]
    assert sorted(stale) == [], "run scripts/schema"


@pytest.mark.parametrize("name", sorted(schema.files()))
def test_a_schema_is_one(name):
    jsonschema.Draft7Validator.check_schema(json.loads(schema.files()[name]))


@pytest.mark.parametrize("file", REAL)
def test_the_real_data_names_its_schema_and_is_accepted(file, note):
    text = (DATA / file).read_text(encoding="utf-8")
    line = text.splitlines()[0]
    if line.startswith("# yaml-language-server:"):
        assert line == schema.first_line(file)
        assert ((DATA / file).parent / line.split("$schema=")[1]).resolve().is_file()
    else:
        note(f"data/{file}: editors explain its fields once it begins with: {schema.first_line(file)}")
    assert errors(file, text) == []


@pytest.mark.parametrize("file", sorted(FILES))
def test_the_small_data_is_accepted(file):
    assert errors(file, FILES[file]) == []


@pytest.mark.parametrize("ages", ["pregnancy", "birth to 5", "6 weeks to 3", "under 3", "not stated", "pregnancy to school age", "1 month to 2 years"])
def test_ages_are_accepted(ages):
    assert errors("programs.yaml", FILES["programs.yaml"].replace("pregnancy to 5", ages)) == []


MISTAKES = [
    replaced("programs.yaml", "ages: pregnancy to 5", "ages: 3-6"),
    replaced("programs.yaml", "ages: pregnancy to 5", "ages: 5"),
    replaced("programs.yaml", "ages: pregnancy to 5", "ages: from birth"),
    replaced("programs.yaml", "ages: pregnancy to 5", "age: pregnancy to 5"),
    replaced("programs.yaml", "  ages: pregnancy to 5\n", ""),
    replaced("programs.yaml", "status: unchecked", "status: unknown"),
    replaced("programs.yaml", "sort: service", "sort: services"),
    replaced("programs.yaml", "serves: statewide", "serves: everywhere"),
    replaced("programs.yaml", "serves: statewide", "serves: []"),
    replaced("programs.yaml", "needs: [bonding]", "needs: bonding"),
    replaced("programs.yaml", "needs: [bonding, stress]", "needs: [stress, stress]"),
    replaced("programs.yaml", "needs: [bonding]", "needs: [Feeling close]"),
    replaced("programs.yaml", "phone: 860-555-0100", "phone: 860 555 0100"),
    replaced("programs.yaml", "phone: 860-555-0100", "phone: 8605550100"),
    replaced("programs.yaml", "website: https://example.org/baby", "website: example.org"),
    replaced("programs.yaml", "checked: 2026-11-01", "checked: Nov 1"),
    replaced("programs.yaml", "checked: 2026-11-01", "checked: 1850"),
    replaced("programs.yaml", "name: Child First", "name: 2015"),
    replaced("programs.yaml", "name: Child First", "name:"),
    replaced("programs.yaml", "name: Child First", "name: <b>Child First</b>"),
    replaced("programs.yaml", "name: Child First", "name: [Child First]"),
    replaced("programs.yaml", "child-first:", "Child First:"),
    replaced("help_lines.yaml", "phone: 2-1-1\n", "phone: 2-1-1\n  hours: always\n"),
    replaced("help_lines.yaml", "phone: 2-1-1", "phone: 211"),
    replaced("towns.yaml", "center: 41.8911, -72.171", "center: north"),
    replaced("towns.yaml", '{"06278": 98.2}', '{"6278": 98.2}'),
    replaced("towns.yaml", '{"06278": 98.2}', '{"06278": 198.2}'),
    replaced("towns.yaml", '{"06278": 98.2}', '{"06278": most}'),
    replaced("association.yaml", "languages: [en, es]", "languages: [English]"),
    replaced("association.yaml", "offline: offered", "offline: true"),
    {"association.yaml": FILES["association.yaml"] + FILES["association.yaml"].replace("small:", "tiny:")},
    replaced("labels.yaml", "  one:", "  single:"),
    replaced("es/needs.yaml", "  name: Sentirme cerca de mi bebé", "  nombre: Sentirme cerca de mi bebé"),
    replaced("news.yaml", "page: programs/", "page: /programs"),
    replaced("sources.yaml", "date: 2015", "date: 2015-3"),
]


@pytest.mark.parametrize("change", MISTAKES, ids=lambda change: "-".join(change))
def test_a_mistake_is_marked_by_editor_and_check(tmp_path, change):
    ((file, text),) = change.items()
    assert errors(file, text), "the schema accepts it"
    assert read(small_data.write(tmp_path, change))[1], "the check accepts it"


def test_every_field_explains_itself_on_hovering():
    for kind, cls in schema.KINDS.items():
        told = json.loads(schema.files()[f"{kind}.json"])["additionalProperties"]
        told = told["anyOf"][1]["properties"] if "anyOf" in told else told["properties"]
        assert list(told) == list(schema.declared_fields(cls))
        for name, field in told.items():
            assert field["description"].count("\nWrite ") == 1, (kind, name)
            assert set(field) - {"description"}, f"{kind}.{name} has no schema of its own"


def test_the_command_writes_into_a_folder(tmp_path):
    assert schema.main([str(tmp_path / "made")]) == 0
    assert {path.relative_to(tmp_path / "made").as_posix() for path in (tmp_path / "made").rglob("*.json")} == set(schema.files())
    assert (ROOT / "scripts/schema").stat().st_mode & 0o111
