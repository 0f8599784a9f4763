"""Triage: what is decided of a report, and what links it to others."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.clients.geography import locate
from porchlight.programmes.cybertips.events import ReportTriaged
from porchlight.programmes.cybertips.models import Report, ReportKey, Triage
from porchlight.programmes.cybertips.queries import files_of, sent
from porchlight.programmes.cybertips.queries.links import viral_count
from porchlight.programmes.cybertips.rules import jurisdiction
from porchlight.programmes.cybertips.rules.keys import Key, KeyKind, keys
from porchlight.programmes.cybertips.rules.quality import quality
from porchlight.programmes.cybertips.rules.triage import Facts, decide


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
    said = sent(report)
    files = tuple(each.sha256 for each in files_of(report_id))
    mine = keys(said, report.agency_id, files)
    place = jurisdiction.find(said, locate)
    facts = Facts(said, _before(report_id, mine), viral_count(files), bool(place.country))
    made = decide(facts)
    Triage.objects.filter(report_id=report_id, current=True).update(current=False)
    decision = Triage.objects.create(
        report_id=report_id,
        version=made.version,
        level=made.level,
        points=made.points,
        reasons=list(made.reasons),
        actionable=made.actionable,
        quality=quality(said),
        country=place.country,
        state=place.state,
        clues=[
            {"country": each.country, "state": each.state, "words": each.words.template}
            | {"params": each.words.params, "weight": each.weight}
            for each in place.clues
        ],
        decided_at=now,
    )
    rows = [ReportKey(report_id=report_id, kind=kind, value=value) for kind, value in mine]
    ReportKey.objects.bulk_create(rows, ignore_conflicts=True)
    record(ReportTriaged(report_id, made.level, made.version), by=by, at=now)
    return decision


def _before(report_id: int, mine: frozenset[Key]) -> int:
    """How many other reports there are of one of its accounts."""
    accounts = [value for kind, value in mine if kind is KeyKind.ACCOUNT]
    others = ReportKey.objects.filter(kind=KeyKind.ACCOUNT, value__in=accounts)
    return others.exclude(report_id=report_id).values("report_id").distinct().count()
