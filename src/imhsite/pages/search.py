"""The search's data: every page as plain words, and the words that people type instead.

The scripts `src/imhsite/theme/assets/search*.js` fold, stem, weigh and rank; here only facts are
gathered. Towns are not in this file: the search finds them in `programs/places.json`, as the finder
does.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from imhsite.files.problems import DataError, Problem, did_you_mean, quote
from imhsite.finding import typed
from imhsite.finding.finder import MOST_TOGETHER
from imhsite.finding.places import short_name
from imhsite.language.locales import locale_of, name_of
from imhsite.language.terms import STOP_WORDS, terms_of, words_of
from imhsite.language.wording import Wording
from imhsite.model.fields import Places, text_in
from imhsite.model.records import FOLDERS, Record, declared_fields
from imhsite.pages.generated import Page, path_of
from imhsite.pages.search_pieces import Pieces, WordIndex, postings, tree
from imhsite.reading.catalog import Catalog
from imhsite.reading.safety import NEUTRAL, lines_to_leave

FILE, TEXTS, NAMES = "pages.json", "texts.json", "places.json"
PIECES, LETTERS, PROGRAMS = "words/", "letters/", "programs/"
MOST_PAGES = 40  # that are found by a word: of more, one word does not tell which
MOST_PROGRAMS = 40  # that are found by a word where there are too many for all pages to be known
MOST_MEANT = 25  # pages that are found by what a word means, or a need
GROUPS = {
    "programs": ("programs/", "ages/", "needs/"),
    "parents": ("parents/", "help-now/"),
    "professionals": ("professionals/", "endorsement/", "competencies/"),
    "places": ("towns/", "regions/"),
}
OTHER_GROUP = "about"
# Pages of whose records each is found by itself.
PARTS = {"help-now/": "help_lines", "glossary/": "glossary"}
HEADINGS = (2, 3)  # the levels of those that a page is found by
LONGEST_TEXT = 600
SHOWN = (
    "path", "title", "kind", "group", "language", "call", "purpose", "ages", "serves", "sort",
    "ended", "exit",
)  # fmt: skip
OF_PROGRAMS = ("path", "title", "language", "ages", "serves", "sort", "ended")
# What tells that a question is about an age; a number alone does so too.
AGE_WORDS = ("days", "weeks", "months", "years", "pregnant", "newborn")
# What makes an age one that only the reader of all ages understands.
UNSURE_AGES = (
    "tens", "half", "quarter", "due", "born", "today", "yesterday", "ago", "almost",
    "under", "over", "corrected", "early", "weeker",
)  # fmt: skip
PLAIN = ("ages", "places")
SHORTEST = 2  # letters of a word that only goes with others, such as the code of a state
_WORD = re.compile(r"\w{4,}")

Entry = dict[str, object]
Entries = dict[str, Entry]  # by path, that of the original in the first language


def folders(catalog: Catalog) -> dict[str, str]:
    """Return the folder of the search for each language of the association."""
    association = catalog.association
    return {
        language: f"{association.folder(language)}search/" for language in association.languages
    }


def is_kept(path: str) -> bool:
    """Return whether PATH is a file that the search needs without a network."""
    return re.search(r"(?:^|/)search/(?:words/|letters/)?\w+\.json$", path) is not None


def files(catalog: Catalog, pages: list[Page], root: str = "/") -> dict[str, str]:
    """Return the files of the search in each language, by path; ROOT is the home page's.

    `pages.json` has what every question needs, `words/` the words of the pages in pieces,
    `letters/` all words by their first letter, `places.json` the names of places, `typed_*.json`
    the words of all ages and places, and `texts.json` what is shown of each page. A page without a
    translation stands in its own language. Raises DataError where words name a page that is not
    there.
    """
    entries: dict[str, Entries] = {language: {} for language in catalog.association.languages}
    for page in pages:
        if page.in_sitemap and page.in_search:
            entries[page.language].update(entries_of(catalog, page))
    for of_language in entries.values():
        _add_asked(catalog, of_language)
    first = entries[catalog.association.languages[0]]
    problems = list(_unknown_pages(catalog, set(first)))
    if problems:
        raise DataError(problems)
    special, names = _special_names(catalog), _all_names(entries.values())
    return {
        f"{folder}{name}": text
        for language, folder in folders(catalog).items()
        for name, text in _files(catalog, first | entries[language], language, root, special, names)
    }


def _add_asked(catalog: Catalog, entries: Entries) -> None:
    """Add to ENTRIES what people ask that they answer."""
    for record in catalog.asked.values():
        for path in entries.keys() & set(record.pages):
            entries[path].setdefault("asked", []).extend(record.asked)


def _all_names(entries: Iterable[Entries]) -> dict[str, list[str]]:
    """Return the names of each page in every language of ENTRIES, for people type any of them."""
    names: dict[str, dict[str, None]] = {}
    for of_language in entries:
        for path, entry in of_language.items():
            found = (entry.get("title", ""), *entry.get("names", ()))
            names.setdefault(path, {}).update(dict.fromkeys(found))
    return {path: list(found) for path, found in names.items()}


def _files(
    catalog: Catalog,
    entries: Entries,
    language: str,
    root: str,
    special: dict[str, list[str]],
    names: dict[str, list[str]],
) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file of the search in LANGUAGE, on the site at the path ROOT."""
    programs = [path for path in sorted(entries) if entries[path]["kind"] == "programs"]
    programs = programs if len(programs) > MOST_TOGETHER else []
    paths = sorted(entries.keys() - set(programs))
    listed = [entries[path] for path in paths]
    at = {entry["path"]: number for number, entry in enumerate(listed)}
    words = _words(catalog, entries)
    index = WordIndex(listed)
    phrases = [(number, phrase) for number, lead in enumerate(words) for phrase in lead["words"]]
    phrases += _numbered([names[path] for path in paths], len(words))
    pieces = Pieces(
        index,
        phrases,
        _special_words(special, index),
        MOST_PAGES,
        places=_place_facts(catalog, paths),
    )
    more = _program_pieces([entries[path] for path in programs], [names[path] for path in programs])
    data = {
        "pages": [{name: entry[name] for name in SHOWN if name in entry} for entry in listed],
        "words": [_target(number, lead, at) for number, lead in enumerate(words)],
        "whole": pieces.whole,
        "terms": _terms_by_name(index, words),
        "pieces": tree(pieces.texts),
        "programs": tree(more),
        "needs": {
            slug: catalog.translated(need, language).name for slug, need in catalog.needs.items()
        },
        "languages": _language_words(catalog, language),
        "simple": _simple(catalog),
        "town": _town(catalog),
        "state": catalog.association.state_code or "",
        "language": language,
        "says": _says(catalog, language),
        "root": root,
        "folders": {other: root + folder for other, folder in folders(catalog).items()},
    }
    yield FILE, _json(data)
    yield NAMES, _json(",".join(_names_of_places(catalog)))
    for kind, told in json.loads(typed.words(catalog)).items():
        if kind in PLAIN:
            yield f"typed_{kind}.json", _json(told)
    yield TEXTS, _json([entry.get("text", "") for entry in listed])
    for beginning, text in pieces.texts.items():
        yield f"{PIECES}{beginning}.json", text
    for letter, text in pieces.letters.items():
        yield f"{LETTERS}{letter}.json", text
    for beginning, text in more.items():
        yield f"{PROGRAMS}{beginning}.json", text


