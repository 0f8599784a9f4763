"""Signing in with a real browser: code, passkey, idle lock; axe on every page of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pyotp
import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser import AXE, accessible, chromium, person
from tests.desk import PASSWORD, SECRET, desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="run make static first"),
]

WITHOUT_FACTOR = """
from allauth.mfa.models import Authenticator
Authenticator.objects.filter(user__email__startswith={0!r}).delete()
"""
AGED = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    session = SessionStore(session_key=row.session_key)
    if "seen_at" in session:
        session["seen_at"] -= 1900
        session.save()
"""


@pytest.fixture(scope="module")
def console():
    with desk("journey_sign_in") as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


def begin(page: Page, url: str, who: str) -> None:
    page.goto(f"{url}/sign-in/")
    page.get_by_label("E-mail address").fill(f"{who}@porchlight.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("I have read this notice").check()
    page.get_by_role("button", name="Go on").click()


def with_key(page: Page) -> None:
    """Give the browser a security key that knows its holder."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


class TestSigningIn:
    @pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
    def test_enrols_an_app_and_leads_to_work(self, console, browser, phone):
        console.run(WITHOUT_FACTOR.format("ruth"))
        context = person(browser, phone=phone)
        page = context.new_page()
        page.goto(f"{console.url}/sign-in/")
        accessible(page)
        begin(page, console.url, "ruth")
        expect(page.get_by_role("heading", name="Set up your second step")).to_be_visible()
        accessible(page)
        page.get_by_text("Enter the key by hand").click()
        secret = page.locator("code.secret").inner_text().replace(" ", "")
        page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
        page.get_by_role("button", name="Set up the app").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        accessible(page)
        page.get_by_role("link", name="I have kept them").click()
        expect(page).to_have_url(f"{console.url}/staff/")
        context.close()

    def test_enrols_a_passkey_and_signs_in_with_it_alone(self, console, browser):
        console.run(WITHOUT_FACTOR.format("lena"))
        context = person(browser)
        page = context.new_page()
        with_key(page)
        begin(page, console.url, "lena")
        page.get_by_label("Name of this passkey").fill("Key on my ring")
        page.get_by_role("button", name="Make a passkey").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        page.goto(f"{console.url}/account/")
        expect(page.get_by_role("strong").filter(has_text="Key on my ring")).to_be_visible()
        accessible(page)
        page.get_by_text("Lena Brandvold").first.click()
        page.get_by_role("button", name="Sign out").click()
        passkey = page.get_by_role("button", name="Sign in with my passkey")
        passkey.click()
        expect(page.get_by_role("alert")).to_have_text("Read the notice and agree to it first.")
        page.get_by_label("I have read this notice").check()
        passkey.click()
        expect(page).to_have_url(f"{console.url}/staff/")
        context.close()


class TestTheIdleLock:
    def test_hides_the_page_and_loses_nothing_typed(self, console, browser):
        context = person(browser)
        page = context.new_page()
        page.clock.install()
        begin(page, console.url, "dana")
        page.get_by_label("Code", exact=True).fill(pyotp.TOTP(SECRET).now())
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{console.url}/staff/emergency/")
        accessible(page)
        page.get_by_label("Why it cannot wait").fill("The child waits at the bus station.")
        console.run(AGED)
        page.clock.fast_forward("31:00")
        lock = page.get_by_role("dialog", name="Locked")
        expect(lock).to_be_visible()
        expect(page.get_by_label("Why it cannot wait")).to_be_hidden()
        lock.get_by_role("textbox").fill("wrong")
        page.keyboard.press("Enter")
        expect(lock.get_by_role("alert")).to_have_text("That is not right. Try again.")
        lock.get_by_role("textbox").fill(PASSWORD)
        page.keyboard.press("Enter")
        reason = page.get_by_label("Why it cannot wait")
        expect(reason).to_have_value("The child waits at the bus station.")
        page.get_by_label("Record").fill("case:12")
        page.get_by_role("button", name="Open the record").click()
        expect(page.get_by_text("The record is open to you for four hours.")).to_be_visible()
        context.close()

    def test_of_the_server_keeps_a_form_that_was_sent_to_it(self, console, browser):
        context = person(browser)
        page = context.new_page()
        begin(page, console.url, "marcus")
        page.get_by_label("Code", exact=True).fill(pyotp.TOTP(SECRET).now())
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{console.url}/staff/emergency/")
        page.get_by_label("Record").fill("case:13")
        page.get_by_label("Why it cannot wait").fill("The child waits at the bus station.")
        console.run(AGED)
        page.get_by_role("button", name="Open the record").click()
        expect(page.get_by_role("heading", name="Locked")).to_be_visible()
        assert "bus station" not in page.content()
        accessible(page)
        page.get_by_label("Password or authenticator code").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", name="Your form was kept")).to_be_visible()
        accessible(page)
        page.get_by_role("button", name="Send it now").click()
        expect(page.get_by_text("The record is open to you for four hours.")).to_be_visible()
        context.close()


class TestOneCode:
    def test_lets_one_of_twenty_in_who_type_it_at_the_same_moment(self, console):
        with ThreadPoolExecutor(20) as pool:
            waiting = list(pool.map(lambda _: halfway(console.url), range(20)))
            code = pyotp.TOTP(SECRET).now()
            together = Barrier(20)
            answers = list(pool.map(lambda one: typed(one, console.url, code, together), waiting))
        # Of those refused, some meet the lock and are led back to the first step's page.
        into_work = [answer for answer in answers if answer == "/staff/"]
        assert len(into_work) == 1, answers


def halfway(url: str) -> requests.Session:
    """A browser of Tomás in which the password was right."""
    browser = requests.Session()
    browser.get(f"{url}/sign-in/", timeout=60)
    said = {"email": "tomas@porchlight.example", "password": PASSWORD, "notice": "on"}
    assert sent(browser, f"{url}/sign-in/", said) == "/sign-in/code/"
    return browser


def sent(browser: requests.Session, address: str, said: dict[str, str]) -> str:
    """Send a form; return where its answer leads."""
    form = {**said, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    answer = browser.post(address, data=form, timeout=60, allow_redirects=False)
    return answer.headers.get("Location", "")


def typed(browser: requests.Session, url: str, code: str, together: Barrier) -> str:
    together.wait(30)
    return sent(browser, f"{url}/sign-in/code/", {"code": code})
