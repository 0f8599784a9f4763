"""Headless Chromium for the journeys: pages, axe, pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 860}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WRONG = ["violations"]
# Without a sideways scroll bar nothing is wrong, however wide something inside of a scroller is.
STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const out = [...document.querySelectorAll('body *')].filter(
    one => one.getBoundingClientRect().right > width + 1);
  const named = out.slice(0, 4).map(one => `${one.localName}.${one.className}`).join(', ');
  return [`wider than a telephone: ${document.documentElement.scrollWidth} px (${named})`];
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def person(browser: Browser, *, phone: bool = False, language: str = "en") -> BrowserContext:
    """A person's own browser: nothing shared with the others."""
    context = browser.new_context(
        viewport=PHONE if phone else DESK,
        has_touch=phone,
        locale="es-US" if language == "es" else "en-US",
        timezone_id="America/New_York",
        # axe is put into the page by the test; the pages themselves keep their strict policy.
        bypass_csp=True,
    )
    context.set_default_timeout(20_000)
    return context


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page, one line each."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "options => axe.run(document, options)",
        # Nothing of ours needs style sheets or media to be fetched a second time.
        {"runOnly": {"type": "tag", "values": RULES}, "preload": False, "resultTypes": WRONG},
    )
    return [
        f"{one['id']}: {one['help']} ({', '.join(node['target'][0] for node in one['nodes'][:3])})"
        for one in found["violations"]
    ]


def accessible(page: Page) -> None:
    """Fail with the list when axe finds anything."""
    found = violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways on a telephone, one line; empty when nothing does."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    found: list[str] = page.evaluate(STICKS_OUT)
    if before:
        page.set_viewport_size(before)
    return found


def picture(page: Page, name: str, *, full: bool = False) -> None:
    """Keep a picture for the manual."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=full)
