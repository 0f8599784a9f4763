"""Reads: evidence items with their chains, laboratories, requests."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.programmes.cases.queries import visible_case_ids
from porchlight.programmes.forensics.models import (
    CustodyLink,
    EvidenceItem,
    Laboratory,
    LabRequest,
)
from porchlight.programmes.forensics.queries.subjects import Subject
from porchlight.programmes.forensics.rules.custody import exceptions, first_broken

AT_WORK = ("offered", "accepted", "working")


@dataclass(frozen=True)
class Chain:
    """An item's chain: its entries, what does not fit together, and whether nobody changed it."""

    links: Sequence[CustodyLink]
    exceptions: Sequence[Say]
    broken: int | None


def items_of(subject: Subject) -> QuerySet[EvidenceItem]:
    """Return the items of somebody, the newest first."""
    rows = EvidenceItem.objects.filter(**{f"{subject.kind}_id": subject.id})
    return rows.select_related("parent").order_by("-id")


def item_for(viewer: Viewer, number: str) -> EvidenceItem:
    """
    Return an item when the viewer may see whose it is.

    :raises NotFound: when there is none, or not theirs to see
    """
    rows = EvidenceItem.objects.select_related("child__case", "person", "parent", "registered_by")
    found = rows.filter(number=number.upper()).first()
    if found is None or not _seen(viewer, found):
        raise NotFound(say("There is no such item."))
    return found


def _seen(viewer: Viewer, row: EvidenceItem | LabRequest) -> bool:
    return row.child is None or bool(visible_case_ids(viewer, {row.child.case_id}))


def chain_of(item: EvidenceItem) -> Chain:
    """Return the chain of an item, proven by its hashes."""
    links = list(item.chain.select_related("recorded_by", "item").order_by("seq"))
    broken = first_broken([(one.hash, one.told()) for one in links])
    return Chain(links, exceptions([one.link() for one in links]), broken)


def requests_of(subject: Subject) -> QuerySet[LabRequest]:
    """Return what was asked of laboratories for somebody, the newest first."""
    rows = LabRequest.objects.filter(**{f"{subject.kind}_id": subject.id})
    return rows.select_related("laboratory", "item").order_by("-id")


def requests_for(viewer: Viewer) -> QuerySet[LabRequest]:
    """Return all requests that the viewer may see, in no order."""
    rows = LabRequest.objects.select_related("laboratory", "child__case", "person")
    cases = set(rows.exclude(child=None).values_list("child__case_id", flat=True))
    return rows.filter(Q(child=None) | Q(child__case_id__in=visible_case_ids(viewer, cases)))


def request_for(viewer: Viewer, request_id: int) -> LabRequest:
    """
    Return a request when the viewer may see whose it is.

    :raises NotFound: when there is none, or not theirs to see
    """
    rows = LabRequest.objects.select_related("child__case", "person", "item", "laboratory")
    found = rows.filter(id=request_id).first()
    if found is None or not _seen(viewer, found):
        raise NotFound(say("There is no such request."))
    return found


def with_room(service: str, today: date) -> list[tuple[Laboratory, str]]:
    """
    Return the laboratories that give a service and are accredited now, those with most room first,
    and of how many requests at a time how many are at work.
    """
    rows = Laboratory.objects.filter(services__contains=[service])
    rows = rows.filter(Q(accredited_until=None) | Q(accredited_until__gte=today))
    busy = Counter(
        LabRequest.objects.filter(stage__in=AT_WORK, laboratory__in=rows).values_list(
            "laboratory_id", flat=True
        )
    )
    listed = sorted(rows, key=lambda one: (busy[one.id] - one.capacity, one.name))
    return [(one, f"{busy[one.id]}/{one.capacity}") for one in listed]
