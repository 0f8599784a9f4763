"""Taking over: the rows and the trail are those that the single actions would have left."""

import json
from datetime import timedelta

import pytest

from porchlight.core.errors import NotAllowed, RuleBroken
from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.audit.verify import verify
from porchlight.programmes.cases import actions
from porchlight.programmes.cases.models import (
    Case,
    CaseAgency,
    CaseContact,
    Child,
    Clock,
    Companion,
    Note,
    Task,
    Vehicle,
)
from porchlight.programmes.cases.rules.intake import AgencyIntake, CaseDetails, CaseIntake
from porchlight.programmes.cases.rules.recovery import Recovery
from porchlight.programmes.cases.rules.vocabulary import (
    Category,
    ClosingReason,
    Compartment,
    RecoveredBy,
)

TABLES = (Case, Child, Companion, Vehicle, CaseContact, CaseAgency, Clock, Note, Task)
GIVEN_BY_THE_DATABASE = ("id", "number", "case_id", "version")
HOUSE = house_viewer("takeover")


def rows(model, case):
    found = model._default_manager.filter(**{"id" if model is Case else "case_id": case.id})
    names = [field.attname for field in model._meta.local_fields]
    kept = [name for name in names if name not in GIVEN_BY_THE_DATABASE]
    return sorted(json.dumps(row, default=str, sort_keys=True) for row in found.values(*kept))


def trail(case):
    entries = Entry.objects.filter(records__contains=[f"case:{case.id}"]).order_by("at", "id")
    return [(each.kind, each.at, each.actor_id, each.agency_id, each.door) for each in entries]


@pytest.fixture
def told(cast, intake):
    agencies = (AgencyIntake(cast.sheriff.id, report_number="26-0817"),)
    return CaseIntake(**{**vars(intake), "agencies": agencies})


@pytest.fixture
def people(cast):
    return {
        "desk": viewer_for(cast.specialist),
        "manager": viewer_for(cast.case_manager),
        "chief": viewer_for(cast.supervisor),
        "officer": viewer_for(cast.officer),
    }


def found(at):
    return Recovery(at, RecoveredBy.RETURNED, "Austin, TX", "Came home.", officer="Sgt. Marsh")


def one_by_one(told, people, start):
    """A whole case by the single actions."""
    at = [start + timedelta(minutes=10 * step) for step in range(12)]
    manager, officer = people["manager"], people["officer"]
    case = actions.open_case(told, by=people["desk"], now=at[0])
    actions.assign_case(case.id, manager.id, by=people["chief"], now=at[1])
    actions.answer_share(case.id, accepted=True, by=officer, now=at[2])
    details = CaseDetails(
        category=Category(case.category),
        circumstances=case.circumstances,
        summary="May travel by bus.",
        missing_on=case.missing_since,
        last_contact=case.last_contact,
        reported_at=case.reported_at,
        from_care=case.from_care,
        amber=case.amber,
    )
    actions.change_case(case.id, details, version=1, by=manager, now=at[3])
    actions.record_ncic(case.id, ncic_number="M123456789", entered_at=at[3], by=manager, now=at[4])
    actions.add_note(case.id, "Called.", by=manager, now=at[5])
    shared = Compartment.SHARED
    actions.add_note(case.id, "Patrol went.", compartment=shared, by=officer, now=at[6])
    task = actions.add_task(case.id, "Ask the school", due_at=at[9], by=manager, now=at[7])
    actions.do_task(task.id, "Asked", by=manager, now=at[8])
    (child,) = case.children.all()
    actions.confirm_recovery(case.id, child.id, found(at[9]), by=manager, now=at[10])
    reason = ClosingReason.RECOVERED
    actions.close_case(case.id, reason, family_told=True, ncic_cleared=True, by=manager, now=at[11])
    return case


def at_once(told, people, start):
    """The same case taken over."""
    at = [start + timedelta(minutes=10 * step) for step in range(12)]
    manager, officer = people["manager"], people["officer"]
    past = actions.PastCase(told, by=people["desk"], at=at[0])
    past.assign(manager.id, by=people["chief"], at=at[1])
    past.answer_share(accepted=True, words="", by=officer, at=at[2])
    past.describe("May travel by bus.", by=manager, at=at[3])
    past.enter_ncic("M123456789", at[3], by=manager, at=at[4])
    past.note("Called.", Compartment.STAFF, by=manager, at=at[5])
    past.note("Patrol went.", Compartment.SHARED, by=officer, at=at[6])
    task = past.task("Ask the school", at[9], by=manager, at=at[7])
    past.do_task(task, "Asked", by=manager, at=at[8])
    (child,) = past.parts.children
    past.recover(child, found(at[9]), by=manager, at=at[10])
    past.close(ClosingReason.RECOVERED, "", by=manager, at=at[11])
    (case,) = actions.take_over([past], by=HOUSE, now=at[11])
    return case


class TestTakeOver:
    def test_leaves_the_rows_and_the_trail_of_the_single_actions(self, told, people, now):
        slow, fast = one_by_one(told, people, now), at_once(told, people, now)
        for model in TABLES:
            assert rows(model, slow) == rows(model, fast), model.__name__
            assert rows(model, slow), model.__name__
        assert trail(slow) == trail(fast)
        assert verify().whole

    def test_numbers_each_case_and_says_how_many_came(self, told, people, now):
        past = [actions.PastCase(told, by=people["desk"], at=now) for _ in range(5)]
        cases = actions.take_over(past, by=HOUSE, now=now)
        assert len({case.number for case in cases}) == 5
        last = Entry.objects.order_by("-id").first()
        assert (last.kind, json.loads(last.body)["data"]) == ("cases.list.taken_over", {"rows": 5})

    def test_sets_off_one_job_for_all_of_it_and_none_for_each_act(
        self, told, people, now, run_jobs
    ):
        past = actions.PastCase(told, by=people["desk"], at=now)
        actions.take_over([past], by=HOUSE, now=now)
        assert run_jobs() == 2  # its event is delivered, and everybody made findable

    def test_is_for_commands_of_the_house_only(self, people, now):
        with pytest.raises(NotAllowed):
            actions.take_over([], by=people["chief"], now=now)

    def test_refuses_what_could_not_have_been(self, told, people, now):
        past = actions.PastCase(told, by=people["desk"], at=now)
        with pytest.raises(RuleBroken):
            past.close(ClosingReason.RECOVERED, "", by=people["manager"], at=now)
        with pytest.raises(RuleBroken):
            actions.PastCase(
                CaseIntake(**{**vars(told), "children": ()}), by=people["desk"], at=now
            )
