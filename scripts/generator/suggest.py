"""Where a reader's suggestion goes: the line in GitHub's editor, a filled-in issue form, a plain e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from generator.pages import Page
from generator.records import Association
from generator.wording import Wording

FORM = "change.yml"
BRANCH = "main"


@dataclass(frozen=True, slots=True)
class Ways:
    """The addresses by which a page is mended; None where the association has no such way."""

    editor: str | None
    form: str | None
    email: str | None


def ways(page: Page, association: Association, repository: str, words: Wording) -> Ways:
    """Return how a reader of PAGE suggests a change; REPOSITORY is the repository's address, or empty."""
    address = association.address + page.path
    title = words.label("suggest-title", title=page.title).unescape()
    return Ways(
        editor=_editor(repository, page) if repository and page.edit else None,
        form=f"{repository}/issues/new?{_query({'template': FORM, 'title': title} | _fields(page, address))}" if repository else None,
        email=email(association.email, title, words.label("suggest-body", address=address).unescape()) if association.email else None,
    )


def _editor(repository: str, page: Page) -> str:
    file, line = page.edit
    return f"{repository}/edit/{BRANCH}/{file}#L{line}"


def _fields(page: Page, address: str) -> dict[str, str]:
    """What the form is told, by the `id` of its fields."""
    record = page.context.get("record")
    where = {"line": f"{page.edit[0]}:{page.edit[1]}"} if page.edit else {}
    return {"page": address} | ({"program": record.name} if record and record.kind == "programs" else {}) | where


def email(to: str, subject: str, body: str) -> str:
    """Return a `mailto:` address (RFC 6068)."""
    return f"mailto:{quote(to, safe='@')}?{_query({'subject': subject, 'body': body})}"


def _query(fields: dict[str, str]) -> str:
    return "&".join([f"{name}={_quoted(value)}" for name, value in fields.items()])


@lru_cache(64)
def _quoted(text: str) -> str:
    """TEXT as a part of an address: both ways of a page name its title."""
    return quote(text, safe="")
