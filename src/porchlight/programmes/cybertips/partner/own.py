"""What a provider sees: its reports with their ends, what to mend, a dry run, receipts."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.doors import Request, partner
from porchlight.house.ui.table import Table, badge, link, number, text, when
from porchlight.programmes.cybertips import actions, permissions, queries
from porchlight.programmes.cybertips.forms import CheckDocument, CheckReceipt
from porchlight.programmes.cybertips.models import Document, Report
from porchlight.programmes.cybertips.queries import referrals
from porchlight.programmes.cybertips.queries.keys import public_keys
from porchlight.programmes.cybertips.rules.ispws.answers import MEANING, Code
from porchlight.programmes.cybertips.rules.numbers import opened_at
from porchlight.programmes.cybertips.rules.quality import improvements, quality
from porchlight.programmes.cybertips.rules.receipts import NotGenuine, manifest, verified
from porchlight.programmes.cybertips.rules.states import NAMES, State

KINDS = {State.OPEN: "wait", State.FINISHED: "good", State.EXPIRED: "danger"}
MOST_SHOWN = 20
A_YEAR = timedelta(days=365)


def _state(report: Report) -> str:
    return str(NAMES[State(report.state)])


def _address(report: Report) -> str:
    return reverse("own-report", args=[report.id])


@partner(needs=permissions.READ_OWN)
def listed(request: Request) -> HttpResponse:
    """Everything that the company sent: what is half open first, then what to mend, then all."""
    now = timezone.now()
    shown = {str(NAMES[state]): kind for state, kind in KINDS.items()}
    table = Table(
        queries.own_reports(request.viewer),
        [
            link("id", _("Report"), url=_address),
            badge("state", _("State"), kinds=shown, read=_state, order="state"),
            text("incident_type", _("Incident")),
            number("file_count", _("Files")),
            when("opened_at", _("Opened"), order="id"),
            when("ended_at", _("Ended")),
        ],
        request=request,
        sort="-opened_at",
        caption=_("Reports"),
        empty=_("Nothing was sent yet."),
    )
    actions.list_own(list(table.page), by=request.viewer, now=now)
    context = {
        "table": table,
        "half_open": queries.half_open(request.viewer, now)[:MOST_SHOWN],
        "refused": [
            _document(each) for each in queries.refused_documents(request.viewer)[:MOST_SHOWN]
        ],
        "advice": queries.advice(request.viewer),
        "mode": queries.provider_of(request.viewer.agency_id).mode,
        "now": now,
    }
    return render(request, "cybertips/partner/list.html", context)


@partner(needs=permissions.READ_OWN)
def seen(request: Request, report_id: int) -> HttpResponse:
    """One report: where it stands, what came, what would have made it better, its receipt."""
    found = queries.own_report(request.viewer, report_id)
    actions.view_own(found, by=request.viewer, now=timezone.now())
    sent = queries.sent(found)
    context = {
        "report": found,
        "state": _state(found),
        "kind": KINDS.get(State(found.state), "plain"),
        "documents": [_document(each) for each in queries.documents_of(found)],
        "files": queries.files_of(report_id),
        "improvements": improvements(sent),
        "quality": quality(sent),
        "manifest": manifest(queries.held_files(report_id)),
        "shows_content": settings.SANDBOX,
        "now": timezone.now(),
    }
    return render(request, "cybertips/partner/report.html", context)


def _document(document: Document) -> dict[str, Any]:
    """A document with its faults and notes; what it says is shown in the sandbox only."""
    body = bytes(document.body).decode("utf-8", "replace") if settings.SANDBOX else ""
    return {
        "row": document,
        "title": MEANING[Code(document.code)][1],
        "taken": document.code == Code.SUCCESS,
        "body": body,
    }


@partner(needs=permissions.SUBMIT, methods=["GET", "POST"])
def checked(request: Request) -> HttpResponse:
    """Try a document: the same answer as from the API, and nothing is kept."""
    form = CheckDocument(request.POST or None)
    outcome = None
    if form.is_valid():
        given = form.cleaned_data["document"]
        kind = "json" if given.lstrip().startswith("{") else "xml"
        body = given.encode("utf-8", "surrogatepass")
        outcome = actions.try_report(body, form=kind, by=request.viewer, now=timezone.now())
    context = {"form": form, "outcome": outcome, "meaning": outcome and MEANING[outcome.code][1]}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "cybertips/partner/check.html", context, status=status)


@partner(needs=permissions.SUBMIT, methods=["GET", "POST"])
def receipts(request: Request) -> HttpResponse:
    """Verify a receipt: whether we signed it, and what it says."""
    form = CheckReceipt(request.POST or None)
    said: dict[str, Any] | None = None
    genuine = None
    if form.is_valid():
        try:
            said = verified(form.cleaned_data["receipt"], public_keys())
            genuine = True
        except NotGenuine:
            genuine = False
    context = {
        "form": form,
        "said": said,
        "genuine": genuine,
        "opened": opened_at(said["reportId"]) if said else None,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "cybertips/partner/receipt.html", context, status=status)


@partner(needs=permissions.READ_OWN)
def results(request: Request) -> HttpResponse:
    """What became of the company's reports in a year, in figures that point to nobody."""
    now = timezone.now()
    context = {
        "results": referrals.results(request.viewer, now - A_YEAR),
        "advice": queries.advice(request.viewer),
    }
    actions.view_results(by=request.viewer, now=now)
    return render(request, "cybertips/partner/results.html", context)


urlpatterns = [
    path("reports/", listed, name="own-reports"),
    path("reports/results/", results, name="own-results"),
    path("reports/check/", checked, name="own-check"),
    path("reports/receipt/", receipts, name="own-receipt"),
    path("reports/<int:report_id>/", seen, name="own-report"),
]
