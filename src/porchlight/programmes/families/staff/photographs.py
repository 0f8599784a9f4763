"""Photographs and papers that a family gave, for those who work on the case."""

from django.contrib import messages as notes
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, NotFound, Problem
from porchlight.core.text import say
from porchlight.house.doors import Request, staff
from porchlight.house.files.serving import shown
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.families.actions import documents
from porchlight.programmes.families.actions import photographs as actions
from porchlight.programmes.families.models import FamilyDocument, FamilyPhotograph

WRITES_CASES = "cases:case:write"
OPENS_SEALED = "files:sealed:open"


@staff(needs=WRITES_CASES)
def picture(request: Request, photograph_id: int, shape: str) -> HttpResponseBase:
    """A copy of the picture; each look is in the trail."""
    row = _one(request, photograph_id)
    return shown(actions.view_photograph(row, shape, by=request.viewer, now=timezone.now()))


@staff(needs=WRITES_CASES, methods=["POST"])
def settle(request: Request, photograph_id: int) -> HttpResponseBase:
    """Put it on the case as one of a child, or set it aside."""
    row = _one(request, photograph_id)
    chosen = request.POST.get("child", "")
    source = cases.poster_source(row.access.support.case_id)
    children = {str(child.id): child.id for child in source.children}
    if chosen not in {*children, "aside"}:
        notes.error(request, _("Say which child it shows."))
        return redirect("case-overview", source.case_number)
    try:
        actions.settle_photograph(
            row.pk, children.get(chosen), by=request.viewer, now=timezone.now()
        )
    except NotAllowed:
        raise
    except Problem as problem:
        notes.error(request, str(problem))
    else:
        notes.success(request, _("Settled."))
    return redirect("case-overview", source.case_number)


@staff(needs=OPENS_SEALED, methods=["POST"])
def document(request: Request, document_id: int) -> HttpResponseBase:
    """Open a paper of the family, with a reason."""
    row = FamilyDocument.objects.select_related("access__support__case").filter(id=document_id)
    found = row.first()
    if found is None:
        raise NotFound(say("There is no such document."))
    why = request.POST.get("why", "")
    opened = documents.open_document(found.pk, why, by=request.viewer, now=timezone.now())
    answer = shown(opened)
    ending = found.media_type.rpartition("/")[2]
    answer.headers["Content-Disposition"] = f'attachment; filename="document-{found.pk}.{ending}"'
    return answer


def _one(request: Request, photograph_id: int) -> FamilyPhotograph:
    rows = FamilyPhotograph.objects.select_related("access__support")
    row = rows.filter(id=photograph_id).first()
    if row is None or not cases.visible_case_ids(request.viewer, [row.access.support.case_id]):
        raise NotFound(say("There is no such picture."))
    return row
