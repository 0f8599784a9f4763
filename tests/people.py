"""People of the cast at their browsers: each signs in with a second factor, as in life."""

import time
from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext, Page

from porchlight.demo.cast import PARTS, PASSWORD, TOTP_KEY
from porchlight.house.accounts.factors import TOTP_SECONDS, code_at
from tests.house import House

_last_step: dict[str, int] = {}


def code_of(part: str) -> str:
    """A code that this person has not used yet: each works once, the next one early is allowed."""
    step = max(int(time.time()) // TOTP_SECONDS, _last_step.get(part, 0) + 1)
    while step > int(time.time()) // TOTP_SECONDS + 1:
        time.sleep(1)
    _last_step[part] = step
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=step * TOTP_SECONDS)
    return code_at(TOTP_KEY, moment)


def sign_in(context: BrowserContext, house: House, part: str) -> Page:
    """Sign this person in and return the page on which they begin."""
    page = context.new_page()
    page.goto(f"{house.console}/sign-in/")
    page.locator("[name=email]").fill(PARTS[part].email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=notice]").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/sign-in/code/")
    page.locator("[name=code]").fill(code_of(part))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    return page
