"""`imhsite import SOURCE`: bring a directory along that somebody else keeps."""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from imhsite.files.problems import DataError, quote
from imhsite.files.project import DATA, add_folder, parser
from imhsite.reading import catalog as reading
from imhsite.reading.catalog import Catalog

MOST_TERMS = 60  # words without a need that a new mapping lists
_MOST_CHECKED = 30_000_000  # signs: beyond, what was checked value by value must do
_EVERY = 5000  # rows, after which the line of progress changes
_LEFT_HEAD = ("row", "column", "value", "reason")
try:
    from imhsite.exports.spreadsheet import harmless
    from imhsite.importing import mapping as mappings
    from imhsite.importing import own as own_exports
    from imhsite.importing.found import Found
    from imhsite.importing.mapping import LENIENT, Mapping
    from imhsite.importing.merging import PROGRAMS, Merge, read_memory, slug_of
    from imhsite.importing.programs import FIELDS, Reader
    from imhsite.importing.services import with_slugs
    from imhsite.importing.vocabulary import OTHER_NEED, Vocabulary
    from imhsite.importing.writing import Edited, Values, in_one_step
    from imhsite.intake.opening import ImportFailed
    from imhsite.intake.recognition import recognize
    from imhsite.intake.related import Source
except ModuleNotFoundError as missing:
    _MISSING = missing.name
else:
    _MISSING = None


def main(arguments: list[str] | None = None) -> int:
    """Import a directory; return 1, with the reason in a line, where nothing was written."""
    command = parser("import", "Bring the directory along that somebody else keeps.")
    command.add_argument(
        "source",
        type=Path,
        metavar="SOURCE",
        help="a CSV, Excel, JSON or GeoJSON file, a folder or a zip of them",
    )
    command.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help="what the columns and words mean (default: imports/NAME.yaml)",
    )
    command.add_argument(
        "--name", help="what the directory is called here (default: as the source)"
    )
    add_folder(command, "--data", DATA, "the folder of the data")
    command.add_argument(
        "--preview",
        action="store_true",
        help="say what would come, write only the mapping to correct",
    )
    options = command.parse_args(arguments)
    if _MISSING:
        print(f"{_MISSING} is missing: pip install 'imhsite[import]'", file=sys.stderr)
        return 1
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with (
            tempfile.TemporaryDirectory(prefix="imhsite-import-") as aside,
            reading.without_garbage_collection(),
        ):
            _Import(options, Path(aside)).run()
    except (ImportFailed, DataError) as error:
        print(f"{error}\nNothing was imported.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing was imported.", file=sys.stderr)
        return 130
    return 0


