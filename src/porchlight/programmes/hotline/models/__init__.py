"""The tables of the hotline: calls, and the leads of the public."""

from porchlight.programmes.hotline.models.drops import DroppedPicture, DroppedTip, ReleasedReply
from porchlight.programmes.hotline.models.leads import (
    Lead,
    LeadCandidate,
    LeadMessage,
    LeadPicture,
    LeadReferral,
    LeadTipster,
)

__all__ = [
    "DroppedPicture",
    "DroppedTip",
    "Lead",
    "LeadCandidate",
    "LeadMessage",
    "LeadPicture",
    "LeadReferral",
    "LeadTipster",
    "ReleasedReply",
]
