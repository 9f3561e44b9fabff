"""`imhsite freshness`: the records that wait for a check, as the Markdown of one issue."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from imhsite.files.project import DATA, add_folder, parser
from imhsite.language.wording import Wording
from imhsite.model import dates
from imhsite.pages.freshness import Due, message, overdue, unchecked
from imhsite.reading.catalog import Catalog, load

NOTHING = "No checks are overdue."


def main(arguments: list[str] | None = None) -> int:
    """Print what waits for a check today, or on the day asked for."""
    command = parser("freshness", "List the records that need to be checked again.")
    add_folder(command, "--data", DATA, "the folder to read")
    command.add_argument(
        "--today",
        type=datetime.date.fromisoformat,
        default=dates.today(),
        metavar="DATE",
        help="the day to check for, such as 2027-05-01 (default: today)",
    )
    options = command.parse_args(arguments)
    print("\n".join(report(load(options.data.resolve()), options.today)))
    return 0


def report(catalog: Catalog, today: datetime.date) -> Iterator[str]:
    """Yield the lines of the report: overdue checks with letters to send, then the unchecked."""
    checks = overdue(catalog, today)
    yield f"## Overdue checks on {today.isoformat()}: {len(checks)}\n" if checks else f"{NOTHING}\n"
    words = Wording(catalog.labels, catalog.association.languages[0])
    for check in checks:
        yield from _item(catalog, check, words)
    if programs := unchecked(catalog):
        names = ", ".join(program.name for program in programs)
        address = f"{catalog.association.address}staff/"
        yield f"Not checked since we first listed them: {names}. Letters to them: {address}"


def _item(catalog: Catalog, each: Due, words: Wording) -> Iterator[str]:
    record = each.record
    name = getattr(record, "name", None) or record.title
    dates = f"checked {each.checked.iso}, due again since {each.day.isoformat()}"
    yield f"- [ ] **{name}**: {dates} (`{record.file}`, line {record.line})"
    if letter := message(catalog, record, words):
        summary = "<summary>A letter to send</summary>"
        yield f"\n  <details>{summary}\n\n  {letter.body}\n\n  </details>\n"
