"""Hours: what people write, how it is stored and said, and what it answers."""

from __future__ import annotations

import datetime

import pytest
import small_data
from imhsite.language.wording import Wording
from imhsite.model.hours import Contradiction, Hours, season, understand
from imhsite.reading.catalog import load
from real_labels import with_real_labels

DAY = datetime.date(2026, 11, 29)
WEEK = "Mon-Fri 8:30-16:30"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (text, text)
        for text in (
            WEEK, "Mon 9:00-17:00, Sat 9:00-12:00", "24 hours", "by appointment", f"{WEEK}; closed on holidays", f"{WEEK}; by appointment",
            "September to June: Mon-Fri 8:00-15:00", "July: Mon 9:00-10:00; August to June: Tue 9:00-10:00", "Mon, Wed, Fri 9:00-12:00, 13:00-15:00", "Sat-Sun 0:00-24:00",
        )
    ]
    + [
        ("Monday through Friday, 8:30 a.m. to 4:30 p.m.", WEEK),
        ("M-F 8:30-4:30", WEEK),
        ("8:30am-4:30pm Mon-Fri", WEEK),
        ("Open weekdays from 8:30 AM until 4:30 PM", WEEK),
        ("Mon\u2013Fri 08:30\u201316:30", WEEK),
        ("Mon-Fri 0830-1630", WEEK),
        ("weekdays 8 am to noon and 1-4 pm", "Mon-Fri 8:00-12:00, 13:00-16:00"),
        ("Tuesdays and Thursdays 10:00 AM - 7:00 PM", "Tue, Thu 10:00-19:00"),
        ("daily 6am-midnight", "Mon-Sun 6:00-24:00"),
        ("24 hours a day, 7 days a week", "24 hours"),
        ("24/7", "24 hours"),
        ("Mon-Sun 0:00-24:00", "24 hours"),
        ("Mon-Fri 8:30-16:30, closed on state holidays", f"{WEEK}; closed on holidays"),
        ("Sept. to June: Mon-Fri 8-3", "September to June: Mon-Fri 8:00-15:00"),
        ("Sat 9-12, Mon 9-5", "Mon 9:00-17:00, Sat 9:00-12:00"),
        ("Sat-Mon 9:00-12:00", "Mon, Sat-Sun 9:00-12:00"),
        ("Appointment only", "by appointment"),
    ],
)  # fmt: skip
def test_what_people_write_is_stored_one_way(typed, stored):
    assert str(understand(typed)) == stored
    assert str(understand(stored)) == stored


@pytest.mark.parametrize("words", ["Ask at the desk", "Mornings", "Mon-Fri", "Mon-Fri 9:00-17:00; Sat by appointment", "The first Monday of the month, 9:00-12:00", ""])
def test_other_words_are_no_hours(words):
    assert understand(words) is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Mon-Fri 9:00-17:00, Tue 8:00-10:00", "write hours that do not overlap: 8:00-10:00 and 9:00-17:00 on Tue do"),
        ("Fri 20:00-2:00", "hours past midnight belong to the next day"),
        ("9:00-17:00", 'write the days of the hours too, such as "Mon-Fri 8:30-16:30"'),
        ("June to July: Mon 9:00-10:00; July: Tue 9:00-10:00", "write seasons that do not overlap: July is in two of them"),
    ],
)
def test_hours_that_cannot_be(typed, says):
    with pytest.raises(Contradiction, match="write") as refused:
        understand(typed)
    assert says in refused.value.write


@pytest.mark.parametrize("typed", ["Mon-Fri 8:30-25:00", "Mon-Fri 8:75-9:00", "Mon 13 pm-15 pm", "Mon-8:30 9:00"])
def test_times_that_are_none(typed):
    with pytest.raises(ValueError):
        understand(typed)


@pytest.mark.parametrize(
    ("text", "day", "time", "month", "is_open"),
    [
        (WEEK, 0, "8:30", None, True),
        (WEEK, 0, "8:29", None, False),
        (WEEK, 4, "16:30", None, False),
        (WEEK, 5, "9:00", None, False),
        ("24 hours", 6, "3:00", None, True),
        ("September to June: Mon 8:00-15:00", 0, "9:00", 10, True),
        ("September to June: Mon 8:00-15:00", 0, "9:00", 7, False),
        ("September to June: Mon 8:00-15:00", 0, "9:00", None, None),
        ("Mon 8:00-18:00; July: Mon 8:00-12:00", 0, "17:00", 7, False),
        ("Mon 8:00-18:00; July: Mon 8:00-12:00", 0, "17:00", 8, True),
        ("by appointment", 0, "9:00", None, None),
    ],
)
def test_whether_it_is_open(text, day, time, month, is_open):
    hour, minute = map(int, time.split(":"))
    assert understand(text).is_open(day, datetime.time(hour, minute), month) is is_open


