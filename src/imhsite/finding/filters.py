"""By what the finder narrows its list: only by what the records state.

A program that does not say is never taken for one that says no: it has a group of its own, below
those that fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from imhsite.finding.matching import AT_HOME
from imhsite.language.wording import Wording
from imhsite.model.dates import today
from imhsite.model.hours import Hours
from imhsite.model.records import Program
from imhsite.reading.catalog import Catalog
from imhsite.reading.freshness import without_old_room

OPEN = "open"  # now: the browser knows, by `week`
DAY = 24 * 60  # minutes


class Filters:
    """The filters that the programs of one catalog allow."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    @cached_property
    def slugs(self) -> list[str]:
        """The filters that some program fits, in the order in which they are offered."""
        fitting = {
            name
            for program in self.catalog.programs.values()
            for name, fits in self.stated(program).items()
            if fits
        }
        return [name for name in self._all() if name in fitting]

    def _all(self) -> Iterator[str]:
        yield from ("home", "joins", "free")
        yield from (f"pays-{cost.slug}" for cost in self._insurances)
        yield from (f"speaks-{language}" for language in self._languages)
        yield from (OPEN, "evening")

    @cached_property
    def _insurances(self) -> list:
        return [cost for cost in self.catalog.costs.values() if cost.payment == "insurance"]

    @cached_property
    def _languages(self) -> list[str]:
        """The languages that programs speak, besides the first of the site."""
        first = self.catalog.association.languages[0]
        programs = self.catalog.programs.values()
        spoken = {language for program in programs for language in self._spoken(program)}
        return sorted(spoken - {first})

    def _spoken(self, program: Program) -> set[str]:
        records = [program, *self.catalog.sites_of(program)]
        return {language for record in records for language in record.languages or ()}

    def _hours(self, program: Program) -> list[Hours]:
        records = [program, *self.catalog.sites_of(program)]
        return [record.hours for record in records if record.hours and record.hours.openings]

    def stated(self, program: Program) -> dict[str, bool]:
        """Return what PROGRAM states: whether it fits each filter about which it says anything."""
        program = without_old_room(self.catalog, program, today())
        found = {"home": AT_HOME in program.setting} if program.setting else {}
        if program.capacity:
            found["joins"] = program.capacity == "open"
        if program.costs:
            found |= self._payment(program.costs)
        if spoken := self._spoken(program):
            found |= {f"speaks-{language}": language in spoken for language in self._languages}
        if hours := self._hours(program):
            found |= {OPEN: True, "evening": any(each.in_evening for each in hours)}
        return found

    def _payment(self, costs: tuple[str, ...]) -> dict[str, bool]:
        """What is free needs no insurance, so it fits whichever a family has."""
        free = any(cost.payment == "free" for cost in self.catalog.get("costs", costs))
        pays = {f"pays-{cost.slug}": free or cost.slug in costs for cost in self._insurances}
        return {"free": free} | pays

    def week(self, program: Program) -> tuple[int, ...]:
        """Return when PROGRAM or one of its sites is open in this month: from, to, from, to ...

        They are minutes of the week from Monday on, in the time zone of the site.
        """
        spans = {
            (day * DAY + start, day * DAY + end)
            for hours in self._hours(program)
            for opening in hours.in_month(today().month)
            for day in opening.days
            for start, end in opening.spans
        }
        return tuple(minute for span in sorted(spans) for minute in span)

    def words(self, wording: Wording) -> list[str]:
        """Return the name of each of the `slugs` in the language of WORDING."""
        return [self._word(slug, wording) for slug in self.slugs]

    def _word(self, slug: str, wording: Wording) -> str:
        kind, _, of = slug.partition("-")
        if kind == "speaks":
            return wording.name_of(of)
        if kind == "pays":
            cost = self.catalog.translated(self.catalog.costs[of], wording.language)
            return wording.text("filter-pays", cost=cost.name)
        return wording.text(f"filter-{kind}")
