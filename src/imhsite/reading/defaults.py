"""The records that come with the product: the same in every state, until a site says otherwise.

In the file of their kind, a site writes under the slug of such a record the fields that it changes,
or in one word what becomes of the whole record: `default` shows it at this place among the others,
`left out` does without it. So `left out` drops a single field, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from imhsite.files import product
from imhsite.files.product import LEFT_OUT, WORDS
from imhsite.files.source import File, Mapping, Node, Scalar
from imhsite.language.locales import FALLBACK


@dataclass(slots=True)
class Defaults:
    """The product's records of one kind, or their translations into a language.

    `places` tells what a site says of them, by slug: AS_IT_IS, LEFT_OUT, or "" for fields of its
    own; what it says nothing of is shown as it is.
    """

    file: File
    nodes: dict[str, tuple[Scalar, Node]]
    places: dict[str, str] = field(default_factory=dict)

    def rest(self) -> list[str]:
        """Return the slugs of the records that the site has not named."""
        return [slug for slug in self.nodes if slug not in self.places]

    def fields(self, slug: str, own: Node) -> list[tuple[Scalar, Node]]:
        """Return the fields of the record SLUG that OWN, the site's record, does not change."""
        _, node = self.nodes.get(slug, (None, None))
        if not isinstance(node, Mapping) or not isinstance(own, Mapping):
            return []
        changed = {name.text for name, _ in own.entries}
        return [(name, part) for name, part in node.entries if name.text not in changed]

    def drops(self, slug: str, name: str, part: Node) -> bool:
        """Return whether PART, the site's value of the field NAME of SLUG, drops the product's."""
        _, node = self.nodes.get(slug, (None, None))
        names = {key.text for key, _ in node.entries} if isinstance(node, Mapping) else set()
        return name in names and is_word(part) == LEFT_OUT


def of(kind: str, left_out: bool, first: str = FALLBACK) -> Defaults:
    """Return the product's records of KIND, in FIRST, the site's first language, if it speaks it.

    Empty where the site has LEFT_OUT the kind.
    """
    given = _read(kind, left_out)
    for slug, (_, texts) in _read(kind, left_out, first).nodes.items():
        if slug in given.nodes and isinstance(texts, Mapping):
            key, node = given.nodes[slug]
            translated = {name.text for name, _ in texts.entries}
            rest = [(name, part) for name, part in node.entries if name.text not in translated]
            given.nodes[slug] = key, Mapping([*rest, *texts.entries], node.line, node.column)
    return given


def translations_of(kind: str, left_out: bool, language: str, first: str = FALLBACK) -> Defaults:
    """Return the translations into LANGUAGE of the product's records of KIND, as `of` has them."""
    if language != FALLBACK or first == FALLBACK:
        return _read(kind, left_out, language)
    given, texts = _read(kind, left_out), _read(kind, left_out, first).nodes
    for slug, (key, node) in list(given.nodes.items()):
        _, translation = texts.get(slug, (None, None))
        names = {name.text for name, _ in getattr(translation, "entries", ())}
        entries = [(name, part) for name, part in node.entries if name.text in names]
        given.nodes[slug] = key, Mapping(entries, node.line, node.column)
    return given


def _read(kind: str, left_out: bool, language: str = "") -> Defaults:
    """Return what the product's file of KIND has, or that of its translations into LANGUAGE."""
    file = product.read(product.DEFAULTS / language / f"{kind}.yaml")
    records = () if left_out else file.records
    return Defaults(file, {key.text: (key, node) for key, node in records})


def name(kind: str, slug: str, language: str) -> str:
    """Return the name of the product's record SLUG of KIND in LANGUAGE, else in the first one."""
    for folder in (language, ""):
        _, node = of(kind, False, folder).nodes.get(slug, (None, None))
        for key, part in node.entries if isinstance(node, Mapping) else ():
            if key.text == "name" and isinstance(part, Scalar):
                return part.text
    return slug


def is_word(node: Node) -> str:
    """Return which of WORDS the NODE is; "" for any other."""
    return node.text if isinstance(node, Scalar) and node.text in WORDS else ""