class _Import:
    """One import: read, mapped, merged, checked, written. ASIDE is a folder to work in."""

    def __init__(self, options, aside: Path) -> None:
        self.path, self.data, self.aside = options.source, options.data.resolve(), aside
        self.is_preview, self.is_named = options.preview, bool(options.name)
        self.name = slug_of(options.name or self.path.resolve().stem)
        self.folder = self.data.parent / "imports"
        self.mapping_file = options.mapping or self.folder / f"{self.name}.yaml"
        self.left_file = self.folder / f"{self.name}.left.csv"
        self.reasons: Counter[str] = Counter()

    def run(self) -> None:
        catalog = _without_programs(self.data, self.aside)
        _say(f"Reading {self.path} ...")
        source, parts = recognize(self.path)
        if own := self._own(parts):
            self._write_own(own)
            return
        if source is None:
            raise ImportFailed(f"{self.path}: is JSON, but no list of services or of rows")
        del parts
        self._import(source, Vocabulary(catalog))

    # ---- somebody else's directory -------------------------------------------------------

    def _import(self, source: Source, words: Vocabulary) -> None:
        is_new = not self.mapping_file.exists()
        mapping = (
            mappings.guessed(self.mapping_file, source)
            if is_new
            else mappings.read(self.mapping_file, source, words.meanings())
        )
        self._refuse_astray(source, mapping, is_new)
        self._refuse_undecided(source, mapping, is_new)
        left = self.aside / "left.csv"
        with left.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(_LEFT_HEAD)
            reader = Reader(mapping, words, self.name, self._leave(writer))
            found = list(self._found(source, reader))
            source.rows = []
            self._refuse_newer(found)
            contacts = Merge(self.name, self.data, words, reader.title, kind="contacts")
            reader.services.settle(found, contacts.numbers_here(), reader.leave)
            merge = Merge(self.name, self.data, words, reader.title)
            files: dict[Path, str | Path] = dict(merge.files(found))
            ids = {one.place: one.id for one in found}
            merges = [merge, *self._merged_services(merge, contacts, ids, reader, files)]
            for conflict in (conflict for one in merges for conflict in one.report.conflicts):
                writer.writerow(conflict)
        uses_other = any(OTHER_NEED in one.values.get("needs", ()) for one in found)
        del found
        files |= self._supporting(mapping, words, merge, uses_other)
        _describe(self.path, source, mapping)
        _report(merges, reader, self.reasons)
        terms = {a: dict(c.most_common(MOST_TERMS)) for a, c in reader.unmatched.items()}
        if is_new:
            understood = dict(sorted(reader.understood.items())[:MOST_TERMS])
            files[self.mapping_file] = mappings.text_of(mapping, source, terms, understood)
        if self.is_preview:
            wanted = {self.mapping_file: files[self.mapping_file]} if is_new else {}
            in_one_step(wanted)
            print(f"Nothing was imported. What is guessed: {self.mapping_file}")
            return
        for one in merges:
            one.forget()
        self._check(files)
        if not (self.left_file.exists() and self.left_file.read_bytes() == left.read_bytes()):
            files[self.left_file] = left
        in_one_step(files)
        print(f"What was left, and why: {self.left_file}\nHow it was read: {self.mapping_file}")

    def _merged_services(
        self, programs: Merge, contacts: Merge, ids: dict[str, str], reader: Reader, files: dict
    ) -> Iterator[Merge]:
        """The merges of the sites and of the contacts, whose files are added to FILES.

        IDS are those of programs by the place of their row.
        """
        of_programs = {"programs": lambda place: programs.slug(ids.get(place, ""))}
        sites = Merge(self.name, self.data, programs.words, reader.title, kind="sites")
        found = with_slugs(reader.services.sites.values(), of_programs, programs.titles())
        files |= sites.files(found)
        titles = sites.titles() | programs.titles()
        fields = of_programs | {"sites": sites.slug}
        found = with_slugs(reader.services.contacts.values(), fields, titles)
        numbers = programs.numbers_here()
        files |= contacts.files([one for one in found if not _stands(one, numbers, reader)])
        yield from (sites, contacts)

    def _refuse_astray(self, source: Source, mapping: Mapping, is_new: bool) -> None:
        if not source.astray or mapping.is_lenient:
            return
        if is_new:
            in_one_step({self.mapping_file: mappings.text_of(mapping, source, {}, {})})
        lines = [
            *source.astray,
            f'To go on without what they lead to, write "{LENIENT}: left out" at the end of'
            f" {self.mapping_file}",
        ]
        raise ImportFailed("\n".join(lines))

    def _refuse_undecided(self, source: Source, mapping: Mapping, is_new: bool) -> None:
        """Refuse to import where a column may say which programs are closed, and nobody knows."""
        undecided = [
            guess
            for guess in source.guesses
            if guess.role == "status" and not guess.is_used and not mapping.columns[guess.column]
        ]
        if not undecided or self.is_preview:
            return
        if is_new:
            in_one_step({self.mapping_file: mappings.text_of(mapping, source, {}, {})})
        shown = ", ".join(map(quote, undecided[0].shown))
        raise ImportFailed(
            f"{quote(undecided[0].column)} may say which programs are closed ({shown}): write"
            f' "status" or "left out" behind it in {self.mapping_file}'
        )

    def _refuse_newer(self, found: list[Found]) -> None:
        """Refuse a newer file of a directory that was imported under another name."""
        folder = self.data / "imported"
        if self.is_named or (folder / f"{self.name}.json").exists():
            return
        names = {str(one.values.get("name")).casefold() for one in found if not one.is_closed}
        for path in (path for path in sorted(folder.glob("*.json")) if "." not in path.stem):
            known = {str(e.values["name"]).casefold() for e in read_memory(path).values()}
            if len(names & known) > len(names) / 2:
                raise ImportFailed(
                    f'{self.path}: most of its programs came with "{path.stem}": write'
                    f" --name {path.stem}, or --name {self.name} if it is another directory"
                )

    def _leave(self, writer):
        def leave(place: str, column: str, value: str, reason: str) -> None:
            self.reasons[reason] += 1
            writer.writerow((place, column, harmless(value), reason))

        return leave

    def _found(self, source: Source, reader: Reader) -> Iterator[Found]:
        seen: dict[str, str] = {}
        for row in _with_progress(source.rows, source.size):
            found = reader.read(row)
            if found is None:
                continue
            ids = [found.id] if row.id else list(_ids_by_place(found))
            free = next((id_ for id_ in ids if id_ not in seen), None)
            if free is None:
                why = f"{'the same id as' if row.id else 'says the same as'} {seen[ids[-1]]}"
                reader.leave(row.place, "", "", why)
                continue
            found.id = free
            for id_ in ids:
                seen.setdefault(id_, row.place)
            yield found

    def _supporting(
        self, mapping: Mapping, words: Vocabulary, merge: Merge, uses_other: bool
    ) -> dict[Path, str]:
        """The files of the source, and of the need that stands for all others, where new."""
        files = {}
        if merge.new and self.name not in words.catalog.sources:
            source: Values = {
                name: text
                for name in ("title", "publisher", "date", "address")
                if (text := mapping.source.get(name))
            }
            files |= self._with_record("sources", self.name, source)
        if merge.new and uses_other and OTHER_NEED not in words.catalog.needs:
            other: Values = {"name": words.say("import-other-need")}
            files |= self._with_record("needs", OTHER_NEED, other)
        return files

    def _with_record(self, kind: str, slug: str, values: Values) -> dict[Path, str]:
        path = self.data / f"{kind}.yaml"
        if not path.exists() and (parts := sorted((self.data / kind).glob("[!.]*.yaml"))):
            path = parts[-1]
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        edited = Edited(text, path.name)
        edited.add({slug: values}, in_order=kind != "needs")
        return {path: edited.text()}

    # ---- an export of this product -------------------------------------------------------

    def _own(self, parts) -> own_exports.Own | None:
        marks = (b"for_professionals", b'"sorts"', b'"kind":"', b'"access"', b'"as recorded"')
        if not any(mark in part.content for part in parts for mark in marks):
            return None
        return own_exports.recognize(parts, reading.load(self.data))

    def _write_own(self, own: own_exports.Own) -> None:
        words = Vocabulary(own.catalog)
        files: dict[Path, str | Path] = {}
        for kind in (kind for kind in own_exports.KEPT if kind in own.values):
            values, base = own.values[kind], own.base[kind]
            merge = Merge(self.name, self.data, words, self.name, base, kind)
            if kind == PROGRAMS:
                values = {
                    slug: one if slug in base else self._whole(one, words)
                    for slug, one in values.items()
                }
            files |= merge.files([Found(slug, "", one, slug=slug) for slug, one in values.items()])
            if any(one.get("sources") == [self.name] for one in merge.new.values()):
                title = self.name.replace("-", " ").capitalize()
                record: Values = {"title": title, "publisher": title}
                files |= self._with_record("sources", self.name, record)
            if values:
                print(f"{self.path}: {own.form}, {len(values)} {kind}")
                _counts(merge)
        if self.is_preview:
            print("Nothing was imported.")
            return
        self._check(files)
        in_one_step(files)

    def _whole(self, values: Values, words: Vocabulary) -> Values:
        """VALUES of a new program, with what its export does not carry and every program has."""
        more: Values = {"sources": [self.name]}
        if values.get("status") in ("active", "listed"):
            more |= {
                "checked_by": self.name,
                "checked_how": words.say("import-checked-how", source=self.name),
            }
        if values.get("ages") == "not stated":
            more["ages_note"] = words.say("import-ages-unsaid")
        whole = more | values
        return {name: whole[name] for name in FIELDS if name in whole}

    # ---- before writing ------------------------------------------------------------------

    def _check(self, files: dict[Path, str | Path]) -> None:
        """Read the data as they would be; refuse what the check would not let pass."""
        changed = {path: text for path, text in files.items() if self.data in path.parents}
        if not changed:
            return
        _say("Checking ...")
        copy = self.aside / self.data.name
        shutil.copytree(self.data, copy, ignore=shutil.ignore_patterns("imported"))
        size = 0
        for path, text in changed.items():
            size += len(text)
            if path.suffix == ".yaml" and (size < _MOST_CHECKED or path.parent == self.data):
                to = copy / path.relative_to(self.data)
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_text(text, encoding="utf-8", newline="\n")
        _, problems = reading.read(copy)
        if problems:
            raise DataError(problems[:5])


