"""Prints how well and how fast the built site's search answers: `.venv/bin/python tests/benchmarks/bench_search.py`.

`--misses` names the questions of tests/search/tuned.yaml whose first answer is wrong (nobody looks at
those of held_out.yaml); `--site` is a site other than site/. Speed is that of a slow phone: CPU 4
times slower, 150 ms of latency and 1.6 Mbit/s, files compressed with brotli.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import threading
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from generator.server import SiteServer
from playwright.sync_api import sync_playwright
from search_questions import Figures, answers, questions

SETS = ("tuned", "held_out")
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
WATCH = """addEventListener("DOMContentLoaded", () => new MutationObserver(() => (window.answered = performance.now()))
  .observe(document.getElementById("search-results"), { childList: true }))"""
AGAIN = """async (text) => {
  const form = document.getElementById("search");
  form.elements.q.value = text;
  const start = performance.now();
  form.requestSubmit();
  await new Promise(requestAnimationFrame);
  return window.answered - start;
}"""


def main() -> None:
    """Ask every question and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = SiteServer(compressed(options.site, Path(folder) / "site"))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"{server.address}search/")
        for name in SETS:
            report(name, page, options.misses and name == "tuned")
        report_speed(browser, server.address)


def compressed(site: Path, into: Path) -> Path:
    """Return a copy of SITE with a brotli copy beside each file of text."""
    shutil.copytree(site, into)
    for file in into.rglob("*"):
        if file.suffix in (".html", ".css", ".js", ".json", ".svg"):
            file.with_name(file.name + ".br").write_bytes(brotli.compress(file.read_bytes()))
    return into


def report_speed(browser, address: str) -> None:
    """Print the bytes of the search page with an answer, and how long first and later answers take."""
    firsts, laters = [], []
    for _ in range(5):
        context = browser.new_context()
        page = context.new_page()
        page.add_init_script(WATCH)
        slow = context.new_cdp_session(page)
        slow.send("Network.enable")
        slow.send("Network.emulateNetworkConditions", SLOW)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        sizes = []
        slow.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(f"{address}search/?q=baby+blues")
        page.locator("#search-results h2").first.wait_for()
        firsts.append(page.evaluate("window.answered"))
        laters += [page.evaluate(AGAIN, question.text) for question in questions("tuned")[:30]]
        context.close()
    print(f"slow phone: first answer {statistics.median(firsts):.0f} ms after the address, later ones {statistics.median(laters):.0f} ms (slowest {max(laters):.0f})")
    print(f"loaded: {sum(sizes) / 1000:.1f} kB in {len(sizes)} requests")


def report(name: str, page, misses: bool) -> None:
    """Print the figures of the questions NAME, and those that went wrong where MISSES are asked for."""
    asked = questions(name)
    found = answers(page, [(question.text, question.language) for question in asked])
    places = [question.place_of_right(paths) for question, paths in zip(asked, found)]
    print(f"{name:10} {len(asked)} questions  {Figures.of(places)}")
    for question, paths, place in zip(asked, found, places):
        if misses and place != 1:
            print(f"  {place or '-'}  {question.text}: {', '.join(paths[:3])}")


if __name__ == "__main__":
    main()
