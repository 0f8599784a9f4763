"""
Between the first proof and the second: known by password, signed in nowhere.

Nothing of this opens a door: the doors ask for a session that ``finish`` alone begins.
"""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from porchlight.house.accounts import factors, sessions
from porchlight.house.accounts.actions.sign_in import sign_in
from porchlight.house.accounts.entry import factors_needed, instant, onward
from porchlight.house.accounts.held import HELD
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.accounts.rules import PENDING_FOR
from porchlight.house.doors import Request

PENDING = "pending"
DEVICE_COOKIE = "device"
DEVICE_SECONDS = 365 * 24 * 3600


def wait_for_factor(request: Request, account: Account, *, wanted: str) -> HttpResponseBase:
    """Remember who gave the right password and lead to the second factor, or to making one."""
    waits = request.session.get(HELD)
    request.session.flush()
    if waits is not None:
        request.session[HELD] = waits
    request.session[PENDING] = {
        "account_id": account.pk,
        "at": timezone.now().timestamp(),
        "next": wanted,
    }
    return redirect("sign-in-code" if factors.kinds_of(account) else "sign-in-enrol")


def pending_account(request: Request) -> Account | None:
    """Return who gave the right password less than ten minutes ago in this browser."""
    kept: dict[str, Any] | None = request.session.get(PENDING)
    if kept is None or timezone.now() - instant(kept["at"]) > PENDING_FOR:
        return None
    return Account.objects.filter(
        pk=kept["account_id"], is_active=True, locked_at__isnull=True
    ).first()


def device_of(request: Request) -> str:
    """The token by which this browser is known, if it is."""
    return request.COOKIES.get(DEVICE_COOKIE, "")


def finish(
    request: Request,
    account: Account,
    factor: str,
    *,
    factors_proved: int,
    wanted: str = "",
    to: str = "",
) -> HttpResponse:
    """Begin the session and lead on; the browser is known from now on."""
    now = timezone.now()
    kept = request.session.pop(PENDING, {})
    viewer = viewer_for(account, now=now)
    if factors_proved < factors_needed(viewer):
        raise AssertionError("a session was about to begin without its second factor")
    request.viewer = viewer
    token = sign_in(account, factor, device=device_of(request), by=viewer, now=now)
    sessions.begin(request, account, factors=factors_proved, now=now)
    there = to or onward(request, kept.get("next", "") or wanted)
    response: HttpResponse = (
        JsonResponse({"next": there})
        if request.headers.get("Accept") == "application/json"
        else redirect(there)
    )
    response.set_cookie(
        DEVICE_COOKIE,
        token,
        max_age=DEVICE_SECONDS,
        httponly=True,
        samesite="Strict",
        secure=settings.PRODUCTION,
    )
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, account.language, max_age=DEVICE_SECONDS, samesite="Lax"
        )
    return response
