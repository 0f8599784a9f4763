"""The NCIC worksheet at the desk, and the coder of marks."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.house.doors import Request, staff
from porchlight.programmes.cases import actions, permissions, queries
from porchlight.programmes.cases.clients.sheet import as_pdf
from porchlight.programmes.cases.forms.marks import MarksForm, PlaceForm
from porchlight.programmes.cases.models import Case, Child
from porchlight.programmes.cases.permissions import may_change_case
from porchlight.programmes.cases.staff.drawing import typed


@staff(needs=permissions.READ)
def sheet(request: Request, number: str) -> HttpResponse:
    """What is keyed into NCIC, field by field, and what changed since the last entry."""
    case = _seen(request, number, "NCIC worksheet")
    context = {
        "case": case,
        "sheets": queries.worksheets(case, get_language() or "en"),
        "base": "ui/base_staff.html",
        "coder": bool(may_change_case(request.viewer, queries.facts_of(case))),
    }
    return render(request, "cases/ncic_sheet.html", context)


@staff(needs=permissions.READ)
def pdf(request: Request, number: str) -> HttpResponse:
    """The worksheet as PDF."""
    case = _seen(request, number, "NCIC worksheet (PDF)")
    now = timezone.now()
    return as_pdf(queries.printed(case, get_language() or "en", now), now)


def _seen(request: Request, number: str, part: str) -> Case:
    """A worksheet says more than a case's pages: only who sees what is sealed opens it."""
    case = queries.case_for(request.viewer, number)
    permissions.may_see_sealed(request.viewer, queries.facts_of(case)).require()
    actions.view_case(case, part, by=request.viewer, now=timezone.now())
    return case


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def marks(request: Request, number: str, row_id: int) -> HttpResponseBase:
    """Give each mark its code: the likeliest first, then all of a body place."""
    case = queries.case_for(request.viewer, number)
    may_change_case(request.viewer, queries.facts_of(case)).require()
    child = Child.objects.filter(case=case, id=row_id).first()
    if child is None:
        raise NotFound(say("There is nothing here of this number."))
    place = PlaceForm(request.GET or request.POST)
    language = get_language() or "en"
    form = MarksForm(request.POST or None, child=child, place=place.chosen(), language=language)

    def save() -> None:
        actions.code_marks(
            child.id,
            form.codes(),
            version=form.cleaned_data["version"],
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(
        request,
        case,
        form,
        save,
        title=_("Codes of the marks of {name}").format(name=child.name),
        done=_("The marks have their codes."),
        tab="people",
        template="cases/staff/marks.html",
        place=place,
        child=child,
    )
