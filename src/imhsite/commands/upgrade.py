"""`imhsite upgrade`: what in a site's data has another form in this version, and the new form.

Only the words that change are rewritten: comments, order, quotation marks and line ends stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imhsite.files import source
from imhsite.files.project import DATA, add_folder, parser
from imhsite.files.source import Entries, Mapping, Node, Scalar, Sequence
from imhsite.model import upgrades
from imhsite.model.upgrades import (
    Change,
    RemovedField,
    RenamedField,
    RenamedKind,
    RenamedWord,
    TownsInRegions,
)

_LANGUAGE = re.compile("[a-z]{2,3}(?:-[A-Za-z]+)?")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of LINE in the file at PATH; NEW is the text that stands for OLD at COLUMN.

    Where lines are removed, LAST is the last of them; without OLD and LAST, NEW is put below LINE.
    One that is not `possible` is for a person to make.
    """

    path: Path
    line: int
    record: str
    says: str
    column: int = 0
    old: str = ""
    new: str = ""
    last: int = 0
    possible: bool = True


def main(arguments: list[str] | None = None) -> int:
    """Print what has to change; change it with --write; return 1 where work is left, else 0."""
    command = parser("upgrade", "List what in the data has another form in this version.")
    add_folder(command, "--data", DATA, "the folder of the data")
    command.add_argument("--write", action="store_true", help="write the new form into the files")
    options = command.parse_args(arguments)
    rest = 0
    for change in upgrades.CHANGES:
        edits = list(edits_of(change, options.data))
        for edit in edits:
            name = edit.path.relative_to(options.data.parent).as_posix()
            print(f"{name}:{edit.line}: {edit.record}: {edit.says} (version {change.version})")
        if options.write:
            _write([edit for edit in edits if edit.possible])
            _rename_files(change, options.data)
        rest += sum(not (options.write and edit.possible) for edit in edits)
    print(_verdict(rest, options.write))
    return 1 if rest else 0


def _verdict(rest: int, written: bool) -> str:
    if not rest:
        return "The data have the form of this version." if not written else "Done."
    if written:
        return f"{rest} to change by hand."
    return f'{rest} to change. "imhsite upgrade --write" changes them.'


def edits_of(change: Change, data: Path) -> Iterator[Edit]:
    """Yield what CHANGE asks for in the files of the folder DATA."""
    if isinstance(change, RenamedKind):
        for path in _files(data, change.old):
            says = f"{change.old} becomes {change.new}, and the file {_new_path(path, change).name}"
            yield Edit(path, 1, change.old, says)
        return
    if isinstance(change, TownsInRegions):
        yield from _towns_in_regions(data)
        return
    for path, key, node, end in _records(data, change.kind):
        yield from _in_record(change, path, key, node, end)


def _records(data: Path, kind: str) -> Iterator[tuple[Path, Scalar, Mapping, int]]:
    """Yield file, name, fields and last line of each record of KIND."""
    for path in _files(data, kind):
        file = source.read(path, path.name)
        for (key, node), end in zip(file.records, _ends(file.records, path), strict=True):
            if isinstance(node, Mapping):
                yield path, key, node, end


def _towns_in_regions(data: Path) -> Iterator[Edit]:
    """Yield what moves the regions of towns.yaml into `towns` of regions.yaml."""
    regions = {
        key.text: (path, node, end)
        for path, key, node, end in _records(data, "regions")
        if not _is_translation(path, data)
    }
    moved: dict[str, list[str]] = {}
    for path, key, node, end in _records(data, "towns"):
        for name, part, after in _fields(node, end):
            named = [at.text for at in part.items] if isinstance(part, Sequence) else [""]
            if name.text == "regions":
                says = "regions goes: they list their towns in regions.yaml"
                last = _last_line(path, name.line, after)
                possible = set(named) <= set(regions) and name.line not in (key.line, after)
                yield Edit(path, name.line, key.text, says, last=last, possible=possible)
                for region in named if possible else ():
                    moved.setdefault(region, []).append(key.text)
    for region, towns in moved.items():
        yield _listing(region, towns, *regions[region])


def _listing(region: str, towns: list[str], path: Path, node: Mapping, end: int) -> Edit:
    """Return the edit by which REGION lists TOWNS, below those that it lists already."""
    says, lines = f"towns lists {len(towns)} more", "".join(f"    - {slug}\n" for slug in towns)
    for name, part, after in _fields(node, end):
        if name.text == "towns":
            in_block = isinstance(part, Sequence) and part.line > name.line
            last = _last_line(path, name.line, after)
            return Edit(path, last, region, says, new=lines, possible=in_block)
    last = _last_line(path, node.entries[-1][0].line, end + 1)
    return Edit(path, last, region, says, new=f"  towns:\n{lines}")


