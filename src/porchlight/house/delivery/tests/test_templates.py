"""Mail holds nobody's data, whatever is put in."""

import re

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import RuleBroken
from porchlight.house.delivery.rules.templates import TEMPLATES, render, safe_path, template

LINK = "https://console.example/partner/message/abc/"


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
@pytest.mark.parametrize("name", sorted(TEMPLATES))
class TestRender:
    def test_fills_nothing_but_the_link_and_the_organisation(self, name, language):
        found = template(name)
        for words in (found.subject.template, found.text.template):
            assert set(re.findall(r"{(\w*)}", words)) <= {"link", "organisation"}
        with override(language):
            letter = render(name, link=LINK, organisation="Lamp")
        assert LINK in letter.text
        assert "Lamp" in letter.text
        assert "{" not in letter.subject + letter.text

    def test_is_said_in_the_readers_language(self, name, language):
        with override(language):
            letter = render(name, link=LINK, organisation="Lamp")
        assert ("Sign in" in letter.text) == (language == "en")

    def test_never_breaks_a_header(self, name, language):
        with override(language):
            letter = render(name, link=LINK, organisation="Lamp\r\nBcc: x@example.org")
        assert not set("\r\n") & set(letter.subject)
        EmailMessage(letter.subject, letter.text, to=["a@example.org"]).message()


class TestTemplate:
    def test_refuses_an_unknown_name(self):
        with pytest.raises(RuleBroken):
            template("poster")


class TestSafePath:
    @given(st.text())
    def test_never_lets_a_line_break_another_site_or_a_query_through(self, text):
        try:
            path = safe_path(text)
        except RuleBroken:
            return
        assert not set(path) & set("\r\n?#:@ ")
        assert path.split("/")[1] in {"staff", "partner", "family"}
        assert "//" not in path

    @pytest.mark.parametrize(
        "path",
        ["//evil.example/", "https://evil.example/", "/staff/?name=Ana", "/staff/\n", "", "/p/x/"],
    )
    def test_refuses(self, path):
        with pytest.raises(RuleBroken):
            safe_path(path)
