"""Who is of a case becomes findable, and stays as the case says."""

from datetime import timedelta

import pytest
from django.urls import reverse

from porchlight.core.dates import PartialDate
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.cases.rules.intake import (
    CallerIntake,
    CaseIntake,
    ChildIntake,
    LastContact,
    VehicleIntake,
)
from porchlight.programmes.cases.rules.vocabulary import Category, Relation
from porchlight.programmes.matching.jobs import index_case, index_rest
from porchlight.programmes.matching.models import IndexedPerson
from porchlight.programmes.matching.queries import look_alikes
from porchlight.programmes.matching.rules.question import read_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, now, run_jobs):
    told = CaseIntake(
        category=Category.ENDANGERED_RUNAWAY,
        circumstances="Left after supper in a blue car.",
        children=(
            ChildIntake(
                given_names="Mia Lucía",
                family_names="Delgado Vance",
                born=PartialDate(2012, 5, 4),
                sex="F",
            ),
        ),
        last_contact=LastContact(now - timedelta(hours=6)),
        vehicles=(VehicleIntake(plate="KLM4821", plate_state="TX", year=2014, make="Honda"),),
        caller=CallerIntake("Rosa Delgado", Relation.MOTHER, ("+15125550199",)),
        reported_at=now,
    )
    opened = cases.open_case(told, by=viewer_for(cast.specialist), now=now)
    run_jobs()
    return opened


def names(account, typed, now):
    asked = read_question(typed, now.date()).described
    return [one.name for one in look_alikes(viewer_for(account), asked)]


class TestIndexCase:
    def test_lets_everybody_of_a_new_case_be_found(self, case, cast, now):
        assert names(cast.specialist, "delgdo mia", now)[0] == "Mia Lucía Delgado Vance"
        assert names(cast.specialist, "555-0199", now) == ["Rosa Delgado"]
        assert names(cast.specialist, "klm 4821", now) == ["2014 Honda KLM4821"]

    def test_leaves_the_same_rows_when_it_runs_twice(self, case, cast, now, run_jobs):
        before = sorted(IndexedPerson.objects.values_list("source", "role", "title"))

        index_case(case_id=case.id, now=now)
        assert sorted(IndexedPerson.objects.values_list("source", "role", "title")) == before

    def test_opens_the_case_from_the_box_and_writes_down_who_saw_it(self, case, cast, client_as):
        page = client_as(cast.specialist).get(reverse("staff-search"), {"q": "Rosa Delgado"})
        assert reverse("case-overview", args=[case.number]) in page.content.decode()
        seen = Entry.objects.filter(kind="matching.lookalikes.shown").get()
        assert f"case:{case.id}" in seen.records

    def test_leads_straight_to_a_case_number(self, case, cast, client_as):
        answer = client_as(cast.specialist).get(reverse("staff-search"), {"q": case.number.lower()})
        assert answer.url == reverse("case-overview", args=[case.number])

    def test_names_nobody_of_a_restricted_case(self, case, cast, now):
        cases.restrict_case(case.id, restricted=True, by=viewer_for(cast.supervisor), now=now)
        assert names(cast.analyst, "Mia Delgado", now)[0] == ""


class TestIndexRest:
    def test_makes_findable_who_was_taken_over(self, case, cast, now):
        IndexedPerson.objects.all().delete()
        index_rest(now=now)
        assert names(cast.specialist, "Mia Delgado", now)[0] == "Mia Lucía Delgado Vance"

    def test_leaves_alone_who_is_found_already(self, case, now):
        before = list(IndexedPerson.objects.order_by("id").values_list("id", flat=True))
        index_rest(now=now)
        assert list(IndexedPerson.objects.order_by("id").values_list("id", flat=True)) == before
