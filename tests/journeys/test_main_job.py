"""
The main job, walked by its people on real processes: a call becomes a case, a poster and a lead,
the officer confirms the recovery, and the poster is gone. Once in English, once in Spanish.
"""

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from porchlight.demo.portraits import portrait
from tests import browser as tools
from tests.house import House
from tests.people import sign_in

pytestmark = pytest.mark.browser

SAID = {
    "en": {
        "name": "Lucía",
        "summary": "{name} may be travelling by bus.",
        "gone": "no longer",
        "missing": "Missing since",
        "poster_pdf": "MISSING",
        "trail": ("Opened the case", "Viewed the case", "Confirmed the recovery", "Released"),
    },
    "es": {
        "name": "Jimena",
        "summary": "{name} may be travelling by bus.",
        "gone": "ya no",
        "missing": "Desaparecid",
        "poster_pdf": "DESAPARECID",
        "trail": ("Abrió el caso", "Vio el caso", "Confirmó la localización"),
    },
}
WAIT_SECONDS = 60
# The ten that the manual shows.
PICTURES = {
    "call-console",
    "call-review",
    "case",
    "poster-desk",
    "public-poster",
    "public-sighting",
    "leads",
    "lead",
    "officer-case",
    "audit-trail",
}


def press(page: Page, button: str) -> None:
    """Press what leads to another page, and be there."""
    with page.expect_navigation():
        page.locator(button).first.click()


def put(page: Page | Locator, **answers: str) -> None:
    """Answer questions by their names in the form; a hyphen is written as two underscores."""
    for name, value in answers.items():
        field = page.locator(f'[name="{name.replace("__", "-")}"]')
        kind = field.first.evaluate("one => one.tagName == 'SELECT' ? 'select' : one.type")
        if kind in ("radio", "checkbox"):
            page.locator(f'[name="{name.replace("__", "-")}"][value="{value}"]').first.check(
                force=True
            )
        elif kind == "select":
            field.first.select_option(value)
        else:
            field.first.fill(value)


def until(look: Callable[[], bool], what: str) -> None:
    """Wait for the worker, as people do who load a page again."""
    end = time.monotonic() + WAIT_SECONDS
    while not look():
        assert time.monotonic() < end, f"in {WAIT_SECONDS} s there was no {what}"
        time.sleep(0.5)


