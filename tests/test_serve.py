"""The preview: a change shows within a second, a mistake shows in the browser, and the server goes on."""

from __future__ import annotations

import os
import shutil
import threading
import urllib.error
import urllib.request

import pytest
from conftest import leave
from folders import DATA
from imhsite.pages.generated import path_of
from imhsite.commands.serve import Preview


@pytest.fixture
def preview(tmp_path):
    data = shutil.copytree(DATA, tmp_path / "data")
    running = Preview(tmp_path / "site", data, port=0)
    running.rebuild()
    threading.Thread(target=running.server.serve_forever, daemon=True).start()
    stop = threading.Event()
    watcher = threading.Thread(target=running.watch, args=[stop], daemon=True)
    watcher.start()
    yield running, data
    stop.set()
    watcher.join()
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture(scope="module")
def program(catalog):
    """A program whose ages are stated."""
    return next(program for program in catalog.programs.values() if program.ages)


def give_ages(data, program, ages: str) -> None:
    """Write other AGES into the record of PROGRAM."""
    file = data.parent / program.file
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number in range(program.line, len(lines)) if lines[number].startswith("  ages: "))
    file.write_text("".join([*lines[:at], f"  ages: {ages}\n", *lines[at + 1 :]]), encoding="utf-8")


def read(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def until_shown(page, text: str, program, data) -> None:
    """Wait until PAGE shows TEXT, and save again in between: a change is not heard of before the watcher and the page listen."""
    for _ in range(60):
        if page.get_by_text(text).count():
            return
        os.utime(data.parent / program.file)
        page.wait_for_timeout(1000)
    raise AssertionError(f"{text} never came: {page.content()}")


def test_a_saved_change_reloads_the_page(preview, browser, program):
    running, data = preview
    page = browser.new_page()
    page.goto(running.server.address + path_of(program))
    assert "7 weeks to 11 months" not in page.content()
    give_ages(data, program, "7 weeks to 11 months")
    until_shown(page, "7 weeks to 11 months", program, data)
    leave(page)


def test_a_mistake_shows_in_the_browser_and_the_server_goes_on(preview, browser, program):
    running, data = preview
    page = browser.new_page()
    page.goto(running.server.address + path_of(program))
    give_ages(data, program, "<b>6 to 1</b>")
    until_shown(page, 'got "<b>6 to 1</b>"', program, data)
    assert page.locator("b").count() == 0
    give_ages(data, program, "7 weeks to 11 months")
    until_shown(page, "7 weeks to 11 months", program, data)
    leave(page)


def test_the_form_for_staff_is_never_reloaded(preview):
    """Else what somebody typed would be gone as soon as it is saved."""
    address = preview[0].server.address
    assert "reload.js" in read(f"{address}help-now/") and "reload.js" not in read(f"{address}admin/")


def test_the_preview_never_leaves_its_folder(preview):
    running, _ = preview
    for path in ("../data/programs.yaml", "%2e%2e/data/programs.yaml", "/etc/passwd"):
        with pytest.raises(urllib.error.HTTPError) as error:
            read(running.server.address + path)
        with error.value as answer:
            assert answer.code == 404


def test_the_preview_sends_the_policy(preview):
    running, _ = preview
    with urllib.request.urlopen(running.server.address) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
