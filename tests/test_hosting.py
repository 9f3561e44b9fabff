"""What the configurations for web servers say, and what nginx and Caddy do with theirs."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil

import brotli
import frozen_site
import pytest
from folders import ROOT
from imhsite.publishing import headers
from imhsite.commands import hosting
from web_server import caddy, nginx

FROZEN = True
PAGES = headers.headers()
FORMS = {  # how each server writes a header
    lambda: headers.netlify(PAGES): r"^  ([\w-]+): (.*)$",
    headers.apache: r'^  Header always set ([\w-]+) "(.*)"$',
    lambda: headers.nginx("/site", PAGES): r'^    add_header ([\w-]+) "(.*)" always;$',
    lambda: headers.caddy("/site", PAGES): r'^        ([\w-]+) "(.*)"$',
}
POLICIES = [  # how each writes the policy of the pages, where it is not with the other headers, and that of the form for staff
    (lambda: headers.netlify(PAGES, tops={"sw.js", "admin/"}), r"^/sw.js\n  Content-Security-Policy: (.*)$", r"^/admin/\*\n  Content-Security-Policy: (.*)$"),
    (headers.apache, r'^  Header always set Content-Security-Policy "(.*)"$', r'^  <If "%\{REQUEST_URI\} =~ m#\^/admin/#">\n    Header always set Content-Security-Policy "(.*)"$'),
    (lambda: headers.nginx("/site", PAGES), r'^map \$uri \$policy \{\n    default "(.*)";$', r'^    "~\S+admin/" "(.*)";$'),
    (lambda: headers.caddy("/site", PAGES), r'^    header @pages Content-Security-Policy "(.*)"$', r'^    header @staff Content-Security-Policy "(.*)"$'),
]


@pytest.mark.parametrize(("made", "form"), FORMS.items(), ids=["Netlify and Cloudflare", "Apache", "nginx", "Caddy"])
def test_a_configuration_sets_exactly_our_headers(made, form):
    everywhere = re.split(r"^/assets/", made(), flags=re.MULTILINE)[0]
    told = dict(re.findall(form, everywhere, re.MULTILINE))
    assert told | {headers.CSP: told.get(headers.CSP, headers.headers()[headers.CSP])} == headers.headers()


@pytest.mark.parametrize(("made", "pages", "staff"), POLICIES, ids=["Netlify and Cloudflare", "Apache", "nginx", "Caddy"])
def test_the_form_for_staff_has_a_policy_of_its_own(made, pages, staff):
    assert re.findall(pages, made(), re.MULTILINE) == [headers.headers()[headers.CSP]]
    assert re.findall(staff, made(), re.MULTILINE) == [headers.ADMIN_HEADERS[headers.CSP]]


@pytest.mark.parametrize("made", FORMS, ids=["Netlify and Cloudflare", "Apache", "nginx", "Caddy"])
def test_a_configuration_lets_hashed_files_be_kept_for_good(made):
    assert made().count(headers.FOR_GOOD) == 1


def test_the_published_files_are_those_configurations(site_dir):
    tops = {path.name + "/" * path.is_dir() for path in site_dir.iterdir() if path.name in ("404.html", "sw.js") or path.is_dir() and any(path.rglob("*.html"))}
    assert (site_dir / "_headers").read_text(encoding="utf-8") == headers.netlify(PAGES, tops=tops | {""})
    assert (site_dir / ".htaccess").read_text(encoding="utf-8").startswith(headers.apache())


@pytest.mark.parametrize(("server", "made"), [("nginx", headers.nginx), ("caddy", headers.caddy)])
def test_the_command_prints_a_configuration(capsys, server, made):
    assert hosting.main([server, "--data", str(frozen_site.data()), "--site-dir", "/srv/site", "--name", "example.org"]) == 0
    assert capsys.readouterr().out == made("/srv/site", PAGES, "example.org")


def test_a_site_below_a_path_lies_in_a_folder_of_that_path(tmp_path, capsys):
    data = frozen_site.copy(tmp_path)
    file = data / "association.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("address: https://www.ct-aimh.org/", "address: https://example.org/ct/"), encoding="utf-8")
    assert hosting.main(["caddy", "--data", str(data), "--site-dir", "/srv/site"]) == 1
    assert "--site-dir /srv/ct" in capsys.readouterr().err
    assert hosting.main(["caddy", "--data", str(data), "--site-dir", "/srv/www/ct/"]) == 0
    assert capsys.readouterr().out == headers.caddy("/srv/www", PAGES, base="/ct/")


def test_joined_sites_leave_their_policies_to_their_pages(capsys):
    assert headers.for_several_states() | {headers.CSP: PAGES[headers.CSP]} == PAGES
    assert headers.for_several_states()[headers.CSP] == "frame-ancestors 'none'"
    assert hosting.main(["nginx", "--joined"]) == 0
    assert "script-src" not in re.sub(r'^    "~\^/admin/".*$', "", capsys.readouterr().out, flags=re.MULTILINE)


def test_hosts_take_all_rules(live):
    """Cloudflare Pages takes 100 rules of headers and lines of 2,000 characters: https://developers.cloudflare.com/pages/configuration/headers/"""
    lines = (live.site / "_headers").read_text(encoding="utf-8").splitlines()
    assert 0 < len([line for line in lines if line.startswith("/")]) <= 100
    assert max(map(len, lines)) <= 2000
    assert not [line for line in lines if line and not re.fullmatch(r"/\S*|  [\w-]+: .+", line)]


