"""From the drop box to the officer's answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.core.identifiers import normalise_case_number
from porchlight.house.audit.models import Entry
from porchlight.house.directory.models import Agency
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.cases.models import Note
from porchlight.programmes.hotline.actions import (
    leads_agency,
    leads_intake,
    leads_reply,
    leads_sort,
    leads_work,
)
from porchlight.programmes.hotline.jobs import leads as jobs
from porchlight.programmes.hotline.models import (
    DroppedTip,
    Lead,
    LeadMessage,
    LeadTipster,
    ReleasedReply,
)
from porchlight.programmes.hotline.public.sending import Sending, secret, send_message
from porchlight.programmes.hotline.rules import receipts
from porchlight.programmes.hotline.rules.lead_priority import Priority
from porchlight.programmes.hotline.rules.lead_states import State
from porchlight.programmes.hotline.rules.lead_words import Aside, Credibility, Outcome, Why
from porchlight.programmes.hotline.rules.tips import Channel, Tip, Tipster

pytestmark = pytest.mark.django_db


def kinds():
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def write(code, words, now, attempt="more"):
    how = Sending(attempt, "", "elsewhere", "en")
    send_message(words, receipts.receipt_of(code, secret()), how, now=now)
    (waiting,) = DroppedTip.objects.all()
    return leads_intake.take_in(str(waiting.id), by=jobs.DESK, now=now)


class TestTakeIn:
    def test_makes_a_lead_about_the_posters_case(self, lead, case, now):
        assert (lead.case_id, lead.placed_how, lead.state) == (case.id, "poster", State.NEW)
        assert normalise_case_number(lead.number, "TIP") == lead.number
        assert not DroppedTip.objects.exists()
        assert kinds()[-3:] == [
            "hotline.tip.dropped",
            "hotline.lead.taken_in",
            "hotline.lead.sorted",
        ]

    def test_done_twice_makes_one(self, drop, good, now):
        drop(good)
        waiting = DroppedTip.objects.get()
        for _ in range(2):
            leads_intake.take_in(str(waiting.id), by=jobs.DESK, now=now)
        assert Lead.objects.count() == 1

    def test_the_same_form_sent_twice_is_one_drop_and_one_receipt(self, drop, good):
        first, second = drop(good), drop(good)
        assert first == second
        assert DroppedTip.objects.count() == 1
        assert kinds().count("hotline.tip.dropped") == 1

    def test_a_corrected_form_is_a_message_of_the_same_lead(self, take, drop, good, now):
        lead = take(good)
        drop(replace(good, words="It was a blue sweater."))
        waiting = DroppedTip.objects.get()
        assert leads_intake.take_in(str(waiting.id), by=jobs.DESK, now=now) == lead
        assert "blue sweater" in LeadMessage.objects.get().words

    def test_keeps_who_told_it_apart(self, take, good):
        lead = take(replace(good, tipster=Tipster("Ana Bell", "+15125550111", "", True)))
        assert LeadTipster.objects.get().phone == "+15125550111"
        assert "5550111" not in str(list(vars(lead).values()))

    def test_a_code_of_no_poster_is_a_lead_without_a_case(self, take):
        lead = take(Tip("A girl"), poster_code="no-such-poster")
        assert (lead.case_id, lead.poster_code) == (None, "no-such-poster")

    def test_a_held_tip_is_a_lead_all_the_same(self, take, good):
        assert take(good, held="limit").held == "limit"

    def test_a_further_message_reaches_its_lead_and_wakes_it(self, drop, good, desk, now):
        sent = drop(good)
        lead = leads_intake.take_in(str(DroppedTip.objects.get().id), by=jobs.DESK, now=now)
        leads_work.view_lead(lead.id, by=desk, now=now)
        leads_work.close_lead(lead.id, "Nothing to do.", by=desk, now=now)
        assert write(sent.code, "She is back at the station.", now) == lead
        lead.refresh_from_db()
        assert lead.state == State.OPEN
        assert lead.messages.get().inward

    def test_a_message_under_a_code_that_nobody_knows_is_a_lead_that_can_be_answered(
        self, drop, good, desk, now
    ):
        sent = drop(good)
        DroppedTip.objects.all().delete()
        lead = write(sent.code, "Please call 555.", now)
        assert lead.held == "code"
        leads_reply.reply(lead.id, "Thank you.", by=desk, now=now)
        key = receipts.receipt_of(sent.code, secret())
        row = ReleasedReply.objects.get(lookup=key.lookup)
        assert receipts.opened(row.closed, key.key, key.lookup) == "Thank you."


class TestEnterLead:
    def test_from_a_call_is_placed_and_taken_in(self, case, desk, good, now):
        lead = leads_intake.enter_lead(
            good, channel=Channel.CALL, case_id=case.id, by=desk, now=now
        )
        assert (lead.channel, lead.case_id, lead.placed_how) == ("call", case.id, "person")


class TestSortLead:
    def test_without_a_poster_offers_the_case_that_fits_with_reasons(self, take, case, good):
        lead = take(good)
        offered = lead.candidates.get()
        assert offered.case_id == case.id
        assert offered.bits >= 8 and len(offered.reasons) >= 4
        assert lead.case_id is None

    def test_takes_the_case_that_is_plainly_meant(self, take, case, good):
        lead = take(replace(good, vehicle="Honda, plate KLM 4821"))
        assert (lead.case_id, lead.placed_how) == (case.id, "score")

    def test_finds_a_named_child_far_away(self, take, case, now):
        lead = take(Tip("I saw Mia Núñez Vance at the airport", place="Seattle, WA", state="WA"))
        assert lead.candidates.filter(case_id=case.id).exists() or lead.case_id == case.id

    def test_leaves_ruled_out_cases_ruled_out(self, take, case, good, desk, now):
        lead = take(good)
        leads_work.unplace_lead(lead.id, case.id, by=desk, now=now)
        leads_sort.sort_lead(lead.id, by=jobs.DESK, now=now)
        assert not lead.candidates.filter(dismissed_at__isnull=True).exists()

    def test_hangs_a_second_report_below_the_first(self, lead, take, good, poster):
        words = "Young girl in a green sweater, she was crying near the buses."
        second = take(replace(good, words=words), "second", poster_code=poster.code)
        assert second.head_id == lead.id
        assert any("report the same" in one["template"] for one in second.reasons)

    def test_danger_now_is_urgent_and_never_below_high(self, take, good, now):
        told = replace(good, danger=True)
        assert take(told).priority == Priority.URGENT
        old = Tip("x", danger=True, seen_until=now - timedelta(days=300))
        assert take(old, "old", held="limit").priority == Priority.HIGH


class TestWork:
    def test_opening_stops_the_clock_once(self, lead, desk, manager, now):
        leads_work.view_lead(lead.id, by=desk, now=now)
        leads_work.view_lead(lead.id, by=manager, now=now + timedelta(minutes=5))
        lead.refresh_from_db()
        assert (lead.opened_by_id, lead.state) == (desk.id, State.OPEN)

    def test_a_reader_does_not_open(self, lead, cast, now):
        from porchlight.house.accounts.queries import viewer_for  # noqa: PLC0415

        leads_work.view_lead(lead.id, by=viewer_for(cast.analyst), now=now)
        lead.refresh_from_db()
        assert lead.opened_at is None

    def test_places_only_in_a_case_that_one_sees(self, take, case, good, desk, supervisor, now):
        lead = take(Tip("A girl"))
        cases.restrict_case(case.id, True, by=supervisor, now=now)
        cases.assign_case(case.id, supervisor.id, by=supervisor, now=now)
        with pytest.raises(NotFound):
            leads_work.place_lead(lead.id, case.id, by=desk, now=now)

    def test_joins_and_parts_again(self, lead, take, desk, now):
        other = take(Tip("Something else entirely, far away"), "other")
        leads_work.join_leads(other.id, lead.number.lower(), by=desk, now=now)
        other.refresh_from_db()
        assert (other.head_id, other.joined_how) == (lead.id, "person")
        leads_work.part_lead(other.id, by=desk, now=now)
        leads_sort.sort_lead(other.id, by=jobs.DESK, now=now)
        other.refresh_from_db()
        assert (other.head_id, other.alone) == (None, True)

    def test_joining_brings_along_what_hung_below(self, take, desk, now):
        one, two, three = (take(Tip(f"Report of {n} things"), n) for n in ("one", "two", "three"))
        leads_work.join_leads(two.id, one.number, by=desk, now=now)
        leads_work.join_leads(one.id, three.number, by=desk, now=now)
        assert set(three.others.values_list("id", flat=True)) == {one.id, two.id}
        with pytest.raises(RuleBroken):
            leads_work.join_leads(three.id, one.number, by=desk, now=now)

    @pytest.mark.parametrize("act", ["rate", "check", "close", "note"])
    def test_says_why(self, lead, desk, now, act):
        acts = {
            "rate": lambda: leads_work.rate_lead(
                lead.id, Credibility.LIKELY, " ", by=desk, now=now
            ),
            "check": lambda: leads_work.check_lead(lead.id, "", by=desk, now=now),
            "close": lambda: leads_work.close_lead(lead.id, "\n", by=desk, now=now),
            "note": lambda: leads_work.note_lead(lead.id, "", shared=False, by=desk, now=now),
        }
        leads_work.view_lead(lead.id, by=desk, now=now)
        with pytest.raises(RuleBroken):
            acts[act]()

    def test_becomes_a_note_of_the_case(self, lead, case, desk, now):
        leads_work.note_lead(lead.id, "Seen at the bus station.", shared=True, by=desk, now=now)
        note = Note.objects.get(case=case)
        assert note.text == f"{lead.number}: Seen at the bus station."
        assert note.compartment == "shared"

    def test_closes_and_opens_again(self, lead, desk, now):
        leads_work.view_lead(lead.id, by=desk, now=now)
        leads_work.close_lead(lead.id, "It was another girl.", by=desk, now=now)
        with pytest.raises(Conflict):
            leads_work.close_lead(lead.id, "Again.", by=desk, now=now)
        assert leads_work.reopen_lead(lead.id, by=desk, now=now).state == State.OPEN


class TestSetAside:
    def test_keeps_it_and_brings_it_back(self, take, desk, now):
        lead = take(Tip("ha ha"))
        leads_work.set_aside(lead.id, Aside.HOAX, "Laughing.", by=desk, now=now)
        lead.refresh_from_db()
        assert lead.state == State.ASIDE
        leads_work.bring_back(lead.id, by=desk, now=now)
        lead.refresh_from_db()
        assert (lead.state, lead.aside_at, lead.aside_reason) == (State.OPEN, None, "")

    def test_of_an_urgent_lead_needs_a_second_person(self, take, good, desk, supervisor, now):
        lead = take(replace(good, danger=True))
        leads_work.set_aside(lead.id, Aside.HOAX, "The same voice.", by=desk, now=now)
        lead.refresh_from_db()
        assert lead.state == State.NEW
        with pytest.raises(NotAllowed):
            leads_work.confirm_aside(lead.id, by=desk, now=now)
        leads_work.confirm_aside(lead.id, by=supervisor, now=now)
        lead.refresh_from_db()
        assert lead.state == State.ASIDE

    def test_the_database_holds_both_rules(self, take, good, cast, now):
        lead = take(replace(good, danger=True))
        one = {"aside_at": now, "aside_by": cast.specialist, "state": State.ASIDE}
        for wrong in (one, {**one, "confirmed_at": now, "confirmed_by": cast.specialist}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Lead.objects.filter(id=lead.id).update(**wrong)

    def test_ends_when_somebody_else_reports_the_same(self, take, good, desk, now, run_jobs):
        lead = take(replace(good, words="green sweater girl", still_there=""), source="one")
        Lead.objects.filter(id=lead.id).update(priority=Priority.NORMAL)
        leads_work.set_aside(lead.id, Aside.HOAX, "Sounds made up.", by=desk, now=now)
        second = take(
            replace(good, words="A girl, green sweater, by the buses"), "second", source="two"
        )
        jobs.sort_lead(lead_id=second.id, now=now)
        lead.refresh_from_db()
        assert lead.state == State.OPEN
        assert "hotline.lead.brought_back" in kinds()

    def test_is_not_ended_by_the_same_person_again(self, take, good, desk, now):
        who = Tipster(phone="+15125550177")
        lead = take(replace(good, tipster=who), source="one")
        Lead.objects.filter(id=lead.id).update(priority=Priority.NORMAL)
        leads_work.set_aside(lead.id, Aside.HOAX, "Known.", by=desk, now=now)
        second = take(replace(good, tipster=who, words=f"{good.words} Yes."), "b", source="two")
        jobs.sort_lead(lead_id=second.id, now=now)
        lead.refresh_from_db()
        assert lead.state == State.ASIDE


class TestRoute:
    def test_gives_it_to_the_investigating_agency(self, routed, lead, cast, now, run_jobs):
        lead.refresh_from_db()
        assert (lead.state, routed.agency_id) == (State.ROUTED, cast.sheriff.id)
        assert len(routed.code) == 22 and routed.code not in lead.number

    def test_tells_the_agency_with_nothing_but_a_link(self, routed, cast, run_jobs):
        from porchlight.house.delivery.models import Message  # noqa: PLC0415

        while run_jobs():
            pass
        message = Message.objects.get(about=f"lead:{routed.lead_id}")
        assert (message.recipient_id, message.path) == (
            cast.sheriff.id,
            f"/partner/leads/{routed.code}/",
        )

    def test_needs_a_case(self, take, desk, cast, now):
        with pytest.raises(NotAllowed):
            leads_agency.route_lead(take(Tip("A girl")).id, cast.sheriff.id, by=desk, now=now)

    def test_refuses_an_agency_that_is_not_on_the_case(self, lead, cast, desk, now):
        with pytest.raises(RuleBroken):
            leads_agency.route_lead(lead.id, cast.tribal_police.id, by=desk, now=now)

    def test_refuses_an_agency_that_nobody_verified(self, lead, cast, desk, now):
        Agency.objects.filter(id=cast.sheriff.id).update(verified_at=None, verified_by=None)
        with pytest.raises(RuleBroken):
            leads_agency.route_lead(lead.id, cast.sheriff.id, by=desk, now=now)

    def test_goes_once_to_an_agency(self, routed, lead, cast, desk, now):
        with pytest.raises(RuleBroken):
            leads_agency.route_lead(lead.id, cast.sheriff.id, by=desk, now=now)

    def test_taken_back_it_waits_at_the_desk(self, routed, lead, desk, now):
        leads_agency.end_referral(routed.id, by=desk, now=now)
        lead.refresh_from_db()
        assert lead.state == State.OPEN
        with pytest.raises(Conflict):
            leads_agency.end_referral(routed.id, by=desk, now=now)

    def test_of_another_case_is_not_possible_while_it_is_out(self, routed, lead, case, desk, now):
        with pytest.raises(Conflict):
            leads_work.unplace_lead(lead.id, case.id, by=desk, now=now)


class TestTheOfficer:
    def test_opens_accepts_and_tells_what_came_of_it(self, routed, lead, case, officer, now):
        leads_agency.view_referral(routed.id, by=officer, now=now)
        leads_agency.answer_referral(routed.id, accepted=True, by=officer, now=now)
        leads_agency.tell_outcome(
            routed.id, Outcome.NOT_THE_CHILD, "Another girl.", by=officer, now=now
        )
        lead.refresh_from_db()
        routed.refresh_from_db()
        assert (lead.state, routed.outcome) == (State.ANSWERED, "not_the_child")
        about = Entry.objects.filter(records__contains=[f"case:{case.id}"])
        assert {"hotline.referral.answered", "hotline.referral.outcome"} <= set(
            about.values_list("kind", flat=True)
        )

    def test_declines_with_a_reason_and_the_desk_has_it_again(self, routed, lead, officer, now):
        with pytest.raises(RuleBroken):
            leads_agency.answer_referral(routed.id, accepted=False, by=officer, now=now)
        leads_agency.answer_referral(
            routed.id, accepted=False, words="The city's.", by=officer, now=now
        )
        lead.refresh_from_db()
        assert lead.state == State.OPEN

    def test_tells_nothing_before_accepting(self, routed, officer, now):
        with pytest.raises(NotAllowed):
            leads_agency.tell_outcome(routed.id, Outcome.USEFUL, by=officer, now=now)

    def test_answers_once(self, routed, officer, now):
        leads_agency.answer_referral(routed.id, accepted=True, by=officer, now=now)
        with pytest.raises(NotAllowed):
            leads_agency.answer_referral(
                routed.id, accepted=False, words="No.", by=officer, now=now
            )

    def test_still_following_leaves_it_out(self, routed, lead, officer, now):
        leads_agency.answer_referral(routed.id, accepted=True, by=officer, now=now)
        leads_agency.tell_outcome(routed.id, Outcome.FOLLOWING, by=officer, now=now)
        lead.refresh_from_db()
        assert lead.state == State.ROUTED

    @pytest.mark.parametrize("outcome", [Outcome.LOCATED, Outcome.FALSE_REPORT])
    def test_says_what_was_found_when_it_matters(self, routed, officer, now, outcome):
        leads_agency.answer_referral(routed.id, accepted=True, by=officer, now=now)
        with pytest.raises(RuleBroken):
            leads_agency.tell_outcome(routed.id, outcome, by=officer, now=now)

    def test_whoever_gave_it_out_is_told(self, routed, officer, cast, now, run_jobs):
        from porchlight.house.delivery.models import Message  # noqa: PLC0415

        leads_agency.answer_referral(routed.id, accepted=True, by=officer, now=now)
        while run_jobs():
            pass
        told = Message.objects.filter(recipient_kind="account", recipient_id=cast.specialist.id)
        assert told.filter(path__startswith="/staff/leads/").exists()


class TestReply:
    def test_is_read_with_the_receipt_alone(self, drop, good, desk, now):
        sent = drop(good)
        lead = leads_intake.take_in(str(DroppedTip.objects.get().id), by=jobs.DESK, now=now)
        leads_reply.reply(lead.id, "Which exit was it?", by=desk, now=now)
        row = ReleasedReply.objects.get()
        assert "exit" not in row.closed
        key = receipts.receipt_of(sent.code, secret())
        assert receipts.opened(row.closed, key.key, key.lookup) == "Which exit was it?"

    def test_needs_a_receipt(self, case, desk, good, now):
        lead = leads_intake.enter_lead(good, channel=Channel.CALL, by=desk, now=now)
        with pytest.raises(NotAllowed):
            leads_reply.reply(lead.id, "Hello.", by=desk, now=now)


class TestOpenTipster:
    def test_is_written_down_with_its_reason(self, take, good, desk, now):
        lead = take(replace(good, tipster=Tipster("Ana")))
        assert leads_reply.open_tipster(lead.id, Why.CALL_BACK, by=desk, now=now).name == "Ana"
        assert Entry.objects.filter(kind="hotline.tipster.opened", actor_id=desk.id).exists()

    def test_is_for_the_intake_desk(self, take, good, manager, now):
        lead = take(replace(good, tipster=Tipster("Ana")))
        with pytest.raises(NotAllowed):
            leads_reply.open_tipster(lead.id, Why.CALL_BACK, by=manager, now=now)


class TestClocks:
    def test_a_lead_that_nobody_opens_goes_to_the_supervisors_once(
        self, take, good, supervisor, now, run_jobs
    ):
        from porchlight.house.delivery.models import Message  # noqa: PLC0415

        lead = take(replace(good, danger=True))
        later = now + timedelta(minutes=11)
        jobs.escalate(now=now + timedelta(minutes=5))
        assert "hotline.lead.escalated" not in kinds()
        for _ in range(2):
            jobs.escalate(now=later)
        assert kinds().count("hotline.lead.escalated") == 1
        while run_jobs():
            pass
        assert Message.objects.filter(about=f"lead:{lead.id}", urgent=True).exists()

    def test_an_agency_that_does_not_open_an_urgent_lead_is_told_again_once(
        self, lead, cast, desk, now
    ):
        Lead.objects.filter(id=lead.id).update(priority=Priority.URGENT)
        leads_agency.route_lead(lead.id, cast.sheriff.id, by=desk, now=now)
        for minutes in (10, 31, 32):
            jobs.escalate(now=now + timedelta(minutes=minutes))
        assert kinds().count("hotline.referral.reminded") == 1

    def test_networks_are_forgotten_after_a_day(self, take, good, now):
        lead = take(good)
        jobs.forget_sources(now=now + timedelta(hours=23))
        lead.refresh_from_db()
        assert lead.source
        jobs.forget_sources(now=now + timedelta(hours=25))
        lead.refresh_from_db()
        assert lead.source == ""


class TestTheWholeWay:
    def test_from_the_drop_to_the_lead_by_the_queue_alone(self, drop, good, poster, run_jobs):
        drop(good, poster_code=poster.code)
        while run_jobs():
            pass
        lead = Lead.objects.get()
        assert lead.case_id == poster.case_id
        assert any(one["bits"] for one in lead.reasons)

    def test_a_drop_whose_event_was_lost_is_swept_up(self, drop, good, now, run_jobs):
        drop(good)
        from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415

        ProcrastinateJob.objects.all()._raw_delete(ProcrastinateJob.objects.db)
        jobs.sweep_drops(now=now)
        while run_jobs():
            pass
        assert Lead.objects.count() == 1