def _numbered(names: list[list[str]], first: int = 0) -> list[tuple[int, str]]:
    """Return each of the NAMES of every page with the page's number, which begin with FIRST."""
    return [(number, name) for number, listed in enumerate(names, first) for name in listed]


def _program_pieces(programs: list[Entry], names: list[list[str]]) -> dict[str, str]:
    """Return the words of PROGRAMS in pieces of their own, with what is shown of each program."""
    if not programs:
        return {}
    facts = [{name: entry[name] for name in OF_PROGRAMS if name in entry} for entry in programs]
    index = WordIndex(programs)
    return Pieces(index, _numbered(names), {}, MOST_PROGRAMS, facts).texts


def _target(number: int, lead: Entry, at: dict[object, int]) -> Entry:
    """Return what the words of LEAD lead to; `means` names the terms that they stand for.

    A page is told by its number where it is among those AT one, else by its path.
    """
    target = {name: lead[name] for name in ("pages", "needs", "danger") if name in lead}
    if "pages" in lead:
        target["pages"] = [at.get(path, path) for path in lead["pages"]]
    return target | ({"means": _means(number)} if lead.get("means") else {})


def _means(number: int) -> str:
    return f"means:{number}"


def _terms_by_name(index: WordIndex, words: list[Entry]) -> dict[str, str]:
    """Return the pages of terms that nobody types: those of each need, and what WORDS mean."""
    needs = {term: [term] for term in index.terms if term.startswith("need:")}
    means = {
        _means(number): terms_of(word for text in lead["means"] for word in words_of(text))
        for number, lead in enumerate(words)
        if lead.get("means")
    }
    return {
        name: postings(index.best(terms, MOST_MEANT)) for name, terms in (needs | means).items()
    }


