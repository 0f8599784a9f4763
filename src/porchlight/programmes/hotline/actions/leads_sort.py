"""Comparing a lead with open cases and with other leads: what it is about, how soon it matters."""

from datetime import datetime

from django.db import transaction

from porchlight.core.score import Score
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.hotline.events.leads import LeadEscalated, LeadSorted
from porchlight.programmes.hotline.models import Lead, LeadCandidate
from porchlight.programmes.hotline.models.lead_rows import locked_lead, stored
from porchlight.programmes.hotline.queries import leads_match
from porchlight.programmes.hotline.rules.campaigns import Pattern
from porchlight.programmes.hotline.rules.lead_priority import priority
from porchlight.programmes.hotline.rules.lead_states import State
from porchlight.programmes.hotline.rules.sightings import taken


@transaction.atomic
def sort_lead(lead_id: int, *, by: Viewer, now: datetime) -> Lead:
    """
    Compare a lead with the open cases and with other leads, and say how soon it must be opened.

    What a person decided (its case, a sighting of its own) stays. Run again it finds the same.

    :raises NotFound: when there is no such lead
    """
    lead = locked_lead(lead_id)
    found = [] if lead.placed_how in ("poster", "person") else _offer(lead, now)
    pattern = _mark_copies(lead)
    agreeing = _join(lead, pattern)
    best = found[0].bits if found else 0.0
    word, score = priority(leads_match.facts_of(lead, now, pattern, agreeing, best))
    lead.priority, lead.bits, lead.reasons = word, score.bits, stored(score.reasons)
    lead.save()
    record(LeadSorted(lead.id, word, len(found)), by=by, at=now)
    return lead


def _offer(lead: Lead, now: datetime) -> list[Score]:
    """Keep the cases it may be about; one that is plainly meant is taken."""
    ruled_out = set(
        lead.candidates.filter(dismissed_at__isnull=False).values_list("case_id", flat=True)
    )
    found = [one for one in leads_match.scores(lead, now) if one[0] not in ruled_out]
    lead.candidates.filter(dismissed_at__isnull=True).delete()
    LeadCandidate.objects.bulk_create(
        LeadCandidate(lead=lead, case_id=case_id, bits=score.bits, reasons=stored(score.reasons))
        for case_id, score in found
    )
    scores = [score for _, score in found]
    lead.case_id, lead.placed_how = (found[0][0], "score") if taken(scores) else (None, "")
    return scores


def _mark_copies(lead: Lead) -> Pattern:
    found = leads_match.alike(lead)
    if lead.alone:
        return found.pattern
    lead.copy_of_id = found.first_id if found.pattern.is_many else None
    if lead.copy_of_id is not None:
        first = Lead.objects.get(id=lead.copy_of_id)
        lead.copy_of_id = first.copy_of_id or first.id
    return found.pattern


def _join(lead: Lead, pattern: Pattern) -> int:
    """Hang the lead below the sighting that it tells of; how many other senders tell the same."""
    same = leads_match.same_as(lead)
    if lead.joined_how != "person":
        lead.head, lead.joined_how = (same.head, "score") if same else (None, "")
    if pattern.is_many:
        # Copies of one text, and many on one address, are one voice and corroborate nothing.
        return 0
    others = {*(same.agreeing if same else ()), *lead.others.all()}
    return len(leads_match.independent(lead, others))


@transaction.atomic
def escalate(lead_id: int, *, by: Viewer, now: datetime) -> bool:
    """
    Note that nobody opened a lead in time; whether that was news. Done twice it tells once.

    :raises NotFound: when there is no such lead
    """
    lead = locked_lead(lead_id)
    waits = lead.state == State.NEW and lead.opened_at is None and lead.open_by <= now
    if not waits or lead.escalated_at is not None:
        return False
    lead.escalated_at = now
    lead.save(update_fields=["escalated_at"])
    record(LeadEscalated(lead.id, lead.priority), by=by, at=now)
    return True
