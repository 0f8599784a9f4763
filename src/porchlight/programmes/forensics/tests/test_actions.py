"""Records of unidentified persons: written once, brought up to date, never doubled."""

import json

import pytest
from django.db import IntegrityError, transaction

from porchlight.core.errors import Conflict, NotAllowed, RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry as Line
from porchlight.programmes.forensics import actions, queries
from porchlight.programmes.forensics.models import (
    DentalChart,
    Exclusion,
    PrintClass,
    UnidentifiedPerson,
)
from porchlight.programmes.forensics.tests.test_rules_files import CSV, NCIC, RECORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(cast):
    return viewer_for(cast.analyst)


@pytest.fixture
def person(analyst, now):
    columns = {"sex": "F", "age_min": 12.0, "age_max": 16.0, "state": "NV"}
    return actions.record_person(columns, by=analyst, now=now)


def take(data, analyst, now):
    kept = actions.try_file("persons.csv", data, by=analyst, now=now)
    return actions.import_persons(kept.id, by=analyst, now=now)


def lines():
    return list(Line.objects.order_by("id").values_list("kind", flat=True))


class TestRecordPerson:
    def test_needs_somebody_who_works_on_them(self, cast, now):
        with pytest.raises(NotAllowed):
            actions.record_person({}, by=viewer_for(cast.specialist), now=now)

    def test_gives_a_number_and_leaves_one_event(self, person):
        assert person.number.startswith("PU-")
        assert lines()[-1] == "forensics.person.recorded"

    def test_knows_a_namus_number_once(self, analyst, now):
        actions.record_person({"namus_number": "UP7"}, by=analyst, now=now)
        with pytest.raises(Conflict):
            actions.record_person({"namus_number": "UP7"}, by=analyst, now=now)

    def test_is_kept_from_ranges_the_wrong_way_round_by_the_table_itself(self, person):
        with pytest.raises(IntegrityError), transaction.atomic():
            UnidentifiedPerson.objects.filter(id=person.id).update(age_min=20.0)


class TestChangePerson:
    def test_refuses_what_was_typed_over_another_s_save(self, person, analyst, now):
        actions.change_person(person.id, {"hair": "BRO"}, version=1, by=analyst, now=now)
        with pytest.raises(Conflict):
            actions.change_person(person.id, {"hair": "BLK"}, version=1, by=analyst, now=now)

    def test_names_what_changed_and_not_what_it_says(self, person, analyst, now):
        actions.change_person(
            person.id, {"hair": "BRO", "sex": "F"}, version=1, by=analyst, now=now
        )
        assert json.loads(Line.objects.latest("id").body)["data"]["fields"] == "hair"

    def test_leaves_the_identified_alone(self, person, analyst, now):
        actions.identify_person(person.id, words="By the coroner", by=analyst, now=now)
        with pytest.raises(NotAllowed):
            actions.change_person(person.id, {"hair": "BRO"}, version=1, by=analyst, now=now)


class TestImportPersons:
    def test_writes_nothing_while_it_is_tried(self, analyst, now):
        kept = actions.try_file("persons.csv", CSV.encode(), by=analyst, now=now)
        plans = queries.plans_of(kept)
        assert [plan.outcome for plan in plans] == ["new", "new"]
        assert not UnidentifiedPerson.objects.exists()

    def test_brings_up_to_date_and_never_doubles(self, analyst, now):
        assert take(CSV.encode(), analyst, now)["new"] == 2
        assert take(CSV.encode(), analyst, now) == {"new": 0, "changed": 0, "same": 2, "refused": 0}
        later = CSV.replace("Reno", "Sparks")
        assert take(later.encode(), analyst, now)["changed"] == 1
        assert UnidentifiedPerson.objects.get(namus_number="UP123").city == "Sparks"
        assert UnidentifiedPerson.objects.count() == 2

    def test_keeps_what_the_file_leaves_open(self, analyst, now):
        take(json.dumps([RECORD]).encode(), analyst, now)
        bare = {"idFormatted": "UP900001", "circumstances": {"dateFound": "2012-06-09"}}
        take(json.dumps([bare]).encode(), analyst, now)
        person = UnidentifiedPerson.objects.get()
        assert (person.found_on, person.hair, person.version) == ("2012-06-09", "BLN", 2)

    def test_refuses_single_records_and_says_why(self, analyst, now):
        broken = CSV + "no number,,1/1/2012,,,,,,,,\r\n" + CSV.splitlines()[1] + "\r\n"
        kept = actions.try_file("persons.csv", broken.encode(), by=analyst, now=now)
        plans = queries.plans_of(kept)
        assert [plan.outcome for plan in plans] == ["new", "new", "refused", "refused"]
        assert all(plan.record.problems for plan in plans[2:])
        counted = actions.import_persons(kept.id, by=analyst, now=now)
        assert (counted["new"], counted["refused"]) == (2, 2)

    def test_takes_a_file_over_once(self, analyst, now):
        kept = actions.try_file("persons.csv", CSV.encode(), by=analyst, now=now)
        actions.import_persons(kept.id, by=analyst, now=now)
        with pytest.raises(Conflict):
            actions.import_persons(kept.id, by=analyst, now=now)

    def test_puts_teeth_and_prints_on_file_once(self, analyst, now):
        data = (NCIC + "FPC/AAAAAAAAAAAAAAAAAAAA\n").encode()
        take(data, analyst, now)
        assert take(data, analyst, now)["same"] == 1
        assert DentalChart.objects.get().teeth == {"3": "MO"}
        assert PrintClass.objects.count() == 1

    def test_completes_a_record_that_knows_its_number(self, analyst, now):
        actions.record_person({"ncic_number": "U123456789"}, by=analyst, now=now)
        assert take(NCIC.encode(), analyst, now)["changed"] == 1
        assert UnidentifiedPerson.objects.get().sex == "F"


class TestWithdrawPerson:
    def test_keeps_the_record_and_compares_it_no_longer(self, person, analyst, now):
        actions.withdraw_person(person.id, words="Removed from NamUs", by=analyst, now=now)
        assert queries.unidentified() == []
        actions.restore_person(person.id, by=analyst, now=now)
        assert [one.number for one in queries.unidentified()] == [person.number]

    def test_asks_why(self, person, analyst, now):
        with pytest.raises(RuleBroken):
            actions.withdraw_person(person.id, words=" ", by=analyst, now=now)


class TestExclusions:
    def test_need_a_basis_and_words(self, person, child, analyst, now):
        for basis, words in (("age", "Too old"), ("dna", " ")):
            with pytest.raises(RuleBroken):
                actions.record_exclusion(
                    person.id, child.id, basis=basis, words=words, by=analyst, now=now
                )

    def test_hold_until_they_are_taken_back_and_stay_on_record(self, person, child, analyst, now):
        told = {"basis": "dna", "words": "Lab 7, case 3", "by": analyst, "now": now}
        made = actions.record_exclusion(person.id, child.id, **told)
        assert queries.excluded_pairs() == {(child.id, person.id)}
        with pytest.raises(Conflict):
            actions.record_exclusion(person.id, child.id, **told)
        actions.withdraw_exclusion(made.id, words="Samples were swapped", by=analyst, now=now)
        assert not queries.excluded_pairs()
        actions.record_exclusion(person.id, child.id, **told)
        assert Exclusion.objects.count() == 2
