"""What Unicode's CLDR says of a language: plural forms, dates, numbers, names, direction.

Languages are tags such as en, pt-BR or zh-Hant. CLDR has no data for some, such as Hmong (hmn):
those follow the rules of a fallback, which is the first language of the site.
"""

from __future__ import annotations

from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

from imhsite.files.problems import quote
from imhsite.model.fields import PLURAL_FORMS

FALLBACK = "en"
_COUNTS = (*range(201), 1_000, 10_000, 100_000)  # by these, rules show the forms they choose


@cache
def _own_locale(language: str) -> Locale | None:
    parts = language.split("-")
    while parts:
        try:
            return Locale.parse("-".join(parts), sep="-")
        except UnknownLocaleError:
            parts.pop()
    return None


def has_data(language: str) -> bool:
    """Return whether CLDR has data for LANGUAGE."""
    return _own_locale(language) is not None


def exists(language: str) -> bool:
    """Return whether LANGUAGE begins with the code of a language."""
    return language.split("-")[0] in Locale(FALLBACK).languages


def locale_of(language: str, fallback: str = FALLBACK) -> Locale:
    """Return the data of LANGUAGE, else those of the language FALLBACK, else those of English."""
    return _own_locale(language) or _own_locale(fallback) or Locale(FALLBACK)


def name_of(language: str, fallback: str = FALLBACK) -> str:
    """Return the name of LANGUAGE in itself, or in the language FALLBACK where CLDR has no data."""
    own = _own_locale(language)
    name = own.display_name if own else locale_of(fallback).languages.get(language, language)
    return name[:1].upper() + name[1:]


@lru_cache(4096)  # a page words few numbers, and many pages the same
def plural_form(language: str, count: float) -> str:
    """Return which of PLURAL_FORMS the COUNT of something takes in LANGUAGE."""
    return locale_of(language).plural_form(count)


@cache
def needed_forms(language: str) -> tuple[str, ...]:
    """Return the plural forms that whole numbers under a million need in LANGUAGE, and "other"."""
    needed = {plural_form(language, count) for count in _COUNTS} | {"other"}
    return tuple(form for form in PLURAL_FORMS if form in needed)


@cache
def known_forms(language: str) -> tuple[str, ...]:
    """Return the plural forms that some number takes in LANGUAGE, such as "many" for a million."""
    return tuple(
        form
        for form in PLURAL_FORMS
        if form == "other" or form in locale_of(language).plural_form.tags
    )


def quoted_list(words: tuple[str, ...]) -> str:
    """Return WORDS in quotation marks as an English list: "one", "two" and "other"."""
    return format_list([quote(word) for word in words], locale="en_GB")
