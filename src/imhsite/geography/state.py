"""The places of a state as records: its counties, or its towns where those are known."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from imhsite.geography.drawing import draw
from imhsite.geography.gazetteer import Gazetteer, Point, ZipCode
from imhsite.geography.outlines import Outlines
from imhsite.geography.words import Word, word_of
from imhsite.model.fields import BOXES, SOME

TOWNS = Path(__file__).with_name("towns")
SOURCE = "public-geography"
# The last word of a county's full name that nobody says.
SILENT = "Municipio"
PLANNING_REGION = "Planning Region"  # what the list of full names lacks
VILLAGE, POST_OFFICE, PLACE = "village", "post office", "place"
SHORT = re.compile(
    r" (?:County|Parish|(?:City and )?Borough|Census Area|Municipality|Municipio|city|Island"
    r"|District|Planning Region)$"
)


@dataclass
class Place:
    """A county or a town, with what people type to find it."""

    name: str
    center: Point
    county: str
    people: int = 0
    spellings: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    zips: dict[str, str] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return slug(self.name)

    def add(self, name: str, kind: str) -> None:
        """Add a place in this one, unless it has the name already."""
        if name not in (self.name, *self.spellings):
            self.places.setdefault(name, kind)

    def add_zip(self, code: ZipCode) -> None:
        self.zips[_ZipText(code.code)] = SOME if code.county else BOXES
        self.people += code.people


class Geography:
    """What is known of a state: `places` in alphabetical order, and what they are drawn by."""

    def __init__(self, gazetteer: Gazetteer, outlines: Outlines) -> None:
        self.gazetteer, self.outlines = gazetteer, outlines
        self.state = gazetteer.state
        self.towns = towns_of(self.state.code)
        self.unplaced: list[ZipCode] = []
        places = self._towns() if self.towns else self._counties()
        self.places = sorted(places, key=lambda place: place.slug)

    @property
    def word(self) -> Word | None:
        """What the state calls its places; None for towns."""
        endings = [name.split()[-1] for name in self.full_names.values()]
        return None if self.towns else word_of(endings)

    @cached_property
    def full_names(self) -> dict[str, str]:
        """The full name of each county by its code, such as "Kent County"."""
        names = self.gazetteer.counties
        return {
            code: names.get(code) or f"{name} {PLANNING_REGION}"
            for code, name in sorted(self.outlines.names.items())
        }

    @property
    def largest(self) -> Place:
        """The place with the most people, for examples."""
        return max(self.places, key=lambda place: place.people)

    def records(self) -> dict[str, dict[str, dict]]:
        """Return the records of towns, regions and kinds of region, by kind and slug."""
        records = {"towns": {place.slug: self._record(place) for place in self.places}}
        if self.towns:
            records["region_kinds"] = {"county": self._kind_of_region()}
            codes = sorted(self.full_names, key=self.full_names.__getitem__)
            records["regions"] = {slug(self.full_names[code]): self._region(code) for code in codes}
        return records

    def map(self) -> str:
        """Return the map of the counties, as places or as the regions that hold the towns."""
        names = {code: slug(self._name(code)) for code in self.full_names}
        shapes = {names[code]: shape for code, shape in self.outlines.shapes.items()}
        return draw(dict(sorted(shapes.items())), "region-" if self.towns else "town-")

    def _kind_of_region(self) -> dict:
        return {
            "name": "County",
            "plural": "Counties",
            "meaning": f"The counties of {self.state.name}. People use their names to say where a"
            " place is.",
            "source": SOURCE,
            "covers": "every town",
        }

    def _region(self, code: str) -> dict:
        towns = _Lines(place.slug for place in self.places if place.county == code)
        region = {"name": self.full_names[code], "region_kind": "county"}
        return region | ({"towns": towns} if towns else {})

    def _record(self, place: Place) -> dict:
        east, north = place.center
        record: dict = {"name": place.name}
        record["center"] = f"{north:.4f}, {east:.4f}"
        for name in ("spellings", "places", "zips"):
            if value := getattr(place, name):
                record[name] = value if name == "spellings" else dict(sorted(value.items()))
        return record

    def _name(self, code: str) -> str:
        name = self.full_names[code]
        return name.removesuffix(SILENT).rstrip() if not self.towns else name

    def _counties(self) -> Iterable[Place]:
        places = {
            code: Place(self._name(code), self.outlines.center(code), code)
            for code in self.full_names
        }
        for place in places.values():
            short = SHORT.sub("", place.name)
            place.spellings = [short] if short != place.name else []
        for settlement in self.gazetteer.settlements:
            places[self.outlines.county_of(settlement.point)].add(settlement.name, PLACE)
        for code in self.gazetteer.zip_codes:
            place = places[self._county_of(code)]
            place.add(code.post_office, POST_OFFICE)
            place.add_zip(code)
        return places.values()

    def _towns(self) -> Iterable[Place]:
        codes: dict[str, list[ZipCode]] = defaultdict(list)
        for code in self.gazetteer.zip_codes:
            codes[code.post_office].append(code)
        points = {settlement.name: settlement.point for settlement in self.gazetteer.settlements}
        named = {*self.towns, *(name for names in self.towns.values() for name in names)}
        self.unplaced = [
            code for name, found in codes.items() if name not in named for code in found
        ]
        for name, villages in self.towns.items():
            own = [code for part in (name, *villages) for code in codes.get(part, ())]
            center = points.get(name) or _middle(own)
            place = Place(name, center, self.outlines.county_of(_middle(own) if own else center))
            for village in villages:
                place.add(village, VILLAGE)
            for code in own:
                place.add_zip(code)
            yield place

    def _county_of(self, code: ZipCode) -> str:
        return (
            code.county if code.county in self.full_names else self.outlines.county_of(code.point)
        )


def towns_of(code: str) -> dict[str, list[str]]:
    """Return the towns of the state CODE with the villages in each; empty where not known."""
    file = TOWNS / f"{code}.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}


def slug(name: str) -> str:
    """Return NAME as it stands in addresses: small letters, digits and hyphens."""
    letters = unicodedata.normalize("NFKD", re.sub("['\u2019\u02bb]", "", name))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return "-".join(re.findall("[a-z0-9]+", plain.lower()))


class _ZipText(str):
    """A ZIP code, which YAML has to quote: it is no number."""


class _Lines(list):
    """A list of which each item has a line of its own, to be moved by staff."""


class _Dumper(yaml.SafeDumper):
    """Writes records as people write them by hand."""


_Dumper.add_representer(
    _ZipText,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'),
)
_Dumper.add_representer(
    _Lines,
    lambda dumper, items: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", items, flow_style=False
    ),
)


def text_of(records: Mapping[str, object]) -> str:
    """Return RECORDS as YAML with a blank line between two, lists and small tables on one line."""
    return "\n".join(
        yaml.dump(
            {name: fields},
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            width=100,
            default_flow_style=None,
        )
        for name, fields in records.items()
    )


def _middle(codes: list[ZipCode]) -> Point:
    """Return where the people of the ZIP CODES live on average."""
    weights = [max(code.people, 1) for code in codes]
    return tuple(
        sum(code.point[axis] * weight for code, weight in zip(codes, weights, strict=True))
        / sum(weights)
        for axis in (0, 1)
    )
