"""The catalog: everything that `data/` holds, and every rule between records."""

from __future__ import annotations

import bisect
import dataclasses
import datetime
import gc
import itertools
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache, partial
from itertools import islice
from pathlib import Path

from imhsite.files import product, source
from imhsite.files.problems import (
    DataError,
    Mistake,
    Problem,
    did_you_mean,
    named,
    nearest,
    quote,
)
from imhsite.files.source import Mapping, Node, Scalar, Sequence
from imhsite.language import locales
from imhsite.language.labels import Labels, read_labels, read_product_labels
from imhsite.model import meant, upgrades
from imhsite.model.fields import (
    LABELS,
    LANGUAGE,
    PLACES,
    SLUG,
    Parser,
    Refusal,
    Requirement,
    caption,
    describe,
    is_nothing,
    language,
    reference,
)
from imhsite.model.records import FOLDERS, KINDS, Association, Record, declared_fields
from imhsite.reading import defaults, mentions, product_pages, reviews, services
from imhsite.reading.defaults import Defaults
from imhsite.reading.mentions import Mention
from imhsite.reading.product_pages import EVERYTHING

MOST_PROBLEMS = 1000
LONGEST_NAME = 80
PARTS = {PLACES: ("towns", "regions")}
TOGETHER = (*PARTS[PLACES], "region_kinds")  # which towns are in which regions


MANY = "programs"  # the kind of which there may be thousands


