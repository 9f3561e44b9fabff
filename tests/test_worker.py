"""Whatever the network and the device do, a reader sees the page or a kept one: src/imhsite/theme/worker.js in a made-up browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

NODE = os.environ.get("PLAYWRIGHT_NODEJS_PATH", "node")
STAGE = Path(__file__).with_name("worker_stage.mjs")
MUCH, PATIENCE = 1_000_000, 3000
FAILS = ("gone", "trouble", "half", "short")


@pytest.fixture(scope="module")
def play():
    """Play the steps of a scenario on a device with so much room; return what each came to."""
    with subprocess.Popen([NODE, STAGE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as stage:

        def play(*steps, room: int = MUCH, base: str = "/") -> list:
            stage.stdin.write(json.dumps({"steps": steps, "room": room, "base": base}) + "\n")
            stage.stdin.flush()
            return json.loads(stage.stdout.readline())

        yield play
        stage.stdin.close()


def shown(visit: dict) -> tuple[str, bool]:
    """What a visit showed, and whether that was told as kept."""
    return re.sub(r".*<main[^>]*>(?:<p class.*</script>)?(.*?)</main>.*", r"\1", visit["body"], flags=re.DOTALL), visit["noted"]


def test_a_device_without_room_costs_no_answer(play):
    for room in (0, -1, 300):
        *_, first, again = play(["install"], ["room", room], ["visit", "one/"], ["visit", "one/"])
        assert shown(first) == shown(again) == ("page one/ v0", False)


@pytest.mark.parametrize("room", [0, 400, 1200, 1500])
def test_a_device_that_fills_half_way_keeps_nothing_of_an_update_and_all_of_before(play, room):
    _, _, before, _, _, after, _, kept, one = play(["install"], ["visit", "one/"], ["cached"], ["publish"], ["room", 2000 + room], ["install"], ["network", "gone"], ["cached"], ["visit", "one/"])
    assert shown(one) == ("page one/ v0", True) and set(one["styles"]) == {200}
    if not after["installed"]:
        assert kept["cached"] == before["cached"]


def test_a_device_that_is_full_from_the_start_says_that_nothing_is_kept(play):
    installed, kept = play(["install"], ["cached"], room=500)
    assert (installed["installed"], kept["cached"]) == (False, [])


@pytest.mark.parametrize("does", FAILS)
def test_what_was_read_is_shown_where_the_network_fails(play, does):
    *_, one = play(["install"], ["visit", "one/"], ["network", does], ["visit", "one/"])
    assert shown(one) == ("page one/ v0", True)


def test_a_server_that_hangs_hides_the_kept_page_for_three_seconds_only(play):
    *_, one = play(["install"], ["visit", "one/"], ["network", "hangs"], ["visit", "one/"])
    assert shown(one) == ("page one/ v0", True) and PATIENCE <= one["took"] < 2 * PATIENCE


def test_a_slow_page_is_shown_as_kept_and_replaced_when_it_comes(play):
    *_, one, _, again, _, cached = play(["install"], ["visit", "one/"], ["publish"], ["network", "good", 6000], ["visit", "one/"], ["wait", 5000], ["reload", "one/"], ["wait", 30_000], ["cached"])
    assert shown(one) == ("page one/ v0", True)
    assert again["messages"] == ["newer"] and shown(again) == ("page one/ v1", False)
    assert [body for _, path, body in cached["cached"] if path == "/one/"] == [again["body"]]


def test_a_reader_who_has_gone_on_is_not_told(play):
    *_, again = play(["install"], ["visit", "one/"], ["visit", "two/"], ["network", "good", 6000], ["visit", "one/"], ["network", "good"], ["visit", "two/"], ["wait", 5000], ["reload", "two/"])
    assert again["messages"] == []


def test_a_page_that_is_not_kept_is_waited_for(play):
    *_, one = play(["install"], ["network", "good", 25_000], ["visit", "one/"])
    assert shown(one) == ("page one/ v0", False)


def test_without_a_network_what_was_never_read_says_whom_to_call(play):
    *_, one = play(["install"], ["network", "gone"], ["visit", "one/"])
    assert shown(one) == ("page help-now/ v0", True)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_kept_page_keeps_its_styles_until_it_is_replaced(play, times):
    *_, one, cached = play(["install"], ["visit", "one/"], *[["publish"], ["install"]] * times, ["network", "gone"], ["visit", "one/"], ["cached"])
    assert shown(one) == ("page one/ v0", True) and set(one["styles"]) == {200}
    assert {name for name, *_ in cached["cached"]} == {f"site / v{times}"}
    *_, one, _, _, cached = play(["install"], ["visit", "one/"], *[["publish"], ["install"]] * times, ["visit", "one/"], ["publish"], ["install"], ["cached"])
    assert shown(one) == (f"page one/ v{times}", False)
    assert not [path for _, path, _ in cached["cached"] if path.endswith(".0000000000.css")]


def test_an_update_between_two_clicks_leaves_the_open_page_its_parts(play):
    """What a page loads later is of its own version, wherever the site has gone on to."""
    *_, part = play(["install"], ["visit", "one/"], ["publish"], ["install"], ["get", "/assets/part.0000000000.js"])
    assert part["status"] == 200


def test_a_part_of_a_file_is_left_to_the_browser(play):
    *_, part = play(["install"], ["part", "flyer.pdf"])
    assert not part["taken"] and part["status"] == 200


@pytest.mark.parametrize("does", ["missing", "soft", "portal", "trouble", "another", "half", "short"])
def test_only_whole_good_answers_are_kept(play, does):
    *_, _, cached = play(["install"], ["network", does], ["visit", "one/"], ["visit", "nowhere/"], ["get", "/assets/new.css"], ["cached"])
    assert not [path for _, path, _ in cached["cached"] if path in ("/one/", "/nowhere/", "/assets/new.css")]


@pytest.mark.parametrize("does", ["missing", "gone", "half", "trouble", "portal", "short"])
def test_an_update_that_cannot_be_had_whole_leaves_the_last_one(play, does):
    *_, after, _, home = play(["install"], ["publish"], ["network", does], ["install"], ["network", "gone"], ["visit", ""])
    assert not after["installed"] and shown(home) == ("page home v0", True)


def test_a_site_below_a_path_leaves_its_neighbours_alone(play):
    *_, neighbour, one, cached = play(["install"], ["visit", "one/"], ["get", "/other/page/"], ["visit", "one/"], ["cached"], base="/ct/")
    assert not neighbour["taken"] and shown(one)[0] == "page one/ v0"
    assert all(path.startswith("/ct/") for _, path, _ in cached["cached"])


PAGE = st.sampled_from(["", "help-now/", "one/", "two/"])
NETWORK = st.tuples(st.just("network"), st.sampled_from(["good", "good", "gone", "trouble", "half", "short", "hangs", "missing", "portal", "another"]), st.sampled_from([0, 0, 1500, 6000]))
STEP = st.one_of(NETWORK, st.tuples(st.just("visit"), PAGE), st.tuples(st.just("visit"), PAGE), st.tuples(st.just("room"), st.sampled_from([-1, 0, 800, 2500, 5000, MUCH])), st.just(("publish",)), st.just(("install",)))


@given(st.lists(STEP, min_size=3, max_size=10), st.sampled_from([MUCH, 3000]), st.sampled_from(["/", "/ct/"]))
@settings(derandomize=True, database=None, deadline=None, max_examples=500)
def test_whatever_happens_a_reader_sees_the_page_or_a_kept_one(play, steps, room, base):
    steps = [step if step[:2] != ("network", "hangs") else ("network", "gone", 25_000) for step in steps]  # a server that hangs ends at some time
    came = play(["install"], *steps, ["cached"], room=room, base=base)
    network, version, read = ("good", 0), 0, set()
    for step, came_to in zip(steps, came[1:], strict=False):
        if step[0] == "network":
            network = step[1:]
        elif step[0] == "publish":
            version += 1
        elif step[0] == "visit":
            assert_seen(step[1], came_to, network, version, read)
    for _, path, body in came[-1]["cached"]:
        if path.endswith("/"):
            assert body.endswith("</html>\n") and f"page {path.removeprefix(base) or 'home'} v" in body


def assert_seen(path: str, came: dict, network: tuple, version: int, read: set) -> None:
    does, after = network
    name = f"page {path or 'home'} v"
    said, noted = shown(came)
    if does == "good" and after < PATIENCE:
        assert (said, noted) == (f"{name}{version}", False)
    elif noted and does != "gone":
        assert said.startswith(name), "the help lines come only without a network"
    elif noted:
        assert said.startswith((name, "page help-now/ v"))
    if noted:
        assert said.startswith("page help-now/ v") or set(came["styles"]) == {200}
        assert came["took"] < 30_000
    if does in ("gone", *FAILS) and path in read:
        assert said.startswith(name) or not noted
    if said == f"{name}{version}" and not noted:
        read.add(path)
