"""Break the build in every way that a machine can, and tell after each whether the published site is one whole version.

    .venv/bin/python tests/benchmarks/faults.py [KILLS]

Each attempt begins with the same published site, "old", and builds another version, "new". Afterwards the site must be one of both,
byte by byte. Prints for each fault how often it was tried, what stood afterwards, and everything that the build said, then the verdict;
ends with 1 where a site was mixed or missing. A disk that is truly full takes the right to mount one, a clock that is wrong takes
`faketime`; the report says where a fault could not be tried.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import math
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STEADY = {"SOURCE_DATE_EPOCH": str(int(time.time())), "SITE_COMMIT": "abc1234", "PYTHONPATH": str(ROOT / "src")}
OLD, NEW, MIXED = "old", "new", "MIXED"
CLOCKS = ("1970-01-02", "2001-09-09", "2099-12-31")
MOST_LINES = 4
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE = 24, 1


def command(site: Path, data: Path) -> list[str]:
    return [sys.executable, "-m", "imhsite.cli", "build", "--site-dir", str(site), "--data", str(data)]


def started(site: Path, data: Path, before: tuple[str, ...] = (), environment: dict[str, str] | None = None, **others) -> subprocess.Popen:
    """Start to build DATA into SITE, with the words BEFORE the command, in the project that DATA lies in."""
    told = {**os.environ, **STEADY, **(environment or {})}
    return subprocess.Popen([*before, *command(site, data)], cwd=data.parent, env=told, stderr=subprocess.PIPE, text=True, start_new_session=True, **others)


def spent(process: subprocess.Popen) -> float:
    """Return the CPU seconds that PROCESS and its workers took so far: on a busy machine they tell better than the clock how far it is."""
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return sum(ticks(pid) for pid in (process.pid, *children)) / os.sysconf("SC_CLK_TCK")
    return 0.0


def ticks(pid: int | str) -> int:
    """Return what the process PID, and those that it has waited for, took of the processor's time."""
    with contextlib.suppress(OSError):
        return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]))
    return 0


