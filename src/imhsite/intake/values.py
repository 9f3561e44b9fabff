"""What stands in a cell, read where it is certain: ages, telephone numbers, dates, addresses of
the web, e-mail, status.

Each reader returns None for what it cannot read for sure; nobody guesses.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

import phonenumbers

from imhsite.model import ages as model_ages
from imhsite.model.ages import AND_UP, OLDEST_YEARS
from imhsite.model.dates import latest

_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
}
_AGE = (
    r"(?:(?P<{0}word>prenatal|pregnan(?:cy|t)|birth|newborns?|school age)"
    r"|(?P<{0}>\d{{1,3}}(?:\.\d+)?) ?"
    r"(?P<{0}unit>weeks?|wks?|months?|mos?|years?|yrs?|y)?(?: olds?| of age)*)"
)
_LEAD = (
    r"(?:(?:for )?(?:child(?:ren)?|kids|infants|families with children|babies)?,? ?"
    r"(?:ages?|aged)?:? ?(?:from )?)?"
)
_END = r"(?: olds?| of age| inclusive)*"
_BETWEEN = re.compile(
    _LEAD
    + _AGE.format("a")
    + r" ?(?:-|to|through|thru|until|up to) ?(?:age )?"
    + _AGE.format("b")
    + _END
)
_UNDER = re.compile(
    _LEAD
    + r"(?:under|younger than|less than|below|<) ?(?:age |the age of )?"
    + _AGE.format("b")
    + _END
)
_UP_TO = re.compile(
    _LEAD + r"(?:up to|through|birth and up to) ?(?:age )?" + _AGE.format("b") + _END
)
_AND_UNDER = re.compile(_LEAD + _AGE.format("b") + r"(?:,? and| or|/) ?(?:under|younger|below)")
_AND_UP = re.compile(
    _LEAD + _AGE.format("b") + r" ?(?:\+|(?:and|or|&) (?:up|older|over|above))" + _END
)
_ONLY = re.compile(r"(?:pregnan(?:cy|t)(?: (?:women|people|parents|only))*|prenatal(?: only)?)")


@lru_cache(4096)
def ages(text: str, oldest: int = OLDEST_YEARS) -> str | None:
    """Return the range that TEXT says as the data write it, such as "birth to 5"; else None.

    No age in it is above OLDEST years; only a parent's have no end.
    """
    words = re.sub(r"[\u2010-\u2015\u2212]", "-", text.lower()).strip(" .*")
    words = re.sub(r"\s+", " ", words).replace("yr.", "yr").replace("mo.", "mo")
    words = re.sub(r"\b(" + "|".join(_NUMBERS) + r")\b", lambda m: _NUMBERS[m[0]], words)
    if _ONLY.fullmatch(words):
        return "pregnancy"
    if match := _UNDER.fullmatch(words):
        return _valid(f"under {_age(match, 'b', '')}", oldest)
    if oldest > OLDEST_YEARS and (match := _AND_UP.fullmatch(words)):
        return _valid(f"{_age(match, 'b', '')}{AND_UP}", oldest)
    if match := _UP_TO.fullmatch(words) or _AND_UNDER.fullmatch(words):
        return _valid(f"birth to {_age(match, 'b', '')}", oldest)
    if match := _BETWEEN.fullmatch(words):
        unit = match["bunit"] or ""
        return _valid(f"{_age(match, 'a', unit)} to {_age(match, 'b', '')}", oldest)
    return None


def _age(match: re.Match, name: str, unit: str) -> str:
    if word := match[f"{name}word"]:
        first = {"prenatal": "pregnancy", "newborn": "birth", "newborns": "birth"}
        return "pregnancy" if word.startswith("pregnan") else first.get(word, word)
    number, unit = float(match[name]), match[f"{name}unit"] or unit
    return written_age(number, {"w": "week", "m": "month"}.get(unit[:1], "year"))


def written_age(number: float, unit: str = "year") -> str:
    """Return NUMBER of UNIT as the data write an age; parts of a year become months."""
    if not number:
        return "birth"
    if number != int(number):
        number, unit = round(number * 12), "month"
    if unit == "year":
        return str(int(number))
    return f"{int(number)} {unit}{'s' if number != 1 else ''}"


def _valid(text: str, oldest: int = OLDEST_YEARS) -> str | None:
    try:
        return str(model_ages.parse_range(text, oldest))
    except ValueError:
        return None


def ages_between(youngest: str, oldest: str, unit: str = "year") -> str | None:
    """Return the range of two cells with one number each, in UNIT; "" is left open.

    Where the oldest is beyond all children (HSDS has 99, 200, 999), the range ends with the last
    year of this site; where the youngest is grown up, it is none of a child.
    """
    try:
        first, last = (float(text) if text else None for text in (youngest, oldest))
    except ValueError:
        return None
    if last is None or (first or 0) >= 18:
        return None
    if unit == "year" and last > OLDEST_YEARS:
        last = OLDEST_YEARS
    return _valid(f"{written_age(first or 0, unit)} to {written_age(last, unit)}")


def band(header: str) -> str | None:
    """Return the ages that the name of a column says, such as "0-3 yrs"; None for other names."""
    return ages(header) or ages(re.sub(r"^ages? |[()]", "", header.lower()).strip())


def is_band(header: str) -> bool:
    """Return whether the name of a column is that of ages, be they open, such as "6+"."""
    words = re.sub(r"[()]", "", header.lower()).strip()
    return bool(band(header) or _AND_UP.fullmatch(words))


def joined_bands(bands: list[str]) -> str | None:
    """Return the one range of BANDS, which follow one upon the other; None where there is a gap."""
    parts = sorted((model_ages.parse_range(text) for text in bands), key=lambda a: a.youngest)
    for before, after in pairwise(parts):
        if after.youngest > before.below:
            return None
    if not parts:
        return None
    widest = max(parts, key=lambda ages: ages.below)
    if len(parts) == 1:
        return str(widest)
    first = str(parts[0]).partition(" to ")[0] if parts[0].first else "birth"
    if widest.last is None:
        return first
    if not widest.under:
        return _valid(f"{first} to {str(widest).rpartition(' to ')[2]}")
    return _valid(f"{first} to {int(widest.last.months) - 1} months")


_SORTS = (  # what a number is for, by the words right before or behind it
    ("fax", re.compile(r"\bfax\b", re.IGNORECASE)),
    ("tty", re.compile(r"\b(?:tty|tdd|ttd|text ?telephone)\b", re.IGNORECASE)),
    ("private", re.compile(r"\b(?:pager|cell|mobile|home|modem|video ?phone|vp)\b", re.IGNORECASE)),
    ("text", re.compile(r"\b(?:text|sms)\b", re.IGNORECASE)),
    ("toll-free", re.compile(r"\b(?:toll ?-?free|tollfree)\b", re.IGNORECASE)),
)
_NO_LABEL = re.compile(
    r"\b(?:phone|tel|telephone|main|voice|or|and|number|no|via|by)\b", re.IGNORECASE
)
_LAST_WORDS = re.compile(r"[\w -]*\W*$")
_BEHIND = re.compile(r"\s*[(\[-]?\s*(\w+(?: ?-?free)?)\b(?! *:)")


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number as the data write it.

    `sort` is voice, toll-free, fax, tty or text; `label` has the words that stand before it.
    """

    text: str
    sort: str
    label: str = ""


