"""What family support does later: people told that something waits, promises watched."""

from datetime import datetime

from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.queries import holders_of
from porchlight.house.delivery.actions import tell
from porchlight.house.jobs import every, job
from porchlight.programmes.families.actions import contacts
from porchlight.programmes.families.models import (
    Contact,
    FamilyAccess,
    SupportRecord,
    SupportRequest,
)
from porchlight.programmes.families.permissions import WRITE
from porchlight.programmes.families.rules.promises import GRACE

SUPPORT = house_viewer("families")


@job(name="families.tell_advocate")
def tell_advocate(*, support_id: int, event_id: int, now: datetime) -> None:
    """Tell the advocate that a family wrote, gave a picture, or waits for a missed contact."""
    row = SupportRecord.objects.select_related("case", "advocate").get(id=support_id)
    tell(
        to=[row.advocate],
        template="task",
        path=f"/staff/families/{row.case.number}/",
        key=f"families-advocate:{event_id}",
        about=f"support:{support_id}",
        by=SUPPORT,
        now=now,
    )


@job(name="families.tell_advocates")
def tell_advocates(*, request_id: int, event_id: int, now: datetime) -> None:
    """Tell every advocate that a family asked to be called."""
    crisis = SupportRequest.objects.get(id=request_id).crisis
    tell(
        to=holders_of(WRITE, now=now),
        template="urgent" if crisis else "task",
        path="/staff/families/",
        key=f"families-request:{event_id}",
        about=f"request:{request_id}",
        urgent=crisis,
        by=SUPPORT,
        now=now,
    )


@job(name="families.tell_family")
def tell_family(*, access_id: int, event_id: int, now: datetime) -> None:
    """Tell a family member that something waits, when their mailbox is theirs alone."""
    access = FamilyAccess.objects.get(id=access_id)
    reads = Account.objects.filter(id=access.account_id)
    tell(
        to=reads if access.by_mail and access.ended_at is None else [],
        template="message",
        path="/family/",
        key=f"families-family:{event_id}",
        about=f"support:{access.support_id}",
        by=SUPPORT,
        now=now,
    )


@job(name="families.plan_follow_ups")
def plan_follow_ups(*, case_id: int, now: datetime) -> None:
    """A child was recovered: the family is called on days 1, 7, 30 and 90."""
    contacts.plan_follow_ups(case_id, by=SUPPORT, now=now)


@every("*/5 * * * *", name="families.watch_promises")
def watch_promises(*, now: datetime) -> None:
    """Notice promised contacts that were missed, each once; the advocate is told."""
    late = Contact.objects.filter(
        due_at__lt=now - GRACE,
        kept_at__isnull=True,
        taken_back_at__isnull=True,
        missed_told_at__isnull=True,
    )
    for contact_id in list(late.order_by("due_at").values_list("id", flat=True)[:500]):
        contacts.notice_missed(contact_id, by=SUPPORT, now=now)
