"""What all pages of a case at the desk share: the record's head, its tabs, its buttons."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, Problem
from porchlight.house.doors import Request
from porchlight.house.ui.saving import SAVED, saved
from porchlight.programmes.cases import permissions, queries
from porchlight.programmes.cases.models import Case
from porchlight.programmes.cases.rules.vocabulary import CaseStatus

Act = Callable[..., object]

STATUS_KINDS = {
    CaseStatus.ACTIVE: "danger",
    CaseStatus.RECOVERED: "good",
    CaseStatus.CLOSED: "plain",
}


def tabs(case: Case, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a case."""
    counts = {
        "people": case.children.count() + case.companions.count() + case.contacts.count(),
        "agencies": case.shares.filter(ended_at__isnull=True).count(),
        "work": case.tasks.filter(done_at__isnull=True).count(),
        "photographs": case.photographs.filter(removed_at__isnull=True).count(),
    }
    words = {
        "overview": _("Overview"),
        "people": _("People and vehicles"),
        "agencies": _("Agencies and NCIC"),
        "work": _("Tasks, clocks and notes"),
        "photographs": _("Photographs"),
        "timeline": _("Timeline"),
    }
    return [
        {
            "label": label,
            "url": reverse(f"case-{name}", args=[case.number]),
            "current": name == current,
            "count": counts.get(name),
        }
        for name, label in words.items()
    ]


def decisions(request: Request, case: Case) -> dict[str, Any]:
    """Return what the viewer may do, each with its reason when not."""
    viewer, facts = request.viewer, queries.facts_of(case)
    return {
        "change": permissions.may_change_case(viewer, facts),
        "assign": permissions.may_assign(viewer, facts),
        "share": permissions.may_share(viewer, facts),
        "ncic": permissions.may_record_ncic(viewer, facts),
        "recovery": permissions.may_confirm_recovery(viewer, facts),
        "close": permissions.may_close(viewer, facts),
        "reopen": permissions.may_reopen(viewer, facts),
        "restrict": permissions.may_restrict(viewer, facts),
        "note": permissions.may_note(viewer, facts),
        "sealed": permissions.may_see_sealed(viewer, facts),
    }


def draw(
    request: Request, case: Case, tab: str, template: str, *, status: int = 200, **context: object
) -> HttpResponse:
    """Draw a page of a case with its head and tabs."""
    clocks = queries.clocks_of(case)
    page = {
        "case": case,
        "children": list(case.children.order_by("position", "id")),
        "status_kind": STATUS_KINDS[CaseStatus(case.status)],
        "tabs": tabs(case, tab),
        "may": decisions(request, case),
        "clocks": clocks,
        "next_clock": next((one for one in clocks if one.met_at is None), None),
        "now": timezone.now(),
        "may_read_trail": request.viewer.may("audit:entry:read"),
        **context,
    }
    return render(request, template, page, status=status)


def typed(
    request: Request,
    case: Case,
    form: Form,
    save: Callable[[], object],
    *,
    title: str,
    done: str,
    tab: str,
    button: str = "",
    template: str = "cases/staff/form.html",
    **context: object,
) -> HttpResponseBase:
    """Save what was typed and go back to the tab, or draw the form again with what is wrong."""
    back = reverse(f"case-{tab}", args=[case.number])
    status = 200
    if request.method == "POST":
        status = saved(request, form, save, done)
        if status == SAVED:
            return redirect(back)
    return draw(
        request,
        case,
        tab,
        template,
        status=status,
        form=form,
        form_title=title,
        form_button=button or _("Save"),
        cancel=back,
        conflict=status == 409,
        **context,
    )


def do(request: Request, number: str, tab: str, act: Act, done: str) -> HttpResponseBase:
    """Do something that needs no form, say how it went, and go back to the tab."""
    try:
        act(by=request.viewer, now=timezone.now())
    except NotAllowed:
        raise
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect(f"case-{tab}", number)
