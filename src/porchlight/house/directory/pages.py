"""The directory at the desk: the list, the map, one agency, its verification."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core import places
from porchlight.core.errors import Problem
from porchlight.house.audit.actions import record
from porchlight.house.directory import actions, events, forms, permissions, queries
from porchlight.house.directory.models import Agency
from porchlight.house.directory.rules.kinds import KINDS
from porchlight.house.directory.rules.verification import State, VerificationFacts
from porchlight.house.doors import Request, staff
from porchlight.house.ui.saving import refused
from porchlight.house.ui.table import Table, badge, link, text


def _address(agency: Agency) -> str:
    return reverse("agency", args=[agency.id])


def _verified(agency: Agency) -> str:
    return _("Verified") if agency.verified_at else _("Not verified")


@staff(needs=permissions.READ)
def listed(request: Request) -> HttpResponseBase:
    """All agencies, narrowed by kind and state, searched, downloaded."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    found = queries.agencies(request.viewer, kind=kind, state=state)
    table = Table(
        found,
        [
            link("name", _("Name"), url=_address),
            text("kind", _("Kind"), read=lambda row: str(row.kind_name)),
            text("city", _("City")),
            text("state", _("State")),
            text("phone_24h", _("Day and night"), read=lambda row: row.phone_shown),
            text("ori", _("ORI")),
            badge("verified_at", _("Standing"), kinds={_("Verified"): "good"}, read=_verified),
        ],
        request=request,
        search=["name", "city", "ori", "tribe"],
        sort="name",
        exports=True,
        caption=_("Agencies"),
        empty=_("No agency here. Change the filter, or ask an administrator to add it."),
    )
    if table.wants_csv:
        exported = events.DirectoryExported(found.count())
        record(exported, by=request.viewer, at=timezone.now())
        return table.csv("agencies")
    context = {
        "table": table,
        "kinds": [(code, each.name) for code, each in KINDS.items()],
        "states": places.states(),
        "kind": kind,
        "state": state,
        "may_manage": request.viewer.may(permissions.MANAGE),
    }
    return render(request, "directory/list.html", context)


@staff(needs=permissions.READ)
def mapped(request: Request) -> HttpResponse:
    """The agencies where their first county or their state lies."""
    state = request.GET.get("state", "")
    shown = places.state(state) if state else None
    found = queries.agencies(request.viewer, state=shown.code if shown else "")
    points = [point for agency in found.order_by("name")[:2000] if (point := _point(agency))]
    context = {"points": points, "state": shown.code if shown else "", "states": places.states()}
    return render(request, "directory/map.html", context)


def _point(agency: Agency) -> dict[str, Any] | None:
    county = places.county(agency.counties[0]) if agency.counties else None
    where = county or places.state(agency.state)
    if where is None:
        return None
    return {"lat": where.lat, "lon": where.lon, "label": agency.name, "url": _address(agency)}


@staff(needs=permissions.READ)
def seen(request: Request, agency_id: int) -> HttpResponse:
    """One agency: how to reach it, what it answers for, its officers, who vouched for it."""
    agency = queries.agency_for(request.viewer, agency_id)
    record(events.AgencyViewed(agency.id), by=request.viewer, at=timezone.now())
    return render(request, "directory/agency.html", _context(request, agency))


def _context(request: Request, agency: Agency) -> dict[str, Any]:
    check = queries.open_verification(agency)
    facts = check.facts() if check else VerificationFacts(_standing(agency))
    return {
        "agency": agency,
        "areas": sorted(forms.area_label(area) for area in agency.areas()),
        "contacts": agency.contacts.order_by("-always", "role", "id"),
        "officers": queries.officers(agency),
        "check": check if check and check.state in {State.SOURCED, State.CALLED} else None,
        "checks": queries.verifications(agency),
        "may_manage": request.viewer.may(permissions.MANAGE),
        "may_keep": permissions.may_keep_contacts(request.viewer, agency.id),
        "may_call": permissions.may_call_back(request.viewer),
        "may_approve": permissions.may_approve(request.viewer, facts),
        "may_withdraw": permissions.may_withdraw(
            request.viewer, VerificationFacts(_standing(agency))
        ),
        "source_form": forms.SourceForm(),
        "call_form": forms.CallForm(),
        "end_form": forms.EndForm(),
        "contact_form": forms.ContactForm(),
    }


def _standing(agency: Agency) -> State:
    return State.VERIFIED if agency.verified_at else State.SOURCED


