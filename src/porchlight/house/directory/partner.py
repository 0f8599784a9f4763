"""A partner's own listing: what we have written of them, and contacts that they keep current."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.house.audit.actions import record
from porchlight.house.directory import actions, events, forms, permissions, queries
from porchlight.house.directory.models import Agency
from porchlight.house.doors import Request, partner


@partner(needs=permissions.OWN)
def own(request: Request) -> HttpResponse:
    """One's own agency as it stands in the directory; a person of no agency is told so."""
    if request.viewer.agency_id is None:
        return render(request, "directory/own.html", {"agency": None})
    agency = queries.agency_for(request.viewer, request.viewer.agency_id)
    record(events.AgencyViewed(agency.id), by=request.viewer, at=timezone.now())
    return render(request, "directory/own.html", _context(request, agency))


def _context(request: Request, agency: Agency) -> dict[str, Any]:
    return {
        "agency": agency,
        "areas": sorted(forms.area_label(area) for area in agency.areas()),
        "contacts": agency.contacts.order_by("-always", "role", "id"),
        "officers": queries.officers(agency),
        "may_keep": permissions.may_keep_contacts(request.viewer, agency.id),
        "contact_form": forms.ContactForm(),
    }


@partner(needs=permissions.KEEP_OWN, methods=["POST"])
def contact(request: Request) -> HttpResponse:
    """Add a contact to one's own agency."""
    agency = queries.agency_for(request.viewer, request.viewer.agency_id)
    form = forms.ContactForm(request.POST)
    if not form.is_valid():
        context = _context(request, agency) | {"contact_form": form}
        return render(request, "directory/own.html", context, status=422)
    actions.keep_contact(agency.id, form.entry(), by=request.viewer, now=timezone.now())
    messages.success(request, _("The contact is kept."))
    return redirect("own-agency")


@partner(needs=permissions.KEEP_OWN, methods=["POST"])
def contact_removed(request: Request, contact_id: int) -> HttpResponse:
    """Take a contact of one's own agency out."""
    agency = queries.agency_for(request.viewer, request.viewer.agency_id)
    actions.remove_contact(agency.id, contact_id, by=request.viewer, now=timezone.now())
    messages.success(request, _("The contact is removed."))
    return redirect("own-agency")


urlpatterns = [
    path("agency/", own, name="own-agency"),
    path("agency/contacts/", contact, name="own-contact"),
    path("agency/contacts/<int:contact_id>/remove/", contact_removed, name="own-contact-remove"),
]
