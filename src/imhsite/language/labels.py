"""The labels of the interface: the same names, with the same blanks, in each language.

They come with the product; a site writes only those that it words in another way, and its own.
"""

from __future__ import annotations

import functools
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from imhsite.files import product, source
from imhsite.files.problems import Mistake, Problem, did_you_mean, quote
from imhsite.files.source import File, Scalar
from imhsite.language.locales import (
    FALLBACK,
    has_data,
    known_forms,
    name_of,
    needed_forms,
    plural_form,
    quoted_list,
)
from imhsite.language.marks import marked
from imhsite.model.fields import LABELS, Refusal, plain_text

FEW = 10  # labels, which may all be the same word in two languages
OWN = ("own-", "nav-")  # how the names of labels begin that only one site has


@dataclass
class Label:
    """A text with blanks such as {count}, in one form or in the plural forms of `language`."""

    forms: dict[str, str]
    file: str
    line: int
    language: str = FALLBACK

    @functools.cached_property
    def fixed(self) -> Markup | None:
        """The text, where it has one form and no blanks."""
        if len(self.forms) > 1 or self.blanks:
            return None
        return Markup(next(iter(self.forms.values())).format())

    @functools.cached_property
    def parts(self) -> dict[str, list[tuple[str, str | None]]]:
        """The forms, each as its texts, with the name of the blank that follows each."""
        return {
            name: [(text, blank) for text, blank, _, _ in string.Formatter().parse(form)]
            for name, form in self.forms.items()
        }

    def parts_for(self, values: Mapping[str, object]) -> list[tuple[str, str | None]]:
        """Return the parts of the form that `count` among VALUES asks for, else of "other"."""
        if len(self.forms) > 1 and isinstance(count := values.get("count"), int | float):
            return self.parts.get(plural_form(self.language, count)) or self.parts["other"]
        return self.parts["other"]

    @property
    def blanks(self) -> set[str]:
        """The names of the blanks of all forms."""
        return {blank for form in self.parts.values() for _, blank in form if blank is not None}

    @property
    def named_blanks(self) -> str:
        """The blanks as a message names them."""
        return ", ".join(f"{{{blank}}}" for blank in sorted(self.blanks)) or "no blanks"


@dataclass
class Labels:
    """Labels by language and name; those of `first`, the site's first language, under ""."""

    languages: dict[str, dict[str, Label]] = field(default_factory=lambda: {"": {}})
    broken: dict[str, set[str]] = field(default_factory=lambda: {"": set()})
    unread: set[str] = field(default_factory=set)
    first: str = FALLBACK

    def get(self, language: str, name: str) -> Label:
        """Return the label NAME in LANGUAGE; raises Mistake where there is none."""
        labels = self.languages.get(language, self.languages[""])
        if label := labels.get(name) or self._own(name):
            return label
        raise Mistake(f"the name of a label in {LABELS}.yaml", name, labels, "unknown-label")

    def _own(self, name: str) -> Label | None:
        """Return the site's own label NAME in the first language; None where it has none."""
        label = self.languages[""].get(name)
        return label if label and _is_own(name, label) else None

    def untranslated(self, language: str) -> list[str]:
        """Return the names of the site's own labels that are not in LANGUAGE."""
        known = self.languages.get(language, {}).keys() | self.broken.get(language, set())
        return [name for name in self.languages[""] if name not in known and self._own(name)]

    def has(self, name: str) -> bool:
        """Return whether there is a label NAME."""
        return name in self.languages[""]

    def rules(self, language: str) -> str:
        """Return the language whose rules LANGUAGE follows: the first, if CLDR has none for it."""
        return language if language and has_data(language) else self.first

    def word(self, language: str, name: str, /, **values: object) -> Markup:
        """Return the label NAME in LANGUAGE with its blanks filled, escaped for HTML.

        `count` chooses the plural form. A site's own that nobody has translated is in the first
        language, and marked (see `marks`). Raises Mistake for a name or a blank that is not there.
        """
        label = self.get(language, name)
        if language != self.first and name not in self.languages.get(language, {name}):
            return Markup(marked(self.word(self.first, name, **values), self.first))
        if not values and (fixed := label.fixed) is not None:
            return fixed
        try:
            parts = [
                part
                for text, blank in label.parts_for(values)
                for part in (text, "" if blank is None else escape(values[blank]))
            ]
            return Markup("".join(parts))
        except KeyError:
            write = f"{label.named_blanks} for the label {quote(name)}, each as name=value"
            raise Mistake(write, name, (), "missing-value", got=f"{_names(values)}") from None

    def disagreements(self, languages: tuple[str, ...]) -> Iterator[Problem]:
        """Yield what a language lacks, adds, or fills in another way than the first.

        Labels that come with the product are left out.
        """
        for language in languages[1:]:
            labels = self.languages.get(language)
            if labels is not None:
                yield from self._strays(labels)
                yield from self._copied(language, labels)
                yield from self._untranslated(language, labels)

    def _strays(self, labels: dict[str, Label]) -> Iterator[Problem]:
        first = self.languages[""]
        for name, label in labels.items():
            if name in first:
                if label.blanks != first[name].blanks:
                    wanted = f"{first[name].file}:{first[name].line}: {first[name].named_blanks}"
                    write = f"write the same blanks as {wanted}"
                    yield _problem(label, name, write, label.named_blanks, "other-blanks")
            elif name not in self.broken[""] and "" not in self.unread:
                write = f"delete this label, or add it to data/{LABELS}.yaml"
                got = quote(name) + did_you_mean(name, first)
                yield _problem(label, name, write, got, "unknown-label")

    def _copied(self, language: str, labels: dict[str, Label]) -> Iterator[Problem]:
        """Yield a problem where most of the site's own LABELS are those of the first language."""
        own = {name: label for name, label in labels.items() if not product.has(label.file)}
        first = self.languages[""]
        same = [name for name in own if name in first and own[name].forms == first[name].forms]
        if len(own) >= FEW and len(same) > len(own) / 2:
            write = (
                f"write these labels in {name_of(language, self.first)}, or delete them;"
                f" {len(same)} of {len(own)} are the same as in {name_of(self.first)}"
            )
            yield _problem(own[same[0]], same[0], write, "", "copied-labels")

    def _untranslated(self, language: str, labels: dict[str, Label]) -> Iterator[Problem]:
        if language in self.unread:
            return
        for name, label in self.languages[""].items():
            is_known = name in labels or name in self.broken.get(language, ())
            if not is_known and not _is_own(name, label):  # which the desk lists
                write = f"translate this label in {_translations(label, language)}"
                yield _problem(label, name, write, "", "untranslated")


