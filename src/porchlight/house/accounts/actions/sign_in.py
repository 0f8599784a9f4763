"""
Proving who somebody is, and the counting of those who fail.

These actions answer instead of raising: a refused sign-in must be written down, and a raised
error would roll the line back. Every refusal looks alike from outside.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.accounts import factors
from porchlight.house.accounts.events import (
    AccountLocked,
    IdleUnlocked,
    Reauthenticated,
    SessionsEnded,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from porchlight.house.accounts.limits import lock_rule
from porchlight.house.accounts.models import Account, Failure, KnownDevice
from porchlight.house.accounts.passwords import password_is_right
from porchlight.house.accounts.queries import knows_device
from porchlight.house.accounts.rules import (
    SOURCE_LIMIT,
    address_digest,
    digest,
    free_again_at,
    new_token,
)
from porchlight.house.accounts.sessions import end_sessions
from porchlight.house.audit.actions import record

KNOCKING = Viewer(id=None, door=Door.THRESHOLD, name="sign-in")
# The number of no account.
NOBODY = 0


def prove_password(
    email: str, password: str, *, source: str, by: Viewer, now: datetime
) -> Account | None:
    """
    Return the account when address and password belong together and it may sign in.

    The same answer, after the same work, for a wrong password and for an unknown, disabled,
    locked or waiting account. Source: CJIS AC-7; ASVS 6.3.8.
    """
    found = Account.objects.filter(email__iexact=email.strip()).first()
    right = password_is_right(found, password)
    return _weigh(found, email, "password", lambda account: right, source=source, by=by, now=now)


def prove_code(account: Account, code: str, *, source: str, by: Viewer, now: datetime) -> str:
    """Return the factor that ``code`` proves (``totp``, ``recovery_codes``) or an empty text."""
    proved = ""

    def check(locked: Account) -> bool:
        nonlocal proved
        proved = factors.code_is_right(locked, code, now=now)
        return bool(proved)

    passed = _weigh(account, account.email, "code", check, source=source, by=by, now=now)
    return proved if passed else ""


def prove_passkey(
    answer: dict[str, Any],
    *,
    account: Account | None,
    device: str,
    source: str,
    by: Viewer,
    now: datetime,
) -> Account | None:
    """
    Return the account whose passkey signed the challenge.

    A passkey cannot be guessed, so its failures lock nobody; and a locked account opens to it
    from a device known before, or a stranger could lock people out of their work.
    """
    holder = account or factors.passkey_holder(answer)
    with transaction.atomic():
        right = holder is not None and factors.passkey_is_right(holder, answer, now=now)
        stage = "passkey"
        if right and holder is not None and holder.is_active:
            if holder.locked_at is None or knows_device(holder, device):
                return holder
            stage = "locked"
        record(SignInFailed(holder.pk if holder else None, stage), by=by, at=now)
    return None


@transaction.atomic
def _weigh(
    account: Account | None,
    email: str,
    stage: str,
    is_right: Callable[[Account], bool],
    *,
    source: str,
    by: Viewer,
    now: datetime,
) -> Account | None:
    # Locked first: parallel guesses are counted one after the other. Whatever is found or not, the
    # same statements follow: their number must not tell whether somebody has an account here.
    number = account.pk if account else NOBODY
    account = Account.objects.select_for_update().filter(pk=number).first()
    address = address_digest(email)
    slowed = _slowed(address, source, now)
    if slowed:
        record(SignInFailed(account.pk if account else None, slowed), by=by, at=now)
        return None
    shut = _shut(account)
    if not shut and account is not None and is_right(account):
        return account
    _count(account, address, shut or stage, source=source, by=by, now=now)
    return None


def _slowed(address: str, source: str, now: datetime) -> str:
    """Why this source has to wait, whoever it asks for."""
    recent = Failure.objects.filter(failed_at__gt=now - lock_rule().window, source=source)
    if recent.count() >= SOURCE_LIMIT:
        return "source"
    here = list(recent.filter(address_digest=address).values_list("failed_at", flat=True))
    free = free_again_at(here)
    return "waiting" if free is not None and now < free else ""


def _shut(account: Account | None) -> str:
    if account is None:
        return ""
    return "disabled" if not account.is_active else "locked" if account.locked_at else ""


def _count(
    account: Account | None,
    address: str,
    stage: str,
    *,
    source: str,
    by: Viewer,
    now: datetime,
) -> None:
    Failure.objects.create(account=account, address_digest=address, source=source, failed_at=now)
    failures = Failure.objects.filter(account=account)
    if account is None:
        failures = failures.filter(address_digest=address)
    rule, times = lock_rule(), list(failures.values_list("failed_at", flat=True))
    number = account.pk if account and not _shut(account) and rule.locks(times, now=now) else NOBODY
    Account.objects.filter(pk=number).update(locked_at=now)
    if number != NOBODY:
        record(AccountLocked(number, rule.after), by=by, at=now)
        return
    record(SignInFailed(account.pk if account else None, stage), by=by, at=now)


@transaction.atomic
def sign_in(account: Account, factor: str, *, device: str, by: Viewer, now: datetime) -> str:
    """
    Write down that the person is in; failures so far are forgotten.

    Return the token by which this browser is known again.
    """
    account.failures.all().delete()
    known = account.devices.filter(token_digest=digest(device)).first() if device else None
    token = device if known else new_token()
    if known is None:
        KnownDevice.objects.create(
            account=account, token_digest=digest(token), first_seen_at=now, last_seen_at=now
        )
    else:
        known.last_seen_at = now
        known.save(update_fields=["last_seen_at"])
    Account.objects.filter(pk=account.pk).update(last_seen_at=now)
    record(SignedIn(account.pk, factor), by=by, at=now)
    return token


@transaction.atomic
def sign_out(account_id: int, *, by: Viewer, now: datetime) -> None:
    """Write down that the person left."""
    record(SignedOut(account_id), by=by, at=now)


@transaction.atomic
def unlock(account_id: int, factor: str, *, by: Viewer, now: datetime) -> None:
    """Write down that the person came back to a page that had locked itself."""
    Failure.objects.filter(account_id=account_id).delete()
    record(IdleUnlocked(account_id, factor), by=by, at=now)


@transaction.atomic
def prove_again(account_id: int, factor: str, *, by: Viewer, now: datetime) -> None:
    """Write down that the person proved anew who they are."""
    Failure.objects.filter(account_id=account_id).delete()
    record(Reauthenticated(account_id, factor), by=by, at=now)


@transaction.atomic
def end_one_session(
    account_id: int, session_id: int, here: str, *, by: Viewer, now: datetime
) -> None:
    """
    End one session of the person in another browser.

    :raises NotFound: when it is over already, not theirs, or the one they sit at
    """
    found = UserSession.objects.filter(user_id=account_id, id=session_id).exclude(session_key=here)
    if (session := found.first()) is None:
        raise NotFound(say("There is no such session."))
    session.end()
    record(SessionsEnded(account_id, 1), by=by, at=now)


@transaction.atomic
def end_sessions_elsewhere(account_id: int, here: str, *, by: Viewer, now: datetime) -> int:
    """End the person's sessions in all other browsers; say how many there were."""
    count = end_sessions(account_id, but=here)
    record(SessionsEnded(account_id, count), by=by, at=now)
    return count
