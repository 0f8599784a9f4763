"""Telling people: into the outbox, out by mail, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPRecipientsRefused

from anymail.exceptions import (  # type: ignore[import-untyped]  # it brings no types
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
)
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from porchlight.core.identifiers import opaque
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.models import Account, Invitation
from porchlight.house.audit.actions import record
from porchlight.house.delivery.events import (
    MessageFailed,
    MessageOpened,
    MessageQueued,
    MessageSent,
)
from porchlight.house.delivery.letters import letter
from porchlight.house.delivery.models import Message, Receipt
from porchlight.house.delivery.queries import message_for
from porchlight.house.delivery.rules import templates
from porchlight.house.delivery.rules.quiet import send_at
from porchlight.house.directory.models import Agency
from porchlight.house.jobs.queue import later_named

REFUSED = (SMTPRecipientsRefused, AnymailRecipientsRefused, AnymailInvalidAddress)


@dataclass(frozen=True)
class Recipient:
    """Where a message goes, and why it cannot when ``obstacle`` is filled."""

    kind: str
    id: int
    name: str
    address: str
    language: str
    timezone: str
    obstacle: str = ""


@transaction.atomic
def tell(  # noqa: PLR0913 each is a column of the ledger
    *,
    to: Iterable[Account | Agency | Invitation],
    template: str,
    path: str,
    key: str,
    about: str = "",
    urgent: bool = False,
    by: Viewer,
    now: datetime,
) -> list[Message]:
    """
    Put one message for each person and agency into the outbox, in the caller's transaction.

    ``path`` is the page the link opens after signing in, ``about`` the record it is about
    (``case:12``), ``key`` makes telling twice the same. Who has no usable address, an ended
    account or an agency nobody verified stays in the ledger as not delivered: no one is told,
    and that can be seen.

    :raises RuleBroken: for an unknown template or a path that is not behind the sign-in
    """
    templates.template(template)
    templates.safe_path(path)
    told = []
    for each in to:
        who = _recipient(each)
        defaults = _columns(who, template, path, about, urgent, now)
        message, new = Message.objects.get_or_create(
            key=f"{key}:{who.kind}:{who.id}", defaults=defaults
        )
        told.append(message)
        if new:
            _queue(message, who, by=by, now=now)
    return told


def _recipient(to: Account | Agency | Invitation) -> Recipient:
    if isinstance(to, Agency):
        obstacle = "" if to.verified_at else "not verified"
        who = Recipient("agency", to.id, to.name, to.email, "en", to.timezone, obstacle)
    elif isinstance(to, Invitation):
        zone = settings.TIME_ZONE
        who = Recipient("invitation", to.id, to.name, to.email, to.language, zone)
    else:
        ended = not to.is_active or to.disabled_at is not None
        zone = settings.TIME_ZONE
        obstacle = "account ended" if ended else ""
        who = Recipient("account", to.id, to.name, to.email, to.language, zone, obstacle)
    if who.obstacle or _is_address(who.address):
        return who
    return Recipient(who.kind, who.id, who.name, "", who.language, who.timezone, "no address")


def _is_address(address: str) -> bool:
    # Families who sign in by letter have an address that can never be anybody's (RFC 2606).
    if address.endswith(".invalid"):
        return False
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _columns(  # noqa: PLR0913 the row of the ledger
    who: Recipient, template: str, path: str, about: str, urgent: bool, now: datetime
) -> dict[str, object]:
    awake = who.kind == "agency"
    return {
        "code": opaque(),
        "recipient_kind": who.kind,
        "recipient_id": who.id,
        "name": who.name,
        "address": who.address,
        "template": template,
        "path": path,
        "about": about,
        "language": who.language,
        "urgent": urgent,
        "queued_at": now,
        "due_at": send_at(now, who.timezone, urgent=urgent, always_awake=awake),
        "failed_at": now if who.obstacle else None,
    }


def _queue(message: Message, who: Recipient, *, by: Viewer, now: datetime) -> None:
    Receipt.objects.create(message=message, kind="queued", created_at=now)
    record(MessageQueued(message.id, f"{who.kind}:{who.id}", message.about), by=by, at=now)
    if who.obstacle:
        Receipt.objects.create(message=message, kind="failed", detail=who.obstacle, created_at=now)
        record(MessageFailed(message.id), by=by, at=now)
        return
    due = message.due_at if message.due_at > now else None
    # By its name: the job stands above the actions.
    ids = {"message_id": message.id}
    later_named("delivery.send", ids, key=f"delivery.send:{message.id}", at=due)


def send_message(message_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Hand a message to the mail service, once; one that was sent or refused stays as it is.

    An address that the service refuses ends the message. Any other fault is counted and raised
    again, so that the queue tries later.

    :raises OSError: or what else the mail service's library raises, to be tried again
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().get(id=message_id)
        if message.sent_at or message.failed_at:
            return
        message.tries += 1
        try:
            letter(message).send()
        except REFUSED as fault:
            _end(message, "failed_at", "bounced", type(fault).__name__, now)
            record(MessageFailed(message.id), by=by, at=now)
            return
        except Exception as fault:
            failure = fault
        else:
            _end(message, "sent_at", "sent", "", now)
            record(MessageSent(message.id), by=by, at=now)
            return
        message.save(update_fields=["tries"])
        Receipt.objects.create(
            message=message, kind="tried", detail=type(failure).__name__, created_at=now
        )
    raise failure


def _end(message: Message, column: str, kind: str, detail: str, now: datetime) -> None:
    setattr(message, column, now)
    message.save(update_fields=[column, "tries"])
    Receipt.objects.create(message=message, kind=kind, detail=detail, created_at=now)


@transaction.atomic
def open_message(code: str, *, by: Viewer, now: datetime) -> Message:
    """
    Note that its reader followed the link and signed in; the first time counts.

    :raises NotFound: to anybody it was not meant for
    """
    message = Message.objects.select_for_update().get(id=message_for(by, code).id)
    if message.opened_at is None:
        message.opened_at = now
        message.save(update_fields=["opened_at"])
        Receipt.objects.create(message=message, kind="opened", created_at=now)
        record(MessageOpened(message.id), by=by, at=now)
    return message