def _is_own(name: str, label: Label) -> bool:
    """Whether LABEL is one that only the site has."""
    return name.startswith(OWN) and not product.has(label.file)


def _translations(label: Label, language: str) -> str:
    """The file for the words of LABEL in LANGUAGE: the product's, where it speaks the language."""
    file = product.LABELS / f"{language}.yaml"
    if product.has(label.file) and file.exists():
        return product.name_of(file)
    return f"data/{language}/{LABELS}.yaml"


def _problem(label: Label, name: str, write: str, got: str, code: str, column: int = 0) -> Problem:
    return Problem(label.file, label.line, column, name, "", write, got, code)


def _names(values: Iterable[str]) -> str:
    return ", ".join(f"{name}=..." for name in values) or "no value"


def read_product_labels(labels: Labels, language: str, name: str) -> None:
    """Let LABELS begin with those of the product in the language NAME, if it speaks it."""
    given = _product_labels(name, product.read(product.LABELS / f"{name}.yaml"))
    if given or not language:
        labels.languages[language] = dict(given)


@functools.lru_cache(8)
def _product_labels(name: str, file: File) -> dict[str, Label]:
    labels = Labels(first=name)
    read_labels(labels, "", file)
    return labels.languages[""]


def read_labels(labels: Labels, language: str, file: File) -> list[Problem]:
    """Put the labels of FILE into LABELS, over those of the product; return their problems."""
    problems = list(file.problems)
    into = labels.languages.setdefault(language, {})
    given = {name: label for name, label in into.items() if product.has(label.file)}
    broken = labels.broken.setdefault(language, set())
    broken |= file.names - set(given)
    if not file.whole:
        labels.unread.add(language)
    for key, node in file.records:
        forms, mistakes = _forms(labels, language, file.name, key, node)
        label = Label(forms, file.name, key.line, labels.rules(language))
        other = into.get(key.text) if key.text not in given else None
        if other:
            write = f"write each name only once; it is also at {other.file}:{other.line}"
            mistakes.append(_problem(label, key.text, write, "", "repeated-name", key.column))
        elif not mistakes:
            broken.discard(key.text)
            mistakes = [*_misfits(key, label, given)] if given else []
        if not mistakes:
            into[key.text] = label
        problems += mistakes
    return problems


def _misfits(key: Scalar, label: Label, given: dict[str, Label]) -> Iterator[Problem]:
    """Yield what is wrong with a site's LABEL under KEY, compared with the product's."""
    name, column = key.text, key.column
    if name in given and label.blanks != given[name].blanks:
        write = f"write the same blanks as the product: {given[name].named_blanks}"
        yield _problem(label, name, write, label.named_blanks, "other-blanks", column)
    elif name not in given and not name.startswith(OWN):
        write = f"write the name of a label of the product, or one that begins with {quote(OWN[0])}"
        got = quote(name) + did_you_mean(name, given)
        yield _problem(label, name, write, got, "unknown-label", column)


def _forms(
    labels: Labels, language: str, file: str, key: Scalar, node: source.Node
) -> tuple[dict[str, str], list[Problem]]:
    """Return the forms of the label at KEY, and the problems of their texts."""
    forms, problems = {}, []
    parts = [(Scalar("", 0, 0), node)]
    try:
        if isinstance(node, source.Mapping):
            parts = node.entries
            _check_forms(labels, language, key, [name.text for name, _ in parts])
    except Refusal as refusal:
        return {}, [reason.problem(file, key.text, "") for reason in refusal.reasons]
    for name, part in parts:
        try:
            forms[name.text or "other"] = _checked(part)
        except Refusal as refusal:
            problems += [reason.problem(file, key.text, name.text) for reason in refusal.reasons]
    return forms, problems


def _check_forms(labels: Labels, language: str, key: Scalar, written: list[str]) -> None:
    """Raise Refusal unless the forms WRITTEN are those of LANGUAGE; forms for millions may be."""
    rules = labels.rules(language)
    needed = needed_forms(rules)
    if written == [form for form in known_forms(rules) if form in {*written, *needed}]:
        return
    order = "in that order" if len(needed) > 1 else "or just the text"
    write = f"write the forms {quoted_list(needed)}, {order}"
    if not has_data(language or labels.first):
        write += f", as in {labels.first}; CLDR has no rules for {quote(language)}"
    raise Refusal(key, write, "", "plural-forms")


def _checked(node: source.Node) -> str:
    text = plain_text(node)
    try:
        blanks = [parts for parts in string.Formatter().parse(text) if parts[1] is not None]
    except ValueError:
        write = "write a blank like {count}, with both braces"
        raise Refusal(node, write, code="invalid-blank") from None
    if any(not name.isidentifier() or form or conversion for _, name, form, conversion in blanks):
        write = "write a blank like {count}, with a plain word inside"
        raise Refusal(node, write, code="invalid-blank")
    return text
