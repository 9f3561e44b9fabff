"""Two states built apart, and joined: each keeps its own pages, search and data below its own path."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from xml.etree import ElementTree

import frozen_site
import pytest
import yaml
from folders import ROOT
from imhsite.publishing import headers
from imhsite.commands.join import main
from imhsite.publishing.server import SiteServer
from test_build import fingerprint
from test_hosting import Answer
from web_server import caddy, nginx

HOST = "https://directory.example"
STATES = {"ct": (frozen_site.data(), frozen_site.DOCS), "exampleland": (ROOT / "examples/data", ROOT / "examples/docs")}
NAME = "A national directory"


def built(folder: Path, name: str, address: str) -> Path:
    """Build the state NAME by itself, in a process of its own, for ADDRESS."""
    data, docs = STATES[name]
    data = shutil.copytree(data, folder / name / "data")
    association = data / "association.yaml"
    text, found = re.subn(r"(?m)^(  address: ).*$", rf"\g<1>{address}", association.read_text(encoding="utf-8"))
    assert found == 1
    association.write_text(text, encoding="utf-8")
    site = folder / name / "site"
    command = [sys.executable, "-c", "import sys; from pathlib import Path; from imhsite.commands.build import build; build(*map(Path, sys.argv[1:3]), compressed=False, docs=Path(sys.argv[3]))"]
    subprocess.run([*command, str(site), str(data), str(docs)], env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=True)
    return site


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("states")
    return {name: built(folder, name, f"{HOST}/{name}/") for name in STATES}


@pytest.fixture(scope="module")
def joined(sites, tmp_path_factory) -> Path:
    site = tmp_path_factory.mktemp("national") / "site"
    assert main([*map(str, sites.values()), "--name", NAME, "--site-dir", str(site)]) == 0
    return site


def test_each_state_is_what_it_was_built_as(sites, joined):
    for name, site in sites.items():
        assert fingerprint(joined / name) == fingerprint(site)


def test_every_address_on_a_page_leads_to_a_file_of_the_same_state(joined):
    wrong, seen = [], 0
    for file in joined.rglob("*.html"):
        state = file.relative_to(joined).parts[0]
        for address in re.findall(r'(?:href|src|action)="(/[^"#?]*)', file.read_text(encoding="utf-8")):
            seen += 1
            target = joined / address.lstrip("/")
            if not (target / "index.html" if address.endswith("/") else target).is_file() or (state in STATES and not address.startswith(f"/{state}/")):
                wrong.append((file, address))
    assert seen > 1000
    assert wrong == []


def test_each_state_has_a_search_and_a_finder_of_its_own(joined):
    for name in STATES:
        assert json.loads((joined / name / "programs/finder.json").read_text(encoding="utf-8"))["programs"]
        worker = (joined / name / "sw.js").read_text(encoding="utf-8")
        assert f'"/{name}/' in worker or "SITE" not in worker
        assert not [other for other in STATES if other != name and f'"/{other}/' in worker]


def test_nothing_bears_the_same_name_in_two_states(joined):
    """Calendars of two states may stand in one program, and directories take in the records of both."""
    reviews = [re.findall(r"^UID:(.*?)\r?$", (joined / name / "reviews.ics").read_text(encoding="utf-8"), re.MULTILINE) for name in STATES]
    records = [[record["id"] for record in json.loads((joined / name / "hsds/services.json").read_text(encoding="utf-8"))["contents"]] for name in STATES]
    for one, other in (reviews, records):
        assert one and other and not set(one) & set(other)


def test_the_root_leads_to_every_state(joined):
    page = (joined / "index.html").read_text(encoding="utf-8")
    assert NAME in page and [f'href="/{name}/"' in page for name in STATES] == [True, True]
    told = json.loads((joined / "states.json").read_text(encoding="utf-8"))
    assert {state["path"]: state["programs"] for state in told} == {"/ct/": len([page for page in (joined / "ct/programs").glob("*/index.html") if page.parent.name != "side-by-side"]), "/exampleland/": len(yaml.safe_load((STATES["exampleland"][0] / "programs.yaml").read_text(encoding="utf-8")))}
    places = ElementTree.parse(joined / "sitemap.xml").iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    assert sorted(place.text for place in places) == [f"{HOST}/ct/sitemap.xml", f"{HOST}/exampleland/sitemap.xml"]
    assert "/ct/* /ct/404.html 404" in (joined / "_redirects").read_text(encoding="utf-8")
    assert "/exampleland/assets/*" in (joined / "_headers").read_text(encoding="utf-8")


def test_each_page_names_its_own_policy_and_the_headers_leave_it_that(joined):
    """One header for all states would shut out the form for staff of each, and the service that takes its forms."""
    told = (joined / "_headers").read_text(encoding="utf-8")
    assert re.findall(r"Content-Security-Policy: (.*)", told) == ["frame-ancestors 'none'"]
    assert len(re.findall(r"^\S", told, re.MULTILINE)) == 1 + len(STATES)
    pages = list(joined.rglob("*.html"))
    assert len(pages) > 400
    assert [page for page in pages if '<meta http-equiv="Content-Security-Policy" content="default-src' not in page.read_text(encoding="utf-8")] == []
    assert "unsafe-inline" in (joined / "ct/admin/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("serve", [nginx, caddy])
def test_joined_sites_are_served_as_the_one_of_a_state_is(joined, serve):
    with serve(joined, pages=headers.for_several_states()) as port:
        for name in STATES:
            asset = next((joined / name / "assets").glob("site.*.css"))
            for path, rule in ((f"/{name}/", headers.LOOK_AGAIN), (f"/{name}/assets/{asset.name}", headers.FOR_GOOD)):
                answer = Answer(port, path)
                assert (answer.status, answer.headers["cache-control"]) == (200, rule), path
                assert answer.headers["content-security-policy"] == "frame-ancestors 'none'" and answer.lacks() == [headers.CSP]
        assert Answer(port, "/ct/programs?place=06790").headers["location"] == "/ct/programs/?place=06790"
        missing = Answer(port, "/ct/nowhere/")
        assert (missing.status, missing.content) == (404, (joined / "404.html").read_bytes())


def test_what_a_reader_keeps_in_one_state_is_not_that_of_another(joined, browser):
    with SiteServer(joined) as server, browser.new_page() as page:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in STATES:
            page.goto(f"{server.address}{name}/endorsement/my-steps/")
            page.locator("#kept").check()
        assert page.evaluate("Object.keys(localStorage).sort()") == [f"endorsement-steps /{name}/" for name in sorted(STATES)]
        server.shutdown()


@pytest.mark.parametrize(("address", "message"), [("https://directory.example/", "write an address with a one-part path"), ("https://other.example/exampleland/", "use the same host as the others"), (f"{HOST}/ct/", "give it a path that no other site has")])
def test_sites_that_do_not_fit_are_refused_and_nothing_is_changed(sites, joined, tmp_path, capsys, address, message):
    before = fingerprint(joined)
    other = built(tmp_path, "exampleland", address)
    assert main([str(sites["ct"]), str(other), "--name", NAME, "--site-dir", str(joined)]) == 1
    assert message in capsys.readouterr().err
    assert fingerprint(joined) == before
