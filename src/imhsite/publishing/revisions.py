"""What a git revision held: its data and pages, put into a folder of their own."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

from imhsite.publishing import history

PARTS = ("data", "docs")


class UnknownRevision(Exception):
    """No revision of this name is in the repository."""


def git(root: Path, *arguments: str) -> bytes:
    """Return what git prints.

    Raises UnknownRevision with git's own words where it refuses.
    """
    try:
        return history.git(root, *arguments)
    except history.Silent as silent:
        raise UnknownRevision(str(silent)) from silent


def put(root: Path, revision: str, folder: Path) -> Path:
    """Put `data/` and `docs/` of REVISION of the repository ROOT into FOLDER, and return FOLDER."""
    commit = (
        git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        .decode()
        .strip()
    )
    held = git(root, "ls-tree", "--name-only", commit, "--", *PARTS).decode().split()
    if held:
        with tarfile.open(
            fileobj=io.BytesIO(
                git(
                    root,
                    "-c",
                    "core.autocrlf=false",
                    "-c",
                    "core.eol=lf",
                    "archive",
                    "--format=tar",
                    commit,
                    "--",
                    *held,
                )
            )
        ) as archive:
            archive.extractall(folder, filter="data")
    return folder
