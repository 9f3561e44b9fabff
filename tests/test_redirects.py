"""An address that was ever published leads somewhere, for good."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from imhsite.pages.generated import moved_handouts

import frozen_site
import mistakes_site
import small_data
from conftest import Built, Reader
from folders import ROOT
from imhsite.commands import build as builder
from imhsite.commands import check
from imhsite.publishing import headers
from imhsite.pages import redirects
from imhsite.reading.catalog import Catalog, load, read
from imhsite.files.problems import DataError
from imhsite.model.records import FOLDERS
from repositories import change, commit, git, repository
from small_data import replaced

PUBLISHED = ROOT / "tests/published.txt"
START = ROOT / "src/imhsite/start"


def published() -> set[str]:
    return {line.removeprefix("/") for line in PUBLISHED.read_text(encoding="utf-8").splitlines()}


def lost(paths: set[str], pages: Reader, catalog: Catalog) -> set[str]:
    """Return those of PATHS that have neither a page nor a redirect."""
    folders = [folder for folder, _ in redirects.folders(catalog, pages.paths())]
    return {path for path in paths - set(pages.paths()) if not path.startswith(tuple(folders))}


def gone_since(root, start: str) -> set[str]:
    """Return the paths of the records that were taken out of their files since the commit START, as git knows."""
    paths = set()
    for kind, folder in FOLDERS.items():
        log = git(root, "log", "--first-parent", "-m", "--patch", "--unified=0", "--format=", f"{start}..HEAD", "--", f"data/{kind}.yaml", f"data/{kind}")
        paths |= {f"{folder}{slug}/" for slug in re.findall(r"^-([a-z0-9-]+):\s*$", log, re.MULTILINE)}
    return paths


def test_every_address_ever_published_leads_somewhere(pages, catalog):
    assert not lost(published(), pages, catalog), "add each to data/redirects.yaml: its page is gone, and people keep links to it"


def test_no_record_was_taken_out_without_a_redirect(pages, catalog):
    """Whoever adds a program need not add it to the list: git remembers what was published since the list began."""
    begun = subprocess.run(["git", "-C", ROOT, "log", "--diff-filter=A", "--format=%H", "-1", "--", "tests/published.txt"], capture_output=True, text=True, check=False).stdout.strip()
    if not begun:
        pytest.skip("no git history here")
    assert not lost(gone_since(ROOT, begun), pages, catalog), "add each to data/redirects.yaml"


LOST = 'data/redirects.yaml: {0}: write where "programs/{0}/" leads now; its page was published and is gone'


def test_the_check_names_a_page_that_is_gone(tmp_path, capsys):
    """On whatever branch, also once the change is committed; not what the start of a site invents."""
    root = repository(tmp_path / "project")
    shutil.copytree(START, root, dirs_exist_ok=True)
    (root / "data/programs").mkdir()
    (root / "data/programs.yaml").rename(root / "data/programs/all.yaml")
    change(root, "data/programs/all.yaml", "example-visits:\n", "aa-lost:\n  name: Lost\n  section: families\n  sort: initiative\n  for_parents: It teaches.\n  for_professionals: A course.\n  ages: birth to 5\n  serves: no place\n  status: unchecked\n  sources: [example-report]\n\nexample-visits:\n")
    commit(root, "Begin")
    git(root, "switch", "--quiet", "--create", "change")
    file = root / "data/programs/all.yaml"
    file.write_text("river-playgroup:" + file.read_text(encoding="utf-8").partition("\nriver-playgroup:")[2], encoding="utf-8")
    commit(root, "Take out all but one")
    check.main(["--data", str(root / "data")])
    said = capsys.readouterr().out
    assert LOST.format("aa-lost") in said and "example-visits" not in said
    (root / "data/redirects.yaml").write_text("aa-lost:\n  old: programs/aa-lost/\n  new: regions/\n  since: 2026-11\n")
    check.main(["--data", str(root / "data")])
    assert "is gone" not in capsys.readouterr().out


def test_git_remembers_what_is_gone(tmp_path):
    root = repository(tmp_path / "project", frozen_site.data())
    change(root, "data/programs.yaml", "child-first:\n", "child-foremost:\n")
    commit(root, "Rename")
    assert gone_since(root, "base") == {"programs/child-first/"}


@pytest.fixture(scope="module")
def renamed(tmp_path_factory):
    """The frozen site after a program was renamed by the recipe."""
    root = repository(tmp_path_factory.mktemp("renamed") / "project", frozen_site.data(), frozen_site.DOCS)
    for file in ("data/programs.yaml", "data/es/programs.yaml"):
        change(root, file, "child-first:\n", "child-foremost:\n")
    path = root / "data/redirects.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nchild-first:\n  old: programs/child-first/\n  new: programs/child-foremost/\n  since: 2026-11\n", encoding="utf-8")
    for file in [*(root / "data").rglob("*.yaml"), *(root / "docs").rglob("*.md")]:
        text = file.read_text(encoding="utf-8")
        if file != path:
            file.write_text(re.sub(r"(?<=[\[ ])child-first(?=[\],])|(?<=programs/)child-first(?=/)", "child-foremost", text), encoding="utf-8")
    builder.build(root / "site", root / "data", compressed=False, docs=root / "docs")
    return Reader(root / "site")


def test_the_old_address_leads_to_the_new_page(renamed, frozen):
    soup = renamed.page("programs/child-first/")
    assert soup.select_one("meta[http-equiv=refresh]")["content"] == "0; url=/programs/child-foremost/"
    assert soup.select_one("link[rel=canonical]")["href"].endswith("/programs/child-foremost/")
    assert soup.select_one("main .lead a")["href"] == "/programs/child-foremost/"
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    assert renamed.page("programs/child-foremost/").h1.get_text() == "Child First"
    assert set(frozen.pages.paths()) <= set(renamed.paths())


def test_the_old_address_in_another_language_leads_to_the_page_in_it(renamed):
    soup = renamed.page("es/programs/child-first/")
    assert soup.html["lang"] == "es"
    assert soup.select_one("meta[http-equiv=refresh]")["content"] == "0; url=/es/programs/child-foremost/"
    assert soup.select_one("link[rel=canonical]")["href"].endswith("/es/programs/child-foremost/")


def test_a_page_that_stays_in_another_language_is_not_redirected(tmp_path):
    """A redirect of the first language's page leaves alone what people wrote in another."""
    moved = "us:\n  old: about/us/\n  new: parents/crying/\n  since: 2026-11\n"
    mistakes_site.write(tmp_path, {"data/redirects.yaml": moved, "docs/es/about/us.md": mistakes_site.FRONT.format("Nosotros") + "Somos.\n"})
    builder.build(tmp_path / "site", tmp_path / "data", compressed=False, docs=tmp_path / "docs")
    assert "Somos." in (tmp_path / "site/es/about/us/index.html").read_text(encoding="utf-8")
    assert (tmp_path / "site/_redirects").read_text() == "/about/us/ /parents/crying/ 301\n"


