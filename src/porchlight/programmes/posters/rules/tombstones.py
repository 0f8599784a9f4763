"""
The word that a child's poster is over: a compact JWS (RFC 7515) signed with Ed25519 (RFC 8037).

It says nothing of the child, and it is signed by the key that was told with the child: whoever
would make a poster vanish from partners' screens has to have that key.
"""

import base64
import json
from binascii import Error
from collections.abc import Mapping
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KIND = "porchlight-withdrawal+jws"


class NotGenuine(ValueError):
    """It was not signed by the key, or was changed."""


def tombstone(record_id: str, at: datetime, issuer: str, key: Ed25519PrivateKey) -> str:
    """Return the signed word that the record ``record_id`` was withdrawn at ``at``."""
    said = {"iss": issuer, "sub": record_id, "withdrawnAt": _instant(at)}
    words = f"{_packed({'alg': 'EdDSA', 'typ': KIND})}.{_packed(said)}"
    return f"{words}.{_base64(key.sign(words.encode()))}"


def withdrawn(word: str, key: Ed25519PublicKey) -> Mapping[str, str]:
    """
    Return what a tombstone says: ``iss``, ``sub`` (the record) and ``withdrawnAt``.

    :raises NotGenuine: unless ``key`` signed exactly this
    """
    try:
        words, _, signature = word.rpartition(".")
        head, _, said = words.partition(".")
        key.verify(_bytes(signature), words.encode())
        if json.loads(_bytes(head)).get("typ") != KIND:
            raise NotGenuine(word)
        read: dict[str, str] = json.loads(_bytes(said))
    except (InvalidSignature, Error, ValueError) as wrong:
        raise NotGenuine(word) from wrong
    return read


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _packed(said: Mapping[str, object]) -> str:
    return _base64(json.dumps(said, sort_keys=True, separators=(",", ":")).encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
