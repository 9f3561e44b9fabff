"""Dates as exact as they are known, and the day that the site is of."""

from __future__ import annotations

import datetime
import time

import pytest
from imhsite.files.problems import BuildFailed
from imhsite.model import dates
from imhsite.model.dates import PartialDate, at, exactly, parse_date, parse_span


@pytest.fixture(autouse=True)
def untold(monkeypatch):
    for name in (dates.TODAY, dates.EPOCH):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [("2026", "2026-01-01", "2026-12-31"), ("2024-02", "2024-02-01", "2024-02-29"), ("2026-03-09", "2026-03-09", "2026-03-09"), ("1900-12-31", "1900-12-31", "1900-12-31"), ("2099-11", "2099-11-01", "2099-11-30")],
)
def test_a_date_begins_and_ends_where_it_can(text, begins, ends):
    date = parse_date(text)
    assert (date.iso, str(date.begins), str(date.ends)) == (text, begins, ends)


@pytest.mark.parametrize("text", ["", "26", "1899", "2100", "20٢6", "2026-1", "2026-13", "2026-02-30", "2026-00", "2026-00-05", "2026-05-00", "2026-11-211", "2026-11-21\n", "2026-11-"])
def test_what_is_no_date(text):
    with pytest.raises(ValueError):
        parse_date(text)


def test_a_date_knows_as_much_as_it_says():
    assert exactly(datetime.date(2026, 3, 9)) == PartialDate(2026, 3, 9) == parse_date("2026-03-09")
    assert PartialDate(2026) < PartialDate(2026, 3) < PartialDate(2026, 3, 9)


@pytest.mark.parametrize("text", ["2027-0٣-05", "1999-03-05", "2027-03-05 to 2027-03-06 18:30", "2027-03-05 18:30 to 18:30"])
def test_what_is_no_span_either(text):
    with pytest.raises(ValueError):
        parse_span(text)


def test_a_span_is_over_on_the_day_after_its_last():
    span = parse_span("2027-03-05 to 2027-03-07")
    assert not span.is_over(datetime.date(2027, 3, 7)) and span.is_over(datetime.date(2027, 3, 8))


def test_a_time_of_a_day_is_in_its_zone():
    day, noon = datetime.date(2027, 3, 5), datetime.time(12)
    assert at(day, noon, "America/New_York").isoformat() == "2027-03-05T12:00:00-05:00"
    assert at(day, noon, None).isoformat() == "2027-03-05T12:00:00"


@pytest.mark.parametrize(
    ("today", "epoch", "day"),
    [("2026-11-21", "86400", "2026-11-21"), ("", "86400", "1970-01-02"), ("", " 86399 ", "1970-01-01"), ("", "0", None), ("", " ", None), (None, None, None)],
)
def test_the_day_that_is_given(monkeypatch, today, epoch, day):
    for name, value in ((dates.TODAY, today), (dates.EPOCH, epoch), ("TZ", "Pacific/Auckland")):
        if value is not None:
            monkeypatch.setenv(name, value)
    time.tzset()
    try:
        given = dates.given_day()
    finally:
        monkeypatch.undo()
        time.tzset()
    assert given == (day and datetime.date.fromisoformat(day))


@pytest.mark.parametrize(("name", "value"), [(dates.TODAY, "soon"), (dates.TODAY, "2026-11"), (dates.EPOCH, "-1"), (dates.EPOCH, "1e9"), (dates.EPOCH, "1" * 12), (dates.EPOCH, "٣")])
def test_a_day_that_is_given_wrong_is_told_with_what_was_given(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(BuildFailed, match=f"^{name}: write .*; got .*{value}"):
        dates.given_day()


@pytest.mark.parametrize(("today", "epoch", "day"), [("2098-01-01", "", "2098-01-01"), ("2020-01-01", "4070908800", "2099-01-01"), ("2020-01-01", "", None)])
def test_the_last_day_that_is_past_is_no_earlier_than_the_clock(monkeypatch, today, epoch, day):
    monkeypatch.setenv(dates.TODAY, today)
    monkeypatch.setenv(dates.EPOCH, epoch)
    before = datetime.date.today()
    latest = dates.latest()
    assert latest == datetime.date.fromisoformat(day) if day else before <= latest <= datetime.date.today()
