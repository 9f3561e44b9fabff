"""What cells say is read where it is certain, and never guessed."""

from __future__ import annotations

import pytest
from imhsite.importing.cells import clean
from imhsite.intake import columns, values


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("0-5", "birth to 5"), ("0 – 5 yrs.", "birth to 5"), ("Birth to three", "birth to 3"), ("Prenatal - age 3", "pregnancy to 3"), ("6 weeks-5 years", "6 weeks to 5"),
        ("Ages 3 to 5", "3 to 5"), ("under 3", "under 3"), ("5 and under", "birth to 5"), ("0-36 months", "birth to 36 months"), ("18 months to 5 years", "18 months to 5"),
        ("Children ages 0 to 8", "birth to 8"), ("2.5 to 5", "30 months to 5"), ("Pregnant women", "pregnancy"), ("up to age 6", "birth to 6"),
        ("Preschool through young adult", None), ("All ages", None), ("3+", None), ("18 and older", None), ("5 to birth", None), ("0-99", None), ("Age 55 or over for most programs", None), ("", None),
    ],
)  # fmt: skip
def test_ages(text, ages):
    assert values.ages(text) == ages


@pytest.mark.parametrize(
    ("youngest", "oldest", "unit", "ages"),
    [
        ("0", "5", "year", "birth to 5"), ("0", "35", "month", "birth to 35 months"), ("", "3", "year", "birth to 3"), ("0.5", "2", "year", "6 months to 2"), ("0", "999", "year", "birth to 25"),
        ("18", "200", "year", None), ("0", "", "year", None), ("three", "5", "year", None), ("5", "2", "year", None),
    ],
)  # fmt: skip
def test_ages_in_two_columns(youngest, oldest, unit, ages):
    assert values.ages_between(youngest, oldest, unit) == ages


@pytest.mark.parametrize(
    ("bands", "ages"),
    [(["birth to 3", "3 to 5"], "birth to 5"), (["pregnancy", "birth to 1"], "pregnancy to 1"), (["birth to 1", "4 to 5"], None), (["under 3"], "under 3"), (["birth to 2", "under 5"], "birth to 59 months")],
)
def test_ages_that_are_marked_follow_one_another(bands, ages):
    assert values.joined_bands(bands) == ages


@pytest.mark.parametrize(
    ("text", "numbers", "rest"),
    [
        ("(860) 555-0111", ["860-555-0111"], []), ("860.555.0111", ["860-555-0111"], []), ("1-860-555-0111", ["860-555-0111"], []), ("8605550111", ["860-555-0111"], []), ("8605550111.0", ["860-555-0111"], []),
        ("860-555-0111 x 230", ["860-555-0111 x230"], []), ("860 555-0111 X 230", ["860-555-0111 x230"], []), ("860-555-0111 ext. 5", ["860-555-0111 x5"], []),
        ("860-555-0111 or 860-555-0112", ["860-555-0111", "860-555-0112"], []), ("860-555-0111; 860-555-0111", ["860-555-0111"], []),
        ("TTY: 860-555-0112, main: 860-555-0111", ["tty 860-555-0112", "860-555-0111"], []),
        ("860-555-0111; fax: 860-555-0112", ["860-555-0111", "fax 860-555-0112"], []), ("Desk fax: 860-555-0112", ["fax 860-555-0112 Desk"], []), ("860-555-0112 (fax)", ["fax 860-555-0112"], []),
        ("Referrals: 860-555-0111 x5; Spanish 860-555-0112", ["860-555-0111 x5 Referrals", "860-555-0112 Spanish"], []), ("sms: 860-555-0112", ["text 860-555-0112"], []),
        ("tollfree: 800-555-0199, main: 860-555-0111", ["toll-free 800-555-0199", "860-555-0111"], []), ("cell 860-555-0112", [], ["cell 860-555-0112"]),
        ("860-555-BABY", ["860-555-2229"], []), ("555-0111", [], ["555-0111"]), ("8605-555-0111", [], ["8605-555-0111"]), ("no phone", [], ["no phone"]), ("123-456-7890", [], ["123-456-7890"]),
    ],
)  # fmt: skip
def test_telephone_numbers(text, numbers, rest):
    found, others = values.numbers(text)
    assert [f"{one.sort} {one.text} {one.label}".removeprefix("voice ").strip() for one in found] == numbers and others == rest


def test_a_number_of_another_country():
    assert values.numbers("020 7946 0018", "GB") == ([values.Number("+44 20 7946 0018", "voice")], [])


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-10-14", "2026-10-14"), ("10/14/2026", "2026-10-14"), ("10/14/26", "2026-10-14"), ("Oct. 14, 2026", "2026-10-14"), ("October 2026", "2026-10"), ("2026-10-14T08:00:00Z", "2026-10-14"), ("14/10/2026", None), ("2026-02-30", None), ("2199-01-01", None), ("soon", None)],
)
def test_dates(text, day):
    assert values.date(text) == day


def test_outside_the_united_states_the_day_comes_first():
    assert values.date("3/10/2026", day_first=True) == "2026-10-03"


