"""Every page there is, visited by somebody who may, and looked at by axe."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page

from porchlight.house.doors.routes import routes
from tests import browser as tools
from tests.house import House

pytestmark = pytest.mark.browser

PUBLIC = "porchlight.config.urls_public"
# Addresses that answer with something else than a page.
NOT_PAGES = {
    "alive",
    "ready",
    "metrics",
    "robots",
    "openapi-json",
    "api-root",
    "poster-list",
    "poster-detail",
    "poster-sheet",
    "feed-json",
    "feed-atom",
    "feed-pfif",
    "poster-file",
    "poster-preview",
    "family-poster-preview",
    "case-photograph",
    "lead-picture",
    "partner-lead-picture",
    "public-places",
    "public-map",
    "sighting-challenge",
    "sighting-leave",
    "job-progress",
    "ispws-status",
    "ispws-xsd",
}
# Pages of a moment, which need its code or key: seen in the browser tests of accounts.
OF_A_MOMENT = {
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


def pages_of(urlconf: str) -> set[str]:
    return {
        route.name
        for route in routes(urlconf)
        if "GET" in route.methods and route.name not in NOT_PAGES | OF_A_MOMENT
    }


class Walk:
    """Follows every link to a page that nobody has visited yet."""

    def __init__(self, context: BrowserContext, origin: str, urlconf: str) -> None:
        self.context, self.origin, self.urlconf = context, origin, urlconf
        self.faults: list[str] = []

    def name_of(self, url: str) -> str:
        try:
            return resolve(urlsplit(url).path, self.urlconf).view_name
        except Resolver404:
            return ""

    def links(self, page: Page) -> list[str]:
        # A link of a drawn map has no plain address of its own.
        read = "all => all.map(one => new URL(one.getAttribute('href'), location).href)"
        found = page.eval_on_selector_all("a[href]", read)
        return [url.partition("#")[0] for url in found if url.startswith(self.origin)]

    def walk(self, page: Page, visited: set[str], also: tuple[str, ...] = ()) -> None:
        waiting = deque([page.url, *(self.origin + path for path in also)])
        queued = set()
        first = True
        while waiting:
            url = waiting.popleft()
            name = self.name_of(url)
            if name in NOT_PAGES or (name in visited and not first):
                continue
            first = False
            self.visit(page, url, name, visited)
            for link in self.links(page):
                wanted = self.name_of(link)
                if link not in queued and wanted not in visited | NOT_PAGES:
                    queued.add(link)
                    waiting.append(link)

    def visit(self, page: Page, url: str, name: str, visited: set[str]) -> None:
        answer = page.goto(url)
        status = answer.status if answer else 0
        if status >= 400:
            self.faults.append(f"{status} {url}")
            return
        if name not in visited:
            self.faults += [f"{url} {line}" for line in tools.violations(page)]
        visited.add(name)
        visited.add(self.name_of(page.url))


@pytest.fixture(scope="module")
def chromium():
    with tools.chromium() as browser:
        yield browser


class TestEveryPage:
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_of_the_public_site_is_accessible_on_a_telephone(
        self, house: House, chromium: Browser, language: str
    ) -> None:
        context = tools.person(chromium, phone=True, language=language)
        page = context.new_page()
        page.goto(f"{house.public}/")
        visited: set[str] = set()
        walk = Walk(context, house.public, PUBLIC)
        walk.walk(page, visited)
        context.close()
        assert not walk.faults, "\n".join(walk.faults)
        assert pages_of(PUBLIC) <= visited
