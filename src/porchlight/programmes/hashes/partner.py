"""The partners' pages: an officer's hash sets, a provider's lists and contributions."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import Problem
from porchlight.house.audit.actions import record
from porchlight.house.doors import Request, partner
from porchlight.house.ui.saving import refused
from porchlight.house.ui.table import Table, badge, link, number, safe_cell, text, when
from porchlight.programmes.hashes import events, forms, permissions
from porchlight.programmes.hashes.actions import submissions as acts
from porchlight.programmes.hashes.models import Submission, SubmissionItem
from porchlight.programmes.hashes.queries import exchange
from porchlight.programmes.hashes.queries import series as reads
from porchlight.programmes.hashes.rules.compare import OUTCOME_NAMES, Outcome
from porchlight.programmes.hashes.rules.states import Progress


class _Echo:
    """Hands every line that the writer makes straight on."""

    def write(self, line: str) -> str:
        return line


@partner(needs=permissions.SUBMIT)
def listed(request: Request) -> HttpResponse:
    """The sets that the agency sent."""
    table = Table(
        reads.submissions(request.viewer),
        [
            link("reference", _("Case"), url=lambda row: reverse("own-hash-set", args=[row.id])),
            number("total", _("Files")),
            badge(
                "progress",
                _("State"),
                read=lambda row: _("Ready") if row.progress == Progress.READY else _("In work"),
                order="progress",
                kinds={_("Ready"): "good", _("In work"): "wait"},
            ),
            text("submitted_by__name", _("Sent by")),
            when("submitted_at", _("Sent")),
        ],
        request=request,
        search=["reference"],
        sort="-submitted_at",
        caption=_("Hash sets"),
        empty=_("Your agency has not sent a set yet."),
    )
    return render(request, "hashes/partner/sets.html", {"table": table})


@partner(needs=permissions.SUBMIT, methods=["GET", "POST"])
def send(request: Request) -> HttpResponseBase:
    """Send a set of a case."""
    form = (
        forms.Submission(request.POST, request.FILES)
        if request.method == "POST"
        else forms.Submission()
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = acts.submit_set(
                data["reference"],
                str(data["file"].name),
                data["file"],
                by=request.viewer,
                now=timezone.now(),
            )
        except Problem as problem:
            refused(form, problem)
        else:
            return redirect("own-hash-set", row.id)
    status = 422 if form.is_bound else 200
    return render(request, "hashes/partner/send.html", {"form": form}, status=status)


@partner(needs=permissions.SUBMIT)
def seen(request: Request, submission_id: int) -> HttpResponse:
    """How far the comparison is, or what it found."""
    row = reads.submission(request.viewer, submission_id)
    now = timezone.now()
    if request.headers.get("HX-Request"):
        return _progress(request, row)
    record(events.SetViewed(row.id), by=request.viewer, at=now)
    return render(request, "hashes/partner/set.html", _context(row))


def _context(row: Submission) -> dict[str, Any]:
    counts = reads.outcomes(row)
    shown = [each for each in Outcome if each is not Outcome.WAITING]
    return {
        "set": row,
        "ready": row.progress == Progress.READY,
        "counts": [(OUTCOME_NAMES[each], counts[each]) for each in reversed(shown)],
        "found": reads.found_series(row),
        "address": reverse("own-hash-set", args=[row.id]),
    }


def _progress(request: Request, row: Submission) -> HttpResponse:
    if row.progress == Progress.READY:
        # The bar makes place for the result.
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "done": row.done,
        "total": row.total,
        "url": reverse("own-hash-set", args=[row.id]),
        "label": _("Comparing"),
    }
    return render(request, "ui/progress.html", context)


@partner(needs=permissions.SUBMIT)
def export(request: Request, submission_id: int) -> StreamingHttpResponse:
    """What was found, file by file, as CSV."""
    row = reads.submission(request.viewer, submission_id)
    record(events.SetExported(row.id), by=request.viewer, at=timezone.now())
    answer = StreamingHttpResponse(_lines(row), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="hash-set-{row.id}.csv"'
    return answer


def _lines(row: Submission) -> Iterator[str]:
    writer = csv.writer(_Echo())
    heads = ("number", "name", "md5", "sha1", "outcome", "class", "series", "bits")
    yield "\ufeff" + writer.writerow(heads)
    items = row.items.select_related("series").order_by("number")
    for item in items.iterator(chunk_size=2000):
        yield writer.writerow([safe_cell(cell) for cell in _cells(item)])


def _cells(item: SubmissionItem) -> tuple[str, ...]:
    return (
        str(item.number),
        item.name,
        item.hashes.get("MD5", ""),
        item.hashes.get("SHA1", ""),
        item.outcome,
        item.classification,
        item.series.code if item.series else "",
        "" if item.bits is None else str(item.bits),
    )


@partner(needs=permissions.OWN)
def own_lists(request: Request) -> HttpResponse:
    """A provider's lists, how its machine reaches them, and what it contributed."""
    access = [(each, f"/{each.kind.path}/v2/") for each in exchange.own_access(request.viewer)]
    table = Table(
        exchange.own_entries(request.viewer),
        [
            text("name", _("Entry")),
            text("list_code", _("List"), read=lambda row: str(row.list_title), order="list_code"),
            text("classification", _("Class")),
            text("status", _("State"), read=lambda row: str(row.status_name), order="status"),
            text(
                "is_disputed",
                _("Disputed"),
                read=lambda row: _("Yes") if row.is_disputed else "",
                order="is_disputed",
            ),
            when("changed_at", _("Changed")),
        ],
        request=request,
        search=["name"],
        sort="-changed_at",
        caption=_("Your entries"),
        empty=_("Your machine has not contributed an entry yet."),
    )
    count = len(table.page.object_list)
    record(events.ListViewed(count), by=request.viewer, at=timezone.now())
    context = {"access": access, "table": table}
    return render(request, "hashes/partner/lists.html", context)


urlpatterns = [
    path("hash-sets/", listed, name="own-hash-sets"),
    path("hash-sets/new/", send, name="own-hash-set-new"),
    path("hash-sets/<int:submission_id>/", seen, name="own-hash-set"),
    path("hash-sets/<int:submission_id>/file/", export, name="own-hash-set-file"),
    path("hash-lists/", own_lists, name="own-hash-lists"),
]
