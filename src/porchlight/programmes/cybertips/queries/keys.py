"""The keys that sign receipts."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from porchlight.core import signing


def signing_key() -> Ed25519PrivateKey:
    """Return the key that signs now."""
    return signing.newest_key(settings.SIGNING_KEYS)


def public_keys() -> list[Ed25519PublicKey]:
    """Return every key that has signed here, the newest first."""
    return signing.public_keys(settings.SIGNING_KEYS)
