"""MkDocs' own commands make and show the site, as in any project that MkDocs builds."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import RUNNER, Reader, leave
from example_site import configure, example
from folders import ROOT
from imhsite.reading import configuration
from imhsite.publishing.output import PACKED
from mkdocs.config.defaults import get_schema
from repositories import WHO, change, commit, git
from test_build import fingerprint

SETTINGS = (ROOT / configuration.FILE).read_text(encoding="utf-8")
NO_SETTINGS = {"config_file_path", "pages"}  # of MkDocs' schema: what is no setting, and what MkDocs itself refuses


def environment() -> dict[str, str]:
    """What a user's shell knows: nothing that scripts/ would set, but where this package is."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "SITE_"))} | {"PYTHONPATH": str(ROOT / "src")} | RUNNER | WHO


def mkdocs(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run MkDocs in FOLDER."""
    return subprocess.run([sys.executable, "-m", "mkdocs", *arguments], cwd=folder, capture_output=True, text=True, env=environment(), check=False)


@pytest.fixture
def project(tmp_path) -> Path:
    """A project of the invented association, for a test to change."""
    folder = example(tmp_path / "a project")
    configure(folder)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    change(folder, configuration.FILE, "  name: imhsite\n", "  name: imhsite\n  custom_dir: overrides\n")
    return folder


def test_mkdocs_makes_the_same_bytes_as_our_own_build(live, tmp_path):
    """From another folder, in one with a blank in its name, with the dates of the same history."""
    folder = tmp_path / "a copy"
    for name in ("data", "docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / configuration.FILE, folder)
    if (ROOT / ".git").exists():
        (folder / ".git").write_text(f"gitdir: {git(ROOT, 'rev-parse', '--absolute-git-dir')}\n", encoding="utf-8")
    run = mkdocs(tmp_path, "build", "--config-file", "a copy/mkdocs.yml")
    assert run.returncode == 0, run.stderr
    made, ours = fingerprint(folder / "site"), {path: digest for path, digest in fingerprint(live.site).items() if not path.endswith(PACKED)}
    assert sorted(made) == sorted(ours)
    assert [path for path in made if made[path] != ours[path]] == []
    assert not list(folder.glob(".building-*"))


def test_the_site_goes_where_the_command_says(project):
    place = project.parent / "other/place"
    place.mkdir(parents=True)
    (place / ".git").write_text("gitdir: elsewhere", encoding="utf-8")  # as of a work tree of the branch that is published
    (place / "old.html").write_text("", encoding="utf-8")
    for options in ((), ("--dirty", "--no-strict")):
        assert mkdocs(project, "build", "--site-dir", "../other/place", *options).returncode == 0
        assert (place / "programs/index.html").exists() and not (project / "site").exists()
        assert (place / ".git").exists() and not (place / "old.html").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("data/programs.yaml", "ages: pregnancy to 2", "ages: 2 to pregnancy", r'data/programs\.yaml:\d+: example-visits: ages: write the youngest and the oldest age, .*; got "2 to pregnancy"'),
        ("docs/about.md", "title:", "titel:", r"docs/about\.md:1: front matter: title: write the title of the page"),
        ("docs/about.md", "Write to us", "{{ no_such_macro() }}", r'docs/about\.md:\d+: write the name of a macro, or of a value that templates know; got "no_such_macro"'),
        ("docs/about.md", "Write to us", "[gone](nowhere.md)", r"'nowhere\.md'"),
        ("overrides/macros/brand_mark.html", "<svg", "{{ no_such_name }}<svg", r'overrides/macros/brand_mark\.html:\d+: write the name of a macro, or of a value that templates know; got "no_such_name"'),
        ("mkdocs.yml", "site_name:", "copyright: ours\nsite_name:", r"mkdocs\.yml:\d+: copyright: delete it, and change the label licence in data/labels\.yaml"),
        ("mkdocs.yml", "- programs/", "- programms/", "'programms/'"),
        ("mkdocs.yml", "site_name:", "site_name: Another name # ", r'mkdocs\.yml:\d+: site_name: write ".+", which is the "name" in data/association\.yaml; got "Another name"'),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_our_words_and_leaves_the_last_site(project, file, old, new, message):
    (project / "site").mkdir()
    (project / "site/index.html").write_text("the last good site", encoding="utf-8")
    change(project, file, old, new)
    run = mkdocs(project, "build")
    assert run.returncode == 1 and re.search(message, run.stderr), run.stderr
    assert "Traceback" not in run.stderr
    assert (project / "site/index.html").read_text(encoding="utf-8") == "the last good site"
    assert not list(project.glob(".building-*"))


@pytest.mark.parametrize(("option", "said"), [("--theme=readthedocs", "--theme readthedocs: leave it out; a template of your own goes into overrides/"), ("--no-directory-urls", "--no-directory-urls: leave it out; each page has a folder of its own")])
def test_an_option_without_effect_is_refused(project, option, said):
    run = mkdocs(project, "build", option)
    assert run.returncode == 1 and said in run.stderr and not (project / "site").exists()


def test_gh_deploy_publishes_the_site(project, tmp_path):
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(project, "init", "--quiet", "--initial-branch", "main")
    (project / ".gitignore").write_text("site/\n__pycache__/\n", encoding="utf-8")
    commit(project, "Begin")
    git(project, "remote", "add", "origin", str(tmp_path / "remote.git"))
    run = mkdocs(project, "gh-deploy")
    assert run.returncode == 0, run.stderr
    published = set(git(tmp_path / "remote.git", "ls-tree", "-r", "--name-only", "gh-pages").splitlines())
    assert published == {*fingerprint(project / "site"), ".nojekyll"} and {"index.html", "programs/index.html", ".well-known/security.txt"} <= published


class Served:
    """`mkdocs serve` in FOLDER, and what it said."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}/"
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", self.address.removeprefix("http://").rstrip("/")]
        self.process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env=environment() | {"TMPDIR": str(folder.parent)})
        self.said: list[str] = []
        self.reader = threading.Thread(target=lambda: self.said.extend(self.process.stderr), daemon=True)
        self.reader.start()

    def wait_for(self, words: str, times: int = 1) -> None:
        """Wait until it has said WORDS so many TIMES."""
        end = time.monotonic() + 120
        while "".join(self.said).count(words) < times:
            assert self.process.poll() is None and time.monotonic() < end, "".join(self.said)
            time.sleep(0.1)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
        self.reader.join()
        self.process.stderr.close()


