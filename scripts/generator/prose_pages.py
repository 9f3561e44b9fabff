"""From the front matter of a page that people write to a page of the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from generator.dates import parse_date
from generator.pages import Page
from generator.problems import DataError, Problem, did_you_mean, quote

HOME = "index.md"


@dataclass(frozen=True, slots=True)
class _Key:
    meaning: str
    needed: bool = True
    choices: tuple[str, ...] = ()


FRONT_MATTER = {
    "title": _Key("the title of the page"),
    "description": _Key("what the page offers, in one sentence, as search engines show it"),
    "written": _Key("the date the page was written, such as 2026-11-21"),
    "reviewed": _Key("the date someone last read the page carefully, such as 2026-11-21"),
    "layout": _Key("the template of overrides/pages/ that lays the page out", needed=False),
    "quick_exit": _Key("yes, on pages about violence and safety", needed=False),
    "translation": _Key("whether a native speaker has reviewed the translation", needed=False, choices=("not reviewed", "reviewed")),
    "reading_level": _Key("why the page may be harder to read than tests/test_plain_words.py allows", needed=False),
}


def prose_page(meta: dict, source: str, url: str, language: str, html: str) -> Page:
    """Return the page of docs/SOURCE. Raises DataError for what its front matter lacks or has too much."""
    problems = list(_front_matter_problems(meta, f"docs/{source}"))
    if problems:
        raise DataError(problems)
    return Page(
        path="" if url == "./" else url,
        title=str(meta["title"]),
        description=str(meta["description"]),
        template=f"pages/{meta.get('layout', 'prose')}.html",
        language=language,
        edit=(f"docs/{source}", 1),
        written=parse_date(str(meta["written"])),
        reviewed=parse_date(str(meta["reviewed"])),
        content=Markup(html),
        quick_exit=bool(meta.get("quick_exit")),
        translation=meta.get("translation", ""),
    )


def _front_matter_problems(meta: dict, file: str) -> Iterable[Problem]:
    for name, key in FRONT_MATTER.items():
        if key.needed and not meta.get(name):
            yield Problem(file, 1, 0, "front matter", name, f"write {key.meaning}")
    for name, value in meta.items():
        if name not in FRONT_MATTER:
            yield Problem(file, 1, 0, "front matter", str(name), f"write one of these keys: {', '.join(FRONT_MATTER)}", quote(str(name)) + did_you_mean(str(name), FRONT_MATTER))
        elif FRONT_MATTER[name].choices and value not in FRONT_MATTER[name].choices:
            yield Problem(file, 1, 0, "front matter", name, f"write one of {', '.join(FRONT_MATTER[name].choices)}", quote(str(value)))
    for name in ("written", "reviewed"):
        try:
            parse_date(str(meta.get(name, "2000")))
        except ValueError:
            yield Problem(file, 1, 0, "front matter", name, "write a date, such as 2026-11-21", quote(str(meta[name])))


def link_up(written: list[Page], others: dict[str, Page], languages: tuple[str, ...]) -> None:
    """Give each of the WRITTEN pages the trail of pages above it and its address in the other languages."""
    known = others | {page.path: page for page in written}
    for page in written:
        parts = page.path.rstrip("/").split("/")
        above = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]
        homes = {f"{language}/" for language in languages[1:]}
        page.trail = tuple((known[path].title, path) for path in above if path in known and path not in homes)
    for page in written:
        plain = page.path.removeprefix(f"{page.language}/")
        paths = {language: (plain if language == languages[0] else f"{language}/{plain}") for language in languages}
        found = {language: path for language, path in paths.items() if path in known}
        page.alternates = found if len(found) > 1 else {}
