"""`imhsite vendored`: the vendored packages as an npm project, which npm's own tools can audit."""

from __future__ import annotations

import json
from pathlib import Path

from imhsite.files.project import parser

VENDORED = Path(__file__).resolve().parents[1] / "theme/vendored.json"


def project() -> dict:
    """Return `package.json`, with each package of theme/vendored.json and its version."""
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
