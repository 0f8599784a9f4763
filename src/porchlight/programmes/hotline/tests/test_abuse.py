"""
Security.md, section 3.4: a stalker fishing, an impostor officer, a swatter, an insider browsing;
and private words that must be nowhere.
"""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from porchlight.core.errors import NotAllowed, NotFound, RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.delivery.models import Message
from porchlight.house.directory.models import Agency
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.cases.rules.recovery import Recovery
from porchlight.programmes.cases.rules.vocabulary import RecoveredBy
from porchlight.programmes.hotline.actions import (
    leads_agency,
    leads_intake,
    leads_reply,
    leads_work,
)
from porchlight.programmes.hotline.jobs import leads as jobs
from porchlight.programmes.hotline.models import DroppedTip, Lead, ReleasedReply
from porchlight.programmes.hotline.queries import leads as queries
from porchlight.programmes.hotline.queries import leads_partner
from porchlight.programmes.hotline.rules.lead_priority import Priority
from porchlight.programmes.hotline.rules.lead_words import Outcome, Why
from porchlight.programmes.hotline.rules.tips import Tip, Tipster
from porchlight.programmes.hotline.tests.conftest import CANARY

pytestmark = pytest.mark.django_db


def recover(case, by, now):
    found = Recovery(
        at=now - timedelta(hours=1),
        by_whom=RecoveredBy.LAW_ENFORCEMENT,
        place=f"{CANARY} City",
        words=f"{CANARY} words",
        officer=f"{CANARY} officer",
    )
    cases.confirm_recovery(case.id, case.children.get().id, found, by=by, now=now)


class TestAStalkerFishing:
    @pytest.mark.parametrize(
        "words",
        [
            f"Rosa {CANARY} will call you.",
            f"She lived at 4100 {CANARY} Lane.",
            f"She goes to {CANARY} School.",
            "You can reach her at (512) 555-0133.",
            "Her mother's number is +1 512 555 0199.",
            "The police report is 26-0817.",
        ],
    )
    def test_gets_no_private_word_in_an_answer(self, lead, desk, now, words):
        with pytest.raises(RuleBroken):
            leads_reply.reply(lead.id, words, by=desk, now=now)
        assert not ReleasedReply.objects.exists()

    @pytest.mark.parametrize("words", ["She was found yesterday.", f"She is in {CANARY} City."])
    def test_does_not_learn_of_a_recovery(self, lead, case, desk, supervisor, now, words):
        recover(case, supervisor, now)
        with pytest.raises(RuleBroken):
            leads_reply.reply(lead.id, words, by=desk, now=now)

    @pytest.mark.urls("porchlight.config.urls_public")
    def test_sees_the_same_before_and_after_every_event(
        self, drop, good, poster, case, cast, desk, officer, supervisor, now, run_jobs
    ):
        """For each event, what the sender's receipt shows is the same page to the last byte."""
        site = Client(REMOTE_ADDR="198.51.100.4")
        sent = drop(good, poster_code=poster.code)

        def shown():
            page = site.post("/receipt/", {"code": sent.code}).content.decode()
            return [line for line in page.splitlines() if "name=" not in line]

        before = shown()
        lead = leads_intake.take_in(str(DroppedTip.objects.get().id), by=jobs.DESK, now=now)
        pages = [shown()]
        one = leads_agency.route_lead(lead.id, cast.sheriff.id, by=desk, now=now)
        pages.append(shown())
        leads_agency.answer_referral(one.id, accepted=True, by=officer, now=now)
        leads_agency.tell_outcome(one.id, Outcome.LOCATED, "Found.", by=officer, now=now)
        pages.append(shown())
        recover(case, supervisor, now)
        pages.append(shown())
        leads_work.close_lead(lead.id, "Done.", by=desk, now=now)
        pages.append(shown())
        assert all(page == before for page in pages)

    def test_sees_no_lead_at_the_familys_door(self, lead, cast, client_as):
        for who in (cast.mother, cast.stranger):
            family = client_as(who)
            assert family.get("/staff/leads/").status_code in (403, 404)
            assert not queries.leads_for(viewer_for(who)).exists()
            with pytest.raises(NotFound):
                queries.lead_for(viewer_for(who), lead.number)


