"""Prints how fast the finder is on a slow phone: `.venv/bin/python tests/benchmarks/bench_finder.py [18 1000 10000]`.

18 are the real programs; other counts are those of realistic.py, with three sites each. The CPU is 4 times slower, the network has
150 ms of latency and 1.6 Mbit/s. "Usable" is the time from the first paint until the form hears what is typed;
"first answer" the time from a finished place, given at that moment, until its list is painted, with all that is
loaded for it; "a new place" and "a change" the time until the list is painted for a place whose programs are yet to
be fetched, and for an answer of which all is there, each on a page that is still: a reader has done looking at the answer
before. Changes are those of all loads: what else the machine does makes one or another late. "Work" is four times the CPU time that the page's thread needs
for a change at full speed, which other programs on this machine lengthen less. The bytes are compressed.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(Path(__file__).parent)]

import brotli
import realistic
from imhsite.commands import build as builder
from imhsite.publishing.server import SiteServer
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

REAL = 18
SITES = 3  # of each program
LOADS = 5
WORDS = [("age", "3"), ("age", "")]  # has the words of ages fetched, which comes once
PHONE = {"width": 360, "height": 740}
SLOWER = 4
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
WATCH = """new MutationObserver((_, watching) => {
  if (document.getElementById("finder")?.hidden !== false) return;
  window.usable = performance.now();
  watching.disconnect();
}).observe(document, { childList: true, subtree: true, attributes: true })"""
PAINTED = """async ([id, value]) => {
  const field = document.getElementById(id);
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const told = new Promise((done) => new MutationObserver(done).observe(document.getElementById("finder-count"), { childList: true }));
  await new Promise((done) => setTimeout(() => requestIdleCallback(done), 300));
  await frame();
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  await told;
  await frame();
  return performance.now() - start;
}"""
USABLE = "usable - performance.getEntriesByName('first-contentful-paint')[0].startTime"
WEIGHT = "(type) => performance.getEntriesByType('resource').reduce((sum, { name, encodedBodySize }) => sum + (name.endsWith(type) ? encodedBodySize : 0), 0)"
FIRST = ("place", "Waterbury")
PLACES = [("place", name) for name in ("Torrington", "New Haven", "DCF Region 5", "Hartford County", "Norwich")]
ANSWERS = [
    ("need", "bonding"), ("age", "8 months"), ("place", "Torrington"), ("who", "service"), ("need", "delay"), ("place", "06790"), ("age", "pregnant"), ("need", ""), ("place", "New Haven"), ("age", "2½"),
    ("who", ""), ("age", ""), ("place", "DCF Region 5"), ("need", "behavior"), ("place", ""), ("need", ""), ("age", "4 years"), ("place", "Hartford County"), ("who", "initiative"), ("who", ""),
] * 2  # fmt: skip


def main() -> None:
    """Build, open and answer for each count of programs."""
    counts = [int(argument) for argument in sys.argv[1:]] or [REAL, 1000, 10_000]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for count in counts:
            with tempfile.TemporaryDirectory() as folder:
                report(count, browser, built(count, Path(folder)))


def built(count: int, folder: Path) -> Path:
    """Return the site of COUNT programs, built in FOLDER, with no generated page but the finder's."""
    data = ROOT / "data"
    if count != REAL:
        data = folder / "data"
        realistic.write(data, count, SITES)
    made = builder.build(folder / "site", data, whole=False)
    page = folder / "site/programs/index.html"
    html = made.generated_html("programs/").encode()
    page.write_bytes(html)
    page.with_name("index.html.br").write_bytes(brotli.compress(html))
    return folder / "site"


def report(count: int, browser: Browser, site: Path) -> None:
    server = SiteServer(site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    loads, near, painted = [], [], []
    for _ in range(LOADS):
        page = opened(browser, server.address)
        loads.append((page.evaluate(USABLE), page.evaluate(PAINTED, list(FIRST))))
        sent = weight_of(page)
        for age in WORDS:
            page.evaluate(PAINTED, list(age))
        near += [page.evaluate(PAINTED, list(place)) for place in PLACES]
        painted += [page.evaluate(PAINTED, list(answer)) for answer in ANSWERS]
        if len(loads) < LOADS:  # a slowed page takes from the machine what the next would need
            page.context.close()
    usable, first = (statistics.median(times) for times in zip(*loads, strict=True))
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    work = [worked(session, page, answer) for answer in ANSWERS]
    print(f"{count:6} programs: usable {usable:.0f} ms after the first paint; first answer {first:.0f} ms, with {sent}; a new place {statistics.median(near):.0f} ms")
    print(f"{'':16} a change: {told('painted', painted)}; {told('work', work)}", flush=True)
    page.context.close()
    server.shutdown()


def weight_of(page: Page) -> str:
    return ", ".join(f"{page.evaluate(WEIGHT, type) / 1000:.1f} KB of {name}" for type, name in ((".json", "data"), (".js", "scripts")))


def worked(session: CDPSession, page: Page, answer: tuple[str, str]) -> float:
    before = cpu(session)
    page.evaluate(PAINTED, list(answer))
    return (cpu(session) - before) * 1000 * SLOWER


def cpu(session: CDPSession) -> float:
    """Return the seconds of CPU that the page's thread has used."""
    return next(metric["value"] for metric in session.send("Performance.getMetrics")["metrics"] if metric["name"] == "TaskDuration")


def told(name: str, times: list[float]) -> str:
    return f"{name} {statistics.median(times):.0f} ms (median), {sorted(times)[int(len(times) * 0.95) - 1]:.0f} ms (p95)"


def opened(browser: Browser, address: str) -> Page:
    """Return the finder's page as a slow phone opens it for the first time."""
    page = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.set_default_timeout(120_000)
    page.add_init_script(WATCH)
    page.goto(f"{address}programs/")
    page.wait_for_function("() => window.usable")
    return page


if __name__ == "__main__":
    main()
