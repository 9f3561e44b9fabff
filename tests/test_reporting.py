"""What a run of the tests tells, and which tests a change runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import changed
import pytest
from repositories import commit, git
from reporting import SECONDS, Progress

TESTS = Path(__file__).parent
STAGE = """
import pytest
from conftest import browser, browsers, playwright

@pytest.fixture
def page(browser):
    page = browser.new_page()
    yield page
    page.close()

def test_good(record_property):
    record_property("to weigh", "a fact has gone")

def test_bad(page):
    page.set_content("<h1>Wrong</h1>")
    assert page.title() == "Right"
"""


def progress(known: dict[str, float]) -> Progress:
    return Progress(SimpleNamespace(pluginmanager=None, cache=SimpleNamespace(get=lambda name, other: known if name == SECONDS else other)))


@pytest.mark.parametrize(
    ("known", "left"),
    [({}, "2.0"), ({"a": 1, "b": 3, "c": 6}, "9.0"), ({"a": 1, "b": 1}, "2.0")],
)
def test_the_time_left_is_told_from_how_long_tests_took_before(known, left):
    run = progress(known)
    run.waiting, run.taken, run.done, run.failed = {"b", "c"}, {"a": 5.0}, 1, 0
    assert run.said(60) == f"1 of 3 tests, 0 failed, about {left} minutes left"


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_failure_tells_what_to_do_and_shows_the_page(tmp_path, processes):
    (tmp_path / "test_stage.py").write_text(STAGE)
    arguments = [sys.executable, "-m", "pytest", "-q", "-p", "reporting", "-p", "no:cacheprovider", "-n", processes, "--rootdir", str(tmp_path), "-c", os.devnull, "test_stage.py"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(["src", str(TESTS)]).replace("src", str(TESTS.parent / "src"))}
    for name in [name for name in environment if name.startswith("PYTEST_")]:
        del environment[name]
    told = subprocess.run(arguments, cwd=tmp_path, env=environment, capture_output=True, text=True).stdout
    assert "1 failed, 1 passed" in told
    assert "a fact has gone" in told
    assert "Run the first again:      scripts/test 'test_stage.py::test_bad'" in told
    picture = next(Path(line) for line in told.splitlines() if line.endswith("test-stage-py-test-bad-0.png"))
    assert picture.read_bytes().startswith(b"\x89PNG")
    picture.unlink()


@pytest.mark.parametrize(
    ("test", "file", "is_about"),
    [
        ("test_ages.py", "src/imhsite/model/ages.py", True),
        ("test_ages.py", "src/imhsite/theme/assets/ages.js", True),
        ("test_finder_data.py", "src/imhsite/finding/finder.py", True),
        ("test_finder.py", "src/imhsite/theme/assets/finder_age.js", True),
        ("test_keyboard.py", "src/imhsite/model/ages.py", False),
        ("test_data.py", "data/es/programs.yaml", True),
        ("test_ages.py", "data/programs.yaml", False),
        ("test_ages.py", "tests/test_ages.py", True),
        ("test_diff.py", "tests/repositories.py", True),
        ("test_ages.py", "tests/repositories.py", False),
    ],
)
def test_a_change_runs_the_tests_that_are_about_it(test, file, is_about):
    assert changed.about(TESTS / test, file) is is_about


def test_every_test_named_for_a_folder_is_there():
    assert [name for names in changed.FOLDERS.values() for name in names if not (TESTS / f"{name}.py").exists()] == []


def test_quick_tests_run_first_until_the_wait_is_full():
    assert changed.choose(["slow", "quick", "new", "middle"], {"slow": 9, "quick": 0.1, "middle": 4}, most=6) == (["quick", "new", "middle"], ["slow"])


def test_changes_are_those_since_a_revision_and_new_files(tmp_path):
    git(tmp_path, "init", "--quiet")
    for name in ("kept", "changed"):
        (tmp_path / name).write_text("one")
    commit(tmp_path, "Begin")
    (tmp_path / "changed").write_text("two")
    (tmp_path / "new").write_text("three")
    assert changed.changed_files("HEAD", tmp_path) == ["changed", "new"]
    with pytest.raises(pytest.UsageError, match="git cannot say what changed since nowhere"):
        changed.changed_files("nowhere", tmp_path)
