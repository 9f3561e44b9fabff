"""The kept site in a real browser, where the device is full, the server hangs, or a new version comes between two clicks."""

from __future__ import annotations

import re
import threading
import time
from urllib.request import urlopen

from conftest import WAIT
from test_offline import ask_to_keep, changing, publish_anew, until  # noqa: F401 - fixtures

FULL = 1  # byte that the device still gives to a site


def test_a_full_device_shows_every_page_as_before(browser, changing, say, kinds):
    _, running = changing
    page = browser.new_context(base_url=running.address).new_page()
    ask_to_keep(page, say)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": running.address.rstrip("/"), "quotaSize": FULL})
    for kind in ("town", "region", "prose", "finder"):
        page.goto(kinds[kind])
        assert page.locator("main > .callout[role=status]").count() == 0, kind
        assert page.locator("h1").inner_text() != say("help-now"), kind
    page.context.close()


def test_a_slow_server_shows_the_kept_page_and_then_the_new_one(browser, changing, say, kinds):
    site, running = changing
    page = browser.new_context(base_url=running.address).new_page()
    ask_to_keep(page, say)
    page.goto(kinds["town"])
    file = site / kinds["town"] / "index.html"
    file.write_text(file.read_text(encoding="utf-8").replace("<h1>", "<h1>Newer: "), encoding="utf-8")
    may_answer = threading.Event()
    running.routes[f"/{kinds['town']}"] = lambda handler: (may_answer.wait(20), handler.send_file(file))
    began = time.monotonic()
    page.goto(kinds["town"])
    assert time.monotonic() - began > 2.5
    assert page.locator("main > .callout[role=status]").count() == 1
    assert not page.locator("h1").inner_text().startswith("Newer")
    may_answer.set()
    page.locator("h1", has_text="Newer: ").wait_for(timeout=WAIT)
    assert page.locator("main > .callout[role=status]").count() == 0
    page.context.close()


def test_a_slow_page_that_somebody_types_into_stays(browser, changing, say, kinds):
    _, running = changing
    page = browser.new_context(base_url=running.address).new_page()
    ask_to_keep(page, say)
    may_answer, answered = threading.Event(), threading.Event()
    home = running.file_at("/programs/")
    running.routes["/programs/"] = lambda handler: (may_answer.wait(60), handler.send_file(home), answered.set())
    page.goto("programs/")
    page.locator("#place").fill("Tor")
    may_answer.set()
    assert answered.wait(60)
    for _ in range(3):  # what the worker does about the answer is done before it answers again
        page.evaluate("fetch('/build.json', { cache: 'reload' }).then((answer) => answer.text())")
    assert page.locator("#place").input_value() == "Tor"
    assert page.locator("main > .callout[role=status]").count() == 1
    page.context.close()


def test_a_kept_page_has_its_styles_after_the_next_version(browser, changing, say, kinds):
    site, running = changing
    page = browser.new_context(base_url=running.address).new_page()
    ask_to_keep(page, say)
    page.goto(kinds["town"])
    assert style_rules(page) > 10
    (style,) = site.glob("assets/site.*.css")
    newer = "assets/site.0123456789.css"
    style.rename(site / newer)
    for file in [*site.rglob("*.html"), site / "sw.js"]:
        file.write_text(file.read_text(encoding="utf-8").replace(f"assets/{style.name}", newer), encoding="utf-8")
    publish_anew(site)
    page.goto("help-now/")
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.update())")
    until(page, "caches.keys().then((names) => names.join() === 'site / newer')")
    page.context.set_offline(True)
    for path in (kinds["town"], "help-now/"):
        page.goto(path)
        assert style_rules(page) > 10, path
    page.context.close()


def style_rules(page) -> int:
    return page.evaluate("[...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0)")


def test_a_part_of_a_sheet_is_what_the_server_sends(browser, changing, say, site_dir):
    _, running = changing
    page = browser.new_context(base_url=running.address).new_page()
    ask_to_keep(page, say)
    page.goto("handouts/")
    sheet = next(site_dir.rglob("*.pdf")).relative_to(site_dir).as_posix()
    seen = []
    running.routes[f"/{sheet}"] = lambda handler: (seen.append(handler.headers["Range"]), handler.send(b"%PDF", "application/pdf", 206, {"Content-Range": "bytes 0-3/100"}))
    answer = page.evaluate("(path) => fetch(path, { headers: { range: 'bytes=0-3' } }).then((got) => got.text().then((text) => [got.status, text]))", f"/{sheet}")
    assert (answer, seen) == ([206, "%PDF"], ["bytes=0-3"])
    page.context.close()


def test_the_error_page_is_not_kept(browser, changing, say):
    site, running = changing
    page = browser.new_context(base_url=running.address).new_page()
    ask_to_keep(page, say)
    running.routes["/nowhere/"] = lambda handler: handler.send_file(site / "404.html")  # with the status of a page, as some hosts do
    page.goto("nowhere/")
    assert page.locator("#missing").count() == 1
    kept = page.evaluate("async () => (await (await caches.open((await caches.keys())[0])).keys()).map(({ url }) => url)")
    assert not [address for address in kept if "nowhere" in address]
    assert re.search(r'id="missing"', urlopen(f"{running.address}nowhere/").read().decode())
    page.context.close()
