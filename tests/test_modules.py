"""Scripts and stylesheets that are put together of several do what the several did."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import rcssmin
from folders import ROOT
from imhsite.rendering import modules
from imhsite.rendering.assets import Assets
from imhsite.rendering.theme import Theme

NODE = Path(sys.executable).with_name("node")
ASSETS = ROOT / "src/imhsite/theme/assets"
SCRIPTS = sorted(path.name for path in ASSETS.glob("*.js"))


def reader(folder: Path) -> Callable[[str], str]:
    return lambda name: (folder / name).read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """A script of four modules that use the same names for different things."""
    parts = {
        "main.js": 'import "./noted.js";\nimport { one, two as other } from "./counted.js";\nimport Whole from "./whole.js";\n\nconst kept = [one(), other, new Whole().name, globalThis.noted]; // says it\nconsole.log(JSON.stringify(kept));\nexport const later = () => import("./counted.js");\n',
        "counted.js": 'import { base } from "./base.js";\n\nconst kept = 1;\n/** Counts. */\nexport function one() {\n  return kept + base;\n}\nexport const two = kept + 1;\n',
        "base.js": "const kept = 40;\n\nexport const base = kept;\n",
        "noted.js": 'import { base } from "./base.js";\n\nglobalThis.noted = `as // it is ${base}`;\n',
        "whole.js": "/*! Licence */\nclass I{name=`kept`}export{I as default};\n",
    }  # fmt: skip
    scripts = tmp_path / "assets"
    scripts.mkdir()
    for name, text in parts.items():
        (scripts / name).write_text(text, encoding="utf-8")
    return scripts


def run(file: Path) -> str:
    return subprocess.run([NODE, file], capture_output=True, text=True, check=True).stdout.strip()


def test_one_file_does_what_several_did(folder, tmp_path):
    several = folder / "main.mjs"
    several.write_text((folder / "main.js").read_text(encoding="utf-8").replace(".js", ".mjs"), encoding="utf-8")
    for file in [*folder.glob("*.js")]:
        file.with_suffix(".mjs").write_text(file.read_text(encoding="utf-8").replace(".js", ".mjs"), encoding="utf-8")
    one = tmp_path / "one.mjs"
    one.write_text(modules.bundle(reader(folder), "main.js"), encoding="utf-8")
    assert run(one) == run(several) == '[41,2,"kept","as // it is 40"]'


def test_a_script_that_one_other_loads_takes_from_it_what_both_need(folder, tmp_path):
    (folder / "loads.js").write_text('import { base } from "./base.js";\n\nimport("./loaded.js").then(({ told }) => console.log(told, base));\n', encoding="utf-8")
    (folder / "loaded.js").write_text('import { one } from "./counted.js";\n\nexport const told = one();\n', encoding="utf-8")
    for name in ("loads.js", "loaded.js"):
        (tmp_path / name).write_text(modules.bundle(reader(folder), name, {"loaded.js": "loads.js"}), encoding="utf-8")
    assert "kept=40" in (tmp_path / "loads.js").read_text() and "kept=40" not in (tmp_path / "loaded.js").read_text()
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    assert run(tmp_path / "loads.js") == "41 40"


def test_only_one_script_loads_what_takes_modules_from_it():
    for guest, host in modules.LATER.items():
        assert [name for name in SCRIPTS if f'import("./{guest}")' in (ASSETS / name).read_text(encoding="utf-8")] == [host]


def test_each_part_stands_there_once_without_comments_but_licences(folder):
    text = modules.bundle(reader(folder), "main.js")
    assert modules.needs(reader(folder), "main.js") == ["base.js", "noted.js", "counted.js", "whole.js", "main.js"]
    assert text.count("kept=40") == 1
    assert "/*! Licence */" in text and "Counts." not in text and "says it" not in text
    assert 'import("./counted.js")' in text and "import {" not in text


def test_what_is_loaded_later_is_named_by_its_hashed_name(folder):
    assets = Assets(Theme(folder.parent))
    content = assets.published()[assets.path("main.js")].decode()
    assert f'import("./{assets.path("counted.js").removeprefix("assets/")}")' in content


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_of_the_site_is_one_that_a_browser_can_read(name, tmp_path):
    text = modules.bundle(reader(ASSETS), name)
    file = tmp_path / "one.mjs"
    file.write_text(text, encoding="utf-8")
    subprocess.run([NODE, "--check", file], check=True)
    assert "from \"./" not in text and not text.startswith("import")


def test_a_stylesheet_holds_what_it_imports(tmp_path):
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "ink.css").write_text(":root { --ink: #000; }\n", encoding="utf-8")
    (folder / "tools.css").write_text('/* Tools. */\n\n@import "./ink.css";\n\na { color: var(--ink); }\n', encoding="utf-8")
    assets = Assets(Theme(tmp_path))
    before = assets.path("tools.css")
    assert assets.published()[before] == b":root{--ink:#000}a{color:var(--ink)}"
    (folder / "ink.css").write_text(":root { --ink: #111; }\n", encoding="utf-8")
    assert Assets(Theme(tmp_path)).path("tools.css") != before


def test_no_stylesheet_leaves_a_request_for_another(site_dir):
    assert [file.name for file in (site_dir / "assets").glob("*.css") if "@import" in file.read_text(encoding="utf-8")] == []


SELECTORS = """(css) => {
    const selectors = (rules) => [...rules].flatMap((rule) => [rule.selectorText ?? rule.conditionText, ...selectors(rule.cssRules ?? [])]);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return selectors(sheet.cssRules);
}"""


def test_a_stylesheet_selects_the_same_once_it_is_smaller(browser):
    """What makes it smaller knows not every rule of CSS: in `@container` it took "table :is(td)" for a property."""
    page = browser.new_page()
    for name in sorted(path.name for path in ASSETS.glob("*.css")):
        written = re.sub(r'@import "[^"]*";', "", (ASSETS / name).read_text(encoding="utf-8"))
        assert page.evaluate(SELECTORS, rcssmin.cssmin(written)) == page.evaluate(SELECTORS, written), name
    page.close()
