"""Contacts with the family: promised, kept, taken back, missed."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from porchlight.core.errors import Conflict, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.families.events import (
    ContactKept,
    ContactPromised,
    ContactTakenBack,
    FollowUpsPlanned,
    PromiseMissed,
)
from porchlight.programmes.families.models import Contact, Relative, SupportRecord
from porchlight.programmes.families.permissions import may_write
from porchlight.programmes.families.queries.support import locked_record
from porchlight.programmes.families.rules.promises import Kept, follow_ups, standing
from porchlight.programmes.families.rules.safe_contact import may_call
from porchlight.programmes.families.rules.vocabulary import Channel


@dataclass(frozen=True)
class Promise:
    """When, how and with whom; without ``relative_id``, whoever of the family is reached."""

    due_at: datetime
    channel: Channel = Channel.CALL
    relative_id: int | None = None
    about: str = ""


@dataclass(frozen=True)
class Held:
    """What came of a contact. ``nothing_new``: there was nothing to tell, and it was told."""

    reached: bool
    nothing_new: bool = False
    words: str = ""


@transaction.atomic
def promise_contact(support_id: int, promise: Promise, *, by: Viewer, now: datetime) -> Contact:
    """
    Promise the family a contact; their page shows it.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises RuleBroken: when the instant is past, the person is not of this family, or a call then
        would not be safe for them
    """
    row = locked_record(support_id)
    may_write(by, row.facts()).require()
    if promise.due_at <= now:
        raise RuleBroken(say("This time is past. Promise one to come."), field="due_at")
    relative = _relative(row, promise.relative_id)
    if relative is not None and promise.channel is Channel.CALL:
        _safe_then(row, relative, promise.due_at)
    contact = Contact.objects.create(
        support=row,
        relative=relative,
        channel=promise.channel,
        due_at=promise.due_at,
        about=promise.about,
        promised_at=now,
        promised_by_id=by.id,
    )
    record(ContactPromised(row.pk, contact.pk), by=by, at=now)
    return contact


def _relative(row: SupportRecord, relative_id: int | None) -> Relative | None:
    if relative_id is None:
        return None
    found = row.relatives.filter(id=relative_id).first()
    if found is None:
        raise RuleBroken(say("This person is not of this family."), field="relative")
    return found


def _safe_then(row: SupportRecord, relative: Relative, at: datetime) -> None:
    local = at.astimezone(ZoneInfo(row.case.timezone))
    if not (safe := may_call(relative.safe(), local.time())):
        raise RuleBroken(safe.reason, field="due_at")


@transaction.atomic
def keep_contact(contact_id: int, held: Held, *, by: Viewer, now: datetime) -> Contact:
    """
    Write down that a promised contact took place, or was tried.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises Conflict: when it is written down already, or was taken back
    """
    contact = _open(contact_id)
    may_write(by, contact.support.facts()).require()
    if contact.kept_at or contact.taken_back_at:
        raise Conflict(say("This contact is written down already."))
    contact.kept_at, contact.kept_by_id = now, by.id
    contact.reached, contact.nothing_new = held.reached, held.nothing_new
    contact.words = held.words
    contact.save(update_fields=["kept_at", "kept_by", "reached", "nothing_new", "words"])
    record(ContactKept(contact.support_id, contact.pk, held.nothing_new), by=by, at=now)
    return contact


@transaction.atomic
def log_contact(
    support_id: int,
    channel: Channel,
    held: Held,
    *,
    relative_id: int | None = None,
    by: Viewer,
    now: datetime,
) -> Contact:
    """
    Write down a contact that nobody had promised.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises RuleBroken: when the person is not of this family
    """
    row = locked_record(support_id)
    may_write(by, row.facts()).require()
    contact = Contact.objects.create(
        support=row,
        relative=_relative(row, relative_id),
        channel=channel,
        promised_at=now,
        promised_by_id=by.id,
        kept_at=now,
        kept_by_id=by.id,
        reached=held.reached,
        nothing_new=held.nothing_new,
        words=held.words,
    )
    record(ContactKept(row.pk, contact.pk, held.nothing_new), by=by, at=now)
    return contact


@transaction.atomic
def take_back_contact(contact_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Take a promise back, because another took its place; the family's page forgets it.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises Conflict: when it is written down or taken back already
    """
    contact = _open(contact_id)
    may_write(by, contact.support.facts()).require()
    if contact.kept_at or contact.taken_back_at:
        raise Conflict(say("This contact is written down already."))
    contact.taken_back_at, contact.taken_back_by_id = now, by.id
    contact.save(update_fields=["taken_back_at", "taken_back_by"])
    record(ContactTakenBack(contact.support_id, contact.pk), by=by, at=now)


@transaction.atomic
def notice_missed(contact_id: int, *, by: Viewer, now: datetime) -> bool:
    """Note that a promise was missed, once; whether it was news."""
    contact = _open(contact_id)
    due, kept = contact.due_at, contact.kept_at
    settled = due is None or contact.taken_back_at or contact.missed_told_at
    if settled or due is None or standing(due, kept, now=now) is not Kept.MISSED:
        return False
    contact.missed_told_at = now
    contact.save(update_fields=["missed_told_at"])
    record(PromiseMissed(contact.support_id, contact.pk), by=by, at=now)
    return True


@transaction.atomic
def plan_follow_ups(case_id: int, *, by: Viewer, now: datetime) -> int:
    """Plan the calls after a recovery, once; how many were planned. Done twice it plans once."""
    row = SupportRecord.objects.select_for_update().filter(case_id=case_id).first()
    if row is None or row.contacts.filter(after_recovery=True).exists():
        return 0
    planned = Contact.objects.bulk_create(
        Contact(support=row, due_at=at, after_recovery=True, promised_at=now)
        for at in follow_ups(now)
    )
    record(FollowUpsPlanned(row.pk, len(planned)), by=by, at=now)
    return len(planned)


def _open(contact_id: int) -> Contact:
    rows = Contact.objects.select_for_update(of=("self",)).select_related("support")
    return rows.get(id=contact_id)
