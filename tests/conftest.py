"""The sites that are built for the whole run, each once, with a server each; one browser."""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import gc
import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import fonts
import pytest
from bs4 import BeautifulSoup
from folders import DATA, DOCS
from imhsite.commands import build as builder
from imhsite.reading.catalog import Catalog, load
from imhsite.reading.front_matter import address
from imhsite.reading.product_pages import given
from imhsite.publishing.headers import headers
from imhsite.publishing.server import SiteServer
from kinds import Kinds
from looks import MEDIA, looked_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ["reporting", "changed"]

REPOSITORY = "https://github.com/example/site"
FIXED = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANGUAGE": "", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}  # a person's own must make no difference
RUNNER = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "example/site", "SOURCE_DATE_EPOCH": "1795000000", "SITE_COMMIT": "abc1234"}
TODAY = datetime.datetime.fromtimestamp(int(RUNNER["SOURCE_DATE_EPOCH"]), datetime.UTC).date()
MEASURES = Path(__file__).with_name("measures.js")
WAIT = 60_000  # milliseconds; only what never comes takes so long, however busy the machine is
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-US"]

for _variable in [name for name in os.environ if name.startswith("GIT_")]:
    del os.environ[_variable]
os.environ.update(FIXED)
time.tzset()
gc.set_threshold(100_000, 50, 1000)  # parsed pages are millions of objects that stay; looking through them took a third of the time


class Reader:
    """Parses the pages of a built site, each once."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.soups: dict[str, BeautifulSoup] = {}

    def paths(self) -> list[str]:
        """Return the path of every page, but for the pages of errors and the form for staff, which is another program."""
        return sorted(str(file.parent.relative_to(self.site)).replace(".", "", 1) + "/" * (file.parent != self.site) for file in self.site.rglob("index.html") if file.parent.name != "admin")

    def html(self, path: str) -> str:
        file = self.site / path if path.endswith(".html") else self.site / path / "index.html"
        return file.read_text(encoding="utf-8")

    def page(self, path: str) -> BeautifulSoup:
        if path not in self.soups:
            self.soups[path] = BeautifulSoup(self.html(path), "html.parser")
        return self.soups[path]


class Built:
    """A site of the tests, built once it is asked for, as GitHub's runner would build it."""

    def __init__(self, folder: Path, data: Path, docs: Path, site: Path | None = None) -> None:
        self.folder, self.data, self.docs = folder, data, docs
        if site:
            self.site = site  # which somebody built

    @cached_property
    def catalog(self) -> Catalog:
        catalog = load(self.data)
        catalog.leave_out_past(TODAY)
        return catalog

    @cached_property
    def site(self) -> Path:
        site = self.folder / "site"
        with alone(self.folder / "lock"), pytest.MonkeyPatch.context() as patch:
            for name, value in RUNNER.items():
                patch.setenv(name, value)
            if not site.exists():  # else another process of the run has built it
                builder.build(site, self.data, docs=self.docs)
        return site

    @cached_property
    def pages(self) -> Reader:
        return Reader(self.site)

    @cached_property
    def server(self) -> SiteServer:
        running = SiteServer(self.site)
        running.headers = headers(self.catalog.association.form_service)
        running.headers["LinkChecker"] = "no limit"  # else linkchecker asks for three pages a second
        threading.Thread(target=running.serve_forever, daemon=True).start()
        return running

    def has(self, path: str) -> bool:
        """Tell whether there is a page at PATH."""
        return (self.site / (path if path.endswith(".html") else f"{path}index.html")).is_file()

    @property
    def repository(self) -> str:
        """The address of the repository that its pages name."""
        return (self.catalog.association.repository or REPOSITORY).rstrip("/")

    def forwarded(self) -> set[str]:
        """Return the paths of the pages that only lead on to others."""
        return {path for path in self.pages.paths() if self.pages.page(path).select_one("meta[http-equiv=refresh]")}

    def written(self) -> list[str]:
        """Return the paths of the pages that people write."""
        sources = {file.relative_to(self.docs).as_posix() for file in self.docs.rglob("*.md")}
        return sorted(map(address, sources | given(self.catalog.association, self.docs).keys()))

    def close(self) -> None:
        if "server" in vars(self):
            self.server.shutdown()
            self.server.server_close()


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Let one process of the run at a time go on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def until_held(held: list, page) -> None:
    """Wait until the list HELD, which a route of PAGE fills, has a request: the route hears of it a little after the browser's event."""
    ends = time.monotonic() + WAIT / 1000
    while not held:
        assert time.monotonic() < ends, "never asked for"
        page.wait_for_timeout(20)