def read(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


@pytest.fixture
def served(project) -> Iterator[Served]:
    change(project, "data/association.yaml", "  offline: left out\n", "  offline: left out\n  admin: offered\n")
    running = Served(project)
    running.wait_for("Serving on")
    yield running
    running.stop()


def test_serve_reloads_after_a_change_and_lives_on_after_a_mistake(project, served, browser):
    page = browser.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{served.address}programs/example-visits/")
    page.wait_for_load_state()
    change(project, "data/programs.yaml", "ages: pregnancy to 2", "ages: 7 weeks to 11 months")
    page.get_by_text("7 weeks to 11 months").first.wait_for()
    change(project, "data/programs.yaml", "ages: 7 weeks to 11 months", "ages: 2 to pregnancy")
    served.wait_for('got "2 to pregnancy"')
    served.wait_for("An error happened during the rebuild")
    change(project, "data/programs.yaml", "ages: 2 to pregnancy", "ages: 8 weeks to 11 months")
    page.get_by_text("8 weeks to 11 months").first.wait_for()
    leave(page)
    change(project, "docs/about.md", "Write to us", "Do write to us")
    served.wait_for("Reloading browsers", 3)
    assert "Do write to us" in read(f"{served.address}about/")


def test_serve_lets_in_its_own_script_and_leaves_the_form_for_staff_alone(served):
    """Else no page would reload, or what somebody typed into the form would be gone."""
    for path, eased in (("", True), ("about/", True), ("programs/", True), ("admin/", False)):
        policy = BeautifulSoup(read(served.address + path), "html.parser").select_one("meta[http-equiv=Content-Security-Policy]")["content"]
        assert ("script-src 'self' 'unsafe-inline';" in policy) is eased and "script-src 'self'" in policy, path
    assert "unsafe-inline" not in read(f"{served.address}_headers").partition("admin/")[0]


def with_setting(name: str, value: str) -> str:
    """SETTINGS with a setting more, such as theme.logo."""
    above, _, below = name.rpartition(".")
    return SETTINGS.replace(f"{above}:\n", f"{above}:\n  {below}: {value}\n") if above else f"{SETTINGS}\n{name}: {value}\n"


def told(folder: Path, settings: str) -> list[str]:
    (folder / configuration.FILE).write_text(settings, encoding="utf-8")
    return [str(problem) for problem in configuration.problems_of(folder / configuration.FILE, None)]


def test_every_setting_of_mkdocs_has_an_effect_or_is_refused():
    known = {name for name, _ in get_schema()} - NO_SETTINGS
    assert known <= {*configuration.WORKS, *configuration.OURS, *configuration.REFUSED}
    assert not configuration.WORKS & {*configuration.OURS, *configuration.REFUSED}


@pytest.mark.parametrize("name", [*configuration.REFUSED, "theme.variant", "site_nmae"])
def test_a_setting_without_effect_is_refused_at_its_line_with_what_to_do(tmp_path, name):
    settings = with_setting(name, "{a: b}")
    line = next(number for number, text in enumerate(settings.splitlines(), 1) if text.strip() == f"{name.rpartition('.')[2]}: {{a: b}}")
    (only,) = told(tmp_path, settings)
    assert only.startswith(f"mkdocs.yml:{line}: {name}: delete it")
    assert len(only) > len(f"mkdocs.yml:{line}: {name}: delete it; ") + 10


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("docs_dir: docs", "docs_dir: pages", 'docs_dir: write "docs_dir: docs"; got "pages"'),
        ("site_dir: site", "site_dir: public", 'site_dir: write "site_dir: site"; another folder is named to the command, as in "mkdocs build -d DIR" and "imhsite build --site-dir DIR"; got "public"'),
        ("use_directory_urls: true", "use_directory_urls: false", 'use_directory_urls: write "use_directory_urls: true"; got "false"'),
        ("name: imhsite", "name: readthedocs", 'theme.name: write "name: imhsite"; a template of your own goes into overrides/; of Material come only the icons; got "readthedocs"'),
        ("custom_dir: overrides", "custom_dir: theirs", 'theme.custom_dir: write "custom_dir: overrides"; got "theirs"'),
        ("  - imhsite", "  - imhsite\n  - search", 'plugins: delete "search"; the site has a search of its own'),
        ("  - imhsite", "  - imhsite\n  - material/tags: {}", 'plugins: delete "material/tags"; it needs the templates of Material; the theme has its own'),
        ("  - imhsite", "  - imhsite: {compres: true}", 'imhsite.compres: delete it; the options are: compress. Did you mean "compress"?'),
        ("  - programs/", "  - https://example.org/", 'nav: write a page of this site, such as parents/index.md or programs/; the header has one row of links; got "https://example.org/"'),
        ("  - programs/", "  - More: [index.md]", "nav: write a page of this site, such as parents/index.md or programs/; the header has one row of links; got a list"),
        ("  - imhsite", "  - minify", "plugins: write imhsite among them; it makes the site"),
        ("strict: true", "strict: true\nextra_css: [https://example.org/all.css]", 'extra_css: write the path of a file in docs/, such as styles/extra.css; got "https://example.org/all.css"'),
        ("strict: true", "strict: true\nsite_dir: site", r"site_dir: write each setting only once; it is also on line "),
        ("strict: true", "strict: true\nwatch: [", r"write an item after each comma, and close the list with "),
    ],
)  # fmt: skip
def test_a_value_without_effect_is_refused_with_what_to_write(tmp_path, old, new, message):
    assert old in SETTINGS
    (only,) = told(tmp_path, SETTINGS.replace(old, new, 1))
    assert re.match(rf"mkdocs\.yml:\d+(:\d+)?: {re.escape(message)}", only), only


