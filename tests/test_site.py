"""What the built site must say, page by page. The whole catalog, never a sample."""

from __future__ import annotations

import json
import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from folders import ROOT
from imhsite.exports import api
from imhsite.finding.finder import MOST_CARDS
from imhsite.finding.matching import Matcher
from imhsite.model.records import FOLDERS
from imhsite.pages import listed
from imhsite.pages.generated import calendars_of, handout_regions, path_of, path_of_vcard
from imhsite.language.wording import Wording


def text_of(element) -> str:
    return re.sub(r"\s+", " ", element.get_text(" ", strip=True))


def programs_on(soup) -> set[str]:
    return {link["href"] for link in soup.select(".program h3 a")}


def test_every_record_with_a_page_has_one(pages, catalog):
    paths = set(pages.paths())
    for kind in FOLDERS:
        for record in catalog.records[kind].values():
            assert path_of(record) in paths, "yield a page of the kind in src/imhsite/pages/generated.py"
            name = getattr(record, "called", record.name)  # as it stands in a sentence
            assert name in text_of(pages.page(path_of(record)).h1) or kind == "needs", path_of(record)


def test_a_program_page_says_what_its_record_says(pages, catalog):
    words = Wording(catalog.labels, "en")
    for program in catalog.programs.values():
        said = " ".join(pages.page(path_of(program)).get_text().split())
        state = program.successor if program.status == "ended" else program.checked_how
        for part in [*program.for_parents.split("\n"), program.ages_note, program.printed_group, program.printed_reach, state]:
            assert not part or re.sub(r"\s+", " ", part.strip()) in said, program.slug
        assert program.ages is None or str(words.ages(program.ages)) in said
        for source in catalog.get("sources", program.sources):
            assert source.title in said


def fixed(catalog, name: str) -> str:
    """The longest part of the label NAME that stands whatever fills its blanks."""
    return max(re.split(r"\{\w+\}", catalog.labels.get("en", name).forms["other"]), key=len).strip()


def test_no_old_fact_is_presented_as_todays(pages, catalog):
    for program in catalog.programs.values():
        status = text_of(pages.page(path_of(program)).select_one("main .callout"))
        assert fixed(catalog, f"status-{program.status}") in status, program.slug


def test_every_town_lists_the_programs_that_serve_it(pages, catalog):
    matcher = Matcher(catalog)
    for town in catalog.towns.values():
        expected = {f"/{path_of(program)}" for program in catalog.programs.values() if matcher.reach(program, town)}
        shown = pages.page(path_of(town))
        beside = {link["href"] for link in shown.select('[data-group="neighbors"] .program h3 a')}  # only in towns near it
        assert programs_on(shown) - beside == expected, town.slug


def test_a_region_has_its_article_in_a_sentence(frozen):
    said = {path: frozen.pages.page(path).h1.get_text() for path in ("regions/capitol/", "regions/hartford-county/", "es/regions/dcf-region-2/", "es/regions/hartford-county/")}
    assert list(said.values()) == ["Help in the Capitol Planning Region", "Help in Hartford County", "Ayuda en la Región 2 del DCF", "Ayuda en el condado de Hartford"]


def test_a_program_of_a_region_is_on_its_towns_pages(pages, catalog):
    for region in catalog.regions.values():
        towns = {link["href"] for link in pages.page(path_of(region)).select("#towns ~ .columns a, section[aria-labelledby=towns] .columns a")}
        assert towns == {f"/{path_of(town)}" for town in catalog.towns.values() if region.slug in town.regions}


def test_an_age_group_lists_matches_and_what_is_not_stated(pages, catalog):
    for group in catalog.age_groups.values():
        found = programs_on(pages.page(path_of(group)))
        for program in catalog.programs.values():
            fits = program.ages is None or program.ages.meets(group.ages)
            assert (f"/{path_of(program)}" in found) == fits, (group.slug, program.slug)


def all_on_one_page(catalog) -> None:
    if len(catalog.programs) > MOST_CARDS:
        pytest.skip("the finder's page holds only a beginning of so many programs")


def test_not_stated_and_ended_stand_in_groups_of_their_own(pages, catalog):
    all_on_one_page(catalog)
    soup = pages.page("programs/")
    groups = {section["data-group"]: programs_on(section) for section in soup.select("#results .group")}
    ended = {f"/{path_of(p)}" for p in catalog.programs.values() if p.status == "ended"}
    not_stated = {f"/{path_of(p)}" for p in catalog.programs.values() if p.ages is None} - ended
    assert groups.get("ended", set()) == ended
    assert groups.get("age-not-stated", set()) == not_stated
    assert sum(len(found) for found in groups.values()) == len(catalog.programs)


def test_the_finder_knows_every_program(pages, catalog):
    all_on_one_page(catalog)
    assert {card["data-slug"] for card in pages.page("programs/").select("#results .program")} == set(catalog.programs)


