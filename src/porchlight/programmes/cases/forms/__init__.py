"""What people type about a case, read into the plain forms of ``rules.intake``."""

from porchlight.programmes.cases.forms.people import (
    ChildForm,
    CompanionForm,
    ConsentForm,
    ContactForm,
    PhotographForm,
    VehicleForm,
)
from porchlight.programmes.cases.forms.work import (
    AnswerShareForm,
    AssignForm,
    CaseForm,
    CloseForm,
    NcicForm,
    NoteForm,
    RecoveryForm,
    ShareForm,
    TaskDoneForm,
    TaskForm,
)

__all__ = [
    "AnswerShareForm",
    "AssignForm",
    "CaseForm",
    "ChildForm",
    "CloseForm",
    "CompanionForm",
    "ConsentForm",
    "ContactForm",
    "NcicForm",
    "NoteForm",
    "PhotographForm",
    "RecoveryForm",
    "ShareForm",
    "TaskDoneForm",
    "TaskForm",
    "VehicleForm",
]
