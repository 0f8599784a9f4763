"""
Receipts: a signed statement that a report was received, which a provider can show to anybody.

A receipt is a compact JWS (RFC 7515) signed with Ed25519 (RFC 8037): three words with dots
between, which any library of that standard verifies with our public key.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KIND = "porchlight-receipt+jws"


@dataclass(frozen=True)
class Held:
    """A file as the receipt counts it."""

    file_id: str
    sha256: str
    size: int


class NotGenuine(ValueError):
    """The receipt was not signed by any of the keys, or was changed."""


def manifest(files: Iterable[Held]) -> str:
    """
    Return the list of files that a receipt stands for: a line for each, by id.

    >>> manifest([Held("b", "22", 5), Held("a", "11", 3)])
    'a 11 3\\nb 22 5\\n'
    """
    return "".join(
        f"{each.file_id} {each.sha256} {each.size}\n"
        for each in sorted(files, key=lambda each: each.file_id)
    )


def payload(  # noqa: PLR0913 what the receipt says
    *,
    report_id: int,
    sender: str,
    document_sha256: str,
    files: tuple[Held, ...],
    received_at: datetime,
    issuer: str,
) -> dict[str, object]:
    """Return what is signed. The manifest is in it by its hash, so that a receipt stays short."""
    return {
        "iss": issuer,
        "sub": sender,
        "iat": int(received_at.timestamp()),
        "receivedAt": received_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "reportId": report_id,
        "reportSha256": document_sha256,
        "files": len(files),
        "manifestSha256": hashlib.sha256(manifest(files).encode()).hexdigest(),
    }


def key_id(public: Ed25519PublicKey) -> str:
    """Return the name of a key: the start of its fingerprint."""
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]


def sign(said: Mapping[str, object], key: Ed25519PrivateKey) -> str:
    """Return the receipt."""
    head = {"alg": "EdDSA", "kid": key_id(key.public_key()), "typ": KIND}
    words = f"{_packed(head)}.{_packed(said)}"
    return f"{words}.{_base64(key.sign(words.encode()))}"


def verified(receipt: str, keys: Iterable[Ed25519PublicKey]) -> dict[str, Any]:
    """
    Return what a receipt says, when one of ``keys`` signed exactly this.

    >>> key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    >>> verified(sign({"reportId": 7}, key), [key.public_key()])
    {'reportId': 7}

    :raises NotGenuine: otherwise
    """
    words, _, signature = receipt.strip().rpartition(".")
    head, _, body = words.partition(".")
    try:
        named = json.loads(_plain(head))
        for key in keys:
            if named.get("kid") == key_id(key) and named.get("alg") == "EdDSA":
                key.verify(_plain(signature), words.encode())
                said: dict[str, Any] = json.loads(_plain(body))
                return said
    except (InvalidSignature, ValueError, AttributeError) as wrong:
        raise NotGenuine("The receipt was changed, or is not one of ours.") from wrong
    raise NotGenuine("No key of ours has signed this receipt.")


def _packed(said: Mapping[str, object]) -> str:
    return _base64(json.dumps(said, sort_keys=True, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _plain(text: str) -> bytes:
    raw = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _base64(raw) != text:  # the last sign has bits to spare: one way to write it, no other
        raise NotGenuine("The receipt was changed.")
    return raw
