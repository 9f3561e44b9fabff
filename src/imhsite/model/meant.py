"""What people mean by a value that cannot be read, as words that follow "write" in a message.

Each function takes what was typed and returns such words, such as `2026-11-01, if you mean
November 1, 2026`, or "" where nobody can know. What it names can always be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date

from imhsite.files.problems import quote
from imhsite.model.ages import AND_UP, OLDEST_YEARS, parse_range

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")  # noqa: RUF001 - what word processors write
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]
_NUMBERS = {
    word: str(n) for n, word in enumerate(["zero", "one", "two", "three", "four", "five", "six"])
}
_EVERYONE = re.compile(r"(?:all|any|every) ?(?:ages?|children|kids|one)?|everyone|anyone")
_UNITS = {"w": "week", "m": "month", "y": "year"}
_UNKNOWN = frozenset({"unknown", "unclear", "varies", "n/a", "none", "not given", "not known"})
_OPEN = re.compile(
    r"(?:(?:over|from|at least|older than) )?(\S.*?) ?(?:\+|(?:and|or) (?:up|over|older|above))?"
)
_AGE = re.compile(r"(\d{1,3}|pregnancy|birth) ?(weeks?|wks?|w|months?|mos?|m|years?|yrs?|y)?\.?")
_HALF = re.compile(r"\b(\d{1,2})(?:½|\.5| 1/2)(?: ?(?:years?|yrs?)\b)?(?! ?[mw])")
_RANGE = re.compile(r"(.+?) ?(-|\bto\b|\bthrough\b|\bthru\b|\buntil\b|\band\b) ?(.+)")
_UP_TO = re.compile(r"(?:up to|until|through|to) ?(.+)")
_UNDER = re.compile(r"(?:under|below|less than|younger than|<) ?(.+)")
_FILLING = re.compile(r"\b(?:for|between|ages?|aged|children|child|kids|old|of age|olds)\b|\.$")


def plain(text: str) -> str:
    """Return TEXT in small letters, with ordinary blanks and hyphens, one blank at a time."""
    return " ".join(text.translate(_DASHES).lower().split())


def ages(text: str, may_be_unknown: bool = False) -> str:
    """Return what to write for the ages in TEXT, which may say that they are unknown.

    Where people mean one of two things, as by "0-3", it says what each means.
    """
    typed = plain(text)
    if may_be_unknown and (typed in _UNKNOWN or not typed.strip("?-. ")):
        return '"not stated", and the reason in ages_note'
    if may_be_unknown and _EVERYONE.fullmatch(typed):
        return '"not stated", and what the source says in ages_note'
    words = _in_our_words(typed)
    if words == "pregnancy":
        return quote(words)
    if match := _UNDER.fullmatch(words):
        return quote(f"under {age}") if _is_range(f"under {(age := _age(match[1]))}") else ""
    if match := _UP_TO.fullmatch(words):
        return _up_to("birth", match[1], typed)
    if (match := _RANGE.fullmatch(words)) and (first := _age(match[1], match[3])):
        better = _up_to(first, match[3], typed, through=match[2].startswith("thr"))
        if better:
            return better
    match = _OPEN.fullmatch(words)
    return _alone(match[1], match[0] != match[1]) if match else ""


def _in_our_words(typed: str) -> str:
    words = re.sub(r"\b[a-z]+\b", lambda word: _NUMBERS.get(word[0], word[0]), typed)
    words = re.sub(r"\b(?:prenatal(?:ly)?|pregnant(?: \w+)?|before birth)\b", "pregnancy", words)
    words = _HALF.sub(lambda half: f"{int(half[1]) * 12 + 6} months", words)
    words = re.sub(r"\b(?:newborns?|at birth|infancy)\b", "birth", words)
    words = re.sub(r"\b(?:0|birth)(?= ?-| to\b| through\b| thru\b| until\b| and\b)", "birth", words)
    return " ".join(_FILLING.sub(" ", words.replace("year-old", "year old")).split())


def _age(text: str, last: str = "") -> str:
    """Return the one age in TEXT as it is written, in the unit of LAST where it has none."""
    match, after = _AGE.fullmatch(text), _AGE.fullmatch(last)
    if not match:
        return ""
    unit = match[2] or (after and after[2]) or ""
    if not match[1].isdigit() or not unit or unit[0] == "y":
        return match[1]
    return f"{match[1]} {_UNITS[unit[0]]}{'s' if match[1] != '1' else ''}"


def _up_to(first: str, last: str, typed: str, through: bool = False) -> str:
    """Return what to write for the ages from FIRST up to LAST, as TYPED."""
    end = _age(last)
    whole, count = f"{first} to {end}", int(re.sub(r"\D", "", end) or 0)
    if not count or not _is_range(whole):
        return ""
    months = count if "month" in end else 0
    if "week" in end or (months and months % 12):
        return quote(whole)
    years = months // 12 or count
    if months:
        below = f"{first} to {years - 1}"
        more = f"{quote(whole)}, which ends at {months + 1} months"
    else:
        below, more = f"{first} to {years - 1}", f"{quote(whole)} until the {_ordinal(years + 1)}"
    if through or typed == whole:
        return f"{quote(whole)}, which ends at the {_ordinal(years + 1)} birthday"
    if first == "birth":
        below = below if years > 1 else "under 1"
    elif not _is_range(below):
        return quote(whole)
    group = f"children under {_in_words(years)}"
    return f"{quote(below)} for {group}, or {more}{'' if months else ' birthday'}"


def _alone(text: str, is_open: bool) -> str:
    """Return what to write for one age, the youngest of all where it IS OPEN."""
    age = _age(text)
    if not age:
        return ""
    if is_open:
        return quote(f"{age}{AND_UP}") if _is_range(f"{age}{AND_UP}") else ""
    years = int(age) if age.isdigit() else 0
    if not 1 < years <= OLDEST_YEARS:
        return ""
    same = f"{quote(f'{age} to {age}')} for those of {_in_words(years)} alone"
    return f"{quote(f'birth to {years - 1}')} for children under {_in_words(years)}, or {same}"


def _is_range(text: str) -> bool:
    try:
        return bool(parse_range(text))
    except ValueError:
        return False


def _ordinal(number: int) -> str:
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 != 1 else 0, "th")
    return f"{number}{ending}"


def _in_words(number: int) -> str:
    return {digits: word for word, digits in _NUMBERS.items()}.get(str(number), str(number))


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?")
_ISO_WITH_NOTE = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)((?![\d-]).+)?")
_AMERICAN = re.compile(r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})")
_SHORT_YEAR = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_IN_WORDS = re.compile(rf"{_MONTH} (?:(\d{{1,2}})(?:st|nd|rd|th)?,? )?(\d{{4}})")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH} (\d{{4}})")


def day(text: str) -> str:
    """Return how to write the date in TEXT, which Americans write with the month first."""
    typed = plain(text)
    if match := _ISO_WITH_NOTE.fullmatch(typed):
        return f"{match[1]} alone, and the rest in a field for words" if match[2] else ""
    if match := _ISO.fullmatch(typed):
        return _date(match[1], match[2], match[3])
    if match := _AMERICAN.fullmatch(typed):
        return _date(match[3], *((match[1], match[2]) if match[1] else (match[2], None)))
    if match := _SHORT_YEAR.fullmatch(typed):
        return _date(f"20{match[3]}", match[1], match[2])
    if match := _IN_WORDS.fullmatch(typed):
        return _date(match[3], str(_MONTHS.index(match[1]) + 1), match[2])
    if match := _DAY_FIRST.fullmatch(typed):
        return _date(match[3], str(_MONTHS.index(match[2]) + 1), match[1])
    return ""


def _date(year: str, month: str, day: str | None) -> str:
    try:
        meant = date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    if day is None:
        return f"{meant:%Y-%m}, if you mean {meant:%B %Y}"
    return f"{meant:%Y-%m-%d}, if you mean {meant:%B} {meant.day}, {meant.year}"


_TIME = r"(\d{1,2})(?::(\d\d))?(?::\d\d)? ?([ap])?(?:\.?m\b\.?)?"
_HOURS = re.compile(
    rf"(.*?\d)(?:,? at |, | @ ?|t| )(?:from )?{_TIME}(?: ?(?:-|to|until) ?{_TIME})?"
)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ")


def span(text: str) -> str:
    """Return how to write the day and the hours in TEXT, such as "March 5, 2027, 6:30-8 pm"."""
    typed = _WEEKDAY.sub("", plain(text))
    if date_alone := _one_day(typed):
        return date_alone if date_alone != plain(text) else ""
    if not (match := _HOURS.fullmatch(typed)) or not (found := _one_day(match[1])):
        return ""
    starts, ends = match.group(2, 3, 4), match.group(5, 6, 7)
    times = [_on_24_hour_clock(*time) for time in (starts, ends) if time[0]]
    if ends[2] and not starts[2]:  # 6:30-8 pm; but 11-1 pm begins in the morning
        late = _on_24_hour_clock(*starts[:2], ends[2])
        times[0] = late if late < times[1] else times[0]
    if "" in times:
        return ""
    if len(times) > 1 and times[1] <= times[0]:
        return f"an end that is later than {times[0]}, on a 24-hour clock"
    return f"{found} {' to '.join(times)}"


def _one_day(text: str) -> str:
    """Return the day in TEXT as the data write it, or ""."""
    if match := re.match(r"(\d{4}-\d\d-\d\d), if", day(text)):
        return match[1]
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _on_24_hour_clock(hour: str, minute: str | None, half: str | None) -> str:
    hours = int(hour)
    if half:
        hours = hours % 12 + 12 * (half == "p")
    is_time = hours < 24 and int(minute or 0) < 60
    return f"{hours:02}:{minute or '00'}" if is_time else ""


def year(text: str) -> str:
    """Return how to write the year in TEXT."""
    found = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    if len(found) != 1 or found[0] == text:
        return ""
    about = re.search(r"\b(?:about|around|circa|ca|approx\w*)\b|~", plain(text))
    return quote(f"about {found[0]}") if about else found[0]


_PARENTS = re.compile(r"(\d{1,2})(?: years?)? ?(?:-|to|through) ?(\d{1,2})(?: years?)?(?: old)?")


def parent_ages(text: str) -> str:
    """Return what to write for the ages of parents in TEXT, such as "14-21" or "18+"."""
    typed = plain(_FILLING.sub(" ", plain(text)))
    if (match := _PARENTS.fullmatch(typed)) and int(match[1]) <= int(match[2]):
        return quote(f"{match[1]} to {match[2]}")
    match = _OPEN.fullmatch(typed)
    is_open = bool(match and match[1].isdigit() and match[0] != match[1])
    return quote(f"{match[1]}{AND_UP}") if is_open else ""


_LANGUAGES = {
    "asl": "ase",
    "creole": "ht",
    "español": "es",
    "espanol": "es",
    "farsi": "fa",
    "kreyol": "ht",
    "mandarin": "zh",
}  # what people write besides the names in CLDR


def language(text: str) -> str:
    """Return the tag of the language that TEXT names, such as Spanish or Creole."""
    from babel import Locale  # takes its time, and only a mistake needs it

    names = {name.lower(): tag for tag, name in Locale("en").languages.items()}
    tag = (names | _LANGUAGES).get(plain(text), "")
    return quote(tag.replace("_", "-")) if tag else ""


_TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")
_DIGITS_IN_NUMBER, _LONGEST_EXTENSION = 10, 6


def phone(text: str) -> str:
    """Return how to write the telephone number in TEXT; letters are those of its keys."""
    import phonenumbers  # takes its time, and only a mistake needs it

    typed = re.sub(r"^tel:", "", plain(text))
    numbers = {
        _american(match.number)
        for match in phonenumbers.PhoneNumberMatcher(typed, "US", phonenumbers.Leniency.POSSIBLE)
    }
    if len(numbers) > 1:
        return "one number here, and a contact in contacts.yaml for each other number"
    try:
        number = phonenumbers.parse(typed, "US")
    except phonenumbers.NumberParseException:
        return ""
    digits = len(str(number.national_number))
    if number.country_code != 1 or re.search(r"[^\w ().+/,;#:-]", typed):
        return ""
    if digits == _DIGITS_IN_NUMBER and phonenumbers.is_possible_number(number):
        return _american(number) if len(number.extension or "") <= _LONGEST_EXTENSION else ""
    near = digits > 6 and digits - _DIGITS_IN_NUMBER < 3
    those = "all" if digits < _DIGITS_IN_NUMBER else "the"
    return f"{those} {_DIGITS_IN_NUMBER} digits of the number; {digits} are there" if near else ""


def _american(number) -> str:
    """Return a NUMBER of phonenumbers as the data write it: 860-555-0100 x12, 1-800-555-0100."""
    digits = str(number.national_number)
    text = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    text = f"1-{text}" if digits[:3] in _TOLL_FREE else text
    return f"{text} x{number.extension}" if number.extension else text


def address(text: str) -> str:
    """Return the web address that TEXT lacks its beginning of, or has blanks in."""
    if len(re.findall(r"https?://", text)) > 1:
        return "one web address here, the one that tells most"
    if email(text):
        return "a web address that starts with https://; an e-mail address has a field of its own"
    typed = "".join(text.split()).strip("<>\"'")
    typed = re.sub(r"^(?:https?[:;]?/{0,2}|ht{1,2}ps?://)(?=\w)", "https://", typed, flags=re.I)
    typed = typed if "://" in typed else f"https://{typed}"
    host = r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}"
    is_address = re.fullmatch(rf"https://{host}(?:[/?#][^<>\"'`{{}}\\]*)?", typed)
    return quote(typed) if is_address else ""


def path(text: str) -> str:
    """Return the path of a page in TEXT, which may be its whole address or its file."""
    typed = re.sub(r"^https?://[^/]+|^docs/", "", text.strip()).strip("/")
    typed = re.sub(r"(?:(?:^|/)index)?\.(?:md|html)$", "", typed)
    return f"{typed}/" if re.fullmatch(r"[a-z0-9-]+(?:/[a-z0-9-]+)*", typed) else ""


def email(text: str) -> str:
    """Return the e-mail address in TEXT."""
    if text.count("@") > 1:
        return "one e-mail address here, of a role"
    typed = re.sub(r"^mailto:", "", plain(text)).strip("<>")
    typed = re.sub(r" ?[\[({]?\b(?:at)\b[\])}]? ?", "@", typed)
    typed = re.sub(r" ?[\[({]?\bdot\b[\])}]? ?", ".", typed)
    return quote(typed) if re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", typed) else ""


def number(text: str) -> str:
    """Return the one whole number in TEXT, in digits."""
    typed = re.sub(r"(?<=\d),(?=\d{3})", "", plain(text))
    typed = {**_NUMBERS, "none": "0"}.get(typed, typed)
    found = re.findall(r"\d+", typed)
    is_whole = len(found) == 1 and not {".", "%"} & set(typed) and len(found[0]) <= 6
    return str(int(found[0])) if is_whole else ""  # in our digits, whichever were typed


def zip_code(text: str) -> str:
    """Return the ZIP code in TEXT, whose zero a spreadsheet may have taken, or with four more."""
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return quote(f"0{text}")
    match = re.fullmatch(r"(?:[a-z]{2} )?(\d{5})(?:-\d{4})?", plain(text), re.ASCII)
    return quote(match[1]) if match else ""


def file_in_docs(text: str, suffixes: Collection[str]) -> str:
    """Return what to write for the path in TEXT of a file in docs/ with one of SUFFIXES."""
    typed = text.strip().replace("\\", "/").removeprefix("./").removeprefix("docs/").strip("/")
    parts = [slug(part) for part in typed.rpartition(".")[0].split("/")]
    suffix = typed.rpartition(".")[2].lower()
    if suffix not in suffixes:
        return f"a file that ends in {' or '.join(f'.{each}' for each in suffixes)}"
    path = f"{'/'.join(parts)}.{suffix}"
    if not all(parts):
        return ""
    return f"{quote(path)}{'' if path == typed else ', and name the file so'}"


def coordinates(text: str) -> str:
    """Return latitude and longitude in TEXT, which lie in America."""
    found = re.findall(r"\d{1,3}\.\d+", text)
    if len(found) != 2 or not 17 < float(found[0]) < 72 or not 60 < float(found[1]) < 180:
        return ""
    return quote(f"{found[0]}, -{found[1]}")


_FIELDS = {  # the names that people give to fields, and those that they may mean
    "address": ("street", "postal_address", "website"),
    "cost": ("price", "fee", "costs"),
    "date": ("when", "seen", "checked"),
    "description": ("details", "meaning", "text", "summary"),
    "end": ("until", "ends"),
    "link": ("website", "address", "page"),
    "location": ("place", "town"),
    "start": ("when", "starts"),
    "telephone": ("phone",),
    "title": ("name",),
    "url": ("website", "address"),
    "web": ("website",),
    "zipcode": ("zip",),
}


def field_name(text: str, fields: Collection[str]) -> str:
    """Return the one of FIELDS that people mean who call it TEXT, or ""."""
    return next((name for name in _FIELDS.get(plain(text), ()) if name in fields), "")


def slug(text: str) -> str:
    """Return the slug that TEXT is near: small letters of ASCII, digits and hyphens; or ""."""
    typed = re.sub("['\u2019`]", "", text.lower())
    typed = typed.replace("ñ", "ni")  # "año" without its tilde is another word
    letters = unicodedata.normalize("NFKD", typed)
    plain_letters = "".join(char for char in letters if not unicodedata.combining(char))
    return "-".join(re.findall("[a-z0-9]+", plain_letters))


def with_ordinary_blanks(text: str, read: Callable[[str], object]) -> str:
    """Return the advice on TEXT where READ takes it once its blanks are ordinary ones."""
    if text.isascii() or not any(char.isspace() for char in text if not char.isascii()):
        return ""
    try:
        read(" ".join(text.split()))
    except ValueError:
        return ""
    return "ordinary blanks between the words; one of them is a no-break space"
