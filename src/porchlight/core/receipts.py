"""
The receipt of an anonymous person: it finds the answers to them and is the key that opens them.

The clearinghouse keeps a digest and the answer's key, never the code. The public site keeps only
digests and closed answers, so that whoever takes its database reads none of them.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import scrypt
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from porchlight.core.identifiers import normalise_receipt

# Slow by intention and the same for every code: some 20 ms and 8 MB (security.md, P6).
_COST, _BLOCK = 2**13, 8
_NONCE_BYTES = 12


@dataclass(frozen=True)
class Receipt:
    """``lookup`` finds the answers (64 figures, hexadecimal); ``key`` opens them (base 64)."""

    lookup: str
    key: str


def receipt_of(code: str, secret: bytes) -> Receipt:
    """
    Return what a code leads to, however it is spaced; ``secret`` is the installation's.

    :raises RuleBroken: if it cannot be a receipt: a letter too many, or one that is wrong
    """
    plain = normalise_receipt(code).encode()
    drawn = scrypt(plain, salt=secret, n=_COST, r=_BLOCK, p=1, maxmem=2**25, dklen=64)
    return Receipt(drawn[:32].hex(), b64encode(drawn[32:]).decode())


def close(text: str, key: str, lookup: str) -> str:
    """Return ``text`` so that only who has the code reads it; bound to ``lookup``."""
    nonce = token_bytes(_NONCE_BYTES)
    closed = AESGCM(b64decode(key)).encrypt(nonce, text.encode(), lookup.encode())
    return b64encode(nonce + closed).decode()


def opened(closed: str, key: str, lookup: str) -> str | None:
    """
    Return the text that was closed, or None when key or ``lookup`` are others.

    >>> one, other = receipt_of("0" * 24, b"a" * 16), receipt_of("0" * 24, b"b" * 16)
    >>> kept = close("Thank you.", one.key, one.lookup)
    >>> opened(kept, one.key, one.lookup), opened(kept, other.key, other.lookup)
    ('Thank you.', None)
    """
    both = b64decode(closed)
    try:
        text = AESGCM(b64decode(key)).decrypt(
            both[:_NONCE_BYTES], both[_NONCE_BYTES:], lookup.encode()
        )
    except InvalidTag:
        return None
    return text.decode()
