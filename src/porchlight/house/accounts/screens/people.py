"""The administrators' screens: accounts, roles, locks."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from porchlight.core.errors import Problem
from porchlight.core.viewer import Viewer
from porchlight.house.accounts import forms, permissions, queries
from porchlight.house.accounts.actions import people as changes
from porchlight.house.accounts.entry import needs_fresh
from porchlight.house.accounts.roles import ROLES
from porchlight.house.doors import Request, staff
from porchlight.house.ui.table import Table, badge, link, text, when

STATES = {"active": "good", "locked": "danger", "disabled": "plain"}
STATE_WORDS = {
    "active": gettext_lazy("Active"),
    "locked": gettext_lazy("Locked"),
    "disabled": gettext_lazy("Disabled"),
}


@staff(needs=permissions.MANAGE)
def accounts(request: Request) -> HttpResponse:
    """Everybody who may sign in."""
    found = queries.people(request.viewer, words=request.GET.get("q", "").strip()[:80])
    return render(request, "accounts/people.html", {"table": _table(request, found)})


@staff(needs=permissions.MANAGE)
def account(request: Request, account_id: int) -> HttpResponse:
    """One account: its roles, its state, what an administrator may do about it."""
    person = queries.person(request.viewer, account_id)
    context = {
        "person": person,
        "state": STATE_WORDS[person.state],
        "state_kind": STATES[person.state],
        "roles": [(role, ROLES[role].title) for role in person.roles if role in ROLES],
        "decision": queries.decision_on(request.viewer, account_id),
        "form": forms.Grant(),
    }
    return render(request, "accounts/person.html", context)


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
    role = request.POST.get("role", "")
    return _do(
        request,
        account_id,
        lambda *, by, now: changes.grant_role(account_id, role, by=by, now=now),
        _("The role counts from the next click on."),
    )


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
