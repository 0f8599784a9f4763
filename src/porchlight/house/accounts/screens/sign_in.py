"""Signing in: password, second factor, passkey; making a factor when there is none yet."""

import segno
from allauth.mfa.utils import decrypt, encrypt
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Door
from porchlight.house.accounts import factors, forms, queries
from porchlight.house.accounts.actions import own
from porchlight.house.accounts.actions.sign_in import (
    KNOCKING,
    prove_code,
    prove_passkey,
    prove_password,
)
from porchlight.house.accounts.entry import factors_needed, home_of, session_state, threshold
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.accounts.rules import State
from porchlight.house.accounts.screens.pending import (
    device_of,
    finish,
    pending_account,
    wait_for_factor,
)
from porchlight.house.accounts.screens.scripts import as_json, passkey_name, read_json
from porchlight.house.doors import Request
from porchlight.house.doors.source import source_of

NEW_SECRET = "new_secret"  # noqa: S105 the key under which the session keeps it


@threshold(methods=["GET", "POST"])
def sign_in(request: Request) -> HttpResponseBase:
    """The first step: who are you, and the notice to agree to."""
    if session_state(request, now=timezone.now()) is State.OPEN:
        return redirect(home_of(request.viewer))
    wanted = request.GET.get("next", "")
    form = forms.SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        account = prove_password(
            given["email"],
            given["password"],
            source=source_of(request),
            by=KNOCKING,
            now=timezone.now(),
        )
        if account is not None and (answer := _go_on(request, account, wanted)) is not None:
            return answer
        form.add_error(
            None,
            _(
                "Address and password do not fit together, or the account cannot sign in now. "
                "After several failures wait a minute. Then an administrator can help."
            ),
        )
    status = 422 if form.errors else 200
    return render(request, "accounts/sign_in.html", {"form": form}, status=status)


def _go_on(request: Request, account: Account, wanted: str) -> HttpResponseBase | None:
    viewer = viewer_for(account)
    if viewer.door is Door.PUBLIC:  # all roles ended
        return None
    if factors_needed(viewer) == 1 and not factors.kinds_of(account):
        return finish(request, account, "password", factors_proved=1, wanted=wanted)
    return wait_for_factor(request, account, wanted=wanted)


@threshold(methods=["GET", "POST"])
def code(request: Request) -> HttpResponseBase:
    """The second step: a code, or the passkey."""
    account = pending_account(request)
    if account is None:
        return redirect("sign-in")
    form = forms.Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["code"]
        now = timezone.now()
        proved = prove_code(account, given, source=source_of(request), by=KNOCKING, now=now)
        if proved:
            return finish(request, account, proved, factors_proved=2)
        form.add_error("code", _("This code does not fit, or it was used already."))
    context = {"form": form, **queries.ways_of(account)}
    status = 422 if form.errors else 200
    return render(request, "accounts/code.html", context, status=status)


@threshold(methods=["POST"])
def passkey_options(request: Request) -> HttpResponse:
    """What the browser needs to ask for a passkey."""
    return as_json(factors.passkey_options(pending_account(request)))


@threshold(methods=["POST"])
def passkey(request: Request) -> HttpResponse:
    """Sign in with a passkey: by itself two factors, because the device verified its holder."""
    said = read_json(request)
    pending = pending_account(request)
    if pending is None and not said.get("notice"):
        raise NotAllowed(say("Read the notice and agree to it first."))
    account = prove_passkey(
        said.get("answer", {}),
        account=pending,
        device=device_of(request),
        source=source_of(request),
        by=KNOCKING,
        now=timezone.now(),
    )
    if account is None or viewer_for(account).door is Door.PUBLIC:
        raise NotAllowed(say("This passkey cannot sign in here now."))
    wanted = str(said.get("next", ""))
    return finish(request, account, "passkey", factors_proved=2, wanted=wanted)


@threshold(methods=["GET", "POST"])
def enrol(request: Request) -> HttpResponseBase:
    """Before anything else: somebody without a second factor makes one."""
    account = pending_account(request)
    if account is None or factors.kinds_of(account):
        return redirect("sign-in")
    form = forms.Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = viewer_for(account)
        given = form.cleaned_data["code"]
        try:
            own.add_totp(account.pk, kept_secret(request), given, by=by, now=timezone.now())
        except RuleBroken as problem:
            form.add_error("code", str(problem))
        else:
            request.session.pop(NEW_SECRET, None)
            return _enrolled(request, account, "totp")
    context = {"form": form, **drawn_secret(request, account)}
    return render(request, "accounts/enrol.html", context, status=422 if form.errors else 200)


@threshold(methods=["POST"])
def enrol_passkey_options(request: Request) -> HttpResponse:
    """What the browser needs to make the first passkey."""
    return as_json(factors.new_passkey_options(_without_factor(request)))


@threshold(methods=["POST"])
def enrol_passkey(request: Request) -> HttpResponse:
    """Keep the first passkey and let its holder in."""
    account, said = _without_factor(request), read_json(request)
    by, name = viewer_for(account), passkey_name(said)
    own.add_passkey(account.pk, name, said.get("answer", {}), by=by, now=timezone.now())
    return _enrolled(request, account, "passkey")


def _without_factor(request: Request) -> Account:
    account = pending_account(request)
    if account is None or factors.kinds_of(account):
        raise NotAllowed(say("Sign in again."))
    return account


def _enrolled(request: Request, account: Account, factor: str) -> HttpResponse:
    messages.success(request, _("Your second factor is set up."))
    to = f"{reverse('account-recovery-codes')}?first"
    return finish(request, account, factor, factors_proved=2, to=to)


def kept_secret(request: Request) -> str:
    """The secret shown on this page, sealed in the session until its first code comes."""
    if NEW_SECRET not in request.session:
        request.session[NEW_SECRET] = encrypt(factors.new_secret())
    return str(decrypt(request.session[NEW_SECRET]))


def drawn_secret(request: Request, account: Account) -> dict[str, object]:
    """The secret as QR code and as text."""
    secret = kept_secret(request)
    address = factors.setup_address(account, secret)
    grouped = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return {"qr": qr(address), "secret": grouped, "address": address}


def qr(text: str) -> SafeString:
    """Draw ``text`` as an SVG that stands in the page itself."""
    drawn = segno.make(text, error="m").svg_inline(
        scale=4, border=4, light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 made by segno: paths only, no text of anybody's


@threshold()
def help_page(request: Request) -> HttpResponse:
    """What to do without password, telephone or key."""
    return render(request, "accounts/help.html")
