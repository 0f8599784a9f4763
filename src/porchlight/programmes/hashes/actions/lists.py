"""Entries at the desk: proposed, reviewed by several people, released, refused, retracted."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.hashes import events, permissions
from porchlight.programmes.hashes.models import Entry, ListClock, Member, Review, Standing
from porchlight.programmes.hashes.queries import desk
from porchlight.programmes.hashes.rules.exchange import Contribution
from porchlight.programmes.hashes.rules.states import check_entry_move
from porchlight.programmes.hashes.rules.vocabulary import CLASSES, LISTS, SIZES, Status


@transaction.atomic
def propose_entries(
    list_code: str,
    contributions: Sequence[Contribution],
    *,
    source: str = "",
    by: Viewer,
    now: datetime,
) -> list[Entry]:
    """
    Bring entries of our own forward for a list; they wait for reviews.

    :raises NotAllowed: when ``may_propose`` says no
    :raises RuleBroken: when there is no such list, or nothing to propose
    """
    permissions.may_propose(by).require()
    if list_code not in LISTS or not contributions:
        raise RuleBroken(say("Choose a list and give at least one hash."), field="list_code")
    member = Member.house(now)
    at = ListClock.tick(list_code, now)
    entries = [
        Entry.objects.create(
            list_code=list_code,
            member=member,
            name=each.id,
            media=each.media,
            classification=each.classification,
            categories=list(each.categories),
            source=source,
            status=Status.PROPOSED,
            changed_at=at,
            proposed_at=now,
            proposed_by_id=permissions.person(by),
        )
        for each in contributions
    ]
    for entry, each in zip(entries, contributions, strict=True):
        entry.write_fingerprints(each.fingerprints)
    record(events.EntriesProposed(list_code, len(entries)), by=by, at=now)
    return entries


@transaction.atomic
def review_entry(
    entry_id: int,
    *,
    belongs: bool,
    classification: str = "",
    remark: str = "",
    by: Viewer,
    now: datetime,
) -> Review:
    """
    Write down what the reviewer found; looking again replaces their own former review.

    :raises NotAllowed: when ``may_review`` says no, so to the person who proposed it
    :raises RuleBroken: for a class that there is not
    """
    entry = Entry.locked(entry_id)
    permissions.may_review(by, desk.facts(entry)).require()
    if classification and classification not in CLASSES:
        raise RuleBroken(say("The class is one of A1, A2, B1, B2."), field="classification")
    review, _ = Review.objects.update_or_create(
        entry=entry,
        reviewed_by_id=permissions.person(by),
        defaults={
            "belongs": belongs,
            "classification": classification if belongs else "",
            "remark": remark,
            "reviewed_at": now,
        },
    )
    record(events.EntryReviewed(entry.id, belongs), by=by, at=now)
    return review


@transaction.atomic
def release_entry(entry_id: int, *, by: Viewer, now: datetime) -> Entry:
    """
    Hand an entry out to the members of its list, with the class on which the reviewers agree.

    :raises NotAllowed: when ``may_release`` says no: too few reviews, or you proposed it
    """
    entry = Entry.locked(entry_id)
    outcome = desk.outcome(entry)
    permissions.may_release(by, desk.facts(entry), outcome).require()
    entry.status = check_entry_move(Status(entry.status), Status.RELEASED)
    entry.classification, entry.was_visible = outcome.classification, True
    entry.released_at, entry.released_by_id = now, by.id
    entry.changed_at = ListClock.tick(entry.list_code, now)
    entry.save()
    entry.fingerprints.filter(kind__in=SIZES).update(standing=Standing.NEW)
    record(events.EntryReleased(entry.id, entry.list_code), by=by, at=now)
    return entry


@transaction.atomic
def refuse_entry(entry_id: int, why: str, *, by: Viewer, now: datetime) -> Entry:
    """
    Keep an entry off its list.

    :raises NotAllowed: when ``may_refuse`` says no
    """
    entry = Entry.locked(entry_id)
    permissions.may_refuse(by, desk.facts(entry)).require()
    entry.status = check_entry_move(Status(entry.status), Status.REFUSED)
    entry.retracted_at, entry.retracted_because = now, why
    entry.changed_at = ListClock.tick(entry.list_code, now)
    entry.save()
    record(events.EntryRefused(entry.id), by=by, at=now)
    return entry


@transaction.atomic
def retract_entry(entry_id: int, why: str, *, by: Viewer, now: datetime) -> Entry:
    """
    Take an entry back from everybody: members get a tombstone, the search forgets it.

    :raises NotAllowed: when ``may_retract`` says no
    """
    entry = Entry.locked(entry_id)
    permissions.may_retract(by, desk.facts(entry)).require()
    entry.take_back(why, now)
    record(events.EntryRetracted(entry.id, entry.list_code), by=by, at=now)
    return entry


@transaction.atomic
def settle_dispute(entry_id: int, *, by: Viewer, now: datetime) -> Entry:
    """
    Keep an entry that a member disputed; their feedback stays to be read.

    :raises NotAllowed: when ``may_settle`` says no
    """
    entry = Entry.locked(entry_id)
    permissions.may_settle(by, desk.facts(entry)).require()
    entry.is_disputed = False
    entry.save(update_fields=["is_disputed"])
    record(events.DisputeSettled(entry.id), by=by, at=now)
    return entry
