"""What `imhsite diff` says of two built sites: what readers get, by its cause, with pictures of what looks different."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from example_site import configure, example
from folders import ROOT
from imhsite.building.page_blocks import read_page
from imhsite.building.site_changes import LINK, MACHINES, MARKUP, PICTURE, STYLE, TEXT, BuiltSite, Difference, compare, style_differences
from imhsite.building import change_words
from imhsite.commands import diff
from imhsite.publishing.revisions import UnknownRevision, extract
from repositories import change, commit, git, repository

PAGE = '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><header><p>{header}</p></header><main>{main}</main></body></html>'


def site(folder: Path, pages: dict[str, str], **files: str) -> BuiltSite:
    """A site of PAGES, the HTML of `main` by path, and FILES by their name, whose dots are underscores."""
    for path, main in pages.items():
        values = {"lang": "es" if path.startswith("es/") else "en", "title": "A site", "head": "", "header": "Home"} | (main if isinstance(main, dict) else {"main": main})
        file = folder / path / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE.format(**values), encoding="utf-8")
    for name, text in files.items():
        file = folder / "assets" / name.replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return BuiltSite(folder)


@pytest.fixture
def said(tmp_path):
    """What is said of two sites, line by line."""

    def lines(before: dict, after: dict, **files: str) -> list[str]:
        changes = compare(site(tmp_path / "before", before, **files), site(tmp_path / "after", after, **files))
        return [*change_words.differences(changes), *change_words.pages(changes)]

    return lines


def test_a_block_is_what_a_reader_takes_in_at_once():
    page = read_page(b'<html lang="en"><head><title>T</title><meta name="description" content="D"></head><body><p>Call <a href="tel:911"><b>9-1-1</b></a>,<br>now. <img alt="A baby" src="/a/baby.0123456789.png"></p><ul><li>One</li><li>Two<ul><li>Three</li></ul>Four</li></ul><script>no</script><!-- no --></body></html>')
    assert [block.text for block in page.blocks] == ["T", "D", "Call 9-1-1, now.", "A baby", "One", "Two", "Three", "Four"]
    assert page.links == {"9-1-1": ["tel:911"]} and page.pictures == {"baby.png": "/a/baby.0123456789.png"}


def test_a_changed_number_is_quoted_with_page_and_language(said):
    before = {"": "<p>Hi.</p>", "es/news/": "<h1>Aviso</h1><p>Estamos aquí. Llame al 860-555-0100.</p>"}
    after = {"": "<p>Hi.</p>", "es/news/": "<h1>Aviso</h1><p>Estamos aquí. Llame al 860-555-0199.</p>"}
    assert said(before, after) == ['/es/news/ (Spanish): removed: "Llame al 860-555-0100." added: "Llame al 860-555-0199."', "Changed (1): /es/news/"]


def test_one_cause_is_one_line_however_many_pages_it_changed(said):
    pages = [f"towns/{number}/" for number in range(40)]
    before = {path: {"header": "Programs", "main": f"<p>{path}</p>"} for path in ["", *pages]}
    after = {path: {"header": "Find help", "main": f"<p>{path}</p>"} for path in ["", *pages]}
    assert said(before, after) == ['Every page (41), in the header: removed: "Programs" added: "Find help"', "Changed: every page (41)"]


def test_a_link_that_leads_elsewhere_is_told(said):
    before, after = ({"": f'<p><a href="tel:{number}">Call</a></p>'} for number in ("+18605550100", "+18605550199"))
    assert said(before, after)[0] == '/: the link "Call" led to tel:+18605550100, leads to tel:+18605550199'


def test_a_component_that_says_the_same_is_told(said):
    before, after = ({path: f'<p class="{name}">Sleep</p>' for path in ("", "a/", "b/", "c/", "d/")} for name in ("card", "card wide"))
    assert said(before, after)[0] == 'Every page (5): HTML of "Sleep": was <p class="card">, now <p class="card wide">'


def test_a_style_is_told_by_its_rule(said):
    head = '<link rel="stylesheet" href="/assets/site.{}.css">'
    before = {"": {"head": head.format("a" * 10), "main": "<p>Hi.</p>"}}
    after = {"": {"head": head.format("b" * 10), "main": "<p>Hi.</p>"}}
    lines = said(before, after, **{f"site_{'a' * 10}_css": "h1{color:red;margin:0}@media print{p{top:1px}}", f"site_{'b' * 10}_css": "h1{color:blue;margin:0}@media print{p{top:1px}}"})
    assert lines[0] == "/: style of h1: was color:red, now color:blue"


@pytest.mark.parametrize(
    ("was", "becomes", "rules"),
    [
        ("a{b:c}", "a{b:c}", []),
        ("a{b:c}", "a{b:c}d{e:f}", [("d", "", "e:f")]),
        ("@media print{a{b:c}}", "@media print{a{b:d}}", [("a", "b:c", "b:d")]),
        ("a{b:c}d{e:f}", "d{e:f}a{b:c}", [("the order of the rules", "", "")]),
    ],
)
def test_style_differences(was, becomes, rules):
    assert [*style_differences(was, becomes)] == [Difference(STYLE, "", *rule) for rule in rules]


def test_other_pictures_and_what_only_machines_read(tmp_path):
    before = site(tmp_path / "a", {"": '<img alt="A baby" src="/b.0000000000.png">', "x/": {"main": "<p>X</p>"}})
    after = site(tmp_path / "b", {"": '<img alt="A baby" src="/b.1111111111.png">', "x/": {"main": "<p>X</p>", "head": '<script type="application/ld+json">{}</script>'}})
    assert {difference.sort: paths for difference, paths in compare(before, after).differences.items()} == {PICTURE: [""], MACHINES: ["x/"]}


def test_a_pencil_that_names_another_line_is_no_change(said):
    before, after = ({"": f'<p><a href="https://github.com/o/n/edit/main/data/towns.yaml#L{line}">Edit</a></p>'} for line in (4, 17))
    assert said(before, after) == []


def test_a_page_that_moved_is_compared_with_where_it_leads(said):
    refresh = '<meta http-equiv="refresh" content="0; url=/programs/new/">'
    before = {"": "<p>Hi.</p>", "programs/old/": "<p>It visits families.</p>"}
    after = {"": "<p>Hi.</p>", "programs/old/": {"head": refresh, "main": "<p>Moved.</p>"}, "programs/new/": "<p>It visits families at home.</p>"}
    assert said(before, after) == ['/programs/new/: removed: "It visits families." added: "It visits families at home."', "Moved: /programs/old/ leads to /programs/new/", "Changed (1): /programs/new/"]
    assert said(after, after) == []


def test_pages_that_come_and_go(said):
    assert said({"": "<p>Hi.</p>", "a/": "<p>A.</p>"}, {"": "<p>Hi.</p>", "b/": "<p>B.</p>"}) == ["New: /b/"] + ["Gone: /a/"]


def test_added_and_removed_blocks_do_not_touch_their_neighbours(tmp_path):
    before = site(tmp_path / "a", {"": "<ul><li>One</li><li>Three</li></ul>"})
    after = site(tmp_path / "b", {"": "<ul><li>One</li><li>Two</li><li>Three</li></ul>"})
    assert [*compare(before, after).differences] == [Difference(TEXT, "", "", "", "Two")]


def test_of_many_differences_the_rest_is_counted(said):
    before, after = ({path: f"<p>{word} {path}</p>" for path in ["", *(f"{number}/" for number in range(80))]} for word in ("Old", "New"))
    lines = said(before, after)
    assert lines[60] == "21 more differences, each on as few pages or fewer" and len(lines) == 62


class Project:
    """The example in a repository, with a folder of its own for what it changes of the theme."""

    def __init__(self, folder: Path, capsys) -> None:
        self.folder, self.capsys = folder, capsys

    def says(self, *arguments: str, code: int = 0) -> str:
        assert diff.main(["base", *arguments, "--repository", str(self.folder)]) == code
        return self.capsys.readouterr().out

    def shows(self, folder: Path) -> str:
        """What the command says that puts pictures into FOLDER, in a process of its own, as another browser may run in this one."""
        command = [sys.executable, "-m", "imhsite.cli", "diff", "base", "--repository", str(self.folder), "--pictures", str(folder)]
        return subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=True).stdout

    def override(self, name: str, old: str, new: str) -> None:
        """Put the theme's file NAME into overrides/, with NEW for OLD."""
        (self.folder / "overrides" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "src/imhsite/theme" / name, self.folder / "overrides" / name)
        change(self.folder, f"overrides/{name}", old, new)


