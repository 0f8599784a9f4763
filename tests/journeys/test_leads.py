"""A sighting from a telephone to the officer's answer and back to the one who saw, twice."""

import re
import time
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from tests.browser import accessible, chromium, person, picture
from tests.house import House

pytestmark = pytest.mark.browser
SEEN = {
    "en": "A girl of about 13 in a green sweater at the bus station; an older man held her arm.",
    "es": "Un niño de unos 9 años con gorra roja en la biblioteca; pedía un teléfono prestado.",
}
# Another place, or both would be shown as one sighting.
KEYS = {
    "en": ("ArrowRight", "Shift+ArrowDown", "Enter"),
    "es": ("Shift+ArrowUp", "Shift+ArrowUp", "Enter"),
}
AGO = {"en": "2 hours ago", "es": "hace 2 horas"}


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


def drawn() -> dict[str, object]:
    """A drawn picture whose camera says where it was."""
    image = Image.new("RGB", (640, 480), "#9bbbcc")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 340, 640, 480), fill="#777777")
    draw.rectangle((280, 210, 360, 345), fill="#2a9d5a")
    draw.ellipse((285, 140, 355, 210), fill="#cc9966")
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 16.0, 12.0), 3: "W", 4: (97.0, 44.0, 24.0)})
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return {"name": "seen.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def sign_in(house: House, browser: Browser, email: str, language: str) -> Page:
    page = person(browser, language=language).new_page()
    page.goto(f"{house.console}/sign-in/")
    page.fill("[name=email]", email)
    page.fill("[name=password]", "lantern on the porch")
    page.check("[name=notice]")
    page.click("main button[type=submit] >> nth=0")
    for _ in range(3):
        code = re.findall(r"\d{6}", house.command("demo-code").stdout)[0]
        page.fill("[name=code]", code)
        page.click("main button[type=submit] >> nth=0")
        page.wait_for_load_state()
        if "sign-in" not in page.url:
            return page
        time.sleep(31)  # a code is good once
    raise AssertionError(page.content())


def open_poster_of(page: Page, agency: str) -> None:
    """Open a poster whose case that agency investigates."""
    links = page.locator(".poster-card h3 a")
    addresses = [one.get_attribute("href") for one in links.all()]
    for address in addresses:
        page.goto(f"{'/'.join(page.url.split('/')[:3])}{address}")
        if agency in page.inner_text("main"):
            return
    raise AssertionError(f"no poster of {agency} among {len(addresses)}")


def tell(house: House, browser: Browser, language: str) -> tuple[Page, str]:
    """Tell what one saw, by keyboard where the map is; returns the receipt."""
    start = house.public + ("/es" if language == "es" else "")
    page = person(browser, phone=True, language=language).new_page()
    page.goto(f"{start}/")
    open_poster_of(page, "Harlan Creek")
    page.click(".button--lamp[href$='sighting/'] >> nth=0")
    accessible(page)
    picture(page, f"lead-form-{language}")
    page.fill("[name=words]", SEEN[language])
    page.fill("[name=seen]", AGO[language])
    page.click(".tip-map summary")
    page.select_option(".tip-map select", "TX")
    page.locator(".tip-map svg").focus()
    for key in KEYS[language]:
        page.keyboard.press(key)
    expect(page.locator("[name=place]")).not_to_have_value("")
    assert page.input_value("[name=place_state]") == "TX"
    accessible(page)
    page.set_input_files("[name=pictures]", drawn())
    page.click(".tip-send")
    page.wait_for_selector(".receipt__code")
    accessible(page)
    picture(page, f"lead-receipt-{language}")
    return page, re.sub(r"\s", "", page.inner_text(".receipt__code"))


def answers(page: Page, house: House, language: str, code: str) -> str:
    page.goto(house.public + ("/es" if language == "es" else "") + "/receipt/")
    accessible(page)
    page.fill("[name=code]", code.lower().replace("-", " "))
    page.click("main button[type=submit]")
    page.wait_for_selector("[name=words]")
    accessible(page)
    return page.inner_text("main")


def work_at_the_desk(desk: Page, house: House, language: str) -> str:
    """Open the lead, give it to the agency, answer the sender; returns the lead's address."""
    desk.goto(f"{house.console}/staff/leads/")
    row = desk.locator(".lead-row", has_text=SEEN[language])
    for _ in range(60):
        if row.count():
            break
        time.sleep(0.5)
        desk.reload()
    accessible(desk)
    picture(desk, f"lead-inbox-{language}")
    row.locator("a").first.click()
    for _ in range(60):
        if desk.locator(".lead-pictures img").count():
            break
        time.sleep(0.5)
        desk.reload()
    accessible(desk)
    picture(desk, f"lead-{language}", full=True)
    desk.click("#agency .button--primary")
    desk.select_option("#talk [name=ready]", "more_about_place")
    desk.click("#talk .button--primary >> nth=0")
    desk.wait_for_load_state()
    return desk.url


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sighting_goes_to_the_officer_and_the_answer_comes_back(
    house: House, browser: Browser, language: str
):
    teller, code = tell(house, browser, language)
    desk = sign_in(house, browser, "dana@porchlight.example", language)
    address = work_at_the_desk(desk, house, language)
    asked = {"en": "where exactly", "es": "dónde fue exactamente"}[language]
    assert asked in answers(teller, house, language, code)

    officer = sign_in(house, browser, "marsh@harlancreek.example", language)
    officer.goto(f"{house.console}/partner/leads/")
    accessible(officer)
    officer.click("main li a >> nth=0")
    assert SEEN[language] in officer.inner_text("main")
    accessible(officer)
    picture(officer, f"lead-officer-{language}", full=True)
    officer.check("[name=accepted][value=yes]", force=True)
    officer.click("main form button[type=submit] >> nth=0")
    officer.check("[name=outcome][value=not_the_child]")
    officer.fill("[name=words]", "Checked: another girl.")
    officer.click("main form button[type=submit] >> nth=0")
    officer.wait_for_load_state()
    accessible(officer)

    desk.goto(address)
    assert "Checked: another girl." in desk.inner_text("main")


class TestWithoutScript:
    def test_a_tip_is_taken_and_held(self, house: House, browser: Browser):
        page = browser.new_context(
            java_script_enabled=False, viewport={"width": 320, "height": 640}
        )
        one = page.new_page()
        one.goto(f"{house.public}/sighting/")
        one.fill("[name=words]", "A boy with a red cap, told without script.")
        one.click(".tip-send")
        assert len(re.sub(r"\s", "", one.inner_text(".receipt__code"))) == 29

    def test_nothing_is_wider_than_a_small_telephone(self, house: House, browser: Browser):
        page = browser.new_context(viewport={"width": 320, "height": 640}).new_page()
        for path in ("/sighting/", "/es/sighting/", "/receipt/"):
            page.goto(f"{house.public}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
