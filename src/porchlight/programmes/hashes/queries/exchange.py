"""What members see: who they are, their lists, the pages of a range."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from porchlight.core.errors import NotAllowed, NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.programmes.hashes.models import (
    Entry,
    Feedback,
    Fingerprint,
    ListAccess,
    Member,
    Standing,
)
from porchlight.programmes.hashes.permissions import AccessFacts, may_read_list
from porchlight.programmes.hashes.rules import exchange as documents
from porchlight.programmes.hashes.rules.exchange import PAGE_SIZE, Page, Shared, Vote
from porchlight.programmes.hashes.rules.vocabulary import VISIBLE, Kind, Media, Status


def member_of(viewer: Viewer) -> Member:
    """
    Return the member that the viewer's agency is.

    :raises NotAllowed: when it shares in no list
    """
    found = Member.objects.filter(agency_id=viewer.agency_id).first() if viewer.agency_id else None
    if found is None:
        raise NotAllowed(say("Your organization is no member of the hash exchange."))
    return found


def access_of(viewer: Viewer, list_code: str) -> AccessFacts:
    """What the viewer's agency may do with a list now."""
    if viewer.agency_id is None:
        return AccessFacts(False, False)
    found = ListAccess.objects.filter(
        member__agency_id=viewer.agency_id, list_code=list_code, ended_at__isnull=True
    ).first()
    if found is None:
        return AccessFacts(False, False)
    return AccessFacts(True, found.may_contribute)


def readable_lists(viewer: Viewer) -> frozenset[str]:
    """The lists that the viewer's agency may read now."""
    if viewer.agency_id is None:
        return frozenset()
    rows = ListAccess.objects.filter(member__agency_id=viewer.agency_id, ended_at__isnull=True)
    return frozenset(rows.values_list("list_code", flat=True))


def as_member(member: Member) -> documents.Member:
    """The member as documents name it."""
    return documents.Member(member.id, member.name)


def members_of(viewer: Viewer, list_code: str) -> list[documents.Member]:
    """
    Return who shares in a list or has entries in it.

    :raises NotAllowed: when the viewer may not read the list
    """
    may_read_list(viewer, access_of(viewer, list_code)).require()
    sharing = Q(access__list_code=list_code, access__ended_at__isnull=True)
    writing = Q(id__in=Entry.objects.filter(list_code=list_code).values("member_id"))
    found = Member.objects.filter(sharing | writing).distinct().order_by("id")
    return [as_member(member) for member in found]


def changed(list_code: str, since: datetime, until: datetime) -> QuerySet[Entry]:
    """What members see of a list that changed after ``since`` up to ``until``, in order."""
    return Entry.objects.filter(
        list_code=list_code, was_visible=True, changed_at__gt=since, changed_at__lte=until
    ).order_by("changed_at", "id")


def page(
    list_code: str,
    since: datetime,
    until: datetime,
    *,
    after: tuple[datetime, int] | None = None,
    start: int = 1,
    total: int | None = None,
) -> Page:
    """Return one page of a range; ``after`` is the last entry of the page before."""
    found = changed(list_code, since, until)
    count = found.count() if total is None else total
    if after is not None:
        found = found.filter(Q(changed_at__gt=after[0]) | Q(changed_at=after[0], id__gt=after[1]))
    rows = list(found.select_related("member")[: PAGE_SIZE + 1])
    link = ""
    if len(rows) > PAGE_SIZE:
        rows = rows[:PAGE_SIZE]
        link = documents.next_link(
            since=since,
            until=until,
            start=start + PAGE_SIZE,
            total=count,
            after=(rows[-1].changed_at, rows[-1].id),
        )
    return Page(shared(rows), start, count, link)


def shared(rows: Iterable[Entry]) -> list[Shared]:
    """Return entries as members see them."""
    listed = list(rows)
    prints: dict[int, list[tuple[Kind, bytes]]] = defaultdict(list)
    votes: dict[int, list[Vote]] = defaultdict(list)
    ids = [row.id for row in listed if row.status in VISIBLE]
    for each in Fingerprint.objects.filter(entry_id__in=ids).exclude(standing=Standing.GOING):
        prints[each.entry_id].append((Kind(each.kind), bytes(each.value)))
    for said in Feedback.objects.filter(entry_id__in=ids).select_related("member"):
        votes[said.entry_id] += _votes(said)
    return [_shared(row, prints[row.id], votes[row.id]) for row in listed]


def _votes(said: Feedback) -> list[Vote]:
    member = as_member(said.member)
    return [Vote(Kind(said.kind), member, said.given_at, reason) for reason in said.reasons or [""]]


def _shared(row: Entry, prints: list[tuple[Kind, bytes]], votes: list[Vote]) -> Shared:
    return Shared(
        as_member(row.member),
        row.name,
        Media(row.media),
        row.changed_at,
        deleted=row.status not in VISIBLE,
        classification=row.classification,
        fingerprints=sorted(prints),
        categories=row.categories,
        votes=sorted(votes, key=lambda vote: (vote.kind, vote.member.number, vote.reason)),
    )


def entry_named(list_code: str, member_id: int, name: str) -> Entry:
    """
    Return the entry that members see under this number and name.

    :raises NotFound: when there is none, or it was taken back
    """
    found = Entry.objects.filter(
        list_code=list_code, member_id=member_id, name=name, status__in=VISIBLE
    ).first()
    if found is None:
        raise NotFound(say("There is no such entry in this list."))
    return found


def large_print(entry: Entry, kind: Kind) -> Fingerprint:
    """
    Return the long fingerprint of an entry.

    :raises NotFound: when it has none of this kind
    """
    found = entry.fingerprints.filter(kind=kind).first()
    if found is None:
        raise NotFound(say("This entry has no such fingerprint."))
    return found


def own_entries(viewer: Viewer) -> QuerySet[Entry]:
    """The entries that the viewer's agency contributed."""
    if viewer.agency_id is None:
        return Entry.objects.none()
    return Entry.objects.filter(member__agency_id=viewer.agency_id)


def own_access(viewer: Viewer) -> list[ListAccess]:
    """The lists that the viewer's agency may use."""
    if viewer.agency_id is None:
        return []
    rows = ListAccess.objects.filter(member__agency_id=viewer.agency_id, ended_at__isnull=True)
    return list(rows.order_by("list_code"))


def waiting(list_code: str) -> int:
    """How many entries of a list wait for review."""
    return Entry.objects.filter(list_code=list_code, status=Status.PROPOSED).count()
