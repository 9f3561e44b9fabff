"""The published site is one whole version, whatever happens to the build. The long run: tests/benchmarks/faults.py."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
from imhsite.commands import check
from imhsite.model import dates

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

import faults
from example_site import configure, example


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """Two versions of the small example: what a fault leaves does not hang on the size of the site."""
    project = example(tmp_path_factory.mktemp("example") / "project")
    configure(project)
    return faults.Stage(tmp_path_factory.mktemp("stage"), project)


def broken(stage, fault, share: float) -> tuple[str, str]:
    """Break a build; return what stands afterwards, and what the build said."""
    stage.reset()
    said = fault(stage, share)
    return stage.stands(), said


@pytest.mark.parametrize("share", [0.1, 0.4, 0.6, 0.8])
def test_a_killed_build_leaves_the_old_site_whole_and_the_next_one_works(stage, share):
    stands, said = broken(stage, faults.killed, share)
    assert (stands, said) == ("old", "") or (share > 0.5 and "The site is in" in said), "killed late, a build may be done already where the machine has become quicker"
    assert "The site is in" in faults.said(faults.started(stage.site, stage.new))  # no process holds the lock of the killed one
    assert not list(stage.folder.glob(".building-*"))


@pytest.mark.parametrize("fault", [faults.file_too_large, faults.read_only])
def test_a_disk_that_takes_nothing_is_told_and_leaves_the_old_site(stage, fault):
    try:
        stands, said = broken(stage, fault, 0.5)
    except subprocess.SubprocessError:
        pytest.skip("this machine lets root write everywhere")
    assert stands == "old" and "Nothing was published" in said
    assert {faults.file_too_large: "File too large", faults.read_only: "Permission denied"}[fault] in said


def test_a_full_disk_is_told_and_leaves_the_old_site(stage):
    try:
        stands, said = broken(stage, faults.disk_full, 0.3)
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip("mounting a disk takes rights that this machine does not give")
    assert stands == "old" and "No space left on device" in said and "Nothing was published" in said


@pytest.mark.parametrize("share", [0.01, 0.9])
def test_a_data_file_that_vanishes_is_told_or_was_read_already(stage, share):
    stands, said = broken(stage, faults.file_vanishes, share)
    if stands == "new":
        assert "The site is in" in said
    else:  # it was gone before the folder was listed, or between that and being read
        assert stands == "old" and "Nothing was published" in said
        assert "write the name of a record in towns.yaml" in said or "towns.yaml: No such file or directory" in said


def test_two_builds_at_once_follow_one_another(stage):
    stands, said = broken(stage, faults.two_at_once, 0.3)
    assert stands == "new" and said.count("The site is in") == 2
    assert "Another build is writing" in said and "waiting for it to finish" in said


@pytest.mark.parametrize(("clock", "epoch", "expected"), [("1970-01-02", faults.STEADY["SOURCE_DATE_EPOCH"], 0), ("1970-01-02", "0", 1), ("2099-12-31", "0", 0)], ids=["behind", "behind without a commit's day", "ahead"])
def test_the_commits_day_stands_in_for_a_clock_that_is_behind(monkeypatch, capsys, clock, epoch, expected):
    day = datetime.date.fromisoformat(clock)
    monkeypatch.setattr(dates.datetime, "date", type("Clock", (datetime.date,), {"today": staticmethod(lambda: day)}))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert check.main([]) == expected
    assert ("This computer's clock says that today is 1970-01-02." in capsys.readouterr().err) == bool(expected)


def test_a_mixed_site_is_seen(stage):
    """The judge itself: a site with a file of another version, and one with a file too few, are neither."""
    stage.reset()
    page = stage.site / "index.html"
    text = page.read_bytes()
    page.unlink()
    assert stage.stands() == "MIXED"
    page.write_bytes(text + b" ")
    assert stage.stands() == "MIXED"
    page.write_bytes(text)
    assert stage.stands() == "old"
