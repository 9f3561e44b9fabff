"""Pages of records that were published and are gone without a redirect, as git remembers them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from imhsite.files.problems import Problem, quote
from imhsite.files.product import PACKAGE
from imhsite.model.records import FOLDERS
from imhsite.pages.suggest import BRANCH
from imhsite.publishing import history
from imhsite.reading.catalog import Catalog

_NAMES = r"^[a-z0-9][a-z0-9-]*:( default)?\s*$"  # of records at the margin, but those left out


def problems(data: Path, catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for each page that CATALOG, read from DATA, has lost.

    What the start of a site invents may go. Where git knows nothing, no page is lost.
    """
    redirects = catalog.redirects.values()
    moved = {redirect.old for redirect in redirects}
    below = tuple(redirect.below for redirect in redirects if redirect.below)
    for kind, slug in sorted(_published(data) - _invented()):
        path = f"{FOLDERS[kind]}{slug}/"
        is_led_on = path in moved or path.startswith(below)
        if slug not in catalog.records[kind] and not is_led_on:
            write = f"write where {quote(path)} leads now; its page was published and is gone"
            file = f"{data.name}/redirects.yaml"
            yield Problem(file, write=write, record=slug, code="lost-page")


def _published(data: Path) -> set[tuple[str, str]]:
    """Return kind and name of each record with a page that the published branch has."""
    paths = [f"{data.name}/{kind}{rest}" for kind in FOLDERS for rest in (".yaml", "/")]
    for revision in (f"origin/{BRANCH}", BRANCH, "HEAD"):
        try:
            options = "--no-color", "--no-line-number", "-I", "-E", "-e", _NAMES, revision
            text = history.git(data.parent, "grep", *options, "--", *paths).decode()
        except history.Silent:
            continue
        return {(kind, slug) for kind, slug in map(_record, text.splitlines()) if kind in FOLDERS}
    return set()


def _record(line: str) -> tuple[str, str]:
    """Return kind and name in LINE, such as "main:data/programs/north.yaml:first-steps:"."""
    path, slug = line.rstrip().removesuffix(" default").split(":")[-3:-1]
    first, *rest = path.split("/")[1:]
    return (first if rest else first.removesuffix(".yaml")), slug


def _invented() -> set[tuple[str, str]]:
    files = {kind: PACKAGE / f"start/data/{kind}.yaml" for kind in FOLDERS}
    return {
        (kind, slug)
        for kind, file in files.items()
        if file.exists()
        for slug in re.findall(r"(?m)^([a-z0-9-]+):", file.read_text(encoding="utf-8"))
    }
