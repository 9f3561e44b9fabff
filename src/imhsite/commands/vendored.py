"""`imhsite vendored`: the packages of others that the site carries, as an npm project, so that
npm's own tools can look at them.
"""

from __future__ import annotations

import json
from pathlib import Path

from imhsite.files.project import parser

VENDORED = Path(__file__).resolve().parents[1] / "theme/vendored.json"


def project() -> dict:
    """Return the content of `package.json`: each package of theme/vendored.json with its
    version.
    """
    carried = json.loads(VENDORED.read_text(encoding="utf-8")).values()
    return {
        "name": "vendored",
        "version": "0.0.0",
        "private": True,
        "dependencies": {facts["package"]: facts["version"] for facts in carried},
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the project."""
    parser("vendored", "Print the packages of others as a package.json.").parse_args(arguments)
    print(json.dumps(project(), indent=1))
    return 0
