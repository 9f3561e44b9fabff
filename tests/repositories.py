"""Real git repositories in temporary folders."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from folders import ROOT


WHO = {"GIT_AUTHOR_NAME": "Staff", "GIT_AUTHOR_EMAIL": "staff@example.org", "GIT_COMMITTER_NAME": "Staff", "GIT_COMMITTER_EMAIL": "staff@example.org", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}


def git(folder: Path, *arguments: str, **environment: str) -> str:
    """Run git in FOLDER and return what it prints."""
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True, env={**os.environ, **WHO, **environment}).stdout.strip()


def commit(folder: Path, message: str, when: str = "2026-11-22T12:00:00Z") -> str:
    """Commit everything in FOLDER and return the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message, GIT_COMMITTER_DATE=when, GIT_AUTHOR_DATE=when)
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path, *parts: str | Path) -> Path:
    """Return a new repository in FOLDER with the PARTS of this project, or from elsewhere, as its first commit, tagged `base`."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    for part in (ROOT / name for name in parts):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(part, folder)
    commit(folder, "Begin")
    git(folder, "tag", "base")
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first OLD, which must occur, in FILE of FOLDER by NEW."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} holds no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
