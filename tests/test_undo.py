"""Going back is building an older commit: tried with a real repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from example_site import configure
from repositories import change, commit, git, repository
from test_build import fingerprint
from imhsite import __version__
from folders import ROOT

PARTS = ("examples/data", "examples/docs", "src", "scripts")


def build(project, site) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name not in ("SITE_COMMIT", "SOURCE_DATE_EPOCH", "GITHUB_REPOSITORY")}
    command = [sys.executable, "-m", "imhsite.cli", "build", "--site-dir", site]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, env=environment | {"PYTHONPATH": str(project / "src")}, check=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A repository with a good commit, then a change of an age, then a mistake."""
    folder = repository(tmp_path_factory.mktemp("undo") / "project", *PARTS)
    configure(folder)
    commit(folder, "Name the site")
    git(folder, "tag", "--force", "base")
    change(folder, "data/programs.yaml", "ages: pregnancy to 2", "ages: pregnancy to 4")
    commit(folder, "Change an age", "2026-11-23T12:00:00Z")
    git(folder, "tag", "changed")
    change(folder, "data/programs.yaml", "ages: pregnancy to 4", "ages: 4 to pregnancy")
    commit(folder, "Make a mistake", "2026-11-24T12:00:00Z")
    git(folder, "tag", "mistake")
    return folder


def test_building_an_older_commit_gives_the_older_site(project, tmp_path):
    site, told, made = tmp_path / "site", {}, {}
    for revision in ("base", "changed", "mistake", "base"):
        git(project, "checkout", "--quiet", revision)
        run = build(project, site)
        if revision == "mistake":
            assert run.returncode == 1 and fingerprint(site) == made["changed"], "a mistake publishes nothing"
            continue
        assert run.returncode == 0, run.stderr
        told[revision] = json.loads((site / "build.json").read_text(encoding="utf-8"))
        found = fingerprint(site)
        assert made.setdefault(revision, found) == found, "the older commit gives the older site, byte by byte"
    assert {name: said["commit"] for name, said in told.items()} == {name: git(project, "rev-parse", f"{name}^{{commit}}") for name in told}
    assert told["base"]["date"] == "2026-11-22" and told["changed"]["date"] == "2026-11-23"
    assert "to 4" not in (site / "programs/example-visits/index.html").read_text(encoding="utf-8")


def test_the_page_for_staff_names_the_commit(pages, site_dir):
    assert json.loads((site_dir / "build.json").read_text(encoding="utf-8")) == {"commit": "abc1234", "date": "2026-11-18", "version": __version__}
    assert "abc1234" in pages.page("staff/").main.get_text()
    assert "abc1234" not in pages.page("programs/").get_text()


def test_the_recipe_names_the_workflow():
    assert "Run workflow" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
