"""What each kind of value takes, at its edges, and what the check says to write instead of another."""

from __future__ import annotations

import datetime
import re

import pytest
from imhsite.files import source
from imhsite.files.problems import Problem
from imhsite.model import dates
from imhsite.model import fields as f
from imhsite.model import meant
from imhsite.model.ages import parse_range
from imhsite.model.dates import PartialDate
from imhsite.model.hours import Hours


def node(text: str) -> source.Node:
    """What YAML reads of TEXT as the value of a field."""
    (_, record), = source.parse(f"record:\n  field: {text}\n", "x.yaml").records
    return record.entries[0][1]


def quoted(text: str) -> source.Scalar:
    return source.Scalar(text, 1, 1, plain=False)


def refused(parser: f.Parser, value: source.Node) -> list[tuple[str, str, str]]:
    """The reasons why PARSER does not take VALUE: what to write, what was written, the code."""
    with pytest.raises(f.Refusal) as error:
        parser(value)
    return [(reason.write.removeprefix("write "), reason.got, reason.code) for reason in error.value.reasons]


WORDS = f.list_of(f.plain_text, "[a, b]")
PDF = f.docs_file("a/b.pdf", "pdf", "png")
SHARES = f.zip_shares


@pytest.mark.parametrize(
    ("parser", "text", "value"),
    [
        (f.plain_text, " a ", "a"),
        (f.plain_text, "a" * 400, "a" * 400),
        (f.plain_text, "0o17", "0o17"),
        (f.prose, "a\n\nb", "a\n\nb"),
        (f.prose, "a" * 6000, "a" * 6000),
        (f.caption, "{number}" + "a" * 92, "{number}" + "a" * 92),
        (f.language, "haw", "haw"),
        (f.language, "zh-Hant", "zh-Hant"),
        (f.language, "es-419", "es-419"),
        (f.past_year, "2021", f.Year(2021, False)),
        (f.past_year, "2026", f.Year(2026, False)),
        (f.past_year, "about 2015", f.Year(2015, True)),
        (f.past_date, "2026-11-21", PartialDate(2026, 11, 21)),
        (f.past_date, "2026", PartialDate(2026)),
        (f.day, "2099-03-05", PartialDate(2099, 3, 5)),
        (f.age_range, "pregnancy", parse_range("pregnancy")),
        (f.stated_age_range, "not stated", None),
        (f.parent_ages, "18 to 99", parse_range("18 to 99", 99)),
        (f.web_address, "http://example.org", "http://example.org"),
        (f.web_address, "https://example.org:80/", "https://example.org:80/"),
        (f.email_address, "a.b+c@mail.example.org", "a.b+c@mail.example.org"),
        (f.coordinates, "90, 180", (90.0, 180.0)),
        (f.coordinates, "-90, -180", (-90.0, -180.0)),
        (f.coordinates, "41.8911, -72.171", (41.8911, -72.171)),
        (f.whole_number, "0", 0),
        (f.whole_number, "999999", 999999),
        (f.zip_code, "06278", "06278"),
        (f.phone_number, "2-1-1", f.Phone("2-1-1")),
        (f.phone_number, "123456", f.Phone("123456")),
        (f.phone_number, "1-860-555-0100 x123456", f.Phone("1-860-555-0100 x123456")),
        (f.phone_number, "+44 20 7946 0958", f.Phone("+44 20 7946 0958")),
        (f.page_path, "a/b-2/", "a/b-2/"),
        (f.old_path, "handouts/*", "handouts/*"),
        (f.old_path, "handouts/", "handouts/"),
        (f.icon, "baby-face-2", "baby-face-2"),
        (f.time_zone, "America/New_York", "America/New_York"),
        (PDF, "a-b/c_d.png", "a-b/c_d.png"),
        (f.places, "statewide", f.Places(True)),
        (f.places, "no place", f.Places(False)),
        (f.opening_hours, "Ask at the desk", Hours(words="Ask at the desk")),
    ],
)
def test_a_value_that_fits(monkeypatch, parser, text, value):
    monkeypatch.setenv(dates.TODAY, "2026-11-21")
    monkeypatch.setattr(dates, "latest", dates.given_day)
    assert parser(quoted(text)) == value


