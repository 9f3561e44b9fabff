"""Links to other sites, tried against a server of this test: what is dead, what only refuses, what flaps."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import small_data

from imhsite.commands import external_links
from imhsite.commands.external_links import NOTHING, check, report, retry, with_pages
from imhsite.files import dead_links
from imhsite.files.dead_links import DeadLinks
from imhsite.files.project import DEAD_LINKS
from imhsite.model import dates

AGENT = "A link check (https://example.org/)"
GONE = "http://127.0.0.1:9/gone"


class Handler(BaseHTTPRequestHandler):
    """Answers /CODE with that code, and /flaps with 500 only the first time that it is asked with GET."""

    asked: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        path = self.path.strip("/").split("?")[0]
        if path == "flaps":
            code = 200 if self.path in [path for path, _ in self.asked] else 500
        else:
            code = int(path) if path.isdigit() else 404
        if self.command == "GET" or path != "flaps":
            self.asked.append((self.path, self.headers["User-Agent"]))
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("LinkChecker", "no limit")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *arguments) -> None:
        pass


@pytest.fixture
def server():
    Handler.asked.clear()
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.fixture
def site(tmp_path, server):
    """A built site of two pages that link to SERVER, to each other and to a page that is not there."""
    links = "".join(f'<a href="{server}/{code}">x</a>' for code in (200, 204, 401, 403, 404, 410, 429, 500, 503))
    pages = {
        "": f'<!doctype html><title>Home</title>{links}<a href="{GONE}">x</a><a href="{server}/404?a=1&amp;b=2#part">x</a><a href="/a/">a</a><a href="/missing/">m</a>',
        "a": f'<!doctype html><title>A</title><a href="{server}/404">x</a><a href="{server}/repository/issues/new">form</a><a href="{server}/flaps">f</a>',
    }
    for name, text in pages.items():
        (tmp_path / "site" / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name / "index.html").write_text(text)
    return tmp_path / "site"


def test_what_is_dead_and_what_only_refuses(site, server):
    dead = check(site, [f"{server}/repository"], AGENT)
    assert set(dead) == {f"{server}/404", f"{server}/410", f"{server}/500", f"{server}/flaps", GONE, f"{server}/404?a=1&b=2"}
    assert dead[f"{server}/404"].startswith("404")
    assert {agent for path, agent in Handler.asked if path != "/robots.txt"} == {AGENT}


def test_only_what_fails_again_is_reported(site, server, tmp_path, capsys, monkeypatch):
    waited = []
    monkeypatch.setattr(external_links.time, "sleep", waited.append)
    external_links.main(["--site-dir", str(site), "--data", str(small_data.write(tmp_path)), "--wait", "7"])
    said = capsys.readouterr().out
    assert waited == [7]
    assert len(said.splitlines()) == 6 and f"{server}/flaps" not in said
    assert f"{server}/404: 404 Not Found; on /a/, /\n" in said
    found = dead_links.read(tmp_path / DEAD_LINKS)
    assert found.tried == dates.today() and [link.address for link in found.links] == [line.partition(": ")[0] for line in said.splitlines()]


def test_a_link_that_works_again_is_forgotten(server):
    assert retry([f"{server}/200", f"{server}/404", f"{server}/429"], AGENT) == {f"{server}/404"}
    assert retry([], AGENT) == set()


def test_a_dead_link_is_told_with_some_of_its_pages(tmp_path):
    for number in range(9):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}/index.html").write_text('<a href="https://a.org/?x=1&amp;y=2#z">a</a><a href="https://b.org/longer">b</a>')
    (tmp_path / "index.html").write_text('<a class="y" href="https://b.org/">b</a>')
    dead = {"https://b.org/": "410 Gone", "https://a.org/?x=1&y=2": "404 Not Found"}
    found = DeadLinks(dates.today(), tuple(with_pages(dead, tmp_path)))
    assert report(found).splitlines() == ["https://a.org/?x=1&y=2: 404 Not Found; on /0/, /1/, /2/, /3/, /4/", "https://b.org/: 410 Gone; on /"]
    assert report(DeadLinks(dates.today(), ())) == f"{NOTHING}\n"
