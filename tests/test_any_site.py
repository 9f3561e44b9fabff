"""What a site may be besides this one: below a path, in many languages, before its first commit, without a repository."""

from __future__ import annotations

import re
import shutil
import threading
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from example_site import configure, example
from imhsite.building.build import about_time
from imhsite.commands import build as builder
from imhsite.commands import diff
from imhsite.commands.external_links import check
from imhsite.commands.serve import Preview
from imhsite.files import product
from imhsite.publishing.server import SiteServer
from repositories import change, git
from test_accessibility import AXE, RULES, RUN_AXE

ADDRESS, BELOW_A_PATH = "https://aimh.example.org/", "https://name.example.org/site/"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """The example in a folder of its own, which is no repository."""
    made = example(tmp_path / "example")
    monkeypatch.chdir(made)
    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "SITE_COMMIT", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    return made


def build(folder: Path):
    configure(folder)
    return builder.build(folder / "site", folder / "data", compressed=False, docs=folder / "docs")


@pytest.fixture
def preview(folder):
    change(folder, "data/association.yaml", ADDRESS, BELOW_A_PATH)
    configure(folder)
    running = Preview(folder / "preview", folder / "data", port=0)
    running.rebuild()
    threading.Thread(target=running.server.serve_forever, daemon=True).start()
    yield running
    running.server.shutdown()
    running.server.server_close()


def test_the_preview_shows_the_site_below_the_path_of_its_address(preview, browser):
    """It came without its styles, as everything was served at the root and asked for below the path."""
    assert preview.server.address.endswith("/site/")
    page = browser.new_page()
    missing: list[str] = []
    page.on("response", lambda response: missing.append(response.url) if response.status >= 400 else None)
    for path in ("", "programs/", "programs/example-visits/", "about/"):
        page.goto(preview.server.address + path, wait_until="networkidle")
    assert missing == []
    page.goto(preview.server.address)
    assert page.evaluate("getComputedStyle(document.querySelector('.site-header .bar')).display") == "grid"
    page.goto(urljoin(preview.server.address, "/"))
    assert page.url == preview.server.address, "and the root leads there"
    page.close()


def test_links_to_other_sites_are_followed_from_below_the_path_too(folder):
    change(folder, "data/association.yaml", ADDRESS, BELOW_A_PATH)
    change(folder, "docs/about.md", "\n---\n", "\n---\n[Gone](http://127.0.0.1:9/gone)\n")
    build(folder)
    dead = check(folder / "site", [BELOW_A_PATH], "agent", "/site/")
    assert [address for address in dead if address.startswith("http://127.")] == ["http://127.0.0.1:9/gone"]


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """The example in five languages, whose labels are those of Spanish."""
    folder = example(tmp_path_factory.mktemp("languages") / "example")
    change(folder, "data/association.yaml", "languages: [en]", "languages: [en, es, pt, fr, ht]")
    for language in ("pt", "fr", "ht"):
        (folder / "data" / language).mkdir()
        text = (product.LABELS / "es.yaml").read_text(encoding="utf-8")
        if language in ("pt", "fr"):  # which have a form for millions
            text = re.sub(r'^(  )other: (.*)$', r"\1many: \2\n\1other: \2", text, flags=re.MULTILINE)
        (folder / "data" / language / "labels.yaml").write_text(text, encoding="utf-8")
    build(folder)
    return folder / "site"


def test_many_languages_are_in_a_menu(many, browser):
    server = SiteServer(many)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(server.address)
    menu, french = page.locator(".language summary"), page.get_by_role("link", name="Français")
    assert menu.inner_text().endswith("English") and not french.is_visible()
    menu.press("Enter")
    assert french.is_visible() and page.locator(".language a").count() == 4
    box = page.locator(".language ul").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320 and page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN_AXE, RULES) == []
    page.close()
    server.shutdown()
    server.server_close()


def test_two_languages_need_no_menu(site_dir):
    soup = BeautifulSoup((site_dir / "index.html").read_text(encoding="utf-8"), "html.parser")
    languages = len(soup.select(".language a")) + 1
    assert bool(soup.select(".language details")) == (languages > 2)


@pytest.mark.parametrize("begun", [False, True], ids=["no repository", "no commit yet"])
def test_a_site_without_history_is_whole_and_says_why_it_has_no_dates(folder, begun, capsys):
    if begun:
        git(folder, "init", "--quiet")
    (said,) = about_time(build(folder))
    assert said.startswith("git cannot say when pages changed (fatal: ")
    for file in (folder / "site").rglob("*.html"):
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        assert "1970" not in soup.get_text(), file
        assert not [link["href"] for link in soup.select("a[href]") if re.match(r"/?(edit|new|issues|commit)/|https?:///|None|mailto:\?", link["href"])], file
    assert diff.main(["main", "--repository", str(folder)]) == 2
    assert capsys.readouterr().err == ("commit the site first: its repository has no commit yet to compare with\n" if begun else "write a folder of a git repository, whose commits can be compared (fatal: not a git repository (or any of the parent directories): .git)\n")