def test_one_age_is_the_same_on_every_surface(frozen):
    """From YAML, where it reads `pregnancy to 6`, to the page, the card, the description and the finder's data."""
    pages, catalog, site_dir = frozen.pages, frozen.catalog, frozen.site
    program = catalog.programs["child-first"]
    words = str(Wording(catalog.labels, "en").ages(program.ages))
    assert words == str(program.ages) == "pregnancy to 6"
    soup = pages.page(path_of(program))
    assert words in text_of(soup.select_one("dl.facts"))
    assert words in soup.select_one("meta[name=description]")["content"]
    for path in ("programs/", "towns/torrington/", "regions/dcf-region-5/", "ages/pregnancy/", "ages/age-3-to-5/"):
        card = next(card for card in pages.page(path).select(".program") if card.h3.a["href"] == f"/{path_of(program)}")
        assert words in text_of(card), path
    finder = json.loads((site_dir / "programs/finder.json").read_text(encoding="utf-8"))
    assert finder["ages"][finder["programs"]["ages"][finder["programs"]["name"].index(program.name)]] == [-9, 84, f"Ages: {words}"]


@pytest.mark.parametrize(
    ("path", "kind"), [("endorsement/", "levels"), ("endorsement/steps/", "steps"), ("competencies/", "competencies"), ("strategic-plan/", "goals"), ("help-now/", "help_lines"), ("sources/", "sources")]
)
def test_a_list_holds_all_records_in_their_order(pages, catalog, path, kind):
    said = text_of(pages.page(path).main)
    names = [getattr(record, "name", None) or record.title for record in catalog.records[kind].values()]
    places = [said.find(name) for name in names]
    assert -1 not in places
    if kind not in ("help_lines", "sources"):
        assert places == sorted(places)


def test_titles_and_descriptions_are_unique(pages):
    for select in ("title", "meta[name=description]"):
        found = Counter()
        for path in pages.paths():
            element = pages.page(path).select_one(select)
            if select == "title" and "leavable" in pages.page(path).html.get("class", []):
                continue  # of a page that one must be able to leave fast, the tab says nothing
            found[element.get("content") or element.get_text(), pages.page(path).html["lang"]] += 1
        assert [value for value, times in found.items() if times > 1] == []


def test_headings_are_in_order_with_one_h1(pages):
    for path in [*pages.paths(), "404.html"]:
        levels = [int(heading.name[1]) for heading in pages.page(path).select("h1, h2, h3, h4, h5, h6")]
        assert levels.count(1) == 1, path
        first = levels.index(1)
        assert all(after <= before + 1 for before, after in zip(levels[first:], levels[first + 1:], strict=False)), (path, levels)


def test_no_template_code_reaches_a_page(site_dir):
    for file in site_dir.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert "{{" not in text and "{%" not in text and "zqmacro" not in text, file


def test_canonical_addresses_and_languages(built, pages, catalog):
    address = catalog.association.address
    for path in set(pages.paths()) - built.forwarded():
        soup = pages.page(path)
        canonical = soup.select_one("link[rel=canonical]")
        if canonical:
            assert canonical["href"] == address + path
        alternates = {link["hreflang"]: link["href"].removeprefix(address) for link in soup.select("link[rel=alternate][hreflang]")}
        for language, other in alternates.items():
            assert pages.page(other).html["lang"] == language, path


def test_every_page_leads_back(built, pages, catalog):
    homes = {catalog.association.folder(language) for language in catalog.association.languages}
    for path in set(pages.paths()) - built.forwarded():
        if path not in homes and pages.page(path).select_one("link[rel=canonical]"):
            trail = [link["href"] for link in pages.page(path).select(".breadcrumb a")]
            assert trail and trail[0].removeprefix("/") in homes, path


def test_the_pencil_opens_the_record_at_its_line(built, pages, catalog):
    for kind in ("programs", "levels", "towns", "competencies"):
        for record in catalog.records[kind].values():
            pencil = pages.page(path_of(record)).select_one("a.pencil")
            at = f"edit/main/{record.file}#L{record.line}"
            own = f"new/main?filename={record.own_file}"  # of a record that comes with the product
            assert pencil["href"] == f"{built.repository}/{own if record.is_given else at}"
    for program in catalog.programs.values():
        written = (ROOT / program.file).read_text(encoding="utf-8").splitlines()
        assert written[program.line - 1].partition("#")[0].rstrip() == f"{program.slug}:"


def test_nothing_is_loaded_from_elsewhere(pages):
    for path in [*pages.paths(), "404.html"]:
        soup = pages.page(path)
        for element in soup.select("script[src], link[rel~=stylesheet], link[rel~=icon], img[src], iframe, source[src]"):
            address = element.get("src") or element.get("href")
            assert not re.match(r"//|[a-z]+:", address, re.IGNORECASE), (path, address)


