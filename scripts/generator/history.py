"""When a file, or a line of it, last changed, as git knows it."""

from __future__ import annotations

import datetime
import hashlib
import re
import subprocess
from functools import cache, cached_property
from pathlib import Path

from generator.dates import PartialDate

_COMMIT = re.compile(r"([0-9a-f]{40}) \d+ (\d+)")
_UNCOMMITTED = "0" * 40


def day(epoch: int) -> PartialDate:
    """Return the day of the second EPOCH, in UTC."""
    date = datetime.datetime.fromtimestamp(epoch, datetime.UTC)
    return PartialDate(date.year, date.month, date.day)


class History:
    """Dates of the lines of files below ROOT; DEFAULT stands where git knows none.

    `known` may hold what an earlier History `asked`: the same commit says the same of the same file.
    """

    def __init__(self, root: Path, default: PartialDate) -> None:
        self.root, self.default = root, default
        self.known: dict[str, list[PartialDate | None]] = {}
        self.asked: dict[str, list[PartialDate | None]] = {}
        self._lines = cache(self._dated)

    def changed(self, file: str, first: int, last: int | None = None) -> PartialDate:
        """Return the day on which one of the lines FIRST to LAST (None: the end) of FILE last changed."""
        lines = self._lines(file)[first - 1 : last]
        return max(lines, default=self.default)

    @cached_property
    def _commit(self) -> str:
        """The commit that the files are of; "" where there is no git, and so no history."""
        return self._git("rev-parse", "HEAD").strip()

    def _dated(self, file: str) -> list[PartialDate]:
        if not self._commit:
            return []
        key = f"{self._commit} {file} {_content(self.root / file)}"
        if key not in self.asked:
            self.asked[key] = self.known.get(key) or self._blame(file)
        return [date or self.default for date in self.asked[key]]

    def _blame(self, file: str) -> list[PartialDate | None]:
        """The day of each line of FILE; None where it is not committed."""
        dates: dict[str, PartialDate | None] = {}
        lines, commit = [], ""
        for line in self._git("blame", "--porcelain", "--", file).splitlines():
            if match := _COMMIT.match(line):
                commit = match[1]
                lines.append(commit)
            elif line.startswith("committer-time "):
                dates[commit] = None if commit == _UNCOMMITTED else day(int(line.split()[1]))
        return [dates[commit] for commit in lines]

    def _git(self, *arguments: str) -> str:
        try:
            return subprocess.run(["git", "-C", str(self.root), *arguments], capture_output=True, text=True, check=True, encoding="utf-8").stdout
        except (OSError, subprocess.CalledProcessError):
            return ""


def beginnings(folder: Path) -> set[str]:
    """Return the commits at which the history of FOLDER is cut off, as it is in a clone with a depth; none in a whole one."""
    try:
        told = subprocess.run(["git", "-C", str(folder), "rev-parse", "--git-path", "shallow"], capture_output=True, text=True, check=True).stdout.strip()
        return set((folder / told).read_text().split())
    except (OSError, subprocess.CalledProcessError):
        return set()


def _content(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
