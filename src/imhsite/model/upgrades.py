"""How the format of the data has changed from version to version, the oldest change first.

`imhsite check` names what is out of date by these, and `imhsite upgrade` brings a site's files up
to date. Whoever changes a field or a kind of record adds the change to CHANGES.
"""

from __future__ import annotations

from dataclasses import dataclass

RUN = 'run "imhsite upgrade"'


@dataclass(frozen=True, slots=True)
class RenamedField:
    """The field OLD of a KIND is called NEW since a VERSION."""

    version: str
    kind: str
    old: str
    new: str

    @property
    def write(self) -> str:
        """What to write instead, as the check says it."""
        return f'write "{self.new}": this field is called so since version {self.version}; {RUN}'


@dataclass(frozen=True, slots=True)
class RemovedField:
    """A KIND has no field OLD any more since a VERSION, and WHY."""

    version: str
    kind: str
    old: str
    why: str

    @property
    def write(self) -> str:
        """What to do about it, as the check says it."""
        return f"delete this field, which is gone since version {self.version}: {self.why}; {RUN}"


@dataclass(frozen=True, slots=True)
class RenamedWord:
    """In the FIELD of a KIND, the word OLD is NEW since a VERSION."""

    version: str
    kind: str
    field: str
    old: str
    new: str

    @property
    def write(self) -> str:
        """What to write instead, as the check says it."""
        return f'write "{self.new}", the new word since version {self.version}; {RUN}'


@dataclass(frozen=True, slots=True)
class RenamedKind:
    """The kind OLD is called NEW since a VERSION, and so is its file."""

    version: str
    old: str
    new: str

    @property
    def write(self) -> str:
        """What to do about its file, as the check says it."""
        return f'rename the file to "{self.new}.yaml", as of version {self.version}; {RUN}'


@dataclass(frozen=True, slots=True)
class TownsInRegions:
    """Since a VERSION, regions list their towns; towns may still name their regions."""

    version: str


Change = RenamedField | RemovedField | RenamedWord | RenamedKind | TownsInRegions
CHANGES: tuple[Change, ...] = (TownsInRegions("0.2.0"),)


def of_field(kind: str, name: str) -> RenamedField | RemovedField | None:
    """Return what became of the field NAME of KIND; None where nothing did."""
    changes = (c for c in CHANGES if isinstance(c, RenamedField | RemovedField))
    return next((c for c in changes if (c.kind, c.old) == (kind, name)), None)


def of_word(kind: str, name: str, text: str) -> RenamedWord | None:
    """Return what became of the word TEXT in the field NAME of KIND; None where nothing did."""
    changes = (c for c in CHANGES if isinstance(c, RenamedWord))
    return next((c for c in changes if (c.kind, c.field, c.old) == (kind, name, text)), None)


def of_kind(name: str) -> RenamedKind | None:
    """Return what became of the kind NAME; None where nothing did."""
    changes = (c for c in CHANGES if isinstance(c, RenamedKind))
    return next((c for c in changes if c.old == name), None)
