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


@dataclass(slots=True)
class Defaults:
    """The product's records of one kind, in a language where they are translations.

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


def of(kind: str, left_out: bool, language: str = "") -> Defaults:
    """Return the product's records of KIND, or their translations into LANGUAGE.

    Empty where the site has LEFT_OUT the kind.
    """
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