@lru_cache(4096)
def numbers(text: str, country: str = "US") -> tuple[list[Number], list[str]]:
    """Return the numbers in TEXT, each once, and what else is there in words.

    A person's own line is no number of these. One with letters is dialed by its keys.
    """
    if sum(map(str.isdigit, text)) < 6:
        return [], [text] if text else []
    found, rest, at = {}, [], 0
    keyed = _keyed(re.sub(r"^(\d{10})\.0$", r"\1", text))
    for match in phonenumbers.PhoneNumberMatcher(keyed, country, phonenumbers.Leniency.POSSIBLE):
        before, behind = keyed[at : match.start], keyed[match.end :]
        at = match.end
        sort = _sort_of(before, behind)
        if sort == "private" or not phonenumbers.is_valid_number(match.number):
            rest.append(f"{before.strip(' ,;/')} {match.raw_string}".strip())
        else:
            number = _written(match.number)
            found.setdefault(number, Number(number, sort, _label(before) if before else ""))
    return list(found.values()), rest if found or rest else [text]


def _sort_of(before: str, behind: str) -> str:
    beside = _BEHIND.match(behind)
    for words in (_LAST_WORDS.search(before)[0], beside[1] if beside else ""):
        for sort, pattern in _SORTS:
            if pattern.search(words):
                return sort
    return "voice"


