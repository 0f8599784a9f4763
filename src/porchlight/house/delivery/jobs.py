"""Sending, later and again."""

from datetime import datetime

from porchlight.core.viewer import house_viewer
from porchlight.house.delivery.actions import send_message
from porchlight.house.jobs import job

SENDER = house_viewer("delivery")


@job(name="delivery.send")
def send(*, message_id: int, now: datetime) -> None:
    """Hand one message to the mail service; the queue tries again, ever later, when it fails."""
    send_message(message_id, by=SENDER, now=now)
