"""The words of a site by which a directory's own are understood: needs, settings, places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from imhsite.intake import values
from imhsite.language.wording import Wording
from imhsite.reading.catalog import Catalog

OTHER_NEED = "other-help"  # the record that an import adds for programs without a need of the list
_WORD = re.compile(r"[^\W_]+")


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
        self._settings = _Phrases((one.slug, one.name, ()) for one in catalog.settings.values())
        self._places = dict(self._named_places())
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
        return self._needs.found(term)

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
        for term in (name, code, *codes, *parts[:0:-1]):
            found = (
                [slug for slug in self.places(term) if slug in self.catalog.towns] if term else []
            )
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

    def _named_places(self) -> Iterable[tuple[str, list[str]]]:
        association = self.catalog.association
        zips: dict[str, list[str]] = {}
        for town in self.catalog.towns.values():
            for name in (*(town.spellings or ()), *(place for place, _ in town.places or ())):
                yield _joined(name), [town.slug]
            for code, share in town.zips or ():
                if share is None or share >= 50:
                    zips[code] = [town.slug]
        for town in self.catalog.towns.values():
            yield _joined(town.name), [town.slug]
        for region in self.catalog.regions.values():
            for name in (*(region.also_called or ()), region.name):
                yield _joined(name), [region.slug]
        yield from zips.items()
        state = association.state
        for name in (
            "statewide",
            "state wide",
            state,
            f"all of {state}",
            f"state of {state}",
            f"entire state of {state}",
            "entire state",
            association.state_code or state,
        ):
            yield _joined(name), ["statewide"]


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
        self.whole: dict[str, str] = {}
        self.within: dict[str, str] = {}
        for slug, name, others in named:
            for text in (name, *others):
                phrase = _singular(_joined(text))
                self.whole.setdefault(phrase, slug)
                if " " in phrase or text == name:
                    self.within.setdefault(phrase, slug)

    def found(self, term: str) -> list[str]:
        words = _singular(_joined(term))
        if words in self.whole:
            return [self.whole[words]]
        slugs = (slug for phrase, slug in self.within.items() if f" {phrase} " in f" {words} ")
        return list(dict.fromkeys(slugs))
