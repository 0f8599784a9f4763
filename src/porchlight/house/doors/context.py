"""Where a request comes from, for the audit trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Here:
    """``source`` is a network address (empty for the public), ``session`` a short token."""

    source: str = ""
    session: str = ""


NOWHERE = Here()
_here: ContextVar[Here] = ContextVar("here", default=NOWHERE)


def here() -> Here:
    """Where the running request comes from; empty in jobs and commands."""
    return _here.get()


@contextmanager
def coming_from(source: str, session: str) -> Iterator[None]:
    """Say where the request handled inside comes from."""
    token = _here.set(Here(source, session))
    try:
        yield
    finally:
        _here.reset(token)
