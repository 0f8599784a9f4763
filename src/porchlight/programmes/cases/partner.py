"""The agency's portal: the officer's cases, and what an officer does on a case."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from porchlight.core.viewer import house_viewer
from porchlight.house.doors import Request, partner, public
from porchlight.house.doors.bucket import Limit, network_of, take
from porchlight.house.doors.source import source_of
from porchlight.house.ui.panels import panels_for
from porchlight.house.ui.saving import SAVED, saved
from porchlight.programmes.cases import actions, permissions, queries
from porchlight.programmes.cases.clients.sheet import as_pdf
from porchlight.programmes.cases.forms import AnswerShareForm, NcicForm, NoteForm, RecoveryForm
from porchlight.programmes.cases.models import Case
from porchlight.programmes.cases.rules.vocabulary import AgencyRole, ChildStatus

# A secret cannot be guessed; this keeps strangers from trying all the same.
LINKS = Limit("case links", capacity=30, per_second=1 / 10)
READER = house_viewer("link")


@partner(needs=permissions.SHARED_READ)
def cases(request: Request) -> HttpResponse:
    """The cases shared with the officer's agency: those that wait for an answer first."""
    found = queries.officers_cases(request.viewer)
    now = timezone.now()
    actions.view_list([one.case for one in found], by=request.viewer, now=now)
    context = {
        "waiting": [one for one in found if one.share.accepted is None],
        "running": [one for one in found if one.share.accepted and one.case.is_open],
        "closed": [one for one in found if not one.case.is_open],
        "now": now,
        "panels": panels_for("partner day", request.viewer),
    }
    return render(request, "cases/partner/list.html", context)


@partner(needs=permissions.SHARED_READ)
def case(request: Request, number: str) -> HttpResponse:
    """A case, as far as it is shared."""
    found = queries.case_for(request.viewer, number)
    actions.view_case(found, "shared", by=request.viewer, now=timezone.now())
    return _draw(request, found)


def _draw(
    request: Request, found: Case, *, status: int = 200, **forms: Form | None
) -> HttpResponse:
    share = queries.share_of(request.viewer, found)
    facts = queries.facts_of(found)
    missing = found.children.filter(status=ChildStatus.MISSING)
    context = {
        "case": found,
        "share": share,
        "children": list(found.children.order_by("position", "id")),
        "companions": list(found.companions.order_by("id")),
        "vehicles": list(found.vehicles.order_by("id")),
        "contacts": list(found.contacts.order_by("-is_caller", "id")),
        "clocks": [one for one in queries.clocks_of(found) if one.duty == "agency"],
        "moments": queries.timeline(found, shared_only=True),
        "now": timezone.now(),
        "sealed": permissions.may_see_sealed(request.viewer, facts),
        "may_answer": permissions.may_answer_share(request.viewer, facts),
        "may_recover": permissions.may_confirm_recovery(request.viewer, facts),
        "investigating": share.role == AgencyRole.INVESTIGATING,
        "panels": panels_for("partner case", request.viewer, found.id),
        "answer_form": forms.get("answer")
        or AnswerShareForm(initial={"report_number": share.report_number, "accepted": "yes"}),
        "ncic_form": forms.get("ncic") or NcicForm(initial={"ncic_number": found.ncic_number}),
        "recovery_form": forms.get("recovery") or RecoveryForm(children=missing, at_desk=False),
        "note_form": forms.get("note") or _note_form(),
    }
    return render(request, "cases/partner/case.html", context, status=status)


def _note_form(data: object = None) -> NoteForm:
    """An officer's note is always shared, so it asks for the words alone."""
    form = NoteForm(data)  # type: ignore[arg-type]  # a QueryDict or None, as Django takes it
    del form.fields["compartment"]
    return form


def _typed(
    request: Request, found: Case, name: str, form: Form, save: Callable[[], object], done: str
) -> HttpResponseBase:
    if (status := saved(request, form, save, done)) == SAVED:
        gone = not queries.visible_case_ids(request.viewer, [found.id])
        return redirect("partner-home") if gone else redirect("partner-case", found.number)
    return _draw(request, found, status=status, **{name: form})


@partner(needs=permissions.SHARED_ANSWER, methods=["POST"])
def answer(request: Request, number: str) -> HttpResponseBase:
    """Accept or decline, with the agency's report number."""
    found = queries.case_for(request.viewer, number)
    form = AnswerShareForm(request.POST)

    def save() -> None:
        data = form.cleaned_data
        actions.answer_share(
            found.id,
            accepted=data["accepted"] == "yes",
            report_number=data["report_number"],
            words=data["words"],
            by=request.viewer,
            now=timezone.now(),
        )

    return _typed(request, found, "answer", form, save, _("Thank you. Your answer is recorded."))


