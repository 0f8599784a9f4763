"""The hash desk and the officers' sets in a browser: every page, both widths, both languages."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import accessible, chromium, person, picture
from tests.clients.served import Served, serving

pytestmark = pytest.mark.browser
DESK = {
    "analyst": (
        "/staff/hashes/",
        "/staff/hashes/entries/",
        "/staff/hashes/entries/new/",
        "/staff/hashes/look-up/",
        "/staff/hashes/series/",
        "/staff/hashes/series/new/",
        "/staff/hashes/series/{series}/",
        "/staff/hashes/sets/",
        "/staff/hashes/sets/{set}/",
        "/staff/reports/",
        "/staff/reports/bundles/",
        "/staff/reports/rules/",
        "/staff/reports/rules/{rules}/",
        "/staff/reports/{report}/",
        "/staff/reports/{report}/refer/",
        "/staff/reports/{report}/beside/{other}/",
    ),
    "supervisor": (
        "/staff/hashes/entries/{entry}/",
        "/staff/reports/overview/",
        "/staff/reports/preservation/",
    ),
    "administrator": ("/staff/hashes/members/", "/staff/machine-keys/"),
    "advocate": ("/staff/hashes/notices/", "/staff/hashes/notices/wishes/{series}/"),
    "officer": (
        "/partner/hash-sets/",
        "/partner/hash-sets/new/",
        "/partner/hash-sets/{set}/",
        "/partner/hash-sets/{waiting}/",
        "/partner/given/",
        "/partner/given/{given}/",
    ),
    "provider": ("/partner/reports/new/", "/partner/reports/results/"),
}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(str(Path(__file__).parent / "hash_desk.py")) as house:
        yield house


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


def signed_in(browser, served, who, **said):
    context = person(browser, **said)
    named = {"name": "sessionid", "value": served.told[who], "url": served.base}
    language = {"name": "language", "value": said.get("language", "en"), "url": served.base}
    context.add_cookies([named, language])
    return context.new_page()


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("who", DESK)
def test_every_page_is_accessible_and_as_wide_as_the_screen(browser, served, who, phone):
    language = "es" if phone else "en"
    page = signed_in(browser, served, who, phone=phone, language=language)
    for pattern in DESK[who]:
        address = pattern.format(**served.told)
        answer = page.goto(served.base + address)
        assert answer is not None and answer.status == 200, address
        assert page.locator("html").get_attribute("lang") == language
        accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, address
        if folder := os.environ.get("LOOK_AT"):
            name = address.strip("/").replace("/", "-")
            page.screenshot(path=f"{folder}/{name}-{language}.png", full_page=True)
    page.context.close()


class TestTheStory:
    def test_of_a_hash_that_is_known_by_another_picture(self, browser, served):
        page = signed_in(browser, served, "analyst")
        near = f"{int(served.told['hash'], 16) ^ 0b10101:064x}"
        page.goto(f"{served.base}/staff/hashes/look-up/")
        page.get_by_label("Hashes", exact=False).first.fill(near)
        page.get_by_role("button", name="Look up").click()
        page.get_by_text("3 bits differ").wait_for()
        picture(page, "hash-look-up")
        page.get_by_role("main").get_by_role("link", name="Series").first.click()
        page.get_by_text("Det. Owen Pike").wait_for()
        picture(page, "hash-series")
        page.context.close()

    def test_of_an_officer_who_sends_a_set_and_reads_whom_to_ask(self, browser, served, tmp_path):
        page = signed_in(browser, served, "officer")
        page.goto(f"{served.base}/partner/hash-sets/new/")
        page.get_by_label("Your case number").fill("24-140")
        wrong = tmp_path / "wrong.csv"
        wrong.write_text("name\nx\n")
        page.get_by_label("Hash set").set_input_files(wrong)
        page.get_by_role("button", name="Send and compare").click()
        assert page.get_by_label("Your case number").input_value() == "24-140"
        right = tmp_path / "right.csv"
        right.write_text(f"PDQ\n{served.told['hash']}\n")
        page.get_by_label("Hash set").set_input_files(right)
        page.get_by_role("button", name="Send and compare").click()
        page.get_by_text("0 of 1").wait_for()
        page.goto(f"{served.base}/partner/hash-sets/{served.told['set']}/")
        page.get_by_text("Det. Owen Pike").wait_for()
        picture(page, "hash-set")
        page.context.close()

    def test_of_a_report_from_the_providers_upload_to_the_agencys_receipt(
        self, browser, served, tmp_path
    ):
        page = signed_in(browser, served, "provider")
        page.goto(f"{served.base}/partner/reports/new/")
        page.get_by_label("What it is about").select_option("Child Sex Trafficking")
        page.get_by_label("When, in UTC").fill("2026-10-02 08:30")
        page.get_by_label("The account's number").fill("u-31")
        page.get_by_label("An IP address of it").fill("8.8.4.4")
        file = tmp_path / "random.bin"
        file.write_bytes(bytes(range(256)))
        page.get_by_label("Files").set_input_files(file)
        page.get_by_label("Did your company view all of them?").select_option("yes")
        page.get_by_role("button", name="File it").click()
        page.get_by_text("Keep the receipt below").wait_for()
        number = page.get_by_role("heading", level=1).inner_text()
        page.context.close()
        desk = signed_in(browser, served, "analyst")
        desk.goto(f"{served.base}/staff/reports/{number}/")
        desk.get_by_role("button", name="Decide anew").click()
        desk.get_by_text("Trafficking of a child").first.wait_for()
        desk.get_by_role("link", name="Give to an agency").click()
        desk.locator("#id_agency").select_option(label="Harlan Creek County Sheriff's Office")
        desk.get_by_label("For the agency").fill("Only this one account.")
        desk.get_by_role("button", name="Give it").click()
        desk.get_by_text("Not opened").wait_for()
        officer = signed_in(browser, served, "officer")
        officer.goto(f"{served.base}/partner/given/")
        officer.get_by_role("link", name=number).click()
        officer.get_by_text("Only this one account.").wait_for()
        picture(officer, "report-given")
        with officer.expect_download() as sheet:
            officer.get_by_role("link", name="Readable sheet (PDF)").click()
        assert Path(sheet.value.path()).read_bytes().startswith(b"%PDF")
        officer.get_by_text("Take this file").click()
        with officer.expect_download() as taken:
            officer.get_by_role("button", name="Take it").click()
        assert Path(taken.value.path()).read_bytes() == file.read_bytes()
        desk.reload()
        desk.get_by_text("2 receipts").wait_for()
        picture(desk, "report-desk")
        officer.context.close()
        desk.context.close()
