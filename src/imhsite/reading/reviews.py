"""Reviews of translations, each of one text: a later change ends the review by itself.

Whoever has read a translation writes `translation: reviewed` and the mark of what was read: a hash
of the original and its translation. Where the mark is another one, one of the two has changed since
then, and the page says again that nobody has reviewed its translation.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from imhsite.files.problems import quote
from imhsite.files.source import Node, Scalar
from imhsite.model.fields import Parser, Refusal

FIELD = "translation"
REVIEWED, NOT_REVIEWED = "reviewed", "not reviewed"
MEANING = "Whether a native speaker has reviewed the translation: a mark of what was read"
_MARK = re.compile(rf"{REVIEWED} [0-9a-f]{{8}}")
_WRITE = f'"{REVIEWED}" once a native speaker has read it, or "{NOT_REVIEWED}"'


def mark(texts: Iterable[str]) -> str:
    """Return the mark of TEXTS, whatever their line breaks."""
    words = "\0".join(" ".join(text.split()) for text in texts)
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def _read(node: Node) -> str:
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if text not in (REVIEWED, NOT_REVIEWED) and not _MARK.fullmatch(text):
        raise Refusal(node, f"write {_WRITE}", quote(text))
    return text


state = Parser(
    "review", _WRITE, _read, schema={"pattern": f"^({NOT_REVIEWED}|{REVIEWED}( [0-9a-f]{{8}})?)$"}
)


def is_reviewed(written: str, texts: Iterable[str]) -> bool:
    """Tell whether WRITTEN says that TEXTS were reviewed as they are now."""
    return written == f"{REVIEWED} {mark(texts)}"


def remedy(texts: Iterable[str]) -> str:
    """Return what to write in the place of "reviewed" alone, which no change would end."""
    return f'write "{REVIEWED} {mark(texts)}", so that a later change of the text ends the review'
