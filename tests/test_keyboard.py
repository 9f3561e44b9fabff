"""Whether a keyboard is enough: the skip link, the order of the focus, that it is always seen, and nothing that holds it."""

from __future__ import annotations

from itertools import pairwise

import pytest

WALKED = [
    "home", "home, Spanish", "prose with a table", "finder", "program, active", "program, unchecked", "town", "level", "search", "help now", "offline", "missing", "design",
]  # fmt: skip
MOST = 600  # stops, more than any of these pages has


def walk(page, most: int = MOST) -> list[dict]:
    """Press Tab until the focus leaves the page; return every stop."""
    stops = []
    while len(stops) < most:
        page.keyboard.press("Tab")
        stop = page.evaluate("measures.focused()")
        if stop is None or (stops and stop["stop"] == stops[0]["stop"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"the focus never leaves {page.url}: {[stop['name'] for stop in stops[-5:]]}")


def is_before(stop: dict, other: dict) -> bool:
    """Whether the eye meets STOP, which gets the focus first, before OTHER. Columns of links are read down, then across."""
    if stop["list"] >= 0 and stop["list"] == other["list"]:
        return True
    if other["top"] >= stop["bottom"] - 2:
        return True
    return other["bottom"] > stop["top"] + 2 and other["left"] >= stop["left"]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", WALKED)
def test_the_focus_meets_everything_once_in_order_and_is_seen(lens, kinds, kind, width):
    lens.set_viewport_size({"width": width, "height": 700})
    lens.goto(kinds[kind])
    stops = walk(lens)
    assert [stop["stop"] for stop in stops] == list(range(len(lens.evaluate("measures.stops()"))))
    assert [fault for stop in stops for fault in stop["faults"]] == []
    if width == 320:  # side by side, parts may be read each on its own
        flow = [stop for stop in stops if not stop["isFixed"]]
        assert [(one["name"], other["name"]) for one, other in pairwise(flow) if not is_before(one, other)] == []


@pytest.mark.parametrize("kind", ["home", "finder", "program, ended", "help now", "search"])
def test_the_focus_is_seen_in_the_dark(lens, kinds, kind):
    lens.emulate_media(color_scheme="dark")
    lens.goto(kinds[kind])
    assert [fault for stop in walk(lens) for fault in stop["faults"]] == []


@pytest.mark.parametrize("kind", ["home", "finder", "help now, Spanish", "missing"])
def test_the_skip_link_is_first_and_leads_to_the_content(lens, kinds, kind):
    lens.goto(kinds[kind])
    lens.keyboard.press("Tab")
    assert lens.evaluate("document.activeElement.matches('a.skip')")
    assert lens.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    lens.keyboard.press("Enter")
    assert lens.evaluate("location.hash") == "#content"
    lens.keyboard.press("Tab")
    assert lens.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_going_back_is_the_way_that_one_came(lens, kinds):
    lens.goto(kinds["finder"])
    there = [stop["stop"] for stop in walk(lens)]
    lens.evaluate("document.querySelector('body > footer a:last-of-type').focus()")
    back = []
    while (stop := lens.evaluate("measures.focused()")) is not None and stop["stop"] not in back:
        back.append(stop["stop"])
        lens.keyboard.press("Shift+Tab")
    assert back == there[back[0] :: -1]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("document.querySelector('.brand').style.outline = 'none'", "no outline"),
        ("document.querySelector('.brand').style.outlineColor = '#eee'", "outline of"),
        ("document.querySelector('.brand').style.opacity = 0", "hidden"),
        ("const cover = document.createElement('p'); cover.style.cssText = 'position: fixed; inset: 0; max-inline-size: none'; document.body.append(cover)", "covered by"),
    ],
)
def test_a_planted_fault_is_seen(lens, fault, said):
    lens.goto("")
    lens.evaluate(fault)
    assert any(said in found for stop in walk(lens) for found in stop["faults"])


def test_a_planted_trap_is_seen(lens):
    lens.goto("")
    lens.evaluate("addEventListener('focusout', (event) => event.target.matches('.brand') && setTimeout(() => event.target.focus()))")
    with pytest.raises(AssertionError, match="the focus never leaves"):
        walk(lens, most=50)