def test_the_container_serves_the_folder_that_it_is_given():
    told = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"scripts/hosting nginx --site-dir (\S+)", told)[1] == re.search(r"COPY --from=built /made/site (\S+)", told)[1]
    assert re.search(r"scripts/build --site-dir (\S+)", told)[1] == "/made/site"
    assert {".venv", "site", "**/node_modules"} <= set((ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines())


def test_no_value_can_end_its_quotes():
    assert not [value for value in headers.headers().values() if re.search(r'["$\\\n]', value)]


SERVERS = {"nginx": nginx, "caddy": caddy}
PACKED = {"nginx": ("gzip", ".gz"), "caddy": ("br", ".br")}  # Debian's nginx knows no brotli


@pytest.fixture(scope="module", params=SERVERS)
def served(request, site_dir):
    """The name of a server that serves the site, and its port."""
    with SERVERS[request.param](site_dir) as port:
        yield request.param, port


@pytest.fixture(scope="module")
def port(served):
    return served[1]


class Answer:
    """What a server said to one request."""

    def __init__(self, port: int, path: str, accepts: str = "identity", method: str = "GET") -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(method, path, headers={"Accept-Encoding": accepts})
        answer = connection.getresponse()
        self.status, self.content = answer.status, answer.read()
        self.names = [name.lower() for name, _ in answer.getheaders()]
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()

    def lacks(self) -> list[str]:
        """Return the headers that are missing, are not ours, or came twice."""
        return [name for name, value in headers.headers().items() if self.headers.get(name.lower()) != value or self.names.count(name.lower()) != 1]


@pytest.mark.parametrize("kind", ["home", "home, Spanish", "finder", "town", "help now"])
def test_a_server_sends_a_page(port, site_dir, kinds, kind):
    answer = Answer(port, f"/{kinds[kind]}")
    assert answer.status == 200
    assert answer.content == (site_dir / kinds[kind] / "index.html").read_bytes()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == headers.LOOK_AGAIN
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.lacks() == []


@pytest.mark.parametrize(("asked", "sent"), [("/programs", "/programs/"), ("/programs?place=06790", "/programs/?place=06790"), ("/programs?a=%C3%A9&b", "/programs/?a=%C3%A9&b"), ("/es", "/es/"), ("/endorsement/steps", "/endorsement/steps/")])
def test_a_server_adds_the_last_slash(port, asked, sent):
    answer = Answer(port, asked)
    assert (answer.status, answer.headers["location"]) == (301, sent)
    assert answer.lacks() == []


@pytest.mark.parametrize("path", ["/nowhere", "/nowhere/", "/programs/nowhere/", "/assets/", "/assets", "/assets/gone.0123456789.css", "/programs/index.html/", "/nowhere/index.html"])
def test_a_server_sends_the_page_of_what_is_missing(port, site_dir, path):
    answer = Answer(port, path)
    assert answer.status == 404
    assert answer.content == (site_dir / "404.html").read_bytes()
    assert answer.headers["cache-control"] == headers.LOOK_AGAIN
    assert answer.lacks() == []


@pytest.mark.parametrize("path", ["//programs", "//es", "//example.org/..", "//example.org/%2e%2e/programs", "/\\example.org/%2e%2e/programs", "/%5Cexample.org/%2e%2e/programs"])
def test_a_server_sends_nobody_to_another_host(port, path):
    assert not Answer(port, path).headers.get("location", "").startswith(("//", "/\\", "http"))


@pytest.mark.parametrize("path", ["/%2e%2e/etc/passwd", "/..%2f..%2f..%2fetc/passwd", "/assets/../../etc/passwd"])
def test_a_server_never_leaves_the_folder(port, path):
    assert Answer(port, path).status in (400, 404)


def test_a_server_lets_hashed_files_be_kept_for_good(port, site_dir):
    for file in site_dir.glob("assets/*.*.*"):
        if file.suffix not in (".br", ".gz"):
            answer = Answer(port, f"/assets/{file.name}")
            assert (answer.status, answer.headers["cache-control"]) == (200, headers.FOR_GOOD), file.name
            assert answer.lacks() == []


@pytest.mark.parametrize("kind", ["home", "finder", "missing"])
def test_a_server_sends_pages_compressed(served, site_dir, kinds, kind):
    server, port = served
    name, suffix = PACKED[server]
    file = site_dir / (f"{kinds[kind]}index.html" if not kinds[kind].endswith(".html") else kinds[kind])
    answer = Answer(port, f"/{kinds[kind]}", accepts="gzip, deflate, br")
    assert (answer.status, answer.headers["content-encoding"]) == (200, name)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.content == file.with_name(f"{file.name}{suffix}").read_bytes()
    assert {"gzip": gzip, "br": brotli}[name].decompress(answer.content) == file.read_bytes()
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.lacks() == []


def test_a_server_names_the_type_of_every_file(port, site_dir):
    files = {file.suffix: file for file in site_dir.rglob("*") if file.suffix in headers.TEXTS}
    for suffix, file in files.items():
        answer = Answer(port, f"/{file.relative_to(site_dir).as_posix()}", accepts="gzip")
        assert (answer.status, answer.headers["content-type"]) == (200, f"{headers.TEXTS[suffix]}; charset=utf-8"), file


def test_a_server_sends_the_form_for_staff_with_its_policy(port):
    for path in ("/admin/", "/admin/start.js", "/admin/sveltia-cms/npm/index.js"):
        answer = Answer(port, path)
        assert (answer.status, answer.headers["content-security-policy"]) == (200, headers.ADMIN_HEADERS[headers.CSP]), path
        assert answer.lacks() == [headers.CSP]
    assert Answer(port, "/admin/sveltia-cms/npm/assets/source-sans-3-latin-wght-normal-BqRLTx4X.woff2").headers["content-type"] == "font/woff2"
    assert Answer(port, "/programs/admin/").lacks() == []


@pytest.mark.parametrize("path", ["/", "/programs/", "/programs/places.json", "/nowhere/", "/admin/", "/admin/form.json"])
def test_a_server_answers_as_the_preview_does(port, server, path):
    theirs, ours = Answer(port, path, accepts="gzip"), Answer(server.server_port, path, accepts="gzip")
    assert (theirs.status, theirs.content) == (ours.status, ours.content)
    for name in ("content-type", "content-encoding", *map(str.lower, headers.headers())):
        assert theirs.headers.get(name) == ours.headers.get(name), name


def test_a_server_sends_no_content_for_head(port):
    answer = Answer(port, "/programs/", method="HEAD")
    assert (answer.status, answer.content) == (200, b"")
    assert answer.lacks() == []


@pytest.mark.parametrize("serve", SERVERS.values(), ids=SERVERS)
def test_a_server_shows_a_site_that_takes_the_place_of_another(tmp_path, site_dir, serve):
    """As scripts/build swaps them, with the folder's name alone staying."""
    site = tmp_path / "a site"
    shutil.copytree(site_dir / "about", site, ignore=shutil.ignore_patterns("*.br", "*.gz"))
    (site / "404.html").write_text("missing")
    with serve(site) as port:
        assert Answer(port, "/").content == (site / "index.html").read_bytes()
        site.rename(tmp_path / "old")
        site.mkdir()
        (site / "new.html").write_text("new")
        (site / "404.html").write_text("missing")
        assert Answer(port, "/new.html").content == b"new"


@pytest.mark.parametrize("serve", SERVERS.values(), ids=SERVERS)
def test_a_server_serves_a_site_below_a_path(tmp_path, site_dir, kinds, serve):
    """As a site of its own whose address has a path, and as one of several states; the site is only put there, not made for it."""
    (tmp_path / "ct").symlink_to(site_dir)
    (asset,) = site_dir.glob("assets/site.*.css")
    with serve(tmp_path, base="/ct/") as port:
        assert Answer(port, f"/ct/assets/{asset.name}").headers["cache-control"] == headers.FOR_GOOD
        assert Answer(port, "/ct/admin/").lacks() == [headers.CSP]
        assert Answer(port, "/ct/programs?place=06790").headers["location"] == "/ct/programs/?place=06790"
        for path in ("/ct/nowhere/", "/elsewhere/", "/ct/assets/gone.0123456789.css"):
            missing = Answer(port, path)
            assert (missing.status, missing.content, missing.headers["cache-control"]) == (404, (site_dir / "404.html").read_bytes(), headers.LOOK_AGAIN), path
            assert missing.lacks() == []
