"""What can be done with calls, and what goes on after them."""

from datetime import timedelta

import pytest

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.delivery.models import Message
from porchlight.programmes.cases.queries import case_for
from porchlight.programmes.cases.rules.vocabulary import Category
from porchlight.programmes.families.queries import day
from porchlight.programmes.hotline.actions import (
    calls,
    calls_going_on,
    calls_outcomes,
    calls_shift,
)
from porchlight.programmes.hotline.jobs import calls as jobs
from porchlight.programmes.hotline.models import Call, CallBack, CallSave, Lead
from porchlight.programmes.hotline.queries import calls as queries
from porchlight.programmes.hotline.queries import calls_beside, calls_board
from porchlight.programmes.hotline.rules.call_words import BackResult, Ending, Flag
from porchlight.programmes.hotline.rules.priorities import Priority

pytestmark = pytest.mark.django_db
CHILD = {
    "caller-0-phones": "512 555 0199",
    "event-0-circumstances": "Did not come home.",
    "child-0-given_names": "Mia",
    "child-0-family_names": "Vance",
    "child-0-born": "5/4/2012",
}


@pytest.fixture
def specialist(cast):
    return viewer_for(cast.specialist)


@pytest.fixture
def manager(cast):
    return viewer_for(cast.case_manager)


@pytest.fixture
def begun(specialist, now):
    return calls.take_call(calls.Begin(key="k"), by=specialist, now=now)


@pytest.fixture
def typed(specialist, now):
    def save(call, fields, *, writer="w", sequence=1, seen=0, by=None):
        page = calls.Page(writer, sequence, seen, fields)
        return calls.type_call(call.id, page, by=by or specialist, now=now)

    return save


@pytest.fixture
def opened(begun, typed, specialist, now):
    typed(begun, CHILD)
    new = calls_outcomes.NewCase(Category.LOST_INJURED_MISSING)
    return calls_outcomes.open_case_from_call(begun.id, new, by=specialist, now=now)


class TestTyping:
    def test_sent_again_after_a_lost_answer_is_written_once(self, begun, typed):
        for _ in range(3):
            saved = typed(begun, CHILD)
        assert CallSave.objects.count() == 1
        assert saved.again
        assert Entry.objects.filter(kind="hotline.call.typed").count() == 1

    def test_by_two_pages_keeps_both_and_shows_what_gave_way_unseen(self, begun, typed):
        typed(begun, {"caller-0-name": "Rosa", "child-0-sex": "F"}, writer="a")
        second = typed(begun, {"caller-0-name": "Rose", "child-0-sex": ""}, writer="b", sequence=2)
        assert second.draft.answers == {"caller-0-name": "Rose", "child-0-sex": "F"}
        assert [one.text for one in second.draft.rivals["caller-0-name"]] == ["Rosa"]
        assert second.news["child-0-sex"] == "F"

    def test_on_a_page_gone_back_to_counts_as_new(self, begun, typed):
        typed(begun, {"caller-0-name": "Rosa"}, writer="page")
        again = typed(begun, {"caller-0-name": "Rosa Vance"}, writer="page")
        assert again.draft.answers["caller-0-name"] == "Rosa Vance"

    def test_keeps_what_a_database_cannot_hold_out_and_the_rest_in(self, begun, typed):
        saved = typed(begun, {"caller-0-name": "Ro\x00sa\ud800", "no-0-such": "x"})
        assert saved.draft.answers == {"caller-0-name": "Rosa"}

    def test_is_not_for_others(self, begun, typed, manager):
        with pytest.raises(NotAllowed):
            typed(begun, CHILD, by=manager)

    def test_still_arrives_from_whoever_had_the_call_before(
        self, begun, typed, manager, specialist, now
    ):
        calls.take_over(begun.id, by=manager, now=now)
        saved = typed(begun, CHILD)
        assert saved.draft.answers["child-0-given_names"] == "Mia"

    def test_makes_the_call_found_by_name_number_and_priority(self, begun, typed):
        typed(begun, {**CHILD, "event-0-taken": "yes"})
        begun.refresh_from_db()
        assert begun.phones == ["+15125550199"]
        assert "Mia Vance" in begun.names
        assert begun.priority == Priority.IMMEDIATE


