"""What changes on the site, in words, between revisions of a real repository."""

from __future__ import annotations

import re

import pytest

import frozen_site
import small_data
from imhsite.pages import changes
from imhsite.commands import diff
from imhsite.building import comparison as rendered
from imhsite.reading.catalog import load
from repositories import change, commit, git, repository
from small_data import replaced


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The frozen data and pages in a repository of their own; each change goes to a branch from `base`."""
    return repository(tmp_path_factory.mktemp("diff") / "project", frozen_site.data(), frozen_site.DOCS)


@pytest.fixture
def run(project, capsys):
    git(project, "checkout", "--quiet", "--force", "base")
    git(project, "clean", "--quiet", "-fd")

    def run(*arguments: str) -> tuple[int, str]:
        code = diff.main([*arguments, "--repository", str(project)])
        return code, capsys.readouterr().out

    return run


def section(said: str, title: str) -> list[str]:
    """Return the lines below TITLE of a summary in text."""
    lines = said.splitlines()
    after = lines[lines.index(title) + 2 :]
    return [line.strip() for line in (after[: after.index("")] if "" in after else after)]


def test_an_age(project, run):
    change(project, "data/programs.yaml", "ages: pregnancy to 6", "ages: pregnancy to 4")
    code, said = run("base")
    assert code == 0
    assert section(said, "What changes") == ["Child First: ages: was pregnancy to 6, now pregnancy to 4"]
    (pages,) = section(said, "Pages affected")
    assert "/programs/child-first/" in pages and "/towns/andover/" in pages
    assert "Results by town" not in said and "Results by age" not in said


def test_places_texts_and_grades(project, run):
    change(project, "data/programs.yaml", "serves: [bridgeport, colchester, danbury, enfield, norwalk, torrington,", "serves: [bridgeport, colchester, danbury, enfield, norwalk, avon,")
    change(project, "data/programs.yaml", "This program comes to your home.", "This intervention facilitates interdisciplinary, relationship-based psychotherapeutic opportunities.")
    commit(project, "Change")
    git(project, "tag", "-f", "changed")
    _, said = run("base", "changed")
    towns = section(said, "Results by town")
    assert any(line.endswith(": new in Avon") for line in towns) and any(line.endswith(": gone from Torrington") for line in towns)
    assert any("serves: added Avon; removed Torrington" in line for line in section(said, "What changes"))
    (grade,) = section(said, "Reading level of the changed texts for parents")
    before, after = map(float, re.findall(r"\d+\.\d", grade))
    assert grade.startswith("Child First: was school grade ") and before < 5 < after
    assert any("now found by" in line and "psychotherapeutic" in line for line in section(said, "Search"))
    assert 'removed: "This program comes to your home." added: "This intervention' in said


def test_a_page_that_people_write(project, run):
    change(project, "docs/about/index.md", "\n---\n", "\n---\nA new line of text.\n")
    _, said = run("base")
    assert section(said, "Pages affected") == ["Changed (1): /about/"]
    assert "What changes" not in said


def test_how_hard_a_page_for_parents_is(project, run):
    change(project, "docs/parents/crying.md", "\n## ", "\nInterdisciplinary psychotherapeutic interventions facilitate developmental opportunities.\n\n## ")
    change(project, "docs/about/index.md", "\n---\n", "\n---\nInterdisciplinary opportunities.\n")
    _, said = run("base")
    (line,) = section(said, "Reading level of the changed texts for parents")
    before, after = map(float, re.fullmatch(r"docs/parents/crying.md: was school grade ([\d.]+), now ([\d.]+); aim for 6, and no more than 8.", line).groups())
    assert 0 < before < 8 and before + 0.1 <= after


def test_the_grade_is_of_the_sentences_alone(tmp_path):
    (tmp_path / "page.md").write_text('---\ntitle: Interdisciplinary\n---\n# Interdisciplinary\n\nWe *play* with {{ term("a bond") }} and [blocks](https://x.org/).\nSo.\n\n- One.\n- Two.\n\n{{ help_lines(records("help_lines")) }}\n\n| a | b |\n')
    assert rendered.sentences(tmp_path / "page.md") == "We play with a bond and blocks. So.\nOne. Two."


def test_markdown_cannot_carry_markup(project, run):
    change(project, "data/programs.yaml", "name: Child First", "name: Child @first <first> [x](y)")
    _, said = run("base", "--format", "markdown")
    assert "### Fix this first" in said and "\\<first\\>" in said and "What changes" not in said
    change(project, "data/programs.yaml", "name: Child @first <first> [x](y)", "name: Child @first no#1 [x]")
    _, said = run("base", "--format", "markdown")
    assert "Child \\@first no\\#1 \\[x\\]" in said


def test_nothing(run):
    assert run("base") == (0, "Nothing changes on the site.\n")


def test_a_mistake_in_head_is_told(project, run):
    change(project, "data/programs.yaml", "ages: pregnancy to 6", "ages: 6 to pregnancy")
    code, said = run("base")
    assert code == 1
    assert len(section(said, "Fix this first")) == 1 and 'got "6 to pregnancy"' in said


def test_a_base_with_problems_is_said(project, run):
    change(project, "data/programs.yaml", "ages: pregnancy to 6", "ages: 6 to pregnancy")
    git(project, "tag", "-f", "bad", commit(project, "Break it"))
    change(project, "data/programs.yaml", "ages: 6 to pregnancy", "ages: pregnancy to 5")
    code, said = run("bad")
    assert code == 0
    assert "Its data has 1 problems under today's rules" in said
    change(project, "data/programs.yaml", "name: Child First", "name: Child Last")
    assert "name: was Child First, now Child Last" in run("bad")[1]


def test_an_unknown_revision_is_a_message(project):
    for name in ("nowhere", "--output=x"):
        assert diff.main(["--repository", str(project), "--", name]) == 2
        assert not (project / "x").exists()


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        (replaced("programs.yaml", "  phone: 860-555-0100\n", ""), ["Minding the Baby: phone is left out; it was 860-555-0100"]),
        (replaced("programs.yaml", "  sources: [report]\n", "  sources: [report]\n  phone: 860-555-0199\n"), ["Child First: phone, which was left out, is now 860-555-0199"]),
        (replaced("programs.yaml", "serves: statewide", "serves: [south]"), ["Child First: serves: was statewide, now South"]),
        (replaced("programs.yaml", "needs: [bonding]", "needs: [stress]"), ["Child First: needs: added Stress; removed Feeling close to my baby"]),
        (replaced("programs.yaml", "ages: pregnancy to 5", "ages: not stated\n  ages_note: Torn."), ["Child First: ages: was pregnancy to 5, now not stated", "Child First: ages note, which was left out, is now Torn."]),
        (replaced("news.yaml", "opening:", "start:"), ["New in news: We are open (start).", "Gone from news: We are open (opening)."]),
        (replaced("help_lines.yaml", "checked: 2026-11-01", "checked: 2026-11-20"), ["2-1-1: checked: was 2026-11-01, now 2026-11-20"]),
    ],
)
def test_each_sort_of_change(tmp_path, changed, lines):
    before, after = load(small_data.write(tmp_path / "a")), load(small_data.write(tmp_path / "b", changed))
    assert [line for found in changes.record_changes(before, after) for line in diff.lines_of(found, before, after)] == lines


def test_results_by_age_and_groups(tmp_path):
    before = load(small_data.write(tmp_path / "a"))
    after = load(small_data.write(tmp_path / "b", replaced("programs.yaml", "ages: pregnancy to 5", "ages: birth to 5")))
    assert [diff._move(move) for move in changes.moves(before, after, "age_groups")] == ["Child First: gone from Pregnancy"]
    ended = load(small_data.write(tmp_path / "c", replaced("programs.yaml", "status: unchecked", "status: ended\n  ended: 2026\n  successor: Others.")))
    assert [diff._move(move) for move in changes.moves(before, ended, "towns")] == ['Child First: moves to the group "ended" in all of them']
