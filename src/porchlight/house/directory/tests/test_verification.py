"""No path leads to «verified» without a call back and a second person."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import Conflict, NotAllowed, Problem, RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.directory import actions
from porchlight.house.directory.actions import AgencyEntry
from porchlight.house.directory.models import Agency, Verification
from porchlight.house.directory.rules.verification import MOVES, State, move

STEPS = st.lists(st.sampled_from(State), max_size=8)


class TestMove:
    @given(STEPS)
    def test_never_reaches_verified_without_the_call(self, steps):
        walked = [State.SOURCED]
        for step in steps:
            try:
                walked.append(move(walked[-1], step))
            except RuleBroken:
                continue
        if State.VERIFIED in walked:
            assert walked[: walked.index(State.VERIFIED)][-1] is State.CALLED

    def test_knows_every_state(self):
        assert set(MOVES) == set(State)


@pytest.fixture
def people(cast):
    return viewer_for(cast.administrator), viewer_for(cast.supervisor), viewer_for(cast.analyst)


@pytest.fixture
def agency(people, now):
    entry = AgencyEntry("police", "Alder Falls Police", state="VA", city="Alder Falls")
    return actions.add_agency(entry, by=people[0], now=now)


class TestApproveAgency:
    def test_takes_a_source_a_call_and_a_second_person(self, agency, people, now):
        first, second, _ = people
        actions.source_switchboard(agency.id, "+17035550100", "State list", by=first, now=now)
        actions.log_call_back(agency.id, "Desk sergeant", by=first, now=now)
        with pytest.raises(NotAllowed, match="second person"):
            actions.approve_agency(agency.id, by=first, now=now)
        actions.approve_agency(agency.id, by=second, now=now)
        agency.refresh_from_db()
        assert (agency.verified_at, agency.call_back_number) == (now, "+17035550100")

    def test_is_refused_before_the_call(self, agency, people, now):
        first, second, _ = people
        with pytest.raises(RuleBroken):
            actions.approve_agency(agency.id, by=second, now=now)
        actions.source_switchboard(agency.id, "+17035550100", "State list", by=first, now=now)
        with pytest.raises(NotAllowed):
            actions.approve_agency(agency.id, by=second, now=now)

    def test_is_bound_by_the_database_too(self, agency, cast, now):
        common = {"agency": agency, "state": "verified", "number": "1", "source": "x"}
        me = cast.supervisor
        common |= {"sourced_at": now, "sourced_by": me, "approved_at": now, "approved_by": me}
        for called in ({}, {"called_at": now, "called_by": me}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Verification.objects.create(**common, **called)

    def test_never_happens_by_one_person_alone(self, agency, people, now):
        one = people[1]
        steps = [
            lambda: actions.source_switchboard(agency.id, "+1703", "x", by=one, now=now),
            lambda: actions.log_call_back(agency.id, "x", by=one, now=now),
            lambda: actions.approve_agency(agency.id, by=one, now=now),
            lambda: actions.refuse_agency(agency.id, "x", by=one, now=now),
        ]
        for walk in range(4**4):
            order = [walk // 4**place % 4 for place in range(4)]
            for step in order:
                try:
                    steps[step]()
                except Problem:
                    continue
            assert not Agency.objects.filter(id=agency.id, verified_at__isnull=False).exists()


class TestWithdrawVerification:
    def test_ends_it_at_once(self, cast, people, now):
        actions.withdraw_verification(cast.sheriff.id, "Number was wrong", by=people[1], now=now)
        cast.sheriff.refresh_from_db()
        assert cast.sheriff.verified_at is None

    def test_is_not_for_analysts(self, cast, people, now):
        with pytest.raises(NotAllowed):
            actions.withdraw_verification(cast.sheriff.id, "x", by=people[2], now=now)


class TestAddAgency:
    def test_refuses_an_ori_that_is_taken(self, cast, people, now):
        with pytest.raises(Conflict):
            entry = AgencyEntry("sheriff", "Another", ori=cast.sheriff.ori)
            actions.add_agency(entry, by=people[0], now=now)

    def test_is_for_administrators(self, people, now):
        with pytest.raises(NotAllowed):
            actions.add_agency(AgencyEntry("police", "X"), by=people[1], now=now)
