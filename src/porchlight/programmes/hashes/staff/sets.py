"""The sets that agencies sent, at the desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.audit.actions import record
from porchlight.house.doors import Request, staff
from porchlight.house.ui.table import Table, link, number, text, when
from porchlight.programmes.hashes import events, permissions
from porchlight.programmes.hashes.queries import series as reads
from porchlight.programmes.hashes.rules.compare import OUTCOME_NAMES


@staff(needs=permissions.SERIES)
def listed(request: Request) -> HttpResponse:
    """All sets, the newest first."""
    table = Table(
        reads.submissions(request.viewer),
        [
            link("reference", _("Case"), url=lambda row: reverse("hash-set", args=[row.id])),
            text("agency__name", _("Agency")),
            number("total", _("Files")),
            number("done", _("Compared")),
            when("submitted_at", _("Sent")),
        ],
        request=request,
        search=["reference", "agency__name"],
        sort="-submitted_at",
        caption=_("Sets from agencies"),
        empty=_("No agency has sent a set yet."),
    )
    return render(request, "hashes/staff/sets.html", {"table": table})


@staff(needs=permissions.SERIES)
def seen(request: Request, submission_id: int) -> HttpResponse:
    """What was found in a set."""
    row = reads.submission(request.viewer, submission_id)
    record(events.SetViewed(row.id), by=request.viewer, at=timezone.now())
    context = {
        "set": row,
        "base": "ui/base_staff.html",
        "counts": [(OUTCOME_NAMES[each], count) for each, count in reads.outcomes(row).items()],
        "found": reads.found_series(row),
    }
    return render(request, "hashes/staff/set.html", context)
