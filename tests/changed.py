"""`scripts/test --changed`: the tests that a change touches, quick ones first, as many as fit into a short wait."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from reporting import SECONDS

ROOT = Path(__file__).resolve().parents[1]
LEFT = pytest.StashKey[Counter]()
MOST = 30  # seconds of tests in one process; the two sites take some ten more to build
FOLDERS = {  # what is always tried when a file there changes
    "data/": ("test_data", "test_safety", "test_links", "test_facts"),
    "docs/": ("test_data", "test_safety", "test_links", "test_written_pages"),
    "src/imhsite/theme/": ("test_templates", "test_components", "test_rendering", "test_modules"),
    ".github/": ("test_workflows",),
    "CONTRIBUTING.md": ("test_contributing",),
    "README.md": ("test_contributing",),
    "developers/": ("test_contributing",),
    "CHANGELOG.md": ("test_package",),
    "pyproject.toml": ("test_package",),
    "requirements": ("test_package",),
    "mkdocs.yml": ("test_mkdocs", "test_look"),
    "scripts/": ("test_contributing",),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--changed", nargs="?", const="HEAD", metavar="REVISION", help="only tests that the changes since REVISION touch (default: those not committed), quick ones first")


def changed_files(revision: str, folder: Path = ROOT) -> list[str]:
    """Return the files of FOLDER that differ from REVISION, and those that git does not know yet. Raises UsageError where git cannot say."""
    found: set[str] = set()
    for arguments in (["diff", "--name-only", "--no-ext-diff", "--relative", revision, "--"], ["ls-files", "--others", "--exclude-standard"]):
        asked = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True)
        if asked.returncode:
            raise pytest.UsageError(f"--changed: git cannot say what changed since {revision}: {asked.stderr.strip()}")
        found.update(asked.stdout.splitlines())
    return sorted(found)


def about(test: Path, file: str) -> bool:
    """Tell whether the tests of the file TEST are about the changed FILE, a path below the root."""
    changed = Path(file)
    if changed.name == test.name or any(file.startswith(start) and test.stem in names for start, names in FOLDERS.items()):
        return True
    if changed.suffix == ".py" and changed.stem in _imported(test):
        return True
    words = re.split(r"[_.-]", changed.stem)
    return words[0] == test.stem.split("_")[1]


def _imported(test: Path) -> set[str]:
    """Return the names that the file TEST imports, or imports from, such as `ages` for imhsite.model.ages."""
    found = set()
    for node in ast.walk(ast.parse(test.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").rpartition(".")[2], *(alias.name for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name.rpartition(".")[2] for alias in node.names}
    return found


def choose(names: list[str], seconds: dict[str, float], most: float = MOST) -> tuple[list[str], list[str]]:
    """Divide the tests NAMES into those that run, the quick ones first, until MOST seconds are full, and the others.

    A test of which SECONDS does not tell how long it takes counts as one second.
    """
    kept, left, full = [], [], 0.0
    for name in sorted(names, key=lambda name: seconds.get(name, 1.0)):
        full += seconds.get(name, 1.0)
        (kept if full <= most else left).append(name)
    return kept, left


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    revision = config.getoption("changed")
    if revision is None:
        return
    files = changed_files(revision)
    touched = {path for path in {item.path for item in items} if any(about(path, file) for file in files)}
    known = config.cache.get(SECONDS, {}) if getattr(config, "cache", None) else {}
    processes = getattr(config, "workerinput", {}).get("workercount", 1)
    kept, left = choose([item.nodeid for item in items if item.path in touched], known, MOST * processes)
    config.stash[LEFT] = Counter(name.partition("::")[0] for name in left)
    wanted = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in wanted])
    items[:] = [item for item in items if item.nodeid in wanted]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left"] = dict(session.config.stash.get(LEFT, {}))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    node.config.stash[LEFT] = Counter(getattr(node, "workeroutput", {}).get("left", {}))


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    if config.getoption("changed") is None:
        return
    terminalreporter.section("Only what the change touches")
    for name, number in sorted(config.stash.get(LEFT, {}).items()):
        terminalreporter.line(f"left out, too slow for now: {number} of {name}")
    terminalreporter.line("All others were left out too. Before you ask for a review: scripts/test")
