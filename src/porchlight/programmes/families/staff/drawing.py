"""What the pages of a support record share: its head, its tabs, forms saved or drawn again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as notes
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotAllowed, Problem
from porchlight.house.doors import Request
from porchlight.house.ui.saving import SAVED, saved
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.families import permissions
from porchlight.programmes.families.actions.support import view_support
from porchlight.programmes.families.models import FamilyMessage, SupportRecord
from porchlight.programmes.families.queries.support import support_for
from porchlight.programmes.families.rules.promises import is_told

# A tab's address by its name; the family's own page of messages has the shorter one.
ADDRESSES = {
    "record": "family-record",
    "contacts": "family-contacts",
    "needs": "family-needs",
    "messages": "family-messages-desk",
    "access": "family-access",
}


def seen(request: Request, number: str, part: str) -> SupportRecord:
    """
    Return the record, and write down that this part of it is shown.

    :raises NotFound: when there is none
    :raises NotAllowed: with the reason, when the viewer may not read it
    """
    record = support_for(request.viewer, number)
    view_support(record, part, by=request.viewer, now=timezone.now())
    return record


def tabs(record: SupportRecord, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a support record."""
    unread = FamilyMessage.objects.filter(
        access__support=record, from_family=True, read_at__isnull=True
    )
    coming = record.contacts.filter(kept_at__isnull=True, taken_back_at__isnull=True)
    counts = {
        "record": record.relatives.count(),
        "contacts": coming.count(),
        "needs": record.needs.filter(met_at__isnull=True).count(),
        "messages": unread.count(),
        "access": record.accesses.filter(ended_at__isnull=True).count(),
    }
    words = {
        "record": _("Family and safety"),
        "contacts": _("Contacts"),
        "needs": _("Needs and referrals"),
        "messages": _("Messages"),
        "access": _("Family pages"),
    }
    return [
        {
            "label": label,
            "url": reverse(ADDRESSES[name], args=[record.case.number]),
            "current": name == current,
            "count": counts[name],
        }
        for name, label in words.items()
    ]


def draw(
    request: Request,
    record: SupportRecord,
    tab: str,
    template: str,
    *,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """Draw a page of the record with its head and tabs."""
    source = cases.family_source(record.case_id)
    page = {
        "record": record,
        "source": source,
        "untold": not is_told(record.recovery_told_at, source.last_recovered_at),
        "tabs": tabs(record, tab),
        "may_write": permissions.may_write(request.viewer, record.facts()),
        "may_grant": permissions.may_grant(request.viewer, record.facts()),
        "now": timezone.now(),
        **context,
    }
    return render(request, template, page, status=status)


def typed(
    request: Request,
    record: SupportRecord,
    form: BaseForm,
    save: Callable[[], object],
    *,
    title: str,
    done: str,
    tab: str,
    button: str = "",
) -> HttpResponseBase:
    """Save what was typed and go back to the tab, or draw the form again with what is wrong."""
    permissions.may_write(request.viewer, record.facts()).require()
    status = 200
    if request.method == "POST":
        status = saved(request, form, save, done)
        if status == SAVED:
            return redirect(ADDRESSES[tab], record.case.number)
    return draw(
        request,
        record,
        tab,
        "families/staff/form.html",
        status=status,
        form=form,
        form_title=title,
        form_button=button or _("Save"),
        cancel=reverse(ADDRESSES[tab], args=[record.case.number]),
    )


def do(
    request: Request, number: str, tab: str, act: Callable[..., object], done: str
) -> HttpResponseBase:
    """Do something that needs no form, say how it went, and go back to the tab."""
    try:
        act(by=request.viewer, now=timezone.now())
    except NotAllowed:
        raise
    except Problem as problem:
        notes.error(request, str(problem))
    else:
        notes.success(request, done)
    return redirect(ADDRESSES[tab], number)
