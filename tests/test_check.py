"""The command line of the check: its exit code, and what it prints in each format."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import small_data
from imhsite.commands import check
from imhsite.files.problems import Problem
from small_data import FILES, replaced

RECORDS = sum(len(re.findall(r"^\S+:$", text, re.MULTILINE)) for file, text in FILES.items() if file != "labels.yaml" and "/" not in file)
MISTAKE = replaced("programs.yaml", "birth to 2", "3-6")
MESSAGE = 'write "3 to 5" for children under six, or "3 to 6" until the seventh birthday; got "3-6"'


@pytest.fixture
def run(tmp_path, capsys):
    """Run the check on the small data with changes; return its exit code and what it printed to each stream."""

    def run(changes, *options):
        code = check.main(["--data", str(small_data.write(tmp_path, changes)), *options])
        return code, *capsys.readouterr()

    return run


def test_data_without_problem(run):
    assert run({}) == (0, "", f"{RECORDS} records checked, no problems\n")


def test_text(run):
    assert run(MISTAKE) == (1, f"data/programs.yaml:19: minding-the-baby: ages: {MESSAGE}\n", f"{RECORDS} records checked, 1 to fix\n")


def test_github(run):
    code, out, _ = run(MISTAKE, "--format", "github")
    assert (code, out) == (1, f"::error file=data/programs.yaml,line=19,col=9,title=invalid-stated-ages::minding-the-baby: ages: {MESSAGE}\n")


def test_github_without_problem(run):
    assert run({}, "--format", "github")[:2] == (0, "")


def test_json(run):
    code, out, _ = run(MISTAKE, "--format", "json")
    assert code == 1
    write, got = MESSAGE.split("; got ")
    assert json.loads(out) == [
        {
            "file": "data/programs.yaml",
            "line": 19,
            "column": 9,
            "record": "minding-the-baby",
            "field": "ages",
            "write": write,
            "got": got,
            "code": "invalid-stated-ages",
            "message": MESSAGE,
        }
    ]


def test_json_without_problem(run):
    assert run({}, "--format", "json")[:2] == (0, "[]\n")


def test_every_problem_has_a_line_of_its_own(run):
    _, out, summary = run(MISTAKE | replaced("needs.yaml", "name: Stress", "nam: Stress"))
    assert [line.split(": ")[0] for line in out.splitlines()] == ["data/needs.yaml:6", "data/programs.yaml:19"]
    assert summary == f"{RECORDS} records checked, 2 to fix\n"


def test_more_problems_than_are_told(run):
    towns = "".join(f"town-{number:04}:\n  nome: Town\n\n" for number in range(2000))
    assert run({"towns.yaml": towns})[2] == f"{RECORDS - 3 + 2000} records checked, 1000 or more to fix\n"


@pytest.mark.parametrize(
    ("problem", "annotation"),
    [
        (Problem("a.yaml", 3, 0, "", "", "mend it"), "::error file=a.yaml,line=3,title=invalid::mend it"),
        (Problem("a.yaml", 0, 0, "", "", "mend it"), "::error file=a.yaml,line=1,title=invalid::mend it"),
        (Problem("100%, a:b\n.yaml", 3, 4, "", "", "mend it"), "::error file=100%25%2C a%3Ab%0A.yaml,line=3,col=4,title=invalid::mend it"),
        (Problem("a.yaml", 3, 4, "r", "f", "100%, a:b\r\n::error", "%0A"), "::error file=a.yaml,line=3,col=4,title=invalid::r: f: 100%25, a:b%0D%0A::error; got %250A"),
    ],
)
def test_annotations_hold_no_sign_that_ends_them(problem, annotation):
    assert check.FORMATS["github"]([problem]) == annotation


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem("a.yaml", 0, 0, "", "", "mend it"), "a.yaml: mend it"),
        (Problem("a.yaml", 3, 4, "", "", "mend it"), "a.yaml:3:4: mend it"),
        (Problem("a.yaml", 3, 4, "r", "", "mend it", "x"), "a.yaml:3:4: r: mend it; got x"),
        (Problem("a.yaml", 3, 4, "r", "f", "mend it"), "a.yaml:3: r: f: mend it"),
        (Problem("a.yaml", 3, 4, "r\nb.yaml:1", "", "mend it"), 'a.yaml:3:4: "r\\nb.yaml:1": mend it'),
    ],
)
def test_a_problem_stands_on_one_line(problem, line):
    assert str(problem) == line


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": str(Path(check.__file__).parents[2])} | environment
    return subprocess.run([sys.executable, "-m", "imhsite.cli", "check", *arguments], env=environment, capture_output=True)


def test_the_command(tmp_path):
    done = command("--data", str(small_data.write(tmp_path, MISTAKE)))
    assert (done.returncode, done.stdout.decode()) == (1, f"data/programs.yaml:19: minding-the-baby: ages: {MESSAGE}\n")


def test_the_command_prints_where_the_terminal_lacks_the_letters(tmp_path):
    done = command("--data", str(small_data.write(tmp_path, replaced("programs.yaml", "birth to 2", "3–6"))), PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout) == (1, f"data/programs.yaml:19: minding-the-baby: ages: {MESSAGE}\n".replace('"3-6"', '"3\\u20136", with "\\u2013" (U+2013, en dash)').encode())


@pytest.mark.parametrize("arguments", [["--format", "xml"], ["--dota", "data"], ["data"]])
def test_the_command_refuses_what_it_does_not_know(arguments):
    done = command(*arguments)
    assert done.returncode == 2
    assert b"usage: imhsite check" in done.stderr


def test_the_command_without_folder(tmp_path):
    done = command("--data", str(tmp_path / "dota"))
    assert (done.returncode, done.stdout.decode()) == (1, "dota: add this folder; it is missing\n")