class TestTwoCallsAboutOneChild:
    def test_find_each_other(self, begun, typed, manager, now):
        typed(begun, CHILD)
        jobs.index_call(call_id=begun.id, now=now)
        other = calls.take_call(calls.Begin(key="other"), by=manager, now=now)
        typed(other, {**CHILD, "child-0-given_names": "Mía"}, by=manager)
        draft = queries.typing_of(other).read()
        sheet = queries.sheet_of(other, draft, now)
        found = queries_beside(manager, other, sheet, now)
        assert begun.number in {one.number for one in found.alike}
        assert found.earlier[0].call == begun


def queries_beside(viewer, call, sheet, now):
    call.refresh_from_db()
    return calls_beside.beside(viewer, call, sheet, now)


class TestOutcomes:
    def test_a_case_is_opened_once_and_the_call_stays_linked(self, opened, begun, specialist, now):
        new = calls_outcomes.NewCase(Category.LOST_INJURED_MISSING)
        again = calls_outcomes.open_case_from_call(begun.id, new, by=specialist, now=now)
        assert again == opened
        assert queries.calls_of_case(opened.case_id)[0].call == begun

    def test_an_agency_that_nobody_verified_is_not_told(self, begun, typed, specialist, cast, now):
        typed(begun, CHILD)
        cast.sheriff.verified_at = cast.sheriff.verified_by = None
        cast.sheriff.save()
        new = calls_outcomes.NewCase(Category.LOST_INJURED_MISSING, (cast.sheriff.id,))
        with pytest.raises(RuleBroken):
            calls_outcomes.open_case_from_call(begun.id, new, by=specialist, now=now)

    def test_the_agency_is_told_and_its_clock_is_met(self, begun, typed, specialist, cast, now):
        typed(begun, {**CHILD, "police-0-report_number": "26-0817"})
        new = calls_outcomes.NewCase(Category.LOST_INJURED_MISSING, (cast.sheriff.id,))
        outcome = calls_outcomes.open_case_from_call(begun.id, new, by=specialist, now=now)
        share = outcome.case.shares.get()
        assert share.report_number == "26-0817"
        assert Entry.objects.filter(kind="cases.case.shared").count() == 1

    def test_a_sighting_becomes_a_lead(self, begun, typed, specialist, now):
        typed(begun, {"call-0-about": "sighting", "sighting-0-words": "A girl at the bus stop."})
        outcome = calls_outcomes.make_lead(begun.id, by=specialist, now=now)
        assert Lead.objects.get(id=outcome.lead_id).words == "A girl at the bus stop."

    def test_a_report_is_handed_over_once(self, begun, typed, specialist, now):
        with pytest.raises(RuleBroken):
            calls_outcomes.hand_to_cybertipline(begun.id, by=specialist, now=now)
        typed(begun, {"online-0-words": "Somebody asks for pictures."})
        for _ in range(2):
            calls_outcomes.hand_to_cybertipline(begun.id, by=specialist, now=now)
        assert Entry.objects.filter(kind="hotline.call.became_report").count() == 1

    def test_support_is_asked_for_only_when_the_family_agreed(self, begun, typed, specialist, now):
        typed(begun, {"caller-0-phones": "512 555 0199"})
        with pytest.raises(RuleBroken):
            calls_outcomes.request_support(begun.id, by=specialist, now=now)
        typed(begun, {"support-0-agrees": "yes"}, sequence=2, seen=1)
        calls_outcomes.request_support(begun.id, by=specialist, now=now)
        assert Entry.objects.filter(kind="hotline.call.asks_support").exists()

    def test_support_reaches_the_advocates_with_how_to_call_and_nothing_else(
        self, begun, typed, specialist, cast, run_jobs, now
    ):
        said = {
            "caller-0-name": "Ana Vance",
            "caller-0-phones": "512 555 0199",
            "caller-0-safe_contact": "Never after six",
            "event-0-circumstances": "Left in a blue car",
            "support-0-agrees": "yes",
            "support-0-crisis": "yes",
            "support-0-words": "I cannot sleep",
        }
        typed(begun, said)
        calls_outcomes.request_support(begun.id, by=specialist, now=now)
        run_jobs()
        (asked,) = day.open_requests()
        assert (asked.name, asked.phones) == ("Ana Vance", ["+15125550199"])
        assert (asked.safe_contact, asked.crisis) == ("Never after six", True)
        assert "blue car" not in str(vars(asked))
        told = Message.objects.get(recipient_id=cast.advocate.id)
        assert (told.template, told.path) == ("urgent", "/staff/families/")
        jobs.ask_advocates(call_id=begun.id, now=now)
        assert len(day.open_requests()) == 1

    def test_a_note_stands_on_the_case(self, opened, specialist, now):
        other = calls.take_call(calls.Begin(key="2"), by=specialist, now=now)
        calls_outcomes.note_on_case(
            other.id, opened.case.number, "An aunt called.", by=specialist, now=now
        )
        assert "An aunt called." in [note.text for note in opened.case.notes.all()]

    def test_a_call_is_settled_only_when_something_became_of_it(self, begun, specialist, now):
        with pytest.raises(RuleBroken):
            calls.end_call(begun.id, Ending.SETTLED, by=specialist, now=now)
        calls.end_call(begun.id, Ending.SILENT, by=specialist, now=now)
        with pytest.raises(Conflict):
            calls.end_call(begun.id, Ending.PRANK, by=specialist, now=now)


