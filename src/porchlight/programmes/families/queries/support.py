"""Support records for those who may read them; everybody else learns why not."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from porchlight.core.errors import NotAllowed, NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.accounts.models import Account
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.families.models import (
    Contact,
    FamilyAccess,
    FamilyDocument,
    FamilyMessage,
    FamilyPhotograph,
    Need,
    Relative,
    SupportRecord,
)
from porchlight.programmes.families.permissions import SupportFacts, may_read

WORKS_ON_CASES = "cases:case:write"
Row = TypeVar("Row", bound=Model)


def support_for(viewer: Viewer, number: str) -> SupportRecord:
    """
    Return the support record of the case with this number.

    :raises NotFound: when there is none, or somebody outside the clearinghouse asks
    :raises NotAllowed: with the reason, to staff who may not read it
    """
    found = SupportRecord.objects.select_related("case", "advocate").filter(case__number=number)
    record = found.first()
    if record is None or viewer.door is not Door.STAFF:
        raise NotFound(say("There is no support record of this case."))
    may_read(viewer, record.facts()).require()
    return record


def support_of_case(case_id: int) -> SupportRecord | None:
    """Return the record of a case, if its family has an advocate; asks nobody."""
    return SupportRecord.objects.select_related("advocate").filter(case_id=case_id).first()


def facts_of_case(case_id: int) -> SupportFacts | None:
    """Return what decides about the record of a case, when there is one; asks nobody."""
    record = support_of_case(case_id)
    return record.facts() if record else None


def locked_record(support_id: int) -> SupportRecord:
    """
    Return the record, locked for this transaction.

    :raises NotFound: when there is none
    """
    found = SupportRecord.objects.select_for_update().filter(id=support_id).first()
    if found is None:
        raise NotFound(say("There is no support record of this case."))
    return found


def kept_from(access: FamilyAccess) -> list[str]:
    """Return telephones and places of those who are kept apart from this family member."""
    mine = access.relative
    others = Relative.objects.filter(support_id=access.support_id).exclude(id=mine.pk)
    if not mine.apart:
        others = others.filter(apart=True)
    details = [detail for one in others for detail in (*one.phones, *one.places)]
    own = {*mine.phones, *mine.places}
    return [detail for detail in details if detail not in own]


def own_supports(viewer: Viewer) -> QuerySet[SupportRecord]:
    """Return the families that the viewer supports."""
    mine = SupportRecord.objects.filter(advocate_id=viewer.id or 0)
    return mine.select_related("case").order_by("-assigned_at", "-id")


def unsupported_cases(viewer: Viewer) -> list[cases.FamilySource]:
    """Return open cases, of those the viewer may know of, whose family has no advocate yet."""
    taken = SupportRecord.objects.values("case_id")
    listed = cases.listed_cases(viewer).exclude(id__in=taken).filter(closed_at__isnull=True)
    newest = listed.order_by("-opened_at").values_list("id", flat=True)[:20]
    return [cases.family_source(case_id) for case_id in newest]


def advocates(now: datetime) -> list[Account]:
    """Return who can support a family, by name."""
    running = Account.objects.filter(
        is_active=True, grants__role="family_advocate", grants__ended_at__isnull=True
    )
    return list(running.distinct().order_by("name"))


def relatives_of(record: SupportRecord) -> list[Relative]:
    """Return the family's members in the order they were added."""
    return list(record.relatives.order_by("id"))


def accesses_of_record(record: SupportRecord) -> list[FamilyAccess]:
    """Return all accesses of the family, those that run first."""
    rows = record.accesses.select_related("relative", "account", "ended_by").order_by("-id")
    return sorted(rows, key=lambda one: one.ended_at is not None)


def contacts_of(record: SupportRecord) -> QuerySet[Contact]:
    """Return the contact log: promises and what became of them, newest first."""
    people = ("relative", "promised_by", "kept_by")
    return record.contacts.select_related(*people).order_by("-id")


def next_promise(record: SupportRecord, relative: Relative) -> Contact | None:
    """Return the next contact that this family member was promised; an overdue one stays."""
    open_ones = record.contacts.filter(
        due_at__isnull=False, kept_at__isnull=True, taken_back_at__isnull=True
    )
    theirs = open_ones.filter(relative__isnull=True) | open_ones.filter(relative=relative)
    return theirs.order_by("due_at").first()


def last_contact(record: SupportRecord, relative: Relative) -> Contact | None:
    """Return the last time that somebody reached this family member."""
    reached = record.contacts.filter(reached=True)
    theirs = reached.filter(relative__isnull=True) | reached.filter(relative=relative)
    return theirs.order_by("-kept_at").first()


def needs_of(record: SupportRecord) -> list[Need]:
    """Return what the family needs, open and urgent first, with referrals."""
    rows = record.needs.select_related("relative").prefetch_related("referrals").order_by("-id")
    return sorted(rows, key=lambda one: (one.met_at is not None, not one.urgent))


def messages_of(access: FamilyAccess) -> list[FamilyMessage]:
    """Return the thread of one family member, oldest first."""
    return list(access.messages.select_related("written_by").order_by("id"))


def photographs_of(access: FamilyAccess) -> list[FamilyPhotograph]:
    """Return the pictures that this family member gave, newest first."""
    return list(access.photographs.order_by("-id"))


def documents_of_case(case_id: int) -> list[FamilyDocument]:
    """Return the papers that the family of a case gave, newest first; asks nobody."""
    rows = FamilyDocument.objects.filter(access__support__case_id=case_id)
    return list(rows.order_by("-id")[:50])


def waiting_photographs(case_id: int) -> QuerySet[FamilyPhotograph]:
    """Return the pictures of a case that the desk has not settled; asks nobody."""
    waiting = FamilyPhotograph.objects.filter(
        access__support__case_id=case_id, settled_at__isnull=True
    )
    return waiting.select_related("access__support").order_by("id")


def require_work_on(viewer: Viewer, case_id: int) -> None:
    """
    Go on only when the viewer works on the case: they look at what the family gave for the search.

    :raises NotAllowed: when not
    """
    works = viewer.door is Door.STAFF and viewer.may(WORKS_ON_CASES)
    if not works or not cases.visible_case_ids(viewer, [case_id]):
        raise NotAllowed(say("Those who work on the case look at what its family gave."))


def one_of(rows: QuerySet[Row], row_id: int) -> Row:
    """
    Return one of a record's own rows, such as ``one_of(record.needs.all(), 5)``.

    :raises NotFound: when it has none of this number
    """
    found = rows.filter(pk=row_id).first()
    if found is None:
        raise NotFound(say("There is no such line."))
    return found