class TestAnImpostorOfficer:
    def test_of_an_agency_whose_verification_was_taken_back_sees_nothing(
        self, routed, officer, cast, client_as, now
    ):
        Agency.objects.filter(id=cast.sheriff.id).update(verified_at=None, verified_by=None)
        client = client_as(cast.officer)
        assert client.get(f"/partner/leads/{routed.code}/").status_code == 404
        assert routed.code not in client.get("/partner/leads/").content.decode()
        for act in (
            lambda: leads_agency.view_referral(routed.id, by=officer, now=now),
            lambda: leads_agency.answer_referral(routed.id, accepted=True, by=officer, now=now),
        ):
            with pytest.raises(NotAllowed):
                act()

    def test_of_another_agency_cannot_even_guess(self, routed, other_officer, now):
        with pytest.raises(NotFound):
            leads_partner.referral_for(other_officer, routed.code)
        with pytest.raises(NotAllowed):
            leads_agency.answer_referral(routed.id, accepted=True, by=other_officer, now=now)

    def test_of_an_agency_that_left_the_case_is_out_at_once(
        self, routed, officer, case, cast, desk, now
    ):
        cases.end_share(case.id, cast.sheriff.id, by=desk, now=now)
        with pytest.raises(NotFound):
            leads_partner.referral_for(officer, routed.code)

    def test_the_desks_number_opens_nothing_for_an_officer(self, routed, cast, client_as):
        client = client_as(cast.officer)
        assert client.get(f"/partner/leads/{routed.lead.number}/").status_code == 404
        assert client.get(f"/staff/leads/{routed.lead.number}/").status_code == 403

    def test_mail_tells_a_stolen_mailbox_nothing(self, routed, case, run_jobs):
        while run_jobs():
            pass
        sent = [f"{one.subject}\n{one.body}" for one in mail.outbox]
        assert sent
        for text in sent:
            for secret in (routed.code, routed.lead.number, case.number, CANARY, "bus", "Austin"):
                assert secret not in text


class TestASwatter:
    FORCE = Tip("He has a gun and hostages at 4100 Larkspur Lane, send police now", danger=True)

    def test_does_not_get_officers_sent_by_a_tip(self, take, poster, cast, desk, now):
        lead = take(self.FORCE, poster_code=poster.code)
        with pytest.raises(NotAllowed):
            leads_agency.route_lead(lead.id, cast.sheriff.id, by=desk, now=now)
        leads_work.check_lead(lead.id, "Called the house: nobody there.", by=desk, now=now)
        assert leads_agency.route_lead(lead.id, cast.sheriff.id, by=desk, now=now)

    def test_is_still_heard_at_once(self, take):
        """It may be a witness in fear: it is urgent, only not sent out blindly."""
        assert take(self.FORCE, held="limit").priority in (Priority.URGENT, Priority.HIGH)

    def test_the_officer_reads_the_pattern_with_the_tip(
        self, take, poster, cast, desk, client_as, now
    ):
        for n in range(4):
            lead = take(replace(self.FORCE, words=f"{self.FORCE.words} {n}"), str(n),
                        poster_code=poster.code, source="one network")  # fmt: skip
        leads_work.check_lead(lead.id, "Nobody answers.", by=desk, now=now)
        one = leads_agency.route_lead(lead.id, cast.sheriff.id, by=desk, now=now)
        page = client_as(cast.officer).get(f"/partner/leads/{one.code}/").content.decode()
        assert "Tips that name the same address: 4" in page
        assert "Speaks of violence at an address" in page

    def test_a_campaign_is_one_row_and_a_genuine_tip_another(self, take, good, desk, now, run_jobs):
        for n in range(8):
            told = replace(self.FORCE, words=f"{self.FORCE.words} {n}")
            last = take(told, str(n), source=str(n))
            jobs.sort_lead(lead_id=last.id, now=now)
        lead = take(good, "genuine")
        while run_jobs():
            pass
        rows = list(queries.inbox(desk))
        assert lead in rows
        assert [row.same_words for row in rows if row != lead] == [7]

    def test_copies_corroborate_nothing(self, take):
        leads = [
            take(replace(self.FORCE, words=f"{self.FORCE.words} {n}"), str(n), source=str(n))
            for n in range(6)
        ]
        jobs.sort_lead(lead_id=leads[0].id, now=leads[0].received_at)
        for lead in leads:
            lead.refresh_from_db()
        told = [one["template"] for lead in (leads[0], leads[-1]) for one in lead.reasons]
        assert not any("report the same" in one for one in told)
        assert "Several" not in str(leads_partner.verified(leads[0]))


