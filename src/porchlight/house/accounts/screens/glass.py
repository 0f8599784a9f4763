"""Emergency openings: asking for one, and the supervisors' review."""

from django.contrib import messages
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, Problem, RuleBroken
from porchlight.house.accounts import forms, permissions, queries
from porchlight.house.accounts.actions import glass as changes
from porchlight.house.accounts.entry import needs_fresh
from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import refused


@staff(needs=permissions.BREAK_GLASS, methods=["GET", "POST"])
@needs_fresh
def break_glass(request: Request) -> HttpResponseBase:
    """Open a record in an emergency."""
    form = forms.BreakGlass(request.POST or None, initial={"record": request.GET.get("record", "")})
    if request.method == "POST" and form.is_valid():
        about, reason = form.cleaned_data["record"], form.cleaned_data["reason"]
        try:
            changes.break_glass(about, reason, by=request.viewer, now=timezone.now())
        except RuleBroken as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("The record is open to you for four hours."))
            return redirect("glass")
    context = {"form": form, "mine": queries.own_openings(request.viewer, now=timezone.now())}
    return render(request, "accounts/glass.html", context, status=422 if form.errors else 200)


@staff(needs=permissions.REVIEW_GLASS)
def openings(request: Request) -> HttpResponseBase:
    """Every emergency opening, those to review first."""
    return _openings(request)


def _openings(request: Request, typed: dict[int, forms.Review] | None = None) -> HttpResponseBase:
    found, typed = queries.openings(request.viewer), typed or {}
    drawn = [(each, typed.get(each.number) or _review(each.number)) for each in found]
    context = {"openings": drawn, "now": timezone.now()}
    return render(request, "accounts/openings.html", context, status=422 if typed else 200)


def _review(number: int, data: QueryDict | None = None) -> forms.Review:
    # Many forms on one page: each field needs an id of its own.
    return forms.Review(data, auto_id=f"review_{number}_%s")


@staff(needs=permissions.REVIEW_GLASS, methods=["POST"])
def review(request: Request, glass_id: int) -> HttpResponseBase:
    """Sign off one of them."""
    form = _review(glass_id, request.POST)
    if not form.is_valid():
        return _openings(request, {glass_id: form})
    try:
        changes.review_glass(
            glass_id,
            justified=form.cleaned_data["justified"] == "yes",
            remark=form.cleaned_data["remark"],
            by=request.viewer,
            now=timezone.now(),
        )
    except NotAllowed:
        raise
    except Problem as problem:
        refused(form, problem)
        return _openings(request, {glass_id: form})
    messages.success(request, _("Reviewed."))
    return redirect("glass-openings")
