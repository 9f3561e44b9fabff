"""Where a reader's suggestion goes: GitHub's editor, a filled-in issue form, or an e-mail."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from imhsite.files import product
from imhsite.language.wording import Wording
from imhsite.model.records import Association
from imhsite.pages.generated import Page

FORM = "change.yml"
BRANCH = "main"


@dataclass(frozen=True, slots=True)
class Ways:
    """The addresses by which a page is mended; None where the association has no such way."""

    editor: str | None
    form: str | None
    email: str | None


def ways(page: Page, association: Association, repository: str, words: Wording) -> Ways:
    """Return how a reader of PAGE suggests a change; REPOSITORY is an address, or empty."""
    address = association.address + page.path
    title = _label_part(words, "suggest-title", title=page.title)
    fields = (
        "".join([f"&{name}={quoted(value)}" for name, value in _fields(page, address).items()])
        if repository
        else ""
    )
    return Ways(
        editor=_editor(repository, page) if repository and page.edit else None,
        form=f"{repository}/issues/new?template={FORM}&title={title}{fields}"
        if repository
        else None,
        email=_email(association.email, title, _label_part(words, "suggest-body", address=address))
        if association.email
        else None,
    )


def repository_of(association: Association) -> str:
    """Return the address of the repository: the association's, or on GitHub its own; else ""."""
    server, name = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
    runner = f"{server}/{name}" if server and name else ""
    return (association.repository or runner).rstrip("/")


def _label_part(words: Wording, name: str, **values: str) -> str:
    """Return the label NAME, filled in, as a part of an address.

    Its own words are quoted once for all pages.
    """
    parts = words.labels.get(words.language, name).parts_for(values)
    return "".join(
        [quoted(text) + (quoted(values[blank]) if blank else "") for text, blank in parts]
    )


def _editor(repository: str, page: Page) -> str:
    file, line = page.edit
    if product.has(file):
        return editor(repository, page.context["record"].own_file, is_new=True)
    return editor(repository, file, line)


def editor(repository: str, file: str, line: int = 0, is_new: bool = False) -> str:
    """Return the address at which GitHub edits FILE at LINE, or begins it where it IS_NEW."""
    if is_new:
        return f"{repository}/new/{BRANCH}?filename={file}"
    return f"{repository}/edit/{BRANCH}/{file}" + (f"#L{line}" if line else "")


def _fields(page: Page, address: str) -> dict[str, str]:
    """What the form is told, by the `id` of its fields."""
    record = page.context.get("record")
    where = {"line": f"{page.edit[0]}:{page.edit[1]}"} if page.edit else {}
    return (
        {"page": address}
        | ({"program": record.name} if record and record.kind == "programs" else {})
        | where
    )


def email(to: str, subject: str, body: str) -> str:
    """Return a `mailto:` address (RFC 6068)."""
    return _email(to, quoted(subject), quoted(body))


def _email(to: str, subject: str, body: str) -> str:
    return f"mailto:{quoted(to, '@')}?subject={subject}&body={body}"


@lru_cache(64)
def quoted(text: str, safe: str = "") -> str:
    """Return TEXT as a part of an address; kept, as each way of a page names the same."""
    return quote(text, safe=safe)
