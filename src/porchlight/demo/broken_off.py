"""A filling that was broken off, by a kill or by the power: noted beside the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

# Any number will do; it is the same for all processes that fill.
LOCK = 20_260_302


@contextmanager
def noted() -> Iterator[None]:
    """Leave a note while the code inside runs; only a killed process leaves it for good."""
    _note().parent.mkdir(parents=True, exist_ok=True)
    _note().touch()
    try:
        yield
    finally:
        _note().unlink(missing_ok=True)


def earlier() -> bool:
    """Whether an earlier filling never came to its end."""
    return _note().exists()


def alone(tell: Callable[[str], object]) -> None:
    """Wait until no other process fills this database; within a transaction, until its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            tell("Another process fills this database: waiting for its end …")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _note() -> Path:
    return Path(settings.ENV.home) / "demo.unfinished"
