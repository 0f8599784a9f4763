"""The rules of triage: every one on a page, versions, a trial on past reports, the switch."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, Problem
from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import refused
from porchlight.house.ui.table import Table, link, number, text
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.actions import rules
from porchlight.programmes.cybertips.forms import DraftRules, TryRules
from porchlight.programmes.cybertips.models import TrialChange
from porchlight.programmes.cybertips.queries.deciding import current_page
from porchlight.programmes.cybertips.queries.rules import (
    level_lines,
    moves,
    newest_trial,
    pages,
    rule_lines,
    rule_page,
)


@staff(needs=permissions.READ)
def listed(request: Request) -> HttpResponse:
    """Every rule with its points of today, and every version there was."""
    now = current_page()
    context = {
        "rules": rule_lines(now, now),
        "levels": level_lines(now, now),
        "version": now.version,
        "pages": pages()[:50],
        "may_draft": bool(permissions.may_draft_rules(request.viewer)),
    }
    return render(request, "cybertips/staff/rules.html", context)


@staff(needs=permissions.RULES, methods=["GET", "POST"])
def drafted(request: Request) -> HttpResponse:
    """Draft a version: the points of today stand in the fields."""
    form = DraftRules(request.POST if request.method == "POST" else None, page=current_page())
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            page = rules.draft_rules(form.draft(), by=request.viewer, now=timezone.now())
        except NotAllowed:
            raise
        except Problem as problem:
            status = refused(form, problem)
        else:
            messages.success(request, _("Kept. It decides nothing yet: try it on past reports."))
            return redirect("tip-rule-page", page.id)
    return render(request, "cybertips/staff/rules_draft.html", {"form": form}, status=status)


@staff(needs=permissions.READ)
def seen(request: Request, page_id: int) -> HttpResponse:
    """One version: what it changes, and what it would change of past reports."""
    page = rule_page(page_id)
    now, other = current_page(), page.page()
    trial = newest_trial(page)
    table = trial and Table(
        trial.changes.all(),
        [
            link("report_id", _("Report"), url=_address),
            text("old_level", _("Now"), read=lambda row: str(row.old_name), order="old_level"),
            text("new_level", _("Then"), read=lambda row: str(row.new_name), order="new_level"),
            number("old_points", _("Points now")),
            number("new_points", _("Points then")),
        ],
        request=request,
        sort="new_level",
        caption=_("Reports that it would change"),
        empty=_("It would change none of them."),
    )
    context = {
        "page": page,
        "changes": [each for each in rule_lines(now, other) if each.differs],
        "levels": [each for each in level_lines(now, other) if each.differs],
        "trial": trial,
        "moves": moves(trial) if trial else [],
        "table": table,
        "try_form": TryRules(),
        "may_draft": bool(permissions.may_draft_rules(request.viewer)),
        "may_switch": permissions.may_switch_rules(request.viewer, page.drafted_by_id),
    }
    return render(request, "cybertips/staff/rule_page.html", context)


def _address(row: TrialChange) -> str:
    return reverse("tip-report", args=[row.report_id])


@staff(needs=permissions.RULES, methods=["POST"])
def tried(request: Request, page_id: int) -> HttpResponse:
    """Have it tried."""
    form = TryRules(request.POST)
    reports = int(form.cleaned_data["reports"]) if form.is_valid() else TryRules.FEWEST
    rules.try_rules(page_id, reports, by=request.viewer, now=timezone.now())
    messages.success(request, _("It is being tried. Nothing changes."))
    return redirect("tip-rule-page", page_id)


@staff(needs=permissions.OVERSEE, methods=["POST"])
def switched(request: Request, page_id: int) -> HttpResponse:
    """Have it decide from now on."""
    rules.switch_rules_on(page_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("It decides from now on."))
    return redirect("tip-rule-page", page_id)


urlpatterns = [
    path("reports/rules/", listed, name="tip-rules"),
    path("reports/rules/new/", drafted, name="tip-rules-new"),
    path("reports/rules/<int:page_id>/", seen, name="tip-rule-page"),
    path("reports/rules/<int:page_id>/try/", tried, name="tip-rules-try"),
    path("reports/rules/<int:page_id>/switch/", switched, name="tip-rules-switch"),
]
