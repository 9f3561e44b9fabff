"""Which ages a range holds, and how ranges are written. The finder in the browser answers the same cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imhsite.model.ages import AgeRange, parse_range

CASES = json.loads((Path(__file__).parent / "cases" / "ages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['range']}: {case['months']}")
def test_whether_a_range_holds_an_age(case):
    assert parse_range(case["range"]).holds(case["months"]) is case["matches"]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("birth to 2", "3 to 5", False),
        ("birth to 3", "3 to 5", True),
        ("under 3", "3 to 5", False),
        ("pregnancy", "birth to 5", False),
        ("pregnancy", "pregnancy to 5", True),
        ("birth to 5 weeks", "6 weeks to 3", False),
        ("birth to 6 weeks", "6 weeks to 3", True),
        ("birth to 5", "2 to 3", True),
    ],
)
def test_whether_two_ranges_meet(one, other, meet):
    assert parse_range(one).meets(parse_range(other)) is meet
    assert parse_range(other).meets(parse_range(one)) is meet


@pytest.mark.parametrize(
    "text",
    ["", "birth", "5", "to", "to 5", "birth to", "birth to 5 to 6", "birth  to 5", " birth to 5", "birth to 5 ", "Birth to 5", "birth to 5\n"]
    + ["5 to birth", "3 to 2", "24 months to 1", "birth to pregnancy", "birth to birth", "under birth", "under 0", "under pregnancy"]
    + ["birth to 26", "birth to 300", "birth to 301 months", "birth to -1", "birth to 2.5", "birth to 05", "birth to ٥", "birth to 1٥", "18 months to 1", "26 and up"]
    + ["birth-5", "0-5", "0 – 5", "birth to five", "5+", "all ages", "under", "over 3", "birth to 5 yrs", "birth to 5 days"],
)
def test_what_is_no_range(text):
    with pytest.raises(ValueError):
        parse_range(text)


counts = st.integers(0, 25).map(str) | st.integers(0, 99).map(lambda n: f"{n} {'week' if n == 1 else 'weeks'}")
months = st.integers(0, 60).map(lambda n: f"{n} {'month' if n == 1 else 'months'}")
ages = st.sampled_from(["pregnancy", "birth", "school age"]) | counts | months
ranges = st.just("pregnancy") | st.builds("under {}".format, ages) | st.builds("{} to {}".format, ages, ages)


def parsed(text: str) -> AgeRange:
    try:
        return parse_range(text)
    except ValueError:
        assume(False)
        raise


@given(ranges)
def test_a_range_is_worded_as_it_was_written(text):
    assert str(parsed(text)) == text


@given(ranges)
def test_a_range_holds_its_youngest_age_and_not_the_one_where_it_ends(text):
    found = parsed(text)
    assert found.holds(found.youngest)
    assert not found.holds(found.below)


@pytest.mark.parametrize(("written", "worded"), [("1 years to 2 years", "1 to 2"), ("1 weeks to 1 month", "1 week to 1 month")])
def test_other_ways_to_write_a_range_are_worded_alike(written, worded):
    assert str(parse_range(written)) == worded


@pytest.mark.parametrize(
    ("text", "youngest", "oldest"),
    [
        ("pregnancy", None, None),
        ("pregnancy to 5", 0, 5),
        ("birth to 5", 0, 5),
        ("school age to 12", 5, 12),
        ("6 weeks to 18 months", 0.12, 1.5),
        ("under 3", None, 2.92),
        ("3 and up", 3, None),
        ("pregnancy to birth", None, None),
    ],
)
def test_ages_in_years(text, youngest, oldest):
    assert parse_range(text).in_years == (youngest, oldest)


def test_what_is_open_ends_after_the_oldest_age_that_there_is():
    assert parse_range("3 and up").below == 26 * 12
    assert parse_range("18 and up", 99).below == 100 * 12
    assert str(parse_range("18 months and up")) == "18 months and up"
