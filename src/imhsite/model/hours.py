"""Hours: when a place is open or a number is answered.

In the data they stand one way, as in "Mon-Fri 8:30-16:30; closed on holidays". `understand` reads
what else people write, and `str` says it that way. Words that are not about days and times, such
as "Ask at the desk", are words of the source and stay words.
"""

from __future__ import annotations

import calendar
import datetime
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = tuple(calendar.month_name)[1:]
SATURDAY = 5
EVENING = 17 * 60  # minutes after midnight
LONGEST_VISIT = 4 * 60  # minutes that a group meets, or that a place is open to walk in
DAY_LONG = (0, 24 * 60)
_ALWAYS, _APPOINTMENT, _HOLIDAYS = "24 hours", "by appointment", "closed on holidays"

Span = tuple[int, int]  # from and to, in minutes after midnight; 1440 is the midnight after


class Contradiction(ValueError):
    """Hours that cannot be: `write` says what to do about them."""

    def __init__(self, write: str) -> None:
        super().__init__(write)
        self.write = write


@dataclass(frozen=True, slots=True)
class Opening:
    """Days of the week, 0 for Monday, with their hours.

    `months` are the first and the last of a season, 1 for January; None stands for all year.
    """

    days: tuple[int, ...]
    spans: tuple[Span, ...]
    months: tuple[int, int] | None = None

    @property
    def runs(self) -> list[tuple[int, int]]:
        """Its days as runs, first and last: Monday to Friday are one."""
        runs: list[tuple[int, int]] = []
        for day in self.days:
            if runs and runs[-1][1] == day - 1:
                runs[-1] = runs[-1][0], day
            else:
                runs.append((day, day))
        return runs

    @property
    def minutes(self) -> int:
        """How long it is open on one of its days."""
        return sum(ends - starts for starts, ends in self.spans)

    def holds_in(self, month: int) -> bool:
        """Return whether it is about the MONTH, 1 for January."""
        return self.months is None or month in _months_of(self.months)

    def __str__(self) -> str:
        days = ", ".join("-".join(DAYS[day] for day in dict.fromkeys(run)) for run in self.runs)
        return f"{days} {', '.join('-'.join(map(clock, span)) for span in self.spans)}"


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody is there: by the week, by appointment, or in the `words` of the source."""

    openings: tuple[Opening, ...] = ()
    by_appointment: bool = False
    closed_on_holidays: bool = False
    words: str = ""

    @property
    def always(self) -> bool:
        """Whether it is open day and night, all year."""
        return self.openings == _DAY_AND_NIGHT

    def in_month(self, month: int | None) -> list[Opening]:
        """Return the openings in MONTH; those of a season stand for those of all year then.

        Without a month, return all.
        """
        if month is None:
            return [*self.openings]
        there = [opening for opening in self.openings if opening.holds_in(month)]
        return [opening for opening in there if opening.months] or there

    def is_open(self, day: int, time: datetime.time, month: int | None = None) -> bool | None:
        """Return whether it is open on the DAY of the week, 0 for Monday, at TIME.

        None where the hours do not say: they are words, only by appointment, or depend on a month
        that is not given.
        """
        minute = time.hour * 60 + time.minute
        spans = [opening.spans for opening in self.in_month(month) if day in opening.days]
        if not self.openings or (month is None and self.has_seasons):
            return None
        return any(start <= minute < end for start, end in sum(spans, ()))

    @property
    def visits(self) -> list[Opening]:
        """The openings that somebody can plan for, such as those of a weekly group.

        A place that is open for half a day or more is one to go to at any time.
        """
        if self.by_appointment:
            return []
        return [opening for opening in self.openings if opening.minutes <= LONGEST_VISIT]

    def months_of(self, opening: Opening) -> list[int]:
        """Return the months in which OPENING holds; none where it holds all year."""
        if opening.months:
            return _months_of(opening.months)
        if not self.has_seasons:
            return []
        return [month for month in range(1, 13) if opening in self.in_month(month)]

    @property
    def has_seasons(self) -> bool:
        """Whether the hours differ by the month."""
        return any(opening.months for opening in self.openings)

    @property
    def in_evening(self) -> bool | None:
        """Whether it is open after 17:00 or on a weekend; None where the hours do not say."""
        if not self.openings:
            return None
        return any(
            opening.days[-1] >= SATURDAY or any(end > EVENING for _, end in opening.spans)
            for opening in self.openings
        )

    def rows(self, today: datetime.date) -> Iterator[Row]:
        """Yield the rows that hours are in a table: days with one span each.

        A season is the one that TODAY is in, or the next.
        """
        for opening in self.openings:
            dates = season(opening.months, today) if opening.months else (None, None)
            for starts, ends in opening.spans:
                yield Row(opening.days, clock(starts, 2), clock(min(ends, 1439), 2), *dates)

    def schedules(self, today: datetime.date) -> list[dict[str, str]]:
        """Return the hours as schedules of HSDS 3.1, without identifiers.

        What cannot be said as days and times is a schedule with a description alone.
        """
        notes = "; ".join(word for word in self._remarks if word)
        rows = [
            _without_nothing(
                freq="WEEKLY",
                byday=",".join(DAYS[day][:2].upper() for day in row.days),
                opens_at=row.opens,
                closes_at=row.closes,
                valid_from=row.first and row.first.isoformat(),
                valid_to=row.last and row.last.isoformat(),
                notes=notes,
            )
            for row in self.rows(today)
        ]
        return rows or ([{"description": notes}] if notes else [])

    def specifications(self, today: datetime.date) -> list[dict[str, object]]:
        """Return the hours as OpeningHoursSpecification of schema.org."""
        return [
            _without_nothing(
                **{"@type": "OpeningHoursSpecification"},
                dayOfWeek=[calendar.day_name[day] for day in row.days],
                opens=row.opens,
                closes=row.closes,
                validFrom=row.first and row.first.isoformat(),
                validThrough=row.last and row.last.isoformat(),
            )
            for row in self.rows(today)
        ]

    @property
    def _remarks(self) -> tuple[str, ...]:
        appointment = _APPOINTMENT if self.by_appointment else ""
        return self.words, appointment, _HOLIDAYS if self.closed_on_holidays else ""

    def __str__(self) -> str:
        """The hours as they are written in the data."""
        return "; ".join(part for part in (self._weeks, *self._remarks) if part)

    @property
    def _weeks(self) -> str:
        if self.always:
            return _ALWAYS
        parts: dict[tuple[int, int] | None, list[str]] = {}
        for opening in self.openings:
            parts.setdefault(opening.months, []).append(str(opening))
        return "; ".join(_season_words(months) + ", ".join(week) for months, week in parts.items())


@dataclass(frozen=True, slots=True)
class Row:
    """Days of the week with one span of hours on them: HH:MM, midnight as 23:59.

    `first` and `last` are the days between which it holds; None where it does all year.
    """

    days: tuple[int, ...]
    opens: str
    closes: str
    first: datetime.date | None = None
    last: datetime.date | None = None


def clock(minute: int, digits: int = 1) -> str:
    """Return the MINUTE after midnight as a clock of 24 hours says it: 8:30, 24:00."""
    return f"{minute // 60:0{digits}}:{minute % 60:02}"


def season(months: tuple[int, int], today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of the season of MONTHS that TODAY is in, or the next."""
    first, last = months
    for year in range(today.year - 1, today.year + 2):
        end_year = year + (last < first)
        ends = datetime.date(end_year, last, calendar.monthrange(end_year, last)[1])
        if ends >= today:
            break
    return datetime.date(year, first, 1), ends