@pytest.mark.parametrize(
    ("parser", "text", "write"),
    [
        (f.plain_text, "a\nb", "text on one line"),
        (f.plain_text, " ", "text on one line"),
        (f.plain_text, "a" * 401, "at most 400 characters"),
        (f.plain_text, "a\u200bb", "delete the invisible character"),
        (f.plain_text, "a **b**", "plain text, without markup or template code"),
        (f.plain_text, "&nbsp;", "plain text, without markup or template code"),
        (f.plain_text, "a &amp; b", "the sign itself: &"),
        (f.prose, "a" * 6001, "at most 6000 characters"),
        (f.caption, "Call", f.caption.write),
        (f.caption, "{number} {number}", f.caption.write),
        (f.caption, "{number} {name}", f.caption.write),
        (f.caption, "{number}}", f.caption.write),
        (f.caption, "{number}" + "a" * 93, "at most 100 characters"),
        (f.language, "Spanish", '"es"'),
        (f.language, "Creole", '"ht"'),
        (f.language, "Cantonese", '"yue"'),
        (f.language, "Brazilian Portuguese", '"pt-BR"'),
        (f.past_year, "2027", 'a year up to now, such as 2021 or "about 2015"'),
        (f.past_year, "1899", 'a year up to now, such as 2021 or "about 2015"'),
        (f.past_year, "circa 2015", '"about 2015"'),
        (f.past_year, "in 2015", "2015"),
        (f.past_date, "2026-11-22", f.past_date.write),
        (f.past_date, "2026-12", f.past_date.write),
        (f.past_date, "11/21/2026", "2026-11-21, if you mean November 21, 2026"),
        (f.past_date, "1-2-26", "2026-01-02, if you mean January 2, 2026"),
        (f.past_date, "11/2026", "2026-11, if you mean November 2026"),
        (f.past_date, "2026.1.2", "2026-01-02, if you mean January 2, 2026"),
        (f.past_date, "2nd of May 2026", "2026-05-02, if you mean May 2, 2026"),
        (f.past_date, "December 2025", "2025-12, if you mean December 2025"),
        (f.past_date, "2026-11-21 or so", "2026-11-21 alone, and the rest in a field for words"),
        (f.past_date, "13/13/2026", f.past_date.write),
        (f.day, "2027-03", "a day, such as 2027-03-05"),
        (f.age_range, "birth\u00a0to 5", "ordinary blanks between the words; one of them is a no-break space"),
        (f.age_range, "no\u00a0age", f.age_range.write),
        (f.age_range, "18 to 99", f.age_range.write),
        (f.stated_age_range, "?", '"not stated", and the reason in ages_note'),
        (f.parent_ages, "14-21", '"14 to 21"'),
        (f.parent_ages, "18-18", '"18 to 18"'),
        (f.parent_ages, "21-14", f.parent_ages.write),
        (f.parent_ages, "18+", '"18 and up"'),
        (f.parent_ages, "18 to 100", f.parent_ages.write),
        (f.parent_ages, "18", f.parent_ages.write),
        (f.web_address, "ftp://example.org", f.web_address.write),
        (f.web_address, "https://example", f.web_address.write),
        (f.web_address, "www.example.org/a b", '"https://www.example.org/ab"'),
        (f.web_address, "htp://example.org", '"https://example.org"'),
        (f.web_address, "https:/example.org/?a#b", '"https://example.org/?a#b"'),
        (f.web_address, "a@example.org", "a web address that starts with https://; an e-mail address has a field of its own"),
        (f.web_address, "https://a.org https://b.org", "one web address here, the one that tells most"),
        (f.email_address, "a@example.org b", f.email_address.write),
        (f.email_address, "a@example", f.email_address.write),
        (f.email_address, "a [at] example dot org", '"a@example.org"'),
        (f.email_address, "mailto:a@example.org", '"a@example.org"'),
        (f.email_address, "a@b.org, c@d.org", "one e-mail address here, of a role"),
        (f.coordinates, "90.1, 0", f.coordinates.write),
        (f.coordinates, "0, 180.1", f.coordinates.write),
        (f.coordinates, "41.8 N 73.1 W", '"41.8, -73.1"'),
        (f.coordinates, "17.0 N 73.1 W", f.coordinates.write),
        (f.coordinates, "72.0 N 73.1 W", f.coordinates.write),
        (f.coordinates, "41.8 N 60.0 W", f.coordinates.write),
        (f.coordinates, "41.8 N 180.0 W", f.coordinates.write),
        (f.whole_number, "1,200", "1200"),
        (f.whole_number, "three", "3"),
        (f.whole_number, "none", "0"),
        (f.whole_number, "٣", "3"),
        (f.whole_number, "24 hours", "24"),
        (f.whole_number, "2.5", f.whole_number.write),
        (f.whole_number, "10%", f.whole_number.write),
        (f.whole_number, "1 or 2", f.whole_number.write),
        (f.whole_number, "1000000", f.whole_number.write),
        (f.zip_code, "6278", '"06278"'),
        (f.zip_code, "CT 06278-1234", '"06278"'),
        (f.zip_code, "627", f.zip_code.write),
        (f.phone_number, "1234", f.phone_number.write),
        (f.phone_number, "555-0100", "all 10 digits of the number; 7 are there"),
        (f.phone_number, "860-555-01000", "the 10 digits of the number; 11 are there"),
        (f.phone_number, "860-555-0100 x1234567", f.phone_number.write),
        (f.phone_number, "8605550100 ext. 5", "860-555-0100 x5"),
        (f.phone_number, "(860) 555-0100 ext. 123456", "860-555-0100 x123456"),
        (f.phone_number, "860-555-010000", "the 10 digits of the number; 12 are there"),
        (f.phone_number, "860-555-0100000", f.phone_number.write),
        (f.phone_number, "800 555 0100", "1-800-555-0100"),
        (f.phone_number, "860-555-0100 or 860-555-0101", "one number here, and a contact in contacts.yaml for each other number"),
        (f.phone_number, "+44", f.phone_number.write),
        (f.phone_number, "860-555-0100!", f.phone_number.write),
        (f.phone_number, "+44 (20) 7946.0958", f.phone_number.write),
        (f.page_path, "/programs", "programs/"),
        (f.page_path, "docs/programs/index.md", "programs/"),
        (f.page_path, "https://example.org/a/b.html", "a/b/"),
        (f.page_path, "Programs/", f.page_path.write),
        (f.old_path, "handouts*", f.old_path.write),
        (f.icon, "-a", f.icon.write),
        (f.time_zone, "Eastern", f.time_zone.write),
        (PDF, "docs/a.pdf", '"a.pdf"'),
        (PDF, "A B\\C.PDF", '"a-b/c.pdf", and name the file so'),
        (PDF, "a.doc", "a file that ends in .pdf or .png"),
        (PDF, "a/.pdf", "the path of a file in docs/ in small letters, digits and hyphens, such as a/b.pdf"),
        (f.places, "The whole state", '"statewide"'),
        (f.places, "Hartford", f.places.write),
        (f.opening_hours, "A" * 401, "at most 400 characters"),
        (f.opening_hours, "M-F 8:30-4:30", '"Mon-Fri 8:30-16:30"'),
        (f.opening_hours, "Mon 25:00-26:00", f.opening_hours.write),
        (f.requirement, "training is at least 24 weeks", f.requirement.write),
        (f.requirement, "training is a and b", f.requirement.write),
    ],
)
def test_what_to_write_instead_of_a_value_that_does_not_fit(monkeypatch, parser, text, write):
    monkeypatch.setenv(dates.TODAY, "2026-11-21")
    monkeypatch.setattr(dates, "latest", dates.given_day)
    assert refused(parser, quoted(text))[0][0] == write


