"""The files by which a new site begins with the places of its state, over those of the start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from imhsite.files.problems import DataError, Problem, quote
from imhsite.files.product import PACKAGE
from imhsite.geography import gazetteer, outlines
from imhsite.geography.state import SOURCE, Geography, text_of
from imhsite.geography.words import Word, labels
from imhsite.model.records import KINDS, declared_fields

STARTS = {"en": PACKAGE / "start", "es": PACKAGE / "start_es"}  # what the start says, by language
IN_SPANISH = ("PR",)
EXAMPLE_TOWN = "rivertown"  # of the start, where an invented program is
TRANSLATED = ("programs", "news")
LINE = "maternal-mental-health"  # answers everywhere, until the state's own line is written down
ASSOCIATION = {
    "en": {
        "name": "Example Association for Infant Mental Health",
        "short_name": "Example AIMH",
        "summary": "An invented association. Put your own in its place.",
    },
    "es": {
        "name": "Asociación de Ejemplo de Salud Mental Infantil",
        "short_name": "Asociación de Ejemplo",
        "summary": "Una asociación inventada. Ponga la suya en su lugar.",
    },
}
NOTICE = Path(__file__).with_name("NOTICE.txt")
TO_DO = {language: Path(__file__).with_name(f"to_do_{language}.md") for language in STARTS}
FIRST_STEP = "## First\n\n"
# New England: people go by towns, not by counties. No package lists them with their centers: of
# Maine's 482, which mainegeo (PyPI) names with their counties, 105 have no point in any other one.
OF_TOWNS = ("09", "23", "25", "33", "44", "50")
COUNTIES_FIRST = """\
In {state}, people go by towns. No package with public geography lists them, so this site begins
with counties. Whoever types the name of a larger town finds its county. To go by towns, list
them in `data/towns.yaml`, and write the counties into `data/regions.yaml`, each with its towns.

"""
Files = dict[str, str]


def languages_of(state: str, asked: str | None) -> tuple[str, ...]:
    """Return the languages ASKED for, such as "es,en"; without any, those of STATE.

    Raises DataError for a language in which there is no start.
    """
    if not asked:
        return ("es", "en") if state.upper() in IN_SPANISH else ("en",)
    languages = tuple(dict.fromkeys(part.strip() for part in asked.split(",")))
    unknown = [language for language in languages if language not in STARTS]
    if unknown:
        write = "write languages that a site can start in, such as es,en"
        place = Problem("--languages", write=write, got=quote(unknown[0]), code="unknown-language")
        raise DataError([place])
    return languages


def read(code: str) -> Geography:
    """Return the geography of the state with the postal CODE; raises DataError as `gazetteer`."""
    names = gazetteer.read(code)
    return Geography(names, outlines.read(names.state.number))


def files(geography: Geography, languages: tuple[str, ...]) -> Files:
    """Return the text of each file by its path in the site, over those of the start."""
    first = languages[0]
    records = geography.records()
    written = {f"data/{kind}.yaml": _with_comment(kind, records[kind]) for kind in records}
    return (
        dict(_texts(geography, languages))
        | written
        | {
            "data/association.yaml": text_of({"example": _association(geography, languages)}),
            "data/sources.yaml": text_of(_sources()),
            "data/map.svg": geography.map(),
            "data/NOTICE-geography.txt": NOTICE.read_text(encoding="utf-8"),
            "TODO.md": _to_do(geography, first),
            "README.md": _readme(geography),
            "mkdocs.yml": _configuration(first),
        }
    )


def left_out(geography: Geography) -> list[str]:
    """Return the files of the start that such a site does without."""
    regions = [] if geography.towns else ["data/regions.yaml", "data/region_kinds.yaml"]
    start = STARTS["en"]
    spanish = [*(start / "data/es").rglob("*.*"), *(start / "docs/es").rglob("*.*")]
    translated = [file.relative_to(start).as_posix() for file in spanish]
    return ["data/help_lines.yaml", *regions, *translated]


def _texts(geography: Geography, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what is written in words, in each language."""
    for number, language in enumerate(languages):
        start = STARTS[language]
        below = f"{language}/" if number else ""
        for page in sorted((start / "docs").rglob("*.md")):
            name = page.relative_to(start / "docs").as_posix()
            if name.partition("/")[0] not in STARTS:  # else a translation of the start's own
                yield f"docs/{below}{name}", page.read_text(encoding="utf-8")
        for kind in TRANSLATED:
            text = (start / f"data/{kind}.yaml").read_text(encoding="utf-8")
            own = text.replace(EXAMPLE_TOWN, geography.largest.slug)
            yield f"data/{below}{kind}.yaml", _translation(kind, text) if number else own
        yield f"data/{below}labels.yaml", _labels(start, geography.word, language)
        if number:
            yield f"data/{below}association.yaml", text_of({"example": ASSOCIATION[language]})


