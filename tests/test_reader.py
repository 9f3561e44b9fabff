"""Whatever a person types as a text either comes back as typed or is a problem: in data, labels and translations."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import small_data
from imhsite.files import pasted
from imhsite.reading.catalog import read
from imhsite.model.fields import Refusal
from imhsite.language.labels import Labels, read_labels
from imhsite.model.records import KINDS, declared_fields
from imhsite.files.source import INVISIBLE, Scalar, Sequence, parse
from small_data import replaced

steady = partial(settings, derandomize=True, database=None, deadline=None)
PROGRAMS = "programs.yaml"
COMMENT = 'put the text in "quotation marks", or write a comment above its field'
QUOTES = 'put the text in "quotation marks"'


def messages(folder, changes) -> list[str]:
    return list(map(str, read(small_data.write(folder, changes))[1]))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (replaced(PROGRAMS, "  section", "  run_by: Family Center #2\n  section"), f'data/programs.yaml:3: child-first: run_by: {COMMENT}; got "Family Center #2"'),
        (replaced(PROGRAMS, "860-555-0100", "860-555-0100 #4"), f'data/programs.yaml:24: minding-the-baby: phone: {COMMENT}; got "860-555-0100 #4"'),
        (replaced(PROGRAMS, "name: Child First", "name: #1 Families"), f'data/programs.yaml:2: child-first: name: {COMMENT}; got "#1 Families"'),
        (replaced(PROGRAMS, "name: Child First", 'name: "Child First" #2'), f'data/programs.yaml:2: child-first: name: {COMMENT}; got \'"Child First" #2\''),
        (replaced(PROGRAMS, "name: Child First", "name:\n    # 1\n    Child First"), f'data/programs.yaml:3: child-first: name: {COMMENT}; got "# 1"'),
        (replaced(PROGRAMS, "your home.", "your home.\n    #2 is not the only one"), f'data/programs.yaml:6: child-first: for_parents: {COMMENT}; got "#2 is not the only one"'),
        (replaced(PROGRAMS, "People come to your home.", ">-\n      People come.\n    # 2"), f'data/programs.yaml:7: child-first: for_parents: {COMMENT}; got "# 2"'),
        (replaced(PROGRAMS, "People come to your home.", "> #2\n    People come."), f'data/programs.yaml:5: child-first: for_parents: {QUOTES}; got "> #2"'),
        (replaced(PROGRAMS, "People come to your home.", ">1\n     People come."), f'data/programs.yaml:5: child-first: for_parents: {QUOTES}; got ">1"'),
        (replaced("needs.yaml", "[attachment, bond]", "[attachment, bond #2\n    ]"), f'data/needs.yaml:3: bonding: also: {COMMENT}; got "bond #2"'),
        (replaced("needs.yaml", "[attachment, bond]", "[attachment, #2\n    ]"), f'data/needs.yaml:3: bonding: also: {COMMENT}; got "#2"'),
        (replaced("needs.yaml", "[attachment, bond]", "[#2, bond]"), f'data/needs.yaml:3:10: bonding: {COMMENT}; got "#2, bond]"'),
        (replaced("needs.yaml", "[attachment, bond]", "\n    - Class #2"), f'data/needs.yaml:4: bonding: also: {COMMENT}; got "Class #2"'),
        (replaced("needs.yaml", "[attachment, bond]", "\n    - Help: for you"), f'data/needs.yaml:4: bonding: also: {QUOTES}, as it holds ": "; got "Help: for you"'),
        (replaced("needs.yaml", "[attachment, bond]", "[Help: for you]"), f'data/needs.yaml:3: bonding: also: {QUOTES}, as it holds ": "; got "Help: for you"'),
        (replaced("labels.yaml", "home: Home", "home: Home #2"), f'data/labels.yaml:1: home: {COMMENT}; got "Home #2"'),
        (replaced("es/needs.yaml", "Sentirme cerca", "Sentirme #1"), f'data/es/needs.yaml:2: bonding: name: {COMMENT}; got "Sentirme #1 de mi bebé"'),
        (replaced(PROGRAMS, "People come to your home.", r'"C:\new"'), 'data/programs.yaml:5: child-first: for_parents: write the backslash twice, or the sign itself that it stands for; got "\\n"'),
        ({"needs.yaml": "%YAML 1.1\n---\n" + small_data.FILES["needs.yaml"]}, 'data/needs.yaml:1:1: delete this line; a file holds one list of records; got "%YAML 1.1"'),
    ],
)
def test_what_yaml_would_drop_is_told(tmp_path, changes, told):
    assert [re.sub(r":\d+: home:", ": home:", line) for line in messages(tmp_path, changes)] == [told]


def test_a_name_that_is_cut_is_told(tmp_path):
    change = replaced("recommendations.yaml", "Colleges: Teach it.", "Colleges #2: Teach it.")
    assert messages(tmp_path, change)[0] == f'data/recommendations.yaml:5: learn: asks: {COMMENT}; got "Colleges #2: Teach it."'


@pytest.mark.parametrize(
    ("name", "remedy"),
    [(sign, QUOTES) for sign in ("Help: for you", "Hours:", "@home", "%5 of us", "| us", "> us", ">us", "`us`", "? us")]
    + [(sign, "in quotation marks") for sign in ("*us", "&us", "!us")]
    + [(sign, "write ") for sign in ("- us", "{us}")]
    + [(sign, "quotation marks") for sign in ("} us", "] us", ", us")]
    + [('"Us" and them', "quotation mark"), ("'Us' and them", "quotation mark"), ('"Us', "quotation mark"), ("'tis us", "quotation mark"), ("[us", "close the list"), ("|", "nothing"), (">5", QUOTES)],
)
def test_a_sign_that_yaml_takes_for_its_own_is_a_problem_with_its_remedy(tmp_path, name, remedy):
    found = messages(tmp_path, replaced(PROGRAMS, "name: Child First", f"name: {name}"))
    assert len(found) == 1 and found[0].startswith("data/programs.yaml:2:") and remedy in found[0], found


def test_comments_that_stand_above_what_they_explain_stay_comments(tmp_path):
    text = "# of needs\n\nbonding: # the first\n  # its name\n  name: Feeling close\n  also: # others\n    # one\n    - bond\n    # two\n    - \"a #2\"\n  # the end\n\nstress:\n  name: 'Stress #2'\n  also: [c#, x#y] # languages\n"
    data = small_data.write(tmp_path, {"needs.yaml": text})
    catalog, problems = read(data)
    assert problems == []
    assert [catalog.needs["bonding"].also, catalog.needs["stress"].name, catalog.needs["stress"].also] == [("bond", "a #2"), "Stress #2", ("c#", "x#y")]


BITS = ["#", " #", "# ", ": ", ":", " - ", "-", "?", "@", "%", "*", "&", "!", "|", ">", "'", '"', "\\", "\\n", "\\u00e9", "[", "]", "{", "}", ",", "`", "~", "=", "<<", "...", "---", "no", "2", "2026", "Family", "Center", "é", "ñ", "’", " ", " "]
TYPED = st.lists(st.sampled_from(BITS) | st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12).map("".join).filter(str.strip)


def as_typed(typed: str) -> str:
    """What TYPED, on one line, says: what stands in whole quotation marks is their content."""
    text = typed.strip()
    if re.fullmatch(r"'(?:[^']|'')*'", text):
        return text[1:-1].replace("''", "'").strip()
    if re.fullmatch(r'"(?:[^"\\]|\\["\\]|\\u[0-9a-f]{4})*"', text):
        return re.sub(r'\\(?:(["\\])|u(.{4}))', lambda escape: escape[1] or chr(int(escape[2], 16)), text[1:-1]).strip()
    return text


def assert_nothing_is_lost(text: str, path: list[str | int], typed: str, parser=None) -> None:
    """Read TEXT, in which TYPED stands at PATH: it comes back, or something is told."""
    file = parse(text, "data/x.yaml")
    if file.problems:
        return
    node = next(node for key, node in file.records if key.text == path[0])
    for step in path[1:]:
        if isinstance(step, int):
            node = node.items[step] if isinstance(node, Sequence) and len(node.items) > step else node
        else:
            node = next(value for key, value in node.entries if key.text == step)
    try:
        value = parser(node) if parser else node
    except Refusal:
        return
    if isinstance(node, Scalar):
        assert node.text.strip() == as_typed(typed), text
    if parser and parser.is_text and isinstance(value, str):
        assert value == as_typed(typed), text


FIELDS = [(name, field.metadata["parser"]) for kind in KINDS.values() for name, field in declared_fields(kind).items()]


@given(st.sampled_from(FIELDS), TYPED, st.sampled_from(["  {0}: {1}", "  {0}:\n    {1}", "  {0}: {1}\n  another: x", "  another: x\n  # why\n  {0}: {1}\n"]))
@steady(max_examples=4000)
def test_what_is_typed_in_a_field_comes_back_or_is_a_problem(field, typed, form):
    assert_nothing_is_lost("record:\n" + form.format(field[0], typed), ["record", field[0]], typed, field[1])


@given(TYPED, st.sampled_from(["r:\n  f:\n    - {0}\n", "r:\n  f:\n  - x\n  - {0}\n", "r:\n  f: [x, '2']\n  g:\n    - {0}\n    - y\n"]))
@steady(max_examples=500)
def test_what_is_typed_as_an_item_comes_back_or_is_a_problem(typed, form):
    file = parse(form.format(typed), "data/x.yaml")
    if not file.problems:
        items = file.records[0][1].entries[-1][1].items
        at = items[1 if form.startswith("r:\n  f:\n  - x") else 0]
        assert not isinstance(at, Scalar) or not at.text or at.text.strip() == as_typed(typed)  # an empty item is told where it is read


@given(TYPED.filter(lambda typed: not set(",[]{}") & set(typed)), st.sampled_from(["r:\n  f: [{0}]\n", "r:\n  f: [x, {0}]\n", "r:\n  f: [x, {0}\n    ]\n", "r:\n  f: [x,\n    {0}, z]\n"]))
@steady(max_examples=500)
def test_what_is_typed_between_brackets_comes_back_or_is_a_problem(typed, form):
    file = parse(form.format(typed), "data/x.yaml")
    if not file.problems:
        items = file.records[0][1].entries[0][1].items
        at = items[0 if form.startswith("r:\n  f: [{") else 1]
        assert not isinstance(at, Scalar) or not at.text or at.text.strip() == as_typed(typed)  # an empty item is told where it is read


@given(TYPED)
@steady(max_examples=500)
def test_what_is_typed_as_a_label_comes_back_or_is_a_problem(typed):
    labels = Labels()
    problems = read_labels(labels, "", parse(f"above: x\nhome: {typed}\nbelow: y\n", "data/labels.yaml"))
    assert problems or labels.languages[""]["home"].forms["other"] == as_typed(typed)


LINES = st.lists(TYPED, min_size=2, max_size=4).filter(lambda lines: not re.fullmatch(r"[|>][-+]?", lines[0].strip()))  # that is how a text over lines begins


@given(LINES, st.sampled_from(["r:\n  f: {0}\n  g: x\n", "r:\n  f:\n    {0}\n", "r:\n  f: >-\n    {0}\n  g: x\n", "r:\n  f: |\n    {0}\n\ns:\n  g: x\n"]))
@steady(max_examples=500)
def test_what_is_typed_over_lines_comes_back_or_is_a_problem(lines, form):
    lines = [line.strip() for line in lines]
    joint = "\n" if "|\n" in form else " "
    file = parse(form.format("\n    ".join(lines)), "data/x.yaml")
    if not file.problems:
        node = file.records[0][1].entries[0][1]
        whole = joint.join(lines)
        assert not isinstance(node, Scalar) or node.text.strip() == (whole if ">-" in form or "|\n" in form else as_typed(whole))


TEXT = st.lists(st.sampled_from(BITS) | st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12).map("".join).map(str.strip).filter(lambda text: text and not INVISIBLE.search(text))
PLAIN = re.compile(r"[A-Za-zé’](?:[\w’,./()&-]|[ ](?![ #])|#(?<! #)|:(?! |$))*")


def single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def double(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def block(head: str) -> Callable[[str], str]:
    return lambda text: f"{head}\n      {text}"


def plain(text: str) -> str:
    return text if PLAIN.fullmatch(text) and text.strip() == text else single(text)


FORMS = st.sampled_from([plain, plain, single, double, block(">-"), block("|"), block(">")])
ABOVE = st.sampled_from(["", "", "\n", "  # why: it's \"so\" #2\n", "# at the margin\n"])
RECORD = st.lists(st.tuples(ABOVE, st.one_of(st.tuples(TEXT, FORMS), st.lists(TEXT, min_size=1, max_size=3))), min_size=1, max_size=4)


def field_text(place: int, above: str, value: tuple | list) -> str:
    if isinstance(value, tuple):
        text, form = value
        return f"{above}  f{place}: {form(text)}\n"
    return f"{above}  f{place}:  # a list\n" + "".join(f"    - {plain(item)}\n" for item in value)


@given(st.lists(RECORD, min_size=1, max_size=4))
@steady(max_examples=500)
def test_a_document_that_is_written_as_it_should_be_says_all_that_it_holds(records):
    """Whatever quotation marks, blocks, lists and comments it is written with."""
    text = "# The head\n\n" + "\n".join(f"r{at}:  # a record\n" + "".join(field_text(place, *field) for place, field in enumerate(record)) for at, record in enumerate(records))
    assume(not [*pasted.garbled(text, ""), *pasted.lists(text, "")])  # what looks pasted is a problem
    file = parse(text, "data/x.yaml")
    assert [str(problem) for problem in file.problems] == [], text
    for (_, node), record in zip(file.records, records, strict=True):
        for (_, found), (_, value) in zip(node.entries, record, strict=True):
            said = [item.text for item in found.items] if isinstance(found, Sequence) else found.text.strip()
            assert said == (value[0] if isinstance(value, tuple) else value), text
