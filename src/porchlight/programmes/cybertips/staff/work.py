"""Working through the queue: the next one, what is added, side by side, the supervisor's view."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.doors import Request, staff
from porchlight.programmes.cybertips import permissions, queries
from porchlight.programmes.cybertips.actions import work
from porchlight.programmes.cybertips.forms import AddSupplement, FinishWork
from porchlight.programmes.cybertips.queries.desk import desk_report, overview
from porchlight.programmes.cybertips.queries.exposure import avoided, ledger
from porchlight.programmes.cybertips.queries.links import shared_values
from porchlight.programmes.cybertips.rules.exposure import MOST_A_DAY
from porchlight.programmes.cybertips.rules.sheet import rows_of
from porchlight.programmes.cybertips.rules.skills import Skill
from porchlight.programmes.cybertips.rules.work import AGES, Result
from porchlight.programmes.cybertips.staff.desk import draw


@staff(needs=permissions.TRIAGE, methods=["POST"])
def next_one(request: Request) -> HttpResponse:
    """Take the next report of a queue."""
    skill = request.POST.get("skill", "")
    skill = skill if skill in set(Skill) else ""
    number = work.take_next(skill, by=request.viewer, now=timezone.now())
    if number is None:
        messages.success(request, _("Nothing waits in this queue."))
        return redirect("tip-queue")
    return redirect("tip-report", number)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def taken(request: Request, report_id: int) -> HttpResponse:
    """Take this one."""
    work.take_report(report_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("It is yours."))
    return redirect("tip-report", report_id)


@staff(needs=permissions.TRIAGE, methods=["POST"])
def done(request: Request, report_id: int) -> HttpResponse:
    """Be done with it, and go back to the queue."""
    form = FinishWork(request.POST)
    if not form.is_valid():
        return draw(request, report_id, status=422, done_form=form)
    result = Result(form.cleaned_data["result"])
    work.finish_work(report_id, result, by=request.viewer, now=timezone.now())
    messages.success(request, _("Done. It left the queue."))
    return redirect("tip-queue")


@staff(needs=permissions.TRIAGE, methods=["POST"])
def added(request: Request, report_id: int) -> HttpResponse:
    """Add what was found."""
    form = AddSupplement(request.POST)
    if not form.is_valid():
        return draw(request, report_id, status=422, supplement_form=form)
    words = form.cleaned_data["words"]
    work.add_supplement(report_id, words, by=request.viewer, now=timezone.now())
    messages.success(request, _("Added. It goes into every package made from now on."))
    return redirect("tip-report", report_id)


@staff(needs=permissions.READ)
def beside(request: Request, report_id: int, other: int) -> HttpResponse:
    """Two reports side by side, and what they share."""
    pair: list[dict[str, Any]] = []
    for number in (report_id, other):
        report, decision = desk_report(request.viewer, number)
        said = rows_of(queries.accepted_document(report).content or {})
        pair.append({"report": report, "decision": decision, "said": said})
    shared = shared_values(report_id, other)
    # As people see it in a report, without the sender's number that a key has before it.
    values = {value.rpartition(":")[2].casefold() for _kind, value in shared}
    for one in pair:
        for row in one["said"]:
            row["shared"] = bool(row["value"]) and row["value"].strip().casefold() in values
    work.compare_reports(report_id, other, by=request.viewer, now=timezone.now())
    context = {"pair": pair, "shared": shared, "report_id": report_id}
    return render(request, "cybertips/staff/beside.html", context)


@staff(needs=permissions.OVERSEE)
def overseen(request: Request) -> HttpResponse:
    """The backlog by level and age, the oldest, who works on what, what nobody had to see."""
    now = timezone.now()
    found = overview(request.viewer, now)
    work.view_overview(found.waiting, by=request.viewer, now=now)
    context = {
        "overview": found,
        "ages": [words for _limit, words in AGES],
        "ledger": ledger(request.viewer, now),
        "most": MOST_A_DAY,
        "avoided": avoided(now - timedelta(days=30)).count(),
    }
    return render(request, "cybertips/staff/overview.html", context)


urlpatterns = [
    path("reports/next/", next_one, name="tip-next"),
    path("reports/overview/", overseen, name="tip-overview"),
    path("reports/<int:report_id>/take/", taken, name="tip-take"),
    path("reports/<int:report_id>/done/", done, name="tip-done"),
    path("reports/<int:report_id>/add/", added, name="tip-add"),
    path("reports/<int:report_id>/beside/<int:other>/", beside, name="tip-beside"),
]
