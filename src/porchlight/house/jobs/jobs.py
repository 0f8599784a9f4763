"""The queue's own housekeeping."""

from datetime import datetime

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.house.jobs.queue import every

# A worker tells every 10 s that it lives; after this long in silence its jobs go to another.
LEASE_SECONDS = 40


@every("* * * * *", name="jobs.take_back")
def take_back(*, now: datetime) -> None:
    """Give the jobs of a worker that died to those that live."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT job.id FROM procrastinate_jobs job
            LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
            WHERE job.status = 'doing'
              AND (worker.id IS NULL OR worker.last_heartbeat < %s - make_interval(secs => %s))
            """,
            [now, LEASE_SECONDS],
        )
        for (number,) in cursor.fetchall():
            cursor.execute(
                "SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [number, now]
            )


@every("17 3 * * *", name="jobs.sweep")
def sweep(*, now: datetime) -> None:
    """Forget jobs that succeeded more than a month ago; failed ones stay until looked at."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM procrastinate_jobs job USING procrastinate_events event
            WHERE event.job_id = job.id AND job.status = 'succeeded'
              AND event.type = 'succeeded' AND event.at < %s - interval '30 days'
            """,
            [now],
        )


def try_again(number: int, *, now: datetime) -> None:
    """
    Put a job that gave up back into the queue.

    :raises NotFound: when no such job gave up
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status = 'failed'", [number]
        )
        if cursor.fetchone() is None:
            raise NotFound(say("This job is no longer in the list."))
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [number, now])


def dead_letters() -> list[ProcrastinateJob]:
    """The jobs that gave up, newest first."""
    return list(ProcrastinateJob.objects.filter(status="failed").order_by("-id"))
