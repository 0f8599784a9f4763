"""One's own account: name, password, second factors, sessions."""

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
from porchlight.house.accounts.actions.sign_in import end_sessions_elsewhere
from porchlight.house.accounts.entry import needs_fresh, own
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.screens.sign_in import (
    SECRET,
    as_json,
    drawn_secret,
    kept_secret,
    passkey_name,
    read_json,
)
from porchlight.house.doors import Request


def _me(request: Request) -> Account:
    return Account.objects.get(pk=request.user.pk)


def _page(request: Request, template: str, status: int = 200, **context: object) -> HttpResponse:
    base = f"ui/base_{request.viewer.door}.html"
    return render(request, f"accounts/{template}.html", {"base": base, **context}, status=status)


@own()
def account(request: Request) -> HttpResponse:
    """Everything of one's own account on one page."""
    me = _me(request)
    held = queries.factors_of(me.pk)
    return _page(
        request,
        "account",
        me=me,
        preferences=forms.Preferences(initial={"name": me.name, "language": me.language}),
        factors=[(factor, factor.wrap()) for factor in held],
        has_app=any(factor.type == factors.Kind.TOTP for factor in held),
        codes_left=len(factors.recovery_codes(me)) if held else 0,
        sessions=queries.sessions_of(me),
        here=request.session.session_key,
    )


@own(methods=["POST"])
def preferences(request: Request) -> HttpResponseBase:
    """Keep name and language; the page speaks the language at once."""
    form = forms.Preferences(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give your name and choose a language."))
        return redirect("account")
    language = form.cleaned_data["language"]
    changes.change_preferences(
        request.user.pk,
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
            me = changes.change_password(
                request.user.pk,
                form.cleaned_data["password"],
                keep_session=request.session.session_key,
                by=request.viewer,
                now=timezone.now(),
            )
        except RuleBroken as problem:
            form.add_error("password", str(problem))
        else:
            update_session_auth_hash(request, me)
            messages.success(request, _("The new password counts from now on."))
            return redirect("account")
    return _page(request, "password", 422 if form.errors else 200, form=form)


@own(methods=["GET", "POST"])
@needs_fresh
def app(request: Request) -> HttpResponseBase:
    """Add an authenticator app, or replace it."""
    form = forms.Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code, now = form.cleaned_data["code"], timezone.now()
        try:
            changes.add_totp(
                request.user.pk, kept_secret(request), code, by=request.viewer, now=now
            )
        except RuleBroken as problem:
            form.add_error("code", str(problem))
        else:
            request.session.pop(SECRET, None)
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
        request.user.pk,
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
        changes.remove_factor(
            request.user.pk, factor_id, by=request.viewer, now=timezone.now()
        )
        messages.success(request, _("Removed."))
    except RuleBroken as problem:
        messages.error(request, str(problem))
    return redirect("account")


@own(methods=["GET", "POST"])
@needs_fresh
def recovery_codes(request: Request) -> HttpResponseBase:
    """The codes for a lost telephone; a POST makes new ones."""
    if request.method == "POST":
        changes.renew_recovery_codes(request.user.pk, by=request.viewer, now=timezone.now())
        messages.success(request, _("These are new. The old ones work no longer."))
        return redirect("account-recovery-codes")
    codes = factors.recovery_codes(_me(request))
    return _page(request, "recovery_codes", codes=[f"{c[:4]} {c[4:]}" for c in codes])


@own(methods=["POST"])
def end_sessions(request: Request) -> HttpResponseBase:
    """End the sessions in all other browsers."""
    here = request.session.session_key or ""
    count = end_sessions_elsewhere(
        request.user.pk, here, by=request.viewer, now=timezone.now()
    )
    messages.success(request, _("Sessions ended: {count}.").format(count=count))
    return redirect("account")
