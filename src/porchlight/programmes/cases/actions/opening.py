"""Opening a case."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from porchlight.core.dates import age_range_on
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
from porchlight.programmes.cases.models.locking import meet_clocks
from porchlight.programmes.cases.models.rows import (
    child_columns,
    companion_columns,
    consent_columns,
    contact_columns,
    last_contact_columns,
    vehicle_columns,
)
from porchlight.programmes.cases.permissions import may_open_case
from porchlight.programmes.cases.rules.clocks import ClockFacts, Met, Running, met_by, running
from porchlight.programmes.cases.rules.intake import CaseIntake, ChildIntake, check_intake

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
    for position, child in enumerate(intake.children):
        _add_child(case, child, position, by, now)
    Companion.objects.bulk_create(
        Companion(case=case, **companion_columns(one)) for one in intake.companions
    )
    Vehicle.objects.bulk_create(
        Vehicle(case=case, **vehicle_columns(one)) for one in intake.vehicles
    )
    callers = [*([intake.caller] if intake.caller else []), *intake.contacts]
    CaseContact.objects.bulk_create(
        CaseContact(case=case, **contact_columns(one)) for one in callers
    )
    CaseAgency.objects.bulk_create(
        CaseAgency(
            case=case,
            agency_id=one.agency_id,
            role=one.role,
            report_number=one.report_number,
            told_at=now,
            told_by_id=by.id,
        )
        for one in intake.agencies
    )
    _start_clocks(case, running(_clock_facts(case, intake.children)))
    if intake.agencies:
        meet_clocks(case, met_by(case.jurisdiction, Met.AGENCY_TOLD), now)
    record(CaseOpened(case.id), by=by, at=now)
    return case


def _numbered(intake: CaseIntake, by: Viewer, now: datetime) -> Case:
    """Numbers are drawn, not counted; a number drawn twice is drawn again."""
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return _row(intake, by, now)
        except IntegrityError as error:
            if "number" not in str(error):
                raise
    return _row(intake, by, now)


def _row(intake: CaseIntake, by: Viewer, now: datetime) -> Case:
    return Case.objects.create(
        number=case_number(),
        category=intake.category,
        circumstances=intake.circumstances.strip(),
        jurisdiction=intake.jurisdiction,
        source=intake.source,
        missing_on=str(intake.missing_since or ""),
        **last_contact_columns(intake.last_contact),
        from_care=intake.from_care,
        amber=intake.amber,
        restricted=intake.restricted,
        reported_at=intake.reported_at,
        opened_at=now,
        opened_by_id=by.id,
    )


def _add_child(case: Case, child: ChildIntake, position: int, by: Viewer, now: datetime) -> Child:
    consents = {
        **consent_columns("publicity", child.publicity),
        **consent_columns("picture", child.photograph_permission),
    }
    for about in ("publicity", "picture"):
        # A machine's case has no person who heard the consent: it is asked for again.
        if about in consents and by.id is not None:
            consents |= {f"{about}_at": now, f"{about}_by_id": by.id}
    return Child.objects.create(case=case, position=position, **child_columns(child), **consents)


def _clock_facts(case: Case, children: Iterable[ChildIntake]) -> ClockFacts:
    ages = [age_range_on(child.born, case.opened_at.date())[0] for child in children if child.born]
    ages += [int(child.age_years.lo) for child in children if child.age_years and not child.born]
    return ClockFacts(
        jurisdiction=case.jurisdiction,
        opened_at=case.opened_at,
        reported_at=case.reported_at,
        entered_at=case.ncic_entered_at,
        from_care=bool(case.from_care),
        youngest_age=min(ages, default=None),
    )


def _start_clocks(case: Case, clocks: Iterable[Running]) -> None:
    Clock.objects.bulk_create(
        Clock(
            case=case,
            name=each.name,
            source=each.source,
            started_at=each.started_at,
            due_at=each.due_at,
        )
        for each in clocks
    )
