"""Keys that sign what leaves the house: Ed25519, one file each, the newest one signs."""

import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def make_first_key(folder: Path) -> None:
    """Make a key when there is none; whoever starts at the same moment finds it there."""
    if any(folder.glob("*.pem")):
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    fresh = folder / f".{secrets.token_hex(8)}"
    fresh.touch(mode=0o600)
    fresh.write_bytes(pem)
    with suppress(FileExistsError):
        os.link(fresh, folder / "0001.pem")
    fresh.unlink()


def newest_key(folder: Path) -> Ed25519PrivateKey:
    """
    Return the key that signs now.

    :raises IndexError: when there is none; the first one is made at set-up
    """
    return _loaded(sorted(folder.glob("*.pem"))[-1])


def key_named(folder: Path, figures: str) -> Ed25519PrivateKey:
    """
    Return the key whose public half has these 64 hexadecimal figures.

    :raises LookupError: when it is not there any more
    """
    for path in folder.glob("*.pem"):
        if _loaded(path).public_key().public_bytes_raw().hex() == figures:
            return _loaded(path)
    raise LookupError(figures)


def public_keys(folder: Path) -> list[Ed25519PublicKey]:
    """Return the public halves of all keys, the newest first."""
    return [_loaded(path).public_key() for path in sorted(folder.glob("*.pem"), reverse=True)]


def public_key(figures: str) -> Ed25519PublicKey:
    """
    Return a public key from its 64 hexadecimal figures.

    :raises ValueError: when it has others
    """
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(figures))


@cache
def _loaded(path: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return key
