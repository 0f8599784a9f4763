"""Putting teeth, prints, DNA and relatives on file."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.forensics.events import BiometricKept, RelativeAdded
from porchlight.programmes.forensics.models import DentalChart, DnaProfile, PrintClass, Relative
from porchlight.programmes.forensics.permissions import may_write_biometrics
from porchlight.programmes.forensics.rules.dental import Chart, to_codes
from porchlight.programmes.forensics.rules.prints import parse_fpc
from porchlight.programmes.forensics.rules.profiles import parse_profile
from porchlight.programmes.forensics.rules.tree import RELATIONS


@dataclass(frozen=True)
class Whose:
    """Whose biometrics: of a missing child, an unidentified person, or a child's relative."""

    child_id: int | None = None
    person_id: int | None = None
    relative_id: int | None = None


@transaction.atomic
def keep_chart(
    whose: Whose, chart: Chart, *, charted_on: str, words: str, by: Viewer, now: datetime
) -> DentalChart:
    """
    Put a dental chart on file; earlier ones stay.

    :raises NotAllowed: when ``by`` does not work with biometrics
    :raises RuleBroken: if the chart says nothing
    """
    may_write_biometrics(by).require()
    codes = to_codes(chart)
    if not codes:
        raise RuleBroken(say("Fill in at least one tooth."))
    kept = DentalChart.objects.create(
        child_id=whose.child_id,
        person_id=whose.person_id,
        charted_on=charted_on,
        teeth=codes,
        words=words.strip(),
        kept_at=now,
        kept_by_id=by.id,
    )
    record(BiometricKept("teeth", whose.child_id, whose.person_id), by=by, at=now)
    return kept


@transaction.atomic
def keep_prints(whose: Whose, fpc: str, *, holder: str, by: Viewer, now: datetime) -> PrintClass:
    """
    Put a fingerprint classification on file.

    :raises NotAllowed: when ``by`` does not work with biometrics
    :raises RuleBroken: if it cannot be read
    """
    may_write_biometrics(by).require()
    code = "".join(finger.code for finger in parse_fpc(fpc))
    kept = PrintClass.objects.create(
        child_id=whose.child_id,
        person_id=whose.person_id,
        fpc=code,
        holder=holder.strip(),
        kept_at=now,
        kept_by_id=by.id,
    )
    record(BiometricKept("prints", whose.child_id, whose.person_id), by=by, at=now)
    return kept


@transaction.atomic
def keep_profile(
    whose: Whose,
    loci: str,
    *,
    laboratory: str,
    degraded: bool = False,
    by: Viewer,
    now: datetime,
) -> DnaProfile:
    """
    Put a DNA profile on file.

    :raises NotAllowed: when ``by`` does not work with biometrics
    :raises RuleBroken: if it cannot be read or has no locus
    """
    may_write_biometrics(by).require()
    if not parse_profile(loci).loci:
        raise RuleBroken(say("The profile has no locus."))
    kept = DnaProfile.objects.create(
        child_id=whose.child_id,
        person_id=whose.person_id,
        relative_id=whose.relative_id,
        loci=loci.strip(),
        degraded=degraded,
        laboratory=laboratory.strip(),
        kept_at=now,
        kept_by_id=by.id,
    )
    child_id = whose.child_id
    if whose.relative_id is not None:
        child_id = Relative.objects.get(id=whose.relative_id).child_id
        Relative.objects.filter(id=whose.relative_id).update(sample="taken")
    record(BiometricKept("DNA", child_id, whose.person_id), by=by, at=now)
    return kept


@transaction.atomic
def add_relative(child_id: int, *, relation: str, name: str, by: Viewer, now: datetime) -> Relative:
    """
    Add a relative to a missing child's family tree.

    :raises NotAllowed: when ``by`` does not work with biometrics
    :raises RuleBroken: if the relation is none, or there is a father or mother already
    """
    may_write_biometrics(by).require()
    if relation not in RELATIONS:
        raise RuleBroken(say("Choose how they are related."))
    single = RELATIONS[relation].single
    if single and Relative.objects.filter(child_id=child_id, relation=relation).exists():
        raise RuleBroken(say("There is one of this relation already."))
    made = Relative.objects.create(
        child_id=child_id,
        relation=relation,
        name=name.strip(),
        added_at=now,
        added_by_id=by.id,
    )
    record(RelativeAdded(child_id, made.id), by=by, at=now)
    return made