def _months_of(months: tuple[int, int]) -> list[int]:
    first, last = months
    return [(month - 1) % 12 + 1 for month in range(first, last + 1 + 12 * (last < first))]


def _season_words(months: tuple[int, int] | None) -> str:
    return f"{' to '.join(MONTHS[m - 1] for m in dict.fromkeys(months))}: " if months else ""


def _without_nothing(**values: object) -> dict:
    return {name: value for name, value in values.items() if value}


_WEEK = tuple(range(7))
_DAY_AND_NIGHT = (Opening(_WEEK, (DAY_LONG,)),)
_DAY = (
    r"mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:nesdays?|s)?|thu(?:r(?:s(?:days?)?)?)?|fri(?:days?)?"
    r"|sat(?:urdays?)?|sun(?:days?)?|m|tu|t|w|th|f|sa|su"
)
_MONTH = "|".join(rf"{name[:3]}(?:{name[3:]}|{name[3:4]})?" for name in map(str.lower, MONTHS))
_TOKENS = {
    "always": r"24 ?/ ?7|24 hours(?: a day)?(?:,? (?:7|seven) days(?: a week)?)?|day and night"
    r"|around the clock",
    "appointment": r"(?:only )?(?:and )?by (?:appointment|appt\.?)(?: only)?|appointment only",
    "holidays": r"(?:and )?(?:closed|except)(?: on)?"
    r"(?: (?:all|state|federal|legal|public|major))? holidays",
    "week": r"daily|every day|(?:7|seven) days a week|each day",
    "weekdays": r"(?:every )?week ?days?|business days",
    "weekend": r"week ?ends?",
    "day": rf"(?:{_DAY})\b\.?",
    "month": rf"(?:{_MONTH})\b\.?",
    "time": r"(?:\d{1,2}(?:[:.]\d\d)?|\d{4})(?: ?[ap]\.? ?m\b\.?|(?=[-,; ]|$))|noon|midnight",
    "to": r"-|to\b|through\b|thru\b|until\b|till\b",
    "and": r",|and\b|&",
    "part": r";|\.(?= |$)",
    "colon": r":",
    "filling": r"hours?\b:?|open\b|from\b|on\b",
}  # fmt: skip
_TOKEN = re.compile("|".join(rf"(?P<{name}>{text})" for name, text in _TOKENS.items()))
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")  # noqa: RUF001 - what word processors write
Token = tuple[str, str]


