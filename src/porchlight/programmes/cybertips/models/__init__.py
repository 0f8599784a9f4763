"""The tables of reports: what came, what the public left, what was decided, what was given out."""

from porchlight.programmes.cybertips.models.bundles import Bundle, Bundled
from porchlight.programmes.cybertips.models.exposure import LABELS, Avoided, FileLabel, Look
from porchlight.programmes.cybertips.models.preservation import Extension, Preservation
from porchlight.programmes.cybertips.models.public import (
    DroppedReport,
    ReleasedAnswer,
    Reporter,
    Word,
)
from porchlight.programmes.cybertips.models.referrals import (
    Feedback,
    Referral,
    ReferralPart,
    Taken,
)
from porchlight.programmes.cybertips.models.reports import (
    MODES,
    Document,
    Provider,
    Repeat,
    Report,
    ReportFile,
)
from porchlight.programmes.cybertips.models.rules import RulePage, Trial, TrialChange
from porchlight.programmes.cybertips.models.triage import ReportKey, Triage
from porchlight.programmes.cybertips.models.work import CaseKey, CaseTouch, Supplement, Work

__all__ = [
    "Extension",
    "Preservation",
    "LABELS",
    "Avoided",
    "CaseKey",
    "CaseTouch",
    "FileLabel",
    "Look",
    "Supplement",
    "Work",
    "Bundle",
    "Bundled",
    "RulePage",
    "Trial",
    "TrialChange",
    "MODES",
    "Document",
    "DroppedReport",
    "Feedback",
    "Provider",
    "Referral",
    "ReferralPart",
    "ReleasedAnswer",
    "Repeat",
    "Report",
    "ReportFile",
    "ReportKey",
    "Reporter",
    "Taken",
    "Triage",
    "Word",
]
