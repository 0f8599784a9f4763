"""The ledger of messages, the link in a message, the mailbox of a demonstration."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.house.audit.actions import record
from porchlight.house.delivery import actions, permissions, queries
from porchlight.house.delivery.events import LedgerRead
from porchlight.house.delivery.models import STATE_KINDS, STATE_NAMES, Message
from porchlight.house.doors import Request, family, partner, staff
from porchlight.house.ui.table import Table, badge, text, when


@staff(needs=permissions.READ)
def listed(request: Request) -> HttpResponse:
    """Every message: to whom, when it left, whether it was read."""
    kinds = {str(STATE_NAMES[state]): kind for state, kind in STATE_KINDS.items()}
    table = Table(
        queries.ledger(request.viewer),
        [
            text("name", _("To")),
            text("address", _("Address")),
            badge("state", _("State"), kinds=kinds, read=_state, order=""),
            text("about", _("About")),
            when("queued_at", _("Queued")),
            when("sent_at", _("Sent")),
            when("opened_at", _("Read")),
        ],
        request=request,
        search=["name", "address", "about"],
        sort="-queued_at",
        caption=_("Messages"),
        empty=_("Nobody was told anything yet."),
    )
    shown = len(table.page.object_list)
    record(LedgerRead(shown), by=request.viewer, at=timezone.now())
    return render(request, "delivery/list.html", {"table": table, "demo": _is_demo()})


def _state(message: Message) -> str:
    return str(message.state_name)


def _is_demo() -> bool:
    return bool(settings.ENV.mode == "demo")


@staff(needs=permissions.READ)
def mailbox(request: Request) -> HttpResponse:
    """The mails of a demonstration, which are shown instead of sent."""
    if not _is_demo():
        raise NotFound(say("Mail really leaves here, so there is no local mailbox."))
    mails = queries.mailbox(request.viewer)
    record(LedgerRead(len(mails)), by=request.viewer, at=timezone.now())
    return render(request, "delivery/mailbox.html", {"mails": mails})


def _follow(request: Request, code: str) -> HttpResponse:
    message = actions.open_message(code, by=request.viewer, now=timezone.now())
    return redirect(message.path)


@staff()
def follow_staff(request: Request, code: str) -> HttpResponse:
    """The link in a message to staff."""
    return _follow(request, code)


@partner()
def follow_partner(request: Request, code: str) -> HttpResponse:
    """The link in a message to a partner."""
    return _follow(request, code)


@family()
def follow_family(request: Request, code: str) -> HttpResponse:
    """The link in a message to a family."""
    return _follow(request, code)


urlpatterns = [
    path("staff/messages/", listed, name="message-list"),
    path("staff/messages/mailbox/", mailbox, name="message-mailbox"),
    path("staff/message/<slug:code>/", follow_staff, name="message-staff"),
    path("partner/message/<slug:code>/", follow_partner, name="message-partner"),
    path("family/message/<slug:code>/", follow_family, name="message-family"),
]
