"""The photographs of a case: looked at, added, taken off."""

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.house.doors import Request, staff
from porchlight.house.files.serving import shown
from porchlight.programmes.cases import actions, permissions, queries
from porchlight.programmes.cases.forms import PhotographForm
from porchlight.programmes.cases.models import Case, Photograph
from porchlight.programmes.cases.permissions import may_change_case
from porchlight.programmes.cases.staff.drawing import do, draw, typed
from porchlight.programmes.cases.staff.overview import seen

PAGE = "cases/staff/photographs.html"


@staff(needs=permissions.READ)
def photographs(request: Request, number: str) -> HttpResponse:
    """The pictures of the children, and the form for another one."""
    case = seen(request, number, "photographs")
    form = PhotographForm(children=list(case.children.order_by("position", "id")))
    return draw(request, case, "photographs", PAGE, form=form, pictures=_pictures(case))


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def add(request: Request, number: str) -> HttpResponseBase:
    """Take a picture in; what is wrong with it is said at the field, what was typed stays."""
    case = queries.case_for(request.viewer, number)
    may_change_case(request.viewer, queries.facts_of(case)).require()
    children = list(case.children.order_by("position", "id"))
    form = PhotographForm(request.POST or None, request.FILES or None, children=children)

    def save() -> None:
        picture = form.cleaned_data["picture"]
        actions.add_photograph(
            int(form.cleaned_data["child"]),
            picture,
            declared_type=picture.content_type or "",
            taken_on=form.cleaned_data["taken_on"],
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(
        request,
        case,
        form,
        save,
        title=_("Add a photograph"),
        done=_("The photograph is on the case."),
        tab="photographs",
        template=PAGE,
        pictures=_pictures(case),
    )


@staff(needs=permissions.WRITE, methods=["POST"])
def remove(request: Request, number: str, row_id: int) -> HttpResponseBase:
    """Take a picture off the case; it stays in its history."""
    row = _one(queries.case_for(request.viewer, number), row_id)

    def act(**said: object) -> None:
        actions.remove_photograph(row.id, **said)  # type: ignore[arg-type]  # by and now

    return do(request, number, "photographs", act, _("The photograph is off the case."))


@staff(needs=permissions.READ)
def picture(request: Request, number: str, row_id: int, shape: str) -> HttpResponseBase:
    """A copy of a picture: thumbnail, web, print, veiled. Each look is in the trail."""
    row = _one(queries.case_for(request.viewer, number), row_id)
    return shown(actions.view_photograph(row, shape, by=request.viewer, now=timezone.now()))


def _one(case: Case, row_id: int) -> Photograph:
    row = case.photographs.filter(id=row_id, removed_at__isnull=True).first()
    if row is None:
        raise NotFound(say("There is no such picture."))
    return row


def _pictures(case: Case) -> list[Photograph]:
    there = case.photographs.filter(removed_at__isnull=True).select_related("child", "added_by")
    return list(there.order_by("child__position", "position", "id"))
