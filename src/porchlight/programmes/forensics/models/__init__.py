"""Tables of forensics."""

from porchlight.programmes.forensics.models.biometrics import (
    DentalChart,
    DnaProfile,
    PrintClass,
    Relative,
)
from porchlight.programmes.forensics.models.persons import (
    Exclusion,
    TriedFile,
    UnidentifiedPerson,
    columns_of,
)

__all__ = [
    "DentalChart",
    "DnaProfile",
    "Exclusion",
    "PrintClass",
    "Relative",
    "TriedFile",
    "UnidentifiedPerson",
    "columns_of",
]
