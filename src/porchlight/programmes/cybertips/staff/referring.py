"""The desk gives a report to an agency, and takes it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, Problem
from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import refused
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.actions import referring, view_report
from porchlight.programmes.cybertips.forms import ReferReport
from porchlight.programmes.cybertips.queries.desk import desk_report
from porchlight.programmes.cybertips.queries.referrals import choices, others


@staff(needs=permissions.REFER, methods=["GET", "POST"])
def refer(request: Request, report_id: int) -> HttpResponse:
    """Choose the agency: the proposed one first, each with the reason."""
    now = timezone.now()
    report, decision = desk_report(request.viewer, report_id)
    offered = choices(report, decision)
    form = ReferReport(
        request.POST if request.method == "POST" else None, offered=offered, others=others(offered)
    )
    status = 200
    if form.is_valid():
        agency, words = int(form.cleaned_data["agency"]), form.cleaned_data["words"]
        try:
            referring.refer_report(report_id, agency, words, by=request.viewer, now=now)
        except NotAllowed:
            raise
        except Problem as problem:
            status = refused(form, problem)
        else:
            messages.success(request, _("The agency has the report and is told."))
            return redirect("tip-report", report_id)
    elif form.is_bound:
        status = 422
    view_report(report, by=request.viewer, now=now)
    context = {"report": report, "decision": decision, "form": form}
    return render(request, "cybertips/staff/refer.html", context, status=status)


@staff(needs=permissions.REFER, methods=["POST"])
def ended(request: Request, report_id: int, referral_id: int) -> HttpResponse:
    """Take it back from an agency."""
    referring.end_tip_referral(referral_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("The report was taken back."))
    return redirect("tip-report", report_id)


urlpatterns = [
    path("reports/<int:report_id>/refer/", refer, name="tip-refer"),
    path(
        "reports/<int:report_id>/referrals/<int:referral_id>/end/", ended, name="tip-referral-end"
    ),
]
