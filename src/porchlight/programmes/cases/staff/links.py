"""Links that open a case for reading: made, shown once, ended; and who opened them."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, NotFound, Problem
from porchlight.core.text import say
from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import refused
from porchlight.programmes.cases import actions, permissions, queries
from porchlight.programmes.cases.forms.links import LinkForm
from porchlight.programmes.cases.models import Case, CaseLink
from porchlight.programmes.cases.permissions import may_share
from porchlight.programmes.cases.staff.drawing import do, draw

PAGE = "cases/staff/links.html"


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def links(request: Request, number: str) -> HttpResponseBase:
    """Every link of the case with its openings; a new one shows its address once."""
    case = queries.case_for(request.viewer, number)
    may_share(request.viewer, queries.facts_of(case)).require()
    form = LinkForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, case, form, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    try:
        _link, secret = actions.make_link(
            case.id,
            given["given_to"],
            given["purpose"],
            lasts=timedelta(days=int(given["days"])),
            by=request.viewer,
            now=timezone.now(),
        )
    except NotAllowed:
        raise
    except Problem as problem:
        return _page(request, case, form, status=refused(form, problem))
    address = f"{settings.ENV.console_url}{reverse('case-by-link', args=[secret])}"
    return _page(request, case, LinkForm(), address=address)


@staff(needs=permissions.WRITE, methods=["POST"])
def end(request: Request, number: str, link_id: int) -> HttpResponseBase:
    """End a link."""
    case = queries.case_for(request.viewer, number)
    if not CaseLink.objects.filter(case=case, id=link_id).exists():
        raise NotFound(say("There is nothing here of this number."))

    def act(**said: object) -> None:
        actions.end_link(link_id, **said)  # type: ignore[arg-type]  # by and now

    return do(request, number, "links", act, _("The link opens nothing any more."))


def _page(
    request: Request, case: Case, form: LinkForm, *, status: int = 200, address: str = ""
) -> HttpResponse:
    of_case = CaseLink.objects.filter(case=case)
    made = of_case.select_related("made_by").prefetch_related("views").order_by("-id")
    return draw(
        request,
        case,
        "agencies",
        PAGE,
        status=status,
        form=form,
        address=address,
        links=list(made),
    )
