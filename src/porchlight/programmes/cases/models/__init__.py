"""The tables of a case."""

from porchlight.programmes.cases.models.case import Case, CaseAgency
from porchlight.programmes.cases.models.imported import ImportedChild
from porchlight.programmes.cases.models.links import CaseLink, LinkView
from porchlight.programmes.cases.models.people import (
    CaseContact,
    Child,
    Companion,
    Photograph,
    Vehicle,
)
from porchlight.programmes.cases.models.work import Clock, NcicEntry, Note, Task

__all__ = [
    "Case",
    "CaseAgency",
    "CaseContact",
    "CaseLink",
    "Child",
    "Clock",
    "Companion",
    "ImportedChild",
    "LinkView",
    "NcicEntry",
    "Note",
    "Photograph",
    "Task",
    "Vehicle",
]
