"""The search's data: every page as plain words, and the words that people type instead.

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
# Pages of whose records each is found by itself.
PARTS = {"help-now/": "help_lines", "glossary/": "glossary"}
HEADINGS = (2, 3)  # the levels of those that a page is found by
LONGEST_TEXT = 600
# Bytes of a compressed index up to which it is best loaded whole: Pagefind, which loads parts,
# begins at about as much.
LARGEST = 150_000
_WORD = re.compile(r"\w{4,}")

Entry = dict[str, object]
Written = tuple[str, str]  # the path of a page, and what is found of it as JSON


def paths(catalog: Catalog) -> dict[str, str]:
    """Return the file of each language of the association."""
    association = catalog.association
    return {language: f"{association.folder(language)}{FILE}" for language in association.languages}


def files(catalog: Catalog, pages: list[Page], root: str = "/") -> dict[str, str]:
    """Return pages, words and labels of each language as JSON, by path; ROOT is the home page's.

    A page without a translation stands in its own language. Raises DataError where words name a
    page that is not there.
    """
    entries: dict[str, dict[str, Written]] = {
        language: {} for language in catalog.association.languages
    }
    for page in pages:
        if page.in_sitemap and page.in_search:
            for plain, entry in entries_of(catalog, page):
                entries[page.language][plain] = entry["path"], _json(entry)
    first = entries[catalog.association.languages[0]]
    problems = list(_unknown_pages(catalog, set(first)))
    if problems:
        raise DataError(problems)
    return {
        path: _file(catalog, first | entries[language], language, root)
        for language, path in paths(catalog).items()
    }


def too_large(catalog: Catalog, site_dir: Path) -> Iterator[str]:
    """Yield a line for each index in SITE_DIR whose size asks for another engine."""
    for path in paths(catalog).values():
        size = (site_dir / f"{path}.br").stat().st_size
        if size > LARGEST:
            yield (
                f"{path}: {size / 1000:.0f} KB compressed, more than {LARGEST / 1000:.0f} KB: let"
                " Pagefind take over, as src/imhsite/theme/assets/search_index.js says"
            )


def _file(catalog: Catalog, entries: dict[str, Written], language: str, root: str) -> str:
    """The file of LANGUAGE on the site at the path ROOT."""
    data = {
        "town": _town(catalog),
        "words": _words(catalog, entries),
        "state": catalog.association.state_code or "",
        "language": language,
        "says": _says(catalog, language),
        "root": root,
    }
    texts = {name: _json(value) for name, value in data.items()} | {
        "pages": f"[{','.join(entries[path][1] for path in sorted(entries))}]"
    }
    return f"{{{','.join(f'{_json(name)}:{texts[name]}' for name in sorted(texts))}}}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _plain(catalog: Catalog, page: Page) -> str:
    """The path that PAGE has, or that its original has, in the first language."""
    return page.path.removeprefix(catalog.association.folder(page.language))


def entries_of(catalog: Catalog, page: Page) -> Iterator[tuple[str, Entry]]:
    """Yield what is found of PAGE, by its own path or its original's in the first language."""
    plain = _plain(catalog, page)
    record = page.context.get("record")
    kind = record.kind if record else "page"
    if kind != "towns":
        facts = (
            RECORDS.get(kind, _record)(catalog, record)
            if record
            else LISTS.get(page.path, _prose)(catalog, page)
        )
        yield plain, _entry(page, plain, kind, {"text": page.description} | facts)
    for part in catalog.records.get(PARTS.get(plain, ""), {}).values():
        facts = RECORDS[part.kind](catalog, catalog.translated(part, page.language))
        facts |= {"path": f"{page.path}#{part.slug}"}
        yield f"{plain}#{part.slug}", _entry(page, plain, part.kind, facts)


def _entry(page: Page, plain: str, kind: str, facts: Entry) -> Entry:
    entry = {
        "path": page.path,
        "title": page.title,
        "kind": kind,
        "group": _group(plain),
        "language": page.language,
    } | facts
    return {name: value for name, value in entry.items() if value or name == "path"}


def _group(path: str) -> str:
    return next((name for name, folders in GROUPS.items() if path.startswith(folders)), OTHER_GROUP)


