"""Opening a case."""

from datetime import datetime

from django.db import IntegrityError, transaction

from porchlight.core.identifiers import case_number
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cases.events import CaseOpened
from porchlight.programmes.cases.models import (
    Case,
    CaseAgency,
    CaseContact,
    Child,
    Clock,
    Companion,
    Vehicle,
)
from porchlight.programmes.cases.models.unsaved import unsaved_case, unsaved_parts
from porchlight.programmes.cases.permissions import may_open_case
from porchlight.programmes.cases.rules.intake import CaseIntake, check_intake

TRIES = 5


@transaction.atomic
def open_case(intake: CaseIntake, *, by: Viewer, now: datetime) -> Case:
    """
    Open a case from what was told, with its number, its clocks and the agencies on it.

    :raises NotAllowed: when ``by`` opens no cases
    :raises RuleBroken: when it cannot be a case (``rules.intake.check_intake``)
    """
    may_open_case(by).require()
    check_intake(intake, now)
    case = _numbered(intake, by, now)
    parts = unsaved_parts(case, intake, by, now)
    Child.objects.bulk_create(parts.children)
    Companion.objects.bulk_create(parts.companions)
    Vehicle.objects.bulk_create(parts.vehicles)
    CaseContact.objects.bulk_create(parts.contacts)
    CaseAgency.objects.bulk_create(parts.agencies)
    Clock.objects.bulk_create(parts.clocks)
    record(CaseOpened(case.id), by=by, at=now)
    return case


def _numbered(intake: CaseIntake, by: Viewer, now: datetime) -> Case:
    """Numbers are drawn, not counted; a number drawn twice is drawn again."""
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return _kept(intake, by, now)
        except IntegrityError as error:
            if "number" not in str(error):
                raise
    return _kept(intake, by, now)


def _kept(intake: CaseIntake, by: Viewer, now: datetime) -> Case:
    case = unsaved_case(intake, case_number(), by, now)
    case.save(force_insert=True)
    return case
