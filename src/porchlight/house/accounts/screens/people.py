"""The administrators' screens: accounts, roles, locks."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from porchlight.core.errors import NotAllowed, Problem
from porchlight.core.viewer import Viewer
from porchlight.house.accounts import forms, permissions, queries
from porchlight.house.accounts.actions import people as changes
from porchlight.house.accounts.actions.invitations import reset_sign_in
from porchlight.house.accounts.entry import needs_fresh
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.screens.invitations import show_once
from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import refused
from porchlight.house.ui.table import Table, badge, link, text, when

STATES = {"active": "good", "locked": "danger", "disabled": "plain"}
STATE_WORDS = {
    "active": gettext_lazy("Active"),
    "locked": gettext_lazy("Locked"),
    "disabled": gettext_lazy("Disabled"),
}
FACTOR_WORDS = {"totp": gettext_lazy("Authenticator app"), "webauthn": gettext_lazy("Passkey")}


def _table(request: Request) -> Table:
    words = {str(word): STATES[state] for state, word in STATE_WORDS.items()}
    return Table(
        queries.people(request.viewer),
        [
            link("name", _("Name"), url=_address),
            text("email", _("E-mail address")),
            text("roles", _("Roles"), read=lambda row: queries.as_person(row).titles, order=""),
            text("agency", _("Agency"), read=_agency, order="agency__name"),
            badge("state", _("State"), kinds=words, read=_state, order=""),
            when("last_seen_at", _("Last signed in")),
        ],
        request=request,
        search=["name", "email", "agency__name"],
        sort="name",
        caption=_("Accounts"),
        empty=_("Nobody has an account yet."),
    )


def _address(account: Account) -> str:
    return reverse("staff-account", args=[account.pk])


def _agency(account: Account) -> str:
    return str(account.agency.name) if account.agency else ""


def _state(account: Account) -> str:
    return str(STATE_WORDS[queries.state_of(account)])


@staff(needs=permissions.MANAGE)
def accounts(request: Request) -> HttpResponse:
    """Everybody who may sign in."""
    return render(request, "accounts/people.html", {"table": _table(request)})


@staff(needs=permissions.MANAGE)
def account(request: Request, account_id: int) -> HttpResponse:
    """One account: its roles, its state, what an administrator may do about it."""
    return _page(request, account_id)


def _page(request: Request, account_id: int, typed: forms.Grant | None = None) -> HttpResponse:
    person = queries.person(request.viewer, account_id)
    context = {
        "person": person,
        "state": STATE_WORDS[person.state],
        "state_kind": STATES[person.state],
        "roles": [
            {"name": grant.role, "title": title, "grant": grant}
            for grant, title in queries.held_roles(account_id)
        ],
        "factors": [str(FACTOR_WORDS[factor.type]) for factor in queries.factors_of(account_id)],
        "decision": queries.decision_on(request.viewer, account_id),
        "keys": queries.keys_given_by(account_id, now=timezone.now()),
        "form": typed or forms.Grant(),
    }
    return render(request, "accounts/person.html", context, status=422 if typed else 200)


def end_of(day: date) -> datetime:
    """Return the last instant of a day in the clearinghouse's time zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _do(
    request: Request, account_id: int, act: Callable[..., object], done: str
) -> HttpResponseBase:
    by: Viewer = request.viewer
    now: datetime = timezone.now()
    try:
        act(by=by, now=now)
        messages.success(request, done)
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("staff-account", account_id)


@staff(needs=permissions.MANAGE, methods=["POST"])
@needs_fresh
def grant(request: Request, account_id: int) -> HttpResponseBase:
    """Give a role."""
    form = forms.Grant(request.POST)
    if not form.is_valid():
        return _page(request, account_id, form)
    role, day = form.cleaned_data["role"], form.cleaned_data["until"]
    until = end_of(day) if day else None
    try:
        changes.grant_role(account_id, role, until=until, by=request.viewer, now=timezone.now())
    except NotAllowed:
        raise
    except Problem as problem:
        refused(form, problem)
        return _page(request, account_id, form)
    messages.success(request, _("The role counts from the next click on."))
    return redirect("staff-account", account_id)


@staff(needs=permissions.MANAGE, methods=["POST"])
@needs_fresh
def end_role(request: Request, account_id: int, role: str) -> HttpResponseBase:
    """Take a role away."""
    return _do(
        request,
        account_id,
        lambda *, by, now: changes.end_role(account_id, role, by=by, now=now),
        _("The role has ended."),
    )


@staff(needs=permissions.MANAGE, methods=["POST"])
@needs_fresh
def disable(request: Request, account_id: int) -> HttpResponseBase:
    """Disable the account and end its sessions."""
    return _do(
        request,
        account_id,
        lambda *, by, now: changes.disable_account(account_id, by=by, now=now),
        _("The account is disabled and its sessions have ended."),
    )


@staff(needs=permissions.MANAGE, methods=["POST"])
@needs_fresh
def enable(request: Request, account_id: int) -> HttpResponseBase:
    """Enable it again."""
    return _do(
        request,
        account_id,
        lambda *, by, now: changes.enable_account(account_id, by=by, now=now),
        _("The account may sign in again."),
    )


@staff(needs=permissions.MANAGE, methods=["POST"])
@needs_fresh
def release(request: Request, account_id: int) -> HttpResponseBase:
    """Release the lock that failures set."""
    return _do(
        request,
        account_id,
        lambda *, by, now: changes.release_lock(account_id, by=by, now=now),
        _("The lock is released."),
    )


@staff(needs=permissions.MANAGE, methods=["POST"])
@needs_fresh
def reset(request: Request, account_id: int) -> HttpResponseBase:
    """Let the person begin anew: password and factors end, a link and a number are made."""
    try:
        invited = reset_sign_in(account_id, by=request.viewer, now=timezone.now())
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("staff-account", account_id)
    return show_once(request, invited)
