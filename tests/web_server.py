"""nginx and Caddy, as an ordinary user, with the configuration that scripts/hosting prints."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from imhsite.publishing import headers

NGINX = os.environ.get("NGINX", "/usr/sbin/nginx")
CADDY = os.environ.get("CADDY", "/usr/bin/caddy")
AROUND = """
daemon off;
worker_processes 1;
pid nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include site.conf;
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def nginx(site: Path, configuration: Callable[..., str] = headers.nginx, pages: dict[str, str] | None = None, base: str = "/") -> Iterator[int]:
    """Serve the folder SITE by CONFIGURATION; give the port. What nginx complains of, warnings included, is an AssertionError."""
    with tempfile.TemporaryDirectory(prefix="nginx-") as folder:
        port = free_port()
        user = "user root;" if os.geteuid() == 0 else ""  # else its workers may not read a folder of root's
        (Path(folder) / "site.conf").write_text(configuration(str(site), pages or headers.headers(), port=port, base=base))
        (Path(folder) / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
        command = [NGINX, "-p", folder, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
        tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tried.returncode == 0 and "[warn]" not in tried.stderr, tried.stderr
        with running(command, port, Path(folder) / "error.log"):
            yield port


@contextlib.contextmanager
def caddy(site: Path, pages: dict[str, str] | None = None, base: str = "/") -> Iterator[int]:
    """Serve the folder SITE, which has its pages below BASE, with the headers PAGES; give the port. What Caddy finds invalid is an AssertionError."""
    with tempfile.TemporaryDirectory(prefix="caddy-") as folder:
        port = free_port()
        file, log = Path(folder) / "Caddyfile", Path(folder) / "error.log"
        file.write_text("{\n    admin off\n    auto_https off\n}\n" + headers.caddy(str(site), pages or headers.headers(), f"http://127.0.0.1:{port}", base))
        told = {**os.environ, "HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
        tried = subprocess.run([CADDY, "validate", "--adapter", "caddyfile", "--config", file], env=told, capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr
        with log.open("w") as errors, running([CADDY, "run", "--adapter", "caddyfile", "--config", str(file)], port, log, env=told, stdout=errors, stderr=errors):
            yield port


@contextlib.contextmanager
def running(command: list[str], port: int, log: Path, **options) -> Iterator[None]:
    """Run COMMAND until it answers at PORT, and end it afterwards."""
    process = subprocess.Popen(command, **options)
    try:
        ends = time.monotonic() + 30
        while not answers(port):
            assert process.poll() is None and time.monotonic() < ends, log.read_text()
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait()
