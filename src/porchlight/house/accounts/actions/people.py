"""Opening, changing and ending accounts and their roles."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.events import (
    AccountDisabled,
    AccountEnabled,
    AccountIdle,
    AccountOpened,
    LockReleased,
    RoleEnded,
    RoleExpired,
    RoleGranted,
)
from porchlight.house.accounts.limits import idle_after
from porchlight.house.accounts.models import Account, RoleGrant
from porchlight.house.accounts.permissions import (
    OFFICER_ROLES,
    may_change_account,
    may_grant,
    may_manage_accounts,
)
from porchlight.house.accounts.queries import agency_is_verified
from porchlight.house.accounts.roles import ROLES
from porchlight.house.accounts.rows import open_one, row_of
from porchlight.house.accounts.rules import is_idle
from porchlight.house.accounts.sessions import end_sessions
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
    if role in OFFICER_ROLES and agency_id is None:
        raise RuleBroken(say("An officer belongs to an agency. Choose it."), field="role")
    account = open_one(
        email, name, role, agency_id=agency_id, language=language, granted_by=by.id, now=now
    )
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
    account.save(update_fields=["password"])
    record(AccountOpened(account.id, role), by=by, at=now)
    return account


@transaction.atomic
def grant_role(
    account_id: int, role: str, *, until: datetime | None = None, by: Viewer, now: datetime
) -> RoleGrant:
    """
    Give a role; it counts from the person's next request on, and to the instant ``until``.

    :raises NotAllowed: when ``by`` may not, it is their own account, or an officer's role would
        go to somebody without a verified agency
    :raises RuleBroken: if the role is unknown, held already, of another door than the others, or
        ``until`` is past
    """
    account = row_of(account_id)
    verified = agency_is_verified(account.agency_id)
    may_grant(by, account_id, role, agency_verified=verified).require()
    if until is not None and until <= now:
        raise RuleBroken(say("This day is past."), field="until")
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
        account=account, role=role, granted_at=now, granted_by_id=by.id, expires_at=until
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
    account.disabled_because, account.enabled_at = "", now
    account.save(
        update_fields=["is_active", "disabled_at", "disabled_by", "disabled_because", "enabled_at"]
    )
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


@transaction.atomic
def end_expired_role(grant_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Close a role that was given for a time and has run out; twice changes nothing.

    The person lacks it since its last instant; this closes the row and, when no role is left,
    their sessions.
    """
    grant = RoleGrant.objects.select_for_update().get(id=grant_id)
    if grant.ended_at is not None or grant.expires_at is None or grant.expires_at > now:
        return
    grant.ended_at = now
    grant.save(update_fields=["ended_at"])
    if not grant.account.grants.filter(ended_at__isnull=True).exists():
        end_sessions(grant.account_id)
    record(RoleExpired(grant.account_id, grant.role), by=by, at=now)


@transaction.atomic
def disable_idle_account(account_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Disable an account that nobody used for ninety days; twice changes nothing.

    Source: CJIS AC-2(3).
    """
    account = row_of(account_id)
    if not account.is_active or not is_idle(account.used_at(), now=now, after=idle_after()):
        return
    account.is_active, account.disabled_at, account.disabled_because = False, now, "idle"
    account.save(update_fields=["is_active", "disabled_at", "disabled_because"])
    end_sessions(account_id)
    record(AccountIdle(account_id), by=by, at=now)
