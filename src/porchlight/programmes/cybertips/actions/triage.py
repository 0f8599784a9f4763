"""Triage: what is decided of a report, what links it to others, what it is bundled with."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from porchlight.core.errors import Conflict, NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.clients.geography import locate
from porchlight.programmes.cybertips.events import BundlesViewed, ReportSplit, ReportTriaged
from porchlight.programmes.cybertips.models import (
    Avoided,
    Bundle,
    Bundled,
    Report,
    ReportKey,
    Triage,
)
from porchlight.programmes.cybertips.queries.deciding import Known, current_page, known_of
from porchlight.programmes.cybertips.rules.bundles import BundleKey, bundle_key, folds
from porchlight.programmes.cybertips.rules.quality import quality
from porchlight.programmes.cybertips.rules.skills import skill_of
from porchlight.programmes.cybertips.rules.triage import decide


@transaction.atomic
def triage_report(report_id: int, *, by: Viewer, now: datetime) -> Triage:
    """
    Decide how urgent a report is and where it belongs; earlier decisions stay.

    :raises NotAllowed: when ``by`` does not work on reports
    :raises NotFound: when there is no such report
    """
    permissions.may_triage(by).require()
    report = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None:
        raise NotFound(say("There is no such report."))
    known = known_of(report, locate)
    made = decide(known.facts, current_page())
    first = _bundled(report, known, now)
    Triage.objects.filter(report_id=report_id, current=True).update(current=False)
    decision = Triage.objects.create(
        report_id=report_id,
        version=made.version,
        level=made.level,
        points=made.points,
        reasons=list(made.reasons),
        actionable=made.actionable,
        quality=quality(known.facts.sent),
        country=known.place.country,
        state=known.place.state,
        clues=[
            {"country": each.country, "state": each.state, "words": each.words.template}
            | {"params": each.words.params, "weight": each.weight}
            for each in known.place.clues
        ],
        decided_at=now,
        skill=skill_of(report.incident_type, known.place.country, report.source),
        folded=folds(made.level, escalated=report.escalated, first=first),
    )
    rows = [ReportKey(report_id=report_id, kind=kind, value=value) for kind, value in known.mine]
    ReportKey.objects.bulk_create(rows, ignore_conflicts=True)
    _avoid(report_id, known, now)
    record(ReportTriaged(report_id, made.level, made.version), by=by, at=now)
    return decision


def _avoid(report_id: int, known: Known, now: datetime) -> None:
    """Count the files that nobody has to look at."""
    rows = [
        Avoided(
            file_id=file_id,
            report_id=report_id,
            known_as=each.label[:5],
            known_by=each.by[:40],
            found_at=now,
        )
        for file_id, each in known.known.items()
    ]
    Avoided.objects.bulk_create(rows, ignore_conflicts=True)


def _bundled(report: Report, known: Known, now: datetime) -> bool:
    """Put the report into its bundle; whether it stands for itself in the queue."""
    there = Bundled.objects.filter(report_id=report.id).select_related("bundle").first()
    if there is not None:
        return there.split_at is not None or there.bundle.first_report == report.id
    key = bundle_key(known.facts.sent, known.mine, known.files, known.facts.viral)
    if key is None:
        return True
    bundle = _grown(key, report, now)
    Bundled.objects.create(report_id=report.id, bundle=bundle, incidents=report.incident_count)
    return bundle.first_report == report.id


def _grown(key: BundleKey, report: Report, now: datetime) -> Bundle:
    bundle, _ = Bundle.objects.get_or_create(
        kind=key.kind, value=key.value, defaults={"first_report": report.id, "grown_at": now}
    )
    Bundle.objects.filter(id=bundle.id).update(
        reports=F("reports") + 1,
        incidents=F("incidents") + report.incident_count,
        grown_at=now,
    )
    return bundle


@transaction.atomic
def split_report(report_id: int, because: str, *, by: Viewer, now: datetime) -> Bundled:
    """
    Take a report out of its bundle: it stands in the queue for itself from now on.

    :raises NotAllowed: when ``by`` does not work on reports
    :raises NotFound: when it is in no bundle
    :raises Conflict: when it was taken out already
    """
    permissions.may_triage(by).require()
    row = Bundled.objects.select_for_update(of=("self",)).filter(report_id=report_id).first()
    if row is None:
        raise NotFound(say("This report is in no bundle."))
    if row.split_at is not None:
        raise Conflict(say("This report was taken out already."))
    row.split_at, row.split_by_id, row.because = now, by.id, because.strip()
    row.save(update_fields=["split_at", "split_by", "because"])
    Bundle.objects.filter(id=row.bundle_id).update(
        reports=F("reports") - 1, incidents=F("incidents") - row.incidents
    )
    Triage.objects.filter(report_id=report_id, current=True).update(folded=False)
    record(ReportSplit(report_id, row.bundle_id), by=by, at=now)
    return row


def view_bundles(shown: int, *, by: Viewer, now: datetime) -> None:
    """Record that an analyst looked at bundles."""
    record(BundlesViewed(shown), by=by, at=now)
