"""The workflows hold no more rights than they need, and run nobody's code with any."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from folders import ROOT
from imhsite.commands import vendored
from imhsite.files.project import DEAD_LINKS
from repositories import commit, git, repository

FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
KNOWN = {
    "actions/checkout": "11bd71901bbe5b1630ceea73d27597364c9af683",
    "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    "actions/upload-pages-artifact": "56afc609e74202658d3ffba0e8f6dda462b719fa",
    "actions/attest-build-provenance": "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32",
    "actions/deploy-pages": "d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e",
}
RIGHTS = {
    ("publish", "publish"): {"contents": "read", "actions": "read", "pages": "write", "id-token": "write", "attestations": "write"},
    ("weekly", "look"): {"contents": "read", "issues": "read"},
    ("weekly", "report"): {"issues": "write"},
}


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def workflow(request) -> tuple[str, dict]:
    """A workflow's name and content; YAML 1.1 reads the key `on` as true."""
    return request.param.stem, yaml.load(request.param.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def steps(content: dict) -> list[dict]:
    return [step for job in content["jobs"].values() for step in job["steps"]]


def test_every_workflow_is_looked_at():
    assert {"audit", "publish", "test", "weekly"} == {file.stem for file in FILES}


def test_rights_are_the_least(workflow):
    name, content = workflow
    assert content["permissions"] in ({"contents": "read"}, {})
    for job, told in content["jobs"].items():
        assert told.get("permissions", {}) == RIGHTS.get((name, job), {}), (name, job)


def test_no_job_that_runs_the_code_may_write(workflow):
    """But the one that publishes, which runs what main holds and nothing else."""
    if workflow[0] == "publish":
        return
    for name, job in workflow[1]["jobs"].items():
        if "write" in job.get("permissions", {}).values():
            assert not [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout")], name


def test_nothing_of_a_fork_runs_with_rights(workflow):
    name, content = workflow
    assert "pull_request_target" not in content["on"] and "workflow_run" not in content["on"]
    if "pull_request" in content["on"]:
        assert "secrets." not in (ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8")
        assert all("permissions" not in job for job in content["jobs"].values())


def test_actions_are_pinned_by_hash(workflow):
    for step in steps(workflow[1]):
        if "uses" in step:
            action, pin = step["uses"].split("@")
            assert KNOWN[action] == pin


def test_the_code_is_fetched_with_its_history_and_without_credentials(workflow):
    for step in steps(workflow[1]):
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] == "false"
            assert step["with"]["fetch-depth"] == "0"  # pages say when their lines last changed


def test_no_script_takes_in_what_others_write(workflow):
    """What a title, a branch or an input says reaches a shell as a variable, never as code."""
    for step in steps(workflow[1]):
        assert "${{" not in step.get("run", ""), step


def test_every_job_ends(workflow):
    for name, job in workflow[1]["jobs"].items():
        assert int(job["timeout-minutes"]) <= 60, name


def test_what_depends_on_the_clock_or_the_network_is_no_part_of_a_pull_request():
    for file in FILES:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        text = file.read_text(encoding="utf-8")
        if re.search(r"scripts/(desk|external-links)", text):
            assert set(content["on"]) <= {"schedule", "workflow_dispatch"}, file.stem


def test_commands_exist(workflow):
    for step in steps(workflow[1]):
        for command in re.findall(r"(?:^|\s)((?:scripts|\.ci)/[\w-]+)", step.get("run", "")):
            assert (ROOT / command).is_file(), command


def test_a_change_is_checked_told_built_and_tested():
    """The answer waits for no test."""
    content = yaml.load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    said = {name: [step.get("run", step.get("uses", "")) for step in job["steps"]] for name, job in content["jobs"].items()}
    order = ["actions/checkout", "scripts/check --format github", "scripts/check ||", "scripts/diff", "scripts/build", "actions/upload-artifact"]
    assert [next(i for i, text in enumerate(said["answer"]) if part in text) for part in order] == list(range(len(said["answer"])))
    assert "GITHUB_STEP_SUMMARY" in said["answer"][2]
    assert "bash .ci/run" in said["test"]
    assert [part in text for part, text in zip(("actions/checkout", "--pictures", "actions/upload-artifact", "GITHUB_STEP_SUMMARY"), said["pictures"], strict=True)] == [True] * 4
    assert not any("needs" in job for job in content["jobs"].values())


def published() -> dict:
    return yaml.load((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def test_nothing_is_published_before_all_has_passed():
    """One job whose steps follow one another; a step that fails is the last one."""
    (job,) = published()["jobs"].values()
    said = [step.get("run", step.get("uses", "")) for step in job["steps"]]
    order = ("actions/checkout", "merge-base", ".ci/run", "gh run download", "scripts/build", "build.json", "sbom", "sha256sum", "attest-build-provenance", "upload-pages-artifact", "deploy-pages")
    assert [next(i for i, text in enumerate(said) if part in text) for part in order] == list(range(len(said)))
    assert not any("continue-on-error" in part for part in (job, *job["steps"])) and "if" not in job
    assert ["attest-build-provenance" in step["uses"] for step in job["steps"] if "if" in step] == [True], "which GitHub does not offer for every private repository"


def test_only_what_main_holds_is_published():
    assert set(published()["on"]) == {"push", "schedule", "workflow_dispatch"} and published()["on"]["push"]["branches"] == ["main"]


def test_what_tests_and_builds_is_given_no_token_and_no_identity():
    (job,) = published()["jobs"].values()
    for step in job["steps"]:
        commands = re.findall(r"(?:scripts|\.ci|bin)/|python|npm|gh run", step.get("run", ""))
        assert "secrets." not in str(step)
        assert "github.token" not in str(step) or set(commands) == {"gh run"}, "the step with the token runs nothing of the repository"
        if re.search(r"\.ci/run|scripts/build", step.get("run", "")):
            assert "env -u ACTIONS_ID_TOKEN_REQUEST_TOKEN -u ACTIONS_ID_TOKEN_REQUEST_URL " in step["run"]


def run_step(about: str, folder: Path) -> subprocess.CompletedProcess:
    """Run the commands of a step of the one job in FOLDER, as GitHub's runner does."""
    (step,) = [step for job in published()["jobs"].values() for step in job["steps"] if step.get("name", "").startswith(about)]
    return subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step["run"]], cwd=folder, env={**os.environ, "RUNNER_TEMP": str(folder)}, capture_output=True, text=True, check=False)


def test_the_checksums_are_those_of_every_file(tmp_path):
    for name in ("index.html", "a b/c.html", ".htaccess", ".well-known/security.txt"):
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(name)
    assert run_step("List a checksum", tmp_path).returncode == 0
    lines = (tmp_path / "site/checksums.txt").read_text().splitlines()
    assert lines == [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}" for name in (".htaccess", ".well-known/security.txt", "a b/c.html", "index.html")]
    assert subprocess.run(["sha256sum", "--check", "--quiet", "checksums.txt"], cwd=tmp_path / "site", check=False).returncode == 0


@pytest.mark.skipif(not shutil.which("jq"), reason="GitHub's runner has jq")
def test_a_site_of_another_commit_is_not_published(tmp_path):
    folder = repository(tmp_path / "project", "LICENSE")
    for name in ("index.html", "404.html", "help-now/index.html"):
        (folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / name).write_text(name)
    (folder / "site/build.json").write_text(json.dumps({"commit": git(folder, "rev-parse", "HEAD")}))
    assert run_step("Check that", folder).returncode == 0
    (folder / "site/404.html").write_text("")
    assert run_step("Check that", folder).returncode != 0
    (folder / "site/404.html").write_text("404")
    commit(folder, "Another")
    assert run_step("Check that", folder).returncode != 0


GH = """#!/bin/sh
echo "$*" >>"$CALLS"
case "$1 $2" in
    "issue list") printf '%s' "$NUMBER" ;;
    "issue create") cat >"$BODY"; echo https://github.com/example/site/issues/7 ;;
    "issue edit") cat >"$BODY" ;;
esac
"""


@pytest.mark.parametrize(
    ("number", "waiting", "calls"),
    [
        ("", "yes", ["issue list", "label create", "issue create", "issue reopen 7"]),
        ("", "no", ["issue list", "label create", "issue create", "issue close 7"]),
        ("3", "yes", ["issue list", "issue edit 3", "issue reopen 3"]),
        ("3", "no", ["issue list", "issue edit 3", "issue close 3"]),
    ],
    ids=["the first week", "the first week, nothing waits", "a later week", "nothing waits any more"],
)
def test_one_issue_is_kept_up_to_date(tmp_path, number, waiting, calls):
    """By the very commands of the workflow, with a `gh` that writes down what it is asked."""
    content = yaml.load((ROOT / ".github/workflows/weekly.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    (step,) = content["jobs"]["report"]["steps"]
    (tmp_path / "gh").write_text(GH)
    (tmp_path / "gh").chmod(0o755)
    told = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CALLS": str(tmp_path / "calls"), "BODY": str(tmp_path / "body"), "NUMBER": number, "LABEL": "waiting", "REPORT": "## A `report` of $(two)\nlines", "WAITING": waiting}
    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step["run"]], env=told, check=True)
    assert [line[: len(call)] for line, call in zip((tmp_path / "calls").read_text().splitlines(), calls, strict=True)] == calls
    assert (tmp_path / "body").read_text() == "## A `report` of $(two)\nlines\n"


def test_the_packages_that_the_site_carries_are_looked_at():
    carried = {facts["package"]: facts["version"] for facts in json.loads((ROOT / "src/imhsite/theme/vendored.json").read_text(encoding="utf-8")).values()}
    assert vendored.project()["dependencies"] == carried and {"yaml", "@sveltia/cms"} <= set(carried)
    for name in ("audit", "publish"):
        assert 'scripts/vendored "$RUNNER_TEMP/vendored"' in (ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("number", "downloads", "says"), [("12", "exit 0", ""), ("", "exit 0", "There is none"), ("12", "exit 1", "There is none")], ids=["a run with the file", "no run yet", "a run whose file is gone"])
def test_the_page_of_staff_gets_the_dead_links_of_the_weekly_job_if_there_are_any(tmp_path, monkeypatch, number, downloads, says):
    (tmp_path / "gh").write_text(f"#!/bin/sh\necho \"$*\" >>calls\ncase \"$2\" in list) printf '%s' '{number}' ;; download) {downloads} ;; esac\n")
    (tmp_path / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    done = run_step("Fetch which links", tmp_path)
    assert done.returncode == 0 and done.stdout.startswith(says)
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls[0].startswith("run list --workflow weekly.yml --branch main --status success")
    assert calls[1:] == ([f"run download {number} --name dead-links --dir ."] if number else [])
    weekly = yaml.load((ROOT / ".github/workflows/weekly.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    (upload,) = [step["with"] for step in steps(weekly) if step.get("uses", "").startswith("actions/upload-artifact")]
    assert (upload["name"], upload["path"]) == ("dead-links", DEAD_LINKS.name)


KEYS = re.compile(r"gh[pousr]_[A-Za-z0-9]{20}|github_pat_[A-Za-z0-9_]{20}|AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|npm_[A-Za-z0-9]{30}|xox[abp]-[0-9A-Za-z-]{10}|AIza[0-9A-Za-z_-]{30}")


def test_no_file_holds_a_secret():
    folders = ("data", "docs", "overrides", "src", "scripts", "tests", ".github", "schema")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file() and "node_modules" not in path.parts and "__pycache__" not in path.parts]
    assert len(files) > 100
    assert [path for path in files if KEYS.search(path.read_text(encoding="utf-8", errors="replace"))] == []
    assert KEYS.search("token: ghp_" + "a" * 36)
