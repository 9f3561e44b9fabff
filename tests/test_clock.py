"""One place knows the day, and git says the same under whatever settings; where it is silent, nothing is of 1970."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import small_data
from example_site import configure, example
from folders import ROOT
from imhsite.commands import check
from imhsite.model import dates
from imhsite.publishing import history
from imhsite.exports import feed
from imhsite.publishing.history import Commit, History
from imhsite.files.problems import BuildFailed
from repositories import commit, git

TOLD = ("SITE_TODAY", "SITE_COMMIT", "SOURCE_DATE_EPOCH")


@pytest.fixture(autouse=True)
def untold(monkeypatch):
    for name in TOLD:
        monkeypatch.delenv(name, raising=False)


def now() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


@pytest.mark.parametrize(
    ("told", "day"),
    [({"SITE_TODAY": "2040-01-01"}, "2040-01-01"), ({"SOURCE_DATE_EPOCH": "1795000000"}, "2026-11-18"), ({"SITE_TODAY": "2040-01-01", "SOURCE_DATE_EPOCH": "1795000000"}, "2040-01-01"), ({"SITE_TODAY": "", "SOURCE_DATE_EPOCH": ""}, None), ({"SOURCE_DATE_EPOCH": "0"}, None), ({}, None)],
)
def test_today_is_what_the_build_is_told_else_by_the_clock(monkeypatch, told, day):
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert dates.today() == (datetime.date.fromisoformat(day) if day else now())


@pytest.mark.parametrize(("name", "value", "words"), [("SITE_TODAY", "tomorrow", "SITE_TODAY: write a day"), ("SOURCE_DATE_EPOCH", "-1", "SOURCE_DATE_EPOCH: write a number of seconds")])
def test_a_day_that_is_none_is_told(monkeypatch, capsys, name, value, words):
    monkeypatch.setenv(name, value)
    with pytest.raises(BuildFailed, match=words):
        dates.today()
    assert check.main([]) == 1 and words in capsys.readouterr().err


def test_today_is_the_same_in_every_zone(monkeypatch):
    days = set()
    for zone in ("UTC", "Pacific/Kiritimati", "Etc/GMT+12"):
        monkeypatch.setenv("TZ", zone)
        days.add(subprocess.run([sys.executable, "-c", "from imhsite.model import dates; print(dates.today())"], env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=True).stdout)
    assert len(days) == 1


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    """Small data with a history: records that are added, changed, moved, gone, and a line that only its blanks changed in."""
    folder = tmp_path_factory.mktemp("repository")
    data = small_data.write(folder)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Begin", "2026-10-01T12:00:00Z")
    programs, towns = data / "programs.yaml", data / "towns.yaml"
    programs.write_text(programs.read_text().replace("Home visits.", "Visits at home.").replace("860-555-0100", "860-555-0199"))
    towns.write_text("\n".join(line for line in towns.read_text().split("\n") if "0627" not in line))
    commit(folder, "Change", "2026-10-02T23:30:00-05:00")
    (data / "needs.yaml").rename(data / "needs")
    (data / "needs").rename(data / "x.yaml")
    (data / "needs").mkdir()
    (data / "x.yaml").rename(data / "needs/all.yaml")
    programs.write_text(programs.read_text().replace("  sort: service\n", "  sort:  service\n"))
    commit(folder, "Move", "2026-10-03T00:30:00Z")
    (data / "áé.yaml").write_text("a: b\n")
    commit(folder, "Añadir", "2026-10-04T00:30:00Z")
    return folder


def answers(folder: Path) -> list:
    """All that the site asks git."""
    known = History(folder)
    files = sorted(path.relative_to(folder).as_posix() for path in (folder / "data").rglob("*.yaml"))
    lines = [[known.changed(file, line, line).iso for line in range(1, (folder / file).read_text().count("\n") + 1)] for file in files]
    days = [known.file_changed(file).iso for file in files]
    return [Commit.of(folder), known.silent, lines, [(change.commit, change.epoch, change.records) for change in feed.changes(folder / "data")], history.beginnings(folder), days]


SETTINGS = {
    "diff.noprefix": "true", "diff.mnemonicPrefix": "true", "diff.srcPrefix": "x/", "diff.dstPrefix": "y/", "diff.orderFile": "missing", "diff.interHunkContext": "99", "diff.context": "99", "diff.renames": "copies",
    "diff.algorithm": "patience", "diff.indentHeuristic": "false", "diff.relative": "true", "diff.external": "false", "diff.suppressBlankEmpty": "true", "diff.wsErrorHighlight": "all", "diff.colorMoved": "zebra", "diff.submodule": "log",
    "blame.ignoreRevsFile": "missing", "blame.blankBoundary": "true", "blame.showRoot": "true", "blame.date": "relative", "blame.markIgnoredLines": "true", "blame.coloring": "highlightRecent",
    "log.showSignature": "true", "log.showRoot": "false", "log.follow": "true", "log.date": "relative", "log.decorate": "full", "log.mailmap": "false", "format.pretty": "fuller", "format.notes": "true",
    "color.ui": "always", "color.diff": "always", "core.quotePath": "true", "core.pager": "false", "core.abbrev": "4", "i18n.logOutputEncoding": "UTF-16", "core.attributesFile": "missing", "core.whitespace": "trailing-space", "diff.ignoreSubmodules": "all",
}  # fmt: skip
ENVIRONMENT = {"GIT_DIFF_OPTS": "--unified=9", "GIT_EXTERNAL_DIFF": "false", "GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/nowhere", "GIT_INDEX_FILE": "/nowhere", "GIT_PAGER": "false", "GIT_LITERAL_PATHSPECS": "1", "GIT_NAMESPACE": "x", "LC_ALL": "C.UTF-8", "LANG": "es_ES.UTF-8", "LANGUAGE": "es", "TZ": "Asia/Tokyo", "GIT_CONFIG_GLOBAL": "/nowhere"}


def put_settings(folder: Path, chosen: dict[str, str]) -> None:
    config = folder / ".git/config"
    text = config.read_text().split("# chosen\n")[0] + "# chosen\n"
    config.write_text(text + "".join(f"[{name.partition('.')[0]}]\n\t{name.partition('.')[2]} = {value}\n" for name, value in chosen.items()))


@given(st.sets(st.sampled_from(sorted(SETTINGS)), max_size=12), st.sets(st.sampled_from(sorted(ENVIRONMENT)), max_size=4))
@settings(derandomize=True, database=None, deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_git_says_the_same_under_whatever_settings(repository, names, variables):
    put_settings(repository, {})
    expected = answers(repository)
    put_settings(repository, {name: SETTINGS[name] for name in names})
    with pytest.MonkeyPatch.context() as patch:
        for name in variables:
            patch.setenv(name, ENVIRONMENT[name])
        assert answers(repository) == expected
    put_settings(repository, {})


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_git_says_the_same_under_each_setting(repository, name):
    put_settings(repository, {})
    expected = answers(repository)
    assert expected[1] == "" and len(expected[3]) == 2 and {day for days in expected[2] for day in days} == {"2026-10-01", "2026-10-03", "2026-10-04"}
    put_settings(repository, {name: SETTINGS[name]})
    assert answers(repository) == expected
    put_settings(repository, {})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to somebody else")
def test_git_says_the_same_of_a_clone_that_somebody_else_owns(repository, tmp_path):
    theirs = tmp_path / "theirs"
    git(tmp_path, "clone", "--quiet", str(repository), str(theirs))
    for path in (theirs, *theirs.rglob("*")):
        os.chown(path, 12345, 12345)
    assert answers(theirs) == answers(repository)


def test_a_file_that_is_in_no_commit_is_of_the_day_of_the_commit(repository):
    (repository / "new.yaml").write_text("a: b\n")
    known = History(repository)
    assert (known.changed("new.yaml", 1).iso, known.file_changed("data/new.yaml").iso, known.silent) == ("2026-10-04", "2026-10-04", "")
    (repository / "new.yaml").unlink()


def test_a_file_is_of_the_day_of_the_last_commit_that_changed_it(repository):
    known = History(repository)
    days = {name: known.file_changed(f"data/{name}.yaml").iso for name in ("sections", "towns", "programs", "needs/all", "áé")}
    assert days == {"sections": "2026-10-01", "towns": "2026-10-03", "programs": "2026-10-03", "needs/all": "2026-10-03", "áé": "2026-10-04"}


def test_a_file_that_is_not_as_it_was_committed_is_of_the_day_of_the_commit(repository):
    file = repository / "data/sections.yaml"
    text = file.read_text()
    file.write_text(f"{text}# more\n")
    assert History(repository).file_changed("data/sections.yaml").iso == "2026-10-04"
    file.write_text(text)
    assert History(repository).file_changed("data/sections.yaml").iso == "2026-10-01"


@pytest.mark.parametrize("broken", ["no .git", "no git at all"])
def test_where_git_is_silent_there_is_no_history_and_a_reason(tmp_path, monkeypatch, broken):
    small_data.write(tmp_path)
    if broken == "no git at all":
        monkeypatch.setenv("PATH", str(tmp_path))
    known = History(tmp_path)
    assert known.changed("data/programs.yaml", 1) is None and known.file_changed("docs/about.md") is None and known.silent
    assert Commit.of(tmp_path).day is None and feed.changes(tmp_path / "data") == [] and history.beginnings(tmp_path) == set()


def test_a_date_that_is_told_stands_in_for_git(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    assert History(tmp_path).changed("data/programs.yaml", 1).iso == "2026-11-18"


PARTS = ("overrides", "src", "scripts")


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """This code with the example, downloaded without its history."""
    folder = example(tmp_path_factory.mktemp("download"))
    for name in PARTS:
        (folder / name).symlink_to(ROOT / name) if name != "scripts" else subprocess.run(["cp", "-r", ROOT / name, folder / name], check=True)
    configure(folder)
    return folder


def build(folder: Path, **told: str) -> tuple[str, dict[str, bytes]]:
    environment = {name: value for name, value in os.environ.items() if name not in TOLD} | {"PYTHONPATH": str(folder / "src"), **told}
    run = subprocess.run([sys.executable, "-m", "imhsite.cli", "build"], cwd=folder, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 0, run.stderr
    return run.stderr, {path.relative_to(folder / "site").as_posix(): path.read_bytes() for path in (folder / "site").rglob("*") if path.suffix in (".xml", ".html", ".json", ".txt", ".ics")}


def test_a_download_without_history_is_built_with_todays_date_and_says_so(copy):
    said, files = build(copy)
    assert "Warning: git cannot say when pages changed (fatal: not a git repository" in said and f"Today is {now()}" in said
    assert [name for name, content in files.items() if b"1970" in content] == []
    assert b"<lastmod>" not in files["sitemap.xml"] and b"last_modified" not in files["hsds/services.json"]
    assert f"<updated>{now()}T00:00:00Z</updated>".encode() in files["feed.xml"]
    assert f"Expires: {now() + datetime.timedelta(days=364)}".encode() in files[".well-known/security.txt"]


def test_a_rebuild_without_a_commit_ages(copy):
    """As hosts do on a schedule: only the day has changed."""
    _, before = build(copy, SITE_TODAY="2026-11-29")
    _, after = build(copy, SITE_TODAY="2040-01-01")
    old = [{name for name, content in files.items() if b'class="overdue' in content and not name.startswith("design/")} for files in (before, after)]
    assert old[0] < old[1]
    assert b"2040-12-30" in after[".well-known/security.txt"]


def test_no_output_differs_by_locale_or_zone(copy):
    _, before = build(copy, SITE_TODAY="2026-11-29", TZ="UTC", LC_ALL="C.UTF-8")
    _, after = build(copy, SITE_TODAY="2026-11-29", TZ="Pacific/Kiritimati", LC_ALL="C")
    assert after == before


def test_every_recipe_publishes_with_the_day_of_publishing():
    """None of them names another day; the workflow and the container, whose steps are kept, name today's."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"))
    assert any("SITE_TODAY=$(date -u +%F)" in step.get("run", "") for step in workflow["jobs"]["publish"]["steps"])
    container = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^ARG SITE_TODAY$.*^RUN .*scripts/build", container, re.MULTILINE | re.DOTALL)
    publish = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Publish")[2].partition("\n## ")[0]
    assert "--build-arg SITE_TODAY=$(date -u +%F)" in publish
    assert publish.count("every day") >= 1
