"""Reading the ledger."""

from django.db.models import QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.delivery import permissions
from porchlight.house.delivery.models import LocalMail, Message


def ledger(viewer: Viewer) -> QuerySet[Message]:
    """
    Return every message.

    :raises NotAllowed: to whoever may not read the ledger
    """
    permissions.may_read_ledger(viewer).require()
    return Message.objects.all()


def told_about(record: str) -> list[Message]:
    """
    Return who was told about a record (``case:12``), in the order of telling.

    The caller has made sure that the viewer may see the record.
    """
    return list(Message.objects.filter(about=record).order_by("queued_at", "id"))


def message_for(viewer: Viewer, code: str) -> Message:
    """
    Return the message of a link to the person it was meant for.

    :raises NotFound: to everybody else
    """
    found = Message.objects.filter(code=code).first()
    if found is None or not permissions.is_for(viewer, found.recipient_kind, found.recipient_id):
        raise NotFound(say("This link belongs to another account. Sign in with yours."))
    return found


def mailbox(viewer: Viewer) -> list[LocalMail]:
    """
    Return the newest mails of the local mailbox.

    :raises NotAllowed: to whoever may not read the ledger
    """
    permissions.may_read_ledger(viewer).require()
    return list(LocalMail.objects.order_by("-created_at", "-id")[:100])
