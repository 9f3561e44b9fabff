"""`scripts/hosting`: print the configuration of a web server of one's own, from the same headers as everywhere."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator import headers
from generator.build import SITE
from generator.catalog import load
from generator.check import DATA


def main(arguments: list[str] | None = None) -> int:
    """Print the configuration of the server asked for."""
    parser = argparse.ArgumentParser(prog="scripts/hosting", description="Print a web server's configuration for the built site.")
    parser.add_argument("server", choices=["nginx", "caddy"])
    parser.add_argument("--site-dir", default=str(SITE), metavar="DIR", help="the folder that holds the site (default: site)")
    parser.add_argument("--name", help="the name of the host")
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="the data that names the service for forms (default: data)")
    options = parser.parse_args(arguments)
    make = {"nginx": headers.nginx, "caddy": headers.caddy}[options.server]
    named = {"name": options.name} if options.name else {}
    print(make(options.site_dir, form_service=load(options.data).association.form_service, **named), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
