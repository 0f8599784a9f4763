"""
Language and light of a page. Both are links that work without script: ``?language=es`` and
``?theme=dark`` change the page they are on and are remembered in a cookie.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import translate_url
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

THEMES = {"auto": _("As the device"), "light": _("Light"), "dark": _("Dark")}
THEME_COOKIE = "theme"
YEAR_SECONDS = 365 * 24 * 3600

Handler = Callable[[HttpRequest], HttpResponse]


def middleware(get_response: Handler) -> Handler:
    """Apply and remember what the address asks for; stands after ``LocaleMiddleware``."""

    def handle(request: HttpRequest) -> HttpResponse:
        chosen = _asked(request, "language", {code for code, _name in settings.LANGUAGES})
        if chosen:
            translation.activate(chosen)
            # LocaleMiddleware's own attribute, read by templates and by later middleware.
            setattr(request, "LANGUAGE_CODE", chosen)  # noqa: B010 the stubs do not know it
        response = get_response(request)
        if chosen:
            _remember(request, response, settings.LANGUAGE_COOKIE_NAME, chosen)
            # LocaleMiddleware names the language it had decided before us.
            response.headers["Content-Language"] = chosen
        theme = _asked(request, "theme", set(THEMES))
        if theme:
            _remember(request, response, THEME_COOKIE, theme)
        patch_vary_headers(response, ("Cookie",))
        return response

    return handle


def appearance(request: HttpRequest) -> dict[str, Any]:
    """Return ``theme``, ``themes``, ``language``, ``languages`` and ``direction``."""
    theme = _asked(request, "theme", set(THEMES)) or request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "theme": theme if theme in THEMES else "auto",
        "themes": THEMES,
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "languages": language_links(request),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
    }


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """Return each language with this same page's address in it, named in itself."""
    here = request.get_full_path()
    current = translation.get_language()
    links = []
    for code, name in settings.LANGUAGES:
        # Public addresses carry their language; the console remembers it by the cookie.
        there = translate_url(here, code)
        if there == here and code != current:
            there = f"?{_with(request, language=code)}"
        links.append({"code": code, "name": name, "address": there, "current": code == current})
    return links


def _with(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


def _asked(request: HttpRequest, name: str, known: set[str]) -> str:
    value = request.GET.get(name, "") if request.method in {"GET", "HEAD"} else ""
    return value if value in known else ""


def _remember(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    # Read by theme.js, so not HttpOnly; it says nothing about a person.
    response.set_cookie(
        name, value, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure()
    )
