"""What the desk sees: lists with their counts, entries, members."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.programmes.hashes.models import Entry, Fingerprint, Member, Standing
from porchlight.programmes.hashes.permissions import MEMBERS, READ, EntryFacts
from porchlight.programmes.hashes.rules.review import Outcome, weigh
from porchlight.programmes.hashes.rules.vocabulary import LISTS, VISIBLE, ListKind, Status

# A count of millions of rows is an estimate; the desk needs to know only that there are many.
COUNT_TO = 100_000


@dataclass(frozen=True)
class ListCounts:
    """One list at a glance."""

    kind: ListKind
    visible: int
    waiting: int
    disputed: int
    members: int


def lists(viewer: Viewer) -> list[ListCounts]:
    """All lists with how much is in them; nothing for whoever may not read them."""
    if not viewer.may(READ):
        return []
    counts = {
        row["list_code"]: (row["visible"], row["waiting"], row["disputed"])
        for row in Entry.objects.values("list_code").annotate(
            visible=Count("id", Q(status__in=VISIBLE)),
            waiting=Count("id", Q(status=Status.PROPOSED)),
            disputed=Count("id", Q(is_disputed=True)),
        )
    }
    members = dict(
        Member.objects.filter(access__ended_at__isnull=True, access__isnull=False)
        .values_list("access__list_code")
        .annotate(Count("id"))
    )
    return [
        ListCounts(kind, *counts.get(code, (0, 0, 0)), members.get(code, 0))
        for code, kind in LISTS.items()
    ]


def entries(
    viewer: Viewer, *, list_code: str = "", status: str = "", disputed: bool = False
) -> QuerySet[Entry]:
    """Return the entries that the viewer may see at the desk, narrowed."""
    if not viewer.may(READ):
        return Entry.objects.none()
    found = Entry.objects.select_related("member", "series")
    if list_code:
        found = found.filter(list_code=list_code)
    if status:
        found = found.filter(status=status)
    return found.filter(is_disputed=True) if disputed else found


def entry(viewer: Viewer, entry_id: int) -> Entry:
    """
    Return one entry.

    :raises NotFound: to whoever may not see it, as if it were not there
    """
    found = entries(viewer).select_related("proposed_by", "released_by").filter(id=entry_id).first()
    if found is None:
        raise NotFound(say("There is no such entry."))
    return found


def facts(row: Entry) -> EntryFacts:
    """What permissions need of an entry."""
    return EntryFacts(Status(row.status), row.proposed_by_id, row.is_disputed)


def outcome(row: Entry) -> Outcome:
    """What the reviews of an entry amount to."""
    opinions = [review.opinion() for review in row.reviews.all()]
    return weigh(opinions, needed=LISTS[row.list_code].reviewers)


def members(viewer: Viewer) -> QuerySet[Member]:
    """The members of the exchange, for those who manage them."""
    if not viewer.may(MEMBERS):
        return Member.objects.none()
    return Member.objects.select_related("agency").prefetch_related("access")


def member(viewer: Viewer, member_id: int) -> Member:
    """
    Return one member.

    :raises NotFound: when there is none
    """
    found = members(viewer).filter(id=member_id).first()
    if found is None:
        raise NotFound(say("There is no such member."))
    return found


def unindexed() -> int:
    """How many fingerprints wait for the index."""
    return Fingerprint.objects.filter(standing__in=[Standing.NEW, Standing.GOING]).count()
