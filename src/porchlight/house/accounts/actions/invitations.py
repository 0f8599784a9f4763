"""Inviting people and letting them in, once."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts import links
from porchlight.house.accounts.events import (
    InvitationAccepted,
    InvitationRefused,
    InvitationSent,
    InvitationWithdrawn,
    SignInReset,
)
from porchlight.house.accounts.models import Account, Invitation
from porchlight.house.accounts.passwords import require_good_password
from porchlight.house.accounts.permissions import may_change_account, may_invite, person
from porchlight.house.accounts.queries import agency_is_verified, invitation_is_open
from porchlight.house.accounts.roles import ROLES
from porchlight.house.accounts.rows import open_one, row_of
from porchlight.house.accounts.rules import DAY, INVITATION_FOR, MOST_INVITATIONS_A_DAY, digits
from porchlight.house.accounts.sessions import end_sessions
from porchlight.house.audit.actions import record


@dataclass(frozen=True)
class Invited:
    """An invitation, the number to tell in person, and the link for who gets no mail."""

    invitation: Invitation
    number: str
    link: str


@transaction.atomic
def invite(
    email: str,
    name: str,
    role: str,
    *,
    agency_id: int | None = None,
    language: str = "en",
    by_mail: bool = True,
    by: Viewer,
    now: datetime,
) -> Invited:
    """
    Invite somebody: the link goes by mail, the number over the telephone on which they were
    called back. A mailbox alone proves nothing. ``by_mail=False``: the link is handed over.

    :raises NotAllowed: when ``by`` may not invite to this role or for this agency
    :raises RuleBroken: if the role is unknown, the address already has an account, or ``by``
        invited too many people today
    """
    if role not in ROLES:
        raise RuleBroken(say("There is no role {role}.", role=role), field="role")
    verified = agency_is_verified(agency_id)
    may_invite(by, role, agency_id=agency_id, agency_verified=verified).require()
    if Account.objects.filter(email__iexact=email).exists():
        raise RuleBroken(say("This address already has an account."), field="email")
    _require_measure(by, now)
    _replace_open(Invitation.objects.filter(email__iexact=email, account=None), by, now)
    invited = _issue(
        Invitation(email=email.lower(), name=name, language=language, role=role),
        agency_id=agency_id,
        by_mail=by_mail,
        by=by,
        now=now,
    )
    record(InvitationSent(invited.invitation.id, role, agency_id), by=by, at=now)
    return invited


def _require_measure(by: Viewer, now: datetime) -> None:
    today = Invitation.objects.filter(invited_by_id=by.id, invited_at__gt=now - DAY).count()
    if today >= MOST_INVITATIONS_A_DAY:
        raise RuleBroken(say("You invited many people today. Go on tomorrow."))


def _replace_open(older: QuerySet[Invitation], by: Viewer, now: datetime) -> None:
    # Two links for one person would be one too many; the newest counts.
    older.filter(accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by_id=person(by)
    )


def _issue(
    invitation: Invitation, *, agency_id: int | None, by_mail: bool, by: Viewer, now: datetime
) -> Invited:
    number = links.new_number()
    invitation.code_digest = links.number_digest(number)
    invitation.agency_id = agency_id
    invitation.by_mail = by_mail
    invitation.invited_at, invitation.invited_by_id = now, person(by)
    invitation.expires_at = now + INVITATION_FOR
    invitation.save()
    return Invited(invitation, number, links.join_address(invitation.id))


@transaction.atomic
def reset_sign_in(account_id: int, *, by: Viewer, now: datetime) -> Invited:
    """
    Let somebody who lost password or factors begin anew: nothing of the old sign-in works from
    now on, and a link with a number, as for a new person, sets up the next.

    :raises NotAllowed: when ``by`` may not, or it is their own account
    :raises Conflict: when the account is disabled
    """
    may_change_account(by, account_id).require()
    account = row_of(account_id)
    if not account.is_active:
        raise Conflict(say("This account is disabled. Enable it first."))
    account.set_unusable_password()
    account.locked_at = None
    account.save(update_fields=["password", "locked_at"])
    Authenticator.objects.filter(user_id=account_id).delete()
    account.devices.all().delete()
    account.failures.all().delete()
    end_sessions(account_id)
    _replace_open(Invitation.objects.filter(account=account), by, now)
    fresh = Invitation(
        account=account, email=account.email, name=account.name, language=account.language
    )
    invited = _issue(fresh, agency_id=account.agency_id, by_mail=True, by=by, now=now)
    record(SignInReset(account_id, invited.invitation.id), by=by, at=now)
    return invited


@transaction.atomic
def accept_invitation(
    invitation_id: int, number: str, name: str, password: str, *, by: Viewer, now: datetime
) -> Account | None:
    """
    Open the invited person's account, or renew it. They are not signed in: the second factor
    comes first. None: the number was wrong, which is counted.

    :raises NotFound: when the link is used, withdrawn or too old, or when its sponsor or agency
        no longer stands behind it
    :raises RuleBroken: when the password is too short or common
    """
    invitation = Invitation.objects.select_for_update().filter(id=invitation_id).first()
    if invitation is None or not invitation_is_open(invitation, now=now):
        raise NotFound(say("This link works no longer. Ask whoever invited you for a new one."))
    if not links.number_is_right(digits(number), invitation.code_digest):
        invitation.tries += 1
        invitation.save(update_fields=["tries"])
        record(InvitationRefused(invitation.id), by=by, at=now)
        return None
    owner = invitation.account or Account(email=invitation.email, name=name)
    require_good_password(password, owner)
    account = invitation.account or _open(invitation, name, by, now)
    account.set_password(password)
    account.save(update_fields=["password"])
    invitation.accepted_at, invitation.accepted_by = now, account
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(InvitationAccepted(invitation.id, account.id), by=by, at=now)
    return account


def _open(invitation: Invitation, name: str, by: Viewer, now: datetime) -> Account:
    return open_one(
        invitation.email,
        name,
        invitation.role,
        agency_id=invitation.agency_id,
        language=invitation.language,
        granted_by=invitation.invited_by_id,
        now=now,
    )


@transaction.atomic
def withdraw_invitation(invitation_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Make the link useless.

    :raises NotFound: when there is none
    :raises NotAllowed: when ``by`` could not have invited this person
    :raises Conflict: when it was accepted or withdrawn already
    """
    invitation = Invitation.objects.select_for_update().filter(id=invitation_id).first()
    if invitation is None:
        raise NotFound(say("There is no such invitation."))
    may_invite(by, invitation.role, agency_id=invitation.agency_id, agency_verified=True).require()
    if invitation.accepted_at or invitation.withdrawn_at:
        raise Conflict(say("This invitation has ended already."))
    invitation.withdrawn_at, invitation.withdrawn_by_id = now, by.id
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(InvitationWithdrawn(invitation_id), by=by, at=now)
