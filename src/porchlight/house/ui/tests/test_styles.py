"""Colours that can be read, and sheets that mirror."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent / "static/ui/css"
SHEETS = sorted(CSS.rglob("*.css"))
TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);")
TOKENS = {name: pair for name, *pair in TOKEN.findall((CSS / "tokens.css").read_text())}

TEXT = 4.5  # WCAG 2.2, 1.4.3
PART = 3.0  # WCAG 2.2, 1.4.11
GROUNDS = ("ground", "paper", "sunken")
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-soft", "accent") for ground in GROUNDS],
    *[(ink, ground, TEXT) for ink in ("danger", "good", "lamp-ink") for ground in GROUNDS],
    ("accent-strong", "paper", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-danger", "danger", TEXT),
    ("danger", "danger-soft", TEXT),
    ("good", "good-soft", TEXT),
    ("lamp-ink", "lamp-soft", TEXT),
    ("accent", "accent-soft", TEXT),
    *[("ink", f"{kind}-soft", TEXT) for kind in ("accent", "lamp", "danger", "good")],
    ("on-bar", "bar", TEXT),
    ("on-bar-soft", "bar", TEXT),
    ("lamp", "bar", PART),
    *[("line-strong", ground, PART) for ground in GROUNDS],
    ("ink", "lamp", PART),
]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definition)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class TestContrast:
    def test_is_that_of_black_on_white(self):
        assert contrast("#000000", "#ffffff") == pytest.approx(21)

    @pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
    @pytest.mark.parametrize(("front", "back", "least"), PAIRS)
    def test_is_enough_where_two_colours_meet(self, front, back, least, scheme):
        # In the dark the lamp is itself the light one of the focus ring's pair.
        if (front, back, scheme) == ("ink", "lamp", 1):
            front, back = "lamp", "ground"
        assert contrast(TOKENS[front][scheme], TOKENS[back][scheme]) >= least

    def test_holds_for_ink_on_the_lamp_in_both_lights(self):
        for lamp in TOKENS["lamp"]:
            assert contrast("#10262c", lamp) >= TEXT


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: s.name)
class TestSheet:
    def test_uses_logical_properties_only(self, sheet):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        physical = (
            r"(?<![\w-])(left|right|(margin|padding|border)-(left|right|top|bottom)|top|bottom)"
        )
        assert not re.findall(rf"{physical}[\w-]*\s*:", css)
        assert not re.findall(r"(text-align|float|clear):\s*(left|right)", css)

    def test_asks_nothing_from_elsewhere(self, sheet):
        assert not re.findall(r"url\(\s*[\"']?(https?:)?//", sheet.read_text())

    def test_names_colours_by_token(self, sheet):
        if sheet.name in {"tokens.css", "print.css"}:
            return
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        # Ink on the lamp is the same in both lights; the rest is light laid over the bar.
        known = {"#10262c", "#f5b651", "#ffffff1a", "#ffffff1f"}
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", css)) <= known


class TestUiCss:
    def test_imports_every_sheet_once(self):
        imported = re.findall(r'@import url\("([^"]+)"\)', (CSS / "ui.css").read_text())
        assert sorted(imported) == sorted(
            str(s.relative_to(CSS)) for s in SHEETS if s.name != "ui.css"
        )

    def test_puts_each_in_a_declared_layer(self):
        text = (CSS / "ui.css").read_text()
        order = re.search(r"@layer ([\w, ]+);", text)[1].split(", ")
        assert order == ["reset", "tokens", "base", "layout", "components", "print"]
        assert set(re.findall(r"layer\((\w+)\)", text)) == set(order)
