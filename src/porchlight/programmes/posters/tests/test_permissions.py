"""Who may do what, by role, door and state."""

from dataclasses import replace

import pytest

from porchlight.core.viewer import Door, Viewer, house_viewer
from porchlight.house.accounts.roles import permissions_of
from porchlight.programmes.posters import permissions as may
from porchlight.programmes.posters.permissions import Standing
from porchlight.programmes.posters.rules.states import State


def viewer(role, number=1, door=Door.STAFF):
    roles = frozenset({role})
    return Viewer(number, door, roles=roles, permissions=permissions_of(roles))


DRAFT = Standing(7, State.DRAFT, drafted_by=5)
APPROVED = replace(DRAFT, state=State.APPROVED)
MOTHER = replace(viewer("family_member", 9, Door.FAMILY), case_ids=frozenset({7}))


class TestMayRelease:
    def test_is_for_a_second_person_only(self):
        assert may.may_release(viewer("supervisor", 6), APPROVED)
        assert not may.may_release(viewer("supervisor", 5), APPROVED)

    @pytest.mark.parametrize("role", ["hotline_specialist", "analyst", "trainer", "administrator"])
    def test_is_not_for_other_roles(self, role):
        assert not may.may_release(viewer(role, 6), APPROVED)

    def test_is_not_before_the_family_agreed(self):
        assert not may.may_release(viewer("supervisor", 6), DRAFT)

    def test_is_not_for_the_house(self):
        assert not may.may_release(house_viewer("posters"), APPROVED)


class TestMayApprove:
    def test_is_for_the_own_family(self):
        assert may.may_approve(MOTHER, DRAFT)
        assert not may.may_approve(MOTHER, replace(DRAFT, case_id=8))

    def test_is_for_a_draft_that_somebody_finished(self):
        assert not may.may_approve(MOTHER, replace(DRAFT, drafted_by=None))
        assert not may.may_approve(MOTHER, APPROVED)


class TestMayDraft:
    @pytest.mark.parametrize("role", ["hotline_specialist", "case_manager", "supervisor"])
    def test_is_for_the_desk(self, role):
        assert may.may_draft(viewer(role), DRAFT)

    @pytest.mark.parametrize("state", [State.RELEASED, State.SUPERSEDED, State.WITHDRAWN])
    def test_is_for_drafts(self, state):
        assert not may.may_draft(viewer("supervisor"), replace(DRAFT, state=state))

    def test_is_not_for_those_who_do_not_see_the_case(self):
        assert not may.may_draft(viewer("supervisor"), replace(DRAFT, seen=False))

    def test_is_not_for_the_family(self):
        assert not may.may_draft(MOTHER, DRAFT)


class TestMayWithdraw:
    def test_is_for_who_releases_and_for_the_house(self):
        public = replace(DRAFT, state=State.RELEASED)
        assert may.may_withdraw(viewer("case_manager"), public)
        assert may.may_withdraw(house_viewer("posters"), public)
        assert not may.may_withdraw(viewer("hotline_specialist"), public)
        assert not may.may_withdraw(viewer("case_manager"), replace(public, state=State.WITHDRAWN))
