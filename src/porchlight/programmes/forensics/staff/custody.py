"""Evidence at the desk: items and their chains, labels, services, laboratories, requests."""

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from porchlight.core.errors import Problem
from porchlight.house.audit.actions import record
from porchlight.house.doors import Request, staff
from porchlight.house.ui.table import Table, badge, day, link, text
from porchlight.programmes.forensics import actions, events, permissions, queries
from porchlight.programmes.forensics.actions import Whose
from porchlight.programmes.forensics.forms import (
    CollectForm,
    FindingForm,
    HandForm,
    LaboratoryForm,
    RequestForm,
    StepForm,
)
from porchlight.programmes.forensics.models import EvidenceItem, LabRequest
from porchlight.programmes.forensics.rules.custody import Act
from porchlight.programmes.forensics.rules.findings import KIND_WORDS
from porchlight.programmes.forensics.rules.items import ACT_WORDS, ITEM_KINDS
from porchlight.programmes.forensics.rules.services import (
    CONSUMES,
    MOVES,
    STAGE_WORDS,
    Stage,
    services,
)

STAGE_KINDS = {
    Stage.ASKED: "wait",
    Stage.OFFERED: "info",
    Stage.ACCEPTED: "info",
    Stage.WORKING: "info",
    Stage.REPORTED: "good",
    Stage.DECLINED: "danger",
}


def _language() -> str:
    return (get_language() or "en")[:2]


@staff(needs=permissions.READ_CUSTODY)
def evidence(request: Request, kind: str, subject_id: int) -> HttpResponse:
    """The items of somebody, and what was asked of laboratories."""
    subject = queries.subject_for(request.viewer, kind, subject_id)
    viewed = events.BiometricsViewed(subject.child_id, subject.person_id)
    record(viewed, by=request.viewer, at=timezone.now())
    context = {
        "subject": subject,
        "items": [(one, str(ITEM_KINDS[one.kind])) for one in queries.items_of(subject)],
        "requests": [_row(one) for one in queries.requests_of(subject)],
        "may": permissions.may_write_custody(request.viewer),
    }
    return render(request, "forensics/staff/evidence.html", context)


def _row(one: LabRequest) -> dict[str, object]:
    return {
        "row": one,
        "service": services()[one.service].title(_language()),
        "stage": str(STAGE_WORDS[Stage(one.stage)]),
        "kind": STAGE_KINDS.get(Stage(one.stage), "plain"),
    }


@staff(needs=permissions.WRITE_CUSTODY, methods=["GET", "POST"])
def collected(request: Request, kind: str, subject_id: int) -> HttpResponse:
    """Register an item with its collection."""
    subject = queries.subject_for(request.viewer, kind, subject_id)
    parents = [(str(one.id), f"{one.number} {one.words}") for one in queries.items_of(subject)]
    form = CollectForm(request.POST or None, parents=parents, initial=_now(request))
    if request.method == "POST" and form.is_valid():
        try:
            item = actions.register_item(
                subject.whose,
                form.item(),
                form.handed(Act.COLLECTED),
                parent_id=form.parent_id(),
                by=request.viewer,
                now=timezone.now(),
            )
            return redirect("evidence-item", item.number)
        except Problem as problem:
            form.add_error(None, str(problem.sentence))
    title, cancel = _("Register an item"), reverse("evidence", args=[kind, subject_id])
    return _form(request, form, title, subject.title, cancel)


def _now(request: Request) -> dict[str, object]:
    return {"at": timezone.localtime(), "giver": request.viewer.name, "taker": request.viewer.name}


def _form(request: Request, form: object, title: str, lead: str, cancel: str) -> HttpResponse:
    context = {"form": form, "title": title, "lead": lead, "cancel": cancel}
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, "forensics/staff/custody_form.html", context, status=status)


@staff(needs=permissions.READ_CUSTODY)
def item(request: Request, number: str) -> HttpResponse:
    """One item and its chain of custody."""
    return _item(request, queries.item_for(request.viewer, number))


def _item(request: Request, row: EvidenceItem, form: HandForm | None = None) -> HttpResponse:
    record(events.ItemViewed(row.id), by=request.viewer, at=timezone.now())
    chain = queries.chain_of(row)
    context = {
        "item": row,
        "kind": str(ITEM_KINDS[row.kind]),
        "whose": ("child", row.child_id) if row.child_id else ("person", row.person_id),
        "links": [(one, str(ACT_WORDS[Act(one.act)])) for one in chain.links],
        "exceptions": [str(one) for one in chain.exceptions],
        "broken": chain.broken,
        "form": form or HandForm(initial=_hand(row, chain)),
        "may": permissions.may_write_custody(request.viewer),
    }
    status = 422 if form and form.errors else 200
    return render(request, "forensics/staff/item.html", context, status=status)


