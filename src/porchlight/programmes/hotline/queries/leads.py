"""Reading leads at the desk: who sees which, the inbox in the order of need, one lead whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as When
from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.db.models import When as If

from porchlight.core.errors import NotFound
from porchlight.core.score import Reason
from porchlight.core.text import Say, say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.directory.models import Agency
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.hotline.models import Lead, LeadCandidate, LeadReferral, LeadTipster
from porchlight.programmes.hotline.permissions.leads import (
    READ,
    LeadStanding,
    may_read_lead,
)
from porchlight.programmes.hotline.rules.lead_priority import Priority
from porchlight.programmes.hotline.rules.lead_states import OUT, WAITING, State

_RANK = {Priority.URGENT: 0, Priority.HIGH: 1, Priority.NORMAL: 2, Priority.LOW: 3}
CALM = (Priority.NORMAL, Priority.LOW)
# The parts of the inbox, in the order of their tabs.
PARTS = ("waiting", "held", "out", "aside", "done")


def leads_for(viewer: Viewer) -> QuerySet[Lead]:
    """Return the leads the viewer sees, in no order: without a case, or of a case they see."""
    if viewer.door is Door.HOUSE:
        return Lead.objects.all()
    if viewer.door is not Door.STAFF or not viewer.may(READ):
        return Lead.objects.none()
    seen = cases.visible_cases(viewer).values("id")
    return Lead.objects.filter(Q(case__isnull=True) | Q(case_id__in=seen))


def inbox(viewer: Viewer, part: str = "waiting") -> QuerySet[Lead]:
    """
    Return a part of the inbox, what is needed soonest first. Reports of one sighting, and many of
    the same words, are one row: their first.
    """
    rows = leads_for(viewer).filter(_part(part)).select_related("case", "opened_by")
    if part in ("waiting", "held"):
        rows = rows.filter(head__isnull=True, copy_of__isnull=True)
    rank = When(
        *(If(priority=word, then=Value(at)) for word, at in _RANK.items()),
        default=Value(len(_RANK)),
        output_field=IntegerField(),
    )
    counted = rows.annotate(
        rank=rank,
        reports=Count("others", distinct=True),
        same_words=Count("copies", distinct=True),
    )
    if part in ("waiting", "held"):
        return counted.order_by("rank", "received_at", "id")
    return counted.order_by("-received_at", "-id")


def counts(viewer: Viewer) -> dict[str, int]:
    """Return how many rows each part of the inbox has."""
    return {part: inbox(viewer, part).count() for part in PARTS}


def _part(part: str) -> Q:
    waiting = Q(state__in=sorted(WAITING))
    # What may be danger is never behind a tab, whatever the limits for strangers say of it.
    held = waiting & Q(priority__in=CALM, opened_at__isnull=True) & ~Q(held="")
    parts = {
        "waiting": waiting & ~held,
        "held": held,
        "out": Q(state__in=sorted(OUT)),
        "aside": Q(state=State.ASIDE),
        "done": Q(state=State.CLOSED),
    }
    return parts.get(part, parts["waiting"])


def lead_for(viewer: Viewer, number: str) -> Lead:
    """
    Return one lead.

    :raises NotFound: to whoever may not see it, as if it were not there
    """
    people = ("case", "opened_by", "rated_by", "checked_by", "aside_by", "confirmed_by", "head")
    lead = Lead.objects.select_related(*people).filter(number=number).first()
    if lead is None or not may_read_lead(viewer, standing_of(viewer, lead)):
        raise none()
    return lead


def none() -> NotFound:
    """Return the one answer for what is not there or not theirs."""
    return NotFound(say("There is no such lead."))


def standing_of(viewer: Viewer, lead: Lead) -> LeadStanding:
    """Return what decides who may do what with the lead."""
    seen = (
        lead.case_id is None
        or viewer.door is Door.HOUSE
        or bool(cases.visible_case_ids(viewer, [lead.case_id]))
    )
    return LeadStanding(
        state=State(lead.state),
        priority=Priority(lead.priority),
        case_id=lead.case_id,
        case_seen=seen,
        aside_by_id=lead.aside_by_id,
        confirmed=lead.confirmed_at is not None,
        unchecked_force=lead.wants_force and lead.checked_at is None,
        can_be_answered=bool(lead.reply_key),
        has_tipster=LeadTipster.objects.filter(lead=lead).exists(),
    )


def reasons_of(stored: Iterable[dict[str, object]]) -> list[Reason]:
    """Return stored reasons as sentences of the reader's language, the weightiest first."""
    found = [
        Reason(Say(str(one["template"]), dict(one["params"])), float(str(one["bits"])))  # type: ignore[call-overload]
        for one in stored
    ]
    return sorted(found, key=lambda reason: -abs(reason.bits))


