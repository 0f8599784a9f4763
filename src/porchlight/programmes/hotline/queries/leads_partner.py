"""Leads as an officer sees them: their own agency's, of cases that are still shared with it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from porchlight.core.score import Reason
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.hotline.models import Lead, LeadReferral, LeadTipster
from porchlight.programmes.hotline.permissions.leads import (
    ANSWER,
    ReferralStanding,
    may_see_referral,
)
from porchlight.programmes.hotline.queries.leads import copies_of, group_of, none, reasons_of
from porchlight.programmes.hotline.queries.leads_match import independent
from porchlight.programmes.hotline.rules.lead_priority import Priority

MOST = 200


def referrals_for(viewer: Viewer) -> QuerySet[LeadReferral]:
    """Return the leads given to the viewer's agency, newest first."""
    if viewer.agency_id is None or not viewer.may(ANSWER):
        return LeadReferral.objects.none()
    rows = LeadReferral.objects.filter(
        agency_id=viewer.agency_id,
        agency__verified_at__isnull=False,
        ended_at__isnull=True,
        case_id__in=cases.shared_cases(viewer).values("id"),
    )
    return rows.select_related("lead", "case", "agency").order_by("-routed_at", "-id")


def referral_for(viewer: Viewer, code: str) -> LeadReferral:
    """
    Return one lead of the viewer's agency.

    :raises NotFound: to every other agency, as if it were not there
    """
    found = (
        LeadReferral.objects.select_related("lead", "case", "agency", "answered_by", "outcome_by")
        .filter(code=code)
        .first()
    )
    if found is None or not may_see_referral(viewer, referral_standing(viewer, found)):
        raise none()
    return found


def referral_standing(viewer: Viewer, referral: LeadReferral) -> ReferralStanding:
    """Return what decides which officer sees and answers."""
    shared = cases.shared_cases(viewer).filter(id=referral.case_id).exists()
    return ReferralStanding(
        agency_id=referral.agency_id,
        agency_verified=referral.agency.verified_at is not None,
        shared=shared,
        ended=referral.ended_at is not None,
        accepted=referral.accepted,
        outcome=referral.outcome,
    )


@dataclass(frozen=True)
class OfficersView:
    """A lead as the officer reads it; ``tipster`` only when the sender agreed and it is theirs."""

    standing: Say
    warnings: list[Reason]
    others: list[Lead]
    tipster: LeadTipster | None


def officers_view(referral: LeadReferral) -> OfficersView:
    """Return what stands beside the words: how far it was verified, what speaks against it."""
    lead = referral.lead
    doubts = [reason for reason in reasons_of(lead.reasons) if reason.bits < 0]
    if lead.wants_force:
        doubts.insert(0, Reason(say("Speaks of violence at an address"), 0.0))
    tipster = LeadTipster.objects.filter(lead=lead, police_may_ask=True).first()
    return OfficersView(
        standing=verified(lead),
        warnings=doubts,
        others=[one for one in group_of(lead) if one.case_id in (None, referral.case_id)],
        tipster=tipster if referral.accepted else None,
    )


def verified(lead: Lead) -> Say:
    """Return how far anybody made sure of a lead; what nobody made sure of says so."""
    if lead.checked_at is not None:
        return say("The clearinghouse called back and spoke with somebody.")
    if lead.credibility == "confirmed":
        return say("Confirmed by the clearinghouse.")
    if not copies_of(lead).exists() and independent(lead, group_of(lead)):
        return say("Several people report the same. Nobody has verified it.")
    return say("Nobody has verified this report. Do not act on it alone.")


def unseen_referrals(before: datetime) -> list[LeadReferral]:
    """Return what was given out before ``before`` and nobody at the agency has opened."""
    rows = LeadReferral.objects.filter(
        seen_at__isnull=True,
        ended_at__isnull=True,
        reminded_at__isnull=True,
        routed_at__lte=before,
        lead__priority__in=(Priority.URGENT, Priority.HIGH),
    )
    return list(rows.order_by("routed_at")[:500])
