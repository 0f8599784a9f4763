"""Inviting people, at the desk and at an agency; and the page that the invited person opens."""

import json
from datetime import datetime
from typing import Any

from allauth.mfa.utils import decrypt, encrypt
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from porchlight.core.errors import NotAllowed, Problem, RuleBroken
from porchlight.house.accounts import forms, permissions, queries
from porchlight.house.accounts.actions import invitations as changes
from porchlight.house.accounts.actions.sign_in import KNOCKING
from porchlight.house.accounts.entry import needs_fresh, threshold
from porchlight.house.accounts.models import Invitation
from porchlight.house.accounts.roles import ROLES
from porchlight.house.accounts.screens.pending import wait_for_factor
from porchlight.house.doors import Request, partner, staff
from porchlight.house.ui.saving import refused
from porchlight.house.ui.table import Table, badge, link, text, when

STATES = {"open": "wait", "accepted": "good", "withdrawn": "plain", "ended": "plain"}
STATE_WORDS = {
    "open": gettext_lazy("Waits for the person"),
    "accepted": gettext_lazy("Accepted"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "ended": gettext_lazy("Works no longer"),
}
TOLD = "told"


def _address(request: Request, name: str, *ids: int) -> str:
    return reverse(f"{request.viewer.door}-{name}", args=ids)


def _role(invitation: Invitation) -> str:
    if invitation.account_id is not None:
        return _("New sign-in")
    return str(ROLES[invitation.role].title) if invitation.role in ROLES else invitation.role


def _table(request: Request, now: datetime) -> Table:
    kinds = {str(word): STATES[state] for state, word in STATE_WORDS.items()}

    def state(invitation: Invitation) -> str:
        return str(STATE_WORDS[queries.invitation_state(invitation, now=now)])

    return Table(
        queries.invitations(request.viewer),
        [
            link("name", _("Name"), url=lambda row: _address(request, "invitation", row.pk)),
            text("email", _("E-mail address")),
            text("role", _("Role"), read=_role, order=""),
            text("agency", _("Agency"), read=lambda row: row.agency.name if row.agency else ""),
            badge("state", _("State"), kinds=kinds, read=state, order=""),
            when("invited_at", _("Invited")),
        ],
        request=request,
        search=["name", "email", "agency__name"],
        sort="-invited_at",
        caption=_("Invitations"),
        empty=_("Nobody was invited yet."),
    )


def _page(
    request: Request, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    base = f"ui/base_{request.viewer.door}.html"
    addresses = {
        "list_url": _address(request, "invitations"),
        "new_url": _address(request, "invitation-new"),
    }
    everything = {"base": base, **addresses, **context}
    return render(request, f"accounts/{template}.html", everything, status=status)


def _listed(request: Request) -> HttpResponseBase:
    return _page(request, "invitations", {"table": _table(request, timezone.now())})


def _new(request: Request) -> HttpResponseBase:
    form = forms.Invite(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            invited = changes.invite(
                given["email"],
                given["name"],
                given["role"],
                agency_id=given.get("agency"),
                language=given["language"],
                by_mail=given["by_mail"] == "yes",
                by=request.viewer,
                now=timezone.now(),
            )
        except (RuleBroken, NotAllowed) as problem:
            refused(form, problem)
        else:
            return show_once(request, invited)
    return _page(request, "invite", {"form": form}, 422 if form.errors else 200)


def show_once(request: Request, invited: changes.Invited) -> HttpResponseBase:
    """Lead to the invitation's page, which shows number and link this one time."""
    told = {
        "id": invited.invitation.id,
        "number": invited.number,
        "link": "" if invited.invitation.by_mail else invited.link,
    }
    request.session[TOLD] = encrypt(json.dumps(told))
    return redirect(_address(request, "invitation", invited.invitation.id))


def _told(request: Request, invitation_id: int) -> dict[str, object]:
    sealed = request.session.pop(TOLD, None)
    told: dict[str, Any] = json.loads(decrypt(sealed)) if sealed else {}
    if told.get("id") != invitation_id:
        return {}
    number = told["number"]
    return {"number": f"{number[:4]} {number[4:]}", "link": told["link"]}


def _one(request: Request, invitation_id: int) -> HttpResponseBase:
    invitation = queries.invitation(request.viewer, invitation_id)
    state = queries.invitation_state(invitation, now=timezone.now())
    context = {
        "invitation": invitation,
        "role": _role(invitation),
        "state": STATE_WORDS[state],
        "state_kind": STATES[state],
        "open": state == "open",
        "withdraw_url": _address(request, "invitation-withdraw", invitation_id),
        **_told(request, invitation_id),
    }
    return _page(request, "invitation", context)


def _withdraw(request: Request, invitation_id: int) -> HttpResponseBase:
    queries.invitation(request.viewer, invitation_id)
    try:
        changes.withdraw_invitation(invitation_id, by=request.viewer, now=timezone.now())
        messages.success(request, _("The link works no longer."))
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect(_address(request, "invitation", invitation_id))


@staff(needs=permissions.INVITE)
def staff_list(request: Request) -> HttpResponseBase:
    """Who was invited, at the desk."""
    return _listed(request)


@partner(needs=permissions.INVITE)
def partner_list(request: Request) -> HttpResponseBase:
    """Who was invited, at an agency."""
    return _listed(request)


@staff(needs=permissions.INVITE, methods=["GET", "POST"])
@needs_fresh
def staff_new(request: Request) -> HttpResponseBase:
    """Invite somebody, at the desk."""
    return _new(request)


@partner(needs=permissions.INVITE, methods=["GET", "POST"])
@needs_fresh
def partner_new(request: Request) -> HttpResponseBase:
    """Invite a colleague, at an agency."""
    return _new(request)


@staff(needs=permissions.INVITE)
def staff_one(request: Request, invitation_id: int) -> HttpResponseBase:
    """One invitation, at the desk."""
    return _one(request, invitation_id)


@partner(needs=permissions.INVITE)
def partner_one(request: Request, invitation_id: int) -> HttpResponseBase:
    """One invitation, at an agency."""
    return _one(request, invitation_id)


@staff(needs=permissions.INVITE, methods=["POST"])
def staff_withdraw(request: Request, invitation_id: int) -> HttpResponseBase:
    """Withdraw it, at the desk."""
    return _withdraw(request, invitation_id)


@partner(needs=permissions.INVITE, methods=["POST"])
def partner_withdraw(request: Request, invitation_id: int) -> HttpResponseBase:
    """Withdraw it, at an agency."""
    return _withdraw(request, invitation_id)


@threshold(methods=["GET", "POST"])
def join(request: Request, token: str) -> HttpResponseBase:
    """The page behind the link: number, name, password; then the second factor."""
    now = timezone.now()
    invitation = queries.invitation_by_token(token, now=now)
    form = forms.Acceptance(request.POST or None)
    if invitation.account_id is not None:
        del form.fields["name"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            account = changes.accept_invitation(
                invitation.id,
                given["number"],
                given.get("name", ""),
                given["password"],
                by=KNOCKING,
                now=now,
            )
        except RuleBroken as problem:
            refused(form, problem)
        else:
            if account is not None:
                return wait_for_factor(request, account, wanted="")
            form.add_error("number", _("This is not the number that you were told."))
    context = {"form": form, "anew": invitation.account_id is not None}
    return render(request, "accounts/join.html", context, status=422 if form.errors else 200)
