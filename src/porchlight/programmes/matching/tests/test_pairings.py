"""Pairs of missing children and unidentified persons: found, explained, decided, told when new."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import NotAllowed, RuleBroken
from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry as Line
from porchlight.programmes.forensics import actions as forensics
from porchlight.programmes.forensics.models import Exclusion, UnidentifiedPerson
from porchlight.programmes.forensics.rules.dental import parse_ncic
from porchlight.programmes.matching.actions import pairings as actions
from porchlight.programmes.matching.models import Pairing, PairingDecision
from porchlight.programmes.matching.queries import pairings as queries
from porchlight.programmes.matching.rules.decisions import check_decision, what_is_new

HOUSE = house_viewer("test")
FOUND = {
    "sex": "F",
    "age_min": 12.0,
    "age_max": 16.0,
    "hair": "BRO",
    "eyes": "BRO",
    "found_on": "2026-03-20",
    "state": "NV",
    "latitude": 39.5,
    "longitude": -119.8,
    "marks": ["Scar left thigh"],
}
TEETH = parse_ncic("03MO 14OD 19MOD 30O 01X 16X")
PROFILE = "TH01 6 9.3\nvWA 17 18\nFGA 21 24\nD18S51 14 16\nD21S11 28 31.2\nD3S1358 15 17"


@pytest.fixture
def analyst(cast):
    return viewer_for(cast.analyst)


@pytest.fixture
def supervisor(cast):
    return viewer_for(cast.supervisor)


@pytest.fixture
def person(cast, analyst, now):
    return forensics.record_person(FOUND, by=analyst, now=now)


@pytest.fixture
def pair(child, person, now):
    actions.search(by=HOUSE, now=now)
    return Pairing.objects.get()


def said(outcome, basis="", words="Dr. Hale, county medical examiner", **who):
    return {"outcome": outcome, "basis": basis, "words": words, **who}


def events():
    return list(Line.objects.order_by("id").values_list("kind", flat=True))


@pytest.mark.django_db
class TestSearch:
    def test_keeps_a_pair_with_every_trait_that_says_something(self, pair):
        traits = {one["trait"] for one in pair.factors}
        assert {"sex", "age", "hair", "eyes", "place", "marks"} <= traits
        assert pair.soft == pytest.approx(sum(one["log10"] for one in pair.factors), abs=0.01)
        assert (pair.state, pair.news, pair.dna) == ("open", [], None)

    def test_finds_nothing_to_do_the_second_time(self, pair, now):
        assert actions.search(by=HOUSE, now=now) == 0
        assert actions.search(everything=True, by=HOUSE, now=now) == 0

    def test_hides_nobody_for_a_soft_trait(self, child, analyst, now):
        wrong = {"sex": "M", "age_min": 60.0, "age_max": 70.0, "found_on": "1990-01-01"}
        forensics.record_person(wrong, by=analyst, now=now)
        actions.search(by=HOUSE, now=now)
        row = Pairing.objects.get()
        assert row.soft < -2
        assert next(one for one in row.factors if one["trait"] == "dates")["flagged"]

    def test_compares_a_new_record_by_itself_within_a_minute(
        self,
        child,
        analyst,
        now,
        run_jobs,
    ):
        run_jobs()
        forensics.record_person(FOUND, by=analyst, now=now)
        run_jobs()
        assert Pairing.objects.count() == 1

    def test_looks_again_when_teeth_or_dna_come_and_says_so(self, pair, analyst, now):
        actions.decide(pair.id, **said("possible"), by=analyst, now=now)
        forensics.keep_chart(
            forensics.Whose(child_id=pair.child_id),
            TEETH,
            charted_on="",
            words="",
            by=analyst,
            now=now,
        )
        forensics.keep_chart(
            forensics.Whose(person_id=pair.person_id),
            TEETH,
            charted_on="",
            words="",
            by=analyst,
            now=now,
        )
        actions.search(by=HOUSE, now=now)
        pair.refresh_from_db()
        assert pair.news == ["teeth"]
        assert pair.hard > 0

    def test_weighs_the_dna_of_child_or_family_beside_the_sum(self, pair, analyst, now):
        soft = pair.soft
        mother = forensics.add_relative(
            pair.child_id, relation="mother", name="Ann", by=analyst, now=now
        )
        for whose in ({"relative_id": mother.id}, {"person_id": pair.person_id}):
            forensics.keep_profile(
                forensics.Whose(**whose), PROFILE, laboratory="Lab 7", by=analyst, now=now
            )
        actions.search(by=HOUSE, now=now)
        pair.refresh_from_db()
        assert pair.dna > 1
        assert pair.soft == pytest.approx(soft)

    def test_leaves_the_withdrawn_and_the_identified_out(self, pair, person, analyst, now):
        forensics.withdraw_person(person.id, words="Duplicate", by=analyst, now=now)
        assert not queries.pairings_for(analyst)
        assert queries.people() == []


@pytest.mark.django_db
class TestDecide:
    def test_needs_a_reason_and_a_basis_for_what_is_final(self, pair, analyst, now):
        for told in (said("excluded"), said("identified"), said("possible", words=" "), said("x")):
            with pytest.raises(RuleBroken):
                actions.decide(pair.id, **told, by=analyst, now=now)
        assert not PairingDecision.objects.exists()

    def test_is_not_everybody_s(self, pair, cast, now):
        with pytest.raises(NotAllowed):
            actions.decide(pair.id, **said("possible"), by=viewer_for(cast.artist), now=now)

    def test_stands_on_both_records_with_who_and_why(self, pair, analyst, now):
        actions.decide(pair.id, **said("excluded", "dental"), by=analyst, now=now)
        noted = Exclusion.objects.get()
        assert (noted.basis, noted.recorded_by_id) == ("dental", analyst.id)
        body = Line.objects.get(kind="matching.pairing.decided").body
        assert f"case:{pair.child.case_id}" in body
        assert f"person:{pair.person_id}" in body

    def test_keeps_what_is_ruled_out_from_being_proposed(self, pair, analyst, now):
        actions.decide(pair.id, **said("excluded", "dna"), by=analyst, now=now)
        actions.search(everything=True, by=HOUSE, now=now)
        assert not queries.pairings_for(analyst)
        assert queries.pairings_for(analyst, decided=True).count() == 1

    def test_proposes_it_again_when_something_is_new_and_says_what(
        self, pair, person, analyst, now
    ):
        actions.decide(pair.id, **said("excluded", "other"), by=analyst, now=now)
        forensics.change_person(
            person.id, {"age_min": 20.0, "age_max": 25.0}, version=1, by=analyst, now=now
        )
        actions.search(by=HOUSE, now=now)
        assert queries.pairings_for(analyst).get().news == ["age"]

    def test_is_proposed_again_when_the_exclusion_is_taken_back(self, pair, analyst, now, run_jobs):
        actions.decide(pair.id, **said("excluded", "dna"), by=analyst, now=now)
        made = Exclusion.objects.get()
        forensics.withdraw_exclusion(made.id, words="Samples swapped", by=analyst, now=now)
        run_jobs()
        assert queries.pairings_for(analyst).get().state == "open"

    def test_takes_the_exclusion_back_when_decided_otherwise(self, pair, analyst, now):
        actions.decide(pair.id, **said("excluded", "dna"), by=analyst, now=now)
        actions.decide(pair.id, **said("possible"), by=analyst, now=now + timedelta(hours=1))
        assert Exclusion.objects.get().withdrawn_by_id == analyst.id

    def test_that_it_is_the_child_waits_for_a_second_person(self, pair, analyst, supervisor, now):
        actions.decide(pair.id, **said("identified", "dna"), by=analyst, now=now)
        assert queries.pairings_for(analyst).get().state == "confirming"
        with pytest.raises(NotAllowed, match="second person"):
            actions.confirm_identity(pair.id, by=analyst, now=now)
        actions.confirm_identity(pair.id, by=supervisor, now=now)
        assert UnidentifiedPerson.objects.get().identified_by_id == supervisor.id
        assert events()[-1] == "matching.pairing.confirmed"
        with pytest.raises(NotAllowed):
            actions.decide(pair.id, **said("possible"), by=analyst, now=now)

    def test_is_confirmed_by_the_same_person_not_even_in_the_table(self, pair, analyst, now):
        made = actions.decide(pair.id, **said("identified", "dna"), by=analyst, now=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            PairingDecision.objects.filter(id=made.id).update(
                confirmed_at=now, confirmed_by_id=analyst.id
            )


class TestWhatIsNew:
    factor = st.fixed_dictionaries(
        {
            "trait": st.sampled_from(["sex", "age", "teeth"]),
            "log10": st.floats(-3, 3),
            "template": st.sampled_from(["a", "b"]),
            "params": st.just({}),
        }
    )
    factors = st.lists(factor, unique_by=lambda one: one["trait"])

    @given(factors)
    def test_is_nothing_when_nothing_changed(self, known):
        assert what_is_new(known, [dict(one) for one in known]) == []

    @given(factors, factors)
    def test_is_the_same_both_ways(self, before, after):
        assert what_is_new(before, after) == what_is_new(after, before)

    def test_passes_over_frequencies_that_drift(self):
        one = {"trait": "marks", "log10": 1.0, "template": "a", "params": {}}
        assert what_is_new([one], [{**one, "log10": 1.1}]) == []
        assert what_is_new([one], [{**one, "log10": 1.4}]) == ["marks"]


class TestCheckDecision:
    @given(st.sampled_from(["excluded", "identified"]), st.text(max_size=8))
    def test_lets_no_other_basis_exclude_or_identify(self, outcome, basis):
        if basis not in ("dna", "dental", "prints", "other"):
            with pytest.raises(RuleBroken):
                check_decision(outcome, basis, "words")


@pytest.mark.django_db
class TestTheDesk:
    def test_lists_pairs_best_first_and_shows_one_with_its_odds(self, pair, cast, client_as):
        desk = client_as(cast.analyst)
        assert pair.person.number in desk.get(reverse("pairings")).content.decode()
        page = desk.get(reverse("pairing", args=[pair.id]), {"others": "1001"})
        assert "1 to 1,000" in page.content.decode()
        assert page.context["odds"].ratio == f"{pair.soft:+.2f}"

    @pytest.mark.parametrize("typed", ["", "0", "-5", "many", "９" * 30, "1" * 400])
    def test_takes_any_prior_that_is_typed(self, pair, cast, client_as, typed):
        page = client_as(cast.analyst).get(reverse("pairing", args=[pair.id]), {"others": typed})
        assert page.status_code == 200

    def test_refuses_a_decision_without_basis_and_loses_nothing(self, pair, cast, client_as):
        desk = client_as(cast.analyst)
        address = reverse("pairing-decide", args=[pair.id])
        answer = desk.post(address, said("excluded", words="Charts differ"))
        assert answer.status_code == 422
        assert "Charts differ" in answer.content.decode()
        assert desk.post(address, said("excluded", "dental")).status_code == 302

    def test_offers_the_confirmation_to_a_second_person_only(
        self, pair, cast, client_as, analyst, now
    ):
        actions.decide(pair.id, **said("identified", "dna"), by=analyst, now=now)
        address = reverse("pairing-confirm", args=[pair.id])
        assert client_as(cast.analyst).post(address).status_code == 403
        assert client_as(cast.supervisor).post(address).status_code == 302

    def test_stands_on_the_pages_of_both_records(self, pair, cast, client_as):
        desk = client_as(cast.case_manager)
        link = reverse("pairing", args=[pair.id])
        case = desk.get(reverse("case-overview", args=[pair.child.case.number]))
        record = desk.get(reverse("unidentified-record", args=[pair.person.number]))
        assert link in case.content.decode()
        assert link in record.content.decode()

    def test_is_closed_to_those_who_take_calls(self, pair, cast, client_as):
        page = client_as(cast.specialist).get(reverse("pairing", args=[pair.id]))
        assert page.status_code == 403
