"""What goes on after calls: hand-offs, calls back, notes about numbers, the shift."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, Problem
from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import refused
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
from porchlight.programmes.hotline.staff import calls_console, calls_desk
from porchlight.programmes.hotline.staff.calls_desk import Kept

POST = ["POST"]


def _there(request: Request) -> str:
    """The page of the desk that the press came from."""
    there = request.POST.get("next", "")
    mine = url_has_allowed_host_and_scheme(there, {request.get_host()}, request.is_secure())
    return there if there.startswith("/staff/calls/") and mine else reverse("call-list")


def _again(request: Request, kept: Kept) -> HttpResponseBase:
    """Draw that page once more, with what was typed and what is in the way."""
    try:
        page = resolve(urlsplit(_there(request)).path)
    except Resolver404:
        return calls_desk.draw(request, kept)
    if page.url_name == "call-console":
        return calls_console.draw(request, page.kwargs["number"], kept)
    return calls_desk.draw(request, kept)


def _do(request: Request, act: Callable[[], object], done: str) -> HttpResponseBase:
    """Do what a single press asks for, or say why not."""
    try:
        act()
    except NotAllowed:
        raise
    except Problem as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, done)
    return redirect(_there(request))


def _take(
    request: Request, kept: Kept, act: Callable[[dict[str, Any]], object], done: str
) -> HttpResponseBase:
    """Take what was typed; what cannot be taken is drawn again and nothing of it is lost."""
    form = kept.form
    if not form.is_valid():
        return _again(request, kept)
    try:
        act(form.cleaned_data)
    except NotAllowed:
        raise
    except Problem as problem:
        refused(form, problem)
        return _again(request, kept)
    messages.success(request, done)
    return redirect(_there(request))


@staff(needs=TAKE, methods=POST)
def log(request: Request) -> HttpResponseBase:
    """Write a line into the shift log."""
    form = ShiftForm(request.POST, auto_id="shift_%s")

    def act(data: dict[str, Any]) -> None:
        keep = timedelta(hours=data["keep"]) if data["keep"] else None
        calls_shift.write_shift_log(data["words"], keep, by=request.viewer, now=timezone.now())

    kept = Kept(form, reverse("call-log"), _("Write it down"), "shift")
    return _take(request, kept, act, _("Written into the log."))


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
    form = CallBackForm(request.POST, auto_id="back_%s")
    number = request.POST.get("call", "")
    call = queries.call_for(request.viewer, number) if number else None

    def act(data: dict[str, Any]) -> None:
        now = timezone.now()
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

    kept = Kept(form, reverse("call-back-promise"), _("Promise"), "back")
    return _take(request, kept, act, _("The call back is on the board."))


@staff(needs=TAKE, methods=POST)
def called(request: Request, row_id: int) -> HttpResponseBase:
    """Write down what came of a call back."""
    form = CalledForm(request.POST, auto_id="called_%s")

    def act(data: dict[str, Any]) -> None:
        result, now = BackResult(data["result"]), timezone.now()
        actions.call_back(row_id, result, data["words"], by=request.viewer, now=now)

    kept = Kept(form, reverse("call-back", args=[row_id]), _("Write it down"))
    return _take(request, kept, act, _("Written down."))


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
    form = DeclineForm(request.POST, auto_id="decline_%s")

    def act(data: dict[str, Any]) -> None:
        actions.decline_case(row_id, data["words"], by=request.viewer, now=timezone.now())

    kept = Kept(form, reverse("call-decline", args=[row_id]), _("Send"))
    return _take(request, kept, act, _("It is offered to all case managers again."))


@staff(needs=TAKE, methods=POST)
def flag(request: Request) -> HttpResponseBase:
    """Note what to know when a number calls again."""
    form = FlagForm(request.POST, auto_id="flag_%s")

    def act(data: dict[str, Any]) -> None:
        now = timezone.now()
        actions.flag_caller(
            data["phone"],
            Flag(data["kind"]),
            data["words"],
            until_at=now + timedelta(days=data["days"]),
            by=request.viewer,
            now=now,
        )

    kept = Kept(form, reverse("call-flag"), _("Note it"), "flag")
    return _take(request, kept, act, _("Noted. Every call is answered all the same."))


@staff(needs=TAKE, methods=POST)
def lift(request: Request, row_id: int) -> HttpResponseBase:
    """End a note about a number."""
    return _do(
        request,
        lambda: actions.lift_flag(row_id, by=request.viewer, now=timezone.now()),
        _("The note has ended."),
    )