def _special_names(catalog: Catalog) -> dict[str, list[str]]:
    """Return what tells of an age and of a place, each with the mark of its words."""
    told = json.loads(typed.words(catalog))
    ages = [name for kind in AGE_WORDS for name in told["ages"][kind].split(",")]
    places = [name for states in told["places"]["states"].values() for name in states.split(",")]
    places += [pair.split()[0] for pair in told["places"]["short"].split(",")]
    for town in catalog.towns.values():
        places += [town.name, *(town.spellings or ()), *(name for name, _ in town.places or ())]
    for region in catalog.regions.values():
        places += [region.name, *(region.also_called or ())]
    return {"+": ages, "*": places}


def _place_facts(catalog: Catalog, paths: list[str]) -> dict[str, str]:
    """Return slug and regions of each town whose name means no other place, by its name.

    A region is the number of its page in PATHS. Every other name of a place has "".
    """
    regions = {path.split("/")[-2]: at for at, path in enumerate(paths) if "regions/" in path}
    names = Counter(" ".join(words_of(name)) for name in _place_names(catalog))
    facts = dict.fromkeys(
        [*names, *(" ".join(words_of(name)) for name in _other_names(catalog))], ""
    )
    for town in catalog.towns.values():
        name = " ".join(words_of(town.name))
        if names[name] == 1 and regions.keys() >= set(town.regions):
            del facts[name]
            facts[town.name] = " ".join([town.slug, *(str(regions[one]) for one in town.regions)])
    return facts


def _place_names(catalog: Catalog) -> Iterator[str]:
    """Yield every name of a place, once for each place that it may mean."""
    for town in catalog.towns.values():
        yield town.name
        others = {*(town.spellings or ()), *(name for name, _ in town.places or ())}
        yield from sorted(others - {town.name})
    yield from (region.name for region in catalog.regions.values())


def _names_of_places(catalog: Catalog) -> list[str]:
    """Return the names of all places of the site, which people may misspell: towns first."""
    regions = catalog.regions.values()
    short = (
        name for one in regions for name in (short_name(catalog, one), *(one.also_called or ()))
    )
    towns = sorted(town.name for town in catalog.towns.values())
    others = sorted([*_place_names(catalog), *short])
    return list(dict.fromkeys(" ".join(words_of(name)) for name in (*towns, *others)))


def _other_names(catalog: Catalog) -> Iterator[str]:
    """Yield names of regions that are a town's where one is called so, and those of states."""
    for region in catalog.regions.values():
        yield from (short_name(catalog, region), *(region.also_called or ()))
    for states in json.loads(typed.words(catalog))["places"]["states"].values():
        yield from (name.rpartition(" ")[0] for name in states.split(","))