class Journey:
    """What one child's story needs to remember from page to page."""

    def __init__(self, browser: Browser, house: House, language: str, folder: Path) -> None:
        self.browser, self.house, self.language = browser, house, language
        self.said = SAID[language]
        self.face = folder / "face.jpg"
        looks = {"sex": "F", "age": 14, "hair": "BRO", "eyes": "BRO", "skin": "MED"}
        self.face.write_bytes(portrait(len(language + self.said["name"]), **looks, size=(480, 600)))
        self.contexts: list[BrowserContext] = []
        self.number = self.desk = self.code = ""

    def open(self, *, phone: bool = False) -> BrowserContext:
        context = tools.person(self.browser, phone=phone, language=self.language)
        for origin in (self.house.console, self.house.public):
            context.add_cookies([{"name": "language", "value": self.language, "url": origin}])
        self.contexts.append(context)
        return context

    def enter(self, part: str) -> Page:
        return sign_in(self.open(), self.house, part)

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def look(self, page: Page, name: str) -> None:
        """Every page on the way is looked at by axe; the English ones become pictures."""
        expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{self.language}"))
        tools.accessible(page)
        if self.language == "en" and name in PICTURES:
            page.evaluate("scrollTo(0, 0)")
            tools.picture(page, name)

    @property
    def public(self) -> str:
        """The public site in this language: its address says which."""
        return self.house.public + ("" if self.language == "en" else f"/{self.language}")

    @property
    def case(self) -> str:
        return f"{self.house.console}/staff/cases/{self.number}/"

    @property
    def sheet(self) -> str:
        return f"{self.public}/p/{self.code}/poster-letter-{self.language}.pdf"

    # ---- what they do

    def take_the_call(self, page: Page) -> None:
        page.goto(f"{self.house.console}/staff/calls/")
        self.look(page, "call-board")
        press(page, "button[name=channel][value=telephone]")
        put(
            page,
            call__0__about="missing",
            caller__0__phones="512 555 0177",
            caller__0__name="Rosa Delgado Vance",
            caller__0__relation="mother",
            event__0__circumstances="She left after supper and did not come back.",
            event__0__latest="2 hours ago" if self.language == "en" else "hace 2 horas",
            event__0__place="Llano, TX",
            event__0__left_by_choice="yes",
            child__0__given_names=self.said["name"],
            child__0__family_names="Delgado Vance",
            child__0__born="2012-05-04",
            child__0__sex="F",
            looks__0__height_cm="5'1\"",
            looks__0__weight_kg="95 lb",
            looks__0__hair="BRO",
            looks__0__eyes="BRO",
            looks__0__races="W",
            scene__0__clothing="Green sweater and black trousers",
            police__0__told="yes",
        )
        page.locator("[data-save-state]").first.wait_for()
        expect(page.locator("#read-event-0-place")).to_contain_text("Llano County", timeout=20_000)
        self.look(page, "call-console")
        press(page, 'button[name=go][value="finish"]')
        self.look(page, "call-review")
        press(page, 'form[action$="/finish/case/"] button.button--primary')
        self.number = urlsplit(page.url).path.rstrip("/").split("/")[-1]

    def work_on_the_case(self, page: Page) -> None:
        expect(page.locator("main")).to_contain_text(self.number)
        assert page.locator(".clock").count(), "no clock runs"
        expect(page.locator("main")).to_contain_text("Harlan Creek County Sheriff")
        self.look(page, "case")
        page.goto(f"{self.case}photographs/add/")
        page.locator("[name=picture]").set_input_files(self.face)
        press(page, "main form .button--primary")
        page.goto(f"{self.case}ncic/")
        put(page, ncic_number="M123456789")
        press(page, "main form .button--primary")
        page.goto(f"{self.case}event/")
        put(page, summary=self.said["summary"].format(**self.said))
        press(page, "main form .button--primary")
        page.goto(f"{self.case}agencies/")
        self.look(page, "case-agencies")
        press(page, 'form[action$="/consulted/"] button')
        for about in ("publicity", "picture"):
            page.goto(f"{self.case}people/")
            address = page.locator('main a[href*="/consent/"]').first.get_attribute("href") or ""
            page.goto(self.house.console + address.partition("?")[0])
            put(page, about=about, given="yes", by_name="Rosa Delgado Vance", relation="mother")
            press(page, "main form .button--primary")

    def write_the_poster(self, page: Page) -> None:
        link = page.locator('main a[href^="/staff/posters/"]')

        def drafted() -> bool:
            page.goto(self.case)
            return link.count() > 0

        until(drafted, "draft of a poster")
        press(page, 'main a[href^="/staff/posters/"]')
        self.desk = page.url
        page.goto(f"{self.desk}write/")
        put(
            page,
            **{
                "0_es": f"Es posible que {self.said['name']} viaje en autobús.",
                "1_es": "Suéter verde y pantalón negro",
            },
        )
        press(page, "main form .button--primary")
        put(page, who="Rosa Delgado Vance")
        press(page, 'form[action$="/approve/"] button')
        self.look(page, "poster-approved")
        assert page.locator('form[action$="/release/"]').count() == 0, "the writer released it"

    def release(self, page: Page) -> None:
        page.goto(f"{self.house.console}/staff/messages/mailbox/")
        expect(page.locator("main")).to_contain_text("desk@harlancreek.example")
        expect(page.locator("main")).not_to_contain_text(self.said["name"])
        self.look(page, "mailbox")
        page.goto(self.desk)
        press(page, 'form[action$="/release/"] button')
        self.look(page, "poster-desk")
        printed = f"{self.desk}files/poster-letter-{self.language}.pdf"
        until(lambda: page.context.request.get(printed).status == 200, "printed poster")
        body = page.context.request.get(printed).body()
        sheet = self.face.with_name("poster.pdf")
        sheet.write_bytes(body)
        text = subprocess.run(
            ["pdftotext", sheet, "-"], capture_output=True, text=True, check=True
        ).stdout
        assert self.said["name"] in text
        assert self.said["poster_pdf"] in text
        found = re.search(rb"/p/([\w-]{10,40})/sighting/", body) or re.search(
            r"/p/([\w-]{10,40})/", page.content()
        )
        assert found, "the sheet has no address"
        code = found[1]
        self.code = code.decode() if isinstance(code, bytes) else code

    def tell_a_sighting(self, page: Page) -> None:
        page.goto(f"{self.public}/")
        self.look(page, "public-home")
        page.goto(f"{self.public}/p/{self.code}/")
        expect(page.locator("main")).to_contain_text(self.said["name"])
        expect(page.locator("main")).to_contain_text(self.said["missing"])
        self.look(page, "public-poster")
        until(lambda: page.context.request.get(self.sheet).status == 200, "public sheet")
        page.goto(f"{self.public}/p/{self.code}/sighting/")
        put(
            page,
            words="A girl with a green sweater got on the bus to Austin.",
            still_there="no",
            place="Llano, TX",
            spot="Bus stop by the bakery",
        )
        page.locator("[name=pictures]").set_input_files(self.face)
        self.look(page, "public-sighting")
        press(page, "form.tip button[type=submit]")
        assert re.fullmatch(
            r"[0-9A-Z]{4}(-[0-9A-Z]{4}){5}",
            re.sub(r"\s", "", page.locator(".receipt__code").inner_text()),
        )
        self.look(page, "public-receipt")

    def route_the_lead(self, page: Page) -> None:
        line = page.locator("main").get_by_text(self.number)

        def came() -> bool:
            page.goto(f"{self.house.console}/staff/leads/")
            return line.count() > 0

        until(came, "lead in the inbox")
        self.look(page, "leads")
        press(page, f'main li:has-text("{self.number}") a[href^="/staff/leads/TIP"]')
        self.look(page, "lead")
        route = 'form[action$="/agency/"]'
        page.locator(f"details:has({route})").evaluate_all("all => all.forEach(x => x.open = true)")
        press(page, f"{route} button")

    def answer_as_the_officer(self, page: Page) -> None:
        expect(page.locator("main")).to_contain_text(self.number)
        self.look(page, "officer")
        page.goto(f"{self.house.console}/partner/leads/")
        press(page, f'main li:has-text("{self.number}") a[href^="/partner/leads/"]')
        self.look(page, "officer-lead")
        put(page, accepted="yes")
        press(page, 'form[action$="/answer/"] button')
        page.goto(f"{self.house.console}/partner/cases/{self.number}/")
        put(page, accepted="yes", report_number="26-0817")
        press(page, 'form[action$="/answer/"] button')
        put(
            page.locator('form[action$="/recovery/"]'),
            at="now" if self.language == "en" else "ahora",
            place="Llano County, TX",
            by_whom="public_lead",
            words="Found at the bus stop.",
        )
        self.look(page, "officer-case")
        press(page, 'form[action$="/recovery/"] button')
        assert page.locator(".field--wrong").count() == 0, page.locator("main").inner_text()

    def find_it_gone(self, page: Page) -> None:
        poster = f"{self.public}/p/{self.code}/"
        until(lambda: page.context.request.get(self.sheet).status in (404, 410), "withdrawal")
        page.goto(poster)
        expect(page.locator("main")).not_to_contain_text(self.said["name"])
        page.goto(f"{self.public}/")
        assert page.locator(f'a[href*="{self.code}"]').count() == 0

    def read_the_trail(self, page: Page) -> None:
        page.goto(self.case)
        page.goto(f"{self.house.console}/staff/audit/?kind=cases")
        for sentence in self.said["trail"][:3]:
            expect(page.locator("main")).to_contain_text(sentence)
        for name in ("Dana Okafor", "Ella Marsh"):
            expect(page.locator("main")).to_contain_text(name)
        self.look(page, "audit-trail")
        page.goto(f"{self.house.console}/staff/audit/?kind=posters.poster.released")
        expect(page.locator("main")).to_contain_text("Marcus Iyer")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with tools.chromium() as browser:
        yield browser


class TestTheMainJob:
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_goes_from_the_call_to_the_recovery(
        self, house: House, chromium: Browser, language: str, tmp_path: Path
    ) -> None:
        journey = Journey(chromium, house, language, tmp_path)
        specialist, supervisor = journey.enter("specialist"), journey.enter("supervisor")
        journey.take_the_call(specialist)
        journey.work_on_the_case(specialist)
        journey.write_the_poster(specialist)
        journey.release(supervisor)
        telephone = journey.open(phone=True).new_page()
        journey.tell_a_sighting(telephone)
        journey.route_the_lead(journey.enter("case_manager"))
        journey.answer_as_the_officer(journey.enter("officer"))
        journey.find_it_gone(telephone)
        journey.read_the_trail(supervisor)
        journey.close()
