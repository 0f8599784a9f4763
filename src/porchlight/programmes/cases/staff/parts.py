"""Changing what a case knows: the event, children, companions, vehicles, contacts, consents."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.house.doors import Request, staff
from porchlight.programmes.cases import actions, permissions, queries
from porchlight.programmes.cases.forms import (
    CaseForm,
    ChildForm,
    CompanionForm,
    ConsentForm,
    ContactForm,
    VehicleForm,
)
from porchlight.programmes.cases.models import Case
from porchlight.programmes.cases.permissions import may_change_case
from porchlight.programmes.cases.staff.drawing import typed

BOTH = ["GET", "POST"]


def _mine(request: Request, number: str) -> Case:
    """The case, when the viewer may change it; opening its form is a view of it."""
    case = queries.case_for(request.viewer, number)
    may_change_case(request.viewer, queries.facts_of(case)).require()
    actions.view_case(case, "form", by=request.viewer, now=timezone.now())
    return case


def _part(rows: Any, row_id: int) -> Any:  # noqa: ANN401 any related rows
    found: models.Model | None = rows.filter(id=row_id).first()
    if found is None:
        raise NotFound(say("There is nothing here of this number."))
    return found


@staff(needs=permissions.WRITE, methods=BOTH)
def change_case(request: Request, number: str) -> HttpResponseBase:
    """The event: category, circumstances, last contact, authorities."""
    case = _mine(request, number)
    form = CaseForm(request.POST or None, initial=CaseForm.of(case))

    def save() -> None:
        actions.change_case(
            case.id,
            form.details(case),
            version=form.cleaned_data["version"],
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(request, case, form, save, title=_("The event"), done=_("Saved."), tab="overview")


@staff(needs=permissions.WRITE, methods=BOTH)
def add_child(request: Request, number: str) -> HttpResponseBase:
    """Another child who went missing together with the others."""
    case = _mine(request, number)
    form = ChildForm(request.POST or None)

    def save() -> None:
        actions.add_child(case.id, form.intake(), by=request.viewer, now=timezone.now())

    return typed(
        request,
        case,
        form,
        save,
        title=_("Add a child"),
        done=_("The child is added."),
        tab="people",
    )


@staff(needs=permissions.WRITE, methods=BOTH)
def change_child(request: Request, number: str, row_id: int) -> HttpResponseBase:
    """What is known of a child."""
    case = _mine(request, number)
    child = _part(case.children, row_id)
    form = ChildForm(request.POST or None, initial=ChildForm.of(child))

    def save() -> None:
        actions.change_child(
            child.id,
            form.intake(),
            version=form.cleaned_data["version"],
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(
        request, case, form, save, title=child.name, done=_("Saved."), tab="people", there=child
    )


@staff(needs=permissions.WRITE, methods=BOTH)
def consent(request: Request, number: str, row_id: int) -> HttpResponseBase:
    """Who allows or refuses publicity or pictures."""
    case = _mine(request, number)
    child = _part(case.children, row_id)
    form = ConsentForm(request.POST or None)

    def save() -> None:
        about = form.cleaned_data["about"]
        actions.record_consent(
            child.id, about, form.consent(), by=request.viewer, now=timezone.now()
        )

    return typed(
        request,
        case,
        form,
        save,
        title=_("Consent for %(name)s") % {"name": child.name},
        done=_("The answer is recorded."),
        tab="people",
    )


@staff(needs=permissions.WRITE, methods=BOTH)
def add_companion(request: Request, number: str) -> HttpResponseBase:
    """Somebody the child may be with."""
    case = _mine(request, number)
    form = CompanionForm(request.POST or None, initial={"role": "companion"})

    def save() -> None:
        actions.add_companion(
            case.id,
            form.intake(),
            publish=form.cleaned_data["publish"],
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(
        request, case, form, save, title=_("Add a companion"), done=_("Added."), tab="people"
    )


@staff(needs=permissions.WRITE, methods=BOTH)
def change_companion(request: Request, number: str, row_id: int) -> HttpResponseBase:
    """What is known of a companion."""
    case = _mine(request, number)
    row = _part(case.companions, row_id)
    form = CompanionForm(request.POST or None, initial=CompanionForm.of(row))
    return _changed(request, case, row, form, actions.change_companion, publishes=True)


@staff(needs=permissions.WRITE, methods=BOTH)
def add_vehicle(request: Request, number: str) -> HttpResponseBase:
    """A vehicle the child may be in."""
    case = _mine(request, number)
    form = VehicleForm(request.POST or None)

    def save() -> None:
        actions.add_vehicle(
            case.id,
            form.intake(),
            publish=form.cleaned_data["publish"],
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(
        request, case, form, save, title=_("Add a vehicle"), done=_("Added."), tab="people"
    )


@staff(needs=permissions.WRITE, methods=BOTH)
def change_vehicle(request: Request, number: str, row_id: int) -> HttpResponseBase:
    """What is known of a vehicle."""
    case = _mine(request, number)
    row = _part(case.vehicles, row_id)
    form = VehicleForm(request.POST or None, initial=VehicleForm.of(row))
    return _changed(request, case, row, form, actions.change_vehicle, publishes=True)


@staff(needs=permissions.WRITE, methods=BOTH)
def add_contact(request: Request, number: str) -> HttpResponseBase:
    """Somebody of the family, or another contact."""
    case = _mine(request, number)
    form = ContactForm(request.POST or None)

    def save() -> None:
        actions.add_contact(case.id, form.intake(), by=request.viewer, now=timezone.now())

    return typed(
        request, case, form, save, title=_("Add a contact"), done=_("Added."), tab="people"
    )


@staff(needs=permissions.WRITE, methods=BOTH)
def change_contact(request: Request, number: str, row_id: int) -> HttpResponseBase:
    """What is known of a contact."""
    case = _mine(request, number)
    row = _part(case.contacts, row_id)
    form = ContactForm(request.POST or None, initial=ContactForm.of(row))

    def save() -> None:
        actions.change_contact(
            row.id,
            form.intake(is_caller=row.is_caller),
            version=form.cleaned_data["version"],
            by=request.viewer,
            now=timezone.now(),
        )

    return typed(
        request, case, form, save, title=row.name, done=_("Saved."), tab="people", there=row
    )


def _changed(
    request: Request,
    case: Case,
    row: Any,  # noqa: ANN401 a companion or a vehicle
    form: Any,  # noqa: ANN401 the form of either
    change: Callable[..., object],
    *,
    publishes: bool,
) -> HttpResponseBase:
    def save() -> None:
        more = {"publish": form.cleaned_data["publish"]} if publishes else {}
        change(
            row.id,
            form.intake(),
            version=form.cleaned_data["version"],
            by=request.viewer,
            now=timezone.now(),
            **more,
        )

    return typed(
        request, case, form, save, title=str(row), done=_("Saved."), tab="people", there=row
    )
