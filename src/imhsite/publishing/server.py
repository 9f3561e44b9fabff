"""A small web server for a built site: for `imhsite serve`, and for the tests."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from imhsite.publishing.headers import ADMIN, ADMIN_HEADERS, TEXTS, for_live_reload, headers

ENCODINGS = {"br": ".br", "gzip": ".gz"}


class SiteServer(ThreadingHTTPServer):
    """Serves the folder SITE below the path BASE, with the security headers of the published site.

    `transform` is given the path and content of each page before it is sent; `routes` answer paths
    that are no files; `headers` go with every answer; the form for staff has its own policy.
    """

    daemon_threads = True

    def __init__(
        self,
        site: Path,
        port: int = 0,
        base: str = "/",
        transform: Callable[[str, bytes], bytes] | None = None,
    ) -> None:
        self.site, self.base, self.transform = site, base, transform
        self.routes: dict[str, Callable[[_Handler], None]] = {}
        self.headers = headers()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def address(self) -> str:
        """The address of the site's home page."""
        return f"http://127.0.0.1:{self.server_port}{self.base}"

    def path_of(self, file: Path) -> str:
        """Return the path on the site of the page in FILE."""
        name = file.relative_to(self.site.resolve()).as_posix()
        return (
            name.removesuffix("index.html")
            if name.endswith("/index.html") or name == "index.html"
            else name
        )

    def file_at(self, path: str) -> Path | None:
        """Return the file that PATH asks for, or None.

        Never leaves the site's folder.
        """
        if not path.startswith(self.base):
            return None
        target = (self.site / path.removeprefix(self.base)).resolve()
        if not target.is_relative_to(self.site.resolve()):
            return None
        file = target / "index.html" if path.endswith("/") else target
        return file if file.is_file() else None


class _Handler(BaseHTTPRequestHandler):
    server: SiteServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and content in one packet
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if route := self.server.routes.get(path):
            route(self)
        elif file := self.server.file_at(path):
            self.send_file(file)
        elif self.server.file_at(path + "/"):
            self.redirect(path + "/")
        elif path == "/" and self.server.base != path:  # above a site whose address has a path
            self.redirect(self.server.base, HTTPStatus.FOUND)
        elif missing := self.server.file_at(self.server.base + "404.html"):
            self.send_file(missing, HTTPStatus.NOT_FOUND)
        else:
            self.send(b"Nothing is here.\n", "text/plain", HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET

    def redirect(self, to: str, status: HTTPStatus = HTTPStatus.MOVED_PERMANENTLY) -> None:
        """Send the browser to TO, by default for good."""
        self.send(b"", "text/plain", status, {"Location": to})

    def send_file(self, file: Path, status: HTTPStatus = HTTPStatus.OK) -> None:
        """Send FILE, compressed if the browser accepts that and a compressed copy exists."""
        kind = (
            TEXTS.get(file.suffix)
            or mimetypes.guess_type(file.name)[0]
            or "application/octet-stream"
        )
        if self.server.transform and kind == "text/html":
            self.send(
                self.server.transform(self.server.path_of(file), file.read_bytes()), kind, status
            )
            return
        encodings = self.headers.get("Accept-Encoding", "")
        for encoding, suffix in ENCODINGS.items():
            packed = file.with_name(file.name + suffix)
            if encoding in encodings and packed.is_file():
                more = {"Content-Encoding": encoding, "Vary": "Accept-Encoding"}
                self.send(packed.read_bytes(), kind, status, more)
                return
        self.send(file.read_bytes(), kind, status)

    def send(
        self,
        content: bytes,
        kind: str,
        status: HTTPStatus = HTTPStatus.OK,
        more: dict[str, str] | None = None,
    ) -> None:
        """Send CONTENT with every security header."""
        self.send_response(status)
        text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        headers = (
            self.server.headers
            | self._own_policy()
            | {
                "Content-Type": f"{kind}; charset=utf-8" if text else kind,
                "Content-Length": str(len(content)),
            }
            | (more or {})
        )
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _own_policy(self) -> dict[str, str]:
        return (
            ADMIN_HEADERS
            if unquote(urlsplit(self.path).path).startswith(self.server.base + ADMIN)
            else {}
        )

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal for what matters."""


def let_reload(app: Callable, staff: str) -> Callable:
    """Return the WSGI application APP, with the script of `mkdocs serve` allowed by the policy.

    Those below STAFF keep theirs: a reload would throw away what somebody has typed in the form.
    """

    def answer(environ: dict, start_response: Callable) -> Iterable[bytes]:
        started: list = []
        content = app(environ, lambda *status_and_headers: started.extend(status_and_headers))
        status, headers = started
        if ("Content-Type", "text/html") in headers and not environ["PATH_INFO"].startswith(staff):
            content = [for_live_reload(b"".join(content))]
            headers = [("Content-Type", "text/html"), ("Content-Length", str(len(content[0])))]
        start_response(status, headers)
        return content

    return answer
