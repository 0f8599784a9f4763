"""The roster at the desk: who is on duty, who can do what."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import Problem
from porchlight.house.audit.actions import record
from porchlight.house.doors import Request, staff
from porchlight.house.rosters import actions, events, forms, permissions, queries
from porchlight.house.rosters.models import Helper
from porchlight.house.rosters.rules.capabilities import CAPABILITIES, CREDENTIALS
from porchlight.house.ui.table import Table, link, number, text


def _address(helper: Helper) -> str:
    return reverse("helper", args=[helper.id])


def _can(helper: Helper) -> str:
    return ", ".join(str(CAPABILITIES[code].name) for code in helper.capabilities)


@staff(needs=permissions.READ)
def listed(request: Request) -> HttpResponse:
    """Who is on duty now, and everybody on the roster."""
    table = Table(
        queries.roster(request.viewer),
        [
            link("name", _("Name"), url=_address),
            text("capabilities", _("Can do"), read=_can, order=""),
            text("areas", _("Works in"), read=lambda row: ", ".join(row.areas), order=""),
            text("languages", _("Languages"), read=lambda row: ", ".join(row.languages), order=""),
            number("max_load", _("At most")),
        ],
        request=request,
        search=["name"],
        sort="name",
        caption=_("Roster"),
        empty=_("Nobody is on the roster yet."),
    )
    now = timezone.now()
    record(events.RosterRead(len(table.page.object_list)), by=request.viewer, at=now)
    context = {
        "table": table,
        "shifts": queries.on_duty(request.viewer, now),
        "may_keep": permissions.may_keep_roster(request.viewer),
    }
    return render(request, "rosters/list.html", context)


@staff(needs=permissions.WRITE, methods=["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Put somebody on the roster."""
    form = forms.HelperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            helper = actions.keep_helper(form.entry(), by=request.viewer, now=timezone.now())
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("They are on the roster."))
            return redirect("helper", helper.id)
    status = 422 if form.is_bound else 200
    return render(request, "rosters/add.html", {"form": form}, status=status)


@staff(needs=permissions.READ)
def seen(request: Request, helper_id: int) -> HttpResponse:
    """One helper: credentials and shifts."""
    return _page(request, helper_id, {})


def _page(
    request: Request, helper_id: int, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    helper = get_object_or_404(queries.roster(request.viewer), id=helper_id)
    now = timezone.now()
    record(events.RosterRead(1), by=request.viewer, at=now)
    context = {
        "helper": helper,
        "can": _can(helper),
        "today": now.date(),
        "credentials": [
            (CREDENTIALS[each.kind], each) for each in helper.credentials.order_by("-issued_on")
        ],
        "shifts": helper.shifts.filter(ends_at__gt=now).order_by("starts_at")[:20],
        "may_keep": permissions.may_keep_roster(request.viewer),
        "shift_form": forms.ShiftForm(),
        "credential_form": forms.CredentialForm(),
    }
    return render(request, "rosters/helper.html", context | more, status=status)


@staff(needs=permissions.WRITE, methods=["POST"])
def shift(request: Request, helper_id: int) -> HttpResponse:
    """Put a shift into the calendar."""
    form = forms.ShiftForm(request.POST)
    if not form.is_valid():
        return _page(request, helper_id, {"shift_form": form}, 422)
    actions.add_shift(helper_id, **form.cleaned_data, by=request.viewer, now=timezone.now())
    messages.success(request, _("The shift is in the calendar."))
    return redirect("helper", helper_id)


@staff(needs=permissions.WRITE, methods=["POST"])
def credential(request: Request, helper_id: int) -> HttpResponse:
    """Write down a credential."""
    form = forms.CredentialForm(request.POST)
    if not form.is_valid():
        return _page(request, helper_id, {"credential_form": form}, 422)
    actions.add_credential(helper_id, **form.cleaned_data, by=request.viewer, now=timezone.now())
    messages.success(request, _("The credential is kept."))
    return redirect("helper", helper_id)


urlpatterns = [
    path("roster/", listed, name="roster"),
    path("roster/new/", add, name="helper-add"),
    path("roster/<int:helper_id>/", seen, name="helper"),
    path("roster/<int:helper_id>/shifts/", shift, name="helper-shift"),
    path("roster/<int:helper_id>/credentials/", credential, name="helper-credential"),
]
