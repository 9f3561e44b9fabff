"""Whatever stands in the data, the check answers, with a catalog or with problems that can be told."""

from __future__ import annotations

import json
import tempfile
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import small_data
from imhsite.reading.catalog import read
from imhsite.model.records import KINDS, declared_fields
from small_data import FILES

steady = partial(settings, derandomize=True, database=None, deadline=60_000)  # milliseconds; only what never ends takes so long, however busy the machine is


@pytest.fixture(scope="module")
def data():
    with tempfile.TemporaryDirectory() as folder:
        yield small_data.write(Path(folder))


def assert_answers(data: Path, file: str, content: bytes) -> None:
    """Read the small data with CONTENT in FILE, and put FILE back."""
    path = data / file
    path.write_bytes(content)
    try:
        _, problems = read(data)
    finally:
        path.write_bytes(FILES[file].encode())
    for problem in problems:
        assert "\n" not in str(problem)
        assert problem.write
        assert problem.line <= content.count(b"\n") + content.count(b"\r") + 1 or problem.file != f"data/{file}"


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=400))
@steady(max_examples=150)
def test_bytes(data, file, content):
    assert_answers(data, file, content)


YAML_BITS = st.sampled_from(list("[]{},:-?&*!|>'\"%@`#=~<\\ \n\r\t\0") + ["\n  ", "\n\n", "---", "...", "<<", ": ", "- ", "\u2028", "\ufeff", "a", "no", "é", "1"])


@given(st.sampled_from(sorted(FILES)), st.lists(YAML_BITS, max_size=60).map("".join))
@steady(max_examples=250)
def test_scraps_of_yaml(data, file, text):
    assert_answers(data, file, text.encode())


def cut(content: bytes, at: int, length: int, bit: str) -> bytes:
    return content[:at] + content[at + length :]


def inserted(content: bytes, at: int, length: int, bit: str) -> bytes:
    return content[:at] + bit.encode() * length + content[at:]


def flipped(content: bytes, at: int, length: int, bit: str) -> bytes:
    return content[:at] + bytes([content[at] ^ 1 << length % 8]) + content[at + 1 :] if at < len(content) else content


def swapped(content: bytes, at: int, length: int, bit: str) -> bytes:
    lines = content.split(b"\n")
    one, other = at % len(lines), length % len(lines)
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


mutation = st.tuples(st.sampled_from([cut, inserted, flipped, swapped]), st.integers(0, 900), st.integers(1, 40), YAML_BITS)


@given(st.sampled_from(sorted(FILES)), st.lists(mutation, min_size=1, max_size=4))
@steady(max_examples=600)
def test_valid_data_with_mistakes(data, file, mutations):
    content = FILES[file].encode()
    for mutate, at, length, bit in mutations:
        content = mutate(content, at % (len(content) + 1), length, bit)
    assert_answers(data, file, content)


texts = st.text(max_size=30) | st.sampled_from(["birth to 2", "3-6", "2026-02-30", "statewide", "ashford", "https://[", "{", "{a", "no", "0"])
values = st.recursive(
    texts | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


NAMES = {kind: sorted(declared_fields(KINDS[kind])) for kind in sorted(KINDS) if f"{kind}.yaml" in FILES}


def records_of(kind: str) -> st.SearchStrategy:
    fields = st.dictionaries(st.sampled_from(NAMES[kind]) | texts, values, max_size=len(NAMES[kind]))
    return st.tuples(st.just(kind), st.dictionaries(texts | st.just("home"), values | fields, max_size=3))


@given(st.sampled_from([*NAMES]).flatmap(records_of))
@steady(max_examples=400)
def test_any_value_in_any_field(data, written):
    kind, records = written
    assert_answers(data, f"{kind}.yaml", json.dumps(records, ensure_ascii=True).encode())


@given(st.sampled_from([(kind, name) for kind, names in NAMES.items() for name in names]), values)
@steady(max_examples=400)
def test_any_value_in_a_field_of_a_valid_record(data, field, value):
    kind, name = field
    first, rest = FILES[f"{kind}.yaml"].split("\n", 1)
    assert_answers(data, f"{kind}.yaml", f"{first}\n  {name}: {json.dumps(value)}\n{rest}".encode())


@given(values)
@steady(max_examples=100)
def test_any_value_as_a_label(data, value):
    assert_answers(data, "es/labels.yaml", f"home: {json.dumps(value)}".encode())


@pytest.mark.parametrize("text", ["[" * 20_000, "<" * 20_000, "{" * 20_000, "&a" * 10_000, "a: " * 10_000, "`" * 20_000, "a" * 20_000])
def test_long_runs_of_one_sign(data, text):
    @given(st.just(text))
    @steady(max_examples=1)
    def answers(text):
        assert_answers(data, "steps.yaml", FILES["steps.yaml"].replace("Write to us.", json.dumps(text)).encode())

    answers()
