"""What the form for staff asks of texts: translations beside the words they say, and pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from babel import Locale

from imhsite.model.fields import Parser, text_in
from imhsite.model.records import KINDS, Record, declared_fields
from imhsite.pages.changes import name_of
from imhsite.pages.generated import Page
from imhsite.reading import reviews
from imhsite.reading.catalog import Catalog
from imhsite.reading.front_matter import FRONT_MATTER

PAGE = "page-frontmatter"  # a format; the CMS takes no other ending for Markdown
ORIGINAL = "original_"  # before the name of a field: its text in the first language
HIDDEN = {"name": "original", "widget": "hidden"}


def label(name: str) -> str:
    """Return what the form calls the field or kind NAME."""
    return name.replace("_", " ").capitalize()


def name_of_language(tag: str) -> str:
    """Return what the form, which speaks English, calls the language of TAG."""
    try:
        return Locale.parse(tag, sep="-").get_language_name("en") or tag
    except ValueError:
        return tag


def translations(catalog: Catalog, kinds: Iterable[str], folder: str) -> Iterator[dict]:
    """Yield a collection for each language: a file of translations for each of KINDS."""
    for language in catalog.association.languages[1:]:
        files = [
            _translated(kind, language, catalog, folder)
            for kind in kinds
            if text_fields(kind, catalog)
        ]
        if files:
            name = f"In {name_of_language(language)}"
            yield {"name": f"translations-{language}", "label": name, "files": files}


def _translated(kind: str, language: str, catalog: Catalog, folder: str) -> dict:
    first = catalog.association.languages[0]
    records = {
        "name": "records",
        "label": label(kind),
        "widget": "list",
        "collapsed": True,
        "summary": f"{{{{fields.{ORIGINAL}of}}}}",
        "hint": f"Each text in {name_of_language(first)}, then in {name_of_language(language)}."
        " What is left empty is shown untranslated.",
        **dict.fromkeys(("allow_add", "allow_remove", "allow_duplicate", "allow_reorder"), False),
        "fields": [*_pairs(text_fields(kind, catalog), first, language)],
    }
    return {
        "name": f"{language}-{kind}",
        "label": label(kind),
        "file": f"{folder}/{language}/{kind}.yaml",
        "format": f"translations-{kind}",
        "fields": [records, HIDDEN],
    }


def _pairs(fields: dict[str, dict], first: str, language: str) -> Iterator[dict]:
    yield {"name": "slug", "widget": "hidden"}
    yield {"name": f"{ORIGINAL}of", "widget": "hidden"}
    for name, metadata in fields.items():
        common = {"widget": "text", "required": False}
        yield common | {
            "name": f"{ORIGINAL}{name}",
            "label": f"{label(name)}, {name_of_language(first)}",
            "readonly": True,
        }
        yield common | {
            "name": name,
            "label": f"{label(name)}, {name_of_language(language)}",
            "hint": f"{metadata['meaning']}.",
        }
    yield {
        "name": reviews.FIELD,
        "label": "Review",
        "widget": "string",
        "required": False,
        "hint": f"{reviews.MEANING}.\nWrite {reviews.state.write}.",
    }


def text_fields(kind: str, catalog: Catalog) -> dict[str, dict]:
    """Return the fields of KIND with a text to translate, with what is declared of them."""
    return {
        name: fd.metadata
        for name, fd in declared_fields(KINDS[kind]).items()
        if _is_one_text(fd.metadata["parser"])
        and any(text_in(getattr(record, name)) for record in catalog.records[kind].values())
    }


def _is_one_text(parser: Parser) -> bool:
    return parser.is_text and parser.schema.get("type") not in ("array", "object")


def translation_shape(catalog: Catalog, kind: str) -> dict:
    """Return the shape of a file of translations, with the texts that are to be translated."""
    names = [*text_fields(kind, catalog)]
    return {
        "alphabetical": False,
        "order": [*names, reviews.FIELD],
        "fields": dict.fromkeys(names, "prose") | {reviews.FIELD: "text"},
        "originals": {
            slug: _originals(record, names)
            for slug, record in catalog.records[kind].items()
            if any(text_in(getattr(record, name)) for name in names)
        },
    }


def _originals(record: Record, names: Iterable[str]) -> dict[str, str]:
    texts = {name: text_in(getattr(record, name)) for name in names}
    return {f"{ORIGINAL}of": name_of(record)} | {
        f"{ORIGINAL}{name}": str(text).replace("\n", "\n\n") for name, text in texts.items() if text
    }


def pages(catalog: Catalog, written: Iterable[Page], docs: str) -> Iterator[dict]:
    """Yield a collection of the WRITTEN pages for each language, of those that lie in DOCS."""
    first = catalog.association.languages[0]
    own = [page for page in written if page.edit and page.edit[0].startswith(f"{docs}/")]
    for language in catalog.association.languages:
        files = [_page(page, docs) for page in own if page.language == language]
        if files:
            words = "Pages" if language == first else f"Pages in {name_of_language(language)}"
            yield {"name": f"pages-{language}", "label": words, "files": files}


def _page(page: Page, docs: str) -> dict:
    source = page.edit[0].removeprefix(f"{docs}/")
    is_translated = bool(page.translation)
    fields = [
        {
            "name": name,
            "label": label(name),
            "widget": "string",
            "hint": f"{key.meaning[:1].upper()}{key.meaning[1:]}.",
            "required": key.needed,
        }
        for name, key in FRONT_MATTER.items()
        if key.needed or (name == reviews.FIELD and is_translated)
    ]
    body = {"name": "body", "label": "Text", "widget": "text", "hint": "Markdown, as it is typed."}
    return {
        "name": source.removesuffix(".md").replace("/", "-"),
        "label": f"{page.title} (/{page.path})",
        "file": page.edit[0],
        "format": PAGE,
        "fields": [*fields, body, HIDDEN],
    }


def page_shape() -> dict:
    """Return the shape of the front matter of a page."""
    return {"order": [*FRONT_MATTER], "fields": dict.fromkeys(FRONT_MATTER, "text")}
