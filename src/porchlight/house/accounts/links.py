"""The two halves of an invitation: a signed link, and a number that is told in person."""

import secrets

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS = 8
_signer = signing.Signer(salt="accounts.invitation", sep=".")


def join_address(invitation_id: int) -> str:
    """Return the whole address that the invited person opens."""
    path = reverse("join", args=[_signer.sign(str(invitation_id))])
    return f"{settings.ENV.console_url}{path}"


def invitation_of(token: str) -> int | None:
    """Return which invitation a link belongs to, or None when nobody of ours signed it."""
    try:
        return int(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def new_number() -> str:
    """Return a number to be told over the telephone, such as ``40718263``."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def number_digest(number: str) -> str:
    """Return what is kept of a number: keyed, because eight digits could be tried through."""
    return salted_hmac("accounts.spoken", number, algorithm="sha256").hexdigest()


def number_is_right(number: str, kept: str) -> bool:
    """Whether ``number`` is the one whose digest is kept."""
    return constant_time_compare(number_digest(number), kept)