_OF_PROGRAMS = frozenset({"unknown-record", "unknown-page"})


def _without_programs(data: Path, aside: Path) -> Catalog:
    """Return the catalog of DATA but for the programs, of which there may be thousands.

    Raises DataError where the data are not in order.
    """
    if not data.is_dir():
        raise ImportFailed(f"{data}: there is no such folder; name that of a site's data")
    copy = aside / "others" / data.name
    kinds = ("programs", "sites", "contacts")
    skip = shutil.ignore_patterns(*kinds, *(f"{kind}.yaml" for kind in kinds), "imported")
    shutil.copytree(data, copy, ignore=skip)
    catalog, problems = reading.read(copy)
    if problems := [problem for problem in problems if problem.code not in _OF_PROGRAMS]:
        raise DataError(problems)
    return catalog


def _stands(contact: Found, numbers: dict[str, tuple[str, str]], reader: Reader) -> bool:
    """Whether the number of CONTACT is that of a program which did not come with this source."""
    number = str(contact.values.get("phone", ""))
    slug, id_ = numbers.get(number, ("", ""))
    if slug and not id_:
        reader.leave(contact.place, "phone", number, f"it is the number of {slug} already")
    return bool(slug and not id_)


def _ids_by_place(found: Found) -> Iterator[str]:
    """Ids of a program whose source gives none, each with more of where and what it is."""
    yield found.id
    values = found.values
    where = (found.site, values.get("postal_address", ""), values.get("phone", ""))
    more = (str(values.get("serves", "")), str(values.get("for_professionals", ""))[:60])
    id_ = found.id
    for part in filter(None, (*where, *more)):
        id_ += f" / {part}".casefold()
        yield id_


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _with_progress(rows: Iterable, size: int) -> Iterator:
    began = time.monotonic()
    for number, row in enumerate(rows, 1):
        yield row
        if number % _EVERY == 0:
            each = (time.monotonic() - began) / number
            _say(f"{number:,} of {size:,} rows, {each * (size - number):.0f} s to go")


