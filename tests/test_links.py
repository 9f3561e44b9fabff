"""Every link of the served site leads to a page, as linkchecker sees it, and every fragment to a part of that page."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import lxml.html
import pytest
from imhsite.publishing.server import SiteServer

SETTINGS = Path(__file__).with_name("linkcheckerrc")


def dead_links(address: str) -> list[str]:
    """Return what linkchecker complains of, as "link on page: why"."""
    command = [Path(sys.executable).with_name("linkchecker"), "-f", SETTINGS, address]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    rows = csv.DictReader((line for line in run.stdout.splitlines() if not line.startswith("#")), delimiter=";")
    return [f"{row['urlname']} on {row['parentname']}: {row['result']} {row['warningstring']}" for row in rows]


def dead_fragments(site: Path) -> list[str]:
    """Return the links of the pages of SITE whose fragment names no part of the page that they lead to, as "link on page".

    A fragment with "=" asks a script for something, one with "/" is a place in the form for staff. linkchecker finds the same, but reads a page again for each fragment of it: four times as long as all the rest.
    """
    pages = {f"/{file.relative_to(site).as_posix().removesuffix('index.html')}": lxml.html.parse(file).getroot() for file in site.rglob("*.html")}
    parts = {path: {*page.xpath("//@id"), *page.xpath("//a/@name")} for path, page in pages.items()}
    dead = []
    for path, page in pages.items():
        for link in {*page.xpath("//@href")}:
            target, fragment = urldefrag(urljoin(path, link))
            if fragment and not {"=", "/"} & {*fragment} and target in parts and unquote(fragment) not in parts[target]:
                dead.append(f"{link} on {path}")
    return dead


def test_every_link_leads_somewhere(server):
    assert dead_links(server.address) == []


def test_every_fragment_names_a_part_of_its_page(site_dir):
    assert dead_fragments(site_dir) == []


@pytest.fixture
def small_site(tmp_path, site_dir):
    """Two pages of the site and what they need, with room for a dead link."""
    site = tmp_path / "site"
    (site / "other").mkdir(parents=True)
    (site / "other/index.html").write_text("<!doctype html><title>Other</title><p id=here>Here")
    running = SiteServer(site)
    running.headers["LinkChecker"] = "no limit"
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield site, running.address
    running.shutdown()
    running.server_close()
    shutil.rmtree(site)


@pytest.mark.parametrize(
    ("link", "found"),
    [("other/", False), ("other/#here", False), ("missing/", True), ("other/#gone", True), ("other/#gone=", False), ("missing/#gone=", True), ("other/index.htm", True)],
)
def test_the_check_finds_a_planted_dead_link(small_site, link, found):
    site, address = small_site
    (site / "index.html").write_text(f'<!doctype html><title>Home</title><a href="{link}">there</a>')
    assert bool(dead_links(address) or dead_fragments(site)) == found


def test_goals_and_what_serves_them_link_to_each_other(pages, catalog, say):
    served = {kind: {(record.slug, goal) for record in catalog.records[kind].values() for goal in record.goals or ()} for kind in ("trainings", "recommendations")}
    served["programs"] = {(slug, goal.slug) for goal in catalog.goals.values() for slug in goal.programs or ()}
    homes = {"trainings": "professionals/training/", "recommendations": "recommendations/"}
    plan = pages.page("strategic-plan/")
    for kind, pairs in served.items():
        for slug, goal in pairs:
            part = pages.page(f"programs/{slug}/").main if kind == "programs" else pages.page(homes[kind]).find(id=slug)
            if part is None:  # a recognition of training, which has no part of the page
                assert kind == "trainings" and not catalog.trainings[slug].audience
                continue
            address = f"/programs/{slug}/" if kind == "programs" else f"/{homes[kind]}#{slug}"
            assert part.select_one(f'a[href="/strategic-plan/#{goal}"]'), (kind, slug, goal)
            assert plan.find(id=goal).select_one(f'a[href="{address}"]'), (kind, slug, goal)
    unserved = {goal for goal in catalog.goals if not any(goal == other for pairs in served.values() for _, other in pairs)}
    assert {goal for goal in catalog.goals if say("goal-nothing") in plan.find(id=goal).get_text()} == unserved
