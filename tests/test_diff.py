"""What changes on the site, in words, between revisions of a real repository."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tarfile
from pathlib import Path

import pytest

import frozen_site
import small_data
from example_site import configure
from imhsite.pages import changes
from imhsite.commands import diff
from imhsite.building import comparison as rendered
from imhsite.publishing import revisions
from imhsite.reading import front_matter
from imhsite.reading.catalog import load
from repositories import change, commit, git, repository
from small_data import replaced


OF_PAGES = ("test_an_age", "test_what_pages_say_in_each_language", "test_a_renamed_program_with_its_redirect", "test_nothing")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The frozen data and pages in a repository of their own; each change goes to a branch from `base`."""
    folder = repository(tmp_path_factory.mktemp("diff") / "project", frozen_site.data(), frozen_site.DOCS)
    configure(folder)
    commit(folder, "Configure")
    git(folder, "tag", "--force", "base")
    return folder


@pytest.fixture(scope="module")
def built() -> dict[str, Path]:
    """The built sites of what was compared, by what it says: most tests begin from the same."""
    return {}


@pytest.fixture(autouse=True)
def built_once(request, monkeypatch, tmp_path_factory, built):
    """Build each site once; for a test that looks at no page, none at all, as that takes seconds."""
    build_each = rendered.build_each
    if request.node.originalname not in OF_PAGES:
        monkeypatch.setattr(rendered, "build_each", lambda folders: ["" for folder in folders if not rendered.site_of(folder).mkdir()])
        return

    def build(folders: list[Path]) -> list[str]:
        said = {folder: hashlib.sha256(b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())).hexdigest() for folder in folders}
        others = [folder for folder in folders if said[folder] not in built]
        failures = dict(zip(others, build_each(others), strict=True))
        for folder in folders:
            if folder not in others:
                shutil.copytree(built[said[folder]], rendered.site_of(folder), copy_function=os.link)
            elif not failures[folder]:
                built[said[folder]] = shutil.copytree(rendered.site_of(folder), tmp_path_factory.mktemp("built") / "site", copy_function=os.link)
        return [failures.get(folder, "") for folder in folders]

    monkeypatch.setattr(rendered, "build_each", build)


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
    assert "/programs/child-first/" in pages
    assert any(re.match(r"\d+ pages, such as /", line) for line in section(said, "What readers see"))
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


def test_what_pages_say_in_each_language(project, run):
    """It was told as "Changed (1): /publications/", whatever became of a number, a label or a translation."""
    change(project, "docs/about/index.md", "\n---\n", "\n---\nA new line of text.\n")
    change(project, "docs/publications.md", "860-679-1519", "860-679-1520")
    change(project, "docs/es/parents/crying.md", "translation: not reviewed", "translation: reviewed")
    (problem,) = front_matter.problems_of(project / "docs")
    change(project, "docs/es/parents/crying.md", "translation: reviewed", f"translation: {re.search(r'reviewed [0-9a-f]{8}', problem.message)[0]}")
    label = re.search(r'^nav-parents: "(.*)"$', (project / "data/es/labels.yaml").read_text(encoding="utf-8"), re.MULTILINE)[1]
    change(project, "data/es/labels.yaml", f'nav-parents: "{label}"', 'nav-parents: "Para mamás y papás"')
    _, said = run("base")
    assert "What changes" not in said
    lines = section(said, "What readers see")
    assert '/about/: added: "A new line of text."' in lines
    assert any(line.startswith('/publications/: removed: "') and line.endswith('Its telephone: 860-679-1520."') and "860-679-1519" in line for line in lines), lines
    assert any(line.startswith('/es/parents/crying/ (Spanish): removed: "Traducción sin revisar') for line in lines), lines
    assert any(re.fullmatch(rf'\d+ pages, such as /es/ \(Spanish\), in the header: removed: "{label}" added: "Para mamás y papás"', line) for line in lines), lines


def test_a_renamed_program_with_its_redirect(project, run):
    """It was told as gone, with "its old address must lead to a page", and as a new one."""
    for file in ("data/programs.yaml", "data/es/programs.yaml"):
        change(project, file, "\nchild-first:", "\nchild-firsts:")
    for file in [*project.glob("data/**/*.yaml"), *project.glob("docs/**/*.md")]:
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(?<![\w-])child-first(?![\w-])(?!:)", "child-firsts", text), encoding="utf-8")
    redirect = "child-first:\n  old: programs/child-first/\n  new: programs/child-firsts/\n  since: 2026-11\n\n"
    redirects = project / "data/redirects.yaml"
    redirects.write_text(redirect + redirects.read_text(encoding="utf-8") if redirects.exists() else redirect, encoding="utf-8")
    code, said = run("base")
    assert code == 0, said
    assert "Renamed in programs: child-first is now child-firsts (Child First). Its old address /programs/child-first/ leads to /programs/child-firsts/." in section(said, "What changes")
    assert "Gone from programs" not in said and "New in programs" not in said and "Results by town" not in said
    assert "Moved: /programs/child-first/ leads to /programs/child-firsts/" in section(said, "Pages affected")


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


def test_an_unknown_revision_is_a_message(project, capsys):
    for name in ("nowhere", "--output=x"):
        assert diff.main(["--repository", str(project), "--", name]) == 2
        assert capsys.readouterr().err == f'write the name of a branch, a tag or a commit of this repository, such as main; got "{name}"\n'
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


def test_a_python_that_knows_no_filters_unpacks_a_revision(project, tmp_path, monkeypatch):
    """That of Debian 12: 3.11.2."""
    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    unpacked = revisions.extract(project, "base", tmp_path)
    assert git(project, "show", "base:data/programs.yaml") in (unpacked / "data/programs.yaml").read_text(encoding="utf-8")
