"""The site of tests/frozen/, whose every word a test may know; staff's changes of data/ and docs/ do not reach it."""

from __future__ import annotations

import atexit
import functools
import json
import re
import shutil
import tempfile
from pathlib import Path

import yaml
from imhsite.files.product import LABELS

FROZEN = Path(__file__).with_name("frozen")
DOCS = FROZEN / "docs"


@functools.cache
def data() -> Path:
    """Return a folder of the frozen data, with the labels that templates have come to need since."""
    folder = Path(tempfile.mkdtemp(prefix="frozen-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(FROZEN / "data", folder / "data")
    files = {"labels.yaml": "en.yaml", "es/labels.yaml": "es.yaml"}
    read = {file: (_labels(LABELS / live), _labels(FROZEN / "data" / file)) for file, live in files.items()}
    for file, (live, frozen) in read.items():
        text = {name: frozen[name] if all(_same_blanks(name, *both) for both in read.values()) else words for name, words in live.items()}
        lines = [f"{name}: {json.dumps(words, ensure_ascii=False)}\n" for name, words in text.items()]
        (folder / "data" / file).write_text("".join(lines), encoding="utf-8")
    return folder / "data"


def copy(folder: Path) -> Path:
    """Put a copy of the frozen data into FOLDER, for a test to change, and return it."""
    return shutil.copytree(data(), folder / "data")


def _labels(file: Path) -> dict:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) if file.exists() else {}


def _same_blanks(name: str, live: dict, frozen: dict) -> bool:
    return name in live and name in frozen and _blanks(live[name]) == _blanks(frozen[name])


def _blanks(words: object) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", json.dumps(words, ensure_ascii=False)))
