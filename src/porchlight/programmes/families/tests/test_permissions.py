"""The compartment, person by person: an investigator reads no family, an advocate no other's."""

from dataclasses import replace
from inspect import signature

import pytest

from porchlight.core.event import KINDS
from porchlight.core.viewer import PUBLIC, Viewer, house_viewer
from porchlight.house.accounts.roles import ROLES
from porchlight.programmes.families import events
from porchlight.programmes.families.permissions import (
    AccessFacts,
    SupportFacts,
    may_assign,
    may_grant,
    may_read,
    may_see,
    may_write,
)
from porchlight.programmes.families.rules.vocabulary import Part

HERS = SupportFacts(id=5, advocate_id=1)


def viewer(role: str, account_id: int = 9, *broken: str) -> Viewer:
    held = ROLES[role]
    return Viewer(
        id=account_id,
        door=held.door,
        roles=frozenset({role}),
        permissions=held.permissions,
        case_ids=frozenset({7}),
        broken_glass=frozenset(broken),
    )


ADVOCATE = viewer("family_advocate", 1)


class TestMayRead:
    @pytest.mark.parametrize("role", sorted(ROLES))
    def test_is_for_the_own_advocate_alone(self, role):
        assert bool(may_read(viewer(role, 9), HERS)) is False
        assert bool(may_read(viewer(role, 1), HERS)) == (role == "family_advocate")

    @pytest.mark.parametrize("role", sorted(ROLES))
    def test_opens_in_an_emergency_to_a_supervisor_alone(self, role):
        broken = viewer(role, 9, "support:5")
        assert bool(may_read(broken, HERS)) == (role == "supervisor")

    @pytest.mark.parametrize("role", sorted(ROLES))
    def test_does_not_open_with_the_case_or_another_record(self, role):
        assert not may_read(viewer(role, 9, "case:5", "case:7", "support:55"), HERS)

    def test_tells_each_why_not(self):
        said = {
            str(may_read(viewer(role), HERS).reason)
            for role in ("case_manager", "supervisor", "family_advocate", "family_member")
        }
        assert len(said) == 4
        assert not may_read(PUBLIC, HERS)


class TestMayWrite:
    def test_is_not_even_for_a_supervisor_in_an_emergency(self):
        broken = viewer("supervisor", 9, "support:5")
        assert may_read(broken, HERS)
        assert not may_write(broken, HERS)
        assert not may_grant(broken, HERS)
        assert may_write(ADVOCATE, HERS)
        assert may_grant(ADVOCATE, HERS)

    def test_ends_with_the_role(self):
        was = replace(ADVOCATE, permissions=frozenset(), roles=frozenset())
        assert not may_write(was, HERS)


class TestMayAssign:
    def test_lets_an_advocate_take_a_family_that_has_none_and_hand_hers_on(self):
        other = viewer("family_advocate", 2)
        assert may_assign(ADVOCATE, 1, None)
        assert not may_assign(ADVOCATE, 2, None)
        assert may_assign(ADVOCATE, 2, HERS)
        assert not may_assign(other, 2, HERS)

    @pytest.mark.parametrize("role", sorted(set(ROLES) - {"family_advocate"}))
    def test_is_else_a_supervisors(self, role):
        assert bool(may_assign(viewer(role), 2, HERS)) == (role == "supervisor")
        assert bool(may_assign(viewer(role), 2, None)) == (role == "supervisor")


class TestMaySee:
    def test_is_for_the_account_while_the_access_runs_and_for_its_parts(self):
        mother = viewer("family_member", 3)
        access = AccessFacts(3, frozenset({Part.MESSAGES}))
        assert may_see(mother, access)
        assert may_see(mother, access, Part.MESSAGES)
        assert not may_see(mother, access, Part.POSTER)
        assert not may_see(viewer("family_member", 4), access)
        assert not may_see(ADVOCATE, AccessFacts(1, frozenset(Part)))
        assert not may_see(house_viewer("job"), access)


class TestEvents:
    def test_never_name_the_case(self):
        ours = [event for kind, event in KINDS.items() if kind.startswith("families.")]
        assert events.SupportViewed in ours
        for event in ours:
            assert "case_id" not in signature(event).parameters, event.KIND
            filled = event(**dict.fromkeys(signature(event).parameters, 1))
            assert not [one for one in filled.records() if one.startswith("case:")]
