"""Family support: a compartment of its own beside the case."""

from porchlight.programmes.families.models.record import FamilyAccess, Relative, SupportRecord
from porchlight.programmes.families.models.work import (
    Contact,
    FamilyDocument,
    FamilyMessage,
    FamilyPhotograph,
    Need,
    Referral,
    SupportRequest,
)

__all__ = [
    "Contact",
    "FamilyAccess",
    "FamilyDocument",
    "FamilyMessage",
    "FamilyPhotograph",
    "Need",
    "Referral",
    "Relative",
    "SupportRecord",
    "SupportRequest",
]
