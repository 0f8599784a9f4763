"""Reading bundles."""

from django.db.models import QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.models import Bundle, Bundled


def bundles(viewer: Viewer) -> QuerySet[Bundle]:
    """
    Return the bundles of more than one report.

    :raises NotAllowed: when the role does not include reports
    """
    permissions.may_read(viewer).require()
    return Bundle.objects.filter(reports__gt=1)


def bundle_of(viewer: Viewer, bundle_id: int) -> Bundle:
    """
    Return one bundle.

    :raises NotAllowed: when the role does not include reports
    :raises NotFound: when there is none of that number
    """
    permissions.may_read(viewer).require()
    found = Bundle.objects.filter(id=bundle_id).first()
    if found is None:
        raise NotFound(say("There is no such bundle."))
    return found


def members(bundle: Bundle) -> QuerySet[Bundled]:
    """Return a bundle's reports that nobody took out."""
    return bundle.members.filter(split_at__isnull=True)


def bundled(report_id: int) -> Bundled | None:
    """Return how a report is bundled; None when it stands alone."""
    rows = Bundled.objects.filter(report_id=report_id, bundle__reports__gt=1, split_at=None)
    return rows.select_related("bundle").first()
