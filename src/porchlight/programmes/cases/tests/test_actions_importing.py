"""Records of other registries: opened once, brought up to date, ended; never twice."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from porchlight.core.errors import NotAllowed
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.cases import actions
from porchlight.programmes.cases.models import Case, Child, ImportedChild, Task
from porchlight.programmes.cases.queries.imported import Verdict
from porchlight.programmes.cases.rules.exchange.incoming import Shape
from porchlight.programmes.cases.rules.exchange.others import read
from porchlight.programmes.cases.tests.test_rules_exchange import (
    ROW,
    csv,
    person,
    record,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cast):
    return viewer_for(cast.supervisor)


@pytest.fixture
def take(by, now):
    def taken(shape, document, *, at=now, action=actions.import_records):
        return action(shape, read(shape, document, at.date()), by=by, now=at)

    return taken


def posters(*people) -> bytes:
    return json.dumps({"persons": list(people)}).encode()


class TestTryImport:
    def test_changes_nothing_and_says_what_would(self, take):
        report = take(Shape.NAMUS_CSV, csv(ROW, "x"), action=actions.try_import)
        assert report.counts == {Verdict.NEW: 1}
        assert (report.refused, report.done) == (1, False)
        assert not Case.objects.exists()

    def test_is_for_supervisors(self, cast, now):
        batch = read(Shape.NAMUS_CSV, csv(ROW), now.date())
        for who in (cast.specialist, cast.officer):
            for action in (actions.try_import, actions.import_records):
                with pytest.raises(NotAllowed):
                    action(Shape.NAMUS_CSV, batch, by=viewer_for(who), now=now)


class TestImportRecords:
    def test_opens_a_case_with_what_was_told_and_no_clock(self, take):
        take(Shape.NAMUS_CSV, csv(ROW))
        case = Case.objects.get()
        assert (case.source, case.state, case.missing_on) == ("namus", "TX", "2024-05-04")
        assert case.children.get().name == "Ana Ruiz"
        assert not case.clocks.exists()

    def test_puts_siblings_into_one_case_also_when_they_come_later(self, take):
        take(Shape.NCMEC_JSON, posters(person(), person(seqNumber=2, firstName="Teo")))
        take(Shape.NCMEC_JSON, posters(person(seqNumber=3, firstName="Lea")))
        names = (
            Case.objects.get().children.order_by("position").values_list("given_names", flat=True)
        )
        assert list(names) == ["Ana", "Teo", "Lea"]

    def test_never_makes_a_second_one(self, take):
        first = take(Shape.NAMUS_CSV, csv(ROW))
        again = take(Shape.NAMUS_CSV, csv(ROW.replace("MP0012", "12")))
        assert (first.counts, again.counts) == ({Verdict.NEW: 1}, {Verdict.SAME: 1})
        assert Child.objects.count() == 1

    def test_brings_up_to_date_what_changed_there_and_keeps_what_changed_here(self, take):
        take(Shape.NAMUS_JSON, json.dumps([record()]).encode())
        Child.objects.update(height_min_cm=150, height_max_cm=155)
        changed = record(
            modifiedDateTime="2025-12-01T00:00:00",
            subjectDescription={"sex": "Female", "heightFrom": 63},
            physicalDescription={"hairColor": "Brown"},
        )
        report = take(Shape.NAMUS_JSON, json.dumps([changed]).encode())
        child = Child.objects.get()
        assert report.counts == {Verdict.CHANGED: 1}
        assert (child.hair, child.height_min_cm) == ("BRO", 150)
        assert {each.field for each in report.troubles} == {"height_min_cm", "height_max_cm"}

    def test_keeps_the_newer_of_two(self, take):
        take(Shape.NAMUS_JSON, json.dumps([record()]).encode())
        older = record(modifiedDateTime="2025-01-01T00:00:00", subjectDescription={})
        report = take(Shape.NAMUS_JSON, json.dumps([older]).encode())
        assert report.counts == {Verdict.OLDER: 1}
        assert Child.objects.get().sex == "F"

    def test_forgets_what_ended_and_has_somebody_look(self, take, now):
        take(Shape.NAMUS_JSON, json.dumps([record()]).encode())
        gone = json.dumps([record(caseIsResolved=True)]).encode()
        assert take(Shape.NAMUS_JSON, gone).counts == {Verdict.ENDED: 1}
        assert take(Shape.NAMUS_JSON, gone).counts == {Verdict.SAME: 1}
        child = Child.objects.get()
        assert (child.name, child.sex, child.case.circumstances) == ("", "", "")
        assert ImportedChild.objects.get().given == {}
        assert Task.objects.get().due_at == now + timedelta(days=1)

    def test_never_opens_what_had_ended_before_it_came(self, take):
        gone = json.dumps([record(caseIsResolved=True)]).encode()
        assert take(Shape.NAMUS_JSON, gone).counts == {Verdict.UNKNOWN: 1}
        assert not Case.objects.exists()

    def test_brings_back_what_its_registry_has_again(self, take):
        whole = json.dumps([record()]).encode()
        take(Shape.NAMUS_JSON, whole)
        take(Shape.NAMUS_JSON, json.dumps([record(caseIsResolved=True)]).encode())
        assert take(Shape.NAMUS_JSON, whole).counts == {Verdict.CHANGED: 1}
        assert Child.objects.get().name == "Ana Ruiz"
        assert ImportedChild.objects.get().ended_at is None


class TestThePage:
    @pytest.fixture
    def desk(self, client_as, cast):
        return client_as(cast.supervisor)

    def send(self, desk, document, seen="", shape="namus-csv"):
        given = {"shape": shape, "seen": seen, "file": SimpleUploadedFile("x", document)}
        return desk.post("/staff/cases/import/", given)

    def test_shows_first_and_takes_the_same_file_then(self, desk):
        shown = self.send(desk, csv(ROW, "x"))
        assert shown.status_code == 200
        assert not Case.objects.exists()
        seen = shown.context["form"].initial["seen"]
        other = self.send(desk, csv(ROW.replace("Ana", "Bea")), seen)
        assert not other.context["report"].done
        assert self.send(desk, csv(ROW, "x"), seen).context["report"].done
        assert Child.objects.get().name == "Ana Ruiz"

    def test_says_at_the_file_what_is_wrong_with_it(self, desk):
        answer = self.send(desk, b"\x00", shape="ncmec-json")
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]
