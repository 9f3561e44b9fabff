"""What is kept on a device when the reader asks for it, and only then; and that it can be taken back."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from conftest import WAIT
from folders import ROOT
from imhsite.building import machine_files as machines
from imhsite.finding.matching import Matcher
from imhsite.rendering.assets import Assets
from imhsite.rendering.theme import Theme
from imhsite.publishing.server import SiteServer
from kinds import Kinds

FROZEN = True
ADDRESSES_KEPT = """async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat()"""
KEPT = """async () => ({ caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length, cookies: document.cookie,
    local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length })"""
NEIGHBOUR = "site /other/ abc"
NOTHING = {"caches": [], "workers": 0, "cookies": "", "local": 0, "session": 0, "databases": 0}


@pytest.fixture
def reader(browser, server):
    """A reader's own browser, for one test."""
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield page
    context.close()


def ask_to_keep(page, say, path: str = "offline/") -> None:
    page.goto(path)
    page.locator("#offline-keep").click()
    page.get_by_text(say("offline-kept"), exact=True).wait_for()


def without_signal(page) -> None:
    page.context.set_offline(True)


def until(page, expression: str) -> None:
    """Wait until EXPRESSION, or what it promises, is true. (The policy forbids Playwright's own way to wait.)"""
    ends = time.monotonic() + WAIT / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < ends, expression
        page.wait_for_timeout(50)


def test_the_page_asks_and_nothing_is_kept_before(reader, say):
    reader.goto("offline/")
    assert reader.locator("#offline-keep").is_visible()
    assert not reader.locator("#offline-delete").is_visible()
    reader.goto("help-now/")
    assert reader.evaluate(KEPT) == NOTHING


def test_without_a_script_the_page_promises_nothing(browser, server):
    page = browser.new_page(base_url=server.address, java_script_enabled=False)
    page.goto("offline/")
    assert page.locator("h1").is_visible()
    assert page.locator("#offline button:visible").count() == 0
    page.close()


def test_what_was_read_and_what_helps_works_without_a_signal(reader, say, kinds, catalog):
    ask_to_keep(reader, say)
    reader.goto(kinds["town"])
    title = reader.locator("h1").inner_text()
    without_signal(reader)
    for path in (kinds["town"], "help-now/", "es/help-now/", "programs/", "search/", ""):
        reader.goto(path)
        assert reader.locator("main .callout[role=status]").first.is_visible(), path
    reader.goto(kinds["town"])
    assert reader.locator("h1").inner_text() == title
    reader.goto("help-now/")
    assert reader.locator(".number a").count() >= len(catalog.help_lines)


def test_the_finder_finds_without_a_signal(reader, say, catalog):
    matcher = Matcher(catalog)
    reached = {town.name: sum(bool(matcher.reach(program, town)) for program in catalog.programs.values()) for town in catalog.towns.values()}
    town = min(reached, key=reached.get)
    ask_to_keep(reader, say)
    without_signal(reader)
    reader.goto("programs/")
    reader.get_by_label(say("finder-place"), exact=True).fill(town)
    reader.keyboard.press("Tab")
    assert reached[town] < len(catalog.programs)
    until(reader, f"document.querySelectorAll('#results .program:not([hidden])').length === {reached[town]}")


def test_the_search_finds_without_a_signal(reader, say):
    ask_to_keep(reader, say)
    without_signal(reader)
    reader.goto("search/?q=sleep")
    reader.locator("#search-results li").first.wait_for()


def test_what_was_never_read_says_whom_to_call(reader, say, kinds):
    """The help lines come in the place of a page that is not kept."""
    ask_to_keep(reader, say)
    without_signal(reader)
    reader.goto(kinds["region"])
    assert reader.locator("h1").inner_text() == say("help-now")
    assert reader.locator("a[href='tel:911']").first.is_visible()
    today = reader.evaluate("new Date().toLocaleDateString('en', { dateStyle: 'long' })")
    assert reader.locator("main > .callout[role=status]").inner_text() == say("offline-instead", date=today)


def test_a_kept_page_says_so_with_its_date_and_only_then(reader, say):
    ask_to_keep(reader, say)
    reader.goto("help-now/")
    assert reader.locator("main > .callout[role=status]").count() == 0
    without_signal(reader)
    reader.reload()
    today = reader.evaluate("new Date().toLocaleDateString('en', { dateStyle: 'long' })")
    assert reader.locator("main > .callout[role=status]").inner_text() == say("offline-note", date=today)


def test_a_kept_page_says_so_in_its_language(reader, say, catalog):
    ask_to_keep(reader, say)
    without_signal(reader)
    reader.goto("es/help-now/")
    today = reader.evaluate("new Date().toLocaleDateString('es', { dateStyle: 'long' })")
    assert reader.locator("main > .callout[role=status]").inner_text() == str(catalog.labels.word("es", "offline-note", date=today))


def test_what_the_reader_asked_is_not_kept(reader, say, kinds):
    ask_to_keep(reader, say)
    for address in ("programs/?place=Torrington&age=8+months", "search/?q=he+hits+me", f"{kinds['town']}?from=mail"):
        reader.goto(address)
    kept = reader.evaluate(ADDRESSES_KEPT)
    assert f"/{kinds['town']}" in [urlsplit(address).path for address in kept]
    assert [address for address in kept if "?" in address or "#" in address] == []
    without_signal(reader)
    reader.goto("programs/?place=Torrington")
    assert reader.locator("#place").input_value() == "Torrington"


