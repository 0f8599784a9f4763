"""
A small toll of computing for strangers' forms, paid by their browser in a moment.

The challenge is signed and stateless: showing a form writes nothing. Its random part also names
the attempt, so that the same form sent twice is one message. What fails here is never refused:
the caller holds the message back for a look (security.md, K8).
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

VALID = timedelta(hours=12)
MOST_BITS = 24
# How much harder when nobody else is left to be served: 2^4 times the work.
EXTRA_BITS = 4


@dataclass(frozen=True)
class Verdict:
    """``attempt`` names the form that was sent; ``paid`` whether its toll was; ``why`` not."""

    attempt: str
    paid: bool
    why: str = ""


def challenge(now: datetime, *, bits: int | None = None) -> str:
    """Return a fresh challenge ``attempt.seconds.bits.signature`` to put into a form."""
    asked = settings.ENV.proof_of_work_bits if bits is None else bits
    body = f"{secrets.token_hex(16)}.{int(now.timestamp())}.{asked}"
    return f"{body}.{_signature(body)}"


def bits_for(base: int, left: float) -> int:
    """
    Return the toll when the share ``left`` (0 to 1) of the house's own bucket is still full.

    >>> bits_for(16, 1.0), bits_for(16, 0.5), bits_for(16, 0.0), bits_for(0, 0.0)
    (16, 18, 20, 0)
    """
    return min(MOST_BITS, base + round(EXTRA_BITS * (1 - left))) if base else 0


def judge(token: str, nonce: str, *, now: datetime) -> Verdict:
    """
    Return whether ``nonce`` pays for ``token``. An attempt that we never gave out gets a new name.

    ``why`` is one of ``forged``, ``late`` and ``unpaid``.
    """
    body, _, signature = token.rpartition(".")
    if not token.isascii() or not hmac.compare_digest(signature, _signature(body)):
        return Verdict(secrets.token_hex(16), False, "forged")
    attempt, seconds, bits = body.split(".")
    if not timedelta(0) <= timedelta(seconds=now.timestamp() - int(seconds)) <= VALID:
        return Verdict(attempt, False, "late")
    paid = nonce.isascii() and len(nonce) <= 20 and leading_zeros(f"{token}:{nonce}") >= int(bits)
    return Verdict(attempt, paid, "" if paid else "unpaid")


def leading_zeros(text: str) -> int:
    """Return how many zero bits the SHA-256 of ``text`` begins with."""
    value = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    return 256 - value.bit_length()


def pay(token: str) -> str:
    """Return the smallest nonce that pays, as the browser's worker does; for clients and tests."""
    bits = int(token.split(".")[2])
    nonce = 0
    while leading_zeros(f"{token}:{nonce}") < bits:
        nonce += 1
    return str(nonce)


def _signature(body: str) -> str:
    key = f"proof of work\n{settings.SECRET_KEY}".encode()
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()[:32]