def living(process: subprocess.Popen) -> Iterator[list[str]]:
    """Yield what the system says of each process of the session of PROCESS, from its state on."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == process.pid:
                yield fields


def let_work(process: subprocess.Popen, seconds: float = math.inf) -> float:
    """Wait until PROCESS took these SECONDS of CPU time, or ended; return what it took."""
    last = 0.0
    while process.poll() is None and last < seconds:
        time.sleep(0.005)
        last = max(last, spent(process))
    return last


def said(process: subprocess.Popen) -> str:
    """Wait for PROCESS; return what it told."""
    return process.communicate()[1]


def fingerprint(site: Path) -> str:
    """Return one hash of every file's name and content; "" where there is no site."""
    digest = hashlib.sha256()
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        digest.update(f"{file.relative_to(site)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest() if site.exists() else ""


class Stage:
    """Two versions of a project, a site that holds the first, and what each version is when whole."""

    def __init__(self, folder: Path, project: Path = ROOT) -> None:
        self.folder, self.site, self.project = folder, folder / "site", project
        self.old, self.new = (self._data(version, opening) for version, opening in ((OLD, "This program comes to your home."), (NEW, "People come to your home.")))
        self.whole = {self._built(self.new): NEW, self._built(self.old): OLD}
        assert len(self.whole) == 2, "the versions differ"
        self.kept = folder / "kept"
        shutil.copytree(self.site, self.kept, copy_function=os.link)
        self.took = self._work()

    def _data(self, version: str, opening: str) -> Path:
        """Return the folder of data of a copy of the project in which the first program says OPENING to parents."""
        for name in ("data", "docs", "overrides"):
            if (self.project / name).exists():
                shutil.copytree(self.project / name, self.folder / version / name)
        shutil.copy(self.project / "mkdocs.yml", self.folder / version)
        data = self.folder / version / "data"
        programs = data / "programs.yaml"
        text, found = re.subn(r"(?m)^(  for_parents: ).*\n(?:    .*\n|\n(?=    ))*", rf"\g<1>{opening}\n", programs.read_text(encoding="utf-8"), count=1)
        assert found, "no program to change"
        programs.write_text(text, encoding="utf-8")
        return data

    def _built(self, data: Path) -> str:
        process = started(self.site, data)
        told = said(process)
        assert process.returncode == 0, told
        return fingerprint(self.site)

    def _work(self) -> float:
        self.reset()
        process = started(self.site, self.new)
        took = let_work(process)
        assert "The site is in" in said(process)
        return took

    def stands(self) -> str:
        """Return which version is published: old, new, or MIXED where it is neither."""
        return self.whole.get(fingerprint(self.site), MIXED)

    def reset(self) -> None:
        """Publish the old version again. What broken builds left beside it stays."""
        shutil.rmtree(self.site, ignore_errors=True)
        shutil.copytree(self.kept, self.site, copy_function=os.link)


Fault = Callable[[Stage, float], str]  # breaks a build after a share of the time that it takes; returns what the build said


def killed(stage: Stage, share: float) -> str:
    """Kill the build; some of the last moments lie past its end."""
    process = started(stage.site, stage.new)
    let_work(process, share * 1.15 * stage.took)
    process.send_signal(signal.SIGKILL)
    told = said(process)
    if not gone(process):
        raise AssertionError("a killed build leaves processes")
    return told


def gone(process: subprocess.Popen, seconds: float = 10) -> bool:
    """Tell whether no process of the session of PROCESS lives on for these SECONDS; zombies are dead."""
    until = time.monotonic() + seconds
    while lives := [fields for fields in living(process) if fields[0] != "Z"]:
        if time.monotonic() > until:
            break
        time.sleep(0.01)
    return not lives


def file_vanishes(stage: Stage, share: float) -> str:
    """Take a data file away in the first eighth of the build, in which it reads."""
    data = shutil.copytree(stage.new.parent, stage.folder / "gone") / "data"  # pages name the folder of the data
    process = started(stage.site, data)
    let_work(process, share * stage.took / 8)
    (data / "towns.yaml").unlink()
    told = said(process)
    shutil.rmtree(data.parent)
    return told


def two_at_once(stage: Stage, share: float) -> str:
    """Start the old version, and a little later the new one."""
    first = started(stage.site, stage.old)
    let_work(first, share * stage.took)
    second = started(stage.site, stage.new)
    return said(first) + said(second)


def file_too_large(stage: Stage, share: float) -> str:
    """Let no file grow past some kB, as a quota would."""
    most = 1000 + int(20_000 * share)

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return said(started(stage.site, stage.new, preexec_fn=small))


def disk_full(stage: Stage, share: float) -> str:
    """Publish on a disk that has room for the old version and SHARE of what differs in the new one."""
    with small_disk(stage, share) as disk:
        told = said(started(disk / "site", stage.new))
        shutil.rmtree(stage.site)
        shutil.copytree(disk / "site", stage.site)
    return told


@contextlib.contextmanager
def small_disk(stage: Stage, share: float) -> Iterator[Path]:
    """Mount a disk with the old version on it. Raises CalledProcessError where this machine allows no mounting."""
    disk = stage.folder / "disk"
    disk.mkdir(exist_ok=True)
    taken = sum(4096 * (1 + path.stat().st_size // 4096) for path in stage.kept.rglob("*"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={int(taken * (1.02 + 0.05 * share))}", "none", str(disk)], check=True, capture_output=True)
    try:
        shutil.copytree(stage.kept, disk / "site")
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def read_only(stage: Stage, share: float) -> str:
    """Publish into a folder that may only be read; root too is held to it. Raises SubprocessError where root cannot be."""

    def without_rights() -> None:
        if ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0) and os.geteuid() == 0:
            raise PermissionError

    stage.folder.chmod(0o555)
    try:
        return said(started(stage.site, stage.new, preexec_fn=without_rights))
    finally:
        stage.folder.chmod(0o755)


def clock_off(stage: Stage, share: float, epoch: str = STEADY["SOURCE_DATE_EPOCH"]) -> str:
    """Build years ago, and in years to come. Raises FileNotFoundError where this machine has no `faketime`."""
    day = CLOCKS[int(share * len(CLOCKS))]
    told = {"SOURCE_DATE_EPOCH": epoch, "NO_FAKE_STAT": "1"}
    return said(started(stage.site, stage.new, before=("faketime", f"{day} 12:00:00"), environment=told))


def clock_off_and_no_commit(stage: Stage, share: float) -> str:
    """Build years ago, from a copy without a history that would tell a better day."""
    return clock_off(stage, share / len(CLOCKS), epoch="0")


FAULTS: dict[Fault, int] = {file_vanishes: 20, disk_full: 10, file_too_large: 5, read_only: 4, two_at_once: 10, clock_off: 6, clock_off_and_no_commit: 2}


def tried(stage: Stage, fault: Fault, times: int, seed: int = 1959) -> tuple[Counter, Counter]:
    """Try FAULT at random moments, one in each of TIMES equal parts of a build; return what stood afterwards, and what was said."""
    chance, stood, told = random.Random(seed), Counter(), Counter()
    for number in range(times):
        stage.reset()
        text = fault(stage, (number + chance.random()) / times)
        stood[stage.stands()] += 1
        told.update(spoken(line, stage.folder) for line in text.splitlines())
    return stood, told


def spoken(line: str, folder: Path) -> str:
    """LINE without what differs from run to run, so that like lines are counted together."""
    return re.sub(r"\.building-site-\w+", ".building-site-…", line.replace(f"{folder}/", ""))


def heard(told: Counter) -> Iterator[str]:
    """Yield what was said, the most often said first; of many lines only the first and the last."""
    lines = [f"    {count} x {line}" for line, count in told.most_common()]
    left_out = len(lines) - MOST_LINES
    yield from lines if left_out <= 0 else [*lines[: MOST_LINES // 2], f"    and {left_out} lines more", *lines[-(MOST_LINES // 2) :]]


def main(kills: int) -> int:
    """Try every fault; return 1 where one left a site that is not whole."""
    stands = Counter()
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        print(f"A build takes {stage.took:.1f} CPU seconds.", flush=True)
        for fault, times in ({killed: kills} | FAULTS).items():
            name = fault.__name__.replace("_", " ")
            try:
                stood, told = tried(stage, fault, times)
            except (subprocess.SubprocessError, FileNotFoundError) as error:
                print(f"{name}: cannot be tried on this machine: {error}", flush=True)
                continue
            stands += stood
            print(f"{name}, {times} times: {', '.join(f'{count} {version}' for version, count in sorted(stood.items()))}", *heard(told), sep="\n", flush=True)
        stage.reset()
        last = said(started(stage.site, stage.new))
        left = [path.name for path in stage.folder.glob(".building-*")]
        print(f"the next build: {stage.stands()}; beside it it left {left or 'nothing'}; it said: {last.strip()}".replace(f"{folder}/", ""))
    print(f"Verdict: {stands.total()} broken builds, {stands[OLD]} whole old sites, {stands[NEW]} whole new ones, {stands[MIXED]} mixed or missing.")
    return 1 if stands[MIXED] else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
