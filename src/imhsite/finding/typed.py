"""The words by which finder and search understand typed ages, places and filters, and the finder's
answers.

The former are labels in every language of the site at once, because people type in any of them;
`src/imhsite/theme/assets/typed_ages.js`, `typed_places.js` and `finder_asked.js` read with them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from imhsite.language.locales import locale_of
from imhsite.language.wording import Wording
from imhsite.reading.catalog import Catalog

FILE = "programs/typed.json"
AGE_WORDS = (
    "one", "half", "quarter", "days", "weeks", "months", "years", "pregnant", "newborn", "due",
    "born", "today", "yesterday", "ago", "almost", "under", "over", "and", "or", "to", "children",
    "corrected", "early", "weeker", "baby", "toddler", "preschool", "kindergarten", "grade",
    "around",
)  # fmt: skip
NUMBERS = ("numbers", "tens")  # kept apart by language: their order tells which number a word is
ADDED = {"around": ("people",)}  # a label is too short for all words of a kind
STATES = ("states-a-to-m", "states-n-to-z")
PLACE_WORDS = ("streets", "before", "unit", "in", "near", "of", "link", "around", "age", "short")
OF_AGES = ("unknown", "which", "several", "early", "about", "rest", "unread", "heard")
OF_PLACES = (
    "failed", "unknown", "outside", "search", "which", "several", "disagree", "near", "sure",
    "street", "in", "state", "meant",
)  # fmt: skip
UNITS = ("pregnant", "newborn", "days", "weeks", "months", "years")
# The blanks that the script fills.
FOUND = ("typed", "there", "place", "towns", "rest", "age", "answers", "programs")


def words(catalog: Catalog, filters: Iterable[str] = ()) -> str:
    """Return the words for ages, places and FILTERS, and the states by language, as JSON.

    Words in a list are parted by commas.
    """
    languages = catalog.association.languages

    def words_in(language: str, *names: str) -> list[str]:
        labels = (catalog.labels.get(language, f"typed-{name}").forms["other"] for name in names)
        return [word.strip() for text in labels for word in text.split(",")]

    def by_language(*names: str) -> dict[str, str]:
        return {language: ",".join(words_in(language, *names)) for language in languages}

    def together(*names: str) -> str:
        return ",".join(
            dict.fromkeys(word for language in languages for word in words_in(language, *names))
        )

    def of_filter(slug: str) -> str:
        kind, _, of = slug.partition("-")
        if kind == "speaks":
            tag = of.replace("-", "_")
            told = (locale_of(each).languages.get(tag) for each in (*languages, of))
            names = dict.fromkeys(filter(None, told))
            speaking = together("filter-speaking").split(",")
            return ",".join([*names, *(f"{name} {word}" for name in names for word in speaking)])
        if kind == "pays":
            costs = (catalog.translated(catalog.costs[of], language) for language in languages)
            return ",".join(dict.fromkeys(word for cost in costs for word in cost.also or ()))
        return together(f"filter-{kind}")

    ages = {
        name: together(f"age-{name}", *(f"age-{more}" for more in ADDED.get(name, ())))
        for name in AGE_WORDS
    }
    numbers = {name: list(by_language(f"age-{name}").values()) for name in NUMBERS}
    places = {name: together(f"place-{name}") for name in PLACE_WORDS}
    data = {
        "ages": {"languages": ",".join(languages)} | numbers | ages,
        "places": places | {"states": by_language(*STATES)},
        "filters": {slug: of_filter(slug) for slug in filters},
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def answers(catalog: Catalog, words: Wording, parts: Iterable[str]) -> dict[str, dict]:
    """Return what the finder says in WORDS to an age and a place, and how many programs fit.

    PARTS are the questions that it can give up where nothing fits.
    """
    given = {
        "state": catalog.translated(catalog.association, words.language).state,
        "line": catalog.first_line.phone.text,
    } | {name: f"{{{name}}}" for name in FOUND}

    def said(name: str) -> str:
        return words.text(name, **given)

    places = {name: said(f"finder-place-{name}") for name in OF_PLACES}
    return {
        "age": {name: said(f"finder-age-{name}") for name in OF_AGES}
        | {"units": {unit: words.forms(f"heard-{unit}") for unit in UNITS}},
        "place": places
        | {"lost": said("finder-locate-failed"), "rest": said("finder-sentence-rest")},
        "count": {
            "fit": words.forms("finder-count"),
            "there": words.forms("finder-count-for"),
            "none": said("finder-count-none"),
            "open": said("finder-count-open"),
            "widened": said("finder-widened"),
            "parts": {name: said(f"finder-without-{name}") for name in parts},
        },
    }
