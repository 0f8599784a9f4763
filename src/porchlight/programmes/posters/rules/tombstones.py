"""
The word that a child's poster is over. It says nothing of the child, and it is signed by the key
that was told with the child: whoever would make a poster vanish from partners' screens has to have
that key.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from porchlight.core.jws import signed, verified

KIND = "porchlight-withdrawal+jws"


def tombstone(record_id: str, at: datetime, issuer: str, key: Ed25519PrivateKey) -> str:
    """Return the signed word that the record ``record_id`` was withdrawn at ``at``."""
    when = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return signed(KIND, {"iss": issuer, "sub": record_id, "withdrawnAt": when}, key)


def withdrawn(word: str, key: Ed25519PublicKey) -> Mapping[str, str]:
    """
    Return what a tombstone says: ``iss``, ``sub`` (the record) and ``withdrawnAt``.

    :raises NotGenuine: unless ``key`` signed exactly this
    """
    return verified(KIND, word, key)
