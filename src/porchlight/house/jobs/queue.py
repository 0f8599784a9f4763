"""Declaring jobs and putting them in the queue."""

import inspect
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import JSONValue

from porchlight.house.jobs.progress import working_on

log = logging.getLogger("porchlight.jobs")

# 2, 4, 8 … seconds between tries, then the dead-letter page: about a day in all.
RETRY = RetryStrategy(max_attempts=14, exponential_wait=2)

JOBS: dict[str, "Job"] = {}
CALENDAR: dict[str, str] = {}


@dataclass(frozen=True)
class Job:
    """A function that runs later, by its name in the queue. Calling it runs it at once."""

    name: str
    work: Callable[..., object]

    def __call__(self, **kwargs: object) -> object:
        return self.work(**kwargs)

    @property
    def takes(self) -> frozenset[str]:
        """The ids it wants to be told, without the time."""
        return frozenset(inspect.signature(self.work).parameters) - {"now"}


def job(name: str, *, queue: str = "default") -> Callable[[Callable[..., object]], Job]:
    """Make a job of a function with keyword ids and ``now``; ``name`` is programme.verb."""

    def declare(work: Callable[..., object]) -> Job:
        assert name not in JOBS or JOBS[name].work.__module__ == work.__module__, name
        JOBS[name] = Job(name, work)

        def run(context: JobContext, /, **kwargs: object) -> None:
            with working_on(context.job.id):
                work(**kwargs, now=timezone.now())

        app.task(name=name, queue=queue, retry=RETRY, pass_context=True)(run)
        return JOBS[name]

    return declare


def every(cron: str, *, name: str) -> Callable[[Callable[..., object]], Job]:
    """Make a job that the calendar starts: ``cron`` as in crontab, in UTC."""

    def declare(work: Callable[..., object]) -> Job:
        JOBS[name] = Job(name, work)
        CALENDAR[name] = cron

        def run(context: JobContext, /, timestamp: int) -> None:
            with working_on(context.job.id):
                work(now=timezone.now())

        task = app.task(name=name, queue="calendar", pass_context=True, queueing_lock=name)(run)
        app.periodic(cron=cron)(task)
        return JOBS[name]

    return declare


def later(
    what: Job, *, key: str | None = None, at: datetime | None = None, **ids: object
) -> int | None:
    """
    Queue ``what`` in the caller's transaction and return the queue's number.

    With ``key``, a job of the same key that still waits is enough: None is returned. ``at`` is the
    earliest time it may start.
    """
    return later_named(what.name, ids, key=key, at=at)


def later_named(
    name: str, ids: Mapping[str, object], *, key: str | None = None, at: datetime | None = None
) -> int | None:
    """As :func:`later`, for a job known by name."""
    task = app.configure_task(name, queueing_lock=key, schedule_at=at, queue=_queue_of(name))
    try:
        with transaction.atomic():
            return int(task.defer(**cast(dict[str, JSONValue], ids)))
    except AlreadyEnqueued:
        log.info("already queued", extra={"job": name})
        return None


def _queue_of(name: str) -> str:
    return app.tasks[name].queue
