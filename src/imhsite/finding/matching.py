"""Which programs serve a place and an age, and in which group of a list each stands.

The finder in the browser (`src/imhsite/theme/assets/finder_rows.js`) follows the same rules; both
run the cases in `tests/cases/`. A set of programs is an integer with a bit for each, in the order
in which lists show them: so a list of some thousand costs no more than one of ten, until somebody
reads all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from imhsite.finding.distances import Distances
from imhsite.model.ages import AgeRange
from imhsite.model.fields import Places
from imhsite.model.records import STATUSES, Need, Program, Region, Town
from imhsite.model.services import ServiceSite
from imhsite.reading.catalog import Catalog

NEAR, HOME, NEIGHBORS, STATEWIDE = "near", "home", "neighbors", "statewide"
REACHES = (NEAR, HOME, NEIGHBORS, STATEWIDE)  # how a program reaches a place, the best first
AT_HOME = "home"  # the setting of programs that come to the home
LONGEST = 40  # programs in a list that is shown whole
# Of a longer one: shown of its first group and of each other, named of those near.
MOST_FIRST, MOST_OTHER, MOST_NAMES = 20, 5, 100
MOST_SIMILAR = 3  # programs to turn to instead of another
MOST_NEIGHBORS = 12  # programs of other towns
GROUPS = (
    *REACHES[:3],
    "services",
    STATEWIDE,
    "initiatives",
    "age-not-stated",
    "not-stated",
    "ended",
)
UNCOUNTED = ("ended", NEIGHBORS)  # groups of programs that may not be for who asks


class Programs(Sequence):
    """The RANKED programs whose bits are in MASK, read lazily.

    Those in a set of ORDER stand before those in later ones, and before the others.
    """

    def __init__(self, ranked: Sequence[Program], mask: int, order: Iterable[int] = ()) -> None:
        self.ranked, self.mask, self.order = ranked, mask, order

    def __len__(self) -> int:
        return self.mask.bit_count()

    def __iter__(self) -> Iterator[Program]:
        rest = self.mask
        for first in self.order:
            yield from self._in_order(rest & first)
            rest &= ~first
        yield from self._in_order(rest)

    def _in_order(self, mask: int) -> Iterator[Program]:
        bits = bin(mask)
        place = bits.rfind("1")
        while place > 1:
            yield self.ranked[len(bits) - place - 1]
            place = bits.rfind("1", 2, place)

    def __getitem__(self, at: int | slice) -> Program | tuple[Program, ...]:
        if isinstance(at, slice):
            return tuple(islice(self, *at.indices(len(self))))
        return next(islice(self, range(len(self))[at], None))


@dataclass(frozen=True, slots=True)
class Group:
    """The programs of a list that belong under one heading; `name` is one of GROUPS."""

    name: str
    programs: Programs


@dataclass(frozen=True, slots=True)
class Nearest:
    """The town of the site of a program that is nearest to a place, and how far it is: 0 there."""

    town: Town
    away: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A group as a page shows it: whole programs, those near that are only named, and the rest.

    `nearest` has the nearest site of a program by its slug, where a town is asked for.
    """

    name: str
    count: int
    shown: Sequence[Program]
    named: Sequence[Program] = ()
    nearest: Mapping[str, Nearest] = field(default_factory=dict)

    @property
    def left(self) -> int:
        return self.count - len(self.shown) - len(self.named)