@pytest.mark.parametrize("lines", ["plugins:\n  - imhsite\n", "theme:\n  name: imhsite\n  custom_dir: overrides # what this association changes of the theme\n"])
def test_a_setting_that_must_be_there_is_asked_for(tmp_path, lines):
    assert lines in SETTINGS
    (only,) = told(tmp_path, SETTINGS.replace(lines, ""))
    assert only.startswith(f"mkdocs.yml: {lines.partition(':')[0]}: write ")


INCLUDED = '{% include-markdown "../included.txt" %}'
HOOK = '''
def on_page_content(html, page, **_):
    if page.meta["title"] == "About us":
        with open("content.html", "w") as file:
            file.write(html)


def on_post_page(output, page, **_):
    return output.replace("</main>", f"<p>after {page.meta['title']}</p></main>")
'''


@pytest.fixture(scope="module")
def configured(tmp_path_factory) -> Path:
    """The site of the example with settings, plugins and a hook of its own."""
    folder = example(tmp_path_factory.mktemp("configured"))
    configure(folder)
    docs = folder / "docs"
    for name, text in {"styles/extra.css": "p { margin: 0 }", "feeds/all.txt": "{{ config.site_name }}", "notes.txt": "not published", "../included.txt": "*Shared* with {{ site.name }}.", "../after.py": HOOK}.items():
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    shutil.copy(docs / "about.md", docs / "draft.md")
    change(folder, "docs/about.md", "Write to us", f"{INCLUDED}\n\nTo do[^1]: ==write== <!-- seen by nobody --> to us, <kbd>{{{{ label(\"nav-parents\") }}}}</kbd>\n\n[^1]: A note.\n\n")
    for old, new in {
        "plugins:": "hooks:\n  - after.py\nplugins:\n  - include-markdown\n  - minify: {minify_html: true, htmlmin_opts: {remove_comments: true}}",
        "  - imhsite\n": "  - imhsite:\n      compress: true\n",
        "  - abbr\n": "  - abbr\n  - pymdownx.mark\n",
        "  - parents/index.md\n": "  - Start: index.md\n  - parents/index.md\n  - Us: about.md\n",
        "strict: true": "strict: true\nextra_css: [styles/extra.css]\nextra_templates: [feeds/all.txt]\ndraft_docs: draft.md\nremote_branch: pages",
        "  !/templates/\n": "  !/templates/\n  notes.txt\n",
    }.items():
        change(folder, configuration.FILE, old, new)
    run = mkdocs(folder, "build")
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="module")
def found(configured) -> Reader:
    return Reader(configured / "site")