def _program(catalog: Catalog, program: Record) -> Entry:
    section = catalog.sections[program.section]
    settings = catalog.get("settings", program.setting)
    return {
        "names": list(program.other_names or ()),
        "tags": [section.name, *(setting.name for setting in settings)],
        "needs": list(program.needs),
        "text": _sentences(
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


def _region(catalog: Catalog, region: Record) -> Entry:
    return {
        "names": list(region.also_called or ()),
        "tags": [*(region.offices or ()), catalog.region_kinds[region.region_kind].name],
    }


def _age_group(catalog: Catalog, group: Record) -> Entry:
    return {"ages": [group.ages.youngest, group.ages.below]}


def _level(catalog: Catalog, level: Record) -> Entry:
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
        "text": _sentences(*texts),
    }


def _competency(catalog: Catalog, area: Record) -> Entry:
    return {"names": list(area.also or ()), "text": _sentences(area.summary, *area.shown_by)}


def _help_line(catalog: Catalog, line: Record) -> Entry:
    return {
        "title": line.name,
        "headings": [line.purpose],
        "call": [line.phone.text, line.phone.href],
        "text": _sentences(line.purpose, line.how, line.caution),
    }


def _term(catalog: Catalog, term: Record) -> Entry:
    return {"title": term.name, "names": list(term.also or ()), "text": _sentences(term.meaning)}


def _record(catalog: Catalog, record: Record) -> Entry:
    """All texts of a record of a kind that this module knows nothing of."""
    fields = [
        name
        for name, declared in declared_fields(type(record)).items()
        if declared.metadata["parser"].is_text
    ]
    texts = [getattr(record, name) or () for name in fields]
    return {
        "text": _sentences(
            *(part for text in texts for part in ([text] if isinstance(text, str) else text))
        )
    }


RECORDS: dict[str, Callable[[Catalog, Record], Entry]] = {
    "programs": _program,
    "regions": _region,
    "age_groups": _age_group,
    "levels": _level,
    "competencies": _competency,
    "help_lines": _help_line,
    "glossary": _term,
}


KINDS = {*RECORDS, *FOLDERS, "page"} - {"needs"}  # whose pages are left to the finder


def _names(kind: str, text: str = "name") -> Callable[[Catalog, Page], Entry]:
    """Return the parts of a page that lists KIND: names as headings, and the field TEXT of each."""

    def facts(catalog: Catalog, page: Page) -> Entry:
        records = catalog.records[kind].values()
        return {
            "headings": [record.name for record in records],
            "text": _sentences(page.description, *(getattr(record, text) for record in records)),
        }

    return facts


LISTS: dict[str, Callable[[Catalog, Page], Entry]] = {
    "competencies/": _names("competencies"),
    "endorsement/steps/": _names("steps", "details"),
    "endorsement/compare/": _names("levels", "summary"),
    "endorsement/which-level/": _names("questions"),
    "endorsement/my-steps/": _names("steps"),
    "competencies/explore/": _names("trainings", "details"),
    "strategic-plan/": _names("goals", "meaning"),
    "glossary/": _names("glossary", "meaning"),
    "events/": _names("events", "details"),
    "membership/": _names("memberships", "audience"),
    "supervision/": _names("supervision", "place"),
    "documents/": _names("documents", "summary"),
    "sources/": lambda catalog, page: {
        "text": _sentences(page.description, *(source.title for source in catalog.sources.values()))
    },
}


def _prose(catalog: Catalog, page: Page) -> Entry:
    lines = [
        line
        for section in page.sections
        for line in (section.heading, *section.text, *section.rest)
    ]
    text = _sentences(page.description, *lines)
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
    """Return the words of REST that are not in BEGINNING, each once: found, but not shown."""
    words = set(_WORD.findall(beginning.lower()))
    return " ".join(word for word in sorted(set(_WORD.findall(rest.lower()))) if word not in words)


def _sentences(*texts: str | None) -> str:
    """TEXTS as one, each ended as a sentence, so that an excerpt does not run them together."""
    lines = [" ".join(line.split()) for text in texts if text for line in text.split("\n")]
    return " ".join(line if line[-1] in ".:?!" else f"{line}." for line in lines if line)


def _town(catalog: Catalog) -> dict[str, str]:
    """What every town's page is called and says, with a blank for the town's name."""
    first = catalog.association.languages[0]
    texts = {
        field: catalog.labels.get(first, name).forms["other"]
        for field, name in (("title", "place-title"), ("text", "place-lead"))
    }
    return texts | {"language": first}


def _words(catalog: Catalog, entries: dict[str, Written]) -> list[Entry]:
    """Return what people type, and what it leads to: staff's search words, and words of needs."""
    records = catalog.search_words.values()
    covered = {slug for record in records for slug in record.needs or ()}
    rest = [need for need in catalog.needs.values() if need.slug not in covered]
    return [_word(catalog, record, entries) for record in records] + [
        {"words": _need_words(catalog, need), "needs": [need.slug], "pages": pages}
        for need in rest
        for pages in [_in_language(_need_pages(need), entries)]
    ]


def _word(catalog: Catalog, record: Record, entries: dict[str, Written]) -> Entry:
    needs = catalog.get("needs", record.needs)
    pages = record.pages or [path for need in needs for path in _need_pages(need)]
    of_needs = (word for need in needs for word in _need_words(catalog, need))
    entry = {
        "words": [*(record.words or ()), *of_needs],
        "means": list(record.means or ()),
        "needs": list(record.needs or ()),
        "pages": _in_language(pages, entries),
    }
    return {name: value for name, value in entry.items() if value}


def _need_pages(need: Record) -> list[str]:
    """Return the pages that answer NEED, before its programs: pages about it, and help lines."""
    return [*(need.pages or ()), *(f"help-now/#{line}" for line in need.lines or ())]


def _in_language(pages: Iterable[str], entries: dict[str, Written]) -> list[str]:
    return [entries[path][0] if path in entries else path for path in pages]


def _need_words(catalog: Catalog, need: Record) -> list[str]:
    languages = catalog.association.languages
    texts = [catalog.translated(need, language) for language in languages]
    return list(dict.fromkeys(word for text in texts for word in (text.name, *(text.also or ()))))


def _says(catalog: Catalog, language: str) -> Entry:
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


def _unknown_pages(catalog: Catalog, paths: set[str]) -> Iterator[Problem]:
    paths = paths | {f"{GROUPS['places'][0]}{slug}/" for slug in catalog.towns}
    for record in (*catalog.search_words.values(), *catalog.needs.values()):
        for path in record.pages or ():
            if path not in paths:
                write = "write the path of a page, such as parents/ or help-now/#emergency"
                got = quote(path) + did_you_mean(path, paths)
                place = record.file, record.line, 0, record.slug, "pages"
                yield Problem(*place, write, got, "unknown-page")
