"""Messages between a family member and their advocate, each thread between those two alone."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.accounts.permissions import person
from porchlight.house.audit.actions import record
from porchlight.programmes.families.events import AdvocateWrote, FamilyWrote, MessagesRead
from porchlight.programmes.families.models import FamilyAccess, FamilyMessage
from porchlight.programmes.families.permissions import may_read, may_see, may_write
from porchlight.programmes.families.queries.support import kept_from
from porchlight.programmes.families.rules.safe_contact import gives_away
from porchlight.programmes.families.rules.vocabulary import Part

LONGEST = 4000


@transaction.atomic
def write_as_family(access_id: int, text: str, *, by: Viewer, now: datetime) -> FamilyMessage:
    """
    Write to the advocate.

    :raises NotAllowed: when it is not one's own page, or it has no messages
    :raises RuleBroken: when there are no words, or too many
    """
    access = FamilyAccess.objects.select_for_update().get(id=access_id)
    may_see(by, access.facts(), Part.MESSAGES).require()
    row = _written(access, text, from_family=True, by=by, now=now)
    record(FamilyWrote(access.support_id, row.pk), by=by, at=now)
    return row


@transaction.atomic
def write_as_advocate(access_id: int, text: str, *, by: Viewer, now: datetime) -> FamilyMessage:
    """
    Write to a family member. Where members are kept apart, no message tells one how another is
    reached.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises RuleBroken: when there are no words, too many, or they give another's place away
    """
    access = FamilyAccess.objects.select_for_update().select_related("support").get(id=access_id)
    may_write(by, access.support.facts()).require()
    if access.ended_at is not None:
        raise RuleBroken(say("This access has ended: nobody would read it."), field="text")
    if gives_away(text, kept_from(access)):
        raise RuleBroken(
            say("This tells them how another family member is reached. They are kept apart."),
            field="text",
        )
    row = _written(access, text, from_family=False, by=by, now=now)
    record(AdvocateWrote(access.support_id, access.pk, row.pk), by=by, at=now)
    return row


def _written(
    access: FamilyAccess, text: str, *, from_family: bool, by: Viewer, now: datetime
) -> FamilyMessage:
    text = text.strip()
    if not text:
        raise RuleBroken(say("Write something first."), field="text")
    if len(text) > LONGEST:
        raise RuleBroken(say("At most {n} characters. Send two messages.", n=LONGEST), field="text")
    return FamilyMessage.objects.create(
        access=access,
        from_family=from_family,
        text=text,
        written_at=now,
        written_by_id=person(by),
    )


@transaction.atomic
def read_messages(access: FamilyAccess, *, by: Viewer, now: datetime) -> int:
    """
    Mark what the other side wrote as read; how many were new.

    :raises NotAllowed: when ``by`` is neither this family member nor may read the record
    """
    if by.door is Door.FAMILY:
        may_see(by, access.facts(), Part.MESSAGES).require()
        mine = False
    else:
        may_read(by, access.support.facts()).require()
        mine = True
    record(MessagesRead(access.support_id, access.pk), by=by, at=now)
    if mine and by.id != access.support.advocate_id:
        return 0  # a supervisor who looks in an emergency has not answered for the advocate
    unread = access.messages.filter(from_family=mine, read_at__isnull=True)
    return unread.exclude(written_by_id=person(by)).update(read_at=now, read_by_id=by.id)