class TestHandingOn:
    def test_gives_the_case_to_whoever_takes_it_on(self, opened, specialist, manager, now):
        handoff = calls_going_on.offer_case(opened.id, by=specialist, now=now)
        calls_going_on.accept_case(handoff.id, by=manager, now=now)
        assert case_for(manager, opened.case.number).manager_id == manager.id
        with pytest.raises(Conflict):
            calls_going_on.accept_case(handoff.id, by=manager, now=now)

    def test_needs_a_case_manager(self, opened, specialist, now):
        handoff = calls_going_on.offer_case(opened.id, by=specialist, now=now)
        with pytest.raises(NotAllowed):
            calls_going_on.accept_case(handoff.id, by=specialist, now=now)

    def test_declined_with_a_reason_goes_to_all(self, opened, specialist, manager, now):
        handoff = calls_going_on.offer_case(opened.id, manager.id, by=specialist, now=now)
        with pytest.raises(RuleBroken):
            calls_going_on.decline_case(handoff.id, " ", by=manager, now=now)
        after = calls_going_on.decline_case(handoff.id, "In court", by=manager, now=now)
        assert after.to_id is None

    def test_late_is_told_to_supervisors_once(self, opened, specialist, now, run_jobs):
        handoff = calls_going_on.offer_case(opened.id, by=specialist, now=now)
        assert handoff.due_at > now
        late = handoff.due_at + timedelta(seconds=1)
        for _ in range(2):
            jobs.watch_desk(now=late)
        assert Entry.objects.filter(kind="hotline.handoff.overdue").count() == 1


class TestCallsBack:
    def test_due_again_when_nobody_was_reached(self, specialist, now):
        soon = now + timedelta(minutes=15)
        row = calls_going_on.promise_call_back("512 555 0199", soon, by=specialist, now=now)
        calls_going_on.call_back(row.id, BackResult.NO_ANSWER, by=specialist, now=soon)
        again = CallBack.objects.get(done_at=None)
        assert again.due_at > soon
        calls_going_on.call_back(again.id, BackResult.REACHED, by=specialist, now=soon)
        assert not CallBack.objects.filter(done_at=None).exists()

    def test_is_promised_for_a_time_to_come(self, specialist, now):
        with pytest.raises(RuleBroken):
            calls_going_on.promise_call_back("512 555 0199", now, by=specialist, now=now)


