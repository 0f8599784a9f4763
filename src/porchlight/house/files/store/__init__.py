"""
Where bytes lie: a local folder, or a bucket of an S3-compatible service, by one setting.

An address is the SHA-256 of what is stored, so any copy of the store can be proven without a key.
"""

import secrets
from functools import cache

from django.conf import settings

from porchlight.core.errors import Problem
from porchlight.house.files.store.local import LocalStore
from porchlight.house.files.store.s3 import S3Store

Store = LocalStore | S3Store

__all__ = ["LocalStore", "S3Store", "Store", "answers", "store"]


def store() -> Store:
    """Return the store of this installation."""
    return _store(settings.FILES_AT, settings.FILES_KEY, settings.FILES_SECRET, settings.HOME)


def answers(where: Store) -> bool:
    """Whether bytes can be stored, read back and taken away."""
    data = secrets.token_bytes(64)
    try:
        with where.stage() as staged:
            staged.write([data])
            address = where.put(staged)
        found = where.open(address)
        same = found.read_at(0, found.size) == data
        found.close()
        return where.delete(address) and same
    except (Problem, OSError):
        return False


@cache
def _store(at: str, key: str, secret: str, home: object) -> Store:
    kind, _, place = at.partition(":")
    folder = settings.HOME / "files"
    if kind == "s3":
        bucket, _, endpoint = place.partition("@")
        return S3Store(bucket, endpoint, key, secret, folder)
    return LocalStore(settings.HOME / place if place else folder)
