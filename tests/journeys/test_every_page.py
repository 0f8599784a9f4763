"""Every page there is, visited by somebody who may, and looked at by axe."""

import re
from collections import deque
from collections.abc import Iterable
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import APIResponse, Browser, Page

from porchlight.core.viewer import Door
from porchlight.house.doors.routes import routes
from tests import browser as tools
from tests.house import House
from tests.people import sign_in

pytestmark = pytest.mark.browser

LINK = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
CONSOLE, PUBLIC = "porchlight.config.urls_console", "porchlight.config.urls_public"
# Who looks for pages, and where they find those that no link of the first pages leads to.
WALKERS = {
    "supervisor": ("/staff/ui/", "/confirm/", "/staff/search/?q=ana"),
    "case_manager": (),
    "specialist": (),
    "administrator": ("/account/",),
    "advocate": (),
    "analyst": (),
    "artist": (),
    "trainer": (),
    "coordinator": (),
    "officer": (),
    "provider": (),
    "volunteer": (),
    "mother": (),
}
# Addresses that answer with something else than a page.
NOT_PAGES = {
    "alive",
    "ready",
    "metrics",
    "robots",
    "openapi-json",
    "api-root",
    "poster-list",
    "poster-api-list",
    "poster-api-one",
    "poster-api-photo",
    "poster-detail",
    "poster-sheet",
    "feed-json",
    "feed-atom",
    "feed-pfif",
    "poster-file",
    "poster-preview",
    "family-poster-preview",
    "case-photograph",
    "family-photograph",
    "case-ncic-pdf",
    "partner-ncic-pdf",
    "lead-picture",
    "partner-lead-picture",
    "public-places",
    "public-map",
    "sighting-challenge",
    "sighting-leave",
    "job-progress",
    "call-aside",
    "call-places",
    "own-hash-set-file",
    "start",
}
# Pages of a moment, which need its code or key: seen in the browser tests of accounts.
OF_A_MOMENT = {
    "case-by-link",
    "join",
    "locked",
    "sign-in-code",
    "sign-in-enrol",
    "send-again",
    "account-recovery-codes",
    "account-app",
    "message-staff",
    "message-partner",
    "message-family",
    "receipt-write",
}

# Pages of a record: those of which the smallest demonstration has one.
OF_A_RECORD = {
    "agency",
    "call-console",
    "call-finish",
    "call-record",
    "case-agencies",
    "case-overview",
    "case-people",
    "case-photographs",
    "case-timeline",
    "case-work",
    "partner-case",
    "poster-desk",
    "staff-account",
}


def pages_of(urlconf: str) -> set[str]:
    """The pages that are there without any record."""
    return {
        route.name
        for route in routes(urlconf)
        if "GET" in route.methods
        and route.door is not Door.API
        and "<" not in route.pattern
        and route.name not in NOT_PAGES | OF_A_MOMENT
    }


class Walk:
    """
    One person's way: every link to a kind of page that they have not seen yet.

    ``looked_at``: pages that axe has seen already, whoever brought it there. The others are only
    asked for: whoever is shown a link must be let in.
    """

    def __init__(self, page: Page, origin: str, urlconf: str, looked_at: set[str]) -> None:
        self.page, self.origin, self.urlconf, self.looked_at = page, origin, urlconf, looked_at
        self.seen: dict[str, str] = {}
        self.faults: list[str] = []

    def name_of(self, url: str) -> str:
        path = urlsplit(url).path
        try:
            # An address of the public site begins with its language, and resolves in it only.
            with translation.override(translation.get_language_from_path(path) or "en"):
                return resolve(path, self.urlconf).view_name
        except Resolver404:
            return ""

    def walk(self, also: Iterable[str] = ()) -> None:
        waiting = deque([self.page.url, *(self.origin + path for path in also)])
        while waiting:
            url = waiting.popleft()
            name = self.name_of(url)
            if name not in self.seen and name not in NOT_PAGES:
                waiting += self.visit(url, name)

    def visit(self, url: str, name: str) -> list[str]:
        """See one page; return where its links lead."""
        answer = self.page.request.get(url)
        # An address may lead on to another: then it is that page which stands here.
        here = self.name_of(answer.url)
        if answer.status >= 400 or not here:
            self.faults.append(f"{answer.status} {url}")
        elif here not in self.looked_at:
            self.look(answer.url)
            self.looked_at.add(here)
        self.seen |= {name: url, here: answer.url}
        return [url for url in links(answer) if url.startswith(self.origin)]

    def look(self, url: str) -> None:
        self.page.goto(url)
        found = [*tools.violations(self.page), *tools.too_wide(self.page)]
        self.faults += [f"{url} {line}" for line in found]


def links(answer: APIResponse) -> list[str]:
    found = LINK.findall(answer.text())
    return [urljoin(answer.url, unescape(link)).partition("#")[0] for link in found]


def pages_of_a_call(page: Page, house: House) -> list[str]:
    """Take a call; return the addresses of its pages."""
    page.goto(f"{house.console}/staff/calls/")
    page.locator("button[name=channel][value=telephone]").click()
    page.wait_for_url("**/staff/calls/*/")
    here = urlsplit(page.url).path
    return [here, f"{here}finish/", f"{here}record/"]


@pytest.fixture(scope="module")
def chromium():
    with tools.chromium() as browser:
        yield browser


class TestEveryPage:
    def test_of_the_console_is_accessible_to_whoever_may_see_it(
        self, house: House, chromium: Browser
    ) -> None:
        looked_at: set[str] = set()
        faults: list[str] = []
        for part, also in WALKERS.items():
            context = tools.person(chromium)
            page = sign_in(context, house, part)
            if part == "specialist":
                also = pages_of_a_call(page, house)
            walk = Walk(page, house.console, CONSOLE, looked_at)
            walk.walk(also)
            faults += [f"{part}: {fault}" for fault in walk.faults]
            context.close()
        stranger = tools.person(chromium).new_page()
        stranger.goto(f"{house.console}/sign-in/")
        threshold = Walk(stranger, house.console, CONSOLE, looked_at)
        threshold.walk()
        faults += threshold.faults
        assert not faults, "\n".join(faults)
        assert pages_of(CONSOLE) | OF_A_RECORD <= looked_at

    @pytest.mark.parametrize("language", ["en", "es"])
    def test_of_the_public_site_is_accessible_on_a_telephone(
        self, house: House, chromium: Browser, language: str
    ) -> None:
        context = tools.person(chromium, phone=True, language=language)
        page = context.new_page()
        page.goto(f"{house.public}/")
        walk = Walk(page, house.public, PUBLIC, set())
        walk.walk()
        context.close()
        assert not walk.faults, "\n".join(walk.faults)
        assert pages_of(PUBLIC) <= walk.looked_at
