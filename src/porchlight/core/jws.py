"""Short signed statements: compact JWS (RFC 7515) with Ed25519 (RFC 8037)."""

import base64
import json
from binascii import Error
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class NotGenuine(ValueError):
    """It was not signed by the key, is of another kind, or was changed."""


def signed(kind: str, said: Mapping[str, object], key: Ed25519PrivateKey) -> str:
    """Return the statement as three words with dots between; ``kind`` is its type."""
    words = f"{_packed({'alg': 'EdDSA', 'typ': kind})}.{_packed(said)}"
    return f"{words}.{_base64(key.sign(words.encode()))}"


def verified(kind: str, word: str, key: Ed25519PublicKey) -> dict[str, str]:
    """
    Return what a statement says.

    >>> key = Ed25519PrivateKey.generate()
    >>> verified("note+jws", signed("note+jws", {"sub": "1"}, key), key.public_key())
    {'sub': '1'}

    :raises NotGenuine: unless ``key`` signed exactly this, as this kind
    """
    try:
        words, _, signature = word.rpartition(".")
        head, _, said = words.partition(".")
        key.verify(_bytes(signature), words.encode())
        if json.loads(_bytes(head)).get("typ") != kind:
            raise NotGenuine(word)
        read: dict[str, str] = json.loads(_bytes(said))
    except (InvalidSignature, Error, ValueError) as wrong:
        raise NotGenuine(word) from wrong
    return read


def _packed(said: Mapping[str, object]) -> str:
    return _base64(json.dumps(said, sort_keys=True, separators=(",", ":")).encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