def _hand(row: EvidenceItem, chain: queries.Chain) -> dict[str, object]:
    """The next entry begins with who holds the item, under which seal."""
    last = chain.links[-1]
    return {"at": timezone.localtime(), "giver": last.taker, "seal_before": last.seal_after}


@staff(needs=permissions.WRITE_CUSTODY, methods=["POST"])
def handed(request: Request, number: str) -> HttpResponse:
    """Add an entry to the chain."""
    row = queries.item_for(request.viewer, number)
    form = HandForm(request.POST)
    if not form.is_valid():
        return _item(request, row, form)
    try:
        told = form.handed(form.cleaned_data["act"])
        actions.hand_over(row.id, told, by=request.viewer, now=timezone.now())
    except Problem as problem:
        form.add_error(None, str(problem.sentence))
        return _item(request, row, form)
    messages.success(request, _("The entry is in the chain. It cannot be changed any more."))
    return redirect("evidence-item", number)


@staff(needs=permissions.READ_CUSTODY)
def label(request: Request, number: str) -> HttpResponse:
    """A label to print and stick on: the number as a code that scanners read, and in figures."""
    row = queries.item_for(request.viewer, number)
    record(events.ItemViewed(row.id), by=request.viewer, at=timezone.now())
    context = {"item": row, "kind": str(ITEM_KINDS[row.kind]), "code": _code(row.number)}
    return render(request, "forensics/staff/label.html", context)


