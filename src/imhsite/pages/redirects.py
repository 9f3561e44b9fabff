"""Addresses that changed: a page that redirects works on every host.

Netlify, Cloudflare and Apache redirect by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from imhsite.files.problems import DataError, Problem, did_you_mean, quote
from imhsite.reading.catalog import Catalog

TEMPLATE = "pages/moved.html"


def refuse_wrong(catalog: Catalog, paths: set[str]) -> None:
    """Raise DataError for a redirect from a page that exists, or to one that does not.

    PATHS are the paths of pages.
    """
    problems = list(_wrong(catalog, paths))
    if problems:
        raise DataError(problems)


def _wrong(catalog: Catalog, paths: set[str]) -> Iterator[Problem]:
    for redirect in catalog.redirects.values():
        if redirect.old in paths:
            write = "write the path of a page that is gone; this page still exists"
            place = redirect.file, redirect.line, 0, redirect.slug, "old"
            yield Problem(*place, write, quote(redirect.old), "existing-page")
        if redirect.new not in paths:
            got = quote(redirect.new) + did_you_mean(redirect.new, paths)
            write = "write the path of a page on this site, such as programs/"
            place = redirect.file, redirect.line, 0, redirect.slug, "new"
            yield Problem(*place, write, got, "unknown-page")


def netlify(catalog: Catalog, base: str) -> str:
    """Return the file `_redirects` of Netlify and Cloudflare Pages."""
    return "".join(
        f"{base}{redirect.old} {base}{redirect.new} 301\n"
        for redirect in catalog.redirects.values()
    )


def apache(catalog: Catalog, base: str) -> str:
    """Return the lines of `.htaccess` (mod_alias)."""
    return "".join(
        f"Redirect 301 {base}{redirect.old} {base}{redirect.new}\n"
        for redirect in catalog.redirects.values()
    )
