"""What people type in forensics."""

from porchlight.programmes.forensics.forms.custody import (
    CollectForm,
    FindingForm,
    HandForm,
    LaboratoryForm,
    RequestForm,
    StepForm,
)
from porchlight.programmes.forensics.forms.persons import COVERAGES, ImportForm, PersonForm

__all__ = [
    "COVERAGES",
    "CollectForm",
    "FindingForm",
    "HandForm",
    "ImportForm",
    "LaboratoryForm",
    "PersonForm",
    "RequestForm",
    "StepForm",
]
