"""Opening a case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from porchlight.core.errors import NotAllowed, RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.programmes.cases import actions, queries
from porchlight.programmes.cases.models import Case
from porchlight.programmes.cases.rules.intake import Told, answer

pytestmark = pytest.mark.django_db


class TestOpenCase:
    def test_keeps_everything_that_was_told(self, case):
        child = case.children.get()
        assert (child.name, child.aliases, child.born) == (
            "Mia Lucía Delgado Vance",
            ["Lucy"],
            "2012-05-04",
        )
        assert (child.height_cm.lo, child.height_cm.hi) == (150, 155)
        assert child.marks == [{"words": "Small scar over the left eyebrow", "code": "SC L EYE"}]
        assert case.companions.get().name == "Dale Rook"
        assert case.vehicles.get().plate == "KLM4821"
        assert case.contacts.get().language == "es"
        assert case.shares.get().report_number == "26-0817"

    def test_tells_known_from_unknown_from_not_asked(self, case):
        child = case.children.get()
        assert answer(child, "hair").told is Told.KNOWN
        assert answer(child, "skin").told is Told.UNKNOWN
        assert answer(child, "school").told is Told.NOT_ASKED
        assert answer(child, "runaway_before").value is False

    def test_starts_the_clocks_of_the_law(self, case, now):
        due = dict(case.clocks.values_list("name", "due_at"))
        assert due["ncic_entry"] == now - timedelta(minutes=30) + timedelta(hours=2)
        assert due["verification"] == now + timedelta(days=90)
        assert "record_update" not in due  # it starts with the entry
        assert "care_report" not in due

    def test_leaves_one_event_and_a_number_that_tells_nothing(self, case):
        entries = Entry.objects.filter(kind__startswith="cases.")
        assert [entry.kind for entry in entries] == ["cases.case.opened"]
        assert case.number.startswith("PL-") and str(case.id) not in case.number.split("-")

    def test_is_missing_since_the_day_at_the_place(self, case):
        assert case.missing_on == "2026-03-01"

    def test_is_refused_to_those_who_open_none(self, cast, intake, now):
        with pytest.raises(NotAllowed):
            actions.open_case(intake, by=viewer_for(cast.analyst), now=now)
        assert not Case.objects.exists()

    def test_is_refused_without_a_child(self, cast, intake, now):
        with pytest.raises(RuleBroken):
            actions.open_case(replace(intake, children=()), by=viewer_for(cast.specialist), now=now)


class TestPosterSource:
    def test_holds_nothing_of_family_health_or_street(self, case):
        said = repr(queries.poster_source(case.id))
        for private in (
            "Rosa",
            "Inhaler",
            "Larkspur",
            "5550199",
            "5550133",
            "Dale Rook",
            "KLM4821",
        ):
            assert private not in said
        assert "Austin, TX" in said


class TestPeople:
    def test_are_children_companions_family_and_vehicles(self, case):
        found = queries.findable(case.id).people
        assert [one.role for one in found] == ["child", "companion", "contact", "vehicle"]
        assert found[0].names == ("Mia Lucía Delgado Vance", "Lucy")
        assert (found[0].state, found[0].county) == ("TX", "48453")
