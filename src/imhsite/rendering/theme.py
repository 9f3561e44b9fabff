"""The files of the theme: those of the site's `overrides/` first, then the product's own."""

from __future__ import annotations

from pathlib import Path

from imhsite.files.leftovers import is_leftover

THEME = Path(__file__).resolve().parents[1] / "theme"


class Theme:
    """The files of FOLDERS; an earlier folder's file replaces one of the same name."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders

    @classmethod
    def of(cls, overrides: Path) -> Theme:
        """Return the product's theme, overridden by the folder OVERRIDES, if it exists."""
        return cls(overrides, THEME)

    def file(self, name: str) -> Path:
        """Return the file NAME, such as "assets/site.css".

        Raises FileNotFoundError where no folder has it.
        """
        for folder in self.folders:
            if (path := folder / name).is_file():
                return path
        raise FileNotFoundError(f"no {name} in {', '.join(map(str, self.folders))}")

    def text(self, name: str) -> str:
        """Return the content of the file NAME."""
        return self.file(name).read_text(encoding="utf-8")

    def names(self, folder: str, pattern: str = "*") -> list[str]:
        """Return the names of files below FOLDER that match PATTERN, without editor leftovers."""
        names = {
            path.relative_to(one / folder).as_posix()
            for one in self.folders
            for path in (one / folder).glob(pattern)
            if path.is_file()
        }
        return sorted(name for name in names if not is_leftover(name))
