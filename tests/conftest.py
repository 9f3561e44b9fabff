"""One site built for the whole run, one server, one browser."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from generator import build as builder
from generator.catalog import Catalog, load
from generator.check import DATA
from generator.server import SiteServer
from kinds import paths

REPOSITORY = "https://github.com/example/site"
MEASURES = Path(__file__).with_name("measures.js")


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load(DATA)


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory) -> Path:
    """The real site, built once, as GitHub's runner would build it."""
    server, name = REPOSITORY.rsplit("/", 2)[0], "example/site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_SERVER_URL", server)
        patch.setenv("GITHUB_REPOSITORY", name)
        patch.setenv("SOURCE_DATE_EPOCH", "1795000000")
        patch.setenv("SITE_COMMIT", "abc1234")
        built = tmp_path_factory.mktemp("built") / "site"
        builder.build(built, DATA)
    return built


@pytest.fixture(scope="session")
def kinds(catalog) -> dict[str, str]:
    """The path of a page of each kind."""
    return paths(catalog)


class Reader:
    """Parses the pages of a built site, each once."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.soups: dict[str, BeautifulSoup] = {}

    def paths(self) -> list[str]:
        """Return the path of every page, but for the pages of errors and the form for staff, which is another program."""
        return sorted(str(file.parent.relative_to(self.site)).replace(".", "", 1) + "/" * (file.parent != self.site) for file in self.site.rglob("index.html") if file.parent.name != "admin")

    def page(self, path: str) -> BeautifulSoup:
        if path not in self.soups:
            file = self.site / path if path.endswith(".html") else self.site / path / "index.html"
            self.soups[path] = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        return self.soups[path]


@pytest.fixture(scope="session")
def pages(site_dir) -> Reader:
    return Reader(site_dir)


@pytest.fixture(scope="session")
def server(site_dir) -> Iterator[SiteServer]:
    running = SiteServer(site_dir)
    running.headers["LinkChecker"] = "no limit"  # else linkchecker asks for three pages a second
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="module")
def lens_tab(browser, server):
    """A tab with the measures of measures.js in every page, one for all tests of a file."""
    context = browser.new_context(base_url=server.address, bypass_csp=True)
    context.add_init_script(path=MEASURES)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture
def lens(lens_tab):
    """The tab with the measures, as a reader's who has set nothing; tests may change its settings and its pages."""
    lens_tab.emulate_media(media="screen", color_scheme="light", forced_colors="none", reduced_motion="no-preference")
    lens_tab.set_viewport_size({"width": 1280, "height": 800})
    return lens_tab


@pytest.fixture
def tab(browser, server):
    """A browser tab on the served site; the test fails for what the page logs as an error or its policy refuses."""
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    page.set_default_timeout(15_000)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not [error for error in errors if "404" not in error]
