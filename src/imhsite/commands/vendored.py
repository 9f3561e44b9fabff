"""`scripts/vendored DIR`: the packages of others that the site carries, as an npm project, so that
npm's own tools can look at them.
"""

from __future__ import annotations

import json
from pathlib import Path

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


if __name__ == "__main__":
    print(json.dumps(project(), indent=1))
