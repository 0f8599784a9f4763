"""Looking: one's day, the list, and the tabs of a case."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from porchlight.core.errors import NotAllowed, NotFound, Problem, RuleBroken
from porchlight.core.identifiers import normalise_case_number
from porchlight.core.text import say
from porchlight.house.accounts.actions.glass import break_glass
from porchlight.house.doors import Request, staff
from porchlight.house.ui.panels import panels_for
from porchlight.house.ui.table import Column, Table, badge, link, text, when
from porchlight.programmes.cases import actions, permissions, queries
from porchlight.programmes.cases.forms import (
    NoteForm,
    TaskForm,
)
from porchlight.programmes.cases.models import Case
from porchlight.programmes.cases.rules.missing import Needed
from porchlight.programmes.cases.rules.vocabulary import CaseStatus, Category, choices, label
from porchlight.programmes.cases.staff.drawing import STATUS_KINDS, draw

BREAK_GLASS = "accounts:glass:break"


@staff(needs=permissions.READ)
def day(request: Request) -> HttpResponse:
    """My day: my cases, my tasks, the clocks that run, and cases without a manager."""
    found = queries.my_day(request.viewer)
    now = timezone.now()
    actions.view_list([*found.cases, *found.unassigned], by=request.viewer, now=now)
    context = {
        "day": found,
        "now": now,
        "panels": panels_for("day", request.viewer),
        "kinds": STATUS_KINDS,
        "assigns": request.viewer.may(permissions.ASSIGN),
    }
    return render(request, "cases/staff/day.html", context)


def _columns() -> list[Column]:
    return [
        link("number", _("Number"), url=lambda case: reverse("case-overview", args=[case.number])),
        text("children", _("Children"), read=_names),
        badge(
            "status",
            _("Status"),
            read=lambda case: str(label(CaseStatus(case.status))),
            order="status",
            kinds={str(label(word)): kind for word, kind in STATUS_KINDS.items()},
        ),
        text(
            "category",
            _("Category"),
            read=lambda case: str(label(Category(case.category))),
            order="category",
        ),
        text("missing_on", _("Missing since"), read=_missing_on, order="missing_on"),
        text("place", _("From"), read=_place, order="state"),
        text("manager", _("Case manager"), read=_manager, order="manager__name"),
        when("opened_at", _("Opened")),
    ]


def _names(case: Case) -> str:
    return ", ".join(child.name for child in case.children.all())


def _missing_on(case: Case) -> str:
    since = case.missing_since
    if since is None:
        return ""
    day = since.exact
    return date_format(day, "SHORT_DATE_FORMAT") if day else str(since)


def _place(case: Case) -> str:
    return case.place.label if case.place else ""


def _manager(case: Case) -> str:
    return case.manager.name if case.manager else ""


STATUSES = (("", gettext_lazy("All")),)


@staff(needs=permissions.SEARCH)
def listed(request: Request) -> HttpResponse:
    """The cases that the viewer sees; ?q= number or names, ?status=."""
    words = request.GET.get("q", "").strip()[:80]
    status = request.GET.get("status", "")
    if words and (exact := _exact(words)):
        return redirect("case-overview", exact)
    rows = queries.case_rows(request.viewer, words=words, status=status)
    table = Table(
        rows,
        columns=_columns(),
        request=request,
        sort="-opened_at",
        exports=True,
        caption=_("Cases"),
        empty=_("No case fits. Look at the number, or try one name only."),
    )
    now = timezone.now()
    if table.wants_csv:
        actions.export_list(rows.count(), by=request.viewer, now=now)
        return table.csv("cases")
    actions.view_list(list(table.page.object_list), by=request.viewer, now=now)
    context = {
        "table": table,
        "words": words,
        "status": status,
        "statuses": [*STATUSES, *choices(CaseStatus)],
    }
    return render(request, "cases/staff/list.html", context)


def _exact(words: str) -> str:
    """A whole case number leads to the case, whether its list shows it or not."""
    try:
        return normalise_case_number(words)
    except RuleBroken:
        return ""


def seen(request: Request, number: str, part: str) -> Case:
    """
    Return the case, and write down that this part of it is shown.

    :raises NotFound: when there is none for this viewer
    :raises NotAllowed: when it could be opened in an emergency
    """
    case = queries.case_for(request.viewer, number)
    actions.view_case(case, part, by=request.viewer, now=timezone.now())
    return case


@staff(needs=permissions.READ)
def overview(request: Request, number: str) -> HttpResponse:
    """The case at a glance: what happened, what is lacking, what other programmes have of it."""
    try:
        case = seen(request, number, "overview")
    except NotAllowed as problem:
        return _locked(request, number, problem)
    except NotFound:
        return _summary(request, number)
    return draw(
        request,
        case,
        "overview",
        "cases/staff/overview.html",
        lacks=_lacking(case),
        panels=panels_for("case", request.viewer, case.id),
        moments=queries.timeline(case)[:8],
    )


NEEDED = {
    Needed.NCIC: (gettext_lazy("For NCIC, by law"), "danger"),
    Needed.POSTER: (gettext_lazy("For a poster"), "wait"),
    Needed.SEARCH: (gettext_lazy("For the search"), "plain"),
}


def _lacking(case: Case) -> list[dict[str, Any]]:
    """What is lacking, by what it is needed for and of which child."""
    names = {child.id: child.name for child in case.children.all()}
    groups: list[dict[str, Any]] = []
    lacks = queries.lacks_of(case)
    # Of an only child, what the case lacks and what the child lacks stand under one heading.
    several = len(names) > 1
    for (needed, child_id), found in groupby(
        lacks, key=lambda one: (one.needed, one.child_id if several else None)
    ):
        title, kind = NEEDED[needed]
        child = names.get(child_id or 0, "")
        groups.append({"title": title, "kind": kind, "child": child, "lacks": list(found)})
    return groups


def _summary(request: Request, number: str) -> HttpResponse:
    """What an advocate sees: names, state and whose the case is, nothing of the investigation."""
    case = queries.summary_for(request.viewer, number)
    actions.view_case(case, "summary", by=request.viewer, now=timezone.now())
    context = {
        "case": case,
        "children": list(case.children.order_by("position", "id")),
        "panels": panels_for("case summary", request.viewer, case.id),
    }
    return render(request, "cases/staff/summary.html", context)


def _locked(request: Request, number: str, problem: Problem) -> HttpResponse:
    context = {"number": normalise_case_number(number), "problem": problem}
    return render(request, "cases/staff/locked.html", context, status=403)


@staff(needs=BREAK_GLASS, methods=["POST"])
def open_in_emergency(request: Request, number: str) -> HttpResponseBase:
    """Open a case that is not one's own, with a reason that supervisors read."""
    case_id = queries.case_id_of(normalise_case_number(number))
    if case_id is None:
        raise NotFound(say("There is no such case."))
    reason = request.POST.get("reason", "")[:500]
    try:
        break_glass(f"case:{case_id}", reason, by=request.viewer, now=timezone.now())
    except RuleBroken as problem:
        return _locked(request, number, problem)
    return redirect("case-overview", number)