def test_nothing_is_inline(pages):
    for path in [*pages.paths(), "404.html"]:
        soup = pages.page(path)
        assert not soup.select("style, [style]"), path
        assert not [script for script in soup.select("script:not([src])") if script.get("type") != "application/ld+json"], path
        assert not [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")], path


def test_many_sources_are_folded_away_and_counted(pages):
    """More than three would stand in the way of whoever reads on a phone."""
    for path in pages.paths():
        for note in pages.page(path).select(".source-note"):
            sources = note.select("li")
            assert bool(note.details) == (len(sources) > 3), path
            assert not note.details or str(len(sources)) in note.summary.get_text(), path


def test_no_page_says_the_same_of_itself_twice(pages):
    for path in [*pages.paths(), "404.html"]:
        said = [str(tag) for tag in pages.page(path).select("head > meta, head > link")]
        assert len(said) == len(set(said)), path


def test_the_sitemap_lists_every_page(site_dir, pages, catalog):
    root = ElementTree.parse(site_dir / "sitemap.xml").getroot()
    listed = {loc.text.removeprefix(catalog.association.address) for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    hidden = {path for path in pages.paths() if pages.page(path).select_one("meta[name=robots][content*=noindex]")}
    assert listed == set(pages.paths()) - hidden


def test_no_stray_file_is_published(built, site_dir, pages, catalog):
    files = [file.relative_to(site_dir).as_posix() for file in site_dir.rglob("*") if file.is_file()]
    plain = {name.removesuffix(".br").removesuffix(".gz") for name in files} - {name for name in files if name.endswith("/index.html") or name == "index.html"}
    form = {name for name in plain if name.startswith("admin/")}  # test_admin.py looks at those
    sheets = {link["href"].removeprefix("/") for path in pages.paths() for link in pages.page(path).select(".sheet-pdf a")}
    hashed = {name for name in plain if re.fullmatch(r"assets/[\w-]+\.[0-9a-f]{10}\.(css|js|svg|png)", name)}
    pieces = {name for name in plain if re.fullmatch(r"(?:[a-zA-Z-]+/)?search/(?:words|letters|programs)/\w+\.json", name)}
    cards = {path_of_vcard(program) for program in catalog.programs.values() if program.status != "ended"}
    cards |= {f"{folder}{path}" for program in catalog.programs.values() for path in calendars_of(catalog, program).values() for folder in map(catalog.association.folder, catalog.association.languages)}
    of_people = {file.relative_to(built.docs).as_posix() for file in built.docs.rglob("*") if file.is_file() and file.suffix != ".md"}
    languages = ["", *(f"{language}/" for language in catalog.association.languages[1:])]
    exports = {export.path for export in listed.exports(catalog)}
    assert exports <= plain, "make the file in src/imhsite/exports/files.py"
    assert plain - hashed - sheets - form - exports - pieces - cards - set(map(api.file_of, api.kinds())) == {
        ".htaccess", ".well-known/security.txt", "_headers", *(["_redirects"] if built.forwarded() or handout_regions(catalog) else []), *of_people,
        *(f"{folder}{name}" for folder in languages for name in ("404.html", "programs/finder.json", "search/pages.json", "search/places.json", "search/texts.json", "search/typed_ages.json", "search/typed_places.json")),
        *(f"{folder}languages.pdf" for folder in languages if catalog.records["languages"]),
        *(f"hsds/{name}.json" for name in ("locations", "organizations", "programs", "service_at_locations", "taxonomies", "taxonomy_terms")),
        "build.json", "manifest.webmanifest", "opensearch.xml", "programs/centers.json", "programs/places.json", "programs/typed.json", "robots.txt", "sitemap.xml", "sw.js",
    }, "list a file of open data in LISTED of src/imhsite/pages/listed.py"  # fmt: skip


def test_addresses_are_of_the_web_the_mail_and_the_telephone(site_dir):
    found = {scheme for file in site_dir.rglob("*.html") for scheme in re.findall(r"""(?:href|src|action)=["']?\s*([a-zA-Z][a-zA-Z0-9+.-]*):""", file.read_text(encoding="utf-8"))}
    assert found <= {"https", "http", "mailto", "tel", "sms"}  # some agencies have no https


def test_a_weakness_can_be_told(built, site_dir, catalog):
    said = dict(line.split(": ", 1) for line in (site_dir / ".well-known/security.txt").read_text(encoding="utf-8").splitlines())
    assert said["Contact"] == f"mailto:{catalog.association.email}" or said["Contact"].startswith(f"{built.repository}/")
    assert said["Expires"] == "2027-11-17T00:00:00Z"
    assert said["Canonical"] == f"{catalog.association.address}.well-known/security.txt"