@lru_cache(4096)  # a directory's programs share few hours
def understand(text: str) -> Hours | None:
    """Return the hours that TEXT means; None where it says other things than days and times.

    Raises Contradiction for hours that overlap, and ValueError for times that make no hours.
    """
    tokens = _tokens(text)
    kinds = {kind for kind, _ in tokens}
    if kinds.isdisjoint(("time", *_ALONE)):
        return None
    openings: list[Opening] = [*_DAY_AND_NIGHT] if "always" in kinds else []
    for part in _split([token for token in tokens if token[0] not in _ALONE], "part"):
        if not any(kind == "time" for kind, _ in part):
            return None
        openings += _part(part)
    return Hours(tuple(_joined(openings)), "appointment" in kinds, "holidays" in kinds)


_ALONE = ("always", "appointment", "holidays")


def _tokens(text: str) -> list[Token]:
    """Return the tokens of TEXT; none where something else stands in it."""
    typed = " ".join(text.translate(_DASHES).lower().split())
    tokens, at = [], 0
    while at < len(typed):
        match = _TOKEN.match(typed, at)
        if not match:
            return []
        at = match.end()
        at += len(typed[at:]) - len(typed[at:].lstrip())
        if match.lastgroup != "filling":
            tokens.append((match.lastgroup or "", match[0]))
    return tokens


def _split(tokens: list[Token], kind: str) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token[0] == kind:
            parts.append([])
        else:
            parts[-1].append(token)
    trimmed = [_trimmed(part) for part in parts]
    return [part for part in trimmed if part]


def _trimmed(part: list[Token]) -> list[Token]:
    """Return PART without a comma or "and" at its ends."""
    while part and part[0][0] == "and":
        part = part[1:]
    while part and part[-1][0] == "and":
        part = part[:-1]
    return part


def _part(tokens: list[Token]) -> Iterator[Opening]:
    """Yield the openings of one part: perhaps a season, then days and hours in either order."""
    months, rest = _months(tokens)
    days: list[int] = []
    spans: list[Span] = []
    times_first = bool(rest) and rest[0][0] == "time"
    for kind, value in _items(rest):
        ends = bool(days and spans) and (kind == "time") == times_first
        if ends:
            yield Opening(tuple(days), tuple(spans), months)
            days, spans = [], []
        if kind == "time":
            spans.append(value)
        else:
            days += value
    if not days or not spans:
        raise Contradiction('write the days of the hours too, such as "Mon-Fri 8:30-16:30"')
    yield Opening(tuple(days), tuple(spans), months)


def _months(tokens: list[Token]) -> tuple[tuple[int, int] | None, list[Token]]:
    if tokens[0][0] != "month":
        return None, [token for token in tokens if token[0] != "colon"]
    kinds = [kind for kind, _ in tokens]
    count = 3 if kinds[1:3] in (["to", "month"], ["and", "month"]) else 1
    first, last = (_month(tokens[at][1]) for at in (0, count - 1))
    rest = tokens[count:]
    if not rest or "month" in kinds[count:]:
        raise ValueError("a season without hours")
    return (first, last), [token for token in _trimmed(rest) if token[0] != "colon"]


def _month(text: str) -> int:
    return next(n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(text[:3]))


