"""Opening, changing and ending accounts and their roles."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.events import (
    AccountDisabled,
    AccountEnabled,
    AccountOpened,
    LockReleased,
    RoleEnded,
    RoleGranted,
)
from porchlight.house.accounts.models import Account, RoleGrant
from porchlight.house.accounts.permissions import may_change_account, may_manage_accounts
from porchlight.house.accounts.roles import ROLES
from porchlight.house.accounts.sessions import end_sessions, row_of
from porchlight.house.audit.actions import record


@transaction.atomic
def create_account(
    email: str,
    name: str,
    role: str,
    *,
    password: str | None = None,
    agency_id: int | None = None,
    language: str = "en",
    by: Viewer,
    now: datetime,
) -> Account:
    """
    Open an account with one role. Without a password nobody can sign in with one yet.

    The second factor is set up at the first sign-in, before anything else.

    :raises NotAllowed: when ``by`` may not open accounts
    :raises RuleBroken: if the role is unknown or the address already has an account
    """
    may_manage_accounts(by).require()
    account = open_one(email, name, role, agency_id=agency_id, language=language, by=by, now=now)
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
    account.save(update_fields=["password"])
    record(AccountOpened(account.id, role), by=by, at=now)
    return account


def open_one(
    email: str,
    name: str,
    role: str,
    *,
    agency_id: int | None,
    language: str,
    by: Viewer,
    now: datetime,
) -> Account:
    """
    Add the row and its role for an action that asks, records and sets the password itself.

    :raises RuleBroken: if the role is unknown or the address already has an account
    """
    if role not in ROLES:
        raise RuleBroken(say("There is no role {role}.", role=role), field="role")
    if Account.objects.filter(email__iexact=email).exists():
        raise RuleBroken(say("This address already has an account."), field="email")
    account = Account.objects.create(
        email=email.lower(), name=name, agency_id=agency_id, language=language, created_at=now
    )
    RoleGrant.objects.create(account=account, role=role, granted_at=now, granted_by_id=by.id)
    return account


@transaction.atomic
def grant_role(account_id: int, role: str, *, by: Viewer, now: datetime) -> RoleGrant:
    """
    Give a role; it counts from the person's next request on.

    :raises NotAllowed: when ``by`` may not, or it is their own account
    :raises RuleBroken: if the role is unknown, held already, or of another door than the others
    """
    may_change_account(by, account_id).require()
    account = row_of(account_id)
    held = set(account.grants.filter(ended_at__isnull=True).values_list("role", flat=True))
    if role not in ROLES:
        raise RuleBroken(say("There is no role {role}.", role=role), field="role")
    if role in held:
        raise RuleBroken(say("This person already has that role."), field="role")
    if any(ROLES[other].door is not ROLES[role].door for other in held if other in ROLES):
        raise RuleBroken(
            say("One account uses one door. Open a second account for that role."), field="role"
        )
    grant = RoleGrant.objects.create(
        account=account, role=role, granted_at=now, granted_by_id=by.id
    )
    record(RoleGranted(account_id, role), by=by, at=now)
    return grant


@transaction.atomic
def end_role(account_id: int, role: str, *, by: Viewer, now: datetime) -> None:
    """
    Take a role away; the person's next request already lacks it.

    :raises NotAllowed: when ``by`` may not, or it is their own account
    :raises NotFound: when the person does not hold the role
    """
    may_change_account(by, account_id).require()
    ended = RoleGrant.objects.filter(
        account_id=account_id, role=role, ended_at__isnull=True
    ).update(ended_at=now, ended_by_id=by.id)
    if not ended:
        raise NotFound(say("This person does not have that role."))
    record(RoleEnded(account_id, role), by=by, at=now)


@transaction.atomic
def disable_account(account_id: int, *, by: Viewer, now: datetime) -> None:
    """
    End the account and all its sessions at once.

    :raises NotAllowed: when ``by`` may not, or it is their own account
    :raises Conflict: when it is disabled already
    Source: CJIS AC-2(13).
    """
    may_change_account(by, account_id).require()
    account = row_of(account_id)
    if not account.is_active:
        raise Conflict(say("This account is disabled already."))
    account.is_active, account.disabled_at, account.disabled_by_id = False, now, by.id
    account.save(update_fields=["is_active", "disabled_at", "disabled_by"])
    end_sessions(account.id)
    record(AccountDisabled(account_id), by=by, at=now)


@transaction.atomic
def enable_account(account_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Let a disabled account sign in again.

    :raises NotAllowed: when ``by`` may not, or it is their own account
    :raises Conflict: when it is not disabled
    """
    may_change_account(by, account_id).require()
    account = row_of(account_id)
    if account.is_active:
        raise Conflict(say("This account is not disabled."))
    account.is_active, account.disabled_at, account.disabled_by = True, None, None
    account.save(update_fields=["is_active", "disabled_at", "disabled_by"])
    record(AccountEnabled(account_id), by=by, at=now)


@transaction.atomic
def release_lock(account_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Release the lock that too many failures set.

    :raises NotAllowed: when ``by`` may not, or it is their own account
    :raises Conflict: when it is not locked
    Source: CJIS AC-7: locked until released by an administrator.
    """
    may_change_account(by, account_id).require()
    account = row_of(account_id)
    if account.locked_at is None:
        raise Conflict(say("This account is not locked."))
    account.locked_at = None
    account.save(update_fields=["locked_at"])
    account.failures.all().delete()
    record(LockReleased(account_id), by=by, at=now)
