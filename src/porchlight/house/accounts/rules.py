"""
The figures of sign-in, as plain rules: time is handed in, nothing here knows the framework.
Source: CJIS Security Policy 5.9.5 AC-7, AC-11, IA-11; NIST SP 800-63B-4.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

SOFT_AFTER = 3
SOFT_WAIT = timedelta(seconds=30)
# One place that tries many names; a police station behind one address stays below it.
SOURCE_LIMIT = 40
PENDING_FOR = timedelta(minutes=10)
INVITATION_FOR = timedelta(days=3)
MOST_INVITATIONS_A_DAY = 40
MOST_TRIES = 5
DAY = timedelta(days=1)
GLASS_FOR = timedelta(hours=4)
REVIEW_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class LockRule:
    """So many failures in a row within ``window`` lock the account until it is released."""

    after: int
    window: timedelta

    def locks(self, failures: Sequence[datetime], *, now: datetime) -> bool:
        """
        Whether these failures in a row lock the account.

        Source: CJIS AC-7: five within fifteen minutes.
        """
        return sum(at > now - self.window for at in failures) >= self.after


def free_again_at(failures: Sequence[datetime]) -> datetime | None:
    """
    Return when a source that failed may try this account again; None: at once.

    The third failure costs half a minute, each further one twice as much. It slows a stranger
    down before the whole account is locked, and leaves other sources alone.
    """
    if len(failures) < SOFT_AFTER:
        return None
    doublings: int = 2 ** min(len(failures) - SOFT_AFTER, 5)
    return max(failures) + SOFT_WAIT * doublings


class State(Enum):
    """What a session is good for."""

    OPEN = "open"
    LOCKED = "locked"
    ENDED = "ended"


@dataclass(frozen=True)
class SessionRule:
    """The two clocks of a session."""

    idle: timedelta
    longest: timedelta

    def state(self, *, began: datetime, seen: datetime, now: datetime) -> State:
        """
        Return what a session is good for that began and was last used then.

        A clock that ran backwards ends it: nothing can be said about its age.
        Source: CJIS AC-11 (idle 30 minutes), IA-11 (12 hours).
        """
        if now - began >= self.longest or now < began - timedelta(minutes=1):
            return State.ENDED
        return State.LOCKED if now - seen >= self.idle else State.OPEN


def is_fresh(proved: datetime, *, now: datetime, within: timedelta) -> bool:
    """Whether the person proved who they are recently enough for something that matters."""
    return timedelta(0) <= now - proved < within


def is_idle(used: datetime, *, now: datetime, after: timedelta) -> bool:
    """Whether an account last used then has been idle for too long."""
    return now - used >= after


def digits(code: str) -> str:
    """
    Return the digits of a code as people type them: with spaces, dashes, in other scripts.

    >>> digits(" 123\\u00a0456 ")
    '123456'
    """
    return "".join(
        str(unicodedata.digit(sign)) for sign in code if unicodedata.digit(sign, None) is not None
    )


BROWSERS = ("Edg", "OPR", "SamsungBrowser", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "CrOS", "Linux")
PLAIN_NAMES = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet"} | {
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
}


def browser(agent: str) -> str:
    """
    Return a browser's name as its owner knows it; the order matters, because each claims more.

    >>> browser("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36")
    'Chrome, Linux'
    >>> browser("curl/8")
    '?'
    """
    found = [next((sign for sign in signs if sign in agent), "") for signs in (BROWSERS, SYSTEMS)]
    return ", ".join(PLAIN_NAMES.get(sign, sign) for sign in found if sign) or "?"


def new_token() -> str:
    """Return a secret of 256 bits for a link or a device."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """
    Return what is kept of a secret of 100 bits or more: enough to know it again.

    A slow hash would add nothing: it cannot be guessed.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def address_digest(address: str) -> str:
    """Return the digest by which failures of one address are counted, known or not."""
    return digest("address:" + address.strip().casefold())


KEY_FOR = timedelta(days=366)


@dataclass(frozen=True)
class Refill:
    """A bucket of ``capacity`` tokens into which ``per_second`` flow back."""

    capacity: float
    per_second: float

    def take(self, tokens: float, seconds: float) -> tuple[bool, float]:
        """
        Take one of the ``tokens`` left ``seconds`` ago; tell whether it was there, and the rest.

        >>> Refill(2, 1).take(0.5, 1), Refill(2, 1).take(0.5, 0), Refill(2, 1).take(2, 99)
        ((True, 0.5), (False, 0.5), (True, 1))
        """
        there = min(self.capacity, tokens + max(0.0, seconds) * self.per_second)
        return (True, there - 1) if there >= 1 else (False, there)


def machine_name(words: str, tail: str) -> str:
    """
    Return the name by which a machine signs in: readable, and never one that was there before.

    >>> machine_name("Chatterbee: production!", "4f01c2")
    'chatterbee-production-4f01c2'
    >>> machine_name("日本", "4f01c2")
    'machine-4f01c2'
    """
    kept = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in words.lower())
    return "-".join([*(kept.split() or ["machine"]), tail])[-60:].lstrip("-")
