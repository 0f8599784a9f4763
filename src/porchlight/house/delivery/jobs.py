"""Sending, later and again."""

from datetime import datetime

from porchlight.core.viewer import house_viewer
from porchlight.house.delivery.actions import send_message, tell
from porchlight.house.directory.models import Agency
from porchlight.house.jobs import job

SENDER = house_viewer("delivery")


@job(name="delivery.send")
def send(*, message_id: int, now: datetime) -> None:
    """Hand one message to the mail service; the queue tries again, ever later, when it fails."""
    send_message(message_id, by=SENDER, now=now)


@job(name="delivery.tell_agency")
def tell_agency(*, agency_id: int, case_id: int, event_id: int, now: datetime) -> None:
    """Tell an agency that a case was shared with it: at any hour, its desk is awake."""
    tell(
        to=Agency.objects.filter(id=agency_id),
        template="urgent",
        path="/partner/",
        key=f"shared:{event_id}",
        about=f"case:{case_id}",
        urgent=True,
        by=SENDER,
        now=now,
    )
