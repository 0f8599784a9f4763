"""Telling whoever waits how far a long job has come."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.utils import timezone

_running: ContextVar[int | None] = ContextVar("running_job", default=None)


@contextmanager
def working_on(job_number: int | None) -> Iterator[None]:
    """Say which queued job the code inside belongs to."""
    token = _running.set(job_number)
    try:
        yield
    finally:
        _running.reset(token)


def progress(done: int, total: int, words: str = "") -> None:
    """Note that ``done`` of ``total`` is behind us; outside a job it does nothing."""
    number = _running.get()
    if number is None:
        return
    apps.get_model("jobs", "Progress").objects.update_or_create(
        job_number=number,
        defaults={"done": done, "total": total, "words": words, "updated_at": timezone.now()},
    )
