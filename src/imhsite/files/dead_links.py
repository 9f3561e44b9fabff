"""The file in which the check of links leaves what it found, for the desk of staff."""

from __future__ import annotations

import dataclasses
import datetime
import json
from dataclasses import dataclass
from pathlib import Path

from imhsite.files.problems import DataError, Problem


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link to another site that failed twice: why, and the paths of some pages that have it."""

    address: str
    why: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeadLinks:
    """The dead links that were found on the day `tried`."""

    tried: datetime.date
    links: tuple[DeadLink, ...]

    def write(self, file: Path) -> None:
        """Write them to FILE, as JSON."""
        links = [dataclasses.asdict(link) for link in self.links]
        content = {"tried": self.tried.isoformat(), "links": links}
        text = json.dumps(content, ensure_ascii=False, indent=2)
        file.write_text(f"{text}\n", encoding="utf-8")


def read(file: Path) -> DeadLinks | None:
    """Return what FILE holds; None where there is no such file.

    Raises DataError where it is not what the check of links writes.
    """
    if not file.exists():
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        links = [
            DeadLink(str(each["address"]), str(each["why"]), tuple(map(str, each["pages"])))
            for each in content["links"]
        ]
        return DeadLinks(datetime.date.fromisoformat(content["tried"]), tuple(links))
    except (ValueError, KeyError, TypeError) as error:
        write = 'delete this file, or let "imhsite external-links" write it again'
        problem = Problem(file.name, write=write, got=repr(error), code="unreadable-file")
        raise DataError([problem]) from error