def _label(before: str) -> str:
    """What a number is called: the words between the one before and a colon."""
    words = re.split(r"[,;/|\n)]", before.strip(" ,;/|\n"))[-1]
    for _, pattern in _SORTS:
        words = pattern.sub("", words)
    words = re.sub(r"\b(\w+) \1\b", r"\1", _NO_LABEL.sub("", words), flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s&'-]", " ", words)).strip(" -")


def _keyed(text: str) -> str:
    """TEXT with the letters of a number such as 800-555-HELP as the keys they stand on."""
    return re.sub(
        r"(?<!\w)(1-)?([2-9]\d\d)-(?:(\d{3})-([A-Z]{4})|([A-Z]{7}))(?!\w)",
        lambda m: phonenumbers.convert_alpha_characters_in_number(m[0]),
        text,
    )


def _written(number: phonenumbers.PhoneNumber) -> str:
    digits = phonenumbers.national_significant_number(number)
    if number.country_code == 1:
        text = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    else:
        style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
        bare = phonenumbers.PhoneNumber(number.country_code, number.national_number)
        bare.italian_leading_zero = number.italian_leading_zero
        text = phonenumbers.format_number(bare, style)
    return f"{text} x{number.extension}" if number.extension else text


_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "jan",
            "feb",
            "mar",
            "apr",
            "may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ),
        1,
    )
}


@lru_cache(4096)
def date(text: str, day_first: bool = False) -> str | None:
    """Return the past day or month that TEXT says as the data write it; None where it is unsure.

    `day_first` is how dates with slashes are written outside the United States.
    """
    words = text.strip().lower()
    if match := re.match(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[t ]\d\d:.*)?$", words):
        year, month, day = match.groups()
    elif match := re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?: \d.*)?$", words):
        first, second, year = match.groups()
        month, day = (second, first) if day_first else (first, second)
    elif match := re.match(
        r"(?:\w+day,? )?([a-z]{3})[a-z]*\.? (?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})", words
    ):
        month, day, year = _MONTHS.get(match[1], 0), match[2], match[3]
    else:
        return None
    try:
        year = int(year) + (2000 if int(year) < 100 else 0)
        found = datetime.date(year, int(month), int(day or 1))
    except ValueError:
        return None
    if not found.year >= 1990 or found > latest():
        return None
    return found.isoformat() if day else found.isoformat()[:7]


def zip_code(text: str) -> str:
    """Return TEXT, a ZIP code, with the zeros at its beginning that a spreadsheet took away."""
    words = text.strip().removesuffix(".0")
    return words.zfill(5) if re.fullmatch(r"\d{3,4}", words) else words


def website(text: str) -> str | None:
    """Return the one web address of TEXT; None where there is none, or more than one."""
    words = text.strip().rstrip(".,;")
    if not re.match(r"https?://", words, re.IGNORECASE):
        words = f"http://{words}"
    parts = urlsplit(words) if not re.search(r"[\s<>\"'`{}\\@]", words) else None
    if not parts or not re.fullmatch(r"[\w.-]+\.[a-z]{2,}(?::\d+)?", parts.netloc.lower()):
        return None
    path = words[len(parts.scheme) + 3 + len(parts.netloc) :]
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{path}"


EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_OF_A_ROLE = re.compile(
    r"info|information|contact(?:us)?|office|admin|administration|mail|email|help|helpline|hello"
    r"|intake|referrals?|support|services?|program(?:s|me)?|enroll(?:ment)?|registration|director"
    r"|frontdesk|reception|general|inquir(?:y|ies)|enquiries|questions?|outreach|families|family"
    r"|parents?|parenting|children|kids|babies|baby|earlyintervention|birth(?:to)?(?:three|3)"
    r"|headstart|homevisiting|clinic|center|centre|team|staff|volunteers?|community|health|wic"
    r"|library|school|hr|main|care|counsel(?:l)?ing|crisis|hotline|resources?|training|web|site"
)
_ANYBODYS = re.compile(
    r"(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|aol|icloud|me|mac|comcast|verizon"
    r"|sbcglobal|att|cox|charter|protonmail|proton|gmx)\.\w+(?:\.\w+)?"
)


