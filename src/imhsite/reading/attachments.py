"""Files of docs/ that records name: that each exists, and that a PDF can be read by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import imagesize

from imhsite.files.problems import Problem, quote
from imhsite.model.offers import Document
from imhsite.model.records import Record
from imhsite.reading.catalog import Catalog


def problems(catalog: Catalog, docs: Path) -> Iterator[Problem]:
    """Yield what is wrong with the files of the folder DOCS that documents and pictures name."""
    for picture in catalog.pictures.values():
        if picture.image and not pixels(docs / picture.image):
            write = f"put this picture into {docs.name}/, as one that a browser shows"
            yield _problem(picture, "image", write, picture.image, "missing-file")
    for document in catalog.documents.values():
        if document.pdf:
            yield from _of_pdf(document, docs / document.pdf)


def pixels(file: Path) -> tuple[int, int] | None:
    """Return width and height of the picture in FILE; None where it is none."""
    try:
        width, height = map(round, imagesize.get(file))
    except (OSError, ValueError):
        return None
    return (width, height) if min(width, height) > 0 else None


def _of_pdf(document: Document, file: Path) -> Iterator[Problem]:
    if not file.is_file():
        write = "put this file into docs/, or correct its path"
        yield _problem(document, "pdf", write, document.pdf, "missing-file")
        return
    pdf = read_pdf(file)
    if not pdf:
        write = "export the PDF again; this one cannot be read"
        yield _problem(document, "pdf", write, document.pdf, "unreadable-pdf")
    elif pdf.lacks and not document.other_form:
        write = (
            "export the PDF again, tagged and with a title and a language, so that a screen reader"
            " can read it, or say in other_form how a reader gets it in another form; it has no"
            f" {' and no '.join(pdf.lacks)}"
        )
        yield _problem(document, "pdf", write, document.pdf, "untagged-pdf")
    elif pdf.language and document.language and not _same(pdf.language, document.language):
        write = f"write the language that the PDF itself names, {quote(pdf.language)}"
        yield _problem(document, "language", write, document.language, "other-language")


@dataclass(frozen=True, slots=True)
class Pdf:
    """What a PDF says of itself: its language, and what it `lacks` for a screen reader."""

    language: str
    lacks: tuple[str, ...]


def read_pdf(file: Path) -> Pdf | None:
    """Return what the PDF in FILE says of itself; None where it is none, or locked."""
    from pypdf import PdfReader  # Loading it takes longer than to read all the data.
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(file)
        root, title = reader.root_object, (reader.metadata and reader.metadata.title) or ""
        marked = root.get("/MarkInfo", {}).get("/Marked", False)
        language = str(root.get("/Lang", ""))
        len(reader.pages)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    has = {
        "tags": bool(marked) and "/StructTreeRoot" in root,
        "title": bool(title.strip()),
        "language": bool(language),
    }
    return Pdf(language, tuple(name for name, is_there in has.items() if not is_there))


def _same(one: str, other: str) -> bool:
    return one.split("-")[0].casefold() == other.split("-")[0].casefold()


def _problem(record: Record, field: str, write: str, got: str, code: str) -> Problem:
    return Problem(record.file, record.line, 0, record.slug, field, write, quote(got), code)
