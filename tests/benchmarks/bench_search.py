"""Prints how well and how fast the built site's search answers: `.venv/bin/python tests/benchmarks/bench_search.py [1000 10000]`.

With numbers, it builds sites of so many programs (realistic.py) aside, and asks those instead: the
questions whose pages they have, and the names of programs, as they stand and with one slip.

`--weigh` prints what the first answers to all questions fetch. `--misses` names the questions of tests/search/ whose first answer is wrong (nobody looks at those of
held_out.yaml, unseen.yaml, closed.yaml, blind.yaml and danger_closed.yaml); `--site` is a site other than site/. Speed is that of a slow phone: CPU 4
times slower, 150 ms of latency and 1.6 Mbit/s, files compressed with brotli.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlencode

import brotli

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(Path(__file__).parent)]

import realistic
from imhsite.commands import build as builder
from imhsite.publishing.server import SiteServer
from playwright.sync_api import sync_playwright
from search_questions import CLOSED, SETS, Figures, answers, questions, weights

SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
ROUNDS = 7
FIRST_QUESTIONS = ("baby blues", "Torrington", "my 8 month old does not sleep", "home visits")
NAMES = 100  # of programs that are asked for
# `drawn` is when answers were last put on the page; `begun`, when the reader first went to the field.
WATCH = """
  const isAnswer = (node) => node.nodeType === 1 && node.matches(".group, #search-options > *");
  new MutationObserver((changes) => { if (changes.some(({ addedNodes }) => [...addedNodes].some(isAnswer))) window.drawn = performance.now(); })
    .observe(document, { childList: true, subtree: true });
  addEventListener("focusin", () => (window.begun ??= performance.now()), true);
"""
AGAIN = """async ([field, text]) => {
  const input = document.querySelector(field);
  const start = performance.now();
  window.drawn = undefined;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  if (!input.role) input.form.requestSubmit();
  while (!window.drawn) await new Promise(requestAnimationFrame);
  return window.drawn - start;
}"""


def main() -> None:
    """Ask every question and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--weigh", action="store_true")
    parser.add_argument("counts", type=int, nargs="*")
    options = parser.parse_args()
    for count in options.counts:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{count} programs")
            report_size(sized(count, Path(folder)), options.weigh)
    if options.counts:
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = SiteServer(compressed(options.site, Path(folder) / "site"))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"{server.address}search/")
        for name in SETS:
            report(name, page, options.misses and name not in CLOSED)
        if options.weigh:
            report_weights(page, options.site)
        report_speed(browser, server.address)


def sized(count: int, folder: Path) -> Path:
    """Return the site of COUNT programs, built in FOLDER, without the pages made from data but that of the search."""
    data = folder / "data"
    realistic.write(data, count)
    made = builder.build(folder / "site", data, whole=False)
    page = folder / "site/search/index.html"
    page.write_text(made.generated_html("search/"), encoding="utf-8")
    page.with_name("index.html.br").write_bytes(brotli.compress(page.read_bytes()))
    return folder / "site"


def report_size(site: Path, weigh: bool) -> None:
    """Print how well and with how many bytes the search of SITE answers, and how fast."""
    with sync_playwright() as playwright:
        server = SiteServer(site)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"{server.address}search/")
        there = {entry["path"] for entry in json.loads((site / "search/pages.json").read_text())["pages"]}
        for name in SETS:
            report(name, page, False, there)
        report_names(site, page)
        if weigh:
            report_weights(page, site)
        first = [first_by_link(browser, server.address, question) for question in FIRST_QUESTIONS for _ in range(ROUNDS)]
        weights = [sum(first_by_link(browser, server.address, question, sizes=True)[1]) for question in FIRST_QUESTIONS]
        print(f"first answer, median of {len(first)}: {middle(first):.0f} ms (to {max(first):.0f}); loaded with the page: {', '.join(f'{weight / 1000:.1f}' for weight in weights)} kB")
        server.shutdown()


def report_names(site: Path, page) -> None:
    """Print how many of NAMES programs are found first by their names, as they stand and with two letters changed places."""
    programs = {entry["title"]: entry["path"] for file in (site / "search/programs").glob("*.json") for entry in json.loads(file.read_text()).get("pages", {}).values()}
    chance = random.Random(1)
    names = chance.sample(sorted(programs), min(NAMES, len(programs)))
    slips = [name[:2] + name[3] + name[2] + name[4:] for name in names]
    for kind, typed in (("names", names), ("with a slip", slips)):
        found = answers(page, [(text, "en") for text in typed])
        right = sum(paths[:1] == [programs[name]] for name, paths in zip(names, found, strict=True))
        print(f"{kind:10} {len(names)} programs   first {right / len(names):5.1%}")


