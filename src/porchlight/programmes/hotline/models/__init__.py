"""The tables of the hotline: calls, and the leads of the public."""

from porchlight.programmes.hotline.models.calls import (
    Call,
    CallBack,
    CallerFlag,
    CallSave,
    Declined,
    Handoff,
    Outcome,
    Shift,
    ShiftEntry,
    Typing,
)
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
    "Call",
    "CallBack",
    "CallSave",
    "CallerFlag",
    "Declined",
    "DroppedPicture",
    "DroppedTip",
    "Handoff",
    "Lead",
    "LeadCandidate",
    "LeadMessage",
    "LeadPicture",
    "LeadReferral",
    "LeadTipster",
    "Outcome",
    "ReleasedReply",
    "Shift",
    "ShiftEntry",
    "Typing",
]
