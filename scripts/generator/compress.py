"""Compressed copies beside the files of a site, so that any server can send them."""

from __future__ import annotations

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from generator.headers import TEXTS

LARGE = 500_000  # bytes above which the last per cent costs seconds
SMALLEST = 300  # bytes below which headers outweigh what is saved


def compress(site: Path) -> None:
    """Write NAME.br and NAME.gz beside each text file of the folder SITE, the same bytes for the same content.

    Threads do, as both libraries let go of the interpreter. Processes would outlive a build that is killed,
    and hold its lock for good.
    """
    files = [file for file in sorted(site.rglob("*")) if file.suffix in TEXTS and file.stat().st_size >= SMALLEST]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_pack, files))


def _pack(file: Path) -> None:
    content = file.read_bytes()
    quality = 11 if file.suffix != ".html" and len(content) < LARGE else 9
    file.with_name(file.name + ".br").write_bytes(brotli.compress(content, quality=quality))
    file.with_name(file.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
