"""Pages of a running session: locked, unlocking, proving anew, signing out."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, RuleBroken
from porchlight.core.text import say
from porchlight.house.accounts import factors, forms, paper, queries, sessions
from porchlight.house.accounts.actions import sign_in as actions
from porchlight.house.accounts.entry import (
    home_of,
    me,
    onward,
    own,
    safe_next,
    session_state,
    threshold,
)
from porchlight.house.accounts.held import forget, held
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.rules import State, digits
from porchlight.house.accounts.screens.scripts import as_json, read_json
from porchlight.house.doors import Request
from porchlight.house.doors.source import source_of

CODE_LENGTHS = {6, 8}


def _prove(request: Request, answer: str) -> str:
    """
    Return what the answer proves: the code of a family's letter, a code of six or eight digits, or
    else the password.
    """
    account = Account.objects.get(pk=me(request))
    now, source = timezone.now(), source_of(request)
    # A letter alone opens a page only where nobody set up a second step beside it.
    if not factors.kinds_of(account) and paper.code_fits(account.pk, answer, now=now):
        return "letter"
    looks_like_code = len(digits(answer)) in CODE_LENGTHS and len(answer.strip()) <= 12
    if looks_like_code:
        return actions.prove_code(account, answer, source=source, by=request.viewer, now=now)
    proved = actions.prove_password(
        account.email, answer, source=source, by=request.viewer, now=now
    )
    return "password" if proved else ""


def _open(request: Request, factor: str) -> None:
    now = timezone.now()
    actions.unlock(me(request), factor, by=request.viewer, now=now)
    request.session[sessions.LOCKED] = False
    request.session[sessions.SEEN] = now.timestamp()


@threshold()
def start(request: Request) -> HttpResponseBase:
    """The bare address leads to the person's first page."""
    return redirect(home_of(request.viewer))


@threshold(methods=["GET", "POST"])
def locked(request: Request) -> HttpResponseBase:
    """What a locked session sees: who may unlock it, and nothing of what they worked on."""
    state = session_state(request, now=timezone.now())
    wanted = request.GET.get("next", "")
    if state is not State.LOCKED:
        return redirect(safe_next(request, wanted) if state is State.OPEN else "sign-in")
    form = forms.Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        factor = _prove(request, form.cleaned_data["answer"])
        if factor:
            _open(request, factor)
            return redirect(onward(request, wanted))
        form.add_error("answer", _("That is not right. Try again."))
    status = 422 if form.errors else 200
    ways = queries.ways_of(Account.objects.get(pk=me(request)))
    return render(request, "accounts/locked.html", {"form": form, **ways}, status=status)


@threshold(methods=["POST"])
def unlock(request: Request) -> HttpResponse:
    """The same for the page that locked itself and still shows what was typed: 204, 403, 401."""
    if session_state(request, now=timezone.now()) is State.ENDED:
        return HttpResponse(status=401)
    factor = _prove(request, request.POST.get("answer", "")[:1024])
    if not factor:
        return HttpResponse(status=403)
    _open(request, factor)
    return HttpResponse(status=204)


@threshold(methods=["POST"])
def unlock_passkey_options(request: Request) -> HttpResponse:
    """What the browser needs to open a locked page by one of the person's passkeys."""
    if session_state(request, now=timezone.now()) is State.ENDED:
        return HttpResponse(status=401)
    account = Account.objects.get(pk=me(request))
    if not queries.ways_of(account)["has_passkey"]:
        raise RuleBroken(say("You have no passkey yet. Use your password or a code."))
    return as_json(factors.passkey_options(account))


@threshold(methods=["POST"])
def unlock_passkey(request: Request) -> HttpResponse:
    """Unlock by a passkey: on the locked page, or on the page that locked itself."""
    if session_state(request, now=timezone.now()) is State.ENDED:
        return HttpResponse(status=401)
    said = read_json(request)
    _prove_passkey(request, said)
    _open(request, "passkey")
    return JsonResponse({"next": onward(request, str(said.get("next", "")))})


def _prove_passkey(request: Request, said: dict[str, Any]) -> None:
    account = Account.objects.get(pk=me(request))
    if not factors.passkey_is_right(account, said.get("answer", {}), now=timezone.now()):
        raise NotAllowed(say("This passkey does not fit."))


@own(methods=["POST"])
def still_here(request: Request) -> HttpResponse:
    """Somebody is typing: reading and writing on one page is work too."""
    request.session[sessions.SEEN] = timezone.now().timestamp()
    return HttpResponse(status=204)


@own(methods=["GET", "POST"])
def confirm(request: Request) -> HttpResponseBase:
    """Before something that matters: prove anew who you are."""
    form = forms.Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        factor = _prove(request, form.cleaned_data["answer"])
        if factor:
            now = timezone.now()
            actions.prove_again(me(request), factor, by=request.viewer, now=now)
            request.session[sessions.PROVED] = now.timestamp()
            return redirect(onward(request, request.GET.get("next", "")))
        form.add_error("answer", _("That is not right. Try again."))
    status = 422 if form.errors else 200
    ways = queries.ways_of(Account.objects.get(pk=me(request)))
    return render(request, "accounts/confirm.html", {"form": form, **ways}, status=status)


@own(methods=["POST"])
def passkey_options(request: Request) -> HttpResponse:
    """What the browser needs to ask for one of the person's passkeys."""
    return as_json(factors.passkey_options(Account.objects.get(pk=me(request))))


@own(methods=["POST"])
def confirm_passkey(request: Request) -> HttpResponse:
    """The same by a passkey."""
    said, now = read_json(request), timezone.now()
    _prove_passkey(request, said)
    actions.prove_again(me(request), "passkey", by=request.viewer, now=now)
    request.session[sessions.PROVED] = now.timestamp()
    return JsonResponse({"next": onward(request, str(said.get("next", "")))})


@own(methods=["GET", "POST"])
def send_again(request: Request) -> HttpResponseBase:
    """What was sent to the closed door, to be sent again; a POST throws it away."""
    waits = held(request, me(request), now=timezone.now())
    if request.method == "POST" or waits is None:
        forget(request)
        return redirect(home_of(request.viewer))
    return render(request, "accounts/send_again.html", {"held": waits})


@threshold(methods=["POST"])
def sign_out(request: Request) -> HttpResponseBase:
    """Leave."""
    if request.user.is_authenticated:
        actions.sign_out(me(request), by=request.viewer, now=timezone.now())
        logout(request)
    return redirect("sign-in")
