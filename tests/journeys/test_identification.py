"""Teeth by keyboard, a pair decided by two people, a swab handed on: in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import accessible, chromium, person
from tests.clients.served import serving

pytestmark = pytest.mark.browser
PAGES = (
    "/staff/unidentified/{number}/",
    "/staff/pairings/{pair}/",
    "/staff/on-file/child/{girl}/",
    "/staff/on-file/child/{girl}/teeth/",
    "/staff/evidence/child/{girl}/new/",
)


@pytest.fixture(scope="module")
def served():
    with serving(str(Path(__file__).parent / "identification_desk.py")) as house:
        yield house


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


def page_of(browser, served, who, **said):
    context = person(browser, **said)
    named = {"name": "sessionid", "value": served.told[who], "url": served.base}
    language = {"name": "language", "value": said.get("language", "en"), "url": served.base}
    context.add_cookies([named, language])
    return context.new_page()


def test_pages_are_accessible_and_as_wide_as_a_telephone(browser, served):
    page = page_of(browser, served, "analyst", phone=True, language="es")
    for path in PAGES:
        page.goto(served.base + path.format(**served.told))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        accessible(page)


def test_a_pair_goes_from_teeth_to_a_decision_by_two_people_and_a_swab_changes_hands(
    browser, served
):
    page = page_of(browser, served, "analyst")
    page.goto(served.base + f"/staff/on-file/child/{served.told['girl']}/teeth/")
    page.locator("#t3").focus()
    for code in ("MOD", "V", "X"):
        page.keyboard.press("Control+A")
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    expect(page.locator("li:has(#t5) .tooth--missing")).to_be_visible()
    page.get_by_role("button", name="Keep the chart").press("Enter")
    expect(page.get_by_text("The teeth are on file.")).to_be_visible()

    page.goto(served.base + f"/staff/pairings/{served.told['pair']}/")
    page.get_by_label("Outcome").select_option("identified")
    page.get_by_label("Why, and who decided").fill("Report 26-118 of Dr. Hale")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("alert")).to_contain_text("on what basis")
    page.get_by_label("Basis").select_option("dna")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("you recorded it")).to_be_visible()
    second = page_of(browser, served, "supervisor")
    second.goto(page.url)
    second.get_by_role("button", name="Confirm the identification").click()
    expect(second.get_by_text("confirmed by Marcus Iyer")).to_be_visible()

    page.goto(served.base + f"/staff/evidence/child/{served.told['girl']}/new/")
    page.get_by_label("What it is").select_option("swab")
    page.get_by_label("Description").fill("Cheek swab of the mother")
    page.get_by_label("Seal put on").fill("S-1")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("What was done").select_option("shipped")
    page.get_by_label("Taken by").fill("Lab intake")
    page.get_by_role("button", name="Add the entry").click()
    expect(page.get_by_text("Lena Brandvold → Lab intake")).to_be_visible()
