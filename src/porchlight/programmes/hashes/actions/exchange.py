"""What members' machines do: read a range, contribute, take back, say what they think."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.hashes import events, permissions
from porchlight.programmes.hashes.models import (
    Entry,
    Feedback,
    Fingerprint,
    ListClock,
    Member,
    Standing,
)
from porchlight.programmes.hashes.queries import exchange
from porchlight.programmes.hashes.rules.exchange import Contribution, Page
from porchlight.programmes.hashes.rules.states import check_entry_move
from porchlight.programmes.hashes.rules.vocabulary import (
    LARGE,
    LISTS,
    MOST_LARGE_BYTES,
    Kind,
    Source,
    Status,
)


@transaction.atomic
def serve_page(
    list_code: str,
    since: datetime,
    until: datetime,
    *,
    after: tuple[datetime, int] | None = None,
    start: int = 1,
    total: int | None = None,
    by: Viewer,
    now: datetime,
) -> Page:
    """
    Return a page of what changed, and close the range: nothing is added to it afterwards.

    :raises NotAllowed: when the member may not read the list
    """
    permissions.may_read_list(by, exchange.access_of(by, list_code)).require()
    member = exchange.member_of(by)
    if after is None:
        until = ListClock.close(list_code, until, now)
    found = exchange.page(list_code, since, until, after=after, start=start, total=total)
    record(events.EntriesServed(member.id, list_code, len(found.entries)), by=by, at=now)
    return found


@transaction.atomic
def contribute(
    list_code: str, contributions: Sequence[Contribution], *, by: Viewer, now: datetime
) -> list[Entry]:
    """
    Take a member's entries, new or changed: all of them or none.

    In a list of the industry they are shared at once, under the member's own name and word; in
    all others they wait for reviews of the clearinghouse.

    :raises NotAllowed: when the member may not contribute to the list
    :raises Conflict: when one of them is already released after review
    """
    member = _contributor(list_code, by)
    at = ListClock.tick(list_code, now)
    entries = [_take(list_code, member, each, at, now) for each in contributions]
    record(events.EntriesContributed(member.id, list_code, len(entries)), by=by, at=now)
    return entries


def _contributor(list_code: str, by: Viewer) -> Member:
    permissions.may_contribute(by, exchange.access_of(by, list_code)).require()
    return exchange.member_of(by)


def _take(
    list_code: str, member: Member, given: Contribution, at: datetime, now: datetime
) -> Entry:
    shared = LISTS[list_code].source is Source.INDUSTRY
    status = Status.SHARED if shared else Status.PROPOSED
    entry = (
        Entry.objects.select_for_update()
        .filter(list_code=list_code, member=member, name=given.id)
        .first()
    )
    if entry is None:
        entry = Entry(list_code=list_code, member=member, name=given.id, proposed_at=now)
    elif entry.status == Status.RELEASED:
        raise Conflict(
            say("{id} is released after review. Retract it before you change it.", id=given.id)
        )
    elif entry.status != status:
        check_entry_move(Status(entry.status), status)
        entry.retracted_at, entry.retracted_because = None, ""
        entry.reviews.all().delete()
    entry.media, entry.classification = given.media, given.classification
    entry.categories, entry.status, entry.changed_at = list(given.categories), status, at
    entry.was_visible = entry.was_visible or shared
    entry.save()
    entry.write_fingerprints(given.fingerprints)
    return entry


@transaction.atomic
def withdraw(list_code: str, names: Sequence[str], *, by: Viewer, now: datetime) -> list[Entry]:
    """
    Take a member's own entries back: all of them or none.

    :raises NotAllowed: when the member may not contribute to the list
    :raises NotFound: when one of them is not the member's, or already gone
    """
    member = _contributor(list_code, by)
    found = list(
        Entry.objects.select_for_update()
        .filter(list_code=list_code, member=member, name__in=names)
        .exclude(status__in=[Status.RETRACTED, Status.REFUSED])
    )
    if not names or len(found) != len(set(names)):
        raise NotFound(say("There is no such entry of yours in this list."))
    for entry in found:
        entry.take_back("withdrawn by the member", now)
    one = found[0].id if len(found) == 1 else None
    record(events.EntriesWithdrawn(member.id, list_code, len(found), one), by=by, at=now)
    return found


@transaction.atomic
def keep_large_print(
    list_code: str, name: str, kind: Kind, data: bytes, *, by: Viewer, now: datetime
) -> Fingerprint:
    """
    Keep the bytes of a long fingerprint of a member's own entry, in place of former ones.

    :raises NotAllowed: when the member may not contribute to the list
    :raises NotFound: when the entry is not the member's
    :raises RuleBroken: for a short kind, no bytes, or too many
    """
    member = _contributor(list_code, by)
    entry = (
        Entry.objects.select_for_update()
        .filter(list_code=list_code, member=member, name=name)
        .exclude(status__in=[Status.RETRACTED, Status.REFUSED])
        .first()
    )
    if entry is None:
        raise NotFound(say("There is no such entry of yours in this list."))
    if kind not in LARGE or not 0 < len(data) <= MOST_LARGE_BYTES:
        raise RuleBroken(say("Long fingerprints have 1 byte to 2 megabytes."))
    if entry.status == Status.RELEASED:
        raise Conflict(say("{id} is released after review. Retract it first.", id=name))
    kept, _ = Fingerprint.objects.update_or_create(
        entry=entry, kind=kind, defaults={"value": data, "standing": Standing.OUT}
    )
    entry.changed_at = ListClock.tick(list_code, now)
    entry.save(update_fields=["changed_at"])
    record(events.LargePrintKept(member.id, entry.id, str(kind)), by=by, at=now)
    return kept


@transaction.atomic
def serve_large_print(
    list_code: str, member_id: int, name: str, kind: Kind, *, by: Viewer, now: datetime
) -> bytes:
    """
    Return the bytes of a long fingerprint.

    :raises NotAllowed: when the member may not read the list
    :raises NotFound: when there is none
    """
    permissions.may_read_list(by, exchange.access_of(by, list_code)).require()
    reader = exchange.member_of(by)
    entry = exchange.entry_named(list_code, member_id, name)
    found = exchange.large_print(entry, kind)
    record(events.LargePrintServed(reader.id, entry.id, str(kind)), by=by, at=now)
    return bytes(found.value)


@transaction.atomic
def give_feedback(
    list_code: str,
    member_id: int,
    name: str,
    kind: Kind,
    reasons: Sequence[str],
    *,
    by: Viewer,
    now: datetime,
) -> Feedback:
    """
    Write down what a member thinks of an entry's fingerprint, in place of what it thought before.

    Without ``reasons`` it agrees; with them the entry is disputed until somebody of the
    clearinghouse settles it.

    :raises NotAllowed: when the member may not read the list, or the entry is its own
    :raises NotFound: when there is no such entry, or it has no fingerprint of the kind
    """
    permissions.may_read_list(by, exchange.access_of(by, list_code)).require()
    member = exchange.member_of(by)
    entry = Entry.locked(exchange.entry_named(list_code, member_id, name).id)
    if entry.member_id == member.id:
        raise NotAllowed(say("Feedback is for entries of others. Change or retract your own."))
    if not entry.fingerprints.filter(kind=kind).exists():
        raise NotFound(say("This entry has no such fingerprint."))
    said, _ = Feedback.objects.update_or_create(
        entry=entry,
        kind=kind,
        member=member,
        defaults={"reasons": list(reasons), "given_at": now},
    )
    entry.is_disputed = entry.is_disputed or bool(reasons)
    entry.changed_at = ListClock.tick(list_code, now)
    entry.save(update_fields=["is_disputed", "changed_at"])
    verdict = ", ".join(reasons) or "agrees"
    record(events.FeedbackGiven(member.id, entry.id, str(kind), verdict), by=by, at=now)
    return said