def _beside(catalog: Catalog) -> Iterator[str]:
    """Yield each word that stands in a place's name right before or after the name of a town."""
    towns = {tuple(words_of(town.name)) for town in catalog.towns.values()}
    for words in map(words_of, _place_names(catalog)):
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                if tuple(words[start:end]) in towns:
                    yield from (*words[start - 1 : start], *words[end : end + 1])


def _simple(catalog: Catalog) -> Entry:
    """Return what tells a plain age and a plain place from one that takes more to read.

    Of ages the words of each unit, those of which some make one together (`part`), those that make
    one `unsure`, and `numbers` from one; of places what tells of a street or of another state
    (`unsure`, of other states' `codes` only where they end a part), and what makes another name of
    one that it stands beside (`beside`).
    """
    told = json.loads(typed.words(catalog))
    listed = {kind: {name: _listed(told[kind][name]) for name in told[kind]} for kind in PLAIN}
    ages = {name: [word for word in listed["ages"][name] if " " not in word] for name in AGE_WORDS}
    plain = {word for words in ages.values() for word in words}
    phrases = [name for unit in AGE_WORDS for name in listed["ages"][unit]]
    phrases = [name for name in phrases if plain.isdisjoint(name.split())]
    numbers = [_listed([part]) for part in json.loads(typed.words(catalog))["ages"]["numbers"]]
    unsure = [name for kind in UNSURE_AGES for name in listed["ages"][kind]]
    streets = [name for kind in ("streets", "before") for name in listed["places"][kind]]
    states = _telling(_listed(list(told["places"]["states"].values())))
    codes = {name for name in states if len(name) == SHORTEST}
    codes -= {*_telling(streets), (catalog.association.state_code or "").lower()}
    own = {word for kind in (catalog.towns, catalog.regions) for word in _words_of_names(kind)}
    short = [name.split()[0] for name in listed["places"]["short"]]
    return {
        "ages": ages | {"part": _telling(phrases), "unsure": _telling(unsure, plain)},
        "numbers": numbers,
        "unsure": sorted({*_telling(streets), *_telling(states, own | codes)}),
        "codes": sorted(codes),
        "beside": sorted({*short, *_beside(catalog)}),
    }


def _listed(names: object) -> list[str]:
    """Return the folded names in NAMES, one text or several, in which commas part them."""
    texts = [names] if isinstance(names, str) else names
    return [" ".join(words_of(name)) for text in texts for name in str(text).split(",")]


def _words_of_names(records: Mapping[str, Record]) -> Iterator[str]:
    for record in records.values():
        yield from words_of(record.name)


def _telling(names: Iterable[str], others: Iterable[str] = ()) -> list[str]:
    """Return the words of NAMES, but for stop words and the OTHERS."""
    words = dict.fromkeys(word for name in names for word in name.split())
    return [word for word in words if word not in STOP_WORDS.union(others)]


def _special_words(names: dict[str, list[str]], index: WordIndex) -> dict[str, str]:
    """Return the rarest word of each of NAMES in the pages of INDEX, with its mark."""
    found = {}
    for mark, listed in names.items():
        for name in listed:
            words = [word for word in words_of(name) if len(word) > SHORTEST]
            if words:
                found[min(words, key=lambda word: (index.counts[word], -len(word)))] = mark
    return found


