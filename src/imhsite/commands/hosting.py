"""`scripts/hosting`: print the configuration of a web server of one's own, from the same headers as
everywhere.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from imhsite.building.build import SITE
from imhsite.publishing import headers
from imhsite.reading.catalog import load
from imhsite.reading.check import DATA


def main(arguments: list[str] | None = None) -> int:
    """Print the configuration of the server asked for; return 1 where the folder does not fit the
    site's address.
    """
    parser = argparse.ArgumentParser(
        prog="scripts/hosting", description="Print a web server's configuration for the built site."
    )
    parser.add_argument("server", choices=["nginx", "caddy"])
    parser.add_argument(
        "--site-dir",
        default=str(SITE),
        metavar="DIR",
        help="the folder that holds the site (default: site)",
    )
    parser.add_argument("--name", help="the name of the host")
    parser.add_argument(
        "--data",
        type=Path,
        default=DATA,
        metavar="DIR",
        help="the data of the site, which gives its address and where its forms go (default: data)",
    )
    parser.add_argument(
        "--joined",
        action="store_true",
        help="the folder has the sites of several states, joined by scripts/join",
    )
    options = parser.parse_args(arguments)
    pages, base = (headers.joined(), "/") if options.joined else _site(options.data)
    folder = options.site_dir.rstrip("/")
    if not f"{folder}/".endswith(base):
        print(
            f"The address of the site has the path {base}: put the site in a folder that ends the same way, and name that folder: --site-dir /srv{base.rstrip('/')}",
            file=sys.stderr,
        )
        return 1
    make = {"nginx": headers.nginx, "caddy": headers.caddy}[options.server]
    named = {"name": options.name} if options.name else {}
    print(make(f"{folder}/"[: -len(base)], pages, base=base, **named), end="")
    return 0


def _site(data: Path) -> tuple[dict[str, str], str]:
    """The headers of the pages of a site, and the path below which they stand."""
    association = load(data).association
    return headers.headers(association.form_service), urlsplit(association.address).path


if __name__ == "__main__":
    sys.exit(main())
