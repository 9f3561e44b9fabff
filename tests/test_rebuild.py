"""After any one change, a rebuild has every byte of a build into an empty folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from folders import DATA, ROOT
from imhsite.finding import finder
from imhsite.commands.build import build
from test_build import fingerprint

ADDED = """
added-example:
  name: Added Example
  section: families
  sort: service
  for_parents: Someone new comes.
  for_professionals: It was added.
  ages: birth to 3
  serves: [rivertown]
  needs: [sleep]
  status: unchecked
  sources: [example-report]
"""
SPANISH = """
example-visits:
  for_parents: Alguien viene a su casa.
"""


@dataclass
class Project:
    """The small second association in two languages, its published site, and a place to make it anew."""

    folder: Path

    def change(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        path = self.folder / file
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")

    def programs(self) -> list[str]:
        return sorted(path.parent.name for path in (self.folder / "site/programs").glob("*/index.html"))

    def build(self, compressed: bool = False) -> dict[str, str]:
        build(self.folder / "site", self.folder / "data", compressed, self.folder / "docs")
        return fingerprint(self.folder / "site")

    def build_anew(self, compressed: bool = False) -> dict[str, str]:
        """Build beside the site, into a folder that is not there."""
        shutil.rmtree(self.folder / "anew", ignore_errors=True)
        build(self.folder / "anew", self.folder / "data", compressed, self.folder / "docs")
        return fingerprint(self.folder / "anew")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    made = Project(tmp_path_factory.mktemp("project"))
    for name in ("data", "docs"):
        shutil.copytree(ROOT / "examples" / name, made.folder / name)
    (made.folder / "data/es").mkdir(exist_ok=True)
    made.add("data/labels.yaml", "fact-ages: Age of the child\n")
    made.add("data/es/labels.yaml", "fact-ages: Edad del niño\n")
    made.change("data/association.yaml", "languages: [en]", "languages: [en, es]")
    made.add("data/es/programs.yaml", SPANISH)
    made.build()
    return made


CHANGES: dict[str, Callable[[Project], None]] = {
    "nothing": lambda project: None,
    "the ages of a program": lambda project: project.change("data/programs.yaml", "ages: pregnancy to 2", "ages: pregnancy to 3"),
    "the places of a program": lambda project: project.change("data/programs.yaml", "serves: [rivertown]", "serves: [hilltown]"),
    "the name of a program": lambda project: project.change("data/programs.yaml", "name: River Training", "name: A River Training"),
    "a comment that moves every line": lambda project: project.change("data/programs.yaml", "# An invented example", "# Moved.\n# An invented example"),
    "a program more": lambda project: project.change("data/programs.yaml", "\nexample-visits:", f"{ADDED}\nexample-visits:"),
    "a program that ends": lambda project: project.change("data/programs.yaml", "  status: unchecked\n", "  status: ended\n  ended: 2026\n  successors: [example-visits]\n"),
    "a program under another slug": lambda project: (
        project.change("data/programs.yaml", "river-training:", "river-school:"),
        project.add("data/redirects.yaml", "\nriver-training:\n  old: programs/river-training/\n  new: programs/river-school/\n  since: 2026-11\n"),
    ),
    "a program less": lambda project: (
        (project.folder / "data/programs.yaml").write_text((DATA.parent / "examples/data/programs.yaml").read_text(encoding="utf-8").replace("river-training:", "river-school:"), encoding="utf-8"),
        project.add("data/redirects.yaml", "\nzz-added-example:\n  old: programs/added-example/\n  new: programs/\n  since: 2026-11\n"),
    ),
    "a label": lambda project: project.change("data/labels.yaml", "fact-ages: ", "fact-ages: The "),
    "a label in the other language": lambda project: project.change("data/es/labels.yaml", "fact-ages: ", "fact-ages: La "),
    "the name of a town": lambda project: project.change("data/towns.yaml", "name: Rivertown", "name: River Town"),
    "the region of a town": lambda project: (project.change("data/regions.yaml", "    - lakeville-on-example\n", ""), project.change("data/regions.yaml", "    - rivertown\n", "    - lakeville-on-example\n    - rivertown\n")),
    "a need": lambda project: project.change("data/needs.yaml", "name: ", "name: New "),
    "a translation": lambda project: project.change("data/es/programs.yaml", "Alguien viene", "Una persona viene"),
    "a translation more": lambda project: project.add("data/es/programs.yaml", "\nold-example:\n  for_parents: Ayudaba a familias.\n"),
    "the last translation gone": lambda project: (project.folder / "data/es/programs.yaml").unlink(),
    "a page of people": lambda project: project.change("docs/about.md", "Write to us", "Do write to us"),
    "a page of people more": lambda project: shutil.copy(project.folder / "docs/about.md", project.folder / "docs/more.md"),
    "a page of people less": lambda project: (project.folder / "docs/more.md").unlink(missing_ok=True),
    "what the association offers": lambda project: project.change("data/association.yaml", "offline: left out", "offline: offered"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def many(monkeypatch):
    """Three programs are as many as a hundred: the finder's data is split by place."""
    monkeypatch.setattr(finder, "MOST_TOGETHER", 2)


