"""What macros made is kept for other pages, and no page shows it."""

from __future__ import annotations

import pytest
from folders import DATA, ROOT
from imhsite.reading.configuration import Configuration, Link
from imhsite.rendering.inputs import Reads
from imhsite.rendering.kept import Kept
from imhsite.rendering.renderer import ICONS
from imhsite.building.site import Site
from markupsafe import Markup


DEEP = Configuration(nav=(Link(""), Link("programs/names/"), Link("programs/")))


@pytest.fixture(scope="module", params=[None, DEEP], ids=["our links", "links to pages below others"])
def site(request) -> Site:
    made = Site(DATA, ROOT / "overrides", ICONS, configuration=request.param)
    made.renderer.paths = set(made.generated)
    for page in made.generated.values():
        page.changed = made.renderer.settings["date"]
    return made


def test_every_page_is_the_same_bytes_as_without(site):
    kept = {path: site.renderer.html(page) for path, page in site.generated.items()}
    assert site.renderer.kept.made
    site.renderer.kept.start(False)
    fresh = {path: site.renderer.html(page) for path, page in site.generated.items()}
    assert [path for path in kept if kept[path] != fresh[path]] == []


def test_a_macro_is_asked_once_for_the_same(frozen):
    asked = []
    kept = Kept(Reads())
    kept.start(True)
    call = kept.macro(lambda program, level=3: asked.append(level) or Markup(program.name), "program_card", "en")
    first, second, *_ = frozen.catalog.programs.values()
    assert [call(first), call(first), call(second), call(first, level=2)] == [first.name, first.name, second.name, first.name]
    assert asked == [3, 3, 2]
