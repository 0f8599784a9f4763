"""Until when files are kept: longer by request, and their end by two persons."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import SAVED, saved
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

    def save() -> None:
        words = form.cleaned_data["words"]
        preserving.extend_preservation(report_id, words, by=request.viewer, now=timezone.now())

    status = saved(request, form, save, _("The files are kept a year longer."))
    if status == SAVED:
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
