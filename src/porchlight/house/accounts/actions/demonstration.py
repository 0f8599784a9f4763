"""Sign-in of the invented people: a password and an authenticator key that everybody may know."""

from datetime import datetime
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from porchlight.core.errors import NotAllowed
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts import factors
from porchlight.house.accounts.events import DemonstrationPrepared
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.passwords import require_good_password
from porchlight.house.accounts.permissions import may_manage_accounts
from porchlight.house.accounts.rows import row_of
from porchlight.house.audit.actions import record


@transaction.atomic
def prepare_demonstration(
    account_id: int, password: str, secret: str, *, by: Viewer, now: datetime
) -> Account:
    """
    Give an invented person a known password and a known authenticator key (base32).

    Running it again gives the same sign-in. The code of a moment is
    ``factors.code_at(secret, now)``; ``factors.setup_address`` is for a real app.

    :raises NotAllowed: in production, always; or when ``by`` may not open accounts
    :raises RuleBroken: when the password could not be chosen by a person either
    """
    if settings.PRODUCTION:
        raise NotAllowed(say("A known sign-in never goes into a production database."))
    may_manage_accounts(by).require()
    account = row_of(account_id)
    require_good_password(password, account)
    account.password = _hashed(password)
    account.save(update_fields=["password"])
    factors.keep_totp(account, secret)
    record(DemonstrationPrepared(account_id), by=by, at=now)
    return account


@cache
def _hashed(password: str) -> str:
    # Everybody may know it: a salt for each account would cost a second each and hide nothing.
    return make_password(password)