def two(below: str, words: str, whole: str, ends: str) -> str:
    return f'"{below}" for children under {words}, or "{whole}"{ends}'


@pytest.mark.parametrize(
    ("typed", "write"),
    [
        ("0-2", two("birth to 1", "two", "birth to 2", " until the third birthday")),
        ("0-4", two("birth to 3", "four", "birth to 4", " until the fifth birthday")),
        ("0-1", two("under 1", "one", "birth to 1", " until the second birthday")),
        ("up to 3", two("birth to 2", "three", "birth to 3", " until the fourth birthday")),
        ("Prenatal – 3", two("pregnancy to 2", "three", "pregnancy to 3", " until the fourth birthday")),
        ("3 y - 5 yrs. old", two("3 to 4", "five", "3 to 5", " until the sixth birthday")),
        ("2.5 to 5", two("30 months to 4", "five", "30 months to 5", " until the sixth birthday")),
        ("9-11", two("9 to 10", "11", "9 to 11", " until the 12th birthday")),
        ("3 thru 10", '"3 to 10", which ends at the 11th birthday'),
        ("8-9", two("8 to 8", "9", "8 to 9", " until the tenth birthday")),
        ("21-22", two("21 to 21", "22", "21 to 22", " until the 23rd birthday")),
        ("12-20", two("12 to 19", "20", "12 to 20", " until the 21st birthday")),
        ("12-21", two("12 to 20", "21", "12 to 21", " until the 22nd birthday")),
        ("11-12", two("11 to 11", "12", "11 to 12", " until the 13th birthday")),
        ("6-36 months", two("6 months to 2", "three", "6 months to 36 months", ", which ends at 37 months")),
        ("0-12 mos", two("under 1", "one", "birth to 12 months", ", which ends at 13 months")),
        ("6-18 m", '"6 months to 18 months"'),
        ("1 w to 8 wks", '"1 week to 8 weeks"'),
        ("2-2", '"2 to 2"'),
        ("1-25", two("1 to 24", "25", "1 to 25", " until the 26th birthday")),
        ("1-26", None),
        ("0-0", None),
        ("Birth through age 5", '"birth to 5", which ends at the sixth birthday'),
        ("Pregnant women", '"pregnancy"'),
        ("children under six", '"under 6"'),
        ("less than 2 years", '"under 2"'),
        ("under 40", None),
        ("3+", '"3 and up"'),
        ("6 months or older", '"6 months and up"'),
        ("over 26", None),
        ("5", '"birth to 4" for children under five, or "5 to 5" for those of five alone'),
        ("2", '"birth to 1" for children under two, or "2 to 2" for those of two alone'),
        ("25", '"birth to 24" for children under 25, or "25 to 25" for those of 25 alone'),
        ("26", None),
        ("1", None),
        ("newborns", None),
    ],
)
def test_the_ages_that_people_mean(typed, write):
    ((said, *_),) = refused(f.age_range, quoted(typed))
    assert said == (write or f.age_range.write)
    for text in re.findall('"([^"]+)"', write or ""):
        f.age_range(quoted(text))


