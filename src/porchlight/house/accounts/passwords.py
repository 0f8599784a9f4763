"""Checking passwords: whether one is right, and whether one may be chosen."""

import threading

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.house.accounts.models import Account

# Argon2 takes 64 MiB a time: more at once would make sign-in the way to exhaust the machine.
_hashing = threading.BoundedSemaphore(4)
LONGEST = 1024


def password_is_right(account: Account | None, password: str) -> bool:
    """Whether the password is the account's. Takes as long when there is no account."""
    with _hashing:
        if account is None or not account.has_usable_password():
            make_password(password[:LONGEST])
            return False
        return check_password(password[:LONGEST], account.password)


def require_good_password(password: str, account: Account) -> None:
    """
    Refuse a password that is short, common or like the person's name.

    :raises RuleBroken: with the first thing that is wrong with it
    Source: NIST SP 800-63B-4: 15 characters, no composition, a list of bad ones.
    """
    if len(password) > LONGEST:
        raise RuleBroken(say("This password is too long."), field="password")
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise RuleBroken(say("{problem}", problem=error.messages[0]), field="password") from error
