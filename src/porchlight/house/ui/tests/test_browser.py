"""The gallery in a real browser: axe, narrow screens, light, dark, mirrored, by keyboard."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.contrib.staticfiles.views import serve
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from playwright.sync_api import Browser, Page, expect, sync_playwright

from porchlight.house.ui import gallery

AXE = Path(__file__).resolve().parents[5] / "node_modules/axe-core/axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium; make test says how to get it"),
    pytest.mark.skipif(not AXE.exists(), reason="run make static first"),
]

saved: list[dict[str, str]] = []
away = threading.Event()


def draft(request):
    saved.append(request.POST.dict())
    if away.is_set():
        return HttpResponse(status=503)
    return JsonResponse({"sequence": int(request.POST["sequence"]), "saved_at": "14:02:11"})


def form(request):
    door = request.GET.get("door", "staff")
    context = {"form": gallery.SampleForm(), "base": f"ui/base_{door}.html", "idle_seconds": 1}
    if "idle" not in request.GET:
        context |= {"idle_seconds": 0, "autosave": "/draft/"}
    return render(request, "ui/tests/form.html", context)


def unlock(request):
    return HttpResponse(status=204 if request.POST["answer"] == "right" else 403)


urlpatterns = [
    path("staff/ui/", gallery.page),
    path("form/", form),
    path("draft/", draft),
    path("unlock/", unlock, name="unlock"),
]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_words):
        """Say nothing."""


class _WithFiles(StaticFilesHandler):
    def serve(self, request):
        return serve(request, self.file_path(request.path), insecure=True)


@pytest.fixture
def site(settings) -> Iterator[str]:
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.MIDDLEWARE = [
        "django.middleware.locale.LocaleMiddleware",
        "porchlight.house.ui.appearance.middleware",
        "csp.middleware.CSPMiddleware",
    ]
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [Path(__file__).resolve().parent / "templates"]}
    ]
    server = make_server("127.0.0.1", 0, _WithFiles(WSGIHandler()), _Server, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    saved.clear()
    away.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright's own loop would make Django think that it is called asynchronously.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


def opened(browser: Browser, address: str, *, width: int = 1280, scheme: str = "light") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="en-US"
    )
    page = context.new_page()
    page.goto(address)
    return page


class TestGallery:
    @pytest.mark.parametrize("width", [320, 1280])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("query", ["", "?direction=rtl"], ids=["ltr", "rtl"])
    def test_has_no_violation_and_nothing_too_wide(self, site, browser, width, scheme, query):
        page = opened(browser, f"{site}/staff/ui/{query}", width=width, scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        # evaluate() is the test's own and not bound by the page's policy.
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run().then(r => r.violations)")
        # Only here do several pagers stand on one page.
        found = [f["id"] for f in found if f["id"] != "landmark-unique"]
        page.context.close()
        assert found == []

    def test_breaks_no_rule_of_the_policy(self, site, browser):
        said: list[str] = []
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site}/staff/ui/")
        page.close()
        assert said == []

    def test_opens_the_keyboard_help_and_gives_the_focus_back(self, site, browser):
        page = opened(browser, f"{site}/staff/ui/")
        page.keyboard.press("?")
        expect(page.get_by_role("heading", name="Keyboard", exact=True)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#keyboard-help")).to_be_hidden()
        page.context.close()

    def test_changes_the_light_without_loading(self, site, browser):
        page = opened(browser, f"{site}/staff/ui/")
        page.locator("#menu").get_by_text("Dark", exact=True).click()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.reload()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.context.close()


class TestAutosave:
    def test_saves_as_it_is_typed_and_says_when(self, site, browser):
        page = opened(browser, f"{site}/form/")
        page.get_by_label("Name of the child").fill("Amina")
        expect(page.locator("[data-save-state=saved]")).to_have_text("Saved 14:02:11")
        assert saved[-1]["name"] == "Amina"
        assert page.evaluate("localStorage.length") == 0
        page.context.close()

    def test_keeps_what_is_typed_while_away_and_sends_it_after(self, site, browser):
        page = opened(browser, f"{site}/form/")
        away.set()
        page.get_by_label("Name of the child").fill("Teo")
        expect(page.locator("[data-save-state=offline]")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Name of the child")).to_have_value("Teo")
        away.clear()
        expect(page.locator("[data-save-state=saved]")).to_be_visible(timeout=15_000)
        assert saved[-1]["name"] == "Teo"
        assert page.evaluate("localStorage.length") == 0
        page.context.close()


class TestIdleLock:
    def test_hides_the_page_and_loses_nothing_typed(self, site, browser):
        page = opened(browser, f"{site}/form/?idle=1")
        name = page.get_by_label("Name of the child")
        name.fill("Amina")
        lock = page.get_by_role("dialog", name="Locked")
        expect(lock).to_be_visible(timeout=12_000)
        expect(name).to_be_hidden()
        page.keyboard.press("Escape")
        lock.get_by_role("textbox").fill("wrong")
        page.keyboard.press("Enter")
        expect(lock.get_by_role("alert")).to_have_text("That is not right. Try again.")
        lock.get_by_role("textbox").fill("right")
        page.keyboard.press("Enter")
        expect(name).to_have_value("Amina")
        expect(name).to_be_visible()
        page.context.close()


class TestPublicPage:
    def test_works_without_script_on_a_small_screen(self, site, browser):
        context = browser.new_context(
            viewport={"width": 320, "height": 640}, java_script_enabled=False
        )
        page = context.new_page()
        page.goto(f"{site}/form/?door=public")
        page.get_by_role("link", name="Español").first.click()
        expect(page.get_by_role("link", name="Salir ya")).to_be_visible()
        context.close()

    def test_is_left_at_once_by_pressing_escape_twice(self, site, browser):
        page = opened(browser, f"{site}/form/?door=public")
        page.route("https://**", lambda route: route.fulfill(body="calm"))
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.wait_for_url("https://**")
        page.go_back()
        assert "/form/" not in page.url
        page.context.close()

    def test_shows_a_picture_before_it_is_sent(self, site, browser):
        page = opened(browser, f"{site}/form/?door=public")
        picture = Path(gallery.SHEETS).parents[1] / "portrait.svg"
        page.get_by_label("Picture").set_input_files(picture)
        expect(page.get_by_alt_text("portrait.svg")).to_be_visible()
        page.context.close()