@dataclass(frozen=True)
class Offered:
    """A case that a lead may be about; without names when the viewer may not open it."""

    id: int
    case_id: int
    number: str
    names: str
    place: str
    bits: float
    reasons: list[Reason]
    may_open: bool


def offered(viewer: Viewer, lead: Lead) -> list[Offered]:
    """Return the cases that the lead may be about and that nobody ruled out, the best first."""
    rows = list(
        LeadCandidate.objects.filter(lead=lead, dismissed_at__isnull=True)
        .select_related("case")
        .prefetch_related("case__children")
        .order_by("-bits", "id")
    )
    seen = cases.visible_case_ids(viewer, [row.case_id for row in rows])
    return [_offered(row, row.case_id in seen) for row in rows]


def _offered(row: LeadCandidate, may_open: bool) -> Offered:
    names = ", ".join(child.name for child in row.case.children.all() if child.name)
    place = row.case.place
    return Offered(
        row.id,
        row.case_id,
        row.case.number,
        names if may_open else "",
        place.label if place and may_open else "",
        round(row.bits, 1),
        reasons_of(row.reasons) if may_open else [],
        may_open,
    )


def group_of(lead: Lead) -> list[Lead]:
    """Return the other reports of the same sighting, in the order they came."""
    head_id = lead.head_id or lead.id
    rows = Lead.objects.filter(Q(head_id=head_id) | Q(id=head_id)).exclude(id=lead.id)
    return list(rows.order_by("received_at", "id"))


def copies_of(lead: Lead) -> QuerySet[Lead]:
    """Return those that came in nearly the same words, in the order they came."""
    first = lead.copy_of_id or lead.id
    rows = Lead.objects.filter(Q(copy_of_id=first) | Q(id=first)).exclude(id=lead.id)
    return rows.order_by("received_at", "id")


def referrals_of(lead: Lead) -> list[LeadReferral]:
    """Return to whom it was given, newest first."""
    people = ("agency", "case", "routed_by", "seen_by", "answered_by", "outcome_by")
    return list(lead.referrals.select_related(*people).order_by("-routed_at", "-id"))


def routable(lead: Lead) -> list[Agency]:
    """Return the agencies that it can be given to: verified, on its case, not holding it now."""
    if lead.case_id is None:
        return []
    holding = set(lead.referrals.filter(ended_at__isnull=True).values_list("agency_id", flat=True))
    return [one for one in cases.agencies_told(lead.case_id) if one.id not in holding]


def overdue(now: datetime) -> list[Lead]:
    """Return the leads that nobody opened in time and nobody was told of."""
    rows = Lead.objects.filter(
        state=State.NEW, opened_at__isnull=True, escalated_at__isnull=True, head__isnull=True
    )
    return [lead for lead in rows.order_by("received_at")[:500] if lead.open_by <= now]


def leads_of_case(viewer: Viewer, case_id: int) -> QuerySet[Lead]:
    """Return the leads about a case, newest first; the caller has shown that the case is seen."""
    return leads_for(viewer).filter(case_id=case_id).order_by("-received_at")
