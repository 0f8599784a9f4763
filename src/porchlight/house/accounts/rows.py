"""Rows of accounts, as several actions need them: one to change, locked, and a new one."""

from datetime import datetime

from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.house.accounts.models import Account, RoleGrant
from porchlight.house.accounts.roles import ROLES


def row_of(account_id: int) -> Account:
    """
    Return the account's row, locked for this transaction.

    :raises NotFound: when there is none
    """
    account = Account.objects.select_for_update().filter(id=account_id).first()
    if account is None:
        raise NotFound(say("There is no such account."))
    return account


def open_one(
    email: str,
    name: str,
    role: str,
    *,
    agency_id: int | None,
    language: str,
    granted_by: int | None,
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
    RoleGrant.objects.create(account=account, role=role, granted_at=now, granted_by_id=granted_by)
    return account
