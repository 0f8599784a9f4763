"""One's own account: name, password, second factors, sessions."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import RuleBroken
from porchlight.house.accounts import factors, forms, queries
from porchlight.house.accounts.actions import own as changes
from porchlight.house.accounts.actions.sign_in import end_one_session, end_sessions_elsewhere
from porchlight.house.accounts.entry import home_of, me, needs_fresh, own
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.screens.scripts import as_json, passkey_name, read_json
from porchlight.house.accounts.screens.sign_in import NEW_SECRET, drawn_secret, kept_secret
from porchlight.house.doors import Request


def _me(request: Request) -> Account:
    return Account.objects.get(pk=me(request))


def _page(request: Request, template: str, status: int = 200, **context: object) -> HttpResponse:
    base = f"ui/base_{request.viewer.door}.html"
    return render(request, f"accounts/{template}.html", {"base": base, **context}, status=status)


def _shown(factor: Authenticator) -> dict[str, object]:
    named = factor.data.get("name", "") or _("Authenticator app")
    kind = _("Passkey") if factor.type == factors.Kind.WEBAUTHN else ""
    return {
        "id": factor.pk,
        "name": named,
        "kind": "" if kind == named else kind,
        "created_at": factor.created_at,
        "last_used_at": factor.last_used_at,
    }


@own()
def account(request: Request) -> HttpResponse:
    """Everything of one's own account on one page."""
    return _account(request)


def _account(request: Request, typed: forms.Preferences | None = None) -> HttpResponse:
    mine = _me(request)
    held = queries.factors_of(mine.pk)
    signed = queries.sessions_of(mine, request.session.session_key)
    return _page(
        request,
        "account",
        422 if typed else 200,
        mine=mine,
        preferences=typed
        or forms.Preferences(initial={"name": mine.name, "language": mine.language}),
        factors=[_shown(factor) for factor in held],
        one_only=len(held) == 1,
        has_app=any(factor.type == factors.Kind.TOTP for factor in held),
        codes_left=len(factors.recovery_codes(mine)) if held else 0,
        sessions=signed,
        others=len(signed) > 1,
    )


@own(methods=["POST"])
def preferences(request: Request) -> HttpResponseBase:
    """Keep name and language; the page speaks the language at once."""
    form = forms.Preferences(request.POST)
    if not form.is_valid():
        return _account(request, form)
    language = form.cleaned_data["language"]
    changes.change_preferences(
        me(request),
        form.cleaned_data["name"],
        language,
        by=request.viewer,
        now=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('account')}?language={language}")


@own(methods=["GET", "POST"])
@needs_fresh
def password(request: Request) -> HttpResponseBase:
    """A new password."""
    form = forms.NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = changes.change_password(
                me(request),
                form.cleaned_data["password"],
                keep_session=request.session.session_key,
                by=request.viewer,
                now=timezone.now(),
            )
        except RuleBroken as problem:
            form.add_error("password", str(problem))
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, _("The new password counts from now on."))
            return redirect("account")
    status = 422 if form.errors else 200
    words = {"heading": _("Choose a new password"), "button": _("Change the password")}
    return _page(request, "form_page", status, form=form, **words)


@own(methods=["GET", "POST"])
@needs_fresh
def app(request: Request) -> HttpResponseBase:
    """Add an authenticator app, or replace it."""
    form = forms.Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code, now = form.cleaned_data["code"], timezone.now()
        try:
            changes.add_totp(me(request), kept_secret(request), code, by=request.viewer, now=now)
        except RuleBroken as problem:
            form.add_error("code", str(problem))
        else:
            request.session.pop(NEW_SECRET, None)
            messages.success(request, _("The authenticator app is set up."))
            return redirect("account")
    secret = drawn_secret(request, _me(request))
    return _page(request, "app", 422 if form.errors else 200, form=form, **secret)


@own(methods=["GET"])
@needs_fresh
def passkey(request: Request) -> HttpResponse:
    """Add a passkey: the page with its button."""
    return _page(request, "passkey")


@own(methods=["POST"])
@needs_fresh
def passkey_options(request: Request) -> HttpResponse:
    """What the browser needs to make a passkey."""
    return as_json(factors.new_passkey_options(_me(request)))


@own(methods=["POST"])
@needs_fresh
def add_passkey(request: Request) -> HttpResponse:
    """Keep a passkey that the browser made."""
    said = read_json(request)
    changes.add_passkey(
        me(request),
        passkey_name(said),
        said.get("answer", {}),
        by=request.viewer,
        now=timezone.now(),
    )
    messages.success(request, _("The passkey is added."))
    return JsonResponse({"next": reverse("account")})


@own(methods=["POST"])
@needs_fresh
def remove_factor(request: Request, factor_id: int) -> HttpResponseBase:
    """Remove an app or passkey."""
    try:
        changes.remove_factor(me(request), factor_id, by=request.viewer, now=timezone.now())
        messages.success(request, _("Removed."))
    except RuleBroken as problem:
        messages.error(request, str(problem))
    return redirect("account")


@own(methods=["GET", "POST"])
@needs_fresh
def recovery_codes(request: Request) -> HttpResponseBase:
    """The codes for a lost telephone; a POST makes new ones."""
    if request.method == "POST":
        changes.renew_recovery_codes(me(request), by=request.viewer, now=timezone.now())
        messages.success(request, _("These are new. The old ones work no longer."))
        return redirect("account-recovery-codes")
    codes = factors.recovery_codes(_me(request))
    shown = [f"{code[:4]} {code[4:]}" for code in codes]
    # Right after enrolling they are the last step before work begins.
    onward = home_of(request.viewer) if "first" in request.GET else reverse("account")
    return _page(request, "recovery_codes", codes=shown, onward=onward)


@own(methods=["POST"])
def end_session(request: Request, session_id: int) -> HttpResponseBase:
    """End the session in one other browser."""
    here = request.session.session_key or ""
    end_one_session(me(request), session_id, here, by=request.viewer, now=timezone.now())
    messages.success(request, _("That session has ended."))
    return redirect("account")


@own(methods=["POST"])
def end_sessions(request: Request) -> HttpResponseBase:
    """End the sessions in all other browsers."""
    here = request.session.session_key or ""
    count = end_sessions_elsewhere(me(request), here, by=request.viewer, now=timezone.now())
    messages.success(request, _("Sessions ended: {count}.").format(count=count))
    return redirect("account")
