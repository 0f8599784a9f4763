"""Series at the desk, their figures, and the victims who asked to be told."""

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import Problem
from porchlight.house.audit.actions import record
from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import refused
from porchlight.house.ui.table import Table, badge, link, number, safe_cell, text
from porchlight.programmes.hashes import events, forms, permissions
from porchlight.programmes.hashes.actions import series as acts
from porchlight.programmes.hashes.models import Series
from porchlight.programmes.hashes.queries import series as reads


def _state(row: Series) -> str:
    return _("Identified") if row.is_identified else _("Not identified")


@staff(needs=permissions.SERIES)
def listed(request: Request) -> HttpResponse:
    """All series."""
    found = reads.all_series(request.viewer)
    if request.GET.get("state") in {"identified", "unidentified"}:
        found = found.filter(identified_on__isnull=request.GET["state"] == "unidentified")
    table = Table(
        found,
        [
            link("code", _("Series"), url=lambda row: reverse("hash-series-one", args=[row.id])),
            badge(
                "identified_on",
                _("State"),
                read=_state,
                order="identified_on",
                kinds={_("Identified"): "good", _("Not identified"): "wait"},
            ),
            number("victims", _("Children")),
            number("files", _("Known files")),
            number("found", _("Found in sets")),
            text("agency__name", _("Identified by")),
        ],
        request=request,
        search=["code", "agency__name"],
        sort="code",
        caption=_("Series"),
        empty=_("No series is kept yet."),
    )
    count = len(table.page.object_list)
    record(events.SeriesListViewed(count), by=request.viewer, at=timezone.now())
    context = {"table": table, "may_keep": permissions.may_keep_series(request.viewer)}
    return render(request, "hashes/staff/series_list.html", context)


@staff(needs=permissions.KEEP_SERIES, methods=["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """Open a series."""
    form = forms.SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = acts.open_series(form.facts(), by=request.viewer, now=timezone.now())
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("The series is kept."))
            return redirect("hash-series-one", row.id)
    status = 422 if form.is_bound else 200
    return render(request, "hashes/staff/series_form.html", {"form": form}, status=status)


@staff(needs=permissions.KEEP_SERIES, methods=["GET", "POST"])
def change(request: Request, series_id: int) -> HttpResponseBase:
    """Change what is known of a series."""
    row = reads.one_series(request.viewer, series_id)
    known = {name: getattr(row, name) for name in forms.SeriesForm.base_fields}
    form = forms.SeriesForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_series(row.id, form.facts(), by=request.viewer, now=timezone.now())
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("The series is changed."))
            return redirect("hash-series-one", row.id)
    status = 422 if form.is_bound else 200
    context = {"form": form, "series": row}
    return render(request, "hashes/staff/series_form.html", context, status=status)


@staff(needs=permissions.SERIES)
def seen(request: Request, series_id: int) -> HttpResponse:
    """One series: whom to ask, its figures, where it was found."""
    return _page(request, series_id, {})


def _page(
    request: Request, series_id: int, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    row = reads.one_series(request.viewer, series_id)
    record(events.SeriesViewed(row.id), by=request.viewer, at=timezone.now())
    context = {
        "series": row,
        "figures": reads.figures(row),
        "findings": reads.findings(row)[:100],
        "may_keep": permissions.may_keep_series(request.viewer),
        "file_form": forms.SetFile(),
    }
    return render(request, "hashes/staff/series.html", context | more, status=status)


@staff(needs=permissions.KEEP_SERIES, methods=["POST"])
def extend(request: Request, series_id: int) -> HttpResponseBase:
    """Add the files of a hash set."""
    row = reads.one_series(request.viewer, series_id)
    form = forms.SetFile(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, series_id, {"file_form": form}, 422)
    given = form.cleaned_data["file"]
    count = acts.extend_series(
        row.id,
        given.items,
        source=f"{given.form} {given.name}"[:200],
        by=request.viewer,
        now=timezone.now(),
    )
    messages.success(
        request,
        _("New files: {new}. Known already: {old}.").format(
            new=count, old=len(given.items) - count
        ),
    )
    return redirect("hash-series-one", series_id)


@staff(needs=permissions.SERIES)
def figures(request: Request, series_id: int) -> HttpResponse:
    """The figures for letters on restitution, as a file: one line for each case."""
    row = reads.one_series(request.viewer, series_id)
    out = io.StringIO()
    writer = csv.writer(out)
    heads = ("series", "agency", "case", "submitted", "found", "images", "videos")
    writer.writerow(heads)
    for each in reads.findings(row):
        sent = each.submission
        cells = (
            row.code,
            sent.agency.name,
            sent.reference,
            sent.submitted_at.date().isoformat(),
            each.found_at.date().isoformat(),
            str(each.images),
            str(each.videos),
        )
        writer.writerow([safe_cell(cell) for cell in cells])
    record(events.FiguresExported(row.id), by=request.viewer, at=timezone.now())
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="series-{row.id}.csv"'
    return answer


@staff(needs=permissions.NOTICES)
def notices(request: Request) -> HttpResponse:
    """Who is to be told, the longest wait first."""
    waiting = list(reads.notices(request.viewer)[:200])
    record(events.NoticesViewed(len(waiting)), by=request.viewer, at=timezone.now())
    context = {
        "waiting": waiting,
        "sent": reads.notices(request.viewer, waiting=False).filter(sent_at__isnull=False)[:50],
        "wishes": reads.wishes(request.viewer),
        "choices": reads.series_codes(request.viewer),
        "form": forms.Wish(),
    }
    return render(request, "hashes/staff/notices.html", context)


@staff(needs=permissions.NOTICES, methods=["GET", "POST"])
def wish(request: Request, series_id: int) -> HttpResponseBase:
    """Write down that a victim of a series wants to be told."""
    code = reads.series_code(request.viewer, series_id)
    form = forms.Wish(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.wish_notice(series_id, **form.cleaned_data, by=request.viewer, now=timezone.now())
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("They will be told when the series is found anew."))
            return redirect("hash-notices")
    status = 422 if form.is_bound else 200
    return render(request, "hashes/staff/wish.html", {"form": form, "code": code}, status=status)


@staff(needs=permissions.NOTICES, methods=["POST"])
def end_wish(request: Request, wish_id: int) -> HttpResponseBase:
    """Stop telling a victim."""
    acts.end_wish(wish_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("They are told no longer."))
    return redirect("hash-notices")


@staff(needs=permissions.NOTICES, methods=["POST"])
def sent(request: Request, notice_id: int) -> HttpResponseBase:
    """Note that the victim was told."""
    acts.send_notice(notice_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("Noted."))
    return redirect("hash-notices")
