"""The form for staff at `admin/`: a Git-based CMS, derived from the declared fields.

It stands apart from the pages: with a policy of its own, out of the sitemap, the search and the
offline copy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from imhsite.editor import texts
from imhsite.editor.schema import help_text
from imhsite.editor.texts import label
from imhsite.files import product
from imhsite.files.project import DOCS
from imhsite.model.fields import DOCS_FILE, PLACES, SLUG, Parser
from imhsite.model.records import KINDS, Association, Record, declared_fields
from imhsite.model.reference import about
from imhsite.pages.changes import name_of
from imhsite.pages.generated import Page
from imhsite.pages.suggest import BRANCH
from imhsite.publishing.headers import ADMIN, admin_meta_policy
from imhsite.reading.catalog import Catalog
from imhsite.rendering.renderer import Renderer

TEMPLATE = f"{ADMIN}index.html"
SLUG_FIELD = {
    "name": "slug",
    "label": "Slug",
    "widget": "string",
    "hint": "Its name in this file and in the address of its page, such as child-first: lowercase"
    " letters, digits and hyphens. Once it is published, leave it as it is.",
    "pattern": [f"^(?:{SLUG.pattern})$", "Use lowercase letters, digits and hyphens."],
}
# The folders of docs/ in which what is uploaded lies.
PICTURES, PDFS = "pictures", "files"
NO_REPOSITORY = "local/clone"  # the CMS wants a name even where it only works on a clone


def files(
    catalog: Catalog, renderer: Renderer, folder: str, written: Iterable[Page] = ()
) -> dict[str, bytes]:
    """Return the files of the form, by path, for the data in FOLDER and the WRITTEN pages.

    Empty where the association leaves it out.
    """
    if not is_offered(catalog.association):
        return {}
    theme = renderer.assets.theme
    carried = {
        ADMIN + name: theme.file(ADMIN + name).read_bytes() for name in theme.names(ADMIN, "**/*")
    }
    environment = renderer.environment(catalog.association.languages[0])
    page = environment.get_template(TEMPLATE).render(policy=admin_meta_policy())
    configuration = json.dumps(form(catalog, renderer, folder, written), ensure_ascii=False)
    return carried | {TEMPLATE: page.encode(), f"{ADMIN}form.json": configuration.encode()}


def is_offered(association: Association) -> bool:
    """Tell whether the ASSOCIATION wants the form, by its one setting."""
    return association.admin == "offered"


def form(catalog: Catalog, renderer: Renderer, folder: str, written: Iterable[Page] = ()) -> dict:
    """Return the CMS's configuration, and the shape of each file for `records.js`."""
    kinds = [kind for kind in KINDS if _is_asked_for(kind, catalog, folder)]
    translated = [*texts.translations(catalog, kinds, folder)]
    translatable = [kind for kind in kinds if translated and texts.text_fields(kind, catalog)]
    return {
        "config": _config(catalog, renderer)
        | {
            "singletons": [_file(kind, KINDS[kind], catalog, folder) for kind in kinds],
            "collections": [*translated, *texts.pages(catalog, written, str(DOCS))],
        },
        "shapes": {kind: _shape(KINDS[kind]) for kind in kinds},
        "translations": {kind: texts.translation_shape(catalog, kind) for kind in translatable},
        "page": texts.page_shape(),
    }


def _is_asked_for(kind: str, catalog: Catalog, folder: str) -> bool:
    """Whether the form shows KIND: those with a file, and those of which there is nothing yet.

    A kind that lies in several files, or that the product brings, is changed in the files.
    """
    return f"{folder}/{kind}.yaml" in catalog.files or not catalog.records[kind]


def _config(catalog: Catalog, renderer: Renderer) -> dict:
    association, repository = catalog.association, renderer.settings["repository"]
    return {
        "load_config_file": False,
        "app_title": association.short_name,
        "site_url": association.address,
        "logo_url": renderer.base + renderer.assets.path("icon.svg"),
        "backend": {
            "name": "github",
            "repo": "/".join(repository.split("/")[-2:]) if repository else NO_REPOSITORY,
            "branch": BRANCH,
            "auth_methods": ["token"],
        },
        "publish_mode": "editorial_workflow",
        "media_folder": f"{DOCS}/{PICTURES}",
        "public_folder": PICTURES,
        "media_libraries": {"default": {"config": {"slugify_filename": True}}},
        "show_preview_links": False,
        "editor": {"preview": False},
    }


