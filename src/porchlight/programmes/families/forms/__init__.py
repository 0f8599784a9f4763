"""What is typed in family support, checked and normalised."""

from porchlight.programmes.families.forms.desk import (
    AccessForm,
    AssignForm,
    ContactForm,
    NeedForm,
    OutcomeForm,
    PromiseForm,
    ReferralForm,
    RelativeForm,
    SupportForm,
)
from porchlight.programmes.families.forms.family import (
    DocumentForm,
    MessageForm,
    PaperCode,
    PhotographForm,
)

__all__ = [
    "AccessForm",
    "AssignForm",
    "ContactForm",
    "DocumentForm",
    "MessageForm",
    "NeedForm",
    "OutcomeForm",
    "PaperCode",
    "PhotographForm",
    "PromiseForm",
    "ReferralForm",
    "RelativeForm",
    "SupportForm",
]
