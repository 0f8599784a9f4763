"""The pages of a public report: the form, the receipt, the answers."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language

from porchlight.core.phones import Phone
from porchlight.core.receipts import opened, receipt_of
from porchlight.house.doors import Request, public
from porchlight.programmes.cybertips.models import ReleasedAnswer
from porchlight.programmes.cybertips.public import limits
from porchlight.programmes.cybertips.public.forms import Further, ReceiptCode, Tell
from porchlight.programmes.cybertips.public.sending import Sending, secret, send, send_message

AT = "cybertips/public"


@public(methods=["GET", "POST"])
def tell(request: Request) -> HttpResponse:
    """Report what happened to a child."""
    form = Tell(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        now = timezone.now()
        data = form.cleaned_data
        attempt, held = limits.GATE.admitted(request, data["toll"], data["nonce"], now)
        code = send(form.told(), Sending(attempt, held, _language()), now=now)
        return _received(request, code)
    context = {"form": form, "toll": form.data.get("toll") or limits.GATE.toll(timezone.now())}
    status = 422 if form.is_bound else 200
    return render(request, f"{AT}/tell.html", context | _line(), status=status)


def _received(request: Request, code: str) -> HttpResponse:
    context = {"groups": code.split("-"), **_line()}
    response = render(request, f"{AT}/received.html", context)
    # Whatever the browser kept of the form is forgotten with it.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@public(methods=["GET", "POST"])
def answers(request: Request) -> HttpResponse:
    """
    Read the answers under a code. One that nobody knows and one without an answer get the same
    page in the same time.
    """
    form = ReceiptCode(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, f"{AT}/code.html", {"form": form, **_line()}, status=status)
    if not limits.may_read(request, timezone.now()):
        context = {"form": ReceiptCode(), "wait": True, **_line()}
        response = render(request, f"{AT}/code.html", context, status=429)
        response.headers["Retry-After"] = "60"
        return response
    return _answers(request, form.cleaned_data["code"], Further(initial=form.cleaned_data))


@public(methods=["POST"])
def write(request: Request) -> HttpResponse:
    """Write again under a code; taken whether or not anybody knows the code."""
    form = Further(request.POST)
    if not form.is_valid():
        if "code" not in form.cleaned_data:
            context = {"form": ReceiptCode(request.POST), **_line()}
            return render(request, f"{AT}/code.html", context, status=422)
        return _answers(request, form.cleaned_data["code"], form, status=422)
    now = timezone.now()
    data = form.cleaned_data
    attempt, held = limits.GATE.admitted(request, data["toll"], data["nonce"], now)
    how = Sending(attempt, held, _language())
    send_message(data["words"], data["code"], how, now=now)
    return _answers(request, data["code"], Further(initial={"code": data["code"]}), sent=True)


def _answers(
    request: Request, code: str, form: Further, *, sent: bool = False, status: int = 200
) -> HttpResponse:
    key = receipt_of(code, secret())
    rows = ReleasedAnswer.objects.filter(lookup=key.lookup).order_by("released_at", "id")
    told = [(opened(row.closed, key.key, key.lookup), row.released_at) for row in rows]
    context = {
        "answers": [(words, at) for words, at in told if words is not None],
        "form": form,
        "toll": form.data.get("toll") or limits.GATE.toll(timezone.now()),
        "sent": sent,
        **_line(),
    }
    return render(request, f"{AT}/answers.html", context, status=status)


def _language() -> str:
    return (get_language() or "en")[:2]


def _line() -> dict[str, Any]:
    number = settings.ENV.hotline_number
    return {"hotline": Phone.of(number).shown() if number.startswith("+") else number}


urlpatterns = [
    path("report/", tell, name="public-report"),
    path("report/answers/", answers, name="public-report-answers"),
    path("report/answers/write/", write, name="public-report-write"),
]