def test_hosts_answer_by_themselves(renamed):
    ended = ("/programs/minding-the-baby/referral/", "/programs/minding-the-baby/")  # nobody is referred to it any more
    moves = [("/programs/child-first/", "/programs/child-foremost/"), ended, ("/programs/child-first/referral/", "/programs/child-foremost/referral/"), ("/es/programs/child-first/", "/es/programs/child-foremost/")]
    moves += [(f"/programs/child-first{suffix}", f"/programs/child-foremost{suffix}") for suffix in (".pdf", ".vcf")]
    moves += [(f"/{folder}programs/child-first/call.ics", f"/{folder}programs/child-foremost/call.ics") for folder in ("", "es/")]
    assert all((renamed.site / new.removeprefix("/")).exists() for _, new in moves)
    netlify, apache = (re.sub(r"(?m)^.*/handouts/.*\.pdf 301\n|^Redirect 301 .*/handouts/.*\.pdf\n", "", (renamed.site / name).read_text()) for name in ("_redirects", ".htaccess"))  # test_handouts.py looks at these
    assert netlify == "".join(f"{old} {new} 301\n" for old, new in moves)
    assert apache.endswith("".join(f"Redirect 301 {old} {new}\n" for old, new in moves))
    for file in ("sitemap.xml", "search/pages.json"):
        assert "programs/child-first/" not in (renamed.site / file).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def without_handouts(tmp_path_factory):
    """The frozen site after it turned its handouts off."""
    root = repository(tmp_path_factory.mktemp("without") / "project", frozen_site.data(), frozen_site.DOCS)
    association = root / "data/association.yaml"
    association.write_text(re.sub(r"(?m)^  handout_regions: .*\n", "", association.read_text(encoding="utf-8")), encoding="utf-8")
    with (root / "data/redirects.yaml").open("a", encoding="utf-8") as file:
        file.write("\nhandouts:\n  old: handouts/*\n  new: handouts/\n  since: 2026-11\n")
    assert check.main(["--data", str(root / "data")]) == 0
    built = Built(root, root / "data", root / "docs", root / "site")
    builder.build(root / "site", root / "data", compressed=False, docs=root / "docs")
    yield built
    built.close()


