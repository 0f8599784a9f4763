"""The pages that anyone sees: search, a poster, its files, help."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, re_path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, override

from porchlight.core.errors import NotFound
from porchlight.core.phones import Phone
from porchlight.house.doors import Request, public
from porchlight.programmes.posters.models import ReleasedPoster
from porchlight.programmes.posters.public.forms import Search
from porchlight.programmes.posters.queries import released

# A withdrawal reaches every cache within this time.
FRESH_SECONDS = 60
PAPERS = ("letter", "a4")


@dataclass(frozen=True)
class Card:
    """A poster in a list."""

    code: str
    names: str
    band: str
    lines: list[list[str]]
    picture: str
    alt: str


@public(keep=True)
def home(request: Request) -> HttpResponse:
    """The children who are looked for, and a search for one of them."""
    now = timezone.now()
    form = Search(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = released.search(
        now,
        name=asked.get("name", ""),
        state=asked.get("state", ""),
        age=asked.get("age"),
    )
    pages = Paginator(found, released.PAGE_SIZE)
    page = pages.get_page(min(_number(request.GET.get("page", "")), released.LAST_PAGE))
    posters = list(page)
    sheets = released.sheets_of([poster.code for poster in posters])
    context = {
        "form": form,
        "searching": any(asked.values()),
        "cards": [card(poster, sheets.get(poster.code, [])) for poster in posters],
        "page": page,
        "next_page": page.has_next() and page.number < released.LAST_PAGE,
        "query": _query(request),
        "total": pages.count,
        **line(),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return _fresh(render(request, "posters/public/home.html", context, status=status))


@public(keep=True)
def poster(request: Request, code: str) -> HttpResponse:
    """One poster; every address that is not public looks the same."""
    now = timezone.now()
    try:
        found = released.public_poster(code, now)
    except NotFound:
        return _gone(request)
    sheets = released.sheets_of([code]).get(code, [])
    language = _language(found)
    context = {
        "code": code,
        "said": found.content[language],
        "said_language": language,
        "sheets": sheets,
        "files": [
            f"poster-{one}-{language}.pdf"
            for one in PAPERS
            if f"poster-{one}-{language}.pdf" in sheets
        ],
        "share": next((one for one in sheets if one == f"share-wide-{language}.png"), ""),
        "address": f"{settings.ENV.public_url}{reverse('poster', args=[code])}",
        "public_url": settings.ENV.public_url,
        "issued": found.released_at,
        **line(),
    }
    return _fresh(render(request, "posters/public/poster.html", context))


@public(keep=True)
def sheet(request: Request, code: str, name: str) -> HttpResponse:
    """A file of a public poster: PDF, picture to share, photograph."""
    try:
        found = released.sheet(code, name, timezone.now())
    except NotFound:
        return _gone(request)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{found.name}"'
    return _fresh(response)


@public(keep=True)
def help_page(request: Request) -> HttpResponse:
    """What to do when a child is missing or was seen, and how this site keeps people safe."""
    return _fresh(render(request, "posters/public/help.html", line()))


@public(keep=True)
def robots(request: Request) -> HttpResponse:
    """Search engines may find a poster and keep no copy; the rest is not for them."""
    lines = ("User-agent: *", "Disallow: /api/", "Disallow: /receipt/", "Disallow: /es/receipt/")
    return _fresh(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


def _gone(request: Request) -> HttpResponse:
    """The one page for every poster that is not public, the same to the last byte."""
    homes = []
    for code, name in settings.LANGUAGES:
        with override(code):
            address = reverse("public-home")
        homes.append(
            {"code": code, "name": name, "address": address, "current": code == get_language()}
        )
    context = {"languages": homes, **line()}
    return _fresh(render(request, "posters/public/gone.html", context, status=404))


def _fresh(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    response.headers["X-Robots-Tag"] = "noarchive"
    return response


def _language(found: ReleasedPoster) -> str:
    """The reader's language, or the first that the poster was approved in."""
    asked = get_language() or "en"
    return asked if asked in found.content else next(iter(found.content))


def card(found: ReleasedPoster, sheets: list[str]) -> Card:
    """Return a poster as lists show it."""
    said = found.content[_language(found)]
    first = said["children"][0]
    drawn = next((one for one in first["photographs"] if one["file"] in sheets), None)
    lines = [*first["key"], *said["shared"]]
    picture = drawn["file"] if drawn else ""
    alt = drawn["alt"] if drawn else first["placeholder"]["alt"]
    return Card(found.code, said["names"], said["band"], lines, picture, alt)


def line() -> dict[str, Any]:
    """Return the hotline's number as people read it."""
    number = settings.ENV.hotline_number
    return {"hotline": Phone.of(number).shown() if number.startswith("+") else number}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _query(request: Request) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


urlpatterns = [
    path("", home, name="public-home"),
    path("help/", help_page, name="public-help"),
    path("robots.txt", robots, name="robots"),
    path("p/<str:code>/", poster, name="poster"),
    re_path(
        r"^p/(?P<code>[\w-]{1,40})/(?P<name>[a-z0-9-]{1,60}\.(?:pdf|png|jpg))$",
        sheet,
        name="poster-sheet",
    ),
]
