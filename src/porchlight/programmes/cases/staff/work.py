"""Working a case: assigning, telling agencies, NCIC, notes, tasks, clocks, recovery, the end."""

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.doors import Request, staff
from porchlight.programmes.cases import actions, permissions, queries
from porchlight.programmes.cases.forms import (
    AssignForm,
    CloseForm,
    NcicForm,
    NoteForm,
    RecoveryForm,
    ShareForm,
    TaskDoneForm,
    TaskForm,
)
from porchlight.programmes.cases.permissions import (
    may_assign,
    may_change_case,
    may_close,
    may_confirm_recovery,
)
from porchlight.programmes.cases.rules.recovery import closing_checklist
from porchlight.programmes.cases.rules.vocabulary import (
    AgencyRole,
    ChildStatus,
    ClosingReason,
    Compartment,
)
from porchlight.programmes.cases.staff.drawing import do, typed

BOTH = ["GET", "POST"]


@staff(needs=permissions.WRITE, methods=BOTH)
def assign(request: Request, number: str) -> HttpResponseBase:
    """Give the case to a case manager."""
    case = queries.case_for(request.viewer, number)
    may_assign(request.viewer, queries.facts_of(case)).require()
    form = AssignForm(
        request.POST or None, people=queries.managers(), initial={"manager": case.manager_id}
    )

    def save() -> None:
        manager = form.cleaned_data["manager"]
        actions.assign_case(case.id, manager.id, by=request.viewer, now=timezone.now())

    return typed(
        request,
        case,
        form,
        save,
        title=_("Assign the case"),
        done=_("The case is assigned."),
        tab="overview",
        button=_("Assign"),
    )