def _translation(kind: str, text: str) -> str:
    """Return the texts of the records in TEXT, which the first language has in full."""
    declared = declared_fields(KINDS[kind])
    records = yaml.safe_load(text)
    return text_of(
        {
            slug: {
                name: fields[name] for name in fields if declared[name].metadata["parser"].is_text
            }
            for slug, fields in records.items()
        }
    )


def _labels(start: Path, word: Word | None, language: str) -> str:
    text = (start / "data/labels.yaml").read_text(encoding="utf-8")
    if not word:
        return text
    said = yaml.dump(labels(word, language), allow_unicode=True, sort_keys=False, width=1000)
    return f"{text}\n# What the product calls a town is a {word.one['en']} here.\n{said}"


def _association(geography: Geography, languages: tuple[str, ...]) -> dict:
    return {
        **ASSOCIATION[languages[0]],
        "state": geography.state.name,
        "state_code": geography.state.code,
        "address": "https://aimh.example.org/",
        "email": "office@aimh.example.org",
        "first_line": LINE,
        "emergency_line": "emergency",
        "limit_line": LINE,
        "child_line": LINE,
        "header_lines": ["emergency", "crisis-988", LINE],
        "hint_town": geography.largest.slug,
        "geography_source": SOURCE,
        "languages": list(languages),
    }


def _sources() -> dict[str, dict]:
    return {
        "example-report": {"title": "A report", "publisher": "Nobody", "note": "It is invented."},
        SOURCE: {
            "title": "Boundaries, places and ZIP codes of the United States",
            "publisher": "U.S. Census Bureau; GeoNames (CC BY 4.0)",
            "address": "https://www.geonames.org/",
            "note": "Names of places and post offices: GeoNames, CC BY 4.0, joined to counties."
            " Boundaries: Census Bureau, 2023. ZIP codes: Census Bureau and GeoNames.",
        },
    }


COMMENTS = {
    "towns": "The places of your state. Families find programs by their names and ZIP codes.\n"
    "# Made from public geography (NOTICE-geography.txt); now yours to correct.\n"
    "#\n"
    '# zips  "some": some of its people live here, how many is not known\n'
    '#       "boxes": nobody lives there',
    "regions": "The regions of your state.",
    "region_kinds": "How your state is divided.",
}


def _with_comment(kind: str, records: dict[str, dict]) -> str:
    return f"# {COMMENTS[kind]}\n\n{text_of(records)}"


def _to_do(geography: Geography, language: str) -> str:
    text = TO_DO[language].read_text(encoding="utf-8")
    word = geography.word
    return text.format(
        state=geography.state.name,
        count=len(geography.places),
        places=word.several[language] if word else {"en": "towns", "es": "pueblos"}[language],
        unplaced=", ".join(code.code for code in geography.unplaced) or "0",
    )


def _readme(geography: Geography) -> str:
    text = (STARTS["en"] / "README.md").read_text(encoding="utf-8")
    step = "Start with [TODO.md](TODO.md): what only people in your state know.\n\n"
    if geography.state.number in OF_TOWNS and not geography.towns:
        step += COUNTIES_FIRST.format(state=geography.state.name)
    return text.replace(FIRST_STEP, FIRST_STEP + step, 1)


def _configuration(language: str) -> str:
    text = (STARTS["en"] / "mkdocs.yml").read_text(encoding="utf-8")
    name = ASSOCIATION["en"]["name"]
    return text.replace(f"site_name: {name}", f"site_name: {ASSOCIATION[language]['name']}", 1)
