"""The fonts that readers' devices have, brought by the tests: no page may hold only in those of this machine."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

FONTS = Path(__file__).parent / "node_modules"
FAMILIES = {  # kind: the family, and where its files lie
    "narrow": ("Roboto Condensed", "@expo-google-fonts/roboto-condensed"),
    "usual": ("Arimo", "@expo-google-fonts/arimo"),  # as wide as Arial, Helvetica and Liberation Sans
    "Noto": ("Noto Sans", "@expo-google-fonts/noto-sans"),  # Android's, for what Roboto lacks
    "serif": ("Noto Serif", "@expo-google-fonts/noto-serif"),
    "wide": ("DejaVu Sans", "dejavu-fonts-ttf/ttf"),  # as wide as Verdana
}
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern"><edit name="family" mode="assign_replace" binding="same"><string>{family}</string></edit></match>
</fontconfig>
"""


def configuration(kind: str, folder: Path) -> Path:
    """Write into FOLDER how fontconfig shows every text in the family of KIND, whatever is installed, and return the file."""
    family, files = FAMILIES[kind]
    assert (FONTS / files).is_dir(), f"{FONTS / files} is missing: run scripts/test, which installs it"
    file = folder / f"{kind}.conf"
    file.write_text(CONFIGURATION.format(fonts=escape(str(FONTS / files)), cache=escape(str(folder / "cache")), family=family), encoding="utf-8")
    return file
