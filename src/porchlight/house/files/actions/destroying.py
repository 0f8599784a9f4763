"""Destroying a file: asked for by one person, done by another, certified by the trail."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.files import permissions, queries
from porchlight.house.files.events import DestructionAsked, FileDestroyed
from porchlight.house.files.keys import note_destroyed
from porchlight.house.files.models import Derivative, Destruction, FileKey, KeptFile, Picture
from porchlight.house.files.rules.reasons import LEAST_WORDS, Order
from porchlight.house.files.store import store


@transaction.atomic
def ask_destruction(
    file_id: int, *, order: Order, words: str, about: str = "", by: Viewer, now: datetime
) -> Destruction:
    """
    Ask that a sealed file and its copies be unreadable for good; a second person does it.

    :raises NotFound: when there is no such file
    :raises NotAllowed: when ``by`` does not have files destroyed
    :raises RuleBroken: when it is not sealed, or the order is not named
    :raises Conflict: when it was asked for already
    """
    permissions.may_ask_destruction(by).require()
    assert by.id is not None  # a role holds the permission, so an account asks
    file = KeptFile.objects.select_for_update().filter(id=file_id).first()
    if file is None:
        raise NotFound(say("There is no such file."))
    if not file.needs_reason:
        raise RuleBroken(say("This file is not sealed."))
    if len(words.strip()) < LEAST_WORDS:
        raise RuleBroken(say("Name the order: from whom, of which day, its number."), field="words")
    if file.destructions.filter(done_at__isnull=True).exists():
        raise Conflict(say("Somebody asked for this already."))
    row = Destruction.objects.create(
        file=file, order=order, words=words, about=about, asked_at=now, asked_by_id=by.id
    )
    record(DestructionAsked(file.id, about, order), by=by, at=now)
    return row


def destroy(destruction_id: int, *, by: Viewer, now: datetime) -> Destruction:
    """
    Do what another person asked for: the key of the file is destroyed, its bytes and copies are
    taken out of the store. Its row stays, with its hash, as what the certificate is about.

    :raises NotFound: when nothing of this number was asked for
    :raises NotAllowed: when the same person asked for it
    :raises Conflict: when it is done
    """
    with transaction.atomic():
        row = Destruction.objects.select_for_update().filter(id=destruction_id).first()
        if row is None:
            raise NotFound(say("There is nothing of this number."))
        permissions.may_destroy(by, row.asked_by_id).require()
        if row.done_at is not None:
            raise Conflict(say("This is done already."))
        file = queries.file_by_id(row.file_id)
        copies = _copies_of(file)
        keys = FileKey.objects.filter(file__in=[file, *copies])
        row.key_id = (
            FileKey.objects.filter(file=file).values_list("key_id", flat=True).first() or ""
        )
        row.done_at, row.done_by_id, row.copies = now, by.id, len(copies)
        row.save()
        keys.delete()
        Derivative.objects.filter(original=file).delete()
        Picture.objects.filter(file=file).update(taken="", latitude=None, longitude=None, camera="")
        event = FileDestroyed(file.id, row.about, row.id, file.sha256, row.order, len(copies))
        record(event, by=by, at=now)
        # Before the commit: a power cut between the two leaves one destroyed too much written
        # down, never one too few.
        for one in (file, *copies):
            note_destroyed(one.address)
    for one in (file, *copies):
        store().delete(one.address)
    return row


def _copies_of(file: KeptFile) -> list[KeptFile]:
    """The copies that no other picture shares."""
    own = KeptFile.objects.filter(id__in=file.derivatives.values("file"))
    shared = Derivative.objects.filter(file__in=own).exclude(original=file).values("file")
    return list(own.exclude(id__in=shared))
