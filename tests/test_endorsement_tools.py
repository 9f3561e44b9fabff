"""The four tools of the Endorsement, used as people use them, in Chromium."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from folders import ROOT
from imhsite.pages.generated import path_of
from imhsite.finding.self_check import for_browser
from kinds import KINDS

FROZEN = True
CASES = json.loads((Path(__file__).parent / "cases/levels.json").read_text(encoding="utf-8"))
AXE = ROOT / "tests/node_modules/axe-core/axe.min.js"
TOOLS = {"compare": KINDS["compare"], "which": KINDS["self-check"], "steps": KINDS["my steps"], "explore": KINDS["explorer"]}
FORMS = {"compare": "#compare:not([hidden])", "which": "#self-check:not(.waiting)", "steps": "#hours-form", "explore": "#explorer"}
SCRIPTS = {
    "compare": ["compare", "asked", "tool_words"],
    "which": ["which_level", "self_check", "tool_words"],
    "steps": ["my_steps", "step_file", "tool_words"],
    "explore": ["explore", "asked", "tool_words"],
}
MOST_BYTES = 10 * 1024
FORMAT = "endorsement-steps"
KEY = f"{FORMAT} /"
REFUSED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


def opened(tab, tool: str, more: str = ""):
    """Return TAB on the page of TOOL, once its script has revealed the form."""
    tab.goto(TOOLS[tool] + more)
    tab.locator(FORMS[tool]).wait_for(state="visible")
    return tab


def answer(tab, **said):
    """Go through the self-check, with what is SAID of each question, until the result; return the questions asked."""
    asked = []
    while not tab.locator("#findings").is_visible():
        question = tab.locator("[data-question]:visible")
        asked.append(question.get_attribute("data-question"))
        given = said.get(asked[-1].replace("-", "_"), ())
        for value in given if isinstance(given, list) else ():
            question.locator(f"[value={value}]").check()
        for place, value in zip(question.locator("[type=number]").all(), given if isinstance(given, tuple) else (given,), strict=False):
            place.fill(str(value))
        tab.locator("#self-check [type=submit]").click()
    return asked


@pytest.fixture
def compare(tab):
    return opened(tab, "compare")


@pytest.fixture
def which(tab):
    return opened(tab, "which")


@pytest.fixture
def steps(tab):
    return opened(tab, "steps")


@pytest.fixture
def explore(tab):
    return opened(tab, "explore")


def script(site_dir: Path, name: str) -> str:
    return f"/assets/{next(site_dir.glob(f'assets/{name}.*.js')).name}"


# All four


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("width", [320, 1280])
def test_no_accessibility_problem_and_no_scrolling_sideways(browser, server, tool, width):
    context = browser.new_context(base_url=server.address, viewport={"width": width, "height": 800}, bypass_csp=True)
    page = opened(context.new_page(), tool)
    if tool == "which":
        answer(page, education=["bachelor"])
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map((v) => [v.id, v.nodes.map((n) => n.html)])")
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_works_once_loaded_without_a_connection(browser, server, tool, say):
    """Nothing is asked of the server again, but for the icon that the browser shows beside a new address."""
    sent = []
    context = browser.new_context(base_url=server.address)
    tab = opened(context.new_page(), tool)
    tab.wait_for_load_state("networkidle")
    tab.on("request", lambda request: sent.append(request.url))
    tab.context.set_offline(True)
    if tool == "compare":
        tab.get_by_role("checkbox").first.uncheck()
        assert "3" in tab.locator("#compare-said").inner_text()
    elif tool == "which":
        answer(tab, education=["graduate"])
    elif tool == "steps":
        tab.get_by_role("checkbox", name=say("my-steps-done")).first.check()
        tab.get_by_role("checkbox", name=say("my-steps-keep")).check()
        assert tab.locator("#kept-said").inner_text() == say("my-steps-kept")
    else:
        tab.get_by_label(say("explore-role"), exact=True).select_option("clinician")
        assert tab.locator("[data-role=leader]:visible").count() == 0
    assert [address for address in sent if "/assets/icon." not in address] == []
    context.close()


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_helps_without_javascript(browser, server, tool, catalog):
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(TOOLS[tool])
    said = page.locator("main").inner_text()
    if tool == "compare":
        assert all(level.experience in said for level in catalog.levels.values())
    elif tool == "which":
        assert all(words in said for level in catalog.levels.values() for _, rules in level.ways for _, words in rules)
        assert all(question.name in said for question in catalog.questions.values())
        page.locator("#self-check [type=number]").first.press("Enter")
        assert page.url.endswith(TOOLS[tool])
        page.emulate_media(media="print")
        assert page.locator("#self-check fieldset:visible").count() == len(catalog.questions)
    elif tool == "steps":
        assert page.get_by_role("checkbox", name="Done").count() == len(catalog.steps)
    else:
        for folded in page.locator("details:not([open]) > summary").all()[::-1]:
            folded.click()
        said = page.locator("main").inner_text()
        assert all(words in said for role in catalog.roles.values() for _, words in role.practice)
        assert all(training.name in said for training in catalog.trainings.values())
    assert page.locator("main button:visible").count() == 0
    context.close()


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_says_how_old_it_is_and_is_small(pages, site_dir, tool, say):
    assert say("as-described") in pages.page(TOOLS[tool]).main.get_text()
    name, *_ = SCRIPTS[tool]
    assert next((site_dir / "assets").glob(f"{name}.*.js.br")).stat().st_size <= MOST_BYTES
    for other, path in TOOLS.items():
        assert (f"/{name}." in str(pages.page(path).head)) == (other == tool), other


@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_is_stored_unless_the_reader_asks(tab, tool):
    opened(tab, tool)
    for box in tab.locator("main input[type=checkbox]:visible:not(#kept)").all():
        box.click()
    assert tab.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_prints_without_its_buttons(tab, tool):
    opened(tab, tool)
    tab.emulate_media(media="print")
    assert tab.locator("button:visible, .site-header:visible, .help-bar:visible").count() == 0
    assert tab.locator("h1:visible").count() == 1


def test_no_script_holds_words():
    """Words come from labels: a script may hold names, never a sentence."""
    for name in {name for names in SCRIPTS.values() for name in names}:
        code = re.sub(r"//.*|/\*[\s\S]*?\*/", "", (ROOT / f"src/imhsite/theme/assets/{name}.js").read_text(encoding="utf-8"))
        for text in re.findall(r'"([^"\n]*)"', code):
            assert not re.search(r"[a-z] [a-z]+ [a-z]", text.replace("button quiet", "")), (name, text)
        assert "innerHTML" not in code and "insertAdjacentHTML" not in code, name


def test_the_tools_are_linked(pages, catalog):
    for path in ["endorsement/", *(f"endorsement/{slug}/" for slug in catalog.levels)]:
        assert {f"/{to}" for to in TOOLS.values()} <= {link.get("href") for link in pages.page(path).select("main a")}, path
    assert "/competencies/explore/" in {link.get("href") for link in pages.page("competencies/").select("main a")}


# Compare


def columns(tab) -> list[str]:
    return tab.locator("table.compare thead [data-level]:visible").all_inner_texts()


def test_two_levels_are_compared_by_keyboard_alone(compare, catalog):
    names = [level.name for level in catalog.levels.values()]
    assert columns(compare) == names
    compare.get_by_role("checkbox", name=names[2]).focus()
    compare.keyboard.press("Space")
    compare.keyboard.press("Tab")
    compare.keyboard.press("Space")
    assert columns(compare) == names[:2]
    assert compare.get_by_role("status").filter(has_text="2 levels").count() == 1
    exam = compare.locator("table.compare tr", has=compare.get_by_role("rowheader", name="Exam"))
    assert "Same" in exam.get_by_role("rowheader").inner_text()


def test_a_difference_is_said_in_words(compare, say):
    exam = compare.get_by_role("rowheader", name="Exam")
    assert say("compare-differs") in exam.inner_text()


def test_a_link_shows_the_same_comparison_elsewhere(compare, browser, server, catalog):
    first, second, third, fourth = catalog.levels.values()
    compare.get_by_role("checkbox", name=first.name).uncheck()
    compare.get_by_role("checkbox", name=third.name).uncheck()
    context = browser.new_context()
    other = context.new_page()
    other.goto(compare.url)
    other.locator("#compare").wait_for(state="visible")
    assert columns(other) == [second.name, fourth.name]
    context.close()


def test_a_phone_shows_two_levels_in_each_row(compare, catalog, say):
    compare.set_viewport_size({"width": 320, "height": 800})
    names = [level.name for level in catalog.levels.values()]
    first, second = (compare.get_by_label(say(name), exact=True) for name in ("compare-first", "compare-second"))
    first.wait_for(state="visible")
    assert columns(compare) == names[:2]
    education = compare.locator("table.compare tr", has=compare.get_by_role("rowheader", name="Education"))
    assert education.locator("td:visible").evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().left)") == [education.bounding_box()["x"]] * 2
    second.select_option(label=names[3])
    assert columns(compare) == [names[0], names[3]]
    first.select_option(label=names[3])  # the other takes what this one had
    assert second.locator("option:checked").inner_text() == names[0]
    assert compare.locator("#compare-said").inner_text().startswith("Showing 2 levels")
    compare.reload()
    compare.locator("table.compare:not(.waiting)").wait_for(state="visible")
    assert columns(compare) == [names[0], names[3]]
    compare.set_viewport_size({"width": 1280, "height": 800})
    compare.get_by_role("checkbox", name=names[1]).check()
    assert columns(compare) == [names[0], names[1], names[3]]


def test_a_phone_shows_all_levels_without_javascript(browser, server, catalog):
    context = browser.new_context(base_url=server.address, java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(TOOLS["compare"])
    assert columns(page) == [level.name for level in catalog.levels.values()]
    context.close()


def test_an_unknown_level_in_the_address_does_no_harm(tab, catalog):
    opened(tab, "compare", "?levels=nobody,<b>&at=nowhere")
    assert len(columns(tab)) == len(catalog.levels)


def test_no_level_is_answered(compare, say):
    for box in compare.get_by_role("checkbox").all():
        box.uncheck()
    assert compare.locator("#compare-said").inner_text() == say("compare-too-few")


# Which level fits?


def test_the_browser_agrees_with_python_on_every_case(which, catalog, site_dir):
    answers = which.evaluate(
        "async ([module, rules, cases]) => { const { findings } = await import(module); return cases.map((one) => Object.fromEntries(findings(rules, one).map((f) => [f.level, f.answer]))); }",
        [script(site_dir, "self_check"), for_browser(catalog), [case["answers"] for case in CASES]],
    )
    for case, answer in zip(CASES, answers, strict=True):
        assert answer == case["expected"], case["case"]


def card(tab, level):
    return tab.locator(f"#findings [data-level={level}]")


def focused(tab) -> str:
    return tab.evaluate("document.activeElement.dataset.question ?? document.activeElement.id")


NEARLY = {"work": ["focused-services"], "education": ["bachelor"], "paid_work": (2,), "after_bachelor": (1, 11), "supervision": 24}


def test_the_check_by_keyboard_alone(which, say):
    """Each question takes the focus, and Enter leads on; nobody has to look for where it goes on."""
    which.get_by_label("I give services that put").focus()
    which.keyboard.press("Space")
    which.keyboard.press("Enter")
    assert focused(which) == "education"
    for _ in range(3):
        which.keyboard.press("Tab")
    which.keyboard.press("Space")
    which.keyboard.press("Enter")
    for question, texts in (("paid-work", ["2"]), ("after-bachelor", ["1", "11"]), ("supervision", ["24"])):
        assert focused(which) == question
        for text in texts:
            which.keyboard.press("Tab")
            which.keyboard.type(text)
        which.keyboard.press("Enter")
    assert focused(which) == "findings-title"
    assert which.locator("#findings-said").inner_text() == say("which-level-said", fits=1, close=1, ask=2)
    assert not which.locator("#self-check").is_visible()
    assert say("which-level-close") in card(which, "family-specialist").inner_text()
    assert say("which-level-fits") in card(which, "family-associate").inner_text()
    assert which.url.endswith(TOOLS["which"])


def test_a_question_says_its_place_and_is_in_sight(which, say, catalog):
    which.set_viewport_size({"width": 390, "height": 844})
    place = which.locator("#self-check-place")
    assert place.inner_text() == say("which-level-place-most", place=1, count=len(catalog.questions))
    for number in range(1, 3):
        question = which.locator("[data-question]:visible")
        assert question.count() == 1 and "self-check-place" in question.get_attribute("aria-describedby")
        if number > 1:
            assert place.bounding_box()["y"] >= 0 and question.bounding_box()["y"] < 400
        if question.get_attribute("data-question") == "education":
            which.get_by_label("A Child Development Associate credential").check()
        which.get_by_role("button", name=say("which-level-next")).click()
    assert place.inner_text() == say("which-level-place", place=3, count=3)
    assert which.get_by_role("button", name=say("which-level-go")).is_visible()


def test_what_work_and_degree_rule_out_is_not_asked(which):
    assert answer(which, work=["everyday-care"], education=["cda"]) == ["work", "education", "paid-work"]
    which.locator("#self-check-reset").click()
    assert answer(which, **NEARLY) == ["work", "education", "paid-work", "after-bachelor", "supervision"]


def test_what_is_not_asked_changes_no_answer(which, catalog, site_dir):
    """Whoever answers only what is asked is told the same."""
    different = which.evaluate(
        """async ([module, rules, slugs, cases]) => {
            const { findings, isAsked } = await import(module);
            const told = (said) => JSON.stringify(findings(rules, said).map((one) => [one.level, one.answer]));
            const asked = (said) => slugs.reduce((kept, slug) => (slug in said && isAsked(rules, slug, kept) ? { ...kept, [slug]: said[slug] } : kept), {});
            return cases.filter(({ answers }) => told(answers) !== told(asked(answers))).map((one) => one.case);
        }""",
        [script(site_dir, "self_check"), for_browser(catalog), list(catalog.questions), CASES],
    )
    assert different == []


def test_back_leads_to_the_question_before_with_its_answer(which, say):
    which.get_by_label("I care for babies").check()
    which.get_by_role("button", name=say("which-level-next")).click()
    which.get_by_role("button", name=say("which-level-back"), exact=True).click()
    which.wait_for_function("() => document.activeElement.dataset.question === 'work'")
    assert which.get_by_label("I care for babies").is_checked()
    assert not which.get_by_role("button", name=say("which-level-back"), exact=True).is_visible()
    answer(which, **NEARLY)
    which.go_back()  # as the phone's own button does
    which.wait_for_function("() => document.activeElement.dataset.question === 'supervision'")
    assert not which.locator("#findings").is_visible()
    answer(which)
    which.get_by_role("button", name=say("which-level-change")).click()
    which.wait_for_function("() => document.activeElement.dataset.question === 'supervision'")


def test_the_nearest_level_is_open_with_what_one_has_and_lacks(which, catalog, say):
    answer(which, **NEARLY | {"work": ["leading-practice", "focused-services"], "education": ["bachelor"], "paid_work": (1,)})
    assert which.locator("#findings details[open]").count() == 1
    first = which.locator("#findings [data-level]").first
    rules = [words for _, words in dict(catalog.levels["family-specialist"].ways)["After a bachelor's degree"]]
    assert first.get_attribute("data-level") == "family-specialist"
    assert first.locator("[data-have] li").all_inner_texts() == [rules[0], rules[1], rules[3]]
    assert first.locator("[data-missing] li").all_inner_texts() == [unescape(say("which-level-rest", what=rules[2], missing=say("months-missing", count=1)))]
    card(which, "mentor").locator("summary").press("Enter")
    assert card(which, "mentor").locator("[data-missing] li").first.is_visible()


def test_a_result_in_large_text_is_no_wider_than_a_small_phone(which):
    which.set_viewport_size({"width": 320, "height": 800})
    which.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    answer(which, **NEARLY)
    which.evaluate("() => { for (const details of document.querySelectorAll('#findings details')) details.open = true; }")
    assert which.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_highest_level_that_fits_comes_first(which, say):
    answer(which, **NEARLY | {"after_bachelor": (2,)})
    first = which.locator("#findings [data-level]").first
    assert first.get_attribute("data-level") == "family-specialist"
    assert first.locator("[data-missing] li").all_inner_texts() == [say("which-level-complete")]


def test_the_letter_to_the_coordinator_holds_the_result(which, say):
    letter = which.locator("#ask-coordinator a")
    answer(which, **NEARLY)
    fields = parse_qs(urlsplit(letter.get_attribute("href")).query)
    assert fields["subject"] == [say("which-level-subject")]
    name, have = card(which, "family-associate").locator("[data-name]").inner_text(), card(which, "family-associate").locator("[data-have] li")
    (text,) = fields["body"]
    assert say("which-level-mail", name=name, answer=say("which-level-fits")) in text
    assert all(f"- {words}" in text for words in have.all_inner_texts())
    assert text.endswith(f"{say('which-level-question')}: ") and "\r\n" in text
    which.locator("#findings-back").click()
    which.wait_for_function("() => document.activeElement.dataset.question === 'supervision'")
    answer(which, supervision=0)
    again = parse_qs(urlsplit(letter.get_attribute("href")).query)["body"]
    assert again[0].count(say("which-level-question")) == 1


def test_none_of_these_excludes_the_others(which):
    none, other = which.locator("[value=other-work]"), which.locator("[value=everyday-care]")
    other.check()
    none.check()
    assert not other.is_checked()
    other.check()
    assert not none.is_checked()


def test_what_the_report_leaves_open_is_said(which, catalog, say):
    answer(which, work=["everyday-care"], education=["bachelor"])
    said = card(which, "family-associate").inner_text()
    assert say("which-level-ask") in said
    assert catalog.levels["family-associate"].unsettled[0][1] in card(which, "family-associate").text_content()


def test_an_empty_form_and_a_new_start(which, say):
    for _ in range(12):
        if which.locator("#self-check-said").inner_text():
            break
        which.locator("#self-check [type=submit]").click()
    assert which.locator("#self-check-said").inner_text() == say("which-level-empty")
    assert focused(which) == "work"
    answer(which, education=["graduate"])
    which.get_by_role("button", name=say("which-level-reset")).click()
    assert not which.locator("#findings").is_visible()
    assert focused(which) == "work"
    which.get_by_role("button", name=say("which-level-next")).click()
    assert not which.get_by_label("A graduate degree").is_checked()


def test_a_mistake_holds_up_its_own_question_alone(which):
    """Not the result of answers that stood there before, and not a question that nobody sees."""
    answer(which, **NEARLY)
    which.locator("#findings-back").click()
    which.wait_for_function("() => document.activeElement.dataset.question === 'supervision'")
    which.locator("[name=supervision]").fill("-3")
    which.locator("#self-check [type=submit]").click()
    assert not which.locator("#findings").is_visible()
    for question in ("after-bachelor", "paid-work", "education"):
        which.locator("#self-check-back").click()
        which.wait_for_function("(slug) => document.activeElement.dataset.question === slug", arg=question)
    which.get_by_label("A bachelor's degree").uncheck()
    assert answer(which, education=["cda"])[-1] == "paid-work"


def test_a_level_is_handed_to_my_steps(which, say):
    answer(which, education=["graduate"])
    which.evaluate("() => { for (const details of document.querySelectorAll('#findings details')) details.open = true; }")
    card(which, "mentor").get_by_role("link", name=say("which-level-track")).click()
    which.locator("#hours-form").wait_for(state="visible")
    assert which.locator("#level").input_value() == "mentor"
    assert which.url.endswith(TOOLS["steps"])


# My steps


def fill(tab, say, level="family-specialist"):
    """Write something into every part of My steps."""
    tab.get_by_label(say("my-steps-level"), exact=True).select_option(level)
    first = tab.locator("[data-step=join]")
    first.get_by_role("checkbox").check()
    first.get_by_label(say("my-steps-note")).fill("Ask about <b>fees</b>; then: join, please\nsoon")
    tab.locator("[data-step=pre-application]").get_by_label(say("my-steps-date")).fill("2027-02-28")
    for date, count, role in (("2026-05-02", "1.5", "endorsed clinician"), ("2026-04-01", "2", "consultant")):
        add_hours(tab, date, count, role)
    tab.get_by_label("Reflection", exact=True).select_option("1")
    tab.get_by_label("Communicating", exact=True).select_option("3")


def add_hours(tab, date, count, role=""):
    form = tab.locator("#hours-form")
    form.locator("[name=date]").fill(date)
    form.locator("[name=hours]").fill(count)
    form.locator("[name=role]").fill(role)
    form.get_by_role("button").click()


def content(tab) -> list:
    """Return all that stands in My steps, as a reader sees it."""
    return tab.evaluate("""() => [
        [...document.querySelectorAll('#my-steps [data-part], #my-steps select')].map((part) => part.type === 'checkbox' ? part.checked : part.value),
        [...document.querySelectorAll('#hours-rows tr')].map((row) => row.textContent), document.getElementById('gaps-said').textContent]""")


def exported(tab, say) -> str:
    with tab.expect_download() as download:
        tab.get_by_role("button", name=say("my-steps-export")).click()
    assert download.value.suggested_filename == "endorsement-steps.json"
    return Path(download.value.path()).read_text(encoding="utf-8")


def open_file(tab, say, text: str) -> str:
    tab.get_by_label(say("my-steps-import")).set_input_files({"name": "steps.json", "mimeType": "application/json", "buffer": text.encode()})
    tab.wait_for_function("() => document.getElementById('import').value === ''")
    return tab.locator("#steps-said").inner_text()


def test_hours_are_added_up_and_measured_against_the_level(steps, say):
    fill(steps, say)
    assert steps.locator("#hours-said").inner_text() == say("my-steps-total-of", total=3.5, needed=24, left=20.5)
    assert steps.locator("#hours-rows tr").first.inner_text().startswith("2026-04-01")
    steps.get_by_label(say("my-steps-level"), exact=True).select_option("mentor")
    assert "50" in steps.locator("#hours-said").inner_text()
    steps.get_by_label(say("my-steps-level"), exact=True).select_option("family-associate")
    assert steps.locator("#hours-said").inner_text() == say("my-steps-total", total=3.5)
    steps.get_by_role("button", name=say("my-steps-remove", date="2026-05-02")).click()
    assert steps.locator("#hours-said").inner_text() == say("my-steps-total", total=2)


@pytest.mark.parametrize(("level", "exam"), [("family-associate", "exam-no"), ("family-specialist", "exam-no"), ("mental-health-specialist", "exam-yes"), ("mentor", "exam-yes")])
def test_a_step_says_what_the_level_asks_for(steps, say, level, exam):
    steps.get_by_label(say("my-steps-level"), exact=True).select_option(level)
    needs = steps.locator("[data-step=exam] .needs:visible")
    assert needs.count() == 1
    assert say(exam) in needs.inner_text()


@pytest.mark.parametrize(("date", "count"), [("", "2"), ("2026-01-01", ""), ("2026-01-01", "0"), ("2026-01-01", "25"), ("2026-01-01", "-1")])
def test_hours_that_cannot_be_are_refused(steps, say, date, count):
    add_hours(steps, date, count)
    assert steps.locator("#hours-said").inner_text() == say("my-steps-bad-hours")
    assert "2026" not in steps.locator("#hours-rows").inner_text()


def test_gaps_are_named(steps, say):
    fill(steps, say)
    assert steps.locator("#gaps-said").inner_text() == say("my-steps-gaps-said", names="Reflection")
    steps.get_by_label("Reflection", exact=True).select_option("2")
    assert steps.locator("#gaps-said").inner_text() == say("my-steps-gaps-none")


def test_my_steps_by_keyboard_alone(steps, say):
    steps.get_by_label(say("my-steps-level"), exact=True).focus()
    steps.keyboard.press("ArrowDown")
    steps.locator("#hours-form [name=date]").focus()
    steps.keyboard.type("05022026")
    steps.keyboard.press("Tab")
    if steps.evaluate("document.activeElement.name") == "date":
        steps.keyboard.press("Tab")
    steps.keyboard.type("2")
    steps.keyboard.press("Tab")
    steps.keyboard.type("consultant")
    steps.keyboard.press("Enter")
    assert "consultant" in steps.locator("#hours-rows").inner_text()
    assert steps.evaluate("document.activeElement.name") == "date"
    steps.get_by_role("checkbox", name=say("my-steps-keep")).focus()
    steps.keyboard.press("Space")
    assert steps.get_by_role("status").filter(has_text=say("my-steps-kept")).count() == 1


def test_kept_only_on_request_and_then_still_there(steps, say):
    fill(steps, say)
    assert steps.evaluate("localStorage.length") == 0
    steps.get_by_role("checkbox", name=say("my-steps-keep")).check()
    steps.locator("[data-step=award] [data-part=note]").fill("later change")
    before = content(steps)
    opened(steps, "steps")
    assert content(steps) == before
    assert steps.get_by_role("checkbox", name=say("my-steps-keep")).is_checked()
    steps.get_by_role("checkbox", name=say("my-steps-keep")).uncheck()
    assert steps.evaluate("localStorage.length") == 0
    assert content(steps) == before


def test_export_wipe_import_gives_the_same(steps, say):
    fill(steps, say)
    steps.get_by_role("checkbox", name=say("my-steps-keep")).check()
    before, empty = content(steps), exported(steps, say)
    steps.get_by_role("button", name=say("my-steps-delete")).click()
    assert steps.locator("#steps-said").inner_text() == say("my-steps-deleted-can-return")
    assert steps.evaluate("localStorage.length") == 0
    assert content(steps) != before
    assert open_file(steps, say, empty) == say("my-steps-imported")
    assert content(steps) == before
    assert json.loads(empty) == json.loads(exported(steps, say))


def test_opening_a_file_can_be_taken_back(steps, say):
    file = exported(steps, say)
    fill(steps, say)
    before = content(steps)
    open_file(steps, say, file)
    assert content(steps) != before
    steps.get_by_role("button", name=say("my-steps-undo")).click()
    assert content(steps) == before


def undo(tab, say):
    return tab.get_by_role("button", name=say("my-steps-undo"))


def test_deleting_can_be_taken_back_and_what_was_kept_is_kept_again(steps, say):
    keep, delete = steps.get_by_role("checkbox", name=say("my-steps-keep")), steps.get_by_role("button", name=say("my-steps-delete"))
    fill(steps, say)
    keep.check()
    before, kept = content(steps), steps.evaluate(f"localStorage.getItem('{KEY}')")
    delete.click()
    assert steps.evaluate("localStorage.length") == 0
    assert undo(steps, say).bounding_box()["y"] - delete.bounding_box()["y"] < 250
    undo(steps, say).click()
    assert (content(steps), keep.is_checked(), steps.evaluate(f"localStorage.getItem('{KEY}')")) == (before, True, kept)
    assert focused(steps) == "delete" and not undo(steps, say).is_visible()
    keep.uncheck()
    delete.click()
    undo(steps, say).click()
    assert content(steps) == before and steps.evaluate("localStorage.length") == 0


def test_deleting_nothing_offers_nothing_back(steps, say):
    steps.get_by_role("button", name=say("my-steps-delete")).click()
    assert steps.locator("#steps-said").inner_text() == say("my-steps-deleted")
    assert not undo(steps, say).is_visible()


def test_removing_hours_can_be_taken_back(steps, say):
    fill(steps, say)
    before = content(steps)
    steps.get_by_role("button", name=say("my-steps-remove", date="2026-04-01")).click()
    assert steps.locator("#row-said").inner_text() == say("my-steps-removed", date="2026-04-01")
    assert steps.locator("#hours-rows tr").count() == 1
    undo(steps, say).click()
    assert content(steps) == before


def test_how_many_steps_are_done_stands_at_the_top(steps, say, catalog):
    """Of those that the level asks for."""
    steps.set_viewport_size({"width": 390, "height": 844})
    done, count = steps.locator("#done-said"), len(catalog.steps)
    assert done.inner_text() == say("my-steps-progress", done=0, count=count)
    assert steps.get_by_role("checkbox", name=say("my-steps-keep")).bounding_box()["y"] < 844
    for step in ("join", "exam"):
        steps.locator(f"[data-step={step}] [data-part=done]").check()
    assert done.inner_text() == say("my-steps-progress", done=2, count=count)
    steps.get_by_label(say("my-steps-level"), exact=True).select_option("family-associate")
    assert done.inner_text() == say("my-steps-progress", done=1, count=count - 1)


SAFE = {
    "nothing was written": lambda page, say: page.locator("[data-part=done]").first.uncheck(),
    "this browser keeps it": lambda page, say: page.get_by_role("checkbox", name=say("my-steps-keep")).check(),
    "a file has it": exported,
    "it is deleted": lambda page, say: page.get_by_role("button", name=say("my-steps-delete")).click(),
}


def warns(tab) -> bool:
    """Whether the page asks to stay when the reader is about to leave."""
    return tab.evaluate("() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))")


@pytest.mark.parametrize("safe", SAFE)
def test_leaving_warns_of_what_would_be_lost_and_of_nothing_else(steps, say, safe):
    assert not warns(steps)
    steps.locator("[data-part=done]").first.check()
    assert warns(steps)
    SAFE[safe](steps, say)
    assert not warns(steps)


def test_the_browser_asks_before_it_leaves_the_page(steps):
    steps.locator("[data-part=done]").first.check()
    asked = []
    steps.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    steps.reload()
    assert asked == ["beforeunload"]


GOOD = {"format": FORMAT, "version": 1, "level": "", "steps": {}, "hours": [], "areas": {}}
DAMAGED = [
    ("", "json", ""), ("{", "json", ""), ("null", "format", ""), ("[]", "format", ""), ('{"format": "other"}', "format", ""),
    (GOOD | {"version": 2}, "version", ""), (GOOD | {"version": "1"}, "field", "version"), (GOOD | {"level": "king"}, "field", "level"),
    (GOOD | {"steps": []}, "field", "steps"), (GOOD | {"steps": {"dance": {}}}, "field", "steps, dance"),
    (GOOD | {"steps": {"join": {"done": "yes", "date": "", "note": ""}}}, "field", "steps, join, done"),
    (GOOD | {"steps": {"join": {"done": True, "date": "2026-02-30", "note": ""}}}, "field", "steps, join, date"),
    (GOOD | {"steps": {"join": {"done": True, "date": "", "note": 7}}}, "field", "steps, join, note"),
    (GOOD | {"steps": {"__proto__x": None}}, "field", "steps, __proto__x"),
    (GOOD | {"hours": [{"date": "2026-01-01", "hours": "two", "role": ""}]}, "field", "hours, 1"),
    (GOOD | {"hours": [{"date": "2026-01-01", "hours": 2, "role": ""}, None]}, "field", "hours, 2"),
    (GOOD | {"areas": {"theory": 9}}, "field", "areas, theory"), ({"format": FORMAT, "version": 1}, "field", "level"),
    (" " * 1_000_001, "size", ""),
]  # fmt: skip


def test_a_damaged_file_is_refused_with_a_reason_and_nothing_is_lost(steps, say):
    fill(steps, say)
    steps.get_by_role("checkbox", name=say("my-steps-keep")).check()
    before, kept = content(steps), steps.evaluate(f"localStorage.getItem('{KEY}')")
    for damaged, reason, field in DAMAGED:
        text = damaged if isinstance(damaged, str) else json.dumps(damaged)
        said = open_file(steps, say, text)
        expected = say("my-steps-bad-field", field=field) if field else say(f"my-steps-bad-{reason}")
        assert said == expected, text[:80]
        assert content(steps) == before
    assert steps.evaluate(f"localStorage.getItem('{KEY}')") == kept


def test_every_file_that_is_cut_off_is_refused(steps, say, site_dir):
    fill(steps, say)
    text = exported(steps, say)
    refused = steps.evaluate(
        """async ([module, text, known]) => {
            const { read } = await import(module);
            const parts = Array.from({ length: text.length }, (_, length) => text.slice(0, length));
            return parts.filter((part) => { try { read(part, known); return false; } catch (error) { return error.name === 'Error' && Boolean(error.reason); } }).length;
        }""",
        [script(site_dir, "step_file"), text.rstrip(), {"levels": ["family-specialist"], "steps": ["join"], "areas": []}],
    )
    assert refused == len(text.rstrip())


def test_the_calendar_file(steps, say):
    steps.get_by_role("button", name=say("my-steps-calendar")).click()
    assert steps.locator("#steps-said").inner_text() == say("my-steps-no-dates")
    fill(steps, say)
    note = "é" * 100
    steps.locator("[data-step=portfolio] [data-part=date]").fill("2027-03-01")
    steps.locator("[data-step=portfolio] [data-part=note]").fill(f"one; two, three\\four\nfive {note}")
    with steps.expect_download() as download:
        steps.get_by_role("button", name=say("my-steps-calendar")).click()
    data = Path(download.value.path()).read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20270228" in lines and "SUMMARY:Send the pre-application" in lines
    assert f"DESCRIPTION:one\\; two\\, three\\\\four\\nfive {note}" in lines


def tab_with(browser, server, init: str):
    context = browser.new_context(base_url=server.address)
    context.add_init_script(init)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    return context, opened(page, "steps"), errors


@pytest.mark.parametrize(("init", "said"), [(REFUSED, "my-steps-refused"), (FULL, "my-steps-full")])
def test_a_browser_that_keeps_nothing_is_told_and_all_else_works(browser, server, say, init, said):
    context, page, errors = tab_with(browser, server, init)
    fill(page, say)
    before = content(page)
    page.get_by_role("checkbox", name=say("my-steps-keep")).click()
    assert page.locator("#kept-said").inner_text() == say(said)
    assert not page.get_by_role("checkbox", name=say("my-steps-keep")).is_checked()
    file = exported(page, say)
    page.get_by_role("button", name=say("my-steps-delete")).click()
    open_file(page, say, file)
    assert content(page) == before
    assert errors == []
    context.close()


def test_storage_that_fills_up_later_keeps_what_was_kept(steps, say):
    fill(steps, say)
    steps.get_by_role("checkbox", name=say("my-steps-keep")).check()
    kept = steps.evaluate(f"localStorage.getItem('{KEY}')")
    steps.evaluate(f"() => {{ {FULL} }}")
    steps.locator("[data-step=award] [data-part=note]").fill("too much")
    assert steps.locator("#kept-said").inner_text() == say("my-steps-full")
    assert steps.evaluate(f"localStorage.getItem('{KEY}')") == kept
    assert steps.locator("[data-step=award] [data-part=note]").input_value() == "too much"


def test_what_was_kept_and_cannot_be_read_is_left_alone(browser, server, say):
    context, page, errors = tab_with(browser, server, f"if (!sessionStorage.x) {{ sessionStorage.x = 1; localStorage.setItem('{KEY}', '{{broken'); }}")
    assert page.locator("#kept-said").inner_text() == say("my-steps-unreadable")
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == "{broken"
    assert errors == []
    context.close()


def test_two_tabs_agree(steps, say):
    keep = say("my-steps-keep")
    fill(steps, say)
    steps.get_by_role("checkbox", name=keep).check()
    other = opened(steps.context.new_page(), "steps")
    assert content(other) == content(steps)
    other.locator("[data-step=award] [data-part=note]").fill("from the other tab")
    steps.wait_for_function("() => document.querySelector('[data-step=award] [data-part=note]').value === 'from the other tab'")
    assert steps.locator("#kept-said").inner_text() == say("my-steps-other-tab")
    other.get_by_role("button", name=say("my-steps-delete")).click()
    steps.wait_for_function("() => document.querySelector('[data-step=award] [data-part=note]').value === ''")
    assert steps.locator("#kept-said").inner_text() == say("my-steps-other-tab-gone")
    assert not steps.get_by_role("checkbox", name=keep).is_checked()
    assert steps.evaluate("localStorage.length") == 0


def test_keeping_in_a_second_tab_loses_nothing_of_the_first(steps, say):
    keep = say("my-steps-keep")
    late, empty = opened(steps.context.new_page(), "steps"), opened(steps.context.new_page(), "steps")
    fill(steps, say)
    before = content(steps)
    steps.get_by_role("checkbox", name=keep).check()
    empty.get_by_role("checkbox", name=keep).check()
    assert content(empty) == before
    late.locator("[data-step=award] [data-part=note]").fill("another")
    late.get_by_role("checkbox", name=keep).check()
    assert late.locator("#kept-said").inner_text() == say("my-steps-kept-over")
    late.get_by_role("button", name=say("my-steps-undo")).click()
    assert content(late) == before
    steps.wait_for_function("() => document.querySelector('[data-step=award] [data-part=note]').value === ''")
    assert content(steps) == before


def test_a_tab_that_keeps_nothing_is_left_alone_by_others(steps, say):
    fill(steps, say)
    before = content(steps)
    other = opened(steps.context.new_page(), "steps")
    other.get_by_role("checkbox", name=say("my-steps-keep")).check()
    other.get_by_role("button", name=say("my-steps-delete")).click()
    assert content(steps) == before


# The explorer


def test_one_kind_of_work_by_keyboard_alone(explore, catalog, say):
    role = list(catalog.roles.values())[1]
    explore.get_by_label(say("explore-role"), exact=True).focus()
    explore.keyboard.press("ArrowDown")
    explore.keyboard.press("ArrowDown")
    rows = explore.locator("[data-role]:visible")
    assert rows.count() == len(catalog.competencies)
    assert dict(role.practice)["theory"] in rows.first.inner_text()
    fitting = [training for training in catalog.trainings.values() if not training.roles or role.slug in training.roles]
    assert explore.get_by_role("status").inner_text() == say("explore-said", areas=8, trainings=len(fitting))


def test_one_area_and_its_trainings_and_back(explore, catalog, say):
    explore.get_by_label(say("explore-area"), exact=True).select_option("reflection")
    shown = explore.locator("[data-training]:visible").evaluate_all("found => found.map((one) => one.id)")
    assert shown == [training.slug for training in catalog.trainings.values() if "reflection" in dict(training.areas or ())]
    explore.locator("section[aria-labelledby=reflection]").get_by_role("link", name="Groups for reflective supervision").click()
    assert explore.url.endswith("#reflective-supervision-groups")
    explore.locator("#getting-started").get_by_role("link", name="Critical thinking").click()
    explore.wait_for_url("**#critical-thinking")
    explore.locator("section[aria-labelledby=critical-thinking]").wait_for(state="visible")


def test_all_but_the_first_area_are_folded_with_and_without_a_script(explore, browser, server, catalog):
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(TOOLS["explore"])
    for page in (explore, plain):
        assert page.locator("[data-area] details").evaluate_all("found => found.map((one) => one.open)") == [True] + [False] * (len(catalog.competencies) - 1)
        last = page.locator("[data-area]").last
        assert not last.locator("h3").first.is_visible()
        last.get_by_role("heading", level=2).click()
        assert last.locator("h3").first.is_visible()
    context.close()


def test_what_is_folded_is_printed(explore):
    explore.emulate_media(media="print")
    assert all(heading.is_visible() for heading in explore.locator("[data-area] h3").all())
    assert explore.locator("[data-training] h3").last.is_visible()


def test_a_link_opens_what_it_leads_to(tab, catalog):
    tab.goto(f"{TOOLS['explore']}#{list(catalog.competencies)[-1]}")
    tab.locator("[data-area] >> nth=-1 >> details[open]").wait_for()
    training = next(iter(catalog.trainings))
    tab.evaluate("id => { location.hash = id; }", training)
    tab.locator(f"#{training} h3").wait_for()


def test_a_link_shows_the_same_choice_elsewhere(explore, browser, say):
    explore.get_by_label(say("explore-role"), exact=True).select_option("leader")
    explore.get_by_label(say("explore-area"), exact=True).select_option("law")
    context = browser.new_context()
    other = context.new_page()
    other.goto(explore.url)
    other.locator("#explorer").wait_for(state="visible")
    assert other.locator("section[data-area]:visible").count() == 1
    assert other.locator("[data-role]:visible").count() == 1
    context.close()


@pytest.mark.parametrize("init", ["", REFUSED])
def test_ratings_are_handed_to_my_steps_without_being_stored(browser, server, say, init):
    context = browser.new_context(base_url=server.address)
    context.add_init_script(init)
    page = opened(context.new_page(), "explore")
    for area in ("#reflection", "#communicating"):
        page.locator(f"details:not([open]) {area}").click()
    page.get_by_label(say("explore-rate") + " Reflection").select_option("1")
    page.get_by_label(say("explore-rate") + " Communicating").select_option("3")
    page.get_by_role("link", name=say("explore-hand-over")).click()
    page.locator("#hours-form").wait_for(state="visible")
    assert page.locator("#gaps-said").inner_text() == say("my-steps-gaps-said", names="Reflection")
    assert page.get_by_label("Communicating", exact=True).input_value() == "3"
    assert page.locator("#kept-said").inner_text() == say("my-steps-taken-over")
    assert page.url.endswith(TOOLS["steps"])
    assert init or page.evaluate("localStorage.length") == 0
    context.close()


def test_a_false_hand_over_does_no_harm(tab):
    opened(tab, "steps", "#level=king&areas=theory:9,nothing:1,<b>:2,reflection:2")
    assert tab.locator("#level").input_value() == ""
    assert tab.get_by_label("Reflection", exact=True).input_value() == "2"


def test_every_page_on_the_endorsement_leads_to_todays_rules(live):
    """Once each, with today's names, and never to the front page of this very site."""
    site = live.catalog.association
    for path in [*TOOLS.values(), "endorsement/", *(path_of(level) for level in live.catalog.levels.values())]:
        main = live.pages.page(path).main
        for source in live.catalog.get("sources", site.todays_rules):
            assert len(main.select(f'.callout a[href="{source.address}"]')) == 1, (path, source.slug)
        assert not main.select(f'a[href="{site.website}"], a[href="{site.address}"]'), path
