"""What a first visit may cost on a telephone, that it comes from this site alone, keeps nothing, and needs no script."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

import pytest
from fonts import FAMILIES
from imhsite.publishing.headers import headers
from imhsite.publishing.server import SiteServer
from visits import WATCH, Visit, first_visits, movements


@dataclass(frozen=True)
class Budget:
    """The most that the first visit of a page may take, in bytes as sent but for what stays unused."""

    everything: int = 20_000
    document: int = 14_000  # the page and its styles: what the first flight of packets holds
    requests: int = 4
    unused_styles: int = 14_100
    unused_script: int = 4_000


BUDGET = Budget()
# A form has styles of its own, and a script that waits for what the reader does.
# What the self-check says waits for the last answer; what My steps brings back, for a slip.
SELF_CHECK = replace(BUDGET, unused_styles=14_800, unused_script=7_700)
MY_STEPS = replace(BUDGET, unused_script=10_400)
# The map draws every town, and has little else that styles are for.
MAP = replace(BUDGET, everything=22_350, document=20_500, unused_styles=14_300)
# Shows every color and component, and all that Markdown can do; for those who make the pages.
DESIGN = replace(BUDGET, everything=35_800, document=34_700, unused_styles=19_200)
# One picture wears few of the clothes that there are, and pages that people write have one style sheet, whatever they show: also even rows of doors and ages, sources that unfold, and what wide windows and large text need.
PICTURED = replace(BUDGET, unused_styles=18_400)
# A form that asks in private, and answers once somebody fills it in; the comparison waits for a list.
PROGRAM = replace(BUDGET, unused_script=5_300)  # what offers to read aloud waits for a voice, which no browser of a test has
SIDE_BY_SIDE = replace(PROGRAM, unused_styles=15_600)  # its table has the styles of the tools
# Its labels are longer than the English ones.
FINDER_IN_SPANISH = replace(BUDGET, document=14_336)
# What is folded wears nothing yet.
EXPLORER = replace(BUDGET, document=14_100, unused_styles=15_200)
# Every source with its address, which no compression makes much smaller; for those who check what we say.
SOURCES = replace(BUDGET, everything=27_000, document=23_000)
# All that waits, for those who keep the data; of so long a page, the browser reports the style sheet twice.
STAFF = replace(BUDGET, document=15_500, unused_styles=30_500)
BUDGETS = {"self-check": SELF_CHECK, "explorer": EXPLORER, "my steps": MY_STEPS, "map": MAP, "design": DESIGN, "sources": SOURCES, "staff": STAFF, "finder, Spanish": FINDER_IN_SPANISH, **dict.fromkeys(["program, active", "program, ended", "program, unchecked", "program, Spanish"], PROGRAM), "side by side": SIDE_BY_SIDE, **dict.fromkeys(["prose", "prose with a table", "prose with a chart", "prose with a timeline", "recommendations", "trainings", "help now", "help now, Spanish", "prose to leave, Spanish", "prose with a picture", "steps"], PICTURED)}

TOOLS = ["compare", "self-check", "my steps", "explorer"]
WITH_SCRIPTS = ["finder", "need, quick to leave", "map", "search", "help now", "offline"]
REVEALED = "#finder, .finder-start, #can-use-form, #search, #offline, #map-choice, .quick-exit span, .keep, #kept, [role=status], noscript"
TEXT = """(revealed) => {
    for (const element of document.querySelectorAll(revealed)) element.remove();
    return document.querySelector("main").innerText.replace(/\\s+/g, " ").trim();
}"""


@pytest.fixture(scope="module")
def visits(browser, server, kinds):
    """The first visit of a page of each kind."""
    return first_visits(browser, server.address, kinds)


def test_a_first_visit_keeps_to_its_budget(visits, catalog, site_dir):
    """A menu of three languages or more has styles of its own, most of which wait until it is opened."""
    menu = len(catalog.association.languages) > 2
    styles = menu * next(site_dir.glob("assets/languages.*.css")).stat().st_size
    budgets = {kind: replace(budget, requests=budget.requests + menu, unused_styles=budget.unused_styles + styles) for kind in visits for budget in [BUDGETS.get(kind, BUDGET)]}
    assert {kind: over for kind, visit in visits.items() if (over := spent_over(visit, budgets[kind]))} == {}


def spent_over(visit: Visit, budget: Budget) -> list[str]:
    """Return what VISIT took more of than BUDGET allows."""
    spent = Budget(sum(visit.requests.values()), visit.document, len(visit.requests), visit.unused_styles, visit.unused_script)
    return [f"{name}: {cost} of {most}" for name, cost in vars(spent).items() if cost > (most := getattr(budget, name))]


def test_the_budgets_hold_what_is_sent_compressed(visits, site_dir):
    assert visits["home"].requests[""] == (site_dir / "index.html.br").stat().st_size
    assert 0 < visits["search"].unused_script < sum(file.stat().st_size for file in site_dir.glob("assets/*.js"))


@pytest.mark.parametrize("what", ["elsewhere", "kept", "shifts", "refused"])
def test_nothing_comes_from_elsewhere_is_kept_shifts_or_is_refused(visits, what):
    assert {kind: seen for kind, visit in visits.items() if (seen := getattr(visit, what))} == {}


def test_nothing_shifts_in_a_wide_window(browser, server, kinds):
    wide = first_visits(browser, server.address, {kind: kinds[kind] for kind in WITH_SCRIPTS}, width=1280)
    assert {kind: visit.shifts for kind, visit in wide.items() if visit.shifts} == {}


@pytest.fixture(scope="module")
def bare_server(site_dir):
    """The site as a host sends it that sends no headers of ours."""
    running = SiteServer(site_dir)
    running.headers = {}
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize(("font", "width"), [*zip(FAMILIES, (320, 390, 768, 1280, 320), strict=True), ("wide", 1280)])
def test_nothing_moves_while_the_rest_of_a_page_arrives(browsers, bare_server, kinds, font, width):
    """On a slow line, or on a busy phone, a browser paints a page of which it has read a part."""
    page = browsers(font).new_page(base_url=bare_server.address, viewport={"width": width, "height": 844})
    moved = {kind: movements(page, page.request.get(path).text()) for kind, path in kinds.items()}
    page.close()
    assert {kind: seen for kind, seen in moved.items() if seen} == {}


def test_what_moves_while_the_rest_of_a_page_arrives_is_seen(browser, bare_server):
    page = browser.new_page(base_url=bare_server.address)
    [moved] = movements(page, '<!doctype html><body><p style="float: right"><b>first</b><b>last</b></p></body>')
    assert moved.startswith("body > p: moved when ")  # the last word, or its end: a browser may hold back a text
    page.close()


def test_the_policy_of_the_pages_alone_refuses_nothing(browser, bare_server, kinds):
    page = browser.new_page(base_url=bare_server.address)
    page.add_init_script(WATCH)
    refused = {}
    for kind, path in kinds.items():
        assert "content-security-policy" not in page.goto(path).headers
        refused |= {kind: said} if (said := page.evaluate("refused")) else {}
    page.close()
    assert refused == {}


PLANTED = {
    "<style>p { color: red }</style>": ("refused", "style-src-elem"),
    "<script>document.title = 1</script>": ("refused", "script-src-elem"),
    '<img src="https://example.org/x.png" alt="">': ("refused", "img-src"),
    '<script type="module" src="/keep.js"></script>': ("kept", "local"),
    '<script type="module" src="/shift.js"></script>': ("shifts", ""),
}


@pytest.fixture(scope="module")
def planted(browser, site_dir, tmp_path_factory):
    """The first visits of pages with a fault each."""
    site = tmp_path_factory.mktemp("planted")
    page = (site_dir / "index.html").read_text(encoding="utf-8")
    (site / "keep.js").write_text("localStorage.setItem('seen', 1);")
    (site / "shift.js").write_text("const box = document.createElement('div'); box.style.height = '300px'; setTimeout(() => document.body.prepend(box), 300);")
    for number, fault in enumerate(PLANTED):
        (site / f"{number}.html").write_text(page.replace("</main>", f"{fault}</main>"), encoding="utf-8")
    running = SiteServer(site)
    assert running.headers == headers()
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield first_visits(browser, running.address, {fault: f"{number}.html" for number, fault in enumerate(PLANTED)})
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_seen(planted, fault):
    where, said = PLANTED[fault]
    assert any(said in str(found) for found in getattr(planted[fault], where))


@pytest.fixture(scope="module")
def plain_tab(browser, server):
    """A tab that runs no script."""
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_page_says_the_same_without_javascript(lens, plain_tab, kinds):
    """But for the controls that a script reveals because only it can carry them out; what tools say is tested with them."""
    differ = {}
    for kind, path in kinds.items():
        if kind not in TOOLS:
            for page in (lens, plain_tab):
                page.goto(path)
            with_script, without = lens.evaluate(TEXT, REVEALED), plain_tab.evaluate(TEXT, REVEALED)
            differ |= {kind: (with_script, without)} if with_script != without else {}
    assert differ == {}


@pytest.mark.parametrize("kind", ["home", "home, Spanish", "finder", "search", "missing"])
def test_the_navigation_needs_no_javascript(plain_tab, kinds, kind):
    plain_tab.goto(kinds[kind])
    for number in range(plain_tab.locator(".main-nav a").count()):
        plain_tab.goto(kinds[kind])
        link = plain_tab.locator(".main-nav a").nth(number)
        target = link.get_attribute("href")
        link.click()
        plain_tab.wait_for_url(f"**{target}")
        assert plain_tab.locator("h1").is_visible()
