"""`scripts/hosting`: print the configuration of a web server of one's own, from the same headers as everywhere."""

from __future__ import annotations

import argparse
import sys

from generator import headers
from generator.build import SITE


def main(arguments: list[str] | None = None) -> int:
    """Print the configuration of the server asked for."""
    parser = argparse.ArgumentParser(prog="scripts/hosting", description="Print a web server's configuration for the built site.")
    parser.add_argument("server", choices=["nginx", "caddy"])
    parser.add_argument("--site-dir", default=str(SITE), metavar="DIR", help="the folder that holds the site (default: site)")
    parser.add_argument("--name", help="the name of the host")
    options = parser.parse_args(arguments)
    make = {"nginx": headers.nginx, "caddy": headers.caddy}[options.server]
    print(make(options.site_dir, options.name) if options.name else make(options.site_dir), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
