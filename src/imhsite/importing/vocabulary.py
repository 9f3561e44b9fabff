"""The words of a site by which a directory's own are understood: needs, settings, places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

from imhsite.files import source
from imhsite.intake import values
from imhsite.language.wording import Wording
from imhsite.reading.catalog import Catalog

OTHER_NEED = "other-help"  # the record that an import adds for programs without a need of the list
POST_OFFICE = "post office"  # its name may be that of a city in the next county
Named = tuple[str, str, int]  # a name, the place that it means, and its rank among others
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_AREAS = re.compile(r",| and (?=[A-Z])| (?:[-\u2013>]+) ")
_COUNTRY = {"us", "u s", "usa", "u s a", "united states", "united states of america"}
_NEED_WORDS = Path(__file__).with_name("need_words.yaml")


class Vocabulary:
    """What CATALOG calls needs, settings and places, and what it says of programs."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.wording = Wording(catalog.labels, catalog.association.languages[0])
        self.section = next(iter(catalog.sections), "")
        self._needs = _Phrases(
            (need.slug, need.name, (*(need.also or ()), need.slug.replace("-", " ")))
            for need in catalog.needs.values()
        )
        self._of_directories = _Phrases(_need_words())
        self._settings = _Phrases((one.slug, one.name, ()) for one in catalog.settings.values())
        association = catalog.association
        self._state = {
            _joined(name) for name in (association.state, association.state_code) if name
        }
        self._places = _sure(self._named_places())
        self._towns = _sure(self._names_of_towns())
        self._names = {
            (_joined(name), town.slug)
            for town in catalog.towns.values()
            for name in (*(town.spellings or ()), *(place for place, _ in town.places or ()))
        }
        self.needs = lru_cache(4096)(self.needs)

    def say(self, label: str, **blanks: str) -> str:
        """Return a label as plain text, in the first language of the site."""
        return self.wording.text(label, **blanks)

    def meanings(self) -> dict[str, list[str]]:
        """Return what a mapping may say that words mean, by what they are about."""
        catalog = self.catalog
        return {
            "status": ["open", "closed"],
            "needs": [*catalog.needs, OTHER_NEED],
            "setting": [*catalog.settings],
            "costs": [*catalog.costs],
            "places": ["statewide", *catalog.regions, *catalog.towns],
        }

    def needs(self, term: str) -> list[str]:
        """Return the needs whose name, or another word for it, stands in TERM."""
        known = self._needs.found(term) or self._of_directories.found(term)
        return [slug for slug in known if slug in self.catalog.needs]

    def settings(self, term: str) -> list[str]:
        """Return the settings whose name stands in TERM, or as which TERM is known."""
        known = {"in person": [], "online": [], "phone": [], "home": ["home"], "group": ["group"]}
        slugs = known.get(term.strip().lower()) or self._settings.found(term)
        return [slug for slug in slugs if slug in self.catalog.settings]

    def places(self, term: str) -> list[str]:
        """Return the towns and regions, or "statewide", that TERM names; [] for none."""
        words = values.zip_code(_joined(term))
        short = re.sub(
            r"^(?:city|town|village|county|borough) of | (?:city|town|twp|township)$", "", words
        )
        return self._places.get(words) or self._places.get(short, [])

    def areas(self, text: str) -> list[str]:
        """Return the terms of TEXT, one area with what it lies in: "US, Ohio, Allen County".

        The state beside another place only says where that is.
        """
        terms = [term.strip(" .") for term in _BETWEEN_AREAS.split(text)]
        terms = [term for term in terms if term]
        inner = [term for term in terms if _joined(term) not in _COUNTRY]
        within = [term for term in inner if _joined(term) not in self._state]
        return within or inner[:1] or terms

    def town(self, name: str, code: str, street: str) -> str:
        """Return the town of an address by its NAME, its ZIP code or the end of its STREET.

        "" where none is sure. Of several places with this NAME, that of the ZIP code: Schoolcraft
        in Michigan is a village of Kalamazoo County, and short for another county.
        """
        for slug in self.places(code) if code else ():
            if (_joined(name), slug) in self._names:
                return slug
        parts = [part.strip() for part in street.split(",")]
        codes = re.findall(r"\b\d{5}\b(?=(?:-\d{4})?$)", street.strip())
        for term in filter(None, (name, code, *codes, *parts[:0:-1])):
            known = self._towns.get(_joined(term), self.places(term))
            found = [slug for slug in known if slug in self.catalog.towns]
            if len(found) == 1:
                return found[0]
        return ""

    def street(self, text: str, town: str) -> str:
        """Return TEXT, a street, without its TOWN, its state and its ZIP code."""
        association, name = self.catalog.association, self.catalog.towns[town].name
        state = "|".join(map(re.escape, filter(None, (association.state_code, association.state))))
        end = rf"(?:,? *(?:{re.escape(name)}|{state}|\d{{5}}(?:-\d{{4}})?))+ *$"
        return re.sub(end, "", text, flags=re.IGNORECASE).rstrip(" ,") or text

    def widest(self, slugs: Iterable[str]) -> list[str]:
        """Return SLUGS without towns that lie in a region among them."""
        slugs = [s for s in slugs if s in self.catalog.towns or s in self.catalog.regions]
        towns = self.catalog.towns
        return [s for s in slugs if s not in towns or not {*towns[s].regions} & {*slugs}]

    def _names_of_towns(self) -> Iterator[Named]:
        """What an address calls towns: a city of a county before the county that is called so."""
        for town in self.catalog.towns.values():
            yield _joined(town.name), town.slug, 2
            for name in town.spellings or ():
                yield _joined(name), town.slug, 1
            for name, kind in town.places or ():
                yield _joined(name), town.slug, int(kind != POST_OFFICE)

    def _named_places(self) -> Iterator[Named]:
        yield from self._names_of_towns()
        for town in self.catalog.towns.values():
            for name in town.spellings or ():
                yield _joined(name), town.slug, 2
            yield _joined(town.name), town.slug, 3
            for code, share in town.zips or ():
                if share is None or share >= 50:
                    yield code, town.slug, 5
        for region in self.catalog.regions.values():
            for name in (*(region.also_called or ()), region.name):
                yield _joined(name), region.slug, 4
        state = self.catalog.association.state
        for name in self._state:  # some are also called as one of their counties
            yield name, "statewide", 2
        for words in ("statewide", "state wide", "entire state"):
            yield words, "statewide", 6
        for words in ("all of", "state of", "entire state of"):
            yield _joined(f"{words} {state}"), "statewide", 6