class TestAnInsiderBrowsing:
    def test_sees_no_lead_of_a_case_that_is_closed_to_them(
        self, lead, case, desk, supervisor, cast, client_as, now
    ):
        cases.assign_case(case.id, supervisor.id, by=supervisor, now=now)
        cases.restrict_case(case.id, True, by=supervisor, now=now)
        with pytest.raises(NotFound):
            queries.lead_for(desk, lead.number)
        client = client_as(cast.specialist)
        assert client.get(f"/staff/leads/{lead.number}/").status_code == 404
        assert lead.number not in client.get("/staff/leads/").content.decode()
        assert queries.lead_for(supervisor, lead.number) == lead

    def test_leaves_a_line_for_every_look(self, lead, cast, client_as):
        client = client_as(cast.analyst)
        client.get("/staff/leads/")
        client.get(f"/staff/leads/{lead.number}/")
        seen = Entry.objects.filter(actor_id=cast.analyst.id, records__contains=[f"lead:{lead.id}"])
        assert set(seen.values_list("kind", flat=True)) == {
            "hotline.lead.viewed",
            "hotline.leads.viewed",
        }

    @pytest.mark.parametrize("who", ["case_manager", "analyst", "advocate", "officer", "mother"])
    def test_does_not_learn_who_told_it(self, take, good, cast, who, now):
        lead = take(replace(good, tipster=Tipster("Ana Bell")))
        with pytest.raises(NotAllowed):
            leads_reply.open_tipster(
                lead.id, Why.CALL_BACK, by=viewer_for(getattr(cast, who)), now=now
            )
        assert not Entry.objects.filter(kind="hotline.tipster.opened").exists()

    def test_names_of_a_closed_case_are_not_offered(self, take, good, case, desk, supervisor, now):
        cases.assign_case(case.id, supervisor.id, by=supervisor, now=now)
        cases.restrict_case(case.id, True, by=supervisor, now=now)
        (one,) = queries.offered(desk, take(good))
        assert (one.names, one.reasons, one.may_open) == ("", [], False)


class TestPrivateWords:
    """A marker in every private field of a tip is in no event, mail or log line."""

    def test_are_in_no_trail_mail_or_log(self, take, poster, cast, desk, now, run_jobs, caplog):
        caplog.set_level(logging.DEBUG)
        mark = "Zaunkoenig"
        tip = Tip(
            words=f"{mark} words",
            seen_words=f"{mark} seen",
            place=f"{mark} place",
            spot=f"{mark} spot",
            people=f"{mark} people",
            vehicle=f"{mark} vehicle",
            tipster=Tipster(f"{mark} name", "+15125550188", f"{mark}@example.org", True),
        )
        lead = take(tip, poster_code=poster.code)
        leads_work.view_lead(lead.id, by=desk, now=now)
        leads_reply.reply(lead.id, f"{mark} answer?", by=desk, now=now)
        leads_agency.route_lead(lead.id, cast.sheriff.id, f"{mark} to officer", by=desk, now=now)
        while run_jobs():
            pass
        assert Message.objects.exists()
        told = [
            *Entry.objects.values_list("body", flat=True),
            *(f"{one.subject} {one.body} {one.extra_headers}" for one in mail.outbox),
            *(str(vars(one)) for one in Message.objects.all()),
            caplog.text,
            *ReleasedReply.objects.values_list("closed", flat=True),
        ]
        for text in told:
            assert mark not in text
            assert "5550188" not in text


class TestNothingIsLost:
    def test_a_flood_of_one_network_is_all_there(self, take, good):
        for n in range(12):
            take(Tip(f"Report {n} of something seen at gate {n}"), str(n), held="limit", source="x")
        assert Lead.objects.count() == 12
        assert not Lead.objects.filter(state="aside").exists()

    def test_a_head_gains_weight_by_those_below(self, take, good, run_jobs):
        first = take(good, "one", source="1")
        words = "Young girl with a green sweater crying near the buses"
        second = take(replace(good, words=words), "two", source="2")
        assert second.head_id == first.id
        before = first.bits
        jobs.sort_lead(lead_id=second.id, now=second.received_at)
        while run_jobs():
            pass
        first.refresh_from_db()
        assert first.bits > before
