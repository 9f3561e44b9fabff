"""A need leads somewhere: to help lines, to pages, to programs; with a script and without."""

from __future__ import annotations

import pytest
import small_data
from folders import ROOT
from imhsite.building.site import Site
from imhsite.pages import search
from imhsite.reading.catalog import read
from imhsite.finding.matching import Matcher
from imhsite.pages.generated import path_of, path_of_region_and_age
from imhsite.rendering.renderer import ICONS
from real_labels import with_real_labels


def hrefs(elements) -> list[str]:
    return [element["href"] for element in elements]


def test_the_page_of_a_need_gives_lines_then_pages_then_programs(pages, catalog):
    for need in catalog.needs.values():
        main = pages.page(path_of(need)).main
        lines = catalog.get("help_lines", need.lines or [catalog.association.first_line])
        assert hrefs(main.select(".help-lines .number a, .first-call .number a")) == [f"tel:{line.phone.href}" for line in lines], need.slug
        programs = {f"/{path_of(program)}" for program in catalog.programs.values() if need.slug in program.needs}
        assert set(hrefs(main.select(".program h3 a"))) == programs, need.slug
        assert set(hrefs(main.select('section[aria-labelledby="to-read"] a'))) == {f"/{path}" for path in need.pages or ()}, need.slug


def unmet(catalog) -> list[str]:
    """Needs with which no program helps, and no line of their own; their page names the line that knows every program."""
    met = {slug for program in catalog.programs.values() for slug in program.needs if program.status != "ended"}
    return [need.slug for need in catalog.needs.values() if need.slug not in met and not need.lines]


def test_no_need_is_left_without_an_answer(catalog, frozen, note):
    assert unmet(frozen.catalog) == []
    for slug in unmet(catalog):
        note(f"needs.yaml: {slug}: no program helps with it any more; say why in the change, or name help lines for it")


def test_the_finder_page_leads_to_every_need_without_a_script(pages, catalog):
    assert "/needs/" in hrefs(pages.page("programs/").select(".browse a"))
    assert set(hrefs(pages.page("needs/").select("main .doors a, main .columns a"))) == {f"/{path_of(need)}" for need in catalog.needs.values()}


def test_a_need_of_safety_is_quick_to_leave(pages, catalog):
    for need in catalog.needs.values():
        assert bool(pages.page(path_of(need)).select("[class*=leav]")) == (need.quick_exit == "shown"), need.slug


def test_the_page_of_a_need_of_safety_has_its_exit(frozen):
    need = frozen.catalog.needs["violence"]
    assert need.quick_exit and frozen.pages.page(path_of(need)).select(".quick-exit")


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("lines: [nobody]", 'stress: lines: write the name of a record in help_lines.yaml; got "nobody"'),
        ("pages: [no page]", 'stress: pages: write the path of a page on this site, such as programs/; got "no page"'),
        ("quick_exit: maybe", 'stress: quick_exit: write one of shown, no; got "maybe"'),
    ],
)
def test_a_mistake_in_a_need_is_named(tmp_path, field, problem):
    data = small_data.write(tmp_path, small_data.replaced("needs.yaml", "name: Stress\n", f"name: Stress\n  {field}\n"))
    assert [str(found).split(": ", 1)[1] for found in read(data)[1]] == [problem]


def test_a_page_that_is_not_there_is_named(tmp_path):
    catalog = read(small_data.write(tmp_path, small_data.replaced("needs.yaml", "name: Stress\n", "name: Stress\n  pages: [parents/nowhere/]\n")))[0]
    assert [problem.record for problem in search._unknown_pages(catalog, {"parents/", "programs/"})] == ["stress"]


def test_every_region_has_a_page_for_every_age(pages, catalog):
    matcher = Matcher(catalog)
    for region in catalog.regions.values():
        links = set(hrefs(pages.page(path_of(region)).select('section[aria-labelledby="ages-in"] a')))
        assert links == {f"/{path_of_region_and_age(region, group)}" for group in catalog.age_groups.values()}
        for group in catalog.age_groups.values():
            soup = pages.page(path_of_region_and_age(region, group))
            expected = {f"/{path_of(program)}" for found in matcher.grouped(region, group.ages) for program in found.programs}
            assert set(hrefs(soup.select(".program h3 a"))) == expected, (region.slug, group.slug)
            assert hrefs(soup.select(".breadcrumb a"))[-1] == f"/{path_of(region)}"
    for group in catalog.age_groups.values():
        links = set(hrefs(pages.page(path_of(group)).select('section[aria-labelledby="regions-for"] a')))
        assert links == {f"/{path_of_region_and_age(region, group)}" for region in catalog.regions.values()}


def test_a_need_whose_quick_exit_is_no_has_none(tmp_path):
    for written in ("no", '"no"'):
        needs = small_data.FILES["needs.yaml"].replace("  name: Stress\n", f"  name: Stress\n  quick_exit: {written}\n")
        site = Site(with_real_labels(small_data.write(tmp_path, {"needs.yaml": needs})), ROOT / "overrides", ICONS)
        assert {page.quick_exit for page in site.generated.values() if page.template == "pages/need.html"} == {False}, written
