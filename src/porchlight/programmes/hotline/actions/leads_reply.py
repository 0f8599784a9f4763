"""Writing to whoever holds the receipt, and learning who told a lead."""

from datetime import datetime

from django.db import transaction

from porchlight.core.identifiers import opaque
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.hotline.events.leads import LeadReplied, TipsterOpened
from porchlight.programmes.hotline.models import LeadMessage, LeadTipster, ReleasedReply
from porchlight.programmes.hotline.models.lead_rows import locked_lead
from porchlight.programmes.hotline.permissions.leads import may_open_tipster, may_reply
from porchlight.programmes.hotline.queries.leads import standing_of
from porchlight.programmes.hotline.rules import receipts
from porchlight.programmes.hotline.rules.lead_words import Why
from porchlight.programmes.hotline.rules.replies import check_reply
from porchlight.programmes.hotline.rules.words import clean


@transaction.atomic
def reply(lead_id: int, words: str, *, by: Viewer, now: datetime) -> LeadMessage:
    """
    Answer the sender: closed with the key of their receipt, it is read at the public site.

    :raises NotAllowed: when ``by`` does not work on the lead, or it came without a receipt
    :raises RuleBroken: when it says nothing, or what nobody outside may read
    """
    lead = locked_lead(lead_id)
    may_reply(by, standing_of(by, lead)).require()
    private = cases.private_words(lead.case_id) if lead.case_id else frozenset()
    said = check_reply(clean(words), private)
    message = LeadMessage.objects.create(
        lead=lead,
        key=opaque(),
        inward=False,
        words=said,
        language=lead.language,
        said_at=now,
        said_by_id=by.id,
    )
    closed = receipts.close(said, lead.reply_key, lead.lookup)
    ReleasedReply.objects.create(lookup=lead.lookup, closed=closed, released_at=now)
    record(LeadReplied(lead.id, message.id), by=by, at=now)
    return message


@transaction.atomic
def open_tipster(lead_id: int, why: Why, *, by: Viewer, now: datetime) -> LeadTipster:
    """
    Return who told the lead, for a reason that is written down.

    :raises NotAllowed: when ``by`` may not learn it, or nobody knows
    """
    lead = locked_lead(lead_id)
    may_open_tipster(by, standing_of(by, lead)).require()
    record(TipsterOpened(lead.id, why), by=by, at=now)
    return LeadTipster.objects.get(lead=lead)