@pytest.mark.parametrize(("text", "address"), [("www.example.org/a", "http://www.example.org/a"), ("HTTPS://Example.org/A", "https://example.org/A"), ("N/A", None), ("see our page", None), ("info@example.org", None)])
def test_web_addresses(text, address):
    assert values.website(text) == address


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [("info@example.org", True), ("intake@agency.example.org", True), ("littlefeet@gmail.com", False), ("info@gmail.com", True), ("pat.sample@example.org", False), ("psample@example.org", False), ("feet@example.org", True), ("example@example.org", True)],
)
def test_an_email_is_kept_only_if_it_is_surely_no_persons(address, is_kept):
    assert values.is_of_a_role(address, "Baby Steps Little Feet") == is_kept


@pytest.mark.parametrize(
    ("text", "is_open"),
    [("Active", True), ("Yes", True), ("1", True), ("Inactive", False), ("Active - Do Not Refer", False), ("temporarily closed", False), ("No", False), ("defunct", False), ("Pending", False), ("perhaps", None), ("Tier 2", None)],
)
def test_status(text, is_open):
    assert values.is_open(text) == is_open


@pytest.mark.parametrize(("text", "is_closed"), [("Baby Steps (CLOSED)", True), ("ZZZ Baby Steps", True), ("INACTIVE Baby Steps", True), ("Enclosed Gardens", False), ("Baby Steps (closed Fridays)", True), ("Baby Steps", False)])
def test_names_that_say_closed(text, is_closed):
    assert values.says_closed(text) == is_closed


def test_sentences_with_persons_go():
    said = "Come in. Ask for Ms. Sample at the desk. Write to pat.sample@example.org. Or to info@example.org."
    assert values.without_persons(said) == ("Come in. Or to info@example.org.", ["a person's name", "a person's e-mail"])
    assert values.without_persons("Dr. Seuss day. Contact: Pat Sample") == ("", ["a person's name", "a person's name"])


def test_markup_becomes_plain_paragraphs():
    assert clean("<p>One &amp; <b>two</b></p><p>Three<br/>four</p>") == "One & two\nThree\nfour"
    assert clean("Look [here](https://example.org) **now**\u200b.\n- a\n- b") == "Look here (https://example.org) now.\n- a\n- b"
    assert clean("1 < 2 and 3 > 2, `code` {{ x }}") == "1 < 2 and 3 > 2, 'code' { { x }}"


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Program Name", "name"), ("PublicName", "name"), ("Agency", "organization"), ("ParentAgencyNum", "organization id"), ("ResourceAgencyNum", "id"), ("Phone1Number", "phone"), ("Phone1IsPrivate", "private phone"),
        ("PhysicalAddressIsPrivate", "private address"), ("MainContactName", "person"), ("MainContactPhoneNumber", "person"), ("Cell phone", "person"), ("PhoneFax", "fax"), ("PhoneTTY", "tty"), ("Legal Status", ""),
        ("Is this service open?", "status"), ("Is this location open at least weekly", ""), ("AgencyStatus", "status"), ("Do not refer", "closed"), ("LastVerifiedOn", "verified"), ("Still open?", "status"), ("Where (towns)", "reach"), ("What it is", "description"), ("Last updated", ""), ("Min. age (months)", "youngest age"),
        ("maximum_age", "oldest age"), ("0-3 yrs", "ages if marked"), ("Prenatal to 1", "ages if marked"), ("Same phone number as organization?", ""), ("CoverageArea", "reach"), ("TaxonomyTerms", "category"), ("Age grp.", "ages"), ("Langs.", "languages"), ("E-mail addr.", "email"), ("6+", "ages if marked"), ("Phone/Fax", ""), ("Service is delivered", "setting"), ("", ""), ("Colour", ""),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(header, role):
    assert columns.role_of(header) == role


@pytest.mark.parametrize(
    ("header", "role", "is_used"),
    [
        ("Program Name & Site", "name", True), ("Towns they cover", "reach", True), ("Alt. Contact", "person", True), ("Contact info", "", False), ("Phone/Fax", "phone", False),
        ("Best phone for parents", "phone", False), ("Ages you take", "ages", False), ("Parent ages you take", "", False), ("Colour", "", False),
    ],
)  # fmt: skip
def test_a_name_that_only_looks_like_one_is_a_guess(header, role, is_used):
    guess = columns.guesses([header], [["words"]])[0]
    assert (guess.role, guess.is_used) == (role, is_used)


@pytest.mark.parametrize(("text", "code"), [("2818", "02818"), ("601", "00601"), ("6278.0", "06278"), ("06278", "06278"), ("06278-1234", "06278-1234"), ("48", "48"), ("Ashford", "Ashford")])
def test_zip_codes_get_back_the_zeros_that_a_spreadsheet_took(text, code):
    assert values.zip_code(text) == code


def test_what_only_the_content_says_is_never_used_for_ages_phones_or_status():
    rows = [["860-555-0111", "0-5", "info@example.org", "x"]] * 3
    found = columns.guesses(["A", "B", "C", "D"], rows)
    assert [(guess.role, guess.is_used) for guess in found] == [("phone", False), ("ages", False), ("email", True), ("", False)]
    assert found[0].shown == ["860-555-0111"]