def is_of_a_role(address: str, names: str = "") -> bool:
    """Return whether the e-mail ADDRESS surely belongs to no single person.

    NAMES are those of program and organization, whose words and initials an address may hold.
    """
    local, _, domain = address.lower().partition("@")
    parts = [part for part in re.split(r"[._+\d-]+", local) if part]
    if any(_OF_A_ROLE.fullmatch(part) for part in parts):
        return True
    if _ANYBODYS.fullmatch(domain) or len(parts) != 1:
        return False
    words = re.findall(r"[a-z]+", names.lower())
    initials = "".join(word[0] for word in words)
    return parts[0] == domain.partition(".")[0] or (
        len(parts[0]) > 2 and (parts[0] in words or parts[0] in initials)
    )


_CLOSED = re.compile(
    r"\b(?:inactive|in-active|not active|closed|closing|do not (?:refer|list|publish|use|call)"
    r"|not (?:open|referable|published|accepting referrals)|defunct|suspended|discontinued"
    r"|archived?|deleted?|draft|ended|terminated|no longer|out of business|on hold|hold|pending"
    r"|unpublished|hidden|obsolete|expired|retired|cancell?ed|merged)\b"
    r"|^(?:n|no|false|0|i|f)$",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"(?:active|open|yes|y|true|1|t|a|x|current|published|available|approved|complete|verified"
    r"|public|listed|referable|ok|live|ongoing|operating|in operation|normal|✓)(?:\b.*)?",
    re.IGNORECASE,
)


@lru_cache(4096)
def is_open(text: str) -> bool | None:
    """Return whether a cell of a status says that a program runs; None where it says neither."""
    words = text.strip()
    if _CLOSED.search(words):
        return False
    return True if _OPEN.fullmatch(words) else None


_CLOSED_NAME = re.compile(
    r"\((?:[^)]*\b)?(?:closed|inactive|defunct|discontinued|suspended)\b[^)]*\)"
    r"|\b(?:CLOSED|INACTIVE|DEFUNCT|OBSOLETE|DISCONTINUED|DO NOT (?:USE|REFER|CALL))\b"
    r"|^\W*(?:[zZ]{3}|[xX]{3})|\bdo not refer\b"
)


def says_closed(text: str) -> bool:
    """Return whether a name or a note says that nobody is to be sent there."""
    return bool(_CLOSED_NAME.search(text)) or bool(re.search("do not refer", text, re.IGNORECASE))


_TITLED = r"(?:Mr|Mrs|Ms|Mx|Dr|Sra?|Rev|Sister|Father)\.? +[A-Z][\w'-]+"
_PERSON = re.compile(
    rf"\b{_TITLED}"
    r"|\b(?:[Cc]ontact|[Cc]ontact person|[Aa]ttn|[Aa]ttention|[Aa]sk for|[Cc]oordinator|[Dd]irector"
    r"|[Mm]anager|[Cc]all|[Ss]peak (?:to|with)) *: *[A-Z][\w'-]+(?: [A-Z]\.)? [A-Z][\w'-]+"
)
_SENTENCE = re.compile(
    r"(?<=[.!?;])(?<!Mr\.)(?<!Ms\.)(?<!Mx\.)(?<!Dr\.)(?<!rs\.)(?<!ev\.)\s+(?=[A-Z¡¿(\"])"
)


def without_persons(text: str, names: str = "") -> tuple[str, list[str]]:
    """Return TEXT without the sentences that name a person or a person's e-mail, and why each
    went.
    """
    if "@" not in text and not _PERSON.search(text):
        return text, []
    kept, reasons = [], []
    for paragraph in text.split("\n"):
        sentences = []
        for sentence in _SENTENCE.split(paragraph):
            mails = EMAIL.findall(sentence)
            if not all(is_of_a_role(mail, names) for mail in mails):
                reasons.append("a person's e-mail")
            elif _PERSON.search(sentence):
                reasons.append("a person's name")
            else:
                sentences.append(sentence)
        kept += [" ".join(sentences)] if sentences else []
    return "\n".join(kept), reasons