def test_extra_css_is_on_every_page(configured, found):
    assert (configured / "site/styles/extra.css").exists()
    for path in ("about/", "programs/", "programs/example-visits/"):
        assert "/styles/extra.css" in [link["href"] for link in found.page(path).select("link[rel=stylesheet]")]


def test_markdown_extensions_are_those_of_mkdocs(found):
    assert found.page("about/").select_one("mark").get_text() == "write"


def test_extra_templates_and_drafts_and_what_is_left_out_are_as_mkdocs_has_them(configured):
    assert (configured / "site/feeds/all.txt").read_text(encoding="utf-8") == "Example Association for Infant Mental Health"
    assert not (configured / "site/draft").exists() and not (configured / "site/notes.txt").exists()


def test_nav_is_the_header_of_every_page(found):
    wanted = {"/": "Start", "/parents/": "For parents", "/about/": "Us", "/professionals/": "For professionals", "/programs/": "Find a program"}
    for path in ("about/", "programs/", "programs/example-visits/", "parents/"):
        links = found.page(path).select(".main-nav a")
        assert [(link["href"], link.get_text()) for link in links] == [*wanted.items()]
        current = "true" if path.count("/") > 1 else "page"
        assert [(link["href"], link["aria-current"]) for link in links if link.get("aria-current")] == [(f"/{path.split('/')[0]}/", current)]


def test_plugins_work_on_the_pages_that_people_write(configured, found):
    """One puts in other Markdown before ours is read, one takes out what no reader needs of the finished page, and a hook sees both."""
    html, about = (configured / "site/about/index.html").read_text(encoding="utf-8"), found.page("about/")
    assert about.select_one("main em").get_text() == "Shared" and "with Example Association for Infant Mental Health." in about.main.get_text()
    assert "seen by nobody" not in html and len(html.splitlines()) < 20
    assert about.select_one("main > p:last-child").get_text() == "after About us"
    content = (configured / "content.html").read_text(encoding="utf-8")
    assert "zqmacro" not in content and "<kbd>For parents</kbd>" in content


def test_our_own_build_makes_the_same_of_plugins_each_time(configured):
    wanted = fingerprint(configured / "site")
    assert "index.html.br" in wanted and "index.html.gz" in wanted
    for _ in range(2):
        run = subprocess.run([sys.executable, "-m", "imhsite.cli", "build", "--site-dir", "ours"], cwd=configured, capture_output=True, text=True, env=environment(), check=False)
        assert run.returncode == 0, run.stderr
        assert fingerprint(configured / "ours") == wanted