def leave(page) -> None:
    """Close PAGE, which reloads itself: first it goes elsewhere, as to close it while it reloads can wait for good."""
    from playwright.sync_api import Error

    with contextlib.suppress(Error):  # a reload came between
        page.goto("about:blank")
    page.close()


@pytest.fixture(scope="session")
def shared(request, tmp_path_factory) -> Path:
    """A folder that all processes of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def live(shared) -> Iterator[Built]:
    """The site of this repository: a test may ask of it only what must hold whatever its data and pages say."""
    made = Built(shared / "live", DATA, DOCS)
    yield made
    made.close()


@pytest.fixture(scope="session")
def frozen(shared) -> Iterator[Built]:
    """The site of tests/frozen/: a test may know its every word, as nobody changes them."""
    import frozen_site

    made = Built(shared / "frozen", frozen_site.data(), frozen_site.DOCS)
    yield made
    made.close()


@pytest.fixture(scope="module")
def built(request) -> Built:
    """The site that a file of tests looks at: the live one, or the frozen one where the file says FROZEN = True."""
    return request.getfixturevalue("frozen" if getattr(request.module, "FROZEN", False) else "live")


@pytest.fixture(scope="module")
def catalog(built) -> Catalog:
    return built.catalog


@pytest.fixture(scope="module")
def site_dir(built) -> Path:
    return built.site


@pytest.fixture(scope="module")
def pages(built) -> Reader:
    return built.pages


@pytest.fixture(scope="module")
def server(built) -> SiteServer:
    return built.server


@pytest.fixture(scope="module")
def kinds(built) -> Kinds:
    """The path of a page of each kind; a test of a kind that the site has no page of is skipped."""
    return Kinds(built)


@pytest.fixture(scope="module")
def say(catalog) -> Callable[..., str]:
    """The words of the interface in the first language, by the names of their labels."""
    return lambda name, /, **values: str(catalog.labels.word("en", name, **values))


@pytest.fixture(scope="session")
def playwright():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WAIT)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browsers(playwright, tmp_path_factory) -> Iterator[Callable[[str], Browser]]:
    """Returns, for a kind of font, a browser that shows every text in it."""
    folder, running = tmp_path_factory.mktemp("fonts"), {}

    def browser(kind: str) -> Browser:
        if kind not in running:
            environment = {**os.environ, "FONTCONFIG_FILE": str(fonts.configuration(kind, folder))}
            running[kind] = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS, env=environment)
        return running[kind]

    yield browser
    for one in running.values():
        one.close()


@pytest.fixture(scope="session")
def browser(browsers) -> Browser:
    """The browser of the tests; what depends on the font is tried in each."""
    return browsers("usual")


@pytest.fixture(scope="module")
def lens_tab(browser, server):
    """A tab with the measures of measures.js in every page, one for all tests of a file."""
    context = browser.new_context(base_url=server.address, bypass_csp=True)
    context.add_init_script(path=MEASURES)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield page
    context.close()


@pytest.fixture
def lens(lens_tab):
    """The tab with the measures, as a reader's who has set nothing; tests may change its settings and its pages."""
    lens_tab.emulate_media(**MEDIA)
    lens_tab.set_viewport_size({"width": 1280, "height": 800})
    return lens_tab


@pytest.fixture(scope="module")
def faults(lens_tab, kinds, request) -> dict[str, dict[str, object]]:
    """What the LOOKS of a file of tests find: faults by kind of page, for each look by its name."""
    return looked_at(lens_tab, kinds, request.module.LOOKS)


@pytest.fixture
def tab(browser, server):
    """A browser tab on the served site; the test fails for what the page logs as an error or its policy refuses."""
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not [error for error in errors if "404" not in error]