@pytest.mark.parametrize("change", CHANGES)
def test_a_rebuild_is_the_same_bytes_as_a_clean_build(project, change):
    CHANGES[change](project)
    rebuilt, anew = project.build(), project.build_anew()
    assert sorted(rebuilt) == sorted(anew)
    assert "programs/near/rivertown.json" in rebuilt
    assert [path for path in rebuilt if rebuilt[path] != anew[path]] == []


def test_a_rebuild_for_another_commit_is_the_same_bytes_too(project, monkeypatch):
    monkeypatch.setenv("SITE_COMMIT", "0" * 40)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert project.build() == project.build_anew()


def test_what_came_out_the_same_is_taken_over(project):
    project.build(compressed=True)
    before = inodes(project.folder / "site")
    project.change("data/programs.yaml", "Someone comes to your home.", "A person comes to your home.")
    assert project.build(compressed=True) == project.build_anew(compressed=True)
    kept = dict(before.items() & inodes(project.folder / "site").items())
    assert {"programs/old-example/index.html", "programs/old-example/index.html.gz", "towns/index.html.br"} <= kept.keys()
    assert "programs/example-visits/index.html" not in kept and "programs/example-visits/index.html.br" not in kept


@pytest.mark.parametrize("suffix", [".br", ".gz"])
@pytest.mark.parametrize("spoilt", [b"", b"by hand", None])
def test_a_compressed_copy_that_is_not_of_its_file_is_made_anew(project, suffix, spoilt):
    site = project.build(compressed=True)
    copy = project.folder / f"site/programs/old-example/index.html{suffix}"
    other = (project.folder / f"site/about/index.html{suffix}").read_bytes()
    copy.unlink()
    copy.write_bytes(other if spoilt is None else spoilt)
    assert project.build(compressed=True) == site


def test_a_compressed_copy_that_is_gone_is_made_anew(project):
    site = project.build(compressed=True)
    (project.folder / "site/programs/old-example/index.html.br").unlink()
    assert project.build(compressed=True) == site


def test_nothing_lies_beside_the_site_after_a_build(project):
    project.build()
    assert sorted(path.name for path in project.folder.glob(".*")) in ([".site.lock"], [".anew.lock", ".site.lock"])


def test_a_file_that_somebody_changed_by_hand_is_made_anew(project):
    site = project.build()
    (project.folder / "site/programs/old-example/index.html").unlink()
    (project.folder / "site/programs/old-example/index.html").write_text("changed", encoding="utf-8")
    assert project.build() == site


def test_nothing_of_an_earlier_site_comes_back(project):
    site = project.build()
    for number in range(2):
        (project.folder / "site/added").mkdir()
        (project.folder / "site/added/index.html").write_text("by hand", encoding="utf-8")
        (project.folder / "site/robots.txt").unlink()
        (project.folder / "site/robots.txt").mkdir()
        shutil.rmtree(project.folder / "site/towns")
        (project.folder / "site/towns").write_text(f"by hand {number}", encoding="utf-8")
        with (project.folder / "site/sitemap.xml").open("a", encoding="utf-8") as file:
            file.write("by hand")
        assert project.build() == site
        assert project.build() == site
        assert not (project.folder / "site/added").exists()


def test_a_page_that_is_gone_leaves_no_folder(project):
    project.add("docs/more.md", (project.folder / "docs/about.md").read_text(encoding="utf-8"))
    project.build()
    (project.folder / "docs/more.md").unlink()
    for _ in range(3):
        project.build(compressed=True)
        assert not (project.folder / "site/more").exists()


def inodes(site: Path) -> dict[str, int]:
    """Return by which each file of SITE is known to be the very same one."""
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()}
