"""
Second factors, on allauth's tables and functions: authenticator codes, recovery codes, passkeys.

Whether a code was used is kept in the row and not in a cache: two web processes share no cache,
and a code must not work once in each.
"""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError

from porchlight.house.accounts.models import Account
from porchlight.house.accounts.rules import digits

TOTP_SECONDS = 30
Kind = Authenticator.Type


class SealingAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seals the secrets of second factors with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> Fernet:
    key = hashlib.sha256(b"second factors:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def kinds_of(account: Account) -> set[str]:
    """The kinds of factor the person holds; recovery codes alone do not count as one."""
    kinds = set(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True))
    return kinds - {Kind.RECOVERY_CODES}


def code_is_right(account: Account, code: str, *, now: datetime) -> str:
    """
    Return the factor that ``code`` proves (``totp`` or ``recovery_codes``), or an empty text.

    Call it in a transaction: the code is marked as used in the locked row.
    """
    typed = digits(code)
    held = {
        row.type: row
        for row in Authenticator.objects.select_for_update().filter(
            user_id=account.pk, type__in=[Kind.TOTP, Kind.RECOVERY_CODES]
        )
    }
    if Kind.TOTP in held and len(typed) == 6 and _use_totp(held[Kind.TOTP], typed, now):
        return str(Kind.TOTP)
    codes = held.get(Kind.RECOVERY_CODES)
    if codes is not None and len(typed) == 8 and RecoveryCodes(codes).validate_code(typed):
        return str(Kind.RECOVERY_CODES)
    return ""


def _use_totp(row: Authenticator, typed: str, now: datetime) -> bool:
    step = matching_step(decrypt(row.data["secret"]), typed, now)
    # Each step once, and never an older one: a code seen over the shoulder is worth nothing.
    if step is None or step <= row.data.get("last_step", 0):
        return False
    row.data["last_step"] = step
    row.last_used_at = now
    row.save(update_fields=["data", "last_used_at"])
    return True


def matching_step(secret: str, typed: str, now: datetime) -> int | None:
    """
    Return the 30-second step whose code was typed: this one or a neighbour.

    Source: RFC 6238 §5.2: one step of delay.
    """
    this = int(now.timestamp()) // TOTP_SECONDS
    for step in (this, this - 1, this + 1):
        if hmac.compare_digest(f"{hotp_value(secret, step):06}", typed):
            return step
    return None


def new_secret() -> str:
    """Return a new secret of 160 bits for an authenticator app."""
    return str(generate_totp_secret())


def add_totp(account: Account, secret: str, code: str, *, now: datetime) -> bool:
    """Keep ``secret`` when ``code`` shows that the app has it. An older app is replaced."""
    step = matching_step(secret, digits(code), now)
    if step is None:
        return False
    row = keep_totp(account, secret)
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return True


def keep_totp(account: Account, secret: str) -> Authenticator:
    """Keep ``secret`` as the account's authenticator key, in place of an older one."""
    Authenticator.objects.filter(user_id=account.pk, type=Kind.TOTP).delete()
    return TOTP.activate(account, secret).instance


def code_at(secret: str, at: datetime) -> str:
    """Return the six digits that an app with ``secret`` shows at that instant."""
    return f"{hotp_value(secret, int(at.timestamp()) // TOTP_SECONDS):06}"


def setup_address(account: Account, secret: str) -> str:
    """Return the ``otpauth:`` address from which an app is set up."""
    return str(get_adapter().build_totp_url(account, secret))


def recovery_codes(account: Account, *, anew: bool = False) -> list[str]:
    """Return the recovery codes that still work; ``anew`` replaces them all."""
    if anew:
        Authenticator.objects.filter(user_id=account.pk, type=Kind.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(account).get_unused_codes())


def passkey_options(account: Account | None) -> dict[str, Any]:
    """What the browser needs to sign in with a passkey, of ``account`` or of whoever holds one."""
    return dict(webauthn.begin_authentication(account))


def passkey_holder(answer: dict[str, Any]) -> Account | None:
    """Return whose passkey the browser says it used; proves nothing yet."""
    try:
        return webauthn.extract_user_from_response(answer)  # type: ignore[no-any-return]
    except (ValidationError, UnicodeDecodeError, AttributeError):
        return None


def passkey_is_right(account: Account, answer: dict[str, Any], *, now: datetime) -> bool:
    """Whether the answer is signed by a passkey of ``account``, for the challenge just given."""
    try:
        row = webauthn.complete_authentication(account, answer)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        return False
    finally:
        webauthn.clear_state()
    row.last_used_at = now
    row.save(update_fields=["last_used_at"])
    return True


def new_passkey_options(account: Account) -> dict[str, Any]:
    """What the browser needs to make a passkey that can sign in by itself."""
    return dict(webauthn.begin_registration(account, True))


def add_passkey(account: Account, name: str, answer: dict[str, Any]) -> bool:
    """Keep the passkey that the browser made for the challenge just given."""
    try:
        webauthn.complete_registration(webauthn.parse_registration_response(answer))
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        return False
    webauthn.WebAuthn.add(account, name, answer)
    return True
