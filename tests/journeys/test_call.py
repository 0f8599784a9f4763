"""A whole call by keyboard only, with the network cut in its middle and the page loaded again."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from porchlight.demo.cast import PASSWORD, code
from tests.browser import accessible, chromium, person, picture

pytestmark = pytest.mark.browser

TOLD = {
    "caller-0-phones": "512 555 0188",
    "caller-0-name": "Odile Marchetti",
    "event-0-circumstances": "Went to the corner shop and did not come back.",
    "event-0-latest": "2 hours ago",
    "event-0-place": "Austin, TX",
    "child-0-given_names": "Teo",
    "child-0-family_names": "Marchetti",
    "child-0-born": f"3/3/{timezone.now().year - 8}",
    "looks-0-height_cm": "4'5\"",
}


def sign_in(page: Page, console: str, email: str) -> None:
    page.goto(f"{console}/sign-in/")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=notice]").check()
    page.keyboard.press("Enter")
    page.locator("[name=code]").fill(code(timezone.now()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/**")


def go_to(page: Page, key: str) -> None:
    """Walk on with Enter until the question is reached; the mouse is never used."""
    for _ in range(120):
        if page.evaluate("document.activeElement.name") == key:
            return
        page.keyboard.press("Enter" if not in_text(page) else "Tab")
    raise AssertionError(f"{key} cannot be reached by keyboard")


def in_text(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement.matches('textarea, button, a, summary')"))


def saved(page: Page) -> None:
    expect(page.locator('[data-save-state="saved"]')).to_be_visible(timeout=20_000)


def test_a_call_becomes_a_case_by_keyboard_though_the_network_was_cut(house):
    with chromium() as browser:
        context = person(browser)
        sign_in(context.new_page(), house.console, "dana@porchlight.example")
        for language in ("en", "es"):
            context.add_cookies([{"name": "language", "value": language, "url": house.console}])
            taken(context, house.console, language)
        context.close()


def taken(context: BrowserContext, console: str, language: str) -> None:
    page = context.new_page()
    page.goto(f"{console}/staff/calls/")
    accessible(page)
    page.keyboard.press("n")
    page.wait_for_url("**/staff/calls/CALL-*/")
    address = page.url
    accessible(page)
    keys = list(TOLD)
    for key in keys[:5]:
        go_to(page, key)
        page.keyboard.type(TOLD[key])
        page.keyboard.press("Escape")
    saved(page)

    context.set_offline(True)
    for key in keys[5:]:
        go_to(page, key)
        page.keyboard.type(TOLD[key])
    expect(page.locator('[data-save-state="offline"]')).to_be_visible()
    # The browser is gone before the line was back; a new one opens the call.
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#id_child-0-given_names")).to_have_value("Teo")
    saved(page)
    expect(page.locator("#read-looks-0-height_cm")).to_contain_text("135 cm")
    expect(page.locator("#beside")).to_contain_text(re.compile(r"[78] (years old|años)"))
    accessible(page)
    picture(page, f"call-{language}")

    page.locator("#id_child-0-born").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/finish/")
    accessible(page)
    page.locator("[name=category][value=lost_injured_missing]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/staff/cases/PL-*/")
    expect(page.get_by_text("Teo Marchetti").first).to_be_visible()
    for rest in (
        "staff/calls/",
        "staff/calls/wall/",
        "staff/calls/paper/",
        "staff/calls/from-paper/",
    ):
        page.goto(f"{console}/{rest}")
        accessible(page)
    page.close()
