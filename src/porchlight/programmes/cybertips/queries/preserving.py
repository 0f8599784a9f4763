"""What is kept until when, and which files another report still needs."""

from datetime import datetime

from django.db.models import QuerySet

from porchlight.core.viewer import Viewer
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.models import Preservation, ReportFile
from porchlight.programmes.cybertips.queries.referrals import live


def preservation_of(report_id: int) -> Preservation | None:
    """Return until when a report's files are kept."""
    rows = Preservation.objects.select_related("asked_by", "disposed_by")
    return rows.prefetch_related("extensions__asked_by").filter(report_id=report_id).first()


def ended(viewer: Viewer, now: datetime) -> QuerySet[Preservation]:
    """
    Return what should be disposed of, the longest over first.

    :raises NotAllowed: when the person does not oversee the desk
    """
    permissions.may_oversee(viewer).require()
    rows = Preservation.objects.filter(until__lte=now, disposed_at__isnull=True)
    return rows.select_related("asked_by").order_by("until")


def has_live_referral(report_id: int, agency_id: int | None) -> bool:
    """Whether an agency was given the report and still has it."""
    return agency_id is not None and live(report_id).filter(agency_id=agency_id).exists()


def shared_files(report_id: int, now: datetime) -> frozenset[str]:
    """Return the hashes of a report's files that a report which is still kept has too."""
    mine = ReportFile.objects.filter(report_id=report_id).values("sha256")
    others = ReportFile.objects.filter(sha256__in=mine).exclude(report_id=report_id)
    rows = dict(others.values_list("report_id", "sha256"))
    over = Preservation.objects.filter(report_id__in=rows, until__lte=now, asked_at__isnull=False)
    ending = set(over.values_list("report_id", flat=True))
    needed = others.exclude(report_id__in=ending)
    return frozenset(needed.values_list("sha256", flat=True))