@staff(needs=permissions.WRITE, methods=BOTH)
def share(request: Request, number: str) -> HttpResponseBase:
    """Tell an agency and let its officers see the case."""
    case = queries.case_for(request.viewer, number)
    may_change_case(request.viewer, queries.facts_of(case)).require()
    near = queries.agencies_near(case)
    first = {"agency": near[0].agency.id} if near else {}
    form = ShareForm(request.POST or None, initial=first)

    def save() -> None:
        data = form.cleaned_data
        actions.share_with_agency(
            case.id,
            data["agency"].id,
            role=AgencyRole(data["role"]),
            report_number=data["report_number"],
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(
        request,
        case,
        form,
        save,
        title=_("Tell an agency"),
        done=_("The agency is told and sees the case."),
        tab="agencies",
        button=_("Tell and share"),
        template="cases/staff/share.html",
        suggested=near,
    )


@staff(needs=permissions.WRITE, methods=["POST"])
def end_share(request: Request, number: str, agency_id: int) -> HttpResponseBase:
    """Take an agency off the case."""
    case = queries.case_for(request.viewer, number)
    return do(
        request,
        case.number,
        "agencies",
        lambda *, by, now: actions.end_share(case.id, agency_id, by=by, now=now),
        _("The agency sees the case no longer."),
    )


@staff(needs=permissions.WRITE, methods=["POST"])
def consulted(request: Request, number: str, agency_id: int) -> HttpResponseBase:
    """The agency agreed to a poster."""
    case = queries.case_for(request.viewer, number)
    return do(
        request,
        case.number,
        "agencies",
        lambda *, by, now: actions.record_agency_consulted(case.id, agency_id, by=by, now=now),
        _("Recorded: the agency agrees to a poster."),
    )


@staff(needs=permissions.WRITE, methods=BOTH)
def ncic(request: Request, number: str) -> HttpResponseBase:
    """The entry into NCIC."""
    case = queries.case_for(request.viewer, number)
    may_change_case(request.viewer, queries.facts_of(case)).require()
    form = NcicForm(request.POST or None, initial={"ncic_number": case.ncic_number})

    def save() -> None:
        actions.record_ncic(case.id, **form.cleaned_data, by=request.viewer, now=timezone.now())

    return typed(
        request,
        case,
        form,
        save,
        title=_("Entry into NCIC"),
        done=_("The entry is recorded; its clock is met."),
        tab="agencies",
    )


@staff(needs=permissions.WRITE, methods=["POST"])
def note(request: Request, number: str) -> HttpResponseBase:
    """Add a note."""
    case = queries.case_for(request.viewer, number)
    form = NoteForm(request.POST)

    def save() -> None:
        data = form.cleaned_data
        actions.add_note(
            case.id,
            data["text"],
            compartment=Compartment(data["compartment"]),
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(request, case, form, save, title=_("Note"), done=_("Noted."), tab="work")


@staff(needs=permissions.WRITE, methods=["POST"])
def task(request: Request, number: str) -> HttpResponseBase:
    """Add something to be done."""
    case = queries.case_for(request.viewer, number)
    form = TaskForm(request.POST, people=queries.task_people())

    def save() -> None:
        data = form.cleaned_data
        actions.add_task(
            case.id,
            data["words"],
            due_at=data["due_at"],
            assigned_to_id=data["assigned_to"].id if data["assigned_to"] else None,
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(
        request, case, form, save, title=_("Task"), done=_("The task is added."), tab="work"
    )


@staff(needs=permissions.DO_TASK, methods=BOTH)
def task_done(request: Request, number: str, task_id: int) -> HttpResponseBase:
    """Mark a task as done, with what came of it."""
    case = queries.case_for(request.viewer, number)
    found = queries.task_of(case, task_id)
    form = TaskDoneForm(request.POST or None)

    def save() -> None:
        outcome = form.cleaned_data["outcome"]
        actions.do_task(found.id, outcome, by=request.viewer, now=timezone.now())

    return typed(
        request,
        case,
        form,
        save,
        title=found.words,
        done=_("The task is done."),
        tab="work",
        button=_("Done"),
    )


@staff(needs=permissions.WRITE, methods=["POST"])
def clock_met(request: Request, number: str, clock_id: int) -> HttpResponseBase:
    """Mark a clock as met."""
    case = queries.case_for(request.viewer, number)
    queries.clock_of(case, clock_id)
    return do(
        request,
        case.number,
        "work",
        lambda *, by, now: actions.meet_clock(clock_id, by=by, now=now),
        _("The clock is met."),
    )


@staff(needs=permissions.WRITE, methods=["POST"])
def clock_paused(request: Request, number: str, clock_id: int) -> HttpResponseBase:
    """Stop a clock of the house, or let it run on."""
    case = queries.case_for(request.viewer, number)
    queries.clock_of(case, clock_id)
    return do(
        request,
        case.number,
        "work",
        lambda *, by, now: actions.pause_clock(clock_id, by=by, now=now),
        _("Done."),
    )


@staff(needs=permissions.CLOSE, methods=BOTH)
def recovery(request: Request, number: str) -> HttpResponseBase:
    """A child is found: when, in which county or city, how, and which officer confirmed it."""
    case = queries.case_for(request.viewer, number)
    may_confirm_recovery(request.viewer, queries.facts_of(case)).require()
    missing = case.children.filter(status=ChildStatus.MISSING)
    form = RecoveryForm(request.POST or None, children=missing, at_desk=True)

    def save() -> None:
        actions.confirm_recovery(
            case.id,
            form.cleaned_data["child"].id,
            form.recovery(),
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(
        request,
        case,
        form,
        save,
        title=_("Confirm a recovery"),
        done=_("The recovery is recorded; posters are being withdrawn."),
        tab="overview",
        button=_("Confirm recovery"),
    )


@staff(needs=permissions.WRITE, methods=["POST"])
def missing_again(request: Request, number: str, row_id: int) -> HttpResponseBase:
    """A child is missing again."""
    case = queries.case_for(request.viewer, number)
    return do(
        request,
        case.number,
        "people",
        lambda *, by, now: actions.missing_again(case.id, row_id, by=by, now=now),
        _("The child is missing again."),
    )


@staff(needs=permissions.CLOSE, methods=BOTH)
def close(request: Request, number: str) -> HttpResponseBase:
    """End the work on the case, by its checklist."""
    case = queries.case_for(request.viewer, number)
    may_close(request.viewer, queries.facts_of(case)).require()
    form = CloseForm(request.POST or None)

    def save() -> None:
        data = {**form.cleaned_data, "reason": ClosingReason(form.cleaned_data["reason"])}
        reason = data.pop("reason")
        actions.close_case(case.id, reason, **data, by=request.viewer, now=timezone.now())

    facts = queries.closing_facts(case, family_told=False, ncic_cleared=False)
    return typed(
        request,
        case,
        form,
        save,
        title=_("Close the case"),
        done=_("The case is closed."),
        tab="overview",
        button=_("Close the case"),
        template="cases/staff/close.html",
        checklist=closing_checklist(facts, ClosingReason.RECOVERED),
    )


@staff(needs=permissions.CLOSE, methods=["POST"])
def reopen(request: Request, number: str) -> HttpResponseBase:
    """Go on with a closed case."""
    case = queries.case_for(request.viewer, number)
    return do(
        request,
        case.number,
        "overview",
        lambda *, by, now: actions.reopen_case(case.id, by=by, now=now),
        _("The case is open again."),
    )


@staff(needs=permissions.WRITE, methods=["POST"])
def restrict(request: Request, number: str) -> HttpResponseBase:
    """Close the case to the desk, or open it to the desk again."""
    case = queries.case_for(request.viewer, number)
    restricted = not case.restricted
    return do(
        request,
        case.number,
        "overview",
        lambda *, by, now: actions.restrict_case(case.id, restricted, by=by, now=now),
        _("Only the case manager and supervisors see it now.")
        if restricted
        else _("The desk sees the case again."),
    )
