"""
Where bytes lie: a local folder, or a bucket of an S3-compatible service, by one setting.

An address is the SHA-256 of what is stored, so any copy of the store can be proven without a key.
"""

from functools import cache

from django.conf import settings

from porchlight.house.files.store.local import LocalStore
from porchlight.house.files.store.s3 import S3Store

Store = LocalStore | S3Store

__all__ = ["LocalStore", "S3Store", "Store", "store"]


def store() -> Store:
    """Return the store of this installation."""
    return _store(settings.FILES_AT, settings.FILES_KEY, settings.FILES_SECRET, settings.HOME)


@cache
def _store(at: str, key: str, secret: str, home: object) -> Store:
    kind, _, place = at.partition(":")
    folder = settings.HOME / "files"
    if kind == "s3":
        bucket, _, endpoint = place.partition("@")
        return S3Store(bucket, endpoint, key, secret, folder)
    return LocalStore(settings.HOME / place if place else folder)