@pytest.mark.parametrize(("text", "evening"), [(WEEK, False), ("Mon 9:00-17:00", False), ("Mon 9:00-17:30", True), ("Sat 9:00-12:00", True), ("24 hours", True), ("by appointment", None)])
def test_whether_it_is_open_in_the_evening(text, evening):
    assert understand(text).in_evening is evening


def test_words_of_the_source_answer_nothing_and_are_said():
    hours = Hours(words="Ask at the desk")
    assert (hours.is_open(0, datetime.time(9)), hours.in_evening, hours.always) == (None, None, False)
    assert hours.schedules(DAY) == [{"description": "Ask at the desk"}]
    assert hours.specifications(DAY) == []


def test_hours_as_schedules_and_as_linked_data():
    hours = understand("September to June: Mon, Wed 8:00-12:00, 13:00-24:00; closed on holidays")
    first, second = hours.schedules(DAY)
    assert first == {"freq": "WEEKLY", "byday": "MO,WE", "opens_at": "08:00", "closes_at": "12:00", "valid_from": "2026-09-01", "valid_to": "2027-06-30", "notes": "closed on holidays"}
    assert (second["opens_at"], second["closes_at"]) == ("13:00", "23:59")
    assert hours.specifications(DAY)[0] == {
        "@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday", "Wednesday"], "opens": "08:00", "closes": "12:00", "validFrom": "2026-09-01", "validThrough": "2027-06-30",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("months", "today", "first", "last"),
    [
        ((9, 6), "2026-11-29", "2026-09-01", "2027-06-30"),
        ((9, 6), "2027-02-01", "2026-09-01", "2027-06-30"),
        ((9, 6), "2027-07-01", "2027-09-01", "2028-06-30"),
        ((7, 8), "2026-11-29", "2027-07-01", "2027-08-31"),
        ((2, 2), "2028-02-10", "2028-02-01", "2028-02-29"),
    ],
)
def test_the_season_of_a_day(months, today, first, last):
    assert tuple(map(str, season(months, datetime.date.fromisoformat(today)))) == (first, last)


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("en", WEEK, ["Monday to Friday, 8:30 AM to 4:30 PM"]),
        ("es", WEEK, ["De lunes a viernes, de 8:30 a 16:30"]),
        ("en", "Mon, Wed, Fri 9:00-12:00, 13:00-24:00", ["Monday, Wednesday, and Friday, 9:00 AM to 12:00 PM and 1:00 PM to midnight"]),
        ("es", "September to June: Sat 9:00-12:00; closed on holidays", ["De septiembre a junio: sábado, de 9:00 a 12:00", "Cerrado los días feriados"]),
        ("en", "July: Mon 9:00-10:00", ["July: Monday, 9:00 AM to 10:00 AM"]),
        ("en", "24 hours", ["Day and night, every day"]),
        ("es", "by appointment", ["Con cita"]),
    ],
)
def test_hours_in_words(tmp_path, language, text, lines):
    catalog = load(with_real_labels(small_data.write(tmp_path)))
    said = Wording(catalog.labels, language).hours(understand(text))
    assert [str(line).replace("\u202f", " ") for line in said] == lines


def test_words_of_the_source_are_escaped(tmp_path):
    catalog = load(with_real_labels(small_data.write(tmp_path)))
    assert Wording(catalog.labels, "en").hours(Hours(words="Ask <now>")) == ["Ask &lt;now&gt;"]


@pytest.mark.parametrize(
    ("text", "visits"),
    [
        ("Tue 10:00-11:30", ["Tue 10:00-11:30"]),
        ("Mon 9:00-17:00, Sat 9:00-12:00", ["Sat 9:00-12:00"]),
        ("Mon-Fri 8:00-12:00, 13:00-16:00", []),
        ("Tue 10:00-11:30; by appointment", []),
        ("24 hours", []),
    ],
)
def test_what_somebody_can_plan_for_is_short_and_asks_for_no_appointment(text, visits):
    assert [str(opening) for opening in understand(text).visits] == visits


def test_the_months_of_an_opening_leave_out_those_of_a_season():
    hours = understand("Sat 10:00-11:00; July to August: Sun 9:00-10:00")
    assert [hours.months_of(opening) for opening in hours.openings] == [[1, 2, 3, 4, 5, 6, 9, 10, 11, 12], [7, 8]]
    assert understand(WEEK).months_of(understand(WEEK).openings[0]) == []
