"""Rules that hold for every template of the tree, because the page's policy relies on them."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory

import porchlight
from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.core.text import say

PACKAGE = Path(porchlight.__file__).resolve().parent
PAGES = sorted(page for page in PACKAGE.rglob("templates/**/*.html") if "mail" not in page.parts)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(PACKAGE)))
class TestTemplate:
    def test_has_no_inline_style_or_handler(self, page):
        text = page.read_text()
        assert not re.findall(r"\s(style|on[a-z]+)\s*=\s*[\"']", text)
        assert "<style" not in text

    def test_has_scripts_by_address_only(self, page):
        for attributes in re.findall(r"<script([^>]*)>", page.read_text()):
            assert "src=" in attributes or "application/json" in attributes

    def test_asks_nothing_from_elsewhere(self, page):
        assert not re.findall(r"<(?:link|script|img|iframe)[^>]+(?:https?:)?//", page.read_text())


@pytest.mark.parametrize("door", ["public", "family", "partner", "staff"])
class TestRefusal:
    @pytest.mark.parametrize("kind", [NotAllowed, NotFound, Conflict, RuleBroken])
    def test_says_its_sentence_and_what_to_do(self, door, kind):
        context = {"problem": kind(say("Like this.")), "door": door, "base": f"ui/base_{door}.html"}
        page = engines["django"].get_template("ui/refusal.html")
        drawn = page.render(context, RequestFactory().get(f"/{door}/"))
        assert "Like this." in drawn
        assert drawn.count("<h1>") == 1


class TestServerError:
    def test_is_drawn_without_a_request(self):
        assert "<h1>" in engines["django"].get_template("ui/server_error.html").render({})
