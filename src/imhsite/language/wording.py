"""How a value is said in the language of a page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import accumulate

from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    get_day_names,
    get_month_names,
)
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from markupsafe import Markup, escape

from imhsite.language.labels import Labels
from imhsite.language.locales import locale_of, name_of
from imhsite.language.marks import plain
from imhsite.model.ages import Age, AgeRange
from imhsite.model.dates import PartialDate, Span
from imhsite.model.fields import Year
from imhsite.model.hours import DAY_LONG, Hours, Opening

_MEGABYTE = 1_000_000
MOST_CACHED = 4096  # labels with their blanks filled: names of programs would fill memory


class Wording:
    """Words values in one language, with the labels of that language."""

    def __init__(self, labels: Labels, language: str) -> None:
        self.labels, self.language = labels, language
        self.locale = locale_of(language, labels.first)
        self.date, self.ages, self.number = cache(self.date), cache(self.ages), cache(self.number)
        self.label = lru_cache(MOST_CACHED, typed=True)(self.label)

    def label(self, name: str, /, **values: object) -> Markup:
        """Return the label NAME, its blanks filled; `count` chooses the plural form."""
        return self.labels.word(self.language, name, **values)

    def text(self, name: str, /, **values: object) -> str:
        """Return what `label` does as plain text, for what is not HTML."""
        return plain(str(self.label(name, **values).unescape()))

    def forms(self, name: str) -> dict[str, str]:
        """Return the forms of the label NAME with their blanks, for a script to fill."""
        return self.labels.get(self.language, name).forms

    @property
    def direction(self) -> str:
        """Which way the language is written, as HTML's `dir`: ltr or rtl."""
        return self.locale.text_direction

    def name_of(self, language: str) -> str:
        """Return the name of LANGUAGE in itself."""
        return name_of(language, self.labels.first)

    def number(self, number: float) -> str:
        """Return NUMBER with the separators of the language."""
        return format_decimal(number, locale=self.locale)

    def date(self, date: PartialDate) -> str:
        """Return DATE as exactly as it is known: 2015, March 2015, March 9, 2015."""
        if not date.month:
            return str(date.year)
        if not date.day:
            return format_skeleton("yMMMM", date.begins, locale=self.locale)
        return format_date(date.begins, "long", locale=self.locale)

    def span(self, span: Span) -> Markup:
        """Return SPAN as readers say it: the day of the week, the date and the hours."""
        first, last = (
            format_date(day, "full", locale=self.locale) for day in (span.first, span.last)
        )
        if span.first != span.last:
            return self.label("span-days", first=first, last=last)
        starts, ends = (
            time and format_time(time, "short", locale=self.locale)
            for time in (span.starts, span.ends)
        )
        if ends:
            return self.label("span-hours", day=first, starts=starts, ends=ends)
        return self.label("span-from", day=first, starts=starts) if starts else escape(first)

    def hours(self, hours: Hours) -> list[Markup]:
        """Return HOURS as readers say them, in lines; words of the source as they are."""
        if hours.always:
            return [self.label("hours-always")]
        lines = [self._opening(opening) for opening in hours.openings]
        lines += [escape(hours.words)] if hours.words else []
        lines += [self.label("hours-by-appointment")] if hours.by_appointment else []
        return lines + (
            [self.label("hours-closed-on-holidays")] if hours.closed_on_holidays else []
        )

    def _opening(self, opening: Opening) -> Markup:
        names = get_day_names(locale=self.locale)
        days = [
            names[first]
            if first == last
            else self.label("hours-days", first=names[first], last=names[last])
            for first, last in opening.runs
        ]
        spans = [
            self.label("hours-times", starts=self._clock(starts), ends=self._clock(ends))
            for starts, ends in opening.spans
        ]
        line = self.label("hours-week", days=self.listed(days), times=self.listed(spans))
        if opening.months:
            months = get_month_names(locale=self.locale)
            first, last = (months[month] for month in opening.months)
            name = "hours-season" if first != last else "hours-month"
            line = self.label(name, first=first, last=last, hours=line)
        return line[:1].upper() + line[1:]

    def _clock(self, minute: int) -> str:
        if minute == DAY_LONG[1]:
            return self.text("hours-midnight")
        return format_time(datetime.time(*divmod(minute, 60)), "short", locale=self.locale)

    def listed(self, parts: Iterable[str]) -> Markup:
        """Return PARTS as readers list them: A, B and C."""
        return Markup(format_list([escape(part) for part in parts], locale=self.locale))

    def language_name(self, language: str) -> str:
        """Return the name of LANGUAGE in the language of the page, such as Spanish."""
        name = self.locale.languages.get(language.replace("-", "_"), "")
        return name or self.name_of(language)

    def size(self, size: int) -> str:
        """Return the SIZE of a file in bytes as people say it, such as 412 kB."""
        large = size >= _MEGABYTE
        unit = "digital-megabyte" if large else "digital-kilobyte"
        count = round(size / _MEGABYTE, 1) if large else max(1, round(size / 1000))
        return format_unit(count, unit, "short", locale=self.locale)

    def year(self, year: Year) -> str:
        """Return YEAR, with "about" before it where it is not exact."""
        return str(self.label("about-year", year=year.year)) if year.about else str(year.year)

    def ages(self, ages: AgeRange | None) -> Markup:
        """Return AGES as readers say them, or that they are not stated."""
        if ages is None:
            return self.label("ages-not-stated")
        if ages.first is None:
            return self.label("ages-under", age=self._age(ages.last))
        if ages.open:
            return self.label("ages-and-up", age=self._age(ages.first))
        if ages.last is None:
            return self._age(ages.first)
        return self.label("ages-from-to", first=self._age(ages.first), last=self._age(ages.last))

    def _age(self, age: Age) -> Markup:
        return self.label("age-" + age.unit.replace(" ", "-"), count=age.count)


def opening(text: str, most: int) -> str:
    """Return the sentences at the beginning of TEXT, as many as MOST letters hold; at least one."""
    sentences = re.split(r"(?<=[.!?])\s", text.split("\n")[0])
    ends = accumulate(len(sentence) + 1 for sentence in sentences)
    return " ".join(sentences[: max(1, sum(end - 1 <= most for end in ends))])


def lines(text: str) -> list[str]:
    """Return the lines of TEXT, each of which is a paragraph; none is empty."""
    return [line for line in text.split("\n") if line.strip()]
