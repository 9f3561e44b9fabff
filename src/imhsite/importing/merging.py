"""An import merged into what stands here: what changed there comes, what staff changed here stays.

What was last imported stands in `data/imported/NAME.json`, a record a line, by the source's ids. A
value that is no longer as imported belongs to staff. Nothing is deleted.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from imhsite.importing.programs import FIELDS, Found
from imhsite.importing.vocabulary import Vocabulary
from imhsite.importing.writing import Edited, Value, Values, record, values_of
from imhsite.intake.opening import ImportFailed
from imhsite.model.dates import today

# Fields that mean something together: staff who change one of them keep all.
_UNITS = (
    ("status", "checked", "checked_by", "checked_how", "ended", "successor"),
    ("ages", "ages_note"),
    ("phone", "phone_for", "phone_source"),
)
_UNIT_OF = {name: unit for unit in _UNITS for name in unit}
_FULL = 8_000_000  # signs, from which on new records go into a further file
_ORDER = list(FIELDS)


@dataclass(slots=True)
class Entry:
    """What was last imported of one id: the record's slug, its values, and where it went."""

    slug: str
    values: Values
    state: str = ""  # "", "gone" or "closed"


@dataclass(slots=True)
class Report:
    """What an import does, in counts and in words."""

    counts: Counter[str] = field(default_factory=Counter)
    conflicts: list[tuple[str, str, str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def read_memory(path: Path) -> dict[str, Entry]:
    """Return what the file at PATH remembers of the last import; nothing where there is none."""
    if not path.exists():
        return {}
    try:
        return {
            line["id"]: Entry(line["slug"], line["values"], line.get("state", ""))
            for line in json.loads(path.read_text(encoding="utf-8"))
        }
    except (ValueError, KeyError, TypeError):
        raise ImportFailed(
            f"{path}: is broken: fetch it from the last commit, as it says what was imported"
        ) from None


def memory_text(memory: dict[str, Entry]) -> str:
    """Return the file of MEMORY."""
    lines = []
    for id_ in sorted(memory):
        entry = memory[id_]
        line: dict[str, object] = {"id": id_, "slug": entry.slug}
        line |= {"state": entry.state} if entry.state else {}
        lines.append(json.dumps(line | {"values": entry.values}, ensure_ascii=False))
    return "[\n" + ",\n".join(lines) + "\n]\n"


class Merge:
    """Merges what was FOUND of the directory NAME into the programs of the folder DATA."""

    def __init__(
        self,
        name: str,
        data: Path,
        words: Vocabulary,
        title: str,
        base: dict[str, Values] | None = None,
    ) -> None:
        """Merge against BASE, values by slug, where there is one; else against the last import."""
        self.name, self.data, self.words, self.title = name, data, words, title
        self.is_remembered = base is None
        self.memory = (
            read_memory(self.path_of_memory)
            if base is None
            else {slug: Entry(slug, values) for slug, values in base.items()}
        )
        self.report = Report()
        self.names: dict[str, str] = {}  # of programs that stand here, by slug
        self.new: dict[str, Values] = {}
        self.updates: dict[str, tuple[str, Values, str]] = {}  # slug to id, values, state

    @property
    def path_of_memory(self) -> Path:
        return self.data / "imported" / f"{self.name}.json"

    def files(self, found: list[Found]) -> dict[Path, str]:
        """Return the texts of the files that change, by path."""
        own = {entry.slug for entry in self.memory.values()}
        slugs = {}
        for path in self._paths():
            names = _names(path, own)
            self.names |= names
            slugs[path] = names.keys()
        before = _digest(self.memory)
        _tell_apart(found, self._other_names())
        self._plan(found)
        texts = dict(self._updated(slugs))
        texts |= self._added(texts)
        if self.is_remembered and _digest(self.memory) != before:
            texts[self.path_of_memory] = memory_text(self.memory)
        return texts

    def forget(self) -> None:
        """Free what was merged; the report stays."""
        self.memory, self.new, self.updates, self.names = {}, {}, {}, {}

    def _paths(self) -> list[Path]:
        single = self.data / "programs.yaml"
        return [single] * single.exists() + sorted((self.data / "programs").glob("[!.]*.yaml"))

    def _other_names(self) -> dict[str, str]:
        """The names of programs that this source did not bring, in small letters, with slugs."""
        own = {entry.slug for entry in self.memory.values()}
        return {name.casefold(): slug for slug, name in self.names.items() if slug not in own}

    def _plan(self, found: list[Found]) -> None:
        taken = set(self.names) | {entry.slug for entry in self.memory.values()}
        seen = set()
        for one in found:
            seen.add(one.id)
            entry = self.memory.get(one.id)
            if entry:
                state = "closed" if one.is_closed else ""
                theirs = self._closed(entry) if one.is_closed else one.values
                self.updates[entry.slug] = (one.id, theirs, state)
            elif one.is_closed:
                self.report.counts["closed, left out"] += 1
            else:
                slug = one.slug or _free_slug(one.values["name"], taken)
                taken.add(slug)
                self.new[slug] = one.values
                self.memory[one.id] = Entry(slug, one.values)
        for id_, entry in self.memory.items():
            if id_ not in seen:
                self.updates[entry.slug] = (id_, self._gone(entry), "gone")

    def _gone(self, entry: Entry) -> Values:
        """What is said of a program that the source no longer has."""
        if entry.state:
            return entry.values
        says = {"status": "unchecked", "since": self.words.say("import-gone", source=self.title)}
        return _without_check(entry.values) | says

    def _closed(self, entry: Entry) -> Values:
        if entry.state == "closed":
            return entry.values
        line = self.words.catalog.help_lines[self.words.catalog.association.first_line]
        says = {
            "status": "ended",
            "ended": f"about {today().year}",
            "successor": self.words.say("import-closed", line=line.name),
        }
        return _without_check(entry.values) | says

    def _updated(self, slugs: dict[Path, Collection[str]]) -> Iterator[tuple[Path, str]]:
        """The files whose records change, of those that hold SLUGS; one at a time is in memory."""
        rest = set(self.updates)
        for path, own in slugs.items():
            here = [slug for slug in own if slug in rest]
            rest -= {*here}
            news = [slug for slug in here if not self._is_the_same(slug)]
            if news:
                edited = Edited(path.read_text(encoding="utf-8"), path.name)
                for slug in news:
                    self._update(edited, slug)
                if edited.edits:
                    yield path, edited.text()
        if gone := rest - set(self.new):
            self.report.counts["deleted here, left so"] += len(gone)

    def _is_the_same(self, slug: str) -> bool:
        """Whether the source says what it said; that is counted, and then nothing changes here."""
        id_, theirs, state = self.updates[slug]
        entry = self.memory[id_]
        is_same = not state and not entry.state and theirs == entry.values
        self.report.counts["the same"] += is_same
        return is_same

    def _update(self, edited: Edited, slug: str) -> None:
        id_, theirs, state = self.updates[slug]
        entry = self.memory[id_]
        ours = values_of(edited.records[slug][1])
        changes, base = self._three_ways(slug, entry.values, theirs, ours)
        if changes:
            edited.change(slug, changes, _ORDER)
        before = entry.state
        self.memory[id_] = Entry(slug, base, state)
        kind = {"gone": "no longer in the source", "closed": "closed in the source"}.get(state)
        if kind and state != before:
            self.report.words.append(f"{slug}: {kind}")
        self.report.counts[kind or ("changed" if changes else "the same")] += 1

    def _three_ways(
        self, slug: str, base: Values, theirs: Values, ours: Values
    ) -> tuple[dict[str, Value | None], Values]:
        """The changes to OURS, and what to remember as imported.

        A conflict is remembered as before, so that it is listed until somebody settles it.
        """
        changes: dict[str, Value | None] = {}
        remembered = dict(theirs)
        units = {_UNIT_OF.get(name, (name,)): None for name in (*base, *theirs)}
        for unit in units:
            then, there, here = (
                [values.get(name) for name in unit] for values in (base, theirs, ours)
            )
            if there in (then, here):
                continue
            if here == then:
                changes |= {n: t for n, t, h in zip(unit, there, here, strict=True) if t != h}
                continue
            for name, was, is_there, is_here in zip(unit, then, there, here, strict=True):
                _set(remembered, name, was)
                if is_there not in (was, is_here):
                    says = f"the source now says {_said(is_there)}, and said {_said(was)}"
                    self.report.conflicts.append((slug, name, _said(is_here), says))
        in_order = {name: remembered[name] for name in _ORDER if name in remembered}
        return changes, in_order

    def _added(self, changed: dict[Path, str]) -> dict[Path, str]:
        """The files into which new records go."""
        if not self.new:
            return {}
        self.report.counts["new"] += len(self.new)
        folder, texts = self.data / "programs", {}
        own = [p for p in self._paths() if re.fullmatch(rf"{re.escape(self.name)}(-\d+)?", p.stem)]
        own = [path for path in own if path.parent == folder]
        last = max(own, key=lambda path: (len(path.stem), path.stem), default=None)
        if last and (text := changed.get(last) or last.read_text(encoding="utf-8")):
            edited = Edited(text, last.name)
            size = sum(len(record(slug, values)) for slug, values in self.new.items())
            if len(text) + size < _FULL:
                edited.add(self.new)
                return {last: edited.text()}
        number = len(own) + 1
        for text in self._texts():
            stem = self.name if number == 1 else f"{self.name}-{number}"
            texts[folder / f"{stem}.yaml"] = text
            number += 1
        return texts

    def _texts(self) -> Iterator[str]:
        """The new records in the order of their slugs, a text for each file."""
        head = (
            f'# The programs of the directory "{self.title}", brought along with imhsite import.\n'
            "# Change what you know better: the next import keeps it.\n"
        )
        parts, size = [head], 0
        for slug in sorted(self.new):
            text = record(slug, self.new[slug])
            if size + len(text) > _FULL:
                yield "".join(parts)
                parts, size = [head], 0
            parts.append(text)
            size += len(text)
        yield "".join(parts)


def _without_check(values: Values) -> Values:
    return {
        name: v
        for name, v in values.items()
        if name not in ("checked", "checked_by", "checked_how")
    }


def _set(values: Values, name: str, value: Value | None) -> None:
    if value is None:
        values.pop(name, None)
    else:
        values[name] = value


def _said(value: Value | None) -> str:
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else ", ".join(value)
    return f'"{text[:200]}"'


def _names(path: Path, own: set[str]) -> dict[str, str]:
    """The names of the programs in the file at PATH, by slug; "" for OWN, whose names are known.

    To read a file as YAML takes a hundred times as long.
    """
    text, names, slug = path.read_text(encoding="utf-8"), {}, ""
    for line in _HEADS.finditer(text):
        slug = line[1] or slug
        names[slug] = "" if slug in own else (line[2] or "").strip()
    if any(not (slug in own or _PLAIN_NAME.match(name)) for slug, name in names.items()):
        records = Edited(text, path.name).records.items()
        return {slug: str(values_of(node).get("name", "")) for slug, (_, node) in records}
    return names


_HEADS = re.compile(r"^(?:([a-z0-9][a-z0-9-]*):|  name:(.*))", re.MULTILINE)
_PLAIN_NAME = re.compile(r"[A-Za-zÀ-ÿ0-9][^#:]*$")


def _digest(memory: dict[str, Entry]) -> bytes:
    """A hash of what `memory_text` says, which itself may be large."""
    digest = hashlib.sha256()
    for id_ in sorted(memory):
        entry = memory[id_]
        digest.update(repr((id_, entry.slug, entry.state, entry.values)).encode())
    return digest.digest()


def slug_of(name: str) -> str:
    """Return NAME as a slug of at most 60 signs."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("\u2019", ""))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    slug = "-".join(words) or "program"
    return slug if len(slug) <= 60 else slug[:60].rpartition("-")[0] or slug[:60]


def _free_slug(name: str, taken: set[str]) -> str:
    slug, number = slug_of(name), 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def _tell_apart(found: Iterable[Found], others: dict[str, str]) -> None:
    """Give programs of one name, which a site cannot have, what tells them apart."""
    groups = defaultdict(list)
    for one in found:
        if not one.is_closed:
            groups[str(one.values["name"]).casefold()].append(one)
    taken = set(groups) | set(others)
    for name, group in groups.items():
        if len(group) == 1 and name not in others:
            continue
        for candidates in (
            [_named(one, "run_by") for one in group],
            [_named(one, "site") for one in group],
            [_named(one, "run_by", "site") for one in group],
        ):
            small = [text.casefold() for text in candidates]
            if len(set(small)) == len(small) and taken.isdisjoint(small):
                break
        for one, text in zip(group, candidates, strict=True):
            free, number = text, 2
            while free.casefold() in taken:
                free, number = f"{text} ({number})", number + 1
            taken.add(free.casefold())
            one.values["name"] = free


def _named(one: Found, *parts: str) -> str:
    more = [one.site if part == "site" else one.values.get(part, "") for part in parts]
    name = str(one.values["name"])
    return ", ".join(dict.fromkeys(filter(None, (name, *map(str, more)))))[:400]
