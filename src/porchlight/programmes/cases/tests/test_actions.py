"""What is done with a case leaves its mark once, and is refused with a sentence."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from porchlight.core.dates import PartialDate
from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.programmes.cases import actions, jobs, queries
from porchlight.programmes.cases.models import Case, Child, Clock
from porchlight.programmes.cases.rules.intake import (
    CallerIntake,
    CaseDetails,
    CompanionIntake,
    VehicleIntake,
)
from porchlight.programmes.cases.rules.recovery import Recovery
from porchlight.programmes.cases.rules.vocabulary import (
    AgencyRole,
    Category,
    ClosingReason,
    Compartment,
    RecoveredBy,
    Relation,
)
from porchlight.programmes.cases.tests.conftest import CHILD

pytestmark = pytest.mark.django_db
SHA = "ab" * 32


@pytest.fixture
def dana(cast):
    return viewer_for(cast.specialist)


@pytest.fixture
def ruth(cast):
    return viewer_for(cast.case_manager)


@pytest.fixture
def boss(cast):
    return viewer_for(cast.supervisor)


@pytest.fixture
def lena(cast):
    return viewer_for(cast.analyst)


@pytest.fixture
def ella(cast):
    return viewer_for(cast.officer)


@pytest.fixture
def new_kinds(case):
    """The kinds of events since the case was opened."""
    last = Entry.objects.order_by("-id").values_list("id", flat=True).first()

    def kinds():
        return list(Entry.objects.filter(id__gt=last).order_by("id").values_list("kind", flat=True))

    return kinds


@pytest.fixture
def found(now):
    return Recovery(now, RecoveredBy.LAW_ENFORCEMENT, "Travis County", "Well.", "Ella Marsh")


class TestChildren:
    def test_one_more_is_added_last(self, case, dana, now, new_kinds):
        child = actions.add_child(case.id, replace(CHILD, given_names="Leo"), by=dana, now=now)
        assert child.position == 1
        assert new_kinds() == ["cases.child.added"]

    def test_a_change_names_the_fields_and_not_their_content(self, case, dana, now):
        child = case.children.get()
        told = replace(CHILD, school="Harbor Middle", hair="BLK")
        actions.change_child(child.id, told, version=1, by=dana, now=now)
        entry = Entry.objects.get(kind="cases.child.changed")
        assert "hair, school" in entry.body and "Harbor" not in entry.body
        assert Child.objects.get().version == 2

    def test_a_change_of_an_old_version_is_refused(self, case, dana, now):
        child = case.children.get()
        actions.change_child(child.id, replace(CHILD, school="A"), version=1, by=dana, now=now)
        with pytest.raises(Conflict):
            actions.change_child(child.id, replace(CHILD, school="B"), version=1, by=dana, now=now)
        assert Child.objects.get().school == "A"

    def test_consent_is_kept_with_who_and_when(self, case, dana, now, consent, new_kinds):
        child = actions.record_consent(
            case.children.get().id, "publicity", consent, by=dana, now=now
        )
        assert (child.publicity, child.publicity_at, child.publicity_by_id) == (True, now, dana.id)
        assert queries.poster_source(case.id).guardian_consulted
        assert new_kinds() == ["cases.consent.recorded"]

    def test_nobody_who_only_reads_changes_one(self, case, lena, now):
        with pytest.raises(NotAllowed):
            actions.change_child(case.children.get().id, CHILD, version=1, by=lena, now=now)


class TestPhotographs:
    def test_are_shown_on_posters_only_with_permission(self, case, dana, now, consent, new_kinds):
        child = case.children.get()
        actions.attach_photograph(child.id, 5, SHA, taken_on=PartialDate(2025, 9), by=dana, now=now)
        picture = queries.poster_source(case.id).children[0].photographs[0]
        assert (picture.sha256, picture.taken, picture.permitted) == (
            SHA,
            PartialDate(2025, 9),
            False,
        )
        actions.record_consent(child.id, "picture", consent, by=dana, now=now)
        assert queries.poster_source(case.id).children[0].photographs[0].permitted
        assert new_kinds() == ["cases.photograph.added", "cases.consent.recorded"]

    def test_are_there_once_and_can_be_taken_off_once(self, case, dana, now):
        child = case.children.get()
        row = actions.attach_photograph(child.id, 5, SHA, by=dana, now=now)
        with pytest.raises(Conflict):
            actions.attach_photograph(child.id, 5, SHA, by=dana, now=now)
        actions.remove_photograph(row.id, by=dana, now=now)
        with pytest.raises(Conflict):
            actions.remove_photograph(row.id, by=dana, now=now)
        assert queries.poster_source(case.id).children[0].photographs == ()
        actions.attach_photograph(child.id, 5, SHA, by=dana, now=now)


class TestOthers:
    def test_come_and_change_with_one_event_each(self, case, dana, now, new_kinds):
        one = actions.add_companion(case.id, CompanionIntake(name="A"), by=dana, now=now)
        actions.change_companion(
            one.id, CompanionIntake(name="B"), publish=True, version=1, by=dana, now=now
        )
        vehicle = actions.add_vehicle(case.id, VehicleIntake(plate="X1"), by=dana, now=now)
        actions.change_vehicle(
            vehicle.id, VehicleIntake(plate="X2"), publish=True, version=1, by=dana, now=now
        )
        contact = actions.add_contact(case.id, CallerIntake("C"), by=dana, now=now)
        actions.change_contact(
            contact.id, CallerIntake("D", Relation.FATHER), version=1, by=dana, now=now
        )
        assert len(new_kinds()) == 6
        source = queries.poster_source(case.id)
        assert [one.name for one in source.companions] == ["B"]
        assert [one.plate for one in source.vehicles] == ["X2"]


class TestTheEvent:
    def details(self, case, **more):
        given = {
            "category": Category(case.category),
            "circumstances": case.circumstances,
            "summary": "Last seen in Austin.",
            "missing_on": None,
            "last_contact": case.last_contact,
            "reported_at": case.reported_at,
            "from_care": None,
            "amber": None,
        }
        return CaseDetails(**{**given, **more})

    def test_is_changed_at_the_version_read(self, case, dana, now, new_kinds):
        told = self.details(case, amber=True, unknown=frozenset({"from_care"}))
        actions.change_case(case.id, told, version=1, by=dana, now=now)
        again = Case.objects.get()
        assert (again.amber, again.unknown, again.version) == (True, ["from_care"], 2)
        assert new_kinds() == ["cases.case.changed"]
        with pytest.raises(Conflict):
            actions.change_case(case.id, self.details(case), version=1, by=dana, now=now)

    def test_says_what_happened_in_the_past(self, case, dana, now):
        for wrong in (
            {"circumstances": " "},
            {"last_contact": replace(case.last_contact, latest=now + timedelta(hours=1))},
        ):
            with pytest.raises(RuleBroken):
                actions.change_case(
                    case.id, self.details(case, **wrong), version=1, by=dana, now=now
                )


class TestAssign:
    def test_gives_the_case_and_its_tasks(self, case, cast, boss, now, new_kinds):
        actions.assign_case(case.id, cast.case_manager.id, by=boss, now=now)
        task = actions.add_task(case.id, "Call", by=boss, now=now)
        assert task.assigned_to_id == cast.case_manager.id
        actions.assign_case(case.id, cast.supervisor.id, by=boss, now=now)
        task.refresh_from_db()
        assert task.assigned_to_id == cast.supervisor.id
        assert new_kinds().count("cases.case.assigned") == 2

    def test_goes_to_case_managers_only_and_is_a_supervisors(self, case, cast, boss, dana, now):
        with pytest.raises(NotFound):
            actions.assign_case(case.id, cast.analyst.id, by=boss, now=now)
        with pytest.raises(NotAllowed):
            actions.assign_case(case.id, cast.case_manager.id, by=dana, now=now)


class TestAgencies:
    def test_telling_one_meets_its_clock(self, cast, intake, dana, now):
        case = actions.open_case(intake, by=dana, now=now)
        assert case.clocks.get(name="agency_told").met_at is None
        actions.share_with_agency(case.id, cast.sheriff.id, by=dana, now=now)
        assert case.clocks.get(name="agency_told").met_at == now
        with pytest.raises(Conflict):
            actions.share_with_agency(case.id, cast.sheriff.id, by=dana, now=now)

    def test_one_that_declined_can_be_asked_again(self, case, cast, dana, ella, now):
        with pytest.raises(RuleBroken):
            actions.answer_share(case.id, accepted=False, by=ella, now=now)
        actions.answer_share(case.id, accepted=False, words="The city's.", by=ella, now=now)
        assert not queries.visible_case_ids(ella, [case.id])
        actions.share_with_agency(case.id, cast.sheriff.id, by=dana, now=now)
        assert queries.visible_case_ids(ella, [case.id])

    def test_ending_a_share_ends_the_sight(self, case, cast, dana, ella, now):
        actions.end_share(case.id, cast.sheriff.id, by=dana, now=now)
        assert not queries.visible_case_ids(ella, [case.id])
        with pytest.raises(NotFound):
            actions.end_share(case.id, cast.sheriff.id, by=dana, now=now)

    def test_agreeing_to_a_poster_is_for_itself(self, case, cast, ella, now):
        actions.record_agency_consulted(case.id, cast.sheriff.id, by=ella, now=now)
        assert queries.poster_source(case.id).agency_consulted
        with pytest.raises(NotFound):
            actions.record_agency_consulted(case.id, cast.tribal_police.id, by=ella, now=now)


class TestNcic:
    def test_entry_meets_its_clock_and_starts_the_next(self, case, ella, now, new_kinds):
        actions.record_ncic(case.id, ncic_number="m 123-456789", entered_at=now, by=ella, now=now)
        case.refresh_from_db()
        assert (case.ncic_number, case.ncic_recorded_by_id) == ("M123456789", ella.id)
        assert case.clocks.get(name="ncic_entry").met_at == now
        assert case.clocks.get(name="record_update").due_at == now + timedelta(days=30)
        assert new_kinds() == ["cases.ncic.entered"]
        assert queries.poster_source(case.id).in_ncic

    @pytest.mark.parametrize("number", ["", "123456789", "M12345678", "X123456789"])
    def test_refuses_numbers_that_cannot_be(self, case, ella, now, number):
        with pytest.raises(RuleBroken):
            actions.record_ncic(case.id, ncic_number=number, entered_at=now, by=ella, now=now)

    def test_refuses_times_before_the_report_and_to_come(self, case, ella, now):
        for wrong in (now - timedelta(hours=3), now + timedelta(minutes=1)):
            with pytest.raises(RuleBroken):
                actions.record_ncic(
                    case.id, ncic_number="M123456789", entered_at=wrong, by=ella, now=now
                )


class TestWork:
    def test_an_officers_note_is_shared(self, case, ella, dana, now):
        theirs = actions.add_note(case.id, "Seen.", by=ella, now=now)
        ours = actions.add_note(case.id, "Call back.", by=dana, now=now)
        assert (theirs.compartment, ours.compartment) == (Compartment.SHARED, Compartment.STAFF)
        with pytest.raises(RuleBroken):
            actions.add_note(case.id, "  ", by=dana, now=now)

    def test_a_task_opens_the_case_to_its_artist_until_it_is_done(self, case, cast, boss, now):
        tomas = viewer_for(cast.artist)
        assert not queries.visible_case_ids(tomas, [case.id])
        task = actions.add_task(case.id, "Draw", assigned_to_id=cast.artist.id, by=boss, now=now)
        assert queries.visible_case_ids(tomas, [case.id])
        actions.do_task(task.id, "Drawn.", by=tomas, now=now)
        assert not queries.visible_case_ids(tomas, [case.id])
        with pytest.raises(Conflict):
            actions.do_task(task.id, by=boss, now=now)

    def test_a_clock_that_repeats_starts_anew(self, case, dana, now):
        clock = case.clocks.get(name="verification")
        later = now + timedelta(days=80)
        actions.meet_clock(clock.id, by=dana, now=later)
        again = case.clocks.get(name="verification", met_at__isnull=True)
        assert again.due_at == later + timedelta(days=90)
        with pytest.raises(Conflict):
            actions.meet_clock(clock.id, by=dana, now=later)

    def test_the_houses_clocks_stand_still_and_the_laws_do_not(self, case, dana, now):
        house = case.clocks.get(name="family_contact")
        due = house.due_at
        actions.pause_clock(house.id, by=dana, now=now)
        actions.pause_clock(house.id, by=dana, now=now + timedelta(hours=2))
        house.refresh_from_db()
        assert (house.due_at, house.paused_at) == (due + timedelta(hours=2), None)
        with pytest.raises(RuleBroken):
            actions.pause_clock(case.clocks.get(name="ncic_entry").id, by=dana, now=now)


class TestRecovery:
    def test_by_the_officer_makes_the_case_recovered(self, case, ella, now, found, new_kinds):
        actions.confirm_recovery(case.id, case.children.get().id, found, by=ella, now=now)
        case.refresh_from_db()
        assert (case.status, case.recovered_at) == ("recovered", now)
        assert not case.clocks.filter(met_at__isnull=True).exists()
        assert not queries.poster_source(case.id).active
        assert new_kinds() == ["cases.child.recovered"]

    def test_of_one_of_two_leaves_the_case_active(self, case, ella, dana, now, found):
        actions.add_child(case.id, replace(CHILD, given_names="Leo"), by=dana, now=now)
        actions.confirm_recovery(case.id, case.children.first().id, found, by=ella, now=now)
        case.refresh_from_db()
        assert case.status == "active"
        assert queries.poster_source(case.id).active

    def test_is_refused_twice_and_of_another_cases_child(
        self, case, intake, ella, dana, now, found
    ):
        child = case.children.get()
        actions.confirm_recovery(case.id, child.id, found, by=ella, now=now)
        with pytest.raises(Conflict):
            actions.confirm_recovery(case.id, child.id, found, by=ella, now=now)
        other = actions.open_case(intake, by=dana, now=now).children.get()
        with pytest.raises(NotFound):
            actions.confirm_recovery(case.id, other.id, found, by=ella, now=now)

    def test_is_not_the_specialists(self, case, dana, now, found):
        with pytest.raises(NotAllowed):
            actions.confirm_recovery(case.id, case.children.get().id, found, by=dana, now=now)

    def test_undone_becomes_an_earlier_episode(self, case, ella, dana, now, found):
        child = case.children.get()
        actions.confirm_recovery(case.id, child.id, found, by=ella, now=now)
        actions.missing_again(case.id, child.id, by=dana, now=now)
        child.refresh_from_db()
        case.refresh_from_db()
        assert (child.status, case.status) == ("missing", "active")
        assert child.episodes[-1]["place"] == "Travis County"


class TestClosing:
    def test_follows_the_checklist_and_can_be_undone(self, case, ella, boss, now, found):
        with pytest.raises(RuleBroken):
            actions.close_case(case.id, ClosingReason.RECOVERED, by=boss, now=now)
        actions.confirm_recovery(case.id, case.children.get().id, found, by=ella, now=now)
        actions.close_case(case.id, ClosingReason.RECOVERED, family_told=True, by=boss, now=now)
        assert Case.objects.get().closed_by_id == boss.id
        with pytest.raises(NotAllowed):
            actions.add_note(case.id, "Late.", by=boss, now=now)
        actions.reopen_case(case.id, by=boss, now=now)
        assert Case.objects.get().status == "recovered"

    def test_is_not_the_specialists(self, case, dana, now):
        with pytest.raises(NotAllowed):
            actions.close_case(case.id, ClosingReason.DUPLICATE, words="Twice.", by=dana, now=now)


class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"closed_reason": "recovered", "status": "closed"},
            {"category": "gone"},
            {"manager_id": 1},
            {"missing_on": "yesterday"},
            {"ncic_recorded_at": "2026-03-02T00:00Z"},
        ],
        ids=str,
    )
    def test_a_case_that_is_not_whole(self, case, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.update(**wrong)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"status": "recovered"},
            {"height_min_cm": 170},
            {"height_min_cm": None},
            {"publicity_at": "2026-03-02T00:00Z"},
            {"born": "12/5/4"},
        ],
        ids=str,
    )
    def test_a_child_that_is_not_whole(self, case, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            Child.objects.update(**wrong)


class TestWatchClocks:
    def test_reminds_once_before_and_once_after(self, case, now, new_kinds):
        soon = now + timedelta(minutes=65)  # 95 of 120 minutes since the report
        for _ in range(2):
            jobs.watch_clocks(now=soon)
        clock = case.clocks.get(name="ncic_entry")
        assert (clock.reminded_at, clock.overdue_told_at) == (soon, None)
        late = now + timedelta(hours=2)
        for _ in range(2):
            jobs.watch_clocks(now=late)
        assert Clock.objects.get(id=clock.id).overdue_told_at == late
        assert new_kinds().count("cases.clock.due") == 2

    def test_leaves_met_clocks_alone(self, case, ella, now, new_kinds):
        actions.record_ncic(case.id, ncic_number="M123456789", entered_at=now, by=ella, now=now)
        jobs.watch_clocks(now=now + timedelta(hours=2))
        assert "cases.clock.due" not in new_kinds()


class TestJobsAsViewers:
    def test_open_and_assign_in_the_name_of_the_house(self, cast, intake, now):
        robot = house_viewer("demo")
        case = actions.open_case(intake, by=robot, now=now)
        actions.assign_case(case.id, cast.case_manager.id, by=robot, now=now)
        share = actions.share_with_agency(
            case.id, cast.sheriff.id, role=AgencyRole.ASSISTING, by=robot, now=now
        )
        assert (case.opened_by_id, share.told_by_id) == (None, None)
