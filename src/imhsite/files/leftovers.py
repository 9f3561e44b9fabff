"""What editors, file managers and downloads leave lying about, and nobody means to publish."""

from __future__ import annotations

import re

_LEFT = re.compile(
    r"\..+|.*~|~\$.*|#.*#|.*\.(?:bak|old|orig|rej|sw[a-p]|te?mp|part|crdownload|download)"
    r"|~wr[dl]\d+.*|(?:eh)?thumbs\.db|desktop\.ini|icon\r|__macosx",
    re.IGNORECASE | re.DOTALL,
)


def is_leftover(path: str) -> bool:
    """Return whether the file at PATH, separated by slashes, is a leftover or lies in one."""
    return any(_LEFT.fullmatch(part) for part in path.split("/"))
