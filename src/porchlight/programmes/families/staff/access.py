"""Family members' pages: given, their letters printed once, ended."""

from django.contrib import messages as notes
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from porchlight.core.errors import NotAllowed, Problem
from porchlight.core.phones import Phone
from porchlight.house.accounts.screens.sign_in import qr
from porchlight.house.doors import Request, staff
from porchlight.programmes.families import permissions
from porchlight.programmes.families.actions import access as actions
from porchlight.programmes.families.forms import AccessForm
from porchlight.programmes.families.queries import support as queries
from porchlight.programmes.families.rules.vocabulary import PARTS, Part
from porchlight.programmes.families.staff.drawing import do, draw, seen, typed


@staff()
def accesses(request: Request, number: str) -> HttpResponse:
    """Who of the family has a page, what it shows, and until when the code works."""
    record = seen(request, number, "access")
    rows = [
        (one, [PARTS[Part(part)] for part in one.sees])
        for one in queries.accesses_of_record(record)
    ]
    return draw(request, record, "access", "families/staff/access.html", rows=rows)


@staff(needs=permissions.GRANT, methods=["GET", "POST"])
def give(request: Request, number: str) -> HttpResponseBase:
    """Give somebody of the family a page."""
    record = queries.support_for(request.viewer, number)
    permissions.may_grant(request.viewer, record.facts()).require()
    form = AccessForm(request.POST or None, relatives=queries.relatives_of(record))

    def save() -> None:
        given = form.cleaned_data
        relative = queries.one_of(record.relatives.all(), int(given["relative"]))
        actions.give_access(
            relative.pk,
            given["sees"],
            email=given["email"],
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(
        request,
        record,
        form,
        save,
        title=_("Give a family page"),
        done=_("The page is there. Print the letter with the code for signing in."),
        tab="access",
    )


@staff(needs=permissions.GRANT, methods=["POST"])
def letter(request: Request, number: str, access_id: int) -> HttpResponseBase:
    """Make a code and show the letter with it: once, to be printed; it is kept nowhere."""
    record = queries.support_for(request.viewer, number)
    access = queries.one_of(record.accesses.all(), access_id)
    try:
        made = actions.make_code(access.pk, by=request.viewer, now=timezone.now())
    except NotAllowed:
        raise
    except Problem as problem:
        notes.error(request, str(problem))
        return redirect("family-access", number)
    relative = made.access.relative
    address = request.build_absolute_uri(reverse("sign-in-paper"))
    context = {
        "letter": made,
        "relative": relative,
        "record": record,
        "phone": Phone.of(record.phone).shown(),
        "address": address,
        "qr": qr(address),
        "back": _("Back to the desk"),
    }
    # In the language of whoever reads it, not of the desk.
    with override(relative.language):
        return render(request, "families/staff/letter.html", context)


@staff(needs=permissions.GRANT, methods=["POST"])
def end(request: Request, number: str, access_id: int) -> HttpResponseBase:
    """End a family member's access at once."""
    record = queries.support_for(request.viewer, number)
    access = queries.one_of(record.accesses.all(), access_id)

    def act(**said: object) -> None:
        actions.end_access(access.pk, **said)  # type: ignore[arg-type]  # by and now

    return do(request, number, "access", act, _("The access has ended. The code works no longer."))