def test_one_redirect_does_for_all_below_a_folder(without_handouts):
    gone = {path for path in published() if path.startswith("handouts/")} - {"handouts/"}
    assert gone and not gone & set(without_handouts.pages.paths())
    assert not lost(gone, without_handouts.pages, without_handouts.catalog)
    assert "/es/handouts/:folder/:page/ /es/handouts/ 301\n" in (without_handouts.site / "_redirects").read_text()
    assert [link.find_parent(lang=True)["lang"] for link in without_handouts.pages.page("404.html").select("[data-below]")] == ["en", "es"]
    assert "RedirectMatch 301 ^/handouts/. /handouts/\n" in (without_handouts.site / ".htaccess").read_text()


def test_hosts_without_rules_lead_on_by_the_page_for_what_is_missing(without_handouts, browser):
    context = browser.new_context(base_url=without_handouts.server.address)
    tab = context.new_page()
    tab.goto("es/handouts/somewhere/age-1-to-2/")
    tab.wait_for_url("**/es/handouts/")
    assert tab.goto("handouts/").status == 200 and tab.url.endswith("/handouts/")
    context.close()


def test_without_a_page_that_leads_on_there_is_no_file_of_them(built, site_dir, catalog):
    moved = built.forwarded()
    sheets = moved_handouts(catalog)
    assert (site_dir / "_redirects").exists() == bool(moved or catalog.redirects or sheets)
    text = (site_dir / ".htaccess").read_text(encoding="utf-8")
    rules = headers.apache(catalog.association.form_service)
    assert text.startswith(rules) and text.count("Redirect 301 ") >= len(moved)
    assert moved or catalog.redirects or sheets or text == rules


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("new: programs/child-first/", "new: programs/child-frist/", 'data/redirects.yaml:3: baby-first: new: write the path of a page on this site, such as programs/; got "programs/child-frist/". Did you mean "programs/child-first/"?'),
        ("old: programs/baby-first/", "old: programs/child-first/", 'data/redirects.yaml:2: baby-first: old: write the path of a page that is gone; this page still exists; got "programs/child-first/"'),
        ("new: programs/child-first/", "new: programs/baby-first/", 'data/redirects.yaml:3: baby-first: new: write a path that is not the old one; got "programs/baby-first/"'),
    ],
)
def test_a_wrong_redirect_is_told_at_its_line(tmp_path, old, new, message):
    _, problems = read(small_data.write(tmp_path, replaced("redirects.yaml", old, new)))
    assert message in list(map(str, problems))


def test_a_redirect_to_no_page_that_people_write_stops_the_build(tmp_path):
    catalog = load(small_data.write(tmp_path, replaced("redirects.yaml", "new: programs/child-first/", "new: about/us/")))
    with pytest.raises(DataError) as error:
        redirects.refuse_wrong(catalog, {"about/", "programs/"})
    assert 'new: write the path of a page on this site, such as programs/; got "about/us/"' in str(error.value)


def test_a_folder_below_which_there_is_a_page_has_not_moved(tmp_path):
    catalog = load(small_data.write(tmp_path, replaced("redirects.yaml", "old: programs/baby-first/", "old: programs/*")))
    with pytest.raises(DataError) as error:
        redirects.refuse_wrong(catalog, {"programs/", "programs/child-first/"})
    assert 'old: write the path of a page that is gone; this page still exists; got "programs/child-first/"' in str(error.value)
