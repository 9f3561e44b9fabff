"""Pages for families are read aloud by a voice of the device, and by no other; the page itself stays as it is."""

from __future__ import annotations

import pytest

FROZEN = True
PATH = "help-now/"
# A device's voices, and what it was told to say. A sentence ends when a test calls `finish()`.
DEVICE = """
const spoken = [], heard = new EventTarget();
let voices = VOICES, waiting;
class Utterance extends EventTarget { constructor(text) { super(); this.text = text; } }
window.SpeechSynthesisUtterance = Utterance;
Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    addEventListener: (...given) => heard.addEventListener(...given),
    speak: (said) => { waiting = said; spoken.push({ text: said.text, voice: said.voice.name, lang: said.lang }); },
    cancel: () => { const ended = waiting; waiting = undefined; if (ended) ended.dispatchEvent(new Event("error")); },
} });
window.device = {
    spoken,
    finish: () => { const ended = waiting; waiting = undefined; ended.dispatchEvent(new Event("end")); },
    isSpeaking: () => Boolean(waiting),
    install: (more) => { voices = more; heard.dispatchEvent(new Event("voiceschanged")); },
    marked: () => [...(CSS.highlights.get("aloud") ?? [])].map((range) => range.toString()).join(),
};
"""
ENGLISH = {"name": "of the device", "lang": "en-US", "localService": True, "default": True}
SPANISH = {"name": "de este aparato", "lang": "es_MX", "localService": True, "default": False}
ELSEWHERE = {"name": "of a server", "lang": "en-US", "localService": False, "default": False}


@pytest.fixture
def visit(browser, server):
    """Open a page on a device with certain voices."""
    opened = []

    def open_(*voices: dict, path: str = PATH):
        page = browser.new_page(base_url=server.address)
        opened.append(page)
        page.add_init_script(DEVICE.replace("VOICES", str([*voices]).replace("True", "true").replace("False", "false")))
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_
    for page in opened:
        page.close()


def listen(page, say) -> None:
    page.get_by_role("button", name=say("hear-play"), exact=True).click()
    page.wait_for_function("() => device.spoken.length > 0")


@pytest.mark.parametrize("voices", [[], [ELSEWHERE], [SPANISH]], ids=["none", "of a server", "of another language"])
def test_no_button_where_the_device_has_no_voice_of_the_language(visit, voices):
    page = visit(*voices)
    assert not page.locator(".hear").is_visible() and page.locator(".hear button").count() == 2


def test_the_button_comes_once_a_voice_is_there(visit):
    page = visit()
    page.evaluate("(voice) => device.install([voice])", ENGLISH)
    assert page.locator(".hear button").first.is_visible()


def test_a_page_is_read_sentence_by_sentence_by_a_voice_of_the_device(visit, say):
    page = visit(ELSEWHERE, ENGLISH)
    listen(page, say)
    for _ in range(3):
        page.evaluate("device.finish()")
    spoken = page.evaluate("device.spoken")
    assert spoken[0] == {"text": say("nav-help"), "voice": ENGLISH["name"], "lang": "en-US"}
    assert {said["voice"] for said in spoken} == {ENGLISH["name"]} and len(spoken) == 4
    assert "9 1 1" in " ".join(said["text"] for said in spoken)


def test_the_sentence_is_marked_and_the_page_stays_as_it_is(visit, say):
    page = visit(ENGLISH)
    before = page.locator("main").inner_html()
    listen(page, say)
    page.evaluate("device.finish()")
    assert page.evaluate("device.marked()") == page.evaluate("device.spoken.at(-1).text").replace("9 1 1", "911")
    page.get_by_role("button", name=say("hear-stop"), exact=True).click()
    assert page.evaluate("device.marked()") == ""
    assert page.locator("main").inner_html() == before


