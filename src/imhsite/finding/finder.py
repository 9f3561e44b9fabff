"""The data of the browser's finder: `programs/finder.json`, by language; `programs/near/*.json`.

As long as there are few programs, the first file holds them all. Of more, it holds those that are
tied to no town, with the counts of the others; these lie in a file for each place, which is fetched
once the place is chosen. So what is fetched grows with the programs near one place, not with all
there are. `src/imhsite/theme/assets/finder_rows.js` reads both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain

from imhsite.finding.filters import Filters
from imhsite.finding.matching import (
    AT_HOME,
    GROUPS,
    MOST_NEIGHBORS,
    Listed,
    Matcher,
    group_of,
    narrows,
)
from imhsite.finding.program_words import ProgramWords, where
from imhsite.finding.typed import answers
from imhsite.language.wording import Wording
from imhsite.model.ages import AgeRange
from imhsite.model.fields import Phone
from imhsite.model.records import Program, Region, Town
from imhsite.reading.catalog import Catalog

FILE, NEAR = "programs/finder.json", "programs/near/"
PARTS = ("with", "need", "age", "place", "who")  # of what is asked; each can be given up
MOST_TOGETHER = 100  # programs that are fetched at once, with what each does
MOST_CARDS, FEW_CARDS = 24, 6  # a longer list than MOST_CARDS begins with so FEW of each group
SORTS = ("service", "initiative")
ENDED, HOME = 2, 4  # added to the place in SORTS: it has ended; it comes to the home

_COLUMNS = (
    "name", "slug", "ages", "kind", "needs", "phone", "dials", "line", "where", "status", "at",
    "offer",
)  # fmt: skip
_Row = dict[str, object]


class FinderData:
    """The programs of one catalog, in the order of their lists: `first` ones and `others`."""

    def __init__(self, catalog: Catalog, matcher: Matcher) -> None:
        self.catalog, self.matcher = catalog, matcher
        programs = matcher.ranked
        is_split = len(programs) > MOST_TOGETHER
        self.others = [program for program in programs if is_split and program.serves.slugs]
        self.first = [program for program in programs if not (is_split and program.serves.slugs)]
        self.needs = {slug: index for index, slug in enumerate(catalog.needs)}
        self.filters = Filters(catalog)
        self._filters = {slug: index for index, slug in enumerate(self.filters.slugs)}
        places = chain(catalog.towns, catalog.regions)
        self._places = {slug: _letter(index) for index, slug in enumerate(places)}
        self._weeks: dict[tuple, int] = {(): 0}
        self._terms: dict[tuple, int] = {((), ()): 0}
        self._offers: dict[tuple, int] = {}
        self.ages: dict[AgeRange | None, int] = {None: 0}
        self.statuses: dict[tuple, Program] = {}
        self._status_index: dict[tuple, int] = {}
        self._cell_texts: dict[str, tuple[str, ...]] = {}
        self._lines = {slug: index for index, slug in enumerate(catalog.help_lines, 1)}
        for program in programs:
            self.ages.setdefault(program.ages, len(self.ages))
            self._status_index.setdefault(self._status(program), len(self.statuses))
            self.statuses.setdefault(self._status(program), program)
            self._weeks.setdefault(self.filters.week(program), len(self._weeks))
            self._terms.setdefault(_terms(program), len(self._terms))
            self._offers.setdefault(self._offer(program), len(self._offers))

    @property
    def count(self) -> int:
        """How many programs have not ended."""
        return sum(program.status != "ended" for program in self.catalog.programs.values())

    @property
    def count_elsewhere(self) -> int:
        """How many of the `others` have not ended."""
        return sum(program.status != "ended" for program in self.others)

    def groups(self) -> list[Listed]:
        """Return the groups of the list before any question is answered."""
        groups: dict[str, list[Program]] = {name: [] for name in GROUPS}
        for program in self.first:
            groups[group_of(program)].append(program)
        most = MOST_CARDS if len(self.first) <= MOST_CARDS else FEW_CARDS
        return [
            Listed(name, len(programs), tuple(programs[:most]))
            for name, programs in groups.items()
            if programs
        ]

    def files(self) -> dict[str, str]:
        """Return the content of the file of each language by its path."""
        association = self.catalog.association
        return {
            f"{association.folder(language)}{FILE}": self._file(language)
            for language in association.languages
        }

    def near(self) -> Iterator[tuple[str, str]]:
        """Yield the path and the content of the file of each place, where there are such files."""
        if self.others:
            for place in chain(self.catalog.towns.values(), self.catalog.regions.values()):
                yield f"{NEAR}{place.slug}.json", self._near(place)

    def _file(self, language: str) -> str:
        words = ProgramWords(self.catalog, Wording(self.catalog.labels, language))
        lines = [
            self.catalog.translated(line, language) for line in self.catalog.help_lines.values()
        ]
        shown = {program.slug for group in self.groups() for program in group.shown}
        rows = [
            self._row(program)
            | {
                "serves": _serves(program),
                "says": "" if program.slug in shown else self._says(program, words),
            }
            for program in self.first
        ]
        statuses = [words.status(program).unescape() for program in self.statuses.values()]
        data = {
            "ages": [[*_span(span), words.ages(span).unescape()] for span in self.ages],
            "statuses": statuses,
            "lines": [line.name for line in lines],
            "far": [self.matcher.distances.radius, self.matcher.distances.farthest],
            "neighbors": MOST_NEIGHBORS,
            "filters": [*zip(self.filters.slugs, self.filters.words(words.words), strict=True)],
            "weeks": [*self._weeks],
            "terms": [words.costs_and_languages(*terms) for terms in self._terms],
            "offers": [*self._offers],
            "answers": answers(self.catalog, words.words, PARTS),
            "zone": self.catalog.association.time_zone or "",
            "programs": _columns(rows),
            "elsewhere": self._counts() if self.others else None,
        }
        return _json(data)

    def _says(self, program: Program, words: ProgramWords) -> str:
        """What PROGRAM does, where there are few; the page itself holds that of those it shows."""
        return "" if self.others else words.says(program)

    def _near(self, place: Town | Region) -> str:
        """Return the programs near PLACE as JSON, column by column.

        The cells of a program are written once, as many places share it.
        """
        programs, near = self.matcher.around(place)
        columns = zip(*map(self._cells, programs), strict=True)
        pairs = zip(_COLUMNS, columns, strict=False)  # there is no column where nothing is near
        texts = [f'"{name}":[{",".join(cells)}]' for name, cells in pairs]
        return "{" + ",".join([*texts, f'"near":{near}']) + "}"

    def _cells(self, program: Program) -> tuple[str, ...]:
        if program.slug not in self._cell_texts:
            values = (self._row(program) | {"where": self._where(program)}).values()
            cells = [str(value) if type(value) is int else _json(value) for value in values]
            self._cell_texts[program.slug] = tuple(cells)
        return self._cell_texts[program.slug]

    def _row(self, program: Program) -> _Row:
        """What the finder knows of PROGRAM, in the order of _COLUMNS.

        `line` is 0 for its own number, else the place of the help line, from 1 on.
        """
        line = self.catalog.lines_for(program)[0]
        phone = program.phone or line.phone
        return {
            "name": program.name,
            "slug": "" if program.slug == _slug(program.name) else program.slug,
            "ages": self.ages[program.ages],
            "kind": self._kind(program),
            "needs": "".join(_letter(self.needs[slug]) for slug in program.needs),
            "phone": _short(phone),
            "dials": _dials(phone),
            "line": 0 if program.phone else self._lines[line.slug],
            "where": where(self.catalog, program.serves),
            "status": self._status_index[self._status(program)],
            "at": self._at(program),
            "offer": self._offers[self._offer(program)],
        }

    def _where(self, program: Program) -> str | int:
        """Where PROGRAM serves, its few places as letters: its reader knows them by name."""
        few = isinstance(where(self.catalog, program.serves), str)
        slugs = program.serves.slugs
        return "".join(self._places[slug] for slug in slugs) if few else len(slugs)

    def _offer(self, program: Program) -> tuple:
        """What PROGRAM states of the filters, when it is open, its costs and languages."""
        stated = (self._letters(program, fits) for fits in (True, False))
        return *stated, self._weeks[self.filters.week(program)], self._terms[_terms(program)]

    def _status(self, program: Program) -> tuple:
        """What the words on whether PROGRAM runs depend on."""
        if program.status != "unchecked":
            return program.status, program.ended or program.checked
        printed = self.catalog.sources[program.sources[0]].date
        return program.status, printed and printed.year

    def _kind(self, program: Program) -> int:
        at_home = program.serves.statewide and AT_HOME in (program.setting or ())
        ended = program.status == "ended"
        return SORTS.index(program.sort) + ENDED * ended + HOME * at_home

    def _at(self, program: Program) -> str:
        """The towns of the sites of PROGRAM, a letter each, by their place among all towns.

        A site that serves only some places follows on its own, with these places: `AB C/DE`.
        """
        of_all, narrow = set(), set()
        for site in self.catalog.sites_of(program):
            town = self._places[site.town]
            if narrows(site):
                narrow.add(f"{town}/{''.join(self._places[slug] for slug in site.serves.slugs)}")
            else:
                of_all.add(town)
        return " ".join(["".join(sorted(of_all)), *sorted(narrow)])

    def _letters(self, program: Program, fits: bool) -> str:
        """The filters of which PROGRAM states that it FITS, or that it does not."""
        stated = self.filters.stated(program).items()
        found = (
            self._filters[slug] for slug, each in stated if each == fits and slug in self._filters
        )
        return "".join(map(_letter, sorted(found)))

    def _counts(self) -> dict:
        """Return how many of the other programs fit.

        It has a line for any age and one from each edge of an age to the next, each with the
        services and then the initiatives, for any need and for each need.
        """
        edges = sorted(
            {month for span in self.ages if span for month in (span.youngest, span.below)}
        )
        width = 1 + len(self.needs)
        lines = [[0] * (width * len(SORTS)) for _ in range(1 + len(edges))]
        for program in self.others:
            if program.status == "ended":
                continue
            begins = width * SORTS.index(program.sort)
            cells = [begins, *(begins + 1 + self.needs[slug] for slug in program.needs)]
            fitting = (
                range(edges.index(program.ages.youngest), edges.index(program.ages.below))
                if program.ages
                else ()
            )
            for line in chain([0], (1 + edge for edge in fitting)):
                for cell in cells:
                    lines[line][cell] += 1
        return {"edges": [_number(edge) for edge in edges], "counts": lines}


def _terms(program: Program) -> tuple:
    """What the words on cost and languages of PROGRAM depend on."""
    return program.costs or (), program.languages or ()


def _short(phone: Phone) -> str:
    """The text of PHONE; its digits alone where they are ten, parted as everywhere here."""
    digits = re.sub(r"\D", "", phone.text)
    return digits if phone.text == f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" else phone.text


def _dials(phone: Phone) -> str:
    """What PHONE dials; "" where that is its digits after the code of its country."""
    return "" if phone.href == "+1" + re.sub(r"\D", "", phone.text) else phone.href


def _serves(program: Program) -> str:
    return "*" if program.serves.statewide else " ".join(program.serves.slugs)


def _letter(index: int) -> str:
    return chr(ord("0") + index)


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _span(span: AgeRange | None) -> list:
    return [_number(span.youngest), _number(span.below)] if span else ["", ""]


def _number(months: float) -> float | int:
    return int(months) if months == int(months) else months


def _columns(rows: list[_Row]) -> dict[str, list]:
    """ROWS column by column, which is a third smaller once compressed."""
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
