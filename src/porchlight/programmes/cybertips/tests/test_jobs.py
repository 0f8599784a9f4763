from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from porchlight.house.delivery.models import Message
from porchlight.programmes.cybertips import jobs
from porchlight.programmes.cybertips.models import Repeat, Report
from porchlight.programmes.cybertips.rules.states import State

pytestmark = pytest.mark.django_db


class TestExpire:
    def test_ends_what_nobody_finished_in_time(self, chatterbee):
        late, fresh, done = (chatterbee.opened() for _ in range(3))
        chatterbee.finish(done)
        now = timezone.now()
        Report.objects.filter(id__in=[late, done]).update(expires_at=now - timedelta(minutes=1))
        jobs.expire(now=now)
        jobs.expire(now=now)
        states = dict(Report.objects.values_list("id", "state"))
        assert states == {late: State.EXPIRED, fresh: State.OPEN, done: State.FINISHED}
        answer = chatterbee.finish(late)
        assert (answer.status, answer.code) == (404, 5001)


class TestMakeRoom:
    def test_has_the_months_to_come_ready_and_runs_again(self, chatterbee):
        now = timezone.now().replace(year=2031, month=5, day=3)
        jobs.make_room(now=now)
        jobs.make_room(now=now)
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('cybertips_report_2031_08') IS NOT NULL")
            assert cursor.fetchone()[0]

    def test_puts_each_report_into_its_month(self, chatterbee):
        number = chatterbee.opened()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tableoid::regclass::text FROM cybertips_report WHERE id = %s", [number]
            )
            (table,) = cursor.fetchone()
        month = f"{timezone.now():%Y_%m}"
        assert table in (f"cybertips_report_{month}", "cybertips_report_other")

    def test_forgets_old_numbers_of_requests(self, chatterbee):
        chatterbee.submit(**{"Idempotency-Key": "x"})
        jobs.make_room(now=timezone.now() + timedelta(days=29))
        assert Repeat.objects.count() == 1
        jobs.make_room(now=timezone.now() + timedelta(days=31))
        assert not Repeat.objects.exists()


class TestTellRefused:
    def test_tells_the_provider_once_a_day(self, chatterbee):
        agency_id = chatterbee.viewer.agency_id
        for _ in range(2):
            jobs.tell_refused(agency_id=agency_id, now=timezone.now())
        (message,) = Message.objects.filter(template="task")
        assert message.recipient_id == agency_id
        jobs.tell_refused(agency_id=None, now=timezone.now())
