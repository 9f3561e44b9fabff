"""`imhsite desk`: what waits for somebody, as the Markdown of one issue."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

from imhsite.files import dead_links
from imhsite.files.problems import DataError
from imhsite.files.product import name_of
from imhsite.files.project import DATA, DEAD_LINKS, DOCS, add_folder, parser
from imhsite.language.wording import Wording
from imhsite.model import dates
from imhsite.model.records import Association
from imhsite.pages.desk import Desk, Section, Task, endings_of
from imhsite.pages.generated import STAFF, Page
from imhsite.pages.prose import link_up, prose_page
from imhsite.pages.suggest import editor, repository_of
from imhsite.publishing.history import History
from imhsite.reading import product_pages
from imhsite.reading.catalog import Catalog, load
from imhsite.reading.front_matter import address, read_pages

NOTHING = "Nothing waits for anyone."
MOST = 25  # tasks of a section in full: an issue holds 65,536 characters
MOST_NAMES = 12  # of a section that can wait


def main(arguments: list[str] | None = None) -> int:
    """Print what waits today, or on the day asked for; return 1 where the data have problems."""
    command = parser("desk", "List what waits for somebody, as the page for staff does.")
    add_folder(command, "--data", DATA, "the folder to read")
    add_folder(command, "--docs", DOCS, "the pages that people write")
    command.add_argument(
        "--today",
        type=datetime.date.fromisoformat,
        default=dates.today(),
        metavar="DATE",
        help="the day to list it for, such as 2027-05-01 (default: today)",
    )
    options = command.parse_args(arguments)
    try:
        print(report(options.data.resolve(), options.docs.resolve(), options.today), end="")
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def report(data: Path, docs: Path, today: datetime.date) -> str:
    """Return as Markdown what waits on TODAY on the site of DATA and DOCS.

    Only sections of which something is late have a heading of the second level.
    """
    catalog = load(data)
    association = catalog.association
    words = Wording(catalog.labels, association.languages[0])
    changed = History(docs.parent).file_changed
    dead = dead_links.read(data.with_name(DEAD_LINKS.name))
    pages = _pages(docs, catalog)
    desk = Desk(catalog, pages, words, today, changed, dead, endings_of(catalog))
    sections = [*desk.sections()]
    late = [section for section in sections if section.is_late and section.tasks]
    lines = [words.text("staff-lead", date=words.date(dates.exactly(today))), ""]
    lines += [] if late else [NOTHING, ""]
    for section in sections:
        lines += [*_late(section, association)] if section in late else [*_waiting(section)]
    return "\n".join([*lines, f"{association.address}{STAFF}", ""])


def _pages(docs: Path, catalog: Catalog) -> list[Page]:
    """The pages that people write, and those of the product, without what they say."""
    association = catalog.association
    given, pages = product_pages.given(association, docs), []
    for source, written in read_pages(docs, given, association.languages).items():
        language = association.language_of(source)
        file = name_of(given[source]) if source in given else f"docs/{source}"
        pages.append(prose_page(written.meta, file, address(source), language, ""))
    link_up(pages, {}, association.languages)
    return pages


def _late(section: Section, association: Association) -> Iterator[str]:
    yield f"## {section.heading}: {len(section.tasks)}\n"
    yield f"{section.how}\n"
    for task in section.tasks[:MOST]:
        yield from _item(task, association)
    if len(section.tasks) > MOST:
        yield f"- {len(section.tasks) - MOST} more: {association.address}{STAFF}#{section.name}"
    yield ""


def _item(task: Task, association: Association) -> Iterator[str]:
    parts = [f"- [ ] {_name(task, association)}:", _why(task), *_place(task, association)]
    yield " ".join(parts + [f"/{path}" for path in task.pages])
    if call := task.call:
        number = f"**{call.line.text}**" if call.line else ""
        yield f"  - {' '.join(filter(None, [call.before, number, _one_line(call.words)]))}"
    if task.letter:
        yield f"  - {task.letter.subject} {_one_line(task.letter.body)}"


def _name(task: Task, association: Association) -> str:
    if "://" in task.title:
        return f"<{task.title}>"
    target = task.about if "://" in task.about else f"{association.address}{task.about}"
    return f"[**{task.title}**]({target})" if task.about else f"**{task.title}**"


def _why(task: Task) -> str:
    """Why TASK waits; of a dead link in another site's words, which must not act as Markdown."""
    words = task.why.replace("`", "'")
    return f"`{_one_line(words)}`" if task.pages else task.why


def _place(task: Task, association: Association) -> Iterator[str]:
    """Where to change what TASK is about."""
    if task.file:
        place = f"{task.file}, line {task.line}" if task.line else task.file
        repository = repository_of(association)
        link = editor(repository, task.file, task.line, task.is_new)
        yield f"[{place}]({link})" if repository else f"`{place}`"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _waiting(section: Section) -> Iterator[str]:
    if section.tasks:
        names = list(dict.fromkeys(task.title for task in section.tasks))
        more = f", and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        yield f"{section.heading} ({len(section.tasks)}): {', '.join(names[:MOST_NAMES])}{more}.\n"
    elif not section.is_known:
        yield f"{section.heading}: {section.how}\n"