def report_weights(page, site: Path) -> None:
    """Print how many bytes the first answers to the questions of each set fetch; PAGE is the search page of SITE."""
    for name in SETS:
        sizes = sorted(sum(sent.values()) / 1000 for sent in weights(page, site, questions(name)))
        print(f"{name:10} {len(sizes)} questions  first answer: median {middle(sizes):.1f} kB, 95th percentile {sizes[int(0.95 * len(sizes))]:.1f}, most {sizes[-1]:.1f}", flush=True)


def compressed(site: Path, into: Path) -> Path:
    """Return a copy of SITE with a brotli copy beside each file of text."""
    shutil.copytree(site, into)
    for file in into.rglob("*"):
        if file.suffix in (".html", ".css", ".js", ".json", ".svg"):
            file.with_name(file.name + ".br").write_bytes(brotli.compress(file.read_bytes()))
    return into


def report_speed(browser, address: str) -> None:
    """Print how long first and later answers take, by a link and in the dialog, and what they load."""
    by_link = [first_by_link(browser, address) for _ in range(ROUNDS)]
    by_key = [first_by_key(browser, address) for _ in range(ROUNDS)]
    print(f"slow phone: first answer, median of {ROUNDS}: {middle(by_link):.0f} ms after a link with the question was followed (from {min(by_link):.0f} to {max(by_link):.0f})")
    print(f"            {middle(by_key):.0f} ms after the field of another page had the focus (from {min(by_key):.0f} to {max(by_key):.0f})")
    for name, path, field in (("on the page of the search", "search/?q=baby", "#search-words"), ("in the dialog", "parents/", "dialog input")):
        page, _ = slow_page(browser, address)
        page.goto(f"{address}{path}")
        if "dialog" in field:
            page.locator(".site-search input").click()
            page.locator(field).wait_for()
        else:
            page.locator("#search-results h2").first.wait_for()
        times = [page.evaluate(AGAIN, [field, question.text]) for question in questions("tuned")[:40]]
        print(f"            later answers {name}: median {middle(times):.0f} ms, 95th percentile {sorted(times)[int(0.95 * len(times))]:.0f} ms")
        page.context.close()
    _, sizes = first_by_link(browser, address, sizes=True)
    print(f"loaded: {sum(sizes) / 1000:.1f} kB in {len(sizes)} requests, the page itself among them")


middle = statistics.median


def slow_page(browser, address: str):
    """Return a page on the slow phone, and the list of the sizes of what it will load."""
    page = browser.new_context().new_page()
    page.add_init_script(WATCH)
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", SLOW)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes = []
    slow.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return page, sizes


def first_by_link(browser, address: str, question: str = "baby blues", sizes: bool = False):
    """Return the milliseconds from following a link with a question to its answers; with SIZES also what was loaded."""
    page, loaded = slow_page(browser, address)
    page.goto(f"{address}search/?{urlencode({'q': question})}")
    page.locator("#search-results h2").first.wait_for()
    took = page.evaluate("window.drawn")
    page.context.close()
    return (took, loaded) if sizes else took


def first_by_key(browser, address: str) -> float:
    """Return the milliseconds from going to the header's field, and typing at once, to the first answers."""
    page, _ = slow_page(browser, address)
    page.goto(f"{address}parents/", wait_until="networkidle")
    page.locator(".site-search input").focus()
    page.keyboard.insert_text("baby blues")
    page.locator("[role=option]").first.wait_for()
    took = page.evaluate("window.drawn - window.begun")
    page.context.close()
    return took


def report(name: str, page, misses: bool, there: set[str] | None = None) -> None:
    """Print the figures of the questions NAME, of those about pages that are THERE, and those that went wrong where MISSES are asked for."""
    asked = [question for question in questions(name) if question.right and (there is None or there.intersection(question.right))]
    found = answers(page, [(question.text, question.language) for question in asked])
    places = [question.place_of_right(paths) for question, paths in zip(asked, found)]
    print(f"{name:10} {len(asked)} questions  {Figures.of(places)}")
    for question, paths, place in zip(asked, found, places):
        if misses and place != 1:
            print(f"  {place or '-'}  {question.text}: {', '.join(paths[:3])}")


if __name__ == "__main__":
    main()
