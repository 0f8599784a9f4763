"""Whoever changes the trail, even its owner, is found; the first bad row is named."""

import random
from dataclasses import dataclass

import pytest
from django.db import connection

from porchlight.core.event import Event
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.audit.actions import record
from porchlight.house.audit.models import Entry, StreamHead
from porchlight.house.audit.verify import verify

pytestmark = pytest.mark.django_db
SOMEBODY = Viewer(id=7, door=Door.STAFF)


@dataclass(frozen=True)
class Seen(Event):
    KIND = "audit.test.seen"
    SENTENCE = say("Saw {thing_id}")
    thing_id: int


@pytest.fixture
def trail(now):
    """Twelve rows, and the owner's power to do what the application cannot."""
    numbers = [record(Seen(thing), by=SOMEBODY, at=now) for thing in range(12)]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
    return numbers


def change(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


class TestVerify:
    def test_passes_a_whole_trail(self, trail):
        verdict = verify()
        assert verdict.whole
        assert verdict.rows == 12

    @pytest.mark.parametrize("seed", range(25))
    @pytest.mark.parametrize(
        "tamper",
        [
            "UPDATE audit_entry SET body = replace(body, '7', '8') WHERE id = %s",
            "UPDATE audit_entry SET actor_id = 8 WHERE id = %s",
            "UPDATE audit_entry SET at = at + interval '1 second' WHERE id = %s",
            "UPDATE audit_entry SET records = '{}' WHERE id = %s",
            "UPDATE audit_entry SET hash = set_byte(hash, 3, get_byte(hash, 3) # 1) WHERE id = %s",
        ],
    )
    def test_names_the_row_that_was_changed(self, trail, tamper, seed):
        victim = random.Random(seed).choice(trail)
        change(tamper, victim)
        assert verify().first_bad == victim

    def test_names_the_row_after_one_that_was_removed(self, trail):
        change("DELETE FROM audit_entry WHERE id = %s", trail[4])
        assert verify().first_bad == trail[5]

    def test_notices_that_the_end_was_cut(self, trail):
        change("DELETE FROM audit_entry WHERE id >= %s", trail[9])
        assert not verify().whole

    def test_notices_two_rows_that_changed_places(self, trail):
        first, second = trail[2], trail[3]
        change("UPDATE audit_entry SET id = -1 WHERE id = %s", first)
        change("UPDATE audit_entry SET id = %s WHERE id = %s", first, second)
        change("UPDATE audit_entry SET id = %s WHERE id = -1", second)
        assert verify().first_bad == first

    def test_notices_a_trail_that_was_emptied(self, trail):
        change("DELETE FROM audit_entry")
        assert not verify().whole

    def test_notices_a_row_put_in_between(self, trail):
        entry = Entry.objects.get(id=trail[6])
        entry.pk, entry.id = None, max(trail) + 1
        entry.save(force_insert=True)
        assert not verify().whole

    def test_knows_sixteen_chains(self):
        assert StreamHead.objects.count() == 16
