"""The form for staff: what it asks, what it puts into the files, and that it stands apart from the pages."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path

import frozen_site
import pytest
from conftest import WAIT
from github_api import API, GitHub
from folders import ROOT
from imhsite.commands import build as builder
from imhsite.commands import check
from imhsite.publishing import headers
from imhsite.reading.catalog import load
from imhsite.model.records import KINDS, Program, declared_fields
from imhsite.files import product
from imhsite.editor.schema import help_text
from playwright.sync_api import expect
from repositories import git, repository
from test_accessibility import AXE, RULES, RUN_AXE
from test_recipes import PICTURE

FROZEN = True
CHILD_FIRST = "records.0"
PUBLISHED = "https://aimh.example/"  # where the form asks for a token: not on the computer with the clone
WCAG = [rule for rule in RULES if rule.startswith("wcag")]
ALL = {"width": 1280, "height": 8000}  # the form draws no field that is out of view
# The browser's own folder stands for the clone that a person would choose: no dialog of the system can be driven.
CHOOSE = "window.showDirectoryPicker = () => navigator.storage.getDirectory();"
FILL = """async (files) => {
    const root = await navigator.storage.getDirectory();
    await root.getDirectoryHandle('.git', { create: true });
    for (const [path, text] of Object.entries(files)) {
        const folders = path.split('/');
        const name = folders.pop();
        let folder = root;
        for (const part of folders) folder = await folder.getDirectoryHandle(part, { create: true });
        const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
        await file.write(text);
        await file.close();
    }
}"""
READ = """async (path) => { // the text, or nothing while the file is being put in place
    let folder = await navigator.storage.getDirectory();
    const folders = path.split('/');
    const name = folders.pop();
    for (const part of folders) folder = await folder.getDirectoryHandle(part);
    try { return await (await (await folder.getFileHandle(name)).getFile()).text(); } catch { return ''; }
}"""


@pytest.fixture(scope="module")
def asked(site_dir) -> dict:
    """What the form is told: the configuration of the CMS, and the shape of each file."""
    return told(site_dir)


def told(site_dir: Path) -> dict:
    return json.loads((site_dir / "admin/form.json").read_text(encoding="utf-8"))


def fields(asked: dict, kind: str) -> dict[str, dict]:
    file = next(file for file in asked["config"]["singletons"] if file["name"] == kind)
    return {field["name"]: field for field in file["fields"][0]["fields"]}


class Clone:
    """A git repository of the data, as the form in a browser's tab sees it."""

    def __init__(self, folder: Path, browser, address: str, docs: bool = False) -> None:
        self.folder, self.address = repository(folder, frozen_site.data(), *([frozen_site.DOCS] if docs else [])), address
        self.context = browser.new_context(base_url=address, viewport=ALL)
        self.context.add_init_script(CHOOSE)
        self.tab = self.context.new_page()
        self.tab.set_default_timeout(WAIT)
        self.asked: list[str] = []  # for what the policy did not refuse
        for event in ("requestfinished", "requestfailed"):
            self.tab.on(event, lambda request: self.asked.append(request.url) if request.failure != "csp" else None)
        self.missing: list[str] = []
        self.tab.on("response", lambda response: self.missing.append(response.url) if response.status >= 400 and "/admin/" in response.url else None)
        files = {file.relative_to(self.folder).as_posix(): file.read_text(encoding="utf-8") for pattern in ("data/**/*.yaml", "docs/**/*.md") for file in self.folder.glob(pattern)}
        self.tab.goto("404.html")
        self.tab.evaluate(FILL, files)

    def others(self) -> set[str]:
        """What was asked of other hosts."""
        return {url for url in self.asked if not url.startswith((self.address, PUBLISHED, "data:", "blob:"))}

    def work_on_the_clone(self) -> None:
        """Begin without any account."""
        self.tab.goto("admin/")
        self.tab.get_by_role("button", name="Work with Local Repository").click()
        self.tab.get_by_text("Files", exact=True).first.wait_for()

    def sign_in(self) -> GitHub:
        """Begin with an access token of GitHub on the published site, and return what stands for GitHub."""
        github = GitHub(self.folder, self.context)
        self.context.route(f"{PUBLISHED}**", lambda route: route.fulfill(response=route.fetch(url=self.address + route.request.url.removeprefix(PUBLISHED))))
        self.tab.goto(f"{PUBLISHED}admin/")
        self.tab.get_by_role("button", name="Sign In Using Access Token").click()
        self.tab.get_by_role("textbox").fill("a-token")
        self.tab.get_by_role("button", name="Sign In", exact=True).click()
        self.tab.get_by_text("Files", exact=True).first.wait_for()
        return github

    def open(self, kind: str) -> None:
        """Open the form of KIND."""
        self.tab.evaluate(f"location.hash = '#/collections/_singletons/entries/{kind}'")
        self.tab.get_by_role("button", name="Expand", exact=True).first.wait_for()

    def expand(self, place: int) -> None:
        self.tab.get_by_role("button", name="Expand", exact=True).nth(place).click()

    def axe(self) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA."""
        self.tab.evaluate(AXE.read_text(encoding="utf-8"))
        return self.tab.evaluate(RUN_AXE, WCAG)

    def field(self, path: str):
        return self.tab.locator(f'.field[data-key-path="{path}"]')

    def change(self, path: str, old: str, new: str) -> None:
        """Write NEW into the field at PATH, once it shows OLD."""
        box = self.field(path).get_by_role("textbox")
        expect(box).to_have_value(old, timeout=WAIT)
        box.fill(new)
        expect(box).to_have_value(new, timeout=WAIT)

    def save(self, file: str, holds: str) -> None:
        """Save, wait for FILE to hold the line HOLDS, and put it into the repository."""
        self.tab.get_by_role("button", name="Save", exact=True).click()
        ends = time.monotonic() + WAIT / 1000
        while f"\n{holds}\n" not in (text := self.tab.evaluate(READ, file)):
            assert time.monotonic() < ends, text
            self.tab.wait_for_timeout(50)
        (self.folder / file).write_text(text, encoding="utf-8")

    def difference(self, *revisions: str) -> list[str]:
        """The lines taken away and added, as git tells them."""
        return [line for line in git(self.folder, "diff", "--unified=0", *revisions).splitlines() if re.match(r"[+-](?![+-])", line)]


@pytest.fixture
def clone(tmp_path, browser, server):
    made = Clone(tmp_path / "clone", browser, server.address)
    yield made
    made.context.close()
    assert not made.missing, "every file that the CMS asks for is carried"
    assert not {url for url in made.others() if not url.startswith(API)}


def test_no_field_offers_an_empty_choice(site_dir):
    """Else the form refuses to open at all, on a site that has no record of some kind."""

    def choices(value):
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        yield from (found for part in parts for found in choices(part))
        if isinstance(value, dict) and value.get("widget") == "select":
            yield value

    found = [*choices(told(site_dir))]
    assert found and [field["name"] for field in found if not field["options"]] == []


def test_one_changed_age_is_one_changed_line(clone, capsys):
    clone.work_on_the_clone()
    clone.open("programs")
    clone.expand(0)
    clone.change(f"{CHILD_FIRST}.ages", "pregnancy to 6", "pregnancy to 7")
    clone.save("data/programs.yaml", "  ages: pregnancy to 7")
    assert clone.difference() == ["-  ages: pregnancy to 6", "+  ages: pregnancy to 7"]
    assert git(clone.folder, "diff", "--numstat") == "1\t1\tdata/programs.yaml"
    assert check.main(["--data", str(clone.folder / "data")]) == 0, capsys.readouterr().out


def test_without_an_account_nothing_is_asked_of_anyone(clone):
    clone.work_on_the_clone()
    clone.open("programs")
    clone.expand(0)
    clone.field(f"{CHILD_FIRST}.ages").wait_for()
    assert clone.asked and not clone.others()


def test_a_browser_in_another_language_is_shown_english(browser, server):
    context = browser.new_context(base_url=server.address, locale="es-US")
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto("admin/")
    tab.get_by_role("button", name="Work with Local Repository").wait_for(timeout=WAIT)
    assert asked and not [url for url in asked if "/locales/" in url]
    context.close()


def test_a_saved_change_is_a_pull_request_of_one_line(clone):
    github = clone.sign_in()
    clone.open("programs")
    clone.expand(0)
    clone.change(f"{CHILD_FIRST}.ages", "pregnancy to 6", "pregnancy to 7")
    with clone.tab.expect_request(lambda request: request.url.endswith("/labels")):
        clone.tab.get_by_role("button", name="Save", exact=True).click()
    (pull,) = github.pulls
    assert (pull["base"], pull["draft"]) == ("main", True)
    assert clone.difference("main", pull["head"]) == ["-  ages: pregnancy to 6", "+  ages: pregnancy to 7"]
    assert git(clone.folder, "rev-parse", "main") == git(clone.folder, "rev-parse", "base"), "nothing reaches main unasked"


def test_everybody_can_use_it(clone):
    """What axe finds where staff begin, among the files, and in a form of one record."""
    clone.tab.set_viewport_size({"width": 1280, "height": 900})
    clone.tab.goto("admin/")
    clone.tab.get_by_role("button", name="Work with Local Repository").wait_for()
    assert clone.axe() == []
    clone.work_on_the_clone()
    assert clone.axe() == []
    clone.open("programs")
    clone.expand(0)
    clone.field(f"{CHILD_FIRST}.ages").wait_for()
    assert clone.axe() == []


def test_what_a_pattern_refuses_is_not_saved(clone):
    clone.work_on_the_clone()
    clone.open("programs")
    clone.expand(0)
    clone.change(f"{CHILD_FIRST}.ages", "pregnancy to 6", "five to birth")
    clone.tab.get_by_role("button", name="Save", exact=True).click()
    clone.field(f"{CHILD_FIRST}.ages").get_by_text('Write the youngest and the oldest age, such as "birth to 5", or "not stated".').last.wait_for()
    assert clone.tab.evaluate(READ, "data/programs.yaml") == (clone.folder / "data/programs.yaml").read_text(encoding="utf-8")


def test_a_kind_in_reading_order_is_changed_too(clone, capsys):
    clone.work_on_the_clone()
    clone.open("help_lines")
    clone.expand(0)
    clone.change("records.0.checked", "2026-11", "2026-10")
    clone.save("data/help_lines.yaml", "  checked: 2026-10")
    assert clone.difference() == ["-  checked: 2026-11", "+  checked: 2026-10"]
    assert check.main(["--data", str(clone.folder / "data")]) == 0, capsys.readouterr().out


class Records:
    """`records.js` in a browser, with the shapes of the real form."""

    def __init__(self, tab, asked: dict) -> None:
        self.tab, self.shapes, self.translations, self.page = tab, asked["shapes"], asked["translations"], asked["page"]
        tab.goto("404.html")

    def read(self, kind: str, text: str) -> list[dict]:
        return self.tab.evaluate("async ([text, shape]) => (await import('/admin/records.js')).read(text, shape).records", [text, self.shapes[kind]])

    def write(self, kind: str, text: str, records: list[dict]) -> str:
        content = {"original": text, "records": records}
        return self.tab.evaluate("async ([content, shape]) => (await import('/admin/records.js')).write(content, shape)", [content, self.shapes[kind]])

    def changed(self, text: str, **values: object) -> str:
        """TEXT, a program, with other VALUES; None takes a field away."""
        record = self.read("programs", text)[0] | {name.replace("_of_record", ""): value for name, value in values.items()}
        return self.write("programs", text, [{name: value for name, value in record.items() if value is not None}])


@pytest.fixture
def records(tab, asked) -> Records:
    return Records(tab, asked)


@pytest.mark.parametrize("which", ["live", "frozen"])
def test_a_file_that_nobody_changed_stays_byte_by_byte(request, tab, which):
    built = request.getfixturevalue(which)
    if built.catalog.association.admin == "left out":
        pytest.skip("the site leaves the form out")
    records = Records(tab, told(built.site))
    files = {kind for kind in KINDS if (built.data / f"{kind}.yaml").exists()}
    assert set(records.shapes) >= files and not [kind for kind in set(records.shapes) - files if built.catalog.records[kind]]
    for kind in files:
        text = (built.data / f"{kind}.yaml").read_text(encoding="utf-8")
        assert records.write(kind, text, records.read(kind, text)) == text, kind


PROGRAM = """\
# Above.

