"""The rows of a case that is opened, before they are kept: the same for one case and for many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from porchlight.core.dates import age_range_on
from porchlight.core.identifiers import case_number
from porchlight.core.viewer import Viewer
from porchlight.programmes.cases.models.case import Case, CaseAgency
from porchlight.programmes.cases.models.people import CaseContact, Child, Companion, Vehicle
from porchlight.programmes.cases.models.rows import (
    child_columns,
    companion_columns,
    consent_columns,
    contact_columns,
    last_contact_columns,
    vehicle_columns,
)
from porchlight.programmes.cases.models.work import Clock
from porchlight.programmes.cases.rules.clocks import ClockFacts, Met, Running, met_by, running
from porchlight.programmes.cases.rules.intake import CaseIntake, ChildIntake


@dataclass
class Parts:
    """Everything that hangs on a case when it is opened."""

    children: list[Child]
    companions: list[Companion]
    vehicles: list[Vehicle]
    contacts: list[CaseContact]
    agencies: list[CaseAgency]
    clocks: list[Clock]


def unsaved_case(intake: CaseIntake, number: str, by: Viewer, now: datetime) -> Case:
    """Return the row of the case itself."""
    return Case(
        number=number,
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


def unsaved_parts(case: Case, intake: CaseIntake, by: Viewer, now: datetime) -> Parts:
    """Return the rows of its people, agencies and clocks; a clock met by opening is met."""
    callers = [*([intake.caller] if intake.caller else []), *intake.contacts]
    clocks = unsaved_clocks(case, running(clock_facts(case, intake.children)))
    if intake.agencies:
        mark_met(clocks, met_by(case.jurisdiction, Met.AGENCY_TOLD), now)
    return Parts(
        [_child(case, child, at, by, now) for at, child in enumerate(intake.children)],
        [Companion(case=case, **companion_columns(one)) for one in intake.companions],
        [Vehicle(case=case, **vehicle_columns(one)) for one in intake.vehicles],
        [CaseContact(case=case, **contact_columns(one)) for one in callers],
        [
            CaseAgency(
                case=case,
                agency_id=one.agency_id,
                role=one.role,
                report_number=one.report_number,
                told_at=now,
                told_by_id=by.id,
            )
            for one in intake.agencies
        ],
        clocks,
    )


def unsaved_clocks(case: Case, clocks: Iterable[Running]) -> list[Clock]:
    """Return the rows of clocks that run."""
    return [
        Clock(
            case=case,
            name=each.name,
            source=each.source,
            started_at=each.started_at,
            due_at=each.due_at,
        )
        for each in clocks
    ]


def mark_met(clocks: Iterable[Clock], names: frozenset[str], now: datetime) -> None:
    """Mark those of these names that still run as met."""
    for each in clocks:
        if each.name in names and each.met_at is None:
            each.met_at = now


def clock_facts(case: Case, children: Iterable[ChildIntake]) -> ClockFacts:
    """Return what decides which clocks run on the case."""
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


def _child(case: Case, child: ChildIntake, position: int, by: Viewer, now: datetime) -> Child:
    consents = {
        **consent_columns("publicity", child.publicity),
        **consent_columns("picture", child.photograph_permission),
    }
    for about in ("publicity", "picture"):
        # A machine's case has no person who heard the consent: it is asked for again.
        if about in consents and by.id is not None:
            consents |= {f"{about}_at": now, f"{about}_by_id": by.id}
    return Child(case=case, position=position, **child_columns(child), **consents)


def fresh_numbers(count: int) -> list[str]:
    """Draw numbers that no case has."""
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        more = dict.fromkeys(case_number() for _ in range(count - len(drawn)))
        taken = Case.objects.filter(number__in=more).values_list("number", flat=True)
        drawn |= {number: None for number in more if number not in set(taken)}
    return list(drawn)
