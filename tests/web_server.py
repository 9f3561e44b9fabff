"""nginx, as an ordinary user, with the configuration that scripts/hosting prints."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from generator import headers

NGINX = os.environ.get("NGINX", "/usr/sbin/nginx")
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
def nginx(site: Path, configuration: Callable[..., str] = headers.nginx) -> Iterator[int]:
    """Serve the folder SITE by CONFIGURATION; give the port. What nginx complains of, warnings included, is an AssertionError."""
    with tempfile.TemporaryDirectory(prefix="nginx-") as folder:
        port = free_port()
        user = "user root;" if os.geteuid() == 0 else ""  # else its workers may not read a folder of root's
        (Path(folder) / "site.conf").write_text(configuration(str(site), port=port))
        (Path(folder) / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
        command = [NGINX, "-p", folder, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
        tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tried.returncode == 0 and "[warn]" not in tried.stderr, tried.stderr
        process = subprocess.Popen(command)
        try:
            ends = time.monotonic() + 10
            while not answers(port):
                assert process.poll() is None and time.monotonic() < ends, (Path(folder) / "error.log").read_text()
                time.sleep(0.02)
            yield port
        finally:
            process.terminate()
            process.wait()