# About the first.
first:
  name: First # beside
  phone: "911"
  for_parents: >-
    One paragraph, which is
    folded by hand.

    Another.
  needs: [bonding, stress]
  serves: statewide
  ended: 2019
"""


@pytest.mark.parametrize(
    ("values", "old", "new"),
    [
        ({"name": "Other: it"}, "First # beside", '"Other: it" # beside'),
        ({"phone": "988"}, '"911"', '"988"'),
        ({"for_parents": "One.\n\nTwo."}, ">-\n    One paragraph, which is\n    folded by hand.\n\n    Another.", ">-\n    One.\n\n    Two."),
        ({"needs": ["stress"]}, "[bonding, stress]", "[stress]"),
        ({"needs": None}, "  needs: [bonding, stress]\n", ""),
        ({"serves": ["river-town", "hill-town"]}, "statewide", "[river-town, hill-town]"),
        ({"serves": ["no place"]}, "statewide", "no place"),
        ({"ended": "2021"}, "2019", "2021"),
        ({"ages": "birth to 5"}, "  needs: [", "  ages: birth to 5\n  needs: ["),
        ({"checked_how": "By telephone."}, "  ended: 2019\n", "  ended: 2019\n  checked_how: By telephone.\n"),
        ({"website": ""}, "", ""),
        ({"slug": "other"}, "\nfirst:", "\nother:"),
    ],
    ids=str,
)
def test_only_what_changed_is_written_anew(records, values, old, new):
    assert PROGRAM.count(old) >= 1
    assert records.changed(PROGRAM, **values) == PROGRAM.replace(old, new, 1)


def test_records_come_go_and_move(records):
    programs = "a:\n  name: A\n\n# About C.\nc:\n  name: C\n"
    read = records.read("programs", programs)
    assert records.write("programs", programs, [*read, {"slug": "b", "name": "B", "needs": ["bonding"], "setting": []}]) == "a:\n  name: A\n\nb:\n  name: B\n  needs: [bonding]\n\n# About C.\nc:\n  name: C\n", "the alphabet decides"
    assert records.write("programs", programs, read[:1]) == "a:\n  name: A\n"
    assert records.write("goals", programs, read[::-1]) == "# About C.\nc:\n  name: C\n\na:\n  name: A\n", "readers see the order that staff choose"


def test_an_added_program_passes_the_check(records, tmp_path, capsys):
    data = frozen_site.copy(tmp_path)
    text = (data / "programs.yaml").read_text(encoding="utf-8")
    asked = {"slug": "first-steps", "name": "First Steps: at home", "section": "families", "sort": "service", "for_parents": "Someone comes to your home.\n\nYou talk.", "for_professionals": "Home visits."}
    asked |= {"ages": "birth to 5", "serves": ["statewide"], "needs": ["bonding"], "setting": [], "other_names": [], "status": "unchecked", "sources": ["chdi-impact-2015"], "phone": "", "ended": ""}
    (data / "programs.yaml").write_text(records.write("programs", text, [*records.read("programs", text), asked]), encoding="utf-8")
    assert check.main(["--data", str(data)]) == 0, capsys.readouterr().out
    added = load(data).programs["first-steps"]
    assert (added.name, added.for_parents) == ("First Steps: at home", "Someone comes to your home.\nYou talk.")
    assert set((data / "programs.yaml").read_text(encoding="utf-8").splitlines()) > set(text.splitlines()), "and nothing else changes"


def test_every_field_is_asked_for_as_the_check_knows_it(asked):
    """But for tables inside a record, which the form leaves as they are in the file."""
    for kind, cls in KINDS.items():
        if kind not in asked["shapes"]:
            continue
        shown = fields(asked, kind)
        for name, declared in declared_fields(cls).items():
            if declared.metadata["parser"].schema.get("type") == "object":
                assert name not in shown
                continue
            assert shown[name]["hint"] == help_text(declared.metadata), (kind, name)
            needed = not declared.metadata["optional"] and kind not in product.kinds()  # whose records may say less
            assert shown[name]["required"] == needed, (kind, name)


def test_references_are_chosen_by_name(asked, catalog):
    shown = fields(asked, "programs")
    assert {"label": "Torrington", "value": "torrington"} in shown["serves"]["options"]
    assert {option["value"] for option in shown["needs"]["options"]} == set(catalog.needs)
    assert [option["value"] for option in shown["status"]["options"]] == declared_fields(Program)["status"].metadata["parser"].schema["enum"]


def test_it_proposes_changes_as_pull_requests(asked):
    assert asked["config"]["publish_mode"] == "editorial_workflow"
    assert asked["config"]["backend"] == {"name": "github", "repo": "example/site", "branch": "main", "auth_methods": ["token"]}


def test_it_stands_apart_from_the_pages(site_dir, pages):
    assert "noindex" in (site_dir / "admin/index.html").read_text(encoding="utf-8")
    for name in ("sitemap.xml", "sw.js", "search/pages.json", "es/search/pages.json"):
        assert "admin" not in (site_dir / name).read_text(encoding="utf-8"), name
    leading = {path for path in pages.paths() if "/admin/" in (site_dir / path / "index.html").read_text(encoding="utf-8")}
    assert leading == {"staff/", "design/"}  # which shows what the page for staff is made of
    assert "access token" in pages.page("staff/").main.get_text()


def test_it_is_published_as_it_lies_here(site_dir):
    ours = {file.relative_to(ROOT / "src/imhsite/theme").as_posix() for file in (ROOT / "src/imhsite/theme/admin").rglob("*") if file.is_file()}
    published = {file.relative_to(site_dir).as_posix() for file in (site_dir / "admin").rglob("*") if file.suffix not in (".br", ".gz") and file.is_file()}
    assert published == ours | {"admin/form.json"}


def test_its_policy_is_its_own(server, tab):
    pages, form = headers.headers()[headers.CSP], headers.ADMIN_HEADERS[headers.CSP]
    assert "unsafe" not in pages and "unsafe-eval" not in form and "script-src 'self';" in form
    for path, policy in (("admin/", form), ("", pages), ("staff/", pages), ("administration/", pages)):
        assert tab.request.get(path).headers["content-security-policy"] == policy, path


@pytest.mark.parametrize(("setting", "offered"), [("", False), ("  admin: left out\n", False), ("  admin: offered\n", True)], ids=["nothing said", "left out", "offered"])
def test_one_setting_leaves_it_out(tmp_path, setting, offered):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "examples/data", data)
    association = (data / "association.yaml").read_text(encoding="utf-8")
    (data / "association.yaml").write_text(re.sub(r"  admin: .*\n", "", association) + setting, encoding="utf-8")
    builder.build(tmp_path / "site", data, compressed=False, docs=ROOT / "examples/docs")
    assert (tmp_path / "site/admin").exists() == offered
    policies = re.findall(r"^(/\S*)\n(?:  .*\n)*?  Content-Security-Policy: (.*)", (tmp_path / "site/_headers").read_text(encoding="utf-8"), re.MULTILINE)
    ours = headers.headers()[headers.CSP]
    if not offered:
        assert policies == [("/*", ours)]
        return
    assert dict(policies)["/admin/*"] != ours and "/*" not in dict(policies)
    tops = {path.relative_to(tmp_path / "site").parts[0] for path in (tmp_path / "site").rglob("*.html")} - {"admin", "index.html", "404.html"}
    assert {rule for rule, policy in policies if policy == ours} == {"/", "/404.html", "/sw.js", *(f"/{top}/*" for top in tops)}


def test_a_picture_is_uploaded_to_where_the_check_looks(clone):
    clone.work_on_the_clone()
    clone.tab.evaluate("location.hash = '#/collections/_singletons/entries/pictures'")
    clone.tab.get_by_role("button", name="Add").first.click()
    for name, text in {"slug": "playing", "text": "A father plays.", "credit": "The association", "licence": "With permission"}.items():
        clone.change(f"records.0.{name}", "", text)
    clone.field("records.0.image").locator("input[type=file]").first.set_input_files({"name": "Playing Photo.png", "mimeType": "image/png", "buffer": PICTURE})
    clone.field("records.0.image").locator("img").first.wait_for()
    clone.save("data/pictures.yaml", "  image: pictures/playing-photo.png")
    assert clone.tab.evaluate(READ, "docs/pictures/playing-photo.png").startswith("\ufffdPNG")
    assert [*load(clone.folder / "data").pictures] == ["playing"]


def test_files_keep_their_paths_in_the_form(records):
    text = "by-laws:\n  name: By-laws\n  pdf: files/by-laws.pdf\n"
    read = records.read("documents", text)
    assert read[0]["pdf"] == "/files/by-laws.pdf"
    assert records.write("documents", text, read) == text
    assert records.write("documents", text, [{**read[0], "pdf": "/files/other.pdf"}]) == text.replace("by-laws.pdf", "other.pdf")
    assert records.write("documents", text, [{**read[0], "pdf": ""}]) == text.replace("  pdf: files/by-laws.pdf\n", "")
