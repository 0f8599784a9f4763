"""Who may see and do what: every role, every relation, every state of a case."""

from dataclasses import replace

import pytest

from porchlight.core.viewer import Viewer, house_viewer
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.accounts.roles import ROLES, permissions_of
from porchlight.programmes.cases import actions, permissions, queries
from porchlight.programmes.cases.permissions import CaseFacts
from porchlight.programmes.cases.rules.vocabulary import CaseStatus

ME, AGENCY, CASE = 7, 3, 12
FREE = CaseFacts(id=CASE, status=CaseStatus.ACTIVE, manager_id=99, opened_by_id=98)
CASES = {
    "active": FREE,
    "mine": replace(FREE, manager_id=ME),
    "opened by me": replace(FREE, manager_id=None, opened_by_id=ME),
    "my task": replace(FREE, task_holders=frozenset({ME})),
    "my agency": replace(FREE, agency_ids=frozenset({AGENCY})),
    "we investigate": replace(
        FREE, agency_ids=frozenset({AGENCY}), investigating_ids=frozenset({AGENCY})
    ),
    "recovered": replace(FREE, status=CaseStatus.RECOVERED),
    "restricted": replace(FREE, restricted=True),
    "restricted, mine": replace(FREE, restricted=True, manager_id=ME),
    "closed": replace(FREE, status=CaseStatus.CLOSED),
    "closed, mine": replace(FREE, status=CaseStatus.CLOSED, manager_id=ME),
    "closed, we investigate": replace(
        FREE,
        status=CaseStatus.CLOSED,
        agency_ids=frozenset({AGENCY}),
        investigating_ids=frozenset({AGENCY}),
    ),
}
DESK = {"hotline_specialist", "case_manager", "supervisor", "analyst"}
ANY = {"active", "recovered", "my agency", "we investigate"}
RELATED = {"mine", "opened by me", "my task", "restricted, mine", "closed, mine"}
ALL = set(CASES)
# role → the cases that it sees, with ME as the account and AGENCY as the agency of partners.
SEES: dict[str, set[str]] = {
    "hotline_specialist": ANY | RELATED,
    "case_manager": ANY | RELATED,
    "analyst": ANY | RELATED,
    "supervisor": ALL,
    "forensic_artist": RELATED,
    "family_advocate": RELATED,
    "trainer": set(),
    "administrator": set(),
    "agency_officer": {"my agency", "we investigate", "closed, we investigate"},
    "agency_coordinator": {"my agency", "we investigate", "closed, we investigate"},
    "provider": set(),
    "volunteer": set(),
    "family_member": set(),
}


def viewer(role: str, **more: object) -> Viewer:
    door = ROLES[role].door
    agency = AGENCY if door == "partner" else None
    base = Viewer(
        ME, door, roles=frozenset({role}), permissions=permissions_of(frozenset({role})),
        agency_id=agency,
    )  # fmt: skip
    return replace(base, **more)


class TestMayViewCase:
    def test_names_every_role(self):
        assert set(SEES) == set(ROLES)

    @pytest.mark.parametrize("which", CASES)
    @pytest.mark.parametrize("role", ROLES)
    def test_answers_as_the_table_says(self, role, which):
        decision = permissions.may_view_case(viewer(role), CASES[which])
        assert bool(decision) == (which in SEES[role]), (role, which, str(decision.reason))
        assert decision or str(decision.reason)

    @pytest.mark.parametrize("role", ["hotline_specialist", "analyst", "case_manager"])
    def test_opens_to_broken_glass_of_this_case_only(self, role):
        broken = viewer(role, broken_glass=frozenset({f"case:{CASE}"}))
        assert permissions.may_view_case(broken, CASES["restricted"])
        assert not permissions.may_view_case(broken, replace(CASES["restricted"], id=13))

    def test_shows_a_family_its_own_case_only(self):
        mother = viewer("family_member", case_ids=frozenset({CASE}))
        assert permissions.may_view_case(mother, FREE)
        assert not permissions.may_view_case(mother, replace(FREE, id=13))

    def test_lets_jobs_work(self):
        assert permissions.may_view_case(house_viewer("job"), CASES["restricted"])


class TestMayViewSummary:
    def test_is_what_an_advocate_sees(self):
        advocate = viewer("family_advocate")
        assert permissions.may_view_summary(advocate, FREE)
        assert not permissions.may_view_summary(advocate, CASES["restricted"])
        assert not permissions.may_view_summary(viewer("trainer"), FREE)


