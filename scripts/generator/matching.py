"""Which programs serve a place and an age, and in which group of a list each stands.

The finder in the browser (`overrides/assets/finder.js`) follows the same rules; both run the cases in
`tests/cases/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.ages import AgeRange
from generator.catalog import Catalog
from generator.records import Need, Program, Region, Town

NEAR, STATEWIDE = "near", "statewide"
GROUPS = ("near", "services", "statewide", "initiatives", "age-not-stated", "ended")


@dataclass(frozen=True, slots=True)
class Group:
    """The programs of a list that belong under one heading; `name` is one of GROUPS."""

    name: str
    programs: tuple[Program, ...]


class Matcher:
    """Answers for one catalog; towns of regions and programs by place ("" for statewide) are looked up once."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.towns_of: dict[str, list[Town]] = {slug: [] for slug in catalog.regions}
        for town in catalog.towns.values():
            for region in town.regions:
                self.towns_of[region].append(town)
        self._order = {slug: place for place, slug in enumerate(catalog.towns)}
        self._named_by: dict[str, frozenset[str]] = {}
        self._by_place: dict[str, list[Program]] = {}
        for program in catalog.programs.values():
            for slug in ("",) if program.serves.statewide else program.serves.slugs:
                self._by_place.setdefault(slug, []).append(program)

    def towns_served(self, program: Program) -> list[Town]:
        """Return the towns that PROGRAM names, by themselves or by a region; none where it is statewide."""
        served = {town for slug in program.serves.slugs for town in self._towns_in(slug)}
        return [self.catalog.towns[slug] for slug in sorted(served, key=self._order.__getitem__)]

    def _towns_in(self, slug: str) -> list[str]:
        return [slug] if slug in self.catalog.towns else [town.slug for town in self.towns_of[slug]]

    def reach(self, program: Program, place: Town | Region | None) -> str:
        """Return NEAR, STATEWIDE or "" for how PROGRAM reaches PLACE (None: the whole state)."""
        if program.serves.statewide:
            return STATEWIDE
        return NEAR if place is None or not self.named_by(place).isdisjoint(program.serves.slugs) else ""

    def named_by(self, place: Town | Region) -> frozenset[str]:
        """Return the slugs by which a program can name PLACE: its own, and those of its regions or of its towns and theirs."""
        if place.slug not in self._named_by:
            towns = [place] if isinstance(place, Town) else self.towns_of[place.slug]
            self._named_by[place.slug] = frozenset({place.slug}.union(*({town.slug, *town.regions} for town in towns)))
        return self._named_by[place.slug]

    def _reaching(self, place: Town | Region | None) -> Iterable[Program]:
        """The programs that may reach PLACE, without looking at all the others."""
        if place is None:
            return self.catalog.programs.values()
        found = {program.slug: program for slug in ("", *self.named_by(place)) for program in self._by_place.get(slug, ())}
        return found.values()

    def grouped(self, place: Town | Region | None = None, ages: AgeRange | None = None, need: Need | None = None) -> list[Group]:
        """Return the groups of programs for PLACE, AGES and NEED, without empty groups.

        A program whose ages are not stated matches no age and never vanishes: it has a group of its own.
        """
        found: dict[str, list[Program]] = {name: [] for name in GROUPS}
        for program in self._reaching(place):
            reach = self.reach(program, place)
            fits = (ages is None or program.ages is None or program.ages.meets(ages)) and (need is None or need.slug in program.needs)
            if reach and fits:
                found[group_of(program, reach if place else "")].append(program)
        return [Group(name, tuple(sorted(programs, key=rank))) for name, programs in found.items() if programs]


def group_of(program: Program, reach: str = "") -> str:
    """Return the name of the group that PROGRAM stands in; REACH is NEAR or STATEWIDE where a place is asked for."""
    if program.status == "ended":
        return "ended"
    if program.ages is None:
        return "age-not-stated"
    if program.sort == "initiative":
        return "initiatives"
    return reach or "services"


def rank(program: Program) -> tuple:
    """Return the key that sorts a group: services first, then what somebody checked, then by name."""
    return program.sort != "service", program.status != "active", program.name


def handed_out(groups: Iterable[Group], most: int) -> tuple[list[Group], int]:
    """Return the services of GROUPS that a family can ask for now, at most MOST, and how many there are besides."""
    found, left = [], most
    every = 0
    for group in groups:
        services = [program for program in group.programs if program.sort == "service" and program.status != "ended"]
        every += len(services)
        if kept := tuple(services[:left]):
            found.append(Group(group.name, kept))
        left -= len(kept)
    return found, max(every - most, 0)


def count(groups: Iterable[Group]) -> int:
    """Return the number of programs in GROUPS that have not ended."""
    return sum(len(group.programs) for group in groups if group.name != "ended")