def _fields(node: Mapping, end: int) -> Iterator[tuple[Scalar, Node, int]]:
    """Yield name and value of each field of NODE, and the line of what follows, END being last."""
    nexts = [key.line for key, _ in node.entries[1:]] + [end + 1]
    for (name, part), after in zip(node.entries, nexts, strict=True):
        yield name, part, after


def _is_translation(path: Path, data: Path) -> bool:
    return bool(_LANGUAGE.fullmatch(path.relative_to(data).parts[0]))


def _files(data: Path, kind: str) -> Iterator[Path]:
    """The files of KIND in DATA and in its folders of languages."""
    languages = sorted(p for p in data.glob("*") if p.is_dir() and _LANGUAGE.fullmatch(p.name))
    for folder in (data, *languages):
        single = folder / f"{kind}.yaml"
        yield from [single] * single.exists()
        yield from sorted((folder / kind).glob("[!.]*.yaml"))


def _ends(entries: Entries, path: Path) -> list[int]:
    """The last line of each of ENTRIES: that above the next one, or the last of the file."""
    lines = len(_lines(path))
    return [key.line - 1 for key, _ in entries[1:]] + [lines] * bool(entries)


def _in_record(
    change: Change, path: Path, record: Scalar, node: Mapping, end: int
) -> Iterator[Edit]:
    names = {name.text for name, _ in node.entries}
    for name, part, after in _fields(node, end):
        place = (path, name.line, record.text)
        if isinstance(change, RenamedWord) and name.text == change.field:
            yield from _words(change, path, record, part)
        elif isinstance(change, RenamedField) and name.text == change.old:
            says = f"{change.old} becomes {change.new}"
            if change.new in names:
                says = f"delete one of {change.old} and {change.new}, which is the new name"
                yield Edit(*place, says, possible=False)
            else:
                yield Edit(*place, says, name.column, change.old, change.new)
        elif isinstance(change, RemovedField) and name.text == change.old:
            says = f"{change.old} goes: {change.why}"
            alone = name.line not in (record.line, after)  # else other things stand on its lines
            last = _last_line(path, name.line, after) if alone else 0
            yield Edit(*place, says, last=last, possible=alone)


def _words(change: RenamedWord, path: Path, record: Scalar, part: Node) -> Iterator[Edit]:
    for at in part.items if isinstance(part, Sequence) else [part]:
        if isinstance(at, Scalar) and at.text == change.old:
            says = f"{change.field}: {change.old} becomes {change.new}"
            column = at.column + (not at.plain)
            yield Edit(path, at.line, record.text, says, column, change.old, change.new)


def _last_line(path: Path, line: int, after: int) -> int:
    """The last line of the field at LINE: comments and empty lines above the one AFTER stay."""
    lines = _lines(path)[: after - 1]
    while len(lines) > line and re.match(rb"\s*(#|$)", lines[-1]):
        lines.pop()
    return len(lines)


def _lines(path: Path) -> list[bytes]:
    return re.split(rb"(?<=\n)|(?<=\r)(?!\n)", path.read_bytes())


def _write(edits: list[Edit]) -> None:
    for path in {edit.path for edit in edits}:
        lines = _lines(path)
        for edit in sorted((e for e in edits if e.path == path), key=_from_the_end):
            if edit.last:
                del lines[edit.line - 1 : edit.last]
            elif edit.old:
                line = lines[edit.line - 1].decode()
                start = line.index(edit.old, edit.column - 1)
                new = line[:start] + edit.new + line[start + len(edit.old) :]
                lines[edit.line - 1] = new.encode()
            else:
                above = lines[edit.line - 1].rstrip(b"\r\n")
                line_end = lines[edit.line - 1][len(above) :] or b"\n"
                lines[edit.line - 1] = above + line_end
                lines.insert(edit.line, edit.new.encode().replace(b"\n", line_end))
        path.write_bytes(b"".join(lines))


def _from_the_end(edit: Edit) -> tuple[int, int]:
    return -edit.line, -edit.column


def _rename_files(change: Change, data: Path) -> None:
    for path in list(_files(data, change.old)) if isinstance(change, RenamedKind) else ():
        text = path.read_bytes().replace(
            b"/%s.json" % change.old.encode(), b"/%s.json" % change.new.encode(), 1
        )
        path.write_bytes(text)
        to = _new_path(path, change)
        to.parent.mkdir(exist_ok=True)
        path.rename(to)


def _new_path(path: Path, change: RenamedKind) -> Path:
    """The path of the file PATH of the old kind under the new name."""
    if path.stem == change.old:
        return path.with_name(f"{change.new}.yaml")
    return path.parent.with_name(change.new) / path.name
