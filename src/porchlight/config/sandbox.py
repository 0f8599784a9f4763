"""
``porchlight cybertip-sandbox``: the reporting API alone, for people who write a client. It has two
invented providers, one read strictly and one tolerantly, and shows to whoever opens its pages
everything that arrived. It listens where it is told to and is never part of a real house.
"""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer, house_viewer
from porchlight.house.accounts import machines, permissions
from porchlight.house.accounts.actions import create_account
from porchlight.house.accounts.models import Account, MachineKey
from porchlight.house.accounts.rules import KEY_FOR, digest
from porchlight.house.directory.models import Agency
from porchlight.house.doors import public
from porchlight.house.doors.context import coming_from
from porchlight.house.doors.signin import check_with
from porchlight.house.doors.source import source_of
from porchlight.programmes.cybertips.actions import set_provider
from porchlight.programmes.cybertips.permissions import READ_OWN, SUBMIT

# Name of the account → its provider. The password is the same word for all: nothing is secret.
PROVIDERS = {"strict": "Strict Pond Pictures", "tolerant": "Tolerant Chatterbee"}
PASSWORD = "sandbox"  # noqa: S105 shown to everybody
COOKIE = "sandbox"
KEEPER = house_viewer("sandbox", frozenset({permissions.MANAGE}))
Next = Callable[[HttpRequest], HttpResponse]


def enter(now: datetime) -> None:
    """Have the two providers and their keys there."""
    keeper = Account.objects.filter(email="keeper@sandbox.example").first() or create_account(
        "keeper@sandbox.example", "Sandbox", "administrator", by=KEEPER, now=now
    )
    for name, title in PROVIDERS.items():
        agency, new = Agency.objects.get_or_create(
            name=title, defaults={"kind": "provider", "created_at": now}
        )
        if new:
            set_provider(agency.id, mode=name, by=KEEPER, now=now)
            MachineKey.objects.create(
                agency=agency,
                label=title,
                username=name,
                secret_digest=digest(PASSWORD),
                role="provider_system",
                issued_at=now,
                issued_by=keeper,
                expires_at=now + KEY_FOR * 20,
            )


class ViewerMiddleware:
    """Everybody who opens a page looks at it as one of the two providers."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        check_with(_due)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = request.COOKIES.get(COOKIE, "")
        request.viewer = _viewer(name if name in PROVIDERS else "strict")  # type: ignore[attr-defined]
        with coming_from(source_of(request), ""):
            return self.get_response(request)


def _due(request: HttpRequest, door: Door) -> HttpResponseBase | None:
    return machines.due(request) if door is Door.API else None


def _viewer(name: str) -> Viewer:
    agency = Agency.objects.filter(name=PROVIDERS[name]).first()
    rights = frozenset({READ_OWN, SUBMIT})
    return Viewer(
        id=None,
        door=Door.PARTNER,
        name=name,
        permissions=rights,
        agency_id=agency.id if agency else None,
    )


@public()
def front(request: HttpRequest) -> HttpResponse:
    """How to point a client here."""
    address = request.build_absolute_uri("/ispws")
    context = {"address": address, "names": PROVIDERS, "password": PASSWORD}
    return render(request, "cybertips/sandbox.html", context)


@public()
def look_as(request: HttpRequest, name: str) -> HttpResponse:
    """Look at what one of the two providers sent."""
    if name not in PROVIDERS:
        raise NotFound(say("There is nothing at this address."))
    response = redirect("own-reports")
    response.set_cookie(COOKIE, name, samesite="Lax", httponly=True)
    return response
