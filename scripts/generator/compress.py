"""Compressed copies beside the files of a site, so that any server can send them."""

from __future__ import annotations

import gzip
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import brotli

SUFFIXES = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".webmanifest", ".csv", ".geojson", ".ics"}
SMALLEST = 300  # bytes below which headers outweigh what is saved
_AT_ONCE = 32


def compress(site: Path) -> None:
    """Write NAME.br and NAME.gz beside each text file of the folder SITE, the same bytes for the same content."""
    files = [file for file in sorted(site.rglob("*")) if file.suffix in SUFFIXES and file.stat().st_size >= SMALLEST]
    with ProcessPoolExecutor() as pool:
        list(pool.map(_pack, files, chunksize=_AT_ONCE))


def _pack(file: Path) -> None:
    content = file.read_bytes()
    quality = 11 if file.suffix != ".html" else 9
    file.with_name(file.name + ".br").write_bytes(brotli.compress(content, quality=quality))
    file.with_name(file.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