CHANGES = {
    permissions.may_change_case: {"hotline_specialist", "case_manager", "supervisor"},
    permissions.may_close: {"case_manager", "supervisor"},
    permissions.may_confirm_recovery: {"case_manager", "supervisor"},
    permissions.may_share: {"hotline_specialist", "case_manager", "supervisor"},
    permissions.may_note: {"hotline_specialist", "case_manager", "supervisor"},
    permissions.may_record_ncic: {"hotline_specialist", "case_manager", "supervisor"},
    permissions.may_assign: {"supervisor"},
    permissions.may_restrict: {"supervisor"},
    permissions.may_see_sealed: {"hotline_specialist", "case_manager", "supervisor"},
    permissions.may_answer_share: set(),
}


class TestMayDo:
    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("may", CHANGES, ids=lambda may: may.__name__)
    def test_on_an_active_case_of_others(self, may, role):
        decision = may(viewer(role), FREE)
        assert bool(decision) == (role in CHANGES[may]), (role, str(decision.reason))
        assert decision or str(decision.reason)

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("may", set(CHANGES) - {permissions.may_see_sealed})
    def test_nothing_on_a_closed_case(self, may, role):
        for which in ("closed", "closed, mine", "closed, we investigate"):
            assert not may(viewer(role), CASES[which])

    @pytest.mark.parametrize("role", ["agency_officer", "agency_coordinator"])
    def test_officers_answer_on_their_cases(self, role):
        officer = viewer(role)
        for may in (
            permissions.may_answer_share,
            permissions.may_record_ncic,
            permissions.may_note,
        ):
            assert may(officer, CASES["my agency"])
            assert not may(officer, FREE)
        assert permissions.may_confirm_recovery(officer, CASES["we investigate"])
        assert not permissions.may_confirm_recovery(officer, CASES["my agency"])
        assert permissions.may_see_sealed(officer, CASES["we investigate"])
        assert not permissions.may_see_sealed(officer, CASES["my agency"])
        assert not permissions.may_change_case(officer, CASES["we investigate"])

    def test_a_case_manager_hands_on_and_restricts_the_own_case(self):
        ruth = viewer("case_manager")
        assert permissions.may_assign(ruth, CASES["mine"])
        assert permissions.may_restrict(ruth, CASES["mine"])

    def test_whose_task_it_is_does_it(self):
        artist = viewer("forensic_artist")
        assert permissions.may_do_task(artist, CASES["my task"], ME)
        assert not permissions.may_do_task(artist, CASES["my task"], 99)
        assert not permissions.may_do_task(artist, FREE, ME)

    def test_reopening_is_for_those_who_close_and_see_it(self):
        assert permissions.may_reopen(viewer("supervisor"), CASES["closed"])
        assert permissions.may_reopen(viewer("case_manager"), CASES["closed, mine"])
        assert not permissions.may_reopen(viewer("case_manager"), CASES["closed"])
        assert not permissions.may_reopen(viewer("supervisor"), FREE)

    def test_opening_is_for_those_who_take_calls_or_manage(self):
        openers = {role for role in ROLES if permissions.may_open_case(viewer(role))}
        assert openers == {"hotline_specialist", "case_manager", "supervisor"}


@pytest.mark.django_db
class TestTheDatabaseAsksTheSame:
    def test_for_everybody_of_the_cast_and_every_state(self, cast, case, intake, now):
        boss = viewer_for(cast.supervisor)
        several = [case] + [
            actions.open_case(intake, by=viewer_for(cast.case_manager), now=now) for _ in range(4)
        ]
        actions.assign_case(several[1].id, cast.case_manager.id, by=boss, now=now)
        actions.restrict_case(several[1].id, True, by=boss, now=now)
        actions.assign_case(several[2].id, cast.supervisor.id, by=boss, now=now)
        actions.restrict_case(several[2].id, True, by=boss, now=now)
        actions.add_task(several[3].id, "Draw", assigned_to_id=cast.artist.id, by=boss, now=now)
        for one in several:
            one.refresh_from_db()
        for name, account in cast.people().items():
            who = viewer_for(account)
            asked = {
                one.id for one in several if permissions.may_view_case(who, queries.facts_of(one))
            }
            found = queries.visible_case_ids(who, [one.id for one in several])
            assert found == asked, name
