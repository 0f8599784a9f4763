"""A lead and its agency: given, opened there, accepted or declined, and what came of it."""

from datetime import datetime, timedelta

from django.db import transaction

from porchlight.core.errors import Conflict, RuleBroken
from porchlight.core.identifiers import opaque
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.hotline.events.leads import (
    LeadRouted,
    OutcomeTold,
    ReferralAnswered,
    ReferralEnded,
    ReferralReminded,
    ReferralViewed,
)
from porchlight.programmes.hotline.models import Lead, LeadReferral
from porchlight.programmes.hotline.models.lead_rows import locked_lead, locked_referral
from porchlight.programmes.hotline.permissions.leads import (
    may_answer_referral,
    may_route,
    may_see_referral,
    may_tell_outcome,
    may_work,
)
from porchlight.programmes.hotline.queries.leads import routable, standing_of
from porchlight.programmes.hotline.queries.leads_partner import referral_standing
from porchlight.programmes.hotline.rules.lead_priority import Priority
from porchlight.programmes.hotline.rules.lead_states import State, moved
from porchlight.programmes.hotline.rules.lead_words import FINAL, Outcome
from porchlight.programmes.hotline.rules.words import clean

# An agency that does not open an urgent lead within this is told again, and the desk calls.
SEEN_WITHIN = timedelta(minutes=30)


@transaction.atomic
def route_lead(
    lead_id: int, agency_id: int, words: str = "", *, by: Viewer, now: datetime
) -> LeadReferral:
    """
    Give the lead to an agency on its case; its people are told by mail that something waits.

    :raises NotAllowed: when ``by`` may not, or it wants force and nobody called back
    :raises RuleBroken: when the agency is not on the case, not verified, or has it already
    :raises Conflict: when it cannot go out from where it is
    """
    lead = locked_lead(lead_id)
    may_route(by, standing_of(by, lead)).require()
    assert lead.case_id is not None and by.id is not None, (
        "a person gives out a lead that has a case"
    )
    if agency_id not in {agency.id for agency in routable(lead)}:
        raise RuleBroken(
            say("Choose an agency that is on the case, is verified and has not this lead."),
            field="agency",
        )
    if lead.state != State.ROUTED:
        lead.state = moved(State(lead.state), State.ROUTED)
    if lead.opened_at is None:
        lead.opened_at, lead.opened_by_id = now, by.id
    lead.closed_at = lead.closed_by = None
    lead.save(update_fields=["state", "opened_at", "opened_by", "closed_at", "closed_by"])
    referral = LeadReferral.objects.create(
        code=opaque(),
        lead=lead,
        case_id=lead.case_id,
        agency_id=agency_id,
        words=clean(words),
        routed_at=now,
        routed_by_id=by.id,
    )
    record(LeadRouted(lead.id, lead.case_id, agency_id, referral.id), by=by, at=now)
    return referral


@transaction.atomic
def end_referral(referral_id: int, *, by: Viewer, now: datetime) -> LeadReferral:
    """
    Take the lead back from an agency; its officers see it no longer.

    :raises NotAllowed: when ``by`` does not work on the lead
    :raises Conflict: when it was taken back already
    """
    referral = locked_referral(referral_id)
    may_work(by, standing_of(by, referral.lead)).require()
    if referral.ended_at is not None:
        raise Conflict(say("This lead was taken back already."))
    referral.ended_at, referral.ended_by_id = now, by.id
    referral.save(update_fields=["ended_at", "ended_by"])
    _back_to_the_desk(referral.lead)
    record(ReferralEnded(*_ids(referral)), by=by, at=now)
    return referral


@transaction.atomic
def view_referral(referral_id: int, *, by: Viewer, now: datetime) -> LeadReferral:
    """
    Write down that an officer saw the lead; the first time is the agency's receipt.

    :raises NotAllowed: when the lead is not their agency's
    """
    referral = locked_referral(referral_id)
    may_see_referral(by, referral_standing(by, referral)).require()
    if referral.seen_at is None:
        referral.seen_at, referral.seen_by_id = now, by.id
        referral.save(update_fields=["seen_at", "seen_by"])
    record(ReferralViewed(*_ids(referral)), by=by, at=now)
    return referral


@transaction.atomic
def answer_referral(
    referral_id: int, *, accepted: bool, words: str = "", by: Viewer, now: datetime
) -> LeadReferral:
    """
    Take the officer's answer. A declined lead goes back to the desk.

    :raises NotAllowed: when it is not their agency's lead, or it was answered already
    :raises RuleBroken: when it is declined without a reason
    """
    referral = locked_referral(referral_id)
    may_answer_referral(by, referral_standing(by, referral)).require()
    said = clean(words)
    if not accepted and not said:
        raise RuleBroken(say("Say why, and whose lead it is."), field="words")
    referral.accepted, referral.answer_words = accepted, said
    referral.answered_at, referral.answered_by_id = now, by.id
    referral.save(update_fields=["accepted", "answer_words", "answered_at", "answered_by"])
    if not accepted:
        _back_to_the_desk(referral.lead)
    answer = "accepted" if accepted else "declined"
    record(ReferralAnswered(*_ids(referral), answer), by=by, at=now)
    return referral


def _back_to_the_desk(lead: Lead) -> None:
    holding = lead.referrals.filter(ended_at__isnull=True).exclude(accepted=False)
    if lead.state == State.ROUTED and not holding.exists():
        lead.state = moved(State.ROUTED, State.OPEN)
        lead.save(update_fields=["state"])


@transaction.atomic
def tell_outcome(
    referral_id: int, outcome: Outcome, words: str = "", *, by: Viewer, now: datetime
) -> LeadReferral:
    """
    Take what came of the lead; a later word replaces the earlier, which its history keeps.

    :raises NotAllowed: when it is not their agency's lead, or they did not accept it
    :raises RuleBroken: when nothing is said of what was found
    """
    referral = locked_referral(referral_id)
    may_tell_outcome(by, referral_standing(by, referral)).require()
    said = clean(words)
    if outcome in (Outcome.LOCATED, Outcome.FALSE_REPORT) and not said:
        raise RuleBroken(say("Say in a sentence what you found."), field="words")
    referral.outcome, referral.outcome_words = outcome, said
    referral.outcome_at, referral.outcome_by_id = now, by.id
    referral.save(update_fields=["outcome", "outcome_words", "outcome_at", "outcome_by"])
    lead = referral.lead
    if outcome in FINAL and lead.state == State.ROUTED:
        lead.state = moved(State.ROUTED, State.ANSWERED)
        lead.save(update_fields=["state"])
    record(OutcomeTold(*_ids(referral), outcome), by=by, at=now)
    return referral


@transaction.atomic
def remind_agency(referral_id: int, *, by: Viewer, now: datetime) -> bool:
    """
    Note that nobody at the agency opened an urgent lead in time; whether that was news.

    :raises NotFound: when there is no such referral
    """
    referral = locked_referral(referral_id)
    waits = (
        referral.seen_at is None
        and referral.ended_at is None
        and referral.reminded_at is None
        and referral.lead.priority in (Priority.URGENT, Priority.HIGH)
        and referral.routed_at + SEEN_WITHIN <= now
    )
    if waits:
        referral.reminded_at = now
        referral.save(update_fields=["reminded_at"])
        record(ReferralReminded(*_ids(referral)), by=by, at=now)
    return waits


def _ids(referral: LeadReferral) -> tuple[int, int, int, int]:
    return (referral.lead_id, referral.case_id, referral.agency_id, referral.id)