@pytest.mark.parametrize(("typed", "why"), [("N/A", "the reason"), ("--", "the reason"), ("Everyone", "what the source says"), ("anyone", "what the source says"), ("all children", "what the source says"), ("-5", "")])
def test_ages_that_nobody_knows(typed, why):
    assert refused(f.stated_age_range, quoted(typed))[0][0] == (f'"not stated", and {why} in ages_note' if why else f.stated_age_range.write)
    assert refused(f.age_range, quoted(typed))[0][0] == f.age_range.write


@pytest.mark.parametrize(
    ("typed", "write"),
    [
        ("Friday, March 5, 2027", "2027-03-05"),
        ("Fri. 2027-03-05", "2027-03-05"),
        ("March 5, 2027, 6:30-8 pm", "2027-03-05 18:30 to 20:00"),
        ("March 5, 2027 from 6 until 8:15 p.m.", "2027-03-05 18:00 to 20:15"),
        ("3/5/2027 11-1 pm", "2027-03-05 11:00 to 13:00"),
        ("3/5/2027 10 am - 11:00", "2027-03-05 10:00 to 11:00"),
        ("2027-03-05T18:30:00", "2027-03-05 18:30"),
        ("2027-03-05 12 am to 12 pm", "2027-03-05 00:00 to 12:00"),
        ("2027-03-05 23:59", None),
        ("2027-03-05 8 pm to 6 pm", "an end that is later than 20:00, on a 24-hour clock"),
        ("2027-03-05 8-8", "an end that is later than 08:00, on a 24-hour clock"),
        ("2027-03-05 24:00", ""),
        ("2027-03-05 6:60", ""),
        ("2027-03-05 6 to 25", ""),
        ("2027-02-30 6 pm", ""),
        ("next week at 6 pm", ""),
        ("1999-03-05", ""),
    ],
)
def test_the_day_and_hours_that_people_mean(typed, write):
    if write is None:
        assert str(f.span(quoted(typed))) == typed
    else:
        assert refused(f.span, quoted(typed))[0][0] == (write or f.span.write)


@pytest.mark.parametrize(("typed", "name"), [("URL", "website"), ("title", "name"), ("date", "when"), ("link", "website"), ("nothing", ""), ("location", "place"), ("web", "website"), ("cost", "")])
def test_the_field_that_people_mean(typed, name):
    assert meant.field_name(typed, ("when", "name", "website", "place", "page")) == name


@pytest.mark.parametrize(("typed", "slug"), [("Año Nuevo", "anio-nuevo"), ("Zoë's 2nd", "zoes-2nd"), ("--", "")])
def test_the_slug_that_people_mean(typed, slug):
    assert meant.slug(typed) == slug


@pytest.mark.parametrize("text", ["EN", "pt_br", "zh-HANT", "ES_419"])
def test_the_tag_of_a_language_is_told_in_its_signs(text):
    tag = {"EN": "en", "pt_br": "pt-BR", "zh-HANT": "zh-Hant", "ES_419": "es-419"}[text]
    ((_, got, _),) = refused(f.language, quoted(text))
    assert got == f'"{text}". Did you mean "{tag}"?'