@pytest.fixture
def project(tmp_path, capsys) -> Project:
    folder = example(tmp_path / "project")
    configure(folder)
    change(folder, "mkdocs.yml", "  name: imhsite\n", "  name: imhsite\n  custom_dir: overrides\n")
    (folder / "overrides").mkdir()
    (folder / "overrides/.gitkeep").touch()
    return Project(repository(folder), capsys)


def section(said: str, title: str) -> list[str]:
    lines = said.splitlines()
    after = lines[lines.index(title) + 2 :]
    return [line.strip() for line in (after[: after.index("")] if "" in after else after)]


def test_what_no_record_says_is_told_too(project):
    """A style, a component and a page's text, which all passed as no change or as an address."""
    assert project.says() == "Nothing changes on the site.\n"
    project.override("macros/site_footer.html", '<ul class="links">', '<ul class="links wide">')
    project.override("assets/base.css", ".page { ", ".page { outline: 3px solid red; ")
    change(project.folder, "docs/about.md", "\n---\n", "\n---\nCall us at 202-555-0188.\n")
    said = section(project.says(), "What readers see")
    assert any(line.startswith("Every page (") and "style of " in line and "outline:3px solid red" in line for line in said), said
    assert any(line.startswith("Every page (") and ", in the footer: HTML of" in line and '<ul class="links wide">' in line for line in said), said
    assert any(line.startswith("/about/: ") and 'added: "Call us at 202-555-0188.' in line for line in said), said


