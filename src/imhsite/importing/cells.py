"""The cells of a row by what they hold, as texts and values that the check lets pass."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from functools import lru_cache

from imhsite.files.source import INVISIBLE, Scalar, Sequence
from imhsite.importing.found import Leave
from imhsite.importing.mapping import Mapping
from imhsite.importing.vocabulary import Vocabulary
from imhsite.importing.writing import Values
from imhsite.intake import values
from imhsite.intake.columns import LEFT_OUT
from imhsite.intake.related import Cells, Row
from imhsite.model.fields import Refusal
from imhsite.model.records import KINDS, declared_fields

Said = dict[str, list[tuple[str, str]]]  # columns with their cleaned texts, by what they hold
LINE = 400  # signs, the most that a field of one line holds
_NOTHING = re.compile(
    r"n/?a|none|no|null|nil|nnnn|tbd|tba|unknown|not applicable|[-\u2013\u2014.?*]+", re.IGNORECASE
)
_SAYS_WITH_NOTHING = ("", "status", "closed", "fees", "capacity")  # "none" is an answer there


class CellReader:
    """Reads cells by a mapping; what is left goes to LEAVE, what is dropped is counted."""

    def __init__(self, mapping: Mapping, words: Vocabulary, source: str, leave: Leave) -> None:
        self.mapping, self.words, self.source, self.leave = mapping, words, source, leave
        self.dropped: Counter[str] = Counter()
        self.unmatched = {about: Counter() for about in ("needs", "places", "languages")}
        self.understood: dict[str, list[str]] = {}  # words of the source, with their needs
        self.country = (mapping.defaults.get("country") or ["US"])[0]
        self.roles = [(c, r) for c, r in mapping.columns.items() if r != LEFT_OUT]

    def said(self, cells: Cells) -> Said:
        said = defaultdict(list)
        for column, role in self.roles:
            text = cells.get(column, "")
            says = role in _SAYS_WITH_NOTHING or not _NOTHING.fullmatch(text.strip())
            if text and says:
                said[role].append((column, text))
        return said

    def line(self, said: Said, role: str) -> str:
        text = clean(said[role][0][1]) if said[role] else ""
        line = re.sub(r"\s+", " ", text).strip()
        return values.zip_code(line) if role.endswith("ZIP code") else line

    def short(self, row: Row, column: str, text: str) -> str:
        """TEXT as one line of a field; of a longer one, the beginning."""
        if len(text) <= LINE:
            return text
        self.leave(row.place, column, text, f"longer than {LINE} signs: its beginning is kept")
        return f"{text[: LINE - 2].rpartition(' ')[0]} \u2026"

    def is_private(self, said: Said, role: str) -> bool:
        return any(values.is_open(text) for _, text in said[role])

    def valid(self, row: Row, fields: Values, kind: str = "programs") -> Values:
        """FIELDS in the order of records, without those that the check would refuse."""
        sound: Values = {}
        for name in [name for name in declared_fields(KINDS[kind]) if fields.get(name)]:
            value = fields[name]
            key = value if isinstance(value, str) else tuple(value)
            if not (why := _refused(kind, name, key)):
                sound[name] = value
            else:
                text = value if isinstance(value, str) else "; ".join(value)
                self.leave(row.place, name, text, why)
        return sound


@lru_cache(4096)
def _refused(kind: str, name: str, value: str | tuple[str, ...]) -> str:
    """Why the check would refuse VALUE in the field NAME of KIND; "" where it would not."""
    texts = [value] if isinstance(value, str) else value
    nodes = [Scalar(text, 0, 0, False) for text in texts]
    try:
        parser = declared_fields(KINDS[kind])[name].metadata["parser"]
        parser(nodes[0] if texts is not value else Sequence(nodes, 0, 0))
    except Refusal as refusal:
        return f"{refusal.reasons[0].write}; got {refusal.reasons[0].got}"
    return ""


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", clean(text)).strip(" ;")


def list_in(cells: list[tuple[str, str]], name: str) -> list[str]:
    texts = (part.strip() for _, text in cells for part in re.split(r"[;\n|]+", clean(text)))
    return list(dict.fromkeys(text for text in texts if text and text != name))


_ODD = re.compile(r"[<&`{\xa0\xad]|\*\*|\]\(|  ")
_TAG = re.compile(r"<(?:br|/p|/li|/div|/h\d)[^>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_NEW = re.compile(r"\s*\n\s*\n\s*|(?<=[.:!?;])[ \t]*\n\s*|\s*\n(?=\s*[-•*·] )")


def clean(text: str) -> str:
    """Return TEXT without markup and invisible signs, each paragraph a line of its own."""
    if text.isprintable() and not _ODD.search(text):
        return text.strip()  # nearly every cell
    if "<" in text or "&" in text:
        text = html.unescape(_ANY_TAG.sub("", _TAG.sub("\n\n", text)))
        text = _ANY_TAG.sub("", text)
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\t", " ").replace("\xa0", " "))
    text = _LINK.sub(r"\1 (\2)", text).replace("**", "").replace("`", "'")
    text = re.sub(r"\{(?=[{%#])", "{ ", text)
    paragraphs = (re.sub(r"\s+", " ", part).strip() for part in _NEW.split(text))
    return "\n".join(filter(None, paragraphs))
