"""Reads: whose biometrics a page shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from porchlight.core.dates import age_on
from porchlight.core.errors import NotFound
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.programmes.cases.queries import missing_children, visible_case_ids
from porchlight.programmes.forensics.models import (
    DentalChart,
    DnaProfile,
    PrintClass,
    UnidentifiedPerson,
)
from porchlight.programmes.forensics.rules.dental import (
    Chart,
    fdi,
    format_ncic,
    format_winid,
)
from porchlight.programmes.forensics.rules.progression import next_due

NCIC, FDI, WINID = say("NCIC"), say("FDI"), say("WinID")


@dataclass(frozen=True)
class Whose:
    """Whose biometrics: of a missing child, an unidentified person, or a child's relative."""

    child_id: int | None = None
    person_id: int | None = None
    relative_id: int | None = None


@dataclass(frozen=True)
class Subject:
    """A missing child (``kind`` is child) or an unidentified person, as a page shows them."""

    kind: str
    id: int
    title: str
    number: str
    sex: str
    age: float | None
    # Of a missing child: the day on which an age progression came due, or will first.
    progression_on: date | None = None

    @property
    def child_id(self) -> int | None:
        """The child's id, if it is one."""
        return self.id if self.kind == "child" else None

    @property
    def person_id(self) -> int | None:
        """The unidentified person's id, if it is one."""
        return self.id if self.kind == "person" else None

    @property
    def whose(self) -> Whose:
        """As actions are told."""
        return Whose(child_id=self.child_id, person_id=self.person_id)


def subject_for(viewer: Viewer, kind: str, subject_id: int) -> Subject:
    """
    Return whose biometrics are looked at: a missing child of a case the viewer sees, or anybody
    unidentified.

    :raises NotFound: when there is nobody such, or not theirs to see
    """
    found = {"child": _child, "person": _person}.get(kind, _nobody)(viewer, subject_id)
    if found is None:
        raise NotFound(say("There is no such record."))
    return found


def _nobody(viewer: Viewer, subject_id: int) -> None:
    return None


def _child(viewer: Viewer, child_id: int) -> Subject | None:
    rows = missing_children([child_id])
    if not rows or not visible_case_ids(viewer, {rows[0].case_id}):
        return None
    one, today = rows[0], timezone.localdate()
    age = None if one.age_years is None else one.age_years.middle
    if one.born is not None:
        age = float(age_on(one.born.earliest, today))
    due = None
    if one.born is not None and one.missing_since is not None:
        due = next_due(one.born.earliest, one.missing_since.earliest, today)
    return Subject(
        "child",
        one.id,
        one.name or one.case_number,
        one.case_number,
        one.looks.sex or "U",
        age,
        due,
    )


def _person(viewer: Viewer, person_id: int) -> Subject | None:
    row = UnidentifiedPerson.objects.filter(id=person_id).first()
    if row is None:
        return None
    return Subject("person", row.id, row.number, row.number, row.sex, row.age_min)


def codes_of(chart: Chart, subject: Subject) -> list[tuple[Say, str]]:
    """Return a chart in the codes of others: NCIC, FDI numbers, WinID."""
    every = [(number, chart.at(number)) for number in chart.teeth]
    return [
        (NCIC, format_ncic(chart, missing_person=subject.kind == "child")),
        (FDI, " ".join(f"{fdi(number)}:{format_winid(tooth)}" for number, tooth in every)),
        (WINID, " ".join(f"{number}:{format_winid(tooth)}" for number, tooth in every)),
    ]


def kept_of(subject: Subject) -> dict[str, list[Any]]:
    """Return every chart, classification and profile of a subject, the newest first."""
    whose = {f"{subject.kind}_id": subject.id}
    return {
        name: list(table.objects.filter(**whose).select_related("kept_by").order_by("-kept_at"))
        for name, table in (
            ("teeth", DentalChart),
            ("prints", PrintClass),
            ("dna", DnaProfile),
        )
    }
