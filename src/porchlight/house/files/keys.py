"""
The keys of the compartments. Each sealed file has a key of its own; that key is wrapped for its
compartment's public key (HPKE, RFC 9180), so that whoever receives can seal and not open.

Keys are files outside the database: ``<compartment>.<id>.pub`` wherever files are received,
``<compartment>.<id>.key`` only where they are opened. The newest one seals.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings

from porchlight.core.text import Say, say
from porchlight.house.files.errors import KeyMissing

SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
DESTROYED = "destroyed.txt"
PURPOSE = b"porchlight file key 1"


class Compartment(StrEnum):
    """Who may ever open it: each has keys of its own."""

    PUBLIC_DROP = "public_drop"
    DESK = "desk"
    CASE = "case"
    VAULT = "vault"


COMPARTMENTS: dict[Compartment, Say] = {
    Compartment.PUBLIC_DROP: say("What the public left, before a worker took it in"),
    Compartment.DESK: say("Copies of pictures without hidden data, for the desks"),
    Compartment.CASE: say("Originals of pictures on cases and leads"),
    Compartment.VAULT: say("Reported files"),
}


@dataclass(frozen=True)
class Wrapped:
    """A file's key, wrapped: by which key, the bytes, and the header that they are bound to."""

    key_id: str
    data: bytes = field(repr=False)
    header: bytes = field(repr=False)


@dataclass(frozen=True)
class Keyring:
    """
    The keys that are here. ``opening`` is None where nothing may be opened; ``opens`` are the
    compartments that this process opens.
    """

    sealing: Path
    opening: Path | None
    opens: frozenset[Compartment]

    def ids(self, compartment: Compartment) -> list[str]:
        """The ids of the keys that can seal for the compartment, oldest first."""
        return sorted(path.name.split(".")[1] for path in self.sealing.glob(f"{compartment}.*.pub"))

    def can_open(self, compartment: Compartment, key_id: str) -> bool:
        """Whether what that key wrapped can be opened here."""
        return (
            compartment in self.opens
            and self.opening is not None
            and self._private_path(compartment, key_id).is_file()
        )

    def wrap(self, key: bytes, compartment: Compartment, header: bytes) -> Wrapped:
        """
        Return ``key`` wrapped by the newest key of the compartment, bound to the file's header.

        :raises KeyMissing: when there is no public key for it here
        """
        ids = self.ids(compartment)
        if not ids:
            raise KeyMissing(say("Files cannot be taken in now: a key is missing. Try later."))
        raw = bytes.fromhex((self.sealing / f"{compartment}.{ids[-1]}.pub").read_text())
        public = X25519PublicKey.from_public_bytes(raw)
        data = SUITE.encrypt(key, public, info=_info(compartment, header))
        return Wrapped(ids[-1], data, header)

    def rewrap(self, wrapped: Wrapped, old: Compartment, new: Compartment) -> Wrapped:
        """
        Return the same file's key for the newest key of ``new``; its bytes need not be touched.

        :raises KeyMissing: when either key is not here
        """
        return self.wrap(self.unwrap(wrapped, old), new, wrapped.header)

    def unwrap(self, wrapped: Wrapped, compartment: Compartment) -> bytes:
        """
        Return the key that was wrapped.

        :raises KeyMissing: when the private key is not here, or is not the one that it needs
        """
        if not self.can_open(compartment, wrapped.key_id):
            raise KeyMissing(
                say(
                    "This file cannot be opened here: the key {key} is missing. Nothing is lost;"
                    " tell whoever keeps the keys.",
                    key=f"{compartment}.{wrapped.key_id}",
                )
            )
        private = serialization.load_pem_private_key(
            self._private_path(compartment, wrapped.key_id).read_bytes(), password=None
        )
        assert isinstance(private, X25519PrivateKey)
        try:
            return SUITE.decrypt(wrapped.data, private, info=_info(compartment, wrapped.header))
        except InvalidTag as error:
            raise KeyMissing(say("The key of this file does not open it.")) from error

    def make(self, compartment: Compartment, *, now: datetime) -> str:
        """Make a new key for the compartment, durable before it is used, and return its id."""
        private = X25519PrivateKey.generate()
        raw = private.public_key().public_bytes_raw()
        stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
        key_id = f"{stamp}-{hashlib.sha256(raw).hexdigest()[:8]}"
        pem = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        assert self.opening is not None
        # The private one first: nothing is ever sealed for a key that nobody has.
        _write(self._private_path(compartment, key_id), pem, 0o600)
        _write(self.sealing / f"{compartment}.{key_id}.pub", raw.hex().encode(), 0o644)
        return key_id

    def destroy(self, compartment: Compartment, key_id: str) -> None:
        """Take a key away for good: what it wrapped can never be opened again."""
        (self.sealing / f"{compartment}.{key_id}.pub").unlink(missing_ok=True)
        path = self._private_path(compartment, key_id)
        if path.is_file():
            _overwrite(path)
            path.unlink()
        _sync_folder(path.parent)

    def missing(self) -> Iterator[Compartment]:
        """The compartments for which nothing can be sealed here."""
        return (each for each in Compartment if not self.ids(each))

    def _private_path(self, compartment: Compartment, key_id: str) -> Path:
        assert self.opening is not None
        return self.opening / f"{compartment}.{key_id}.key"


def keyring() -> Keyring:
    """Return the keys that this process may use."""
    return Keyring(
        settings.SEALING_KEYS,
        settings.OPENING_KEYS,
        frozenset(map(Compartment, settings.FILES_OPENED_HERE)),
    )


def make_missing(*, now: datetime) -> list[str]:
    """Make the first key of each compartment that has none, and return their ids."""
    ring = keyring()
    return [ring.make(compartment, now=now) for compartment in list(ring.missing())]


def note_destroyed(address: str) -> None:
    """
    Write down, durable and outside database and backup, that what lies at ``address`` was
    destroyed: a restored backup forgets its key again.
    """
    settings.OPENING_KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.OPENING_KEYS / DESTROYED).open("a") as out:
        out.write(f"{address}\n")
        out.flush()
        os.fsync(out.fileno())
    _sync_folder(settings.OPENING_KEYS)


def destroyed() -> frozenset[str]:
    """The addresses of all that was destroyed here."""
    path = settings.OPENING_KEYS / DESTROYED
    return frozenset(path.read_text().split()) if path.is_file() else frozenset()


def _info(compartment: Compartment, header: bytes) -> bytes:
    return b"\0".join((PURPOSE, compartment.encode(), header))


def _write(path: Path, data: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    _sync_folder(path.parent)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as out:
        out.write(bytes(path.stat().st_size))
        out.flush()
        os.fsync(out.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
