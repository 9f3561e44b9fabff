"""`imhsite check`: read the data and the front matter of pages, and list every problem."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from imhsite.files.problems import BuildFailed, DataError, Problem
from imhsite.files.project import DATA, OVERRIDES, add_folder, parser
from imhsite.language.locales import FALLBACK, exists, has_data, name_of
from imhsite.model.dates import today
from imhsite.model.fields import clock
from imhsite.model.records import Association
from imhsite.reading import configuration, product_pages, safety
from imhsite.reading.catalog import MOST_PROBLEMS, read
from imhsite.reading.front_matter import problems_of
from imhsite.rendering import look
from imhsite.rendering.theme import Theme


def main(arguments: list[str] | None = None) -> int:
    """Print every problem of data and pages in the chosen format; return 1 if there is any."""
    command = parser("check", "Check the data and the pages, and list every problem in them.")
    add_folder(command, "--data", DATA, "the folder to check")
    command.add_argument(
        "--docs",
        type=Path,
        metavar="DIR",
        help="the pages to check (default: docs, beside the data)",
    )
    command.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text for people, github for annotations, json for programs",
    )
    options = command.parse_args(arguments)
    try:
        today()
    except BuildFailed as error:
        print(error, file=sys.stderr)
        return 1
    catalog, problems = read(options.data.resolve())
    docs = (options.docs or options.data.resolve().with_name("docs")).resolve()
    file = options.data.resolve().with_name(configuration.FILE)
    association = next(iter(catalog.records["association"].values()), None)
    of_settings = configuration.problems_of(file, association)
    problems = sorted([*problems, *problems_of(docs), *of_settings, *_unreadable(file)])
    problems = problems[:MOST_PROBLEMS] or [
        *safety.missing(catalog, docs),
        *product_pages.lost_links(association, docs),
    ]
    report = FORMATS[options.format](problems)
    if report:
        sys.stdout.reconfigure(errors="backslashreplace")
        print(report)
    records = sum(map(len, catalog.records.values()))
    more = " or more" if len(problems) == MOST_PROBLEMS else ""
    verdict = f"{len(problems)}{more} to fix" if problems else "no problems"
    summary = f"{records} records checked, {verdict}"
    notes = [summary, clock(problems), *without_rules(association)]
    print(*filter(None, notes), sep="\n", file=sys.stderr)
    return 1 if problems else 0


def _unreadable(file: Path) -> list[Problem]:
    """What people could not read in the colors that FILE, a mkdocs.yml, sets."""
    try:
        settings = configuration.read(file) if file.exists() else configuration.Configuration()
    except DataError:
        return []  # whose problems are listed already
    return [*look.problems(file, settings, Theme.of(file.with_name(str(OVERRIDES))))]


def without_rules(association: Association | None) -> Iterator[str]:
    """Yield a note on each language of ASSOCIATION that has no rules of its own."""
    languages = (association and association.languages) or ()
    for language in languages:
        if exists(language) and not has_data(language):
            rules = languages[0] if has_data(languages[0]) else FALLBACK
            yield (
                f"{language}: CLDR has no data for {name_of(language)}; plural forms, dates and"
                f" numbers follow the rules of {rules}."
            )


def _text(problems: list[Problem]) -> str:
    return "\n".join(map(str, problems))


def _github(problems: list[Problem]) -> str:
    return "\n".join(_annotation(problem) for problem in problems)


def _annotation(problem: Problem) -> str:
    """Return one of the workflow commands of GitHub Actions."""
    place = f"file={_escaped(problem.file, True)},line={problem.line or 1}"
    place += f",col={problem.column}" if problem.column else ""
    place += f",title={problem.code}"
    words = ": ".join(part for part in (problem.record, problem.field, problem.message) if part)
    return f"::error {place}::{_escaped(words)}"


def _escaped(text: str, in_property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


def _json(problems: list[Problem]) -> str:
    return json.dumps(
        [asdict(problem) | {"message": problem.message} for problem in problems],
        ensure_ascii=False,
        indent=2,
    )


FORMATS = {"text": _text, "github": _github, "json": _json}
