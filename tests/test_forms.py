"""Every form reaches the association: by the service that the data names, else by a prepared e-mail, else by the next best way."""

from __future__ import annotations

import dataclasses
import re
import threading
from urllib.parse import parse_qs, urlsplit

import frozen_site
import pytest
import small_data
from bs4 import BeautifulSoup
from folders import ROOT
from imhsite.commands import build as builder
from imhsite.publishing import headers
from imhsite.commands import hosting
from imhsite.reading.catalog import read
from imhsite.publishing.server import SiteServer
from imhsite.building.site import Site

FROZEN = True
SERVICE = "https://forms.example.org/in/abc"
ORIGIN = "https://forms.example.org"
WITH_FORMS = ["about/contact/", "about/committees/", "about/history/", "endorsement/", "professionals/training/", "recommendations/"]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The frozen data, with a service for forms."""
    folder = frozen_site.copy(tmp_path_factory.mktemp("forms"))
    file = folder / "association.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  first_line:", f"  form_service: {SERVICE}\n  first_line:", 1), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def served(data):
    """The site of that data, as a host serves it that sends our headers."""
    site = data.with_name("site")
    builder.build(site, data, compressed=False, docs=frozen_site.DOCS)
    running = SiteServer(site)
    running.headers = headers.headers(SERVICE)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def test_every_header_and_page_lets_forms_go_to_the_service(served, data, capsys):
    wanted = f"form-action 'self' {ORIGIN};"
    assert headers.headers(SERVICE)["Content-Security-Policy"].count(wanted) == 1
    policies = (served.site / "_headers").read_text(encoding="utf-8").count("Content-Security-Policy:")
    assert (served.site / "_headers").read_text(encoding="utf-8").count(wanted) == policies - 1, "but that of the form for staff"
    for name in (".htaccess", "about/contact/index.html", "programs/child-first/index.html"):
        text = BeautifulSoup((served.site / name).read_text(encoding="utf-8"), "html.parser").decode(formatter=None)
        assert text.count(wanted) == 1, name
    for server in ("nginx", "caddy"):
        assert hosting.main([server, "--data", str(data)]) == 0
        assert wanted in capsys.readouterr().out


def test_without_a_service_forms_stay_on_the_site():
    assert "form-action 'self';" in headers.headers()["Content-Security-Policy"]


def test_what_a_reader_writes_is_sent_to_the_service(browser, served):
    page = browser.new_page(base_url=served.address)
    page.route(f"{ORIGIN}/**", lambda route: route.fulfill(body="Thank you", content_type="text/plain"))
    page.goto("about/contact/")
    form = page.locator("form.write").filter(has_text="My comment")
    form.get_by_label("The goal").fill("Raise awareness")
    form.get_by_label("My comment").fill("<b>Más</b> & more")
    form.get_by_label("Your e-mail address").fill("reader@example.org")
    with page.expect_request(SERVICE) as sent:
        form.get_by_role("button").click()
    assert sent.value.method == "POST"
    assert parse_qs(sent.value.post_data) == {"subject": ["Comment on the strategic plan"], "The goal": ["Raise awareness"], "message": ["<b>Más</b> & more"], "email": ["reader@example.org"]}
    page.get_by_text("Thank you").wait_for()
    page.close()


def test_what_is_wrong_on_a_page_is_sent_with_its_address(browser, served, catalog):
    page = browser.new_page(base_url=served.address)
    page.route(f"{ORIGIN}/**", lambda route: route.fulfill(body="Thank you", content_type="text/plain"))
    page.goto("programs/child-first/")
    page.locator(".page-note summary").click()
    page.locator(".page-note textarea").fill("The ages are wrong.")
    with page.expect_request(SERVICE) as sent:
        page.locator(".page-note form button").click()
    assert parse_qs(sent.value.post_data)["page"] == [f"{catalog.association.address}programs/child-first/"]
    page.close()


def test_no_form_can_be_sent_elsewhere(browser, served):
    page = browser.new_page(base_url=served.address)
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto("about/contact/")
    with page.expect_console_message(lambda message: "form-action" in message.text):
        page.evaluate("const form = document.querySelector('form.write'); form.action = 'https://other.example.org/'; form.noValidate = true; form.requestSubmit()")
    assert page.url.endswith("/about/contact/")
    page.close()


@pytest.mark.parametrize("path", WITH_FORMS)
def test_a_form_of_the_service_can_be_filled_in(served, path):
    soup = BeautifulSoup((served.site / path / "index.html").read_text(encoding="utf-8"), "html.parser")
    forms = soup.main.select("form.write")
    assert len(forms) >= 2  # one of the page, one for what is wrong on it
    for form in forms:
        assert (form["method"], form["action"]) == ("post", SERVICE)
        assert form.select_one("button") and form.select_one("input[name=email]") and form.select_one("input[name=subject]")["value"]
        assert all(entry.find_parent("label") for entry in form.select("input:not([type=hidden]), textarea"))
        assert "forms.example.org" in form.get_text()
    assert not soup.main.select('.button[href^="mailto:"]')


def test_the_privacy_page_names_the_service(served, pages):
    soup = BeautifulSoup((served.site / "privacy/index.html").read_text(encoding="utf-8"), "html.parser")
    assert "forms.example.org" in soup.main.get_text()
    assert "a service that hands it on" not in pages.page("privacy/").main.get_text()


@pytest.mark.parametrize("path", WITH_FORMS)
def test_without_a_service_a_button_opens_an_e_mail(pages, catalog, path):
    buttons = pages.page(path).main.select('.button[href^="mailto:"]')
    assert buttons and not pages.page(path).main.select("form[method=post]")
    for button in buttons:
        to = urlsplit(button["href"])
        assert to.path == catalog.association.email
        assert parse_qs(to.query)["subject"]
        assert re.search(re.escape(to.path), button.find_parent("p").find_next_sibling("p").get_text())


WAYS = {
    "email": ({"email": "office@example.org"}, "", "mailto:office@example.org?subject=Hello&body=My%20town%3A%20%0AMy%20question%3A%20"),
    "repository": ({"email": None}, "https://github.com/example/site", "https://github.com/example/site/issues/new?title=Hello"),
    "website": ({"email": None}, "", "https://www.example.org"),
    "nothing": ({"email": None, "website": None}, "", "tel:211"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_there_is_always_a_way(way, language):
    fields, repository, address = WAYS[way]
    site = Site(frozen_site.data(), ROOT / "overrides", ROOT)
    association = site.catalog.association
    site.catalog.records["association"][association.slug] = dataclasses.replace(association, website="https://www.example.org") if "website" not in fields else association
    site.catalog.records["association"][association.slug] = dataclasses.replace(site.catalog.association, **fields)
    site.renderer.settings["repository"] = repository
    made = site.renderer.environment(language).globals["write_to_us"]("Write", "Hello", ["My town"], "My question")
    soup = BeautifulSoup(str(made), "html.parser")
    assert [link["href"] for link in soup.select("a")] == [address]
    assert len(soup.get_text(" ", strip=True).removeprefix("Write")) > 20


def test_a_service_is_reached_safely(tmp_path):
    data = small_data.write(tmp_path, small_data.replaced("association.yaml", "  first_line:", "  form_service: http://forms.example.org/\n  first_line:"))
    assert [(problem.field, problem.write) for problem in read(data)[1]] == [("form_service", "write an address that starts with https://")]
