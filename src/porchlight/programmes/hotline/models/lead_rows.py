"""What actions on leads share: locking one, and the reasons of a score as they are stored."""

from collections.abc import Iterable

from porchlight.core.errors import NotFound
from porchlight.core.score import Reason
from porchlight.core.text import say
from porchlight.programmes.hotline.models.leads import Lead, LeadReferral


def locked_lead(lead_id: int) -> Lead:
    """
    Return the lead, locked until the end of the transaction.

    :raises NotFound: when there is none
    """
    lead = Lead.objects.select_for_update().filter(id=lead_id).first()
    if lead is None:
        raise NotFound(say("There is no such lead."))
    return lead


def locked_referral(referral_id: int) -> LeadReferral:
    """
    Return the referral with its lead, both locked until the end of the transaction.

    :raises NotFound: when there is none
    """
    found = (
        LeadReferral.objects.select_for_update(of=("self", "lead"))
        .select_related("lead", "agency")
        .filter(id=referral_id)
        .first()
    )
    if found is None:
        raise NotFound(say("There is no such lead."))
    return found


def stored(reasons: Iterable[Reason]) -> list[dict[str, object]]:
    """Return reasons as JSON: sentences are translated only when they are read."""
    return [
        {
            "template": reason.label.template,
            "params": dict(reason.label.params),
            "bits": round(reason.bits, 2),
        }
        for reason in reasons
    ]
