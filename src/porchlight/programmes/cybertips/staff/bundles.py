"""Bundles: one item for many reports of one thing."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.doors import Request, staff
from porchlight.house.ui.table import Table, link, number, text, when
from porchlight.programmes.cybertips import actions, permissions
from porchlight.programmes.cybertips.models import Bundle, Bundled
from porchlight.programmes.cybertips.queries.bundles import bundle_of, bundles, members
from porchlight.programmes.cybertips.rules.numbers import opened_at


def _first(row: Bundle) -> str:
    return reverse("tip-bundle", args=[row.id])


@staff(needs=permissions.READ)
def listed(request: Request) -> HttpResponse:
    """The bundles, the largest first."""
    table = Table(
        bundles(request.viewer),
        [
            link("first_report", _("First report"), url=_first),
            text("kind", _("What they share"), read=lambda row: str(row.kind_name), order="kind"),
            number("reports", _("Reports")),
            number("incidents", _("Incidents")),
            when("grown_at", _("Last one")),
        ],
        request=request,
        sort="-reports",
        caption=_("Bundles"),
        empty=_("No reports are bundled."),
    )
    actions.view_bundles(len(table.page), by=request.viewer, now=timezone.now())
    return render(request, "cybertips/staff/bundles.html", {"table": table})


@staff(needs=permissions.READ)
def seen(request: Request, bundle_id: int) -> HttpResponse:
    """One bundle with its reports."""
    bundle = bundle_of(request.viewer, bundle_id)
    table = Table(
        members(bundle),
        [
            link("report_id", _("Report"), url=_report),
            number("incidents", _("Incidents")),
            when("opened", _("Opened"), read=_opened, order="report_id"),
        ],
        request=request,
        sort="report_id",
        caption=_("Reports"),
    )
    actions.view_bundles(len(table.page), by=request.viewer, now=timezone.now())
    return render(request, "cybertips/staff/bundle.html", {"bundle": bundle, "table": table})


def _opened(row: Bundled) -> datetime:
    return opened_at(row.report_id)


def _report(row: Bundled) -> str:
    return reverse("tip-report", args=[row.report_id])


@staff(needs=permissions.TRIAGE, methods=["POST"])
def split(request: Request, report_id: int) -> HttpResponse:
    """Take a report out: it stands for itself."""
    because = request.POST.get("because", "").replace("\x00", "")[:300]
    actions.split_report(report_id, because, by=request.viewer, now=timezone.now())
    messages.success(request, _("The report stands in the queue for itself now."))
    return redirect("tip-report", report_id)


urlpatterns = [
    path("reports/bundles/", listed, name="tip-bundles"),
    path("reports/bundles/<int:bundle_id>/", seen, name="tip-bundle"),
    path("reports/<int:report_id>/split/", split, name="tip-split"),
]