@dataclass
class Catalog:
    """All records by kind and slug, in the order of their files.

    `catalog.programs` is the same as `catalog.records["programs"]`: a mapping, slug to record.
    `broken` holds, by kind, the names of records that could not be read; of the kinds that are
    `unread` not all names are known. `files` are those that were read, each by its name, such as
    "data/towns.yaml". `own` holds, by kind and slug, which fields of a record the site has written
    itself; others come with the product. `past` are the records that `leave_out_past` left out.
    `reviewed` holds language, kind and slug of translations that are as a native speaker has read
    them.
    """

    records: dict[str, dict[str, Record]]
    labels: Labels
    translations: dict[str, dict[str, dict[str, dict]]]
    unread: frozenset[str] = frozenset()
    broken: dict[str, set[str]] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    own: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    reviewed: frozenset[tuple[str, str, str]] = frozenset()
    past: list[Record] = field(default_factory=list)
    _translated: dict[tuple[str, str, str], tuple[Record, Record]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        self.__dict__ |= self.records

    def has_had(self, kind: str) -> bool:
        """Tell whether the site has a record of KIND, or had one: its file stays without any."""
        own = re.compile(rf"[^/]+/{kind}(/[^/]+)?\.yaml")
        return bool(self.records[kind]) or any(map(own.fullmatch, self.files))

    def last_past(self, kind: str) -> Record | None:
        """Return the record of KIND that was over last; None where none was left out."""
        past = [record for record in self.past if record.kind == kind]
        return max(past, key=lambda record: record.last_day.begins, default=None)

    @property
    def association(self) -> Association:
        """The one association whose site this is."""
        return next(iter(self.records["association"].values()))

    def get(self, kind: str, slugs: Iterable[str] | None) -> list[Record]:
        """Return the records of KIND with these slugs, in their order.

        Raises Mistake, a DataError, for a kind or a slug that is not there.
        """
        records = self.records.get(kind)
        if records is None:
            raise Mistake("a kind of record", kind, self.records, "unknown-kind")
        try:
            return [records[slug] for slug in slugs or ()]
        except KeyError as error:
            slug = error.args[0]
            raise Mistake(reference(kind).write, slug, records, "unknown-record") from None

    def lines_for(self, program: Record) -> list[Record]:
        """Return the help lines that take requests for PROGRAM, the best one first.

        There is at least the one that knows every program.
        """
        return self.get("help_lines", program.ask or [self.association.first_line])

    def sites_of(self, program: Record) -> list[Record]:
        """Return the sites where families go for PROGRAM, in the order of the data.

        Those that have closed or moved away are left out.
        """
        return self._services.sites.get(program.slug, [])

    def places_in(self, town: Record) -> list[Record]:
        """Return the sites in TOWN for which help lines answer: no page of a program shows them."""
        return self._services.of_lines.get(town.slug, [])

    def contacts_of(self, record: Record) -> list[Record]:
        """Return the ways to reach a program or a site, the best one first.

        The number and e-mail address in the record of a program stand before its contacts, as one
        whose slug is the program's. A translated RECORD gives its words in its language.
        """
        if record.kind == "sites":
            return self._services.of_sites.get(record.slug, [])
        own = services.own_contact(record)
        return [*([own] if own else []), *self._services.of_programs.get(record.slug, [])]

    def best_contact(self, program: Record) -> Record | None:
        """Return the contact to try first wherever a family lives; None where there is none."""
        return next((c for c in self.contacts_of(program) if not c.serves), None)

    @cached_property
    def _services(self) -> services.Index:
        return services.Index(self.sites.values(), self.contacts.values())

    def leave_out_past(self, today: datetime.date) -> None:
        """Leave out what is over on TODAY, or has not begun, and remember it as `past`."""
        for kind in (kind for kind, cls in KINDS.items() if cls.as_of is not Record.as_of):
            records = self.records[kind]
            for slug, record in list(records.items()):
                if now := record.as_of(today):
                    records[slug] = now
                else:
                    self.past.append(records.pop(slug))

    def lines_about(self, need: str) -> list[Record]:
        """Return the help lines to call about NEED, or the line that knows every program."""
        record = self.needs.get(need)
        return self.get("help_lines", (record and record.lines) or [self.association.first_line])

    def line_for_page(self, path: str) -> Record:
        """Return the help line to call about the page at PATH, which has no language folder.

        It is the best one of the need that names the page, other than the line for emergencies.
        """
        lines = (
            line
            for need in self.needs.values()
            if path in (need.pages or ())
            for line in need.lines or ()
            if line != self.association.emergency_line
        )
        return self.help_lines[next(lines, self.association.first_line)]

    @property
    def first_line(self) -> Record:
        """The help line that knows every program."""
        return self.help_lines[self.association.first_line]

    @property
    def child_line(self) -> Record:
        """The help line for questions about a child's development."""
        return self.help_lines[self.association.child_line]

    def is_translated(self, record: Record, field: str, language: str) -> bool:
        """Tell whether the text FIELD of RECORD stands in LANGUAGE."""
        texts = self.translations.get(language, {}).get(record.kind, {}).get(record.slug, {})
        return language == self.association.languages[0] or field in texts

    def is_reviewed(self, language: str, record: Record | None = None) -> bool:
        """Tell whether a native speaker has reviewed what a page says in LANGUAGE.

        That is the labels, and the translation of RECORD as it is now, or else of every record.
        """
        texts = self.translations.get(language, {})
        shown = {record.kind: [record.slug]} if record else texts
        return language in (self.association.reviewed_languages or ()) and all(
            (language, kind, slug) in self.reviewed
            for kind, slugs in shown.items()
            for slug in slugs
            if slug in texts.get(kind, ())
        )

    def forget_pages(self, paths: Collection[str]) -> None:
        """Remove pages that the site leaves out, not among PATHS, from the product's records."""
        for slug, door in [*self.doors.items()]:
            if door.is_given and door.page not in paths:
                del self.doors[slug]
        for record in (*self.needs.values(), *self.search_words.values()):
            if record.pages and "pages" not in self.own.get((record.kind, record.slug), ()):
                rest = tuple(path for path in record.pages if path.partition("#")[0] in paths)
                record.pages = rest or None
        for record, translated in self._translated.values():  # those that pages were given already
            if record.kind in ("needs", "search_words"):
                translated.pages = record.pages

    def translated(self, record: Record, language: str) -> Record:
        """Return RECORD with its translations into LANGUAGE; untranslated texts stay."""
        texts = self.translations.get(language, {}).get(record.kind, {}).get(record.slug)
        if not texts:
            return record
        key = (language, record.kind, record.slug)
        known = self._translated.get(key)
        if not known or known[0] is not record:
            known = self._translated[key] = record, dataclasses.replace(record, **texts)
        return known[1]


def load(data: Path) -> Catalog:
    """Return the catalog of the folder DATA.

    Raises DataError with every problem found, not just the first.
    """
    catalog, problems = read(data)
    if problems:
        raise DataError(problems)
    return catalog


def read(data: Path) -> tuple[Catalog, list[Problem]]:
    """Return what DATA holds and its problems (at most MOST_PROBLEMS); never raise for bad data.

    Where there are problems, a field that could not be read is None.
    """
    reader = _Reader(data)
    with without_garbage_collection():
        reader.read()
    _join_towns_and_regions(reader.records)
    broken = {kind: reader.names[kind] - set(reader.records[kind]) for kind in KINDS}
    catalog = Catalog(
        reader.records,
        reader.labels,
        reader.translations,
        frozenset(reader.unread),
        broken,
        frozenset(reader.files),
        reader.own,
        frozenset(reader.reviewed),
    )
    # Of a field that cannot be read, nothing else is wrong.
    unread = {(problem.file, problem.record, problem.field) for problem in reader.problems}
    faults = sorted(
        fault
        for fault in {fault for check in CROSS_CHECKS for fault in check(catalog)}
        if (fault.file, fault.record, fault.field) not in unread
    )
    problems = {
        *reader.problems,
        *catalog.labels.disagreements(_languages(catalog)),
        *map(reader.located, faults[:MOST_PROBLEMS]),
    }
    return catalog, sorted(problems)[:MOST_PROBLEMS]


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Read or build without the garbage collector.

    There is next to no garbage, and every full collection walks all that was read.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Reader:
    """Reads a folder of data.

    `names` holds the slugs of broken records too; the names of `unread` kinds are not all known.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self.problems: list[Problem] = []
        self.records: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
        self.labels = Labels()
        self.translations: dict[str, dict[str, dict[str, dict]]] = {}
        self.reviewed: set[tuple[str, str, str]] = set()
        self.names: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self.unread: set[str] = set()
        self.mentions: list[Mention] = []
        self.mentioned: set[str] = set()
        self.misnamed: dict[tuple[str, str], tuple[str, Scalar]] = {}
        self.unsound: set[tuple[str, str]] = set()
        self.files: dict[str, Path] = {}
        self.at_margin: set[str] = set()
        self.defaults: dict[str, Defaults] = {}
        self.own: dict[tuple[str, str], set[str]] = {}  # fields that the site itself has written

    def read(self) -> None:
        if not self.data.is_dir():
            write = "add this folder; it is missing"
            self.problems.append(Problem(self.data.name, write=write, code="missing-file"))
            return
        for kind in KINDS:
            self._read_kind(kind)
        self.labels.first, *others = self._languages()
        read_product_labels(self.labels, "", self.labels.first)
        self._read_labels(self.data)
        folders = {
            path.name
            for path in self.data.glob("*")
            if path.is_dir() and LANGUAGE.fullmatch(path.name) and locales.exists(path.name)
        }
        for tag in sorted({*folders, *others}):
            self._read_translations(tag)
        self.problems += self._misnamed_files()
        self.problems += islice(self._unknown_mentions(), MOST_PROBLEMS)

    def _languages(self) -> tuple[str, ...]:
        association = next(iter(self.records["association"].values()), None)
        return (association and association.languages) or ("en",)

    def _is_left_out(self, kind: str) -> bool:
        """Whether the site does without the product's records of KIND."""
        named = {
            name
            for association in self.records["association"].values()
            for name in association.left_out or ()
        }
        return not named.isdisjoint({kind, EVERYTHING})

    def _files(self, folder: Path, kind: str, needed: bool = False) -> list[Path]:
        single, several = folder / f"{kind}.yaml", sorted((folder / kind).glob("[!.]*.yaml"))
        paths = [single] * single.exists() + several
        if not paths and folder == self.data:
            self._miss(single, needed)
        self.files |= {self._name(path): path for path in paths}
        return paths

    def _name(self, path: Path) -> str:
        return f"{self.data.name}/{path.relative_to(self.data).as_posix()}"

    def _miss(self, path: Path, needed: bool) -> None:
        """Tell that the file at PATH is missing, if it is needed, or has another name."""
        known = [f"{kind}.yaml" for kind in [*KINDS, LABELS]]
        beside = [p.name for p in self.data.glob("[!.]*") if p.is_file() and p.name not in known]
        near = nearest(path.name, beside)
        if near and nearest(near, known) == path.name:
            self.files[f"{self.data.name}/{near}"] = path.with_name(near)
            self.unread.add(path.stem)
            name, write = path.with_name(near), f"rename the file to {quote(path.name)}"
            self.problems.append(
                Problem(self._name(name), write=write, got=quote(near), code="misnamed-file")
            )
        elif needed:
            write = "add this file; it is missing"
            self.problems.append(Problem(self._name(path), write=write, code="missing-file"))

    def _misnamed_files(self) -> Iterator[Problem]:
        known = [f"{kind}.yaml" for kind in [*KINDS, LABELS]]
        for path in self.data.rglob("[!.]*"):
            is_data = path.is_file() and path.suffix.lower() in (".yaml", ".yml")
            if not is_data or path in self.files.values():
                continue
            name, got = self._name(path), quote(path.name)
            if path.name in known and (language := meant.language(path.parent.name)):
                write, got = f"name the folder {language}", quote(path.parent.name)
                yield Problem(name, write=write, got=got, code="misnamed-file")
            elif change := upgrades.of_kind(path.stem):
                yield Problem(name, write=change.write, got=got, code="old-format")
            else:
                got += did_you_mean(path.name, known)
                write = (
                    "name this file after the kind of record in it, such as programs.yaml"
                    " or programs/north.yaml"
                )
                yield Problem(name, write=write, got=got, code="misnamed-file")

    def _source(self, path: Path, may_be_empty: bool = False) -> source.File:
        file = source.read(path, self._name(path))
        if may_be_empty and [problem.code for problem in file.problems] == [source.EMPTY]:
            file.problems, file.whole = [], True
        self.problems += file.problems
        return file

    def _read_kind(self, kind: str) -> None:
        given = self._given(kind)
        self.files[given.file.name] = product.PACKAGE.parent / given.file.name
        for path in self._files(self.data, kind, needed=KINDS[kind].single):
            file = self._source(path, KINDS[kind].may_be_empty)
            self.names[kind] |= file.names
            if not file.whole:
                self.unread.add(kind)
            self.problems += _misplaced(kind, file)
            records = self._without_fields(kind, file)
            sound = True
            for key, node in records:
                sound = self._add(kind, file.name, key, node)
            if not sound:
                self.unread.add(kind)  # The file may be cut off here.
        if KINDS[kind].single and not self.records[kind]:
            self.unread.add(kind)
        self._add_defaults(kind)

    def _add_defaults(self, kind: str) -> None:
        """Add the product's records that the site does not name.

        They stand before its own, or in their places in the alphabet.
        """
        own, self.records[kind] = self.records[kind], {}
        for slug in self.defaults[kind].rest():
            self._add_default(kind, slug)
        if given := self.records[kind]:
            in_order = (given | own).items()
            own = dict(in_order if KINDS[kind].in_reading_order else sorted(in_order))
        self.records[kind] = own

    def _add_default(self, kind: str, slug: str) -> None:
        self.names[kind].add(slug)
        self._add(kind, self.defaults[kind].file.name, *self.defaults[kind].nodes[slug])

    def _given(self, kind: str) -> Defaults:
        """The product's records of KIND, which is read after the association."""
        if kind not in self.defaults:
            left_out, (first, *_) = self._is_left_out(kind), self._languages()
            self.defaults[kind] = defaults.of(kind, left_out, first)
        return self.defaults[kind]

    def _drops(self, kind: str, key: Scalar, name: Scalar, part: Node) -> bool:
        """Whether PART leaves out the field NAME that the product's record KEY has."""
        declared = declared_fields(KINDS[kind]).get(name.text)
        return bool(
            declared
            and declared.metadata["optional"]
            and self._given(kind).drops(key.text, name.text, part)
        )

    def _place(self, kind: str, key: Scalar, word: str) -> bool:
        """Do with the product's record KEY what the site's WORD says; return whether it exists."""
        given = self.defaults[kind]
        if key.text not in given.nodes:
            return False
        given.places[key.text] = word
        if word == product.LEFT_OUT:
            self.names[kind].discard(key.text)
        else:
            self._add_default(kind, key.text)
        return True

    def _without_fields(self, kind: str, file: source.File) -> source.Entries:
        """Return the records of FILE without fields at the margin.

        Each run of those is one problem.
        """
        records: source.Entries = []
        self.at_margin = {
            key.text
            for key, node in file.records
            if key.text in declared_fields(KINDS[kind]) and not isinstance(node, Mapping)
        }
        in_run = False
        for key, node in file.records:
            if key.text not in self.at_margin:
                records.append((key, node))
            elif not in_run:
                record = records[-1][0].text if records else ""
                place = file.name, key.line, key.column, record, key.text
                write = "indent this field under its record"
                self.problems.append(Problem(*place, write, describe(node), "misplaced-field"))
                if records and is_nothing(records[-1][1]):
                    records.pop()
            in_run = key.text in self.at_margin
        return records

    def _add(self, kind: str, file: str, key: Scalar, node: Node) -> bool:
        if (word := defaults.is_word(node)) and self._place(kind, key, word):
            return True
        before = len(self.problems)
        record = self._record(kind, file, key, node)
        sound = len(self.problems) == before
        if record is None:
            return sound
        other = self.records[kind].setdefault(record.slug, record)
        if other is not record:
            write = f"write each name only once; it is also at {other.file}:{other.line}"
            place = file, key.line, key.column, key.text
            self.problems.append(Problem(*place, write=write, code="repeated-name"))
        return sound

    def _refuse(
        self, file: str, key: Scalar, at: Node, name: str, code: str, write: str, got: str = ""
    ) -> None:
        names = key.text[:LONGEST_NAME], name[:LONGEST_NAME]
        self.problems.append(Problem(file, at.line, at.column, *names, write, got, code))

    def _record(self, kind: str, file: str, key: Scalar, node: Node) -> Record | None:
        refuse = partial(self._refuse, file, key)
        if not isinstance(node, Mapping):
            write, got = "write the fields of this record under its name, indented", describe(node)
            if defaults.is_word(node):
                write += "; the product has no such record"
                got += did_you_mean(key.text, self._given(kind).nodes)
            refuse(key, "", "missing-fields", write, got)
            return None
        slug = key.text
        if not SLUG.fullmatch(slug):
            slug = meant.slug(slug)
            self.names[kind].add(slug)
            self.misnamed[kind, slug] = file, key
        if not slug:
            return None
        given = self._given(kind)
        if product.has(file):
            values, sound = self._values(kind, file, key, node)
        else:
            given.places.setdefault(slug, "")
            self.own[kind, slug] = {name.text for name, _ in node.entries}
            values, sound = self._values(kind, file, key, node, given.fields(slug, node))
        record = KINDS[kind](slug=slug, file=file, line=key.line, **{**_required(kind), **values})
        if sound:
            self.problems += _mistakes(record, file, key, node)
        else:
            self.unsound.add((kind, slug))
        return record

    def _values(
        self, kind: str, file: str, key: Scalar, node: Mapping, given: source.Entries = ()
    ) -> tuple[dict, bool]:
        """Return the readable fields, and whether all that are written or required are readable.

        GIVEN are the fields from the product.
        """
        refuse = partial(self._refuse, file, key)
        declared = declared_fields(KINDS[kind])
        values, meant, before = {}, set(), len(self.problems)
        for name, part in given:
            origin = self._given(kind).file.name
            self._read_field(kind, declared[name.text], origin, key, part, values)
        for name, part in node.entries:
            if self._drops(kind, key, name, part):
                continue
            if name.text in declared:
                self._read_field(kind, declared[name.text], file, key, part, values)
            elif change := upgrades.of_field(kind, name.text):
                meant.add(getattr(change, "new", ""))
                refuse(name, name.text, "old-format", change.write)
            else:
                near = _field_meant(name.text, declared)
                meant.add(near)
                write = f"write one of these fields: {', '.join(declared)}"
                got = named(name.text) + (f". Did you mean {quote(near)}?" if near else "")
                refuse(name, name.text, "unknown-field", write, got)
        if len(values) < len(declared):
            written = {name.text for name, _ in (*node.entries, *given)}
            for name in [
                name for name in _required(kind) if name not in written | meant | self.at_margin
            ]:
                write = f"write this field: {declared[name].metadata['meaning']}"
                refuse(key, name, "missing-field", write)
        return values, len(self.problems) == before

    def _read_field(
        self,
        kind: str,
        declared: dataclasses.Field,
        file: str,
        key: Scalar,
        part: Node,
        values: dict,
    ) -> None:
        parser: Parser = declared.metadata["parser"]
        refused: list[Node] = []
        try:
            values[declared.name] = parser(part)
        except Refusal as refusal:
            for reason in refusal.reasons:
                at, write, got, code = reason.node, reason.write, reason.got, reason.code
                word = at.text if isinstance(at, Scalar) else ""
                if change := upgrades.of_word(kind, declared.name, word):
                    write, got, code = change.write, quote(word), "old-format"
                if at is part and is_nothing(at) and declared.metadata["optional"]:
                    write += ", or delete the field"
                self._refuse(file, key, at, declared.name, code, write, got)
                refused.append(at)
        if parser.refers_to and part not in refused:
            self._remember(parser.refers_to, part, refused, (file, key.text, declared.name))

    def _remember(
        self, kind: str, part: Node, refused: list[Node], place: tuple[str, str, str]
    ) -> None:
        parts = part.items if isinstance(part, Sequence) else [part] if kind != PLACES else []
        for at in (part for part in parts if part not in refused):
            if self._is_known(kind, at.text):
                self.mentioned.add(at.text)
            else:
                self.mentions.append(Mention(kind, *place, at))

    def _is_known(self, kind: str, slug: str) -> bool:
        return (
            slug in self.names[kind]
            if kind not in PARTS
            else any([slug in self.names[part] for part in PARTS[kind]])
        )

    def _unknown_mentions(self) -> Iterator[Problem]:
        """Mentions of records that are not there, as far as their kind could be read."""
        self.mentioned |= {m.at.text for m in self.mentions if self._is_known(m.kind, m.at.text)}
        unknown = [
            mention
            for mention in self.mentions
            if not (product.has(mention.file) and self._forget(mention))
            and self.unread.isdisjoint(PARTS.get(mention.kind, (mention.kind,)))
            and not self._is_known(mention.kind, mention.at.text)
        ]
        unknown += self._in_redirects()
        known = {kind: self._known(kind) for kind in {mention.kind for mention in unknown}}
        yield from self._misnamed_records(unknown, known)
        unknown = [
            mention for mention in unknown if not self._is_known(mention.kind, mention.at.text)
        ]
        for kind, slug in mentions.renamed(unknown, known):
            self.names[known[kind].renamed(slug).kind].add(slug)
        yield from mentions.unknown(unknown, known)

    def _in_redirects(self) -> Iterator[Mention]:
        """Yield the records that redirects lead to and that are not there."""
        for redirect in self.records["redirects"].values():
            kind, slug = _page_of_record(redirect.new or "")
            if kind and kind not in self.unread and slug not in self.names[kind]:
                at = Scalar(slug, redirect.line, 1)
                yield Mention(kind, redirect.file, redirect.slug, "new", at, in_path=True)

    def _known(self, kind: str) -> mentions.Known:
        parts = PARTS.get(kind, (kind,))
        records = {slug: record for part in parts for slug, record in self.records[part].items()}
        return mentions.Known(
            records, {slug for part in parts for slug in self.names[part]}, self.mentioned
        )

    def _misnamed_records(
        self, unknown: list[Mention], known: dict[str, mentions.Known]
    ) -> Iterator[Problem]:
        """Yield a problem for each name of a record that is no slug; the name is known then.

        The slug to write is the one that others have for it, if there is one.
        """
        for (kind, slug), (file, key) in self.misnamed.items():
            others = (m for m in unknown if kind in PARTS.get(m.kind, (m.kind,)))
            used = (m.at.text for m in others if known[m.kind].meant(m.at.text) == slug)
            better = next(used, slug)
            self.names[kind].add(better)
            write = "write the record name in lowercase letters, digits and hyphens"
            write += f": {quote(better)}" if better else ""
            names = key.text[:LONGEST_NAME], ""
            yield Problem(
                file, key.line, key.column, *names, write, named(key.text), "invalid-slug"
            )

    def _forget(self, mention: Mention) -> bool:
        """Remove what the site does without from a list of a product's record, if there is one.

        Return whether there is.
        """
        for records in self.records.values():
            slugs = getattr(records.get(mention.record), mention.field, None)
            if isinstance(slugs, tuple) and mention.at.text in slugs:
                if not self._is_known(mention.kind, mention.at.text):
                    rest = tuple(slug for slug in slugs if slug != mention.at.text)
                    setattr(records[mention.record], mention.field, rest or None)
                return True
        return False

    def _read_labels(self, folder: Path, language: str = "") -> None:
        for path in self._files(folder, LABELS):
            self.problems += read_labels(self.labels, language, source.read(path, self._name(path)))

    def _read_translations(self, language: str) -> None:
        kinds = self.translations.setdefault(language, {})
        read_product_labels(self.labels, language, language)
        self._read_labels(self.data / language, language)
        for kind in KINDS:
            texts = self._given_translations(kind, language)
            for path in self._files(self.data / language, kind):
                file = self._source(path)
                for key, node in file.records:
                    own = self._translation(kind, file.name, key, node)
                    texts[key.text] = texts.get(key.text, {}) | own
                    if self._is_reviewed(kind, file.name, key, node, texts[key.text]):
                        self.reviewed.add((language, kind, key.text))
            if texts:
                kinds[kind] = texts

    def _is_reviewed(self, kind: str, file: str, key: Scalar, node: Node, texts: dict) -> bool:
        """Whether a native speaker has reviewed TEXTS, the translation of the record KEY."""
        entries = node.entries if isinstance(node, Mapping) else ()
        part = next((part for name, part in entries if name.text == reviews.FIELD), None)
        record = self.records[kind].get(key.text)
        if not part or not record:
            return False
        pairs = ((getattr(record, name), text) for name, text in sorted(texts.items()))
        read = [str(text) for pair in pairs for text in pair]
        try:
            written = reviews.state(part)
        except Refusal as refusal:
            self.problems += (r.problem(file, key.text, reviews.FIELD) for r in refusal.reasons)
            return False
        if written == reviews.REVIEWED:
            write, code = reviews.remedy(read), "unmarked-review"
            self._refuse(file, key, part, reviews.FIELD, code, write, quote(written))
        return reviews.is_reviewed(written, read)

    def _given_translations(self, kind: str, language: str) -> dict[str, dict]:
        """Return the product's translations into LANGUAGE, but for fields that the site changed."""
        left_out, (first, *_) = self._is_left_out(kind), self._languages()
        product_texts = defaults.translations_of(kind, left_out, language, first)
        texts = {}
        for slug, (key, node) in product_texts.nodes.items():
            if slug in self.records[kind] and isinstance(node, Mapping):
                own = self.own.get((kind, slug), set())
                entries = [(name, part) for name, part in node.entries if name.text not in own]
                node = Mapping(entries, node.line, node.column)
                texts[slug] = self._translation(kind, product_texts.file.name, key, node)
        return {slug: values for slug, values in texts.items() if values}

    def _translation(self, kind: str, file: str, key: Scalar, node: Node) -> dict:
        refuse = partial(self._refuse, file, key)
        if not self._is_known(kind, key.text):
            self.mentions.append(Mention(kind, file, key.text, "", key))
            return {}
        if not isinstance(node, Mapping):
            write = "write the translated fields under the name, indented"
            refuse(node, "", "missing-fields", write, describe(node))
            return {}
        texts = {
            name: fd
            for name, fd in declared_fields(KINDS[kind]).items()
            if fd.metadata["parser"].is_text
        }
        values: dict = {}
        for name, part in node.entries:
            if name.text == reviews.FIELD:
                continue
            if name.text in texts:
                self._read_field(kind, texts[name.text], file, key, part, values)
            elif change := upgrades.of_field(kind, name.text):
                refuse(name, name.text, "old-format", change.write)
            elif name.text in declared_fields(KINDS[kind]):
                write = (
                    f"delete this field; it belongs only in {kind}.yaml, because it is not"
                    " translated"
                )
                refuse(name, name.text, "untranslatable-field", write)
            else:
                write = f"write one of these fields: {', '.join(texts)}"
                got = quote(name.text) + did_you_mean(name.text, texts)
                refuse(name, name.text, "unknown-field", write, got)
        record = self.records[kind].get(key.text)
        if record and (kind, key.text) not in self.unsound and not product.has(file):
            translated = dataclasses.replace(record, **values)
            of_record = _mistakes(translated, file, key, node)
            self.problems += (problem for problem in of_record if problem.field in values)
        return values

    def located(self, fault: Fault) -> Problem:
        """Return FAULT as a problem at its value, where that is found, else at its record.

        The file is read again for that: to keep the place of every value would double the memory.
        """
        return fault.located(self._nodes(fault.file) if fault.file in self.files else {})

    @lru_cache(maxsize=1)  # noqa: B019 - a reader lives for one reading
    def _nodes(self, file: str) -> dict[int, Node]:
        return nodes(self.files[file], file)


@cache
def _required(kind: str) -> dict[str, None]:
    return {
        name: None
        for name, fd in declared_fields(KINDS[kind]).items()
        if not fd.metadata["optional"]
    }


def _mistakes(record: Record, file: str, key: Scalar, node: Mapping) -> Iterator[Problem]:
    for name, write, got in record.mistakes():
        at = next((value for field, value in node.entries if field.text == name), key)
        place = file, at.line, at.column, key.text, name
        yield Problem(*place, write, got, "contradiction")


def _misplaced(kind: str, file: source.File) -> Iterator[Problem]:
    """Yield the fewest records to move for alphabetical order, and where to."""
    if KINDS[kind].in_reading_order:
        return
    keys = [key for key, node in file.records if isinstance(node, Mapping)]
    slugs = [key.text if SLUG.fullmatch(key.text) else meant.slug(key.text) for key in keys]
    in_order = _longest_rising(slugs)
    in_place = [slugs[i] for i in in_order]
    for i, key in enumerate(keys):
        if i in in_order:
            continue
        after = bisect.bisect(in_place, slugs[i])
        where = (
            f"above {quote(in_place[after])}"
            if after < len(in_place)
            else f"below {quote(in_place[-1])}"
        )
        write = f"keep the records in alphabetical order: move this one {where}"
        yield Problem(file.name, key.line, key.column, key.text, write=write, code="order")


def _longest_rising(texts: list[str]) -> set[int]:
    """Return the positions of a longest rising run of TEXTS (patience sorting)."""
    tails: list[str] = []
    tail_at: list[int] = []
    before: list[int] = []
    for i, text in enumerate(texts):
        at = bisect.bisect_left(tails, text)
        before.append(tail_at[at - 1] if at else -1)
        tails[at : at + 1] = [text]
        tail_at[at : at + 1] = [i]
    positions = set()
    i = tail_at[-1] if tail_at else -1
    while i >= 0:
        positions.add(i)
        i = before[i]
    return positions


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """What is wrong between records: in the `field` of the `record` on that `line` of `file`.

    `value` is the item that is wrong where the field holds a list; `got` is how a message quotes
    what was written.
    """

    file: str
    line: int
    record: str
    field: str
    write: str
    got: str
    code: str
    value: str

    def located(self, nodes: dict[int, Node]) -> Problem:
        """Return the problem at its value, where NODES of the file hold that, else at its record.

        NODES are those of records, by their lines.
        """
        line, column, node = self.line, 0, nodes.get(self.line)
        for name, value in node.entries if isinstance(node, Mapping) else ():
            if name.text == self.field:
                items = value.items if isinstance(value, Sequence) else []
                texts = (item for item in items if isinstance(item, Scalar))
                at = next((item for item in texts if item.text == self.value), value)
                line, column = at.line, at.column
        names = self.record, self.field
        return Problem(self.file, line, column, *names, self.write, self.got, self.code)


def nodes(path: Path, name: str) -> dict[int, Node]:
    """Return the fields of each record in the file at PATH, whose NAME messages have, by line."""
    return {key.line: node for key, node in source.read(path, name).records}


def _fault(
    record: Record, name: str, code: str, write: str, value: str = "", known: Iterable[str] = ()
) -> Fault:
    """Return the fault of the VALUE in the field NAME of RECORD; the nearest of KNOWN is named."""
    got = quote(value) + did_you_mean(value, known) if value else ""
    return Fault(record.file, record.line, record.slug, name, write, got, code, value)


def _unknown(record: Record, name: str, kind: str, slug: str, known: Iterable[str]) -> Fault:
    return _fault(record, name, "unknown-record", f"write {reference(kind).write}", slug, known)


def _check_unique(catalog: Catalog) -> Iterator[Fault]:
    for kind, records in catalog.records.items():
        fields = declared_fields(KINDS[kind]).items()
        for name in [name for name, fd in fields if fd.metadata["unique"]]:
            first: dict[str, Record] = {}
            for record in records.values():
                value = getattr(record, name)
                other = first.setdefault(value.casefold(), record) if value else record
                if other is not record:
                    place = f"{quote(other.slug)} at {other.file}:{other.line}"
                    article = "an" if name[0] in "aeiou" else "a"
                    write = f"write {article} {name} that no other record has; {place} has it too"
                    yield _fault(record, name, "repeated-value", write, value)


def _check_age_groups(catalog: Catalog) -> Iterator[Fault]:
    """Each age has one group, or a child would have two pages or none."""
    # Without an association, nobody knows which groups of the product the site has left out.
    if catalog.broken.get("age_groups") or not catalog.records["association"]:
        return
    groups = [group for group in catalog.age_groups.values() if group.ages]
    for before, after in itertools.pairwise(groups):
        if after.ages.youngest != before.ages.below:
            write = f"write ages that begin where those of {quote(before.slug)} end ({before.ages})"
            yield _fault(after, "ages", "ages-apart", write, str(after.ages))


def _check_single(catalog: Catalog) -> Iterator[Fault]:
    for kind, records in catalog.records.items():
        for record in list(records.values())[1:] if KINDS[kind].single else ():
            write = f"keep one record in {kind}.yaml and delete the others"
            yield _fault(record, "", "many-records", write)


def _check_places(catalog: Catalog) -> Iterator[Fault]:
    for region in catalog.regions.values():
        if region.slug in catalog.towns:
            yield _fault(region, "", "repeated-name", "give the region a name that no town has")
    yield from _check_covered_towns(catalog)
    yield from _check_empty_regions(catalog)
    for program in catalog.programs.values():
        yield from _check_serves(catalog, program)


def _check_empty_regions(catalog: Catalog) -> Iterator[Fault]:
    """Where all towns and their regions could be read, each region has one."""
    full = {slug for town in catalog.towns.values() for slug in town.regions or ()}
    if "towns" in catalog.unread or catalog.broken.get("towns") or full - set(catalog.regions):
        return
    for region in catalog.regions.values():
        if region.slug not in full:
            write = "write its towns, or delete it; no town is in this region"
            yield _fault(region, "", "empty-region", write)


def _check_covered_towns(catalog: Catalog) -> Iterator[Fault]:
    """Where a kind of region covers every town, each town is in a region of this kind."""
    if not catalog.unread.isdisjoint(TOGETHER) or any(map(catalog.broken.get, TOGETHER)):
        return
    for kind in catalog.region_kinds.values():
        regions = [region for region in catalog.regions.values() if region.region_kind == kind.slug]
        inside = {slug for region in regions for slug in region.towns or ()}
        outside = [quote(slug) for slug in catalog.towns if slug not in inside]
        if kind.covers and outside:
            more = f" and {len(outside) - 3} more" if len(outside) > 3 else ""
            write = (
                f"list {', '.join(outside[:3])}{more} in a region of this kind in regions.yaml, or"
                ' delete "covers"'
            )
            yield _fault(kind, "covers", "uncovered-town", write, kind.covers)


def _check_serves(catalog: Catalog, program: Record) -> Iterator[Fault]:
    served = program.serves.slugs if program.serves else ()
    for slug in served:
        town = catalog.towns.get(slug)
        regions = [region for region in ((town and town.regions) or ()) if region in served]
        if regions:
            write = f"delete the town; its region {quote(regions[0])} is already listed"
            yield _fault(program, "serves", "listed-twice", write, slug)


def _join_towns_and_regions(records: dict[str, dict[str, Record]]) -> None:
    """Let towns name their regions and regions list their towns, whichever of both was written."""
    towns, regions = records["towns"], records["regions"]
    kinds = list(records["region_kinds"])
    in_order = sorted(
        regions.values(),
        key=lambda region: kinds.index(region.region_kind) if region.region_kind in kinds else 0,
    )
    listing: dict[str, list[str]] = {slug: [] for slug in towns}
    for region in in_order:
        for slug in region.towns or ():
            listing.get(slug, []).append(region.slug)
    members: dict[str, list[str]] = {slug: [] for slug in regions}
    for town in towns.values():
        town.regions = tuple(dict.fromkeys([*(town.regions or ()), *listing[town.slug]]))
        for slug in town.regions:
            members.get(slug, []).append(town.slug)
    for region in regions.values():
        region.towns = tuple(members[region.slug]) or None


def _check_town_regions(catalog: Catalog) -> Iterator[Fault]:
    for town in catalog.towns.values():
        seen: dict[str, str] = {}
        known = [slug for slug in town.regions or () if slug in catalog.regions]
        for region in catalog.get("regions", known):
            other = seen.setdefault(region.region_kind, region.slug)
            if other != region.slug and region.region_kind:
                yield _in_two_regions(catalog, town, region, quote(other))


def _in_two_regions(catalog: Catalog, town: Record, region: Record, other: str) -> Fault:
    """Return the fault that TOWN is in REGION and in the OTHER of the same kind."""
    if "towns" in catalog.own.get(("regions", region.slug), ()):
        write = f"list each town in one region of a kind; {other} has this one too"
        return _fault(region, "towns", "same-kind", write, town.slug)
    write = f"write only one region of each kind; {other} is of the same kind"
    return _fault(town, "regions", "same-kind", write, region.slug)


def _check_self_check(catalog: Catalog) -> Iterator[Fault]:
    """Each rule of a level or a question must name a question, its options and its unit."""
    for level in catalog.levels.values():
        for _, rules in level.ways or ():
            for rule, _ in rules:
                yield from _check_rule(catalog, level, "ways", rule)
        for rule, _ in level.unsettled or ():
            yield from _check_rule(catalog, level, "unsettled", rule)
    for question in catalog.questions.values():
        if question.asked_when:
            yield from _check_rule(catalog, question, "asked_when", question.asked_when)


def _check_rule(catalog: Catalog, record: Record, name: str, rule: Requirement) -> Iterator[Fault]:
    question = catalog.questions.get(rule.question)
    if not question:
        yield _unknown(record, name, "questions", rule.question, catalog.questions)
        return
    asked, about = quote(question.slug), question.asks_for
    if about != (rule.unit or "choices"):
        write = f"write a rule about {about}; the question {asked} asks for {about}"
        fault = _fault(record, name, "other-unit", write)
        yield dataclasses.replace(fault, got=rule.unit or "choices")
        return
    known = dict(question.options or ())
    for option in (option for option in rule.options if option not in known):
        write = f"write one of the options of the question {asked}"
        yield _fault(record, name, "unknown-option", write, option, known)


def _check_areas(catalog: Catalog) -> Iterator[Fault]:
    areas = catalog.competencies
    for kind, name in (("roles", "practice"), ("trainings", "areas")):
        for record in catalog.records[kind].values():
            for slug, _ in getattr(record, name) or ():
                if slug not in areas:
                    yield _unknown(record, name, "competencies", slug, areas)


def _check_captions(catalog: Catalog) -> Iterator[Fault]:
    for association in catalog.records["association"].values():
        for slug in association.bar_lines:
            line = catalog.help_lines.get(slug)
            if line and not line.caption:
                where = f"{quote(slug)} is one of the first three header_lines"
                write = f"write {caption.write}; {where} in {association.file}"
                yield _fault(line, "caption", "missing-field", write)


def _check_redirects(catalog: Catalog) -> Iterator[Fault]:
    olds = {redirect.old for redirect in catalog.redirects.values() if redirect.old}
    for redirect in catalog.redirects.values():
        old, new = redirect.old, redirect.new
        if old and _page_is_there(catalog, old):
            write = "write the path of a page that is gone; this page still exists"
            yield _fault(redirect, "old", "existing-page", write, old)
        if new in olds:
            write = "write the final path; this one leads on to another page"
            yield _fault(redirect, "new", "redirect-chain", write, new)
        elif new and _page_is_there(catalog, new) is False:
            write = "write the path of a page on this site, such as programs/"
            yield _fault(redirect, "new", "unknown-page", write, new, _record_paths(catalog))


def _record_paths(catalog: Catalog) -> list[str]:
    return [
        f"{folder}{slug}/" for kind, folder in FOLDERS.items() for slug in catalog.records[kind]
    ]


def _page_is_there(catalog: Catalog, path: str) -> bool | None:
    """Return whether PATH is the page of a record; None for a path that no record makes."""
    kind, slug = _page_of_record(path)
    if not kind or kind in catalog.unread:
        return None
    return slug in catalog.records[kind] or slug in catalog.broken.get(kind, ())


def _page_of_record(path: str) -> tuple[str, str]:
    """Return kind and slug of the record whose page is at PATH; no kind where it is no record's."""
    folder, _, slug = path.rstrip("/").rpartition("/")
    kind = next((kind for kind, own in FOLDERS.items() if own == f"{folder}/"), "")
    return "" if kind == "levels" else kind, slug  # endorsement/ holds pages of people too


def _languages(catalog: Catalog) -> tuple[str, ...]:
    associations = catalog.records["association"].values()
    return next((association.languages or () for association in associations), ())


def _check_languages(catalog: Catalog) -> Iterator[Fault]:
    for association in catalog.records["association"].values():
        for at, tag in enumerate(association.languages or ()):
            if not locales.exists(tag):
                write = f"write {language.write}; no language has this one"
                yield _fault(association, "languages", "unknown-language", write, tag)
            elif at and not catalog.labels.languages.get(tag):
                write = f"add the folder data/{tag}, or delete the language"
                yield _fault(association, "languages", "missing-folder", write, tag)


def _check_left_out(catalog: Catalog) -> Iterator[Fault]:
    """What the site does without must be something that the product has."""
    pages = [product_pages.PAGES, *product_pages.addresses()]
    known = [EVERYTHING, *product.kinds(), *pages]
    for association in catalog.records["association"].values():
        for name in [name for name in association.left_out or () if name not in known]:
            write = "write a kind of record that the product has, the address of one of its pages,"
            write += " such as parents/loss/, pages, or everything"
            yield _fault(association, "left_out", "unknown-name", write, name, known)


def _check_services(catalog: Catalog) -> Iterator[Fault]:
    for record, name, code, write, value in services.mistakes(catalog):
        yield _fault(record, name, code, write, value)


CROSS_CHECKS = (
    _check_unique, _check_single, _check_places, _check_town_regions, _check_self_check,
    _check_areas, _check_captions, _check_redirects, _check_age_groups, _check_languages,
    _check_left_out, _check_services,
)  # fmt: skip


def _field_meant(name: str, declared: Collection[str]) -> str | None:
    return meant.field_name(name, declared) or nearest(name, declared)