def test_a_repository_with_the_product_is_built_by_its_own(project):
    """Each side by that of its revision, as a change of the product changes every page."""
    shutil.copytree(ROOT / "src/imhsite", project.folder / "src/imhsite", ignore=shutil.ignore_patterns("__pycache__", "admin"))
    commit(project.folder, "Hold the product")
    git(project.folder, "tag", "--force", "base")
    change(project.folder, "src/imhsite/theme/labels/en.yaml", "skip-to-content: Skip to main content", "skip-to-content: Straight to the text")
    said = section(project.says(), "What readers see")
    assert said[0].startswith("Every page (") and said[0].endswith('removed: "Skip to main content" added: "Straight to the text"')


def test_what_cannot_be_built_is_told_in_its_own_words(project):
    project.override("macros/site_footer.html", 'label("licence")', 'label("licnece")')
    said = " ".join(section(project.says(code=1), "Fix this first"))
    assert "site_footer.html" in said and "licnece" in said


def test_unknown_revisions_are_told_in_plain_words(tmp_path, project):
    with pytest.raises(UnknownRevision, match=r'write the name of a branch, a tag or a commit of this repository, such as main; got "bsae"\. Did you mean "base"\?'):
        extract(project.folder, "bsae", tmp_path / "out")
    with pytest.raises(UnknownRevision, match="write a folder of a git repository"):
        extract(tmp_path, "main", tmp_path / "out")
    (tmp_path / "new").mkdir()
    git(tmp_path / "new", "init", "--quiet")
    with pytest.raises(UnknownRevision, match="commit the site first: its repository has no commit yet"):
        extract(tmp_path / "new", "main", tmp_path / "out")


def test_pictures_show_before_and_after(project, tmp_path):
    project.override("assets/base.css", ".page { ", ".page { outline: 3px solid red; ")
    change(project.folder, "docs/about.md", "\n---\n", "\n---\nCall us at 202-555-0188.\n")
    said = section(project.shows(tmp_path / "pictures"), "Pictures")
    page = (tmp_path / "pictures/before-and-after.html").read_text(encoding="utf-8")
    assert said == [f"{tmp_path}/pictures/before-and-after.html shows before and after: /, /about/"] or "/about/" in said[0]
    shown = dict(re.findall(r'<img alt="/(about/ [^"]+)" src="data:image/webp;base64,([^"]+)"', page))
    assert [*shown] == [f"about/ {when}, {where}" for where in ("on a phone", "on a wide screen") for when in ("before", "after")]
    assert all(base64.b64decode(data).startswith(b"RIFF") for data in shown.values()) and len(set(shown.values())) == 4


def test_a_page_that_looks_the_same_has_no_picture(project, tmp_path):
    change(project.folder, "docs/about.md", "\ntitle: ", "\ntitle: The ")
    change(project.folder, "data/programs.yaml", "email: visits@aimh.example.org", "email: visit@aimh.example.org")
    project.shows(tmp_path / "pictures")
    page = (tmp_path / "pictures/before-and-after.html").read_text(encoding="utf-8")
    assert "/about/" in page and "/endorsement/" not in page
