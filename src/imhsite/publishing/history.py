"""When a file, or a line of it, last changed, as git knows it; and of which commit the site is."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
import tempfile
import weakref
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from imhsite.model import dates
from imhsite.model.dates import PartialDate

_COMMIT = re.compile(r"([0-9a-f]{40}) \d+ (\d+)")
_UNCOMMITTED = "0" * 40
_DAY = "@"  # before the day of a commit; no page's file begins so

# What a person, a machine or a repository may have set, and would change what git answers.
_SETTINGS = {
    "safe.directory": "*",  # whoever owns the clone: its code is being run anyway
    "core.attributesFile": os.devnull,
    "core.quotePath": "false",
    "core.useReplaceRefs": "false",
    "color.ui": "false",
    "i18n.logOutputEncoding": "UTF-8",
    "blame.markIgnoredLines": "false",
    "blame.markUnblamableLines": "false",
    "diff.algorithm": "myers",
    "diff.context": "3",
    "diff.dstPrefix": "b/",
    "diff.ignoreSubmodules": "none",
    "diff.indentHeuristic": "true",
    "diff.interHunkContext": "0",
    "diff.mnemonicPrefix": "false",
    "diff.noprefix": "false",
    "diff.orderFile": os.devnull,
    "diff.relative": "false",
    "diff.renames": "true",
    "diff.srcPrefix": "a/",
    "diff.submodule": "short",
    "diff.suppressBlankEmpty": "false",
    "log.follow": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
}
_PINNED = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
_ENVIRONMENT = {
    "LC_ALL": "C",
    "TZ": "UTC",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


class Silent(Exception):
    """Git cannot answer; the message is its own reason."""


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Return git's output in FOLDER, the same under whatever settings, owner, locale and zone.

    STDIN is its standard input. Raises Silent where it cannot answer.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_")
    } | _ENVIRONMENT
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *_PINNED, *arguments],
            input=stdin,
            capture_output=True,
            check=True,
            env=environment,
        ).stdout
    except subprocess.CalledProcessError as error:
        raise Silent(error.stderr.decode(errors="replace").strip().partition("\n")[0]) from error
    except OSError as error:
        raise Silent(f"git: {error.strerror}") from error


def day(epoch: int) -> PartialDate:
    """Return the day of the second EPOCH, in UTC."""
    date = datetime.datetime.fromtimestamp(epoch, datetime.UTC)
    return PartialDate(date.year, date.month, date.day)


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and its day: "" and None where they are not known, and why."""

    name: str
    day: PartialDate | None
    why: str = ""

    @classmethod
    def of(cls, folder: Path) -> Commit:
        """Return the commit of FOLDER, of SITE_COMMIT and SOURCE_DATE_EPOCH if set, else of git."""
        name, epoch, why = os.environ.get("SITE_COMMIT", ""), dates.given_epoch(), ""
        if not name or not epoch:
            try:
                commit, when = git(folder, "log", "-1", "--format=%H %ct").decode().split()
                name, epoch = name or commit, epoch or int(when)
            except Silent as silent:
                why = str(silent)
        return cls(name, day(epoch) if epoch else None, why)


class History:
    """The dates of the lines of files below ROOT, from git.

    `default`, the day of the commit, stands for lines that are not committed. Where git cannot
    answer, there are no dates, and `silent` says why.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        commit = Commit.of(root)
        self.default, self.silent = commit.day, commit.why
        self._lines = cache(self._dated)
        self._files = cache(self._logged)

    def changed(self, file: str, first: int, last: int | None = None) -> PartialDate | None:
        """Return the day on which lines FIRST to LAST (None: the end) of FILE last changed.

        None where nobody knows.
        """
        lines = self._lines(file)[first - 1 : last]
        return max(lines, default=self.default)

    def file_changed(self, file: str) -> PartialDate | None:
        """Return the day on which FILE last changed; None where nobody knows."""
        return self._files(file.partition("/")[0]).get(file, self.default)

    @cached_property
    def _commit(self) -> str:
        """The commit that the files are of; "" where there is no git, and so no history."""
        try:
            return git(self.root, "rev-parse", "HEAD").decode().strip()
        except Silent as silent:
            self.silent = str(silent)
            return ""

    def _logged(self, folder: str) -> dict[str, PartialDate]:
        """Return the day of each unmodified file of FOLDER, from one log.

        Blaming a hundred files takes a second.
        """
        if not self._commit or not self.default:
            return {}
        days: dict[str, PartialDate] = {}
        names = ("--relative", "--name-only")
        try:
            log = git(self.root, "log", *names, f"--format={_DAY}%ct", "--", folder)
            modified = git(self.root, "diff", *names, "HEAD", "--", folder)
        except Silent as silent:
            self.silent = str(silent)
            return {}
        when = self.default
        for line in log.decode(errors="replace").splitlines():
            if line.startswith(_DAY):
                when = day(int(line.removeprefix(_DAY)))
            elif line:
                days.setdefault(line, when)
        for file in modified.decode(errors="replace").splitlines():
            days.pop(file, None)
        return days

    def _dated(self, file: str) -> list[PartialDate]:
        if not self._commit or not self.default:
            return []
        return [date or self.default for date in self._blame(file)]

    def _blame(self, file: str) -> list[PartialDate | None]:
        """The day of each line of FILE; None where it is not committed."""
        dates: dict[str, PartialDate | None] = {}
        lines, commit = [], ""
        for line in self._blamed(file).splitlines():
            if match := _COMMIT.match(line):
                commit = match[1]
                lines.append(commit)
            elif line.startswith("committer-time "):
                dates[commit] = None if commit == _UNCOMMITTED else day(int(line.split()[1]))
        return [dates[commit] for commit in lines]

    def _blamed(self, file: str) -> str:
        try:
            return git(self.root, *self._apart, "blame", "--porcelain", "--", file).decode(
                errors="replace"
            )
        except Silent as silent:
            if _NOT_COMMITTED not in str(silent):
                self.silent = str(silent)
            return ""

    @cached_property
    def _apart(self) -> tuple[str, ...]:
        """Return how to ask the same commits without `blame.ignoreRevsFile`.

        It is the one setting that no option undoes.
        """
        try:
            git(self.root, "config", "--get", "blame.ignoreRevsFile")
        except Silent:
            return ()
        folder = Path(tempfile.mkdtemp(prefix="git-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        options = "--path-format=absolute --git-path objects --git-path shallow --show-toplevel"
        paths = git(self.root, "rev-parse", *options.split()).decode()
        objects, shallow, top = paths.splitlines()
        for name, text in {
            "HEAD": self._commit,
            "config": "[core]\n\tbare = false\n",
            "objects/info/alternates": objects,
            "refs/none": "",
        }.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{text}\n" if text else "", encoding="utf-8")
        if Path(shallow).exists():
            shutil.copy(shallow, folder)
        return f"--git-dir={folder}", f"--work-tree={top}"


_NOT_COMMITTED = "no such path"  # in git's own words, of a file that is in no commit


def beginnings(folder: Path) -> set[str]:
    """Return the commits at which FOLDER's history is cut off; empty unless a shallow clone."""
    try:
        path = git(folder, "rev-parse", "--git-path", "shallow").decode().strip()
        return set((folder / path).read_text(encoding="utf-8").split())
    except (Silent, OSError):
        return set()