def test_nothing_from_elsewhere_is_kept(reader, say, server):
    ask_to_keep(reader, say)
    reader.goto("programs/")
    assert {urlsplit(address).netloc for address in reader.evaluate(ADDRESSES_KEPT)} == {urlsplit(server.address).netloc}


def test_delete_takes_everything_back(reader, say, kinds):
    ask_to_keep(reader, say)
    reader.goto(kinds["town"])
    reader.goto("offline/")
    assert not reader.locator("#offline-keep").is_visible()
    reader.locator("#offline-delete").click()
    reader.get_by_text(say("offline-deleted"), exact=True).wait_for()
    assert reader.evaluate(KEPT) == NOTHING
    reader.reload()
    assert reader.locator("#offline-keep").is_visible()
    assert reader.evaluate(KEPT) == NOTHING


@pytest.mark.parametrize("left_out", [False, True], ids=["deleted by the reader", "left out by the site"])
def test_what_a_site_of_another_state_keeps_is_left_alone(browser, changing, say, left_out):
    """As states that were joined share a host, and with it what a browser keeps."""
    site, running = changing
    context = browser.new_context(base_url=running.address)
    page = context.new_page()
    ask_to_keep(page, say)
    page.evaluate("(name) => caches.open(name)", NEIGHBOUR)
    if left_out:
        (site / "sw.js").write_text(worker_of("left out"), encoding="utf-8")
        page.evaluate("navigator.serviceWorker.ready.then((found) => found.update())")
    else:
        page.click("#offline-delete")
    until(page, f"({KEPT})().then((kept) => !kept.workers && kept.caches.join() === '{NEIGHBOUR}')")
    context.close()


def test_a_browser_that_cannot_keep_says_so(reader, say):
    """As in private windows of some browsers."""
    reader.route("**/sw.js", lambda route: route.abort())
    reader.add_init_script("ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('not here'))")
    reader.goto("offline/")
    reader.locator("#offline-keep").click()
    reader.get_by_text(say("offline-failed"), exact=True).wait_for()
    assert reader.locator("#offline-keep").is_visible()


@pytest.fixture
def changing(site_dir, tmp_path):
    """A site that a new version can take the place of, and its address."""
    site = shutil.copytree(site_dir, tmp_path / "site", ignore=shutil.ignore_patterns("*.br", "*.gz"))
    running = SiteServer(site)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield site, running
    running.shutdown()
    running.server_close()


def publish_anew(site: Path) -> None:
    """Put a new version of the site in place, with another heading on the page of help lines."""
    page, worker = site / "help-now/index.html", site / "sw.js"
    page.write_text(page.read_text(encoding="utf-8").replace("<h1>", "<h1>Newer: "), encoding="utf-8")
    worker.write_text(re.sub(r'"version": "\w+"', '"version": "newer"', worker.read_text(encoding="utf-8")), encoding="utf-8")


def test_a_new_version_comes_at_once_and_the_old_one_goes(browser, changing, say, kinds):
    site, running = changing
    context = browser.new_context(base_url=running.address)
    page = context.new_page()
    ask_to_keep(page, say)
    page.goto(kinds["town"])
    page.evaluate("(name) => caches.open(name)", NEIGHBOUR)
    publish_anew(site)
    page.goto("help-now/")
    assert page.locator("h1").inner_text().startswith("Newer")
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.update())")
    until(page, f"caches.keys().then((names) => names.sort().join() === 'site / newer,{NEIGHBOUR}')")
    kept = [urlsplit(address).path for address in page.evaluate(ADDRESSES_KEPT)]
    assert f"/{kinds['town']}" in kept
    context.set_offline(True)
    page.goto("help-now/")
    assert page.locator("h1").inner_text().startswith("Newer")
    context.close()


def worker_of(offline: str) -> str:
    """The worker of a site whose association sets OFFLINE so."""
    theme = Theme.of(ROOT / "overrides")
    return machines.worker(SimpleNamespace(association=SimpleNamespace(offline=offline)), theme, Assets(theme), "/", {})


def test_where_it_is_left_out_the_worker_takes_itself_back():
    worker = worker_of("left out")
    assert "unregister()" in worker
    assert "caches.delete" in worker
    assert "fetch" not in worker


def test_a_site_that_no_longer_offers_it_takes_back_what_it_kept(browser, changing, say):
    site, running = changing
    context = browser.new_context(base_url=running.address)
    page = context.new_page()
    ask_to_keep(page, say)
    (site / "sw.js").write_text(worker_of("left out"), encoding="utf-8")
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.update())")
    until(page, f"({KEPT})().then((kept) => !kept.workers && !kept.caches.length)")
    assert page.evaluate(KEPT) == NOTHING
    context.close()


@pytest.mark.parametrize("which", ["live", "frozen"])
def test_all_that_the_worker_keeps_from_the_start_is_there(request, which):
    built = request.getfixturevalue(which)
    site_dir, kinds = built.site, Kinds(built)
    if built.catalog.association.offline != "offered":
        pytest.skip("the site offers nothing to keep")
    said = json.loads((site_dir / "sw.js").read_text(encoding="utf-8").split("const SITE = ")[1].split(";\n\n")[0])
    for path in said["keep"]:
        file = site_dir / path.lstrip("/")
        assert (file / "index.html" if path.endswith("/") else file).is_file(), path
    for kind in ("home", "home, Spanish", "finder", "search", "help now", "help now, Spanish"):
        assert kind not in kinds or f"/{kinds[kind]}" in said["keep"]
    assert said["missing"] in said["keep"]
