"""Tables of forensics."""

from porchlight.programmes.forensics.models.biometrics import (
    DentalChart,
    DnaProfile,
    PrintClass,
    Relative,
)
from porchlight.programmes.forensics.models.custody import (
    CustodyLink,
    EvidenceItem,
    LabFinding,
    Laboratory,
    LabRequest,
)
from porchlight.programmes.forensics.models.persons import (
    Exclusion,
    TriedFile,
    UnidentifiedPerson,
    columns_of,
)

__all__ = [
    "CustodyLink",
    "DentalChart",
    "DnaProfile",
    "EvidenceItem",
    "Exclusion",
    "LabFinding",
    "LabRequest",
    "Laboratory",
    "PrintClass",
    "Relative",
    "TriedFile",
    "UnidentifiedPerson",
    "columns_of",
]
