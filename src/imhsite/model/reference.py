"""The table of fields for staff: `imhsite reference` prints data/README.md."""

from __future__ import annotations

import inspect

from imhsite.files.project import parser
from imhsite.model.records import KINDS, Record, declared_fields

HEAD = """# The data

There is one file for each kind of record. A record is a name in lowercase letters, then its
fields, indented by two spaces. Texts hold no markup. After a change, run `scripts/check`: it says
what is wrong, where, and what to write instead. How to make a change:
[CONTRIBUTING.md](../CONTRIBUTING.md).

A folder with a two-letter name, such as `es/`, holds translations: the same records, with only the
fields that are translated. `labels.yaml` holds the words on buttons, headings and forms that this
site words in another way than the product, and its own, which begin with `own-`.

No file has to exist but `association.yaml`. What is the same in every state comes with the
product, such as national help lines, needs and words of the glossary. Of such a record, a file
holds only the fields that differ here; `left out` in the place of a field drops it. `SLUG: default`
shows the product's record at this place among the others, and `SLUG: left out` does without it.
`left_out` in `association.yaml` does without whole kinds.

These tables are made from the declarations in `records.py`, `offers.py` and `services.py` of
`src/imhsite/model/`.
"""


def markdown() -> str:
    """Return the whole of data/README.md."""
    return HEAD + "".join(
        f"\n## {kind}.yaml\n\n{about(cls)}\n\n{_table(cls)}" for kind, cls in KINDS.items()
    )


def meaning(cls: type[Record]) -> str:
    """Return what a record of CLS is: the first paragraph of its docstring, on one line."""
    return " ".join(inspect.getdoc(cls).partition("\n\n")[0].split())


def about(cls: type[Record]) -> str:
    """Return what the records of CLS are, and in which order they stand."""
    if cls.single:
        order = "The file holds just one record."
    elif cls.in_reading_order:
        order = "Records are in the order readers see them."
    else:
        order = "Records are in alphabetical order."
    order += " There can be none." if cls.may_be_empty else ""
    return f"{meaning(cls)} {order}"


def _table(cls: type[Record]) -> str:
    rows = ["| field | what it says | may be left out | write |", "| --- | --- | --- | --- |"]
    for name, declared in declared_fields(cls).items():
        meaning, parser = declared.metadata["meaning"], declared.metadata["parser"]
        optional = "yes" if declared.metadata["optional"] else "no"
        rows.append(f"| `{name}` | {meaning} | {optional} | {parser.write} |")
    return "\n".join(rows) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Print the reference."""
    parser("reference", "Print data/README.md: the table of all fields.").parse_args(arguments)
    print(markdown(), end="")
    return 0
