"""Putting teeth, prints, DNA and relatives on file."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.forensics.events import BiometricKept, RelativeAdded, SampleNoted
from porchlight.programmes.forensics.models import DentalChart, DnaProfile, PrintClass, Relative
from porchlight.programmes.forensics.permissions import may_write_biometrics
from porchlight.programmes.forensics.queries.subjects import Whose
from porchlight.programmes.forensics.rules.dental import Chart, to_codes
from porchlight.programmes.forensics.rules.family import SAMPLES
from porchlight.programmes.forensics.rules.prints import parse_fpc
from porchlight.programmes.forensics.rules.profiles import parse_profile
from porchlight.programmes.forensics.rules.tree import RELATIONS


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
    mitochondrial: str = "",
    degraded: bool = False,
    by: Viewer,
    now: datetime,
) -> DnaProfile:
    """
    Put a DNA profile on file.

    :raises NotAllowed: when ``by`` does not work with biometrics
    :raises RuleBroken: if it cannot be read, has no locus, or nobody says which laboratory
    """
    may_write_biometrics(by).require()
    if not laboratory.strip():
        raise RuleBroken(say("Say which laboratory it is from."))
    if not parse_profile(loci).loci:
        raise RuleBroken(say("The profile has no locus."))
    kept = DnaProfile.objects.create(
        child_id=whose.child_id,
        person_id=whose.person_id,
        relative_id=whose.relative_id,
        loci=loci.strip(),
        mitochondrial=mitochondrial.strip(),
        degraded=degraded,
        laboratory=laboratory.strip(),
        kept_at=now,
        kept_by_id=by.id,
    )
    child_id = whose.child_id
    if whose.relative_id is not None:
        child_id = Relative.objects.get(id=whose.relative_id).child_id
        Relative.objects.filter(id=whose.relative_id).update(
            sample="taken", sample_at=now, sample_by_id=by.id
        )
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
    if not name.strip():
        raise RuleBroken(say("Write the relative's name."))
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


@transaction.atomic
def note_sample(
    child_id: int, relative_id: int, *, state: str, by: Viewer, now: datetime
) -> Relative:
    """
    Note how far it is with a relative's sample: asked, kit sent, taken, cannot.

    :raises NotAllowed: when ``by`` does not work with biometrics
    :raises NotFound: when the relative is none of the child's
    :raises RuleBroken: if there is no such state
    """
    may_write_biometrics(by).require()
    found = Relative.objects.select_for_update().filter(id=relative_id, child_id=child_id).first()
    if found is None:
        raise NotFound(say("There is no such relative."))
    if state not in SAMPLES:
        raise RuleBroken(say("Choose how far it is."))
    found.sample, found.sample_at, found.sample_by_id = state, now, by.id
    found.save(update_fields=["sample", "sample_at", "sample_by"])
    record(SampleNoted(child_id, found.id, state), by=by, at=now)
    return found
