"""What goes on after calls: hand-offs, calls back, notes about numbers, the shift."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, Problem
from porchlight.house.doors import Request, staff
from porchlight.programmes.hotline.actions import calls_going_on as actions
from porchlight.programmes.hotline.actions import calls_shift
from porchlight.programmes.hotline.forms.calls import (
    CallBackForm,
    CalledForm,
    DeclineForm,
    FlagForm,
    ShiftForm,
    language,
)
from porchlight.programmes.hotline.permissions.calls import TAKE
from porchlight.programmes.hotline.queries import calls as queries
from porchlight.programmes.hotline.rules.call_words import BackResult, Flag

POST = ["POST"]


def _back(request: Request) -> HttpResponseBase:
    """Go back to the page of the desk that the press came from."""
    there = request.POST.get("next", "")
    mine = url_has_allowed_host_and_scheme(there, {request.get_host()}, request.is_secure())
    return redirect(there if there.startswith("/staff/calls/") and mine else "call-list")


def _do(
    request: Request, act: Callable[[], object], done: str, form: Form | None = None
) -> HttpResponseBase:
    """Do it, or say why not; what was typed wrongly is said with its field."""
    if form is not None and not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            messages.error(request, f"{label}: {errors[0]}")
        return _back(request)
    try:
        act()
    except NotAllowed:
        raise
    except Problem as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, done)
    return _back(request)


@staff(needs=TAKE, methods=POST)
def log(request: Request) -> HttpResponseBase:
    """Write a line into the shift log."""
    form = ShiftForm(request.POST)

    def act() -> None:
        data = form.cleaned_data
        keep = timedelta(hours=data["keep"]) if data["keep"] else None
        calls_shift.write_shift_log(data["words"], keep, by=request.viewer, now=timezone.now())

    return _do(request, act, _("Written into the log."), form)


@staff(needs=TAKE, methods=POST)
def desk(request: Request) -> HttpResponseBase:
    """Come to the desk, or leave it."""
    now = timezone.now()
    if request.POST.get("leave"):
        return _do(
            request,
            lambda: calls_shift.leave_desk(by=request.viewer, now=now),
            _("You left the desk."),
        )
    return _do(
        request,
        lambda: calls_shift.come_to_desk(by=request.viewer, now=now),
        _("You are at the desk."),
    )


@staff(needs=TAKE, methods=POST)
def promise(request: Request) -> HttpResponseBase:
    """Promise to call somebody back."""
    form = CallBackForm(request.POST)
    number = request.POST.get("call", "")
    call = queries.call_for(request.viewer, number) if number else None

    def act() -> None:
        data, now = form.cleaned_data, timezone.now()
        actions.promise_call_back(
            data["phone"],
            form.due_at(now),
            who=data["who"],
            words=data["words"],
            language=language(),
            call_id=call.id if call else None,
            by=request.viewer,
            now=now,
        )

    return _do(request, act, _("The call back is on the board."), form)


@staff(needs=TAKE, methods=POST)
def called(request: Request, row_id: int) -> HttpResponseBase:
    """Write down what came of a call back."""
    form = CalledForm(request.POST)

    def act() -> None:
        data = form.cleaned_data
        actions.call_back(
            row_id,
            BackResult(data["result"]),
            data["words"],
            by=request.viewer,
            now=timezone.now(),
        )

    return _do(request, act, _("Written down."), form)


@staff(needs=TAKE, methods=POST)
def accept(request: Request, row_id: int) -> HttpResponseBase:
    """Take a case on, and go to it."""
    try:
        handoff = actions.accept_case(row_id, by=request.viewer, now=timezone.now())
    except NotAllowed:
        raise
    except Problem as problem:
        messages.warning(request, str(problem))
        return redirect("call-list")
    messages.success(request, _("The case is yours."))
    return redirect("case-overview", handoff.case.number)


@staff(needs=TAKE, methods=POST)
def decline(request: Request, row_id: int) -> HttpResponseBase:
    """Say that one cannot take a case on."""
    form = DeclineForm(request.POST)

    def act() -> None:
        actions.decline_case(
            row_id, form.cleaned_data["words"], by=request.viewer, now=timezone.now()
        )

    return _do(request, act, _("It is offered to all case managers again."), form)


@staff(needs=TAKE, methods=POST)
def flag(request: Request) -> HttpResponseBase:
    """Note what to know when a number calls again."""
    form = FlagForm(request.POST)

    def act() -> None:
        data, now = form.cleaned_data, timezone.now()
        actions.flag_caller(
            data["phone"],
            Flag(data["kind"]),
            data["words"],
            until_at=now + timedelta(days=data["days"]),
            by=request.viewer,
            now=now,
        )

    return _do(request, act, _("Noted. Every call is answered all the same."), form)


@staff(needs=TAKE, methods=POST)
def lift(request: Request, row_id: int) -> HttpResponseBase:
    """End a note about a number."""
    return _do(
        request,
        lambda: actions.lift_flag(row_id, by=request.viewer, now=timezone.now()),
        _("The note has ended."),
    )
