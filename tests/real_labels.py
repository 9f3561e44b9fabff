"""The small data with the real labels, as templates and exports need every one of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from folders import DATA



def with_real_labels(data: Path) -> Path:
    """Put the real labels into the folder DATA, and return it."""
    for name in ("labels.yaml", "es/labels.yaml"):
        shutil.copy(DATA / name, data / name)
    return data
