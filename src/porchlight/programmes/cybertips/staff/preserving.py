"""Until when files are kept: longer by request, and their end by two persons."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, Problem
from porchlight.house.doors import Request, staff
from porchlight.programmes.cybertips import actions, permissions
from porchlight.programmes.cybertips.actions import preserving
from porchlight.programmes.cybertips.forms import KeepLonger
from porchlight.programmes.cybertips.queries.preserving import ended
from porchlight.programmes.cybertips.staff.desk import draw

MOST = 200


@staff(needs=permissions.DISPOSE)
def listed(request: Request) -> HttpResponse:
    """What is over, the longest first."""
    now = timezone.now()
    rows = list(ended(request.viewer, now)[:MOST])
    actions.view_bundles(len(rows), by=request.viewer, now=now)
    context = {"rows": rows, "me": request.viewer.id}
    return render(request, "cybertips/staff/preservation.html", context)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def longer(request: Request, report_id: int) -> HttpResponse:
    """Keep the files longer."""
    form = KeepLonger(request.POST)
    status = 422
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            preserving.extend_preservation(report_id, words, by=request.viewer, now=timezone.now())
        except NotAllowed:
            raise
        except Problem as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            status = problem.status
        else:
            messages.success(request, _("The files are kept a year longer."))
            return redirect("tip-report", report_id)
    return draw(request, report_id, status=status, keep_form=form)


@staff(needs=permissions.DISPOSE, methods=["POST"])
def asked(request: Request, report_id: int) -> HttpResponse:
    """Ask for the end."""
    preserving.ask_disposal(report_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("A second person destroys the files."))
    return redirect("tip-preservation")


@staff(needs=permissions.DISPOSE, methods=["POST"])
def disposed(request: Request, report_id: int) -> HttpResponse:
    """Do what another person asked for."""
    preserving.dispose_report(report_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("The files are gone. The certificate stands on the report."))
    return redirect("tip-report", report_id)


urlpatterns = [
    path("reports/preservation/", listed, name="tip-preservation"),
    path("reports/<int:report_id>/keep/", longer, name="tip-keep"),
    path("reports/<int:report_id>/dispose/ask/", asked, name="tip-dispose-ask"),
    path("reports/<int:report_id>/dispose/", disposed, name="tip-dispose"),
]
