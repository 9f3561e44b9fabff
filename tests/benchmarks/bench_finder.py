"""Prints how fast the finder is on a slow phone: `.venv/bin/python tests/benchmarks/bench_finder.py [18 1000 10000]`.

18 are the real programs; other counts are those of realistic.py. The CPU is 4 times slower, the network has
150 ms of latency and 1.6 Mbit/s. "Usable" is the time from the first paint until the form answers; "painted" the
time from a changed answer until the frame after it, and "work" four times the CPU time that the page's thread
needs for it at full speed, which other programs on this machine lengthen less.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests"), str(Path(__file__).parent)]

import realistic
from generator import build as builder
from generator.server import SiteServer
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

REAL = 18
LOADS = 5
SLOWER = 4
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
WATCH = """new MutationObserver((_, watching) => {
  if (!document.getElementById("finder-count")?.textContent) return;
  window.usable = performance.now();
  watching.disconnect();
}).observe(document, { childList: true, subtree: true, characterData: true })"""
PAINTED = """async ([id, value]) => {
  const field = document.getElementById(id);
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await frame();
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  await frame();
  return performance.now() - start;
}"""
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
    """Return the site of COUNT programs, built in FOLDER."""
    data = ROOT / "data"
    if count != REAL:
        data = folder / "data"
        realistic.write(data, count)
    builder.build(folder / "site", data)
    return folder / "site"


def report(count: int, browser: Browser, site: Path) -> None:
    server = SiteServer(site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    loads = [opened(browser, server.address) for _ in range(LOADS)]
    page = loads[-1]
    usable = statistics.median(load.evaluate("usable - performance.getEntriesByName('first-contentful-paint')[0].startTime") for load in loads)
    weight = page.evaluate("performance.getEntries().reduce((sum, entry) => sum + (entry.encodedBodySize ?? 0), 0)")
    page.locator("#place").focus()
    page.locator("#age").focus()
    page.wait_for_function("() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('places.json'))")
    page.wait_for_timeout(1500)
    painted = [page.evaluate(PAINTED, list(answer)) for answer in ANSWERS]
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    work = [worked(session, page, answer) for answer in ANSWERS]
    print(f"{count:6} programs: {weight / 1024:7.1f} KB on first load, usable {usable:6.0f} ms after the first paint; a change: {told('painted', painted)}; {told('work', work)}", flush=True)
    server.shutdown()


def worked(session: CDPSession, page: Page, answer: tuple[str, str]) -> float:
    before = cpu(session)
    page.evaluate(PAINTED, list(answer))
    return (cpu(session) - before) * 1000 * SLOWER


def cpu(session: CDPSession) -> float:
    """Return the seconds of CPU that the page's thread has used."""
    return next(metric["value"] for metric in session.send("Performance.getMetrics")["metrics"] if metric["name"] == "TaskDuration")


def told(name: str, times: list[float]) -> str:
    return f"{name} {statistics.median(times):5.0f} ms (median) {sorted(times)[int(len(times) * 0.95) - 1]:5.0f} ms (p95)"


def opened(browser: Browser, address: str) -> Page:
    """Return the finder's page as a slow phone opens it for the first time."""
    page = browser.new_context().new_page()
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