def _describe(path: Path, source: Source, mapping: Mapping) -> None:
    print(f"{path}: {source.kind}, {source.size:,} rows")
    for note in source.notes:
        print(f"  {note}")
    width = max((len(guess.column) for guess in source.guesses), default=0)
    width = min(width, 40)
    for guess in source.guesses:
        role = mapping.columns.get(guess.column) or "not decided"
        if guess.role and not guess.is_used and role == "not decided":
            role = f"not used: looks like {guess.role}, say so in the mapping"
        shown = ", ".join(quote(text) for text in guess.shown)
        print(f"  {guess.column[:width]:{width}}  {role:22} {shown}".rstrip())
    if "name" not in mapping.columns.values():
        print("  No column holds the name of a program: that of its organization stands in")


def _report(merges: list[Merge], reader: Reader, reasons: Counter[str]) -> None:
    for merge in merges:
        _counts(merge)
    for line in [line for merge in merges for line in merge.report.words][:40]:
        print(f"  {line}")
    conflicts = [conflict for merge in merges for conflict in merge.report.conflicts]
    for slug, name, ours, says in conflicts[:40]:
        print(f"  {slug}: {name}: you have {ours}; {says}: yours stays")
    for reason, count in reader.dropped.items():
        if count:
            print(f"  not kept, {reason}: {count}")
    for reason, count in reasons.most_common(12):
        print(f"  {count:,} left: {reason}")


def _counts(merge: Merge) -> None:
    counts = "; ".join(f"{word}: {count:,}" for word, count in merge.report.counts.items())
    if merge.kind == PROGRAMS:
        print(counts or "no program")
    elif counts:
        print(f"{merge.kind}: {counts}")
