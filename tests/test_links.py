"""Every link and fragment of the served site leads somewhere, as linkchecker sees it."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from generator.server import SiteServer

SETTINGS = Path(__file__).with_name("linkcheckerrc")


def dead_links(address: str) -> list[str]:
    """Return what linkchecker complains of, as "link on page: why"."""
    run = subprocess.run([Path(sys.executable).with_name("linkchecker"), "-f", SETTINGS, address], capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    rows = csv.DictReader((line for line in run.stdout.splitlines() if not line.startswith("#")), delimiter=";")
    return [f"{row['urlname']} on {row['parentname']}: {row['result']} {row['warningstring']}" for row in rows]


def test_every_link_leads_somewhere(server):
    assert dead_links(server.address) == []


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
    [("other/", False), ("other/#here", False), ("missing/", True), ("other/#gone", True), ("other/index.htm", True)],
)
def test_the_check_finds_a_planted_dead_link(small_site, link, found):
    site, address = small_site
    (site / "index.html").write_text(f'<!doctype html><title>Home</title><a href="{link}">there</a>')
    assert bool(dead_links(address)) == found
