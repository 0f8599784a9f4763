"""The advocate's day; the record with its people, and who supports which family."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, NotFound
from porchlight.core.phones import Phone
from porchlight.core.text import say
from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import SAVED, saved
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.families import permissions
from porchlight.programmes.families.actions import requests
from porchlight.programmes.families.actions import support as actions
from porchlight.programmes.families.forms import AssignForm, OutcomeForm, RelativeForm, SupportForm
from porchlight.programmes.families.models import SupportRecord, SupportRequest
from porchlight.programmes.families.queries import support as queries
from porchlight.programmes.families.queries.day import day_of
from porchlight.programmes.families.staff.drawing import do, draw, seen, typed


@staff(needs=permissions.READ)
def day(request: Request) -> HttpResponse:
    """Promises due, hard days near, messages unread, families without an advocate."""
    now = timezone.now()
    found = day_of(request.viewer, now=now, today=timezone.localdate())
    shown = len(found.families) + len(found.waiting) + len(found.requests)
    actions.view_day(shown, by=request.viewer, now=now)
    return render(request, "families/staff/day.html", {"day": found, "now": now})


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def answer(request: Request, request_id: int) -> HttpResponseBase:
    """Write down what became of a family's wish to be called."""
    found = queries.one_of(SupportRequest.objects.all(), request_id)
    form = OutcomeForm(request.POST or None, label=_("What became of it"))
    status = 200
    if request.method == "POST":

        def save() -> None:
            outcome = form.cleaned_data["outcome"]
            requests.settle_request(found.pk, outcome, by=request.viewer, now=timezone.now())

        status = saved(request, form, save, _("Written down."))
        if status == SAVED:
            return redirect("family-day")
    else:
        actions.view_day(1, by=request.viewer, now=timezone.now())
    context = {"form": form, "asked": found, "now": timezone.now()}
    return render(request, "families/staff/request.html", context, status=status)


@staff(needs=permissions.CHOOSE, methods=["GET", "POST"])
def assign(request: Request, number: str) -> HttpResponseBase:
    """Take a family on, hand it on, or assign it to an advocate."""
    viewer, now = request.viewer, timezone.now()
    case_id = _known_case(request, number)
    there = queries.support_of_case(case_id)
    form = AssignForm(
        request.POST or None,
        advocates=queries.advocates(now),
        initial={
            "advocate": str(there.advocate_id if there else viewer.id),
            "phone": Phone.of(there.phone if there else _own_number(viewer.id or 0)).shown(),
        },
    )
    status = 200
    if request.method == "POST":

        def save() -> None:
            chosen = int(form.cleaned_data["advocate"])
            phone = form.cleaned_data["phone"]
            actions.assign_advocate(case_id, chosen, phone, by=viewer, now=now)

        status = saved(request, form, save, _("The family has an advocate."))
        if status == SAVED:
            mine = form.cleaned_data["advocate"] == str(viewer.id)
            return redirect("family-record", number) if mine else redirect("staff-home")
    else:
        actions.view_day(1, by=viewer, now=now)
    context = {"form": form, "number": number, "names": cases.family_source(case_id).names}
    return render(request, "families/staff/assign.html", context, status=status)


def _known_case(request: Request, number: str) -> int:
    """Return the case's id to whoever may decide who supports its family."""
    viewer = request.viewer
    case_id = cases.case_id_of(number)
    there = queries.facts_of_case(case_id) if case_id else None
    own = there is not None and there.advocate_id == viewer.id
    known = own or cases.listed_cases(viewer).filter(id=case_id or 0).exists()
    if case_id is None or not known:
        raise NotFound(say("There is no case of this number that you may see."))
    permissions.may_assign(viewer, viewer.id or 0, there).require()
    return case_id


def _own_number(account_id: int) -> str:
    last = SupportRecord.objects.filter(advocate_id=account_id).order_by("-assigned_at").first()
    return last.phone if last else settings.ENV.hotline_number


@staff()
def record(request: Request, number: str) -> HttpResponse:
    """The family's members, how it is safe to reach them, how safe they are."""
    try:
        found = seen(request, number, "record")
    except NotAllowed as problem:
        return _locked(request, number, problem)
    relatives = queries.relatives_of(found)
    return draw(request, found, "record", "families/staff/record.html", relatives=relatives)


def _locked(request: Request, number: str, problem: NotAllowed) -> HttpResponse:
    there = queries.facts_of_case(cases.case_id_of(number) or 0)
    supervises = permissions.SUPERVISOR in request.viewer.roles
    opens = f"support:{there.id}" if there and supervises else ""
    context = {"number": number, "problem": problem, "opens": opens}
    return render(request, "families/staff/locked.html", context, status=403)


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def safety(request: Request, number: str) -> HttpResponseBase:
    """Write how safe the family is and the plan for a crisis."""
    found = queries.support_for(request.viewer, number)
    shown = {name: getattr(found, name) for name in ("version", "safety", "crisis_plan")}
    form = SupportForm(request.POST or None, initial=shown)

    def save() -> None:
        actions.change_support(found.pk, **form.cleaned_data, by=request.viewer, now=timezone.now())

    done, title = _("Written down."), _("Safety and crisis plan")
    return typed(request, found, form, save, title=title, done=done, tab="record")


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def relative(request: Request, number: str, relative_id: int | None = None) -> HttpResponseBase:
    """Add somebody of the family, or change how it is safe to reach them."""
    found = queries.support_for(request.viewer, number)
    there = queries.one_of(found.relatives.all(), relative_id) if relative_id else None
    initial = RelativeForm.of(there) if there else {}
    form = RelativeForm(request.POST or None, initial=initial)

    def save() -> None:
        by, now, person = request.viewer, timezone.now(), form.person()
        if there is None:
            actions.add_relative(found.pk, person, by=by, now=now)
        else:
            version = form.cleaned_data["version"]
            actions.change_relative(there.pk, person, version=version, by=by, now=now)

    title = there.name if there else _("Add a family member")
    return typed(request, found, form, save, title=title, done=_("Saved."), tab="record")


@staff(needs=permissions.WRITE, methods=["POST"])
def recovery_told(request: Request, number: str) -> HttpResponseBase:
    """Write down that the family was told of the recovery in person."""
    found = queries.support_for(request.viewer, number)

    def act(**said: Any) -> None:  # noqa: ANN401 by and now
        actions.tell_recovery(found.pk, **said)

    return do(request, number, "record", act, _("Written down. Their page says it now."))