@partner(needs=permissions.SHARED_ANSWER, methods=["POST"])
def ncic(request: Request, number: str) -> HttpResponseBase:
    """The record is in NCIC."""
    found = queries.case_for(request.viewer, number)
    form = NcicForm(request.POST)

    def save() -> None:
        actions.record_ncic(found.id, **form.cleaned_data, by=request.viewer, now=timezone.now())

    return _typed(request, found, "ncic", form, save, _("The entry into NCIC is recorded."))


@partner(needs=permissions.SHARED_READ)
def ncic_sheet(request: Request, number: str) -> HttpResponse:
    """What is keyed into NCIC, field by field, and what changed since the last entry."""
    found = queries.case_for(request.viewer, number)
    permissions.may_see_sealed(request.viewer, queries.facts_of(found)).require()
    actions.view_case(found, "NCIC worksheet", by=request.viewer, now=timezone.now())
    sheets = queries.worksheets(found, get_language() or "en")
    context = {"case": found, "sheets": sheets, "base": "ui/base_partner.html"}
    return render(request, "cases/ncic_sheet.html", context)


@partner(needs=permissions.SHARED_READ)
def ncic_pdf(request: Request, number: str) -> HttpResponse:
    """The worksheet as PDF."""
    found = queries.case_for(request.viewer, number)
    permissions.may_see_sealed(request.viewer, queries.facts_of(found)).require()
    now = timezone.now()
    actions.view_case(found, "NCIC worksheet (PDF)", by=request.viewer, now=now)
    return as_pdf(queries.printed(found, get_language() or "en", now), now)


@partner(needs=permissions.SHARED_ANSWER, methods=["POST"])
def consulted(request: Request, number: str) -> HttpResponseBase:
    """The agency agrees to a poster."""
    found = queries.case_for(request.viewer, number)
    agency_id = request.viewer.agency_id or 0
    actions.record_agency_consulted(found.id, agency_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("Recorded: your agency agrees to a poster."))
    return redirect("partner-case", found.number)


@partner(needs=permissions.SHARED_ANSWER, methods=["POST"])
def note(request: Request, number: str) -> HttpResponseBase:
    """Write to the clearinghouse."""
    found = queries.case_for(request.viewer, number)
    form = _note_form(request.POST)

    def save() -> None:
        text = form.cleaned_data["text"]
        actions.add_note(found.id, text, by=request.viewer, now=timezone.now())

    return _typed(request, found, "note", form, save, _("Noted; the clearinghouse reads it."))


@partner(needs=permissions.SHARED_ANSWER, methods=["POST"])
def recovery(request: Request, number: str) -> HttpResponseBase:
    """A child is recovered."""
    found = queries.case_for(request.viewer, number)
    missing = found.children.filter(status=ChildStatus.MISSING)
    form = RecoveryForm(request.POST, children=missing, at_desk=False)

    def save() -> None:
        child = form.cleaned_data["child"]
        actions.confirm_recovery(
            found.id, child.id, form.recovery(), by=request.viewer, now=timezone.now()
        )

    done = _("The recovery is confirmed. Posters are being withdrawn everywhere.")
    return _typed(request, found, "recovery", form, save, done)


@public()
def by_link(request: Request, secret: str) -> HttpResponse:
    """A case for reading, to whoever holds its link; each opening is written down."""
    now = timezone.now()
    if not take(LINKS, network_of(request), now=now):
        return HttpResponse(status=429, headers={"Retry-After": "30"})
    link = actions.open_link(secret, source=source_of(request) or "", by=READER, now=now)
    context = {
        "case": link.case,
        "link": link,
        "children": list(link.case.children.order_by("position", "id")),
        "companions": list(link.case.companions.order_by("id")),
        "vehicles": list(link.case.vehicles.order_by("id")),
        "now": now,
        "rows": range(12),
    }
    answer = render(request, "cases/partner/by_link.html", context)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    return answer


urlpatterns = [
    path("shared/<str:secret>/", by_link, name="case-by-link"),
    path("", cases, name="partner-home"),
    path("cases/<str:number>/", case, name="partner-case"),
    path("cases/<str:number>/answer/", answer, name="partner-case-answer"),
    path("cases/<str:number>/ncic/", ncic, name="partner-case-ncic"),
    path("cases/<str:number>/ncic/sheet/", ncic_sheet, name="partner-ncic-sheet"),
    path("cases/<str:number>/ncic/sheet.pdf", ncic_pdf, name="partner-ncic-pdf"),
    path("cases/<str:number>/poster-agreed/", consulted, name="partner-case-consulted"),
    path("cases/<str:number>/note/", note, name="partner-case-note"),
    path("cases/<str:number>/recovery/", recovery, name="partner-case-recovery"),
]
