"""The preview: a change shows within a second, a mistake shows in the browser, and the server goes on."""

from __future__ import annotations

import shutil
import threading
import time
import urllib.error
import urllib.request

import pytest
from generator.check import DATA
from generator.serve import Preview


@pytest.fixture
def preview(tmp_path):
    data = shutil.copytree(DATA, tmp_path / "data")
    running = Preview(tmp_path / "site", data, port=0)
    running.rebuild()
    threading.Thread(target=running.server.serve_forever, daemon=True).start()
    stop = threading.Event()
    watcher = threading.Thread(target=running.watch, args=[stop], daemon=True)
    watcher.start()
    time.sleep(0.3)  # the watcher lists the folders before it hears of changes
    yield running, data
    stop.set()
    watcher.join()
    running.server.shutdown()
    running.server.server_close()


def change(data, old: str, new: str) -> None:
    file = data / "programs.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def read(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def test_a_saved_change_reloads_the_page(preview, browser):
    running, data = preview
    page = browser.new_page()
    page.goto(f"{running.server.address}programs/child-first/")
    assert "pregnancy to 6" in page.content()
    page.wait_for_timeout(300)
    change(data, "ages: pregnancy to 6", "ages: pregnancy to 4")
    page.get_by_text("pregnancy to 4").first.wait_for(timeout=10_000)
    page.close()


def test_a_mistake_shows_in_the_browser_and_the_server_goes_on(preview, browser):
    running, data = preview
    page = browser.new_page()
    page.goto(f"{running.server.address}programs/child-first/")
    page.wait_for_timeout(300)
    change(data, "ages: pregnancy to 6", "ages: <b>6 to 1</b>")
    page.get_by_text('got "<b>6 to 1</b>"').wait_for(timeout=10_000)
    assert page.locator("b").count() == 0
    change(data, "ages: <b>6 to 1</b>", "ages: pregnancy to 3")
    page.get_by_text("pregnancy to 3").first.wait_for(timeout=10_000)
    page.close()


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