def _code(number: str) -> SafeString:
    drawn = segno.make(number, error="q", micro=False).svg_inline(
        scale=6, border=2, omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 made by segno: paths only, no text of anybody's


@staff(needs=permissions.READ_CUSTODY)
def catalogue(request: Request) -> HttpResponse:
    """The services: what each can answer, what it needs, what it costs, who does it."""
    language, today = _language(), timezone.localdate()
    rows = [
        {
            "service": one,
            "title": one.title(language),
            "answers": one.can_answer(language),
            "needs": one.material(language),
            "consumes": str(CONSUMES[one.consumes]),
            "laboratories": queries.with_room(code, today),
        }
        for code, one in services().items()
    ]
    may = permissions.may_write_custody(request.viewer)
    return render(request, "forensics/staff/services.html", {"rows": rows, "may": may})


@staff(needs=permissions.WRITE_CUSTODY, methods=["GET", "POST"])
def laboratory(request: Request) -> HttpResponse:
    """Add a partner laboratory."""
    form = LaboratoryForm(request.POST or None, language=_language())
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.add_laboratory(
                {name: told[name] for name in ("name", "accreditation", "contact")},
                told["services"],
                accredited_until=told["accredited_until"],
                capacity=told["capacity"],
                by=request.viewer,
                now=timezone.now(),
            )
            messages.success(request, _("The laboratory is among the partners."))
            return redirect("forensic-services")
        except Problem as problem:
            form.add_error(None, str(problem.sentence))
    return _form(request, form, _("Add a laboratory"), "", reverse("forensic-services"))


@staff(needs=permissions.WRITE_CUSTODY, methods=["GET", "POST"])
def asked(request: Request, kind: str, subject_id: int) -> HttpResponse:
    """Ask for a service."""
    subject = queries.subject_for(request.viewer, kind, subject_id)
    items = [(str(one.id), f"{one.number} {one.words}") for one in queries.items_of(subject)]
    start = {"service": request.GET.get("service", "")}
    form = RequestForm(request.POST or None, items=items, language=_language(), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_laboratory(
                Whose(subject.child_id, subject.person_id),
                form.told(),
                item_id=form.item_id(),
                by=request.viewer,
                now=timezone.now(),
            )
            return redirect("lab-request", made.id)
        except Problem as problem:
            form.add_error(None, str(problem.sentence))
    cancel = reverse("evidence", args=[kind, subject_id])
    return _form(request, form, _("Ask for a service"), subject.title, cancel)


@staff(needs=permissions.READ_CUSTODY)
def requests(request: Request) -> HttpResponse:
    """All requests to laboratories."""
    language = _language()
    table = Table(
        queries.requests_for(request.viewer),
        [
            link(
                "id",
                _("Service"),
                url=lambda row: reverse("lab-request", args=[row.id]),
                read=lambda row: services()[row.service].title(language),
                order="service",
            ),
            text("whose", _("For"), read=_whose, order=""),
            badge("stage", _("State"), read=_stage, kinds=_stage_kinds(), order="stage"),
            text("laboratory", _("Laboratory"), read=_laboratory, order="laboratory__name"),
            day("due_on", _("Promised for")),
        ],
        request=request,
        sort="-asked_at",
        caption=_("Requests to laboratories"),
        empty=_("Nothing was asked yet. Ask from the evidence of a child or a person."),
    )
    record(events.PersonsListed(len(list(table.page))), by=request.viewer, at=timezone.now())
    return render(request, "forensics/staff/requests.html", {"table": table})


def _whose(row: LabRequest) -> str:
    if row.child is not None:
        return str(row.child.case.number)
    return row.person.number if row.person else ""


def _laboratory(row: LabRequest) -> str:
    return row.laboratory.name if row.laboratory else ""


def _stage(row: LabRequest) -> str:
    return str(STAGE_WORDS[Stage(row.stage)])


def _stage_kinds() -> dict[str, str]:
    return {str(STAGE_WORDS[stage]): kind for stage, kind in STAGE_KINDS.items()}


@staff(needs=permissions.READ_CUSTODY)
def lab_request(request: Request, request_id: int) -> HttpResponse:
    """One request: how far it is, and what was found."""
    return _request(request, queries.request_for(request.viewer, request_id))


def _request(
    request: Request,
    row: LabRequest,
    step: StepForm | None = None,
    finding: FindingForm | None = None,
) -> HttpResponse:
    record(events.LabRequestViewed(row.id), by=request.viewer, at=timezone.now())
    at_work = row.stage in (Stage.WORKING, Stage.REPORTED)
    whose = ("child", row.child_id) if row.child_id else ("person", row.person_id)
    context = {
        **_row(row),
        "whose": whose,
        "needs": services()[row.service].material(_language()),
        "findings": [
            (one, str(KIND_WORDS[one.kind]), one.finding().shown())
            for one in row.findings.select_related("found_by").order_by("id")
        ],
        "step": (step or _step(row)) if MOVES[Stage(row.stage)] else None,
        "finding": (finding or FindingForm()) if at_work else None,
        "may": permissions.may_write_custody(request.viewer),
    }
    wrong = (step and step.errors) or (finding and finding.errors)
    return render(request, "forensics/staff/request.html", context, status=422 if wrong else 200)


def _step(row: LabRequest, data: object = None) -> StepForm:
    return StepForm(
        data,
        stages=[(one.value, str(STAGE_WORDS[one])) for one in sorted(MOVES[Stage(row.stage)])],
        laboratories=[
            (str(one.id), f"{one.name} ({room})")
            for one, room in queries.with_room(row.service, timezone.localdate())
        ],
    )


@staff(needs=permissions.WRITE_CUSTODY, methods=["POST"])
def moved(request: Request, request_id: int) -> HttpResponse:
    """Move a request on."""
    row = queries.request_for(request.viewer, request_id)
    form = _step(row, request.POST)
    if not form.is_valid():
        return _request(request, row, step=form)
    told = form.cleaned_data
    try:
        actions.move_request(
            row.id,
            stage=told["stage"],
            laboratory_id=int(told["laboratory"]) if told["laboratory"] else None,
            due_on=told["due_on"],
            words=told["words"],
            by=request.viewer,
            now=timezone.now(),
        )
    except Problem as problem:
        form.add_error(None, str(problem.sentence))
        return _request(request, row, step=form)
    return redirect("lab-request", row.id)


@staff(needs=permissions.WRITE_CUSTODY, methods=["POST"])
def found(request: Request, request_id: int) -> HttpResponse:
    """Record what a laboratory found."""
    row = queries.request_for(request.viewer, request_id)
    form = FindingForm(request.POST)
    if not form.is_valid():
        return _request(request, row, finding=form)
    try:
        made = actions.record_finding(
            row.id,
            form.finding(),
            words=form.cleaned_data["words"],
            by=request.viewer,
            now=timezone.now(),
        )
    except Problem as problem:
        form.add_error(None, str(problem.sentence))
        return _request(request, row, finding=form)
    if made.changed:
        messages.success(request, _("The record took it over, and is compared again."))
    else:
        messages.success(request, _("The finding is kept."))
    return redirect("lab-request", row.id)


urlpatterns = [
    path("evidence/items/<str:number>/", item, name="evidence-item"),
    path("evidence/items/<str:number>/chain/", handed, name="evidence-hand-over"),
    path("evidence/items/<str:number>/label/", label, name="evidence-label"),
    path("evidence/<str:kind>/<int:subject_id>/", evidence, name="evidence"),
    path("evidence/<str:kind>/<int:subject_id>/new/", collected, name="evidence-new"),
    path("evidence/<str:kind>/<int:subject_id>/ask/", asked, name="lab-ask"),
    path("forensic-services/", catalogue, name="forensic-services"),
    path("forensic-services/laboratories/new/", laboratory, name="laboratory-new"),
    path("forensic-services/requests/", requests, name="lab-requests"),
    path("forensic-services/requests/<int:request_id>/", lab_request, name="lab-request"),
    path("forensic-services/requests/<int:request_id>/move/", moved, name="lab-request-move"),
    path("forensic-services/requests/<int:request_id>/found/", found, name="lab-request-found"),
]
