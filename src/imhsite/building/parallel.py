"""Independent jobs on all cores, each in a process forked from this one."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from imhsite.files.problems import BuildFailed

FEW = 8  # jobs that are done sooner than processes start
_PR_SET_PDEATHSIG = 1
T = TypeVar("T")
_jobs: Sequence[Callable[[], object]] = ()  # those of a worker, which a fork hands over as they are


def run(jobs: Sequence[Callable[[], T]], lock: int | None = None) -> Iterator[T]:
    """Yield what each of JOBS returns, in their order; what one raises is raised here.

    Workers close the file descriptor LOCK, and die with this process, so that a killed build holds
    nothing. Raises BuildFailed where a worker is killed.
    """
    workers = min(_cores(), len(jobs))
    if workers < 2 or len(jobs) < FEW or not _may_fork():
        yield from (job() for job in jobs)
        return
    gc.freeze()  # else a collection in a worker would copy every page of memory that it looks at
    arguments = (jobs, os.getpid(), lock)
    pool = ProcessPoolExecutor(workers, get_context("fork"), _begin, arguments)
    try:
        yield from pool.map(_work, range(len(jobs)))
    except BrokenProcessPool as error:
        raise BuildFailed(
            "the system ended a part of the build, perhaps for want of memory"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)  # once it returns, no worker writes any more
        gc.unfreeze()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _may_fork() -> bool:
    """Tell whether this process has one thread: a fork of several may wait for locks for good."""
    return len(os.listdir("/proc/self/task")) == 1


def _begin(jobs: Sequence[Callable[[], object]], parent: int, lock: int | None) -> None:
    global _jobs
    _jobs = jobs
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before that took effect
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the parent, which ends the workers
    if lock is not None:
        with contextlib.suppress(OSError):
            os.close(lock)


def _work(number: int) -> object:
    return _jobs[number]()
