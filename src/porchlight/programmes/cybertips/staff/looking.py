"""One sealed file, grey and blurred, for a reason; and what it is, said once."""

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, NotFound, Problem
from porchlight.house.doors import Request, staff
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.actions import looking
from porchlight.programmes.cybertips.forms import LabelFile, LookAtFile
from porchlight.programmes.cybertips.models import Look
from porchlight.programmes.cybertips.queries.desk import desk_report
from porchlight.programmes.cybertips.queries.exposure import seen_by
from porchlight.programmes.cybertips.rules.exposure import BREAK_AFTER, MOST_A_DAY
from porchlight.programmes.cybertips.rules.referral import Authority


@staff(needs=permissions.LOOK, methods=["GET", "POST"])
def look(request: Request, report_id: int, file_id: str) -> HttpResponse:
    """Ask why first; then show it once, in this answer only."""
    report, _decision = desk_report(request.viewer, report_id)
    form = LookAtFile(request.POST if request.method == "POST" else None)
    status, row, picture = 200, None, ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            row, jpeg = looking.look(
                report_id, file_id, given["why"], Authority(given["authority"]), given["words"],
                by=request.viewer, now=timezone.now(),
            )  # fmt: skip
            picture = base64.b64encode(jpeg).decode()
        except (NotAllowed, NotFound):
            raise
        except Problem as problem:
            form.add_error(None, str(problem))
            status = problem.status
    elif form.is_bound:
        status = 422
    context = {
        "report": report,
        "file_id": file_id,
        "form": form,
        "look": row,
        "picture": picture,
        "label_form": LabelFile(),
        "seen": seen_by(request.viewer, timezone.now()),
        "most": MOST_A_DAY,
        "break_after": BREAK_AFTER,
    }
    return render(request, "cybertips/staff/look.html", context, status=status)


@staff(needs=permissions.LOOK, methods=["POST"])
def close(request: Request, look_id: int) -> HttpResponse:
    """Close it; with a word on what it is, nobody has to see it again."""
    label = request.POST.get("label", "")
    row: Look = looking.close_look(look_id, label, by=request.viewer, now=timezone.now())
    messages.success(request, _("Closed.") if not label else _("Nobody has to see it again."))
    return redirect("tip-report", row.report_id)


urlpatterns = [
    path("reports/<int:report_id>/files/<str:file_id>/", look, name="tip-look"),
    path("reports/looks/<int:look_id>/close/", close, name="tip-look-close"),
]
