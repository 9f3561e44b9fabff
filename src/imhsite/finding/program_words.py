"""What cards, sheets and the finder's rows say of a program, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from imhsite.language.wording import Wording
from imhsite.model.ages import AgeRange
from imhsite.model.fields import Places
from imhsite.model.records import Program
from imhsite.reading.catalog import Catalog

MOST_NAMED = 3  # places; of more it is said how many


def where(catalog: Catalog, places: Places) -> str | int:
    """Return "*" for the whole state, "" for no place, a few names, or the number of many."""
    if places.statewide or not places.slugs:
        return "*" if places.statewide else ""
    if len(places.slugs) > MOST_NAMED:
        return len(places.slugs)
    return ", ".join(
        (catalog.towns.get(slug) or catalog.regions[slug]).name for slug in places.slugs
    )


class ProgramWords:
    """Words for the programs of one catalog in one language, escaped for HTML as labels are."""

    def __init__(self, catalog: Catalog, words: Wording) -> None:
        self.catalog, self.words = catalog, words

    def ages(self, ages: AgeRange | None) -> Markup:
        """Return the tag on the AGES that a program is for."""
        return self.words.label("ages-tag", ages=self.words.ages(ages)) if ages else self._no_ages

    @property
    def _no_ages(self) -> Markup:
        return self.words.label("ages-not-stated")

    def places(self, program: Program) -> Markup:
        """Return where PROGRAM can be used, in a few words."""
        return self.where(program.serves)

    def where(self, places: Places) -> Markup:
        """Return PLACES in a few words."""
        places, label = where(self.catalog, places), self.words.label
        if isinstance(places, int):
            return label("places-count", count=places)
        return {"*": label("statewide"), "": label("no-place")}.get(places) or Markup.escape(places)

    def terms(self, program: Program) -> Markup:
        """Return what PROGRAM costs and which languages it speaks; "" where neither is known."""
        costs = escape(self._costs(program.costs or ()))
        parts = (costs, self.languages(program.languages))
        return Markup(" · ").join([part for part in parts if part])

    def _costs(self, slugs: Iterable[str]) -> str:
        costs = self.catalog.get("costs", slugs)
        return ", ".join(self.catalog.translated(cost, self.words.language).name for cost in costs)

    def costs_and_languages(self, costs: Iterable[str], tags: Iterable[str]) -> list:
        """Return the parts of `terms` for the finder: text, and languages with their own names."""
        return [self._costs(costs), [(tag, self.words.name_of(tag)) for tag in tags]]

    def languages(self, tags: Iterable[str] | None) -> Markup:
        """Return the names of languages, each in itself, as whoever looks for it knows it."""
        named = '<span lang="{}">{}</span>'
        return Markup(", ").join(
            [Markup(named).format(tag, self.words.name_of(tag)) for tag in tags or ()]
        )

    def status(self, program: Program) -> Markup:
        """Return one line on whether PROGRAM runs."""
        label = self.words.label
        if program.status == "ended":
            return label("status-ended", year=self.words.year(program.ended))
        if program.status != "unchecked":
            return label(f"status-{program.status}", date=self.words.date(program.checked))
        source = self.catalog.sources[program.sources[0]]
        line = self.catalog.help_lines[self.catalog.association.first_line]
        year = source.date.year if source.date else label("undated")
        return label("status-unchecked", year=year, line=line.phone.text)

    def says(self, program: Program) -> str:
        """Return what PROGRAM does, in a sentence or two; "" where nobody has translated it."""
        language = self.words.language
        if not self.catalog.is_translated(program, "for_parents", language):
            return ""
        return self.catalog.translated(program, language).for_parents.split("\n")[0]
