"""Language and light by address, kept in a cookie."""

from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from porchlight.house.ui.appearance import appearance, middleware


def ask(address, **cookies):
    request = RequestFactory().get(address)
    request.COOKIES.update(cookies)
    seen = {}

    def page(request):
        seen.update(appearance(request))
        return HttpResponse()

    with translation.override("en"):
        response = middleware(page)(request)
    return seen, response


class TestMiddleware:
    def test_speaks_the_language_asked_for_and_remembers_it(self, settings):
        seen, response = ask("/staff/?language=es")
        assert seen["language"] == "es"
        assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"

    def test_leaves_unknown_words_alone(self):
        seen, response = ask("/staff/?language=xx&theme=neon")
        assert seen["theme"] == "auto"
        assert not response.cookies

    def test_remembers_the_light(self):
        seen, response = ask("/staff/?theme=dark")
        assert seen["theme"] == "dark"
        assert response.cookies["theme"].value == "dark"

    def test_takes_the_light_from_the_cookie(self):
        assert ask("/staff/", theme="light")[0]["theme"] == "light"
        assert ask("/staff/", theme='"><script>')[0]["theme"] == "auto"


class TestLanguageLinks:
    def test_keep_the_page_and_what_was_asked(self):
        seen, _ = ask("/staff/cases/?q=a&page=2")
        spanish = next(each for each in seen["languages"] if each["code"] == "es")
        assert spanish["address"] == "?q=a&page=2&language=es"
