"""Reads: what is on file of missing children, their relatives and unidentified persons."""

from collections.abc import Collection
from dataclasses import dataclass

from porchlight.programmes.forensics.models import (
    DentalChart,
    DnaProfile,
    PrintClass,
    Relative,
    UnidentifiedPerson,
)
from porchlight.programmes.forensics.rules.dental import Chart
from porchlight.programmes.forensics.rules.prints import Finger, parse_fpc
from porchlight.programmes.forensics.rules.profiles import Profile
from porchlight.programmes.forensics.rules.remains import Remains


@dataclass(frozen=True)
class OnFile:
    """What is on file of one person."""

    chart: Chart | None = None
    fingers: tuple[Finger, ...] = ()
    profile: Profile | None = None
    degraded: bool = False


@dataclass(frozen=True)
class Kin:
    """A relative of a missing child and their profile, as kinship reads them."""

    id: int
    relation: str
    name: str
    sample: str
    profile: Profile | None


@dataclass(frozen=True)
class Unidentified:
    """An unidentified person as other programmes are given them."""

    id: int
    number: str
    facts: Remains
    on_file: OnFile


def unidentified(ids: Collection[int] | None = None) -> list[Unidentified]:
    """Return the open records as they are compared; ``ids`` narrows."""
    rows = UnidentifiedPerson.objects.filter(withdrawn_at__isnull=True, identified_at__isnull=True)
    if ids is not None:
        rows = rows.filter(id__in=ids)
    rows = rows.order_by("id")
    files = on_file("person_id", [row.id for row in rows])
    return [Unidentified(row.id, row.number, row.facts(), files[row.id]) for row in rows]


def on_file(whose: str, ids: Collection[int]) -> dict[int, OnFile]:
    """
    Return what is on file of each: the newest chart, classes and profile. ``whose`` is
    ``child_id`` or ``person_id``.
    """
    wanted = {f"{whose}__in": list(ids)}
    charts = {
        getattr(row, whose): row.chart()
        for row in DentalChart.objects.filter(**wanted).order_by("kept_at", "id")
    }
    fingers = {
        getattr(row, whose): parse_fpc(row.fpc)
        for row in PrintClass.objects.filter(**wanted).order_by("kept_at", "id")
    }
    profiles = {
        getattr(row, whose): row
        for row in DnaProfile.objects.filter(**wanted).order_by("kept_at", "id")
    }
    return {
        one: OnFile(
            charts.get(one),
            fingers.get(one, ()),
            profiles[one].profile() if one in profiles else None,
            profiles[one].degraded if one in profiles else False,
        )
        for one in ids
    }


def kin_of(child_id: int) -> list[Kin]:
    """Return the relatives of a missing child with their newest profiles."""
    rows = Relative.objects.filter(child_id=child_id).prefetch_related("profiles").order_by("id")
    found = []
    for row in rows:
        own = sorted(row.profiles.all(), key=lambda each: (each.kept_at, each.id))
        profile = own[-1].profile() if own else None
        found.append(Kin(row.id, row.relation, row.name, row.sample, profile))
    return found


def kin_of_all(child_ids: Collection[int]) -> dict[int, list[Kin]]:
    """Return the relatives of several children by child."""
    having = Relative.objects.filter(child_id__in=list(child_ids)).values_list(
        "child_id", flat=True
    )
    return {child_id: kin_of(child_id) for child_id in sorted(set(having))}