def _language_words(catalog: Catalog, language: str) -> dict[str, list[str]]:
    """Return the names of each language but LANGUAGE, as people type them."""
    languages = catalog.association.languages
    return {
        other: words_of(" ".join(locale_of(one).languages[other] for one in languages))
        for other in languages
        if other != language
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
        if kind == "programs":
            facts |= _service(catalog, record, page.language, facts["tags"])
        yield plain, _entry(page, plain, kind, {"text": page.description} | facts)
    for anchor, part in _parts(catalog, page, plain):
        facts = RECORDS[part.kind](catalog, catalog.translated(part, page.language))
        facts |= {"path": f"{page.path}#{anchor}"}
        yield f"{plain}#{anchor}", _entry(page, plain, part.kind, facts)


def _parts(catalog: Catalog, page: Page, plain: str) -> Iterator[tuple[str, Record]]:
    """Yield what is found by itself on PAGE, with where it stands there."""
    for part in catalog.records.get(PARTS.get(plain, ""), {}).values():
        yield part.slug, part
    for site in page.context.get("sites", ()):
        yield f"site-{site.slug}", site


def _entry(page: Page, plain: str, kind: str, facts: Entry) -> Entry:
    entry = {
        "path": page.path,
        "title": page.title,
        "kind": kind,
        "group": _group(plain),
        "language": page.language,
        "exit": page.quick_exit and page.path == facts.get("path", page.path),
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


def _service(catalog: Catalog, program: Record, language: str, tags: list[str]) -> Entry:
    """TAGS, and the languages and costs of PROGRAM in the words of LANGUAGE.

    `more` has the names of its sites, and the same words in the other languages of the site.
    """
    sites = [] if program.status == "ended" else catalog.sites_of(program)
    spoken = {tag for record in (program, *sites) for tag in record.languages or ()}
    spoken -= {catalog.association.languages[0]}  # which all programs speak
    paid = catalog.get("costs", program.costs or ())
    said = {
        one: [
            *sorted(map(Wording(catalog.labels, one).language_name, spoken)),
            *(catalog.translated(cost, one).name for cost in paid),
        ]
        for one in catalog.association.languages
    }
    own = said.pop(language)
    names = [name for site in sites for name in (site.name, catalog.towns[site.town].name)]
    names += [name for others in said.values() for name in others]
    more = dict.fromkeys(word for name in names for word in name.split())
    return {"tags": [*tags, *own], "more": " ".join(more)}


def _serves(places: Places) -> str:
    return "*" if places.statewide else " ".join(places.slugs)


def _region(catalog: Catalog, region: Record) -> Entry:
    return {
        "names": [region.name, *(region.also_called or ())],
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
        "purpose": line.purpose,
        "call": [line.phone.text, line.phone.href],
        "exit": line.slug in lines_to_leave(catalog),
        "text": _sentences(line.purpose, line.how, line.caution),
    }


def _site(catalog: Catalog, site: Record) -> Entry:
    """A place for which help lines answer; `more` has what for, in every language of the site."""
    lines, contacts = catalog.get("help_lines", site.help_lines), catalog.contacts_of(site)
    spoken = catalog.association.languages
    uses = (catalog.translated(contact, one).use or "" for contact in contacts for one in spoken)
    return {
        "title": site.name,
        "tags": [catalog.towns[site.town].name, *(line.name for line in lines)],
        "exit": not lines_to_leave(catalog).isdisjoint(site.help_lines),
        "more": " ".join(dict.fromkeys(word for use in uses for word in use.split())),
    }


def _term(catalog: Catalog, term: Record) -> Entry:
    return {"title": term.name, "names": list(term.also or ()), "text": _sentences(term.meaning)}


def _need(catalog: Catalog, need: Record) -> Entry:
    return {"names": [need.name]}


def _record(catalog: Catalog, record: Record) -> Entry:
    """All texts of a record of a kind that this module knows nothing of."""
    fields = [
        name
        for name, declared in declared_fields(type(record)).items()
        if declared.metadata["parser"].is_text
    ]
    texts = [text_in(getattr(record, name)) or () for name in fields]
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
    "sites": _site,
    "glossary": _term,
    "needs": _need,
}


KINDS = {*RECORDS, *FOLDERS, "page"}


def _names(kind: str, text: str = "name") -> Callable[[Catalog, Page], Entry]:
    """Return the parts of a page that lists KIND: names as headings, and the field TEXT of each."""

    def facts(catalog: Catalog, page: Page) -> Entry:
        records = catalog.records[kind].values()
        return {
            "headings": [record.name for record in records],
            "text": _sentences(page.description, *(getattr(record, text) for record in records)),
        }

    return facts


def _languages(catalog: Catalog, page: Page) -> Entry:
    """The page on the languages that families speak: each by its own name and its others."""
    own = catalog.association.languages
    words = [Wording(catalog.labels, language) for language in own]
    spoken = [record for record in catalog.languages.values() if record.slug not in own]
    return {
        "headings": [
            name
            for record in spoken
            for name in (
                record.say,
                name_of(record.slug),
                *(w.language_name(record.slug) for w in words),
            )
        ],
        "text": page.description,
    }


LISTS: dict[str, Callable[[Catalog, Page], Entry]] = {
    "languages/": _languages,
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


def _words(catalog: Catalog, entries: Entries) -> list[Entry]:
    """Return what people type, and what it leads to: staff's search words, and words of needs."""
    records = catalog.search_words.values()
    covered = {slug for record in records for slug in record.needs or ()}
    rest = [need for need in catalog.needs.values() if need.slug not in covered]
    return [_word(catalog, record, entries) for record in records] + [
        {"words": _need_words(catalog, need), "needs": [need.slug], "pages": pages}
        for need in rest
        for pages in [_in_language(_need_pages(need), entries)]
    ]


def _word(catalog: Catalog, record: Record, entries: Entries) -> Entry:
    needs = catalog.get("needs", record.needs)
    pages = record.pages or [path for need in needs for path in _need_pages(need)]
    if record.is_given:  # a help line that it leads to may be left out here
        pages = [path for path in pages if path in entries]
    of_needs = (word for need in needs for word in _need_words(catalog, need))
    entry = {
        "words": [*(record.words or ()), *of_needs],
        "means": list(record.means or ()),
        "needs": list(record.needs or ()),
        "pages": _in_language(pages, entries),
        "danger": record.danger == "yes" and bool(pages),
    }
    return {name: value for name, value in entry.items() if value}


def _need_pages(need: Record) -> list[str]:
    """Return the pages that answer NEED, before its programs: about it, help lines, and its own."""
    lines = (f"help-now/#{line}" for line in need.lines or ())
    return [*(need.pages or ()), *lines, path_of(need)]


def _in_language(pages: Iterable[str], entries: Entries) -> list[str]:
    return [entries[path]["path"] if path in entries else path for path in pages]


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
        "kinds": {name: text(f"search-kind-{name}") for name in sorted(KINDS)},
        "languages": {
            other: name_of(other, catalog.labels.first) for other in catalog.association.languages
        },
        "none": text("search-none"),
        "corrected": text("search-corrected"),
        "call": text("call-number"),
        "outside": text("finder-place-state").replace("{state}", catalog.association.state),
        "best": text("search-best"),
        "heard": text("search-heard"),
        "remove": text("search-heard-remove"),
        "unheard": text("search-unheard"),
        "finder": text("search-to-finder"),
        "inLanguage": {
            other: catalog.labels.get(other, "search-in-language").forms["other"]
            for other in catalog.association.languages
            if other != language
        },
        "age": text("finder-age-which"),
        "ages": {unit: forms(f"heard-{unit}") for unit in ("weeks", "months", "years")},
        "ended": text("search-ended"),
        "title": text("site-search"),
        "go": text("site-search-go"),
        "hint": text("search-words-hint"),
        "all": text("search-all"),
        "lists": text("search-lists"),
        "close": text("search-close"),
        **NEUTRAL,
        "leave": text("leave"),
        "leaveByKey": text("leave-by-key"),
        "leaveWay": text("leave-way"),
    }


def _unknown_pages(catalog: Catalog, paths: set[str]) -> Iterator[Problem]:
    paths = paths | {f"{GROUPS['places'][0]}{slug}/" for slug in catalog.towns}
    kinds = (catalog.search_words, catalog.asked, catalog.needs)
    for record in (record for kind in kinds for record in kind.values()):
        for path in record.pages or ():
            if not record.is_given and path not in paths:
                write = "write the path of a page, such as parents/ or help-now/#emergency"
                got = quote(path) + did_you_mean(path, paths)
                place = record.file, record.line, 0, record.slug, "pages"
                yield Problem(*place, write, got, "unknown-page")
