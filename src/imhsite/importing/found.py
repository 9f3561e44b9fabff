"""What a row of somebody else's directory says, as records to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from imhsite.importing.writing import Values

Leave = Callable[[str, str, str, str], None]  # place, column, value, why


@dataclass(slots=True)
class Found:
    """What a row says of a program, a site or a contact: its fields, or why none may be shown.

    `is_closed` where the source says that nobody is to be sent there; `site` tells programs of one
    name apart; `slug` is given where the source knows it, `stem` is what it is made from where the
    record has no name.
    """

    id: str
    place: str
    values: Values
    is_closed: bool = False
    site: str = ""
    slug: str = ""
    stem: str = ""
