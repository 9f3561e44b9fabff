"""Jobs on all cores: in order, with what they raise, and nothing left of them where the build is killed."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from folders import ROOT
from imhsite.building import parallel

TWO_CORES = "import os, sys, time; from imhsite.building import parallel; parallel._cores = lambda: 2\n"


def started(code: str, **others) -> subprocess.Popen:
    """Run CODE in a process of one thread, with two cores, in a session of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen([sys.executable, "-c", TWO_CORES + code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **others)


def said(code: str) -> str:
    out, err = (process := started(code)).communicate()
    assert process.returncode == 0, err
    return out.strip()


def test_results_come_in_the_order_of_the_jobs_and_from_two_processes():
    out = said("jobs = [lambda n=n: (time.sleep(0.05 * (n % 3)), n, os.getpid())[1:] for n in range(20)]\nfound = list(parallel.run(jobs)); print([n for n, _ in found], len({pid for _, pid in found} - {os.getpid()}))")
    assert out == f"{list(range(20))} 2"


def test_what_a_job_raises_is_raised():
    out = said("def job(n):\n    if n == 5: raise OSError(28, 'No space left on device', 'file')\njobs = [lambda n=n: job(n) for n in range(20)]\ntry: list(parallel.run(jobs))\nexcept OSError as error: print(error.errno, error.strerror, error.filename)")
    assert out == "28 No space left on device file"


def test_once_a_job_has_failed_no_other_works_on(tmp_path):
    """So what lies aside can be removed."""
    code = f"def job(n):\n    if n == 0: raise OSError('full')\n    time.sleep(0.5); open({str(tmp_path)!r} + f'/{{n}}', 'w').close()\ntry: list(parallel.run([lambda n=n: job(n) for n in range(20)]))\nexcept OSError: found = os.listdir({str(tmp_path)!r}); time.sleep(1); print(sorted(found) == sorted(os.listdir({str(tmp_path)!r})), len(found) < 19)"
    assert said(code) == "True True"


def test_a_worker_that_is_killed_fails_the_build_in_words():
    out = said("from imhsite.files.problems import BuildFailed\njobs = [lambda n=n: n == 5 and os.kill(os.getpid(), 9) for n in range(20)]\ntry: list(parallel.run(jobs))\nexcept BuildFailed as error: print(error)")
    assert out == "the system ended a part of the build, perhaps for want of memory"


@pytest.mark.parametrize("deadly", [signal.SIGKILL, signal.SIGTERM])
def test_workers_die_with_their_parent_and_hold_no_lock(tmp_path, deadly):
    lock = tmp_path / "lock"
    code = f"import fcntl\nlock = open({str(lock)!r}, 'w'); fcntl.flock(lock, fcntl.LOCK_EX)\ndef job(n):\n    open({str(tmp_path)!r} + f'/{{os.getpid()}}', 'w').close(); time.sleep(60)\nlist(parallel.run([lambda n=n: job(n) for n in range(20)], lock.fileno()))"
    process = started(code)
    while len(workers := [int(file.name) for file in tmp_path.iterdir() if file.name.isdigit()]) < 2:
        assert process.poll() is None
    process.send_signal(deadly)
    process.communicate(timeout=30)  # ends once no worker holds its pipes
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    until = time.monotonic() + 30  # a process that dies lets go of its files first
    while alive := [pid for pid in workers if lives(pid)]:
        assert time.monotonic() < until, alive


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (OSError, IndexError):
        return False



def test_a_process_of_several_threads_does_not_fork():
    """Which could wait for good for a lock that another thread holds."""
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert set(parallel.run([os.getpid] * 20)) == {os.getpid()}
    finally:
        stop.set()
        thread.join()


def test_few_jobs_start_no_process():
    assert said("print(set(parallel.run([os.getpid] * 3)) == {os.getpid()})") == "True"
