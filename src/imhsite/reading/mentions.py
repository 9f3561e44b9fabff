"""Names of records in other records, where no record has them: whose mistake that is.

Many places that name what nobody has are one mistake where the record itself was renamed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from imhsite.files import product
from imhsite.files.problems import Problem, named, nearest, quote
from imhsite.files.source import Scalar
from imhsite.model import meant
from imhsite.model.fields import reference
from imhsite.model.records import FOLDERS, Record


@dataclass(slots=True)
class Mention:
    """The slug at `at`, of a record of `kind`, which stood in no file read so far."""

    kind: str
    file: str
    record: str
    field: str
    at: Scalar
    in_path: bool = False  # of a page, which has a check of its own

    @property
    def place(self) -> str:
        return f"{self.file}:{self.at.line}"


@dataclass(slots=True)
class Known:
    """The records that a mention may name: by slug, which of them others `name`, and all `slugs`.

    The slugs of broken records are among these.
    """

    records: Mapping[str, Record]
    slugs: Collection[str]
    mentioned: Collection[str]

    def meant(self, slug: str) -> str | None:
        """Return the slug that SLUG was most likely meant to be, or the record's of that name."""
        if near := nearest(slug, self.slugs):
            return near
        names = {
            record.name: record.slug
            for record in self.records.values()
            if getattr(record, "name", None)
        }
        return names.get(nearest(slug, names) or "")

    def renamed(self, slug: str) -> Record | None:
        """Return the site's own record that was called SLUG, if nothing names what it is now."""
        record = self.records.get(nearest(slug, self.slugs) or "")
        is_new = record and record.slug not in self.mentioned and not product.has(record.file)
        return record if is_new else None


def renamed(
    mentions: Iterable[Mention], known: Mapping[str, Known]
) -> dict[tuple[str, str], list[Mention]]:
    """Return the MENTIONS of each name that a record had before it was renamed, by kind and name.

    A single one may be misspelt itself, unless the record is called so.
    """
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.kind, mention.at.text].append(mention)
    return {
        (kind, slug): group
        for (kind, slug), group in groups.items()
        if (record := known[kind].renamed(slug)) and (len(group) > 1 or _is_called(record, slug))
    }


def _is_called(record: Record, slug: str) -> bool:
    """Return whether SLUG is the name of RECORD, written as a slug."""
    return meant.slug(getattr(record, "name", None) or "") == slug


def unknown(mentions: list[Mention], known: Mapping[str, Known]) -> Iterator[Problem]:
    """Yield a problem for each of MENTIONS, or one for the record that all of them mean."""
    of_renamed = renamed(mentions, known)
    for (kind, slug), group in of_renamed.items():
        yield _renamed(known[kind], slug, group)
    for mention in mentions:
        if not mention.in_path and (mention.kind, mention.at.text) not in of_renamed:
            near = known[mention.kind].meant(mention.at.text)
            got = named(mention.at.text) + (f". Did you mean {quote(near)}?" if near else "")
            write = f"write {reference(mention.kind).write}"
            place = mention.file, mention.at.line, mention.at.column, mention.record, mention.field
            yield Problem(*place, write, got, "unknown-record")


def _renamed(known: Known, slug: str, group: list[Mention]) -> Problem:
    record = known.renamed(slug)
    first, more = group[0].place, len(group) - 1
    others = f"{more + 1} places call" if more else "another place calls"
    write = f"write {quote(slug)}, as {others} this record; or, to rename it, change {first}"
    write += f" and {more} more" if more else ""
    write += ", and add the old address to data/redirects.yaml" if record.kind in FOLDERS else ""
    return Problem(
        record.file, record.line, 1, record.slug, "", write, quote(record.slug), "renamed-record"
    )
