"""Emergency openings: asking for one, and the supervisors' review."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import Problem, RuleBroken
from porchlight.house.accounts import forms, permissions, queries
from porchlight.house.accounts.actions import glass as changes
from porchlight.house.accounts.entry import needs_fresh
from porchlight.house.doors import Request, staff


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
    found = queries.openings(request.viewer)
    # Many forms on one page: each field needs an id of its own.
    drawn = [(each, forms.Review(auto_id=f"review_{each.number}_%s")) for each in found]
    context = {"openings": drawn, "now": timezone.now()}
    return render(request, "accounts/openings.html", context)


@staff(needs=permissions.REVIEW_GLASS, methods=["POST"])
def review(request: Request, glass_id: int) -> HttpResponseBase:
    """Sign off one of them."""
    form = forms.Review(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say whether it was right."))
        return redirect("glass-openings")
    try:
        changes.review_glass(
            glass_id,
            justified=form.cleaned_data["justified"] == "yes",
            remark=form.cleaned_data["remark"],
            by=request.viewer,
            now=timezone.now(),
        )
        messages.success(request, _("Reviewed."))
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("glass-openings")
