"""`imhsite hosting`: print the configuration of a web server, with the headers of every host."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from imhsite.files.project import DATA, SITE, add_folder, parser
from imhsite.publishing import headers
from imhsite.reading.catalog import load


def main(arguments: list[str] | None = None) -> int:
    """Print a server's configuration; return 1 where the folder does not fit the site's address."""
    command = parser("hosting", "Print a web server's configuration for the built site.")
    command.add_argument("server", choices=["nginx", "caddy"])
    command.add_argument(
        "--site-dir",
        default=str(SITE.resolve()),
        metavar="DIR",
        help="the folder that holds the site (default: site)",
    )
    command.add_argument("--name", help="the name of the host")
    add_folder(
        command, "--data", DATA, "the data, which give the site's address and where forms go"
    )
    command.add_argument(
        "--joined",
        action="store_true",
        help="the folder has the sites of several states, joined by imhsite join",
    )
    options = command.parse_args(arguments)
    pages, base = (headers.for_several_states(), "/") if options.joined else _site(options.data)
    folder = options.site_dir.rstrip("/")
    if not f"{folder}/".endswith(base):
        print(
            f"The address of the site has the path {base}: put the site in a folder that ends the "
            f"same way, and name that folder: --site-dir /srv{base.rstrip('/')}",
            file=sys.stderr,
        )
        return 1
    make = {"nginx": headers.nginx, "caddy": headers.caddy}[options.server]
    host = {"name": options.name} if options.name else {}
    print(make(f"{folder}/"[: -len(base)], pages, base=base, **host), end="")
    return 0


def _site(data: Path) -> tuple[dict[str, str], str]:
    """The headers of the pages of a site, and the path below which they stand."""
    association = load(data).association
    return headers.headers(association.form_service), urlsplit(association.address).path