def test_pausing_goes_on_with_the_same_sentence_and_stopping_begins_anew(visit, say):
    page = visit(ENGLISH)
    listen(page, say)
    page.evaluate("device.finish()")
    page.get_by_role("button", name=say("hear-pause"), exact=True).click()
    assert not page.evaluate("device.isSpeaking()")
    page.get_by_role("button", name=say("hear-continue"), exact=True).click()
    first, second, again = page.evaluate("device.spoken.map(({ text }) => text)")
    assert second == again != first
    page.get_by_role("button", name=say("hear-stop"), exact=True).click()
    assert page.evaluate("document.activeElement.textContent") == say("hear-play")
    page.get_by_role("button", name=say("hear-play"), exact=True).click()
    assert page.evaluate("device.spoken.at(-1).text") == first


def test_all_is_read_but_buttons_and_ways_and_then_it_is_over(visit, say):
    page = visit(ENGLISH)
    listen(page, say)
    page.evaluate("() => { while (device.isSpeaking()) device.finish(); }")
    said = " ".join(page.evaluate("device.spoken.map(({ text }) => text)"))
    assert say("leave") not in said and say("hear-play") not in said.split(". ")
    for heading in page.locator("main h2").all_inner_texts():
        assert heading in said
    assert page.locator(".hear button").nth(1).is_hidden()


def test_going_away_ends_it(visit, say):
    page = visit(ENGLISH)
    listen(page, say)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert not page.evaluate("device.isSpeaking()")


def test_a_page_in_spanish_wants_a_voice_that_speaks_it(visit, say):
    assert not visit(ENGLISH, path="es/help-now/").locator(".hear").is_visible()
    page = visit(ENGLISH, SPANISH, path="es/help-now/")
    page.locator(".hear button").first.click()
    page.wait_for_function("() => device.spoken.length > 0")
    assert page.evaluate("device.spoken[0].voice") == SPANISH["name"]


SAY = "section[aria-labelledby=say] .hear"


def told(page) -> list[tuple[str, str]]:
    page.locator(f"{SAY} button").first.click()
    page.wait_for_function("() => device.spoken.length > 0")
    page.evaluate("() => { while (device.isSpeaking()) device.finish(); }")
    return [(said["voice"], said["text"]) for said in page.evaluate("device.spoken")]


def test_the_words_for_a_call_are_read_in_both_languages_and_nothing_else(visit, pages, catalog):
    path = f"es/programs/{next(slug for slug, program in catalog.programs.items() if program.sort == 'service' and program.status != 'ended')}/"
    items = pages.page(path).select("#say-words > li")
    english = [" ".join(item.p.extract().get_text().split()) for item in items]
    own = [" ".join(item.get_text().split()) for item in items]
    said = told(visit(ENGLISH, SPANISH, path=path))
    assert " ".join(text for voice, text in said if voice == ENGLISH["name"]) == " ".join(english)
    assert " ".join(text for voice, text in said if voice == SPANISH["name"]) == " ".join(own)
    assert said[0][0] == SPANISH["name"] and {voice for voice, _ in told(visit(ENGLISH, path=path))} == {ENGLISH["name"]}


def test_no_words_for_a_call_are_read_without_a_voice(visit, kinds):
    assert not visit(ELSEWHERE, path=kinds["program, unchecked"]).locator(SAY).is_visible()


def test_nothing_is_sent_and_what_reads_is_loaded_on_demand(visit, say):
    page = visit(ENGLISH)
    sent = []
    page.on("request", lambda request: sent.append(request.url.rpartition("/")[2].partition(".")[0]))
    listen(page, say)
    page.evaluate("() => { while (device.isSpeaking()) device.finish(); }")
    assert sent == ["hear_reader"]


@pytest.mark.parametrize("kind", ["prose", "help now", "handout", "handout, Spanish"])
def test_pages_for_families_can_be_heard(pages, kinds, kind):
    assert pages.page(kinds[kind]).select_one("main .hear[hidden]") and "hear." in pages.html(kinds[kind])


@pytest.mark.parametrize("kind", ["home", "finder", "sources"])
def test_other_pages_load_nothing_of_it(pages, kinds, kind):
    assert not pages.page(kinds[kind]).select(".hear") and "hear." not in pages.html(kinds[kind])
