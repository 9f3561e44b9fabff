"""Links to other sites, tried against a server of this test: what is dead, what only refuses, what flaps."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from folders import ROOT
from imhsite.commands import external_links
from imhsite.commands.external_links import NEEDED, NOTHING, check, links, renewed, report

DAYS = [datetime.date(2026, 11, day) for day in (2, 9, 16)]


class Handler(BaseHTTPRequestHandler):
    """Answers /CODE with that code."""

    asked: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        code = int(self.path.strip("/").split("?")[0]) if self.path != "/robots.txt" else 404
        type(self).asked.append((self.path, self.headers["User-Agent"]))
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("LinkChecker", "no limit")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *arguments) -> None:
        pass


@pytest.fixture(scope="module")
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_what_is_dead_and_what_only_refuses(server):
    addresses = {f"{server}/{code}": ["a/"] for code in (200, 204, 401, 403, 404, 410, 429, 500)} | {"http://127.0.0.1:9/gone": ["a/"], f"{server}/404?a=1&b=2": ["a/"]}
    dead = check(addresses, "A link check (https://example.org/)")
    assert set(dead) == {f"{server}/404", f"{server}/410", f"{server}/500", "http://127.0.0.1:9/gone", f"{server}/404?a=1&b=2"}
    assert dead[f"{server}/404"].startswith("404")
    assert {agent for path, agent in Handler.asked if path != "/robots.txt"} == {"A link check (https://example.org/)"}


def test_a_flapping_link_is_not_reported():
    state = {}
    for day, dead in zip(DAYS, ({"https://a.org/": "500"}, {}, {"https://a.org/": "500"}), strict=True):
        state = renewed(state, dead, day)
        assert report(state, {}) == f"{NOTHING}\n"


def test_a_dead_link_is_reported_the_second_time():
    state = renewed({}, {"https://a.org/": "404 Not Found"}, DAYS[0])
    assert renewed(state, {"https://a.org/": "404 Not Found"}, DAYS[0])["https://a.org/"]["times"] == 1, "the same day counts once"
    state = renewed(state, {"https://a.org/": "404 Not Found"}, DAYS[1])
    assert state["https://a.org/"]["times"] == NEEDED
    assert report(state, {"https://a.org/": ["sources/"]}).splitlines()[2] == "- [ ] https://a.org/: 404 Not Found, since 2026-11-02; on /sources/"


def test_links_are_those_of_the_content(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text(
        '<a href="https://x.org/1?a=1&amp;b=2#part">x</a><a class="y" href="https://own.org/z">own</a><a href="/in">in</a>'
        '<footer class="page-note"><a href="https://github.com/a/b/issues/new">form</a></footer>'
    )
    assert links(tmp_path, ("https://own.org/",)) == {"https://x.org/1?a=1&b=2": ["a/"]}


def test_the_real_site_has_links_to_look_at(site_dir, catalog):
    found = links(site_dir, (catalog.association.address,))
    assert {source.address for source in catalog.sources.values() if source.address} - set(found) <= {catalog.association.website, f"{catalog.association.website}/"}
    assert not [address for address in found if "issues/new" in address or "/edit/" in address]


@pytest.mark.parametrize("kept", [None, "", "[1]", "{", '{"https://a.org/": 3}', '{"https://a.org/": {"times": "x"}}'])
def test_the_state_is_kept_and_a_broken_one_is_none(tmp_path, monkeypatch, capsys, kept):
    state = tmp_path / "state.json"
    if kept is not None:
        state.write_text(kept)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text('<a href="https://a.org/">a</a>')
    monkeypatch.setattr(external_links, "check", lambda pages, agent: dict.fromkeys(pages, "404"))
    for day, said in zip(DAYS, (False, True, True), strict=True):
        external_links.main(["--site-dir", str(tmp_path / "site"), "--state", str(state), "--today", day.isoformat()])
        assert ("https://a.org/: 404" in capsys.readouterr().out) == said
    assert json.loads(state.read_text())["https://a.org/"]["times"] == 3


def test_the_state_survives_in_the_issue():
    """The weekly job writes the state into a comment of the issue and reads it from there, by the very words of the workflow."""
    text = (ROOT / ".github/workflows/weekly.yml").read_text(encoding="utf-8")
    put, get = re.search(r"sed '(s/--.*?)'", text)[1], re.search(r"sed -n '(s/\^<!-- links.*?)'", text)[1]
    state = {"https://a--b.org/-->x---y": {"times": 1, "since": "2026-11-02", "last": "2026-11-02", "why": '404 "-->"'}}
    hidden = subprocess.run(["sed", put], input=json.dumps(state), capture_output=True, text=True, check=True).stdout
    assert "--" not in hidden
    found = subprocess.run(["sed", "-n", get], input=f"## Report\r\n<!-- links: {hidden} -->\r\n", capture_output=True, text=True, check=True).stdout
    assert json.loads(found) == state