@pytest.mark.parametrize("text", ["0o17", "0x1F", "1.", ".5", "-1e5", "yes", "~", "1:30", "2026-11-21"])
def test_what_yaml_takes_for_no_text_needs_quotation_marks(text):
    ((write, _, code),) = refused(f.plain_text, node(text))
    assert (write, code) == (f'it in quotation marks: "{text}"', "unquoted")


@pytest.mark.parametrize("text", ["0o18", "1.5 hours", "0x1G", "e5"])
def test_what_yaml_takes_for_text_needs_none(text):
    assert f.plain_text(node(text)) == text


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("[]", [("a list, such as [a, b]", "an empty list", "invalid-list")]),
        ("a", [("a list, such as [a, b]", '"a"', "invalid-list")]),
        ("{a: b}", [("a list, such as [a, b]", "fields of its own", "invalid-list")]),
        ("[a, b, a, yes]", [("each one only once", '"a"', "repeated-item"), ('it in quotation marks: "yes"', "yes", "unquoted")]),
        ("[[a], b]", [("text on one line", "a list", "invalid-text")]),
        ("[a: b]", [('put the text in "quotation marks", as it holds ": "', '"a: b"', "unquoted")]),
        ("[{a: b, c: d}]", [("text on one line", "fields of its own", "invalid-text")]),
        ("[a: [b]]", [("text on one line", "fields of its own", "invalid-text")]),
    ],
)
def test_what_is_no_list(text, reasons):
    assert refused(WORDS, node(text)) == reasons


def test_a_list_and_a_table_keep_their_order():
    assert WORDS(node("[b, a]")) == ("b", "a")
    assert SHARES(node('{"06279": 0.5, "06278": 100, "06280": some, "06281": boxes}')) == (("06279", 0.5), ("06278", 100.0), ("06280", None), ("06281", None))


@pytest.mark.parametrize(
    ("text", "gots"),
    [("{}", ["fields of its own"]), ("[a]", ["a list"]), ('{"06278": 0, 06279: 5, "06280": 100.1, "06281": 1}', ['"0"', "06279", '"100.1"']), ('{"06278": -5}', ['"-5"'])],
)
def test_what_is_no_table(text, gots):
    assert [got for _, got, _ in refused(SHARES, node(text))] == gots


def test_a_choice_is_told_in_other_words_too():
    size = f.choice("big", "small", meaning={"large": '"big"'})
    assert size(node("big")) == "big"
    assert refused(size, node("Large")) == [('"big"', '"Large"', "invalid-choice")]
    assert refused(size, node("smal")) == [("one of big, small", '"smal". Did you mean "small"?', "invalid-choice")]
    assert f.choice("big").write == "big"


def test_places_are_one_word_or_a_list():
    assert f.places(node("[a, b]")) == f.Places(False, ("a", "b"))
    assert refused(f.places, node("[a, no place]"))[0][0] == "no place by itself, not in a list"
    assert refused(f.places, node("[a; b]"))[0][0] == "put a comma between the items of a list"


@pytest.mark.parametrize(
    ("text", "number", "extension", "href"),
    [("2-1-1", "2-1-1", "", "211"), ("860-555-0100", "860-555-0100", "", "+18605550100"), ("1-860-555-0100 x12", "1-860-555-0100", "12", "+18605550100,12"), ("+44 20 7946 0958 x1", "+44 20 7946 0958", "1", "+442079460958,1"), ("123456", "123456", "", "123456")],
)
def test_what_a_telephone_dials(text, number, extension, href):
    phone = f.Phone(text)
    assert (phone.number, phone.extension, phone.href) == (number, extension, href)


@pytest.mark.parametrize("text", ["education is bachelor or graduate", "services includes advocacy and assessment", "supervision is at least 24 hours", "work is care"])
def test_a_requirement_is_written_as_it_was(text):
    assert str(f.requirement(quoted(text))) == text


@pytest.mark.parametrize(("codes", "told"), [([], False), (["invalid-day"], False), (["invalid-day", "invalid-past-date"], True), (["invalid-past-year"], True)])
def test_the_clock_is_told_where_a_mistake_may_be_its(monkeypatch, codes, told):
    monkeypatch.setattr(dates, "latest", lambda: datetime.date(2001, 2, 3))
    assert ("2001-02-03" in f.clock(Problem("x.yaml", code=code) for code in codes)) is told


def test_what_stands_somewhere_is_told_in_words():
    assert [f.describe(node(text)) for text in ("", "a", "[a]", "[]", "{a: b}")] == ["nothing", '"a"', "a list", "an empty list", "fields of its own"]
    assert f.text_in(Hours(words="Ask")) == "Ask" and f.text_in("Ask") == "Ask"