def _items(tokens: list[Token]) -> Iterator[tuple[str, object]]:
    """Yield spans of times and lists of days, in their order."""
    at = 0
    while at < len(tokens):
        kind, text = tokens[at]
        after = tokens[at + 1][0] if at + 1 < len(tokens) else ""
        last = tokens[at + 2] if after == "to" and at + 2 < len(tokens) else None
        if kind == "and":
            at += 1
        elif kind == "time":
            if not last or last[0] != "time":
                raise ValueError(text)
            yield kind, _span(text, last[1])
            at += 3
        elif kind == "day" and last:
            if last[0] != "day":
                raise ValueError(text)
            yield kind, _run(_day(text), _day(last[1]))
            at += 3
        else:
            yield "day", _days(kind, text)
            at += 1


_GROUPS = {"week": _WEEK, "weekdays": _WEEK[:SATURDAY], "weekend": _WEEK[SATURDAY:]}


def _days(kind: str, text: str) -> list[int]:
    if kind == "day":
        return [_day(text)]
    if kind not in _GROUPS:
        raise ValueError(text)
    return [*_GROUPS[kind]]


def _day(text: str) -> int:
    """Return the number of the day that TEXT begins; T is Tuesday, S no day."""
    return next(n for n, day in enumerate(DAYS) if day.lower().startswith(text.rstrip(".")[:3]))


def _run(first: int, last: int) -> list[int]:
    return sorted((first + n) % 7 for n in range((last - first) % 7 + 1))


def _span(first: str, last: str) -> Span:
    """Return the span between two times; without a.m. or p.m., "9-5" ends in the afternoon."""
    starts, half = _time(first)
    ends, last_half = _time(last)
    if last == "midnight" or (last_half and ends == 0):
        ends = 24 * 60
    if last_half and not half and first.isdigit() | (":" in first) and starts < 12 * 60:
        later = starts + (12 * 60 if last_half == "p" else 0)
        starts = later if later < ends else starts
    if not last_half and ends <= starts and ends <= 12 * 60 and first not in ("noon", "midnight"):
        ends += 12 * 60
    if first == "midnight":
        starts = 0
    if not starts < ends <= 24 * 60:
        raise Contradiction(
            "write hours that end after they begin; hours past midnight belong to the next day,"
            ' such as "Fri 20:00-24:00, Sat 0:00-2:00"'
        )
    return starts, ends


def _time(text: str) -> tuple[int, str]:
    """Return the minutes after midnight, and "a" or "p" where TEXT names a half of the day."""
    if text in ("noon", "midnight"):
        return (12 * 60 if text == "noon" else 0), "p" if text == "noon" else ""
    digits = re.findall(r"\d+", text)
    if len(digits[0]) == 4:
        digits = [digits[0][:2], digits[0][2:]]
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    match = re.search("[ap]", text)
    half = match[0] if match else ""
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12):
        raise ValueError(text)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute, half


def _joined(openings: Iterable[Opening]) -> Iterator[Opening]:
    """Yield OPENINGS by season and day, days with the same hours together.

    Raises Contradiction where two of a season overlap, or two seasons.
    """
    weeks: dict[tuple[int, int] | None, dict[int, list[Span]]] = {}
    for opening in openings:
        week = weeks.setdefault(opening.months, {})
        for day in opening.days:
            week.setdefault(day, []).extend(opening.spans)
    _check_seasons([months for months in weeks if months])
    for months, week in weeks.items():
        alike: dict[tuple[Span, ...], list[int]] = {}
        for day, spans in sorted(week.items()):
            alike.setdefault(_in_order(day, spans), []).append(day)
        for in_order, days in alike.items():
            yield Opening(tuple(days), in_order, months)


def _in_order(day: int, spans: list[Span]) -> tuple[Span, ...]:
    in_order = sorted(spans)
    for (starts, before), (after, ends) in itertools.pairwise(in_order):
        if after < before:
            both = f"{clock(starts)}-{clock(before)} and {clock(after)}-{clock(ends)}"
            raise Contradiction(f"write hours that do not overlap: {both} on {DAYS[day]} do")
    return tuple(in_order)


def _check_seasons(seasons: list[tuple[int, int]]) -> None:
    seen: set[int] = set()
    for months in seasons:
        if both := seen.intersection(_months_of(months)):
            name = MONTHS[min(both) - 1]
            raise Contradiction(f"write seasons that do not overlap: {name} is in two of them")
        seen.update(_months_of(months))
