"""What a person changes on their own account."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts import factors
from porchlight.house.accounts.events import (
    FactorAdded,
    FactorRemoved,
    PasswordChanged,
    PreferencesChanged,
)
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.passwords import require_good_password
from porchlight.house.accounts.rows import row_of
from porchlight.house.accounts.sessions import end_sessions
from porchlight.house.audit.actions import record

MOST_PASSKEYS = 10


@transaction.atomic
def change_password(
    account_id: int, password: str, *, keep_session: str | None, by: Viewer, now: datetime
) -> Account:
    """
    Set a new password and end the sessions in other browsers.

    :raises RuleBroken: when the password is too short or common
    """
    account = row_of(account_id)
    require_good_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    end_sessions(account_id, but=keep_session)
    record(PasswordChanged(account_id), by=by, at=now)
    return account


@transaction.atomic
def add_totp(account_id: int, secret: str, code: str, *, by: Viewer, now: datetime) -> None:
    """
    Add an authenticator app, or replace the one there is.

    :raises RuleBroken: when the code does not come from that app
    """
    account = row_of(account_id)
    if not factors.add_totp(account, secret, code, now=now):
        raise RuleBroken(
            say("This code does not fit. Look whether the telephone's clock is right."),
            field="code",
        )
    record(FactorAdded(account_id, "totp"), by=by, at=now)


@transaction.atomic
def add_passkey(
    account_id: int, name: str, answer: dict[str, Any], *, by: Viewer, now: datetime
) -> None:
    """
    Add a passkey.

    :raises RuleBroken: when the browser's answer does not fit, or there are ten already
    """
    account = row_of(account_id)
    held = Authenticator.objects.filter(user_id=account_id, type=factors.Kind.WEBAUTHN).count()
    if held >= MOST_PASSKEYS:
        raise RuleBroken(say("Ten passkeys are enough. Remove one first."))
    if not factors.add_passkey(account, name, answer):
        raise RuleBroken(say("The passkey could not be added. Try again."))
    record(FactorAdded(account_id, "passkey"), by=by, at=now)


@transaction.atomic
def remove_factor(account_id: int, factor_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Remove an authenticator app or a passkey.

    :raises NotFound: when it is not of this account
    :raises RuleBroken: when it is the last one: there is no account without a second factor
    """
    account = row_of(account_id)
    row = (
        Authenticator.objects.filter(user_id=account_id, id=factor_id)
        .exclude(type=factors.Kind.RECOVERY_CODES)
        .first()
    )
    if row is None:
        raise NotFound(say("There is no such factor on your account."))
    others = Authenticator.objects.filter(user_id=account_id).exclude(
        type=factors.Kind.RECOVERY_CODES
    )
    if others.count() == 1:
        raise RuleBroken(say("This is your last second factor. Add another one first."))
    row.delete()
    record(FactorRemoved(account.pk, str(row.type)), by=by, at=now)


@transaction.atomic
def renew_recovery_codes(account_id: int, *, by: Viewer, now: datetime) -> list[str]:
    """Return ten new recovery codes; the old ones work no longer."""
    codes = factors.recovery_codes(row_of(account_id), anew=True)
    record(FactorAdded(account_id, "recovery_codes"), by=by, at=now)
    return codes


@transaction.atomic
def change_preferences(
    account_id: int, name: str, language: str, *, by: Viewer, now: datetime
) -> Account:
    """
    Change one's own name and language.

    :raises RuleBroken: when the language is not one of ours
    """
    if language not in dict(settings.LANGUAGES):
        raise RuleBroken(say("This language is not offered."), field="language")
    account = row_of(account_id)
    account.name, account.language = name, language
    account.save(update_fields=["name", "language"])
    record(PreferencesChanged(account_id), by=by, at=now)
    return account
