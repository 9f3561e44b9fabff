"""How a site looks, as mkdocs.yml sets it: colors that people can read, a font, a logo and a picture, without any CSS."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import Reader
from example_site import configure, example
from folders import ROOT
from imhsite.commands import check
from imhsite.building.site import Site
from imhsite.files.problems import DataError
from imhsite.reading import configuration
from imhsite.reading.configuration import Look
from imhsite.rendering.look import SCHEMES, contrast, tokens
from imhsite.rendering.look import PAIRS, TEXT, styled
from imhsite.rendering.renderer import ICONS
from test_mkdocs import mkdocs

BASE = (ROOT / "src/imhsite/theme/assets/base.css").read_text(encoding="utf-8")
GOOD = ("#0d5a4d", "#1f4e8c", "#7a1f5c", "#000000", "#000033", "#5b3a00", "#8a3110")
BAD = {"#4caf50": "2.26", "#ffeb3b": "1.00", "#ffffff": "1.00", "#777777": "3.65", "#ff0000": "3.23"}


@pytest.fixture
def site(tmp_path, monkeypatch) -> Path:
    """The example, to which `look` adds settings."""
    folder = example(tmp_path / "site")
    configure(folder)
    monkeypatch.chdir(folder)
    return folder


def set_look(folder: Path, **settings: str) -> None:
    file = folder / configuration.FILE
    lines = "".join(f"  {name}: {value}\n" for name, value in settings.items())
    file.write_text(file.read_text(encoding="utf-8").replace("  name: imhsite\n", f"  name: imhsite\n{lines}"), encoding="utf-8")


def messages(capsys) -> list[str]:
    check.main([])
    return capsys.readouterr().out.splitlines()


def unreadable(look: Look) -> list[tuple]:
    shades = tokens(styled(BASE, look))
    return [(scheme, text, ground) for scheme in SCHEMES for least, text, ground in PAIRS if least == TEXT and contrast(shades[scheme][text], shades[scheme][ground]) < TEXT]


def test_a_site_that_sets_nothing_looks_as_the_theme_does():
    assert styled(BASE, Look()) == BASE and unreadable(Look()) == []


@pytest.mark.parametrize("primary", GOOD)
def test_all_can_be_read_in_the_colors_made_from_good_ones(primary):
    for accent in GOOD:
        assert unreadable(Look(primary=primary, accent=accent)) == []
        assert tokens(styled(BASE, Look(primary=primary, accent=accent)))["light"]["accent"] == primary
    changed = {name for scheme in SCHEMES for name, shade in tokens(BASE)[scheme].items() if tokens(styled(BASE, Look(primary="#7a1f5c")))[scheme][name] != shade}
    assert changed == {"accent", "accent-strong", "on-accent", "mint", "deep"}, "what keeps a baby safe has its own colors"


@pytest.mark.parametrize(("color", "ratio"), BAD.items())
def test_a_color_that_people_could_not_read_is_refused_with_one_that_they_can(site, capsys, color, ratio):
    set_look(site, primary=f'"{color}"')
    (said,) = messages(capsys)
    match = re.fullmatch(r'mkdocs\.yml:(\d+): theme\.primary: write "(#[0-9a-f]{6})", or another darker color: the contrast of (#\w{6}) on (#\w{6}) is ([\d.]+) : 1, and people need 4\.5 : 1 to read; got "(#\w{6})"', said)
    assert match and match[5] == ratio and match[6] == color, said
    assert (site / "mkdocs.yml").read_text(encoding="utf-8").splitlines()[int(match[1]) - 1].strip() == f'primary: "{color}"'
    assert f"{int(contrast(match[3], match[4]) * 100) / 100:.2f}" == ratio
    set_look(site, primary="x")
    (site / "mkdocs.yml").write_text((site / "mkdocs.yml").read_text(encoding="utf-8").replace("  primary: x\n", "").replace(color, match[2]), encoding="utf-8")
    assert messages(capsys) == []


def test_a_color_for_a_dark_screen_must_be_light(site, capsys):
    set_look(site, primary='"#0d5a4d"', primary_dark='"#0d5a4d"', accent='"#8a3110"', accent_dark='"#ffbd96"')
    (said,) = messages(capsys)
    assert "theme.primary_dark: write " in said and "another lighter color" in said


def test_the_build_refuses_what_the_check_refuses(site):
    set_look(site, primary='"#ffeb3b"')
    run = mkdocs(site, "build")
    assert run.returncode == 1 and "theme.primary: write " in run.stderr and "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"primary": "#0d5a4d"}, r'theme\.primary: write a color in quotation marks, with six digits, such as "#0d5a4d"; got ""'),
        ({"accent": "teal"}, r'theme\.accent: write a color in quotation marks, .*; got "teal"'),
        ({"primary_dark": '"#93d9c3"'}, r"theme\.primary: write the color for a light screen too"),
        ({"logo": "../logo.svg"}, r'theme\.logo: write the path of a file in overrides/, such as assets/logo\.svg; got "\.\./logo\.svg"'),
        ({"logo": "assets/logo.exe"}, r"theme\.logo: write the path of a file in overrides/, such as assets/logo\.svg"),
        ({"picture": "assets/home.jpg"}, r'theme\.picture: put this file into overrides/; got "assets/home\.jpg"'),
        ({"font": '"Georgia; } body { display: none"'}, r"theme\.font: write the names of fonts with commas, such as Georgia, serif"),
        ({"font": "{text: Roboto}"}, r"theme\.font: write the names of fonts with commas, such as Georgia, serif; got a list"),
        ({"font_file": "assets/font.woff2"}, r"theme\.font_file: put this file into overrides/"),
        ({"primery": '"#0d5a4d"'}, r'theme\.primery: delete it; the theme has no such setting\. Did you mean "primary"\?'),
        ({"palette": "{primary: teal}"}, r'theme\.palette: delete it, and write your colors as "primary" and "accent" below "theme"'),
    ],
)  # fmt: skip
def test_a_setting_that_is_wrong_is_told_with_what_to_write(site, capsys, settings, message):
    set_look(site, **settings)
    said = messages(capsys)
    assert any(re.match(rf"mkdocs\.yml:\d+: {message}", line) for line in said), said


@pytest.fixture
def dressed(site) -> Path:
    assets = site / "overrides/assets"
    assets.mkdir(parents=True)
    shutil.copy(ROOT / "overrides/assets/icon.svg", assets / "logo.svg")
    shutil.copy(ROOT / "overrides/assets/card.png", assets / "home.png")
    (assets / "font.woff2").write_bytes(b"wOF2")
    set_look(site, custom_dir="overrides", primary='"#7A1F5C"', accent='"#1f4e8c"', font="Atkinson Next, serif", font_file="assets/font.woff2", logo="assets/logo.svg", picture="assets/home.png")
    return site


def test_pages_show_what_is_set(dressed, capsys):
    assert messages(capsys) == []
    run = mkdocs(dressed, "build")
    assert run.returncode == 0, run.stderr
    made = Reader(dressed / "site")
    for path in ("", "about/", "programs/"):
        logo = made.page(path).select_one("header .mark")
        assert logo.name == "img" and (logo["width"], logo["height"]) == ("40", "40") and logo["alt"] == "" and (dressed / "site" / logo["src"].lstrip("/")).is_file()
        style = (dressed / "site" / made.page(path).select_one("link[rel=stylesheet]")["href"].lstrip("/")).read_text(encoding="utf-8")
        assert "--accent:#7a1f5c" in style and "--clay:#1f4e8c" in style and '--font:"Atkinson Next",serif' in style
        (font,) = re.findall(r'src:url\("\./(font\.\w+\.woff2)"\)', style)
        assert (dressed / "site/assets" / font).read_bytes() == b"wOF2"
    picture = made.page("").select_one(".hero img")
    assert picture["alt"] and picture["width"] and (dressed / "site" / picture["src"].lstrip("/")).is_file()


def test_the_page_of_the_design_shows_the_colors_that_are_set(dressed):
    site = Site(dressed / "data", dressed / "overrides", ICONS)
    assert "#7a1f5c" in site.generated_html("design/")


def test_a_template_of_ones_own_stands_in_for_the_themes(site):
    (site / "overrides/macros").mkdir(parents=True)
    (site / "overrides/macros/brand_mark.html").write_text("{% macro brand_mark() %}<b>Ours</b>{% endmacro %}", encoding="utf-8")
    made = Site(site / "data", site / "overrides", ICONS)
    assert "<b>Ours</b>" in made.generated_html("programs/")


def test_only_what_the_files_of_the_theme_are_is_read(site):
    set_look(site, logo="assets/../../mkdocs.png")
    with pytest.raises(DataError):
        configuration.read(site / configuration.FILE)
