"""The published site is one whole version, whatever happens to the build. The long run: tests/benchmarks/faults.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

import faults


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    return faults.Stage(tmp_path_factory.mktemp("stage"))


def test_killed_builds(stage):
    assert set(faults.killed(stage, 3)) <= {"old", "new"}
    stage.reset()  # no process that a killed build left behind holds its lock


def test_a_full_disk_is_told_and_leaves_the_old_site(stage):
    stage.reset()
    said = faults.disk_full(stage)
    assert "File too large" in said and "Nothing was published" in said
    assert stage.stands() == "old"


def test_a_data_file_that_vanishes_is_told_or_was_read_already(stage):
    stage.reset()
    said = faults.file_vanishes(stage)
    assert "towns.yaml: put this file in its place; it is missing" in said or stage.stands() == "new"
    assert stage.stands() != "MIXED"


def test_two_builds_at_once_leave_one_of_both(stage):
    faults.two_at_once(stage)
    assert stage.stands() in ("old", "new")


def test_a_clock_that_is_off_stops_nothing(stage):
    assert faults.clock_off(stage).count("The site is in") == 2