@staff(needs=permissions.MANAGE, methods=["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Write a new agency into the directory."""
    form = forms.AgencyForm(request.POST or None, initial={"timezone": "America/New_York"})

    def write() -> Agency:
        areas = form.areas_given()
        return actions.add_agency(form.entry(), areas, by=request.viewer, now=timezone.now())

    return _written(request, form, write, {"title": _("Add an agency")})


@staff(needs=permissions.MANAGE, methods=["GET", "POST"])
def change(request: Request, agency_id: int) -> HttpResponse:
    """Change what is written of an agency."""
    agency = queries.agency_for(request.viewer, agency_id)
    form = forms.AgencyForm(request.POST) if request.POST else forms.AgencyForm.of(agency)

    def write() -> Agency:
        entry, areas = form.entry(), form.areas_given()
        return actions.change_agency(agency.id, entry, areas, by=request.viewer, now=timezone.now())

    return _written(request, form, write, {"title": agency.name, "agency": agency})


def _written(
    request: Request,
    form: forms.AgencyForm,
    write: Callable[[], Agency],
    context: dict[str, Any],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            agency = write()
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("The directory is up to date."))
            return redirect("agency", agency.id)
    status = 422 if form.is_bound else 200
    return render(request, "directory/edit.html", context | {"form": form}, status=status)


Do = Callable[[dict[str, Any]], object]


def _step(
    request: Request, agency_id: int, name: str, form: django_forms.Form, do: Do, done: str
) -> HttpResponse:
    """Do one step with what was typed; a wrong form comes back on the agency's page."""
    agency = queries.agency_for(request.viewer, agency_id)
    if not form.is_valid():
        context = _context(request, agency) | {name: form}
        return render(request, "directory/agency.html", context, status=422)
    do(form.cleaned_data)
    messages.success(request, done)
    return redirect("agency", agency.id)


@staff(needs=permissions.MANAGE, methods=["POST"])
def contact(request: Request, agency_id: int) -> HttpResponse:
    """Add a contact."""
    form = forms.ContactForm(request.POST)

    def do(_data: dict[str, Any]) -> object:
        return actions.keep_contact(agency_id, form.entry(), by=request.viewer, now=timezone.now())

    return _step(request, agency_id, "contact_form", form, do, _("The contact is kept."))


@staff(needs=permissions.MANAGE, methods=["POST"])
def contact_removed(request: Request, agency_id: int, contact_id: int) -> HttpResponse:
    """Take a contact out."""
    actions.remove_contact(agency_id, contact_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("The contact is removed."))
    return redirect("agency", agency_id)


@staff(needs=permissions.VERIFY, methods=["POST"])
def source(request: Request, agency_id: int) -> HttpResponse:
    """First step: the switchboard number from an independent source."""

    def do(data: dict[str, Any]) -> object:
        return actions.source_switchboard(
            agency_id, data["number"], data["source"], by=request.viewer, now=timezone.now()
        )

    form = forms.SourceForm(request.POST)
    return _step(request, agency_id, "source_form", form, do, _("Now call that number."))


@staff(needs=permissions.VERIFY, methods=["POST"])
def called(request: Request, agency_id: int) -> HttpResponse:
    """Second step: the call back."""

    def do(data: dict[str, Any]) -> object:
        return actions.log_call_back(
            agency_id, data["spoke_with"], by=request.viewer, now=timezone.now()
        )

    form = forms.CallForm(request.POST)
    said = _("The call is noted. A second person approves.")
    return _step(request, agency_id, "call_form", form, do, said)


@staff(needs=permissions.VERIFY, methods=["POST"])
def approve(request: Request, agency_id: int) -> HttpResponse:
    """Third step: the second person."""
    actions.approve_agency(agency_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("The agency is verified. Its officers may be invited."))
    return redirect("agency", agency_id)


@staff(needs=permissions.VERIFY, methods=["POST"])
def refuse(request: Request, agency_id: int) -> HttpResponse:
    """End the check without vouching for the agency."""

    def do(data: dict[str, Any]) -> object:
        return actions.refuse_agency(agency_id, data["why"], by=request.viewer, now=timezone.now())

    form = forms.EndForm(request.POST)
    return _step(request, agency_id, "end_form", form, do, _("The check is ended."))


@staff(needs=permissions.VERIFY, methods=["POST"])
def withdraw(request: Request, agency_id: int) -> HttpResponse:
    """Stop vouching for the agency."""

    def do(data: dict[str, Any]) -> object:
        return actions.withdraw_verification(
            agency_id, data["why"], by=request.viewer, now=timezone.now()
        )

    form = forms.EndForm(request.POST)
    return _step(request, agency_id, "end_form", form, do, _("The verification is withdrawn."))


urlpatterns = [
    path("agencies/", listed, name="agency-list"),
    path("agencies/map/", mapped, name="agency-map"),
    path("agencies/new/", add, name="agency-add"),
    path("agencies/<int:agency_id>/", seen, name="agency"),
    path("agencies/<int:agency_id>/change/", change, name="agency-change"),
    path("agencies/<int:agency_id>/contacts/", contact, name="agency-contact"),
    path(
        "agencies/<int:agency_id>/contacts/<int:contact_id>/remove/",
        contact_removed,
        name="agency-contact-remove",
    ),
    path("agencies/<int:agency_id>/source/", source, name="agency-source"),
    path("agencies/<int:agency_id>/called/", called, name="agency-called"),
    path("agencies/<int:agency_id>/approve/", approve, name="agency-approve"),
    path("agencies/<int:agency_id>/refuse/", refuse, name="agency-refuse"),
    path("agencies/<int:agency_id>/withdraw/", withdraw, name="agency-withdraw"),
]
