"""The words of the interface: one file a language, the same names and the same blanks in each.

They come with the product; a site writes only those that it words in another way, and its own.
"""

from __future__ import annotations

import functools
import string
from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from imhsite.files import product
from imhsite.files.problems import Problem, did_you_mean, quote
from imhsite.files.source import File, Mapping, Scalar
from imhsite.model.fields import Refusal, plain_text

LABELS = "labels"
FORMS = ("one", "other")
OWN = ("own-", "nav-")  # how the names of labels begin that only one site has


@dataclass
class Label:
    """A text with blanks such as {count}, in one form or in two (`one`, `other`)."""

    forms: dict[str, str]
    file: str
    line: int

    @functools.cached_property
    def fixed(self) -> Markup | None:
        """The text, where it has one form and no blanks."""
        return (
            Markup(next(iter(self.forms.values())).format())
            if len(self.forms) == 1 and not self.blanks
            else None
        )

    @functools.cached_property
    def parts(self) -> dict[str, list[tuple[str, str | None]]]:
        """The forms, each as its texts, with the name of the blank that follows each."""
        return {
            name: [(text, blank) for text, blank, _, _ in string.Formatter().parse(form)]
            for name, form in self.forms.items()
        }

    def parts_for(self, values: dict[str, object]) -> list[tuple[str, str | None]]:
        """The parts of the form that VALUES ask for: `count` chooses where there are two."""
        return self.parts[
            "other" if len(self.forms) > 1 and values.get("count") != 1 else next(iter(self.forms))
        ]

    @property
    def blanks(self) -> set[str]:
        return {
            name
            for form in self.forms.values()
            for _, name, _, _ in string.Formatter().parse(form)
            if name is not None
        }

    @property
    def named_blanks(self) -> str:
        return ", ".join(f"{{{blank}}}" for blank in sorted(self.blanks)) or "no blanks"


@dataclass
class Labels:
    """Labels by language and name; the first language of the association stands under ""."""

    languages: dict[str, dict[str, Label]] = field(default_factory=lambda: {"": {}})
    broken: dict[str, set[str]] = field(default_factory=lambda: {"": set()})
    unread: set[str] = field(default_factory=set)

    def find(self, language: str, name: str) -> Label:
        """Return the label NAME in LANGUAGE.

        Raises KeyError for a name that is not there.
        """
        return self.languages.get(language, self.languages[""])[name]

    def has(self, name: str) -> bool:
        """Tell whether there is a label NAME."""
        return name in self.languages[""]

    def word(self, language: str, name: str, /, **values: object) -> Markup:
        """Return the label NAME in LANGUAGE with its blanks filled, escaped for HTML.

        Where a label has two forms, `count` chooses. Raises KeyError for a name or blank that is
        not there.
        """
        label = self.find(language, name)
        if not values and (fixed := label.fixed) is not None:
            return fixed
        return Markup(
            "".join(
                [
                    part
                    for text, blank in label.parts_for(values)
                    for part in (text, "" if blank is None else escape(values[blank]))
                ]
            )
        )

    def disagreements(self, languages: tuple[str, ...]) -> Iterator[Problem]:
        """Yield what a language lacks, has too much, or fills in another way than the first
        language, of the labels that do not come with the product.
        """
        first = self.languages[""]
        for language in languages[1:]:
            labels = self.languages.get(language, {})
            for name, label in labels.items():
                if name not in first and name not in self.broken[""] and "" not in self.unread:
                    yield Problem(
                        label.file,
                        label.line,
                        0,
                        name,
                        "",
                        "delete this label, or add it to data/labels.yaml",
                        quote(name) + did_you_mean(name, first),
                    )
                elif name in first and label.blanks != first[name].blanks:
                    wanted = f"{first[name].file}:{first[name].line}: {first[name].named_blanks}"
                    yield Problem(
                        label.file,
                        label.line,
                        0,
                        name,
                        "",
                        f"write the same blanks as {wanted}",
                        label.named_blanks,
                    )
            for name, label in first.items():
                if (
                    language in self.languages
                    and language not in self.unread
                    and name not in labels
                    and name not in self.broken.get(language, ())
                ):
                    yield Problem(
                        label.file,
                        label.line,
                        0,
                        name,
                        "",
                        f"translate this label in data/{language}/labels.yaml",
                    )


def read_product_labels(labels: Labels, language: str, name: str) -> None:
    """Let LABELS begin with those of the product in the language NAME, if it speaks it."""
    given = _product_labels(product.read(product.LABELS / f"{name}.yaml"))
    if given or not language:
        labels.languages[language] = dict(given)


@functools.lru_cache(8)
def _product_labels(file: File) -> dict[str, Label]:
    labels = Labels()
    read_labels(labels, "", file)
    return labels.languages[""]


def read_labels(labels: Labels, language: str, file: File) -> list[Problem]:
    """Add the labels of FILE to LABELS, in place of those of the product, and return the problems
    of its texts.
    """
    problems = list(file.problems)
    into = labels.languages.setdefault(language, {})
    given = {name: label for name, label in into.items() if product.has(label.file)}
    broken = labels.broken.setdefault(language, set())
    broken |= file.names - set(given)
    if not file.whole:
        labels.unread.add(language)
    for key, node in file.records:
        parts = node.entries if isinstance(node, Mapping) else [(None, node)]
        if isinstance(node, Mapping) and tuple(name.text for name, _ in parts) != FORMS:
            problems.append(
                Problem(
                    file.name,
                    key.line,
                    key.column,
                    key.text,
                    "",
                    'write the forms "one" and "other", in that order',
                )
            )
            continue
        forms = {}
        for name, part in parts:
            form = name.text if name else "other"
            try:
                forms[form] = _checked(part)
            except Refusal as refusal:
                problems += (
                    Problem(
                        file.name, at.line, at.column, key.text, form if name else "", write, got
                    )
                    for at, write, got in refusal.reasons
                )
        if key.text in into and key.text not in given:
            other = into[key.text]
            problems.append(
                Problem(
                    file.name,
                    key.line,
                    key.column,
                    key.text,
                    "",
                    f"write each name only once; it is also at {other.file}:{other.line}",
                )
            )
        elif len(forms) == len(parts):
            broken.discard(key.text)
            label = Label(forms, file.name, key.line)
            if problem := given and _misfit(key, label, given):
                problems.append(problem)
            else:
                into[key.text] = label
    return problems


def _misfit(key: Scalar, label: Label, given: dict[str, Label]) -> Problem | None:
    """What is wrong with LABEL, which a site writes under KEY beside those GIVEN by the product."""
    name = key.text
    if name in given and label.blanks != given[name].blanks:
        write = f"write the same blanks as the product: {given[name].named_blanks}"
        return Problem(label.file, key.line, key.column, name, "", write, label.named_blanks)
    if name in given or name.startswith(OWN):
        return None
    write = f"write the name of a label of the product, or one that begins with {quote(OWN[0])}"
    got = quote(name) + did_you_mean(name, given)
    return Problem(label.file, key.line, key.column, name, "", write, got)


def _checked(node: Scalar) -> str:
    text = plain_text(node)
    try:
        blanks = [parts for parts in string.Formatter().parse(text) if parts[1] is not None]
    except ValueError:
        raise Refusal(node, "write a blank like {count}, with both braces") from None
    if any(not name.isidentifier() or form or conversion for _, name, form, conversion in blanks):
        raise Refusal(node, "write a blank like {count}, with a plain word inside")
    return text
