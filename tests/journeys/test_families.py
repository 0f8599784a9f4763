"""A grandmother without a mailbox: a letter, her page on a telephone in Spanish, an answer."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import accessible, chromium, person, picture
from tests.house import House
from tests.people import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


def take_on(desk: Page, house: House) -> str:
    """The advocate takes on a family that has nobody yet; returns the record's address."""
    desk.goto(f"{house.console}/staff/families/")
    accessible(desk)
    desk.click("a[href$='/advocate/'] >> nth=0")
    desk.fill("[name=phone]", "(703) 555-0118")
    accessible(desk)
    desk.click("main form button[type=submit]")
    desk.wait_for_url(re.compile(r"/staff/families/PL-[\d-]+/$"))
    return desk.url


def promise(desk: Page, record: str) -> None:
    """A grandmother, whom one may call in the evening, and a contact promised to her."""
    desk.goto(f"{record}people/new/")
    desk.fill("[name=name]", "Amparo Luján")
    desk.select_option("[name=relation]", "grandparent")
    desk.check("[name=language][value=es]", force=True)
    desk.fill("[name=phones]", "(512) 555-0144")
    desk.check("[name=apart]")
    accessible(desk)
    desk.click("main form button[type=submit]")
    desk.goto(f"{record}contacts/promise/")
    desk.fill("[name=due_at]", "2031-05-04T18:30")
    desk.select_option("[name=relative]", label="Amparo Luján")
    accessible(desk)
    desk.click("main form button[type=submit]")
    assert "2031" in desk.inner_text("main")
    accessible(desk)


def letter(desk: Page, record: str) -> str:
    """Her page is given; the letter is shown once, and holds the code."""
    desk.goto(f"{record}access/new/")
    desk.select_option("[name=relative]", label="Amparo Luján")
    accessible(desk)
    desk.click("main form button[type=submit]")
    desk.click("form[action$='/letter/'] button")
    assert desk.locator("html").get_attribute("lang") == "es"
    accessible(desk)
    return desk.inner_text(".letter__code")


def enter(house: House, browser: Browser, code: str) -> Page:
    """By the letter, typed as people type, on a telephone."""
    page = person(browser, phone=True, language="es").new_page()
    page.goto(f"{house.console}/family/")
    page.click("a[href='/sign-in/paper/']")
    accessible(page)
    page.fill("[name=code]", code.lower().replace("-", " "))
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url("**/family/")
    assert "Su persona de apoyo" in page.inner_text("main")
    assert "2031" in page.inner_text("main")
    accessible(page)
    return page


def write(page: Page, words: str, reply: str = "") -> None:
    """One message; what was answered before is read first."""
    page.click("a[href*='/family/messages/']")
    assert reply in page.inner_text("main")
    accessible(page)
    page.fill("[name=text]", words)
    page.click("main form button[type=submit]")
    assert words in page.inner_text("main")


class TestAFamily:
    def test_signs_in_by_letter_reads_writes_and_is_answered(
        self, house: House, browser: Browser
    ) -> None:
        desk = sign_in(person(browser), house, "advocate")
        record = take_on(desk, house)
        promise(desk, record)
        page = enter(house, browser, letter(desk, record))
        write(page, "¿Hay noticias de mi nieta?")
        page.goto(f"{house.console}/family/")
        picture(page, "family-home-es", full=True)

        desk.goto(f"{record}messages/")
        assert "¿Hay noticias de mi nieta?" in desk.inner_text("main")
        accessible(desk)
        desk.fill("[name=text]", "Hoy no hay nada nuevo. La llamo por la tarde.")
        desk.click("main form button[type=submit]")
        for tab in ("", "needs/", "access/"):
            desk.goto(f"{record}{tab}")
            accessible(desk)
        write(page, "Gracias.", reply="Hoy no hay nada nuevo.")

        desk.goto(f"{record}access/")
        desk.click("form[action$='/end/'] button")
        page.goto(f"{house.console}/family/")
        assert "/sign-in/" in page.url
