"""Pages of a running session: locked, unlocking, proving anew, signing out."""

from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.accounts import forms, sessions
from porchlight.house.accounts.actions import sign_in as actions
from porchlight.house.accounts.entry import own, safe_next, session_state, threshold
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.rules import State, digits
from porchlight.house.accounts.source import source_of
from porchlight.house.doors import Request

CODE_LENGTHS = {6, 8}


def _prove(request: Request, answer: str) -> str:
    """Return what the answer proves: a code of six or eight digits, or else the password."""
    account = Account.objects.get(pk=request.user.pk)
    now, source = timezone.now(), source_of(request)
    looks_like_code = len(digits(answer)) in CODE_LENGTHS and len(answer.strip()) <= 12
    if looks_like_code:
        return actions.prove_code(account, answer, source=source, by=request.viewer, now=now)
    proved = actions.prove_password(
        account.email, answer, source=source, by=request.viewer, now=now
    )
    return "password" if proved else ""


def _open(request: Request, factor: str) -> None:
    now = timezone.now()
    assert request.viewer.id is not None
    actions.unlock(request.viewer.id, factor, by=request.viewer, now=now)
    request.session[sessions.LOCKED] = False
    request.session[sessions.SEEN] = now.timestamp()


@threshold(methods=["GET", "POST"])
def locked(request: Request) -> HttpResponseBase:
    """What a locked session sees: who may unlock it, and nothing of what they worked on."""
    state = session_state(request, now=timezone.now())
    wanted = safe_next(request, request.GET.get("next", ""))
    if state is not State.LOCKED:
        return redirect(wanted if state is State.OPEN else "sign-in")
    form = forms.Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        factor = _prove(request, form.cleaned_data["answer"])
        if factor:
            _open(request, factor)
            return redirect(wanted)
        form.add_error("answer", _("That is not right. Try again."))
    status = 422 if form.errors else 200
    return render(request, "accounts/locked.html", {"form": form}, status=status)


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


@own(methods=["POST"])
def still_here(request: Request) -> HttpResponse:
    """Somebody is typing: reading and writing on one page is work too."""
    request.session[sessions.SEEN] = timezone.now().timestamp()
    return HttpResponse(status=204)


@own(methods=["GET", "POST"])
def confirm(request: Request) -> HttpResponseBase:
    """Before something that matters: prove anew who you are."""
    wanted = safe_next(request, request.GET.get("next", ""))
    form = forms.Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        factor = _prove(request, form.cleaned_data["answer"])
        if factor:
            now = timezone.now()
            actions.prove_again(request.user.pk, factor, by=request.viewer, now=now)
            request.session[sessions.PROVED] = now.timestamp()
            return redirect(wanted)
        form.add_error("answer", _("That is not right. Try again."))
    status = 422 if form.errors else 200
    return render(request, "accounts/confirm.html", {"form": form}, status=status)


@threshold(methods=["POST"])
def sign_out(request: Request) -> HttpResponseBase:
    """Leave."""
    if request.user.is_authenticated:
        actions.sign_out(request.user.pk, by=request.viewer, now=timezone.now())
        logout(request)
    return redirect("sign-in")
