"""The site is published whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import frozen_site
import pytest
from conftest import RUNNER
from example_site import configure
from folders import DATA, ROOT
from imhsite.building import build as building
from imhsite.commands.build import build
from imhsite.files.problems import DataError


UNKNOWN = "write the name of a macro, or of a value that templates know"


def fingerprint(folder: Path) -> dict[str, str]:
    """Return the hash of every file below FOLDER."""
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def site(tmp_path) -> Path:
    """A published site, of one file."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("the last good site")
    return tmp_path / "site"


@pytest.fixture
def broken(tmp_path) -> Path:
    """The data with one mistake."""
    data = frozen_site.copy(tmp_path)
    programs = data / "programs.yaml"
    programs.write_text(programs.read_text(encoding="utf-8").replace("ages: pregnancy to 6", "ages: 6 to pregnancy"), encoding="utf-8")
    return data


def test_a_mistake_in_the_data_leaves_the_old_site(site, broken):
    before = fingerprint(site)
    with pytest.raises(DataError) as error:
        build(site, broken)
    assert [problem.got for problem in error.value.problems] == ['"6 to pregnancy"']
    assert fingerprint(site) == before
    assert sorted(p.name for p in site.parent.iterdir()) == [".site.lock", "data", "site"]


def test_the_command_says_what_to_write_and_that_nothing_changed(site, broken):
    run = subprocess.run([sys.executable, "-m", "imhsite.cli", "build", "--site-dir", site, "--data", broken], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=False)
    assert run.returncode == 1
    first, second = run.stderr.splitlines()
    assert first.endswith('child-first: ages: write the youngest and the oldest age, such as "birth to 5", or "not stated"; got "6 to pregnancy"')
    assert second == f"Nothing was published: {site} has not changed."


def test_two_builds_are_the_same_bytes(site_dir, tmp_path, monkeypatch):
    for name, value in {**RUNNER, "TZ": "Asia/Tokyo", "LC_ALL": "C"}.items():
        monkeypatch.setenv(name, value)
    build(tmp_path / "again", DATA)
    assert fingerprint(tmp_path / "again") == fingerprint(site_dir)


def test_a_reader_never_meets_a_gap(site, monkeypatch):
    """While one site takes the place of another many times, the home page can always be read."""
    stop, missing, read = threading.Event(), [], []

    def reading() -> None:
        while not stop.is_set():
            try:
                read.append((site / "index.html").read_text())
            except OSError as error:
                missing.append(error)

    reader = threading.Thread(target=reading)
    reader.start()
    for number in range(200):
        made = site.parent / "made"
        made.mkdir()
        (made / "index.html").write_text(str(number))
        building.put_in_place(made, site)
        shutil.rmtree(made)
    stop.set()
    reader.join()
    assert missing == []
    assert len(set(read)) > 2


def test_a_folder_that_cannot_be_written_is_a_message(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    run = subprocess.run([sys.executable, "-m", "imhsite.cli", "build", "--site-dir", blocked / "site"], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=False)
    assert run.returncode == 1
    assert run.stderr == f"{blocked}: File exists\nNothing was published: {blocked / 'site'} has not changed.\n"


def test_a_dead_link_in_prose_stops_the_build(tmp_path):
    copy = copied_project(tmp_path)
    page = copy / "docs/about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[gone](nowhere.md)\n", encoding="utf-8")
    run = built(copy)
    assert run.returncode == 1
    assert "nowhere.md" in run.stderr


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ("{{ no_such_macro() }}", "docs/about.md:{line}: write the name of a macro, or of a value that templates know"),
        ("{{ site.no_such_field }}", "docs/about.md:{line}: write one of the fields of an association: "),
        ("{% if %}", "docs/about.md:{line}: fix the template code: "),
    ],
)
def test_a_mistake_in_a_page_stops_the_build_at_its_line(tmp_path, added, message):
    copy = copied_project(tmp_path)
    page = copy / "docs/about.md"
    text = page.read_text(encoding="utf-8") + f"\n{added}\n"
    page.write_text(text, encoding="utf-8")
    run = built(copy)
    assert run.returncode == 1
    assert message.format(line=text.count("\n")) in run.stderr
    assert not (copy / "site").exists()


def test_an_undefined_name_in_a_component_stops_the_build_at_its_line(tmp_path):
    copy = copied_project(tmp_path)
    macro = copy / "src/imhsite/theme/macros/fact_list.html"
    lines = macro.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("<dl"))
    macro.write_text("\n".join([*lines[: at + 1], "{{ no_such_name }}", *lines[at + 1 :]]) + "\n", encoding="utf-8")
    run = built(copy)
    assert f'theme/macros/fact_list.html:{at + 2}: {UNKNOWN}; got "no_such_name"' in run.stderr


def test_mistakes_in_several_templates_are_told_in_one_run(tmp_path):
    """Whichever process makes the page; each once, however many pages show it."""
    copy = copied_project(tmp_path)
    for page in ("town", "need", "program"):
        template = copy / f"src/imhsite/theme/pages/{page}.html"
        template.write_text(template.read_text(encoding="utf-8").replace("{% block main %}", "{% block main %}{{ no_such_name }}", 1), encoding="utf-8")
    told = [line for line in built(copy).stderr.splitlines() if "no_such_name" in line]
    assert [re.search(rf"theme/pages/(\w+)\.html:\d+: {UNKNOWN}; got \"no_such_name\"", line)[1] for line in told] == ["need", "program", "town"]


def test_front_matter_is_checked(tmp_path):
    copy = copied_project(tmp_path)
    page = copy / "docs/about.md"
    page.write_text("---\ntitle: About\nreviewd: 2026-11-21\n---\nText\n", encoding="utf-8")
    run = built(copy)
    assert "docs/about.md:1: front matter: description: write what the page offers" in run.stderr
    assert "docs/about.md:3: front matter: reviewd: write one of these keys: " in run.stderr and 'got "reviewd". Did you mean "reviewed"?' in run.stderr


def copied_project(folder: Path) -> Path:
    """Return a copy of what a build reads, with the data and pages of the invented association."""
    for name in ("examples/data", "examples/docs", "overrides", "src", "scripts"):
        shutil.copytree(ROOT / name, folder / Path(name).name, ignore=shutil.ignore_patterns("__pycache__"))
    configure(folder)
    return folder


def built(project: Path) -> subprocess.CompletedProcess:
    """Build PROJECT by its own scripts."""
    environment = {**os.environ, "PYTHONPATH": str(project / "src")}
    return subprocess.run([sys.executable, "-m", "imhsite.cli", "build"], cwd=project, capture_output=True, text=True, env=environment, check=False)


