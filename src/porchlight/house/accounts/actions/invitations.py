"""Inviting people and letting them in, once."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.actions.people import open_one
from porchlight.house.accounts.events import (
    InvitationAccepted,
    InvitationSent,
    InvitationWithdrawn,
)
from porchlight.house.accounts.models import Account, Invitation
from porchlight.house.accounts.passwords import require_good_password
from porchlight.house.accounts.permissions import may_invite, person
from porchlight.house.accounts.queries import agency_is_verified, invitation_is_open
from porchlight.house.accounts.roles import ROLES
from porchlight.house.accounts.rules import INVITATION_FOR, digest, new_token
from porchlight.house.audit.actions import record


@transaction.atomic
def invite(
    email: str,
    name: str,
    role: str,
    *,
    agency_id: int | None = None,
    language: str = "en",
    by: Viewer,
    now: datetime,
) -> tuple[Invitation, str]:
    """
    Invite somebody and return the invitation with its secret, which is not kept.

    The secret is told once to whoever invites: they hand it on over the number on which they
    called back. A mailbox alone proves nothing.

    :raises NotAllowed: when ``by`` may not invite to this role or for this agency
    :raises RuleBroken: if the role is unknown or the address already has an account
    """
    if role not in ROLES:
        raise RuleBroken(say("There is no role {role}.", role=role), field="role")
    verified = agency_is_verified(agency_id)
    may_invite(by, role, agency_id=agency_id, agency_verified=verified).require()
    if Account.objects.filter(email__iexact=email).exists():
        raise RuleBroken(say("This address already has an account."), field="email")
    secret = new_token()
    invitation = Invitation.objects.create(
        token_digest=digest(secret),
        email=email.lower(),
        name=name,
        language=language,
        role=role,
        agency_id=agency_id,
        invited_at=now,
        invited_by_id=person(by),
        expires_at=now + INVITATION_FOR,
    )
    record(InvitationSent(invitation.id, role, agency_id), by=by, at=now)
    return invitation, secret


@transaction.atomic
def accept_invitation(
    secret: str, name: str, password: str, *, by: Viewer, now: datetime
) -> Account:
    """
    Open the invited person's account. They are not signed in: the second factor comes first.

    :raises NotFound: when the link is unknown, used, withdrawn or too old, or when its sponsor or
        agency no longer stands behind it
    :raises RuleBroken: when the password is too short or common
    """
    invitation = Invitation.objects.select_for_update().filter(token_digest=digest(secret)).first()
    if invitation is None or not invitation_is_open(invitation, now=now):
        raise NotFound(say("This link works no longer. Ask whoever invited you for a new one."))
    require_good_password(password, Account(email=invitation.email, name=name))
    account = open_one(
        invitation.email,
        name,
        invitation.role,
        agency_id=invitation.agency_id,
        language=invitation.language,
        by=by,
        now=now,
    )
    account.set_password(password)
    account.save(update_fields=["password"])
    invitation.accepted_at, invitation.accepted_by = now, account
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(InvitationAccepted(invitation.id, account.id), by=by, at=now)
    return account


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