class TestRepeatCallers:
    def test_are_flagged_without_losing_a_true_tip(self, begun, typed, specialist, now):
        until = now + timedelta(days=7)
        calls_going_on.flag_caller(
            "512 555 0199", Flag.PRANK, "Listen first.", until_at=until, by=specialist, now=now
        )
        typed(begun, {"caller-0-phones": "512 555 0199", "event-0-taken": "yes"})
        begun.refresh_from_db()
        assert [one.words for one in queries.caller_of(begun, now).flags] == ["Listen first."]
        assert begun.priority == Priority.IMMEDIATE

    def test_are_not_flagged_for_good(self, specialist, now):
        with pytest.raises(RuleBroken):
            calls_going_on.flag_caller(
                "512 555 0199",
                Flag.PRANK,
                "x",
                until_at=now + timedelta(days=400),
                by=specialist,
                now=now,
            )


class TestTheShift:
    def test_counts_who_is_there(self, specialist, now):
        for _ in range(2):
            calls_shift.come_to_desk(by=specialist, now=now)
        assert calls_board.wall(now, now).here == 1
        calls_shift.leave_desk(by=specialist, now=now)
        with pytest.raises(NotFound):
            calls_shift.leave_desk(by=specialist, now=now)

    def test_keeps_lines_in_sight(self, specialist, now):
        calls_shift.write_shift_log("Storm", timedelta(hours=72), by=specialist, now=now)
        assert calls_board.board(specialist, now + timedelta(hours=48)).log[0].words == "Storm"


class TestACallThatEnded:
    def test_is_read_by_who_took_it_and_by_supervisors_only(self, begun, specialist, cast, now):
        calls.end_call(begun.id, Ending.SILENT, by=specialist, now=now)
        assert queries.call_for(specialist, begun.number)
        assert queries.call_for(viewer_for(cast.supervisor), begun.number)
        with pytest.raises(NotAllowed):
            queries.call_for(viewer_for(cast.case_manager), begun.number)
        with pytest.raises(NotFound):
            queries.call_for(viewer_for(cast.advocate), begun.number)

    def test_is_in_nobody_elses_list(self, begun, specialist, manager, now):
        calls.end_call(begun.id, Ending.SILENT, by=specialist, now=now)
        assert begun in queries.call_rows(specialist)
        assert begun not in queries.call_rows(manager)

    def test_opens_again_for_more(self, begun, specialist, now):
        calls.end_call(begun.id, Ending.HUNG_UP, by=specialist, now=now)
        calls.reopen_call(begun.id, by=specialist, now=now)
        assert Call.objects.get().state == "open"


class TestACallPutBack:
    def test_waits_with_all_that_was_typed_for_whoever_is_free(
        self, begun, typed, specialist, manager, now
    ):
        typed(begun, CHILD)
        calls.put_back(begun.id, by=specialist, now=now)
        assert calls_board.board(manager, now).waiting == [begun]
        calls.take_over(begun.id, by=manager, now=now)
        assert queries.typing_of(begun).read().answers["child-0-given_names"] == "Mia"


class TestACallFromPaper:
    def test_keeps_its_own_time_and_reads_yesterday_from_there(self, specialist, typed, now):
        began = now - timedelta(days=3)
        begin = calls.Begin(key="paper", began_at=began, paper_by="Ruth", zone="UTC")
        call = calls.take_call(begin, by=specialist, now=now)
        saved = typed(call, {"event-0-latest": "2 hours ago"})
        sheet = queries.sheet_of(call, saved.draft, now)
        assert sheet.value("event-0-latest") == began - timedelta(hours=2)
        with pytest.raises(RuleBroken):
            later = calls.Begin(key="x", began_at=now + timedelta(hours=1))
            calls.take_call(later, by=specialist, now=now)
