"""
For an agency's own system: what it was given, the parts of each package, the read state, answers.
Files are not here: an officer takes each one in person.
"""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.house.doors import Request, api
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.actions import receiving
from porchlight.programmes.cybertips.api.bodies import whole
from porchlight.programmes.cybertips.models import Referral
from porchlight.programmes.cybertips.queries.referrals import (
    also_with,
    referral_for,
    referrals_for,
)
from porchlight.programmes.cybertips.rules.referral import Outcome

MOST_LISTED = 200
LARGEST_ANSWER = 64 * 1024


@api(needs=permissions.RECEIVE)
def listed(request: Request) -> HttpResponse:
    """Return what the agency was given, oldest first; ``after`` is the last code already known."""
    rows = referrals_for(request.viewer).order_by("id")
    if after := request.GET.get("after", "").replace("\x00", ""):
        rows = rows.filter(id__gt=referral_for(request.viewer, after).id)
    page = list(rows[:MOST_LISTED])
    receiving.list_referrals(len(page), by=request.viewer, now=timezone.now())
    return JsonResponse({"referrals": [_line(each) for each in page]})


def _line(referral: Referral) -> dict[str, Any]:
    return {
        "code": referral.code,
        "reportId": referral.report_id,
        "level": int(referral.level),
        "referredAt": referral.referred_at,
        "openBy": referral.open_by,
        "openedAt": referral.opened_at,
        "outcome": referral.outcome or None,
    }


@api(needs=permissions.RECEIVE)
def seen(request: Request, code: str) -> HttpResponse:
    """Return one referral: its parts with their fingerprints, and who else has the report."""
    referral = referral_for(request.viewer, code)
    receiving.list_referrals(1, by=request.viewer, now=timezone.now())
    parts = referral.parts.defer("body").order_by("id")
    also = [{"agency": one.agency.name, "reportId": one.report_id} for one in also_with(referral)]
    said = {"parts": [{"name": p.name, "size": p.size, "sha256": p.sha256} for p in parts]}
    return JsonResponse({**_line(referral), **said, "alsoWith": also})


@api(needs=permissions.RECEIVE)
def part(request: Request, code: str, name: str) -> HttpResponse:
    """Return one part's bytes."""
    referral = referral_for(request.viewer, code)
    taken = receiving.take_part(referral.id, name, by=request.viewer, now=timezone.now())
    return HttpResponse(bytes(taken.body), content_type=taken.media_type)


@api(needs=permissions.ANSWER, methods=("POST",))
def opened(request: Request, code: str) -> HttpResponse:
    """Take the word that an officer read it in the agency's own system: ``{"reader": …}``."""
    referral = referral_for(request.viewer, code)
    reader = _text(_body(request), "reader")
    now = timezone.now()
    return JsonResponse(
        _line(receiving.open_referral(referral.id, reader=reader, by=request.viewer, now=now))
    )


@api(needs=permissions.ANSWER, methods=("POST",))
def answer(request: Request, code: str) -> HttpResponse:
    """Take what came of it: ``{"outcome", "words", "caseNumber"}``."""
    referral = referral_for(request.viewer, code)
    given = _body(request)
    outcome = _text(given, "outcome")
    if outcome not in set(Outcome):
        known = ", ".join(Outcome)
        raise RuleBroken(say("The outcome is one of: {known}.", known=known), field="outcome")
    words, number = _text(given, "words"), _text(given, "caseNumber")
    said = receiving.Answer(Outcome(outcome), words[:4000], number[:60])
    receiving.answer_tip_referral(referral.id, said, by=request.viewer, now=timezone.now())
    return JsonResponse(_line(referral_for(request.viewer, code)), status=201)


def _body(request: Request) -> dict[str, Any]:
    body = whole(request, LARGEST_ANSWER)
    try:
        given = json.loads(body or b"")
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise RuleBroken(say("The body must be one JSON object."))
    return given


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name) or ""
    if not isinstance(value, str) or "\x00" in value:
        raise RuleBroken(say("{name} must be text.", name=name), field=name)
    try:
        value.encode()
    except UnicodeEncodeError as wrong:
        raise RuleBroken(say("{name} must be text.", name=name), field=name) from wrong
    return value


urlpatterns = [
    path("", listed, name="referrals-api"),
    path("<str:code>", seen, name="referral-api"),
    path("<str:code>/opened", opened, name="referral-opened-api"),
    path("<str:code>/answer", answer, name="referral-answer-api"),
    path("<str:code>/parts/<str:name>", part, name="referral-part-api"),
]
