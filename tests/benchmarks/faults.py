"""Break the build in every way that a machine can, and tell after each whether the published site is one whole version.

    .venv/bin/python tests/benchmarks/faults.py [KILLS]

Prints a line for each fault: what was done, how often, what stood afterwards, and what the build said. Ends with 1
where a site was mixed or missing.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STEADY = {"SOURCE_DATE_EPOCH": "1795000000", "SITE_COMMIT": "abc1234", "PYTHONPATH": str(ROOT / "scripts")}


def command(site: Path, data: Path) -> list[str]:
    return [sys.executable, "-m", "generator.build", "--site-dir", str(site), "--data", str(data)]


def run(site: Path, data: Path, **options) -> subprocess.CompletedProcess:
    """Build DATA into SITE and wait for it."""
    environment = {**os.environ, **STEADY, **options.pop("environment", {})}
    return subprocess.run(command(site, data), env=environment, capture_output=True, text=True, check=False, **options)


def fingerprint(site: Path) -> str:
    """Return one hash of every file's name and content; "" where there is no site."""
    digest = hashlib.sha256()
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        digest.update(f"{file.relative_to(site)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest() if site.exists() else ""


class Stage:
    """Two versions of the data, a site that holds the first, and what each version is when whole."""

    def __init__(self, folder: Path) -> None:
        self.old, self.new, self.site = folder / "old/data", folder / "new/data", folder / "site"
        for data in (self.old, self.new):
            shutil.copytree(ROOT / "data", data)
        programs = self.new / "programs.yaml"
        programs.write_text(programs.read_text(encoding="utf-8").replace("This program comes to your home.", "People come to your home.", 1), encoding="utf-8")
        self.whole = {}
        for name, data in (("new", self.new), ("old", self.old)):
            done = run(self.site, data)
            assert done.returncode == 0, done.stderr
            self.whole[fingerprint(self.site)] = name

    def stands(self) -> str:
        """Return which version is published: old, new, or MIXED where it is neither."""
        return self.whole.get(fingerprint(self.site), "MIXED")

    def reset(self) -> None:
        assert run(self.site, self.old).returncode == 0


def killed(stage: Stage, times: int, seed: int = 1959) -> Counter:
    """Kill TIMES builds at random moments from the first instant to past the end."""
    chance, found = random.Random(seed), Counter()
    started = time.monotonic()
    run(stage.site, stage.old)
    longest = (time.monotonic() - started) * 1.1
    for _ in range(times):
        process = subprocess.Popen(command(stage.site, stage.new), env={**os.environ, **STEADY}, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(chance.uniform(0, longest))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        found[stage.stands()] += 1
    return found


def disk_full(stage: Stage) -> str:
    """Let no file grow past 20 kB, as a quota or a full disk would."""

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    return run(stage.site, stage.new, preexec_fn=small).stderr


def file_vanishes(stage: Stage) -> str:
    """Take a data file away while the build reads."""
    data = shutil.copytree(stage.new, stage.new.parents[1] / "gone/data")  # pages name the folder of the data
    process = subprocess.Popen(command(stage.site, data), env={**os.environ, **STEADY}, stderr=subprocess.PIPE, text=True)
    time.sleep(0.3)
    (data / "towns.yaml").unlink()
    said = process.communicate()[1]
    shutil.rmtree(data.parent)
    return said


def clock_off(stage: Stage) -> str:
    """Build as if it were 1970, then 2099."""
    said = ""
    for epoch in ("0", "4080000000"):
        said += run(stage.site.with_name("clock"), stage.old, environment={"SOURCE_DATE_EPOCH": epoch}).stderr
    shutil.rmtree(stage.site.with_name("clock"))
    return said


def two_at_once(stage: Stage) -> str:
    """Start the old and the new version together."""
    both = [subprocess.Popen(command(stage.site, data), env={**os.environ, **STEADY}, stderr=subprocess.PIPE, text=True) for data in (stage.old, stage.new)]
    return "".join(process.communicate()[1] for process in both)


def read_only(stage: Stage) -> str:
    """Publish below a file, where no folder can be made: unlike a mode, this stops root too."""
    blocked = stage.site.with_name("blocked")
    blocked.write_text("")
    return run(blocked / "site", stage.new).stderr


FAULTS = (disk_full, file_vanishes, clock_off, two_at_once, read_only)


def main(kills: int) -> int:
    """Run every fault; return 1 where one left a site that is not whole."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        found = killed(stage, kills)
        print(f"killed at a random moment, {kills} times: {dict(found)}", flush=True)
        for fault in FAULTS:
            stage.reset()
            said = fault(stage).strip().splitlines()
            stands = stage.stands()
            found[stands] += 1
            print(f"{fault.__name__.replace('_', ' ')}: {stands}; it said: {' / '.join(said)}".replace(folder, ""), flush=True)
    return 1 if found["MIXED"] else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
