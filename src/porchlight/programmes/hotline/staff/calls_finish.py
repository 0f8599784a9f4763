"""The end of a call: read over, and made into what it becomes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, Problem
from porchlight.core.identifiers import normalise_case_number
from porchlight.house.directory.queries import agencies_for
from porchlight.house.directory.rules.kinds import KINDS, kind_name
from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import refused
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.cases.rules.vocabulary import Category
from porchlight.programmes.hotline.actions import calls as actions
from porchlight.programmes.hotline.actions import calls_going_on, calls_outcomes
from porchlight.programmes.hotline.forms.calls import (
    AboutCaseForm,
    NewCaseForm,
    OnCaseForm,
    ToldForm,
)
from porchlight.programmes.hotline.models import Call, Outcome
from porchlight.programmes.hotline.permissions.calls import TAKE, may_settle
from porchlight.programmes.hotline.queries import calls as queries
from porchlight.programmes.hotline.queries import calls_beside
from porchlight.programmes.hotline.rules.blocks import About
from porchlight.programmes.hotline.rules.call_words import CallState, Ending
from porchlight.programmes.hotline.rules.priorities import PRIORITY_WORDS
from porchlight.programmes.hotline.rules.sheet import Sheet
from porchlight.programmes.hotline.staff import calls_console, calls_drawing

POLICE_KINDS = frozenset(code for code, kind in KINDS.items() if kind.police)
MOST_AGENCIES = 6


@staff(needs=TAKE)
def finish(request: Request, number: str) -> HttpResponse:
    """Read the call over before it becomes something."""
    return _page(request, number)


def _page(
    request: Request, number: str, *, status: int = 200, **forms: Form | None
) -> HttpResponse:
    call, draft, sheet = calls_console.opened(request, number)
    now = timezone.now()
    may_settle(request.viewer, call.facts()).require()
    actions.view_call(call, "review", by=request.viewer, now=now)
    beside = calls_beside.beside(request.viewer, call, sheet, now)
    made = {one.kind: one for one in call.outcomes.select_related("case")}
    context = {
        "call": call,
        "now": now,
        "about": sheet.about,
        "console": calls_drawing.console(sheet, draft),
        "beside": beside,
        "made": made,
        "outcomes": list(call.outcomes.select_related("case", "made_by").order_by("made_at")),
        "wrong": sheet.wrong,
        "priority": call.urgency,
        "priority_words": PRIORITY_WORDS[call.urgency],
        "agencies": _agencies(sheet),
        "case_form": forms.get("case_form") or _case_form(sheet, beside),
        "note_form": forms.get("note_form") or _note_form(sheet),
        "lead_form": forms.get("lead_form") or _lead_form(sheet),
        "support_form": forms.get("support_form") or AboutCaseForm(auto_id="support_%s"),
        "told_form": forms.get("told_form") or ToldForm(auto_id="told_%s"),
        "first": _first(sheet),
        "report_form": forms.get("report_form"),
        "again": bool(forms),
    }
    return render(request, "hotline/staff/calls_finish.html", context, status=status)


def _number_in(words: str) -> str:
    """A case number as it is written, when the words are one."""
    try:
        return normalise_case_number(words)
    except Problem:
        return ""


def _first(sheet: Sheet) -> str:
    """Which outcome stands first for what the call is about."""
    return {
        About.MISSING: "case",
        About.SIGHTING: "lead",
        About.EXPLOITATION: "report",
        About.SUPPORT: "support",
        About.INFORMATION: "information",
    }[sheet.about]


def _agencies(sheet: Sheet) -> list[tuple[int, str, str, bool]]:
    """The agencies that answer for the place: id, name with kind, why, whether verified."""
    if sheet.place is None:
        return []
    tribe = sheet.text("life-0-tribe")
    matches = [m for m in agencies_for(sheet.place, tribe=tribe) if m.agency.kind in POLICE_KINDS]
    return [
        (match.agency.id, match.agency.name, f"{kind_name(match.agency.kind)} · {match.reason}",
         match.verified)
        for match in matches[:MOST_AGENCIES]
    ]  # fmt: skip


def _form_choices(sheet: Sheet) -> dict[str, Any]:
    return {
        "agencies": [(row[0], f"{row[1]} — {row[2]}") for row in _agencies(sheet) if row[3]],
        "managers": [(person.id, person.name) for person in cases.managers()],
    }


def _case_form(sheet: Sheet, beside: calls_beside.Beside) -> NewCaseForm:
    choices = _form_choices(sheet)
    first = choices["agencies"][:1]
    likely = beside.suggestions[0][1].category if beside.suggestions else ""
    initial = {"category": likely, "agencies": [row[0] for row in first]}
    return NewCaseForm(initial=initial, **choices)


def _lead_form(sheet: Sheet) -> AboutCaseForm:
    known = _number_in(sheet.text("sighting-0-case"))
    return AboutCaseForm(initial={"case_number": known}, auto_id="lead_%s")


def _note_form(sheet: Sheet) -> OnCaseForm:
    words = sheet.text("sighting-0-words") or sheet.text("event-0-circumstances")
    initial = {"case_number": sheet.text("sighting-0-case"), "words": words}
    return OnCaseForm(initial=initial, auto_id="note_%s")


@staff(needs=TAKE, methods=["POST"])
def new_case(request: Request, number: str) -> HttpResponseBase:
    """Open the case, tell the agencies, offer it to a case manager, end the call."""
    call, _draft, sheet = calls_console.opened(request, number)
    form = NewCaseForm(request.POST, **_form_choices(sheet))
    if not form.is_valid():
        return _page(request, number, status=422, case_form=form)
    data, now = form.cleaned_data, timezone.now()
    new = calls_outcomes.NewCase(
        Category(data["category"]), tuple(data["agencies"]), data["restricted"]
    )
    try:
        outcome = calls_outcomes.open_case_from_call(call.id, new, by=request.viewer, now=now)
    except NotAllowed:
        raise
    except Problem as problem:
        form.add_error(None, str(problem))
        return _page(request, number, status=422, case_form=form)
    _offer(request, outcome, data["manager"], data["words"])
    _end(request, call)
    assert outcome.case is not None
    messages.success(request, _("Case %(number)s is open.") % {"number": outcome.case.number})
    return redirect("case-overview", outcome.case.number)


def _offer(request: Request, outcome: Outcome, manager: int | None, words: str) -> None:
    try:
        calls_going_on.offer_case(outcome.id, manager, words, by=request.viewer, now=timezone.now())
    except Problem:
        # Pressed twice: the case is offered already.
        return


def _end(request: Request, call: Call) -> None:
    call.refresh_from_db()
    if call.state != CallState.ENDED:
        actions.end_call(call.id, Ending.SETTLED, by=request.viewer, now=timezone.now())


def _take(
    request: Request,
    number: str,
    name: str,
    form: Form,
    act: Callable[[Call, dict[str, Any]], object],
    done: str,
) -> HttpResponseBase:
    """Make the outcome, or draw the page again with what was typed and what is in the way."""
    if not form.is_valid():
        return _page(request, number, status=422, **{name: form})
    call = queries.call_for(request.viewer, number)
    try:
        act(call, form.cleaned_data)
    except NotAllowed:
        raise
    except Problem as problem:
        refused(form, problem)
        return _page(request, number, status=problem.status, **{name: form})
    messages.success(request, done)
    if "go_on" in request.POST:
        return redirect("call-console", number)
    _end(request, call)
    return redirect("call-list")


@staff(needs=TAKE, methods=["POST"])
def note(request: Request, number: str) -> HttpResponseBase:
    """Note what was told on a case that is there."""

    def act(call: Call, data: dict[str, Any]) -> None:
        calls_outcomes.note_on_case(
            call.id, data["case_number"], data["words"], by=request.viewer, now=timezone.now()
        )

    form = OnCaseForm(request.POST, auto_id="note_%s")
    return _take(request, number, "note_form", form, act, _("Noted on the case."))


@staff(needs=TAKE, methods=["POST"])
def lead(request: Request, number: str) -> HttpResponseBase:
    """Make a lead of what somebody saw."""

    def act(call: Call, data: dict[str, Any]) -> None:
        case = data["case_number"]
        calls_outcomes.make_lead(call.id, case, by=request.viewer, now=timezone.now())

    form = AboutCaseForm(request.POST, auto_id="lead_%s")
    return _take(request, number, "lead_form", form, act, _("The lead is in the inbox."))


@staff(needs=TAKE, methods=["POST"])
def report(request: Request, number: str) -> HttpResponseBase:
    """Hand the call to the CyberTipline."""

    def act(call: Call, _data: dict[str, Any]) -> None:
        calls_outcomes.hand_to_cybertipline(call.id, by=request.viewer, now=timezone.now())

    form = Form(request.POST)
    return _take(request, number, "report_form", form, act, _("Handed to the CyberTipline."))


@staff(needs=TAKE, methods=["POST"])
def support(request: Request, number: str) -> HttpResponseBase:
    """Ask family advocates to call."""

    def act(call: Call, data: dict[str, Any]) -> None:
        case = data["case_number"]
        calls_outcomes.request_support(call.id, case, by=request.viewer, now=timezone.now())

    form = AboutCaseForm(request.POST, auto_id="support_%s")
    done = _("Family advocates are asked to call.")
    return _take(request, number, "support_form", form, act, done)


@staff(needs=TAKE, methods=["POST"])
def information(request: Request, number: str) -> HttpResponseBase:
    """Write down what was asked and told."""

    def act(call: Call, data: dict[str, Any]) -> None:
        calls_outcomes.give_information(
            call.id, data["words"], by=request.viewer, now=timezone.now()
        )

    form = ToldForm(request.POST, auto_id="told_%s")
    return _take(request, number, "told_form", form, act, _("Written down."))


@staff(needs=TAKE, methods=["POST"])
def end(request: Request, number: str) -> HttpResponseBase:
    """End a call in one press: silent, wrong number, prank; what was typed stays."""
    call = queries.call_for(request.viewer, number)
    ending = request.POST.get("ending", "")
    if ending not in set(Ending):
        return redirect("call-console", number)
    try:
        actions.end_call(call.id, Ending(ending), by=request.viewer, now=timezone.now())
    except NotAllowed:
        raise
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("call-finish", number)
    messages.success(request, _("The call has ended. What was typed is kept."))
    return redirect("call-list")


@staff(needs=TAKE, methods=["POST"])
def reopen(request: Request, number: str) -> HttpResponseBase:
    """Open an ended call again."""
    call = queries.call_for(request.viewer, number)
    actions.reopen_call(call.id, by=request.viewer, now=timezone.now())
    return redirect("call-console", number)
