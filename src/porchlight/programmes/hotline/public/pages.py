"""The pages of a tip: the form, the receipt, the answers."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from porchlight.core.phones import Phone
from porchlight.core.places import Place, find_places, state
from porchlight.house.doors import Request, public
from porchlight.programmes.hotline.models import ReleasedReply
from porchlight.programmes.hotline.public import limits
from porchlight.programmes.hotline.public.forms import Further, MapOf, ReceiptCode, Sighting
from porchlight.programmes.hotline.public.sending import (
    Sending,
    Sent,
    secret,
    send,
    send_message,
)
from porchlight.programmes.hotline.rules import receipts

OFFERED_PLACES = 6


@public(methods=["GET", "POST"])
def sighting(request: Request, code: str = "") -> HttpResponse:
    """
    Tell what one saw, about the child of a poster or of none. The page is the same whatever the
    code: it never says whether there is such a poster, or was (security.md, P2).
    """
    if request.method == "POST":
        form = Sighting(request.POST, request.FILES)
        if form.is_valid():
            return _received(request, _send(request, form, code))
        return _form(request, form, code, status=422)
    return _form(request, Sighting(), code)


def _send(request: Request, form: Sighting, code: str) -> Sent:
    now = timezone.now()
    data = form.cleaned_data
    attempt, held = limits.GATE.admitted(request, data["toll"], data["nonce"], now)
    how = Sending(attempt, held, limits.source_of(request, now), _language(), poster_code=code)
    return send(form.tip(now), how, data["pictures"], now=now)


def _form(request: Request, form: Sighting, code: str, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "map_form": MapOf(),
        "code": code,
        # A form sent back keeps its own: it is the same attempt.
        "toll": form.data.get("toll") or limits.GATE.toll(timezone.now()),
        **_line(),
    }
    return render(request, "hotline/public/sighting.html", context, status=status)


def _received(request: Request, sent: Sent) -> HttpResponse:
    context = {"code": sent.code, "groups": sent.code.split("-"), "sent": sent, **_line()}
    response = render(request, "hotline/public/received.html", context)
    # Whatever the browser kept of the form is forgotten with it.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@public(methods=["GET", "POST"])
def receipt(request: Request) -> HttpResponse:
    """
    Read the answers under a code. A code that nobody knows and one that has no answer yet get the
    same page in the same time.
    """
    form = ReceiptCode(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render(request, "hotline/public/receipt.html", {"form": form, **_line()})
    if not form.is_valid():
        context = {"form": form, **_line()}
        return render(request, "hotline/public/receipt.html", context, status=422)
    if not limits.may_read(request, timezone.now()):
        return _wait(request)
    return _answers(request, form.cleaned_data["code"], Further(initial=form.cleaned_data))


def _answers(
    request: Request, code: str, form: Further, *, sent: bool = False, status: int = 200
) -> HttpResponse:
    key = receipts.receipt_of(code, secret())
    rows = ReleasedReply.objects.filter(lookup=key.lookup).order_by("released_at", "id")
    opened = [(receipts.opened(row.closed, key.key, key.lookup), row.released_at) for row in rows]
    context = {
        "answers": [(words, at) for words, at in opened if words is not None],
        "form": form,
        "toll": form.data.get("toll") or limits.GATE.toll(timezone.now()),
        "sent": sent,
        **_line(),
    }
    return render(request, "hotline/public/answers.html", context, status=status)


@public(methods=["POST"])
def further(request: Request) -> HttpResponse:
    """Write again under a code; taken whether or not anybody knows the code."""
    form = Further(request.POST)
    if not form.is_valid():
        if "code" not in form.cleaned_data:
            again = ReceiptCode(request.POST)
            context = {"form": again, **_line()}
            return render(request, "hotline/public/receipt.html", context, status=422)
        return _answers(request, form.cleaned_data["code"], form, status=422)
    now = timezone.now()
    data = form.cleaned_data
    attempt, held = limits.GATE.admitted(request, data["toll"], data["nonce"], now)
    how = Sending(attempt, held, limits.source_of(request, now), _language())
    send_message(data["words"], receipts.receipt_of(data["code"], secret()), how, now=now)
    return _answers(request, data["code"], Further(initial={"code": data["code"]}), sent=True)


def _wait(request: Request) -> HttpResponse:
    context = {"form": ReceiptCode(), "wait": True, **_line()}
    response = render(request, "hotline/public/receipt.html", context, status=429)
    response.headers["Retry-After"] = "60"
    return response


@public()
def places(request: Request) -> HttpResponse:
    """Offer places while one types; towns and counties of the packages, nothing of ours."""
    words = request.GET.get("q", "")[:80].replace("\x00", "")
    if not words.strip() or not limits.may_look_up(request, timezone.now()):
        return JsonResponse([], safe=False)
    found = find_places(words, OFFERED_PLACES, _language())
    return JsonResponse([_offer(one) for one in found], safe=False)


def _offer(place: Place) -> dict[str, Any]:
    fill = {
        "place_lat": place.lat if place.lat is not None else "",
        "place_lon": place.lon if place.lon is not None else "",
        "place_state": "",
    }
    detail = place.county if place.city and place.county else ""
    return {"value": place.label, "label": place.label, "detail": detail, "fill": fill}


@public()
def map_of(request: Request, code: str) -> HttpResponse:
    """A state's map to press on, as a piece of a page."""
    found = state(code)
    label = _("Map of {state}. Press where it was.").format(
        state=found.named(_language()) if found else ""
    )
    context = {"state": found.code if found else "", "label": label}
    return render(request, "hotline/public/map.html", context)


def _language() -> str:
    return (get_language() or "en")[:2]


def _line() -> dict[str, Any]:
    number = settings.ENV.hotline_number
    return {"hotline": Phone.of(number).shown() if number.startswith("+") else number}


urlpatterns = [
    path("sighting/", sighting, name="sighting"),
    re_path(r"^p/(?P<code>[\w-]{1,40})/sighting/$", sighting, name="poster-sighting"),
    path("sighting/places/", places, name="public-places"),
    re_path(r"^sighting/map/(?P<code>[A-Z]{2})/$", map_of, name="public-map"),
    path("receipt/", receipt, name="receipt"),
    path("receipt/write/", further, name="receipt-write"),
]