@staff(needs=permissions.READ)
def people(request: Request, number: str) -> HttpResponse:
    """Children, companions, vehicles and contacts with all that is known of them."""
    case = seen(request, number, "people")
    return draw(
        request,
        case,
        "people",
        "cases/staff/people.html",
        companions=list(case.companions.order_by("id")),
        vehicles=list(case.vehicles.order_by("id")),
        contacts=list(case.contacts.order_by("-is_caller", "id")),
    )


@staff(needs=permissions.READ)
def agencies(request: Request, number: str) -> HttpResponse:
    """The agencies on the case, their answers, and the entry into NCIC."""
    case = seen(request, number, "agencies")
    shares = case.shares.select_related("agency", "told_by", "answered_by").order_by("-id")
    return draw(
        request,
        case,
        "agencies",
        "cases/staff/agencies.html",
        shares=list(shares),
        suggested=queries.agencies_near(case),
    )


@staff(needs=permissions.READ)
def work(request: Request, number: str) -> HttpResponse:
    """What is to be done, the clocks, and the notes."""
    case = seen(request, number, "work")
    tasks = case.tasks.select_related("assigned_to", "done_by").order_by("done_at", "due_at", "id")
    return draw(
        request,
        case,
        "work",
        "cases/staff/work.html",
        tasks=list(tasks),
        notes=list(case.notes.select_related("written_by").order_by("-id")),
        note_form=NoteForm(),
        task_form=TaskForm(people=queries.task_people()),
    )


@staff(needs=permissions.READ)
def timeline(request: Request, number: str) -> HttpResponse:
    """Everything that happened, newest first."""
    case = seen(request, number, "timeline")
    return draw(
        request, case, "timeline", "cases/staff/timeline.html", moments=queries.timeline(case)
    )