class Matcher:
    """Answers for one catalog.

    Towns of regions, and programs by place ("" for statewide), are looked up once.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.towns_of: dict[str, list[Town]] = {slug: [] for slug in catalog.regions}
        for town in catalog.towns.values():
            for region in town.regions:
                self.towns_of[region].append(town)
        self._towns_in = {
            slug: [town.slug for town in towns] for slug, towns in self.towns_of.items()
        } | {town: [town] for town in catalog.towns}
        self.distances = Distances(catalog)
        self._named_by: dict[str, frozenset[str]] = {}
        self._by_age: dict[AgeRange, int] = {}

    @cached_property
    def ranked(self) -> list[Program]:
        """Every program, in the order in which it stands in the group that it is in."""
        return sorted(self.catalog.programs.values(), key=rank)

    @cached_property
    def _bits(self) -> dict[str, int]:
        return {program.slug: bit for bit, program in enumerate(self.ranked)}

    @cached_property
    def _by_place(self) -> dict[str, int]:
        """The set of programs that name each place; "" for the whole state."""
        return _sets(
            self.ranked, lambda program: ("",) if program.serves.statewide else program.serves.slugs
        )

    @cached_property
    def _by_need(self) -> dict[str, int]:
        return _sets(self.ranked, lambda program: program.needs)

    @cached_property
    def _by_site(self) -> dict[str, int]:
        """The set of programs that have a site in each town, for all whom they serve."""
        return _sets(
            self.ranked,
            lambda program: [s.town for s in self.catalog.sites_of(program) if not narrows(s)],
        )

    @cached_property
    def _narrow_sites(self) -> dict[str, list[tuple[ServiceSite, int]]]:
        """The sites in each town that serve only some places, each with its program."""
        found: dict[str, list[tuple[ServiceSite, int]]] = {}
        for bit, program in enumerate(self.ranked):
            for site in filter(narrows, self.catalog.sites_of(program)):
                found.setdefault(site.town, []).append((site, 1 << bit))
        return found

    def _with_site_in(self, town: str, place: Town | Region) -> int:
        """The set of programs with a site in TOWN where families of PLACE can go."""
        narrow = self._narrow_sites.get(town, ())
        return self._by_site.get(town, 0) | _union(
            program for site, program in narrow if self._is_for(site, place)
        )

    def _is_for(self, site: ServiceSite, place: Town | Region) -> bool:
        return not narrows(site) or not self.named_by(place).isdisjoint(site.serves.slugs)

    @property
    def _everywhere(self) -> int:
        return self._by_place.get("", 0)

    @cached_property
    def _at_home(self) -> int:
        homes = _sets(self.ranked, lambda program: program.setting or ())
        return homes.get(AT_HOME, 0) & self._everywhere

    @cached_property
    def _services(self) -> int:
        """The set of the programs for families that have not ended."""
        living = _sets(self.ranked, lambda program: (program.sort,) * (program.status != "ended"))
        return living.get("service", 0)

    @cached_property
    def _by_group(self) -> dict[str, int]:
        return _sets(self.ranked, lambda program: (group_of(program),))

    def towns_served(self, program: Program) -> list[Town]:
        """Return the towns that PROGRAM names, directly or by a region; empty if statewide."""
        return self.towns_in(program.serves)

    def towns_in(self, places: Places) -> list[Town]:
        """Return the towns that PLACES name, directly or by a region; empty if statewide."""
        slugs = set().union(*[self._towns_in[slug] for slug in places.slugs])
        return self.catalog.get("towns", sorted(slugs))  # as all towns stand

    def similar(self, program: Program) -> tuple[Program, ...]:
        """Return services for families who cannot have PROGRAM, those that share most needs first.

        They serve a place of PROGRAM and an age that it is for.
        """
        fits = self._by_group.get("services", 0) & ~(1 << self._bits[program.slug])
        if program.ages:
            fits &= self._meeting(program.ages)
        fits &= self._by_place.get("", 0) | _union(
            self.near(place).mask for place in self._named(program.serves)
        )
        sharing: list[int] = []  # sets of the programs that share at least 1, 2, 3 ... needs
        for need in program.needs:
            others = self._by_need.get(need, 0) & fits
            grown = [*sharing, 0]
            for at, fewer in enumerate([fits, *sharing]):
                grown[at] |= fewer & others
            sharing = grown
        found: list[Program] = []
        for at, mask in reversed([*enumerate(sharing)]):
            more = sharing[at + 1] if at + 1 < len(sharing) else 0
            found += Programs(self.ranked, mask & ~more)[: MOST_SIMILAR - len(found)]
        return tuple(found)

    def _named(self, places: Places) -> list[Town | Region]:
        catalog = self.catalog
        return [catalog.towns.get(slug) or catalog.regions[slug] for slug in places.slugs]

    def reach(self, program: Program, place: Town | Region | None) -> str:
        """Return NEAR, STATEWIDE or "" for how PROGRAM reaches PLACE (None: the whole state)."""
        if program.serves.statewide:
            return STATEWIDE
        return (
            NEAR
            if place is None or not self.named_by(place).isdisjoint(program.serves.slugs)
            else ""
        )

    def named_by(self, place: Town | Region) -> frozenset[str]:
        """Return the slugs by which a program can name PLACE.

        They are its own, and those of its regions, or of its towns and theirs.
        """
        if place.slug not in self._named_by:
            towns = [place] if isinstance(place, Town) else self.towns_of[place.slug]
            self._named_by[place.slug] = frozenset(
                {place.slug}.union(*({town.slug, *town.regions} for town in towns))
            )
        return self._named_by[place.slug]

    def _meeting(self, ages: AgeRange) -> int:
        """The set of programs for AGES; one whose ages are not stated never vanishes."""
        if ages not in self._by_age:
            self._by_age[ages] = _sets(
                self.ranked,
                lambda program: ("",) if program.ages is None or program.ages.meets(ages) else (),
            ).get("", 0)
        return self._by_age[ages]

    def near(self, place: Town | Region) -> Programs:
        """Return the programs that name PLACE, a place in it or one that holds it."""
        return Programs(
            self.ranked, _union(self._by_place.get(slug, 0) for slug in self.named_by(place))
        )

    def around(self, place: Town | Region) -> tuple[Programs, int]:
        """Return the programs of towns and regions that a list for PLACE can hold.

        The first ones, as many as is returned with them, name it.
        """
        near, neighbors = self.near(place), self._reached(place)[NEIGHBORS]
        return Programs(self.ranked, near.mask | neighbors, [near.mask]), len(near)

    def grouped(
        self,
        place: Town | Region | None = None,
        ages: AgeRange | None = None,
        need: Need | None = None,
    ) -> list[Group]:
        """Return the groups of programs for PLACE, AGES and NEED, without empty groups, near first.

        A program whose ages are not stated matches no age and never vanishes: it has a group of its
        own.
        """
        fits = (1 << len(self.ranked)) - 1
        if ages is not None:
            fits &= self._meeting(ages)
        if need is not None:
            fits &= self._by_need.get(need.slug, 0)
        masks = dict.fromkeys(GROUPS, 0) | {
            name: programs & fits for name, programs in self._by_group.items()
        }
        order: list[int] = []
        if place:
            reached = self._reached(place)
            order = [*self._order_near(place, reached)]
            neighbors, services = reached.pop(NEIGHBORS), masks.pop("services")
            masks = {name: mask & _union(reached.values()) for name, mask in masks.items()}
            masks |= {reach: services & mask for reach, mask in reached.items()}
            masks[NEIGHBORS] = neighbors & fits
        return [
            Group(name, Programs(self.ranked, masks[name], order))
            for name in GROUPS
            if masks.get(name)
        ]

    def _reached(self, place: Town | Region) -> dict[str, int]:
        """Return the set of programs that reach PLACE in each of REACHES."""
        there = _union(self._with_site_in(town, place) for town in self._towns_in[place.slug])
        near = self.near(place).mask | (self._everywhere & there)
        statewide = self._everywhere & ~near
        return {
            NEAR: near,
            HOME: statewide & self._at_home,
            NEIGHBORS: self._neighbors(place),
            STATEWIDE: statewide & ~self._at_home,
        }

    def _neighbors(self, place: Town | Region) -> int:
        """The set of services near PLACE that do not name it: the nearest, MOST_NEIGHBORS."""
        others = self._services & ~self.near(place).mask & ~self._everywhere
        levels = self._levels(place)
        nearby = Programs(self.ranked, _union(levels) & others, levels)
        return _union(1 << self._bits[program.slug] for program in nearby[:MOST_NEIGHBORS])

    def _levels(self, place: Town | Region) -> list[int]:
        """Return the sets of programs with a site near PLACE, by distance, the nearest first."""
        if not isinstance(place, Town) or not (self._by_site or self._narrow_sites):
            return []
        levels: dict[int, int] = {}
        for away, town in self.distances.nearby(place):
            levels[away] = levels.get(away, 0) | self._with_site_in(town, place)
        return [*levels.values()]

    def _order_near(self, place: Town | Region, reached: dict[str, int]) -> Iterator[int]:
        """Yield sets of programs: by how they reach PLACE, then by how far their sites are."""
        levels = self._levels(place)
        for reach in REACHES:
            yield from (reached[reach] & level for level in levels)
            yield reached[reach]

    def nearest(self, program: Program, place: Town | Region | None) -> Nearest | None:
        """Return the site of PROGRAM that is nearest to PLACE; None where there is none to say."""
        if not isinstance(place, Town):
            return None
        sites = [site for site in self.catalog.sites_of(program) if self._is_for(site, place)]
        if not sites:
            return None
        between = self.distances.between
        away, town = min((between(place.slug, site.town), site.town) for site in sites)
        return Nearest(self.catalog.towns[town], away)

    def with_nearest(self, listed: Iterable[Listed], place: Town | Region) -> list[Listed]:
        """Return LISTED with the nearest site of each program that they show."""
        return [replace(group, nearest=self._nearest_of(group.shown, place)) for group in listed]

    def _nearest_of(self, programs: Iterable[Program], place: Town | Region) -> dict[str, Nearest]:
        found = {program.slug: self.nearest(program, place) for program in programs}
        return {slug: nearest for slug, nearest in found.items() if nearest}


def narrows(site: ServiceSite) -> bool:
    """Whether SITE serves only some of the places that its program serves."""
    return site.serves is not None and not site.serves.statewide


def _sets(ranked: list[Program], names: Callable[[Program], Iterable[str]]) -> dict[str, int]:
    """Return for each of the NAMES of programs the set of those that have it."""
    bits: dict[str, bytearray] = {}
    for place, program in enumerate(ranked):
        for name in names(program):
            bits.setdefault(name, bytearray(len(ranked) // 8 + 1))[place >> 3] |= 1 << (place & 7)
    return {name: int.from_bytes(members, "little") for name, members in bits.items()}


def _union(sets: Iterable[int]) -> int:
    united = 0
    for each in sets:
        united |= each
    return united


def uncut(groups: Iterable[Group]) -> list[Listed]:
    """Return GROUPS as a page shows them whole."""
    return [Listed(group.name, len(group.programs), tuple(group.programs)) for group in groups]


def cut(groups: list[Group]) -> list[Listed]:
    """Return GROUPS as a page shows them; from LONGEST on, the beginning of each."""
    if sum(len(group.programs) for group in groups) <= LONGEST:
        return uncut(groups)
    return [
        _beginning(group, MOST_OTHER if place else MOST_FIRST) for place, group in enumerate(groups)
    ]


def _beginning(group: Group, most: int) -> Listed:
    programs = group.programs[: most + (MOST_NAMES if group.name == NEAR else 0)]
    return Listed(group.name, len(group.programs), programs[:most], programs[most:])


def group_of(program: Program, reach: str = "") -> str:
    """Return the group of PROGRAM; REACH is one of REACHES where a place is asked for."""
    if program.status == "ended":
        return "ended"
    if reach == NEIGHBORS:
        return reach
    if program.ages is None:
        return "age-not-stated"
    if program.sort == "initiative":
        return "initiatives"
    return reach or "services"


def rank(program: Program) -> tuple:
    """Return the key that sorts a group: services first, then the surest status, then by name."""
    return program.sort != "service", STATUSES.index(program.status), program.name


def handed_out(groups: Iterable[Group], most: int) -> tuple[list[Group], list[Program]]:
    """Return at most MOST services of GROUPS that a family can ask for now, and the others."""
    result, room = [], most
    others: list[Program] = []
    for group in groups:
        services = [
            program
            for program in group.programs
            if program.sort == "service" and program.status != "ended"
        ]
        if part := tuple(services[:room]):
            result.append(Group(group.name, part))
        others += services[room:]
        room -= len(part)
    return result, others


def count(groups: Iterable[Group]) -> int:
    """Return the number of programs in GROUPS that serve who asks and have not ended."""
    return sum(len(group.programs) for group in groups if group.name not in UNCOUNTED)
