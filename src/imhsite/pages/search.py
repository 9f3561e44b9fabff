"""What the search in the browser knows: every page as plain words, and the words that people type
instead.

The scripts `src/imhsite/theme/assets/search*.js` fold, stem, weigh and rank; here only facts are
gathered. Towns are not in this file: the search finds them in `programs/places.json`, as the finder
does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from imhsite.files.problems import DataError, Problem, did_you_mean, quote
from imhsite.language.locales import name_of
from imhsite.language.wording import Wording
from imhsite.model.fields import Places
from imhsite.model.records import FOLDERS, Record, declared_fields
from imhsite.pages.generated import Page
from imhsite.reading.catalog import Catalog

FILE = "search/pages.json"
GROUPS = {
    "programs": ("programs/", "ages/"),
    "parents": ("parents/", "help-now/"),
    "professionals": ("professionals/", "endorsement/", "competencies/"),
    "places": ("towns/", "regions/"),
}
OTHER_GROUP = "about"
PARTS = {
    "help-now/": "help_lines",
    "glossary/": "glossary",
}  # pages of whose records each is found by itself
HEADINGS = (2, 3)  # the levels of those that a page is found by
LONGEST_TEXT = 600
LARGEST = 150_000  # bytes of an index, compressed, up to which it is best had whole: Pagefind, which loads parts, begins at about as much
_WORD = re.compile(r"\w{4,}")

Found = dict[str, object]
Written = tuple[str, str]  # the path of a page, and what is found of it as JSON


def paths(catalog: Catalog) -> dict[str, str]:
    """Return the file of each language of the association."""
    association = catalog.association
    return {language: f"{association.folder(language)}{FILE}" for language in association.languages}


def files(catalog: Catalog, pages: list[Page], root: str = "/") -> dict[str, str]:
    """Return for each language pages, words and labels, as JSON, by the file's path; ROOT is the
    path of the home page.

    A page without a translation stands in its own language. Raises DataError where words name a
    page that is not there.
    """
    entries: dict[str, dict[str, Written]] = {
        language: {} for language in catalog.association.languages
    }
    for page in pages:
        if page.in_sitemap and page.in_search:
            for plain, found in entries_of(catalog, page):
                entries[page.language][plain] = found["path"], _json(found)
    first = entries[catalog.association.languages[0]]
    problems = list(_unknown_pages(catalog, set(first)))
    if problems:
        raise DataError(problems)
    return {
        path: _file(catalog, first | entries[language], language, root)
        for language, path in paths(catalog).items()
    }


def too_large(catalog: Catalog, site_dir: Path) -> Iterator[str]:
    """Yield a line for each index in SITE_DIR that is so large, compressed, that another engine
    should take over.
    """
    for path in paths(catalog).values():
        size = (site_dir / f"{path}.br").stat().st_size
        if size > LARGEST:
            yield f"{path}: {size / 1000:.0f} KB compressed, more than {LARGEST / 1000:.0f} KB: let Pagefind take over, as src/imhsite/theme/assets/search_index.js says"


def _file(catalog: Catalog, entries: dict[str, Written], language: str, root: str) -> str:
    """The file of LANGUAGE on the site at the path ROOT."""
    told = {
        "town": _town(catalog),
        "words": _words(catalog, entries),
        "state": catalog.association.state_code or "",
        "language": language,
        "says": _says(catalog, language),
        "root": root,
    }
    written = {name: _json(value) for name, value in told.items()} | {
        "pages": f"[{','.join(entries[path][1] for path in sorted(entries))}]"
    }
    return f"{{{','.join(f'{_json(name)}:{written[name]}' for name in sorted(written))}}}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _plain(catalog: Catalog, page: Page) -> str:
    """The path that PAGE has, or that its original has, in the first language."""
    return page.path.removeprefix(catalog.association.folder(page.language))


def entries_of(catalog: Catalog, page: Page) -> Iterator[tuple[str, Found]]:
    """What is found of PAGE, by the path that it has, or that its original has, in the first
    language.
    """
    plain = _plain(catalog, page)
    record = page.context.get("record")
    kind = record.kind if record else "page"
    if kind != "towns":
        facts = (
            RECORDS.get(kind, _record)(catalog, record)
            if record
            else LISTS.get(page.path, _written)(catalog, page)
        )
        yield plain, _entry(page, plain, kind, {"text": page.description} | facts)
    for part in catalog.records.get(PARTS.get(plain, ""), {}).values():
        facts = RECORDS[part.kind](catalog, catalog.translated(part, page.language))
        yield (
            f"{plain}#{part.slug}",
            _entry(page, plain, part.kind, facts | {"path": f"{page.path}#{part.slug}"}),
        )


def _entry(page: Page, plain: str, kind: str, facts: Found) -> Found:
    found = {
        "path": page.path,
        "title": page.title,
        "kind": kind,
        "group": _group(plain),
        "language": page.language,
    } | facts
    return {name: value for name, value in found.items() if value or name == "path"}


def _group(path: str) -> str:
    return next((name for name, folders in GROUPS.items() if path.startswith(folders)), OTHER_GROUP)


def _program(catalog: Catalog, program: Record) -> Found:
    return {
        "names": list(program.other_names or ()),
        "tags": [
            record.name
            for record in (
                catalog.sections[program.section],
                *catalog.get("settings", program.setting),
            )
        ],
        "needs": list(program.needs),
        "text": _joined(
            program.for_parents,
            program.for_professionals,
            program.run_by,
            program.since,
            program.successor,
        ),
        "ages": [program.ages.youngest, program.ages.below] if program.ages else None,
        "serves": _serves(program.serves),
        "sort": program.sort,
        "ended": program.status == "ended",
    }


def _serves(places: Places) -> str:
    return "*" if places.statewide else " ".join(places.slugs)


def _region(catalog: Catalog, region: Record) -> Found:
    return {
        "names": list(region.also_called or ()),
        "tags": [*(region.offices or ()), catalog.region_kinds[region.region_kind].name],
    }


def _age_group(catalog: Catalog, group: Record) -> Found:
    return {"ages": [group.ages.youngest, group.ages.below]}


def _level(catalog: Catalog, level: Record) -> Found:
    label = Wording(catalog.labels, catalog.association.languages[0]).label
    hours = (
        f"{label('fact-supervision')}: {label('hours', count=level.supervision_hours)}"
        if level.supervision_hours
        else None
    )
    texts = (
        level.summary,
        level.audience,
        level.education,
        level.experience,
        hours,
        *(level.services or ()),
        *(asks for _, asks in level.categories or ()),
    )
    return {
        "tags": list(level.jobs or ()),
        "headings": [name for name, _ in level.categories or ()],
        "text": _joined(*texts),
    }


def _competency(catalog: Catalog, area: Record) -> Found:
    return {"names": list(area.also or ()), "text": _joined(area.summary, *area.shown_by)}


def _help_line(catalog: Catalog, line: Record) -> Found:
    return {
        "title": line.name,
        "headings": [line.purpose],
        "call": [line.phone.text, line.phone.href],
        "text": _joined(line.purpose, line.how, line.caution),
    }


def _term(catalog: Catalog, term: Record) -> Found:
    return {"title": term.name, "names": list(term.also or ()), "text": _joined(term.meaning)}


def _record(catalog: Catalog, record: Record) -> Found:
    """All texts of a record of a kind that this module knows nothing of."""
    fields = [
        name
        for name, declared in declared_fields(type(record)).items()
        if declared.metadata["parser"].is_text
    ]
    texts = [getattr(record, name) or () for name in fields]
    return {
        "text": _joined(
            *(part for text in texts for part in ([text] if isinstance(text, str) else text))
        )
    }


RECORDS: dict[str, Callable[[Catalog, Record], Found]] = {
    "programs": _program,
    "regions": _region,
    "age_groups": _age_group,
    "levels": _level,
    "competencies": _competency,
    "help_lines": _help_line,
    "glossary": _term,
}


KINDS = {*RECORDS, *FOLDERS, "page"} - {"needs"}  # whose pages are left to the finder


def _names(kind: str, text: str = "name") -> Callable[[Catalog, Page], Found]:
    """What a page that lists every record of KIND holds: their names as headings, and the field
    TEXT of each.
    """

    def facts(catalog: Catalog, page: Page) -> Found:
        records = catalog.records[kind].values()
        return {
            "headings": [record.name for record in records],
            "text": _joined(page.description, *(getattr(record, text) for record in records)),
        }

    return facts


LISTS: dict[str, Callable[[Catalog, Page], Found]] = {
    "competencies/": _names("competencies"),
    "endorsement/steps/": _names("steps", "details"),
    "endorsement/compare/": _names("levels", "summary"),
    "endorsement/which-level/": _names("questions"),
    "endorsement/my-steps/": _names("steps"),
    "competencies/explore/": _names("trainings", "details"),
    "strategic-plan/": _names("goals", "meaning"),
    "glossary/": _names("glossary", "meaning"),
    "sources/": lambda catalog, page: {
        "text": _joined(page.description, *(source.title for source in catalog.sources.values()))
    },
}


def _written(catalog: Catalog, page: Page) -> Found:
    lines = [
        line
        for section in page.sections
        for line in (section.heading, *section.text, *section.rest)
    ]
    text = _joined(page.description, *lines)
    beginning = _beginning(text)
    return {
        "headings": [section.heading for section in page.sections if section.level in HEADINGS],
        "text": beginning,
        "more": _other_words(text[len(beginning) :], beginning),
    }


def _beginning(text: str) -> str:
    """The first words of TEXT, from which readers are shown some.

    Of the rest each word stands once, which takes a third of the room.
    """
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT].rpartition(" ")[0]


def _other_words(rest: str, beginning: str) -> str:
    """The words of REST that do not stand in BEGINNING, each once: the page is found by them, and
    no reader sees them.
    """
    known = set(_WORD.findall(beginning.lower()))
    return " ".join(word for word in sorted(set(_WORD.findall(rest.lower()))) if word not in known)


def _joined(*texts: str | None) -> str:
    """TEXTS as one, each ended as a sentence, so that an excerpt does not run them together."""
    lines = [" ".join(line.split()) for text in texts if text for line in text.split("\n")]
    return " ".join(line if line[-1] in ".:?!" else f"{line}." for line in lines if line)


def _town(catalog: Catalog) -> dict[str, str]:
    """What every town's page is called and says, with a blank for the town's name."""
    first = catalog.association.languages[0]
    said = {
        field: catalog.labels.get(first, name).forms["other"]
        for field, name in (("title", "place-title"), ("text", "place-lead"))
    }
    return said | {"language": first}


def _words(catalog: Catalog, entries: dict[str, Written]) -> list[Found]:
    """What people type, and what it leads to: staff's search words, and the words of each need in
    every language.
    """
    records = catalog.search_words.values()
    told = {slug for record in records for slug in record.needs or ()}
    rest = [need for need in catalog.needs.values() if need.slug not in told]
    return [_word(catalog, record, entries) for record in records] + [
        {
            "words": _need_words(catalog, need),
            "needs": [need.slug],
            "pages": _in_language(_need_pages(need), entries),
        }
        for need in rest
    ]


def _word(catalog: Catalog, record: Record, entries: dict[str, Written]) -> Found:
    words = [
        *(record.words or ()),
        *(
            word
            for need in catalog.get("needs", record.needs)
            for word in _need_words(catalog, need)
        ),
    ]
    pages = record.pages or [
        path for need in catalog.get("needs", record.needs) for path in _need_pages(need)
    ]
    found = {
        "words": words,
        "means": list(record.means or ()),
        "needs": list(record.needs or ()),
        "pages": _in_language(pages, entries),
    }
    return {name: value for name, value in found.items() if value}


def _need_pages(need: Record) -> list[str]:
    """The pages that answer NEED, before the programs that do: what is written about it, and whom
    to call.
    """
    return [*(need.pages or ()), *(f"help-now/#{line}" for line in need.lines or ())]


def _in_language(pages: Iterable[str], entries: dict[str, Written]) -> list[str]:
    return [entries[path][0] if path in entries else path for path in pages]


def _need_words(catalog: Catalog, need: Record) -> list[str]:
    spoken = [catalog.translated(need, language) for language in catalog.association.languages]
    return list(dict.fromkeys(word for said in spoken for word in (said.name, *(said.also or ()))))


def _says(catalog: Catalog, language: str) -> Found:
    """The labels that the answers need in LANGUAGE."""

    def forms(name: str) -> dict[str, str]:
        return catalog.labels.get(language, name).forms

    def text(name: str) -> str:
        return forms(name)["other"]

    return {
        "count": forms("search-count"),
        "groups": {name: text(f"search-group-{name}") for name in (*GROUPS, OTHER_GROUP)},
        "kinds": {name: text(f"search-kind-{name}") for name in KINDS},
        "languages": {
            other: name_of(other, catalog.labels.first) for other in catalog.association.languages
        },
        "none": text("search-none"),
        "corrected": text("search-corrected"),
        "call": text("call-number"),
        "outside": text("finder-place-state").replace("{state}", catalog.association.state),
        "best": text("search-best"),
        "ended": text("search-ended"),
        "title": text("site-search"),
        "go": text("site-search-go"),
        "hint": text("search-words-hint"),
        "all": text("search-all"),
        "lists": text("search-lists"),
        "close": text("search-close"),
    }


def _unknown_pages(catalog: Catalog, known: set[str]) -> Iterator[Problem]:
    known = known | {f"{GROUPS['places'][0]}{slug}/" for slug in catalog.towns}
    for record in (*catalog.search_words.values(), *catalog.needs.values()):
        for path in record.pages or ():
            if path not in known:
                got = quote(path) + did_you_mean(path, known)
                yield Problem(
                    record.file,
                    record.line,
                    0,
                    record.slug,
                    "pages",
                    "write the path of a page, such as parents/ or help-now/#emergency",
                    got,
                    "unknown-page",
                )
