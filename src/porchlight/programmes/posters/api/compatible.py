"""
Released posters in the shape of NCMEC's poster interface, so that its clients read ours with
another base address. Reading only; a client's id and secret are the name and secret of its key.

Source: reference/cybertips.md section 15.
"""

import json
from collections.abc import Iterable
from hashlib import md5
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.house.accounts import machines
from porchlight.house.doors import Request, api, public
from porchlight.programmes.posters.models import ReleasedSheet
from porchlight.programmes.posters.permissions import FEED
from porchlight.programmes.posters.queries import feed
from porchlight.programmes.posters.queries.compatible import Asked, asked_posters
from porchlight.programmes.posters.rules.compatible import poster
from porchlight.programmes.posters.rules.feed import Item

LARGEST_BODY = 10_000


@csrf_exempt
@public(methods=["POST"])
def token(request: HttpRequest) -> HttpResponseBase:
    """Answer a client's id and secret with what it then sends as its bearer."""
    try:
        given = json.loads(request.body[:LARGEST_BODY])
        client, secret = str(given["clientId"]), str(given["clientSecret"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "clientId and clientSecret are needed"}, status=400)
    request.META["HTTP_AUTHORIZATION"] = f"Bearer {client}:{secret}"
    del request.headers
    refused = machines.due(request)
    return refused or JsonResponse({"accessToken": f"{client}:{secret}"})


@api(needs=FEED)
def posters(request: Request) -> HttpResponse:
    """Posters, by the parameters that the interface names."""
    given = request.GET
    asked = Asked(
        skip=_whole(given.get("skip", ""), 0),
        limit=min(_whole(given.get("limit", ""), 50), 200),
        organisations=tuple(given.getlist("organizationCodes")),
        races=tuple(given.getlist("races")),
        state=given.get("missingState", ""),
        city=given.get("missingCity", ""),
        first_name=given.get("childFirstName", ""),
        last_name=given.get("childLastName", ""),
        since=given.get("missingDateFrom", "") or given.get("missingDate", ""),
        until=given.get("missingDateTo", "") or given.get("missingDate", ""),
        newest_first=given.get("sortOrder", "").casefold() != "asc",
    )
    return JsonResponse(
        {"posters": [_poster(each) for each in asked_posters(asked, timezone.now())]}
    )


@api(needs=FEED)
def one(request: Request, organisation: str, case: str) -> HttpResponse:
    """One poster by organisation and case number."""
    return JsonResponse(_poster(_found(organisation, case)))


@api(needs=FEED)
def photo(request: Request, organisation: str, case: str, digest: str) -> HttpResponse:
    """The bytes of a picture by its MD5."""
    code = _found(organisation, case)[0].code
    for sheet in _pictures(code):
        content = bytes(sheet.content)
        if _md5(content) == digest.casefold():
            return HttpResponse(content, content_type=sheet.media_type)
    raise NotFound(say("There is no such picture."))


def _found(organisation: str, case: str) -> list[Item]:
    asked = Asked(organisations=(organisation,), number=case, limit=1)
    for each in asked_posters(asked, timezone.now()):
        return each
    raise NotFound(say("This poster is not public, or not any more."))


def _poster(people: list[Item]) -> dict[str, Any]:
    digests = {sheet.name: _md5(bytes(sheet.content)) for sheet in _pictures(people[0].code)}
    return poster(people, feed.source(), digests)


def _pictures(code: str) -> Iterable[ReleasedSheet]:
    return ReleasedSheet.objects.filter(code=code, media_type="image/jpeg")


def _md5(content: bytes) -> str:
    return md5(content, usedforsecurity=False).hexdigest()


def _whole(text: str, otherwise: int) -> int:
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise RuleBroken(say("«{text}» is no number.", text=text[:20]))
    return int(text)


urlpatterns = [
    path("Auth/Token", token, name="poster-api-token"),
    path("Posters", posters, name="poster-api-list"),
    path("Poster/<str:organisation>/<str:case>", one, name="poster-api-one"),
    path("Poster/<str:organisation>/<str:case>/Photo/<str:digest>", photo, name="poster-api-photo"),
]
