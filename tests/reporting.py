"""What a run of the tests tells: how far it is, what a failing page looked like, what to do next, and what people may weigh."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

PICTURES = Path(__file__).resolve().parents[1] / "test-results"
TO_WEIGH = "to weigh"  # a property of a test's report, which also reaches us from another process
SECONDS = "seconds of each test"
EVERY = 30  # seconds between two lines of progress


class Progress:
    """Tells from time to time how many tests are done and, from how long each took in the last run, how much time is left."""

    def __init__(self, config: pytest.Config) -> None:
        self.plugins = config.pluginmanager
        self.cache = getattr(config, "cache", None)
        self.known: dict[str, float] = self.cache.get(SECONDS, {}) if self.cache else {}
        self.taken: dict[str, float] = {}
        self.waiting: set[str] = set()
        self.done = self.failed = 0
        self.begun = self.last = time.monotonic()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.waiting.update(item.nodeid for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        self.waiting.update(ids)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.taken[report.nodeid] = self.taken.get(report.nodeid, 0) + report.duration
        self.failed += report.failed
        if report.when != "teardown":
            return
        self.done += 1
        self.waiting.discard(report.nodeid)
        if time.monotonic() - self.last >= EVERY:
            self.last = time.monotonic()
            reporter = self.plugins.get_plugin("terminalreporter")
            reporter.ensure_newline()
            reporter.write_line(self.said(self.last - self.begun))

    def said(self, elapsed: float) -> str:
        """Return how far the run is after ELAPSED seconds."""
        left = elapsed * self.cost(self.waiting) / self.cost(self.taken)
        return f"{self.done:,} of {self.done + len(self.waiting):,} tests, {self.failed} failed, about {left / 60:.1f} minutes left"

    def cost(self, names: set[str] | dict[str, float]) -> float:
        """Return how long the tests of NAMES took in the last run, in any unit; a test that is new counts as the average."""
        usual = sum(self.known.values()) / len(self.known) if self.known else 1
        return sum(self.known.get(name, usual) for name in names)

    def pytest_sessionfinish(self) -> None:
        if self.cache:
            self.cache.set(SECONDS, self.known | self.taken)


@pytest.fixture
def note(record_property) -> Callable[[str], None]:
    """Tell something at the end of the run that is for people to weigh, and no failure."""
    return partial(record_property, TO_WEIGH)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # else another process tells
        config.pluginmanager.register(Progress(config))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    if report.failed and report.when == "call":
        pictures = [*_pictures(item)]
        if pictures:
            report.sections.append(("What the page looked like", "\n".join(map(str, pictures))))
    return report


def _pictures(item: pytest.Item):
    from playwright.sync_api import Error, Page

    pages = {page for page in getattr(item, "funcargs", {}).values() if isinstance(page, Page) and not page.is_closed()}
    for number, page in enumerate(pages):
        file = PICTURES / f"{re.sub(r'[^A-Za-z0-9]+', '-', item.nodeid).strip('-')[-120:]}-{number}.png"
        try:
            page.screenshot(path=file)
        except Error as error:  # a page that died is the test's to tell
            yield f"no picture: {error.message.splitlines()[0]}"
        else:
            yield file


def pytest_terminal_summary(terminalreporter) -> None:
    told = [said for report in terminalreporter.getreports("passed") for name, said in report.user_properties if name == TO_WEIGH]
    if told:
        terminalreporter.section("To weigh; no failure")
        for said in told:
            terminalreporter.line(said)
    failed = terminalreporter.getreports("failed") + terminalreporter.getreports("error")
    if failed:
        terminalreporter.section("What to do next")
        terminalreporter.line(f"Run the first again:      scripts/test '{failed[0].nodeid}'")
        terminalreporter.line("Run all that failed:      scripts/test --last-failed")
        if any(name == "What the page looked like" for report in failed for name, _ in report.sections):
            terminalreporter.line(f"Look at the pages:        {PICTURES}")
