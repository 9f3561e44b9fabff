"""Which programs serve a place, an age and a need, and how a list of them is cut."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from imhsite.finding import finder
from imhsite.finding.matching import GROUPS, HOME, LONGEST, MOST_NAMES, NEAR, NEIGHBORS, STATEWIDE, Group, Listed, Matcher, Programs, count, cut, group_of, handed_out, rank
from imhsite.model.ages import parse_range
from imhsite.model.fields import Places
from imhsite.model.records import STATUSES
from test_near import catalog_of, program, site

ASKED = ("ashford", "bolton", "canton", "north", "south", "")
MORE = [
    program("of-ashford", "[ashford]", ages="birth to 2"),
    program("of-nowhere", "no place"),
    program("of-south", "[south]", ages="3 to 5").replace("[bonding]", "[stress]"),
    program("training", "statewide", sort="initiative"),
    program("unsaid", "statewide", "  ages_note: Its page does not say.\n  setting: [home]\n", ages="not stated"),
]


@pytest.fixture(scope="module")
def matcher(tmp_path_factory) -> Matcher:
    return Matcher(catalog_of(tmp_path_factory.mktemp("matching"), "".join(MORE), ""))


def place(matcher: Matcher, slug: str):
    return matcher.catalog.towns.get(slug) or matcher.catalog.regions.get(slug)


@pytest.mark.parametrize(
    ("slug", "reached"),
    [("child-first", dict.fromkeys(ASKED, STATEWIDE)), ("of-ashford", {"ashford": NEAR, "north": NEAR, "": NEAR}), ("of-south", {"bolton": NEAR, "canton": NEAR, "south": NEAR, "": NEAR}), ("of-nowhere", {"": NEAR})],
)
def test_how_a_program_reaches_a_place(matcher, slug, reached):
    found = {each: matcher.reach(matcher.catalog.programs[slug], place(matcher, each)) for each in ASKED}
    assert found == dict.fromkeys(ASKED, "") | reached


def test_the_towns_of_places_stand_each_once_in_their_order(matcher):
    towns = matcher.towns_in(Places(False, ("south", "canton", "ashford")))
    assert [town.slug for town in towns] == ["ashford", "bolton", "canton"]
    assert matcher.towns_in(Places(True)) == []


def found(matcher: Matcher, where: str = "", ages: str = "", need: str = "") -> dict[str, list[str]]:
    groups = matcher.grouped(place(matcher, where), parse_range(ages) if ages else None, matcher.catalog.needs.get(need))
    return {group.name: [each.slug for each in group.programs] for group in groups}


@pytest.mark.parametrize(
    ("asked", "groups"),
    [
        ({}, {"services": ["minding-the-baby", "of-ashford", "of-nowhere", "of-south", "child-first"], "initiatives": ["training"], "age-not-stated": ["unsaid"]}),
        ({"where": "ashford"}, {NEAR: ["minding-the-baby", "of-ashford"], STATEWIDE: ["child-first"], "initiatives": ["training"], "age-not-stated": ["unsaid"]}),
        ({"where": "canton", "ages": "4 to 5"}, {NEAR: ["of-south"], STATEWIDE: ["child-first"], "initiatives": ["training"], "age-not-stated": ["unsaid"]}),
        ({"where": "south", "ages": "pregnancy", "need": "bonding"}, {STATEWIDE: ["child-first"], "age-not-stated": ["unsaid"]}),
        ({"need": "stress"}, {"services": ["minding-the-baby", "of-south"]}),
    ],
)
def test_programs_are_grouped_by_what_is_asked(matcher, asked, groups):
    assert found(matcher, **asked) == groups


def test_what_to_turn_to_instead_shares_most_needs_and_serves_the_same(tmp_path):
    other = program("both", "[bolton]").replace("[bonding]", "[bonding, stress]")
    far = "".join(program(slug, "[canton]") for slug in ("a-far", "b-far", "c-far", "d-far"))
    several = Matcher(catalog_of(tmp_path, "".join(MORE) + other + far, ""))
    said = {slug: [each.slug for each in several.similar(several.catalog.programs[slug])] for slug in ("minding-the-baby", "of-ashford", "of-south", "child-first", "of-nowhere", "unsaid")}
    assert said == {
        "minding-the-baby": ["both", "a-far", "b-far"],
        "of-ashford": ["minding-the-baby", "child-first"],
        "of-south": ["both"],
        "child-first": [],
        "of-nowhere": ["child-first"],
        "unsaid": ["child-first"],
    }


# Lists, of numbers in place of programs

ALL = [*range(200)]


def test_a_set_of_programs_is_a_sequence_in_its_order():
    some = Programs(ALL, 0b101101)
    assert (len(some), [*some], some[0], some[-1], some[1:3], some[:9]) == (4, [0, 2, 3, 5], 0, 5, (2, 3), (0, 2, 3, 5))
    assert [*Programs(ALL, 0b101101, [0b1100, 0b111000])] == [2, 3, 5, 0]
    assert [*Programs(ALL, 0)] == []
    with pytest.raises(IndexError):
        some[4]


def group(name: str, size: int) -> Group:
    return Group(name, Programs(ALL, (1 << size) - 1))


def test_a_list_is_shown_whole_up_to_its_longest():
    (whole, other) = cut([group(NEAR, 25), group(STATEWIDE, LONGEST - 25)])
    assert (whole.shown, whole.named, whole.left, len(other.shown), other.count) == (tuple(range(25)), (), 0, 15, 15)


def test_of_a_longer_list_each_group_begins():
    near, home, ended = cut([group(NEAR, 130), group(HOME, 6), group("ended", 5)])
    assert (near.shown, near.named, near.left) == (tuple(range(20)), tuple(range(20, 20 + MOST_NAMES)), 10)
    assert (home.shown, home.named, home.left) == (tuple(range(5)), (), 1)
    assert (len(ended.shown), ended.left) == (5, 0)
    first, near = cut([group("services", 30), group(NEAR, 11)])
    assert (len(first.shown), first.left, len(near.shown), len(near.named)) == (20, 10, 5, 6)


def test_what_is_left_is_neither_shown_nor_named():
    assert Listed(NEAR, 10, [1, 2], [3]).left == 7


def one(**facts: object) -> SimpleNamespace:
    return SimpleNamespace(**{"status": "active", "sort": "service", "ages": parse_range("birth to 5"), "name": "A"} | facts)


@pytest.mark.parametrize(
    ("facts", "alone", "near", "neighbors"),
    [
        ({}, "services", NEAR, NEIGHBORS),
        ({"sort": "initiative"}, "initiatives", "initiatives", NEIGHBORS),
        ({"ages": None}, "age-not-stated", "age-not-stated", NEIGHBORS),
        ({"ages": None, "sort": "initiative"}, "age-not-stated", "age-not-stated", NEIGHBORS),
        ({"status": "ended", "ages": None}, "ended", "ended", "ended"),
    ],
)
def test_a_program_has_one_group(facts, alone, near, neighbors):
    assert [group_of(one(**facts), reach) for reach in ("", NEAR, NEIGHBORS)] == [alone, near, neighbors]


def test_services_stand_first_then_the_surest_then_by_name():
    order = [one(sort=sort, status=status, name=name) for sort in ("service", "initiative") for status in STATUSES for name in ("A", "B")]
    assert sorted(reversed(order), key=rank) == order


def test_a_handout_holds_services_that_a_family_can_ask_for_now():
    first, second, third, ended, training = one(name="A"), one(name="B"), one(name="C"), one(status="ended"), one(sort="initiative")
    groups = [Group(NEAR, [ended, first, training]), Group("initiatives", [training]), Group(STATEWIDE, [second, third])]
    assert handed_out(groups, 2) == ([Group(NEAR, (first,)), Group(STATEWIDE, (second,))], [third])
    assert handed_out(groups, 1) == ([Group(NEAR, (first,))], [second, third])
    assert handed_out(groups, 9) == ([Group(NEAR, (first,)), Group(STATEWIDE, (second, third))], [])


def test_what_may_not_be_for_who_asks_is_not_counted():
    assert count(group(name, 3) for name in GROUPS) == 3 * (len(GROUPS) - 2)
    assert count([group("ended", 3), group(NEIGHBORS, 2), group(NEAR, 1)]) == 1


# What the finder fetches


ENDED = program("over", "[bolton]").replace("status: active", "status: ended\n  ended: 2020\n  successor: Nobody helps now.")


@pytest.fixture(scope="module")
def with_ended(tmp_path_factory) -> Matcher:
    sites = site("here", "over, of-south", "bolton") + site("narrow", "of-south", "canton", "  serves: [bolton]\n")
    return Matcher(catalog_of(tmp_path_factory.mktemp("ended"), "".join(MORE) + ENDED, sites))


def test_what_has_ended_is_no_neighbor(with_ended):
    assert found(with_ended, "ashford")[NEIGHBORS] == ["of-south"]


@pytest.mark.parametrize(("most", "others", "elsewhere"), [(8, [], 0), (7, ["minding-the-baby", "of-ashford", "of-south", "over"], 3)])
def test_programs_of_places_are_fetched_apart_where_there_are_many(with_ended, monkeypatch, most, others, elsewhere):
    monkeypatch.setattr(finder, "MOST_TOGETHER", most)
    data = finder.FinderData(with_ended.catalog, with_ended)
    assert ([each.slug for each in data.others], data.count, data.count_elsewhere) == (others, 7, elsewhere)
    assert len(data.first) + len(others) == 8 and bool([*data.near()]) is bool(others)
    assert {"serves", "says"} <= json.loads(data.files()[finder.FILE])["programs"].keys()


@pytest.mark.parametrize(("most", "shown"), [(8, [5, 1, 1, 1]), (7, [2, 1, 1, 1])])
def test_a_long_list_begins_with_few_of_each_group(with_ended, monkeypatch, most, shown):
    monkeypatch.setattr(finder, "MOST_CARDS", most)
    monkeypatch.setattr(finder, "FEW_CARDS", 2)
    groups = finder.FinderData(with_ended.catalog, with_ended).groups()
    assert [(each.name, each.count, len(each.shown)) for each in groups] == [*zip(("services", "initiatives", "age-not-stated", "ended"), (5, 1, 1, 1), shown, strict=True)]


def test_a_row_leaves_out_what_its_name_tells(with_ended):
    data = finder.FinderData(with_ended.catalog, with_ended)
    named = replace(with_ended.catalog.programs["over"], name="What Was")
    assert (data._row(with_ended.catalog.programs["over"])["slug"], data._row(named)["slug"]) == ("", "over")


def test_the_words_of_a_status_depend_on_its_day(with_ended):
    programs = with_ended.catalog.programs
    data = finder.FinderData(with_ended.catalog, with_ended)
    told = [data._status(programs[slug]) for slug in ("over", "minding-the-baby", "child-first")]
    assert told == [("ended", programs["over"].ended), ("active", programs["minding-the-baby"].checked), ("unchecked", 2015)]
    assert [finder._number(months) for months in (3.0, 1.5)] == [3, 1.5]


def test_what_is_fetched_of_a_place_and_counted_elsewhere(with_ended, monkeypatch):
    """Towns and then regions are letters from 0 on, as are the needs; `at` has sites for all, and one in Canton for those of Bolton."""
    monkeypatch.setattr(finder, "MOST_TOGETHER", 7)
    data = finder.FinderData(with_ended.catalog, with_ended)
    near = {path: json.loads(text) for path, text in data.near()}
    assert near["programs/near/south.json"] == {
        "name": ["Minding the Baby", "Of South", "Over"], "slug": ["", "", ""], "ages": [1, 3, 2], "kind": [0, 0, 2], "needs": ["01", "1", "0"],
        "phone": ["8605550100", "2-1-1", "2-1-1"], "dials": ["", "211", "211"], "line": [0, 1, 1], "where": ["04", "4", "1"], "status": [0, 0, 2],
        "at": ["", "1 2/1", "1"], "offer": [0, 1, 1], "near": 3,
    }  # fmt: skip
    assert near["programs/near/ashford.json"]["name"] == ["Minding the Baby", "Of Ashford", "Of South"] and near["programs/near/ashford.json"]["near"] == 2
    told = json.loads(data.files()[finder.FILE])
    assert [span[:2] for span in told["ages"]] == [["", ""], [0, 36], [0, 72], [36, 72], [-9, 72]]
    assert told["elsewhere"] == {"edges": [-9, 0, 36, 72], "counts": [[3, 2, 2, 0, 0, 0], [0] * 6, [2, 2, 1, 0, 0, 0], [1, 0, 1, 0, 0, 0], [0] * 6]}
    assert (told["offers"], told["weeks"], told["terms"], told["zone"], len(told["statuses"])) == ([["0", "", 0, 0], ["", "", 0, 0]], [[]], [["", []]], "", 3)
    first = told["programs"]
    assert (first["name"], first["kind"], first["serves"], first["says"]) == (["Of Nowhere", "Unsaid", "Child First", "Training"], [0, 4, 0, 1], ["", "*", "*", "*"], [""] * 4)