def _sure(named: Iterable[Named]) -> dict[str, list[str]]:
    """Return the one place that each name means: the first in rank; [] where several are."""
    best: dict[str, tuple[int, list[str]]] = {}
    for name, slug, rank in named:
        above, slugs = best.get(name, (-1, []))
        if rank > above:
            best[name] = rank, [slug]
        elif rank == above and slug not in slugs:
            slugs.append(slug)
    return {name: slugs if len(slugs) == 1 else [] for name, (_, slugs) in best.items()}


def _joined(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _singular(text: str) -> str:
    return " ".join(
        word[:-1] if len(word) > 3 and word[-1] == "s" else word for word in text.split()
    )


class _Phrases:
    """Names with other words for them. One word alone says enough only where it is all there is:
    "abuse" is another thing in "substance abuse".
    """

    def __init__(self, named: Iterable[tuple[str, str, Iterable[str]]]) -> None:
        self.whole: dict[str, list[str]] = defaultdict(list)
        self.within: dict[str, list[str]] = {}
        for slug, name, others in named:
            for text in filter(None, (name, *others)):
                phrase = _singular(_joined(text))
                self.whole[phrase].append(slug)
                if " " in phrase or text == name:
                    self.within[phrase] = self.whole[phrase]

    def found(self, term: str) -> list[str]:
        words = _singular(_joined(term))
        if words in self.whole:
            return list(dict.fromkeys(self.whole[words]))
        slugs = (slugs for phrase, slugs in self.within.items() if f" {phrase} " in f" {words} ")
        return list(dict.fromkeys(chain.from_iterable(slugs)))


def _need_words() -> Iterator[tuple[str, str, list[str]]]:
    for key, node in source.parse(
        _NEED_WORDS.read_text(encoding="utf-8"), _NEED_WORDS.name
    ).records:
        yield key.text, "", [item.text for item in node.items]
