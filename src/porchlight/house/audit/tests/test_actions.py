"""Recording: chained, append-only, in the caller's transaction."""

from dataclasses import dataclass
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from porchlight.core.event import Event
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.audit.actions import Act, record, record_all
from porchlight.house.audit.models import Entry
from porchlight.house.audit.verify import verify

pytestmark = pytest.mark.django_db
SPECIALIST = Viewer(id=7, door=Door.STAFF, name="Invented Person")


@dataclass(frozen=True)
class Touched(Event):
    KIND = "audit.test.touched"
    SENTENCE = say("Touched record {thing_id}")
    thing_id: int


class TestRecord:
    def test_adds_one_row_with_ids_and_no_names(self, now):
        number = record(Touched(3), by=SPECIALIST, at=now)
        entry = Entry.objects.get(id=number)
        assert entry.records == ["thing:3"]
        assert (entry.actor_id, entry.door, entry.kind) == (7, "staff", "audit.test.touched")
        assert "Invented" not in entry.body

    def test_chains_each_row_to_the_one_before(self, now):
        first = Entry.objects.get(id=record(Touched(1), by=SPECIALIST, at=now))
        second = Entry.objects.get(id=record(Touched(2), by=SPECIALIST, at=now))
        assert bytes(second.previous) == bytes(first.hash)
        said = f"{second.id}\n{second.body}".encode()
        assert bytes(second.hash) == sha256(bytes(first.hash) + said).digest()

    def test_vanishes_with_the_transaction_that_failed(self, now):
        with pytest.raises(RuntimeError), transaction.atomic():
            record(Touched(1), by=SPECIALIST, at=now)
            raise RuntimeError
        assert not Entry.objects.exists()

    def test_refuses_a_naive_instant(self, now):
        with pytest.raises(ValueError, match="aware"):
            record(Touched(1), by=SPECIALIST, at=now.replace(tzinfo=None))


class TestRecordAll:
    def test_adds_in_order_what_record_would_have_added_one_by_one(self, now):
        numbers = record_all([Act(Touched(n), SPECIALIST, now) for n in (1, 2, 3)])
        assert numbers == sorted(numbers)
        assert [Entry.objects.get(id=n).records for n in numbers] == [
            ["thing:1"],
            ["thing:2"],
            ["thing:3"],
        ]
        record(Touched(4), by=SPECIALIST, at=now)
        assert verify().sentence == "The audit trail is whole: 4 rows."

    def test_adds_nothing_for_nothing(self, db):
        assert record_all([]) == []
        assert verify().rows == 0

    def test_is_not_for_the_public_door(self, now):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute("SET LOCAL ROLE porchlight_public")
            record_all([Act(Touched(1), SPECIALIST, now)])


class TestTheTable:
    @pytest.mark.parametrize(
        "tamper", ["UPDATE audit_entry SET kind = 'x'", "DELETE FROM audit_entry"]
    )
    def test_cannot_be_changed_even_by_its_owner(self, now, tamper):
        record(Touched(1), by=SPECIALIST, at=now)
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            connection.cursor().execute(tamper)

    @pytest.mark.parametrize("role", ["porchlight_app", "porchlight_public"])
    def test_is_closed_to_the_application(self, role):
        refused = pytest.raises(DatabaseError, match="permission denied")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute("INSERT INTO audit_entry (body) VALUES ('x')")

    def test_lets_the_public_door_record_only_what_the_public_did(self, now):
        with pytest.raises(DatabaseError, match="only what the public did"), transaction.atomic():
            connection.cursor().execute("SET LOCAL ROLE porchlight_public")
            record(Touched(1), by=SPECIALIST, at=now)
