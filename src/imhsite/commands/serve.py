"""`imhsite serve`: build, serve, and show every change within a second of saving it."""

from __future__ import annotations

import html
import sys
import tempfile
import threading
import traceback
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from watchfiles import watch

from imhsite.building.site import Site
from imhsite.commands.build import build
from imhsite.files.problems import BuildFailed, DataError
from imhsite.files.project import CONFIGURATION, DATA, DOCS, OVERRIDES, add_folder, parser
from imhsite.publishing.headers import ADMIN, headers
from imhsite.publishing.server import SiteServer
from imhsite.rendering.theme import THEME

WATCHED = (DOCS, OVERRIDES, THEME, CONFIGURATION)
_SCRIPT = "/-/reload.js"
_EVENTS = "/-/events"
_RELOAD = f'new EventSource("{_EVENTS}").onmessage = () => location.reload();\n'


def main(arguments: list[str] | None = None) -> int:
    """Serve until stopped; a mistake shows in browser and terminal, and the server goes on."""
    command = parser("serve", "Show the site while you work on it.")
    command.add_argument(
        "--port",
        type=int,
        default=8000,
        help="the port on 127.0.0.1 (default: 8000; 0: any free one)",
    )
    add_folder(command, "--data", DATA, "the data to build from")
    options = command.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        preview = Preview(Path(folder) / "site", options.data.resolve(), options.port)
        preview.rebuild()
        threading.Thread(target=preview.server.serve_forever, daemon=True).start()
        print(f"Open {preview.server.address} in a browser. Stop with Ctrl+C.", file=sys.stderr)
        try:
            preview.watch()
        except KeyboardInterrupt:
            return 0
    return 0


class Preview:
    """The built site, its server, and what went wrong in the last build."""

    def __init__(self, site: Path, data: Path, port: int) -> None:
        self.site, self.data = site, data
        self.mistake = ""
        self.built_site: Site | None = None
        self.built = threading.Condition()
        site.mkdir()
        self.server = SiteServer(site, port, transform=self._page)
        self.server.routes = self.own_routes = {
            _SCRIPT: lambda handler: handler.send(_RELOAD.encode(), "text/javascript"),
            _EVENTS: self._events,
        }

    def rebuild(self) -> None:
        """Build the site; keep the last good one, and the message, where that fails."""
        try:
            self.built_site = build(self.site, self.data, compressed=False, whole=False)
            self.mistake = ""
            self.server.base = self.built_site.renderer.base
            self.server.headers = headers(self.built_site.catalog.association.form_service)
            self.server.routes = self.own_routes | {
                self.server.base + path: self._generated for path in self.built_site.generated
            }
            self.server.routes |= {
                self.server.base + pdf: partial(self._pdf, path)
                for path, pdf in self.built_site.renderer.pdfs.items()
            }
            print("Built.", file=sys.stderr)
        except (DataError, BuildFailed) as error:
            self._tell(str(error))
        except Exception as error:  # whatever it is, the next save may mend it
            traceback.print_exc()
            self._tell(f"{type(error).__name__}: {error}")
        with self.built:
            self.built.notify_all()

    def _tell(self, mistake: str) -> None:
        self.mistake = mistake
        print(mistake, file=sys.stderr)
        if not self.built_site:  # there is no page yet that could show it
            (self.site / "404.html").write_bytes(_mistake_page(mistake))

    def watch(self, stop: threading.Event | None = None) -> None:
        """Rebuild after every change, until STOP is set or the terminal interrupts."""
        for _ in watch(
            self.data, *filter(Path.exists, WATCHED), debounce=100, step=30, stop_event=stop
        ):
            self.rebuild()

    def _generated(self, handler) -> None:
        """Render a generated page when it is asked for, so that a change shows at once."""
        path = unquote(urlsplit(handler.path).path).removeprefix(self.server.base)
        try:
            page = b"" if self.mistake else self.built_site.generated_html(path).encode()
        except DataError as error:
            page = _mistake_page(str(error))
        handler.send(self._page(path, page), "text/html")

    def _pdf(self, path: str, handler) -> None:
        """Make the sheet of the page at PATH only now that it is asked for."""
        handler.send(self.built_site.pdf(path), "application/pdf")

    def _page(self, path: str, page: bytes) -> bytes:
        if path.startswith(ADMIN):
            return page  # else a change that the form saves would throw away what is typed there
        if self.mistake:
            page = _mistake_page(self.mistake)
        return page.replace(
            b"</body>", f'<script type="module" src="{_SCRIPT}"></script></body>'.encode()
        )

    def _events(self, handler) -> None:
        """Tell one browser about each build, for as long as it listens."""
        handler.send_response(HTTPStatus.OK)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b": here\n\n")
                handler.wfile.flush()
                with self.built:
                    if self.built.wait(timeout=15):
                        handler.wfile.write(b"data: built\n\n")
                        handler.wfile.flush()
        except OSError:
            handler.close_connection = True


def _mistake_page(mistake: str) -> bytes:
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in mistake.splitlines())
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>To fix</title></head>'
        f"<body><main><h1>Fix this first</h1><ul>{lines}</ul>"
        "<p>This page updates when you save.</p></main></body></html>"
    ).encode()
