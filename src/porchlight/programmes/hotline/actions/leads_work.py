"""Work on a lead at the desk: opened, placed, rated, joined, set aside, written into the case."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.cases import queries as case_queries
from porchlight.programmes.cases.rules.vocabulary import Compartment
from porchlight.programmes.hotline.events.leads import (
    LeadAsideAsked,
    LeadBroughtBack,
    LeadChecked,
    LeadClosed,
    LeadJoined,
    LeadNoted,
    LeadParted,
    LeadPlaced,
    LeadRated,
    LeadReopened,
    LeadSetAside,
    LeadsListed,
    LeadUnplaced,
    LeadViewed,
)
from porchlight.programmes.hotline.models import Lead, LeadReferral
from porchlight.programmes.hotline.models.lead_rows import locked_lead
from porchlight.programmes.hotline.permissions.leads import (
    may_confirm_aside,
    may_read_lead,
    may_set_aside,
    may_work,
)
from porchlight.programmes.hotline.queries.leads import standing_of
from porchlight.programmes.hotline.rules.lead_priority import Priority
from porchlight.programmes.hotline.rules.lead_states import State, moved
from porchlight.programmes.hotline.rules.lead_words import Aside, Credibility
from porchlight.programmes.hotline.rules.words import clean

NEEDS_TWO = frozenset({Priority.URGENT, Priority.HIGH})


@transaction.atomic
def view_lead(lead_id: int, *, by: Viewer, now: datetime) -> Lead:
    """
    Write down that the person saw the lead, before it is shown; whoever works on leads and sees
    it first has opened it, and the clock stops.

    :raises NotAllowed: when the lead is not theirs to see
    """
    lead = locked_lead(lead_id)
    standing = standing_of(by, lead)
    may_read_lead(by, standing).require()
    if lead.opened_at is None and may_work(by, standing):
        lead.opened_at, lead.opened_by_id = now, by.id
        fields = ["opened_at", "opened_by"]
        if lead.state == State.NEW:
            lead.state = moved(State.NEW, State.OPEN)
            fields.append("state")
        lead.save(update_fields=fields)
    record(LeadViewed(lead.id, lead.case_id), by=by, at=now)
    return lead


def view_leads(shown: list[Lead], *, by: Viewer, now: datetime) -> None:
    """Write down that the person saw these leads in a list."""
    ids = " ".join(str(lead.id) for lead in shown)
    record(LeadsListed(len(shown), ids), by=by, at=now)


@transaction.atomic
def place_lead(lead_id: int, case_id: int, *, by: Viewer, now: datetime) -> Lead:
    """
    Say which case the lead is about.

    :raises NotAllowed: when ``by`` does not work on the lead
    :raises NotFound: when they do not see the case
    :raises Conflict: when an agency has it for another case
    """
    lead = locked_lead(lead_id)
    may_work(by, standing_of(by, lead)).require()
    if not case_queries.visible_case_ids(by, [case_id]):
        raise NotFound(say("There is no case of this number that you may see."))
    _not_out(lead)
    lead.case_id, lead.placed_how = case_id, "person"
    lead.save(update_fields=["case", "placed_how"])
    record(LeadPlaced(lead.id, case_id, "person"), by=by, at=now)
    return lead


@transaction.atomic
def unplace_lead(lead_id: int, case_id: int, *, by: Viewer, now: datetime) -> Lead:
    """
    Say that the lead is not about this case, whether it was taken for it or only offered.

    :raises NotAllowed: when ``by`` does not work on the lead
    :raises Conflict: when an agency has it for this case
    """
    lead = locked_lead(lead_id)
    may_work(by, standing_of(by, lead)).require()
    if lead.case_id == case_id:
        _not_out(lead)
        lead.case, lead.placed_how = None, ""
        lead.save(update_fields=["case", "placed_how"])
    lead.candidates.update_or_create(
        case_id=case_id,
        defaults={"dismissed_at": now, "dismissed_by_id": by.id},
        create_defaults={"bits": 0.0, "dismissed_at": now, "dismissed_by_id": by.id},
    )
    record(LeadUnplaced(lead.id, case_id), by=by, at=now)
    return lead


def _not_out(lead: Lead) -> None:
    if LeadReferral.objects.filter(lead=lead, ended_at__isnull=True).exists():
        raise Conflict(say("An agency has this lead. Take it back from there first."))


@transaction.atomic
def rate_lead(
    lead_id: int, credibility: Credibility, words: str, *, by: Viewer, now: datetime
) -> Lead:
    """
    Say how far the lead is believed, and why.

    :raises NotAllowed: when ``by`` does not work on the lead
    :raises RuleBroken: when it does not say why
    """
    lead = locked_lead(lead_id)
    may_work(by, standing_of(by, lead)).require()
    lead.credibility, lead.credibility_words = credibility, _said(words, "words")
    lead.rated_at, lead.rated_by_id = now, by.id
    lead.save(update_fields=["credibility", "credibility_words", "rated_at", "rated_by"])
    record(LeadRated(lead.id, lead.case_id, credibility), by=by, at=now)
    return lead


@transaction.atomic
def check_lead(lead_id: int, words: str, *, by: Viewer, now: datetime) -> Lead:
    """
    Write down that a person called back, or called the police of the place, and what they said.

    :raises NotAllowed: when ``by`` does not work on the lead
    :raises RuleBroken: when it does not say with whom and what
    Source: security.md, section 3.4: threats to an address demand a human call.
    """
    lead = locked_lead(lead_id)
    may_work(by, standing_of(by, lead)).require()
    lead.check_words = _said(words, "words")
    lead.checked_at, lead.checked_by_id = now, by.id
    lead.save(update_fields=["check_words", "checked_at", "checked_by"])
    record(LeadChecked(lead.id, lead.case_id), by=by, at=now)
    return lead


@transaction.atomic
def join_leads(lead_id: int, head_number: str, *, by: Viewer, now: datetime) -> Lead:
    """
    Show the lead below another: both tell the same sighting. ``part_lead`` takes it back.

    :raises NotAllowed: when ``by`` does not work on both
    :raises NotFound: when there is no such other lead
    :raises RuleBroken: when it is the lead itself
    """
    lead = locked_lead(lead_id)
    other = Lead.objects.select_related("head").filter(number=head_number.strip().upper()).first()
    if other is None or not may_read_lead(by, standing_of(by, other)):
        raise NotFound(say("There is no such lead."), field="number")
    may_work(by, standing_of(by, lead)).require()
    head = other.head or other
    if head.id == lead.id:
        raise RuleBroken(say("This lead is the first of that sighting already."), field="number")
    # Whoever hung below the lead goes along: a sighting has one first report.
    Lead.objects.filter(head=lead).update(head=head)
    lead.head, lead.joined_how, lead.alone = head, "person", False
    lead.save(update_fields=["head", "joined_how", "alone"])
    record(LeadJoined(lead.id, head.id, "person"), by=by, at=now)
    return lead


@transaction.atomic
def part_lead(lead_id: int, *, by: Viewer, now: datetime) -> Lead:
    """
    Say that the lead is a sighting of its own; nothing joins it by itself again.

    :raises NotAllowed: when ``by`` does not work on the lead
    """
    lead = locked_lead(lead_id)
    may_work(by, standing_of(by, lead)).require()
    lead.head, lead.joined_how, lead.alone, lead.copy_of = None, "", True, None
    lead.save(update_fields=["head", "joined_how", "alone", "copy_of"])
    record(LeadParted(lead.id), by=by, at=now)
    return lead


@transaction.atomic
def set_aside(lead_id: int, reason: Aside, words: str, *, by: Viewer, now: datetime) -> Lead:
    """
    Take the lead for a hoax, abuse or advertising. It is kept; one that may be danger waits for a
    second person and stays in the inbox until then.

    :raises NotAllowed: when ``by`` does not work on it, or it is set aside already
    :raises RuleBroken: when it does not say why
    """
    lead = locked_lead(lead_id)
    may_set_aside(by, standing_of(by, lead)).require()
    lead.aside_reason, lead.aside_words = reason, _said(words, "words")
    lead.aside_at, lead.aside_by_id = now, by.id
    if lead.priority in NEEDS_TWO:
        event: LeadAsideAsked | LeadSetAside = LeadAsideAsked(lead.id, reason)
    else:
        lead.state = moved(State(lead.state), State.ASIDE)
        event = LeadSetAside(lead.id, lead.case_id, reason)
    lead.save()
    record(event, by=by, at=now)
    return lead


@transaction.atomic
def confirm_aside(lead_id: int, *, by: Viewer, now: datetime) -> Lead:
    """
    Agree, as the second person, that an urgent lead is set aside.

    :raises NotAllowed: when nothing waits for that, or the first person asks
    """
    lead = locked_lead(lead_id)
    may_confirm_aside(by, standing_of(by, lead)).require()
    lead.confirmed_at, lead.confirmed_by_id = now, by.id
    lead.state = moved(State(lead.state), State.ASIDE)
    lead.save(update_fields=["confirmed_at", "confirmed_by", "state"])
    record(LeadSetAside(lead.id, lead.case_id, lead.aside_reason), by=by, at=now)
    return lead


@transaction.atomic
def bring_back(lead_id: int, *, why: str = "person", by: Viewer, now: datetime) -> Lead:
    """
    Put a lead that was set aside, or waits for that, back into the inbox; ``why`` is person, or
    agrees when somebody else reports the same.

    :raises NotAllowed: when ``by`` does not work on the lead
    :raises Conflict: when it is not set aside
    """
    lead = locked_lead(lead_id)
    may_work(by, standing_of(by, lead)).require()
    if lead.aside_at is None:
        raise Conflict(say("This lead is not set aside."))
    if lead.state == State.ASIDE:
        lead.state = moved(State.ASIDE, State.OPEN)
    lead.aside_at = lead.aside_by = lead.confirmed_at = lead.confirmed_by = None
    lead.aside_reason = ""
    lead.save()
    record(LeadBroughtBack(lead.id, lead.case_id, why), by=by, at=now)
    return lead


@transaction.atomic
def note_lead(lead_id: int, words: str, *, shared: bool, by: Viewer, now: datetime) -> Lead:
    """
    Write the lead into the timeline of its case, in the desk's own words; ``shared`` lets the
    agencies on the case read it.

    :raises NotAllowed: when ``by`` does not work on the lead or the case
    :raises RuleBroken: when it is about no case, or says nothing
    """
    lead = locked_lead(lead_id)
    may_work(by, standing_of(by, lead)).require()
    if lead.case_id is None:
        raise RuleBroken(say("Say first which case it is about."))
    text = f"{lead.number}: {_said(words, 'words')}"
    compartment = Compartment.SHARED if shared else Compartment.STAFF
    note = cases.add_note(lead.case_id, text, compartment=compartment, by=by, now=now)
    record(LeadNoted(lead.id, lead.case_id, note.id), by=by, at=now)
    return lead


@transaction.atomic
def close_lead(lead_id: int, words: str, *, by: Viewer, now: datetime) -> Lead:
    """
    End the work on the lead, saying what came of it.

    :raises NotAllowed: when ``by`` does not work on the lead
    :raises Conflict: when it cannot be closed from where it is
    """
    lead = locked_lead(lead_id)
    may_work(by, standing_of(by, lead)).require()
    lead.state = moved(State(lead.state), State.CLOSED)
    lead.closed_words = _said(words, "words")
    lead.closed_at, lead.closed_by_id = now, by.id
    lead.save(update_fields=["state", "closed_words", "closed_at", "closed_by"])
    record(LeadClosed(lead.id, lead.case_id), by=by, at=now)
    return lead


@transaction.atomic
def reopen_lead(lead_id: int, *, by: Viewer, now: datetime) -> Lead:
    """
    Take up a closed lead again.

    :raises NotAllowed: when ``by`` does not work on the lead
    :raises Conflict: when it is not closed
    """
    lead = locked_lead(lead_id)
    may_work(by, standing_of(by, lead)).require()
    if lead.state != State.CLOSED:
        raise Conflict(say("This lead is not closed."))
    lead.state, lead.closed_at, lead.closed_by = moved(State.CLOSED, State.OPEN), None, None
    lead.save(update_fields=["state", "closed_at", "closed_by"])
    record(LeadReopened(lead.id, lead.case_id), by=by, at=now)
    return lead


def _said(words: str, field: str) -> str:
    said = clean(words)
    if not said:
        raise RuleBroken(say("Say why, in a few words."), field=field)
    return said