def _file(kind: str, cls: type[Record], catalog: Catalog, folder: str) -> dict:
    is_product = kind in product.kinds()  # of those a site writes only what differs
    fields = [
        _field(name, fd.metadata, catalog) | ({"required": False} if is_product else {})
        for name, fd in declared_fields(cls).items()
        if _sort(fd.metadata["parser"])
    ]
    title = next((name for name in ("name", "title", "of") if name in declared_fields(cls)), "slug")
    records = {
        "name": "records",
        "label": label(kind),
        "label_singular": re.sub("(?<=[a-z])(?=[A-Z])", " ", cls.__name__).lower(),
        "widget": "list",
        "collapsed": True,
        "summary": f"{{{{fields.{title}}}}}",
        "hint": about(cls),
        "allow_reorder": cls.in_reading_order,
        "fields": [SLUG_FIELD, *fields],
    }
    return {
        "name": kind,
        "label": label(kind),
        "file": f"{folder}/{kind}.yaml",
        "format": kind,
        "fields": [records, texts.HIDDEN],
    }


def _field(name: str, metadata: dict, catalog: Catalog) -> dict:
    parser: Parser = metadata["parser"]
    common = {
        "name": name,
        "label": label(name),
        "hint": help_text(metadata),
        "required": not metadata["optional"],
    }
    return common | _WIDGETS[_sort(parser)](parser, catalog)


def _shape(cls: type[Record]) -> dict:
    declared = declared_fields(cls)
    sorts = {name: _sort(fd.metadata["parser"]) for name, fd in declared.items()}
    return {
        "alphabetical": not cls.in_reading_order,
        "order": list(declared),
        "fields": {name: sort for name, sort in sorts.items() if sort},
    }


def _sort(parser: Parser) -> str:
    """How the form asks for what PARSER reads; empty for what it leaves to the file."""
    schema = parser.schema
    if "anyOf" in schema:
        return PLACES
    if parser.kind == DOCS_FILE:
        return "file"
    if schema.get("type") == "array":
        return "list"
    if schema.get("type") == "object":
        return ""
    if parser.is_text and "pattern" not in schema:
        return "prose"
    return "number" if "integer" in schema.get("type", ()) else "text"


def _text(parser: Parser, catalog: Catalog) -> dict:
    if parser.refers_to and (options := _options(parser, catalog)):
        return {"widget": "select", "options": options}
    if "enum" in parser.schema:
        return {"widget": "select", "options": _same(parser.schema["enum"])}
    pattern = (
        {"pattern": [parser.schema["pattern"], f"Write {parser.write}."]}
        if "pattern" in parser.schema
        else {}
    )
    return {"widget": "string", **pattern}


def _list(parser: Parser, catalog: Catalog) -> dict:
    if parser.refers_to and (options := _options(parser, catalog)):
        return {"widget": "select", "multiple": True, "options": options}
    if "enum" in parser.schema["items"]:
        return {
            "widget": "select",
            "multiple": True,
            "options": _same(parser.schema["items"]["enum"]),
        }
    return {"widget": "list"}


def _docs_file(parser: Parser, catalog: Catalog) -> dict:
    """A button to choose a file or to upload one; the CMS begins its path with a slash."""
    is_pdf = "pdf" in parser.schema["pattern"]
    folder = PDFS if is_pdf else PICTURES
    return {
        "widget": "file" if is_pdf else "image",
        "media_folder": f"/{DOCS}/{folder}",
        "public_folder": f"/{folder}",
        "choose_url": False,
    } | ({"accept": ".pdf"} if is_pdf else {})


def _places(parser: Parser, catalog: Catalog) -> dict:
    alone = next(part["enum"] for part in parser.schema["anyOf"] if "enum" in part)
    return {
        "widget": "select",
        "multiple": True,
        "options": [*_same(alone), *_options(parser, catalog)],
    }


def _options(parser: Parser, catalog: Catalog) -> list[dict[str, str]]:
    kinds = ("towns", "regions") if parser.refers_to == PLACES else (parser.refers_to,)
    return [
        {"label": name_of(record), "value": record.slug}
        for kind in kinds
        for record in catalog.records[kind].values()
    ]


def _same(words: list[str]) -> list[dict[str, str]]:
    return [{"label": word.capitalize(), "value": word} for word in words]


_WIDGETS = {
    "text": _text,
    "number": _text,
    "list": _list,
    "file": _docs_file,
    PLACES: _places,
    "prose": lambda parser, catalog: {"widget": "text"},
}
