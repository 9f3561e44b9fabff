"""When a file, or a line of it, last changed, as git knows it."""

from __future__ import annotations

import datetime
import re
import subprocess
from functools import cache
from pathlib import Path

from generator.dates import PartialDate

_COMMIT = re.compile(r"([0-9a-f]{40}) \d+ (\d+)")
_UNCOMMITTED = "0" * 40


def day(epoch: int) -> PartialDate:
    """Return the day of the second EPOCH, in UTC."""
    date = datetime.datetime.fromtimestamp(epoch, datetime.UTC)
    return PartialDate(date.year, date.month, date.day)


class History:
    """Dates of the lines of files below ROOT; DEFAULT stands where git knows none."""

    def __init__(self, root: Path, default: PartialDate) -> None:
        self.root, self.default = root, default
        self._lines = cache(self._blame)

    def changed(self, file: str, first: int, last: int | None = None) -> PartialDate:
        """Return the day on which one of the lines FIRST to LAST (None: the end) of FILE last changed."""
        lines = self._lines(file)[first - 1 : last]
        return max(lines, default=self.default)

    def _blame(self, file: str) -> list[PartialDate]:
        command = ["git", "-C", str(self.root), "blame", "--porcelain", "--", file]
        try:
            said = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout
        except (OSError, subprocess.CalledProcessError):
            return []
        dates: dict[str, PartialDate] = {}
        lines, commit = [], ""
        for line in said.splitlines():
            if match := _COMMIT.match(line):
                commit = match[1]
                lines.append(commit)
            elif line.startswith("committer-time "):
                dates[commit] = self.default if commit == _UNCOMMITTED else day(int(line.split()[1]))
        return [dates[commit] for commit in lines]
