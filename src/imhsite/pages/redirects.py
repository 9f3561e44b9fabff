"""Addresses that changed: a page that redirects works on every host.

Netlify, Cloudflare and Apache redirect by themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from imhsite.files.problems import DataError, did_you_mean, quote
from imhsite.model.records import Redirect
from imhsite.pages.generated import Page, calendars_of, path_of_vcard
from imhsite.reading.catalog import Catalog, Fault

TEMPLATE = "pages/moved.html"


def refuse_wrong(catalog: Catalog, paths: set[str]) -> None:
    """Raise DataError for a redirect from a page that exists, or to one that does not.

    PATHS are the paths of pages.
    """
    problems = [fault.located({}) for fault in wrong(catalog, paths)]
    if problems:
        raise DataError(problems)


def wrong(catalog: Catalog, paths: set[str]) -> Iterator[Fault]:
    """Yield what `refuse_wrong` raises, without the places of the values."""
    for redirect in catalog.redirects.values():
        place = redirect.file, redirect.line, redirect.slug
        if there := _still_there(redirect, paths):
            write = "write the path of a page that is gone; this page still exists"
            got = quote(there)
            yield Fault(*place, "old", write, got, "existing-page", redirect.old)
        if redirect.new not in paths:
            got = quote(redirect.new) + did_you_mean(redirect.new, paths)
            write = "write the path of a page on this site, such as programs/"
            yield Fault(*place, "new", write, got, "unknown-page", redirect.new)


def _still_there(redirect: Redirect, paths: set[str]) -> str:
    """Return a page among PATHS that REDIRECT calls gone; "" if there is none."""
    if not redirect.below:
        return redirect.old * (redirect.old in paths)
    below = (path for path in paths if path.startswith(redirect.below) and path != redirect.below)
    return min(below, default="")


Moves = list[tuple[str, str]]


def moves(catalog: Catalog, pages: Iterable[Page]) -> Moves:
    """Return the old and the new path of each of PAGES that redirects, and of the files of records.

    A page leads to one in its own language, where there is one.
    """
    pages = [*pages]
    paths = {page.path for page in pages}
    moved = []
    for page in (page for page in pages if page.template == TEMPLATE):
        to = page.context["to"]
        own = f"{catalog.association.folder(page.language)}{to}"
        moved.append((page.path, own if own in paths else to))
    return [*moved, *_files(catalog, pages)]


def _files(catalog: Catalog, pages: Iterable[Page]) -> Iterator[tuple[str, str]]:
    """Yield old and new path of each PDF, card and calendar of a record that was renamed."""
    living = [each for each in catalog.programs.values() if each.status != "ended"]
    there = {page.pdf for page in pages} | {path_of_vcard(program) for program in living}
    there.update(*(calendars_of(catalog, program).values() for program in living))
    folders = [*map(catalog.association.folder, catalog.association.languages)]
    for redirect in catalog.redirects.values():
        old, new = redirect.old.rstrip("/"), redirect.new.rstrip("/")
        for end in (end for end in _ENDS if new + end in there):
            for folder in folders if end.endswith(".ics") else [""]:
                yield f"{folder}{old}{end}", f"{folder}{new}{end}"


_ENDS = (".pdf", ".vcf", "/call.ics", "/times.ics")


def folders(catalog: Catalog, paths: Collection[str]) -> Moves:
    """Return each folder below which all has moved, in each language, and where that leads.

    PATHS are those of all pages. The page of the folder itself may still be there.
    """
    return [
        (f"{folder}{redirect.below}", own if (own := f"{folder}{redirect.new}") in paths else new)
        for redirect in catalog.redirects.values()
        for folder in map(catalog.association.folder, catalog.association.languages)
        if redirect.below and (new := redirect.new)
    ]


def netlify(moves: Moves, folders: Moves, base: str) -> str:
    """Return the file `_redirects` of Netlify and Cloudflare Pages.

    An asterisk there would take the page of the folder itself too, so paths are of two levels.
    """
    below = [(f"{old}{rest}", new) for old, new in folders for rest in _BELOW]
    return "".join(f"{base}{old} {base}{new} 301\n" for old, new in [*moves, *below])


_BELOW = (":page", ":page/", ":folder/:page", ":folder/:page/")


def apache(moves: Moves, folders: Moves, base: str) -> str:
    """Return the lines of `.htaccess` (mod_alias)."""
    lines = [f"Redirect 301 {base}{old} {base}{new}\n" for old, new in moves]
    lines += [f"RedirectMatch 301 ^{base}{old}. {base}{new}\n" for old, new in folders]
    return "".join(lines)
