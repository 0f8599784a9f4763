"""Jobs: queued in the caller's transaction, once per key, taken back from the dead."""

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from porchlight.core.errors import NotFound
from porchlight.house.jobs import job, later
from porchlight.house.jobs.jobs import dead_letters, take_back, try_again

pytestmark = pytest.mark.django_db
DONE = []


@job("jobs.test.note")
def note(*, thing_id: int, now) -> None:
    DONE.append((thing_id, now))


def _set(number, **values):
    with connection.cursor() as cursor:
        for name, value in values.items():
            cursor.execute(
                f"UPDATE procrastinate_jobs SET {name} = %s WHERE id = %s", [value, number]
            )


class TestLater:
    def test_runs_with_its_ids_and_the_time(self, run_jobs, now):
        DONE.clear()
        later(note, thing_id=4)
        assert run_jobs() == 1
        assert [(4, now)] == DONE

    def test_vanishes_with_the_transaction_that_failed(self):
        with pytest.raises(RuntimeError), transaction.atomic():
            later(note, thing_id=4)
            raise RuntimeError
        assert not ProcrastinateJob.objects.exists()

    def test_queues_one_of_a_key(self):
        assert later(note, thing_id=1, key="a") is not None
        assert later(note, thing_id=1, key="a") is None
        assert ProcrastinateJob.objects.count() == 1


class TestTakeBack:
    def test_gives_the_jobs_of_a_dead_worker_to_the_living(self, now):
        number = later(note, thing_id=1)
        _set(number, status="doing")
        take_back(now=now)
        assert ProcrastinateJob.objects.get(id=number).status == "todo"

    def test_leaves_those_of_a_living_worker(self, now):
        number = later(note, thing_id=1)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [now]
            )
            worker = cursor.fetchone()[0]
        _set(number, status="doing", worker_id=worker)
        take_back(now=now)
        assert ProcrastinateJob.objects.get(id=number).status == "doing"


class TestTryAgain:
    def test_puts_a_dead_letter_back(self, now):
        number = later(note, thing_id=1)
        _set(number, status="failed")
        assert [letter.id for letter in dead_letters()] == [number]
        try_again(number, now=now)
        assert not dead_letters()

    def test_refuses_a_job_that_did_not_give_up(self, now):
        with pytest.raises(NotFound):
            try_again(later(note, thing_id=1), now=now)
