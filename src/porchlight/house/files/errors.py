"""Refusals of the file store, beside the four families."""

from porchlight.core.errors import Problem


class NoRoom(Problem):
    """The store cannot take it now; nothing of it is kept and it may be sent again: 507."""

    status = 507


class KeyMissing(Problem):
    """The key that seals or opens is not here; nothing is lost, it works when it is: 503."""

    status = 503


class NotWhole(Problem):
    """The bytes in the store are missing or not those that were kept: 503 and an alarm."""

    status = 503
