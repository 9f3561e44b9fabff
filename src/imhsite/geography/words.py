"""What a state calls its places: the labels of the product with that word instead of "town"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from imhsite.files import product
from imhsite.files.source import Mapping, Node


@dataclass(frozen=True, slots=True)
class Word:
    """What one place is called and several are, by language; no article has to change for it."""

    one: dict[str, str]
    several: dict[str, str]


def _word(one: str, several: str, uno: str, varios: str) -> Word:
    return Word({"en": one, "es": uno}, {"en": several, "es": varios})


COUNTY = _word("county", "counties", "condado", "condados")
# By the last word of the full names that most places of a state have.
WORDS = {
    "Parish": _word("parish", "parishes", "distrito", "distritos"),
    "Borough": _word("borough", "boroughs", "distrito", "distritos"),
    "Municipio": _word("municipality", "municipalities", "municipio", "municipios"),
    "Municipality": _word("municipality", "municipalities", "municipio", "municipios"),
    "Island": _word("place", "places", "lugar", "lugares"),
    "District": _word("district", "districts", "distrito", "distritos"),
    "Region": _word("planning region", "planning regions", "distrito", "distritos"),
}
# How the product's labels say "town": first where they name what people type, then anywhere.
TOWN = {
    "en": (re.compile(r"\b([Tt])own( or ZIP)"), re.compile(r"(?<!{)\b([Tt])own(s?)\b")),
    "es": (re.compile("$^"), re.compile(r"(?<!{)\b([Pp])ueblo(s?)\b")),
}
TYPED = "typed-"  # the words by which the finder understands what people type stay


def word_of(endings: list[str]) -> Word | None:
    """Return the word for places whose full names have these ENDINGS; None for towns."""
    return WORDS.get(max(set(endings), key=endings.count), COUNTY)


def labels(word: Word, language: str) -> dict[str, str | dict[str, str]]:
    """Return each label of the product that says "town" in LANGUAGE, with WORD instead.

    A label with plural forms is a mapping. Empty for a language whose words are not known.
    """
    if language not in word.one:
        return {}
    file = product.read(product.LABELS / f"{language}.yaml")
    changed = {}
    for key, node in file.records:
        before, after = _texts(node), _texts(node, lambda text: _reworded(text, word, language))
        if before != after and not key.text.startswith(TYPED):
            changed[key.text] = after if isinstance(node, Mapping) else after[""]
    return changed


def _texts(node: Node, change=lambda text: text) -> dict[str, str]:
    parts = node.entries if isinstance(node, Mapping) else [(None, node)]
    return {name.text if name else "": change(part.text) for name, part in parts}


def _reworded(text: str, word: Word, language: str) -> str:
    typed, town = TOWN[language]
    one, several = word.one[language], word.several[language]
    text = typed.sub(lambda found: f"{_like(found[1], 'city')}, {one}{found[2]}", text)
    return town.sub(lambda found: _like(found[1], several if found[2] else one), text)


def _like(letter: str, word: str) -> str:
    """Return WORD with a capital if LETTER is one."""
    return word[0].upper() + word[1:] if letter.isupper() else word
